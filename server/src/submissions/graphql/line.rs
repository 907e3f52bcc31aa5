//! A line of a score sheet, and what hangs on it.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use time::{Date, OffsetDateTime};

use super::super::model::{Adjustment, EvidenceLink, LineState, Sheet, SheetLine};
use super::super::{policy, rules};
use crate::access::Answered as _;
use crate::criteria::{Criterion, FlatFacts};
use crate::files::StoredFile;
use crate::graphql::context::ContextExt as _;
use crate::graphql::scalars::Decimal;
use crate::identity::Account;
use crate::shared::points::Points;

/// A line of a score sheet. How it was appraised is hidden from its unit until the result is released.
#[Object(name = "ScoreLine")]
impl SheetLine {
    /// Opaque id.
    pub async fn id(&self) -> ID {
        self.line.id.global()
    }

    /// Optimistic lock.
    async fn version(&self) -> i32 {
        if self.shows_appraisal() { self.line.whole_version() } else { self.line.version }
    }

    /// State, without the appraisal where the viewer does not see it yet.
    async fn state(&self) -> LineState {
        if self.shows_appraisal() { self.line.state } else { rules::state_before_appraisal(&self.line) }
    }

    /// The criterion.
    #[graphql(name = "criterion")]
    async fn of_criterion(&self) -> Arc<Criterion> {
        Arc::clone(&self.criterion)
    }

    /// The score sheet.
    async fn submission(&self) -> Arc<Sheet> {
        Arc::clone(&self.sheet)
    }

    /// Facts; null when none were entered.
    async fn facts(&self) -> Option<Facts> {
        self.line.statement.facts.clone().map(Facts::from)
    }

    /// The facts come from statistics and nobody has confirmed them yet.
    async fn is_prefilled(&self) -> bool {
        self.line.statement.is_prefilled
    }

    /// What the imported statistics say, the latest as long as the sheet is not concluded; null when they say nothing
    /// about it.
    async fn imported_facts(&self) -> Option<Facts> {
        self.line.imported.clone().map(Facts::from)
    }

    /// The facts differ from the imported statistics: the unit explains why, and the line is decided one by one.
    async fn contradicts_import(&self) -> bool {
        self.line.contradicts_import()
    }

    /// Score computed from the facts; null when there are none or the line does not apply.
    async fn self_score(&self) -> Option<Points> {
        self.line.statement.self_score
    }

    /// How the self score came about; null when there are no facts.
    async fn trace(&self, ctx: &Context<'_>) -> Option<Trace> {
        let locale = ctx.locale();
        self.line.statement.scored.as_ref().map(|scored| Trace {
            text: scored.text(locale),
            next_gap: scored.gap_text(locale),
            is_not_applicable: scored.is_not_applicable(),
        })
    }

    /// Note of the unit; null when there is none.
    async fn self_note(&self) -> Option<&str> {
        self.line.statement.self_note.as_deref()
    }

    /// Why there is no evidence; null when nothing was explained.
    async fn explanation(&self) -> Option<&str> {
        self.line.statement.explanation.as_deref()
    }

    /// Files cited as evidence, in the order in which they were attached.
    async fn evidence(&self, ctx: &Context<'_>) -> Result<Vec<Evidence>> {
        let all = self.sheet.contents.evidence(ctx.app(), self.line.submission).await;
        let all = all.map_err(|refusal| ctx.refuse(refusal))?;
        let own = all.iter().filter(|link| link.line == self.line.id);
        Ok(own.map(|link| Evidence { link: link.clone(), sheet: Arc::clone(&self.sheet) }).collect())
    }

    /// Score of round 1; null while it is not decided or not shown, and where the line was found not to apply.
    async fn r1_score(&self) -> Option<Points> {
        self.line.r1_score.filter(|_| self.shows_appraisal())
    }

    /// Reason of round 1; null when none was needed or it is not shown.
    async fn r1_reason(&self) -> Option<&str> {
        self.line.r1_reason.as_deref().filter(|_| self.shows_appraisal())
    }

    /// Appraiser of round 1; null while it is not decided or not shown.
    async fn r1_by(&self, ctx: &Context<'_>) -> Option<Result<Arc<Account>>> {
        let appraiser = self.line.r1_by.filter(|_| self.shows_appraisal())?;
        ctx.optional(ctx.loaders().account(appraiser).await)
    }

    /// When round 1 was decided; null while it is not decided or not shown.
    async fn r1_at(&self) -> Option<OffsetDateTime> {
        self.line.r1_at.filter(|_| self.shows_appraisal())
    }

    /// Final score; null until the result is released.
    async fn final_score(&self) -> Option<Points> {
        self.line.final_score.filter(|_| self.shows_appraisal())
    }

    /// Decisions of appraisers, oldest first; null while they are not shown.
    async fn adjustments(&self, ctx: &Context<'_>) -> Result<Option<Vec<Adjustment>>> {
        if !self.shows_appraisal() {
            return Ok(None);
        }
        let all = self.sheet.contents.adjustments(ctx.app(), self.line.submission).await;
        let all = all.map_err(|refusal| ctx.refuse(refusal))?;
        Ok(Some(all.iter().filter(|adjustment| adjustment.line == self.line.id).cloned().collect()))
    }

    /// The colleague to whom the unit delegated the line; null when to nobody, and for those outside the unit.
    async fn delegated_to(&self, ctx: &Context<'_>) -> Option<Result<Arc<Account>>> {
        let actor = ctx.visitor().filter(|actor| actor.works_in(self.line.unit));
        let delegate = self.line.delegate.filter(|_| actor.is_some())?;
        ctx.optional(ctx.loaders().account(delegate).await)
    }

