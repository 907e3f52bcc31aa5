//! Health: `/healthz` says the process lives, `/readyz` that the database answers.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use sea_orm::ConnectionTrait as _;

use super::Server;

/// The process lives.
pub async fn alive() -> &'static str {
    "ok"
}

/// The database answers.
pub async fn ready(State(server): State<Server>) -> Response {
    match server.app.db.read().execute_unprepared("SELECT 1").await {
        Ok(_) => "ready".into_response(),
        Err(error) => {
            tracing::error!(%error, "database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "database does not answer").into_response()
        }
    }
}
