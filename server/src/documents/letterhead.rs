//! How units are named on their papers: the body above, the lines of the name, the abbreviation in symbols, the place,
//! and what the head is called (Decree 30/2020/NĐ-CP, appendix I).

use documents::Issuer;
use documents::forms::broken;

use crate::units::{Unit, UnitKind};

/// The issuer that a unit is; `province` is the unit at the top.
#[must_use]
pub fn issuer(unit: &Unit, province: Option<&Unit>) -> Issuer {
    if unit.kind.has_committee() { committee(unit) } else { agency(unit, province) }
}

fn committee(unit: &Unit) -> Issuer {
    let name = unit.name_within_text();
    let place = match &unit.subtype {
        Some(subtype) => name.strip_prefix(subtype.as_str()).unwrap_or(&name).trim().to_owned(),
        None => name.split_once(' ').map_or(name.as_str(), |(_, rest)| rest).to_owned(),
    };
    Issuer {
        superior: None,
        lines: vec!["Ủy ban nhân dân".to_owned(), name],
        symbol: "UBND".to_owned(),
        place,
        collective: Some("Ủy ban nhân dân".to_owned()),
        head: "Chủ tịch".to_owned(),
    }
}

fn agency(unit: &Unit, province: Option<&Unit>) -> Issuer {
    let of_province = province.map(Unit::name_within_text);
    let suffix = of_province.as_ref().map(|name| format!(" {name}"));
    let short = suffix.and_then(|suffix| unit.name_vi.strip_suffix(suffix.as_str()));
    // What is run from the centre has its superior there, which the catalogue does not tell.
    let superior = of_province.filter(|_| unit.kind != UnitKind::Vertical).map(|name| format!("UBND {name}"));
    let name = if superior.is_some() { short.unwrap_or(&unit.name_vi) } else { &unit.name_vi };
    let place = province.map(|province| province.name_vi.trim_start_matches("Tỉnh ").to_owned());
    Issuer {
        superior,
        lines: broken(name),
        symbol: initials(short.unwrap_or(&unit.name_vi)),
        place: place.unwrap_or_default(),
        collective: None,
        head: head_of(name).to_owned(),
    }
}

fn head_of(name: &str) -> &'static str {
    let begins = |word: &str| name.starts_with(word);
    match () {
        () if begins("Sở") => "Giám đốc",
        () if begins("Văn phòng") => "Chánh Văn phòng",
        () if begins("Thanh tra") => "Chánh Thanh tra",
        () if begins("Ban") => "Trưởng ban",
        () => "Thủ trưởng",
    }
}

/// The first letters of the words, without "và": "Sở Giáo dục và Đào tạo" is SGDĐT.
fn initials(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && *word != "và");
    words.filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::shared::id::UnitId;

    fn unit(name: &str, kind: UnitKind, subtype: Option<&str>) -> Unit {
        Unit {
            id: UnitId::fresh(),
            code: "1".to_owned(),
            kind,
            scoring_kind: kind,
            subtype: subtype.map(str::to_owned),
            name_vi: name.to_owned(),
            name_en: String::new(),
            parent: None,
            path: "1/".to_owned(),
            valid_from: date!(2021 - 01 - 01),
            valid_to: None,
            as_of: date!(2021 - 12 - 01),
        }
    }

    #[test]
    fn a_commune_issues_as_its_peoples_committee() {
        let issuer = issuer(&unit("Xã Phước Hưng", UnitKind::Commune, Some("xã")), None);
        assert_eq!(issuer.lines, ["Ủy ban nhân dân", "xã Phước Hưng"]);
        assert_eq!((issuer.symbol.as_str(), issuer.place.as_str()), ("UBND", "Phước Hưng"));
        assert_eq!((issuer.head.as_str(), issuer.superior), ("Chủ tịch", None));
        let town = self::issuer(&unit("Thị trấn Óc Eo", UnitKind::Commune, Some("thị trấn")), None);
        assert_eq!(town.place, "Óc Eo");
    }

    #[test]
    fn a_department_names_the_body_above() {
        let province = unit("Tỉnh An Giang", UnitKind::Province, Some("tỉnh"));
        let name = "Sở Nông nghiệp và Phát triển nông thôn tỉnh An Giang";
        let issuer = issuer(&unit(name, UnitKind::ProvDept, Some("sở")), Some(&province));
        assert_eq!(issuer.superior.as_deref(), Some("UBND tỉnh An Giang"));
        assert_eq!(issuer.lines, ["Sở Nông nghiệp và", "Phát triển nông thôn"]);
        assert_eq!((issuer.symbol.as_str(), issuer.place.as_str()), ("SNNPTNT", "An Giang"));
        assert_eq!(issuer.head, "Giám đốc");
    }

    #[test]
    fn what_is_run_from_the_centre_has_no_superior_here() {
        let province = unit("Tỉnh An Giang", UnitKind::Province, Some("tỉnh"));
        let issuer = issuer(&unit("Cục Thuế tỉnh An Giang", UnitKind::Vertical, None), Some(&province));
        assert_eq!(issuer.name(), "Cục Thuế tỉnh An Giang");
        assert_eq!(issuer.superior, None);
        assert_eq!((issuer.symbol.as_str(), issuer.head.as_str()), ("CT", "Thủ trưởng"));
    }
}
