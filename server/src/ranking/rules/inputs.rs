//! What a ranking is computed from, and the computation over all peer groups.

use std::collections::{BTreeMap, HashMap};

use time::{Date, OffsetDateTime};

use super::tally::{place, tally};
use super::ties::tie_breaks;
use crate::campaigns::{Campaign, CampaignUnit, PhaseKind};
use crate::criteria::{CriteriaSet, Criterion, PenaltyUnit, StoredSet};
use crate::parameters::Calendar;
use crate::ranking::model::{
    BonusCount, Computed, ExactRatio, Inputs, LineInput, MeritEntry, PenaltyCount, Tally, UnitEntry,
    UnitInput,
};
use crate::shared::clock::vietnam_date;
use crate::shared::id::{CampaignUnitId, CriterionId, SubmissionId};
use crate::shared::points::Points;
use crate::submissions::{Dissolution, LineOutcome, Submission, SubmissionState};

/// Brings together what the units of a campaign bring, in the order of the campaign.
#[must_use]
pub fn assemble(
    campaign: &Campaign,
    set: &StoredSet,
    units: &[CampaignUnit],
    sheets: &[Submission],
    lines: &[LineOutcome],
    merits: &[MeritEntry],
    calendar: &Calendar,
) -> Inputs {
    let sheets: HashMap<CampaignUnitId, &Submission> =
        sheets.iter().map(|sheet| (sheet.campaign_unit, sheet)).collect();
    let lines: HashMap<(SubmissionId, CriterionId), &LineOutcome> =
        lines.iter().map(|line| ((line.submission, line.criterion), line)).collect();
    let mut earned: HashMap<CampaignUnitId, BTreeMap<String, u32>> = HashMap::new();
    for merit in merits {
        let count = earned.entry(merit.unit).or_default().entry(merit.item_code.clone()).or_default();
        *count = count.saturating_add(u32::try_from(merit.quantity).unwrap_or_default());
    }
    // A unit that ended during the campaign may have left it.
    let is_exempt = |unit: &CampaignUnit| {
        sheets.get(&unit.id).is_some_and(|sheet| sheet.dissolution == Some(Dissolution::Exempt))
    };
    let entry = |unit: &CampaignUnit| {
        let sheet = sheets.get(&unit.id).copied().filter(|sheet| sheet.state.is_submitted());
        let applicable = set.criteria.iter().filter(|criterion| criterion.spec.applies_to(unit.scoring_kind));
        let line =
            |criterion: &Criterion| sheet.and_then(|sheet| lines.get(&(sheet.id, criterion.id))).copied();
        UnitEntry {
            unit: unit.id,
            unit_id: unit.unit,
            peer_group: unit.peer_group,
            code: unit.code.clone(),
            group: campaign.peer_group(unit.peer_group).map(|group| group.code.clone()).unwrap_or_default(),
            is_provisional: !sheet.is_some_and(|sheet| is_concluded(sheet.state)),
            is_unsigned: sheet.is_none(),
            days_late: sheet.map_or(0, |sheet| days_late(campaign, sheet, calendar)),
            lines: applicable.map(|criterion| line_input(criterion, line(criterion))).collect(),
            merits: earned.remove(&unit.id).unwrap_or_default(),
        }
    };
    Inputs {
        campaign: campaign.code.clone(),
        criteria_set: (set.spec.code.clone(), set.spec.version),
        units: units.iter().filter(|unit| !is_exempt(unit)).map(entry).collect(),
    }
}

/// The appraised points in per mille of the maximum, for a heat map; nothing where there are no points.
#[must_use]
pub fn per_mille(points: Option<Points>, max: Points) -> Option<i32> {
    let scaled = points?.hundredths().checked_mul(2000)?;
    // Twice the quotient, plus one, halved: rounds half-up in whole numbers.
    let doubled = scaled.checked_div(max.hundredths())?;
    i32::try_from((doubled + 1) / 2).ok()
}

