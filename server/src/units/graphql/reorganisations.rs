//! Reorganisations in the schema: draft, preview, apply, take back.

use async_graphql::{Context, ID, InputObject, Object, Result, Union};
use time::{Date, OffsetDateTime};

use crate::access::{Action as _, Answered as _};
use crate::graphql::asks::asks;
use crate::graphql::context::ContextExt as _;
use crate::graphql::tables::{self, ImportRowProblem, TableFileInput, TablePreview};
use crate::shared::error::Failure;
use crate::shared::id::ReorganisationId;
use crate::shared::table::Preview;
use crate::units::model::{
    Effect, Reorganisation, ReorganisationForm, ReorganisationProblem, ReorganisationProblemCode,
    ReorganisationState,
};
use crate::units::{commands, policy, queries, rules};

/// Deeds on the catalogue of units.
#[derive(Default)]
pub struct UnitsMutation;

#[Object]
impl UnitsMutation {
    /// Drafts a reorganisation, or changes a draft; nothing in the catalogue changes yet. Campaign managers and
    /// administrators.
    #[graphql(directive = asks::apply(policy::DraftReorganisation::PROOF))]
    async fn save_reorganisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The reorganisation.")] input: SaveReorganisationInput,
    ) -> Result<ReorganisationResult> {
        let actor = ctx.actor()?;
        let known = match (&input.id, input.version) {
            (Some(id), version) => {
                let id = ReorganisationId::parse(id).map_err(|refusal| ctx.refuse(refusal))?;
                Some((id, version.unwrap_or_default()))
            }
            (None, _) => None,
        };
        let form = ReorganisationForm {
            title: input.title,
            legal_basis: input.legal_basis,
            effective_date: Some(input.effective_date),
            units: tables::given(ctx, "unitsCsv", input.units_csv, input.units_file)?,
            steps: tables::given(ctx, "successionsCsv", input.successions_csv, input.successions_file)?,
        };
        outcome(ctx, commands::save_draft(ctx.app(), actor, known, form).await)
    }

    /// Applies a draft from its day on: units end and begin, people and open sheets follow, all or nothing. Campaign
    /// managers and administrators.
    #[graphql(directive = asks::apply(policy::ApplyReorganisation::PROOF))]
    async fn apply_reorganisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which reorganisation.")] input: ReorganisationDeedInput,
    ) -> Result<ReorganisationResult> {
        let actor = ctx.actor()?;
        let id = ReorganisationId::parse(&input.id).map_err(|refusal| ctx.refuse(refusal))?;
        outcome(ctx, commands::apply(ctx.app(), actor, id, input.version).await)
    }

    /// Takes an applied reorganisation back, as long as nothing rests on it. Campaign managers and administrators.
    #[graphql(directive = asks::apply(policy::ApplyReorganisation::PROOF))]
    async fn undo_reorganisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which reorganisation.")] input: ReorganisationDeedInput,
    ) -> Result<ReorganisationResult> {
        let actor = ctx.actor()?;
        let id = ReorganisationId::parse(&input.id).map_err(|refusal| ctx.refuse(refusal))?;
        outcome(ctx, commands::undo(ctx.app(), actor, id, input.version).await)
    }
}

fn outcome(
    ctx: &Context<'_>,
    done: Result<Reorganisation, Failure<ReorganisationProblem>>,
) -> Result<ReorganisationResult> {
    match done {
        Ok(found) => Ok(ReorganisationResult::Reorganisation(Box::new(found))),
        Err(Failure::Problem(problem)) => Ok(ReorganisationResult::Problem(problem)),
        Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
    }
}

/// A reorganisation of units on one day.
#[Object]
impl Reorganisation {
    /// Opaque id.
    async fn id(&self) -> ID {
        self.id.global()
    }

    /// Short title.
    async fn title(&self) -> &str {
        &self.title
    }

    /// Resolution or decision it rests on.
    async fn legal_basis(&self) -> &str {
        &self.legal_basis
    }

    /// First day of the new units.
    async fn effective_date(&self) -> Date {
        self.effective_date
    }

    /// Where it stands.
    async fn state(&self) -> ReorganisationState {
        self.state
    }

    /// Counts changes; deeds name the version they were decided on.
    async fn version(&self) -> i32 {
        self.version
    }

    /// Units as they begin or change on that day, as a CSV file.
    async fn units_csv(&self) -> &str {
        &self.units
    }

    /// Steps from the old units to the new ones, as a CSV file.
    async fn successions_csv(&self) -> &str {
        &self.steps
    }

    /// The first rows of the units file as they were understood; null when it has no header that can be read.
    async fn units_preview(&self) -> Option<TablePreview> {
        Preview::of(&self.units.as_str().into(), &rules::UNIT_COLUMNS).map(Into::into)
    }

    /// The first rows of the steps file as they were understood; null when it has no header that can be read.
    async fn successions_preview(&self) -> Option<TablePreview> {
        Preview::of(&self.steps.as_str().into(), &rules::STEP_COLUMNS).map(Into::into)
    }

