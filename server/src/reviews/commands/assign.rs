//! Giving cases to a council, and taking one back.

use serde_json::json;

use super::super::model::{AssignForm, Review, ReviewFault as Fault, ReviewState, Tally};
use super::super::queries::{self, ReviewedCase};
use super::super::{policy, rules, store};
use super::{Done, changed, fault, seen, standing};
use crate::access::Actor;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::councils::{self, Council};
use crate::initiatives::{self, Initiative, InitiativeEventKind, Move, Progress};
use crate::shared::error::{Refusal, in_version};
use crate::shared::id::{InitiativeId, ReviewId};
use std::sync::Arc;

/// Gives cases to a council as planned: all of them, or none.
pub async fn assign(app: &App, actor: &Actor, form: &AssignForm) -> Done<Vec<Arc<ReviewedCase>>> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    // Locked in one order, so that two who give out the same cases wait for each other and never both ways.
    let mut ids: Vec<InitiativeId> = form.cases.iter().map(|(id, _)| *id).collect();
    ids.sort_unstable();
    for id in &ids {
        initiatives::lock(&tx, *id).await?.ok_or(Refusal::NotFound)?;
    }
    // Two who give cases to one council at once do so by one rubric.
    councils::lock(&tx, form.council).await?;
    let may = |council: &Council, case: &Initiative| policy::may_assign(actor, council, case).map(|_| ());
    let prepared = queries::prepare(app, &tx, actor, form, may).await?;
    let (mut permits, mut reviews, mut given, mut deeds) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for ((case, seats), planned) in prepared.cases.into_iter().zip(&prepared.plan.cases) {
        let permit = policy::may_assign(actor, &prepared.council, &case)?;
        let review = Review {
            id: ReviewId::fresh(),
            initiative: case.id,
            council: prepared.council.id,
            level: prepared.council.level,
            rubric: prepared.rubric.clone(),
            hidden: planned.hidden.iter().map(|(name, _)| name.clone()).collect(),
            state: ReviewState::Scoring,
            version: 1,
            sitting: None,
            tally: Tally::default(),
            result: None,
            score_by: form.score_by.or(case.due_on),
            assigned_by: actor.account,
            assigned_at: now,
            updated_at: now,
            seats,
        };
        let progress = Progress { told: Some(InitiativeEventKind::Assigned), ..Progress::default() };
        let moved = initiatives::advance(&tx, actor, &permit, &case, Move::Assign, progress, now).await?;
        deeds.push(Deed::under("reviews.assigned", InitiativeId::KIND, &permit).of_unit(case.unit).after(
            &json!({
                "council": prepared.council.name,
                "rubric": review.rubric.code,
                "scorers": planned.scorers.len(),
                "excluded": planned.excluded.len(),
            }),
        ));
        permits.push(permit);
        given.push(moved);
        reviews.push(review);
    }
    store::insert(&tx, &permits, &reviews).await?;
    audit::record_all(&tx, Some(actor), deeds, now).await?;
    tx.commit().await?;
    let with_case =
        |(review, case)| Arc::new(ReviewedCase { review, case: Arc::new(case), is_opened: false });
    Ok(reviews.into_iter().zip(given).map(with_case).collect())
}

/// Takes a case back from its council while nobody has signed a sheet.
pub async fn take_back(
    app: &App,
    actor: &Actor,
    id: ReviewId,
    version: i32,
    reason: &str,
) -> Done<Arc<ReviewedCase>> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let (review, case, council) = seen(&tx, actor, id).await?;
    let checked = policy::check_take_back(actor, &council, &review, &case);
    let permit = in_version(checked, review.version == version, || vec![Fault::Stale])?;
    let reason = rules::check_reason(reason).map_err(fault)?;
    let next = Review { state: ReviewState::Ended, ..changed(&review, now) };
    store::save(&tx, &permit, &next).await?;
    let progress = Progress {
        told: Some(InitiativeEventKind::Unassigned),
        note: Some(reason.clone()),
        ..Progress::default()
    };
    let over_case = policy::over_case(&permit, &review)?;
    let moved = initiatives::advance(&tx, actor, &over_case, &case, Move::Unassign, progress, now).await?;
    let deed = Deed::under("reviews.taken_back", ReviewId::KIND, &permit)
        .of_unit(case.unit)
        .before(&standing(&review, &case))
        .after(&standing(&next, &moved))
        .because(&reason);
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(Arc::new(ReviewedCase { review: next, case: Arc::new(moved), is_opened: false }))
}
