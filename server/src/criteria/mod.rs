//! Criteria sets: versioned trees of groups and criteria with typed scoring rules, bonus and penalty
//! items, classes and the ranking policy.
//!
//! A set is a draft until a campaign that uses it is published; then it is frozen for ever, and a
//! change means a new version. Everybody signed in reads the sets; campaign managers import, copy and
//! edit drafts. Every change is checked against the whole set, so that a stored set is always usable.
//! Frozen sets stay in memory ([`CriteriaCache`]) and are joined there.

mod cache;
mod commands;
mod editing;
mod facts;
mod graphql;
mod import;
mod model;
mod policy;
mod queries;
mod rules;
mod store;
mod stored;
mod trail;

pub use cache::CriteriaCache;
pub use commands::{freeze, import_set_as_system};
pub use facts::{EventCount, Facts, FactsProblem, FactsProblemCode, FlatFacts};
pub use graphql::{CriteriaMutation, CriteriaQuery};
pub use import::{export, import};
pub use model::{
    BonusItem, ClassBand, CriteriaProblem, CriteriaProblemCode, CriteriaSet, CriterionSpec, Fault, Grade,
    GroupSpec, KindTotal, Label, PenaltyItem, PenaltyUnit, Prefill, RankingPolicy, RatioFloor, Rule,
    RuleKind, TieBreaker, ZeroPolicy,
};
pub use queries::{find, find_criterion, load_set, load_sets};
pub use rules::{
    Ask, DeductedEvent, FactKey, Gap, NaReason, Outcome, Scored, ScoringContext, Step, TickedItem, Trace,
    fact_keys, field_keys, kind_label, not_for_kind, rule_sentence, score, score_unasked, totals_by_kind,
};
pub use stored::{CriteriaSetState, Criterion, CriterionGroup, StoredBonus, StoredPenalty, StoredSet};
pub use trail::TRAIL;
