//! Properties of the tree through any sequence of reorganisations: versions of a unit never overlap, a code means
//! one unit on a day, and the tree as of a day is the one that stood there on that day.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use proptest::prelude::*;
use time::macros::date;
use time::{Date, Duration};

use super::{holds, plan, plan_reorganisation, read_successions, read_units, read_units_or_none};
use crate::shared::id::{ReorganisationId, UnitId};
use crate::units::model::{Succession, UnitKind, Version};

const UNITS: &str = "code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to";
const STEPS: &str = "old_code,new_code,kind,effective_date,legal_basis,share,main_successor";
const FIRST: Date = date!(2020 - 01 - 01);
const COMMUNES: usize = 4;

/// One reorganisation of a day, about the units at these places of the list of that day.
#[derive(Clone, Debug)]
enum Change {
    /// Two become a new one.
    Merge(usize, usize),
    /// Two become a new one that bears the code of the first.
    MergeUnderCode(usize, usize),
    /// One becomes two new ones.
    Split(usize),
    /// One gets another name.
    Rename(usize),
    /// One goes to the other district.
    Transfer(usize),
    /// One ends.
    Dissolve(usize),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = prop_oneof![
        (0..9usize, 0..9usize).prop_map(|(a, b)| Change::Merge(a, b)),
        (0..9usize, 0..9usize).prop_map(|(a, b)| Change::MergeUnderCode(a, b)),
        (0..9usize).prop_map(Change::Split),
        (0..9usize).prop_map(Change::Rename),
        (0..9usize).prop_map(Change::Transfer),
        (0..9usize).prop_map(Change::Dissolve),
    ];
    prop::collection::vec(change, 1..10)
}

/// The communes as they stand, name and district by code: what any reader of the decisions would write down.
type Register = BTreeMap<String, (String, String)>;

/// The districts.
const DISTRICTS: [&str; 2] = ["D1", "D2"];

/// The files of a change on a day and the register after it; nothing when the change is impossible then.
fn files(register: &Register, change: &Change, nth: usize, day: Date) -> Option<(String, String, Register)> {
    let codes: Vec<&String> = register.keys().collect();
    let at = |place: usize| codes[place % codes.len()].clone();
    let row =
        |code: &str, name: &str, district: &str| format!("{code},{name},,commune,xã,{district},{day},\n");
    let mut after = register.clone();
    let fresh = |suffix: &str| (format!("{}{suffix}", 1000 + nth), format!("Xã Mới {}{suffix}", 1000 + nth));
    match change {
        Change::Merge(a, b) | Change::MergeUnderCode(a, b) => {
            let (a, b) = (at(*a), at(*b));
            if a == b {
                return None;
            }
            let (mut code, name) = fresh("");
            if matches!(change, Change::MergeUnderCode(..)) {
                code.clone_from(&a);
            }
            let district = register[&a].1.clone();
            after.remove(&a);
            after.remove(&b);
            after.insert(code.clone(), (name.clone(), district.clone()));
            let steps = format!("{a},{code},merge,{day},NQ,1,Y\n{b},{code},merge,{day},NQ,1,Y\n");
            Some((row(&code, &name, &district), steps, after))
        }
        Change::Split(a) => {
            let a = at(*a);
            let [(one, name_one), (two, name_two)] = [fresh("1"), fresh("2")];
            let district = register[&a].1.clone();
            after.remove(&a);
            after.insert(one.clone(), (name_one.clone(), district.clone()));
            after.insert(two.clone(), (name_two.clone(), district.clone()));
            let steps = format!("{a},{one},split,{day},NQ,0.4,Y\n{a},{two},split,{day},NQ,0.6,\n");
            Some((row(&one, &name_one, &district) + &row(&two, &name_two, &district), steps, after))
        }
        Change::Rename(a) => {
            let a = at(*a);
            let (_, name) = fresh("");
            let district = register[&a].1.clone();
            after.insert(a.clone(), (name.clone(), district.clone()));
            Some((row(&a, &name, &district), format!("{a},{a},rename,{day},NQ,,\n"), after))
        }
        Change::Transfer(a) => {
            let a = at(*a);
            let (name, from) = register[&a].clone();
            let to = DISTRICTS.into_iter().find(|district| *district != from).unwrap_or_default();
            after.insert(a.clone(), (name.clone(), to.to_owned()));
            Some((row(&a, &name, to), format!("{a},{a},transfer,{day},NQ,,\n"), after))
        }
        Change::Dissolve(a) => {
            if register.len() == 1 {
                return None;
            }
            let a = at(*a);
            after.remove(&a);
            Some((String::new(), format!("{a},,dissolve,{day},NQ,,\n"), after))
        }
    }
}

