//! The table map: one file a table, no logic. Only a slice's `store.rs` may name it.

pub mod account;
pub mod adjustment;
pub mod appraiser_assignment;
pub mod audit_entry;
pub mod campaign;
pub mod campaign_phase;
pub mod campaign_unit;
pub mod criteria_set;
pub mod criterion;
pub mod criterion_group;
pub mod evidence_link;
pub mod merit_entry;
pub mod merit_item;
pub mod peer_group;
pub mod phase_extension;
pub mod ranking;
pub mod ranking_result;
pub mod role_assignment;
pub mod score_line;
pub mod session;
pub mod sign_in_throttle;
pub mod stored_file;
pub mod submission;
pub mod unit;
pub mod unit_statistic;
pub mod unit_version;
