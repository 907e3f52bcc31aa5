//! Listening, and stopping gracefully: requests in flight finish.

use std::net::SocketAddr;

use anyhow::Context as _;
use tokio::net::TcpListener;

use super::router;
use crate::app::App;

/// Serves until SIGINT or SIGTERM; `ready` is called with the address once connections are taken.
pub async fn serve(app: App, ready: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    let address = app.config.address()?;
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("setting listen: cannot listen on {address}"))?;
    let bound = listener.local_addr()?;
    let cleaner = tokio::spawn(crate::identity::sweep_sessions(app.clone()));
    let token_cleaner = tokio::spawn(crate::tokens::sweep_tokens(app.clone()));
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    ready(bound);
    axum::serve(listener, service).with_graceful_shutdown(stopped()).await?;
    cleaner.abort();
    token_cleaner.abort();
    Ok(())
}

async fn stopped() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
    tracing::info!("stopping: requests in flight finish");
}
