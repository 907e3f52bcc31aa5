//! Councils and rubrics in the schema.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, Result, Union};
use time::Date;

use super::commands::{self, Known};
use super::model::{
    Council, CouncilForm, CouncilMember, CouncilPosition, DeputyRule, InitiativeLevel, Rubric, RubricBand,
    RubricCriterion, VoteBase, VoteRule,
};
use super::words::CouncilProblem;
use super::{policy, queries, rules};
use crate::access::{Action as _, Answered as _};
use crate::graphql::asks::asks;
use crate::graphql::context::ContextExt as _;
use crate::graphql::page::{Answer, answer, page_request, search_text};
use crate::identity::Account;
use crate::shared::clock::vietnam_date;
use crate::shared::error::Failure;
use crate::shared::id::{AccountId, CouncilId, UnitId};
use crate::units::Unit;

/// Queries of councils and rubrics.
#[derive(Default)]
pub struct CouncilsQuery;

#[Object]
impl CouncilsQuery {
    /// Initiative councils, the newest first: those the viewer sits on, and those of units within the viewer's reach.
    async fn initiative_councils(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of councils, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
        #[graphql(desc = "Only those of this unit.")] unit_id: Option<ID>,
    ) -> Result<Answer<Arc<Council>>> {
        let actor = ctx.actor()?;
        let request = page_request(ctx, first, after.as_deref())?;
        let unit = unit_id.map(|id| UnitId::parse(&id)).transpose().map_err(|refusal| ctx.refuse(refusal))?;
        let page =
            queries::page(ctx.app(), actor, unit, &request).await.map_err(|refusal| ctx.refuse(refusal))?;
        Ok(answer(page))
    }

    /// One initiative council; null when there is none that the viewer may see.
    async fn initiative_council(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the council.")] id: ID,
    ) -> Option<Result<Arc<Council>>> {
        let actor = match ctx.actor() {
            Ok(actor) => actor,
            Err(error) => return Some(Err(error)),
        };
        let id = CouncilId::parse(&id).ok()?;
        ctx.optional(queries::find(ctx.app(), actor, id).await)
    }

    /// People who may sit on a council, by given name. For those who keep one.
    async fn possible_council_members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of people, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
        #[graphql(desc = "Text in the name; marks and case do not count. At most 200 characters.")]
        search: String,
    ) -> Result<Answer<Arc<Account>>> {
        let actor = ctx.actor()?;
        let request = page_request(ctx, first, after.as_deref())?;
        let search = search_text(ctx, Some(search))?.unwrap_or_default();
        let page = queries::possible_members(ctx.app(), actor, search, &request)
            .await
            .map_err(|refusal| ctx.refuse(refusal))?;
        Ok(answer(page.map(Arc::new)))
    }

    /// The rubrics by which councils of a level may score today, each in its newest version.
    async fn rubrics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "For which level.")] level: InitiativeLevel,
    ) -> Result<Vec<Rubric>> {
        ctx.actor()?;
        let today = vietnam_date(ctx.app().clock.now());
        queries::rubrics_on(ctx.app().db.read(), level, today).await.map_err(|refusal| ctx.refuse(refusal))
    }
}

/// An initiative council.
#[Object(name = "InitiativeCouncil")]
impl Council {
    /// Opaque id.
    pub async fn id(&self) -> ID {
        self.id.global()
    }

    /// Counts the changes; a change names the version it was made on.
    async fn version(&self) -> i32 {
        self.version
    }

