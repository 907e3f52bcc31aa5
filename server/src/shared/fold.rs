//! Folding of Vietnamese text for search and sorting: marks, case and đ do not count.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Folds text so that "phuoc hung" finds "Phước Hưng": lower case, no marks, đ as d, single spaces.
#[must_use]
pub fn fold(text: &str) -> String {
    let plain: String = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The key by which people are sorted: given name (last word), then the names before it, folded.
#[must_use]
pub fn person_sort_key(name: &str) -> String {
    let folded = fold(name);
    match folded.rsplit_once(' ') {
        Some((before, given)) => format!("{given} {before}"),
        None => folded,
    }
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
    fn people_sort_by_given_name() {
        assert!(person_sort_key("Trần Văn An") < person_sort_key("Lê Thị Bình"));
    }

    #[test]
    fn a_search_cannot_smuggle_wildcards() {
        assert_eq!(like_pattern("50%_"), "%50\\%\\_%");
    }
}
