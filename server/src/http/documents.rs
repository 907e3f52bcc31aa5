//! `GET /documents/{id}`: the bytes of a document that was generated, always as a download.

use async_graphql::ID;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::Server;
use super::files::{NotSent, Sent, answered, attachment, signed_in};
use super::session::Caller;
use crate::documents;
use crate::shared::error::Refusal;
use crate::shared::id::DocumentId;

/// The bytes of a document.
pub async fn download(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    request: HeaderMap,
) -> Response {
    answered(open(&server, &caller, &id).await, &request, &caller)
}

async fn open(server: &Server, caller: &Caller, id: &str) -> Result<Response, NotSent> {
    let actor = signed_in(caller)?;
    let id = DocumentId::parse(&ID(id.to_owned()))?;
    let document = documents::find(&server.app, actor, id).await?.ok_or(Refusal::NotFound)?;
    let sent =
        Sent { sha256: &document.sha256, media_type: document.format.media_type(), name: &document.name };
    attachment(server, actor, (DocumentId::KIND, document.id.0), sent).await
}
