//! Rows of sheets, lines, evidence and adjustments. Writes demand the permit of their action; changes of
//! state are guarded by the version that was read.

mod appraised;
mod evidence;
mod follow;
mod lines;
mod sheets;

pub use appraised::{
    accept_lines, conclude_sheets, confirm_claims, decided, exempt_units, finalise, insert_adjustments,
    lines_by_ids, lock_group, lock_many, of_campaign, open_sheets, outcomes, states_of_campaigns,
    with_undecided,
};
pub use evidence::{
    adjustments_of, delete_link, evidence_of, insert_adjustment, insert_link, lines_citing, link_by_id,
    link_counts,
};
pub use follow::{Followed, decisions_on, follow_unit, give_back_to_unit};
pub use lines::{
    column, delegated_to, insert_lines, line_by_id, lines_of, save_delegate, save_figures, save_round_one,
    save_statement, undecided_by_criterion,
};
pub use sheets::{
    begin, by_ids, insert_sheets, lock, of_campaign_units, of_units, page, ready_to_conclude, save_sheet,
    state_counts,
};
