//! Who reads the trail of decisions: whoever reads that of the request.

use crate::audit::Chapter;
use crate::initiatives;

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[Chapter::new(
    &[
        "recognitions.recognised",
        "recognitions.refused",
        "recognitions.not_raised",
        "recognitions.numbered",
        "recognitions.number_corrected",
        "recognitions.certificates_numbered",
        "recognitions.cancelled",
        "recognitions.cancellation_numbered",
        "recognitions.cancellation_number_corrected",
    ],
    initiatives::of_requests,
)];
