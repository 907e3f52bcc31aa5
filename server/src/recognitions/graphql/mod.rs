//! Recognitions in the schema: what waits to be decided, the decisions, and their numbers.

mod register;

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject, Union};
use time::{Date, OffsetDateTime};

use super::model::{
    AskedDecision, Cancellation, CancellationGround, RecognitionFault, RegisterFilter, Verdict,
};
use super::numbering::GivenNumber;
use super::queries::{self, RecognisedCase};
use super::words::RecognitionProblem;
use super::{commands, policy, rules};
use crate::access::{Action as _, Actor, Answered as _};
use crate::councils::InitiativeLevel;
use crate::graphql::asks::asks;
use crate::graphql::context::ContextExt as _;
use crate::graphql::page::{Answer, answer, page_request};
use crate::graphql::scalars::Decimal;
use crate::identity::Account;
use crate::initiatives::{self, Author, Initiative, RefusalGround};
use crate::reviews::ReviewedCase;
use crate::shared::clock::vietnam_date;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{AccountId, InitiativeAuthorId, InitiativeId, RecognitionId, ReviewId, UnitId};
use crate::units::Unit;

pub use register::RegisterQuery;

/// Queries of recognitions.
#[derive(Default)]
pub struct RecognitionsQuery;

#[Object]
impl RecognitionsQuery {
    /// Cases on which the council has voted and which the viewer decides; at most 200. For heads of units and the
    /// leaders of the province.
    async fn pending_decisions(&self, ctx: &Context<'_>) -> Result<Vec<Arc<ReviewedCase>>> {
        let actor = ctx.actor()?;
        queries::pending_decisions(ctx.app(), actor).await.map_err(|refusal| ctx.refuse(refusal))
    }

    /// The recognitions of an initiative that the viewer may see, the oldest first.
    async fn initiative_recognitions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the initiative.")] initiative_id: ID,
    ) -> Result<Vec<Arc<RecognisedCase>>> {
        let actor = ctx.actor()?;
        let id = InitiativeId::parse(&initiative_id).map_err(|refusal| ctx.refuse(refusal))?;
        queries::of_initiative(ctx.app(), actor, id).await.map_err(|refusal| ctx.refuse(refusal))
    }

    /// Recognised initiatives whose decision is numbered, the newest decision first: what bonus points and titles may
    /// rest on. Such decisions are public, so everybody signed in may ask.
    #[expect(clippy::too_many_arguments, reason = "each is a filter of the list")]
    async fn recognised_initiatives(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of recognitions, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
        #[graphql(desc = "Only initiatives that this unit received.")] unit_id: Option<ID>,
        #[graphql(desc = "Only initiatives of which this person is an author.")] author_id: Option<ID>,
        #[graphql(desc = "Only those recognised at this level.")] level: Option<InitiativeLevel>,
        #[graphql(desc = "Only those that are in force on this day, and not cancelled.")] valid_on: Option<
            Date,
        >,
        #[graphql(desc = "Only decisions from this day on.")] from: Option<Date>,
        #[graphql(desc = "Only decisions until this day.")] until: Option<Date>,
    ) -> Result<Answer<Arc<RecognisedCase>>> {
        ctx.actor()?;
        let request = page_request(ctx, first, after.as_deref())?;
        let refuse = |refusal| ctx.refuse(refusal);
        let unit = unit_id.map(|id| UnitId::parse(&id)).transpose().map_err(refuse)?;
        let author = author_id.map(|id| AccountId::parse(&id)).transpose().map_err(refuse)?;
        let filter =
            RegisterFilter { unit, author, level, valid_on, from, until, ..RegisterFilter::default() };
        let page = queries::register(ctx.app(), &filter, &request).await.map_err(refuse)?;
        Ok(answer(page))
    }

    /// Recognitions whose decision waits for its number, or whose cancellation does, for clerks; at most 200.
    async fn unnumbered_recognitions(&self, ctx: &Context<'_>) -> Result<Vec<Arc<RecognisedCase>>> {
        let actor = ctx.actor()?;
        queries::unnumbered(ctx.app(), actor).await.map_err(|refusal| ctx.refuse(refusal))
    }

    /// Recognitions whose decision is numbered, the newest decision first; for clerks, who correct a number and enter those
    /// of certificates.
    async fn numbered_recognitions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of recognitions, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
    ) -> Result<Answer<Arc<RecognisedCase>>> {
        let actor = ctx.actor()?;
        let request = page_request(ctx, first, after.as_deref())?;
        let page =
            queries::numbered(ctx.app(), actor, &request).await.map_err(|refusal| ctx.refuse(refusal))?;
        Ok(answer(page))
    }
}

