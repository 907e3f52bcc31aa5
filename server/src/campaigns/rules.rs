//! Pure rules of campaigns: where one stands, what may stand in the way of publishing it, and which
//! units are frozen when it is published.

use std::collections::HashMap;

use time::{Date, Duration, OffsetDateTime};

use super::model::{
    AppraiserAssignment, Campaign, CampaignFault, CampaignForm, CampaignProblem, CampaignState, CampaignUnit,
    Extension, NewCampaign, PeerGroup, Phase, PhaseKind, Stage,
};
use crate::criteria::{Criterion, StoredSet, totals_by_kind};
use crate::shared::clock::vietnam_date;
use crate::shared::id::{CampaignUnitId, UnitId};
use crate::shared::points::Points;
use crate::units::{Unit, UnitKind};

/// Where a campaign stands: what was decided, and in between the phase by the clock.
#[must_use]
pub fn state_at(campaign: &Campaign, now: OffsetDateTime) -> CampaignState {
    match campaign.stage {
        Stage::Draft => CampaignState::Draft,
        Stage::Published if campaign.is_open_at(PhaseKind::SelfScoring, now) => CampaignState::SelfScoring,
        Stage::Published if campaign.is_open_at(PhaseKind::Appraisal1, now) => CampaignState::Appraisal1,
        Stage::Published => CampaignState::Published,
        Stage::ResultReleased => CampaignState::ResultReleased,
        Stage::ResultPublished => CampaignState::ResultPublished,
    }
}

/// Whether one decision follows another; none is taken back and none is skipped.
#[must_use]
pub fn follows(from: Stage, to: Stage) -> bool {
    matches!(
        (from, to),
        (Stage::Draft, Stage::Published)
            | (Stage::Published, Stage::ResultReleased)
            | (Stage::ResultReleased, Stage::ResultPublished)
    )
}

/// Most days of a judged period: two years, so that a mistyped year is found.
const LONGEST_PERIOD: i64 = 731;
/// A plan is not older than this when its period begins, and a phase not younger when it has ended.
const A_YEAR: Duration = Duration::days(366);

/// Longest reason of an extension, in characters.
pub const LONGEST_REASON: usize = 2000;

/// The phase as it stands once it is given more time (INV-S9). Only a published campaign whose result is
/// not released can be extended, only to a later moment that is still to come, and never past the phase
/// that follows: that one has to be extended first. Self-scoring that is over gets no more time once the appraisal has
/// begun: what was late stays late, and nothing under appraisal is written anew.
pub fn extended(
    campaign: &Campaign,
    extension: &Extension,
    now: OffsetDateTime,
) -> Result<Phase, CampaignProblem> {
    let phase = campaign
        .phase(extension.kind)
        .filter(|_| campaign.stage == Stage::Published)
        .ok_or_else(|| CampaignProblem::whole(CampaignFault::WrongState))?;
    if extension.until <= phase.closes_at || extension.until <= now {
        return Err(CampaignProblem::at(["until"], CampaignFault::NotLater));
    }
    let next = campaign.phases.iter().filter(|other| other.kind > extension.kind);
    let next = next.min_by_key(|other| other.kind);
    if let Some(next) = next.filter(|next| is_over(phase, next, now)) {
        return Err(CampaignProblem::at(["phase"], CampaignFault::PhaseOver { next: next.kind }));
    }
    if let Some(next) = next.filter(|next| extension.until > next.closes_at) {
        return Err(CampaignProblem::at(["until"], CampaignFault::ExtendsPast { next: next.kind }));
    }
    let reason = extension.reason.trim();
    if reason.is_empty() {
        return Err(CampaignProblem::at(["reason"], CampaignFault::MissingField));
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(CampaignProblem::at(["reason"], CampaignFault::TooLong { most: LONGEST_REASON }));
    }
    Ok(Phase { closes_at: extension.until, ..*phase })
}

