//! The trail in the schema.

use async_graphql::{Context, ID, Object, Result};
use time::OffsetDateTime;

use super::model::{AuditEntry, AuditFilter, AuditHead};
use super::{policy, queries};
use crate::access::Role;
use crate::campaigns;
use crate::graphql::campaign::CampaignNode;
use crate::graphql::context::ContextExt as _;
use crate::graphql::page::{Answer, answer, page_request};
use crate::identity::Account;
use crate::shared::error::Refusal;
use crate::shared::id::{self, AccountId, CampaignId, UnitId};
use crate::units::Unit;

/// Queries of the audit trail.
#[derive(Default)]
pub struct AuditQuery;

#[Object]
impl AuditQuery {
    /// The audit trail, newest first. Nobody reads more of an entry than of the record it is about: auditors read of
    /// every deed that it was done, campaign managers their campaigns, focal officers and heads the records of their
    /// unit, officers of the Department initiatives, authors their own requests; of each the states that the record
    /// itself shows them. Everybody reads what they did themselves and what was done to their account; whoever has no
    /// further right asks for it by `actorId` or `subjectId`, and is refused otherwise.
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the field")]
    async fn audit_entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of entries, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
        #[graphql(desc = "Only entries about this record.")] subject_id: Option<ID>,
        #[graphql(desc = "Only deeds of this account.")] actor_id: Option<ID>,
        #[graphql(desc = "Only entries about records of this unit.")] unit_id: Option<ID>,
        #[graphql(desc = "Only entries of this campaign.")] campaign_id: Option<ID>,
        #[graphql(desc = "Only entries on lines of the criterion with this code, for example `E2`.")]
        criterion_code: Option<String>,
        #[graphql(desc = "Only deeds of this name, for example `submission.submitted`.")] deed: Option<
            String,
        >,
        #[graphql(desc = "Only deeds at or after this time.")] from: Option<OffsetDateTime>,
        #[graphql(desc = "Only deeds at or before this time.")] to: Option<OffsetDateTime>,
    ) -> Result<Answer<AuditEntry>> {
        let actor = ctx.actor()?;
        let filter = AuditFilter {
            subject: ctx
                .parsed(subject_id, |id| id::decode(id).map(|(_, uuid)| uuid).ok_or(Refusal::NotFound))?,
            actor: ctx.parsed(actor_id, AccountId::parse)?,
            unit: ctx.parsed(unit_id, UnitId::parse)?,
            campaign: ctx.parsed(campaign_id, CampaignId::parse)?,
            criterion_code,
            deed,
            from,
            to,
        };
        let request = page_request(ctx, first, after.as_deref())?;
        let page = queries::page(ctx.app(), actor, &filter, &request)
            .await
            .map_err(|refusal| ctx.refuse(refusal))?;
        Ok(answer(page))
    }

    /// The end of the audit trail's chain, to be compared with what was sealed; for auditors and system
    /// administrators.
    async fn audit_head(&self, ctx: &Context<'_>) -> Result<HeadNode> {
        let actor = ctx.actor()?;
        let (head, at) = queries::head(ctx.app(), actor).await.map_err(|refusal| ctx.refuse(refusal))?;
        Ok(HeadNode { head, at })
    }
}

/// Reads an optional id from a client.
trait Parsed {
    fn parsed<T>(&self, id: Option<ID>, parse: impl Fn(&ID) -> Result<T, Refusal>) -> Result<Option<T>>;
}

impl Parsed for Context<'_> {
    fn parsed<T>(&self, id: Option<ID>, parse: impl Fn(&ID) -> Result<T, Refusal>) -> Result<Option<T>> {
        id.map(|id| parse(&id)).transpose().map_err(|refusal| self.refuse(refusal))
    }
}

/// The end of the chain, with the time of its newest entry.
pub struct HeadNode {
    head: AuditHead,
    at: Option<OffsetDateTime>,
}

/// The end of the audit trail's chain: every entry carries the hash of the one before it.
#[Object(name = "AuditHead")]
impl HeadNode {
    /// Number of the newest entry, counted from 1; 0 while there is none.
    async fn sequence(&self) -> i64 {
        self.head.sequence
    }