    /// Whose council; for the province's the province itself.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Arc<Unit>> {
        ctx.required(ctx.loaders().unit(self.unit).await)
    }

    /// At which level it examines.
    async fn level(&self) -> InitiativeLevel {
        self.level
    }

    /// Name.
    async fn name(&self) -> &str {
        &self.name
    }

    /// The decision that founded it.
    async fn basis(&self) -> &str {
        &self.basis
    }

    /// From which day it examines.
    async fn valid_from(&self) -> Date {
        self.valid_from
    }

    /// Last day; null while it has no end.
    async fn valid_to(&self) -> Option<Date> {
        self.valid_to
    }

    /// Whether it examines today.
    async fn is_standing(&self, ctx: &Context<'_>) -> bool {
        self.stands_on(vietnam_date(ctx.app().clock.now()))
    }

    /// Members, in the order in which they are named; at most 60.
    async fn members(&self) -> &[CouncilMember] {
        &self.members
    }

    /// Whether the viewer may change it.
    async fn viewer_can_keep(&self, ctx: &Context<'_>) -> bool {
        ctx.visitor().is_some_and(|actor| policy::may_keep(actor, self).is_offered())
    }
}

/// A member of an initiative council.
#[Object(name = "InitiativeCouncilMember")]
impl CouncilMember {
    /// Account.
    async fn account(&self, ctx: &Context<'_>) -> Result<Arc<Account>> {
        ctx.required(ctx.loaders().account(self.account).await)
    }

    /// What they are on it.
    async fn position(&self) -> CouncilPosition {
        self.position
    }
}

/// By what a council scores and decides.
#[Object]
impl Rubric {
    /// Stable code.
    async fn code(&self) -> &str {
        &self.code
    }

    /// Version, from 1.
    async fn version(&self) -> i32 {
        self.version
    }

    /// Name, in Vietnamese.
    async fn title(&self) -> &str {
        &self.title
    }

    /// Where it comes from.
    async fn source(&self) -> &str {
        &self.source
    }

    /// Whether somebody has verified it with its source.
    async fn is_verified(&self) -> bool {
        self.is_verified
    }

    /// Criteria, in the order of the sheet.
    async fn criteria(&self) -> &[RubricCriterion] {
        &self.criteria
    }

    /// The most points of a sheet.
    async fn most_points(&self) -> i32 {
        self.most()
    }

    /// The mean that passes, in points.
    async fn pass_mean(&self) -> i32 {
        self.pass_mean
    }

    /// How many must agree.
    async fn vote(&self) -> VoteRule {
        self.vote
    }

    /// Fewest signed sheets.
    async fn least_sheets(&self) -> i32 {
        self.least_sheets
    }

    /// Who may vote in a member's place; null where nobody may.
    async fn deputies(&self) -> Option<&DeputyRule> {
        self.deputies.as_ref()
    }
}

/// Whom a deputy may stand in for.
#[Object]
impl DeputyRule {
    /// What those members are on the council.
    async fn positions(&self) -> &[CouncilPosition] {
        &self.positions
    }

    /// Whether the deputy has to work in the member's own unit.
    async fn is_same_unit(&self) -> bool {
        self.is_same_unit
    }

    /// Where the rule comes from.
    async fn source(&self) -> &str {
        &self.source
    }

    /// Whether somebody has verified it with its source.
    async fn is_verified(&self) -> bool {
        self.is_verified
    }
}

/// What is scored, and how high.
#[Object]
impl RubricCriterion {
    /// Stable code within the rubric.
    async fn code(&self) -> &str {
        &self.code
    }

    /// Name, in Vietnamese.
    async fn title(&self) -> &str {
        &self.title
    }

    /// How to score it; null when nothing is said.
    async fn guidance(&self) -> Option<&str> {
        self.guidance.as_deref()
    }

    /// Most points.
    async fn most(&self) -> i32 {
        self.most
    }

    /// A mean below this many points fails the initiative; null when there is no such bound.
    async fn least(&self) -> Option<i32> {
        self.least
    }

    /// Whether somebody has verified the points with their source.
    async fn is_verified(&self) -> bool {
        self.is_verified
    }

    /// Named ranges of points, the highest first.
    async fn bands(&self) -> &[RubricBand] {
        &self.bands
    }
}

