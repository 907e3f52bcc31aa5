//! An initiative and its parts in the schema. What is confidential is answered to those who decide and to its authors.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use time::{Date, OffsetDateTime};

use super::super::model::{
    Answer, Author, Helper, Initiative, InitiativeEvent, InitiativeEventKind, InitiativeKind,
    InitiativeSection, InitiativeState, Passage, RefusalGround, RegisterEntry,
};
use super::super::policy;
use super::super::rules::{self, Move};
use super::super::words::InitiativeProblem;
use crate::access::{Answered as _, Role};
use crate::graphql::context::ContextExt as _;
use crate::graphql::scalars::Decimal;
use crate::identity::Account;
use crate::parameters::Clock;
use crate::shared::clock::vietnam_date;
use crate::units::Unit;

/// A part of the description.
#[derive(SimpleObject)]
pub struct InitiativePassage {
    /// Which part.
    section: InitiativeSection,
    /// Whether a request without it is not filed.
    is_compulsory: bool,
    /// What may be published; empty when nothing is written.
    open: String,
    /// Whether something of it is secret.
    is_confidential: bool,
    /// What is secret; null when nothing is, or unless the viewer is an author or decides.
    confidential: Option<String>,
}

/// A request to recognise an initiative, and what became of it.
#[Object]
impl Initiative {
    /// Opaque id.
    pub async fn id(&self) -> ID {
        self.id.global()
    }

    /// Counts the changes; a deed names the version it was decided on.
    async fn version(&self) -> i32 {
        self.version
    }

    /// Name of the initiative.
    async fn title(&self) -> &str {
        &self.title
    }

    /// Where it stands.
    async fn state(&self) -> InitiativeState {
        self.state
    }

    /// What it is; null while nobody said.
    async fn kind(&self) -> Option<InitiativeKind> {
        self.kind
    }

