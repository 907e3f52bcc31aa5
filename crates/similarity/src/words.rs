//! From a text to the words that say what it is about: without marks and case, abbreviations written out, law
//! quotations, place names and the phrases of every such text left out.

use std::ops::Range;

use texts::fold::fold;
use texts::visible::is_invisible;
use unicode_normalization::char::is_combining_mark;

/// Abbreviations of Vietnamese administration as people write them, without marks, and what they stand for.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("ubnd", "uy ban nhan dan"),
    ("hdnd", "hoi dong nhan dan"),
    ("tthc", "thu tuc hanh chinh"),
    ("cchc", "cai cach hanh chinh"),
    ("dvc", "dich vu cong"),
    ("dvctt", "dich vu cong truc tuyen"),
    ("hstt", "ho so truc tuyen"),
    ("hs", "ho so"),
    ("cntt", "cong nghe thong tin"),
    ("cds", "chuyen doi so"),
    ("bhyt", "bao hiem y te"),
    ("bhxh", "bao hiem xa hoi"),
    ("gplx", "giay phep lai xe"),
    ("gcn", "giay chung nhan"),
    ("qsdd", "quyen su dung dat"),
    ("cccd", "can cuoc cong dan"),
    ("csdl", "co so du lieu"),
    ("pakn", "phan anh kien nghi"),
    ("mxh", "mang xa hoi"),
    ("cb", "can bo"),
    ("cc", "cong chuc"),
    ("vc", "vien chuc"),
    ("cbcc", "can bo cong chuc"),
    ("ld", "lanh dao"),
    ("dv", "don vi"),
    ("nd", "nguoi dan"),
    ("dn", "doanh nghiep"),
    ("vb", "van ban"),
    ("tg", "thoi gian"),
    ("sk", "sang kien"),
    ("kq", "ket qua"),
    ("tp", "thanh pho"),
    ("tx", "thi xa"),
    ("tt", "thi tran"),
];

/// Words that mean the same here, without marks: the first stands for all.
const SYNONYMS: &[&[&str]] = &[
    &["anh", "hinh", "hinh anh"],
    &["video", "clip", "doan phim", "doan video"],
    &["truc tuyen", "qua mang", "online"],
    &["nguoi dan", "cong dan", "nhan dan", "ba con"],
    &["dien thoai", "di dong", "smartphone"],
    &["thanh toan", "chi tra"],
    &["huong dan", "chi dan"],
    &["khao sat", "lay y kien"],
    &["don vi", "co quan"],
    &["van ban", "giay to"],
];

/// Words that every text of this kind has, without marks.
const EMPTY_WORDS: &[&str] = &[
    "va", "la", "cua", "cac", "nhung", "mot", "cho", "voi", "tai", "trong", "tren", "duoi", "khi", "de",
    "den", "tu", "co", "khong", "duoc", "bi", "do", "nay", "thi", "ma", "nen", "vi", "ra", "vao", "moi",
    "theo", "hon", "con", "da", "se", "dang", "ve", "qua", "o", "sau", "truoc", "nhieu", "so", "bang", "hay",
    "cung", "rat", "giam", "tang",
];

/// Phrases of the form itself, without marks.
const TEMPLATE: &[&str] = &[
    "mo ta giai phap",
    "kha nang ap dung",
    "loi ich thu duoc",
    "hieu qua dat duoc",
    "tinh moi cua sang kien",
    "ten sang kien",
    "sang kien nay",
    "nhom tac gia",
    "toi xin cam doan",
];

/// What begins a quotation of a law, without marks; it is one only before a number.
const LAWS: &[&str] =
    &["nghi dinh", "thong tu", "quyet dinh", "nghi quyet", "ke hoach", "luat", "chi thi", "cong van"];

/// Most words of the name of a place ("Bà Rịa – Vũng Tàu"): more in a row are a title written in capitals.
const LONGEST_NAME: usize = 4;

/// Names are left out while they take no more than one word in so many; where they take more, they are what is said.
const NAMES: usize = 3;

/// Fewer words of names than this are left out of the shortest text.
const FEW_NAMES: usize = 4;

/// Kinds of places; capitalised words after them are a name.
const PLACES: &[&str] = &["xa", "phuong", "tran", "huyen", "tinh", "pho", "ap", "khom", "so", "tx", "tp"];

