//! What of a text is seen: signs without a shape make two names look alike, or a name look like nothing.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

/// Letters and symbols that are drawn as nothing, though Unicode does not count them among the formatting signs:
/// the fillers of Hangul, two Khmer vowels, the blank Braille pattern, the joiner of graphemes.
const BLANK: [char; 8] =
    ['\u{34f}', '\u{115f}', '\u{1160}', '\u{17b4}', '\u{17b5}', '\u{2800}', '\u{3164}', '\u{ffa0}'];

/// Whether a sign is never drawn: controls, marks of direction, joiners, soft hyphens, selectors of variants.
#[must_use]
pub fn is_invisible(sign: char) -> bool {
    use GeneralCategory::{
        Control, Format, LineSeparator, ParagraphSeparator, PrivateUse, Surrogate, Unassigned,
    };

    let is_selector =
        matches!(sign, '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}');
    let category = sign.general_category();
    BLANK.contains(&sign)
        || is_selector
        || matches!(
            category,
            Control | Format | LineSeparator | ParagraphSeparator | PrivateUse | Surrogate | Unassigned
        )
}

/// Whether a text contains a sign that nobody sees.
#[must_use]
pub fn has_invisible(text: &str) -> bool {
    text.chars().any(is_invisible)
}

/// Whether nothing of a text is seen.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|sign| sign.is_whitespace() || is_invisible(sign))
}

/// Whether a text reads as a name: something of it is a letter.
#[must_use]
pub fn has_letter(text: &str) -> bool {
    text.chars().any(|sign| sign.is_alphabetic() && !is_invisible(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_drawn_is_found_wherever_it_stands() {
        for sign in [
            '\u{0}',
            '\u{7f}',
            '\u{ad}',
            '\u{200b}',
            '\u{200d}',
            '\u{200e}',
            '\u{202e}',
            '\u{2060}',
            '\u{2066}',
            '\u{feff}',
            '\u{fe0f}',
            '\u{e0041}',
            '\u{3164}',
            '\u{2028}',
        ] {
            assert!(has_invisible(&format!("an{sign}.nv")), "{sign:?}");
            assert!(is_blank(&format!(" {sign} ")), "{sign:?}");
            assert!(!has_letter(&sign.to_string()), "{sign:?}");
        }
        for text in ["Nguyễn Thị Ánh", "H’Hen Niê", "Đặng-Lê (mẫu)", "Cha\u{302}u"] {
            assert!(!has_invisible(text) && !is_blank(text) && has_letter(text), "{text}");
        }
        assert!(is_blank("") && is_blank(" \u{a0}") && !has_letter("--- 12"));
    }
}
