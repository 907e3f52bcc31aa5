//! `cargo xtask hostile`: hostile hands on the loopback, for at most ten minutes. The server is killed in the middle of
//! saves and of a council's sitting, its disk fills, slow and greedy clients surround it, and every acknowledged write
//! must be found, every attack refused, and honest people answered all the while. Prints figures; fails when a promise is
//! broken. With `--short` the same in about a minute and a half, for the suite.

mod caller;
mod crowd;
mod flood;
mod full_disk;
mod kills;
mod random;
mod report;
mod server;
mod sittings;

use std::path::PathBuf;

use anyhow::Context as _;

use report::Report;
use server::Sample;

/// How much is tried.
#[derive(Clone, Copy)]
pub struct Extent {
    /// Times that the server is killed while people save.
    pub kills: u32,
    /// Seconds that each flood lasts.
    pub flood_seconds: u64,
    /// Connections that a flood holds.
    pub connections: usize,
}

const SHORT: Extent = Extent { kills: 4, flood_seconds: 5, connections: 200 };
const FULL: Extent = Extent { kills: 40, flood_seconds: 30, connections: 600 };

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    thidua::shared::tls::choose();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let binary = PathBuf::from(value("--server").context("--server FILE: the server to attack")?);
    let extent = if arguments.iter().any(|argument| argument == "--short") { SHORT } else { FULL };
    let postgres = value("--postgres");

    let mut report = Report::default();
    let sample = Sample::load(binary, None).await?;
    kills::run(&sample, extent, &mut report).await?;
    sittings::run(&sample, &mut report).await?;
    full_disk::run(&sample, &mut report).await?;
    flood::run(&sample, extent, &mut report).await?;
    if let Some(url) = postgres {
        let sample = Sample::load(sample.binary.clone(), Some(&url)).await?;
        kills::run(&sample, extent, &mut report).await?;
        sittings::run(&sample, &mut report).await?;
    }
    report.finish()
}
