//! A deed on its way into the trail, and an entry read from it.

use serde::Serialize;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::access::{Permit, Role};
use crate::shared::id::{AccountId, AuditEntryId, CampaignId, UnitId};
use crate::shared::json;

/// What was done, before it is recorded.
#[derive(Clone, Debug)]
pub struct Deed {
    /// Name of the deed, `<slice>.<verb in the past>`, for example `submission.submitted`.
    pub name: &'static str,
    /// Kind of the subject as in its global id.
    pub subject_kind: &'static str,
    /// Subject of the deed.
    pub subject: Uuid,
    /// Role that allowed it.
    pub role: Option<Role>,
    /// Unit whose record it is.
    pub unit: Option<UnitId>,
    /// Campaign it belongs to.
    pub campaign: Option<CampaignId>,
    /// State before, as JSON.
    pub before: Option<String>,
    /// State after, as JSON.
    pub after: Option<String>,
    /// Reason given by the person.
    pub reason: Option<String>,
}

impl Deed {
    /// A deed on a subject, without a permit (signing in, loading sample data).
    #[must_use]
    pub fn new(name: &'static str, subject_kind: &'static str, subject: Uuid) -> Self {
        Self {
            name,
            subject_kind,
            subject,
            role: None,
            unit: None,
            campaign: None,
            before: None,
            after: None,
            reason: None,
        }
    }

    /// A deed on the subject of a permit, in the role that the permit names.
    #[must_use]
    pub fn under<A>(name: &'static str, subject_kind: &'static str, permit: &Permit<A>) -> Self {
        Self { role: Some(permit.role()), ..Self::new(name, subject_kind, permit.subject()) }
    }

    /// Names another subject than the permit's.
    #[must_use]
    pub fn about(mut self, kind: &'static str, subject: Uuid) -> Self {
        self.subject_kind = kind;
        self.subject = subject;
        self
    }

    /// Names the unit whose record it is.
    #[must_use]
    pub fn of_unit(mut self, unit: UnitId) -> Self {
        self.unit = Some(unit);
        self
    }

    /// Names the campaign.
    #[must_use]
    pub fn in_campaign(mut self, campaign: CampaignId) -> Self {
        self.campaign = Some(campaign);
        self
    }

    /// Keeps the state before.
    #[must_use]
    pub fn before<T: Serialize>(mut self, state: &T) -> Self {
        self.before = Some(json::to_text(state));
        self
    }

    /// Keeps the state after.
    #[must_use]
    pub fn after<T: Serialize>(mut self, state: &T) -> Self {
        self.after = Some(json::to_text(state));
        self
    }

    /// Keeps the person's reason.
    #[must_use]
    pub fn because(mut self, reason: &str) -> Self {
        self.reason = Some(reason.to_owned());
        self
    }
}

/// One entry of the trail.
#[derive(Clone, Debug)]
pub struct AuditEntry {
    /// Id; entries made later sort later.
    pub id: AuditEntryId,
    /// When, by the server's clock.
    pub at: OffsetDateTime,
    /// Who; `None` when nobody was signed in.
    pub actor: Option<AccountId>,
    /// Name of the person at that time.
    pub actor_name: String,
    /// Role that allowed it.
    pub acting_role: Option<Role>,
    /// Unit whose record it is.
    pub unit: Option<UnitId>,
    /// Name of the deed.
    pub deed: String,
    /// Kind of the subject.
    pub subject_kind: String,
    /// Subject.
    pub subject: Option<Uuid>,
    /// State before, as JSON.
    pub before: Option<String>,
    /// State after, as JSON.
    pub after: Option<String>,
    /// Reason given.
    pub reason: Option<String>,
    /// Network address.
    pub address: Option<String>,
    /// Request id.
    pub request_id: Option<String>,
}

/// Which entries are wanted.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// Entries about this subject.
    pub subject: Option<Uuid>,
    /// Entries of this person.
    pub actor: Option<AccountId>,
    /// Entries of this deed.
    pub deed: Option<String>,
}

/// Which entries a person may read (DOMAIN 6.2, last row).
#[derive(Clone, Debug)]
pub enum AuditScope {
    /// Everything: the inspectorate.
    All,
    /// Entries of campaigns, and one's own: campaign managers.
    Campaigns(AccountId),
    /// Entries about the units in scope, and one's own.
    Units(Vec<UnitId>, AccountId),
}
