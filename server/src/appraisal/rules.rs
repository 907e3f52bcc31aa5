//! Pure rules of round 1: what may be decided about a line and when, and when a sheet is done. The score of the
//! unit is never overwritten.

use time::OffsetDateTime;

use super::model::AppraisalFault;
use crate::criteria::Criterion;
use crate::shared::id::{AccountId, AdjustmentId};
use crate::shared::points::Points;
use crate::submissions::{Adjustment, LineState, RoundOne, ScoreLine};

/// Number of the round.
const ROUND: i32 = 1;
/// Fewest characters of a reason.
const SHORTEST_REASON: usize = 10;
/// Most characters of a reason.
const LONGEST_REASON: usize = 2000;

/// The appraiser agrees with the unit: with its score, or that the criterion does not apply to it.
pub fn accept(line: &ScoreLine, by: AccountId, now: OffsetDateTime) -> Result<RoundOne, AppraisalFault> {
    must_be_open(line)?;
    if line.statement.is_not_applicable() {
        return Ok(RoundOne { state: LineState::NotApplicable, score: None, reason: None, by, at: now });
    }
    let score = line.statement.self_score.ok_or(AppraisalFault::NothingToAccept)?;
    Ok(RoundOne { state: LineState::Accepted, score: Some(score), reason: None, by, at: now })
}

/// What becomes of a line when many are accepted at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bulk {
    /// It is accepted with them.
    Taken,
    /// It changed meanwhile, or is decided already.
    Stale,
    /// It has no score, or does not apply whoever decides.
    Unscored,
    /// It differs from the imported statistics, so that somebody looks at it alone.
    Contradicts,
}

/// What becomes of a line among many that are accepted at once, as it was shown in this version.
#[must_use]
pub fn in_bulk(line: &ScoreLine, shown: Option<i32>) -> Bulk {
    let is_settled = line.state == LineState::NotApplicable && line.r1_at.is_none();
    let has_something = line.statement.self_score.is_some() || line.statement.claims_not_applicable();
    if is_settled || !has_something {
        Bulk::Unscored
    } else if shown != Some(line.whole_version()) || !LineState::UNDECIDED.contains(&line.state) {
        Bulk::Stale
    } else if line.contradicts_import() {
        Bulk::Contradicts
    } else {
        Bulk::Taken
    }
}

/// The appraiser sets points; a reason is mandatory unless they are the unit's own. Setting the unit's own
/// points accepts the line; setting points where the unit claims that nothing applies refuses the claim.
pub fn adjust(
    line: &ScoreLine,
    max: Points,
    points: Points,
    reason: &str,
    by: AccountId,
    now: OffsetDateTime,
) -> Result<RoundOne, AppraisalFault> {
    must_be_open(line)?;
    if points < Points::ZERO {
        return Err(AppraisalFault::BelowZero);
    }
    if points > max {
        return Err(AppraisalFault::AboveMaximum { max });
    }
    let is_as_scored = line.statement.self_score == Some(points);
    let reason = checked_reason(reason, is_as_scored)?;
    let state = if is_as_scored { LineState::Accepted } else { LineState::Adjusted };
    Ok(RoundOne { state, score: Some(points), reason, by, at: now })
}

fn must_be_open(line: &ScoreLine) -> Result<(), AppraisalFault> {
    if line.state == LineState::Final { Err(AppraisalFault::WrongState) } else { Ok(()) }
}

fn checked_reason(reason: &str, is_optional: bool) -> Result<Option<String>, AppraisalFault> {
    let reason = reason.trim();
    let length = reason.chars().count();
    if length > LONGEST_REASON {
        Err(AppraisalFault::ReasonTooLong)
    } else if length >= SHORTEST_REASON {
        Ok(Some(reason.to_owned()))
    } else if is_optional {
        Ok((!reason.is_empty()).then(|| reason.to_owned()))
    } else {
        Err(AppraisalFault::ReasonRequired)
    }
}

/// The record of a decision on points: from what stood there before to what stands there now. That a line does not
/// apply is no points; the line and the trail say who found so.
#[must_use]
pub fn record(line: &ScoreLine, decision: &RoundOne) -> Option<Adjustment> {
    Some(Adjustment {
        id: AdjustmentId::fresh(),
        line: line.id,
        round: ROUND,
        from: standing(line),
        to: decision.score?,
        reason: decision.reason.clone(),
        by: decision.by,
        at: decision.at,
    })
}

