//! Who reads the trail of parameters and of the calendar: the inspectorate.

use crate::audit::{self, Chapter};

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[Chapter::new(
    &["parameters.revised", "parameters.corrected", "parameters.day_recorded"],
    audit::of_inspectors,
)];
