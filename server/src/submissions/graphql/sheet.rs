//! A score sheet.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result};
use time::OffsetDateTime;

use super::super::model::{
    Dissolution, EvidenceLink, LineProblem, ScoreLine, Seen, Sheet, SheetLine, SubmissionState,
};
use super::super::policy;
use super::super::rules::{self, Totals};
use crate::access::Answered as _;
use crate::audit::{self, AuditEntry};
use crate::campaigns::CampaignUnit;
use crate::files::StoredFile;
use crate::graphql::campaign::CampaignNode;
use crate::graphql::context::ContextExt as _;
use crate::identity::Account;
use crate::shared::clock::vietnam_date;
use crate::shared::order::person_key;
use crate::shared::page::{Count, PageRequest};
use crate::shared::points::Points;

impl Sheet {
    async fn all_lines(&self, ctx: &Context<'_>) -> Result<&[Arc<ScoreLine>]> {
        let lines = self.contents.lines(ctx.app(), self.submission.id).await;
        lines.map_err(|refusal| ctx.refuse(refusal))
    }

    async fn all_evidence(&self, ctx: &Context<'_>) -> Result<&[EvidenceLink]> {
        let evidence = self.contents.evidence(ctx.app(), self.submission.id).await;
        evidence.map_err(|refusal| ctx.refuse(refusal))
    }

    async fn sheet_lines(&self, ctx: &Context<'_>) -> Result<Vec<SheetLine>> {
        let lines = self.all_lines(ctx).await?;
        Ok(SheetLine::all_of(&Arc::new(self.clone()), lines))
    }

    async fn totals(&self, ctx: &Context<'_>) -> Result<Totals> {
        let lines = self.all_lines(ctx).await?;
        Ok(Totals::of(self.visible(lines).into_iter().map(|(line, criterion)| (&**line, criterion.spec.max))))
    }
}

/// The score sheet of a unit in a campaign. Lines and sums are those that the viewer sees: an appraiser
/// sees the assigned lines only.
#[Object(name = "Submission")]
impl Sheet {
    /// Opaque id.
    pub async fn id(&self) -> ID {
        self.submission.id.global()
    }

    /// State.
    async fn state(&self) -> SubmissionState {
        self.submission.state
    }

    /// What became of it when its unit ended before it was submitted; null when nothing did.
    async fn dissolution(&self) -> Option<Dissolution> {
        self.submission.dissolution
    }

    /// Optimistic lock of the sheet; lines have their own.
    async fn version(&self) -> i32 {
        self.submission.version
    }

    /// The campaign.
    #[graphql(name = "campaign")]
    async fn of_campaign(&self) -> CampaignNode {
        Arc::clone(&self.campaign).into()
    }

    /// The unit as frozen for the campaign.
    #[graphql(name = "unit")]
    async fn of_unit(&self) -> &CampaignUnit {
        &self.unit
    }

    /// The lines that the viewer sees, in the order of the criteria.
    async fn lines(&self, ctx: &Context<'_>) -> Result<Vec<SheetLine>> {
        self.sheet_lines(ctx).await
    }

    /// Sum of self scores.
    async fn self_total(&self, ctx: &Context<'_>) -> Result<Points> {
        Ok(self.totals(ctx).await?.own)
    }

    /// Self total on the scale of 100, over the lines that apply; null when none applies.
    async fn self_base(&self, ctx: &Context<'_>) -> Option<Result<Points>> {
        self.totals(ctx).await.map(|totals| totals.base()).transpose()
    }

    /// Sum of the maxima of the lines that apply.
    async fn applicable_max(&self, ctx: &Context<'_>) -> Result<Points> {
        Ok(self.totals(ctx).await?.applicable_max)
    }

    /// Sum of the scores of round 1 that the viewer sees; hidden from the unit until the result is released.
    async fn appraised_total(&self, ctx: &Context<'_>) -> Result<Points> {
        let lines = self.all_lines(ctx).await?;
        let shown =
            self.visible(lines).into_iter().filter(|(line, _)| self.view.appraisal.covers(line.criterion));
        Ok(Totals::of(shown.map(|(line, criterion)| (&**line, criterion.spec.max))).appraised)
    }

