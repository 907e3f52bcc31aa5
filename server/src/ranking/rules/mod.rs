//! Pure rules of the ranking: what the units bring, what each comes to, and which place it takes.

mod inputs;
mod merits;
mod tally;
mod ties;

pub use inputs::{assemble, compute, per_mille, span_of_lateness};
pub use merits::{check, recordable};
