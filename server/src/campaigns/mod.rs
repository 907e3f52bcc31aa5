//! Campaigns: plan, calendar, peer groups, frozen units, and who appraises what.
//!
//! A campaign is a draft until a manager publishes it. Publishing needs a complete plan, a calendar
//! without gaps, criteria that sum to 100 and an appraiser for each of them; it freezes the criteria
//! set and the units (name, kind, district, peer group) for ever and opens the score sheets. From then
//! on the clock decides whether units score themselves or appraisers check, until the ranking slice
//! releases the result to the units and publishes it to everybody. Managers prepare and publish;
//! everybody signed in reads published campaigns; drafts are for managers, the appraisal lead and
//! auditors.

mod commands;
mod graphql;
mod loader;
mod model;
mod policy;
mod queries;
mod rules;
mod store;
mod trail;
mod words;

pub use commands::{OnPublished, advance, assign_appraiser, create, lock, publish};
pub use graphql::{CampaignFields, CampaignResult, CampaignsMutation, CampaignsQuery, outcome};
pub use loader::CampaignBatches;
pub use model::{
    AppraiserAssignment, Campaign, CampaignFault, CampaignForm, CampaignProblem, CampaignProblemCode,
    CampaignState, CampaignUnit, CampaignUnitFilter, DissolutionPolicy, NewCampaign, PeerGroup,
    PeerGroupForm, Phase, PhaseKind, Stage,
};
pub use policy::sees;
pub use queries::{
    assignments_of, assignments_of_accounts, find, find_by_code, load, load_many, page, taking_part,
    units_by_ids, units_of, units_of_many, units_page,
};
pub use rules::state_at;
pub use store::{ids_frozen_of, ids_released, ids_unreleased};
pub use trail::TRAIL;
