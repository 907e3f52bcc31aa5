//! Files in the schema.

use async_graphql::{Context, ID, Object, Result};
use time::OffsetDateTime;

use super::model::StoredFile;
use crate::graphql::context::ContextExt as _;

/// A file in the library of a unit. One file may be evidence of many score lines.
#[Object]
impl StoredFile {
    /// Opaque id.
    pub async fn id(&self) -> ID {
        self.id.global()
    }

    /// Name, as it was uploaded; its extension fits the content.
    async fn name(&self) -> &str {
        &self.name
    }

    /// Media type, found by looking at the content.
    async fn media_type(&self) -> &str {
        &self.media_type
    }

    /// Size in bytes.
    async fn size(&self) -> i64 {
        self.size
    }

    /// SHA-256 of the bytes, in hexadecimal.
    async fn sha256(&self) -> &str {
        &self.sha256
    }

    /// When it was uploaded, by the server's clock.
    async fn uploaded_at(&self) -> OffsetDateTime {
        self.uploaded_at
    }

    /// Where the bytes are downloaded, relative to this server.
    async fn url(&self) -> String {
        format!("/files/{}", self.id.global().as_str())
    }

    /// Number of times it is cited as evidence.
    async fn link_count(&self, ctx: &Context<'_>) -> Result<u64> {
        ctx.loaders().link_count(self.id).await.map_err(|refusal| ctx.refuse(refusal))
    }
}
