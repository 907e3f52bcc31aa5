//! Pure rules of reviews: what a sheet may hold, what sheets and votes say together, who scores what.

mod ballot;
mod blind;
mod deputies;
mod plan;
mod seats;

use rust_decimal::Decimal;

use super::model::{
    CriterionMean, Outcome, ReachCount, Review, ReviewFault as Fault, ReviewResult, ReviewState, Seat,
    SittingRecord, Summary, WithSetAside,
};
use crate::councils::{CouncilPosition, Rubric};
use crate::shared::points::Points;
pub use ballot::{
    Closing, check_attendance, check_day, check_moving, check_vote, closing, turnout, turnout_among, vote,
    vote_among,
};
pub use blind::{count, hide, names_of, person};
pub use deputies::{Agendum, Candidate, check_deputies, check_exchange, with_deputies, without_deputies};
pub use plan::{Need, balance};
pub use seats::{Hats, allowed_changes, changed_seat, check_leaving, lacks_scorer, leads, left};

/// Longest record of what members said in a sitting, in characters.
pub const LONGEST_OPINIONS: usize = 10_000;
/// Longest remark or reason, in characters.
pub const LONGEST_TEXT: usize = 2_000;
/// Most cases given to a council at once.
pub const MOST_CASES: usize = 200;

/// A reason that must be given.
pub fn check_reason(reason: &str) -> Result<String, Fault> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Fault::Missing { field: "reason" });
    }
    within("reason", reason)?;
    Ok(reason.to_owned())
}

/// Whether a text is short enough.
pub fn within(field: &'static str, text: &str) -> Result<(), Fault> {
    if text.chars().count() > LONGEST_TEXT { Err(Fault::TooLong { field }) } else { Ok(()) }
}

/// What is written down of a sitting beside its votes: hours as "08:30", and what members said.
pub fn record(
    (began_at, ended_at): (Option<&str>, Option<&str>),
    opinions: &str,
) -> Result<SittingRecord, Fault> {
    let began_at = began_at.map(|text| hour("beganAt", text)).transpose()?;
    let ended_at = ended_at.map(|text| hour("endedAt", text)).transpose()?;
    if began_at.zip(ended_at).is_some_and(|(from, to)| to < from) {
        return Err(Fault::BadTime { field: "endedAt" });
    }
    let opinions = opinions.trim();
    if opinions.chars().count() > LONGEST_OPINIONS {
        return Err(Fault::TooLong { field: "opinions" });
    }
    Ok(SittingRecord { began_at, ended_at, opinions: opinions.to_owned(), left_over: Vec::new() })
}

fn hour(field: &'static str, text: &str) -> Result<(u8, u8), Fault> {
    let bad = Fault::BadTime { field };
    let (hours, minutes) = text.trim().split_once(':').ok_or_else(|| bad.clone())?;
    match (hours.parse(), minutes.parse()) {
        (Ok(hours), Ok(minutes)) if hours < 24 && minutes < 60 => Ok((hours, minutes)),
        _ => Err(bad),
    }
}

/// Whether a sheet can be kept so: only criteria of the rubric, each from nothing to its most.
pub fn check_sheet(rubric: &Rubric, seat: &Seat) -> Result<(), Fault> {
    within("remark", &seat.remark)?;
    for (code, points) in &seat.points {
        let criterion = rubric.criteria.iter().find(|criterion| criterion.code == *code);
        let most = criterion.map_or(0, |criterion| criterion.most);
        let is_within = Points::ZERO <= *points && points.to_decimal() <= Decimal::from(most);
        if criterion.is_none() || !is_within {
            return Err(Fault::BadPoints { criterion: code.clone(), most });
        }
    }
    Ok(())
}

/// Whether a sheet can be signed: every criterion has its points.
pub fn check_signing(rubric: &Rubric, seat: &Seat) -> Result<(), Fault> {
    check_sheet(rubric, seat)?;
    match rubric.criteria.iter().find(|criterion| !seat.points.contains_key(&criterion.code)) {
        Some(criterion) => {
            Err(Fault::PointsMissing { criterion: criterion.code.clone(), title: criterion.title.clone() })
        }
        None => Ok(()),
    }
}

/// Whether every sheet is signed, and enough of them.
#[must_use]
pub fn standing(rubric: &Rubric, seats: &[Seat]) -> ReviewState {
    let scorers = seats.iter().filter(|seat| seat.is_scorer());
    let (signed, awaited): (Vec<_>, Vec<_>) = scorers.partition(|seat| seat.signed_at.is_some());
    let least = usize::try_from(rubric.least_sheets).unwrap_or(usize::MAX);
    if awaited.is_empty() && signed.len() >= least { ReviewState::Scored } else { ReviewState::Scoring }
}

