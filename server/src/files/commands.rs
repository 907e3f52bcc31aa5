//! Uploading: bytes first, then the row that makes them known.

use bytes::Bytes;
use futures::Stream;
use serde_json::json;

use super::blobs::{StageFailure, Staged};
use super::model::{StoredFile, UploadProblem};
use super::{policy, probe, rules, store};
use crate::access::Actor;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{FileId, UnitId};

/// Most bytes of one file: 50 MB.
pub const MAX_SIZE: u64 = 50 * 1024 * 1024;

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
    let name = rules::clean_name(name).ok_or(Failure::Problem(UploadProblem::NoName))?;
    let staged = app.blobs.stage(body, MAX_SIZE).await.map_err(|failure| match failure {
        StageFailure::TooLarge => Failure::Problem(UploadProblem::TooLarge),
        StageFailure::Interrupted => {
            Failure::Refusal(Refusal::BadInput("the body ended before it was complete".into()))
        }
        StageFailure::Store(refusal) => Failure::Refusal(refusal),
    })?;
    let now = app.clock.now();
    let described = describe(&staged, &name).await;
    let (name, media_type) = match described {
        Ok(described) => described,
        Err(failure) => {
            staged.discard().await?;
            return Err(failure);
        }
    };
    let file = StoredFile {
        id: FileId::fresh(),
        unit,
        sha256: staged.sha256.clone(),
        name,
        media_type: media_type.to_owned(),
        size: i64::try_from(staged.size).expect("a size within the limit"),
        uploaded_by: actor.account,
        uploaded_at: now,
    };
    staged.keep().await?;

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

/// The final name and the media type, or why the content is not taken.
async fn describe(staged: &Staged, name: &str) -> Result<(String, &'static str), Failure<UploadProblem>> {
    if staged.size == 0 {
        return Err(Failure::Problem(UploadProblem::Empty));
    }
    let kind = probe::kind_of(staged, name).await?.ok_or(Failure::Problem(UploadProblem::UnsupportedType))?;
    Ok((rules::with_extension(name, kind), kind.media_type()))
}
