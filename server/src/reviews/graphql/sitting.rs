//! A sitting in the schema.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use time::{Date, OffsetDateTime};

use super::super::model::{
    CaseTally, Choice, Deputy, LeftOverReason, ReviewState, Sitting, SittingState, Turnout,
};
use super::super::queries::ReviewedCase;
use super::super::{policy, rules};
use super::results::ReviewVote;
use super::seat::SeatDeputy;
use crate::access::Answered as _;
use crate::councils::{Council, CouncilPosition};
use crate::graphql::context::ContextExt as _;
use crate::identity::Account;
use crate::shared::clock::vietnam_date;
use crate::shared::id::AccountId;

/// A sitting of a council.
#[Object(name = "CouncilSitting")]
impl Sitting {
    /// Opaque id.
    pub async fn id(&self) -> ID {
        self.id.global()
    }

    /// Counts the changes but for votes; a deed names the version it was decided on.
    async fn version(&self) -> i32 {
        self.version
    }

    /// Of which council.
    async fn council(&self, ctx: &Context<'_>) -> Result<Arc<Council>> {
        ctx.required(ctx.loaders().councils().council(self.council).await)
    }

    /// On which day.
    async fn held_on(&self) -> Date {
        self.held_on
    }

    /// Where.
    async fn place(&self) -> &str {
        &self.place
    }

    /// Whether it votes in secret.
    async fn is_secret(&self) -> bool {
        self.is_secret
    }

    /// Where it stands.
    async fn state(&self) -> SittingState {
        self.state
    }

    /// When it was closed; null while it is open.
    async fn closed_at(&self) -> Option<OffsetDateTime> {
        self.closed_at
    }

    /// Whether it is held today; attendance, votes and its end belong to its day.
    async fn is_today(&self, ctx: &Context<'_>) -> bool {
        rules::check_day(self, vietnam_date(ctx.app().clock.now())).is_ok()
    }

    /// Whether its day has passed; it is then closed only with a reason.
    async fn is_past(&self, ctx: &Context<'_>) -> bool {
        self.held_on < vietnam_date(ctx.app().clock.now())
    }

    /// How many cases it left to the next sitting when it was closed.
    async fn left_over_count(&self) -> i32 {
        self.left_over
    }

    /// Cases that it left to the next sitting when it was closed, of those that the viewer may see.
    async fn left_over(&self, ctx: &Context<'_>) -> Result<Vec<LeftOverCase>> {
        let actor = ctx.actor()?;
        let mut told = Vec::with_capacity(self.record.left_over.len());
        for left in &self.record.left_over {
            let found = ctx.loaders().reviews().review(left.review).await;
            let found = found.map_err(|refusal| ctx.refuse(refusal))?;
            let seen = found.filter(|found| policy::sees(actor, &found.review, &found.case));
            told.extend(seen.map(|found| LeftOverCase {
                review_id: left.review.global(),
                title: found.case.title.clone(),
                reason: left.reason,
                present: left.present,
                needed: left.needed,
            }));
        }
        Ok(told)
    }

    /// When it began, as "08:00"; null where nobody wrote it down.
    async fn began_at(&self) -> Option<String> {
        self.record.began_at.map(hour)
    }

    /// When it ended, as "10:30"; null where nobody wrote it down.
    async fn ended_at(&self) -> Option<String> {
        self.record.ended_at.map(hour)
    }

    /// What members said; empty where nobody wrote it down.
    async fn opinions(&self) -> &str {
        &self.record.opinions
    }

    /// Who votes in the place of a member, as far as the viewer sees the cases of its agenda.
    async fn deputies(&self, ctx: &Context<'_>) -> Result<Vec<SittingDeputy>> {
        let actor = ctx.actor()?;
        let agenda = ctx.loaders().reviews().agenda(self.id).await.map_err(|refusal| ctx.refuse(refusal))?;
        let mut found: Vec<(AccountId, Deputy)> = Vec::new();
        for one in agenda.iter().filter(|one| policy::sees(actor, &one.review, &one.case)) {
            for (member, deputy) in
                one.review.seats.iter().filter_map(|seat| Some((seat.account, seat.deputy.as_ref()?)))
            {
                if !found.iter().any(|(known, _)| *known == member) {
                    found.push((member, deputy.clone()));
                }
            }
        }
        let mut told = Vec::with_capacity(found.len());
        for (member, deputy) in found {
            let member = ctx.required(ctx.loaders().account(member).await)?;
            told.push(SittingDeputy { member, deputy: SeatDeputy(deputy) });
        }
        Ok(told)
    }

