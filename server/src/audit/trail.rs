//! Who reads the trail of the trail: what was taken along is for the inspectorate, beside whoever took it.

use super::policy;
use super::sight::Chapter;

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[Chapter::new(&["audit.exported"], policy::of_inspectors)];
