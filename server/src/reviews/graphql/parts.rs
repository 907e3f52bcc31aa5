//! A review, its seats and what they say, and a plan, in the schema. Members read no author and no other sheet before
//! every sheet is signed.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use time::{Date, OffsetDateTime};

use super::super::model::{
    Choice, ConflictHint, CriterionMean, ExclusionKind, NameKind, Outcome, Plan, PlannedCase, ReachCount,
    Review, ReviewState, Seat, Sitting, Summary, Turnout, VoteCount, WithSetAside,
};
use super::super::queries::ReviewedCase;
use super::super::{policy, rules};
use super::inputs::SeatChangeKind;
use crate::access::{Actor, Answered as _};
use crate::adoptions::{Adoption, AdoptionAnswer};
use crate::councils::{Council, CouncilPosition, InitiativeLevel, Rubric};
use crate::graphql::context::ContextExt as _;
use crate::identity::Account;
use crate::initiatives::{self, Initiative, InitiativeKind, InitiativeSection};
use crate::shared::clock::vietnam_date;
use crate::shared::id::UnitId;
use crate::shared::points::Points;
use crate::similarities::Similar;
use crate::units::Unit;

/// A part of the description as it is shown to those who score.
#[derive(SimpleObject)]
pub struct BlindPassage {
    /// Which part.
    section: InitiativeSection,
    /// What may be published; names that give the authors away are hidden while sheets are written.
    open: String,
    /// What is secret; empty when nothing is. Whoever scores keeps it.
    confidential: String,
}

/// A council's review of an initiative.
#[Object(name = "InitiativeReview")]
impl ReviewedCase {
    /// Opaque id.
    pub async fn id(&self) -> ID {
        self.review.id.global()
    }

    /// Counts the changes but for sheets and votes; a deed names the version it was decided on.
    async fn version(&self) -> i32 {
        self.review.version
    }

    /// Where it stands.
    async fn state(&self) -> ReviewState {
        self.review.state
    }

    /// At which level.
    async fn level(&self) -> InitiativeLevel {
        self.review.level
    }

    /// By which rubric, as it stood when the case was given to the council.
    async fn rubric(&self) -> &Rubric {
        &self.review.rubric
    }

    /// By which council.
    async fn council(&self, ctx: &Context<'_>) -> Result<Arc<Council>> {
        ctx.required(ctx.loaders().councils().council(self.review.council).await)
    }

    /// Name of the initiative, with hidden names while sheets are written.
    async fn title(&self, ctx: &Context<'_>) -> String {
        self.shown(ctx, &self.case.title)
    }

    /// What it is.
    async fn kind(&self) -> Option<InitiativeKind> {
        self.case.kind
    }

    /// First application or trial.
    async fn first_applied_on(&self) -> Option<Date> {
        self.case.first_applied_on
    }

    /// By when the unit answers the request; null when nothing is due.
    async fn due_on(&self) -> Option<Date> {
        self.case.due_on
    }

    /// The description, every part that is written, in the order of the form.
    async fn passages(&self, ctx: &Context<'_>) -> Vec<BlindPassage> {
        let part = |section: &InitiativeSection| {
            let passage = self.case.content.passage(*section);
            let is_written = !passage.open.is_empty() || !passage.confidential.is_empty();
            is_written.then(|| BlindPassage {
                section: *section,
                open: self.shown(ctx, &passage.open),
                confidential: self.shown(ctx, &passage.confidential),
            })
        };
        InitiativeSection::ALL.iter().filter_map(part).collect()
    }

    /// The request with its authors and its unit; null while they are hidden from the viewer, and unless the viewer
    /// reads requests.
    async fn initiative(&self, ctx: &Context<'_>) -> Option<Arc<Initiative>> {
        let actor = ctx.visitor()?;
        let is_seen = initiatives::must_see(actor, &self.case).is_ok() && self.shows_authors(ctx);
        is_seen.then(|| Arc::clone(&self.case))
    }

    /// Names of the authors; null while they are hidden from the viewer.
    async fn author_names(&self, ctx: &Context<'_>) -> Option<Vec<String>> {
        let names = || self.case.authors.iter().map(|author| author.full_name.clone()).collect();
        self.shows_authors(ctx).then(names)
    }

