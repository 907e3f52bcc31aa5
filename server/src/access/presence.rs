//! How a person stands behind a request: in a session, by a token, or not at all.

use time::{Duration, OffsetDateTime};

use super::Actor;
use crate::shared::error::Refusal;

/// How a person stands behind a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    /// In a session; the person last proved who they are at this moment.
    Session {
        /// Last sign-in or confirmation.
        proved_at: OffsetDateTime,
    },
    /// By a personal token: a program asks in the person's name.
    Token {
        /// The token may ask, but change nothing.
        reads_only: bool,
    },
    /// The server itself acts in the person's name, for sample data.
    Process,
}

impl Actor {
    /// Refuses unless the person proved who they are within the last `within`; asked after the policy and
    /// before the deed. A token never passes: a program cannot be asked again.
    pub fn must_have_proved(&self, now: OffsetDateTime, within: Duration) -> Result<(), Refusal> {
        match self.presence {
            Presence::Process => Ok(()),
            Presence::Token { .. } => Err(Refusal::Forbidden),
            Presence::Session { proved_at } if proved_at <= now && now - proved_at < within => Ok(()),
            Presence::Session { .. } => Err(Refusal::StepUpRequired),
        }
    }

    /// Whether nothing but one's own first steps (a new password, a second factor) is open yet.
    #[must_use]
    pub fn is_held_up(&self) -> bool {
        self.must_change_password || self.must_enrol_second_factor
    }
}
