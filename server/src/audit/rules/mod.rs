//! The chain: what is under an entry's hash, how entries follow one another, and how to find what was tampered with.

mod chain;
mod verify;

pub use chain::chained;
pub use verify::Verifier;
