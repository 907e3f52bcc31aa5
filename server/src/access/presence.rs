//! How a person stands behind a request: in a session, by a token, or not at all.

use time::{Duration, OffsetDateTime};

use super::{Actor, Proof};
use crate::shared::error::Refusal;

/// How a person stands behind a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    /// In a session.
    Session {
        /// Whether they proved who they are within the time that deeds of weight allow, as of the request.
        has_just_proved: bool,
    },
    /// By a personal token: a program asks in the person's name.
    Token {
        /// The token may ask, but change nothing.
        reads_only: bool,
    },
    /// The server itself acts in the person's name, for sample data.
    Process,
}

impl Presence {
    /// In a session whose person last signed in or confirmed at `proved_at`; a proof counts for `within`.
    #[must_use]
    pub fn in_session(proved_at: OffsetDateTime, now: OffsetDateTime, within: Duration) -> Self {
        Self::Session { has_just_proved: proved_at <= now && now - proved_at < within }
    }
}

impl Actor {
    /// Refuses unless the person stands behind the request as a deed asks. A token never passes where a person is
    /// asked for: a program cannot be asked again.
    pub(super) fn must_stand_behind(&self, proof: Proof) -> Result<(), Refusal> {
        match (proof, &self.presence) {
            (Proof::None, _) | (_, Presence::Process) => Ok(()),
            (_, Presence::Token { .. }) => Err(Refusal::Forbidden),
            (Proof::Fresh, Presence::Session { has_just_proved: false }) => Err(Refusal::StepUpRequired),
            (_, Presence::Session { .. }) => Ok(()),
        }
    }

    /// Whether nothing but one's own first steps (a new password, a second factor) is open yet.
    #[must_use]
    pub fn is_held_up(&self) -> bool {
        self.must_change_password || self.must_enrol_second_factor
    }
}