/// Whether units have written their scores for good, and the phase that follows works with them.
fn is_over(phase: &Phase, next: &Phase, now: OffsetDateTime) -> bool {
    phase.kind == PhaseKind::SelfScoring && now > phase.closes_at && now >= next.opens_at
}

/// What makes a new campaign impossible to store.
pub fn check_new(new: &NewCampaign, today: Date) -> Result<(), CampaignProblem> {
    if new.code.trim().is_empty() {
        return Err(CampaignProblem::at(["code"], CampaignFault::MissingField));
    }
    check_form(&new.form, today)
}

/// What makes a draft impossible to store. It may be incomplete, but not contradict itself.
pub fn check_form(form: &CampaignForm, today: Date) -> Result<(), CampaignProblem> {
    for (field, text) in [("titleVi", &form.title_vi), ("titleEn", &form.title_en)] {
        if text.trim().is_empty() {
            return Err(CampaignProblem::at([field], CampaignFault::MissingField));
        }
    }
    if let Some(problem) = period_problem(form.period_from, form.period_to) {
        return Err(problem);
    }
    for (index, phase) in form.phases.iter().enumerate() {
        let index_text = index.to_string();
        if phase.closes_at <= phase.opens_at {
            let fault = CampaignFault::ClosesBeforeOpening { phase: phase.kind };
            return Err(CampaignProblem::at(["phases", &index_text, "closesAt"], fault));
        }
        if form.phases.iter().take(index).any(|earlier| earlier.kind == phase.kind) {
            let fault = CampaignFault::PhaseOrder { phase: phase.kind };
            return Err(CampaignProblem::at(["phases", &index_text, "kind"], fault));
        }
    }
    let period = (form.period_from, form.period_to);
    if let Some(problem) = implausible(form.plan_date, period, &form.phases, today).into_iter().next() {
        return Err(problem);
    }
    check_peer_groups(form)
}

fn period_problem(from: Date, to: Date) -> Option<CampaignProblem> {
    let at = |fault| Some(CampaignProblem::at(["periodTo"], fault));
    if to < from {
        at(CampaignFault::PeriodOrder)
    } else if (to - from).whole_days() >= LONGEST_PERIOD {
        at(CampaignFault::PeriodTooLong { most: LONGEST_PERIOD })
    } else {
        None
    }
}

/// What cannot be of one campaign: a plan that is not signed yet or judges the past, a calendar in another year than the
/// judged period. A year in one of the days is easily mistyped.
fn implausible(
    plan_date: Option<Date>,
    (from, to): (Date, Date),
    phases: &[Phase],
    today: Date,
) -> Vec<CampaignProblem> {
    let mut problems = Vec::new();
    if let Some(date) = plan_date {
        let fault = if date > today {
            Some(CampaignFault::PlanInFuture)
        } else if date > to {
            Some(CampaignFault::PlanAfterPeriod)
        } else if from - date > A_YEAR {
            Some(CampaignFault::PlanTooEarly)
        } else {
            None
        };
        problems.extend(fault.map(|fault| CampaignProblem::at(["planDate"], fault)));
    }
    for (index, phase) in phases.iter().enumerate() {
        let opens = vietnam_date(phase.opens_at);
        let fault = if opens < from {
            CampaignFault::BeforePeriod { phase: phase.kind }
        } else if opens - to > A_YEAR {
            CampaignFault::FarFromPeriod { phase: phase.kind }
        } else {
            continue;
        };
        problems.push(CampaignProblem::at(["phases", &index.to_string(), "opensAt"], fault));
    }
    problems
}

