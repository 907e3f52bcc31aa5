//! Folding of Vietnamese text for search and sorting: marks, case and đ do not count.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::lookalikes::latin;
use crate::visible::is_invisible;

/// Folds text so that "phuoc hung" finds "Phước Hưng": lower case, no marks, đ as d, single spaces. What nobody sees
/// does not count either, nor of which alphabet a letter is that looks Latin, nor how wide it is.
#[must_use]
pub fn fold(text: &str) -> String {
    let plain: String = text
        .nfkd()
        .filter(|sign| !is_combining_mark(*sign) && (sign.is_whitespace() || !is_invisible(*sign)))
        .map(latin)
        .flat_map(char::to_lowercase)
        .filter(|sign| !is_combining_mark(*sign))
        .map(latin)
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a text with the byte at which each starts. What is no letter or digit parts words, but for what nobody
/// sees: a soft hyphen within a word leaves it one.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_inside = |sign: char| {
        let goes_on = is_combining_mark(sign) || (is_invisible(sign) && !sign.is_whitespace());
        sign.is_alphanumeric() || goes_on
    };
    text.split(move |sign: char| !is_inside(sign))
        .filter(|word| word.contains(char::is_alphanumeric))
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// A pattern for SQL `LIKE … ESCAPE '\'` that finds the folded text anywhere.
#[must_use]
pub fn like_pattern(search: &str) -> String {
    let mut pattern = String::from("%");
    for c in fold(search).chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_case_and_d_do_not_count() {
        assert_eq!(fold("Xã  PHƯỚC Hưng"), "xa phuoc hung");
        assert_eq!(fold("Đa Phước"), "da phuoc");
        assert_eq!(fold("Châu Đốc"), fold("Cha\u{302}u Đo\u{302}\u{301}c"));
    }

    #[test]
    fn what_looks_alike_is_alike() {
        for disguised in [
            "Nguy\u{ad}ễn Văn An",
            "Nguyễn\u{200b} Văn\u{a0}An",
            "Nguyễn Vаn Аn",
            "ＮＧＵＹỄＮ Văn Αn",
            "\u{202e}Nguyễn Văn An\u{61c}",
        ] {
            assert_eq!(fold(disguised), "nguyen van an", "{disguised:?}");
        }
        assert_eq!(fold("Ðặng ðình Ɖức"), "dang dinh duc");
        assert_eq!(fold("НỒ Маі"), "ho mai");
    }

    #[test]
    fn what_is_folded_is_folded_no_further() {
        for text in ["Đỗ Ｈｏàng ﬁ ½ №5", "İstanbul", "Σίσυφος", "ĐƯỜNG"] {
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
        }
    }

    #[test]
    fn a_word_is_not_parted_by_what_nobody_sees() {
        let found: Vec<&str> = words("Nguy\u{ad}ễn, \u{200b} Văn (An)").map(|(_, word)| word).collect();
        assert_eq!(found, ["Nguy\u{ad}ễn", "Văn", "An"]);
    }

    #[test]
    fn a_search_cannot_smuggle_wildcards() {
        assert_eq!(like_pattern("50%_"), "%50\\%\\_%");
    }
}
