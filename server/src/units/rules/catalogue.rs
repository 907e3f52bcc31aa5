//! The catalogue after an import: what is stored and what the file says, checked together.
//!
//! Rows of one code with adjoining periods are versions of one unit; after a gap, or where the row says so, the
//! code has passed to a new unit. The tree is checked in time: a superior exists on the first day of a version,
//! and keeps its place until the last.

use std::collections::{BTreeMap, HashMap, HashSet};

use time::Date;
use uuid::Uuid;

use super::rows::UnitRow;
use super::{holds, may_stand_under, search_text};
use crate::shared::id::{self, UnitId};
use crate::shared::import::{Fault as _, Problems, RowProblem};
use crate::shared::table::TableFault;
use crate::units::defect::Defect;
use crate::units::model::{Plan, Version};

/// Lays the rows of a file over the stored versions.
///
/// `unread` are codes of rows that could not be read: a row that stands under one of them is not called unknown.
pub fn plan(stored: Vec<Version>, rows: Vec<UnitRow>, unread: &HashSet<String>) -> Result<Plan, Problems> {
    let mut catalogue = Catalogue::of(stored, rows);
    catalogue.begin_with_superiors();
    catalogue.check_overlaps();
    catalogue.name_units();
    catalogue.find_superiors(unread);
    catalogue.lay_paths();
    // Places can be compared in time only where every version has one.
    if catalogue.problems.is_empty() {
        catalogue.check_places_last();
    }
    if catalogue.problems.is_empty() { Ok(catalogue.into_plan()) } else { Err(catalogue.problems) }
}

/// A version of the catalogue to be.
struct Entry {
    version: Version,
    parent_code: Option<String>,
    /// The row that speaks of it; `None` for what the file does not mention.
    line: Option<u64>,
    begins_new_unit: bool,
    /// The first day is only the earliest one known.
    is_floor: bool,
    /// As it is stored now.
    before: Option<Version>,
    /// The entry above, on the first day.
    above: Option<usize>,
}

struct Catalogue {
    entries: Vec<Entry>,
    /// Entries of one code, by first day.
    by_code: BTreeMap<String, Vec<usize>>,
    new_units: Vec<UnitId>,
    problems: Problems,
    /// What is reported of a line and column, told or not.
    reported: HashSet<(u64, String, &'static str)>,
    /// Lines with a problem, told or not.
    bad_lines: HashSet<u64>,
    remarks: Vec<RowProblem>,
}

impl Catalogue {
    fn of(stored: Vec<Version>, rows: Vec<UnitRow>) -> Self {
        let mut catalogue = Self {
            entries: Vec::with_capacity(stored.len() + rows.len()),
            by_code: BTreeMap::new(),
            new_units: Vec::new(),
            problems: Problems::new(),
            reported: HashSet::new(),
            bad_lines: HashSet::new(),
            remarks: Vec::new(),
        };
        let mut known: HashMap<(String, Date), usize> = HashMap::new();
        let mut known_by_end: HashMap<(String, Option<Date>), usize> = HashMap::new();
        for version in stored {
            known_by_end.insert((version.code.clone(), version.valid_to), catalogue.entries.len());
            known.insert((version.code.clone(), version.valid_from), catalogue.entries.len());
            catalogue.entries.push(Entry {
                parent_code: superior_in(&version.path).map(str::to_owned),
                before: Some(version.clone()),
                version,
                line: None,
                begins_new_unit: false,
                is_floor: false,
                above: None,
            });
        }
        for row in rows {
            let same_start = known.get(&(row.code.clone(), row.valid_from)).copied();
            // Who knows only since when at least may tell of a stored version from an earlier day on.
            let same_end = known_by_end.get(&(row.code.clone(), row.valid_to)).copied();
            match same_start.or_else(|| same_end.filter(|_| row.is_floor)) {
                Some(at) => catalogue.correct(at, row),
                None => {
                    known.insert((row.code.clone(), row.valid_from), catalogue.entries.len());
                    catalogue.entries.push(Entry::of(row));
                }
            }
        }
        for (at, entry) in catalogue.entries.iter().enumerate() {
            catalogue.by_code.entry(entry.version.code.clone()).or_default().push(at);
        }
        for chain in catalogue.by_code.values_mut() {
            chain.sort_by_key(|at| catalogue.entries[*at].version.valid_from);
        }
        catalogue
    }

