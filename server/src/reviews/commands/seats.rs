//! Who takes part: a member leaves for a conflict of interest; the keeper excludes, asks another, or releases one, and
//! whoever presides once sheets were signed.

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::model::{ExclusionKind, Review, ReviewFault as Fault, Seat, SeatChange};
use super::super::queries::ReviewedCase;
use super::super::{policy, rules, store};
use super::sheets::with_seat;
use super::{Done, changed, fault, follow, seen};
use crate::access::Actor;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::identity;
use crate::initiatives::Initiative;
use crate::shared::error::{Failure, Refusal, in_version};
use crate::shared::id::{AccountId, ReviewId};

/// A member declares a conflict of interest and leaves the review, until the first vote; a sheet that they signed is set
/// aside.
pub async fn declare_conflict(app: &App, actor: &Actor, id: ReviewId, reason: &str) -> Done<()> {
    let now = app.clock.now();
    let name = name_of(app, actor.account).await?;
    let tx = app.db.begin().await?;
    let (review, case, _) = seen(&tx, actor, id).await?;
    let permit = policy::check_leave(actor, &review, &case)?;
    let held = review.seat(actor.account).cloned().ok_or(Refusal::Forbidden)?;
    let reason = rules::check_reason(reason).map_err(fault)?;
    let seat = rules::left(&held, ExclusionKind::Declared, &reason);
    let mut next = Review { seats: with_seat(&review, &seat), ..changed(&review, now) };
    let moved = follow(&tx, actor, &permit, case, &mut next, now).await?;
    store::save_seat(&tx, &permit, &seat).await?;
    store::save(&tx, &permit, &next).await?;
    let deed = Deed::under("reviews.conflict_declared", ReviewId::KIND, &permit)
        .before(&told(&review, &held, &moved, &name))
        .after(&told(&next, &seat, &moved, &name))
        .because(&reason);
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The keeper changes who takes part while nobody has signed; after that the keeper asks another where a conflict left
/// too few who score, and whoever presides decides a conflict or does without a sheet that is awaited.
pub async fn change_seat(
    app: &App,
    actor: &Actor,
    (id, version): (ReviewId, i32),
    account: AccountId,
    change: SeatChange,
) -> Done<Arc<ReviewedCase>> {
    let now = app.clock.now();
    let name = name_of(app, account).await?;
    let tx = app.db.begin().await?;
    let (review, case, council) = seen(&tx, actor, id).await?;
    let hats = policy::hats(actor, &council, &review, &case, account);
    let permit = policy::may_change_seat(actor, &council, &review, &case, account);
    let permit = in_version(permit.map_err(Failure::from), review.version == version, || vec![Fault::Stale])?;
    let held = review.seat(account).cloned().ok_or_else(|| fault(Fault::UnknownMember))?;
    let (seat, reason) = rules::changed_seat(&review, hats, &held, &change).map_err(fault)?;
    let mut next = Review { seats: with_seat(&review, &seat), ..changed(&review, now) };
    if !rules::is_presided(&next.seats) {
        return Err(fault(Fault::NobodyPresides { title: case.title.clone() }));
    }
    let moved = follow(&tx, actor, &permit, case, &mut next, now).await?;
    store::save_seat(&tx, &permit, &seat).await?;
    store::save(&tx, &permit, &next).await?;
    let mut deed = Deed::under("reviews.seat_changed", ReviewId::KIND, &permit)
        .before(&told(&review, &held, &moved, &name))
        .after(&told(&next, &seat, &moved, &name));
    if let Some(reason) = &reason {
        deed = deed.because(reason);
    }
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(ReviewedCase { review: next, case: Arc::new(moved), is_opened: false }))
}

/// What the trail keeps of a seat: whose it is, in which case, and what it does to the sheets that count. Never a mean,
/// which is no business of everybody who reads the trail.
fn told(review: &Review, seat: &Seat, case: &Initiative, name: &str) -> Value {
    json!({
        "member": name,
        "initiativeTitle": case.title,
        "registerNumber": case.register.map(|entry| format!("{}/{}", entry.number, entry.year)),
        "scores": seat.scores,
        "exclusion": seat.exclusion.as_ref().map(|exclusion| exclusion.kind.code()),
        "isSetAside": seat.is_set_aside(),
        "sheets": review.seats.iter().filter(|seat| seat.is_scorer() && seat.signed_at.is_some()).count(),
        "reviewState": review.state.code(),
    })
}

/// The name of a member, for the trail; empty where there is no such account, which is refused next.
async fn name_of(app: &App, account: AccountId) -> Result<String, Refusal> {
    let found = identity::load_many(app, &[account]).await?.pop();
    Ok(found.map(|account| account.display_name).unwrap_or_default())
}
