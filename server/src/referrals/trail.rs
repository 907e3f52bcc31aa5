//! Who reads the trail of referrals: whoever reads that of the request.

use crate::audit::Chapter;
use crate::initiatives;

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[Chapter::new(
    &[
        "referrals.prepared",
        "referrals.sent",
        "referrals.taken_back",
        "referrals.accepted",
        "referrals.completion_requested",
        "referrals.refused",
        "referrals.numbered",
        "referrals.number_corrected",
    ],
    initiatives::of_requests,
)];
