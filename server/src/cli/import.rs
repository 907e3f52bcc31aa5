//! `thidua import`: units, successions, criteria, people, statistics and initiatives of the past from files.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use clap::{Args, ValueEnum};

use super::{hint, open, say};
use crate::app::App;
use crate::config::Config;
use crate::shared::error::Failure;
use crate::shared::import::{ImportMode, ImportReport, Problems};
use crate::shared::locale::Locale;
use crate::shared::table::{Columns, Decoding, Encoding, Format, Preview, TableFile};
use crate::{councils, criteria, identity, similarities, units};

const CRITERIA: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/criteria_set_2021.json"));
const RUBRIC: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/rubrics/default_base.json"));

/// `thidua import`.
#[derive(Args)]
pub struct Import {
    /// What the file holds.
    kind: Kind,
    /// The file: CSV or XLSX for units, successions, people, statistics and initiatives, JSON for criteria and rubrics.
    #[arg(required_unless_present = "template")]
    file: Option<PathBuf>,
    /// Only reports what is wrong with the file and what would change; shows how its first rows were understood.
    #[arg(long)]
    validate_only: bool,
    /// Prints a file to be filled in, and to standard error what stands in each column.
    #[arg(long, conflicts_with_all = ["file", "validate_only"])]
    template: bool,
    /// Takes a CSV that is not Unicode for what a Vietnamese Windows writes.
    #[arg(long, value_enum)]
    encoding: Option<WrittenIn>,
    /// The sheet of a workbook; the first one by default.
    #[arg(long)]
    sheet: Option<String>,
}

/// How a CSV is written that is not Unicode.
#[derive(Clone, Copy, ValueEnum)]
enum WrittenIn {
    /// The code of a Vietnamese Windows.
    #[value(name = "windows-1258")]
    Windows1258,
}

/// What a file holds.
#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    /// Units with their validity, one row a version.
    Units,
    /// How units came out of others: mergers, splits, renamings …; after the units of both days.
    Successions,
    /// A criteria set (JSON).
    Criteria,
    /// People with sign-in name, unit and role; prints a random first password for each.
    People,
    /// Monthly statistics of units.
    Statistics,
    /// Initiatives of the past, with which new ones are compared.
    Initiatives,
    /// A rubric by which initiative councils score (JSON).
    Rubric,
}

impl Kind {
    /// The columns of its file; `None` where it is JSON.
    fn columns(self) -> Option<&'static Columns> {
        match self {
            Self::Units => Some(&units::UNIT_COLUMNS),
            Self::Successions => Some(&units::STEP_COLUMNS),
            Self::Statistics => Some(&units::FIGURE_COLUMNS),
            Self::People => Some(&identity::PEOPLE_COLUMNS),
            Self::Initiatives => Some(&similarities::PAST_COLUMNS),
            Self::Criteria | Self::Rubric => None,
        }
    }
}

impl Import {
    /// Whether only a template is asked for, which needs no database.
    pub fn is_template(&self) -> bool {
        self.template
    }

    /// Prints a file to be filled in.
    pub fn print_template(&self) -> anyhow::Result<()> {
        let Some(columns) = self.kind.columns() else {
            let example = if matches!(self.kind, Kind::Rubric) { RUBRIC } else { CRITERIA };
            return say(example.trim_end());
        };
        for column in columns.known {
            let must = if column.is_required { "" } else { " (may be left out)" };
            hint(&format!("{}{must}: {}", column.name, column.about));
        }
        if columns.takes_others {
            hint("every other column: a figure, by its code");
        }
        say(columns.template().trim_end())
    }

    /// Imports the file, or says by line, column and reason what is wrong with it.
    pub async fn run(self, config: Config) -> anyhow::Result<()> {
        let path = self.file.as_deref().context("name a file")?;
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let mode = if self.validate_only { ImportMode::ValidateOnly } else { ImportMode::Apply };
        let app = open(config).await?;
        let Some(columns) = self.kind.columns() else {
            ensure!(
                self.encoding.is_none() && self.sheet.is_none(),
                "--encoding and --sheet are for tables, and this is JSON"
            );
            return match self.kind {
                Kind::Rubric => import_rubric(&app, &bytes, mode).await,
                _ => import_criteria(&app, &bytes, mode).await,
            };
        };
        let file = TableFile {
            decoding: self.encoding.map_or(Decoding::Unicode, |WrittenIn::Windows1258| Decoding::Windows1258),
            sheet: self.sheet.as_deref(),
            progress: |count| hint(&format!("{count} rows read")),
            ..TableFile::from(bytes.as_slice())
        };
        if mode == ImportMode::ValidateOnly || self.encoding.is_some() {
            show(path, Preview::of(&file, columns));
        }
        let report = match self.kind {
            Kind::Successions => units::import_successions(&app, file, mode).await?,
            Kind::Statistics => units::import_statistics(&app, file, mode).await?,
            Kind::Initiatives => similarities::import_past(&app, file, mode).await?,
            Kind::People => {
                let (report, passwords) = identity::import_people(&app, None, None, file, mode).await?;
                for first in &passwords {
                    say(&format!("{}\t{}", first.login, first.password))?;
                }
                report
            }
            Kind::Units | Kind::Criteria | Kind::Rubric => units::import_units(&app, file, mode).await?,
        };
        tell(&report, mode)
    }
}

/// How the first rows were understood: whoever runs the command sees whether the words are right.
fn show(path: &Path, preview: Option<Preview>) {
    let Some(Preview { format, encoding, sheet, sheets, headings, rows }) = preview else { return };
    let format = match format {
        Format::Comma => "CSV with commas",
        Format::Semicolon => "CSV with semicolons",
        Format::Tab => "CSV with tabs",
        Format::Other => "CSV with the separator that it names",
        Format::Workbook => "a workbook",
    };
    let encoding = match encoding {
        Encoding::Utf8 => "",
        Encoding::Utf16 => ", UTF-16",
        Encoding::Windows1258 => ", read as Windows-1258",
    };
    let sheet = sheet.map_or_else(String::new, |sheet| format!(", sheet {sheet} of {}", sheets.join(", ")));
    hint(&format!("{}: {format}{encoding}{sheet}", path.display()));
    for row in std::iter::once(&headings).chain(&rows) {
        hint(&format!("  {}", row.join(" | ")));
    }
}

pub(super) fn tell(report: &ImportReport, mode: ImportMode) -> anyhow::Result<()> {
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
        Ok((rubric, is_new)) => say(&format!(
            "{} version {}: {} criteria{}",
            rubric.code,
            rubric.version,
            rubric.criteria.len(),
            match (is_new, mode) {
                (false, _) => ", known already; raise its version to change it",
                (true, ImportMode::ValidateOnly) => ", nothing is wrong",
                (true, ImportMode::Apply) => " imported",
            }
        )),
        Err(problems) => told_of(&problems, String::clone),
    }
}