/// The part of the viewer that this slice knows.
pub struct ViewerRecognitions(pub Arc<Actor>);

#[Object]
impl ViewerRecognitions {
    /// Whether the viewer decides about initiatives of some unit.
    async fn decides_initiatives(&self) -> bool {
        !policy::led_units(&self.0).is_empty() || policy::leads_province(&self.0)
    }

    /// Whether the viewer numbers decisions.
    async fn numbers_decisions(&self) -> bool {
        policy::numbers_some(&self.0)
    }
}

/// That an initiative is recognised.
#[Object(name = "InitiativeRecognition")]
impl RecognisedCase {
    /// Opaque id.
    pub async fn id(&self) -> ID {
        self.recognition.id.global()
    }

    /// Counts the changes; a deed names the version it was decided on.
    async fn version(&self) -> i32 {
        self.recognition.version
    }

    /// The request; null unless the viewer reads it.
    async fn initiative(&self, ctx: &Context<'_>) -> Option<Arc<Initiative>> {
        let actor = ctx.visitor()?;
        initiatives::must_see(actor, &self.case).is_ok().then(|| Arc::clone(&self.case))
    }

    /// Name of the initiative.
    async fn title(&self) -> &str {
        &self.case.title
    }

    /// Which unit recognised it.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Arc<Unit>> {
        ctx.required(ctx.loaders().unit(self.recognition.unit).await)
    }

    /// At which level.
    async fn level(&self) -> InitiativeLevel {
        self.recognition.level
    }

    /// Who decided.
    async fn decided_by(&self, ctx: &Context<'_>) -> Result<Arc<Account>> {
        ctx.required(ctx.loaders().account(self.recognition.decided_by).await)
    }

    /// When.
    async fn decided_at(&self) -> OffsetDateTime {
        self.recognition.decided_at
    }

    /// Number of the decision; null until the clerk enters it.
    async fn decision_number(&self) -> Option<&str> {
        self.recognition.decision_number.as_deref()
    }

    /// Date of the decision; null until the clerk enters it.
    async fn decision_date(&self) -> Option<Date> {
        self.recognition.decision_date
    }

    /// Last day on which titles and bonuses may rest on it.
    async fn valid_until(&self) -> Date {
        self.recognition.valid_until
    }

    /// What each author's certificate says, in their order.
    async fn certificates(&self) -> Vec<Certificate> {
        let own = |author: &Author| Certificate {
            own: author.clone(),
            number: self.recognition.certificate_numbers.get(&author.id).cloned(),
            case: Arc::clone(&self.case),
        };
        self.case.authors.iter().map(own).collect()
    }

    /// That it was cancelled; null while it stands.
    async fn cancellation(&self) -> Option<&Cancellation> {
        self.recognition.cancellation.as_ref()
    }

    /// Why it was cancelled, in words; null while it stands, and unless the viewer reads the request or numbers its
    /// decisions.
    async fn cancellation_reason(&self, ctx: &Context<'_>) -> Option<&str> {
        let actor = ctx.visitor()?;
        let cancellation = self.recognition.cancellation.as_ref()?;
        policy::sees(actor, &self.recognition, &self.case).then_some(cancellation.reason.as_str())
    }

    /// Whether titles and bonuses may rest on it today.
    async fn is_valid(&self, ctx: &Context<'_>) -> bool {
        self.recognition.is_valid_on(vietnam_date(ctx.app().clock.now()))
    }

    /// Whether it stands in the public register: its decision is numbered.
    async fn is_published(&self) -> bool {
        self.recognition.decision_number.is_some()
    }

    /// Whether the viewer may cancel it now.
    async fn viewer_can_cancel(&self, ctx: &Context<'_>) -> Result<bool> {
        let Some(actor) = ctx.visitor() else { return Ok(false) };
        if policy::led_units(actor).is_empty() && !policy::leads_province(actor) {
            return Ok(false);
        }
        let head = ctx.required(ctx.loaders().recognitions().head(self.case.id).await)?;
        let deciding = head.about(&self.recognition);
        Ok(policy::check_cancel(actor, &self.recognition, &self.case, &deciding).is_offered())
    }

    /// Whether the viewer may enter or correct the number of the decision.
    async fn viewer_can_number(&self, ctx: &Context<'_>) -> bool {
        ctx.visitor()
            .is_some_and(|actor| policy::may_number(actor, &self.recognition, &self.case).is_offered())
    }
}