/// The score that stands: of round 1 once decided, else the unit's own.
#[must_use]
pub fn standing(line: &ScoreLine) -> Option<Points> {
    line.r1_score.or(line.statement.self_score)
}

/// The line as it stands once decided.
#[must_use]
pub fn decided(line: &ScoreLine, decision: &RoundOne) -> ScoreLine {
    ScoreLine {
        state: decision.state,
        r1_version: line.r1_version + 1,
        r1_score: decision.score,
        r1_reason: decision.reason.clone(),
        r1_by: Some(decision.by),
        r1_at: Some(decision.at),
        updated_at: decision.at,
        ..line.clone()
    }
}

/// A sheet is done when each of its lines is decided, also those that its unit claims not to apply.
pub fn conclude<'a>(
    lines: impl IntoIterator<Item = (&'a ScoreLine, &'a Criterion)>,
) -> Result<(), AppraisalFault> {
    let codes: Vec<String> = lines
        .into_iter()
        .filter(|(line, _)| LineState::UNDECIDED.contains(&line.state))
        .map(|(_, criterion)| criterion.spec.code.clone())
        .collect();
    if codes.is_empty() { Ok(()) } else { Err(AppraisalFault::LinesUndecided { codes }) }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::criteria::{Facts, FlatFacts, ScoringContext};
    use crate::shared::id::{CampaignId, CriterionId, ScoreLineId, SubmissionId, UnitId};
    use crate::submissions::Statement;
    use crate::units::UnitKind;

    const NOW: OffsetDateTime = datetime!(2021-12-20 02:00 UTC);
    const REASON: &str = "Báo cáo gửi chậm 02 ngày so với quy định";

    fn points(text: &str) -> Points {
        Points::parse(text).expect("points")
    }

    fn line(state: LineState, self_score: Option<&str>) -> ScoreLine {
        ScoreLine {
            id: ScoreLineId::fresh(),
            submission: SubmissionId::fresh(),
            campaign: CampaignId::fresh(),
            unit: UnitId::fresh(),
            criterion: CriterionId::fresh(),
            version: 3,
            r1_version: 0,
            state,
            statement: Statement { self_score: self_score.map(points), ..Statement::default() },
            imported: None,
            r1_score: None,
            r1_reason: None,
            r1_by: None,
            r1_at: None,
            final_score: None,
            delegate: None,
            updated_at: NOW,
        }
    }

    fn adjusted(line: &ScoreLine, to: &str, reason: &str) -> Result<RoundOne, AppraisalFault> {
        adjust(line, points("4"), points(to), reason, AccountId::fresh(), NOW)
    }

    #[test]
    fn accepting_takes_the_units_score() {
        let own = line(LineState::SelfScored, Some("3.5"));
        let decision = accept(&own, AccountId::fresh(), NOW).expect("there is a score");
        assert_eq!((decision.state, decision.score), (LineState::Accepted, Some(points("3.5"))));
        let after = decided(&own, &decision);
        assert_eq!((after.version, after.whole_version(), after.r1_score), (3, 4, Some(points("3.5"))));
        assert_eq!(after.statement, own.statement, "the unit's statement stays as it was");
    }

    #[test]
    fn what_has_no_score_cannot_be_accepted() {
        let by = AccountId::fresh();
        let refused = |state, score| accept(&line(state, score), by, NOW).expect_err("refused");
        assert_eq!(refused(LineState::Empty, None), AppraisalFault::NothingToAccept);
        assert_eq!(refused(LineState::Final, Some("3")), AppraisalFault::WrongState);
    }

    #[test]
    fn another_score_needs_a_reason() {
        let own = line(LineState::SelfScored, Some("3.5"));
        for reason in ["", "  ", "quá ngắn", "         quá ngắn         "] {
            assert_eq!(adjusted(&own, "3", reason), Err(AppraisalFault::ReasonRequired), "{reason:?}");
        }
        let decision = adjusted(&own, "3", &format!(" {REASON} ")).expect("a reason");
        assert_eq!(decision.state, LineState::Adjusted);
        assert_eq!(decision.reason.as_deref(), Some(REASON));
        assert_eq!(adjusted(&own, "3", &"x".repeat(2001)), Err(AppraisalFault::ReasonTooLong));
        assert!(adjusted(&own, "3", &"x".repeat(2000)).is_ok());
    }

    #[test]
    fn the_units_own_score_needs_none_and_is_an_acceptance() {
        let decision = adjusted(&line(LineState::Adjusted, Some("3.5")), "3.5", "").expect("as scored");
        assert_eq!((decision.state, decision.reason), (LineState::Accepted, None));
    }

    #[test]
    fn points_lie_between_zero_and_the_maximum() {
        let own = line(LineState::Empty, None);
        assert_eq!(adjusted(&own, "4.01", REASON), Err(AppraisalFault::AboveMaximum { max: points("4") }));
        assert_eq!(adjusted(&own, "-0.01", REASON), Err(AppraisalFault::BelowZero));
        assert!(adjusted(&own, "4", REASON).is_ok() && adjusted(&own, "0", REASON).is_ok());
        let survey = line(LineState::NotApplicable, None);
        assert!(adjusted(&survey, "4", REASON).is_ok(), "the appraiser knows of a survey");
    }

    /// A line that its unit claims not to apply.
    fn claim() -> ScoreLine {
        let set = crate::criteria::import(include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../data/criteria_set_2021.json"
        )))
        .expect("the criteria set of 2021 is sound");
        let facts = FlatFacts { numerator: Some(0), denominator: Some(0), ..FlatFacts::default() };
        let e2 = set.criterion("E2").expect("the criterion exists");
        let read = Facts::from_flat(e2, &facts).expect("the facts fit");
        let scored = crate::criteria::score(e2, UnitKind::Commune, &read, ScoringContext::default());
        let mut claim = line(LineState::ClaimedNotApplicable, None);
        claim.statement.facts = Some(facts);
        claim.statement.scored = Some(scored.expect("the facts fit"));
        claim
    }

    #[test]
    fn a_claim_is_decided_either_way_and_back() {
        let claim = claim();
        assert_eq!(claim.statement.state(), claim.state);
        let by = AccountId::fresh();
        let found = accept(&claim, by, NOW).expect("it may not apply");
        assert_eq!((found.state, found.score), (LineState::NotApplicable, None));
        assert!(record(&claim, &found).is_none(), "no points, no adjustment");
        let settled = decided(&claim, &found);
        assert_eq!((settled.r1_by, settled.r1_at), (Some(by), Some(NOW)));
        assert_eq!(adjusted(&settled, "0", "ngắn"), Err(AppraisalFault::ReasonRequired));
        let refused = adjusted(&settled, "0", REASON).expect("a reason");
        assert_eq!((refused.state, refused.score), (LineState::Adjusted, Some(Points::ZERO)));
        let back = accept(&decided(&settled, &refused), by, NOW).expect("changed one's mind");
        assert_eq!((back.state, back.score), (LineState::NotApplicable, None));
    }

    #[test]
    fn many_at_once_pass_by_what_somebody_has_to_look_at() {
        let taken = |line: &ScoreLine| in_bulk(line, Some(line.version));
        let own = line(LineState::SelfScored, Some("3.5"));
        assert_eq!(taken(&own), Bulk::Taken);
        assert_eq!(in_bulk(&own, Some(2)), Bulk::Stale);
        assert_eq!(taken(&line(LineState::Accepted, Some("3.5"))), Bulk::Stale);
        assert_eq!(taken(&line(LineState::Empty, None)), Bulk::Unscored);
        assert_eq!(taken(&line(LineState::NotApplicable, None)), Bulk::Unscored, "no survey was held");
        let claim = claim();
        assert_eq!(taken(&claim), Bulk::Taken, "nothing speaks against it");
        let figures =
            FlatFacts { numerator: Some(13_788), denominator: Some(14_055), ..FlatFacts::default() };
        let against = ScoreLine { imported: Some(figures.clone()), ..claim };
        assert_eq!(taken(&against), Bulk::Contradicts);
        let better = FlatFacts { numerator: Some(14_055), ..figures.clone() };
        let mut line = line(LineState::SelfScored, Some("3.5"));
        line.imported = Some(figures);
        line.statement.facts = Some(better);
        assert_eq!(taken(&line), Bulk::Contradicts);
    }

    #[test]
    fn the_record_says_from_what_to_what() {
        let own = line(LineState::SelfScored, Some("3.5"));
        let first = adjusted(&own, "3", REASON).expect("a reason");
        let record_of_first = record(&own, &first).expect("points");
        assert_eq!((record_of_first.from, record_of_first.to), (Some(points("3.5")), points("3")));
        let second = record(&decided(&own, &first), &adjusted(&own, "2", REASON).expect("a reason"));
        let second = second.expect("points");
        assert_eq!((second.from, second.to, second.round), (Some(points("3")), points("2"), 1));
    }
}
