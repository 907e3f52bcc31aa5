//! Headers on every answer, the request id, and answers for what went wrong outside GraphQL.

use std::any::Any;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use tracing::Instrument as _;

use super::streams::Lateness;
use crate::app::App;
use crate::graphql::limits::MAX_ECHO;
use crate::graphql::{errors, limits};
use crate::shared::error::{RETRY_AFTER_SECONDS, Refusal};
use crate::shared::id;
use crate::shared::locale::Locale;
use crate::shared::operation::{self, Note, Operation};
use crate::shared::words::shortened;

/// Id of a request, in the log and in the answer's `X-Request-Id`.
#[derive(Clone)]
pub struct RequestId(pub String);

/// Only this origin; styles set by scripts on elements need `unsafe-inline` for `style` attributes.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; \
    base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// Most characters of a path in the log.
const LONGEST_PATH: usize = 200;

/// The parts of the service, as the metrics call them: paths come from clients, and must not make series without end.
fn route(path: &str) -> &'static str {
    const ROUTES: [&str; 9] = [
        "/graphql",
        "/files",
        "/attachments",
        "/documents",
        "/audit.csv",
        "/auth/oidc",
        "/healthz",
        "/readyz",
        "/_app",
    ];
    let is_below =
        |route: &&str| path.strip_prefix(*route).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    ROUTES.into_iter().find(is_below).unwrap_or("page")
}

/// Gives the request its id, logs and counts it once, and puts the security headers on the answer.
pub async fn around(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let request_id = id::fresh().simple().to_string();
    request.extensions_mut().insert(RequestId(request_id.clone()));
    let lateness = request.extensions().get::<Lateness>().cloned().unwrap_or_default();
    let locale = language(request.headers());
    let path = request.uri().path();
    let route = route(path);
    let span = tracing::info_span!(
        "request",
        request.id = %request_id,
        method = %request.method(),
        path = path.chars().take(LONGEST_PATH).collect::<String>(),
        status = tracing::field::Empty,
        otel.name = tracing::field::Empty,
    );
    let operation = Operation::of_request(&request_id);
    let started = Instant::now();
    let answering = async {
        let response = next.run(request).await;
        if lateness.is_late() { too_slow(locale) } else { response }
    };
    let mut response = Arc::clone(&operation).during(answering).instrument(span.clone()).await;
    let status = response.status().as_u16();
    span.in_scope(|| ended(&app, &operation, status, started.elapsed()));
    span.record("status", status);
    span.record("otel.name", operation.name().unwrap_or(route));
    app.metrics.answered(route, status, started.elapsed(), &operation);
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

/// Logs that a request was answered, and an operation that was slow by its name.
fn ended(app: &App, operation: &Operation, status: u16, elapsed: Duration) {
    let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    tracing::debug!(status, elapsed_ms = millis(elapsed), "answered");
    let Some((name, took)) = operation.name().zip(operation.took()) else { return };
    if took >= app.config.slow() {
        let (statements, in_database) = operation.database();
        tracing::warn!(
            operation = name,
            request.id = operation.request_id(),
            elapsed_ms = millis(took),
            statements,
            database_ms = millis(in_database),
            "slow operation"
        );
    }
}

/// The language that a request asks for.
pub fn language(request: &HeaderMap) -> Locale {
    let asked = request.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Locale::from_accept_language(asked.unwrap_or(""))
}

/// An error outside GraphQL as JSON: `{"code", "message"}`.
pub fn problem(status: StatusCode, code: &str, message: &str) -> Response {
    operation::note(Note::Error, code);
    (status, axum::Json(json!({"code": code, "message": message}))).into_response()
}

/// Why something outside GraphQL was not done, in the reader's language: the one place that makes an answer of a refusal.
pub fn refused(refusal: &Refusal, locale: Locale, request_id: Option<&str>) -> Response {
    let (status, message) = match refusal {
        Refusal::Unauthenticated => {
            (StatusCode::UNAUTHORIZED, locale.pick("Cần đăng nhập.", "Sign in first."))
        }
        Refusal::NotFound => (StatusCode::NOT_FOUND, locale.pick("Không tìm thấy.", "Not found.")),
        Refusal::Forbidden => {
            (StatusCode::FORBIDDEN, locale.pick("Không có quyền thực hiện.", "Not allowed."))
        }
        Refusal::StepUpRequired => {
            (StatusCode::FORBIDDEN, locale.pick("Cần xác nhận danh tính.", "Confirm your identity first."))
        }
        Refusal::Conflict => (
            StatusCode::CONFLICT,
            locale.pick("Dữ liệu vừa được thay đổi ở nơi khác.", "Changed by somebody else meanwhile."),
        ),
        Refusal::BadArgument(words) => {
            let message = shortened(&words.clone().into_text(locale), MAX_ECHO);
            return problem(StatusCode::BAD_REQUEST, errors::code(refusal), &message);
        }
        Refusal::Unavailable(_) | Refusal::Internal(_) => return internal(refusal, locale, request_id),
    };
    problem(status, errors::code(refusal), message)
}

/// Something was to be changed on behalf of another site.
pub fn other_site(path: &str, locale: Locale) -> Response {
    let message = locale.pick(
        "Yêu cầu được gửi từ một trang khác nên không được thực hiện.",
        "The request was sent by another site and is not carried out.",
    );
    if path == "/graphql" {
        return graphql_error(StatusCode::FORBIDDEN, "FORBIDDEN", message);
    }
    problem(StatusCode::FORBIDDEN, "FORBIDDEN", message)
}

/// The body of the request did not come in time; the connection ends with the answer.
fn too_slow(locale: Locale) -> Response {
    let message =
        locale.pick("nội dung yêu cầu được gửi đến quá chậm", "the body of the request came too slowly");
    let mut response = problem(StatusCode::REQUEST_TIMEOUT, "REQUEST_TIMEOUT", message);
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

/// An error before GraphQL, in its shape.
fn graphql_error(status: StatusCode, code: &str, message: &str) -> Response {
    operation::note(Note::Error, code);
    let body = json!({"errors": [{"message": message, "extensions": {"code": code}}]});
    (status, axum::Json(body)).into_response()
}

/// The answer may be asked for again, after a moment.
pub fn with_retry_after(mut response: Response) -> Response {
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_SECONDS));
    response
}

