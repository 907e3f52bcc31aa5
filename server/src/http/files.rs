//! Upload and download of files as streams, which GraphQL does badly.

use async_graphql::ID;
use axum::body::Body;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::headers::language;
use super::inputs::Asked;
use super::session::Caller;
use super::{Server, headers};
use crate::access::Actor;
use crate::files::{self, Content, StoredFile, Unreadable, UploadProblem};
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{FileId, UnitId};
use crate::shared::locale::Locale;
use crate::submissions;

/// A header that no other site can send without asking first.
const CSRF: &str = "x-thidua-csrf";

/// Arguments of an upload.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Opaque id of the unit.
    #[serde(default)]
    unit: String,
    /// Name of the file.
    #[serde(default)]
    name: String,
}

/// `POST /files?unit=…&name=…` with the bytes as body: adds a file to the library of a unit.
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
        Ok(file) => {
            server.app.metrics.uploaded(file.size);
            (StatusCode::CREATED, axum::Json(described(&file))).into_response()
        }
        Err(Failure::Problem(problem)) => {
            headers::problem(status(problem), problem.code(), problem.message(locale))
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
) -> Result<StoredFile, Failure<UploadProblem>> {
    let actor = admitted(caller, request)?;
    let unit = UnitId::parse(&ID(target.unit.clone()))?;
    files::upload(&server.app, actor, unit, &target.name, body.into_data_stream()).await
}

/// Whoever sends bytes: signed in, from this site, and no more than one file may have.
pub(super) fn admitted<'a>(
    caller: &'a Caller,
    request: &HeaderMap,
) -> Result<&'a Actor, Failure<UploadProblem>> {
    let actor = signed_in(caller)?;
    if !asked_first(request) {
        return Err(Refusal::Forbidden.into());
    }
    if declares_too_much(request) {
        return Err(Failure::Problem(UploadProblem::TooLarge));
    }
    Ok(actor)
}

/// The answer to bytes that are not declared as bytes.
pub(super) fn not_bytes(request: &HeaderMap, locale: Locale) -> Option<Response> {
    let message = locale.pick(
        "hãy gửi kèm Content-Type: application/octet-stream",
        "send Content-Type: application/octet-stream",
    );
    let answer = || headers::problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", message);
    (!is_octet_stream(request)).then(answer)
}

/// `GET /files/{id}`: the bytes of a file, always as a download.
pub async fn download(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    request: HeaderMap,
) -> Response {
    answered(open(&server, &caller, &id).await, &request, &caller)
}

/// Why no bytes are sent.
pub(super) enum NotSent {
    /// The person is turned away.
    Refused(Refusal),
    /// The person may have them, but they cannot be had.
    Unreadable(Unreadable),
}

impl<E: Into<Refusal>> From<E> for NotSent {
    fn from(error: E) -> Self {
        Self::Refused(error.into())
    }
}

/// What was opened, or why nothing was.
pub(super) fn answered(opened: Result<Response, NotSent>, request: &HeaderMap, caller: &Caller) -> Response {
    let locale = language(request);
    match opened {
        Ok(response) => response,
        Err(NotSent::Refused(refusal)) => refused(&refusal, locale, caller),
        Err(NotSent::Unreadable(why)) => {
            let status = match why {
                Unreadable::Missing | Unreadable::Tampered => StatusCode::GONE,
                Unreadable::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            };
            let answer = headers::problem(status, why.code(), why.message(locale));
            if why == Unreadable::Unavailable { headers::with_retry_after(answer) } else { answer }
        }
    }
}

async fn open(server: &Server, caller: &Caller, id: &str) -> Result<Response, NotSent> {
    let actor = signed_in(caller)?;
    let id = FileId::parse(&ID(id.to_owned()))?;
    let file = submissions::find_file(&server.app, actor, id).await?.ok_or(Refusal::NotFound)?;
    let sent = Sent { sha256: &file.sha256, media_type: &file.media_type, name: &file.name };
    attachment(server, actor, (FileId::KIND, file.id.0), sent).await
}

/// What is sent of a record.
pub(super) struct Sent<'a> {
    /// The hash of its bytes.
    pub sha256: &'a str,
    /// Their media type.
    pub media_type: &'a str,
    /// The name it is saved under.
    pub name: &'a str,
}

/// The bytes of a record, always as a download and always whole: a part cannot be held against the hash, so ranges
/// are not offered.
pub(super) async fn attachment(
    server: &Server,
    actor: &Actor,
    record: (&'static str, Uuid),
    sent: Sent<'_>,
) -> Result<Response, NotSent> {
    let Content { size, bytes } =
        files::open(&server.app, actor, record, sent.sha256).await.map_err(NotSent::Unreadable)?;
    let mut response = Body::from_stream(bytes).into_response();
    let fields: [(HeaderName, String); 9] = [
        (header::CONTENT_TYPE, sent.media_type.to_owned()),
        (header::CONTENT_LENGTH, size.to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{}", percent_encoded(sent.name))),
        (header::ETAG, format!("\"{}\"", sent.sha256)),
        (header::ACCEPT_RANGES, "none".to_owned()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin".to_owned()),
    ];
    for (name, value) in fields {
        let value = HeaderValue::try_from(value).map_err(|error| Refusal::Internal(error.into()))?;
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}

/// The person behind the request; nobody while a first password or a second factor waits.
pub(super) fn signed_in(caller: &Caller) -> Result<&Actor, Refusal> {
    caller.actor.as_deref().filter(|actor| !actor.is_held_up()).ok_or(Refusal::Unauthenticated)
}

fn asked_first(request: &HeaderMap) -> bool {
    request.get(CSRF).is_some_and(|value| value == "1")
}

fn is_octet_stream(request: &HeaderMap) -> bool {
    request.get(header::CONTENT_TYPE).is_some_and(|value| value == "application/octet-stream")
}

fn declares_too_much(request: &HeaderMap) -> bool {
    request
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok())
        .is_some_and(|length| length > files::MAX_SIZE)
}

fn described(file: &StoredFile) -> serde_json::Value {
    json!({
        "id": file.id.global().as_str(),
        "name": file.name,
        "mediaType": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
    })
}

pub(super) fn status(problem: UploadProblem) -> StatusCode {
    match problem {
        UploadProblem::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        UploadProblem::UnsupportedType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        UploadProblem::Empty | UploadProblem::NoName => StatusCode::BAD_REQUEST,
    }
}

pub(super) fn refused(refusal: &Refusal, locale: Locale, caller: &Caller) -> Response {
    headers::refused(refusal, locale, caller.request_id.as_deref())
}

/// Percent-encoding of RFC 5987: letters, digits and a few marks stand for themselves.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vietnamese_name_survives_the_header() {
        assert_eq!(percent_encoded("kế hoạch 2021.pdf"), "k%E1%BA%BF%20ho%E1%BA%A1ch%202021.pdf");
    }
}