/// Whether a chair or a vice-chair takes part.
#[must_use]
pub fn is_presided(seats: &[Seat]) -> bool {
    let presides = |seat: &&Seat| {
        seat.is_eligible() && matches!(seat.position, CouncilPosition::Chair | CouncilPosition::ViceChair)
    };
    seats.iter().any(|seat| presides(&seat))
}

/// What the signed sheets of those who take part say together, and what they would say with those that are set aside;
/// none while nobody has signed. A sheet is an outlier when it lies more than `outlier_points` from the mean.
#[must_use]
pub fn summary(rubric: &Rubric, seats: &[Seat], outlier_points: i32) -> Option<Summary> {
    let is_counted = |seat: &&Seat| seat.is_scorer() && seat.signed_at.is_some();
    let counted: Vec<&Seat> = seats.iter().filter(is_counted).collect();
    let set_aside = seats.iter().filter(|seat| seat.is_set_aside()).count();
    let said = said_by(rubric, &counted, outlier_points)?;
    if set_aside == 0 {
        return Some(said);
    }
    let all: Vec<&Seat> = seats.iter().filter(|seat| is_counted(seat) || seat.is_set_aside()).collect();
    let with = said_by(rubric, &all, outlier_points).map(|all| WithSetAside {
        set_aside: i32::try_from(set_aside).unwrap_or(i32::MAX),
        mean: all.mean,
        passes: all.passes,
    });
    Some(Summary { with_set_aside: with, ..said })
}

/// What these sheets say together; none where there are none.
fn said_by(rubric: &Rubric, signed: &[&Seat], outlier_points: i32) -> Option<Summary> {
    let totals: Vec<Points> = signed.iter().map(|seat| seat.total()).collect();
    let (lowest, highest) = (*totals.iter().min()?, *totals.iter().max()?);
    let count = Decimal::from(signed.len());
    let mean = exact_sum(&totals) / count;
    // Sums are compared, so that no division rounds: |n·x − Σ| > n·limit.
    let sum = exact_sum(&totals);
    let is_outlier =
        |total: Points| (total.to_decimal() * count - sum).abs() > Decimal::from(outlier_points) * count;
    let criteria: Vec<CriterionMean> = rubric
        .criteria
        .iter()
        .map(|criterion| {
            let points: Vec<Points> = signed
                .iter()
                .map(|seat| seat.points.get(&criterion.code).copied().unwrap_or_default())
                .collect();
            let sum = exact_sum(&points);
            let fails = criterion.least.is_some_and(|least| sum < Decimal::from(least) * count);
            CriterionMean { code: criterion.code.clone(), mean: Points::round_half_up(sum / count), fails }
        })
        .collect();
    let reaches = sum >= Decimal::from(rubric.pass_mean) * count;
    Some(Summary {
        sheets: i32::try_from(signed.len()).unwrap_or(i32::MAX),
        mean: Points::round_half_up(mean),
        lowest,
        highest,
        passes: reaches && criteria.iter().all(|criterion| !criterion.fails),
        criteria,
        outliers: signed
            .iter()
            .zip(&totals)
            .filter(|(_, total)| is_outlier(**total))
            .map(|(seat, _)| seat.account)
            .collect(),
        outlier_points,
        with_set_aside: None,
    })
}

fn exact_sum(points: &[Points]) -> Decimal {
    points.iter().map(|points| points.to_decimal()).sum()
}

/// How many units confirmed that they adopted the initiative, and how many the rubric asks for; none where it asks for
/// none.
#[must_use]
pub fn reach(rubric: &Rubric, adopters: usize) -> Option<ReachCount> {
    let confirmed = i32::try_from(adopters).unwrap_or(i32::MAX);
    (rubric.adopters > 0).then_some(ReachCount { confirmed, needed: rubric.adopters })
}

/// What the council concluded: to recognise takes the mean, every criterion, the vote, and the adopting units that the
/// rubric asks for.
#[must_use]
pub fn conclude(review: &Review, outlier_points: i32, adopters: usize) -> Option<ReviewResult> {
    let summary = summary(&review.rubric, &review.seats, outlier_points)?;
    let vote = vote(review.rubric.vote, &review.seats, review.tally);
    let reach = reach(&review.rubric, adopters);
    let passes = summary.passes && vote.passes && reach.is_none_or(ReachCount::passes);
    let outcome = if passes { Outcome::Passed } else { Outcome::Failed };
    Some(ReviewResult { summary, vote, reach, outcome })
}

#[cfg(test)]
mod tests;