fn check_peer_groups(form: &CampaignForm) -> Result<(), CampaignProblem> {
    for (index, group) in form.peer_groups.iter().enumerate() {
        let index_text = index.to_string();
        let texts = [("code", &group.code), ("nameVi", &group.name_vi), ("nameEn", &group.name_en)];
        if let Some((field, _)) = texts.into_iter().find(|(_, text)| text.trim().is_empty()) {
            return Err(CampaignProblem::at(["peerGroups", &index_text, field], CampaignFault::MissingField));
        }
        for earlier in form.peer_groups.iter().take(index) {
            if earlier.code.trim() == group.code.trim() {
                let fault = CampaignFault::CodeTaken { code: group.code.trim().to_owned() };
                return Err(CampaignProblem::at(["peerGroups", &index_text, "code"], fault));
            }
            if let Some(kind) = group.scoring_kinds.iter().find(|kind| earlier.scoring_kinds.contains(kind)) {
                let fault = CampaignFault::KindTaken { kind: *kind, group: earlier.code.trim().to_owned() };
                return Err(CampaignProblem::at(["peerGroups", &index_text, "scoringKinds"], fault));
            }
        }
    }
    Ok(())
}

/// Everything that stands in the way of publishing; empty when ready.
#[must_use]
pub fn publication_problems(
    campaign: &Campaign,
    set: &StoredSet,
    assignments: &[AppraiserAssignment],
    units: &[CampaignUnit],
    now: OffsetDateTime,
) -> Vec<CampaignProblem> {
    let mut problems = Vec::new();
    if campaign.plan_number.as_deref().is_none_or(|number| number.trim().is_empty()) {
        problems.push(CampaignProblem::at(["planNumber"], CampaignFault::MissingPlan));
    }
    if campaign.plan_date.is_none() {
        problems.push(CampaignProblem::at(["planDate"], CampaignFault::MissingPlan));
    }
    match period_problem(campaign.period_from, campaign.period_to) {
        Some(problem) => problems.push(problem),
        None => {
            let period = (campaign.period_from, campaign.period_to);
            let today = vietnam_date(now);
            problems.extend(implausible(campaign.plan_date, period, &campaign.phases, today));
        }
    }
    problems.extend(calendar_problems(campaign));
    problems.extend(peer_group_problems(campaign, units));
    let sum = reference_sum(set, campaign.reference_kind);
    if sum != Points::HUNDRED {
        let fault = CampaignFault::SumNot100 { kind: campaign.reference_kind, sum };
        problems.push(CampaignProblem::at(["criteriaSetId"], fault));
    }
    problems.extend(uncovered(campaign, set, assignments));
    problems
}

fn calendar_problems(campaign: &Campaign) -> Vec<CampaignProblem> {
    let problem = |fault| CampaignProblem::at(["phases"], fault);
    let mut problems = Vec::new();
    let mut before: Option<&Phase> = None;
    for kind in PhaseKind::ALL {
        let Some(phase) = campaign.phase(kind) else {
            problems.push(problem(CampaignFault::NoPeriod { phase: kind }));
            continue;
        };
        if phase.closes_at <= phase.opens_at {
            problems.push(problem(CampaignFault::ClosesBeforeOpening { phase: kind }));
        }
        if let Some(before) = before {
            if phase.opens_at < before.opens_at || phase.closes_at < before.closes_at {
                problems.push(problem(CampaignFault::PhaseOrder { phase: kind }));
            } else if phase.opens_at > before.closes_at + Duration::SECOND {
                problems.push(problem(CampaignFault::CalendarGap { before: before.kind, after: kind }));
            }
        }
        before = Some(phase);
    }
    problems
}

fn peer_group_problems(campaign: &Campaign, units: &[CampaignUnit]) -> Vec<CampaignProblem> {
    if campaign.peer_groups.is_empty() {
        return vec![CampaignProblem::at(["peerGroups"], CampaignFault::NoUnits)];
    }
    let is_empty = |group: &&PeerGroup| !units.iter().any(|unit| unit.peer_group == group.id);
    campaign
        .peer_groups
        .iter()
        .filter(is_empty)
        .map(|group| {
            let fault = CampaignFault::EmptyPeerGroup { group: group.code.clone() };
            CampaignProblem::at(["peerGroups"], fault)
        })
        .collect()
}