/// Something failed on our side; logged here, once.
fn internal(refusal: &Refusal, locale: Locale, request_id: Option<&str>) -> Response {
    let cause = refusal.cause().unwrap_or_else(|| refusal.to_string());
    tracing::error!(error = cause, request.id = request_id, "request failed");
    operation::note(Note::Error, errors::code(refusal));
    if let Refusal::Unavailable(_) = refusal {
        let message = errors::unavailable(locale);
        let error = json!({"message": message, "extensions": {"code": errors::UNAVAILABLE}});
        let body = json!({
            "code": errors::UNAVAILABLE,
            "message": message,
            "requestId": request_id,
            "errors": [error],
        });
        return with_retry_after((StatusCode::SERVICE_UNAVAILABLE, axum::Json(body)).into_response());
    }
    let body = json!({"code": "INTERNAL", "message": errors::internal(locale), "requestId": request_id});
    (StatusCode::INTERNAL_SERVER_ERROR, axum::Json(body)).into_response()
}

/// A token that opens nothing: the same answer whether it is unknown, malformed, expired or revoked.
pub fn not_signed_in(locale: Locale) -> Response {
    let message = locale.pick("cần đăng nhập", "sign in first");
    let mut response = graphql_error(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message);
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    response
}

/// A body above the limit, which the message names.
pub fn too_large(limit: usize, locale: Locale) -> Response {
    let message = limits::body_words(limit).into_text(locale);
    graphql_error(StatusCode::PAYLOAD_TOO_LARGE, "LIMIT_EXCEEDED", &message)
}

/// A body that broke off.
pub fn incomplete(locale: Locale) -> Response {
    let message = locale.pick("nội dung gửi lên bị ngắt giữa chừng", "the body ended before it was complete");
    graphql_error(StatusCode::BAD_REQUEST, "BAD_REQUEST", message)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_clients_make_no_series() {
        assert_eq!(route("/files"), "/files");
        assert_eq!(route("/files/abc"), "/files");
        assert_eq!(route("/filesystem"), "page");
        assert_eq!(route("/anything/else"), "page");
        assert_eq!(route("/auth/oidc/callback"), "/auth/oidc");
    }
}
