//! What may be recorded beside the sheets: bonuses I… and penalties P… of the criteria set.

use crate::criteria::{CriteriaSet, PenaltyUnit};
use crate::ranking::model::{RankingProblem, RankingProblemCode};

/// A province-wide initiative: the bonus links to a recognised case and is never free text,
/// so it comes with the register of initiatives.
const PROVINCE_WIDE_INITIATIVE: &str = "I2";

/// Most occurrences in one entry.
const MOST: i32 = 100;
/// Fewest and most characters of the source.
const SOURCE: std::ops::RangeInclusive<usize> = 5..=500;

/// Checks an entry; answers the source without white space around it.
pub fn check(
    set: &CriteriaSet,
    item_code: &str,
    quantity: i32,
    source: &str,
) -> Result<String, RankingProblem> {
    let item = |code| RankingProblem::at(code, "itemCode");
    if item_code == PROVINCE_WIDE_INITIATIVE {
        return Err(item(RankingProblemCode::HasOwnRegister));
    }
    let penalty = set.penalty(item_code);
    if penalty.is_some_and(|penalty| penalty.per == PenaltyUnit::WorkingDay) {
        return Err(item(RankingProblemCode::CountedAutomatically));
    }
    if penalty.is_none() && set.bonus_item(item_code).is_none() {
        return Err(item(RankingProblemCode::UnknownItem));
    }
    if !(1..=MOST).contains(&quantity) {
        return Err(RankingProblem::at(RankingProblemCode::QuantityOutOfRange, "quantity"));
    }
    let source = source.trim();
    let length = source.chars().count();
    if length < *SOURCE.start() {
        return Err(RankingProblem::at(RankingProblemCode::SourceRequired, "source"));
    }
    if length > *SOURCE.end() {
        return Err(RankingProblem::at(RankingProblemCode::TextTooLong, "source"));
    }
    Ok(source.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SET: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/criteria_set_2021.json"));

    #[test]
    fn only_what_rests_on_a_document_is_recorded() {
        use RankingProblemCode as Code;
        let set = crate::criteria::import(SET).expect("the criteria set of 2021 is sound");
        let decision = "Quyết định 12/QĐ-UBND ngày 05/01/2022";
        assert_eq!(check(&set, "I1", 1, &format!("  {decision} ")), Ok(decision.to_owned()));
        assert!(check(&set, "P1", 2, decision).is_ok());
        let long = "x".repeat(501);
        let cases = [
            ("I2", 1, decision, Code::HasOwnRegister, "itemCode"),
            ("P3", 1, decision, Code::CountedAutomatically, "itemCode"),
            ("X9", 1, decision, Code::UnknownItem, "itemCode"),
            ("I1", 0, decision, Code::QuantityOutOfRange, "quantity"),
            ("I1", 101, decision, Code::QuantityOutOfRange, "quantity"),
            ("I1", 1, " có ", Code::SourceRequired, "source"),
            ("I1", 1, &long, Code::TextTooLong, "source"),
        ];
        for (item, quantity, source, code, field) in cases {
            assert_eq!(check(&set, item, quantity, source), Err(RankingProblem::at(code, field)), "{item}");
        }
    }
}