    /// Number of lines with facts.
    async fn filled_count(&self, ctx: &Context<'_>) -> Result<usize> {
        Ok(self.totals(ctx).await?.filled)
    }

    /// Number of lines.
    async fn line_count(&self, ctx: &Context<'_>) -> Result<usize> {
        Ok(self.totals(ctx).await?.count)
    }

    /// When it was submitted, by the server's clock; null while it was not, or after a recall.
    async fn submitted_at(&self) -> Option<OffsetDateTime> {
        self.submission.submitted_at
    }

    /// Who submitted it; null while it was not.
    async fn submitted_by(&self, ctx: &Context<'_>) -> Option<Result<Arc<Account>>> {
        ctx.optional(ctx.loaders().account(self.submission.submitted_by?).await)
    }

    /// When the leader signed; null while nobody has.
    async fn signed_off_at(&self) -> Option<OffsetDateTime> {
        self.submission.signed_off_at
    }

    /// SHA-256 of the submitted content; null while it was not submitted.
    async fn content_hash(&self) -> Option<&str> {
        self.submission.content_hash.as_deref()
    }

    /// The deadline has passed and the sheet is still with its unit.
    async fn is_overdue(&self, ctx: &Context<'_>) -> bool {
        rules::is_overdue(&self.submission, &self.campaign, ctx.app().clock.now())
    }

    /// It was first submitted after the deadline.
    async fn was_late(&self) -> bool {
        rules::was_late(&self.submission, &self.campaign)
    }

    /// When the unit has to be ready; null once the sheet has left it.
    async fn due_at(&self) -> Option<OffsetDateTime> {
        rules::due_at(&self.submission, &self.campaign)
    }

    /// Why it was last returned; null when it never was.
    async fn return_reason(&self) -> Option<&str> {
        self.submission.return_reason.as_deref()
    }

    /// When an appraiser began with it; null while nobody has.
    async fn opened_by_appraiser_at(&self) -> Option<OffsetDateTime> {
        self.submission.opened_at
    }

    /// What would keep it from being submitted now, line by line.
    async fn problems(&self, ctx: &Context<'_>) -> Result<Vec<LineProblem>> {
        let lines = self.sheet_lines(ctx).await?;
        let today = vietnam_date(ctx.app().clock.now());
        Ok(rules::problems(lines, self.all_evidence(ctx).await?, today))
    }

    /// The library of the unit; for an appraiser the files that the visible lines cite.
    async fn files(&self, ctx: &Context<'_>) -> Result<Vec<StoredFile>> {
        let library = self.contents.library(ctx.app(), self.submission.unit).await;
        let library = library.map_err(|refusal| ctx.refuse(refusal))?;
        if self.view.lines == Seen::All {
            return Ok(library.to_vec());
        }
        let lines = self.sheet_lines(ctx).await?;
        let evidence = self.all_evidence(ctx).await?;
        let is_cited = |file: &&StoredFile| {
            evidence
                .iter()
                .any(|link| link.file == file.id && lines.iter().any(|line| line.line.id == link.line))
        };
        Ok(library.iter().filter(is_cited).cloned().collect())
    }

