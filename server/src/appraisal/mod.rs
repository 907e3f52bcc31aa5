//! Appraisal, round 1: appraisers check the units' scores, each the assigned criteria over all units.
//!
//! A decision accepts the unit's score or sets another one with a reason; the unit's own score is never
//! overwritten, and every decision is recorded. The first decision opens a submitted sheet, so that its unit
//! can no longer recall it. Appraisers decide what they are assigned, the appraisal lead anything, nobody
//! lines of the own unit. The lead concludes sheets whose lines are all decided. Until the result is released
//! a unit sees nothing of its appraisal.

mod commands;
mod graphql;
mod model;
mod policy;
mod queries;
mod rules;
mod trail;
mod words;

pub use graphql::{AppraisalMutation, CampaignAppraisal};
pub use trail::TRAIL;
