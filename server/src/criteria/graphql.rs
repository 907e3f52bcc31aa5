//! Criteria sets in the schema.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject, Union};

use super::commands;
use super::editing::CriterionForm;
use super::import::export;
use super::model::{CriteriaProblem, CriteriaProblemCode, Grade, Label, Labels, RuleKind, ZeroPolicy};
use super::policy;
use super::queries;
use super::rules::{self, fact_keys, field_keys, rule_sentence};
use super::stored::{CriteriaSetState, Criterion, CriterionGroup, StoredBonus, StoredPenalty, StoredSet};
use crate::access::{Action as _, Answered as _};
use crate::graphql::asks::asks;
use crate::graphql::context::ContextExt as _;
use crate::graphql::page::{Answer, answer, page_request};
use crate::shared::error::Failure;
use crate::shared::id::{CriteriaSetId, CriterionGroupId, CriterionId};
use crate::shared::import::ImportMode;
use crate::shared::locale::Locale;
use crate::shared::points::Points;
use crate::units::UnitKind;

/// Queries of criteria sets.
#[derive(Default)]
pub struct CriteriaQuery;

#[Object]
impl CriteriaQuery {
    /// Criteria sets in all versions, newest first.
    async fn criteria_sets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of sets, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
    ) -> Result<Answer<Arc<StoredSet>>> {
        let actor = ctx.actor()?;
        let request = page_request(ctx, first, after.as_deref())?;
        let page = queries::page(ctx.app(), actor, &request).await.map_err(|refusal| ctx.refuse(refusal))?;
        Ok(answer(page))
    }

    /// One criteria set in one version; null when there is none with this id.
    async fn criteria_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the set.")] id: ID,
    ) -> Option<Result<Arc<StoredSet>>> {
        let actor = match ctx.actor() {
            Ok(actor) => actor,
            Err(error) => return Some(Err(error)),
        };
        let id = CriteriaSetId::parse(&id).ok()?;
        ctx.optional(queries::find(ctx.app(), actor, id).await)
    }
}

/// Changes of criteria sets.
#[derive(Default)]
pub struct CriteriaMutation;

#[Object]
impl CriteriaMutation {
    /// Imports a criteria set as a new draft, or only checks it. Campaign managers.
    #[graphql(directive = asks::apply(policy::ImportCriteria::PROOF))]
    async fn import_criteria_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The set as text.")] input: ImportCriteriaSetInput,
    ) -> Result<CriteriaSetResult> {
        let actor = ctx.actor()?;
        let mode = if input.validate_only { ImportMode::ValidateOnly } else { ImportMode::Apply };
        let imported = commands::import_set(ctx.app(), actor, &input.json, mode).await;
        match imported {
            Ok(set) => Ok(CriteriaSetResult::CriteriaSet(set)),
            Err(Failure::Problem(problems)) => {
                let first = problems.into_iter().next().ok_or("an import failed without a problem")?;
                Ok(CriteriaSetResult::Problem(view(first, ctx.locale())))
            }
            Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
        }
    }

    /// Adds a criterion at the end of a group of a draft. Campaign managers.
    #[graphql(directive = asks::apply(policy::ReviseCriteria::PROOF))]
    async fn add_criterion(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new criterion.")] input: AddCriterionInput,
    ) -> Result<CriteriaSetResult> {
        let actor = ctx.actor()?;
        let group = CriterionGroupId::parse(&input.group_id).map_err(|refusal| ctx.refuse(refusal))?;
        let (lock_version, code) = (input.lock_version, input.code.clone());
        let form = input.form(ctx.locale());
        outcome(ctx, commands::add_criterion(ctx.app(), actor, group, lock_version, &code, &form).await)
    }

    /// Changes a criterion of a draft. Campaign managers.
    #[graphql(directive = asks::apply(policy::ReviseCriteria::PROOF))]
    async fn revise_criterion(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The criterion as it shall read.")] input: ReviseCriterionInput,
    ) -> Result<CriteriaSetResult> {
        let actor = ctx.actor()?;
        let criterion = CriterionId::parse(&input.criterion_id).map_err(|refusal| ctx.refuse(refusal))?;
        let lock_version = input.lock_version;
        let form = input.form(ctx.locale());
        outcome(ctx, commands::revise_criterion(ctx.app(), actor, criterion, lock_version, &form).await)
    }

    /// Removes a criterion of a draft, with the appraisers assigned to it in campaigns being prepared.
    /// Campaign managers. A criterion that decides ties or awards cannot be removed.
    #[graphql(directive = asks::apply(policy::ReviseCriteria::PROOF))]
    async fn remove_criterion(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which criterion.")] input: RemoveCriterionInput,
    ) -> Result<CriteriaSetResult> {
        let actor = ctx.actor()?;
        let criterion = CriterionId::parse(&input.criterion_id).map_err(|refusal| ctx.refuse(refusal))?;
        outcome(ctx, commands::remove_criterion(ctx.app(), actor, criterion, input.lock_version).await)
    }

    /// Copies a criteria set as the next version, a draft to be edited. Campaign managers.
    #[graphql(directive = asks::apply(policy::ImportCriteria::PROOF))]
    async fn copy_criteria_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which set.")] input: CopyCriteriaSetInput,
    ) -> Result<CriteriaSetResult> {
        let actor = ctx.actor()?;
        let id = CriteriaSetId::parse(&input.id).map_err(|refusal| ctx.refuse(refusal))?;
        outcome(ctx, commands::copy(ctx.app(), actor, id).await)
    }
}

