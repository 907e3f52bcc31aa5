//! Hiding the names that give authors away from those who score (INV-R4).

use std::collections::BTreeSet;

use super::super::model::{HiddenName, NameKind};
use crate::initiatives::Initiative;
use crate::shared::fold::{fold, words};

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

/// Degrees, ranks and forms of address before the name of a person, folded; the longer first.
const TITLES: [&str; 34] = [
    "pho giao su",
    "bac si",
    "bs cki",
    "bs ckii",
    "ck i",
    "ck ii",
    "cki",
    "ckii",
    "cu nhan",
    "dong chi",
    "duoc si",
    "giao su",
    "ky su",
    "luat su",
    "thac si",
    "thac sy",
    "tien si",
    "tien sy",
    "bscki",
    "bsckii",
    "bs",
    "cn",
    "dc",
    "ds",
    "gs",
    "ks",
    "ls",
    "ncs",
    "pgs",
    "ths",
    "ts",
    "tskh",
    "ong",
    "ba",
];

/// Posts that are written after the name of a person, folded.
const POSTS: [&str; 26] = [
    "bi thu",
    "can bo",
    "chanh thanh tra",
    "chanh van phong",
    "chu nhiem",
    "chu tich",
    "chuyen vien",
    "cong chuc",
    "giam doc",
    "giao vien",
    "hieu truong",
    "ke toan",
    "nguyen chu tich",
    "nguyen giam doc",
    "nhan vien",
    "pho bi thu",
    "pho chanh",
    "pho chu nhiem",
    "pho chu tich",
    "pho giam doc",
    "pho hieu truong",
    "pho phong",
    "pho truong",
    "thu ky",
    "truong ban",
    "truong phong",
];

/// The names that a text may not show: of the authors, of those who helped, and of the unit with and without its kind.
/// Of a person the bare name too, whatever was written before and behind it. A name of one word says too little to be
/// hidden, and hides too much.
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
        add(person(&author.full_name), NameKind::Author);
    }
    for helper in &case.content.helpers {
        add(&helper.full_name, NameKind::Helper);
        add(person(&helper.full_name), NameKind::Helper);
    }
    for name in unit_names {
        add(name, NameKind::Unit);
        add(proper(name), NameKind::Unit);
    }
    names
}

/// The name of a unit without the words that say what it is.
fn proper(name: &str) -> &str {
    without_start(name, &KINDS_OF_UNIT)
}

/// The name of a person without degrees and forms of address before it, and without a post or a remark after it:
/// "ThS. Nguyễn Văn A – Trưởng phòng (đã nghỉ hưu)" is Nguyễn Văn A, and hidden as such wherever it stands.
#[must_use]
pub fn person(name: &str) -> &str {
    // What stands behind a mark is a remark: no name holds one. A hyphen between two names is part of them.
    let marks = [" -", "- ", " –", "– ", " —", "—", ",", ";", ":", "(", "[", "/", "|"];
    let bare = without_start(name, &TITLES);
    let end = marks.iter().filter_map(|mark| bare.find(mark)).filter(|end| *end > 0).min();
    let bare = without_start(&bare[..end.unwrap_or(bare.len())], &TITLES);
    let parts: Vec<(usize, String)> = words(bare).map(|(start, word)| (start, fold(word))).collect();
    let is_post = |at: usize| {
        POSTS.iter().any(|post| {
            let mut own = parts[at..].iter().map(|(_, word)| word.as_str());
            post.split(' ').all(|word| own.next() == Some(word))
        })
    };
    // A name has two words at least; what follows it and is called like a post is one.
    let end = (2..parts.len()).find(|at| is_post(*at)).map_or(bare.len(), |at| parts[at].0);
    bare[..end].trim_end()
}

/// A text without the phrases that stand at its start, as long as something remains.
fn without_start<'a>(text: &'a str, phrases: &[&str]) -> &'a str {
    let mut rest = text.trim();
    loop {
        let words: Vec<(usize, &str)> = words(rest).collect();
        let starts_with = |phrase: &&&str| {
            let parts: Vec<&str> = phrase.split(' ').collect();
            words.len() > parts.len()
                && words.iter().zip(&parts).all(|((_, word), part)| fold(word) == **part)
        };
        let Some(phrase) = phrases.iter().find(|phrase| starts_with(phrase)) else { return rest };
        let (start, _) = words[phrase.split(' ').count()];
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
    fn a_person_is_hidden_whatever_was_written_around_the_name() {
        for written in [
            "ThS. Nguyễn Văn An",
            "PGS.TS Nguyễn Văn An",
            "BS CKII. Nguyễn Văn An - Trưởng khoa",
            "Nguyễn Văn An – Phó Trưởng phòng",
            "Nguyễn Văn An (đã nghỉ hưu)",
            "Nguyễn Văn An, CN Luật",
            "Bà: Nguyễn Văn An/VP",
            "Nguyễn Văn An Phó Chủ tịch",
            "Nguyễn\u{ad} Vаn Аn\u{200b}",
        ] {
            assert_eq!(fold(person(written)), "nguyen van an", "{written}");
        }
        for name in ["Đặng-Lê Hà", "H’Hen Niê", "Bà Huyện", "Trần Cán"] {
            assert!(person(name).split_whitespace().count() >= 1 && name.ends_with(person(name)), "{name}");
        }
        let hidden = names(&[("Nguyễn Văn An", NameKind::Author)]);
        for disguised in ["Nguyễn\u{ad} Văn An", "Nguyễn Vаn An", "NGUYỄN\u{a0}VĂN\u{200b} AN"] {
            assert_eq!(hide(disguised, &hidden), "[tác giả]", "{disguised:?}");
        }
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
