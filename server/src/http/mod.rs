//! The router: GraphQL, files, health, and the web app; the middleware in its order. And the server around it: the
//! bounds on connections, and stopping.

mod accept;
mod attachments;
mod audit;
mod connections;
mod documents;
mod files;
pub mod headers;
mod health;
mod inputs;
mod patience;
mod serve;
mod session;
mod site;
mod spa;
mod sso;
mod streams;

use std::error::Error;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, get, post};
use http_body_util::LengthLimitError;
use tower_http::catch_panic::CatchPanicLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, Session, SessionManagerLayer};

pub use accept::Stop;
pub use connections::Limits;
pub use patience::Patience;
pub use serve::{Addresses, serve, serve_until};

use crate::app::App;
use crate::graphql::context::RequestContext;
use crate::graphql::loaders::Loaders;
use crate::graphql::turns::Turns;
use crate::graphql::{Schema, handler, limits, schema};
use crate::identity::SessionRows;
use crate::telemetry::metrics;

/// State of the router.
#[derive(Clone)]
struct Server {
    app: App,
    schema: Schema,
    turns: Turns,
}

/// Builds the whole service.
pub fn router(app: App) -> Router {
    let server = Server { app: app.clone(), schema: schema(), turns: Turns::over(app.db.backend()) };
    let sessions = SessionManagerLayer::new(SessionRows::new(&app))
        .with_name("thidua_session")
        .with_http_only(true)
        .with_same_site(SameSite::Strict)
        .with_secure(app.config.behind_tls)
        .with_expiry(Expiry::OnSessionEnd);
    let with_session = Router::new()
        .route("/graphql", any(graphql).layer(DefaultBodyLimit::max(limits::MAX_BODY_WITH_FILES)))
        .route("/files", post(files::upload).layer(DefaultBodyLimit::disable()))
        .route("/files/{id}", get(files::download))
        .route("/attachments", post(attachments::upload).layer(DefaultBodyLimit::disable()))
        .route("/attachments/{id}", get(attachments::download))
        .route("/documents/{id}", get(documents::download))
        .route("/audit.csv", get(audit::export))
        .route("/auth/oidc/start", get(sso::start))
        .route("/auth/oidc/callback", get(sso::callback))
        .layer(middleware::from_fn_with_state(session::Entrance::new(&app), session::attach_actor))
        .layer(sessions)
        .layer(middleware::from_fn_with_state(app.clone(), site::guard))
        .layer(middleware::from_fn(inputs::refuse_broken));
    Router::new()
        .merge(with_session)
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .with_state(server)
        .merge(spa::router())
        .layer(CatchPanicLayer::custom(headers::panicked))
        .layer(middleware::from_fn_with_state(app, headers::around))
}

/// Metrics for Prometheus, on an address of their own: they tell more than strangers need to know.
pub fn metrics_router(app: App) -> Router {
    let text = move || async move {
        ([(header::CONTENT_TYPE, metrics::CONTENT_TYPE)], app.metrics.text()).into_response()
    };
    Router::new().route("/metrics", get(text))
}

async fn graphql(
    State(server): State<Server>,
    session: Session,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let locale = headers::language(&headers);
    let caller = parts.extensions.get::<session::Caller>().cloned().unwrap_or_default();
    // Strangers send no files.
    let most = if caller.actor.is_some() { limits::MAX_BODY_WITH_FILES } else { limits::MAX_BODY };
    let body = match axum::body::to_bytes(body, most).await {
        Ok(body) => body,
        Err(error) if error.source().is_some_and(<dyn Error>::is::<LengthLimitError>) => {
            return headers::too_large(most, locale);
        }
        Err(_) => return headers::incomplete(locale),
    };
    let context = RequestContext {
        loaders: Loaders::new(&server.app, caller.actor.as_ref()),
        app: server.app,
        locale,
        session,
        actor: caller.actor,
        browser: caller.browser,
        address: caller.address,
        user_agent: caller.user_agent,
        request_id: caller.request_id,
    };
    handler::handle(&server.schema, &server.turns, context, &method, &uri, &headers, body).await
}
