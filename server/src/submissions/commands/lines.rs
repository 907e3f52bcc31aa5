//! Filling in a line: facts in, points out.

use super::super::model::{SheetLine, Statement, SubmissionProblem};
use super::super::{policy, queries, rules};
use super::{Done, restate, trail};
use crate::access::Actor;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::criteria::FlatFacts;
use crate::shared::clock::vietnam_date;
use crate::shared::error::Failure;
use crate::shared::id::ScoreLineId;

/// A line as the unit states it, whole: what is absent is cleared.
#[derive(Clone, Debug)]
pub struct SaveScoreLine {
    /// The line.
    pub line: ScoreLineId,
    /// Version on which the change was made.
    pub version: i32,
    /// Facts.
    pub facts: Option<FlatFacts>,
    /// Note.
    pub self_note: Option<String>,
    /// Why there is no evidence.
    pub explanation: Option<String>,
}

/// Stores what the unit states in a line, with the score that follows from it. The same statement again
/// changes nothing.
pub async fn save_score_line(app: &App, actor: &Actor, input: SaveScoreLine) -> Done<SheetLine> {
    let tx = app.db.begin().await?;
    let line = queries::lock_line(app, &tx, actor, input.line).await?;
    let now = app.clock.now();
    let permit = policy::check_edit_line(actor, &line, now)?;
    if line.line.version != input.version {
        return Err(Failure::Problem(SubmissionProblem::stale(line)));
    }
    let statement = Statement {
        self_note: rules::text(input.self_note.as_deref(), rules::LONGEST_TEXT, "selfNote")
            .map_err(Failure::Problem)?,
        explanation: rules::text(input.explanation.as_deref(), rules::LONGEST_TEXT, "explanation")
            .map_err(Failure::Problem)?,
        ..rules::state_within(
            rules::Window::of(&line.sheet.campaign, vietnam_date(now)),
            &line.criterion.spec,
            line.sheet.unit.scoring_kind,
            input.facts.as_ref(),
        )
        .map_err(Failure::Problem)?
    };
    if statement == line.line.statement {
        return Ok(line);
    }
    let saved = restate(&tx, &permit, actor, &line, statement, now).await?;
    let deed = Deed::under("submission.line_saved", ScoreLineId::KIND, &permit)
        .of_unit(saved.line.unit)
        .in_campaign(saved.line.campaign)
        .on_criterion(&saved.criterion.spec.code)
        .before(&trail(&line.line.statement))
        .after(&trail(&saved.line.statement));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(saved)
}
