//! A sentence in both languages of the product.

use super::locale::Locale;

/// A sentence in Vietnamese and in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Words {
    /// A sentence.
    #[must_use]
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { vi: vi.into(), en: en.into() }
    }

    /// The sentence in a language.
    #[must_use]
    pub fn into_text(self, locale: Locale) -> String {
        locale.pick(self.vi, self.en)
    }
}

/// At most `most` characters of a text, with a mark where the rest is left out: what somebody sent is never sent
/// back whole.
#[must_use]
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(shortened("Núi Sam", 3), "Núi…");
        assert_eq!(shortened("Núi Sam", 7), "Núi Sam");
    }
}