    /// The viewer may fill in this line now.
    async fn viewer_can_edit(&self, ctx: &Context<'_>) -> Result<bool> {
        let (actor, now) = (ctx.actor()?, ctx.app().clock.now());
        Ok(policy::check_edit_line(actor, self, now).is_offered())
    }

    /// The viewer may decide this line now, also whether it applies at all.
    async fn viewer_can_appraise(&self, ctx: &Context<'_>) -> Result<bool> {
        let (actor, now) = (ctx.actor()?, ctx.app().clock.now());
        Ok(policy::check_appraise_line(actor, self, now).is_offered())
    }
}

/// Facts of a line; which ones a criterion needs is told by its rule.
#[derive(SimpleObject)]
pub struct Facts {
    /// Whether it was done (BOOLEAN).
    done: Option<bool>,
    /// The day it was done (DEADLINE).
    date: Option<Date>,
    /// There is no such document (DEADLINE).
    no_date: Option<bool>,
    /// Cases that count (ratio rules).
    numerator: Option<i64>,
    /// All cases (ratio rules).
    denominator: Option<i64>,
    /// How many (counting rules).
    count: Option<i64>,
    /// How many of each event (DEDUCTION).
    events: Option<Vec<EventCount>>,
    /// Codes of the items that are met (CHECKLIST).
    items: Option<Vec<String>>,
    /// Code of the class (CHOICE).
    option: Option<String>,
    /// Index, value or points (SURVEY, EXTERNAL, RELATIVE_TO_LEADER, MANUAL).
    value: Option<Decimal>,
    /// Number of valid answers (SURVEY).
    sample: Option<i64>,
}

impl From<FlatFacts> for Facts {
    fn from(flat: FlatFacts) -> Self {
        let events = flat.events.map(|events| {
            events.into_iter().map(|event| EventCount { code: event.code, count: event.count }).collect()
        });
        Self {
            done: flat.done,
            date: flat.date,
            no_date: flat.no_date,
            numerator: flat.numerator,
            denominator: flat.denominator,
            count: flat.count,
            events,
            items: flat.items,
            option: flat.option,
            value: flat.value.map(Decimal),
            sample: flat.sample,
        }
    }
}

/// How often an event happened.
#[derive(SimpleObject)]
pub struct EventCount {
    /// Code of the event.
    code: String,
    /// How often.
    count: i64,
}

/// How a score came about, in the language of the request.
#[derive(SimpleObject)]
pub struct Trace {
    /// The steps in one sentence: "1187/1204 = 98,59 % → … → 6,87".
    text: String,
    /// What the next step needs and brings; null at the top.
    next_gap: Option<String>,
    /// The line is dropped, and the total re-normalised.
    is_not_applicable: bool,
}

/// A citation in a sheet.
pub struct Evidence {
    link: EvidenceLink,
    sheet: Arc<Sheet>,
}

/// A file cited as evidence of a line, with the place in it that proves the point.
#[Object(name = "EvidenceLink")]
impl Evidence {
    /// Opaque id.
    pub async fn id(&self) -> ID {
        self.link.id.global()
    }

    /// The file.
    async fn file(&self, ctx: &Context<'_>) -> Result<&StoredFile> {
        ctx.required(self.sheet.contents.cited(ctx.app(), self.link.file).await)
    }

    /// Title of the document; null when it was not given.
    async fn title(&self) -> Option<&str> {
        self.link.citation.title.as_deref()
    }

    /// Number and symbol of the document; null when it was not given.
    async fn document_number(&self) -> Option<&str> {
        self.link.citation.document_number.as_deref()
    }

    /// Date of the document; null when it was not given.
    async fn document_date(&self) -> Option<Date> {
        self.link.citation.document_date
    }

    /// Who issued it; null when it was not given.
    async fn issuer(&self) -> Option<&str> {
        self.link.citation.issuer.as_deref()
    }

    /// Section that proves the point; null when it was not given.
    async fn section(&self) -> Option<&str> {
        self.link.citation.section.as_deref()
    }

    /// Page that proves the point; null when it was not given.
    async fn page(&self) -> Option<&str> {
        self.link.citation.page.as_deref()
    }

    /// Note; null when there is none.
    async fn note(&self) -> Option<&str> {
        self.link.citation.note.as_deref()
    }

    /// The document is dated outside the period that the campaign judges: flagged, not refused.
    async fn is_outside_period(&self) -> bool {
        rules::is_outside_period(&self.link.citation, &self.sheet.campaign)
    }
}

/// A decision of an appraiser on a score; kept for ever.
#[Object]
impl Adjustment {
    /// Opaque id.
    pub async fn id(&self) -> ID {
        self.id.global()
    }

    /// Round of appraisal.
    async fn round(&self) -> i32 {
        self.round
    }

    /// Score before; null when there was none.
    async fn from_score(&self) -> Option<Points> {
        self.from
    }

    /// Score after.
    async fn to_score(&self) -> Points {
        self.to
    }

    /// Reason; null when the score before was accepted.
    #[graphql(name = "reason")]
    async fn given_reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// The appraiser.
    #[graphql(name = "by")]
    async fn appraiser(&self, ctx: &Context<'_>) -> Result<Arc<Account>> {
        ctx.required(ctx.loaders().account(self.by).await)
    }

    /// When, by the server's clock.
    async fn at(&self) -> OffsetDateTime {
        self.at
    }
}
