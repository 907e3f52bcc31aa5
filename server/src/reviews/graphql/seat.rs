//! A member's place in a review in the schema.

use std::sync::Arc;

use async_graphql::{Context, Object, Result, SimpleObject};
use time::OffsetDateTime;

use super::super::model::{Choice, Deputy, ExclusionKind, Review, Seat};
use super::inputs::SeatChangeKind;
use crate::councils::CouncilPosition;
use crate::graphql::context::ContextExt as _;
use crate::identity::Account;
use crate::shared::points::Points;

/// A member's place in a review.
pub struct ReviewSeat {
    /// The seat.
    pub seat: Seat,
    /// In which review.
    pub review: Review,
    /// Whether the viewer reads the sheet.
    pub shows_sheet: bool,
    /// Whether the viewer reads the vote.
    pub shows_choice: bool,
    /// What the viewer may do about it now: exclude, appoint, release.
    pub changes: [bool; 3],
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

    /// Who votes in the member's place in the sitting; null where nobody does.
    async fn deputy(&self) -> Option<SeatDeputy> {
        self.seat.deputy.clone().map(SeatDeputy)
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

/// Who votes in the place of a member who cannot come.
pub struct SeatDeputy(pub Deputy);

/// Who votes in the place of a member who cannot come.
#[Object]
impl SeatDeputy {
    /// Account.
    async fn account(&self, ctx: &Context<'_>) -> Result<Arc<Account>> {
        ctx.required(ctx.loaders().account(self.0.account).await)
    }

    /// By which letter or decision.
    async fn basis(&self) -> &str {
        &self.0.basis
    }
}
