//! Reads of attachments: each as far as it exists for the reader.

use std::sync::Arc;

use super::model::Attachment;
use super::{policy, store};
use crate::access::Actor;
use crate::app::App;
use crate::initiatives::{self, Initiative};
use crate::shared::error::Refusal;
use crate::shared::id::{AttachmentId, InitiativeId};

/// A file with the request it belongs to.
#[derive(Clone, Debug)]
pub struct AttachedFile {
    /// The file.
    pub file: Attachment,
    /// The request.
    pub case: Arc<Initiative>,
}

/// A file, if it exists for this person.
pub async fn find(app: &App, actor: &Actor, id: AttachmentId) -> Result<Option<AttachedFile>, Refusal> {
    let Some(file) = store::by_id(app.db.read(), id).await? else { return Ok(None) };
    let Some(case) = initiatives::find(app, actor, file.initiative).await? else { return Ok(None) };
    Ok(policy::sees(actor, &file, &case).then_some(AttachedFile { file, case }))
}

/// The files of a request that exist for this person, with the request; `None` when that does not.
pub async fn of_initiative(
    app: &App,
    actor: &Actor,
    id: InitiativeId,
) -> Result<Option<(Arc<Initiative>, Vec<AttachedFile>)>, Refusal> {
    let Some(case) = initiatives::find(app, actor, id).await? else { return Ok(None) };
    let mut files = store::of_initiative(app.db.read(), id).await?;
    files.retain(|file| policy::sees(actor, file, &case));
    let files = files.into_iter().map(|file| AttachedFile { file, case: Arc::clone(&case) }).collect();
    Ok(Some((case, files)))
}
