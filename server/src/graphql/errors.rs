//! Refusals as GraphQL errors with `extensions.code`; internal failures are logged here, once. What the engine says
//! gets its code here too, and never repeats much of what was sent.

use async_graphql::{Error, ErrorExtensionValues, ErrorExtensions as _, ServerError};

use super::engine_words::in_vietnamese;
use super::limits::{MAX_ECHO, MAX_ERRORS};
use crate::shared::error::Refusal;
use crate::shared::locale::Locale;
use crate::shared::words::shortened;

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
        Refusal::BadArgument(_) => "BAD_USER_INPUT",
        Refusal::Unavailable(_) => UNAVAILABLE,
        Refusal::Internal(_) => "INTERNAL",
    }
}

/// Turns a refusal into an error. The words never depend on the record, so nothing leaks.
#[must_use]
pub fn error(refusal: Refusal, locale: Locale, request_id: Option<&str>) -> Error {
    let code = code(&refusal);
    let cause = refusal.cause();
    if let Some(cause) = &cause {
        tracing::error!(error = cause, request.id = request_id, "operation failed");
    }
    let message = match &refusal {
        Refusal::Unauthenticated => locale.pick("cần đăng nhập", "sign in first").to_owned(),
        Refusal::NotFound => locale.pick("không tìm thấy", "not found").to_owned(),
        Refusal::Forbidden => locale.pick("không có quyền thực hiện", "not allowed").to_owned(),
        Refusal::StepUpRequired => {
            locale.pick("cần xác nhận danh tính trước", "confirm your identity first").to_owned()
        }
        Refusal::Conflict => {
            locale.pick("vừa được thay đổi ở nơi khác", "changed by somebody else meanwhile").to_owned()
        }
        Refusal::BadArgument(words) => shortened(&words.clone().into_text(locale), MAX_ECHO),
        Refusal::Unavailable(_) => unavailable(locale).to_owned(),
        Refusal::Internal(_) => internal(locale).to_owned(),
    };
    Error::new(message).extend_with(|_, extensions| {
        extensions.set("code", code);
        if cause.is_some()
            && let Some(id) = request_id
        {
            extensions.set("requestId", id);
        }
    })
}

/// What is said of a failure on our side.
#[must_use]
pub fn internal(locale: Locale) -> &'static str {
    locale.pick("Lỗi nội bộ.", "Internal error.")
}

/// What is said while the database is away, full or held up.
#[must_use]
pub fn unavailable(locale: Locale) -> &'static str {
    locale.pick(
        "hệ thống tạm thời chưa phục vụ được; hãy thử lại",
        "the service is not available at the moment, try again",
    )
}

/// Completes the errors of an answer. Those of a document that never ran are about the document; those of the engine
/// in a document that ran are about a value that it could not read.
pub fn complete(errors: &mut Vec<ServerError>, has_run: bool, locale: Locale, request_id: Option<&str>) {
    errors.truncate(MAX_ERRORS);
    for error in errors {
        let has_code = error.extensions.as_ref().is_some_and(|found| found.get("code").is_some());
        if has_code {
            continue;
        }
        let is_about_value = has_run || error.message.starts_with("Invalid value for argument");
        // A resolver's own error keeps its source; the engine's have none.
        let code = match &error.source {
            Some(_) => {
                tracing::error!(error = error.message, request.id = request_id, "a resolver failed untyped");
                error.message = internal(locale).to_owned();
                "INTERNAL"
            }
            None if is_about_value => "BAD_USER_INPUT",
            None => "GRAPHQL_VALIDATION_FAILED",
        };
        if locale == Locale::Vi && code != "INTERNAL" {
            error.message = in_vietnamese(&error.message);
        }
        error.message = shortened(&error.message, MAX_ECHO);
        error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", code);
    }
}
