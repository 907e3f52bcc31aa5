//! Attachments in the schema.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject, Union};
use time::OffsetDateTime;

use super::model::AttachmentFault;
use super::queries::{self, AttachedFile};
use super::words::AttachmentProblem;
use super::{commands, policy};
use crate::access::{Action as _, Answered as _};
use crate::graphql::asks::asks;
use crate::graphql::context::ContextExt as _;
use crate::shared::error::Failure;
use crate::shared::id::{AttachmentId, InitiativeId};

/// Queries of attachments.
#[derive(Default)]
pub struct AttachmentsQuery;

#[Object]
impl AttachmentsQuery {
    /// The files of a request to recognise an initiative; null when there is none that the viewer may see.
    async fn initiative_attachments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the initiative.")] initiative_id: ID,
    ) -> Option<Result<InitiativeAttachments>> {
        let actor = match ctx.actor() {
            Ok(actor) => actor,
            Err(error) => return Some(Err(error)),
        };
        let id = InitiativeId::parse(&initiative_id).ok()?;
        let found = queries::of_initiative(ctx.app(), actor, id).await;
        ctx.optional(found.map(|found| {
            found.map(|(case, attachments)| InitiativeAttachments {
                viewer_can_attach: policy::check_attach(actor, &case).is_offered(),
                attachments,
            })
        }))
    }
}

/// The files of a request.
#[derive(SimpleObject)]
pub struct InitiativeAttachments {
    /// Whether the viewer may add files now.
    viewer_can_attach: bool,
    /// The files that the viewer reads, in the order in which they came; at most 20.
    attachments: Vec<AttachedFile>,
}

/// A file of a request.
#[Object(name = "InitiativeAttachment")]
impl AttachedFile {
    /// Opaque id.
    pub async fn id(&self) -> ID {
        self.file.id.global()
    }

    /// Name, as it was uploaded; its extension fits the content.
    async fn name(&self) -> &str {
        &self.file.name
    }

    /// Media type, found by looking at the content.
    async fn media_type(&self) -> &str {
        &self.file.media_type
    }

    /// Size in bytes.
    async fn size(&self) -> i64 {
        self.file.size
    }

    /// SHA-256 of the bytes, in hexadecimal.
    async fn sha256(&self) -> &str {
        &self.file.sha256
    }

    /// Whether only those who decide read it.
    async fn is_confidential(&self) -> bool {
        self.file.is_confidential
    }

    /// When it was added, by the server's clock.
    async fn uploaded_at(&self) -> OffsetDateTime {
        self.file.uploaded_at
    }

    /// Where the bytes are downloaded, relative to this server.
    async fn url(&self) -> String {
        format!("/attachments/{}", self.file.id.global().as_str())
    }

    /// Whether the viewer may take it away now.
    async fn viewer_can_remove(&self, ctx: &Context<'_>) -> bool {
        let may = |actor| policy::check_remove(actor, &self.file, &self.case).is_offered();
        ctx.visitor().is_some_and(may)
    }
}

/// A file to be taken away.
#[derive(InputObject)]
pub struct RemoveAttachmentInput {
    /// Which file.
    id: ID,
}

/// The file that was taken away.
#[derive(SimpleObject)]
pub struct RemovedAttachment {
    /// Its id.
    id: ID,
}

/// The file that was taken away, or what stands in the way.
#[derive(Union)]
pub enum RemoveAttachmentResult {
    /// The file that was taken away.
    Removed(RemovedAttachment),
    /// What stands in the way.
    Problem(AttachmentProblem),
}

/// Deeds on attachments. They are added by `POST /attachments`.
#[derive(Default)]
pub struct AttachmentsMutation;

#[Object]
impl AttachmentsMutation {
    /// Takes a file away from a request that is with its authors. Whoever drafts it.
    #[graphql(directive = asks::apply(policy::AttachFile::PROOF))]
    async fn remove_attachment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which file.")] input: RemoveAttachmentInput,
    ) -> Result<RemoveAttachmentResult> {
        let actor = ctx.actor()?;
        let id = AttachmentId::parse(&input.id).map_err(|refusal| ctx.refuse(refusal))?;
        match commands::remove(ctx.app(), actor, id).await {
            Ok(id) => Ok(RemoveAttachmentResult::Removed(RemovedAttachment { id: id.global() })),
            Err(Failure::Problem(fault)) => Ok(refused(ctx, &fault)),
            Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
        }
    }
}

fn refused(ctx: &Context<'_>, fault: &AttachmentFault) -> RemoveAttachmentResult {
    RemoveAttachmentResult::Problem(fault.problem(ctx.locale()))
}
