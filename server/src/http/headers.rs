//! Headers on every answer, the request id, and answers for what went wrong outside GraphQL.

use std::any::Any;
use std::time::Instant;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use tracing::Instrument as _;

use crate::app::App;
use crate::graphql::errors;
use crate::shared::error::{RETRY_AFTER_SECONDS, Refusal};
use crate::shared::id;

/// Id of a request, in the log and in the answer's `X-Request-Id`.
#[derive(Clone)]
pub struct RequestId(pub String);

/// Only this origin; styles set by scripts on elements need `unsafe-inline` for `style` attributes.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; \
    base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// Gives the request its id, logs it once, and puts the security headers on the answer.
pub async fn around(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let request_id = id::fresh().simple().to_string();
    request.extensions_mut().insert(RequestId(request_id.clone()));
    let span = tracing::info_span!(
        "request",
        request.id = %request_id,
        method = %request.method(),
        path = %request.uri().path(),
    );
    let started = Instant::now();
    let mut response = async {
        let response = next.run(request).await;
        tracing::debug!(
            status = response.status().as_u16(),
            elapsed_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            "answered"
        );
        response
    }
    .instrument(span)
    .await;
    let headers = response.headers_mut();
    let fixed: [(HeaderName, &'static str); 6] = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if app.config.behind_tls {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
    response
}

/// An error outside GraphQL as JSON: `{"code", "message"}`.
pub fn problem(status: StatusCode, code: &str, message: &str) -> Response {
    (status, axum::Json(json!({"code": code, "message": message}))).into_response()
}

/// The answer may be asked for again, after a moment.
pub fn with_retry_after(mut response: Response) -> Response {
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_SECONDS));
    response
}

/// Something failed on our side; logged here, once.
pub fn internal(refusal: &Refusal, request_id: Option<&str>) -> Response {
    let cause = refusal.cause().unwrap_or_else(|| refusal.to_string());
    tracing::error!(error = cause, request.id = request_id, "request failed");
    if let Refusal::Unavailable(_) = refusal {
        let message = json!({"message": refusal.to_string(), "extensions": {"code": errors::UNAVAILABLE}});
        let body = json!({
            "code": errors::UNAVAILABLE,
            "message": refusal.to_string(),
            "requestId": request_id,
            "errors": [message],
        });
        return with_retry_after((StatusCode::SERVICE_UNAVAILABLE, axum::Json(body)).into_response());
    }
    let body = json!({"code": "INTERNAL", "message": "Internal error.", "requestId": request_id});
    (StatusCode::INTERNAL_SERVER_ERROR, axum::Json(body)).into_response()
}

/// A token that opens nothing: the same answer whether it is unknown, malformed, expired or revoked.
pub fn not_signed_in() -> Response {
    let body = json!({"errors": [{"message": "sign in first", "extensions": {"code": "UNAUTHENTICATED"}}]});
    let challenge = [(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))];
    (StatusCode::UNAUTHORIZED, challenge, axum::Json(body)).into_response()
}

/// A body above the limit, which the message names.
pub fn too_large(limit: usize) -> Response {
    let message = format!("the body passes the limit of {limit} bytes");
    let body = json!({"errors": [{"message": message, "extensions": {"code": "LIMIT_EXCEEDED"}}]});
    (StatusCode::PAYLOAD_TOO_LARGE, axum::Json(body)).into_response()
}

/// A handler panicked: the server goes on, the client gets a plain 500.
pub fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let message = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("unknown");
    tracing::error!(panic = message, "handler panicked");
    problem(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "Internal error.")
}