fn reference_sum(set: &StoredSet, kind: UnitKind) -> Points {
    totals_by_kind(&set.spec).iter().find(|total| total.kind == kind).map_or(Points::ZERO, |total| total.max)
}

/// The criteria that have no appraiser in some peer group where they apply: also criteria that the
/// unit does not score itself, since somebody must decide their points.
#[must_use]
pub fn uncovered(
    campaign: &Campaign,
    set: &StoredSet,
    assignments: &[AppraiserAssignment],
) -> Vec<CampaignProblem> {
    let applies = |criterion: &Criterion, group: &PeerGroup| {
        group.scoring_kinds.iter().any(|kind| criterion.spec.applies_to(*kind))
    };
    set.criteria
        .iter()
        .filter_map(|criterion| {
            let groups: Vec<_> = campaign
                .peer_groups
                .iter()
                .filter(|group| applies(criterion, group))
                .filter(|group| !assignments.iter().any(|one| one.covers(criterion.id, group.id)))
                .map(|group| group.code.clone())
                .collect();
            let criterion = criterion.spec.code.clone();
            (!groups.is_empty()).then(|| {
                let fault = CampaignFault::CriterionWithoutAppraiser { criterion, groups };
                CampaignProblem::at(["appraiserAssignments"], fault)
            })
        })
        .collect()
}

