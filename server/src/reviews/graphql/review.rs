//! A review in the schema. Members read no author and no other sheet before every sheet is signed.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use time::{Date, OffsetDateTime};

use super::super::model::{Outcome, ReachCount, ReviewState, Seat, Sitting, Turnout};
use super::super::queries::ReviewedCase;
use super::super::{policy, rules};
use super::results::{ReviewSummary, ReviewVote, ReviewedAdoption};
use super::seat::ReviewSeat;
use crate::access::{Actor, Answered as _};
use crate::adoptions::{Adoption, AdoptionAnswer};
use crate::councils::{Council, InitiativeLevel, Rubric};
use crate::graphql::context::ContextExt as _;
use crate::initiatives::{self, Initiative, InitiativeKind, InitiativeSection};
use crate::shared::clock::vietnam_date;
use crate::similarities::Similar;

/// A part of a request as a scorer reads it.
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

    /// Sheets that were signed and do not count, since their members left afterwards for a conflict of interest; empty
    /// while the authors are hidden from the viewer.
    async fn set_aside(&self, ctx: &Context<'_>) -> Vec<ReviewSeat> {
        let told = |seat: &Seat| ReviewSeat {
            seat: seat.clone(),
            review: self.review.clone(),
            shows_sheet: true,
            shows_choice: false,
            changes: [false; 3],
        };
        let is_shown = self.shows_authors(ctx) && !self.review.is_blind();
        self.review.seats.iter().filter(|seat| is_shown && seat.is_set_aside()).map(told).collect()
    }

    /// By when members sign their sheets; null when nobody said so.
    async fn score_by(&self) -> Option<Date> {
        self.review.score_by
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