    /// The unit that is asked to recognise it.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Arc<Unit>> {
        ctx.required(ctx.loaders().unit(self.unit).await)
    }

    /// Whoever drafts it.
    async fn drafted_by(&self, ctx: &Context<'_>) -> Result<Arc<Account>> {
        ctx.required(ctx.loaders().account(self.drafted_by).await)
    }

    /// First application or trial, the earlier; null while nobody said.
    async fn first_applied_on(&self) -> Option<Date> {
        self.first_applied_on
    }

    /// Last day of the first application, where it goes on for a time.
    async fn application_ended_on(&self) -> Option<Date> {
        self.application_ended_on
    }

    /// Who funded its creation, when that is not an author.
    async fn investor(&self) -> Option<&str> {
        self.content.investor.as_deref()
    }

    /// The description, every part in the order of the form.
    async fn passages(&self, ctx: &Context<'_>) -> Vec<InitiativePassage> {
        let sees = ctx.visitor().is_some_and(|actor| policy::sees_confidential(actor, self));
        let part = |section: &InitiativeSection| {
            let Passage { open, confidential } = self.content.passage(*section);
            let is_confidential = !confidential.is_empty();
            InitiativePassage {
                section: *section,
                is_compulsory: section.is_compulsory(),
                open,
                is_confidential,
                confidential: Some(confidential).filter(|_| sees && is_confidential),
            }
        };
        InitiativeSection::ALL.iter().map(part).collect()
    }

    /// Authors, in order; at most 20.
    async fn authors(&self, ctx: &Context<'_>) -> Vec<InitiativeAuthor> {
        let sees = ctx.visitor().is_some_and(|actor| policy::sees_confidential(actor, self));
        self.authors.iter().map(|author| InitiativeAuthor { author: author.clone(), sees }).collect()
    }

    /// Who helped the first application without being an author; at most 20.
    async fn helpers(&self, ctx: &Context<'_>) -> Vec<InitiativeHelper> {
        let sees = ctx.visitor().is_some_and(|actor| policy::sees_confidential(actor, self));
        self.content.helpers.iter().map(|helper| InitiativeHelper { helper: helper.clone(), sees }).collect()
    }

    /// Number in the register; null until it is filed.
    async fn register_entry(&self) -> Option<InitiativeRegisterEntry> {
        self.register.map(InitiativeRegisterEntry)
    }

    /// When it was first filed; null until then.
    async fn filed_at(&self) -> Option<OffsetDateTime> {
        self.filed_at
    }

    /// The day by which the next answer is due: the unit's, or its authors' while a correction is asked for. A period
    /// that ends on a day off ends on the next working day.
    async fn due_on(&self) -> Option<Date> {
        self.due_on
    }

    /// Working days left until then, today not counted; negative when it has passed, null when nothing is due.
    async fn working_days_left(&self, ctx: &Context<'_>) -> Option<Result<i32>> {
        let left = ctx.loaders().initiatives().days_left(self.due_on?).await;
        ctx.optional(left.map(|left| left.map(|left| left.count)))
    }

    /// Whether that day may still move, since no days off of its year are recorded; null when nothing is due.
    async fn is_due_on_provisional(&self, ctx: &Context<'_>) -> Option<Result<bool>> {
        let left = ctx.loaders().initiatives().days_left(self.due_on?).await;
        ctx.optional(left.map(|left| left.map(|left| left.may_move)))
    }

    /// Whether that day has passed.
    async fn is_overdue(&self, ctx: &Context<'_>) -> bool {
        let today = vietnam_date(ctx.app().clock.now());
        !self.state.is_decided() && self.due_on.is_some_and(|day| day < today)
    }

    /// Why it was refused; null when it was not.
    async fn refusal_ground(&self) -> Option<RefusalGround> {
        self.refusal_ground
    }

    /// When it was last changed.
    async fn updated_at(&self) -> OffsetDateTime {
        self.updated_at
    }

    /// Until when it can be filed, by the first application: always a working day; null while that is not known.
    async fn last_day_to_file(&self, ctx: &Context<'_>) -> Option<Result<Date>> {
        let first_applied_on = self.first_applied_on?;
        let months = filing_clock(ctx).await;
        Some(months.map(|months| rules::last_day_to_file(first_applied_on, &months)))
    }

    /// Everything that stands in the way of filing, in the order of the form; empty once it is filed.
    async fn missing_to_file(&self, ctx: &Context<'_>) -> Result<Vec<InitiativeProblem>> {
        if !self.state.is_with_authors() {
            return Ok(Vec::new());
        }
        let today = vietnam_date(ctx.app().clock.now());
        let missing = rules::missing_to_file(self, &*filing_clock(ctx).await?, today);
        Ok(missing.iter().map(|fault| fault.problem(ctx.locale())).collect())
    }

    /// What happened to it, the oldest first. That a co-author declined is for its authors and those who decide.
    async fn events(&self, ctx: &Context<'_>) -> Result<Vec<InitiativeEvent>> {
        let sees = ctx.visitor().is_some_and(|actor| policy::sees_confidential(actor, self));
        let found =
            ctx.loaders().initiatives().events(self.id).await.map_err(|refusal| ctx.refuse(refusal))?;
        let events = found.map(Arc::unwrap_or_clone).unwrap_or_default();
        Ok(events.into_iter().filter(|event| sees || event.kind != InitiativeEventKind::Declined).collect())
    }

    /// Whether the viewer may write on it now.
    async fn viewer_can_write(&self, ctx: &Context<'_>) -> bool {
        self.permits(ctx, Move::Write)
    }

    /// Whether the viewer may file it now; what is missing is told by `missingToFile`.
    async fn viewer_can_file(&self, ctx: &Context<'_>) -> bool {
        self.permits(ctx, Move::File)
    }

    /// Whether the viewer may withdraw it now.
    async fn viewer_can_withdraw(&self, ctx: &Context<'_>) -> bool {
        self.permits(ctx, Move::Withdraw)
    }

    /// Whether the viewer may confirm or decline the own share now.
    async fn viewer_can_answer(&self, ctx: &Context<'_>) -> bool {
        self.permits(ctx, Move::Answer)
    }

    /// Whether the viewer may let a co-author go on with it now, or do so themselves.
    async fn viewer_can_hand_over(&self, ctx: &Context<'_>) -> Result<bool> {
        let Some(actor) = ctx.visitor() else { return Ok(false) };
        if !policy::may_hand_over(actor, self).is_offered() {
            return Ok(false);
        }
        let drafter = ctx.required(ctx.loaders().account(self.drafted_by).await)?;
        Ok(policy::check_hand_over(actor, self, drafter.is_active).is_offered())
    }

    /// Whether the viewer may accept it now, or ask for a correction.
    async fn viewer_can_decide(&self, ctx: &Context<'_>) -> bool {
        self.permits(ctx, Move::Accept)
    }

    /// Whether the viewer may refuse it now.
    async fn viewer_can_refuse(&self, ctx: &Context<'_>) -> bool {
        self.permits(ctx, Move::Refuse)
    }
}

/// The time to file, read once for a request.
pub async fn filing_clock(ctx: &Context<'_>) -> Result<Arc<Clock>> {
    let today = vietnam_date(ctx.app().clock.now());
    ctx.required(ctx.loaders().initiatives().filing_clock(today).await)
}

