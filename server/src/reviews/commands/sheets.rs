//! Writing and signing one's own sheet.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;

use super::super::model::{Review, ReviewFault as Fault, Seat};
use super::super::queries::ReviewedCase;
use super::super::{policy, rules, store};
use super::{Done, changed, fault, follow, seen};
use crate::access::Actor;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::shared::error::Refusal;
use crate::shared::id::ReviewId;
use crate::shared::points::Points;

/// A sheet as its member writes it.
#[derive(Clone, Debug)]
pub struct SheetForm {
    /// In which review.
    pub review: ReviewId,
    /// The version of the own sheet that the change was made on.
    pub version: i32,
    /// Points by criterion; those left out are not given yet.
    pub points: BTreeMap<String, Points>,
    /// A remark to the council.
    pub remark: String,
    /// Whether it is signed, and so locked.
    pub signs: bool,
}

/// Keeps the own sheet, and signs it where that is meant. A signed sheet never changes.
pub async fn save_sheet(app: &App, actor: &Actor, form: SheetForm) -> Done<Arc<ReviewedCase>> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let (review, case, _) = seen(&tx, actor, form.review).await?;
    let permit = policy::check_score(actor, &review, &case)?;
    let held = review.seat(actor.account).cloned().ok_or(Refusal::Forbidden)?;
    if held.version != form.version {
        return Err(fault(Fault::Stale));
    }
    let seat = Seat {
        points: form.points,
        remark: form.remark.trim().to_owned(),
        version: held.version + 1,
        saved_at: Some(now),
        signed_at: form.signs.then_some(now),
        ..held
    };
    let check = if form.signs { rules::check_signing } else { rules::check_sheet };
    check(&review.rubric, &seat).map_err(fault)?;
    store::save_seat(&tx, &permit, &seat).await?;
    let seats = with_seat(&review, &seat);
    if !form.signs {
        // What a member notes for themselves leaves no trail; what they sign does.
        tx.commit().await?;
        return Ok(Arc::new(ReviewedCase {
            review: Review { seats, ..review },
            case: Arc::new(case),
            is_opened: false,
        }));
    }
    let mut next = Review { seats, ..changed(&review, now) };
    let moved = follow(&tx, actor, &permit, case, &mut next, now).await?;
    store::save(&tx, &permit, &next).await?;
    let deed = Deed::under("reviews.sheet_signed", ReviewId::KIND, &permit)
        .after(&json!({ "initiativeTitle": moved.title, "total": seat.total() }));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(ReviewedCase { review: next, case: Arc::new(moved), is_opened: false }))
}

/// The seats of a review with one of them changed.
pub fn with_seat(review: &Review, seat: &Seat) -> Vec<Seat> {
    let mut seats = review.seats.clone();
    for held in seats.iter_mut().filter(|held| held.account == seat.account) {
        held.clone_from(seat);
    }
    seats
}
