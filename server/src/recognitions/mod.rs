//! Recognitions: what becomes of an initiative after its council has voted (Decree 13/2012/NĐ-CP, article 7).
//!
//! The head of the unit decides as the council concluded: recognises with a certificate for every author, or refuses
//! on a ground. Where a head of the unit is an author, the head of the unit above decides. The clerk enters number and
//! date of the decision; the product never invents them (INV-D1). A recognition may be used for the years that the
//! parameter sets.

mod commands;
mod graphql;
mod model;
mod policy;
mod queries;
mod rules;
mod store;
mod words;

pub use graphql::{RecognitionsMutation, RecognitionsQuery, ViewerRecognitions};
pub use policy::decides;
pub use queries::{RecognisedCase, find, pending};
