//! Who takes part: a member leaves for a conflict of interest; the keeper excludes, asks another, or releases one.

use std::sync::Arc;

use serde_json::json;

use super::super::model::{
    Exclusion, ExclusionKind, Review, ReviewFault as Fault, ReviewState, Seat, SeatChange,
};
use super::super::queries::ReviewedCase;
use super::super::{policy, rules, store};
use super::sheets::with_seat;
use super::{Done, changed, fault, follow, seen};
use crate::access::Actor;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::shared::error::{Refusal, in_version};
use crate::shared::id::{AccountId, ReviewId};

/// A member declares a conflict of interest and leaves the review, until the own sheet is signed.
pub async fn declare_conflict(app: &App, actor: &Actor, id: ReviewId, reason: &str) -> Done<()> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let (review, case, _) = seen(&tx, actor, id).await?;
    let permit = policy::check_leave(actor, &review, &case)?;
    let held = review.seat(actor.account).cloned().ok_or(Refusal::Forbidden)?;
    let reason = rules::check_reason(reason).map_err(fault)?;
    let seat = left(&held, ExclusionKind::Declared, &reason);
    let mut next = Review { seats: with_seat(&review, &seat), ..changed(&review, now) };
    let moved = follow(&tx, actor, &permit, case, &mut next, now).await?;
    store::save_seat(&tx, &permit, &seat).await?;
    store::save(&tx, &permit, &next).await?;
    let deed = Deed::under("reviews.conflict_declared", ReviewId::KIND, &permit)
        .after(&json!({ "initiativeTitle": moved.title, "exclusion": ExclusionKind::Declared.code() }))
        .because(&reason);
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The keeper changes who takes part, until the council has voted.
pub async fn change_seat(
    app: &App,
    actor: &Actor,
    (id, version): (ReviewId, i32),
    account: AccountId,
    change: SeatChange,
) -> Done<Arc<ReviewedCase>> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let (review, case, council) = seen(&tx, actor, id).await?;
    let checked = policy::check_rearrange(actor, &council, &review, &case);
    let permit = in_version(checked, review.version == version, || vec![Fault::Stale])?;
    let held = review.seat(account).filter(|seat| seat.is_eligible()).cloned();
    let held = held.ok_or_else(|| fault(Fault::UnknownMember))?;
    let (seat, reason) = match change {
        SeatChange::Exclude { reason } => {
            let reason = rules::check_reason(&reason).map_err(fault)?;
            (left(&held, ExclusionKind::Found, &reason), Some(reason))
        }
        SeatChange::Appoint if review.state != ReviewState::Scoring => {
            return Err(fault(Fault::WrongState(review.state)));
        }
        SeatChange::Appoint => (Seat { scores: true, ..held.clone() }, None),
        SeatChange::Release { .. } if held.signed_at.is_some() => return Err(fault(Fault::Signed)),
        SeatChange::Release { reason } => {
            let reason = rules::check_reason(&reason).map_err(fault)?;
            (Seat { scores: false, ..held.clone() }, Some(reason))
        }
    };
    let mut next = Review { seats: with_seat(&review, &seat), ..changed(&review, now) };
    if !rules::is_presided(&next.seats) {
        return Err(fault(Fault::NobodyPresides { title: case.title.clone() }));
    }
    let moved = follow(&tx, actor, &permit, case, &mut next, now).await?;
    // A case that awaits a sheet again is on no agenda.
    if next.state == ReviewState::Scoring {
        next.sitting = None;
    }
    store::save_seat(&tx, &permit, &seat).await?;
    store::save(&tx, &permit, &next).await?;
    let told = |seat: &Seat| {
        json!({
            "initiativeTitle": moved.title,
            "scores": seat.scores,
            "exclusion": seat.exclusion.as_ref().map(|exclusion| exclusion.kind.code()),
        })
    };
    let mut deed =
        Deed::under("reviews.seat_changed", ReviewId::KIND, &permit).before(&told(&held)).after(&told(&seat));
    if let Some(reason) = &reason {
        deed = deed.because(reason);
    }
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(ReviewedCase { review: next, case: Arc::new(moved), is_opened: false }))
}

/// The seat of somebody who takes no part any more; what they wrote stays known.
fn left(held: &Seat, kind: ExclusionKind, reason: &str) -> Seat {
    Seat { exclusion: Some(Exclusion { kind, reason: Some(reason.to_owned()) }), ..held.clone() }
}