/// That a recognition was cancelled.
#[Object(name = "RecognitionCancellation")]
impl Cancellation {
    /// On which ground.
    async fn ground(&self) -> CancellationGround {
        self.ground
    }

    /// When.
    async fn at(&self) -> OffsetDateTime {
        self.at
    }

    /// Number of the decision; null until the clerk enters it.
    async fn decision_number(&self) -> Option<&str> {
        self.decision_number.as_deref()
    }

    /// Date of the decision; null until the clerk enters it.
    async fn decision_date(&self) -> Option<Date> {
        self.decision_date
    }
}

/// What an author's certificate says: one for each, naming the others.
pub struct Certificate {
    own: Author,
    number: Option<String>,
    case: Arc<Initiative>,
}

/// What an author's certificate says: one for each, naming the others.
#[Object(name = "InitiativeCertificate")]
impl Certificate {
    /// Id of the author.
    async fn author_id(&self) -> ID {
        self.own.id.global()
    }

    /// Its own number; null until the clerk enters it. It bears the date of the decision.
    async fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }

    /// Full name of the author.
    async fn author_name(&self) -> &str {
        &self.own.full_name
    }

    /// Contribution in percent: "60".
    async fn share(&self) -> Decimal {
        Decimal(rust_decimal::Decimal::new(i64::from(self.own.share), 2))
    }

    /// Whether the share is large enough, by the parameter as it stands today, for the author to use the initiative for a
    /// title.
    async fn serves_titles(&self, ctx: &Context<'_>) -> Result<bool> {
        let today = vietnam_date(ctx.app().clock.now());
        let least = ctx.required(ctx.loaders().recognitions().share_for_title(today).await)?;
        Ok(rules::serves_titles(self.own.share, *least))
    }

    /// Full names of the other authors, in their order.
    async fn co_author_names(&self) -> Vec<&str> {
        let others = self.case.authors.iter().filter(|author| author.id != self.own.id);
        others.map(|author| author.full_name.as_str()).collect()
    }
}

/// A decision about a case.
#[derive(InputObject)]
pub struct DecisionInput {
    /// On which review.
    review_id: ID,
    /// The version that the decision was made on.
    version: i32,
    /// Whether it is recognised.
    recognises: bool,
    /// On which ground it is refused; with a refusal.
    ground: Option<RefusalGround>,
    /// Why it is refused, in words, at most 2 000 characters.
    reason: Option<String>,
}

/// Decisions to be taken together.
#[derive(InputObject)]
pub struct DecideInitiativesInput {
    /// The decisions, 1 to 200; all are taken, or none.
    decisions: Vec<DecisionInput>,
}