/// A word of a text as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Without marks and case.
    pub folded: String,
    /// Where it stands in the text, in bytes.
    pub place: Range<usize>,
}

/// The words of a text that say what it is about, in order.
pub fn words(text: &str) -> Vec<Word> {
    let raw = tokens(text);
    let folded: Vec<String> = raw.iter().map(|place| fold(&text[place.clone()])).collect();
    let names = names(text, &raw, &folded);
    let mut words = Vec::with_capacity(raw.len());
    let mut at = 0;
    while at < raw.len() {
        if let Some(skipped) = law_at(text, &raw, &folded, at).or_else(|| phrase_at(TEMPLATE, &folded, at)) {
            at += skipped;
            continue;
        }
        if names[at] {
            at += 1;
            continue;
        }
        if let Some((length, meant)) = synonym_at(&folded, at) {
            let place = raw[at].start..raw[at + length - 1].end;
            words.extend(meant.split(' ').map(|word| Word { folded: word.to_owned(), place: place.clone() }));
            at += length;
            continue;
        }
        let long = ABBREVIATIONS.iter().find(|(short, _)| *short == folded[at]).map(|(_, long)| *long);
        for word in long.unwrap_or(&folded[at]).split(' ') {
            words.push(Word { folded: word.to_owned(), place: raw[at].clone() });
        }
        at += 1;
    }
    words.retain(|word| !EMPTY_WORDS.contains(&word.folded.as_str()));
    words
}

/// Which words are the name of a place: capitalised, after its kind, no more than such a name has. Whoever writes the
/// whole text in capitals, or the kind of a place before everything, hides nothing by it.
fn names(text: &str, raw: &[Range<usize>], folded: &[String]) -> Vec<bool> {
    let is_name = |at: usize| is_name(&text[raw[at].clone()]);
    let follows = |at: usize| {
        let between = &text[raw[at - 1].end..raw[at].start];
        between.chars().all(|letter| letter.is_whitespace() || matches!(letter, '-' | '–'))
    };
    let mut names = vec![false; raw.len()];
    let (mut at, mut count) = (1, 0);
    while at < raw.len() {
        let mut end = at;
        if PLACES.contains(&folded[at - 1].as_str()) && follows(at) {
            while end < raw.len() && is_name(end) && (end == at || follows(end)) {
                end += 1;
            }
        }
        if end > at && end - at <= LONGEST_NAME {
            names[at..end].fill(true);
            count += end - at;
        }
        at = end.max(at + 1);
    }
    if count > FEW_NAMES && count * NAMES > raw.len() {
        names.fill(false);
    }
    names
}

/// Runs of letters and digits; a dot or comma between digits belongs to the number.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Option<usize> = None;
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    for (nth, (at, letter)) in letters.iter().enumerate() {
        let digit = |place: Option<&(usize, char)>| place.is_some_and(|(_, letter)| letter.is_ascii_digit());
        let joins = matches!(letter, '.' | ',')
            && nth > 0
            && digit(letters.get(nth - 1))
            && digit(letters.get(nth + 1));
        if letter.is_alphanumeric() || is_combining_mark(*letter) || joins {
            open = open.or(Some(*at));
        } else if open.is_some() && is_invisible(*letter) && !letter.is_whitespace() {
            // Within a word it does not count.
        } else if let Some(start) = open.take() {
            found.push(start..*at);
        }
    }
    if let Some(start) = open {
        found.push(start..text.len());
    }
    found
}

/// How many words a quotation of a law takes here: its kind, and all up to and with the number and symbol after it.
fn law_at(text: &str, raw: &[Range<usize>], folded: &[String], at: usize) -> Option<usize> {
    let kind = phrase_at(LAWS, folded, at)?;
    let mut next = at + kind;
    if folded.get(next).is_some_and(|word| word == "so") {
        next += 1;
    }
    if !folded.get(next)?.starts_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    next += 1;
    // "13/2012/NĐ-CP": what is joined to the number by / or -.
    while next < raw.len() && matches!(&text[raw[next - 1].end..raw[next].start], "/" | "-" | "–") {
        next += 1;
    }
    Some(next - at)
}

