//! Units in the schema. A unit remembers the day it was asked for: what hangs on it is of the same day.

mod family;
mod reorganisations;

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result};
use time::Date;

pub use self::reorganisations::UnitsMutation;
use crate::access::Answered as _;
use crate::graphql::context::ContextExt as _;
use crate::graphql::page::{Answer, answer, page_request, search_too_long};
use crate::shared::clock::vietnam_date;
use crate::shared::error::Refusal;
use crate::shared::id::{ReorganisationId, UnitId};
use crate::shared::page::{Count, Cursor};
use crate::units::model::{
    ChildrenWanted, Reorganisation, Succession, Unit, UnitFilter, UnitKind, UnitSearch,
};
use crate::units::{policy, queries, rules};

/// Queries of the catalogue of units.
#[derive(Default)]
pub struct UnitsQuery;

#[Object]
impl UnitsQuery {
    /// A unit as it stands on a day; null when there is none with this id on that day. Without a day: as it stands
    /// today or, when dissolved, as it last stood.
    async fn unit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Opaque id.")] id: ID,
        #[graphql(desc = "Day to look at the catalogue.")] as_of: Option<Date>,
    ) -> Option<Result<Arc<Unit>>> {
        if let Err(error) = ctx.actor() {
            return Some(Err(error));
        }
        let units = ctx.loaders().units();
        let found = match (UnitId::parse(&id), as_of) {
            (Ok(id), Some(day)) => units.on(id, day).await,
            (Ok(id), None) => units.latest(id).await,
            (Err(refusal), _) => Err(refusal),
        };
        ctx.optional(found)
    }

    /// The units that exist on a day, in the order of the tree: each followed by those below it.
    #[expect(clippy::too_many_arguments, reason = "the arguments of the field, which clients name")]
    async fn units(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of units, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
        #[graphql(desc = "Day to look at the catalogue; today in Vietnam when absent.")] as_of: Option<Date>,
        #[graphql(desc = "Part of the name, with or without marks, alone or with that of the district; \
                          or a whole code. At most 200 characters.")]
        search: Option<String>,
        #[graphql(desc = "Only units of this kind.")] kind: Option<UnitKind>,
        #[graphql(desc = "Only units directly below this one.")] parent_id: Option<ID>,
        #[graphql(desc = "Only this unit and those below it, at any depth.")] within_id: Option<ID>,
        #[graphql(desc = "Also units that ended by that day, each as it last stood.")] include_ended: Option<
            bool,
        >,
    ) -> Result<Answer<Unit>> {
        ctx.actor()?;
        let request = page_request(ctx, first, after.as_deref())?;
        let id = |id: Option<ID>| {
            id.map(|id| UnitId::parse(&id)).transpose().map_err(|refusal| ctx.refuse(refusal))
        };
        let filter = UnitFilter {
            search: search.map(|text| searchable(ctx, &text)).transpose()?,
            kind,
            parent: id(parent_id)?,
            within: id(within_id)?,
            with_ended: include_ended.unwrap_or(false),
        };
        let day = as_of.unwrap_or_else(|| vietnam_date(ctx.app().clock.now()));
        let page = queries::page(ctx.app(), &filter, day, &request).await;
        Ok(answer(page.map_err(|refusal| ctx.refuse(refusal))?))
    }

    /// A reorganisation of units; null when there is none that the viewer may see. Drafts are for those who keep the
    /// catalogue and for auditors.
    async fn reorganisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Opaque id.")] id: ID,
    ) -> Option<Result<Reorganisation>> {
        let actor = match ctx.actor() {
            Ok(actor) => actor,
            Err(error) => return Some(Err(error)),
        };
        let found = match ReorganisationId::parse(&id) {
            Ok(id) => queries::reorganisation(ctx.app(), actor, id).await,
            Err(refusal) => Err(refusal),
        };
        ctx.optional(found)
    }

    /// The reorganisations that the viewer sees, the newest first.
    async fn reorganisations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of reorganisations, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
    ) -> Result<Answer<Reorganisation>> {
        let actor = ctx.actor()?;
        let request = page_request(ctx, first, after.as_deref())?;
        let page = queries::reorganisations(ctx.app(), actor, &request).await;
        Ok(answer(page.map_err(|refusal| ctx.refuse(refusal))?))
    }

    /// Whether the viewer keeps the catalogue: drafts, applies and takes back reorganisations.
    async fn viewer_can_keep_units(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(policy::may_draft(ctx.actor()?, ReorganisationId::fresh()).is_offered())
    }
}

fn searchable(ctx: &Context<'_>, text: &str) -> Result<UnitSearch> {
    const LONGEST: usize = 200;
    if text.chars().count() > LONGEST {
        return Err(ctx.refuse(search_too_long(LONGEST)));
    }
    Ok(UnitSearch { words: rules::search_phrase(text), code: text.trim().to_owned() })
}

/// A unit of the administration as it stands on a day: the day that was asked for, which holds for everything
/// below this field too.
#[Object]
impl Unit {
    /// Opaque id; the same through all changes of name and kind.
    pub async fn id(&self) -> ID {
        self.id.global()
    }