/// A range of points with a name.
#[Object]
impl RubricBand {
    /// Its name, in Vietnamese.
    async fn title(&self) -> &str {
        &self.title
    }

    /// Least points.
    async fn from(&self) -> i32 {
        self.from
    }

    /// Most points.
    async fn to(&self) -> i32 {
        self.to
    }
}

/// How many must agree.
#[Object]
impl VoteRule {
    /// Upper number of the part.
    async fn numerator(&self) -> i32 {
        self.numerator
    }

    /// Lower number of the part.
    async fn denominator(&self) -> i32 {
        self.denominator
    }

    /// Of whom.
    async fn of(&self) -> VoteBase {
        self.of
    }

    /// Upper number of the part of those who take part that must be present.
    async fn quorum_numerator(&self) -> i32 {
        self.quorum.numerator
    }

    /// Lower number of the same.
    async fn quorum_denominator(&self) -> i32 {
        self.quorum.denominator
    }
}

/// A member as entered.
#[derive(InputObject)]
pub struct CouncilMemberInput {
    /// Account.
    account_id: ID,
    /// What they are on it.
    position: CouncilPosition,
}

/// A council as it shall be.
#[derive(InputObject)]
pub struct SaveCouncilInput {
    /// Which council; absent founds a new one.
    id: Option<ID>,
    /// The version that the change was made on; with `id`.
    version: Option<i32>,
    /// Whose council; for the province's the province itself.
    unit_id: ID,
    /// At which level it examines.
    level: InitiativeLevel,
    /// Name, at most 300 characters.
    name: String,
    /// The decision that founds it, at most 300 characters.
    basis: String,
    /// From which day it examines.
    valid_from: Date,
    /// Last day; absent while it has no end.
    valid_to: Option<Date>,
    /// Members in order, 3 to 60, one chair and one secretary among them.
    members: Vec<CouncilMemberInput>,
}

/// The council as it is now, or what has to be corrected.
#[derive(Union)]
pub enum SaveCouncilResult {
    /// The council as it is now.
    Council(Arc<Council>),
    /// What has to be corrected.
    Problem(CouncilProblem),
}

/// Deeds on councils.
#[derive(Default)]
pub struct CouncilsMutation;

#[Object]
impl CouncilsMutation {
    /// Founds an initiative council, or changes one. The secretary of the unit's register; officers of the Department
    /// of Science and Technology for the province.
    #[graphql(directive = asks::apply(policy::KeepCouncil::PROOF))]
    async fn save_council(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The council as it shall be.")] input: SaveCouncilInput,
    ) -> Result<SaveCouncilResult> {
        use super::model::CouncilFault as Fault;
        let actor = ctx.actor()?;
        let refuse = |refusal| ctx.refuse(refusal);
        let known = match (&input.id, input.version) {
            (Some(id), version) => Some(Known {
                id: CouncilId::parse(id).map_err(refuse)?,
                version: version.unwrap_or_default(),
            }),
            (None, _) => None,
        };
        let mut members = Vec::with_capacity(input.members.len().min(rules::MOST));
        for (at, member) in input.members.iter().enumerate() {
            let Ok(account) = AccountId::parse(&member.account_id) else {
                let problem = Fault::BadMember { member: at }.problem(ctx.locale());
                return Ok(SaveCouncilResult::Problem(problem));
            };
            members.push(CouncilMember { account, position: member.position });
        }
        let form = CouncilForm {
            unit: UnitId::parse(&input.unit_id).map_err(refuse)?,
            level: input.level,
            name: input.name,
            basis: input.basis,
            valid_from: input.valid_from,
            valid_to: input.valid_to,
            members,
        };
        match commands::save(ctx.app(), actor, known, form).await {
            Ok(council) => Ok(SaveCouncilResult::Council(Arc::new(council))),
            Err(Failure::Problem(fault)) => Ok(SaveCouncilResult::Problem(fault.problem(ctx.locale()))),
            Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
        }
    }
}
