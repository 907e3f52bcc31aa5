//! Uploading: bytes first, then the row that makes them known. Handing out: the bytes of a record, when they are right.

use bytes::Bytes;
use futures::{Stream, StreamExt as _, TryStreamExt as _};
use serde_json::json;
use uuid::Uuid;

use super::blobs::{BlobFault, Content, ReadFailure, StageFailure, Staged};
use super::checked::ChangedMeanwhile;
use super::model::{StoredFile, Unreadable, UploadProblem};
use super::{policy, probe, rules, store};
use crate::access::Actor;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{FileId, UnitId};

/// Most bytes of one file: 50 MB.
pub const MAX_SIZE: u64 = 50 * 1024 * 1024;

/// Bytes that were taken in: they stand in the blob store, and no row knows of them yet.
#[derive(Clone, Debug)]
pub struct TakenIn {
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
    /// Name, cleaned; its extension fits the content.
    pub name: String,
    /// Media type by content.
    pub media_type: &'static str,
    /// Size in bytes.
    pub size: i64,
}

/// Takes the bytes of a file in: nothing remains of what is too large, empty or of a type that is not taken. For slices
/// that have asked who may.
pub async fn take_in<E>(
    app: &App,
    name: &str,
    body: impl Stream<Item = Result<Bytes, E>> + Unpin + Send,
) -> Result<TakenIn, Failure<UploadProblem>> {
    let name = rules::clean_name(name).ok_or(Failure::Problem(UploadProblem::NoName))?;
    let staged = app.blobs.stage(body, MAX_SIZE).await.map_err(|failure| match failure {
        StageFailure::TooLarge => Failure::Problem(UploadProblem::TooLarge),
        StageFailure::Interrupted => Failure::Refusal(Refusal::bad(
            "nội dung gửi lên bị ngắt giữa chừng",
            "the body ended before it was complete",
        )),
        StageFailure::Store(refusal) => Failure::Refusal(refusal),
    })?;
    let (name, media_type) = match describe(&staged, &name).await {
        Ok(described) => described,
        Err(failure) => {
            staged.discard().await?;
            return Err(failure);
        }
    };
    let size = i64::try_from(staged.size).expect("a size within the limit");
    let taken = TakenIn { sha256: staged.sha256.clone(), name, media_type, size };
    staged.keep().await?;
    Ok(taken)
}

/// Adds a file to the library of a unit. The same bytes again are answered with the file that is
/// there already, under its first name.
pub async fn upload<E>(
    app: &App,
    actor: &Actor,
    unit: UnitId,
    name: &str,
    body: impl Stream<Item = Result<Bytes, E>> + Unpin + Send,
) -> Result<StoredFile, Failure<UploadProblem>> {
    let permit = policy::may_upload(actor, unit)?;
    let taken = take_in(app, name, body).await?;
    let now = app.clock.now();
    let file = StoredFile {
        id: FileId::fresh(),
        unit,
        sha256: taken.sha256,
        name: taken.name,
        media_type: taken.media_type.to_owned(),
        size: taken.size,
        uploaded_by: actor.account,
        uploaded_at: now,
    };

    let tx = app.db.begin().await?;
    if !store::insert(&tx, &permit, &file).await? {
        let known = store::by_hash(&tx, unit, &file.sha256).await?;
        return known.ok_or(Failure::Refusal(Refusal::Conflict));
    }
    let deed = Deed::under("file.uploaded", FileId::KIND, &permit)
        .about(FileId::KIND, file.id.0)
        .of_unit(unit)
        .after(&json!({"name": file.name, "mediaType": file.media_type, "size": file.size, "sha256": file.sha256}));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(file)
}

/// Opens the bytes behind a record that this person may read; `record` is its kind and id. Bytes that are missing, or
/// not those that were kept, are refused, and the trail tells once of each such finding.
pub async fn open(
    app: &App,
    actor: &Actor,
    record: (&'static str, Uuid),
    sha256: &str,
) -> Result<Content, Unreadable> {
    let (kind, id) = record;
    match app.blobs.read(sha256).await {
        Ok(content) => {
            app.blobs.forget(id);
            Ok(watched(app, actor, record, sha256, content))
        }
        Err(ReadFailure::Fault(fault)) => {
            let why = match &fault {
                BlobFault::Missing => Unreadable::Missing,
                BlobFault::Tampered { .. } => Unreadable::Tampered,
            };
            tracing::error!(kind, %id, sha256, ?fault, "a file in the store is not what was kept");
            tell_news(app, actor, record, sha256, &fault).await;
            Err(why)
        }
        Err(ReadFailure::Store(error)) => {
            tracing::error!(error = format!("{error:#}"), "the store does not answer");
            Err(Unreadable::Unavailable)
        }
    }
}

/// The content, of which the trail tells too where the file changes while it is sent.
fn watched(
    app: &App,
    actor: &Actor,
    record: (&'static str, Uuid),
    sha256: &str,
    content: Content,
) -> Content {
    let (app, actor, sha256) = (app.clone(), actor.clone(), sha256.to_owned());
    let bytes = content.bytes.inspect_err(move |error| {
        let changed = error.get_ref().and_then(|inner| inner.downcast_ref::<ChangedMeanwhile>());
        if let Some(ChangedMeanwhile { found }) = changed {
            let fault = BlobFault::Tampered { found: found.clone() };
            let (app, actor, sha256) = (app.clone(), actor.clone(), sha256.clone());
            tokio::spawn(async move { tell_news(&app, &actor, record, &sha256, &fault).await });
        }
    });
    Content { bytes: bytes.boxed(), ..content }
}

/// Tells the trail of a fault, once; where that fails, the next reading tells of it.
async fn tell_news(app: &App, actor: &Actor, record: (&'static str, Uuid), sha256: &str, fault: &BlobFault) {
    if app.blobs.is_news(record.1, fault)
        && let Err(error) = tell(app, actor, record, sha256, fault).await
    {
        app.blobs.forget(record.1);
        tracing::error!(%error, "the trail does not tell of it yet");
    }
}

async fn tell(
    app: &App,
    actor: &Actor,
    (kind, id): (&'static str, Uuid),
    sha256: &str,
    fault: &BlobFault,
) -> Result<(), Refusal> {
    let tx = app.db.begin().await?;
    let deed = match fault {
        BlobFault::Missing => Deed::new("file.found_missing", kind, id),
        BlobFault::Tampered { found } => {
            Deed::new("file.found_tampered", kind, id).after(&json!({ "sha256": found }))
        }
    };
    let deed = deed.before(&json!({ "sha256": sha256 }));
    audit::record(&tx, Some(actor), deed, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// The final name and the media type, or why the content is not taken.
async fn describe(staged: &Staged, name: &str) -> Result<(String, &'static str), Failure<UploadProblem>> {
    if staged.size == 0 {
        return Err(Failure::Problem(UploadProblem::Empty));
    }
    let kind = probe::kind_of(staged, name).await?.ok_or(Failure::Problem(UploadProblem::UnsupportedType))?;
    Ok((rules::with_extension(name, kind), kind.media_type()))
}