    /// Code in the official catalogue; another unit may bear it in another time.
    async fn code(&self) -> &str {
        &self.code
    }

    /// Legal kind.
    async fn kind(&self) -> UnitKind {
        self.kind
    }

    /// Kind by which it is scored: the provincial office as a department, a special zone as a commune.
    async fn scoring_kind(&self) -> UnitKind {
        self.scoring_kind
    }

    /// Finer kind as printed, for example "phường" or "sở"; null when there is none.
    async fn subtype(&self) -> Option<&str> {
        self.subtype.as_deref()
    }

    /// Vietnamese name in full.
    async fn name_vi(&self) -> &str {
        &self.name_vi
    }

    /// English name; null when there is none.
    async fn name_en(&self) -> Option<&str> {
        Some(self.name_en.as_str()).filter(|name| !name.is_empty())
    }

    /// Vietnamese name without the province's: "Sở Nội vụ", "Xã Phước Hưng".
    async fn short_name(&self) -> &str {
        rules::short_name(self.kind, &self.name_vi)
    }

    /// Vietnamese name with the district's, which tells equal names apart: "Xã Phước Hưng, Huyện An Phú".
    async fn qualified_name(&self, ctx: &Context<'_>) -> Result<String> {
        let parent = self.above(ctx).await.map_err(|refusal| ctx.refuse(refusal))?;
        let parent = parent.as_deref().map(|parent| (parent.kind, parent.name_vi.as_str()));
        Ok(rules::qualified_name(&self.name_vi, parent).into_owned())
    }

    /// First day on which it has this name, kind and place.
    async fn valid_from(&self) -> Date {
        self.valid_from
    }

    /// Day after the last; null while it lasts.
    async fn valid_to(&self) -> Option<Date> {
        self.valid_to
    }

    /// The unit above on the same day; null for the root, and when the unit above no longer exists that day.
    async fn parent(&self, ctx: &Context<'_>) -> Option<Result<Arc<Unit>>> {
        ctx.optional(self.above(ctx).await)
    }

    /// The units above on the same day, root first.
    async fn ancestors(&self, ctx: &Context<'_>) -> Result<Vec<Unit>> {
        ctx.loaders().units().ancestors(self).await.map_err(|refusal| ctx.refuse(refusal))
    }

    /// The units directly below on the same day, by code.
    async fn children(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of units, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
        #[graphql(desc = "Only units of this kind.")] kind: Option<UnitKind>,
    ) -> Result<Answer<Unit>> {
        let request = page_request(ctx, first, after.as_deref())?;
        let after = match request.after.as_ref().map(Cursor::keys::<1>).transpose() {
            Ok(after) => after.map(|[path]| path.to_owned()),
            Err(refusal) => return Err(ctx.refuse(refusal)),
        };
        let wanted = ChildrenWanted { day: self.as_of, kind, after, limit: request.limit() };
        let units = ctx.loaders().units();
        let children = units.children(self.id, wanted).await.map_err(|refusal| ctx.refuse(refusal))?;
        let total = match request.count {
            Count::Skip => None,
            Count::Total => {
                let count = units.child_count(self.id, kind, self.as_of).await;
                Some(count.map_err(|refusal| ctx.refuse(refusal))?)
            }
        };
        Ok(answer(request.cut(children, total, |unit| Cursor::of([unit.path.clone()]))))
    }

    /// Number of units directly below on the same day.
    async fn child_count(&self, ctx: &Context<'_>) -> Result<u64> {
        let count = ctx.loaders().units().child_count(self.id, None, self.as_of).await;
        count.map_err(|refusal| ctx.refuse(refusal))
    }

    /// Every version of it, oldest first, each as on its first day.
    async fn history(&self, ctx: &Context<'_>) -> Result<Vec<Unit>> {
        ctx.loaders().units().history(self.id).await.map_err(|refusal| ctx.refuse(refusal))
    }

    /// The steps by which it came out of other units, oldest first. Their records stay theirs: nothing of them is
    /// added to this unit's.
    async fn predecessors(&self, ctx: &Context<'_>) -> Result<Vec<Succession>> {
        Ok(family::of(ctx, self.id).await?.predecessors.clone())
    }

    /// The steps by which other units came out of it, oldest first.
    async fn successors(&self, ctx: &Context<'_>) -> Result<Vec<Succession>> {
        Ok(family::of(ctx, self.id).await?.successors.clone())
    }

    /// Changes of the unit itself, oldest first: of its name, kind or superior, and its end without a successor.
    async fn changes(&self, ctx: &Context<'_>) -> Result<Vec<Succession>> {
        Ok(family::of(ctx, self.id).await?.changes.clone())
    }
}

impl Unit {
    async fn above(&self, ctx: &Context<'_>) -> Result<Option<Arc<Self>>, Refusal> {
        match self.parent {
            Some(parent) => ctx.loaders().units().on(parent, self.as_of).await,
            None => Ok(None),
        }
    }
}