/// A criteria set in one version: groups of criteria that make up 100 points, with bonus and penalty
/// items outside them.
#[Object(name = "CriteriaSet")]
impl StoredSet {
    /// Opaque id.
    pub async fn id(&self) -> ID {
        self.id.global()
    }

    /// Stable code, the same in all versions.
    async fn code(&self) -> &str {
        &self.spec.code
    }

    /// Version, from 1.
    async fn version(&self) -> u32 {
        self.spec.version
    }

    /// Vietnamese title.
    async fn title_vi(&self) -> &str {
        &self.spec.title.vi
    }

    /// English title.
    async fn title_en(&self) -> &str {
        &self.spec.title.en
    }

    /// Whether the set may still change.
    async fn state(&self) -> CriteriaSetState {
        self.state
    }

    /// Number to pass back with a change; a change that comes with an older one is answered STALE.
    async fn lock_version(&self) -> i32 {
        self.lock_version
    }

    /// Groups in the order of the sheet.
    async fn groups(&self) -> Vec<CriteriaGroup> {
        self.groups
            .iter()
            .map(|group| {
                let own = |criterion: &&Arc<Criterion>| criterion.group.id == group.id;
                let criteria = self.criteria.iter().filter(own).cloned().collect();
                CriteriaGroup { group: Arc::clone(group), criteria: Some(criteria) }
            })
            .collect()
    }

    /// Bonus items, outside the 100 points.
    async fn bonus_items(&self) -> &[StoredBonus] {
        &self.bonus_items
    }

    /// Penalties, outside the 100 points.
    async fn penalty_items(&self) -> &[StoredPenalty] {
        &self.penalties
    }

    /// The most bonus points of all items together.
    async fn bonus_total_cap(&self) -> Points {
        self.spec.bonus_total_cap
    }

    /// Classes from the highest down.
    async fn classes(&self) -> Vec<ClassBand> {
        let band =
            |class: &super::model::ClassBand| ClassBand { grade: class.grade, min_total: class.min_total };
        self.spec.classes.iter().map(band).collect()
    }

    /// The applicable maximum of each scoring kind that the set names.
    async fn totals(&self) -> Vec<KindTotal> {
        rules::totals_by_kind(&self.spec)
            .into_iter()
            .map(|total| KindTotal {
                kind: total.kind,
                max_points: total.max,
                criterion_count: i32::try_from(total.criterion_count).unwrap_or(i32::MAX),
            })
            .collect()
    }

    /// What the set allows though it is sound, for those who make sets: points without work, lines that a unit can be
    /// rid of, steps that nobody reaches. Null for others.
    async fn warnings(&self, ctx: &Context<'_>) -> Option<Vec<CriteriaWarning>> {
        ctx.visitor().filter(|actor| policy::may_revise(actor, self.id).is_offered())?;
        let warning = |found: rules::Warning| CriteriaWarning {
            message: found.text(ctx.locale()),
            criterion_codes: found.criteria,
        };
        Some(rules::lint(&self.spec).into_iter().map(warning).collect())
    }

    /// The whole set in the import format.
    async fn export_json(&self) -> String {
        export(&self.spec)
    }

    /// Whether the viewer may change the set now.
    async fn viewer_can_edit(&self, ctx: &Context<'_>) -> bool {
        ctx.visitor().is_some_and(|actor| policy::check_revise(actor, self).is_offered())
    }
}