    /// Lays a row over the entry with its code and first day.
    fn correct(&mut self, at: usize, row: UnitRow) {
        let entry = &mut self.entries[at];
        if let Some(line) = entry.line {
            self.bad_lines.insert(row.line);
            self.problems.push(TableFault::Duplicate { line }.at(row.line, "code"));
            return;
        }
        entry.line = Some(row.line);
        entry.begins_new_unit = row.begins_new_unit;
        entry.is_floor = row.is_floor;
        let before = entry.version.clone();
        let mut stored_otherwise = |column, stored: String| {
            self.bad_lines.insert(row.line);
            self.problems.push(Defect::StoredOtherwise { stored }.at(row.line, column));
        };
        if before.kind != row.kind {
            stored_otherwise("kind", before.kind.code().to_owned());
        }
        if entry.parent_code != row.parent_code {
            stored_otherwise("parent_code", entry.parent_code.clone().unwrap_or_default());
        }
        let version = &mut entry.version;
        version.subtype = row.subtype;
        version.name_vi = row.name_vi;
        version.name_en = row.name_en;
        version.valid_from = row.valid_from;
        version.valid_to = row.valid_to;
        version.note = row.note;
    }

    /// Where only the earliest known day is told, a version begins no sooner than its superior is known: before
    /// that nobody could say where it stood.
    fn begin_with_superiors(&mut self) {
        let mut later = BTreeMap::new();
        loop {
            let moves: Vec<(usize, Date)> = (0..self.entries.len())
                .filter(|at| self.entries[*at].is_floor)
                .filter_map(|at| self.first_day_under_superior(at).map(|day| (at, day)))
                .collect();
            if moves.is_empty() {
                break;
            }
            for (at, day) in moves {
                self.entries[at].version.valid_from = day;
                later.insert(at, day);
            }
        }
        for (at, on) in later {
            let remark = self.entries[at].line.map(|line| Defect::BeginsLater { on }.at(line, "valid_from"));
            self.remarks.extend(remark);
        }
        for chain in self.by_code.values_mut() {
            chain.sort_by_key(|at| self.entries[*at].version.valid_from);
        }
    }

    /// The first day of an entry on which its superior is known, when that is not its own first day.
    fn first_day_under_superior(&self, at: usize) -> Option<Date> {
        let entry = &self.entries[at];
        let (code, version) = (entry.parent_code.as_ref()?, &entry.version);
        if self.on(code, version.valid_from).is_some() {
            return None;
        }
        let superior = self.by_code.get(code)?.iter().map(|at| self.entries[*at].version.valid_from);
        superior.filter(|day| holds(version.valid_from, version.valid_to, *day)).min()
    }

    /// Reports a defect once on the row that speaks of an entry, if one does.
    fn report(&mut self, line: Option<u64>, column: &str, defect: &Defect) {
        let Some(line) = line else { return };
        let problem = defect.at(line, column);
        self.bad_lines.insert(line);
        if self.reported.insert((line, problem.column.clone(), problem.code)) {
            self.problems.push(problem);
        }
    }

    /// Versions of one code do not overlap (INV-U1, and a code means one unit on any day).
    fn check_overlaps(&mut self) {
        let mut found = Vec::new();
        for chain in self.by_code.values() {
            let mut last: Option<&Entry> = None;
            for entry in chain.iter().map(|at| &self.entries[*at]) {
                if let Some(other) = last
                    && holds(other.version.valid_from, other.version.valid_to, entry.version.valid_from)
                {
                    let (blamed, other) = if entry.line.is_some() { (entry, other) } else { (other, entry) };
                    found.push((
                        blamed.line,
                        Defect::Overlap {
                            line: other.line.filter(|_| other.before.is_none()),
                            from: other.version.valid_from,
                            to: other.version.valid_to,
                        },
                    ));
                }
                let lasts_longer = last.is_none_or(|last| {
                    last.version.valid_to.is_some_and(|to| entry.version.valid_to.is_none_or(|end| end >= to))
                });
                if lasts_longer {
                    last = Some(entry);
                }
            }
        }
        for (line, defect) in found {
            self.report(line, "valid_from", &defect);
        }
    }

