//! The web app inside the binary: compressed at build, immutable under hashed names, `index.html`
//! for every other path. Without a built app a page says which command builds it.

use axum::Router;
use axum::http::StatusCode;

#[cfg(web_built)]
/// Routes of the web app.
pub fn router() -> Router {
    memory_serve::load!()
        .index_file(Some("/index.html"))
        .fallback(Some("/index.html"))
        .fallback_status(StatusCode::OK)
        .html_cache_control(memory_serve::CacheControl::NoCache)
        .cache_control(memory_serve::CacheControl::Long)
        .into_router()
}

#[cfg(not(web_built))]
/// A page that says how to build the web app.
pub fn router() -> Router {
    use axum::response::Html;

    const PAGE: &str = "<!doctype html><meta charset=utf-8><title>Thi Đua</title>\
        <h1>Thi Đua</h1><p>The web app is not built into this binary. Run <code>cargo xtask web</code>, \
        then build the server again. GraphQL answers at <code>/graphql</code>.</p>";
    Router::new().fallback(|| async { (StatusCode::OK, Html(PAGE)) })
}
