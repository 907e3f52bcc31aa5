//! `schema.graphql`, the contract between server and web application: printed by the server, read by the code
//! generator.

use std::fs;
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use crate::repository;
use crate::shell::{Sink, cargo, say};
use crate::{operations, tools, web};

/// Writes `schema.graphql` as the server's code has it, and generates the web application's types from it.
pub fn renew() -> Result<()> {
    let printed = cargo(["run", "--quiet", "--package", "thidua", "--", "schema"])
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start cargo")?;
    if !printed.status.success() {
        bail!("the server does not print its schema; schema.graphql is left as it was");
    }
    let file = repository::root().join("schema.graphql");
    if fs::read(&file).ok().as_ref() == Some(&printed.stdout) {
        say("schema.graphql is as it was");
    } else {
        fs::write(&file, &printed.stdout).context("cannot write schema.graphql")?;
        say("schema.graphql is written anew");
    }
    tools::require_node()?;
    web::install(&Sink::Terminal)?;
    web::script("codegen", &Sink::Terminal)?;
    operations::renew()
}