    /// What those members are on the council in whose place somebody may vote on a case of its agenda.
    async fn deputised_positions(&self, ctx: &Context<'_>) -> Result<Vec<CouncilPosition>> {
        let agenda = ctx.loaders().reviews().agenda(self.id).await.map_err(|refusal| ctx.refuse(refusal))?;
        let rules = agenda.iter().filter_map(|found| found.review.rubric.deputies.as_ref());
        let named: Vec<CouncilPosition> = rules.flat_map(|rule| rule.positions.iter().copied()).collect();
        Ok(CouncilPosition::ALL.iter().copied().filter(|position| named.contains(position)).collect())
    }

    /// Who is present, those who stand in for a member too.
    async fn present(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Account>>> {
        let mut present = Vec::with_capacity(self.present.len());
        for id in &self.present {
            present.push(ctx.required(ctx.loaders().account(*id).await)?);
        }
        Ok(present)
    }

    /// The cases of its agenda that the viewer may see.
    async fn agenda(&self, ctx: &Context<'_>) -> Result<Vec<Arc<ReviewedCase>>> {
        let actor = ctx.actor()?;
        let agenda = ctx.loaders().reviews().agenda(self.id).await.map_err(|refusal| ctx.refuse(refusal))?;
        let is_seen = |found: &Arc<ReviewedCase>| policy::sees(actor, &found.review, &found.case);
        Ok(agenda.into_iter().filter(is_seen).collect())
    }

    /// Whether the viewer may change it, record who is present, and close it.
    async fn viewer_can_hold(&self, ctx: &Context<'_>) -> Result<bool> {
        let Some(actor) = ctx.visitor() else { return Ok(false) };
        let council = ctx.required(ctx.loaders().councils().council(self.council).await)?;
        Ok(policy::check_hold(actor, &council, self).is_offered())
    }
}

fn hour((hours, minutes): (u8, u8)) -> String {
    format!("{hours:02}:{minutes:02}")
}

/// Who votes in the place of a member.
#[derive(SimpleObject)]
pub struct SittingDeputy {
    /// The member.
    member: Arc<Account>,
    /// Who stands in, and by which letter.
    deputy: SeatDeputy,
}

/// A case that a sitting left to the next.
#[derive(SimpleObject)]
pub struct LeftOverCase {
    /// Id of the review.
    review_id: ID,
    /// Name of the initiative.
    title: String,
    /// Why no vote on it counts.
    reason: LeftOverReason,
    /// How many who may vote were present.
    present: i32,
    /// How many would have been needed: present, to agree, or to vote, as the reason is.
    needed: i32,
}

/// How the votes of a sitting stand.
#[derive(SimpleObject)]
pub struct SittingTally {
    /// Counts the changes of the sitting but for votes: once it differs, the sitting is to be read anew.
    version: i32,
    /// Where the sitting stands.
    state: SittingState,
    /// The cases of its agenda that the viewer may see.
    cases: Vec<TalliedCase>,
}

/// How the vote on a case stands.
#[derive(SimpleObject)]
pub struct TalliedCase {
    /// Id of the review.
    review_id: ID,
    /// Counts the changes of the review but for sheets and votes.
    version: i32,
    /// How many have voted.
    voted_count: i32,
    /// What the votes say; of a secret vote once its sitting has concluded it, null until then.
    vote: Option<ReviewVote>,
    /// Who could vote on it now, and what that is enough for.
    turnout: Turnout,
    /// Whether the viewer has voted; null when the viewer has no seat.
    has_voted: Option<bool>,
    /// How the viewer voted; null when they have not, or voted in secret.
    choice: Option<Choice>,
}

impl SittingTally {
    /// The votes as they stand; those of a secret sitting are told once the case is concluded. A request that was withdrawn
    /// after a vote or two never is.
    pub fn of(sitting: &Sitting, cases: Vec<CaseTally>) -> Self {
        let is_told = |one: &CaseTally| {
            !sitting.is_secret || matches!(one.state, ReviewState::Deliberated | ReviewState::Decided)
        };
        let told = |one: CaseTally| TalliedCase {
            review_id: one.review.global(),
            version: one.version,
            voted_count: one.tally.cast(),
            turnout: rules::turnout_among(
                one.rule,
                one.members,
                (one.eligible, one.present),
                sitting.is_secret,
            ),
            vote: is_told(&one)
                .then(|| ReviewVote(rules::vote_among(one.rule, one.members, one.eligible, one.tally))),
            has_voted: one.own.map(|(_, has_voted, _)| has_voted),
            choice: one.own.and_then(|(.., choice)| choice),
        };
        Self { version: sitting.version, state: sitting.state, cases: cases.into_iter().map(told).collect() }
    }
}
