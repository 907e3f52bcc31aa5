//! The trail in the schema.

use async_graphql::{Context, ID, Object, Result};
use time::OffsetDateTime;

use super::model::{AuditEntry, AuditFilter};
use super::queries;
use crate::access::Role;
use crate::graphql::context::ContextExt as _;
use crate::graphql::page::{Answer, answer, page_request};
use crate::identity::Account;
use crate::shared::id::{self, AccountId};
use crate::units::Unit;

/// Queries of the audit trail.
#[derive(Default)]
pub struct AuditQuery;

#[Object]
impl AuditQuery {
    /// The audit trail, newest first, as far as the viewer may read it: auditors read everything,
    /// campaign managers their campaigns, others the records of their unit and their own deeds.
    #[graphql(complexity = "first.clamp(1, 200) as usize * child_complexity + 1")]
    async fn audit_entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Number of entries, 1 to 200.")] first: i32,
        #[graphql(desc = "Cursor after which to start.")] after: Option<String>,
        #[graphql(desc = "Only entries about this record.")] subject_id: Option<ID>,
        #[graphql(desc = "Only deeds of this account.")] actor_id: Option<ID>,
        #[graphql(desc = "Only deeds of this name, for example `submission.submitted`.")] deed: Option<
            String,
        >,
    ) -> Result<Answer<AuditEntry>> {
        let actor = ctx.actor()?;
        let filter = AuditFilter {
            subject: subject_id
                .map(|id| {
                    id::decode(&id).map(|(_, uuid)| uuid).ok_or(crate::shared::error::Refusal::NotFound)
                })
                .transpose()
                .map_err(|refusal| ctx.refuse(refusal))?,
            actor: actor_id
                .map(|id| AccountId::parse(&id))
                .transpose()
                .map_err(|refusal| ctx.refuse(refusal))?,
            deed,
        };
        let request = page_request(ctx, first, after.as_deref())?;
        let page = queries::page(ctx.app(), actor, &filter, &request)
            .await
            .map_err(|refusal| ctx.refuse(refusal))?;
        Ok(answer(page))
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
        self.acting_role
    }

    /// Name of the deed, for example `submission.submitted`.
    async fn deed(&self) -> &str {
        &self.deed
    }

    /// Opaque id of the record; null when the deed had none.
    async fn subject_id(&self) -> Option<ID> {
        self.subject.map(|uuid| id::encode(&self.subject_kind, uuid))
    }

    /// Unit whose record it is; null for records of no unit.
    async fn unit(&self, ctx: &Context<'_>) -> Option<Result<std::sync::Arc<Unit>>> {
        ctx.optional(ctx.loaders().unit(self.unit?).await)
    }

    /// State before, as JSON; null when nothing was before.
    async fn before(&self) -> Option<&str> {
        self.before.as_deref()
    }

    /// State after, as JSON; null when nothing is after.
    async fn after(&self) -> Option<&str> {
        self.after.as_deref()
    }

    /// Reason given by the person; null when the deed asks for none.
    async fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// Network address of the request; null for what the server did itself.
    async fn address(&self) -> Option<&str> {
        self.address.as_deref()
    }

    /// Id of the request, as in the server's log; null for what the server did itself.
    async fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}
