//! Refusals as GraphQL errors with `extensions.code`; internal failures are logged here, once.

use async_graphql::{Error, ErrorExtensions as _};

use crate::shared::error::Refusal;

/// The code of an error that passes: the whole answer becomes 503 with `Retry-After`.
pub const UNAVAILABLE: &str = "UNAVAILABLE";

/// The code a client sees.
#[must_use]
pub fn code(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Unauthenticated => "UNAUTHENTICATED",
        Refusal::NotFound => "NOT_FOUND",
        Refusal::Forbidden => "FORBIDDEN",
        Refusal::StepUpRequired => "STEP_UP_REQUIRED",
        Refusal::Conflict => "CONFLICT",
        Refusal::BadInput(_) => "BAD_USER_INPUT",
        Refusal::Unavailable(_) => UNAVAILABLE,
        Refusal::Internal(_) => "INTERNAL",
    }
}

/// Turns a refusal into an error. The words never depend on the record, so nothing leaks.
#[must_use]
pub fn error(refusal: Refusal, request_id: Option<&str>) -> Error {
    let code = code(&refusal);
    let internal = refusal.cause();
    if let Some(cause) = &internal {
        tracing::error!(error = cause, request.id = request_id, "operation failed");
    }
    let message = match &refusal {
        Refusal::Internal(_) => "Internal error.".to_owned(),
        other => other.to_string(),
    };
    Error::new(message).extend_with(|_, extensions| {
        extensions.set("code", code);
        if internal.is_some()
            && let Some(id) = request_id
        {
            extensions.set("requestId", id);
        }
    })
}