    /// Gives every new version its unit: that of the adjoining version of its code, or a new one.
    fn name_units(&mut self) {
        for chain in self.by_code.values() {
            for (nth, &at) in chain.iter().enumerate() {
                if self.entries[at].before.is_some() {
                    continue;
                }
                let entry = &self.entries[at];
                let before = nth
                    .checked_sub(1)
                    .map(|nth| &self.entries[chain[nth]])
                    .filter(|before| before.version.valid_to == Some(entry.version.valid_from));
                let before = before.filter(|_| !entry.begins_new_unit).map(|before| before.version.unit);
                let unit = before.or_else(|| self.stored_unit_after(&chain[nth..])).unwrap_or_else(|| {
                    let unit = UnitId::fresh();
                    self.new_units.push(unit);
                    unit
                });
                self.entries[at].version.unit = unit;
            }
        }
    }

    /// The stored unit whose earlier versions these entries of one code are, as far as they adjoin.
    fn stored_unit_after(&self, chain: &[usize]) -> Option<UnitId> {
        let mut entries = chain.iter().map(|at| &self.entries[*at]);
        let mut end = entries.next()?.version.valid_to;
        for next in entries {
            if next.begins_new_unit || end != Some(next.version.valid_from) {
                return None;
            }
            if next.before.is_some() {
                return Some(next.version.unit);
            }
            end = next.version.valid_to;
        }
        None
    }

    /// The version of a code on a day.
    fn on(&self, code: &str, day: Date) -> Option<usize> {
        self.by_code.get(code)?.iter().copied().find(|at| {
            let version = &self.entries[*at].version;
            holds(version.valid_from, version.valid_to, day)
        })
    }

    /// Finds the superior of every version on its first day.
    fn find_superiors(&mut self, unread: &HashSet<String>) {
        for at in 0..self.entries.len() {
            let entry = &self.entries[at];
            let (line, from, kind) = (entry.line, entry.version.valid_from, entry.version.kind);
            let Some(code) = entry.parent_code.clone() else {
                if !may_stand_under(kind, None) {
                    self.report(line, "parent_code", &Defect::WrongParentKind { kind, parent: None });
                }
                continue;
            };
            let Some(above) = self.on(&code, from) else {
                if entry.before.is_some() {
                    self.report_left_behind(&code, at);
                } else if !unread.contains(&code) {
                    self.report(line, "parent_code", &Defect::UnknownParent { code, on: from });
                }
                continue;
            };
            let parent = self.entries[above].version.kind;
            if above == at {
                self.report(line, "parent_code", &Defect::Cycle);
            } else if may_stand_under(kind, Some(parent)) {
                self.entries[at].above = Some(above);
            } else {
                self.report(line, "parent_code", &Defect::WrongParentKind { kind, parent: Some(parent) });
            }
        }
    }

    /// Gives every version whose superiors are known its parent and its path; a circle has none.
    fn lay_paths(&mut self) {
        let mut done = vec![false; self.entries.len()];
        for start in 0..self.entries.len() {
            let mut climb = vec![start];
            let mut on_the_way = HashSet::from([start]);
            while let Some(above) =
                climb.last().filter(|at| !done[**at]).and_then(|at| self.entries[*at].above)
            {
                if !on_the_way.insert(above) {
                    self.report_circle(&climb, above);
                    break;
                }
                climb.push(above);
            }
            while let Some(at) = climb.pop() {
                if !done[at] {
                    done[at] = true;
                    self.lay_path(at);
                }
            }
        }
    }