/// What a criteria set allows, or says otherwise than it seems to.
#[derive(SimpleObject)]
pub struct CriteriaWarning {
    /// What it is, in the language of the request.
    message: String,
    /// Codes of the criteria that it is about, in the order of the sheet; empty when it is about the whole set.
    criterion_codes: Vec<String>,
}

/// The applicable maximum of one scoring kind.
#[derive(SimpleObject)]
pub struct KindTotal {
    /// Scoring kind.
    kind: UnitKind,
    /// Sum of the maxima of the criteria that units of this kind have to meet.
    max_points: Points,
    /// Number of these criteria.
    criterion_count: i32,
}

/// The least total of a class.
#[derive(SimpleObject)]
pub struct ClassBand {
    /// The class.
    grade: Grade,
    /// The least total, inclusive.
    min_total: Points,
}

/// A group of criteria, with its criteria when the whole set was read.
pub struct CriteriaGroup {
    group: Arc<CriterionGroup>,
    criteria: Option<Vec<Arc<Criterion>>>,
}

/// A group (field) of criteria.
#[Object]
impl CriteriaGroup {
    /// Opaque id.
    async fn id(&self) -> ID {
        self.group.id.global()
    }

    /// Stable code, the same in all versions.
    async fn code(&self) -> &str {
        &self.group.spec.code
    }

    /// Vietnamese title.
    async fn title_vi(&self) -> &str {
        &self.group.spec.title.vi
    }

    /// English title.
    async fn title_en(&self) -> &str {
        &self.group.spec.title.en
    }

    /// Sum of the maxima of its criteria, whatever kinds they apply to.
    async fn max_points(&self) -> Points {
        self.group.max
    }

    /// Criteria in the order of the sheet.
    async fn criteria(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Criterion>>> {
        if let Some(criteria) = &self.criteria {
            return Ok(criteria.clone());
        }
        let set = ctx.required(ctx.loaders().criteria_set(self.group.set).await)?;
        Ok(set.criteria.iter().filter(|criterion| criterion.group.id == self.group.id).cloned().collect())
    }
}

/// A criterion: what units have to meet, and how facts become points.
#[Object]
impl Criterion {
    /// Opaque id; another one in each version of the set.
    pub async fn id(&self) -> ID {
        self.id.global()
    }

    /// Stable code, the same in all versions.
    async fn code(&self) -> &str {
        &self.spec.code
    }

    /// Vietnamese title.
    async fn title_vi(&self) -> &str {
        &self.spec.title.vi
    }

    /// English title.
    async fn title_en(&self) -> &str {
        &self.spec.title.en
    }

    /// The most points it gives.
    async fn max_points(&self) -> Points {
        self.spec.max
    }

    /// Scoring kinds that have to meet it.
    async fn kinds(&self) -> &[UnitKind] {
        &self.spec.kinds
    }

    /// Kind of its rule.
    async fn rule_kind(&self) -> RuleKind {
        self.spec.rule.kind()
    }

    /// Parameters of its rule as JSON text, as in the import format.
    async fn rule_params(&self) -> String {
        self.spec.rule.params().to_string()
    }

    /// The rule in words, in the language of the request.
    async fn rule_sentence(&self, ctx: &Context<'_>) -> String {
        rule_sentence(&self.spec, ctx.locale())
    }

    /// The codes that the facts are made of: events, items or options, with their points. Empty for
    /// rules that ask for numbers or a date.
    async fn fact_keys(&self, ctx: &Context<'_>) -> Vec<FactKey> {
        let locale = ctx.locale();
        let key = |key: rules::FactKey| {
            let own = self.spec.labels.get(&key.code);
            FactKey {
                label: key.label.get(locale).to_owned(),
                label_vi: own.map(|label| label.vi.clone()),
                label_en: own.map(|label| label.en.clone()),
                code: key.code,
                points: key.points,
            }
        };
        fact_keys(&self.spec).into_iter().map(key).collect()
    }

    /// The numbers and dates of the facts that this criterion names in its own words; a field that is
    /// absent here has its general name.
    async fn fact_fields(&self, ctx: &Context<'_>) -> Vec<FactField> {
        let locale = ctx.locale();
        field_keys(&self.spec)
            .into_iter()
            .filter(|key| self.spec.labels.contains_key(&key.code))
            .map(|key| FactField { label: key.label.get(locale).to_owned(), code: key.code })
            .collect()
    }

