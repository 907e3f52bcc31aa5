//! Parameters and the calendar in the schema.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, Result, SimpleObject, Union};
use time::{Date, OffsetDateTime};

use super::model::{
    CalendarDay, DayKind, NewValue, Parameter, ParameterKey, ParameterMeasure, ParameterValue,
};
use super::words::ParameterProblem;
use super::{calendar, catalogue, commands, policy, queries, rules};
use crate::access::{Action as _, Answered as _};
use crate::graphql::asks::asks;
use crate::graphql::context::ContextExt as _;
use crate::identity::Account;
use crate::shared::clock::vietnam_date;
use crate::shared::error::Failure;

/// Queries of parameters.
#[derive(Default)]
pub struct ParametersQuery;

#[Object]
impl ParametersQuery {
    /// Every parameter of law and local rules, as it stands on a day. The list is that of the product: it does not
    /// grow with use.
    async fn parameters(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day; today when absent.")] as_of: Option<Date>,
    ) -> Result<Vec<Parameter>> {
        ctx.actor()?;
        let on = as_of.unwrap_or_else(|| vietnam_date(ctx.app().clock.now()));
        queries::all(ctx.app().db.read(), on).await.map_err(|refusal| ctx.refuse(refusal))
    }

    /// The days of a year that are not as their weekday says, by date: at most 366.
    async fn calendar_days(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The year, for example 2021.")] year: i32,
    ) -> Result<Vec<CalendarDay>> {
        ctx.actor()?;
        queries::days_of_year(ctx.app().db.read(), year).await.map_err(|refusal| ctx.refuse(refusal))
    }

    /// Years of which no days off are recorded, though periods already end in them: this one and, from October, the
    /// next.
    async fn years_without_calendar(&self, ctx: &Context<'_>) -> Result<Vec<i32>> {
        ctx.actor()?;
        let today = vietnam_date(ctx.app().clock.now());
        let missing =
            queries::years_without_calendar(ctx.app().db.read(), calendar::years_ahead(today)).await;
        missing.map_err(|refusal| ctx.refuse(refusal))
    }

    /// Whether the viewer may record parameters and days of the calendar.
    async fn viewer_can_keep_parameters(&self, ctx: &Context<'_>) -> Result<bool> {
        let actor = ctx.actor()?;
        Ok(policy::may_keep(actor, actor.account.0).is_offered())
    }
}

/// A period, share or threshold of law or local rules.
#[Object]
impl Parameter {
    /// What it decides.
    async fn key(&self) -> ParameterKey {
        self.definition.key
    }

    /// Name in the language of the request.
    async fn name(&self, ctx: &Context<'_>) -> &str {
        ctx.locale().pick(self.definition.name_vi, self.definition.name_en)
    }

    /// What its number counts.
    async fn measure(&self) -> ParameterMeasure {
        self.definition.measure
    }

    /// Smallest value that makes sense.
    async fn least(&self) -> i32 {
        self.definition.range.0
    }

    /// Greatest value that makes sense.
    async fn greatest(&self) -> i32 {
        self.definition.range.1
    }

    /// The value that holds on the day asked for.
    async fn in_force(&self) -> ParameterValue {
        let held = rules::in_force(&self.values, self.on);
        held.cloned().unwrap_or_else(|| rules::brought_along(self.definition))
    }

    /// Every value, the last recorded first; the one that the product brings along stands last.
    async fn history(&self) -> &[ParameterValue] {
        &self.values
    }

    /// How many values were recorded; a new one names the version it was decided on.
    async fn version(&self) -> usize {
        self.values.len() - 1
    }
}

/// One value of a parameter, from a day on.
#[Object]
impl ParameterValue {
    /// The whole number.
    async fn value(&self) -> i32 {
        self.value
    }

    /// First day on which it holds; null for the value that the product brings along.
    async fn valid_from(&self) -> Option<Date> {
        self.valid_from
    }

    /// Law, decision or practice it comes from.
    async fn source(&self) -> &str {
        &self.source
    }

    /// Whether somebody has read it in the text itself; else it is a default to be verified.
    async fn is_verified(&self) -> bool {
        self.is_verified
    }

    /// Why it was recorded; null for the value that the product brings along.
    async fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// When it was recorded; null for the value that the product brings along.
    async fn recorded_at(&self) -> Option<OffsetDateTime> {
        self.recorded_at
    }

    /// Who recorded it; null for the value that the product brings along.
    async fn recorded_by(&self, ctx: &Context<'_>) -> Option<Result<Arc<Account>>> {
        ctx.optional(ctx.loaders().account(self.recorded_by?).await)
    }
}

