//! Who reads the trail of personal tokens: the inspectorate, beside whoever made or revoked one.

use crate::audit::{self, Chapter};

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[Chapter::new(&["tokens.created", "tokens.revoked"], audit::of_inspectors)];