    /// What a zero denominator means; null for rules without a ratio.
    async fn zero_policy(&self) -> Option<ZeroPolicy> {
        self.spec.zero_policy
    }

    /// Whether the unit enters the facts itself.
    async fn self_scored(&self) -> bool {
        self.spec.self_scored
    }

    /// What to attach as evidence, in the language of the request.
    async fn evidence_hint(&self, ctx: &Context<'_>) -> &str {
        self.spec.evidence.get(ctx.locale())
    }

    /// Item of the campaign's announcement that it comes from; null when it comes from none.
    async fn seed_item(&self) -> Option<&str> {
        self.spec.seed_item.as_deref()
    }

    /// The group it belongs to.
    async fn group(&self) -> CriteriaGroup {
        CriteriaGroup { group: Arc::clone(&self.group), criteria: None }
    }

    /// Place in the sheet, from 1.
    async fn position(&self) -> i32 {
        self.position
    }
}

/// A field of the facts in the words of its criterion.
#[derive(SimpleObject)]
pub struct FactField {
    /// Name of the field in `Facts`: numerator, denominator, count, date …
    code: String,
    /// The field in words, in the language of the request.
    label: String,
}

/// A code that the facts of a criterion are made of.
#[derive(SimpleObject)]
pub struct FactKey {
    /// The code to send back in the facts.
    code: String,
    /// Its meaning, in the language of the request.
    label: String,
    /// Its meaning in Vietnamese as the set words it; null when the set has no words for it.
    label_vi: Option<String>,
    /// Its meaning in English as the set words it; null when the set has no words for it.
    label_en: Option<String>,
    /// What it gives, or takes away in a deduction.
    points: Points,
}

/// Points for merits outside the criteria.
#[Object(name = "BonusItem")]
impl StoredBonus {
    /// Opaque id.
    async fn id(&self) -> ID {
        self.id.global()
    }

    /// Stable code, the same in all versions.
    async fn code(&self) -> &str {
        &self.spec.code
    }

    /// Vietnamese title.
    async fn title_vi(&self) -> &str {
        &self.spec.title.vi
    }

    /// English title.
    async fn title_en(&self) -> &str {
        &self.spec.title.en
    }

    /// What one occurrence gives.
    async fn per_unit(&self) -> Points {
        self.spec.per_unit
    }

    /// The most that all occurrences give.
    async fn cap(&self) -> Points {
        self.spec.cap
    }
}

/// Points taken away for violations.
#[Object(name = "PenaltyItem")]
impl StoredPenalty {
    /// Opaque id.
    async fn id(&self) -> ID {
        self.id.global()
    }

    /// Stable code, the same in all versions.
    async fn code(&self) -> &str {
        &self.spec.code
    }

    /// Vietnamese title.
    async fn title_vi(&self) -> &str {
        &self.spec.title.vi
    }

    /// English title.
    async fn title_en(&self) -> &str {
        &self.spec.title.en
    }

    /// What one occurrence takes away, as a positive number.
    async fn points_each(&self) -> Points {
        self.spec.points_each
    }

    /// The most that all occurrences take away; null when there is no bound.
    async fn cap(&self) -> Option<Points> {
        self.spec.cap
    }

