//! Reads of the trail, each with the reader's scope; and the look at the whole chain.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;
use time::OffsetDateTime;
use uuid::Uuid;

use super::model::{AuditEntry, AuditFilter, AuditHead, Seal, Verdict};
use super::rules::Verifier;
use super::{policy, store};
use crate::access::Actor;
use crate::app::App;
use crate::shared::error::Refusal;
use crate::shared::page::{Page, PageRequest};

/// Entries read at once while the chain is verified.
const BATCH: u64 = 1000;

/// A page of the trail as this person may read it; refused to whoever has no right to any of it.
pub async fn page(
    app: &App,
    actor: &Actor,
    filter: &AuditFilter,
    request: &PageRequest,
) -> Result<Page<AuditEntry>, Refusal> {
    let readable = policy::readable_by(actor, app.trail, filter)?;
    store::page(app.db.read(), &readable, filter, request).await
}

/// The newest entries about each of these subjects, as this person may read them; refused to whoever has no right to any
/// of the trail.
pub async fn histories_of(
    app: &App,
    actor: &Actor,
    subjects: &[Uuid],
    first: u64,
) -> Result<HashMap<Uuid, Vec<AuditEntry>>, Refusal> {
    let readable = policy::readable_by(actor, app.trail, &AuditFilter::default())?;
    store::newest_about(app.db.read(), &readable, subjects, first).await
}

/// Whether this person has a right to entries about others at all.
#[must_use]
pub fn reads(app: &App, actor: &Actor) -> bool {
    policy::readable_by(actor, app.trail, &AuditFilter::default()).is_ok()
}

/// The end of the chain, with the time of its newest entry, for those who keep or inspect it.
pub async fn head(app: &App, actor: &Actor) -> Result<(AuditHead, Option<OffsetDateTime>), Refusal> {
    policy::may_read_head(actor)?;
    let head = store::head(app.db.read()).await?;
    let newest = store::by_sequence(app.db.read(), head.sequence).await?;
    Ok((head, newest.map(|entry| entry.at)))
}

/// The end of the chain as a seal, to be kept elsewhere.
pub async fn seal(db: &impl ConnectionTrait, now: OffsetDateTime) -> Result<Seal, Refusal> {
    let AuditHead { sequence, hash } = store::head(db).await?;
    let count = store::count_up_to(db, sequence).await?;
    Ok(Seal { format: Seal::FORMAT, sequence, hash, count, sealed_at: now })
}

/// Reads the whole chain in batches and says what was tampered with, against a seal when there is one. Deeds may
/// go on being recorded meanwhile.
pub async fn verify(db: &impl ConnectionTrait, seal: Option<Seal>) -> Result<Verdict, Refusal> {
    let mut verifier = Verifier::new(seal);
    let mut after = None;
    let mut promised: Option<AuditHead> = None;
    loop {
        let batch = store::following(db, after, BATCH).await?;
        for entry in &batch {
            verifier.read(entry);
        }
        match (batch.last(), promised.take()) {
            // A head is committed with its entries: what it promised before this look is not there.
            (None, Some(head)) => return Ok(verifier.finish(&head)),
            (Some(last), _) => after = Some((last.link.sequence, last.id)),
            (None, None) => {}
        }
        if u64::try_from(batch.len()).is_ok_and(|length| length < BATCH) {
            let head = store::head(db).await?;
            if head.sequence <= after.map_or(0, |(sequence, _)| sequence) {
                return Ok(verifier.finish(&head));
            }
            promised = Some(head);
        }
    }
}
