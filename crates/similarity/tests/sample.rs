//! The sample of initiatives: what is measured must not get worse unseen.

use similarity::{Case, Pair, THRESHOLD, evaluate};

fn column(row: &csv::StringRecord, place: usize) -> String {
    row.get(place).expect("a column").to_owned()
}

fn records(name: &str) -> Vec<csv::StringRecord> {
    let file = format!("{}/../../data/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(file).expect("the sample is there");
    reader.records().map(|row| row.expect("a row")).collect()
}

#[test]
fn originals_of_the_sample_are_found_without_false_alarms_on_what_only_looks_alike() {
    let cases = records("initiatives_sample.csv");
    let texts: Vec<(String, String, String)> =
        cases.iter().map(|row| (column(row, 0), column(row, 1), column(row, 2))).collect();
    let cases: Vec<(String, Case<'_>)> =
        texts.iter().map(|(code, title, text)| (code.clone(), Case { title, text })).collect();
    let truth: Vec<Pair> = records("initiatives_truth.csv")
        .iter()
        .map(|row| Pair {
            case: column(row, 0),
            other: column(row, 1),
            is_duplicate: &row[2] == "near_duplicate",
            kind: column(row, 3),
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