    /// A seat for every member of the council, in its order. Who else takes part is told once every sheet is signed, and
    /// to those who look after the review; whoever presides reads until then whose sheets are awaited.
    async fn seats(&self, ctx: &Context<'_>) -> Result<Vec<ReviewSeat>> {
        let Some(actor) = ctx.visitor() else { return Ok(Vec::new()) };
        let council = ctx.required(ctx.loaders().councils().council(self.review.council).await)?;
        let sees_all =
            self.shows_authors(ctx) || policy::sees_seats(actor, &council, &self.review, &self.case);
        let changes = |seat: &Seat| self.changes(actor, &council, seat);
        let shown = |seat: &&Seat| sees_all || seat.account == actor.account || changes(seat).contains(&true);
        let told = |seat: &Seat| ReviewSeat {
            shows_sheet: policy::sees_sheet(actor, &self.review, seat),
            shows_choice: policy::sees_choice(actor, &self.review, &self.case, seat),
            changes: changes(seat),
            seat: seat.clone(),
            review: self.review.clone(),
        };
        Ok(self.review.seats.iter().filter(shown).map(told).collect())
    }

    /// The viewer's own seat; null when the viewer has none.
    async fn own_seat(&self, ctx: &Context<'_>) -> Option<ReviewSeat> {
        let seat = self.review.seat(ctx.visitor()?.account)?.clone();
        Some(ReviewSeat {
            seat,
            review: self.review.clone(),
            shows_sheet: true,
            shows_choice: true,
            changes: [false; 3],
        })
    }

    /// How many members score.
    async fn scorer_count(&self) -> i32 {
        count(self.review.seats.iter().filter(|seat| seat.is_scorer()))
    }

    /// How many sheets are signed.
    async fn signed_count(&self) -> i32 {
        count(self.review.seats.iter().filter(|seat| seat.is_scorer() && seat.signed_at.is_some()))
    }

    /// How many members may vote.
    async fn eligible_count(&self) -> i32 {
        count(self.review.seats.iter().filter(|seat| seat.is_eligible()))
    }

    /// How many have voted.
    async fn voted_count(&self) -> i32 {
        self.review.tally.cast()
    }

    /// What the signed sheets say together; null while sheets are written.
    async fn summary(&self, ctx: &Context<'_>) -> Option<Result<ReviewSummary>> {
        if self.review.is_blind() {
            return None;
        }
        if let Some(result) = &self.review.result {
            return Some(Ok(ReviewSummary(result.summary.clone())));
        }
        let today = vietnam_date(ctx.app().clock.now());
        let points = ctx.loaders().reviews().outlier_points(today).await;
        let said = |points: Option<Arc<i32>>| {
            rules::summary(&self.review.rubric, &self.review.seats, *points?).map(ReviewSummary)
        };
        ctx.optional(points.map(said))
    }

    /// What the votes say: of a secret vote once its sitting is closed, of an open one as they are cast; null while
    /// there is nothing to tell.
    async fn vote(&self, ctx: &Context<'_>) -> Option<Result<ReviewVote>> {
        if let Some(result) = &self.review.result {
            return Some(Ok(ReviewVote(result.vote)));
        }
        let sitting = ctx.loaders().reviews().sitting(self.review.sitting?).await;
        let tally = |sitting: Option<Arc<Sitting>>| {
            let is_open = sitting.is_some_and(|sitting| !sitting.is_secret);
            is_open.then(|| {
                ReviewVote(rules::vote(self.review.rubric.vote, &self.review.seats, self.review.tally))
            })
        };
        ctx.optional(sitting.map(tally))
    }

    /// Who could vote on it in its sitting now, and what that is enough for; null while it is on no agenda, and once it is
    /// concluded.
    async fn turnout(&self, ctx: &Context<'_>) -> Option<Result<Turnout>> {
        if self.review.state != ReviewState::Scored {
            return None;
        }
        let sitting = ctx.loaders().reviews().sitting(self.review.sitting?).await;
        let counted = |sitting: Option<Arc<Sitting>>| {
            let sitting = sitting?;
            let (rule, seats) = (self.review.rubric.vote, &self.review.seats);
            Some(rules::turnout(rule, seats, &sitting.present, sitting.is_secret))
        };
        ctx.optional(sitting.map(counted))
    }