/// The catalogue on its first day, with its register.
fn beginning() -> (Vec<Version>, Register) {
    let mut rows = format!("{UNITS}\n89,Tỉnh A,,province,tỉnh,,{FIRST},\n");
    for district in DISTRICTS {
        rows.push_str(&format!("{district},Huyện {district},,district,huyện,89,{FIRST},\n"));
    }
    let mut register = Register::new();
    for code in 1..=COMMUNES {
        let district = DISTRICTS[code % DISTRICTS.len()];
        rows.push_str(&format!("{code},Xã Cũ {code},,commune,xã,{district},{FIRST},\n"));
        register.insert(code.to_string(), (format!("Xã Cũ {code}"), district.to_owned()));
    }
    let read = read_units(rows.as_bytes());
    let versions = plan(Vec::new(), read.rows, &HashSet::new()).expect("a tree").new_versions;
    (versions, register)
}

/// Applies a change to the catalogue as the store does.
fn apply(versions: &mut Vec<Version>, steps: &mut Vec<Succession>, day: Date, units: &str, file: &str) {
    let with_heading = if units.is_empty() { String::new() } else { format!("{UNITS}\n{units}") };
    let planned = plan_reorganisation(
        ReorganisationId::fresh(),
        day,
        versions.clone(),
        steps.clone(),
        read_units_or_none(&with_heading),
        read_successions(format!("{STEPS}\n{file}").as_bytes()),
    )
    .unwrap_or_else(|problem| panic!("{units}{file} on {day}: {problem:?}"));
    let mut changed: HashMap<_, Version> =
        planned.changed_versions.into_iter().map(|(_, version)| (version.id, version)).collect();
    for version in versions.iter_mut() {
        if let Some(after) = changed.remove(&version.id) {
            *version = after;
        }
    }
    versions.extend(planned.new_versions);
    steps.extend(planned.steps);
}

/// The communes of the tree as of a day.
fn register_on(versions: &[Version], day: Date) -> Register {
    let standing = |version: &&Version| holds(version.valid_from, version.valid_to, day);
    let codes: HashMap<UnitId, &str> =
        versions.iter().filter(standing).map(|version| (version.unit, version.code.as_str())).collect();
    let communes = versions.iter().filter(standing).filter(|version| version.kind == UnitKind::Commune);
    communes
        .map(|version| {
            let district = version.parent.and_then(|parent| codes.get(&parent)).copied().unwrap_or_default();
            // Where it hangs and what its path says are the same.
            assert_eq!(version.path, format!("89/{district}/{}/", version.code));
            (version.code.clone(), (version.name_vi.clone(), district.to_owned()))
        })
        .collect()
}

fn overlaps(versions: &[Version]) -> Option<(&Version, &Version)> {
    let lasts = |one: &Version, on: Date| holds(one.valid_from, one.valid_to, on);
    versions.iter().enumerate().find_map(|(place, one)| {
        let others = &versions[place + 1..];
        let same = |two: &&Version| two.unit == one.unit || two.code == one.code;
        let other =
            others.iter().filter(same).find(|two| lasts(one, two.valid_from) || lasts(two, one.valid_from));
        other.map(|other| (one, other))
    })
}

proptest! {
    #[test]
    fn every_day_keeps_its_tree_and_no_versions_overlap(changes in changes()) {
        let (mut versions, mut register) = beginning();
        let mut steps: Vec<Succession> = Vec::new();
        let mut told: Vec<(Date, Register)> = vec![(FIRST, register.clone())];
        for (nth, change) in changes.iter().enumerate() {
            let day = FIRST + Duration::days(30 * (i64::try_from(nth).expect("few") + 1));
            let Some((units, file, after)) = files(&register, change, nth, day) else { continue };
            apply(&mut versions, &mut steps, day, &units, &file);
            register = after;
            told.push((day, register.clone()));
        }
        prop_assert!(overlaps(&versions).is_none(), "{:?}", overlaps(&versions));
        // The current tree is the tree as of today, and what was told of every day before still holds.
        let today = FIRST + Duration::days(4000);
        prop_assert_eq!(register_on(&versions, today), register);
        for (place, (day, register)) in told.iter().enumerate() {
            prop_assert_eq!(&register_on(&versions, *day), register);
            if let Some((next, _)) = told.get(place + 1) {
                prop_assert_eq!(&register_on(&versions, *next - Duration::days(1)), register);
            }
        }
        // Who ended has not come back: a unit that is no more on a day has no version that begins later.
        let units: BTreeSet<UnitId> = versions.iter().map(|version| version.unit).collect();
        for unit in units {
            let own: Vec<&Version> = versions.iter().filter(|version| version.unit == unit).collect();
            let first = own.iter().map(|version| version.valid_from).min().expect("a version");
            let gaps = own.iter().filter(|version| {
                version.valid_from != first
                    && !own.iter().any(|before| before.valid_to == Some(version.valid_from))
            });
            prop_assert_eq!(gaps.count(), 0);
        }
    }
}
