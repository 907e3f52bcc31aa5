//! The two languages of the product, and how numbers and dates are written in each.

use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use time::Date;

use super::points::Points;

/// A language of the product; Vietnamese unless the reader asks for English.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// Vietnamese: decimal comma.
    #[default]
    Vi,
    /// English: decimal point.
    En,
}

impl Locale {
    /// The language an `Accept-Language` header asks for: the best of vi and en by weight, then by order.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Self {
        let mut best: Option<(Decimal, Self)> = None;
        for range in header.split(',') {
            let mut parts = range.split(';').map(str::trim);
            let tag = parts.next().unwrap_or_default().to_ascii_lowercase();
            let locale = match tag.split('-').next() {
                Some("vi") => Self::Vi,
                Some("en") => Self::En,
                _ => continue,
            };
            let weight = match parts.find_map(|part| part.strip_prefix("q=")) {
                Some(text) => Decimal::from_str(text).unwrap_or_default(),
                None => Decimal::ONE,
            };
            if weight > Decimal::ZERO && best.is_none_or(|(heaviest, _)| weight > heaviest) {
                best = Some((weight, locale));
            }
        }
        best.map(|(_, locale)| locale).unwrap_or_default()
    }

    /// The language tag: `vi` or `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// One of two values, by language.
    pub fn pick<T>(self, vi: T, en: T) -> T {
        match self {
            Self::Vi => vi,
            Self::En => en,
        }
    }

    /// A decimal number without needless zeros: `0,5`.
    #[must_use]
    pub fn decimal(self, value: Decimal) -> String {
        self.mark(value.normalize().to_string())
    }

    /// Points with both decimals: `6,87`.
    #[must_use]
    pub fn points(self, points: Points) -> String {
        self.mark(points.to_string())
    }

    /// Points without needless zeros, for the parameters of a rule: `4`, `1,5`.
    #[must_use]
    pub fn points_short(self, points: Points) -> String {
        self.decimal(points.to_decimal())
    }

    /// A ratio as a percentage with up to two decimals: `98,59 %`.
    ///
    /// A ratio that merely rounds to a whole percentage gets more decimals, so that 99.996 % is never shown as a
    /// threshold it did not reach.
    #[must_use]
    pub fn percent(self, ratio: Decimal) -> String {
        const MOST_DECIMALS: u32 = 12;
        let percent = ratio * Decimal::ONE_HUNDRED;
        let rounded =
            |decimals| percent.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
        let misleads = |shown: &Decimal| shown.is_integer() && *shown != percent;
        let shown = (2..MOST_DECIMALS).map(rounded).find(|shown| !misleads(shown));
        format!("{} %", self.decimal(shown.unwrap_or(percent)))
    }

    /// A date as dd/MM/yyyy.
    #[must_use]
    pub fn date(self, date: Date) -> String {
        format!("{:02}/{:02}/{:04}", date.day(), u8::from(date.month()), date.year())
    }

    fn mark(self, number: String) -> String {
        match self {
            Self::Vi => number.replace('.', ","),
            Self::En => number,
        }
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;
    use time::macros::date;

    use super::*;

    #[test]
    fn picks_the_language_by_weight_then_order() {
        let cases = [
            ("", Locale::Vi),
            ("fr, de;q=0.5", Locale::Vi),
            ("en", Locale::En),
            ("EN-us,en;q=0.9", Locale::En),
            ("vi-VN, en", Locale::Vi),
            ("en, vi", Locale::En),
            ("en;q=0.3, vi;q=0.8", Locale::Vi),
            ("vi;q=0, en;q=0.1", Locale::En),
            ("enx, vi", Locale::Vi),
        ];
        for (header, expected) in cases {
            assert_eq!(Locale::from_accept_language(header), expected, "{header}");
        }
    }

    #[test]
    fn writes_numbers_and_dates() {
        let ratio = Decimal::from(1187) / Decimal::from(1204);
        assert_eq!(Locale::Vi.percent(ratio), "98,59 %");
        assert_eq!(Locale::En.percent(ratio), "98.59 %");
        assert_eq!(Locale::Vi.percent(Decimal::new(95, 2)), "95 %");
        assert_eq!(Locale::Vi.percent(Decimal::new(99_996, 5)), "99,996 %");
        assert_eq!(Locale::Vi.points(Points::from_hundredths(800)), "8,00");
        assert_eq!(Locale::Vi.points_short(Points::from_hundredths(150)), "1,5");
        assert_eq!(Locale::En.points_short(Points::from_hundredths(800)), "8");
        assert_eq!(Locale::En.date(date!(2021 - 03 - 05)), "05/03/2021");
    }
}
