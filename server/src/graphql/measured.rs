//! What the metrics learn of an answer.

use async_graphql::parser::types::{DocumentOperations, ExecutableDocument};
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

/// The name of the only operation of a document, which need not be said beside it.
pub fn only_name(document: &ExecutableDocument) -> Option<&str> {
    let DocumentOperations::Multiple(operations) = &document.operations else { return None };
    operations.keys().next().filter(|_| operations.len() == 1).map(async_graphql::Name::as_str)
}
