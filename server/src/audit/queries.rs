//! Reads of the trail, each with the reader's scope.

use super::model::{AuditEntry, AuditFilter};
use super::{policy, store};
use crate::access::Actor;
use crate::app::App;
use crate::shared::error::Refusal;
use crate::shared::page::{Page, PageRequest};

/// A page of the trail as this person may read it.
pub async fn page(
    app: &App,
    actor: &Actor,
    filter: &AuditFilter,
    request: &PageRequest,
) -> Result<Page<AuditEntry>, Refusal> {
    store::page(app.db.read(), &policy::readable_by(actor), filter, request).await
}

/// The newest entries about one subject, as this person may read them.
pub async fn history_of(
    app: &App,
    actor: &Actor,
    subject: uuid::Uuid,
    request: &PageRequest,
) -> Result<Page<AuditEntry>, Refusal> {
    let filter = AuditFilter { subject: Some(subject), ..AuditFilter::default() };
    page(app, actor, &filter, request).await
}
