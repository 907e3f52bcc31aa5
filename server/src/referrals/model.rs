//! A referral, and what stands in its way.

use time::{Date, OffsetDateTime};

use crate::initiatives::{ClockFault, InitiativeState, RefusalGround};
use crate::recognitions::NumberFault;
use crate::shared::codes::codes;
use crate::shared::id::{AccountId, InitiativeId, ReferralId, UnitId};

codes! {
    /// Where a referral stands; where its initiative stands tells what became of it.
    ReferralState {
        /// The unit writes it.
        Prepared = "PREPARED",
        /// The unit sent it.
        Sent = "SENT",
        /// It ended: the unit took it back, or its initiative went no further.
        Ended = "ENDED",
    }
}

/// What a unit sends to the province about an initiative that it recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// Id.
    pub id: ReferralId,
    /// Which initiative.
    pub initiative: InitiativeId,
    /// Which unit refers it.
    pub unit: UnitId,
    /// What the unit says of effect and reach.
    pub statement: String,
    /// Where it stands.
    pub state: ReferralState,
    /// Who last wrote it.
    pub prepared_by: AccountId,
    /// When.
    pub prepared_at: OffsetDateTime,
    /// Who sent it, and when; of several times the last.
    pub sent: Option<(AccountId, OffsetDateTime)>,
    /// Number and date of the unit's petition (tờ trình), once the clerk entered them.
    pub petition: Option<(String, Date)>,
    /// Counts the changes.
    pub version: i32,
}

/// What the Department decides about a referral before any council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The unit is asked to complete it, until a day.
    RequestCompletion {
        /// What is missing.
        reason: String,
        /// By when.
        until: Date,
    },
    /// It is complete.
    Accept {
        /// A remark.
        note: Option<String>,
    },
    /// It is refused.
    Refuse {
        /// On which ground.
        ground: RefusalGround,
        /// Why, in words.
        reason: String,
    },
}

/// What stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReferralFault {
    /// Somebody else changed it meanwhile.
    Stale,
    /// Not possible while the initiative stands here.
    WrongState(InitiativeState),
    /// The referral ended, or was sent and is not open to change.
    NotOpen,
    /// The decision by which the unit recognised it has no number yet (INV-I3: the certificate).
    NoCertificate,
    /// There are no minutes of the unit's council that show its votes (INV-I3).
    NoMinutes,
    /// Too few units confirmed that they adopted it.
    TooFewAdopters {
        /// How many did.
        confirmed: usize,
        /// How many are needed.
        needed: usize,
    },
    /// A text is missing.
    Missing {
        /// Path of the field.
        field: &'static str,
    },
    /// A text is too long.
    TooLong {
        /// Path of the field.
        field: &'static str,
        /// Most characters.
        most: usize,
    },
    /// The day set lies in the past.
    DayPassed,
    /// A ground of refusal that a clock contradicts.
    GroundEarly(ClockFault),
    /// Number or date of the petition.
    Number(NumberFault),
}