impl DecisionInput {
    fn read(self) -> Result<AskedDecision, Refusal> {
        let verdict = match (self.recognises, self.ground) {
            (true, _) => Verdict::Recognise,
            (false, Some(ground)) => Verdict::Refuse { ground, reason: self.reason.unwrap_or_default() },
            (false, None) => {
                return Err(Refusal::bad(
                    "ground: không công nhận thì phải có căn cứ",
                    "ground: must come with a refusal",
                ));
            }
        };
        Ok(AskedDecision { review: ReviewId::parse(&self.review_id)?, version: self.version, verdict })
    }
}

/// Number and date of a decision.
#[derive(InputObject)]
pub struct RecordDecisionNumberInput {
    /// Which recognition.
    id: ID,
    /// The version that the change was made on.
    version: i32,
    /// Number and symbol, at most 60 characters: "104/QĐ-UBND".
    number: String,
    /// Date of the decision.
    date: Date,
    /// Why a number or date that stands is corrected, at most 2 000 characters; needed where it is.
    reason: Option<String>,
}

impl RecordDecisionNumberInput {
    fn read(self) -> Result<((RecognitionId, i32), GivenNumber), Refusal> {
        let reason = self.reason.unwrap_or_default();
        let given = GivenNumber { number: self.number, date: self.date, reason };
        Ok(((RecognitionId::parse(&self.id)?, self.version), given))
    }
}

/// The number of an author's certificate.
#[derive(InputObject)]
pub struct CertificateNumberInput {
    /// Which author.
    author_id: ID,
    /// Number and symbol, at most 60 characters; empty where there is none yet.
    number: String,
}

/// The numbers of the certificates of a recognition.
#[derive(InputObject)]
pub struct RecordCertificateNumbersInput {
    /// Which recognition.
    id: ID,
    /// The version that the change was made on.
    version: i32,
    /// The number of every certificate that has one.
    numbers: Vec<CertificateNumberInput>,
    /// Why a number that stands is corrected, at most 2 000 characters; needed where it is.
    reason: Option<String>,
}

/// A recognition to be cancelled.
#[derive(InputObject)]
pub struct CancelRecognitionInput {
    /// Which recognition.
    id: ID,
    /// The version that the decision was made on.
    version: i32,
    /// On which ground.
    ground: CancellationGround,
    /// Why, in words, at most 2 000 characters.
    reason: String,
}

/// Several things that have to be corrected.
#[derive(SimpleObject)]
pub struct RecognitionProblems {
    /// Everything that stands in the way.
    problems: Vec<RecognitionProblem>,
}

/// The requests that were decided.
#[derive(SimpleObject)]
pub struct DecidedInitiatives {
    /// As they are now, in the order asked; of those the viewer reads.
    initiatives: Vec<Arc<Initiative>>,
    /// How many were decided.
    count: i32,
}

/// The requests that were decided, or what stands in the way.
#[derive(Union)]
pub enum DecideInitiativesResult {
    /// The requests that were decided.
    Decided(DecidedInitiatives),
    /// What stands in the way.
    Problems(RecognitionProblems),
}

/// The recognition as it is now, or what has to be corrected.
#[derive(Union)]
pub enum RecognitionResult {
    /// The recognition as it is now.
    Recognition(Arc<RecognisedCase>),
    /// What has to be corrected.
    Problem(RecognitionProblem),
}

fn outcome(
    ctx: &Context<'_>,
    done: Result<Arc<RecognisedCase>, Failure<RecognitionFault>>,
) -> Result<RecognitionResult> {
    match done {
        Ok(found) => Ok(RecognitionResult::Recognition(found)),
        Err(Failure::Problem(fault)) => Ok(RecognitionResult::Problem(fault.problem(ctx.locale()))),
        Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
    }
}

/// Deeds on recognitions.
#[derive(Default)]
pub struct RecognitionsMutation;

