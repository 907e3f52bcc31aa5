//! Cells of an exported table that a spreadsheet shows as text, whatever they contain.

use std::borrow::Cow;

/// Marks with which a spreadsheet begins to compute; the full-width ones too.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The text as a cell that is never computed: what would begin a formula gets an apostrophe before it.
#[must_use]
pub fn text_cell(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_shown_and_not_computed() {
        for formula in ["=1+1", "+84", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"] {
            assert_eq!(text_cell(formula), format!("'{formula}"));
        }
        for text in ["", "Sở Tư pháp", "1=1", "{\"a\":-1}", " =1"] {
            assert_eq!(text_cell(text), text);
        }
    }
}
