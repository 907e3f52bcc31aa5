//! Pure rules of the criteria slice: facts become points with a trace, and a criteria set is checked before use.

mod count;
mod event;
mod params;
mod ratio;
mod trace;
mod validate;
mod value;
mod words;

#[cfg(test)]
mod golden_tests;
#[cfg(test)]
mod property_tests;

use rust_decimal::Decimal;

pub use params::ParamError;
pub(in crate::criteria) use params::{points, text, whole};
pub use trace::{Ask, DeductedEvent, Gap, NaReason, Outcome, Scored, Step, TickedItem, Trace};
pub use validate::{totals_by_kind, validate, validate_criterion};
pub use words::{FactKey, fact_keys, field_keys, kind_label, rule_sentence};

use super::{
    facts::{Facts, FactsProblem},
    model::{CriterionSpec, Rule},
};
use crate::units::UnitKind;

/// What a rule needs to know beyond the unit's own facts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScoringContext {
    /// The best value of the peer group for a criterion relative to the leader.
    pub leader_value: Option<Decimal>,
}

/// Scores facts by a criterion for a kind of unit. The same input gives the same outcome and the same trace.
///
/// # Errors
/// MISSING_FACTS when the facts were checked against another rule than the criterion's.
pub fn score(
    criterion: &CriterionSpec,
    kind: UnitKind,
    facts: &Facts,
    context: ScoringContext,
) -> Result<Scored, FactsProblem> {
    if !criterion.applies_to(kind) {
        return Ok(not_for_kind());
    }
    let scored = match (&criterion.rule, facts) {
        (Rule::Boolean { points }, Facts::Done(done)) => event::score_boolean(criterion, *points, *done),
        (Rule::Deadline { due, tiers, otherwise }, Facts::Date(date)) => {
            event::score_deadline(criterion, *due, tiers, *otherwise, *date)
        }
        (
            Rule::Bands { .. }
            | Rule::Proportional { .. }
            | Rule::PiecewiseLinear { .. }
            | Rule::Linear { .. },
            Facts::Ratio { numerator, denominator },
        ) => ratio::score(criterion, *numerator, *denominator),
        (Rule::Deduction { start, events, floor }, Facts::Events(happened)) => {
            event::score_deduction(criterion, (*start, *floor), events, happened)
        }
        (Rule::Count { per_unit, cap }, Facts::Count(count)) => {
            count::score_count(criterion, *per_unit, *cap, *count)
        }
        (Rule::TieredCount { tiers }, Facts::Count(count)) => count::score_tiers(criterion, tiers, *count),
        (Rule::CountTarget { targets }, Facts::Count(count)) => {
            count::score_target(criterion, targets, kind, *count)
        }
        (Rule::Checklist { items }, Facts::Items(ticked)) => event::score_checklist(criterion, items, ticked),
        (Rule::Choice { options }, Facts::Option(chosen)) => event::score_choice(criterion, options, chosen),
        (Rule::Survey { min_sample, .. }, Facts::Survey { index, sample }) => {
            value::score_survey(criterion, *min_sample, *index, *sample)
        }
        (Rule::External { source, indicator, transform }, Facts::Value(value)) => {
            value::score_external(criterion, (source, indicator), transform, *value)
        }
        (Rule::RelativeToLeader { .. }, Facts::Value(own)) => {
            value::score_relative(criterion, context.leader_value, *own)
        }
        (Rule::Manual, Facts::Value(proposed)) => value::score_manual(criterion, *proposed),
        _ => return Err(FactsProblem::missing("facts")),
    };
    Ok(scored)
}

/// The outcome of a line whose criterion is not for the unit's kind; needs no facts.
#[must_use]
pub fn not_for_kind() -> Scored {
    Scored::not_applicable(vec![Step::NotForKind], NaReason::UnitKind)
}
