//! Refusals as GraphQL errors with `extensions.code`; internal failures are logged here, once.

use async_graphql::{Error, ErrorExtensions as _};

use crate::shared::error::Refusal;

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
        Refusal::Internal(_) => "INTERNAL",
    }
}

/// Turns a refusal into an error. The words never depend on the record, so nothing leaks.
#[must_use]
pub fn error(refusal: Refusal, request_id: Option<&str>) -> Error {
    let code = code(&refusal);
    let message = match &refusal {
        Refusal::Internal(cause) => {
            tracing::error!(error = format!("{cause:#}"), request.id = request_id, "operation failed");
            "Internal error.".to_owned()
        }
        other => other.to_string(),
    };
    let internal = matches!(refusal, Refusal::Internal(_));
    Error::new(message).extend_with(|_, extensions| {
        extensions.set("code", code);
        if internal && let Some(id) = request_id {
            extensions.set("requestId", id);
        }
    })
}
