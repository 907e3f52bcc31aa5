//! What the catalogue of units must satisfy: names, kinds, validity in time. Values in, values out.

mod catalogue;
mod figures;
mod lineage;
mod names;
mod reorganisation;
mod restatement;
mod rows;
mod steps;
#[cfg(test)]
mod tree_properties;

use time::Date;

pub use catalogue::plan;
pub use figures::{
    FIGURE_COLUMNS, FigureReading, month_of, months_beginning_within, plan_figures, read_figures,
};
pub use lineage::{kin, plan_successions};
pub use names::{paths_above, qualified_name, search_phrase, search_text, short_name, type_of_name};
pub use reorganisation::{
    check_application, check_draft, check_form, check_undo, plan_reorganisation, texts,
};
pub use restatement::{links, restate_means};
pub use rows::{UNIT_COLUMNS, read_units, read_units_or_none};
pub use steps::{STEP_COLUMNS, read_successions};

use super::model::{UnitKind, Version};

/// Whether a unit of `kind` may stand under `parent`; `None` is the root.
#[must_use]
pub fn may_stand_under(kind: UnitKind, parent: Option<UnitKind>) -> bool {
    match kind {
        UnitKind::Province => parent.is_none(),
        UnitKind::ProvDept | UnitKind::ProvOffice | UnitKind::Vertical | UnitKind::District => {
            parent == Some(UnitKind::Province)
        }
        UnitKind::Commune | UnitKind::SpecialZone => {
            matches!(parent, Some(UnitKind::District | UnitKind::Province))
        }
        UnitKind::SubUnit | UnitKind::ServiceUnit | UnitKind::Other => true,
    }
}

/// Whether a period holds a day; the end is the day after the last.
#[must_use]
pub fn holds(from: Date, to: Option<Date>, day: Date) -> bool {
    from <= day && to.is_none_or(|to| day < to)
}

/// How a unit stands on a day, or stood last, or will stand first: the version and the day to look at it.
///
/// `versions` are those of one unit, in any order.
#[must_use]
pub fn standing(versions: Vec<Version>, day: Date) -> Option<(Version, Date)> {
    let (past, future): (Vec<_>, Vec<_>) =
        versions.into_iter().partition(|version| version.valid_from <= day);
    if let Some(version) = past.into_iter().max_by_key(|version| version.valid_from) {
        let last = version.valid_to.and_then(Date::previous_day).unwrap_or(day);
        return Some((version, last.min(day)));
    }
    let version = future.into_iter().min_by_key(|version| version.valid_from)?;
    let first = version.valid_from;
    Some((version, first))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::shared::id;
    use crate::shared::id::UnitId;

    fn version(valid_from: Date, valid_to: Option<Date>) -> Version {
        Version {
            id: id::fresh(),
            unit: UnitId::fresh(),
            code: "89".into(),
            kind: UnitKind::Province,
            subtype: None,
            name_vi: "Tỉnh An Giang".into(),
            name_en: String::new(),
            search_text: String::new(),
            parent: None,
            path: "89/".into(),
            valid_from,
            valid_to,
            note: None,
        }
    }

    #[test]
    fn departments_and_districts_stand_under_the_province_only() {
        use UnitKind::{Commune, District, ProvDept, Province, SubUnit};
        assert!(may_stand_under(Province, None));
        assert!(!may_stand_under(Province, Some(Province)));
        assert!(may_stand_under(ProvDept, Some(Province)));
        assert!(!may_stand_under(ProvDept, None));
        assert!(!may_stand_under(District, Some(District)));
        assert!(may_stand_under(Commune, Some(District)));
        assert!(may_stand_under(Commune, Some(Province)));
        assert!(!may_stand_under(Commune, Some(ProvDept)));
        assert!(may_stand_under(SubUnit, Some(ProvDept)));
    }

    #[test]
    fn a_dissolved_unit_is_seen_on_its_last_day() {
        let first = version(date!(2020 - 01 - 01), Some(date!(2023 - 04 - 10)));
        let second = version(date!(2023 - 04 - 10), Some(date!(2025 - 07 - 01)));
        let both = || vec![second.clone(), first.clone()];
        assert_eq!(standing(both(), date!(2021 - 12 - 15)), Some((first.clone(), date!(2021 - 12 - 15))));
        assert_eq!(standing(both(), date!(2023 - 04 - 10)), Some((second.clone(), date!(2023 - 04 - 10))));
        assert_eq!(standing(both(), date!(2026 - 01 - 01)), Some((second.clone(), date!(2025 - 06 - 30))));
        assert_eq!(standing(both(), date!(2019 - 01 - 01)), Some((first.clone(), date!(2020 - 01 - 01))));
        assert_eq!(standing(vec![], date!(2019 - 01 - 01)), None);
    }
}
