//! What the metrics learn of an answer.

use async_graphql::{Response, Value};

use crate::shared::operation::{self, Note};

/// The engine's own errors, of documents that do not fit the schema, have no code.
const UNCODED: &str = "GRAPHQL_VALIDATION_FAILED";

/// Notes each error of an answer by its code.
pub fn note_errors(answer: &Response) {
    for error in &answer.errors {
        match error.extensions.as_ref().and_then(|extensions| extensions.get("code")) {
            Some(Value::String(code)) => operation::note(Note::Error, code),
            _ => operation::note(Note::Error, UNCODED),
        }
    }
}
