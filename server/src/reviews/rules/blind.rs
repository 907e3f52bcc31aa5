//! Hiding the names that give authors away from those who score (INV-R4).

use std::collections::BTreeSet;

use super::super::model::{HiddenName, NameKind};
use crate::initiatives::Initiative;
use crate::shared::fold::fold;

/// Words before the proper name of a unit, folded; the longer first.
const KINDS_OF_UNIT: [&str; 11] = [
    "uy ban nhan dan",
    "thi tran",
    "thi xa",
    "thanh pho",
    "phuong",
    "huyen",
    "ubnd",
    "xa",
    "dac khu",
    "so",
    "tinh",
];

/// The names that a text may not show: of the authors, of those who helped, and of the unit with and without its kind.
/// A name of one word says too little to be hidden, and hides too much.
#[must_use]
pub fn names_of(case: &Initiative, unit_names: &[String]) -> Vec<HiddenName> {
    let mut names = Vec::new();
    let mut known = BTreeSet::new();
    let mut add = |name: &str, kind| {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.split(' ').count() >= 2 && known.insert(fold(&name)) {
            names.push(HiddenName { name, kind });
        }
    };
    for author in &case.authors {
        add(&author.full_name, NameKind::Author);
    }
    for helper in &case.content.helpers {
        add(&helper.full_name, NameKind::Helper);
    }
    for name in unit_names {
        add(name, NameKind::Unit);
        add(proper(name), NameKind::Unit);
    }
    names
}

/// The name of a unit without the words that say what it is.
fn proper(name: &str) -> &str {
    let mut rest = name.trim();
    loop {
        let words: Vec<(usize, &str)> = words(rest).collect();
        let starts_with = |kind: &&&str| {
            let parts: Vec<&str> = kind.split(' ').collect();
            words.len() > parts.len()
                && words.iter().zip(&parts).all(|((_, word), part)| fold(word) == **part)
        };
        let Some(kind) = KINDS_OF_UNIT.iter().find(|kind| starts_with(kind)) else { return rest };
        let (start, _) = words[kind.split(' ').count()];
        rest = &rest[start..];
    }
}

/// The text with every hidden name replaced by what it is; marks and case do not count.
#[must_use]
pub fn hide(text: &str, hidden: &[HiddenName]) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end, kind) in places(text, hidden) {
        shown.push_str(&text[from..start]);
        shown.push_str(match kind {
            NameKind::Author => "[tác giả]",
            NameKind::Helper => "[người tham gia]",
            NameKind::Unit => "[đơn vị]",
        });
        from = end;
    }
    shown.push_str(&text[from..]);
    shown
}

/// How often a name stands in a text.
#[must_use]
pub fn count(text: &str, hidden: &HiddenName) -> usize {
    places(text, std::slice::from_ref(hidden)).len()
}

/// Where hidden names stand, from the first byte to behind the last; the longest name where several begin.
fn places(text: &str, hidden: &[HiddenName]) -> Vec<(usize, usize, NameKind)> {
    let words: Vec<(usize, usize, String)> =
        words(text).map(|(start, word)| (start, start + word.len(), fold(word))).collect();
    let mut names: Vec<(Vec<String>, NameKind)> = hidden
        .iter()
        .map(|name| (self::words(&name.name).map(|(_, word)| fold(word)).collect(), name.kind))
        .collect();
    names.sort_by_key(|(parts, _)| std::cmp::Reverse(parts.len()));
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let begins = |(parts, _): &&(Vec<String>, NameKind)| {
            words.len() - at >= parts.len()
                && words[at..].iter().zip(parts.iter()).all(|((.., word), part)| word == part)
        };
        match names.iter().find(begins) {
            Some((parts, kind)) => {
                let last = at + parts.len() - 1;
                found.push((words[at].0, words[last].1, *kind));
                at = last + 1;
            }
            None => at += 1,
        }
    }
    found
}

/// The words of a text with the byte at which each starts; what is no letter or digit parts words.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_inside = |c: char| c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
    text.split(move |c: char| !is_inside(c))
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &[(&str, NameKind)]) -> Vec<HiddenName> {
        list.iter().map(|(name, kind)| HiddenName { name: (*name).to_owned(), kind: *kind }).collect()
    }

    #[test]
    fn names_are_hidden_however_they_are_written() {
        let hidden = names(&[
            ("Nguyễn Văn An", NameKind::Author),
            ("Xã Phước Hưng", NameKind::Unit),
            ("Phước Hưng", NameKind::Unit),
        ]);
        let text =
            "Đồng chí NGUYỄN VĂN  AN, công chức xã Phước Hưng; ở Phuoc Hung, anh An (Nguyen Van An) đã làm.";
        assert_eq!(
            hide(text, &hidden),
            "Đồng chí [tác giả], công chức [đơn vị]; ở [đơn vị], anh An ([tác giả]) đã làm."
        );
        assert_eq!(hide("Người dân Phước Hưng Thịnh", &hidden), "Người dân [đơn vị] Thịnh");
        assert_eq!(hide("Phước, Hưng", &[]), "Phước, Hưng");
        assert_eq!(count(text, &hidden[0]), 2);
        let decomposed: String = unicode_normalization::UnicodeNormalization::nfd("Phước Hưng").collect();
        assert_eq!(hide(&decomposed, &hidden), "[đơn vị]");
    }

    #[test]
    fn a_name_within_a_longer_word_stays() {
        let hidden = names(&[("An Giang", NameKind::Unit)]);
        assert_eq!(hide("Toàn Giang và An Giangs", &hidden), "Toàn Giang và An Giangs");
    }

    #[test]
    fn a_unit_is_hidden_with_and_without_its_kind() {
        assert_eq!(proper("Ủy ban nhân dân xã Phước Hưng"), "Phước Hưng");
        assert_eq!(proper("Thị trấn Đa Phước"), "Đa Phước");
        assert_eq!(proper("Phường 5"), "5");
        assert_eq!(proper("Xã"), "Xã");
    }
}
