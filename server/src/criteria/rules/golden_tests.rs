//! The golden vectors of `data/golden_scores.json`, scored by the criteria set in `data/`.

use serde::Deserialize;

use super::{ScoringContext, score};
use crate::{
    criteria::{
        facts::{Facts, FlatFacts},
        import::import,
        model::CriteriaSet,
    },
    shared::{locale::Locale, points::Points},
    units::UnitKind,
};

pub(super) const SET: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/criteria_set_2021.json"));
const GOLDEN: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/golden_scores.json"));

#[derive(Deserialize)]
struct Golden {
    scores: Vec<Score>,
    rounding: Vec<Rounding>,
}

#[derive(Deserialize)]
struct Score {
    criterion: String,
    kind: String,
    facts: FlatFacts,
    expected: Option<Points>,
    trace_vi: Option<String>,
    trace_en: Option<String>,
    gap_vi: Option<String>,
}

#[derive(Deserialize)]
struct Rounding {
    #[serde(with = "rust_decimal::serde::str")]
    value: rust_decimal::Decimal,
    expected: Points,
}

pub(super) fn set_2021() -> CriteriaSet {
    import(SET).expect("the criteria set of 2021 is sound")
}

fn golden() -> Golden {
    serde_json::from_str(GOLDEN).expect("the golden vectors are readable")
}

#[test]
fn scores_are_golden() {
    let set = set_2021();
    for case in golden().scores {
        let criterion = set.criterion(&case.criterion).expect("the criterion exists");
        let kind: UnitKind = case.kind.parse().expect("the kind exists");
        let facts = Facts::from_flat(criterion, &case.facts).expect("the facts fit the rule");
        let scored =
            score(criterion, kind, &facts, ScoringContext::default()).expect("the facts fit the rule");
        let name = format!("{} {:?}", case.criterion, case.facts);
        assert_eq!(scored.points(), case.expected, "{name}");
        for (locale, text) in [(Locale::Vi, case.trace_vi), (Locale::En, case.trace_en)] {
            if let Some(text) = text {
                assert_eq!(scored.text(locale), text);
            }
        }
        if let Some(gap) = case.gap_vi {
            assert_eq!(scored.gap_text(Locale::Vi), Some(gap), "{name}");
        }
    }
}

#[test]
fn rounding_is_golden() {
    for case in golden().rounding {
        assert_eq!(Points::round_half_up(case.value), case.expected);
    }
}
