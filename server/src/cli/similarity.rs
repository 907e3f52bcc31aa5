//! `thidua similarity`: how well near-duplicates among initiatives are found, on the sample or on any other cases.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use similarity::{Case, Figures, Pair};

use super::say;
use crate::shared::table::{Cells, Column, Columns, Presence, Table};
use crate::similarities::PAST_COLUMNS;

const CASES: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/initiatives_sample.csv"));
const TRUTH: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/initiatives_truth.csv"));

/// Measures how well near-duplicates among initiatives are found.
#[derive(Args)]
pub struct Similarity {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Subcommand)]
enum Deed {
    /// Searches every case among all others and prints recall, precision and false alarms.
    Evaluate(Evaluate),
}

/// Which cases, and what is known of them.
#[derive(Args)]
struct Evaluate {
    /// CSV with columns initiative_code, title, abstract [default: the sample inside the program]
    #[arg(long, value_name = "FILE", requires = "truth")]
    cases: Option<PathBuf>,
    /// CSV with columns initiative_code, compared_with, relation, type; relation is near_duplicate or another word
    #[arg(long, value_name = "FILE", requires = "cases")]
    truth: Option<PathBuf>,
    /// Score in per mille from which a pair counts as reported
    #[arg(long, value_name = "SCORE", default_value_t = similarity::THRESHOLD, value_parser = clap::value_parser!(u16).range(0..=1000))]
    threshold: u16,
    /// Print the figures as JSON
    #[arg(long)]
    json: bool,
}

/// The columns of the file of what is known.
const TRUTH_COLUMNS: Columns = Columns {
    passed_over: &["note"],
    ..Columns::of(&[
        Column::required("initiative_code", "code of the case"),
        Column::required("compared_with", "code of the other"),
        Column::required("relation", "near_duplicate or another word"),
        Column::required("type", "how it was written anew"),
    ])
};

impl Similarity {
    /// Runs it; needs no database.
    pub fn run(self) -> anyhow::Result<()> {
        let Deed::Evaluate(asked) = self.deed;
        let cases =
            rows(asked.cases.as_deref(), CASES, &PAST_COLUMNS, ["initiative_code", "title", "abstract"])?;
        let names = ["initiative_code", "compared_with", "relation", "type"];
        let truth = rows(asked.truth.as_deref(), TRUTH, &TRUTH_COLUMNS, names)?;
        let cases: Vec<(String, Case<'_>)> =
            cases.iter().map(|[code, title, text]| (code.clone(), Case { title, text })).collect();
        let truth: Vec<Pair> = truth
            .into_iter()
            .map(|[case, other, relation, kind]| Pair {
                case,
                other,
                is_duplicate: relation == "near_duplicate",
                kind,
            })
            .collect();
        let figures = similarity::evaluate(&cases, &truth, asked.threshold);
        if asked.json { as_json(&figures, asked.threshold) } else { as_text(&figures, asked.threshold) }
    }
}

/// These columns of every row of a file, or of the sample inside the program.
fn rows<const N: usize>(
    file: Option<&Path>,
    inside: &str,
    columns: &Columns,
    names: [&str; N],
) -> anyhow::Result<Vec<[String; N]>> {
    let bytes = match file {
        Some(file) => std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?,
        None => inside.as_bytes().to_vec(),
    };
    let mut found = Vec::new();
    let read = Table::open(&bytes.as_slice().into(), columns).map(|table| {
        table.read(|header, row, problems| {
            let mut cells = Cells::of(header, row);
            found.push(names.map(|name| cells.cell(name, Presence::Required).unwrap_or_default().to_owned()));
            problems.extend(cells.problems);
        })
    });
    let problems = read.map_or_else(|problems| problems, |rows| rows.problems);
    let name = file.map_or_else(|| "the sample".to_owned(), |file| file.display().to_string());
    if let Some(first) = problems.first() {
        let more = problems.count() - 1;
        bail!("{name}, line {}, column {}: {} (and {more} more)", first.line, first.column, first.reason_en);
    }
    Ok(found)
}

fn as_text(figures: &Figures, threshold: u16) -> anyhow::Result<()> {
    let line = |name: &str, part: usize, of: usize| {
        #[expect(clippy::cast_precision_loss, reason = "a percentage for reading")]
        let percent = if of == 0 { 0.0 } else { 100.0 * part as f64 / of as f64 };
        say(&format!("{name:<40} {part:>4} of {of:<4} {percent:>6.1} %"))
    };
    say(&format!("threshold {threshold} per mille"))?;
    line("recall@1 (original stands first)", figures.first, figures.duplicates)?;
    line("recall@5 (original among five)", figures.among_five, figures.duplicates)?;
    line("recall at the threshold", figures.above, figures.duplicates)?;
    line("precision at the threshold, of labelled pairs", figures.right, figures.reported)?;
    line("false alarms on hard negatives", figures.false_alarms, figures.hard)?;
    say(&format!("pairs at the threshold that nobody labelled: {}", figures.unlabelled))?;
    for (pair, score) in &figures.missed {
        say(&format!(
            "below the threshold: {} – {} ({}), {score} per mille",
            pair.case, pair.other, pair.kind
        ))?;
    }
    Ok(())
}

fn as_json(figures: &Figures, threshold: u16) -> anyhow::Result<()> {
    let missed = figures.missed.iter().map(|(pair, score)| {
        serde_json::json!({ "case": pair.case, "other": pair.other, "kind": pair.kind, "score": score })
    });
    let json = serde_json::json!({
        "threshold": threshold,
        "duplicates": figures.duplicates,
        "recallAt1": figures.first,
        "recallAt5": figures.among_five,
        "recallAtThreshold": figures.above,
        "reported": figures.reported,
        "right": figures.right,
        "unlabelled": figures.unlabelled,
        "hardNegatives": figures.hard,
        "falseAlarms": figures.false_alarms,
        "missed": missed.collect::<Vec<_>>(),
    });
    say(&json.to_string())
}
