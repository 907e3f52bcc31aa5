//! What stands in the way.

use async_graphql::{Context, Object};

use super::super::model::{LineProblem, SheetLine, SubmissionProblem, SubmissionProblemCode};
use crate::graphql::context::ContextExt as _;

/// Why nothing was done to a score sheet or a line.
#[Object]
impl SubmissionProblem {
    /// What is wrong.
    async fn code(&self) -> SubmissionProblemCode {
        self.code
    }

    /// The reason in words, in the language of the request.
    async fn message(&self, ctx: &Context<'_>) -> String {
        self.words(ctx.locale())
    }

    /// Where in the input; empty when it concerns the whole.
    async fn path(&self) -> &[String] {
        &self.path
    }

    /// Lines that stand in the way.
    async fn lines(&self) -> &[LineProblem] {
        &self.lines
    }

    /// The line as it is now; null unless somebody else changed it meanwhile.
    async fn current(&self) -> Option<&SheetLine> {
        self.current.as_deref()
    }
}

/// A line that keeps a score sheet from being submitted.
#[Object]
impl LineProblem {
    /// The line.
    async fn line(&self) -> &SheetLine {
        &self.line
    }

    /// What is wrong with it.
    async fn code(&self) -> SubmissionProblemCode {
        self.code
    }

    /// The reason in words, in the language of the request, with the code of the criterion.
    async fn message(&self, ctx: &Context<'_>) -> String {
        self.words(ctx.locale())
    }
}