    /// Whether one occurrence excludes from awards.
    async fn is_knock_out(&self) -> bool {
        self.spec.is_knock_out
    }
}

/// The changed set, or why it was not changed.
#[derive(Union)]
pub enum CriteriaSetResult {
    /// The set as it is now.
    CriteriaSet(Arc<StoredSet>),
    /// What has to be corrected.
    Problem(CriteriaProblemView),
}

/// Why a criteria set or a change to it is refused.
#[derive(SimpleObject)]
#[graphql(name = "CriteriaProblem")]
pub struct CriteriaProblemView {
    /// Fixed code.
    code: CriteriaProblemCode,
    /// The reason in words, in the language of the request.
    message: String,
    /// Where: names of input fields, or places in the imported text, outermost first.
    path: Vec<String>,
    /// Code of the criterion, bonus item or penalty concerned; null when the whole set is.
    criterion_code: Option<String>,
}

/// A criteria set as text in the import format.
#[derive(InputObject)]
pub struct ImportCriteriaSetInput {
    /// The text.
    json: String,
    /// Only check: answers the set as it would be, and stores nothing.
    validate_only: bool,
}

/// What an event, an item or an option is called.
#[derive(InputObject)]
pub struct KeyLabelInput {
    /// The code as it stands in the rule.
    code: String,
    /// In Vietnamese.
    label_vi: String,
    /// In English.
    label_en: String,
}

fn labels_of(inputs: Vec<KeyLabelInput>) -> Labels {
    let label = |KeyLabelInput { code, label_vi, label_en }| (code, Label { vi: label_vi, en: label_en });
    inputs.into_iter().map(label).collect()
}

/// A criterion as it shall read.
#[derive(InputObject)]
pub struct ReviseCriterionInput {
    /// Which criterion.
    criterion_id: ID,
    /// The set's `lockVersion` that the change was made on.
    lock_version: i32,
    /// Vietnamese title.
    title_vi: String,
    /// English title.
    title_en: String,
    /// The most points it gives.
    max_points: Points,
    /// Scoring kinds that have to meet it.
    kinds: Vec<UnitKind>,
    /// Kind of its rule.
    rule_kind: RuleKind,
    /// Parameters of its rule as JSON text, as in the import format.
    rule_params: String,
    /// What a zero denominator means; compulsory for ratio rules.
    zero_policy: Option<ZeroPolicy>,
    /// Whether the unit enters the facts itself.
    self_scored: bool,
    /// What to attach as evidence, in the language of the request; the other language stays.
    evidence_hint: String,
    /// Words for the codes of its facts, in place of all there were; absent leaves them as they are.
    key_labels: Option<Vec<KeyLabelInput>>,
}

impl ReviseCriterionInput {
    fn form(self, locale: Locale) -> CriterionForm {
        CriterionForm {
            title: Label { vi: self.title_vi, en: self.title_en },
            max: self.max_points,
            kinds: self.kinds,
            rule_kind: self.rule_kind,
            rule_params: self.rule_params,
            zero_policy: self.zero_policy,
            self_scored: self.self_scored,
            evidence: self.evidence_hint,
            key_labels: self.key_labels.map(labels_of),
            locale,
        }
    }
}

/// A new criterion of a draft.
#[derive(InputObject)]
pub struct AddCriterionInput {
    /// The group at whose end it stands.
    group_id: ID,
    /// The set's `lockVersion` that the change was made on.
    lock_version: i32,
    /// Stable code, unique in the set.
    code: String,
    /// Vietnamese title.
    title_vi: String,
    /// English title.
    title_en: String,
    /// The most points it gives.
    max_points: Points,
    /// Scoring kinds that have to meet it.
    kinds: Vec<UnitKind>,
    /// Kind of its rule.
    rule_kind: RuleKind,
    /// Parameters of its rule as JSON text, as in the import format.
    rule_params: String,
    /// What a zero denominator means; compulsory for ratio rules.
    zero_policy: Option<ZeroPolicy>,
    /// Whether the unit enters the facts itself.
    self_scored: bool,
    /// What to attach as evidence.
    evidence_hint: String,
    /// Words for the codes of its facts.
    key_labels: Option<Vec<KeyLabelInput>>,
}

impl AddCriterionInput {
    fn form(self, locale: Locale) -> CriterionForm {
        CriterionForm {
            title: Label { vi: self.title_vi, en: self.title_en },
            max: self.max_points,
            kinds: self.kinds,
            rule_kind: self.rule_kind,
            rule_params: self.rule_params,
            zero_policy: self.zero_policy,
            self_scored: self.self_scored,
            evidence: self.evidence_hint,
            key_labels: self.key_labels.map(labels_of),
            locale,
        }
    }
}

/// A criterion to be removed from a draft.
#[derive(InputObject)]
pub struct RemoveCriterionInput {
    /// Which criterion.
    criterion_id: ID,
    /// The set's `lockVersion` that the change was made on.
    lock_version: i32,
}

/// A criteria set to be copied.
#[derive(InputObject)]
pub struct CopyCriteriaSetInput {
    /// Which set, in any version and state.
    id: ID,
}

fn view(problem: CriteriaProblem, locale: Locale) -> CriteriaProblemView {
    CriteriaProblemView {
        code: problem.code(),
        message: problem.message(locale),
        path: problem.path,
        criterion_code: problem.criterion_code,
    }
}

fn outcome(
    ctx: &Context<'_>,
    done: Result<Arc<StoredSet>, Failure<CriteriaProblem>>,
) -> Result<CriteriaSetResult> {
    match done {
        Ok(set) => Ok(CriteriaSetResult::CriteriaSet(set)),
        Err(Failure::Problem(problem)) => Ok(CriteriaSetResult::Problem(view(problem, ctx.locale()))),
        Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
    }
}
