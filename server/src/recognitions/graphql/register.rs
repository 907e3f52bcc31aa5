//! The public register of recognitions in the schema: what anybody may read, and nothing that is confidential. Authors
//! are named as the decision names them; when they were born and where they live stands nowhere here.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use time::Date;

use super::super::model::{CancellationGround, RegisterFilter};
use super::super::queries::{self, RecognisedCase};
use super::super::rules;
use crate::councils::InitiativeLevel;
use crate::graphql::context::ContextExt as _;
use crate::graphql::page::{Answer, answer, page_request, search_text};
use crate::graphql::scalars::Decimal;
use crate::identity::Account;
use crate::initiatives::{InitiativeKind, InitiativeSection};
use crate::shared::error::Refusal;
use crate::shared::fold::fold;
use crate::shared::id::RecognitionId;
use crate::units::Unit;

/// Queries of the public register.
#[derive(Default)]
pub struct RegisterQuery;

#[Object]
impl RegisterQuery {
    /// Recognised initiatives whose decision is numbered, the newest decision first. For anybody, signed in or not.
    #[expect(clippy::too_many_arguments, reason = "each is a filter of the list")]
    async fn public_initiatives(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of initiatives, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
        #[graphql(
            desc = "Text in the name, the field, the authors' names or the name of the unit; marks and case do not \
                    count. At most 200 characters."
        )]
        search: Option<String>,
        #[graphql(desc = "Only those of this kind.")] kind: Option<InitiativeKind>,
        #[graphql(desc = "Only those recognised at this level.")] level: Option<InitiativeLevel>,
        #[graphql(desc = "Only decisions of this year, 1900 to 2999.")] year: Option<i32>,
    ) -> Result<Answer<PublicInitiative>> {
        let request = page_request(ctx, first, after.as_deref())?;
        let (from, until) = match year {
            Some(year) => {
                let (first, last) = year_bounds(year).map_err(|refusal| ctx.refuse(refusal))?;
                (Some(first), Some(last))
            }
            None => (None, None),
        };
        let search = search_text(ctx, search)?.map(|text| fold(&text));
        let filter = RegisterFilter { search, kind, level, from, until, ..RegisterFilter::default() };
        let page =
            queries::register(ctx.app(), &filter, &request).await.map_err(|refusal| ctx.refuse(refusal))?;
        Ok(answer(page.map(PublicInitiative)))
    }

    /// One entry of the public register; null when there is none. For anybody, signed in or not.
    async fn public_initiative(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the recognition.")] id: ID,
    ) -> Option<Result<PublicInitiative>> {
        let id = RecognitionId::parse(&id).ok()?;
        let found = queries::registered(ctx.app(), id).await;
        ctx.optional(found.map(|found| found.map(PublicInitiative)))
    }
}

/// First and last day of a year.
fn year_bounds(year: i32) -> Result<(Date, Date), Refusal> {
    let bound = |ordinal| Date::from_ordinal_date(year, ordinal).ok();
    let last = bound(366).or_else(|| bound(365));
    bound(1)
        .zip(last)
        .filter(|_| (1900..3000).contains(&year))
        .ok_or_else(|| Refusal::bad("year: từ 1900 đến 2999", "year: between 1900 and 2999"))
}

/// A recognised initiative as anybody may read it.
pub struct PublicInitiative(Arc<RecognisedCase>);

/// A recognised initiative as anybody may read it.
#[Object]
impl PublicInitiative {
    /// Opaque id; the link to it stays.
    async fn id(&self) -> ID {
        self.0.recognition.id.global()
    }

    /// Whether it is invented, for demonstration.
    async fn is_sample(&self, ctx: &Context<'_>) -> Result<bool> {
        let drafter: Arc<Account> = ctx.required(ctx.loaders().account(self.0.case.drafted_by).await)?;
        Ok(drafter.is_sample)
    }

    /// Name of the initiative.
    async fn title(&self) -> &str {
        &self.0.case.title
    }

    /// What it is.
    async fn kind(&self) -> Option<InitiativeKind> {
        self.0.case.kind
    }

    /// Field of application, as far as it may be published.
    async fn field(&self) -> String {
        self.0.case.content.passage(InitiativeSection::Field).open
    }

    /// The solution, as far as it may be published.
    async fn solution(&self) -> String {
        self.0.case.content.passage(InitiativeSection::Solution).open
    }

    /// The main benefit, as far as it may be published.
    async fn benefit(&self) -> String {
        self.0.case.content.passage(InitiativeSection::BenefitByAuthors).open
    }

    /// First application or trial, the earlier.
    async fn first_applied_on(&self) -> Option<Date> {
        self.0.case.first_applied_on
    }

    /// Authors with their shares, in order.
    async fn authors(&self) -> Vec<PublicAuthor> {
        let told = |author: &crate::initiatives::Author| PublicAuthor {
            full_name: author.full_name.clone(),
            share: Decimal(rust_decimal::Decimal::new(i64::from(author.share), 2)),
        };
        self.0.case.authors.iter().map(told).collect()
    }

    /// Name of the unit that received the request.
    async fn unit_name(&self, ctx: &Context<'_>) -> Result<String> {
        let unit = self.0.case.register.map_or(self.0.case.unit, |entry| entry.unit);
        let unit: Arc<Unit> = ctx.required(ctx.loaders().unit(unit).await)?;
        Ok(unit.name_vi.clone())
    }

    /// Who recognised it, as the decision names them: "Chủ tịch UBND tỉnh An Giang" where a People's Committee leads the
    /// unit, the name of the unit where it is led otherwise.
    async fn recognised_by(&self, ctx: &Context<'_>) -> Result<String> {
        let unit: Arc<Unit> = ctx.required(ctx.loaders().unit(self.0.recognition.unit).await)?;
        Ok(rules::recognising_body(&unit))
    }

    /// At which level.
    async fn level(&self) -> InitiativeLevel {
        self.0.recognition.level
    }

    /// Number of the decision.
    async fn decision_number(&self) -> &str {
        self.0.recognition.decision_number.as_deref().unwrap_or_default()
    }

    /// Date of the decision.
    async fn decision_date(&self) -> Option<Date> {
        self.0.recognition.decision_date
    }

    /// Last day on which titles and bonuses may rest on it.
    async fn valid_until(&self) -> Date {
        self.0.recognition.valid_until
    }

    /// Date of the decision that cancelled it; null while it stands, and until that decision is numbered.
    async fn cancelled_on(&self) -> Option<Date> {
        self.0.recognition.public_cancellation()?.decision_date
    }

    /// On which ground it was cancelled; null while it stands, and until that decision is numbered.
    async fn cancellation_ground(&self) -> Option<CancellationGround> {
        Some(self.0.recognition.public_cancellation()?.ground)
    }

    /// Number of the decision that cancelled it; null while it stands, and until the clerk enters it.
    async fn cancellation_number(&self) -> Option<&str> {
        self.0.recognition.public_cancellation()?.decision_number.as_deref()
    }
}

/// An author as anybody may read of them.
#[derive(SimpleObject)]
pub struct PublicAuthor {
    /// Full name.
    full_name: String,
    /// Contribution in percent: "60".
    share: Decimal,
}
