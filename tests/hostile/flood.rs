//! Attackers around honest people: bombs of fragments and aliases, connections that say nothing, slow bodies, guessers of
//! passwords, and a morning on which a whole office signs in.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use super::Extent;
use super::caller::{Caller, PASSWORD};
use super::crowd::Crowd;
use super::report::Report;
use super::server::{Sample, Server};

/// Attackers at once.
const ATTACKERS: usize = 8;
/// How much longer honest people may wait than without attackers.
const RATIO: u32 = 3;
/// Waits below this are noise on a machine that also runs the attackers.
const NOISE: Duration = Duration::from_millis(150);

/// Every flood in turn.
pub async fn run(sample: &Sample, extent: Extent, report: &mut Report) -> anyhow::Result<()> {
    let mut server = sample.serve(&[]).await?;
    let mut crowd = Crowd::gather(&server).await?;
    let duration = Duration::from_secs(extent.flood_seconds);
    let (alone, failed) = crowd.work(duration).await?;
    report.figure(&format!(
        "honest people alone: {} requests, p99 {:.1?}, {failed} failed",
        alone.count(),
        alone.p99()
    ));
    let bound = (alone.p99() * RATIO).max(NOISE);

    for (name, document) in [("nested fragments", nested_fragments(20)), ("spread aliases", spread_aliases())]
    {
        let bombers = Bombers::begin(&server, &document)?;
        let (waits, failed) = crowd.work(duration).await?;
        let (sent, refused) = bombers.end().await?;
        judge(report, name, (&waits, failed), bound);
        report.figure(&format!("  {sent} documents sent, {refused} refused"));
        report.promise(sent == refused && sent > 0, "every bomb is refused");
    }

    let held = hold_connections(&server, extent.connections).await;
    let (waits, failed) = crowd.work(duration).await?;
    judge(report, &format!("{held} idle and half-sent connections"), (&waits, failed), bound);
    drop(held);

    sign_ins(&server, report).await?;
    let stopped_after = server.stop().await?;
    report.figure(&format!("graceful stop with connections open: {stopped_after:.1?}"));
    report.promise(stopped_after < Duration::from_secs(40), "a stop ends after a bounded time");
    Ok(())
}

fn judge(report: &mut Report, name: &str, (waits, failed): (&super::crowd::Waits, u32), bound: Duration) {
    report.figure(&format!(
        "under {name}: {} requests, p99 {:.1?} (bound {bound:.1?}), {failed} failed",
        waits.count(),
        waits.p99()
    ));
    report.promise(failed == 0 && waits.p99() <= bound, &format!("honest people are served under {name}"));
}

/// Each level doubles the one below.
fn nested_fragments(levels: usize) -> String {
    let mut document = "query { ...F0 }".to_owned();
    for level in 0..levels {
        document.push_str(&format!(" fragment F{level} on Query {{ ...F{0} ...F{0} }}", level + 1));
    }
    document.push_str(&format!(" fragment F{levels} on Query {{ __typename }}"));
    document
}

/// Thirty times thirty spreads of thirty aliases of a public list.
fn spread_aliases() -> String {
    let aliases: String =
        (0..30).map(|n| format!("a{n}: publicResults(first: 50) {{ totalCount }} ")).collect();
    let inner = "...A ".repeat(30);
    let outer = "...B ".repeat(30);
    format!("query {{ {outer} }} fragment B on Query {{ {inner} }} fragment A on Query {{ {aliases} }}")
}

/// Strangers who send one document again and again.
struct Bombers {
    at_work: Vec<JoinHandle<()>>,
    is_over: Arc<AtomicBool>,
    sent: Arc<AtomicU64>,
    refused: Arc<AtomicU64>,
}

impl Bombers {
    fn begin(server: &Server, document: &str) -> anyhow::Result<Self> {
        let is_over = Arc::new(AtomicBool::new(false));
        let (sent, refused) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let mut at_work = Vec::new();
        for _ in 0..ATTACKERS {
            let mut stranger = Caller::stranger(&server.url)?;
            let (document, is_over) = (document.to_owned(), Arc::clone(&is_over));
            let (sent, refused) = (Arc::clone(&sent), Arc::clone(&refused));
            at_work.push(tokio::spawn(async move {
                while !is_over.load(Ordering::Relaxed) {
                    if let Ok(answer) = stranger.ask(&document, json!({})).await {
                        sent.fetch_add(1, Ordering::Relaxed);
                        refused.fetch_add(u64::from(!answer.is_good()), Ordering::Relaxed);
                    }
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
            }));
        }
        Ok(Self { at_work, is_over, sent, refused })
    }

    /// Answers how many documents were sent and how many refused.
    async fn end(self) -> anyhow::Result<(u64, u64)> {
        self.is_over.store(true, Ordering::Relaxed);
        for attacker in self.at_work {
            attacker.await?;
        }
        Ok((self.sent.load(Ordering::Relaxed), self.refused.load(Ordering::Relaxed)))
    }
}

/// Connections that are held open, with nothing or half a request sent.
struct Held(Vec<TcpStream>);

impl std::fmt::Display for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.len().fmt(f)
    }
}

async fn hold_connections(server: &Server, most: usize) -> Held {
    let address = server.url.trim_start_matches("http://");
    let mut held = Vec::new();
    for number in 0..most {
        let Ok(mut stream) = TcpStream::connect(address).await else { break };
        let start: &[u8] = match number % 3 {
            0 => b"",
            1 => b"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Ty",
            _ => b"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{",
        };
        if stream.write_all(start).await.is_ok() {
            held.push(stream);
        }
    }
    Held(held)
}

/// A guesser at one name does not keep its owner out, and a whole office signs in from one address.
async fn sign_ins(server: &Server, report: &mut Report) -> anyhow::Result<()> {
    let mut owner = Caller::signed_in(&server.url, "phantich").await?;
    let mut guesser = Caller::stranger(&server.url)?;
    for number in 0..30 {
        guesser.sign_in("phantich", &format!("sai-mat-khau-{number}")).await?;
    }
    // The same browser as before, as its cookie says.
    let again = owner.sign_in("phantich", PASSWORD).await?;
    let is_in = again.is_good() && again.body["data"]["signIn"]["__typename"] == "Viewer";
    report.promise(is_in, "thirty wrong guesses do not keep the owner out");

    let began = Instant::now();
    let office = (0..4).map(|_| async {
        let mut failed = 0_u32;
        for _ in 0..50 {
            failed += u32::from(Caller::signed_in(&server.url, "thanhtra").await.is_err());
        }
        failed
    });
    let failed: u32 = futures::future::join_all(office).await.into_iter().sum();
    report.figure(&format!("200 sign-ins from one address: {:.1?}, {failed} failed", began.elapsed()));
    report.promise(failed == 0, "a morning of 200 sign-ins from one office address passes");
    Ok(())
}