/// Computes the total of every unit that submitted a sheet, and its place in its peer group; who sent none has neither
/// rank nor class. The same inputs give the same numbers
/// in the same order (INV-S7): by peer group in the order of the campaign, then by rank, then as the
/// campaign lists the units.
#[must_use]
pub fn compute(set: &CriteriaSet, inputs: &Inputs) -> Vec<Computed> {
    let mut groups: Vec<(&str, Vec<(&UnitEntry, Tally)>)> = Vec::new();
    for unit in inputs.units.iter().filter(|unit| !unit.is_unsigned) {
        let member = (unit, tally(set, &unit_input(set, unit)));
        match groups.iter_mut().find(|(code, _)| *code == unit.group) {
            Some((_, members)) => members.push(member),
            None => groups.push((&unit.group, vec![member])),
        }
    }
    let placed = groups.into_iter().flat_map(|(_, members)| {
        let tallies: Vec<_> = members.iter().map(|(_, tally)| tally).collect();
        let placings = place(&tallies);
        let ties = tie_breaks(&tallies, &placings);
        let mut placed: Vec<_> = members.into_iter().zip(placings.into_iter().zip(ties)).collect();
        placed.sort_by_key(|(_, (placing, _))| placing.rank);
        placed
    });
    (1..)
        .zip(placed)
        .map(|(position, ((unit, tally), (placing, ties)))| Computed {
            unit: unit.unit,
            unit_id: unit.unit_id,
            peer_group: unit.peer_group,
            tally,
            placing,
            ties,
            is_provisional: unit.is_provisional,
            position,
        })
        .collect()
}

fn is_concluded(state: SubmissionState) -> bool {
    matches!(state, SubmissionState::Appraised1 | SubmissionState::Final)
}

/// A line counts as appraised, else as the unit scored it; without any score it counts as zero.
fn line_input(criterion: &Criterion, line: Option<&LineOutcome>) -> LineInput {
    let points = match line {
        Some(line) if line.state.is_left_out() => None,
        Some(line) => Some(line.points().unwrap_or_default()),
        None => Some(Points::ZERO),
    };
    let ratio = line
        .and_then(LineOutcome::standing_ratio)
        .filter(|(_, denominator)| *denominator > 0)
        .map(|(numerator, denominator)| ExactRatio { numerator, denominator });
    LineInput {
        criterion: criterion.spec.code.clone(),
        group: criterion.spec.group.clone(),
        max: criterion.spec.max,
        points,
        ratio,
    }
}

fn unit_input<'a>(set: &'a CriteriaSet, unit: &UnitEntry) -> UnitInput<'a> {
    let recorded = |code: &str| unit.merits.get(code).copied().unwrap_or_default();
    let bonus = set.bonus_items.iter().map(|item| BonusCount { item, count: recorded(&item.code) });
    let penalties = set.penalties.iter().map(|item| PenaltyCount {
        item,
        count: match item.per {
            PenaltyUnit::Case => recorded(&item.code),
            PenaltyUnit::WorkingDay => unit.days_late,
        },
    });
    UnitInput { lines: unit.lines.clone(), bonus: bonus.collect(), penalties: penalties.collect() }
}

/// Working days between the deadline and the first submission of a late sheet; what is completed later
/// does not count.
fn days_late(campaign: &Campaign, sheet: &Submission, calendar: &Calendar) -> u32 {
    let deadline = campaign.phase(PhaseKind::SelfScoring).map(|phase| phase.closes_at);
    match deadline.zip(sheet.first_submitted_at) {
        Some((deadline, first)) if first > deadline => working_days(deadline, first, calendar),
        _ => 0,
    }
}

/// Working days after the day of the deadline, up to the day of submission; a late submission counts at least
/// one.
fn working_days(deadline: OffsetDateTime, submitted: OffsetDateTime, calendar: &Calendar) -> u32 {
    calendar.working_days_between(vietnam_date(deadline), vietnam_date(submitted)).max(1)
}

