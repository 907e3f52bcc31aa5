//! The router: GraphQL, files, health, and the web app; the middleware in its order.

mod attachments;
mod audit;
mod documents;
mod files;
pub mod headers;
mod health;
mod serve;
mod session;
mod spa;
mod sso;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, Method, Uri};
use axum::middleware;
use axum::response::Response;
use axum::routing::{any, get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, Session, SessionManagerLayer};

pub use serve::serve;

use crate::app::App;
use crate::graphql::context::RequestContext;
use crate::graphql::loaders::Loaders;
use crate::graphql::{Schema, handler, limits, schema};
use crate::identity::SessionRows;
use crate::shared::locale::Locale;

/// State of the router.
#[derive(Clone)]
struct Server {
    app: App,
    schema: Schema,
}

/// Builds the whole service.
pub fn router(app: App) -> Router {
    let server = Server { app: app.clone(), schema: schema() };
    let sessions = SessionManagerLayer::new(SessionRows::new(&app))
        .with_name("thidua_session")
        .with_http_only(true)
        .with_same_site(SameSite::Strict)
        .with_secure(app.config.behind_tls)
        .with_expiry(Expiry::OnSessionEnd);
    let with_session = Router::new()
        .route("/graphql", any(graphql).layer(DefaultBodyLimit::max(limits::MAX_BODY)))
        .route("/files", post(files::upload).layer(DefaultBodyLimit::disable()))
        .route("/files/{id}", get(files::download))
        .route("/attachments", post(attachments::upload).layer(DefaultBodyLimit::disable()))
        .route("/attachments/{id}", get(attachments::download))
        .route("/documents/{id}", get(documents::download))
        .route("/audit.csv", get(audit::export))
        .route("/auth/oidc/start", get(sso::start))
        .route("/auth/oidc/callback", get(sso::callback))
        .layer(middleware::from_fn_with_state(app.clone(), session::attach_actor))
        .layer(sessions);
    Router::new()
        .merge(with_session)
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .with_state(server)
        .merge(spa::router())
        .layer(CatchPanicLayer::custom(headers::panicked))
        .layer(middleware::from_fn_with_state(app, headers::around))
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
    let caller = parts.extensions.get::<session::Caller>().cloned().unwrap_or_default();
    let Ok(body) = axum::body::to_bytes(body, limits::MAX_BODY).await else {
        return headers::too_large(limits::MAX_BODY);
    };
    let context = RequestContext {
        loaders: Loaders::new(&server.app),
        app: server.app,
        locale: Locale::from_accept_language(
            headers.get(http::header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or(""),
        ),
        session,
        actor: caller.actor,
        address: caller.address,
        user_agent: caller.user_agent,
        request_id: caller.request_id,
    };
    handler::handle(&server.schema, context, &method, &uri, &headers, body).await
}
