//! JSON kept as text in the database, read and written in one way.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::Refusal;

/// Writes a value as the text of a column.
#[must_use]
pub fn to_text<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("our values have string keys and no failing serialisers")
}

/// Reads the text of a column; a row that makes no sense names table and column.
pub fn from_text<T: DeserializeOwned>(text: &str, column: &'static str) -> Result<T, Refusal> {
    serde_json::from_str(text)
        .map_err(|error| Refusal::Internal(anyhow::Error::new(error).context(format!("unreadable {column}"))))
}

/// Reads a stored code into an enum; a row that makes no sense names table and column.
pub fn from_code<T: std::str::FromStr>(text: &str, column: &'static str) -> Result<T, Refusal> {
    text.parse().map_err(|_| Refusal::Internal(anyhow::anyhow!("unknown code {text:?} in {column}")))
}
