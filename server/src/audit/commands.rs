//! Taking a part of the trail along, which is a deed itself.

use serde_json::json;

use super::model::{AuditFilter, Deed};
use super::{policy, store};
use crate::access::Actor;
use crate::app::App;
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, CampaignId, UnitId};

/// Records that this person exports the entries of a filter, before the first of them is sent; refused where the list
/// on the screen is.
pub async fn begin_export(app: &App, actor: &Actor, filter: &AuditFilter) -> Result<(), Refusal> {
    policy::readable_by(actor, app.trail, filter)?;
    let tx = app.db.begin().await?;
    let mut deed = Deed::new("audit.exported", AccountId::KIND, actor.account.0).after(&json!({
        "subject": filter.subject,
        "actor": filter.actor.map(AccountId::global),
        "unit": filter.unit.map(UnitId::global),
        "campaign": filter.campaign.map(CampaignId::global),
        "criterionCode": filter.criterion_code,
        "deed": filter.deed,
        "from": filter.from,
        "to": filter.to,
    }));
    deed.role = policy::reading_role(actor);
    store::record(&tx, Some(actor), deed, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}
