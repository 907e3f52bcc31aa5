//! The gate: a text as it is kept, however it was typed, pasted or exported.
//!
//! Letters with marks are composed (NFC); signs that nobody sees are taken out; every kind of blank is the plain one,
//! and one of them; the letter of Iceland that looks like Đ becomes Đ where the word is Vietnamese. Line ends are kept
//! where a text may have lines.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

use crate::lookalikes;
use crate::visible::is_invisible;

/// The sign that stands where a text could not be read: its bytes were of another encoding.
pub const UNREADABLE: char = '\u{fffd}';

/// Bullets of the symbol fonts of a word processor, which other fonts do not have.
const BULLETS: [char; 8] =
    ['\u{f0a7}', '\u{f0a8}', '\u{f0b7}', '\u{f0d8}', '\u{f0d5}', '\u{f0e0}', '\u{f0fc}', '\u{f02d}'];

/// A text of one line: a name, a title, a number.
#[must_use]
pub fn line(text: &str) -> String {
    corrected(&joined(&seen(text), false))
}

/// A text that may have several lines; those at its ends that are empty are left out.
#[must_use]
pub fn passage(text: &str) -> String {
    corrected(&joined(&seen(text), true))
}

/// The same signs and line ends with plain blanks only, one at a time, and none around the text: where signs that
/// nobody sees are not taken out but told.
#[must_use]
pub fn plain_blanks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for sign in text.trim().chars() {
        if !sign.is_whitespace() || is_break(sign) {
            plain.push(sign);
        } else if !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain
}

/// Whether a text was read in an encoding that is not its own.
#[must_use]
pub fn is_unreadable(text: &str) -> bool {
    text.contains(UNREADABLE)
}

/// At most so many characters and so many bytes of a text, cut between characters.
#[must_use]
pub fn at_most(text: &str, characters: usize, bytes: usize) -> &str {
    let ends = text.char_indices().map(|(at, sign)| at + sign.len_utf8());
    let end = ends.take(characters).take_while(|end| *end <= bytes).last().unwrap_or(0);
    &text[..end]
}

/// What of a text is seen, its blanks and line ends as they are; bullets of symbol fonts as bullets.
fn seen(text: &str) -> String {
    let kept = |sign: char| match sign {
        sign if BULLETS.contains(&sign) => Some('•'),
        sign if is_break(sign) || sign.is_whitespace() || !is_invisible(sign) => Some(sign),
        _ => None,
    };
    // Signs without a shape are taken out first: a mark behind one of them belongs to the letter before it.
    text.chars().filter_map(kept).nfc().collect()
}

fn is_break(sign: char) -> bool {
    matches!(sign, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The words of a text with one plain blank between two of them.
fn joined(text: &str, keeps_lines: bool) -> String {
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    if !keeps_lines {
        return words(text);
    }
    let text = text.replace("\r\n", "\n");
    let lines: Vec<String> = text.split(is_break).map(words).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// The text with Đ for what looks like it, in each word that is Vietnamese.
fn corrected(text: &str) -> String {
    if !text.contains(lookalikes::OF_D) {
        return text.to_owned();
    }
    let mut kept = String::with_capacity(text.len());
    for word in text.split_inclusive(|sign: char| !sign.is_alphabetic()) {
        kept.push_str(&vietnamese_d(word));
    }
    kept
}

/// A word in which Ð or ð stands where Vietnamese has its Đ, before the vowel or anywhere in an abbreviation, and all
/// other letters are Vietnamese, is one whose Đ was typed with a foreign keyboard. Other words stay: somebody may well
/// be called Sigurður.
fn vietnamese_d(word: &str) -> Cow<'_, str> {
    let letters: Vec<char> = word.chars().filter(|sign| sign.is_alphabetic()).collect();
    let is_d = |sign: &char| lookalikes::OF_D.contains(sign);
    let is_abbreviation = letters.iter().all(|sign| sign.is_uppercase());
    let stands_right = is_abbreviation || !letters.iter().skip(1).any(is_d);
    let others_are_ours = letters.iter().filter(|sign| !is_d(sign)).all(|sign| is_vietnamese(*sign));
    if !letters.iter().any(is_d) || !stands_right || !others_are_ours {
        return Cow::Borrowed(word);
    }
    let letter = |sign: char| match sign {
        sign if !is_d(&sign) => sign,
        sign if sign.is_uppercase() => 'Đ',
        _ => 'đ',
    };
    Cow::Owned(word.chars().map(letter).collect())
}

/// Whether a letter is one of the Vietnamese alphabet, with or without a tone, or of the Latin one.
fn is_vietnamese(letter: char) -> bool {
    let mut parts = std::iter::once(letter).nfd();
    let base = parts.next().unwrap_or(letter);
    // Circumflex, breve, horn; grave, hook, tilde, acute, dot below.
    let is_ours = |mark: char| {
        matches!(
            mark,
            '\u{302}' | '\u{306}' | '\u{31b}' | '\u{300}' | '\u{309}' | '\u{303}' | '\u{301}' | '\u{323}'
        )
    };
    (base.is_ascii_alphabetic() || matches!(base, 'đ' | 'Đ')) && parts.all(is_ours)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::visible::has_invisible;

    #[test]
    fn nothing_unseen_and_no_odd_blank_is_kept() {
        for (given, kept) in [
            ("  Nguyễn\u{a0} \u{3000}Văn\tAn ", "Nguyễn Văn An"),
            ("Nguye\u{302}\u{303}n", "Nguyễn"),
            ("a\u{200b}\u{301}n\u{ad}\u{61c}h\u{202e}\u{feff}\0", "ánh"),
            ("Một\r\ndòng", "Một dòng"),
            ("\u{200b}\u{ad} \u{a0}", ""),
            ("\u{f0b7} một", "• một"),
        ] {
            assert_eq!(line(given), kept, "{given:?}");
        }
        assert_eq!(passage(" một  hai \r\n\r\n\u{2022} ba\u{2028}bốn\n\n"), "một hai\n\n• ba\nbốn");
        assert_eq!(plain_blanks(" an\u{200b} \u{a0}b\r\nc\u{3000}"), "an\u{200b} b\r\nc");
        assert!(is_unreadable("Thi\u{fffd} tr\u{fffd}n") && !is_unreadable("Thị trấn"));
    }

    #[test]
    fn the_letter_of_iceland_is_corrected_in_vietnamese_words_only() {
        for (given, kept) in [
            ("Ðặng Ðình ðức", "Đặng Đình đức"),
            ("103/QÐ-UBND", "103/QĐ-UBND"),
            ("Ɖồng Tháp", "Đồng Tháp"),
            ("Sigurður ở Seyðisfjörður", "Sigurður ở Seyðisfjörður"),
            ("Ðæla", "Ðæla"),
        ] {
            assert_eq!(line(given), kept, "{given}");
        }
    }

    #[test]
    fn a_text_is_cut_by_characters_and_by_bytes() {
        assert_eq!(at_most("Đa Phước", 2, 100), "Đa");
        assert_eq!(at_most("Đa Phước", 100, 3), "Đa");
        assert_eq!(at_most("Đa", 100, 1), "");
        assert_eq!(at_most("Đa", 9, 9), "Đa");
    }

    proptest! {
        #[test]
        fn what_passed_passes_unchanged(text in any::<String>()) {
            for gate in [line, passage] {
                let kept = gate(&text);
                prop_assert!(!has_invisible(&kept.replace('\n', "")), "{kept:?}");
                prop_assert_eq!(gate(&kept), kept);
            }
        }
    }
}
