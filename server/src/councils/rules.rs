//! Pure rules of councils and rubrics.

use std::collections::HashSet;

use super::model::{CouncilFault as Fault, CouncilForm, CouncilPosition as Position, Rubric};
use crate::shared::import::Problems;

/// Longest line of text, in characters.
const LONGEST_LINE: usize = 300;
/// Fewest members: with fewer no part of a council outvotes another.
pub const FEWEST: usize = 3;
/// Most members.
pub const MOST: usize = 60;

/// Whether a council can be founded or kept so (Circular 18/2013/TT-BKHCN: a chair, a secretary, experts and others).
pub fn check_council(form: &CouncilForm) -> Result<(), Fault> {
    for (field, text) in [("name", &form.name), ("basis", &form.basis)] {
        if text.trim().is_empty() {
            return Err(Fault::Missing { field });
        }
        if text.chars().count() > LONGEST_LINE {
            return Err(Fault::TooLong { field });
        }
    }
    if form.valid_to.is_some_and(|last| last < form.valid_from) {
        return Err(Fault::EndsBeforeItBegins);
    }
    if form.members.len() > MOST {
        return Err(Fault::TooMany);
    }
    let mut seen = HashSet::new();
    for (at, member) in form.members.iter().enumerate() {
        if !seen.insert(member.account) {
            return Err(Fault::MemberTwice { member: at });
        }
    }
    if form.members.len() < FEWEST {
        return Err(Fault::TooFew);
    }
    let count = |position| form.members.iter().filter(|member| member.position == position).count();
    if count(Position::Chair) != 1 || count(Position::Secretary) != 1 {
        return Err(Fault::BadPositions);
    }
    Ok(())
}

/// What is wrong with a rubric, in words for whoever imports it; nothing when it is sound.
#[must_use]
pub fn check_rubric(rubric: &Rubric) -> Problems<String> {
    let mut wrong = Problems::new();
    let mut must = |holds: bool, what: String| {
        if !holds {
            wrong.push(what);
        }
    };
    for (name, text) in [("code", &rubric.code), ("title", &rubric.title), ("source", &rubric.source)] {
        must(!text.trim().is_empty(), format!("{name} is empty"));
    }
    must(rubric.version >= 1, "version starts at 1".into());
    must(!rubric.criteria.is_empty(), "there are no criteria".into());
    let mut codes = HashSet::new();
    for criterion in &rubric.criteria {
        let code = &criterion.code;
        must(codes.insert(code), format!("criterion {code} stands twice"));
        must(criterion.most >= 1, format!("criterion {code}: most is at least 1"));
        must(
            criterion.least.is_none_or(|least| (0..=criterion.most).contains(&least)),
            format!("criterion {code}: least lies between 0 and most"),
        );
        must(
            criterion
                .bands
                .iter()
                .all(|band| 0 <= band.from && band.from <= band.to && band.to <= criterion.most),
            format!("criterion {code}: a band lies outside 0 to most"),
        );
    }
    must((0..=rubric.most()).contains(&rubric.pass_mean), "passMean lies between 0 and all points".into());
    let vote = rubric.vote;
    must(1 <= vote.numerator && vote.numerator <= vote.denominator, "vote is a part of a whole".into());
    let quorum = vote.quorum;
    must(
        1 <= quorum.numerator && quorum.numerator <= quorum.denominator,
        "vote.quorum is a part of a whole".into(),
    );
    must((1..=60).contains(&rubric.least_sheets), "leastSheets lies between 1 and 60".into());
    must((0..=100).contains(&rubric.adopters), "adopters lies between 0 and 100".into());
    if let Some(deputies) = &rubric.deputies {
        must(!deputies.positions.is_empty(), "deputies.positions is empty".into());
        must(!deputies.source.trim().is_empty(), "deputies.source is empty".into());
    }
    wrong
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::super::model::{CouncilMember, DeputyRule, InitiativeLevel};
    use super::super::rubrics::BUILT_IN;
    use super::*;
    use crate::shared::id::{AccountId, UnitId};

    fn form(positions: &[Position]) -> CouncilForm {
        CouncilForm {
            unit: UnitId::fresh(),
            level: InitiativeLevel::Base,
            name: "Hội đồng sáng kiến xã".into(),
            basis: "Quyết định 12/QĐ-UBND".into(),
            valid_from: date!(2021 - 01 - 01),
            valid_to: None,
            members: positions
                .iter()
                .map(|position| CouncilMember { account: AccountId::fresh(), position: *position })
                .collect(),
        }
    }

    #[test]
    fn a_council_has_one_chair_and_one_secretary_and_nobody_twice() {
        use Position::{Chair, Member, Secretary, ViceChair};
        let good = form(&[Chair, Secretary, Member, ViceChair, Member]);
        assert_eq!(check_council(&good), Ok(()));
        assert_eq!(check_council(&form(&[Chair, Secretary])), Err(Fault::TooFew));
        assert_eq!(check_council(&form(&[Chair, Chair, Secretary])), Err(Fault::BadPositions));
        assert_eq!(check_council(&form(&[Chair, Member, Member])), Err(Fault::BadPositions));
        assert_eq!(check_council(&form(&[Member; 61])), Err(Fault::TooMany));
        let mut twice = good.clone();
        twice.members[3].account = twice.members[0].account;
        assert_eq!(check_council(&twice), Err(Fault::MemberTwice { member: 3 }));
        let ends = CouncilForm { valid_to: Some(date!(2020 - 12 - 31)), ..good.clone() };
        assert_eq!(check_council(&ends), Err(Fault::EndsBeforeItBegins));
        let blank = CouncilForm { basis: " ".into(), ..good.clone() };
        assert_eq!(check_council(&blank), Err(Fault::Missing { field: "basis" }));
        let long = CouncilForm { name: "ư".repeat(301), ..good };
        assert_eq!(check_council(&long), Err(Fault::TooLong { field: "name" }));
    }

    #[test]
    fn the_rubrics_brought_along_are_sound_and_sum_to_one_hundred() {
        assert_eq!(BUILT_IN.len(), 5);
        for rubric in BUILT_IN.iter() {
            assert_eq!(check_rubric(rubric), Problems::new(), "{}", rubric.code);
            assert_eq!(rubric.most(), 100, "{}", rubric.code);
        }
    }

    #[test]
    fn a_rubric_that_makes_no_sense_is_told_in_words() {
        let mut rubric = BUILT_IN[0].clone();
        rubric.criteria[0].least = Some(31);
        rubric.criteria[1].code = rubric.criteria[0].code.clone();
        rubric.pass_mean = 101;
        rubric.vote.numerator = 4;
        rubric.vote.quorum.numerator = 0;
        rubric.deputies = Some(DeputyRule {
            positions: Vec::new(),
            is_same_unit: true,
            source: " ".into(),
            is_verified: false,
        });
        let wrong = check_rubric(&rubric);
        assert_eq!(wrong.len(), 7, "{wrong:?}");
    }
}
