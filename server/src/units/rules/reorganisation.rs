//! What a reorganisation makes of the catalogue: old units end, new ones begin, and every step between them is
//! known. The rules of the imports hold for its files; beyond them, nobody may be left without a superior.

use std::collections::{BTreeMap, HashMap, HashSet};

use time::{Date, OffsetDateTime};

use super::rows::Reading;
use super::steps::{StepReading, SuccessionRow};
use super::{holds, plan, plan_successions};
use crate::shared::clock::vietnam_date;
use crate::shared::id::{ReorganisationId, UnitId};
use crate::shared::import::{Fault as _, Problems};
use crate::shared::table::{TableBytes, as_text};
use crate::units::defect::Defect;
use crate::units::model::{
    Reorganisation, ReorganisationForm, ReorganisationPlan, ReorganisationProblem,
    ReorganisationProblemCode as Code, ReorganisationState, Share, Succession, SuccessionKind, Version,
};

/// Whether a form is filled in; answers its day.
pub fn check_form(form: &ReorganisationForm) -> Result<Date, ReorganisationProblem> {
    if form.title.trim().is_empty() {
        return Err(ReorganisationProblem::at(Code::MissingField, "title"));
    }
    if form.legal_basis.trim().is_empty() {
        return Err(ReorganisationProblem::at(Code::MissingField, "legalBasis"));
    }
    form.effective_date.ok_or_else(|| ReorganisationProblem::at(Code::MissingField, "effectiveDate"))
}

/// The files of a form as texts, or the rows that cannot be read: what is kept can be read for ever.
pub fn texts(form: &ReorganisationForm) -> Result<(Option<String>, Option<String>), ReorganisationProblem> {
    let text = |given: &Option<TableBytes>| given.as_ref().map(|given| as_text(&given.file())).transpose();
    match (text(&form.units), text(&form.steps)) {
        (Ok(units), Ok(steps)) => Ok((units, steps)),
        (units, steps) => {
            Err(ReorganisationProblem::rows(units.err().unwrap_or_default(), steps.err().unwrap_or_default()))
        }
    }
}

/// Whether a reorganisation may still be changed.
pub fn check_draft(found: &Reorganisation, version: i32) -> Result<(), ReorganisationProblem> {
    if found.state != ReorganisationState::Draft {
        return Err(ReorganisationProblem::whole(Code::NotDraft));
    }
    check_version(found, version)
}

/// Whether a reorganisation may be applied now: people move with their units, so its day must have come.
pub fn check_application(
    found: &Reorganisation,
    version: i32,
    now: OffsetDateTime,
) -> Result<(), ReorganisationProblem> {
    check_draft(found, version)?;
    if vietnam_date(now) < found.effective_date {
        return Err(ReorganisationProblem::whole(Code::TooEarly));
    }
    Ok(())
}

/// Whether a reorganisation can be taken back, as far as it tells itself.
pub fn check_undo(found: &Reorganisation, version: i32) -> Result<(), ReorganisationProblem> {
    if found.state != ReorganisationState::Applied {
        return Err(ReorganisationProblem::whole(Code::NotApplied));
    }
    check_version(found, version)
}

fn check_version(found: &Reorganisation, version: i32) -> Result<(), ReorganisationProblem> {
    if found.version == version { Ok(()) } else { Err(ReorganisationProblem::whole(Code::Stale)) }
}

/// What an application would write.
pub fn plan_reorganisation(
    id: ReorganisationId,
    day: Date,
    stored: Vec<Version>,
    steps: Vec<Succession>,
    units_file: Reading,
    steps_file: StepReading,
) -> Result<ReorganisationPlan, ReorganisationProblem> {
    let (unit_rows, other_units) = partition(units_file.rows, |row| row.valid_from == day);
    let (step_rows, other_steps) = partition(steps_file.rows, |row| row.effective_date == day);
    if !units_file.problems.is_empty() || !steps_file.problems.is_empty() {
        return Err(ReorganisationProblem::rows(units_file.problems, steps_file.problems));
    }
    if step_rows.is_empty() {
        return Err(ReorganisationProblem::whole(Code::NothingToDo));
    }
    let before: HashMap<_, Version> = stored.iter().map(|version| (version.id, version.clone())).collect();
    let known: HashSet<_> =
        steps.iter().map(|step| (step.predecessor, step.successor, step.effective_date)).collect();
    let ended = with_ends(stored, &step_rows, day);
    let catalogue = plan(ended.clone(), unit_rows, &units_file.unread)
        .map_err(|problems| ReorganisationProblem::rows(problems, Problems::new()))?;
    let mut after: BTreeMap<_, Version> = ended.into_iter().map(|version| (version.id, version)).collect();
    let mut is_new: HashSet<_> = HashSet::new();
    for version in catalogue.changed_versions {
        after.insert(version.id, version);
    }
    for version in catalogue.new_versions {
        is_new.insert(version.id);
        after.insert(version.id, version);
    }
    let family = plan_successions(after.values().cloned().collect(), steps, &step_rows)
        .map_err(|problems| ReorganisationProblem::rows(Problems::new(), problems))?;
    for version in family.changed_versions {
        after.insert(version.id, version);
    }
    for version in family.new_versions {
        is_new.insert(version.id);
        after.insert(version.id, version);
    }
    let left = left_alone(&after, &step_rows, day);
    if !left.is_empty() {
        return Err(ReorganisationProblem::rows(Problems::new(), left));
    }
    let mut new_steps = family.new_steps;
    new_steps.retain(|step| !known.contains(&(step.predecessor, step.successor, step.effective_date)));
    if new_steps.is_empty() {
        return Err(ReorganisationProblem::whole(Code::NothingToDo));
    }
    for step in &mut new_steps {
        step.reorganisation = Some(id);
    }
    let used: HashSet<UnitId> = after.values().map(|version| version.unit).collect();
    let mut plan = ReorganisationPlan {
        new_units: catalogue
            .new_units
            .into_iter()
            .chain(family.new_units)
            .filter(|unit| used.contains(unit))
            .collect(),
        ended: ends(&after, &new_steps, day),
        changing: new_steps.iter().filter(|step| step.successor == Some(step.predecessor)).count(),
        steps: new_steps,
        rows_of_other_days: other_units.len() + other_steps.len(),
        ..ReorganisationPlan::default()
    };
    for (version_id, version) in after {
        if is_new.contains(&version_id) {
            plan.new_versions.push(version);
        } else if let Some(old) = before.get(&version_id).filter(|old| **old != version) {
            plan.changed_versions.push((old.clone(), version));
        }
    }
    Ok(plan)
}

