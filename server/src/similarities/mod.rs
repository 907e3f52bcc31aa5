//! What resembles an initiative: earlier requests of every unit and cases of the past, with the passages that match,
//! and what people judge of it. Never a refusal by itself: a likeness is a reason to look.
//!
//! The words of all filed requests and past cases lie in memory, brought up to date by each search: all of them, so that
//! nothing hides by being marked confidential, while passages of such texts are shown only to whoever reads them anyway.
//! Who keeps the register of the case, the Department's officers and inspectors see the report, and its authors once it
//! was answered. What was judged stays in sight of everybody who decides later, with how much the
//! two resembled each other then and do now.

mod cases;
mod commands;
mod graphql;
mod import;
mod model;
mod policy;
mod queries;
mod store;
mod trail;

pub use cases::Cases;
pub use graphql::{SimilaritiesMutation, SimilaritiesQuery};
pub use import::{PAST_COLUMNS, import_past};
pub use model::Similar;
pub use queries::judged;
pub use trail::TRAIL;