#[Object]
impl RecognitionsMutation {
    /// Recognises or refuses initiatives on which the council has voted: all of them, or none. The head of the unit;
    /// where a head of it is an author, the head of the unit above; of what was referred, a leader of the province.
    /// Never an author.
    #[graphql(directive = asks::apply(policy::DecideInitiative::PROOF))]
    async fn decide_initiatives(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decisions.")] input: DecideInitiativesInput,
    ) -> Result<DecideInitiativesResult> {
        let actor = ctx.actor()?;
        let asked: Result<Vec<AskedDecision>, Refusal> =
            input.decisions.into_iter().map(DecisionInput::read).collect();
        let asked = asked.map_err(|refusal| ctx.refuse(refusal))?;
        match commands::decide(ctx.app(), actor, &asked).await {
            Ok(decided) => {
                let count = i32::try_from(decided.len()).unwrap_or(i32::MAX);
                let read = |case: &Arc<Initiative>| initiatives::must_see(actor, case).is_ok();
                let initiatives = decided.into_iter().filter(read).collect();
                Ok(DecideInitiativesResult::Decided(DecidedInitiatives { initiatives, count }))
            }
            Err(Failure::Problem(faults)) => {
                let problems = faults.iter().map(|fault| fault.problem(ctx.locale())).collect();
                Ok(DecideInitiativesResult::Problems(RecognitionProblems { problems }))
            }
            Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
        }
    }

    /// Enters number and date of the decision behind a recognition, or corrects them with a reason. The clerk of the unit or of the
    /// province, never an author.
    #[graphql(directive = asks::apply(policy::NumberDecision::PROOF))]
    async fn record_decision_number(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which recognition, number and date.")] input: RecordDecisionNumberInput,
    ) -> Result<RecognitionResult> {
        let actor = ctx.actor()?;
        let (at, given) = input.read().map_err(|refusal| ctx.refuse(refusal))?;
        outcome(ctx, commands::record_number(ctx.app(), actor, at, &given).await)
    }

    /// Enters the numbers of the authors' certificates once their decision is numbered, or corrects them with a reason. The
    /// clerk of the unit or of the province, never an author.
    #[graphql(directive = asks::apply(policy::NumberDecision::PROOF))]
    async fn record_certificate_numbers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which recognition, and the numbers.")] input: RecordCertificateNumbersInput,
    ) -> Result<RecognitionResult> {
        let actor = ctx.actor()?;
        let id = RecognitionId::parse(&input.id).map_err(|refusal| ctx.refuse(refusal))?;
        let one =
            |given: CertificateNumberInput| Ok((InitiativeAuthorId::parse(&given.author_id)?, given.number));
        let numbers: Result<Vec<_>, Refusal> = input.numbers.into_iter().map(one).collect();
        let numbers = numbers.map_err(|refusal| ctx.refuse(refusal))?;
        let reason = input.reason.unwrap_or_default();
        let at = (id, input.version);
        outcome(ctx, commands::record_certificates(ctx.app(), actor, at, &numbers, &reason).await)
    }

    /// Cancels a recognition on a ground. Whoever would decide about it today: for the province's a leader of the
    /// province, for a unit's its head, or the head of the unit above where a head is an author; never an author.
    #[graphql(directive = asks::apply(policy::CancelRecognition::PROOF))]
    async fn cancel_recognition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which recognition, on which ground and why.")] input: CancelRecognitionInput,
    ) -> Result<RecognitionResult> {
        let actor = ctx.actor()?;
        let id = RecognitionId::parse(&input.id).map_err(|refusal| ctx.refuse(refusal))?;
        let done = commands::cancel(ctx.app(), actor, (id, input.version), input.ground, &input.reason).await;
        outcome(ctx, done)
    }

    /// Enters number and date of the decision that cancelled a recognition, or corrects them with a reason. The clerk of the unit or
    /// of the province, never an author.
    #[graphql(directive = asks::apply(policy::NumberDecision::PROOF))]
    async fn record_cancellation_number(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which recognition, number and date.")] input: RecordDecisionNumberInput,
    ) -> Result<RecognitionResult> {
        let actor = ctx.actor()?;
        let (at, given) = input.read().map_err(|refusal| ctx.refuse(refusal))?;
        outcome(ctx, commands::record_cancellation_number(ctx.app(), actor, at, &given).await)
    }
}