    /// Cases that somebody judged this one to be the same as, to extend or to have nothing to do with, however little they
    /// resemble each other now; null while the authors are hidden from the viewer.
    async fn judged_similar(&self, ctx: &Context<'_>) -> Option<Result<Vec<Similar>>> {
        if !self.shows_authors(ctx) {
            return None;
        }
        let judged = ctx.loaders().judged_similar(self.case.id).await;
        Some(judged.map_err(|refusal| ctx.refuse(refusal)))
    }

    /// How many units confirmed that they adopted the initiative; null where the rubric asks for none.
    async fn reach(&self, ctx: &Context<'_>) -> Option<Result<ReachCount>> {
        if let Some(result) = &self.review.result {
            return result.reach.map(Ok);
        }
        let adopted = ctx.loaders().adoptions().confirmed(self.case.id).await;
        ctx.optional(adopted.map(|adopted| rules::reach(&self.review.rubric, adopted.len())))
    }

    /// What the units that adopted the initiative confirmed; empty where the rubric asks for none.
    async fn adoptions(&self, ctx: &Context<'_>) -> Result<Vec<ReviewedAdoption>> {
        if self.review.rubric.adopters == 0 {
            return Ok(Vec::new());
        }
        let adopted = ctx.loaders().adoptions().confirmed(self.case.id).await;
        let adopted = adopted.map_err(|refusal| ctx.refuse(refusal))?;
        let told = |adoption: Adoption| match adoption.answer {
            Some((AdoptionAnswer::Confirmed { applied_on, effect }, ..)) => {
                Some(ReviewedAdoption { unit: adoption.unit, applied_on, effect: self.shown(ctx, &effect) })
            }
            _ => None,
        };
        Ok(adopted.into_iter().filter_map(told).collect())
    }

    /// What the council concluded; null until its sitting is closed.
    async fn outcome(&self) -> Option<Outcome> {
        self.review.result.as_ref().map(|result| result.outcome)
    }

    /// In which sitting it is deliberated; null while it is on no agenda.
    async fn sitting(&self, ctx: &Context<'_>) -> Option<Result<Arc<Sitting>>> {
        ctx.optional(ctx.loaders().reviews().sitting(self.review.sitting?).await)
    }

    /// When it was given to the council.
    async fn assigned_at(&self) -> OffsetDateTime {
        self.review.assigned_at
    }

    /// Whether the viewer may write the own sheet now.
    async fn viewer_can_score(&self, ctx: &Context<'_>) -> bool {
        let may = |actor| policy::check_score(actor, &self.review, &self.case).is_offered();
        ctx.visitor().is_some_and(may)
    }

    /// Whether the viewer may leave it for a conflict of interest now.
    async fn viewer_can_leave(&self, ctx: &Context<'_>) -> bool {
        let may = |actor| policy::check_leave(actor, &self.review, &self.case).is_offered();
        ctx.visitor().is_some_and(may)
    }

    /// Whether the viewer may change now who takes part.
    async fn viewer_can_rearrange(&self, ctx: &Context<'_>) -> Result<bool> {
        let Some(actor) = ctx.visitor() else { return Ok(false) };
        let council = ctx.required(ctx.loaders().councils().council(self.review.council).await)?;
        Ok(self.review.seats.iter().any(|seat| self.changes(actor, &council, seat).contains(&true)))
    }

    /// Whether the viewer may take it back from the council now.
    async fn viewer_can_take_back(&self, ctx: &Context<'_>) -> Result<bool> {
        let Some(actor) = ctx.visitor() else { return Ok(false) };
        let council = ctx.required(ctx.loaders().councils().council(self.review.council).await)?;
        Ok(policy::check_take_back(actor, &council, &self.review, &self.case).is_offered())
    }

    /// Whether the viewer may vote on it now.
    async fn viewer_can_vote(&self, ctx: &Context<'_>) -> Result<bool> {
        let (Some(actor), Some(sitting)) = (ctx.visitor(), self.review.sitting) else { return Ok(false) };
        let sitting = ctx.required(ctx.loaders().reviews().sitting(sitting).await)?;
        let today = vietnam_date(ctx.app().clock.now());
        Ok(policy::check_vote(actor, &self.review, &self.case, Some(&*sitting), today).is_offered())
    }
}

