//! Adding files to a request and taking them away: bytes first, then the row that makes them known.

use bytes::Bytes;
use futures::Stream;
use serde_json::json;

use super::model::{Attachment, AttachmentFault as Fault};
use super::queries::{self, AttachedFile};
use super::{policy, rules, store};
use crate::access::Actor;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::files;
use crate::initiatives;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{AttachmentId, InitiativeId};

/// Adds a file to a request.
pub async fn attach<E>(
    app: &App,
    actor: &Actor,
    initiative: InitiativeId,
    (name, is_confidential): (&str, bool),
    body: impl Stream<Item = Result<Bytes, E>> + Unpin + Send,
) -> Result<AttachedFile, Failure<Fault>> {
    // Nothing is taken in from whoever may add nothing.
    let case = initiatives::find(app, actor, initiative).await?.ok_or(Refusal::NotFound)?;
    policy::check_attach(actor, &case).map(|_| ())?;
    let taken = files::take_in(app, name, body).await.map_err(|failure| match failure {
        Failure::Problem(problem) => Failure::Problem(Fault::Upload(problem)),
        Failure::Refusal(refusal) => Failure::Refusal(refusal),
    })?;
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let case = initiatives::lock(&tx, initiative).await?.ok_or(Refusal::NotFound)?;
    let permit = policy::check_attach(actor, &case)?;
    let held = store::of_initiative(&tx, initiative).await?;
    rules::check_room(&held, &taken.sha256).map_err(Failure::Problem)?;
    let file = Attachment {
        id: AttachmentId::fresh(),
        initiative,
        name: taken.name,
        media_type: taken.media_type.to_owned(),
        size: taken.size,
        sha256: taken.sha256,
        is_confidential,
        uploaded_by: actor.account,
        uploaded_at: now,
    };
    store::insert(&tx, &permit, &file).await?;
    let deed = Deed::under("attachments.added", InitiativeId::KIND, &permit).after(&json!({
        "mediaType": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "isConfidential": file.is_confidential,
    }));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(AttachedFile { file, case: std::sync::Arc::new(case) })
}

/// Takes a file away from a request; answers its id.
pub async fn remove(app: &App, actor: &Actor, id: AttachmentId) -> Result<AttachmentId, Failure<Fault>> {
    let now = app.clock.now();
    let found = queries::find(app, actor, id).await?.ok_or(Refusal::NotFound)?;
    let tx = app.db.begin().await?;
    let case = initiatives::lock(&tx, found.file.initiative).await?.ok_or(Refusal::NotFound)?;
    let file = store::by_id(&tx, id).await?.ok_or(Refusal::NotFound)?;
    let permit = policy::check_remove(actor, &file, &case)?;
    store::delete(&tx, &permit, id).await?;
    let deed = Deed::under("attachments.removed", InitiativeId::KIND, &permit)
        .before(&json!({ "mediaType": file.media_type, "size": file.size, "sha256": file.sha256 }));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(id)
}
