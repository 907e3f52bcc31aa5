//! The order of Vietnamese: a ă â b c d đ e ê …, tones after letters, case last. As keys that a database compares byte
//! by byte, so that one order holds on every database and a page continues where the last one ended.

use std::sync::LazyLock;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;

use crate::clean;

static VIETNAMESE: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
    let mut options = CollatorOptions::default();
    // Case does not count: AN and An are one name, and their ids tell them apart.
    options.strength = Some(Strength::Secondary);
    Collator::try_new(locale!("vi").into(), options).expect("the data of Vietnamese is compiled in")
});

/// The key by which a text stands in lists, in hexadecimal digits: databases compare those alike, whatever their
/// language. It is stored; when a newer version of the collation's data changes it, a migration writes it anew.
#[must_use]
pub fn key(text: &str) -> String {
    let mut bytes: Vec<u8> = Vec::new();
    let Ok(()) = VIETNAMESE.write_sort_key_to(&clean::line(text), &mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The key by which people stand in lists: by given name, which is the last word, then by the names before it.
#[must_use]
pub fn person_key(name: &str) -> String {
    let name = clean::line(name);
    match name.rsplit_once(' ') {
        // No key has a byte 0, so that a whole given name comes before all that have more of it.
        Some((before, given)) => format!("{}00{}", key(given), key(before)),
        None => key(&name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(mut names: Vec<&str>, key: impl Fn(&str) -> String) -> String {
        names.sort_by_key(|name| key(name));
        names.join(" · ")
    }

    #[test]
    fn letters_come_in_the_order_of_the_alphabet_and_tones_after_them() {
        let letters = vec!["y", "ư", "u", "ơ", "ô", "o", "ê", "e", "đ", "d", "â", "ă", "a", "b"];
        assert_eq!(sorted(letters, key), "a · ă · â · b · d · đ · e · ê · o · ô · ơ · u · ư · y");
        assert_eq!(sorted(vec!["mạ", "má", "mã", "mả", "mà", "ma"], key), "ma · mà · mả · mã · má · mạ");
        assert_eq!(
            sorted(vec!["Xã Đa Phước", "Xã Dân Tiến", "Xã Em"], key),
            "Xã Dân Tiến · Xã Đa Phước · Xã Em"
        );
    }

    #[test]
    fn people_stand_by_given_name_and_not_by_when_they_came() {
        let people = vec![
            "Lê Thị Bình",
            "Trần Văn Ân",
            "Trần Văn An",
            "Đỗ An",
            "Nguyễn Hồng Đào",
            "Bùi Dung",
            "Cao Hà",
            "Đinh Ha",
            "Đặng Ánh",
        ];
        assert_eq!(
            sorted(people, person_key),
            "Đỗ An · Trần Văn An · Đặng Ánh · Trần Văn Ân · Lê Thị Bình · Bùi Dung · Nguyễn Hồng Đào · Đinh Ha · Cao Hà"
        );
        assert_eq!(person_key("TRẦN  VĂN AN"), person_key("Trần Văn An"), "ties are the ids'");
    }

    /// Stored keys are only as good as their data: whoever raises the collator's version and sees this fail writes a
    /// migration that makes the keys anew.
    #[test]
    fn keys_are_those_that_are_stored() {
        assert_eq!(key("Đỗ An"), "32024802042b4501448b0307");
    }
}