impl Initiative {
    fn permits(&self, ctx: &Context<'_>, step: Move) -> bool {
        ctx.visitor().is_some_and(|actor| policy::check_move(actor, self, step).is_offered())
    }
}

/// The number under which a request stands in the register of the unit that received it.
pub struct InitiativeRegisterEntry(RegisterEntry);

/// The number under which a request stands in the register of the unit that received it.
#[Object]
impl InitiativeRegisterEntry {
    /// Whose register.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Arc<Unit>> {
        ctx.required(ctx.loaders().unit(self.0.unit).await)
    }

    /// Year of the register.
    async fn year(&self) -> i32 {
        self.0.year
    }

    /// Running number in that year, from 1.
    async fn number(&self) -> i32 {
        self.0.number
    }
}

/// An author with a share.
pub struct InitiativeAuthor {
    author: Author,
    sees: bool,
}

/// An author with a share.
#[Object]
impl InitiativeAuthor {
    /// Opaque id.
    async fn id(&self) -> ID {
        self.author.id.global()
    }

    /// Account.
    async fn account(&self, ctx: &Context<'_>) -> Result<Arc<Account>> {
        ctx.required(ctx.loaders().account(self.author.account).await)
    }

    /// Full name as printed.
    async fn full_name(&self) -> &str {
        &self.author.full_name
    }

    /// Contribution in percent: "60".
    async fn share(&self) -> Decimal {
        Decimal(rust_decimal::Decimal::new(i64::from(self.author.share), 2))
    }

    /// Date of birth; null when not recorded, or unless the viewer is an author or decides.
    async fn birth_date(&self) -> Option<Date> {
        self.author.birth_date.filter(|_| self.sees)
    }

    /// Place of work.
    async fn workplace(&self) -> &str {
        &self.author.workplace
    }

    /// Title.
    async fn job_title(&self) -> &str {
        &self.author.job_title
    }

    /// Qualification.
    async fn qualification(&self) -> &str {
        &self.author.qualification
    }

    /// When the author confirmed the share; null while awaited or declined.
    async fn confirmed_at(&self) -> Option<OffsetDateTime> {
        match self.author.answer {
            Answer::Confirmed(at) => Some(at),
            Answer::Awaited | Answer::Declined(..) => None,
        }
    }

    /// When the author declined; null when they did not.
    async fn declined_at(&self) -> Option<OffsetDateTime> {
        match self.author.answer {
            Answer::Declined(at, _) => Some(at),
            Answer::Awaited | Answer::Confirmed(_) => None,
        }
    }

    /// Why the author declined; null when they did not, or unless the viewer is an author or decides.
    async fn decline_reason(&self) -> Option<&str> {
        match &self.author.answer {
            Answer::Declined(_, reason) => Some(reason.as_str()).filter(|_| self.sees),
            Answer::Awaited | Answer::Confirmed(_) => None,
        }
    }
}

/// Someone who helped the first application without being an author.
pub struct InitiativeHelper {
    helper: Helper,
    sees: bool,
}

/// Someone who helped the first application without being an author.
#[Object]
impl InitiativeHelper {
    /// Full name.
    async fn full_name(&self) -> &str {
        &self.helper.full_name
    }

    /// Date of birth; null when not recorded, or unless the viewer is an author or decides.
    async fn birth_date(&self) -> Option<Date> {
        self.helper.birth_date.filter(|_| self.sees)
    }

    /// Place of work.
    async fn workplace(&self) -> &str {
        &self.helper.workplace
    }

    /// Title.
    async fn job_title(&self) -> &str {
        &self.helper.job_title
    }

    /// Qualification.
    async fn qualification(&self) -> &str {
        &self.helper.qualification
    }

    /// What the help was.
    async fn support(&self) -> &str {
        &self.helper.support
    }
}

/// Something that happened to an initiative.
#[Object]
impl InitiativeEvent {
    /// What.
    async fn kind(&self) -> InitiativeEventKind {
        self.kind
    }

    /// Where the initiative stood afterwards.
    async fn state(&self) -> InitiativeState {
        self.state
    }

    /// Who did it.
    async fn by(&self, ctx: &Context<'_>) -> Result<Arc<Account>> {
        ctx.required(ctx.loaders().account(self.by).await)
    }

    /// In which role.
    async fn role(&self) -> Role {
        self.role
    }

    /// When.
    async fn at(&self) -> OffsetDateTime {
        self.at
    }

    /// What was said; null when nothing was.
    async fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// The day that was set; null when none was.
    async fn due_on(&self) -> Option<Date> {
        self.due_on
    }

    /// The ground of a refusal; null for anything else.
    async fn refusal_ground(&self) -> Option<RefusalGround> {
        self.refusal_ground
    }
}
