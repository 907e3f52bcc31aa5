//! The sample of initiatives: what is measured must not get worse unseen.

#[path = "support/data.rs"]
mod data;
#[path = "support/truth.rs"]
mod truth;

use data::read;
use similarity::{Case, Pair, THRESHOLD, evaluate};

#[test]
fn originals_of_the_sample_are_found_without_false_alarms_on_what_only_looks_alike() {
    let texts = read("initiatives_sample.csv");
    let cases: Vec<(String, Case<'_>)> =
        texts.iter().map(|(code, title, text)| (code.clone(), Case { title, text })).collect();
    let truth: Vec<Pair> = truth::truth("initiatives_truth.csv");
    let figures = evaluate(&cases, &truth, THRESHOLD);
    println!("{figures:?}");
    assert_eq!((figures.duplicates, figures.hard), (14, 7), "{figures:?}");
    assert!(figures.first >= 12, "{figures:?}");
    assert!(figures.among_five >= 13, "{figures:?}");
    assert_eq!(figures.false_alarms, 0, "{figures:?}");
    assert!(figures.right * 10 >= figures.reported * 9, "{figures:?}");
}
