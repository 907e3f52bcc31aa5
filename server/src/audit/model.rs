//! A deed on its way into the trail, an entry read from it, and what a look at the whole chain finds.

use std::fmt;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::access::{OwnPermit, Permit, Role};
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
    /// The unit's own people do not read it (INV-R5: appraisal before release).
    pub is_withheld: bool,
    /// Campaign it belongs to.
    pub campaign: Option<CampaignId>,
    /// Code of the criterion whose line it is.
    pub criterion_code: Option<String>,
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
            is_withheld: false,
            campaign: None,
            criterion_code: None,
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

    /// A deed of a person about themselves; its subject is their account.
    #[must_use]
    pub fn own<A>(name: &'static str, permit: &OwnPermit<A>) -> Self {
        Self::new(name, AccountId::KIND, permit.account().0)
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

    /// Keeps it from the people of its unit: it is found by the unit, and read by those above.
    #[must_use]
    pub fn withheld_from_unit(mut self) -> Self {
        self.is_withheld = true;
        self
    }

    /// Names the criterion whose line it is.
    #[must_use]
    pub fn on_criterion(mut self, code: &str) -> Self {
        self.criterion_code = Some(code.to_owned());
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Id; entries made later sort later.
    pub id: AuditEntryId,
    /// Its place in the chain.
    pub link: Link,
    /// When, by the server's clock.
    pub at: OffsetDateTime,
    /// Who; `None` when nobody was signed in.
    pub actor: Option<AccountId>,
    /// Name of the person at that time.
    pub actor_name: String,
    /// Role that allowed it; kept as written, so that the chain covers it even if the role is no more.
    pub acting_role: Option<String>,
    /// Unit whose record it is.
    pub unit: Option<UnitId>,
    /// The unit's own people do not read it.
    pub is_withheld: bool,
    /// Campaign it belongs to.
    pub campaign: Option<CampaignId>,
    /// Code of the criterion whose line it is.
    pub criterion_code: Option<String>,
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

/// The place of an entry in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Number, from 1 without gaps.
    pub sequence: i64,
    /// Version of the encoding under the hash.
    pub encoding: i32,
    /// Hash of the entry before.
    pub previous_hash: String,
    /// SHA-256 over all other fields.
    pub hash: String,
}

/// Which entries are wanted; whatever is absent does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Entries about this subject.
    pub subject: Option<Uuid>,
    /// Entries of this person.
    pub actor: Option<AccountId>,
    /// Entries of this unit's records.
    pub unit: Option<UnitId>,
    /// Entries of this campaign.
    pub campaign: Option<CampaignId>,
    /// Entries on lines of the criterion with this code.
    pub criterion_code: Option<String>,
    /// Entries of this deed.
    pub deed: Option<String>,
    /// Entries at or after this time.
    pub from: Option<OffsetDateTime>,
    /// Entries at or before this time.
    pub to: Option<OffsetDateTime>,
}

/// The end of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditHead {
    /// Number of the newest entry; 0 while there is none.
    pub sequence: i64,
    /// Its hash.
    pub hash: String,
}

/// A head as exported: kept elsewhere, it proves later that nothing up to it was taken away or rewritten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Seal {
    /// Version of this file.
    pub format: u32,
    /// Number of the newest entry.
    pub sequence: i64,
    /// Its hash.
    pub hash: String,
    /// How many entries there are.
    pub count: u64,
    /// When it was sealed, by the server's clock.
    #[serde(with = "time::serde::rfc3339")]
    pub sealed_at: OffsetDateTime,
}

impl Seal {
    /// The version that this server writes.
    pub const FORMAT: u32 = 1;
}

/// Something wrong with the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The content of an entry is not what was written.
    Changed {
        /// Its number.
        sequence: i64,
        /// Its id.
        id: AuditEntryId,
    },
    /// Entries that were there are gone.
    Removed {
        /// First missing number.
        from: i64,
        /// Last missing number.
        to: i64,
    },
    /// An entry that was never recorded by the server.
    Inserted {
        /// The number it claims.
        sequence: i64,
        /// Its id.
        id: AuditEntryId,
    },
    /// An entry stands at another number than its own.
    Moved {
        /// Where it stands.
        sequence: i64,
        /// Its id.
        id: AuditEntryId,
        /// Where it belongs.
        belongs_at: i64,
    },
    /// The end that the database keeps is not the hash of the newest entry.
    HeadDiffers {
        /// Number of the newest entry.
        sequence: i64,
    },
    /// The entry at the sealed number is not the one that was sealed.
    SealDiffers {
        /// The sealed number.
        sequence: i64,
    },
    /// The number of entries up to the seal is not the sealed one.
    CountDiffers {
        /// As sealed.
        sealed: u64,
        /// As counted.
        counted: u64,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed { sequence, id } => write!(f, "changed: entry {sequence} ({})", id.0),
            Self::Removed { from, to } if from == to => write!(f, "removed: entry {from}"),
            Self::Removed { from, to } => write!(f, "removed: entries {from} to {to}"),
            Self::Inserted { sequence, id } => write!(f, "inserted: entry {sequence} ({})", id.0),
            Self::Moved { sequence, id, belongs_at } => {
                write!(f, "reordered: entry {sequence} ({}) belongs at {belongs_at}", id.0)
            }
            Self::HeadDiffers { sequence } => {
                write!(f, "the kept head is not the hash of the newest entry, {sequence}")
            }
            Self::SealDiffers { sequence } => {
                write!(f, "changed: entry {sequence} is not the one that was sealed")
            }
            Self::CountDiffers { sealed, counted } => {
                write!(f, "there are {counted} entries up to the seal, {sealed} were sealed")
            }
        }
    }
}

/// What a look at the whole chain found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Entries read.
    pub entries: u64,
    /// Number of the newest entry.
    pub sequence: i64,
    /// The first findings, in the order of the chain.
    pub findings: Vec<Finding>,
    /// How many further findings are left out.
    pub more: u64,
}

impl Verdict {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.findings.is_empty()
    }
}
