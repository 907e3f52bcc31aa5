//! Upload and download of the files of a request to recognise an initiative.

use async_graphql::ID;
use axum::body::Body;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::json;

use super::Server;
use super::files::{NotSent, Sent, admitted, answered, attachment, not_bytes, refused, signed_in, status};
use super::headers::{self, language};
use super::inputs::Asked;
use super::session::Caller;
use crate::attachments::{self, AttachedFile, AttachmentFault};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{AttachmentId, InitiativeId};

/// Arguments of an upload.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Opaque id of the initiative.
    #[serde(default)]
    initiative: String,
    /// Name of the file.
    #[serde(default)]
    name: String,
    /// Whether only those who decide read it.
    #[serde(default)]
    confidential: bool,
}

/// `POST /attachments?initiative=…&name=…&confidential=…` with the bytes as body: adds a file to a request.
pub async fn upload(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Asked(target): Asked<Target>,
    request: HeaderMap,
    body: Body,
) -> Response {
    let locale = language(&request);
    if let Some(answer) = not_bytes(&request, locale) {
        return answer;
    }
    match receive(&server, &caller, &target, &request, body).await {
        Ok(added) => {
            server.app.metrics.uploaded(added.file.size);
            (StatusCode::CREATED, axum::Json(described(&added))).into_response()
        }
        Err(Failure::Problem(fault)) => {
            let status = match &fault {
                AttachmentFault::Upload(problem) => status(*problem),
                _ => StatusCode::CONFLICT,
            };
            headers::problem(status, fault.code(), &fault.message(locale))
        }
        Err(Failure::Refusal(refusal)) => refused(&refusal, locale, &caller),
    }
}

async fn receive(
    server: &Server,
    caller: &Caller,
    target: &Target,
    request: &HeaderMap,
    body: Body,
) -> Result<AttachedFile, Failure<AttachmentFault>> {
    let actor = admitted(caller, request).map_err(|failure| match failure {
        Failure::Problem(problem) => Failure::Problem(AttachmentFault::Upload(problem)),
        Failure::Refusal(refusal) => Failure::Refusal(refusal),
    })?;
    let initiative = InitiativeId::parse(&ID(target.initiative.clone()))?;
    let what = (target.name.as_str(), target.confidential);
    attachments::attach(&server.app, actor, initiative, what, body.into_data_stream()).await
}

/// `GET /attachments/{id}`: the bytes of a file, always as a download.
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
    let id = AttachmentId::parse(&ID(id.to_owned()))?;
    let AttachedFile { file, .. } =
        attachments::find(&server.app, actor, id).await?.ok_or(Refusal::NotFound)?;
    let sent = Sent { sha256: &file.sha256, media_type: &file.media_type, name: &file.name };
    attachment(server, actor, (AttachmentId::KIND, file.id.0), sent).await
}

fn described(added: &AttachedFile) -> serde_json::Value {
    json!({
        "id": added.file.id.global().as_str(),
        "name": added.file.name,
        "mediaType": added.file.media_type,
        "size": added.file.size,
        "sha256": added.file.sha256,
    })
}
