//! The web app: inside the binary in release builds, compressed at build, immutable under hashed
//! names, `index.html` for every other path. Debug builds read it from the folder, so that a rebuilt app
//! is seen at once. Without a built app a page says which command builds it.

use axum::Router;
#[cfg(not(all(web_built, debug_assertions)))]
use axum::http::StatusCode;

/// Routes of the web app.
#[cfg(all(web_built, not(debug_assertions)))]
pub fn router() -> Router {
    memory_serve::load!()
        .index_file(Some("/index.html"))
        .fallback(Some("/index.html"))
        .fallback_status(StatusCode::OK)
        .html_cache_control(memory_serve::CacheControl::NoCache)
        .cache_control(memory_serve::CacheControl::Long)
        .into_router()
}

/// Routes of the web app, read from its folder.
#[cfg(all(web_built, debug_assertions))]
pub fn router() -> Router {
    use tower_http::services::{ServeDir, ServeFile};

    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../web/dist");
    let page = ServeFile::new(format!("{folder}/index.html"));
    Router::new().fallback_service(ServeDir::new(folder).fallback(page))
}

/// A page that says how to build the web app.
#[cfg(not(web_built))]
pub fn router() -> Router {
    use axum::response::Html;

    const PAGE: &str = "<!doctype html><meta charset=utf-8><title>Thi Đua</title>\
        <h1>Thi Đua</h1><p>The web app is not built into this binary. Run <code>cargo xtask web</code>, \
        then build the server again. GraphQL answers at <code>/graphql</code>.</p>";
    Router::new().fallback(|| async { (StatusCode::OK, Html(PAGE)) })
}
