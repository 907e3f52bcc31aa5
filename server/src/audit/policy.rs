//! Who may read which part of the trail (DOMAIN 6.2, last row).

use super::model::AuditScope;
use crate::access::{Actor, Role, Scope};

/// The entries this person may read; everybody reads at least what they did themselves.
#[must_use]
pub fn readable_by(actor: &Actor) -> AuditScope {
    if actor.any_role(&[Role::Auditor]).is_some() {
        return AuditScope::All;
    }
    if actor.any_role(&[Role::CampaignManager]).is_some() {
        return AuditScope::Campaigns(actor.account);
    }
    match &actor.scope {
        Scope::Units(units) => AuditScope::Units(units.clone(), actor.account),
        Scope::All => AuditScope::Units(Vec::new(), actor.account),
    }
}
