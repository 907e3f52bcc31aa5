//! Recognitions: what becomes of an initiative after its council has voted (Decree 13/2012/NĐ-CP, article 7).
//!
//! The head of the unit decides as the council concluded: recognises with a certificate for every author, or refuses
//! on a ground. Where a head of the unit is an author, the head of the unit above decides; a head who left the review for a
//! conflict of interest does not decide either, but another head does, or the one above. The clerk enters number and
//! date of the decision; the product never invents them (INV-D1). A recognition may be used for the years that the
//! parameter sets. What was referred to the province is decided by its leaders.
//!
//! A numbered decision is published: the register shows anybody what was recognised, and nothing that is confidential.
//! Whoever would decide cancels a recognition; what used it hears of it (INV-I4).

mod commands;
mod graphql;
mod loader;
mod model;
mod numbering;
mod policy;
mod queries;
mod rules;
mod store;
mod trail;
mod words;

pub use graphql::{RecognitionsMutation, RecognitionsQuery, RegisterQuery, ViewerRecognitions};
pub use loader::RecognitionBatches;
pub use model::{Cancellation, CancellationGround, Recognition, RegisterFilter};
pub use numbering::{
    DeedNames, GivenNumber, NumberFault, Numbered, PaperKind, check as check_number, record as record_number,
};
pub use policy::{decides, numbers_some};
pub use queries::{
    OnCancelled, RecognisedCase, decided_together, find, initiative_of, of_initiatives, pending, register,
    standing, unnumbered,
};
pub use rules::year_of;
pub use store::ids_of;
pub use trail::TRAIL;
