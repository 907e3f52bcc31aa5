//! Parameters: periods, shares and thresholds of law and local rules that the system takes as data, each with its
//! source, the day from which it holds, and a mark while nobody has verified it; and the days off of the province.
//!
//! What a parameter may be stands in a catalogue with the value known when the product was made;
//! what somebody changes is a row beside it, never an overwriting: the value of any past day stays known. Everybody
//! signed in reads; campaign managers and administrators change, with a source and a reason.

mod calendar;
mod catalogue;
mod commands;
mod graphql;
mod model;
mod policy;
mod queries;
mod rules;
mod store;
mod trail;
mod words;

pub use calendar::{Calendar, Clock, Period, last_day_of_validity, years_ahead};
pub use graphql::{ParametersMutation, ParametersQuery};
pub use model::ParameterKey;
pub use queries::{Numbers, calendar_between, clock, end_of, in_force, years_without_calendar};
pub use trail::TRAIL;
