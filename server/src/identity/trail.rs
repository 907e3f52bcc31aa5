//! Who reads the trail of accounts and roles: the inspectorate, beside the owner of the account.

use crate::audit::{self, Chapter};

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[Chapter::new(
    &[
        "identity.account_added",
        "identity.account_revised",
        "identity.account_opened",
        "identity.account_closed",
        "identity.password_changed",
        "identity.password_reset",
        "identity.password_renewal_asked",
        "identity.password_renewal_dropped",
        "identity.role_assigned",
        "identity.role_ended",
        "identity.substitute_named",
        "identity.signed_in",
        "identity.sign_in_refused",
        "identity.confirmed",
        "identity.confirmation_refused",
        "identity.signed_out",
        "identity.signed_out_everywhere",
        "identity.session_ended",
        "identity.sessions_ended",
        "identity.other_sessions_ended",
    ],
    audit::of_inspectors,
)];
