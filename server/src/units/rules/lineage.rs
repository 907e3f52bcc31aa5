//! The family of units after an import of successions: which unit each step leads from and to, and what the steps
//! tell about units themselves.
//!
//! A unit into which others merge on the day it begins is a new legal person, even where it bears the code of one
//! of them; a unit that is renamed, changes its kind or its superior stays who it is. Where only a step tells what
//! a unit was called before, that name is kept from the first day its superior is known.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use time::Date;

use super::steps::SuccessionRow;
use super::{holds, search_text, type_of_name};
use crate::shared::id::{self, SuccessionId, UnitId};
use crate::shared::import::{Fault as _, Problems, RowProblem};
use crate::shared::table::TableFault;
use crate::units::defect::Defect;
use crate::units::model::{Kin, Share, Succession, SuccessionKind, SuccessionPlan, Version};

/// Lays the rows of a file over the catalogue and the stored steps.
pub fn plan_successions(
    versions: Vec<Version>,
    stored: Vec<Succession>,
    rows: &[SuccessionRow],
) -> Result<SuccessionPlan, Problems> {
    let mut catalogue = Catalogue::of(versions);
    let mut problems = Problems::new();
    catalogue.add_earlier_names(rows);
    catalogue.part_identities(rows, &mut problems);
    let mut plan = SuccessionPlan::default();
    let steps = catalogue.resolve(rows, &mut problems);
    check_wholes(&stored, &steps, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut known: HashMap<(UnitId, Option<UnitId>, Date), Succession> = stored
        .into_iter()
        .map(|step| ((step.predecessor, step.successor, step.effective_date), step))
        .collect();
    for (_, step) in steps {
        match known.remove(&(step.predecessor, step.successor, step.effective_date)) {
            None => plan.new_steps.push(step),
            Some(before) => {
                let step = Succession { id: before.id, reorganisation: before.reorganisation, ..step };
                if step == before {
                    plan.unchanged_rows += 1;
                } else {
                    plan.changed_steps.push(step);
                }
            }
        }
    }
    catalogue.into_plan(&mut plan);
    Ok(plan)
}

/// The line of descent around a unit.
#[must_use]
pub fn kin(unit: UnitId, steps: &[Succession]) -> Kin {
    let mut kin = Kin::default();
    let mut forth: HashMap<UnitId, Vec<UnitId>> = HashMap::new();
    let mut back: HashMap<UnitId, Vec<UnitId>> = HashMap::new();
    for (old, new) in steps.iter().filter_map(|step| Some((step.predecessor, step.successor?))) {
        forth.entry(old).or_default().push(new);
        back.entry(new).or_default().push(old);
    }
    for (ways, found) in [(&back, &mut kin.ancestors), (&forth, &mut kin.descendants)] {
        let mut open = vec![unit];
        while let Some(at) = open.pop() {
            let next = ways.get(&at).into_iter().flatten().copied();
            open.extend(next.filter(|next| *next != unit && found.insert(*next)));
        }
    }
    kin
}

/// A version as it is stored and as it shall be.
struct Entry {
    version: Version,
    /// As it is stored now; `None` when only the steps tell of it.
    before: Option<Version>,
}

struct Catalogue {
    entries: Vec<Entry>,
    /// Entries of one code.
    by_code: HashMap<String, Vec<usize>>,
    new_units: Vec<UnitId>,
}

impl Catalogue {
    fn of(versions: Vec<Version>) -> Self {
        let mut catalogue = Self { entries: Vec::new(), by_code: HashMap::new(), new_units: Vec::new() };
        for version in versions {
            catalogue.add(Entry { before: Some(version.clone()), version });
        }
        catalogue
    }

    fn add(&mut self, entry: Entry) {
        self.by_code.entry(entry.version.code.clone()).or_default().push(self.entries.len());
        self.entries.push(entry);
    }

    fn at(&self, code: &str, day: Date) -> Option<usize> {
        self.by_code.get(code)?.iter().copied().find(|at| {
            let version = &self.entries[*at].version;
            holds(version.valid_from, version.valid_to, day)
        })
    }

    fn on(&self, code: &str, day: Date) -> Option<&Version> {
        self.at(code, day).map(|at| &self.entries[at].version)
    }

    fn before(&self, code: &str, day: Date) -> Option<&Version> {
        self.on(code, day.previous_day()?)
    }

    /// Adds the names that units bore before a change of which only the step tells.
    fn add_earlier_names(&mut self, rows: &[SuccessionRow]) {
        for row in rows {
            let renames = row.kind == SuccessionKind::Rename && row.new_code.as_ref() == Some(&row.old_code);
            if !renames || self.before(&row.old_code, row.effective_date).is_some() {
                continue;
            }
            let Some(earlier) = row.old_name_vi.as_ref().and_then(|name| self.earlier(row, name)) else {
                continue;
            };
            self.add(Entry { version: earlier, before: None });
        }
    }

    /// The version before a renaming: all is as after it but the name, from the first day its superior is known.
    fn earlier(&self, row: &SuccessionRow, name: &str) -> Option<Version> {
        let after = self.on(&row.old_code, row.effective_date)?;
        if after.valid_from != row.effective_date {
            return None;
        }
        let superior = after.parent?;
        let same_place = |entry: &&Entry| {
            let place = after.path.strip_suffix(&format!("{}/", after.code));
            entry.version.unit == superior && Some(entry.version.path.as_str()) == place
        };
        let above: Vec<&Version> =
            self.entries.iter().filter(same_place).map(|entry| &entry.version).collect();
        let mut first = row.effective_date;
        while let Some(earlier) = above
            .iter()
            .find(|version| version.valid_from < first && version.valid_to.is_none_or(|to| first <= to))
        {
            first = earlier.valid_from;
        }
        let then = above.iter().find(|version| version.valid_from == first)?;
        let types = self.entries.iter().filter_map(|entry| entry.version.subtype.as_deref());
        Some(Version {
            id: id::fresh(),
            subtype: type_of_name(name, types).map(str::to_owned),
            name_vi: name.to_owned(),
            name_en: String::new(),
            search_text: search_text(name, "", Some((then.kind, then.subtype.as_deref(), &then.name_vi))),
            valid_from: first,
            valid_to: Some(row.effective_date),
            note: Some(row.legal_basis.clone()),
            ..after.clone()
        })
    }

    /// Parts the unit that begins by a merger from the one that bore its code until then.
    fn part_identities(&mut self, rows: &[SuccessionRow], problems: &mut Problems) {
        let own_change = |row: &&SuccessionRow| {
            !row.kind.begins_new_unit() && row.new_code.as_ref() == Some(&row.old_code)
        };
        let stay: BTreeSet<(&str, Date)> =
            rows.iter().filter(own_change).map(|row| (row.old_code.as_str(), row.effective_date)).collect();
        let mut parted = BTreeSet::new();
        for row in rows.iter().filter(|row| row.kind.begins_new_unit()) {
            for code in [Some(&row.old_code), row.new_code.as_ref()].into_iter().flatten() {
                let place = (code.as_str(), row.effective_date);
                if stay.contains(&place) || !parted.insert(place) {
                    continue;
                }
                let (Some(before), Some(after)) =
                    (self.before(code, row.effective_date), self.on(code, row.effective_date))
                else {
                    continue;
                };
                if after.valid_from == row.effective_date && before.unit == after.unit {
                    let unit = after.unit;
                    self.part(unit, row, problems);
                }
            }
        }
    }

    fn part(&mut self, old: UnitId, row: &SuccessionRow, problems: &mut Problems) {
        let new = UnitId::fresh();
        self.new_units.push(new);
        let day = row.effective_date;
        for version in self.entries.iter_mut().map(|entry| &mut entry.version) {
            if version.unit == old && version.valid_from >= day {
                version.unit = new;
            }
            if version.parent != Some(old) {
                continue;
            }
            if version.valid_from >= day {
                version.parent = Some(new);
            } else if version.valid_to.is_none_or(|to| to > day) {
                let defect =
                    Defect::LeavesSubordinate { code: version.code.clone(), from: version.valid_from };
                problems.push(defect.at(row.line, "effective_date"));
            }
        }
    }

    /// The steps that the rows mean, with their rows.
    fn resolve<'a>(
        &self,
        rows: &'a [SuccessionRow],
        problems: &mut Problems,
    ) -> Vec<(&'a SuccessionRow, Succession)> {
        let mut ways: HashMap<(&str, Date), usize> = HashMap::new();
        for row in rows {
            *ways.entry((&row.old_code, row.effective_date)).or_default() += 1;
        }
        let mut seen: HashMap<(UnitId, Option<UnitId>, Date), u64> = HashMap::new();
        let mut steps = Vec::new();
        for row in rows {
            let is_divided = ways[&(row.old_code.as_str(), row.effective_date)] > 1;
            let step = match self.step(row, is_divided) {
                Ok(step) => step,
                Err(problem) => {
                    problems.push(problem);
                    continue;
                }
            };
            match seen.insert((step.predecessor, step.successor, step.effective_date), row.line) {
                Some(line) => problems.push(TableFault::Duplicate { line }.at(row.line, "old_code")),
                None => steps.push((row, step)),
            }
        }
        steps
    }

    fn step(&self, row: &SuccessionRow, is_divided: bool) -> Result<Succession, RowProblem> {
        let day = row.effective_date;
        let on = day.previous_day().unwrap_or(day);
        let old_code = || row.old_code.clone();
        let at = |column: &str, defect: Defect| defect.at(row.line, column);
        let continuing = self.on(&row.old_code, day);
        let changes_itself = !row.kind.begins_new_unit() && row.new_code.as_ref() == Some(&row.old_code);
        let old = match self.before(&row.old_code, day) {
            Some(old) => old,
            // What the unit was before is not in the catalogue; that it changed is known all the same.
            None if changes_itself && continuing.is_some_and(|version| version.valid_from == day) => {
                continuing.ok_or_else(|| at("old_code", Defect::NoUnitOnDay { code: old_code(), on }))?
            }
            None => return Err(at("old_code", Defect::NoUnitOnDay { code: old_code(), on })),
        };
        let new = match &row.new_code {
            None => None,
            Some(code) => Some(
                self.on(code, day)
                    .ok_or_else(|| at("new_code", Defect::NoUnitOnDay { code: code.clone(), on: day }))?,
            ),
        };
        if let Some(new) = new
            && new.unit == old.unit
            && (new.valid_from != day || row.kind.begins_new_unit())
        {
            return Err(at("effective_date", Defect::NothingBegins { code: new.code.clone(), on: day }));
        }
        let is_itself = new.is_some_and(|new| new.unit == old.unit);
        let ends = row.share == Some(Share::WHOLE) && row.kind != SuccessionKind::Transfer && !is_itself;
        if ends && continuing.is_some_and(|version| version.unit == old.unit) {
            return Err(at("old_code", Defect::PredecessorGoesOn { code: old_code(), on: day }));
        }
        let changes_kind = new.is_some_and(|new| new.kind != old.kind);
        let is_part = row.share != Some(Share::WHOLE);
        let kind = match row.kind {
            SuccessionKind::Rename if changes_kind => SuccessionKind::KindChange,
            SuccessionKind::Merge if is_part && is_divided => SuccessionKind::Split,
            kind => kind,
        };
        Ok(Succession {
            id: SuccessionId::fresh(),
            predecessor: old.unit,
            successor: new.map(|new| new.unit),
            effective_date: day,
            kind,
            share: row.share,
            is_main: row.is_main,
            legal_basis: row.legal_basis.clone(),
            note: row.note.clone(),
            reorganisation: None,
        })
    }

    fn into_plan(self, plan: &mut SuccessionPlan) {
        plan.new_units = self.new_units;
        for entry in self.entries {
            match entry.before {
                None => plan.new_versions.push(entry.version),
                Some(before) if before != entry.version => plan.changed_versions.push(entry.version),
                Some(_) => {}
            }
        }
    }
}

