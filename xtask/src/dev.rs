//! What a developer does all day: run both halves with live reload, measure, prepare a clone.

use std::thread::sleep;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::repository;
use crate::shell::{self, Sink, Started, cargo, say};
use crate::{tools, web};

/// Serves the API with sample data of its own under `var/dev`, and the web application by Vite with live
/// reload; when one ends, or at Ctrl-C, both are stopped.
pub fn dev() -> Result<()> {
    tools::require_node()?;
    web::install(&Sink::Terminal)?;
    // Built before either is started, so that compiler messages stand alone.
    shell::run(&mut cargo(["build", "--package", "thidua"]), &Sink::Terminal)?;
    let mut server = cargo(["run", "--quiet", "--package", "thidua", "--", "demo"]);
    let mut server = Started::start(server.args(repository::sample_settings("dev")?))?;
    let mut vite = Started::start(web::npm(&repository::root().join("web")).args(["run", "dev"]))?;
    say("Ctrl-C stops both the server and Vite");
    loop {
        if shell::interrupted() {
            return Ok(());
        }
        if server.has_ended()? {
            bail!("the server has ended");
        }
        if vite.has_ended()? {
            bail!("Vite has ended");
        }
        sleep(Duration::from_millis(200));
    }
}

/// Runs the benchmark with the given arguments.
pub fn bench(arguments: &[String]) -> Result<()> {
    let both = [
        "build",
        "--release",
        "--package",
        "thidua",
        "--package",
        "tests",
        "--bin",
        "thidua",
        "--bin",
        "bench",
    ];
    shell::run(&mut cargo(both), &Sink::Terminal)?;
    let mut bench = shell::command(crate::repository::root().join("target/release/bench"));
    shell::run(bench.args(arguments), &Sink::Terminal)
}

/// Points git at the hooks of the repository.
pub fn setup() -> Result<()> {
    shell::run(shell::command("git").args(["config", "core.hooksPath", ".githooks"]), &Sink::Terminal)?;
    say("each commit is now preceded by .githooks/pre-commit");
    Ok(())
}