    fn lay_path(&mut self, at: usize) {
        let entry = &self.entries[at];
        let code = &entry.version.code;
        let (parent, path, within_itself) = match entry.above {
            None => (None, format!("{code}/"), false),
            Some(above) => {
                let above = &self.entries[above].version;
                let within_itself = above.path.split('/').any(|step| step == code);
                (Some(above.unit), format!("{}{code}/", above.path), within_itself)
            }
        };
        if within_itself && entry.above.is_some_and(|above| !self.is_reported(above)) {
            let line = entry.line;
            self.report(line, "parent_code", &Defect::Cycle);
        }
        let version = &mut self.entries[at].version;
        version.parent = parent;
        version.path = path;
    }

    fn report_circle(&mut self, climb: &[usize], closes_at: usize) {
        let lines: Vec<Option<u64>> =
            climb.iter().skip_while(|at| **at != closes_at).map(|at| self.entries[*at].line).collect();
        for line in lines {
            self.report(line, "parent_code", &Defect::Cycle);
        }
    }

    fn is_reported(&self, at: usize) -> bool {
        let line = self.entries[at].line;
        line.is_some_and(|line| self.bad_lines.contains(&line))
    }

    /// While a version lasts, its superior stays one unit in one place: a path is true on every day.
    fn check_places_last(&mut self) {
        let mut found = Vec::new();
        for entry in &self.entries {
            let version = &entry.version;
            let moved =
                entry.before.as_ref().is_some_and(|b| b.path != version.path || b.parent != version.parent);
            if moved && let Some(above) = entry.above {
                found.push((self.entries[above].line, "valid_from", left_behind(version)));
            }
            let (Some(above), Some(code)) = (entry.above, &entry.parent_code) else { continue };
            let above = &self.entries[above].version;
            for later in self.by_code[code].iter().map(|at| &self.entries[*at]) {
                let on = later.version.valid_from;
                let is_later = on > version.valid_from && holds(version.valid_from, version.valid_to, on);
                if !is_later || (later.version.unit == above.unit && later.version.path == above.path) {
                    continue;
                }
                if entry.line.is_some() {
                    found.push((entry.line, "valid_to", Defect::SuperiorMoves { on }));
                } else {
                    found.push((later.line, "parent_code", left_behind(version)));
                }
            }
        }
        for (line, column, defect) in found {
            self.report(line, column, &defect);
        }
    }

    /// Blames the rows that speak of `code` for a stored version that no longer finds its superior.
    fn report_left_behind(&mut self, code: &str, subordinate: usize) {
        let defect = left_behind(&self.entries[subordinate].version);
        let lines: Vec<Option<u64>> =
            self.by_code.get(code).into_iter().flatten().map(|at| self.entries[*at].line).collect();
        for line in lines {
            self.report(line, "valid_to", &defect);
        }
    }