impl ReviewedCase {
    /// The changes of a seat that are offered to somebody, of excluding, appointing and releasing.
    fn changes(&self, actor: &Actor, council: &Council, seat: &Seat) -> [bool; 3] {
        let (review, case) = (&self.review, &self.case);
        if !policy::may_change_seat(actor, council, review, case, seat.account).is_offered() {
            return [false; 3];
        }
        rules::allowed_changes(review, policy::hats(actor, council, review, case, seat.account), seat)
    }

    fn shows_authors(&self, ctx: &Context<'_>) -> bool {
        self.is_opened
            || ctx.visitor().is_some_and(|actor| policy::sees_authors(actor, &self.review, &self.case))
    }

    fn shown(&self, ctx: &Context<'_>, text: &str) -> String {
        if self.shows_authors(ctx) { text.to_owned() } else { rules::hide(text, &self.review.hidden) }
    }
}

fn count<'a>(seats: impl Iterator<Item = &'a Seat>) -> i32 {
    i32::try_from(seats.count()).unwrap_or(i32::MAX)
}

/// A member's place in a review.
pub struct ReviewSeat {
    seat: Seat,
    review: Review,
    shows_sheet: bool,
    shows_choice: bool,
    changes: [bool; 3],
}

/// A member's place in a review.
#[Object]
impl ReviewSeat {
    /// Account.
    async fn account(&self, ctx: &Context<'_>) -> Result<Arc<Account>> {
        ctx.required(ctx.loaders().account(self.seat.account).await)
    }

    /// What they were on the council when the case was given to it.
    async fn position(&self) -> CouncilPosition {
        self.seat.position
    }

    /// Whether they score.
    async fn scores(&self) -> bool {
        self.seat.scores
    }

    /// Why they take no part; null when they do.
    async fn exclusion(&self) -> Option<ExclusionKind> {
        self.seat.exclusion.as_ref().map(|exclusion| exclusion.kind)
    }

    /// The same in words, where somebody said so.
    async fn exclusion_reason(&self) -> Option<&str> {
        self.seat.exclusion.as_ref()?.reason.as_deref()
    }

    /// Whether the sheet was signed and does not count, since its member left afterwards for a conflict of interest.
    async fn is_set_aside(&self) -> bool {
        self.seat.is_set_aside()
    }

    /// What the viewer may do about it now.
    async fn viewer_changes(&self) -> Vec<SeatChangeKind> {
        let kinds = [SeatChangeKind::Exclude, SeatChangeKind::Appoint, SeatChangeKind::Release];
        kinds
            .into_iter()
            .zip(self.changes)
            .filter(|(_, is_allowed)| *is_allowed)
            .map(|(kind, _)| kind)
            .collect()
    }

    /// Counts the changes of the sheet.
    async fn version(&self) -> i32 {
        self.seat.version
    }

    /// When the sheet was signed; null while it is not.
    async fn signed_at(&self) -> Option<OffsetDateTime> {
        self.seat.signed_at
    }

    /// Points given so far, in the order of the rubric; null while they are hidden from the viewer.
    async fn points(&self) -> Option<Vec<CriterionPoints>> {
        let given = |code: &String| {
            let points = self.seat.points.get(code)?;
            Some(CriterionPoints { criterion: code.clone(), points: *points })
        };
        let codes = self.review.rubric.criteria.iter().map(|criterion| &criterion.code);
        self.shows_sheet.then(|| codes.filter_map(given).collect())
    }

    /// Points of the whole sheet; null while they are hidden from the viewer.
    async fn total(&self) -> Option<Points> {
        self.shows_sheet.then(|| self.seat.total())
    }

    /// A remark to the council; null while it is hidden from the viewer.
    async fn remark(&self) -> Option<&str> {
        self.shows_sheet.then_some(self.seat.remark.as_str())
    }

    /// Whether they have voted.
    async fn has_voted(&self) -> bool {
        self.seat.has_voted
    }

    /// How they voted; null when they have not, or voted in secret, and for inspectors.
    async fn choice(&self) -> Option<Choice> {
        self.seat.choice.filter(|_| self.shows_choice)
    }
}

/// Points of a criterion.
#[derive(SimpleObject)]
pub struct CriterionPoints {
    /// Code of the criterion.
    criterion: String,
    /// Points.
    points: Points,
}

/// What the signed sheets say together.
pub struct ReviewSummary(Summary);

/// What the signed sheets say together.
#[Object]
impl ReviewSummary {
    /// How many sheets.
    async fn sheets(&self) -> i32 {
        self.0.sheets
    }

