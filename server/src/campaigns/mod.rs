//! Campaigns: plan, calendar, peer groups, frozen units, appraisers.

mod model;

pub use model::*;
