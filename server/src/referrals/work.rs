//! What waits for a person among referrals: to send, to complete, to check, to give to the province's council.

use std::sync::Arc;

use super::queries::{self, MOST_LISTED};
use super::{policy, store};
use crate::access::{Actor, Role};
use crate::app::App;
use crate::initiatives::{self, Initiative, InitiativeState};
use crate::shared::error::Refusal;

/// Kind of work among referrals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferralWorkKind {
    /// Prepared referrals wait to be sent.
    Send,
    /// What was sent waits to be completed.
    Complete,
    /// What was sent waits to be checked.
    Check,
    /// Checked referrals wait to be given to the province's council.
    Assign,
}

/// Something that waits for a person.
#[derive(Clone, Debug)]
pub struct ReferralWork {
    /// What is to be done.
    pub kind: ReferralWorkKind,
    /// With which initiative; the next of several.
    pub next: Arc<Initiative>,
    /// How many there are.
    pub count: i64,
}

/// What waits for this person.
pub async fn work_for(app: &App, actor: &Actor) -> Result<Vec<ReferralWork>, Refusal> {
    let db = app.db.read();
    let mut work = Vec::new();
    let mut add = |kind, cases: Vec<Arc<Initiative>>| {
        let count = i64::try_from(cases.len()).unwrap_or(i64::MAX);
        work.extend(cases.into_iter().next().map(|next| ReferralWork { kind, next, count }));
    };
    let led = actor.units_with(&[Role::UnitLeader]);
    if !led.is_empty() {
        let prepared = store::prepared(db, &led, MOST_LISTED).await?;
        // What is still being written is nobody's to send.
        let written = prepared.into_iter().filter(|one| !one.statement.is_empty()).collect();
        let prepared = queries::with_cases(db, written).await?.into_iter().map(|one| one.case);
        add(ReferralWorkKind::Send, prepared.filter(|case| policy::sends(actor, case).is_some()).collect());
    }
    let kept = actor.units_with(&[Role::UnitLeader, Role::InitiativeSecretary]);
    if !kept.is_empty() {
        let asked = [InitiativeState::ReferralFix];
        let cases = initiatives::in_states(db, &asked, Some(&kept), MOST_LISTED).await?;
        let cases = cases.into_iter().filter(|case| policy::prepares(actor, case).is_some()).map(Arc::new);
        add(ReferralWorkKind::Complete, cases.collect());
    }
    if policy::checks(actor) {
        for (state, kind) in [
            (InitiativeState::Referred, ReferralWorkKind::Check),
            (InitiativeState::ProvChecked, ReferralWorkKind::Assign),
        ] {
            let cases = initiatives::in_states(db, &[state], None, MOST_LISTED).await?;
            let cases = cases.into_iter().filter(|case| policy::finds(actor, case).is_some()).map(Arc::new);
            add(kind, cases.collect());
        }
    }
    Ok(work)
}