fn partition<T>(rows: Vec<T>, is_of_day: impl Fn(&T) -> bool) -> (Vec<T>, Vec<T>) {
    rows.into_iter().partition(|row| is_of_day(row))
}

/// The stored versions, those that the steps say so ended by the day.
fn with_ends(mut stored: Vec<Version>, rows: &[SuccessionRow], day: Date) -> Vec<Version> {
    let mut taken: HashMap<&str, (i64, bool)> = HashMap::new();
    let mut ending: HashSet<&str> = HashSet::new();
    for row in rows {
        let is_itself = row.new_code.as_ref() == Some(&row.old_code);
        match row.kind {
            SuccessionKind::Dissolve => {
                ending.insert(&row.old_code);
            }
            SuccessionKind::Transfer if !is_itself => {}
            SuccessionKind::Rename | SuccessionKind::KindChange | SuccessionKind::Transfer => {
                ending.insert(&row.old_code);
            }
            SuccessionKind::Merge | SuccessionKind::Split => {
                let (sum, is_open) = taken.entry(&row.old_code).or_default();
                *sum += row.share.map_or(0, Share::millionths);
                *is_open |= row.share.is_none();
            }
        }
    }
    ending.extend(
        taken
            .into_iter()
            .filter(|(_, (sum, is_open))| *is_open || *sum >= Share::WHOLE.millionths())
            .map(|(code, _)| code),
    );
    for version in &mut stored {
        let lasts = version.valid_from < day && version.valid_to.is_none_or(|to| to > day);
        if lasts && ending.contains(version.code.as_str()) {
            version.valid_to = Some(day);
        }
    }
    stored
}

/// Units that go on although what they stood under is no more.
fn left_alone(after: &BTreeMap<uuid::Uuid, Version>, rows: &[SuccessionRow], day: Date) -> Problems {
    let alive = |version: &&Version| holds(version.valid_from, version.valid_to, day);
    let places: HashSet<(UnitId, &str)> =
        after.values().filter(alive).map(|version| (version.unit, version.path.as_str())).collect();
    let mut problems = Problems::new();
    for version in after.values().filter(alive) {
        let Some(parent) = version.parent else { continue };
        let place = version.path.strip_suffix(&format!("{}/", version.code)).unwrap_or_default();
        if places.contains(&(parent, place)) {
            continue;
        }
        let superior = place.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let line = rows.iter().find(|row| row.old_code == superior).map_or(1, |row| row.line);
        let defect = Defect::LeavesSubordinate { code: version.code.clone(), from: version.valid_from };
        problems.push(defect.at(line, "old_code"));
    }
    problems
}

