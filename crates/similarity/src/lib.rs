//! Near-duplicates among short Vietnamese texts, with the passages that match: which earlier initiatives a new one
//! resembles, and why.
//!
//! An [`Index`] holds the words of cases, not their texts. It takes cases one by one, gives them back one by one, and
//! answers a search with scores in per mille and the parts they come from, and lays two texts side by side.
//! Nothing here decides anything: a score is a reason to look.

mod evaluation;
mod index;
mod passages;
mod words;

pub use evaluation::{Figures, Pair, evaluate};
pub use index::{Case, Hit, Index};
pub use passages::Passage;

/// The score from which a case is worth a look, in per mille. How it was set, and how little that proves for unseen cases, stands
/// in docs/adr/0015.
pub const THRESHOLD: u16 = 300;
