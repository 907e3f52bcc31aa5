//! Pairs of initiatives of which somebody said what they are.

use similarity::Pair;

use super::data;

/// The pairs of a file of which somebody said what they are.
pub fn truth(name: &str) -> Vec<Pair> {
    let pair = |row: csv::StringRecord| Pair {
        case: row[0].to_owned(),
        other: row[1].to_owned(),
        is_duplicate: &row[2] == "near_duplicate",
        kind: row[3].to_owned(),
    };
    data::rows(name).into_iter().map(pair).collect()
}
