//! Submissions: a unit's claim for a campaign, as one score sheet with a line for each criterion.
//!
//! `NOT_STARTED → DRAFT → AWAITING_SIGNOFF → SUBMITTED → UNDER_APPRAISAL → APPRAISED_1 → FINAL`, with
//! `SUBMITTED → DRAFT` by recall and `SUBMITTED | UNDER_APPRAISAL → RETURNED` by the appraisal. The focal
//! officer enters facts and cites evidence, the leader signs and submits; the score follows from the facts
//! by the criterion's rule. What is submitted is sealed by a hash.
//!
//! Every read answers a [`Sheet`] or a [`SheetLine`] as one person sees it: the unit sees its own sheet
//! without the appraisal until the result is released, an appraiser the assigned lines of sheets that
//! have left their unit, roles over the province everything.

mod commands;
#[cfg(test)]
mod fixtures;
mod follow;
mod graphql;
mod loader;
mod model;
mod policy;
mod publication;
mod queries;
mod rules;
mod statistics;
mod store;
mod trail;
mod words;
mod work;

pub use commands::{open_all_within, open_within};
pub use follow::FOLLOWER;
pub use graphql::{CampaignSubmissions, SubmissionDeedInput, SubmissionsMutation, SubmissionsQuery};
pub use model::{
    Adjustment, ColumnFilter, Decided, Dissolution, EvidenceLink, LineOutcome, LineState, NotAppraised,
    RoundOne, ScoreLine, Sheet, SheetLine, StateCount, Statement, Submission, SubmissionFilter,
    SubmissionProblem, SubmissionProblemCode, SubmissionState,
};
pub use policy::{
    AppraiseLine, ConcludeAppraisal, check_appraise_line, check_conclude_appraisal, hidden_appraisals,
    may_conclude_appraisal, may_list,
};
pub use publication::open_sheets;
pub use queries::{
    assignments_of, column, decided, find, find_file, find_line, lines_of, link_counts, lock, lock_group,
    lock_line, lock_lines, outcomes_of_campaign, page, sheets_of_campaign, state_counts,
};
pub use rules::Totals;
pub use statistics::take_over_figures;
pub use store::{
    accept_lines, conclude_sheets, confirm_claims, exempt_units, finalise, insert_adjustment,
    insert_adjustments, save_round_one, save_sheet, states_of_campaigns, with_undecided,
};
pub use trail::TRAIL;
pub use work::{WorkItem, WorkKind, work_of};
