//! The sample of initiatives: what is measured must not get worse unseen.

#[path = "support/data.rs"]
mod data;

use data::{rows, sample};
use similarity::{Case, Pair, THRESHOLD, evaluate};

#[test]
fn originals_of_the_sample_are_found_without_false_alarms_on_what_only_looks_alike() {
    let texts = sample();
    let cases: Vec<(String, Case<'_>)> =
        texts.iter().map(|(code, title, text)| (code.clone(), Case { title, text })).collect();
    let truth: Vec<Pair> = rows("initiatives_truth.csv")
        .iter()
        .map(|row| Pair {
            case: row[0].to_owned(),
            other: row[1].to_owned(),
            is_duplicate: &row[2] == "near_duplicate",
            kind: row[3].to_owned(),
        })
        .collect();
    let figures = evaluate(&cases, &truth, THRESHOLD);
    println!("{figures:?}");
    assert_eq!((figures.duplicates, figures.hard), (14, 7), "{figures:?}");
    assert!(figures.first >= 12, "{figures:?}");
    assert!(figures.among_five >= 13, "{figures:?}");
    assert_eq!(figures.false_alarms, 0, "{figures:?}");
    assert!(figures.right * 10 >= figures.reported * 9, "{figures:?}");
}