/// From the deadline to the last late submission: the days whose calendar the lateness is counted by; nothing when
/// no sheet is late.
#[must_use]
pub fn span_of_lateness(campaign: &Campaign, sheets: &[Submission]) -> Option<(Date, Date)> {
    let deadline = campaign.phase(PhaseKind::SelfScoring)?.closes_at;
    let last = sheets.iter().filter_map(|sheet| sheet.first_submitted_at).max()?;
    (last > deadline).then(|| (vietnam_date(deadline), vietnam_date(last)))
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;
    use crate::campaigns::{DissolutionPolicy, PeerGroup, Phase, Stage};
    use crate::ranking::model::{KnockOut, TieValue};
    use crate::shared::id::{CampaignId, PeerGroupId, UnitId};
    use crate::submissions::LineState;
    use crate::units::UnitKind;

    const SET: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/criteria_set_2021.json"));

    fn set() -> CriteriaSet {
        crate::criteria::import(SET).expect("the criteria set of 2021 is sound")
    }

    fn points(text: &str) -> Points {
        Points::parse(text).expect("points")
    }

    fn entry(code: &str, group: &str, raw: &str) -> UnitEntry {
        UnitEntry {
            unit: CampaignUnitId::fresh(),
            unit_id: crate::shared::id::UnitId::fresh(),
            peer_group: crate::shared::id::PeerGroupId::fresh(),
            code: code.to_owned(),
            group: group.to_owned(),
            is_provisional: false,
            is_unsigned: false,
            days_late: 0,
            lines: vec![LineInput {
                criterion: "A1".into(),
                group: "A".into(),
                max: Points::HUNDRED,
                points: Some(points(raw)),
                ratio: None,
            }],
            merits: BTreeMap::new(),
        }
    }

    fn inputs(units: Vec<UnitEntry>) -> Inputs {
        Inputs { campaign: "T".into(), criteria_set: ("S".into(), 1), units }
    }

    #[test]
    fn weekends_do_not_count_and_lateness_counts_at_least_once() {
        let deadline = datetime!(2021-12-15 23:59:59 +7);
        let cases = [
            (datetime!(2021-12-16 00:00:00 +7), 1),
            (datetime!(2021-12-17 08:00:00 +7), 2),
            (datetime!(2021-12-19 08:00:00 +7), 2),
            (datetime!(2021-12-20 08:00:00 +7), 3),
        ];
        for (submitted, days) in cases {
            assert_eq!(working_days(deadline, submitted, &Calendar::default()), days, "{submitted}");
        }
        let friday = datetime!(2021-12-17 17:00 +7);
        let plain = Calendar::default();
        assert_eq!(working_days(friday, datetime!(2021-12-17 18:00 +7), &plain), 1, "the same evening");
        assert_eq!(working_days(friday, datetime!(2021-12-18 09:00 +7), &plain), 1, "on Saturday");
    }

    /// The last second of self-scoring, a Wednesday.
    const DEADLINE: OffsetDateTime = datetime!(2021-12-29 23:59:59 +7);

    fn stored() -> StoredSet {
        StoredSet::draft(crate::shared::id::CriteriaSetId::fresh(), set())
    }

    fn campaign(set: &StoredSet) -> Campaign {
        let group = PeerGroup {
            id: PeerGroupId::fresh(),
            code: "X".into(),
            name_vi: "Khối xã".into(),
            name_en: "Communes".into(),
            scoring_kinds: vec![UnitKind::Commune],
            position: 1,
        };
        Campaign {
            id: CampaignId::fresh(),
            code: "T".into(),
            title_vi: "Thi đua".into(),
            title_en: "Emulation".into(),
            owner_unit: UnitId::fresh(),
            criteria_set: set.id,
            plan_number: None,
            plan_date: None,
            period_from: date!(2021 - 01 - 01),
            period_to: date!(2021 - 12 - 31),
            reference_kind: UnitKind::ProvDept,
            stage: Stage::Published,
            version: 1,
            is_sample: false,
            published_at: None,
            dissolution_policy: DissolutionPolicy::default(),
            phases: vec![Phase {
                kind: PhaseKind::SelfScoring,
                opens_at: datetime!(2021-12-01 00:00 +7),
                closes_at: DEADLINE,
            }],
            peer_groups: vec![group],
        }
    }

    fn commune(campaign: &Campaign) -> CampaignUnit {
        CampaignUnit {
            id: CampaignUnitId::fresh(),
            campaign: campaign.id,
            unit: UnitId::fresh(),
            peer_group: campaign.peer_groups[0].id,
            code: "X1".into(),
            kind: UnitKind::Commune,
            scoring_kind: UnitKind::Commune,
            name_vi: "Xã Phước Hưng".into(),
            name_en: String::new(),
            parent_name_vi: None,
            path: "89/X1/".into(),
            position: 1,
        }
    }

    fn sent(campaign: &Campaign, unit: &CampaignUnit, first: OffsetDateTime) -> Submission {
        Submission {
            id: SubmissionId::fresh(),
            campaign: campaign.id,
            campaign_unit: unit.id,
            unit: unit.unit,
            peer_group: unit.peer_group,
            position: 1,
            state: SubmissionState::Appraised1,
            version: 1,
            first_submitted_at: Some(first),
            signed_off_at: Some(first),
            submitted_at: Some(first),
            submitted_by: None,
            opened_at: None,
            content_hash: None,
            return_reason: None,
            updated_at: first,
            dissolution: None,
        }
    }

    /// What the commune comes to whose lines stand in these states, each with its maximum, sent at this moment.
    fn assembled(
        states: impl Fn(&str) -> (LineState, Option<(i64, i64)>),
        first: OffsetDateTime,
        calendar: &Calendar,
    ) -> Vec<Computed> {
        let set = stored();
        let campaign = campaign(&set);
        let unit = commune(&campaign);
        let sheet = sent(&campaign, &unit, first);
        let line = |criterion: &std::sync::Arc<Criterion>| {
            let (state, ratio) = states(&criterion.spec.code);
            LineOutcome {
                submission: sheet.id,
                campaign_unit: unit.id,
                sheet_state: sheet.state,
                criterion: criterion.id,
                state,
                ratio,
                self_score: Some(criterion.spec.max).filter(|_| !state.is_left_out()),
                r1_score: None,
            }
        };
        let lines: Vec<_> = set.criteria.iter().map(line).collect();
        let inputs = assemble(&campaign, &set, &[unit], &[sheet], &lines, &[], calendar);
        compute(&set.spec, &inputs)
    }

    #[test]
    fn what_is_left_out_renormalises_the_rest() {
        let all = |_: &str| (LineState::Accepted, Some((9, 10)));
        let calendar = Calendar::default();
        let whole = assembled(all, DEADLINE, &calendar).remove(0).tally;
        assert_eq!((whole.raw, whole.applicable_max), (points("80"), points("80")), "those of a commune");
        for state in [LineState::NotApplicable, LineState::ClaimedNotApplicable] {
            let without_f1 = |code: &str| if code == "F1" { (state, Some((0, 0))) } else { all(code) };
            let tally = assembled(without_f1, DEADLINE, &calendar).remove(0).tally;
            assert_eq!((tally.raw, tally.applicable_max), (points("75"), points("75")), "{state:?}");
            assert_eq!(tally.base, points("100"));
        }
        let without_e2 =
            |code: &str| if code == "E2" { (LineState::NotApplicable, Some((0, 0))) } else { all(code) };
        let untold = assembled(without_e2, DEADLINE, &calendar).remove(0).tally;
        assert!(matches!(untold.knock_outs[..], [KnockOut::Untold { .. }]), "{:?}", untold.knock_outs);
    }

    #[test]
    fn a_ratio_that_the_appraisal_refuted_neither_passes_nor_breaks_ties() {
        let by =
            |state| move |code: &str| (if code == "E2" { state } else { LineState::Accepted }, Some((1, 1)));
        let calendar = Calendar::default();
        let adjusted = assembled(by(LineState::Adjusted), DEADLINE, &calendar).remove(0).tally;
        assert!(matches!(adjusted.knock_outs[..], [KnockOut::Untold { .. }]), "{:?}", adjusted.knock_outs);
        assert_eq!(adjusted.tie_values[1], TieValue::Ratio { criterion: "E2".into(), ratio: None });
        assert!(
            assembled(by(LineState::Accepted), DEADLINE, &calendar).remove(0).tally.knock_outs.is_empty()
        );
    }

    #[test]
    fn the_instant_of_the_deadline_is_in_time_and_holidays_do_not_count() {
        let calendar = Calendar::closed_on([date!(2022 - 01 - 03)]);
        let all = |_: &str| (LineState::Accepted, Some((9, 10)));
        for (first, penalty) in [
            (DEADLINE, "0"),
            (DEADLINE + time::Duration::SECOND, "1"),
            (datetime!(2021-12-31 08:00 +7), "2"),
            // The weekend and Monday, the day off for New Year, cost nothing.
            (datetime!(2022-01-03 08:00 +7), "2"),
            (datetime!(2022-01-04 08:00 +7), "3"),
            (datetime!(2022-01-20 08:00 +7), "3"),
        ] {
            let tally = assembled(all, first, &calendar).remove(0).tally;
            assert_eq!(tally.penalty, points(penalty), "{first}");
        }
    }

    #[test]
    fn who_sent_nothing_is_not_placed() {
        let nothing = UnitEntry { is_unsigned: true, ..entry("a", "SO", "92") };
        let placed = compute(&set(), &inputs(vec![nothing, entry("b", "SO", "70")]));
        assert_eq!(placed.len(), 1);
        assert_eq!((placed[0].placing.rank, placed[0].placing.gap_to_next), (1, None));
    }

    #[test]
    fn results_stand_by_group_and_rank() {
        let units = vec![
            entry("a", "SO", "92"),
            entry("b", "SO", "95"),
            entry("c", "XA", "50"),
            entry("d", "SO", "92"),
            entry("e", "SO", "90"),
        ];
        let computed = compute(&set(), &inputs(units.clone()));
        let list: Vec<_> = computed
            .iter()
            .map(|one| {
                let code = units.iter().find(|unit| unit.unit == one.unit).map(|unit| unit.code.as_str());
                (one.position, code.unwrap_or_default(), one.placing.rank)
            })
            .collect();
        assert_eq!(list, [(1, "b", 1), (2, "a", 2), (3, "d", 2), (4, "e", 4), (5, "c", 1)]);
    }

    #[test]
    fn recorded_merits_and_late_days_enter_the_total() {
        let mut unit = entry("a", "SO", "85.5");
        unit.merits = BTreeMap::from([("I1".into(), 1), ("I3".into(), 1), ("P1".into(), 1)]);
        unit.days_late = 2;
        let tally = compute(&set(), &inputs(vec![unit])).remove(0).tally;
        assert_eq!((tally.bonus, tally.penalty, tally.total), (points("2"), points("7"), points("80.5")));
    }

    #[test]
    fn the_hash_knows_every_number_and_no_id() {
        let unit = entry("a", "SO", "85.5");
        let again = UnitEntry { unit: CampaignUnitId::fresh(), ..unit.clone() };
        let hash = |unit: &UnitEntry| inputs(vec![unit.clone()]).hash();
        assert_eq!(hash(&unit), hash(&again));
        let changes: [fn(&mut UnitEntry); 5] = [
            |unit| unit.lines[0].points = None,
            |unit| unit.is_provisional = true,
            |unit| unit.is_unsigned = true,
            |unit| unit.days_late = 1,
            |unit| {
                unit.merits.insert("I1".into(), 1);
            },
        ];
        for change in changes {
            let mut changed = unit.clone();
            change(&mut changed);
            assert_ne!(hash(&unit), hash(&changed), "{changed:?}");
        }
    }

    #[test]
    fn cells_are_rounded_half_up() {
        let cells = [
            (Some("8"), "8", Some(1000)),
            (Some("6.87"), "8", Some(859)),
            (Some("0.01"), "20", Some(1)),
            (Some("0"), "5", Some(0)),
            (None, "5", None),
        ];
        for (own, max, cell) in cells {
            assert_eq!(per_mille(own.map(points), points(max)), cell, "{own:?}/{max}");
        }
    }
}
