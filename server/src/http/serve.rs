//! Listening, and stopping within a bounded time: requests in flight finish if they can.

use std::net::SocketAddr;

use anyhow::Context as _;
use axum::Router;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;

use super::accept::{Listening, Stop};
use super::connections::Limits;
use super::{metrics_router, router};
use crate::app::App;

/// Bytes that the system holds for a client: little, so that whoever fetches slowly is told apart from whoever does not.
const SEND_BUFFER: u32 = 128 * 1024;

/// Connections that wait to be taken.
const BACKLOG: u32 = 1024;

/// Connections at once for metrics.
const METRICS_CONNECTIONS: usize = 8;

/// Where a server listens.
#[derive(Clone, Copy, Debug)]
pub struct Addresses {
    /// The service.
    pub service: SocketAddr,
    /// Metrics, where they are asked for.
    pub metrics: Option<SocketAddr>,
}

/// Serves until SIGINT or SIGTERM; `ready` is called with the address once connections are taken. A second signal ends
/// what is left at once.
pub async fn serve(app: App, ready: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    let limits = Limits::of(&app.config);
    serve_until(app, limits, signals(), |addresses| {
        if let Some(address) = addresses.metrics {
            tracing::info!(%address, "metrics");
        }
        ready(addresses.service);
    })
    .await
}

/// Serves within these limits until told to stop.
pub async fn serve_until(
    app: App,
    limits: Limits,
    stop: watch::Receiver<Stop>,
    ready: impl FnOnce(Addresses),
) -> anyhow::Result<()> {
    let listener = listen("listen", app.config.address()?)?;
    let for_metrics = app
        .config
        .metrics_address()?
        .map(|address| listen("metrics_listen", address))
        .transpose()?
        .map(|listener| with_address(listener, metrics_router(app.clone())))
        .transpose()?;
    let (listener, service) = with_address(listener, router(app.clone()))?;
    let addresses =
        Addresses { service: listener.1, metrics: for_metrics.as_ref().map(|((_, address), _)| *address) };
    let cleaner = tokio::spawn(crate::identity::sweep_sessions(app.clone()));
    let token_cleaner = tokio::spawn(crate::tokens::sweep_tokens(app.clone()));
    let metrics = Some(app.metrics.clone());
    let service = Listening { listener: listener.0, router: service, limits, metrics };
    let for_metrics = for_metrics.map(|((listener, _), router)| {
        let limits = Limits { connections: METRICS_CONNECTIONS, per_address: None, ..limits };
        Listening { listener, router, limits, metrics: None }
    });
    ready(addresses);
    let metrics_served = async {
        if let Some(listening) = for_metrics {
            listening.serve(stop.clone()).await;
        }
    };
    let (left, ()) = tokio::join!(service.serve(stop.clone()), metrics_served);
    if left > 0 {
        tracing::warn!(connections = left, "ended in the middle of a request");
    }
    cleaner.abort();
    token_cleaner.abort();
    Ok(())
}

type Bound = ((TcpListener, SocketAddr), Router);

fn with_address(listener: TcpListener, router: Router) -> anyhow::Result<Bound> {
    let address = listener.local_addr()?;
    Ok(((listener, address), router))
}

fn listen(setting: &str, address: SocketAddr) -> anyhow::Result<TcpListener> {
    let bound = || {
        let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        #[cfg(unix)]
        socket.set_reuseaddr(true)?;
        // Connections inherit it.
        socket.set_send_buffer_size(SEND_BUFFER)?;
        socket.bind(address)?;
        socket.listen(BACKLOG)
    };
    bound().with_context(|| format!("setting {setting}: cannot listen on {address}"))
}

/// What the process is told by signals: the first asks it to stop, the second ends it.
fn signals() -> watch::Receiver<Stop> {
    let (tell, told) = watch::channel(Stop::No);
    tokio::spawn(async move {
        let mut signals = Signals::new();
        signals.next().await;
        tracing::info!("stopping: requests in flight finish");
        tell.send_replace(Stop::Gracefully);
        signals.next().await;
        tracing::warn!("stopping at once");
        tell.send_replace(Stop::AtOnce);
        // Without this the channel would close, and the second word could be missed.
        tell.closed().await;
    });
    told
}

/// SIGINT and SIGTERM, one after the other.
struct Signals {
    #[cfg(unix)]
    terminate: Option<tokio::signal::unix::Signal>,
}

impl Signals {
    fn new() -> Self {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};

            let terminate = signal(SignalKind::terminate());
            if let Err(error) = &terminate {
                tracing::warn!(%error, "SIGTERM is not listened to");
            }
            Self { terminate: terminate.ok() }
        }
        #[cfg(not(unix))]
        Self {}
    }

    async fn next(&mut self) {
        let interrupt = async {
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        #[cfg(unix)]
        let terminate = async {
            match &mut self.terminate {
                Some(signal) => {
                    signal.recv().await;
                }
                None => std::future::pending::<()>().await,
            }
        };
        #[cfg(not(unix))]
        let terminate = std::future::pending::<()>();
        tokio::select! {
            () = interrupt => {}
            () = terminate => {}
        }
    }
}
