//! The repository's data.

/// The rows of a file of the repository's data.
pub fn rows(name: &str) -> Vec<csv::StringRecord> {
    let file = format!("{}/../../data/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(file).expect("the sample is there");
    reader.records().map(|row| row.expect("a row")).collect()
}

/// Code, title and text of every initiative of a file.
pub fn read(name: &str) -> Vec<(String, String, String)> {
    let own = |row: csv::StringRecord| (row[0].to_owned(), row[1].to_owned(), row[2].to_owned());
    rows(name).into_iter().map(own).collect()
}
