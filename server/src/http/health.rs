//! Health: `/healthz` says the process lives, `/readyz` that the database answers and keeps writes.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use super::{Server, headers};

/// The process lives.
pub async fn alive() -> &'static str {
    "ok"
}

/// The database answers and keeps writes. The answer is at most a second old, so that asking costs nothing; what
/// exactly fails is told to the log only.
pub async fn ready(State(server): State<Server>) -> Response {
    match server.app.db.ready().await {
        Ok(()) => "ready".into_response(),
        Err(cause) => {
            tracing::warn!(cause, "not ready");
            headers::with_retry_after((StatusCode::SERVICE_UNAVAILABLE, "not ready").into_response())
        }
    }
}