    /// What was done to the sheet, newest first, as far as the viewer may read the audit trail; null for whoever may
    /// read none of it.
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of entries, 1 to 200.")] first: i32,
    ) -> Result<Option<Vec<AuditEntry>>> {
        let actor = ctx.actor()?;
        let request = PageRequest::new(first, None, Count::Skip).map_err(|refusal| ctx.refuse(refusal))?;
        if !audit::reads(ctx.app(), actor) {
            return Ok(None);
        }
        let entries = ctx.loaders().audit().history(self.submission.id.0, request.first).await;
        let entries = entries.map_err(|refusal| ctx.refuse(refusal))?;
        Ok(Some(entries.map(Arc::unwrap_or_clone).unwrap_or_default()))
    }

    /// The viewer may fill in lines now.
    async fn viewer_can_edit(&self, ctx: &Context<'_>) -> Result<bool> {
        let (actor, now) = (ctx.actor()?, ctx.app().clock.now());
        if !policy::may_begin(actor, &self.submission).is_offered() {
            return Ok(false);
        }
        let lines = self.sheet_lines(ctx).await?;
        Ok(lines.iter().any(|line| policy::check_edit_line(actor, line, now).is_offered()))
    }

    /// The viewer may delegate lines to colleagues now.
    async fn viewer_can_delegate(&self, ctx: &Context<'_>) -> Result<bool> {
        let (actor, now) = (ctx.actor()?, ctx.app().clock.now());
        if policy::may_list_contributors(actor, self.submission.unit).is_err() {
            return Ok(false);
        }
        let lines = self.sheet_lines(ctx).await?;
        Ok(lines.iter().any(|line| policy::check_delegate(actor, line, now).is_offered()))
    }

    /// The colleagues to whom lines may be delegated today, for those who delegate; refused to others.
    async fn contributors(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Account>>> {
        let actor = ctx.actor()?;
        policy::may_list_contributors(actor, self.submission.unit).map_err(|refusal| ctx.refuse(refusal))?;
        let read = self.contents.contributors(ctx.app(), self.submission.unit).await;
        let ids = read.map_err(|refusal| ctx.refuse(refusal))?;
        let mut accounts = Vec::with_capacity(ids.len());
        for id in ids {
            accounts.push(ctx.required(ctx.loaders().account(*id).await)?);
        }
        accounts.sort_by_key(|account| person_key(&account.display_name));
        accounts.dedup_by_key(|account| account.id);
        Ok(accounts)
    }

    /// The viewer may hand the sheet to the leader now, once nothing is missing.
    async fn viewer_can_request_sign_off(&self, ctx: &Context<'_>) -> Result<bool> {
        let (actor, now) = (ctx.actor()?, ctx.app().clock.now());
        Ok(policy::check_request_sign_off(actor, self, now).is_offered())
    }

    /// The viewer may take the sheet back from the leader's desk now.
    async fn viewer_can_withdraw_sign_off_request(&self, ctx: &Context<'_>) -> Result<bool> {
        let (actor, now) = (ctx.actor()?, ctx.app().clock.now());
        Ok(policy::check_withdraw_sign_off_request(actor, self, now).is_offered())
    }

    /// The viewer may sign and submit now.
    async fn viewer_can_submit(&self, ctx: &Context<'_>) -> Result<bool> {
        let (actor, now) = (ctx.actor()?, ctx.app().clock.now());
        Ok(policy::check_submit(actor, self, now).is_offered())
    }

    /// The viewer may take the submitted sheet back now.
    async fn viewer_can_recall(&self, ctx: &Context<'_>) -> Result<bool> {
        let (actor, now) = (ctx.actor()?, ctx.app().clock.now());
        Ok(policy::check_recall(actor, self, now).is_offered())
    }

    /// The viewer may give the sheet back to its unit now.
    async fn viewer_can_return(&self, ctx: &Context<'_>) -> Result<bool> {
        let (actor, now) = (ctx.actor()?, ctx.app().clock.now());
        Ok(policy::check_return(actor, self, now).is_offered())
    }

    /// The viewer may appraise lines of this sheet now; the first decision opens a submitted sheet.
    async fn viewer_can_appraise(&self, ctx: &Context<'_>) -> Result<bool> {
        let (actor, now) = (ctx.actor()?, ctx.app().clock.now());
        Ok(policy::check_open(actor, self, now).is_offered())
    }

    /// The viewer may conclude the appraisal of this sheet now, once every line is decided.
    async fn viewer_can_conclude(&self, ctx: &Context<'_>) -> Result<bool> {
        let (actor, now) = (ctx.actor()?, ctx.app().clock.now());
        Ok(policy::check_conclude_appraisal(actor, self, now).is_offered())
    }
}