    fn into_plan(self) -> Plan {
        let mut plan = Plan { new_units: self.new_units, remarks: self.remarks, ..Plan::default() };
        let texts: Vec<String> = self
            .entries
            .iter()
            .map(|entry| {
                let version = &entry.version;
                let above = entry.above.map(|above| &self.entries[above].version);
                let above = above.map(|v| (v.kind, v.subtype.as_deref(), v.name_vi.as_str()));
                search_text(&version.name_vi, &version.name_en, above)
            })
            .collect();
        for (entry, search_text) in self.entries.into_iter().zip(texts) {
            if let (Some(_), Some(before)) = (entry.line, &entry.before) {
                let found_by = before.search_text.clone();
                let is_same = Version { search_text: found_by, ..entry.version.clone() } == *before;
                *(if is_same { &mut plan.unchanged_rows } else { &mut plan.changed_rows }) += 1;
            }
            let version = Version { search_text, ..entry.version };
            match entry.before {
                None => plan.new_versions.push(version),
                Some(before) if before != version => plan.changed_versions.push(version),
                Some(_) => {}
            }
        }
        plan
    }
}

impl Entry {
    fn of(row: UnitRow) -> Self {
        Self {
            version: Version {
                id: id::fresh(),
                unit: UnitId(Uuid::nil()),
                code: row.code,
                kind: row.kind,
                subtype: row.subtype,
                name_vi: row.name_vi,
                name_en: row.name_en,
                search_text: String::new(),
                parent: None,
                path: String::new(),
                valid_from: row.valid_from,
                valid_to: row.valid_to,
                note: row.note,
            },
            parent_code: row.parent_code,
            line: Some(row.line),
            begins_new_unit: row.begins_new_unit,
            is_floor: row.is_floor,
            before: None,
            above: None,
        }
    }
}

fn left_behind(version: &Version) -> Defect {
    Defect::LeavesSubordinate { code: version.code.clone(), from: version.valid_from }
}

/// Code of the superior: the last step but one of a path.
fn superior_in(path: &str) -> Option<&str> {
    let (above, _) = path.trim_end_matches('/').rsplit_once('/')?;
    above.rsplit('/').next()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::units::rules::read_units;

    const HEADER: &str = "code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to,new_unit";
    const TREE: &str = "89,Tỉnh An Giang,,province,tỉnh,,2020-01-01,2025-07-01,\n\
        886,Huyện An Phú,,district,huyện,89,2020-01-01,2025-07-01,\n\
        30358,Xã Phước Hưng,,commune,xã,886,2020-01-01,2025-07-01,";

    fn over(stored: &[Version], rows: &str) -> Result<Plan, Vec<String>> {
        let reading = read_units(format!("{HEADER}\n{rows}\n").as_bytes());
        assert_eq!(reading.problems, []);
        plan(stored.to_vec(), reading.rows, &HashSet::new()).map_err(|problems| {
            let mut problems = problems;
            problems.sort();
            problems.iter().map(|p| format!("{} {} {}", p.line, p.column, p.code)).collect()
        })
    }

    fn stored(rows: &str) -> Vec<Version> {
        over(&[], rows).expect("good rows").new_versions
    }

    fn refusals(stored: &[Version], rows: &str) -> Vec<String> {
        over(stored, rows).expect_err("bad rows")
    }

    fn find<'a>(versions: &'a [Version], code: &str, from: Date) -> &'a Version {
        versions.iter().find(|v| v.code == code && v.valid_from == from).expect("a version")
    }

    #[test]
    fn a_tree_gets_its_paths_in_whatever_order_it_stands() {
        let mut rows: Vec<&str> = TREE.lines().collect();
        rows.reverse();
        let plan = over(&[], &rows.join("\n")).expect("good rows");
        let commune = find(&plan.new_versions, "30358", date!(2020 - 01 - 01));
        assert_eq!(commune.path, "89/886/30358/");
        assert_eq!(commune.parent, Some(find(&plan.new_versions, "886", date!(2020 - 01 - 01)).unit));
        assert!(commune.search_text.contains("phuoc hung an phu"));
        assert_eq!(plan.new_units.len(), 3);
    }

    #[test]
    fn the_same_file_again_changes_nothing() {
        let plan = over(&stored(TREE), TREE).expect("good rows");
        assert!(plan.is_empty());
        assert_eq!((plan.unchanged_rows, plan.changed_rows), (3, 0));
    }

    #[test]
    fn adjoining_periods_are_one_unit_and_a_gap_is_another() {
        let rows = "89,A,,province,,,2020-01-01,2021-01-01,\n\
            89,B,,province,,,2021-01-01,2022-01-01,\n\
            89,C,,province,,,2023-01-01,,";
        let versions = stored(rows);
        let unit = |from| find(&versions, "89", from).unit;
        assert_eq!(unit(date!(2020 - 01 - 01)), unit(date!(2021 - 01 - 01)));
        assert_ne!(unit(date!(2021 - 01 - 01)), unit(date!(2023 - 01 - 01)));
    }

    #[test]
    fn a_code_may_pass_to_a_new_unit_without_a_gap() {
        let rows = "91,Tỉnh Kiên Giang,,province,,,2020-01-01,2025-07-01,\n\
            91,Tỉnh An Giang,,province,,,2025-07-01,,Y";
        let versions = stored(rows);
        assert_ne!(versions[0].unit, versions[1].unit);
        assert!(over(&versions, rows).expect("good rows").is_empty());
        let (old, new) = rows.split_once('\n').expect("two rows");
        let later = stored(new);
        assert_ne!(over(&later, rows).expect("good rows").new_versions[0].unit, later[0].unit);
        let earlier = stored(old);
        assert_ne!(over(&earlier, new).expect("good rows").new_versions[0].unit, earlier[0].unit);
    }

    #[test]
    fn versions_join_what_is_stored_on_either_side() {
        let later = stored("89,C,,province,,,2022-01-01,,");
        let plan =
            over(&later, "89,A,,province,,,2020-01-01,2021-01-01,\n89,B,,province,,,2021-01-01,2022-01-01,")
                .expect("good rows");
        assert_eq!(plan.new_units, []);
        assert!(plan.new_versions.iter().all(|version| version.unit == later[0].unit));
        let earlier = stored("89,A,,province,,,2020-01-01,2021-01-01,");
        let plan = over(&earlier, "89,B,,province,,,2021-01-01,,").expect("good rows");
        assert_eq!(plan.new_versions[0].unit, earlier[0].unit);
    }

    #[test]
    fn names_and_ends_are_corrected_and_the_search_follows() {
        let stored = stored(TREE);
        let plan =
            over(&stored, "886,Huyện An Phúc,,district,huyện,89,2020-01-01,2024-01-01,").expect("good rows");
        assert_eq!((plan.changed_rows, plan.new_versions.len()), (1, 0));
        assert_eq!(plan.changed_versions.len(), 2);
        let district = find(&plan.changed_versions, "886", date!(2020 - 01 - 01));
        assert_eq!(district.valid_to, Some(date!(2024 - 01 - 01)));
        assert_eq!(district.id, find(&stored, "886", date!(2020 - 01 - 01)).id);
        let commune = find(&plan.changed_versions, "30358", date!(2020 - 01 - 01));
        assert!(commune.search_text.contains("an phuc"));
    }

    #[test]
    fn kind_and_superior_change_with_a_new_version_only() {
        let stored = stored(TREE);
        assert_eq!(
            refusals(&stored, "30358,Xã Phước Hưng,,SPECIAL_ZONE,xã,89,2020-01-01,2025-07-01,"),
            ["2 kind STORED_OTHERWISE", "2 parent_code STORED_OTHERWISE"]
        );
    }

    #[test]
    fn bad_rows_are_named_by_line() {
        let cases: [(&str, &[&str]); 11] = [
            ("1,A,,commune,,999,2020-01-01,,", &["2 parent_code UNKNOWN_PARENT"]),
            ("1,A,,commune,,886,2019-01-01,2020-01-01,", &["2 parent_code UNKNOWN_PARENT"]),
            ("1,A,,commune,,886,2025-07-01,,", &["2 parent_code UNKNOWN_PARENT"]),
            ("1,A,,commune,,,2020-01-01,,", &["2 parent_code WRONG_PARENT_KIND"]),
            ("1,A,,district,,886,2020-01-01,,", &["2 parent_code WRONG_PARENT_KIND"]),
            ("1,A,,province,,89,2020-01-01,,", &["2 parent_code WRONG_PARENT_KIND"]),
            ("1,A,,OTHER,,89,2020-01-01,,\n1,B,,OTHER,,89,2020-01-01,,", &["3 code DUPLICATE"]),
            ("1,A,,OTHER,,89,2020-01-01,,\n1,B,,OTHER,,89,2021-01-01,,", &["3 valid_from OVERLAP"]),
            ("886,B,,district,huyện,89,2024-01-01,,", &["2 valid_from OVERLAP"]),
            (
                "886,B,,district,huyện,89,2019-01-01,2021-01-01,",
                &["2 valid_from OVERLAP", "2 parent_code UNKNOWN_PARENT"],
            ),
            ("1,A,,OTHER,,1,2020-01-01,,", &["2 parent_code CYCLE"]),
        ];
        let stored = stored(TREE);
        for (rows, expected) in cases {
            assert_eq!(refusals(&stored, rows), expected, "{rows}");
        }
    }

    #[test]
    fn one_long_row_overlaps_all_that_it_covers() {
        let rows = "1,A,,OTHER,,,2020-01-01,,\n1,B,,OTHER,,,2021-01-01,2021-02-01,\n1,C,,OTHER,,,2022-01-01,2022-02-01,";
        assert_eq!(refusals(&[], rows), ["3 valid_from OVERLAP", "4 valid_from OVERLAP"]);
    }

    #[test]
    fn a_circle_is_told_on_each_of_its_rows_and_not_below() {
        let rows = "1,A,,OTHER,,3,2020-01-01,,\n2,B,,OTHER,,1,2020-01-01,,\n3,C,,OTHER,,2,2020-01-01,,\n\
            4,D,,OTHER,,1,2020-01-01,,";
        assert_eq!(
            refusals(&[], rows),
            ["2 parent_code CYCLE", "3 parent_code CYCLE", "4 parent_code CYCLE"]
        );
    }

    #[test]
    fn a_circle_through_time_is_found() {
        let rows =
            "1,A,,OTHER,,,2020-01-01,2022-01-01,\n2,B,,OTHER,,1,2021-01-01,,\n1,A,,OTHER,,2,2022-01-01,,";
        assert_eq!(refusals(&[], rows), ["4 parent_code CYCLE"]);
    }

    #[test]
    fn a_row_under_a_bad_row_is_not_called_unknown() {
        let rows = read_units(format!("{HEADER}\n1,A,,commune,,886,2020-01-01,,").as_bytes()).rows;
        let unread = HashSet::from(["886".to_owned()]);
        assert!(plan(vec![], rows.clone(), &unread).is_ok());
        assert!(plan(vec![], rows, &HashSet::new()).is_err());
    }

    #[test]
    fn a_superior_that_moves_ends_the_row() {
        let rows = "1,P,,OTHER,,,2020-01-01,,\n2,Q,,OTHER,,,2020-01-01,,\n\
            3,A,,OTHER,,1,2020-01-01,2022-01-01,\n3,A,,OTHER,,2,2022-01-01,,\n4,B,,OTHER,,3,2020-01-01,,";
        assert_eq!(refusals(&[], rows), ["6 valid_to SUPERIOR_MOVES"]);
        let split = rows.replace(
            "4,B,,OTHER,,3,2020-01-01,,",
            "4,B,,OTHER,,3,2020-01-01,2022-01-01,\n4,B,,OTHER,,3,2022-01-01,,",
        );
        let versions = stored(&split);
        assert_eq!(find(&versions, "4", date!(2020 - 01 - 01)).path, "1/3/4/");
        assert_eq!(find(&versions, "4", date!(2022 - 01 - 01)).path, "2/3/4/");
    }

    #[test]
    fn a_stored_subordinate_keeps_its_place() {
        let stored = stored(
            "1,P,,OTHER,,,2020-01-01,,\n2,Q,,OTHER,,,2020-01-01,,\n3,A,,OTHER,,1,2020-01-01,,\n4,B,,OTHER,,3,2021-01-01,,",
        );
        assert_eq!(
            refusals(&stored, "3,A,,OTHER,,1,2020-01-01,2022-01-01,\n3,A,,OTHER,,2,2022-01-01,,"),
            ["3 parent_code LEAVES_SUBORDINATE"]
        );
        assert_eq!(
            refusals(&stored, "3,A,,OTHER,,1,2020-01-01,2020-06-01,"),
            ["2 valid_to LEAVES_SUBORDINATE"]
        );
    }

    #[test]
    fn a_superior_may_end_before_its_subordinates() {
        let rows = "89,A,,province,,,2020-01-01,2023-01-01,\n1,B,,district,,89,2020-01-01,,";
        assert_eq!(stored(rows).len(), 2);
    }

    #[test]
    fn the_superior_of_a_path_is_its_last_step_but_one() {
        assert_eq!(superior_in("89/886/30358/"), Some("886"));
        assert_eq!(superior_in("89/886/"), Some("89"));
        assert_eq!(superior_in("89/"), None);
    }
}
