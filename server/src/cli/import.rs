//! `thidua import`: units, successions, criteria, people, statistics and initiatives of the past from files.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};

use super::{open, say};
use crate::app::App;
use crate::config::Config;
use crate::shared::error::Failure;
use crate::shared::import::{ImportMode, ImportReport, Problems};
use crate::shared::locale::Locale;
use crate::{councils, criteria, identity, similarities, units};

/// `thidua import`.
#[derive(Args)]
pub struct Import {
    /// What the file holds.
    kind: Kind,
    /// The file: CSV for units, successions, people, statistics and initiatives, JSON for criteria and rubrics.
    file: PathBuf,
    /// Only reports what is wrong with the file and what would change.
    #[arg(long)]
    validate_only: bool,
}

/// What a file holds.
#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// Units with their validity, one row a version (CSV).
    Units,
    /// How units came out of others: mergers, splits, renamings … (CSV).
    Successions,
    /// A criteria set (JSON).
    Criteria,
    /// People with sign-in name, unit and role (CSV); prints a random first password for each.
    People,
    /// Monthly statistics of units (CSV).
    Statistics,
    /// Initiatives of the past, with which new ones are compared (CSV).
    Initiatives,
    /// A rubric by which initiative councils score (JSON).
    Rubric,
}

impl Import {
    /// Imports the file, or says by line, column and reason what is wrong with it.
    pub async fn run(self, config: Config) -> anyhow::Result<()> {
        let bytes =
            std::fs::read(&self.file).with_context(|| format!("cannot read {}", self.file.display()))?;
        let mode = if self.validate_only { ImportMode::ValidateOnly } else { ImportMode::Apply };
        let app = open(config).await?;
        let report = match self.kind {
            Kind::Units => units::import_units(&app, &bytes, mode).await?,
            Kind::Successions => units::import_successions(&app, &bytes, mode).await?,
            Kind::Statistics => units::import_statistics(&app, &bytes, mode).await?,
            Kind::Initiatives => similarities::import_past(&app, &bytes, mode).await?,
            Kind::People => {
                let (report, passwords) = identity::import_people(&app, None, None, &bytes, mode).await?;
                for first in &passwords {
                    say(&format!("{}\t{}", first.login, first.password))?;
                }
                report
            }
            Kind::Criteria => return import_criteria(&app, &bytes, mode).await,
            Kind::Rubric => return import_rubric(&app, &bytes, mode).await,
        };
        tell(&report, mode)
    }
}

fn tell(report: &ImportReport, mode: ImportMode) -> anyhow::Result<()> {
    for row in report.problems.iter().chain(&report.remarks) {
        say(&format!("line {}, column {}: {} [{}]", row.line, row.column, row.reason(Locale::En), row.code))?;
    }
    more(&report.problems)?;
    if !report.problems.is_empty() {
        bail!("{} problems in {} rows; nothing was changed", report.problems.count(), report.rows);
    }
    let verb = if mode == ImportMode::ValidateOnly { "would be " } else { "" };
    say(&format!(
        "{} rows: {} {verb}created, {} {verb}changed, {} unchanged",
        report.rows, report.created, report.changed, report.unchanged
    ))
}

/// Says how many problems there are beside those that were told.
fn more<P>(problems: &Problems<P>) -> anyhow::Result<()> {
    match problems.untold() {
        0 => Ok(()),
        untold => say(&format!("and {untold} more")),
    }
}

/// Tells the problems of a file that is no table.
fn told_of<P>(problems: &Problems<P>, words: impl Fn(&P) -> String) -> anyhow::Result<()> {
    for problem in problems.iter() {
        say(&words(problem))?;
    }
    more(problems)?;
    bail!("{} problems; nothing was changed", problems.count())
}

async fn import_criteria(app: &App, bytes: &[u8], mode: ImportMode) -> anyhow::Result<()> {
    let text = std::str::from_utf8(bytes).context("the file is not UTF-8")?;
    match criteria::import_set_as_system(app, text, mode).await {
        Ok(set) => say(&format!(
            "{} version {}: {} criteria{}",
            set.spec.code,
            set.spec.version,
            set.spec.criteria.len(),
            if mode == ImportMode::ValidateOnly { ", nothing is wrong" } else { " imported" }
        )),
        Err(Failure::Refusal(refusal)) => Err(refusal.into()),
        Err(Failure::Problem(problems)) => told_of(&problems, |problem| problem.message(Locale::En)),
    }
}

async fn import_rubric(app: &App, bytes: &[u8], mode: ImportMode) -> anyhow::Result<()> {
    match councils::import_rubric(app, bytes, mode).await? {
        Ok(rubric) => say(&format!(
            "{} version {}: {} criteria{}",
            rubric.code,
            rubric.version,
            rubric.criteria.len(),
            if mode == ImportMode::ValidateOnly { ", nothing is wrong" } else { " imported" }
        )),
        Err(problems) => told_of(&problems, String::clone),
    }
}