/// What goes away from a unit on one day is at most the whole, and one way is the main one.
fn check_wholes(stored: &[Succession], steps: &[(&SuccessionRow, Succession)], problems: &mut Problems) {
    type Ways<'a> = Vec<(Option<&'a SuccessionRow>, &'a Succession)>;
    let mut ways: BTreeMap<(UnitId, Date), Ways<'_>> = BTreeMap::new();
    for (row, step) in steps {
        ways.entry((step.predecessor, step.effective_date)).or_default().push((Some(row), step));
    }
    for step in stored {
        let Some(same_day) = ways.get_mut(&(step.predecessor, step.effective_date)) else { continue };
        if same_day.iter().all(|(_, other)| other.successor != step.successor) {
            same_day.push((None, step));
        }
    }
    for same_day in ways.into_values() {
        let mut total = 0;
        let mut main: Option<u64> = None;
        for (row, step) in same_day {
            // A part of unknown size is more than nothing, so beside the whole there is no room for it.
            total += step.share.map_or(1, Share::millionths);
            let Some(row) = row else { continue };
            if total > Share::WHOLE.millionths() {
                let code = row.old_code.clone();
                problems.push(Defect::SharesExceedWhole { code }.at(row.line, "old_code"));
            }
            if step.is_main && step.successor.is_some() {
                if let Some(line) = main {
                    problems.push(Defect::SecondMainSuccessor { line }.at(row.line, "main_successor"));
                }
                main = Some(row.line);
            }
        }
    }
}
