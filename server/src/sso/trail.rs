//! Who reads the trail of sign-in through an identity provider: the inspectorate, beside the owner of the account.

use crate::audit::{self, Chapter};

/// The deeds of this slice.
pub const TRAIL: &[Chapter] = &[Chapter::new(&["sso.linked"], audit::of_inspectors)];
