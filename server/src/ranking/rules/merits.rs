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

/// The codes of the items that a person records, bonuses first: what follows from a register or from the time of
/// submission is not offered.
pub fn recordable(set: &CriteriaSet) -> Vec<&str> {
    let bonus = set.bonus_items.iter().map(|item| item.code.as_str());
    let penalties = set.penalties.iter().map(|item| item.code.as_str());
    bonus.chain(penalties).filter(|code| check_item(set, code).is_ok()).collect()
}

fn check_item(set: &CriteriaSet, item_code: &str) -> Result<(), RankingProblemCode> {
    if item_code == PROVINCE_WIDE_INITIATIVE {
        return Err(RankingProblemCode::HasOwnRegister);
    }
    let penalty = set.penalty(item_code);
    if penalty.is_some_and(|penalty| penalty.per == PenaltyUnit::WorkingDay) {
        return Err(RankingProblemCode::CountedAutomatically);
    }
    if penalty.is_none() && set.bonus_item(item_code).is_none() {
        return Err(RankingProblemCode::UnknownItem);
    }
    Ok(())
}

/// Checks an entry; answers the source without white space around it.
pub fn check(
    set: &CriteriaSet,
    item_code: &str,
    quantity: i32,
    source: &str,
) -> Result<String, RankingProblem> {
    check_item(set, item_code).map_err(|code| RankingProblem::at(code, "itemCode"))?;
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
        assert_eq!(recordable(&set), ["I1", "I3", "P1", "P2"], "what would be refused is not offered");
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