/// The units of a day that take part, as they are frozen at publication (INV-U2): by peer group, then
/// in tree order. Only communes carry the name of their district. The catalogue may hold several provinces, such as
/// those that were merged later: only the one of the unit that runs the campaign competes. An owner that is not in
/// the catalogue on that day binds to none.
#[must_use]
pub fn snapshot(campaign: &Campaign, units: &[Unit]) -> Vec<CampaignUnit> {
    let by_id: HashMap<UnitId, &Unit> = units.iter().map(|unit| (unit.id, unit)).collect();
    let province = by_id.get(&campaign.owner_unit).and_then(|owner| owner.path.split_inclusive('/').next());
    let competes = |unit: &&Unit| province.is_none_or(|province| unit.path.starts_with(province));
    let mut ordered: Vec<&Unit> = units.iter().filter(competes).collect();
    ordered.sort_by(|one, other| one.path.cmp(&other.path));
    let members = campaign.peer_groups.iter().flat_map(|group| {
        let belongs = |unit: &&&Unit| group.scoring_kinds.contains(&unit.scoring_kind);
        ordered.iter().filter(belongs).map(move |unit| (group.id, *unit)).collect::<Vec<_>>()
    });
    (1..)
        .zip(members)
        .map(|(position, (peer_group, unit))| {
            let parent = unit.parent.and_then(|parent| by_id.get(&parent));
            CampaignUnit {
                id: CampaignUnitId::fresh(),
                campaign: campaign.id,
                unit: unit.id,
                peer_group,
                code: unit.code.clone(),
                kind: unit.kind,
                scoring_kind: unit.scoring_kind,
                name_vi: unit.name_vi.clone(),
                name_en: unit.name_en.clone(),
                parent_name_vi: parent
                    .filter(|parent| parent.kind == UnitKind::District)
                    .map(|parent| parent.name_vi.clone()),
                path: unit.path.clone(),
                position,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::super::model::{CampaignProblemCode, PeerGroupForm};
    use super::*;
    use crate::campaigns::model::DissolutionPolicy;
    use crate::criteria::import;
    use crate::shared::id::{
        AccountId, AppraiserAssignmentId, CampaignId, CriteriaSetId, CriterionId, PeerGroupId,
    };

    fn set() -> StoredSet {
        let spec = import(
            r#"{"set_code":"T","groups":[{"code":"A","title_vi":"Một","title_en":"One"}],"ranking":{},"criteria":[
            {"code":"A1","group":"A","title_vi":"a","title_en":"a","max_points":60,"kinds":["PROV_DEPT","COMMUNE"],
             "rule":"BOOLEAN","params":{"points":60}},
            {"code":"A2","group":"A","title_vi":"b","title_en":"b","max_points":40,"kinds":["PROV_DEPT"],
             "rule":"SURVEY","params":{"min_sample":30},"self_scored":false}]}"#,
        )
        .expect("a correct set");
        StoredSet::draft(CriteriaSetId::fresh(), spec)
    }

    const TODAY: Date = date!(2021 - 12 - 01);

    fn phase(kind: PhaseKind, opens_at: OffsetDateTime, closes_at: OffsetDateTime) -> Phase {
        Phase { kind, opens_at, closes_at }
    }

    fn group(code: &str, position: i32, kind: UnitKind) -> PeerGroup {
        PeerGroup {
            id: PeerGroupId::fresh(),
            code: code.into(),
            name_vi: code.into(),
            name_en: code.into(),
            scoring_kinds: vec![kind],
            position,
        }
    }

    fn campaign() -> Campaign {
        Campaign {
            id: CampaignId::fresh(),
            code: "KSTTHC-2021".into(),
            title_vi: "Thi đua".into(),
            title_en: "Emulation".into(),
            owner_unit: UnitId::fresh(),
            criteria_set: CriteriaSetId::fresh(),
            plan_number: Some("309/KH-UBND".into()),
            plan_date: Some(date!(2021 - 02 - 01)),
            period_from: date!(2021 - 01 - 01),
            period_to: date!(2021 - 12 - 31),
            reference_kind: UnitKind::ProvDept,
            stage: Stage::Draft,
            version: 1,
            is_sample: false,
            published_at: None,
            dissolution_policy: DissolutionPolicy::default(),
            phases: vec![
                phase(
                    PhaseKind::SelfScoring,
                    datetime!(2021-11-09 17:00:00 UTC),
                    datetime!(2021-12-15 16:59:59 UTC),
                ),
                phase(
                    PhaseKind::Appraisal1,
                    datetime!(2021-12-15 17:00:00 UTC),
                    datetime!(2022-01-15 16:59:59 UTC),
                ),
                phase(
                    PhaseKind::Result,
                    datetime!(2022-01-10 17:00:00 UTC),
                    datetime!(2022-01-31 16:59:59 UTC),
                ),
            ],
            peer_groups: vec![group("SO", 1, UnitKind::ProvDept), group("XA", 2, UnitKind::Commune)],
        }
    }

    fn unit(code: &str, kind: UnitKind, path: &str, parent: Option<UnitId>) -> Unit {
        Unit {
            id: UnitId::fresh(),
            code: code.into(),
            kind,
            scoring_kind: kind.scoring_kind(),
            subtype: None,
            name_vi: format!("Đơn vị {code}"),
            name_en: String::new(),
            parent,
            path: path.into(),
            valid_from: date!(2020 - 01 - 01),
            valid_to: None,
            as_of: date!(2021 - 12 - 01),
        }
    }

    fn units() -> Vec<Unit> {
        let province = unit("89", UnitKind::Province, "89/", None);
        let district = unit("886", UnitKind::District, "89/886/", Some(province.id));
        vec![
            unit("30358", UnitKind::Commune, "89/886/30358/", Some(district.id)),
            unit("30337", UnitKind::Commune, "89/886/30337/", Some(district.id)),
            unit("AG-VP", UnitKind::ProvOffice, "89/AG-VP/", Some(province.id)),
            unit("AG-PQ", UnitKind::SpecialZone, "89/AG-PQ/", Some(province.id)),
            district,
            province,
        ]
    }

    fn everything(campaign: &Campaign, set: &StoredSet) -> Vec<AppraiserAssignment> {
        set.criteria.iter().map(|criterion| assignment(campaign, criterion.id, None)).collect()
    }

    fn assignment(
        campaign: &Campaign,
        criterion: CriterionId,
        peer_group: Option<PeerGroupId>,
    ) -> AppraiserAssignment {
        AppraiserAssignment {
            id: AppraiserAssignmentId::fresh(),
            campaign: campaign.id,
            account: AccountId::fresh(),
            criterion,
            peer_group,
        }
    }

    /// When the campaign is published: the day after its plan was signed.
    const PUBLISHED_AT: OffsetDateTime = datetime!(2021-02-02 08:00 +7);

    /// Codes of the problems of a correct campaign after a change.
    fn after(change: impl FnOnce(&mut Campaign)) -> Vec<CampaignProblemCode> {
        let (mut campaign, set) = (campaign(), set());
        change(&mut campaign);
        let (assignments, frozen) = (everything(&campaign, &set), snapshot(&campaign, &units()));
        publication_problems(&campaign, &set, &assignments, &frozen, PUBLISHED_AT)
            .iter()
            .map(CampaignProblem::code)
            .collect()
    }

    #[test]
    fn the_clock_decides_between_publication_and_release() {
        let published = Campaign { stage: Stage::Published, ..campaign() };
        let cases = [
            (datetime!(2021-11-09 16:59:59 UTC), CampaignState::Published),
            (datetime!(2021-11-09 17:00:00 UTC), CampaignState::SelfScoring),
            (datetime!(2021-12-15 16:59:59 UTC), CampaignState::SelfScoring),
            (datetime!(2021-12-15 17:00:00 UTC), CampaignState::Appraisal1),
            (datetime!(2022-01-15 17:00:00 UTC), CampaignState::Published),
        ];
        for (now, expected) in cases {
            assert_eq!(state_at(&published, now), expected, "{now}");
        }
        let within = datetime!(2021-12-01 00:00:00 UTC);
        assert_eq!(state_at(&campaign(), within), CampaignState::Draft);
        let released = Campaign { stage: Stage::ResultReleased, ..campaign() };
        assert_eq!(state_at(&released, within), CampaignState::ResultReleased);
    }

    #[test]
    fn decisions_follow_one_another() {
        assert!(follows(Stage::Draft, Stage::Published));
        assert!(!follows(Stage::Draft, Stage::ResultReleased));
        assert!(!follows(Stage::ResultPublished, Stage::ResultReleased));
        assert!(!follows(Stage::Published, Stage::Published));
    }

    #[test]
    fn a_complete_campaign_is_ready() {
        assert_eq!(after(|_| {}), []);
    }

    #[test]
    fn each_omission_is_named() {
        use CampaignProblemCode as Code;
        assert_eq!(after(|c| c.plan_number = Some(" ".into())), [Code::MissingPlan]);
        assert_eq!(after(|c| c.plan_date = None), [Code::MissingPlan]);
        assert_eq!(after(|c| c.period_to = date!(2020 - 12 - 31)), [Code::PeriodOrder]);
        assert_eq!(after(|c| c.peer_groups.clear()), [Code::NoUnits]);
        assert_eq!(
            after(|c| c.peer_groups.push(group("NGANH", 3, UnitKind::Vertical))),
            [Code::EmptyPeerGroup]
        );
        assert_eq!(after(|c| c.reference_kind = UnitKind::Commune), [Code::SumNot100]);
    }

    #[test]
    fn plan_period_and_calendar_belong_together() {
        use CampaignProblemCode as Code;
        let year_2022 = |c: &mut Campaign| {
            c.period_from = date!(2022 - 01 - 01);
            c.period_to = date!(2022 - 12 - 31);
        };
        let refused = after(year_2022);
        assert_eq!(refused, [Code::Implausible; 2], "both open in 2021; the plan may be of the year before");
        let of_plan = |date| after(move |c: &mut Campaign| c.plan_date = Some(date));
        assert_eq!(of_plan(date!(2021 - 02 - 02)), [], "signed today");
        assert_eq!(of_plan(date!(2021 - 02 - 03)), [Code::Implausible], "tomorrow");
        assert_eq!(of_plan(date!(2031 - 02 - 01)), [Code::Implausible]);
        assert_eq!(of_plan(date!(2019 - 12 - 31)), [Code::Implausible]);
        assert_eq!(of_plan(date!(2020 - 01 - 01)), [], "a year before");
        let past = after(|c| c.period_to = date!(2021 - 01 - 31));
        assert_eq!(past, [Code::Implausible], "the plan comes after what it judges");
        let late = after(|c| {
            c.period_from = date!(2019 - 01 - 01);
            c.period_to = date!(2019 - 12 - 31);
            c.plan_date = Some(date!(2019 - 02 - 01));
        });
        assert_eq!(late, [Code::Implausible; 3], "every phase opens a year after the period");
        assert_eq!(after(|c| c.period_to = date!(2023 - 01 - 01)), [], "two years");
        assert_eq!(after(|c| c.period_to = date!(2023 - 01 - 02)), [Code::Implausible]);
    }

    #[test]
    fn the_calendar_has_every_phase_in_order_without_gaps() {
        use CampaignProblemCode as Code;
        assert_eq!(after(|c| c.phases.truncate(2)), [Code::NoPeriod]);
        assert_eq!(after(|c| c.phases[1].opens_at += Duration::SECOND), [Code::CalendarGap]);
        assert_eq!(
            after(|c| c.phases[1].opens_at = datetime!(2021-11-20 00:00 UTC)),
            [],
            "appraisal may begin while self-scoring is still open"
        );
        assert_eq!(after(|c| c.phases[1].opens_at = datetime!(2021-11-01 00:00 UTC)), [Code::PhaseOrder]);
        assert_eq!(
            after(|c| c.phases[2].closes_at = c.phases[2].opens_at),
            [Code::PhaseOrder, Code::PhaseOrder],
            "an empty phase also closes before the one before it"
        );
    }

    #[test]
    fn every_criterion_has_an_appraiser_wherever_it_applies() {
        let (campaign, set) = (campaign(), set());
        let [departments, communes] = [&campaign.peer_groups[0], &campaign.peer_groups[1]];
        let (a1, a2) = (set.criteria[0].id, set.criteria[1].id);
        let assignments =
            [assignment(&campaign, a1, Some(communes.id)), assignment(&campaign, a2, Some(departments.id))];
        assert_eq!(
            uncovered(&campaign, &set, &assignments),
            [CampaignProblem::at(
                ["appraiserAssignments"],
                CampaignFault::CriterionWithoutAppraiser {
                    criterion: "A1".into(),
                    groups: vec!["SO".into()]
                }
            )]
        );
        let missing = uncovered(&campaign, &set, &[]);
        assert_eq!(missing.len(), 2, "also the survey, which no unit scores itself");
        assert_eq!(
            missing[1].fault,
            CampaignFault::CriterionWithoutAppraiser { criterion: "A2".into(), groups: vec!["SO".into()] },
            "but not for communes, to which it does not apply"
        );
    }

    #[test]
    fn units_are_frozen_by_peer_group_and_tree() {
        let frozen = snapshot(&campaign(), &units());
        let names: Vec<_> =
            frozen.iter().map(|unit| (unit.position, unit.code.as_str(), unit.qualified_name())).collect();
        assert_eq!(
            names,
            [
                (1, "AG-VP", "Đơn vị AG-VP".to_owned()),
                (2, "30337", "Đơn vị 30337, Đơn vị 886".to_owned()),
                (3, "30358", "Đơn vị 30358, Đơn vị 886".to_owned()),
                (4, "AG-PQ", "Đơn vị AG-PQ".to_owned()),
            ]
        );
        assert_eq!(frozen[0].scoring_kind, UnitKind::ProvDept, "the office is scored as a department");
    }

    #[test]
    fn only_units_of_the_owners_province_compete() {
        let mut units = units();
        let other = unit("91", UnitKind::Province, "91/", None);
        units.push(unit("30604", UnitKind::Commune, "91/30604/", Some(other.id)));
        units.push(other);
        let office = units.iter().find(|unit| unit.code == "AG-VP").expect("an office").id;
        let owned = Campaign { owner_unit: office, ..campaign() };
        let codes: Vec<_> = snapshot(&owned, &units).into_iter().map(|unit| unit.code).collect();
        assert_eq!(codes, ["AG-VP", "30337", "30358", "AG-PQ"]);
        assert_eq!(snapshot(&campaign(), &units).len(), 5, "an owner of another time binds to none");
    }

    fn form() -> CampaignForm {
        let campaign = campaign();
        CampaignForm {
            title_vi: campaign.title_vi,
            title_en: campaign.title_en,
            criteria_set: campaign.criteria_set,
            plan_number: None,
            plan_date: None,
            period_from: campaign.period_from,
            period_to: campaign.period_to,
            phases: campaign.phases,
            peer_groups: campaign
                .peer_groups
                .into_iter()
                .map(|group| PeerGroupForm {
                    code: group.code,
                    name_vi: group.name_vi,
                    name_en: group.name_en,
                    scoring_kinds: group.scoring_kinds,
                })
                .collect(),
            dissolution_policy: None,
        }
    }

    #[test]
    fn a_draft_may_be_incomplete_but_not_contradict_itself() {
        use CampaignProblemCode as Code;
        type Change = fn(&mut CampaignForm);
        let refused = |change: Change| {
            let mut form = form();
            change(&mut form);
            let problem = check_form(&form, TODAY).expect_err("contradicts itself");
            (problem.code(), problem.path.join("."))
        };
        assert!(check_form(&form(), TODAY).is_ok(), "the plan may come later");
        assert_eq!(refused(|f| f.title_en = " ".into()), (Code::MissingField, "titleEn".into()));
        assert_eq!(refused(|f| f.period_to = date!(2020 - 12 - 31)), (Code::PeriodOrder, "periodTo".into()));
        assert_eq!(
            refused(|f| f.phases[0].closes_at = f.phases[0].opens_at),
            (Code::PhaseOrder, "phases.0.closesAt".into())
        );
        assert_eq!(
            refused(|f| f.phases[2].kind = PhaseKind::SelfScoring),
            (Code::PhaseOrder, "phases.2.kind".into())
        );
        assert_eq!(
            refused(|f| f.plan_date = TODAY.next_day()),
            (Code::Implausible, "planDate".into()),
            "a plan that nobody has signed yet"
        );
        let next_year = |f: &mut CampaignForm| {
            (f.period_from, f.period_to) = (date!(2031 - 01 - 01), date!(2031 - 12 - 31));
        };
        assert_eq!(refused(next_year), (Code::Implausible, "phases.0.opensAt".into()));
        let long_ago = |f: &mut CampaignForm| {
            (f.period_from, f.period_to) = (date!(2019 - 01 - 01), date!(2019 - 12 - 31));
        };
        assert_eq!(refused(long_ago), (Code::Implausible, "phases.0.opensAt".into()));
        assert_eq!(
            refused(|f| f.peer_groups[1].code = "SO ".into()),
            (Code::CodeTaken, "peerGroups.1.code".into())
        );
        assert_eq!(
            refused(|f| f.peer_groups[1].scoring_kinds = vec![UnitKind::ProvDept]),
            (Code::CodeTaken, "peerGroups.1.scoringKinds".into())
        );
        assert_eq!(
            refused(|f| f.peer_groups[0].name_vi.clear()),
            (Code::MissingField, "peerGroups.0.nameVi".into())
        );
    }
}
