//! `cargo xtask demo`: from a fresh clone to a running product with sample data, in one command.

use std::os::unix::process::CommandExt;
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Args;

use crate::repository;
use crate::shell::{self, Sink, cargo, command, say};
use crate::web::{self, Done};

/// How to run the demonstration.
#[derive(Args)]
pub struct Options {
    /// Throw away what was entered and begin again with the sample data
    #[arg(long)]
    reset: bool,
    /// Address and port to serve at
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Build and load the sample data, but do not serve
    #[arg(long)]
    no_serve: bool,
}

/// Builds the web application and the server, then becomes the server, so that Ctrl-C reaches it directly.
pub fn demo(options: &Options) -> Result<()> {
    step(1, "web application", || {
        Ok(match web::build(&Sink::Terminal)? {
            Done::Anew => "built",
            Done::UpToDate => "up to date",
        })
    })?;
    step(2, "server (the first build takes several minutes)", || {
        shell::run(&mut cargo(["build", "--profile", "demo", "--package", "thidua"]), &Sink::Terminal)?;
        Ok("built")
    })?;
    say("[3/3] sample data, in var/demo");
    let mut server = command(repository::server_binary("demo")?);
    server.arg("demo").args(repository::sample_settings("demo")?);
    server.args(options.reset.then_some("--reset")).args(options.no_serve.then_some("--no-serve"));
    server.envs(options.listen.as_ref().map(|address| ("THIDUA_LISTEN", address)));
    Err(server.exec()).context("cannot start the server")
}

fn step(number: u32, name: &str, work: impl FnOnce() -> Result<&'static str>) -> Result<()> {
    say(&format!("[{number}/3] {name} …"));
    let started = Instant::now();
    let outcome = work().with_context(|| format!("step {number} of 3, {name}"))?;
    say(&format!("[{number}/3] {outcome}, {:.1} s", started.elapsed().as_secs_f32()));
    Ok(())
}