    /// Mean of their points.
    async fn mean(&self) -> Points {
        self.0.mean
    }

    /// The lowest sheet.
    async fn lowest(&self) -> Points {
        self.0.lowest
    }

    /// The highest sheet.
    async fn highest(&self) -> Points {
        self.0.highest
    }

    /// Mean of each criterion, in the order of the rubric.
    async fn criteria(&self) -> &[CriterionMean] {
        &self.0.criteria
    }

    /// Ids of the accounts whose sheets lie further from the mean than is allowed.
    async fn outlier_account_ids(&self) -> Vec<ID> {
        self.0.outliers.iter().map(|account| account.global()).collect()
    }

    /// How far a sheet may lie from the mean, in points.
    async fn outlier_points(&self) -> i32 {
        self.0.outlier_points
    }

    /// Whether the mean and every criterion reach what the rubric asks for.
    async fn passes(&self) -> bool {
        self.0.passes
    }

    /// The same with the sheets that are set aside; null where there are none.
    async fn with_set_aside(&self) -> Option<WithSetAside> {
        self.0.with_set_aside
    }
}

/// What the signed sheets would say together with those that are set aside.
#[Object]
impl WithSetAside {
    /// How many sheets are set aside.
    async fn set_aside(&self) -> i32 {
        self.set_aside
    }

    /// Mean of all signed sheets.
    async fn mean(&self) -> Points {
        self.mean
    }

    /// Whether that mean and those of every criterion would reach what the rubric asks for.
    async fn passes(&self) -> bool {
        self.passes
    }
}

/// Who could vote on a case, and what that is enough for.
#[Object(name = "VoteTurnout")]
impl Turnout {
    /// Members of the council, those excluded too.
    async fn members(&self) -> i32 {
        self.members
    }

    /// Members who may vote.
    async fn eligible(&self) -> i32 {
        self.eligible
    }

    /// Of these, how many are present; in a plan all of them.
    async fn present(&self) -> i32 {
        self.present
    }

    /// How many of them must be present.
    async fn quorum(&self) -> i32 {
        self.quorum
    }

    /// Of how many a part must agree.
    async fn base(&self) -> i32 {
        self.base
    }

    /// How many must agree.
    async fn needed(&self) -> i32 {
        self.needed
    }

    /// Whether a vote is held: enough are present, and it is not for want of those absent that it cannot pass.
    #[graphql(name = "allowsVote")]
    async fn holds_vote(&self) -> bool {
        self.allows_vote()
    }

    /// Whether those present are enough to recognise it, if all agree.
    #[graphql(name = "canPass")]
    async fn is_enough(&self) -> bool {
        self.can_pass()
    }
}

/// The mean of a criterion.
#[Object]
impl CriterionMean {
    /// Code of the criterion.
    async fn criterion(&self) -> &str {
        &self.code
    }

    /// Mean of all sheets.
    async fn mean(&self) -> Points {
        self.mean
    }

    /// Whether it lies below the least that the rubric asks for.
    async fn fails(&self) -> bool {
        self.fails
    }
}

/// How many units confirmed that they adopted the initiative.
#[Object(name = "ReviewReach")]
impl ReachCount {
    /// Units that confirmed it.
    async fn confirmed(&self) -> i32 {
        self.confirmed
    }

    /// Units that the rubric asks for.
    async fn needed(&self) -> i32 {
        self.needed
    }

    /// Whether there are as many.
    #[graphql(name = "passes")]
    async fn is_evidenced(&self) -> bool {
        self.passes()
    }
}

/// What a unit that adopted the initiative confirmed, with what gives its authors away hidden.
pub struct ReviewedAdoption {
    unit: UnitId,
    applied_on: Date,
    effect: String,
}

/// What a unit that adopted the initiative confirmed, with what gives its authors away hidden.
#[Object(name = "ReviewAdoption")]
impl ReviewedAdoption {
    /// The unit that adopted it.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Arc<Unit>> {
        ctx.required(ctx.loaders().unit(self.unit).await)
    }

    /// From which day on.
    async fn applied_on(&self) -> Date {
        self.applied_on
    }

    /// With what effect.
    async fn effect(&self) -> &str {
        &self.effect
    }
}

/// What the votes say.
pub struct ReviewVote(pub VoteCount);

/// What the votes say.
#[Object]
impl ReviewVote {
    /// Members of the council, those excluded too.
    async fn members(&self) -> i32 {
        self.0.members
    }