/// The units that the steps end on the day, each with its main successor.
fn ends(
    after: &BTreeMap<uuid::Uuid, Version>,
    steps: &[Succession],
    day: Date,
) -> Vec<(UnitId, Option<UnitId>)> {
    let alive: HashSet<UnitId> = after
        .values()
        .filter(|version| holds(version.valid_from, version.valid_to, day))
        .map(|version| version.unit)
        .collect();
    let mut heirs: BTreeMap<UnitId, Vec<&Succession>> = BTreeMap::new();
    for step in steps.iter().filter(|step| !alive.contains(&step.predecessor)) {
        heirs.entry(step.predecessor).or_default().push(step);
    }
    heirs
        .into_iter()
        .map(|(unit, ways)| {
            let main = ways.iter().max_by_key(|step| (step.is_main, step.share.map_or(0, Share::millionths)));
            (unit, main.and_then(|step| step.successor))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;
    use crate::units::rules::{read_successions, read_units};

    const UNITS: &str = "code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to";
    const STEPS: &str = "old_code,new_code,kind,effective_date,legal_basis,share,main_successor";
    const TREE: &str = "89,Tỉnh A,,province,tỉnh,,2020-01-01,\n886,Huyện B,,district,huyện,89,2020-01-01,\n\
        1,Xã C,,commune,xã,886,2020-01-01,\n2,Xã D,,commune,xã,886,2020-01-01,";
    const DAY: Date = date!(2025 - 07 - 01);

    fn stored() -> Vec<Version> {
        let rows = read_units(format!("{UNITS}\n{TREE}\n").as_bytes()).rows;
        plan(Vec::new(), rows, &HashSet::new()).expect("a tree").new_versions
    }

    fn planned(units: &str, steps: &str) -> Result<ReorganisationPlan, ReorganisationProblem> {
        plan_reorganisation(
            ReorganisationId::fresh(),
            DAY,
            stored(),
            Vec::new(),
            read_units(format!("{UNITS}\n{units}\n").as_bytes()),
            read_successions(format!("{STEPS}\n{steps}\n").as_bytes()),
        )
    }

    #[test]
    fn two_communes_become_one_under_the_province_and_the_district_ends() {
        let plan = planned(
            "1,Xã E,,commune,xã,89,2025-07-01,",
            "1,1,merge,2025-07-01,NQ,1,Y\n2,1,merge,2025-07-01,NQ,1,Y\n886,,dissolve,2025-07-01,NQ,,",
        )
        .expect("a plan");
        assert_eq!((plan.new_units.len(), plan.new_versions.len()), (1, 1));
        assert_eq!(plan.changed_versions.len(), 3);
        assert!(
            plan.changed_versions
                .iter()
                .all(|(old, new)| old.valid_to.is_none() && new.valid_to == Some(DAY))
        );
        let new = plan.new_versions[0].unit;
        let heirs: Vec<_> = plan.ended.iter().map(|(_, heir)| *heir).collect();
        assert_eq!(heirs.iter().filter(|heir| **heir == Some(new)).count(), 2);
        assert_eq!(heirs.iter().filter(|heir| heir.is_none()).count(), 1);
    }

    #[test]
    fn nobody_is_left_without_a_superior() {
        let problem = planned(
            "3,Xã E,,commune,xã,89,2025-07-01,",
            "1,3,merge,2025-07-01,NQ,1,Y\n886,,dissolve,2025-07-01,NQ,,",
        )
        .expect_err("commune 2 stands under nothing");
        let rows: Vec<_> = problem.step_rows.iter().map(|row| (row.line, row.code)).collect();
        assert_eq!(rows, [(3, "LEAVES_SUBORDINATE")]);
    }

    #[test]
    fn a_unit_that_moves_is_the_same() {
        let plan = planned(
            "1,Xã C,,commune,xã,89,2025-07-01,\n2,Xã D,,commune,xã,89,2025-07-01,",
            "1,1,transfer,2025-07-01,NQ,,\n2,2,transfer,2025-07-01,NQ,,\n886,,dissolve,2025-07-01,NQ,,",
        )
        .expect("a plan");
        assert_eq!((plan.new_units.len(), plan.new_versions.len(), plan.changing), (0, 2, 2));
        assert_eq!(plan.ended.len(), 1);
    }

    #[test]
    fn rows_of_other_days_are_left_out_and_counted() {
        let plan = planned(
            "9,Xã Z,,commune,xã,89,2026-01-01,\n3,Xã E,,commune,xã,89,2025-07-01,",
            "1,3,merge,2025-07-01,NQ,1,Y\n1,1,rename,2021-01-01,NQ,,",
        )
        .expect("a plan");
        assert_eq!(plan.rows_of_other_days, 2);
        let nothing = planned("", "1,1,rename,2021-01-01,NQ,,").expect_err("nothing happens on the day");
        assert!(matches!(nothing.code, Code::NothingToDo | Code::BadRows));
    }

    #[test]
    fn a_draft_is_applied_once_its_day_has_come() {
        let draft = Reorganisation {
            id: ReorganisationId::fresh(),
            title: "Sắp xếp".into(),
            legal_basis: "NQ".into(),
            effective_date: DAY,
            state: ReorganisationState::Draft,
            version: 2,
            units: String::new(),
            steps: String::new(),
            undo: crate::units::model::Undo::default(),
            created_by: crate::shared::id::AccountId::fresh(),
            created_at: datetime!(2025-06-20 09:00 +7),
            applied_by: None,
            applied_at: None,
            undone_at: None,
        };
        let code = |version, now| check_application(&draft, version, now).map_err(|problem| problem.code);
        assert_eq!(code(2, datetime!(2025-07-01 00:00 +7)), Ok(()));
        assert_eq!(code(2, datetime!(2025-06-30 23:59 +7)), Err(Code::TooEarly));
        assert_eq!(code(1, datetime!(2025-07-01 00:00 +7)), Err(Code::Stale));
        assert_eq!(check_undo(&draft, 2).map_err(|problem| problem.code), Err(Code::NotApplied));
    }
}
