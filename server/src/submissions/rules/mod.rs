//! Pure rules of score sheets (INV-S1 to INV-S10): what the calendar and the state of a sheet allow,
//! what a line comes to, and what is sealed by submitting.

mod line;
mod sum;
mod way;

pub use line::{
    LONGEST_TEXT, Window, citation, edit_line, is_outside_period, opening, problems, restated,
    state_before_appraisal, state_within, text, with_figures,
};
pub use sum::{Sealed, Totals, content_hash};
pub use way::{
    appraise, are_overdue, conclude, dissolved, due_at, edit, give_back, is_overdue, open, opened, recall,
    recalled, request_sign_off, returned, submit, submitted, was_late, withdraw_sign_off_request,
};

use super::model::SubmissionProblemCode;

/// Whether something is possible, or why not.
type Verdict = Result<(), SubmissionProblemCode>;