    /// SHA-256 of the newest entry, in hexadecimal digits.
    async fn hash(&self) -> &str {
        &self.head.hash
    }

    /// When the newest entry was recorded; null while there is none.
    async fn at(&self) -> Option<OffsetDateTime> {
        self.at
    }
}

/// One entry of the audit trail: who did what to which record, when and in which role.
#[Object]
impl AuditEntry {
    /// Opaque id.
    async fn id(&self) -> ID {
        self.id.global()
    }

    /// When, by the server's clock.
    async fn at(&self) -> OffsetDateTime {
        self.at
    }

    /// Who did it; null for what the server did itself, or when the account is not visible.
    async fn actor(&self, ctx: &Context<'_>) -> Option<Result<std::sync::Arc<Account>>> {
        ctx.optional(ctx.loaders().account(self.actor?).await)
    }

    /// Name of the person at that time.
    async fn actor_name(&self) -> &str {
        &self.actor_name
    }

    /// Role that allowed it; null where no role was needed.
    async fn acting_role(&self) -> Option<Role> {
        self.acting_role.as_deref()?.parse().ok()
    }

    /// Name of the deed, for example `submission.submitted`.
    async fn deed(&self) -> &str {
        &self.deed
    }

    /// Kind of the record, for example `Submission`.
    async fn subject_kind(&self) -> &str {
        &self.subject_kind
    }

    /// Opaque id of the record; null when the deed had none.
    async fn subject_id(&self) -> Option<ID> {
        self.subject.map(|uuid| id::encode(&self.subject_kind, uuid))
    }

    /// Unit whose record it is; null for records of no unit.
    async fn unit(&self, ctx: &Context<'_>) -> Option<Result<std::sync::Arc<Unit>>> {
        ctx.optional(ctx.loaders().unit(self.unit?).await)
    }

    /// Campaign it belongs to; null for deeds of no campaign, or when the campaign is not visible.
    async fn campaign(&self, ctx: &Context<'_>) -> Option<Result<CampaignNode>> {
        let actor = ctx.visitor()?;
        let found = ctx.loaders().campaigns().campaign(self.campaign?).await;
        let visible = found.map(|found| found.filter(|campaign| campaigns::sees(actor, campaign)));
        ctx.optional(visible.map(|found| found.map(CampaignNode::from)))
    }

    /// Code of the criterion whose line it is, for example `E2`; null for deeds on no line.
    async fn criterion_code(&self) -> Option<&str> {
        self.criterion_code.as_deref()
    }

    /// State before, as JSON, as far as the record shows it to the viewer; null when nothing was before, or nothing of
    /// it is shown.
    async fn before(&self) -> Option<&str> {
        self.before.as_deref()
    }

    /// State after, as JSON, as far as the record shows it to the viewer; null when nothing is after, or nothing of it
    /// is shown.
    async fn after(&self) -> Option<&str> {
        self.after.as_deref()
    }

    /// Reason given by the person; null when the deed asks for none, or the record does not show it to the viewer.
    async fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// Network address of the request; null for what the server did itself, and of others' deeds for those who do not
    /// inspect.
    async fn address(&self) -> Option<&str> {
        self.address.as_deref()
    }

    /// Id of the request, as in the server's log; null for what the server did itself, and of others' deeds for those
    /// who do not inspect.
    async fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Number in the chain, counted from 1; null for those who do not read every entry, since it would tell
    /// how many they do not see.
    async fn sequence(&self, ctx: &Context<'_>) -> Option<i64> {
        reads_everything(ctx).then_some(self.link.sequence)
    }

    /// SHA-256 over all fields and the hash before, in hexadecimal digits; null for those who do not read every
    /// entry.
    async fn hash(&self, ctx: &Context<'_>) -> Option<&str> {
        reads_everything(ctx).then_some(&self.link.hash)
    }

    /// Hash of the entry before; null for those who do not read every entry.
    async fn previous_hash(&self, ctx: &Context<'_>) -> Option<&str> {
        reads_everything(ctx).then_some(&self.link.previous_hash)
    }
}

fn reads_everything(ctx: &Context<'_>) -> bool {
    ctx.visitor().is_some_and(policy::reads_everything)
}