/// A day that is not as its weekday says.
#[Object]
impl CalendarDay {
    /// The day.
    async fn date(&self) -> Date {
        self.date
    }

    /// What it is to offices.
    async fn kind(&self) -> DayKind {
        self.kind
    }

    /// Occasion in Vietnamese.
    async fn name_vi(&self) -> &str {
        &self.name_vi
    }

    /// Occasion in English.
    async fn name_en(&self) -> &str {
        &self.name_en
    }

    /// Announcement or law it rests on.
    async fn source(&self) -> &str {
        &self.source
    }

    /// Whether somebody of the province recorded it; what the product brings along is to be verified.
    async fn is_recorded(&self) -> bool {
        self.is_recorded
    }
}

/// A value to be recorded.
#[derive(InputObject)]
pub struct ReviseParameterInput {
    /// Of which parameter.
    pub key: ParameterKey,
    /// The `version` that the decision was made on.
    pub version: i32,
    /// The whole number, between `least` and `greatest`.
    pub value: i32,
    /// First day on which it holds: today or later, unless `isCorrection`.
    pub valid_from: Date,
    /// Whether it corrects what was recorded wrongly for days that have passed. What was decided by the wrong value stays.
    #[graphql(default)]
    pub is_correction: bool,
    /// Law or decision it comes from, at most 500 characters.
    pub source: String,
    /// Whether it was read in the text itself.
    pub is_verified: bool,
    /// Why it is recorded, at most 500 characters.
    pub reason: String,
}

/// A day to be recorded.
#[derive(InputObject)]
pub struct RecordCalendarDayInput {
    /// The day.
    pub date: Date,
    /// What it is to offices.
    pub kind: DayKind,
    /// Occasion in Vietnamese, at most 100 characters.
    pub name_vi: String,
    /// Occasion in English, at most 100 characters.
    pub name_en: String,
    /// Announcement or law it rests on, at most 500 characters.
    pub source: String,
}

/// The parameter with the new value, or what is wrong.
#[derive(Union)]
pub enum ReviseParameterResult {
    Parameter(Parameter),
    Problem(ParameterProblem),
}

/// The day as recorded.
#[derive(SimpleObject)]
pub struct RecordedCalendarDay {
    /// The day.
    pub day: CalendarDay,
}

/// The day as recorded, or what is wrong.
#[derive(Union)]
pub enum RecordCalendarDayResult {
    Recorded(RecordedCalendarDay),
    Problem(ParameterProblem),
}

/// Deeds on parameters.
#[derive(Default)]
pub struct ParametersMutation;

#[Object]
impl ParametersMutation {
    /// Records a value of a parameter from a day on. Campaign managers and administrators; asks again who sits there.
    #[graphql(directive = asks::apply(policy::KeepParameters::PROOF))]
    async fn revise_parameter(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The value.")] input: ReviseParameterInput,
    ) -> Result<ReviseParameterResult> {
        let actor = ctx.actor()?;
        let key = input.key;
        let new = NewValue {
            key,
            version: input.version,
            value: input.value,
            valid_from: input.valid_from,
            source: input.source,
            is_verified: input.is_verified,
            is_correction: input.is_correction,
            reason: input.reason,
        };
        match commands::revise(ctx.app(), actor, new).await {
            Ok(parameter) => Ok(ReviseParameterResult::Parameter(parameter)),
            Err(Failure::Problem(code)) => {
                let problem = code.problem(ctx.locale(), Some(catalogue::definition(key)));
                Ok(ReviseParameterResult::Problem(problem))
            }
            Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
        }
    }

    /// Records what a day is to offices. Campaign managers and administrators; asks again who sits there.
    #[graphql(directive = asks::apply(policy::KeepParameters::PROOF))]
    async fn record_calendar_day(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The day.")] input: RecordCalendarDayInput,
    ) -> Result<RecordCalendarDayResult> {
        let actor = ctx.actor()?;
        let day = CalendarDay {
            date: input.date,
            kind: input.kind,
            name_vi: input.name_vi.trim().to_owned(),
            name_en: input.name_en.trim().to_owned(),
            source: input.source.trim().to_owned(),
            is_recorded: true,
        };
        match commands::record_day(ctx.app(), actor, day).await {
            Ok(day) => Ok(RecordCalendarDayResult::Recorded(RecordedCalendarDay { day })),
            Err(Failure::Problem(code)) => {
                Ok(RecordCalendarDayResult::Problem(code.problem(ctx.locale(), None)))
            }
            Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
        }
    }
}