fn phrase_at(phrases: &[&str], folded: &[String], at: usize) -> Option<usize> {
    phrases.iter().find_map(|phrase| matches_at(phrase, folded, at))
}

fn synonym_at(folded: &[String], at: usize) -> Option<(usize, &'static str)> {
    let all = SYNONYMS.iter().flat_map(|group| group.iter().map(|word| (*word, group[0])));
    all.filter_map(|(word, meant)| matches_at(word, folded, at).map(|length| (length, meant)))
        .max_by_key(|(length, _)| *length)
}

fn matches_at(phrase: &str, folded: &[String], at: usize) -> Option<usize> {
    let mut length = 0;
    for word in phrase.split(' ') {
        if folded.get(at + length)? != word {
            return None;
        }
        length += 1;
    }
    Some(length)
}

fn is_name(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization as _;

    use super::*;

    fn said(text: &str) -> String {
        words(text).into_iter().map(|word| word.folded).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn marks_case_and_abbreviations_make_no_difference() {
        assert_eq!(
            said("Giải quyết TTHC cho người dân"),
            said("giai quyet thu tuc hanh chinh cho nguoi dan")
        );
        assert_eq!(said("Đơn vị"), said("đv"));
        let decomposed: String = "Số hóa sổ hộ tịch".nfd().collect();
        assert_eq!(said(&decomposed), said("Số hóa sổ hộ tịch"));
    }

    #[test]
    fn what_nobody_sees_and_what_looks_alike_makes_no_difference() {
        let said_plainly = said("Giải quyết hồ sơ đất đai");
        assert_eq!(said("Giải quy\u{ad}ết hồ\u{200b} sơ ðất Ðai"), said_plainly);
        assert_eq!(said("Giải quyết hồ sơ đất đаi"), said_plainly, "a Cyrillic а");
    }

    #[test]
    fn letters_that_look_alike_and_what_nobody_sees_make_no_difference() {
        let clean = said("Đoàn giám định đi xe lưu động về năm cụm xã");
        for disguised in [
            "Ðoàn giám định đi xe lưu động về năm cụm xã",
            "Đ\u{200b}oàn gi\u{ad}ám định đi x\u{2060}e lưu động về năm cụm xã",
            "Đоàn giám định đi хе lưu động về năm сụm xã",
            "\u{202a}Đoàn giám định đi ｘｅ lưu động về năm cụm xã\u{202c}",
        ] {
            assert_eq!(said(disguised), clean, "{disguised:?}");
        }
    }

    #[test]
    fn quoted_laws_place_names_and_phrases_of_the_form_say_nothing() {
        assert_eq!(said("theo Nghị định số 13/2012/NĐ-CP rút ngắn"), "rut ngan");
        assert_eq!(said("nhân dân xã Phước Hưng góp ý"), said("nhân dân xã Đa Phước góp ý"));
        assert_eq!(said("nhân dân tỉnh Bà Rịa – Vũng Tàu góp ý"), said("nhân dân tỉnh An Giang góp ý"));
        assert_eq!(said("Mô tả giải pháp: quầy lưu động"), "quay luu dong");
        assert_eq!(said("ra quyết định nhanh"), "quyet dinh nhanh", "no number, no law");
    }

    #[test]
    fn capitals_after_the_kind_of_a_place_hide_no_more_than_its_name() {
        let plain = "xã luân chuyển quầy theo lượng hồ sơ thực tế trong ngày";
        assert_eq!(said("Xã Luân Chuyển Quầy Theo Lượng Hồ Sơ Thực Tế Trong Ngày"), said(plain));
        let with_many = "xã Luân Chuyển Quầy xã Theo Lượng Hồ Sơ xã Thực Tế Trong Ngày";
        for word in said(plain).split(' ') {
            assert!(said(with_many).contains(word), "{word}");
        }
        assert_eq!(said("về xã Đa Phước. Người dân góp ý"), said("về xã Phước Hưng. người dân góp ý"));
    }

    #[test]
    fn numbers_stay_whole_and_every_word_knows_its_place() {
        let text = "Hơn 2.300 hộ, tăng 3,5 lần.";
        assert_eq!(said(text), "2.300 ho 3,5 lan");
        for word in words(text) {
            assert_eq!(fold(&text[word.place]), word.folded);
        }
        assert_eq!(said(""), "");
    }
}
