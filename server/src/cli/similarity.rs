//! `thidua similarity`: how well near-duplicates among initiatives are found, on the sample or on any other cases.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use serde::Deserialize;
use similarity::{Case, Figures, Pair};

use super::say;

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

#[derive(Deserialize)]
struct CaseRow {
    initiative_code: String,
    title: String,
    r#abstract: String,
}

#[derive(Deserialize)]
struct TruthRow {
    initiative_code: String,
    compared_with: String,
    relation: String,
    r#type: String,
}

impl Similarity {
    /// Runs it; needs no database.
    pub fn run(self) -> anyhow::Result<()> {
        let Deed::Evaluate(asked) = self.deed;
        let cases: Vec<CaseRow> = rows(asked.cases.as_deref(), CASES)?;
        let truth: Vec<TruthRow> = rows(asked.truth.as_deref(), TRUTH)?;
        let cases: Vec<(String, Case<'_>)> = cases
            .iter()
            .map(|row| (row.initiative_code.clone(), Case { title: &row.title, text: &row.r#abstract }))
            .collect();
        let truth: Vec<Pair> = truth
            .into_iter()
            .map(|row| Pair {
                case: row.initiative_code,
                other: row.compared_with,
                is_duplicate: row.relation == "near_duplicate",
                kind: row.r#type,
            })
            .collect();
        let figures = similarity::evaluate(&cases, &truth, asked.threshold);
        if asked.json { as_json(&figures, asked.threshold) } else { as_text(&figures, asked.threshold) }
    }
}

fn rows<T: for<'de> Deserialize<'de>>(file: Option<&Path>, inside: &str) -> anyhow::Result<Vec<T>> {
    let text = match file {
        Some(file) => {
            std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?
        }
        None => inside.to_owned(),
    };
    let name = file.map_or_else(|| "the sample".to_owned(), |file| file.display().to_string());
    csv::Reader::from_reader(text.as_bytes()).into_deserialize().collect::<Result<_, _>>().context(name)
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
