//! Who reads the trail of second factors: the inspectorate, beside the owner of the account.

use crate::audit::{self, Chapter};

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[Chapter::new(
    &[
        "factors.second_factor_added",
        "factors.second_factor_removed",
        "factors.second_factor_reset",
        "factors.recovery_codes_renewed",
    ],
    audit::of_inspectors,
)];
