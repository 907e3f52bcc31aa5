//! Names of units: short, told apart from equal ones, and as they are searched.

use std::borrow::Cow;

use crate::shared::fold::fold;
use crate::units::model::UnitKind;

/// The name without what everybody knows: "Sở Nội vụ tỉnh An Giang" is "Sở Nội vụ", "Công an tỉnh An Giang" is
/// "Công an tỉnh". Names of places are short already.
#[must_use]
pub fn short_name(kind: UnitKind, name_vi: &str) -> &str {
    const OF_THE_PROVINCE: &str = " tỉnh ";
    if !matches!(kind, UnitKind::ProvDept | UnitKind::ProvOffice | UnitKind::Vertical) {
        return name_vi;
    }
    let Some(at) = name_vi.rfind(OF_THE_PROVINCE) else { return name_vi };
    let says_what_it_is = name_vi.starts_with("Sở ") || name_vi.starts_with("Ban ");
    if says_what_it_is { &name_vi[..at] } else { &name_vi[..at + OF_THE_PROVINCE.trim_end().len()] }
}

/// The name with that of the district, which tells communes of one name apart: "Xã Phước Hưng, Huyện An Phú".
#[must_use]
pub fn qualified_name<'a>(name_vi: &'a str, parent: Option<(UnitKind, &str)>) -> Cow<'a, str> {
    match parent {
        Some((UnitKind::District, district)) => Cow::Owned(format!("{name_vi}, {district}")),
        _ => Cow::Borrowed(name_vi),
    }
}

/// The paths above a path, root first: those of `89/886/30358/` are `89/` and `89/886/`.
pub fn paths_above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..=at]).filter(|above| above.len() < path.len())
}

/// The text that a search looks through: the name followed by that of the unit above, in full and without its
/// type, and the English name. The province is left out, since it stands above everything.
#[must_use]
pub fn search_text(name_vi: &str, name_en: &str, parent: Option<(UnitKind, Option<&str>, &str)>) -> String {
    let mut texts = Vec::new();
    match parent {
        Some((kind, subtype, parent_name)) if kind != UnitKind::Province => {
            texts.push(format!("{name_vi} {parent_name}"));
            if let Some(bare) = without_type(parent_name, subtype) {
                texts.push(format!("{name_vi} {bare}"));
            }
        }
        _ => texts.push(name_vi.to_owned()),
    }
    texts.push(name_en.to_owned());
    texts.iter().map(|text| search_phrase(text)).collect::<Vec<_>>().join("|")
}

/// Words as they are searched: folded, with punctuation as blanks.
#[must_use]
pub fn search_phrase(text: &str) -> String {
    let words: String = fold(text).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The longest of these types with which a name begins: "Thị trấn Đa Phước" is a thị trấn.
pub fn type_of_name<'a>(name: &str, types: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    types.filter(|subtype| without_type(name, Some(subtype)).is_some()).max_by_key(|subtype| subtype.len())
}

fn without_type<'a>(name: &'a str, subtype: Option<&str>) -> Option<&'a str> {
    let words = subtype?.split_whitespace().count();
    let mut rest = name;
    for _ in 0..words {
        rest = rest.split_once(char::is_whitespace)?.1.trim_start();
    }
    let kind = name[..name.len() - rest.len()].trim();
    (fold(kind) == fold(subtype?) && !rest.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agencies_are_short_without_the_province() {
        let cases = [
            (UnitKind::ProvDept, "Sở Nội vụ tỉnh An Giang", "Sở Nội vụ"),
            (UnitKind::ProvDept, "Ban Dân tộc tỉnh An Giang", "Ban Dân tộc"),
            (UnitKind::ProvDept, "Thanh tra tỉnh An Giang", "Thanh tra tỉnh"),
            (
                UnitKind::ProvOffice,
                "Văn phòng Ủy ban nhân dân tỉnh An Giang",
                "Văn phòng Ủy ban nhân dân tỉnh",
            ),
            (UnitKind::Vertical, "Công an tỉnh An Giang", "Công an tỉnh"),
            (UnitKind::Vertical, "Kho bạc Nhà nước An Giang", "Kho bạc Nhà nước An Giang"),
            (UnitKind::Province, "Tỉnh An Giang", "Tỉnh An Giang"),
            (UnitKind::Commune, "Xã Phước Hưng", "Xã Phước Hưng"),
        ];
        for (kind, name, short) in cases {
            assert_eq!(short_name(kind, name), short);
        }
    }

    #[test]
    fn a_district_tells_equal_names_apart() {
        let name = "Xã Phước Hưng";
        assert_eq!(
            qualified_name(name, Some((UnitKind::District, "Huyện An Phú"))),
            "Xã Phước Hưng, Huyện An Phú"
        );
        assert_eq!(qualified_name(name, Some((UnitKind::Province, "Tỉnh An Giang"))), "Xã Phước Hưng");
        assert_eq!(qualified_name(name, None), "Xã Phước Hưng");
    }

    #[test]
    fn a_commune_is_found_with_and_without_its_district() {
        let text = search_text(
            "Xã Phước Hưng",
            "Phuoc Hung Commune",
            Some((UnitKind::District, Some("huyện"), "Huyện An Phú")),
        );
        for search in [
            "phuoc hung",
            "Xã Phước Hưng, Huyện An Phú",
            "xã phước hưng an phú",
            "PHUOC HUNG AN PHU",
            "phuoc hung commune",
        ] {
            assert!(text.contains(&search_phrase(search)), "{search}");
        }
        assert!(!text.contains(&search_phrase("phu phuoc")), "words of two texts do not join");
    }

    #[test]
    fn the_paths_above_lead_from_the_root() {
        assert_eq!(paths_above("89/886/30358/").collect::<Vec<_>>(), ["89/", "89/886/"]);
        assert_eq!(paths_above("89/").count(), 0);
    }

    #[test]
    fn a_type_of_two_words_is_taken_off_whole() {
        assert_eq!(without_type("Thành phố Long Xuyên", Some("thành phố")), Some("Long Xuyên"));
        assert_eq!(without_type("Huyện An Phú", Some("thị xã")), None);
        assert_eq!(without_type("Huyện", Some("huyện")), None);
        assert_eq!(without_type("Huyện An Phú", None), None);
    }

    #[test]
    fn a_name_tells_its_type() {
        let types = ["thị", "xã", "thị trấn", "phường"];
        assert_eq!(type_of_name("Thị trấn Đa Phước", types.into_iter()), Some("thị trấn"));
        assert_eq!(type_of_name("Đa Phước", types.into_iter()), None);
    }

    #[test]
    fn the_province_is_not_searched_in_its_units() {
        let text = search_text("Xã An Phú", "", Some((UnitKind::Province, Some("tỉnh"), "Tỉnh An Giang")));
        assert_eq!(text, "xa an phu|");
    }
}