    /// Members who may vote.
    async fn eligible(&self) -> i32 {
        self.0.eligible
    }

    /// For recognition.
    async fn agree(&self) -> i32 {
        self.0.tally.agree
    }

    /// Against it.
    async fn disagree(&self) -> i32 {
        self.0.tally.disagree
    }

    /// Neither.
    async fn abstain(&self) -> i32 {
        self.0.tally.abstain
    }

    /// Of how many a part must agree.
    async fn base(&self) -> i32 {
        self.0.base
    }

    /// How many must agree.
    async fn needed(&self) -> i32 {
        self.0.needed
    }

    /// Whether so many do.
    async fn passes(&self) -> bool {
        self.0.passes
    }
}

/// What would become of cases given to a council.
pub struct AssignmentPlan(pub Plan);

/// What would become of cases given to a council.
#[Object]
impl AssignmentPlan {
    /// The cases, in the order asked.
    async fn cases(&self) -> &[PlannedCase] {
        &self.0.cases
    }

    /// How many sheets each member would have to write, those awaited already included; in the order of the council.
    async fn loads(&self, ctx: &Context<'_>) -> Result<Vec<MemberLoad>> {
        let mut loads = Vec::with_capacity(self.0.loads.len());
        for (id, sheets) in &self.0.loads {
            let account = ctx.required(ctx.loaders().account(*id).await)?;
            loads.push(MemberLoad { account, sheets: *sheets });
        }
        Ok(loads)
    }
}

/// How many sheets a member would have to write.
#[derive(SimpleObject)]
pub struct MemberLoad {
    /// Who.
    account: Arc<Account>,
    /// How many.
    sheets: i32,
}

/// A member excluded from a case.
#[derive(SimpleObject)]
pub struct PlannedExclusion {
    /// Who.
    account: Arc<Account>,
    /// Why.
    kind: ExclusionKind,
}

/// What may be a conflict of interest, for people to judge.
#[derive(SimpleObject)]
pub struct PlannedHint {
    /// Whose.
    account: Arc<Account>,
    /// What it is.
    hint: ConflictHint,
}

/// A name that would be hidden from those who score.
#[derive(SimpleObject)]
pub struct PlannedHiding {
    /// The name.
    name: String,
    /// What it gives away.
    kind: NameKind,
    /// How often it stands in the text.
    count: i32,
}

/// What would become of a case.
#[Object]
impl PlannedCase {
    /// Id of the initiative.
    async fn initiative_id(&self) -> ID {
        self.initiative.global()
    }

    /// Who would score it.
    async fn scorers(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Account>>> {
        let mut scorers = Vec::with_capacity(self.scorers.len());
        for id in &self.scorers {
            scorers.push(ctx.required(ctx.loaders().account(*id).await)?);
        }
        Ok(scorers)
    }

    /// Who would take no part.
    async fn excluded(&self, ctx: &Context<'_>) -> Result<Vec<PlannedExclusion>> {
        let mut excluded = Vec::with_capacity(self.excluded.len());
        for (id, kind) in &self.excluded {
            let account = ctx.required(ctx.loaders().account(*id).await)?;
            excluded.push(PlannedExclusion { account, kind: *kind });
        }
        Ok(excluded)
    }

    /// What may be a conflict of interest.
    async fn hints(&self, ctx: &Context<'_>) -> Result<Vec<PlannedHint>> {
        let mut hints = Vec::with_capacity(self.hints.len());
        for (id, hint) in &self.hints {
            let account = ctx.required(ctx.loaders().account(*id).await)?;
            hints.push(PlannedHint { account, hint: *hint });
        }
        Ok(hints)
    }

    /// Names that would be hidden, those that do not stand in the text as well.
    async fn hidden(&self) -> Vec<PlannedHiding> {
        let told = |(name, count): &(super::super::model::HiddenName, i32)| PlannedHiding {
            name: name.name.clone(),
            kind: name.kind,
            count: *count,
        };
        self.hidden.iter().map(told).collect()
    }

    /// What the votes of all who may vote would be enough for.
    async fn turnout(&self) -> Turnout {
        self.turnout
    }

    /// How many members may score it.
    async fn candidate_count(&self) -> i32 {
        i32::try_from(self.candidates).unwrap_or(i32::MAX)
    }
}
