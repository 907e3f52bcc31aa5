//! Taking connections and serving each, within the limits: `axum::serve` has none of them.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, Response, Version};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use super::connections::{Connections, Limits, Ticket};
use super::streams::{Arriving, Lateness, Leaving, Watched};
use crate::telemetry::Metrics;

/// Bytes of heads, and of answers that wait for the client, that one connection may hold.
const BUFFER: usize = 64 * 1024;

/// Requests at once on one HTTP/2 connection.
const STREAMS: u32 = 32;

/// HTTP/2 requests taken back by the client, or faulty, before the connection is ended.
const RESETS: usize = 32;

/// What a server has been told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stop {
    /// Nothing: it serves.
    No,
    /// To take no more connections, and to end once what is in flight is answered.
    Gracefully,
    /// To end.
    AtOnce,
}

/// Ready once at least this much has been told.
async fn told(stop: &mut watch::Receiver<Stop>, least: Stop) {
    if stop.wait_for(|told| *told >= least).await.is_err() {
        // Nobody can tell any more.
        std::future::pending::<()>().await;
    }
}

/// A listener with what it serves.
pub struct Listening {
    /// Where connections come in.
    pub listener: TcpListener,
    /// What answers.
    pub router: Router,
    /// What each connection may take.
    pub limits: Limits,
    /// Where connections are counted.
    pub metrics: Option<Metrics>,
}

impl Listening {
    /// Serves until told to stop, and then at most as long as the limits allow. Answers how many connections had to be
    /// ended in the middle of a request.
    pub async fn serve(self, mut stop: watch::Receiver<Stop>) -> usize {
        let Self { listener, router, limits, metrics } = self;
        let connections = Connections::at_most(limits.connections, limits.per_address, metrics);
        let mut tasks = JoinSet::new();
        loop {
            while tasks.try_join_next().is_some() {}
            let accepted = tokio::select! {
                () = told(&mut stop, Stop::Gracefully) => break,
                accepted = listener.accept() => accepted,
            };
            let (stream, peer) = match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Mostly no descriptor left: others end soon.
                    tracing::warn!(%error, "a connection was not taken");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            let ticket = tokio::select! {
                () = told(&mut stop, Stop::Gracefully) => break,
                ticket = connections.admit(peer.ip()) => ticket,
            };
            let Some(ticket) = ticket else {
                tracing::debug!(%peer, "a connection was not taken: its address has as many as it may have");
                continue;
            };
            tasks.spawn(converse(stream, peer, router.clone(), ticket, limits, stop.clone()));
        }
        drop(listener);
        let all_ended = async { while tasks.join_next().await.is_some() {} };
        tokio::select! {
            () = all_ended => {}
            () = tokio::time::sleep(limits.stop) => {}
            () = told(&mut stop, Stop::AtOnce) => {}
        }
        let left = tasks.len();
        tasks.shutdown().await;
        left
    }
}

/// One connection from its first byte to its end.
async fn converse(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    ticket: Ticket,
    limits: Limits,
    mut stop: watch::Receiver<Stop>,
) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "small answers may be held back");
    }
    let builder = builder(&limits);
    let answering = ticket.clone();
    let service = service_fn(move |request| answer(request, peer, router.clone(), answering.clone(), limits));
    let socket = TokioIo::new(Watched::new(stream, ticket.clone(), limits.fetching));
    let mut connection = pin!(builder.serve_connection(socket, service));
    let mut looks = tokio::time::interval(limits.tick());
    let mut is_stopping = false;
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(error, "a connection ended early");
                }
                return;
            }
            () = ticket.ended() => return,
            _ = looks.tick() => ticket.look(&limits),
            () = told(&mut stop, Stop::Gracefully), if !is_stopping => {
                is_stopping = true;
                connection.as_mut().graceful_shutdown();
                ticket.end_if_idle();
            }
        }
    }
}

fn builder(limits: &Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    // Hyper's time for heads runs between requests too; the shorter one, from the first byte, is the ticket's.
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.idle + limits.head)
        .max_buf_size(BUFFER);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .max_pending_accept_reset_streams(RESETS)
        .max_local_error_reset_streams(RESETS)
        .max_header_list_size(16 * 1024)
        .max_send_buf_size(BUFFER)
        .keep_alive_interval(limits.idle / 2)
        .keep_alive_timeout(limits.head);
    builder
}

async fn answer(
    request: Request<Incoming>,
    peer: SocketAddr,
    router: Router,
    ticket: Ticket,
    limits: Limits,
) -> Result<Response<Body>, Infallible> {
    let Some(flight) = ticket.begin(request.version() == Version::HTTP_2) else {
        // The connection is being ended; this is dropped with it.
        return std::future::pending().await;
    };
    let lateness = Lateness::default();
    let (mut parts, body) = request.into_parts();
    parts.extensions.insert(ConnectInfo(peer));
    parts.extensions.insert(lateness.clone());
    let body = Body::new(Arriving::new(body, limits.sending, lateness));
    let response = router.oneshot(Request::from_parts(parts, body)).await?;
    Ok(response.map(|body| Body::new(Leaving::new(body, flight))))
}