    /// When it was drafted.
    async fn created_at(&self) -> OffsetDateTime {
        self.created_at
    }

    /// When it was applied; null before.
    async fn applied_at(&self) -> Option<OffsetDateTime> {
        self.applied_at
    }

    /// When it was taken back; null when it was not.
    async fn undone_at(&self) -> Option<OffsetDateTime> {
        self.undone_at
    }

    /// What a draft would do, or what is wrong with it; null once it is applied.
    async fn preview(&self, ctx: &Context<'_>) -> Option<Result<ReorganisationPreview>> {
        let actor = match ctx.actor() {
            Ok(actor) => actor,
            Err(error) => return Some(Err(error)),
        };
        match queries::preview(ctx.app(), actor, self).await {
            Ok(None) => None,
            Ok(Some(Ok(effect))) => Some(Ok(ReorganisationPreview::Effect(effect))),
            Ok(Some(Err(problem))) => Some(Ok(ReorganisationPreview::Problem(problem))),
            Err(refusal) => Some(Err(ctx.refuse(refusal))),
        }
    }

    /// What it did when it was applied; null before.
    async fn effect(&self) -> Option<&Effect> {
        (self.state != ReorganisationState::Draft).then_some(&self.undo.effect)
    }

    /// Whether the viewer may change it.
    async fn viewer_can_edit(&self, ctx: &Context<'_>) -> bool {
        let may = |actor| policy::check_revise(actor, self, self.version).is_offered();
        ctx.visitor().is_some_and(may)
    }

    /// Whether the viewer may apply it now: from its day on.
    async fn viewer_can_apply(&self, ctx: &Context<'_>) -> bool {
        let now = ctx.app().clock.now();
        let may = |actor| policy::check_apply(actor, self, self.version, now).is_offered();
        ctx.visitor().is_some_and(may)
    }

    /// Whether the viewer may take it back; `undoReorganisation` tells whether something rests on it.
    async fn viewer_can_undo(&self, ctx: &Context<'_>) -> bool {
        let may = |actor| policy::check_undo(actor, self, self.version).is_offered();
        ctx.visitor().is_some_and(may)
    }
}

/// Why a reorganisation is not saved, applied or taken back.
#[Object]
impl ReorganisationProblem {
    /// Fixed code.
    async fn code(&self) -> ReorganisationProblemCode {
        self.code
    }

    /// The reason in words, in the language of the request.
    #[graphql(name = "message")]
    async fn words(&self, ctx: &Context<'_>) -> String {
        self.message(ctx.locale())
    }

    /// Where: names of input fields; empty when it concerns the whole.
    async fn path(&self) -> Vec<&str> {
        self.field.into_iter().collect()
    }

    /// Number of everything that is wrong with rows of both files; of each the first 1 000 are told.
    async fn row_problem_count(&self) -> i32 {
        i32::try_from(self.unit_rows.count() + self.step_rows.count()).unwrap_or(i32::MAX)
    }

    /// Bad rows of the units file, the first 1 000.
    async fn unit_rows(&self, ctx: &Context<'_>) -> Vec<ImportRowProblem> {
        tables::rows(ctx, &self.unit_rows)
    }

    /// Bad rows of the steps file, the first 1 000.
    async fn succession_rows(&self, ctx: &Context<'_>) -> Vec<ImportRowProblem> {
        tables::rows(ctx, &self.step_rows)
    }
}

/// What a draft would do, or what is wrong with it.
#[derive(Union)]
pub enum ReorganisationPreview {
    /// What it would do.
    Effect(Effect),
    /// What has to be corrected.
    Problem(ReorganisationProblem),
}

/// The reorganisation as it is now, or why nothing was done.
#[derive(Union)]
pub enum ReorganisationResult {
    /// The reorganisation.
    Reorganisation(Box<Reorganisation>),
    /// What has to be corrected.
    Problem(ReorganisationProblem),
}

/// A reorganisation to be drafted or changed.
#[derive(InputObject)]
pub struct SaveReorganisationInput {
    /// Which draft; null for a new one.
    id: Option<ID>,
    /// The `version` that the change was made on; only with `id`.
    version: Option<i32>,
    /// Short title.
    title: String,
    /// Resolution or decision.
    legal_basis: String,
    /// First day of the new units.
    effective_date: Date,
    /// Units as they begin or change on that day: the file by its bytes.
    units_file: Option<TableFileInput>,
    /// Instead of the file: the text of a CSV; empty when no unit begins or changes. With neither, a draft keeps what
    /// it has.
    units_csv: Option<String>,
    /// Steps from the old units to the new ones: the file by its bytes.
    successions_file: Option<TableFileInput>,
    /// Instead of the file: the text of a CSV. With neither, a draft keeps what it has.
    successions_csv: Option<String>,
}

/// A reorganisation on which something is done.
#[derive(InputObject)]
pub struct ReorganisationDeedInput {
    /// Which reorganisation.
    id: ID,
    /// The `version` that the decision was made on.
    version: i32,
}
