//! Exact score arithmetic: points are whole hundredths in an `i64`, never a float.

use std::{
    fmt,
    iter::Sum,
    ops::{Add, AddAssign, Sub},
    str::FromStr,
};

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The most digits that may stand before the decimal mark; keeps every sum far inside `i64`.
const MAX_WHOLE_DIGITS: usize = 9;

/// A number of points with exactly two decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(i64);

/// Why a text is not a number of points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PointsError {
    /// Nothing, or something other than digits with one dot or comma.
    #[error("not a decimal number")]
    NotANumber,
    /// More than two digits after the decimal mark.
    #[error("more than two decimals")]
    TooPrecise,
    /// More than nine digits before the decimal mark.
    #[error("too large")]
    TooLarge,
}

impl Points {
    /// No points.
    pub const ZERO: Self = Self(0);
    /// The scale of a campaign: 100.00 points.
    pub const HUNDRED: Self = Self(10_000);

    /// Points from whole hundredths: `687` is 6.87.
    #[must_use]
    pub const fn from_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// The same value in whole hundredths, as it is stored.
    #[must_use]
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// Reads `6`, `6.8`, `6.87` or `6,87`, with an optional minus sign.
    ///
    /// # Errors
    /// When the text is not a number, has more than two decimals or more than nine whole digits.
    pub fn parse(text: &str) -> Result<Self, PointsError> {
        let text = text.trim();
        let (is_negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(whole) || !all_digits(fraction) {
            return Err(PointsError::NotANumber);
        }
        if fraction.len() > 2 {
            return Err(PointsError::TooPrecise);
        }
        if whole.len() > MAX_WHOLE_DIGITS {
            return Err(PointsError::TooLarge);
        }
        let number = |part: &str| part.bytes().fold(0, |sum, byte| sum * 10 + i64::from(byte - b'0'));
        let tenths = if fraction.len() == 1 { 10 } else { 1 };
        let hundredths = number(whole) * 100 + number(fraction) * tenths;
        Ok(Self(if is_negative { -hundredths } else { hundredths }))
    }

    /// Rounds to two decimals, a half away from zero: 0.125 becomes 0.13, 2.675 becomes 2.68.
    /// Values no campaign can reach are held at the largest number of points.
    #[must_use]
    pub fn round_half_up(value: Decimal) -> Self {
        let bound = if value.is_sign_negative() { i64::MIN } else { i64::MAX };
        let hundredths = value
            .checked_mul(Decimal::ONE_HUNDRED)
            .map(|scaled| scaled.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
            .and_then(|rounded| rounded.to_i64());
        Self(hundredths.unwrap_or(bound))
    }

    /// The exact decimal value.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// Two decimals with a comma: `6,87`.
    #[must_use]
    pub fn vi(self) -> String {
        self.to_string().replace('.', ",")
    }
}

impl fmt::Display for Points {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.unsigned_abs();
        formatter.pad(&format!("{sign}{}.{:02}", size / 100, size % 100))
    }
}

impl FromStr for Points {
    type Err = PointsError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Add for Points {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Points {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Points {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::ZERO, Add::add)
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_dot_and_comma() {
        assert_eq!(Points::parse("6.87"), Ok(Points(687)));
        assert_eq!(Points::parse(" 6,8 "), Ok(Points(680)));
        assert_eq!(Points::parse("100"), Ok(Points(10_000)));
        assert_eq!(Points::parse("-0.05"), Ok(Points(-5)));
    }

    #[test]
    fn refuses_what_is_not_points() {
        for text in ["", "-", ".5", "5.", "1e2", "1.2.3", "6,8,7", "+1", "NaN", "１"] {
            assert_eq!(Points::parse(text), Err(PointsError::NotANumber), "{text}");
        }
        assert_eq!(Points::parse("0.125"), Err(PointsError::TooPrecise));
        assert_eq!(Points::parse("1234567890"), Err(PointsError::TooLarge));
    }

    #[test]
    fn prints_two_decimals() {
        assert_eq!(Points(687).to_string(), "6.87");
        assert_eq!(Points(-5).to_string(), "-0.05");
        assert_eq!(Points(800).vi(), "8,00");
    }

    #[test]
    fn holds_absurd_values_at_the_bound() {
        assert_eq!(Points::round_half_up(Decimal::MAX), Points(i64::MAX));
        assert_eq!(Points::round_half_up(Decimal::MIN), Points(i64::MIN));
    }

    proptest! {
        #[test]
        fn text_and_json_round_trip(hundredths in -99_999_999_999_i64..=99_999_999_999) {
            let points = Points(hundredths);
            prop_assert_eq!(Points::parse(&points.to_string()), Ok(points));
            prop_assert_eq!(Points::parse(&points.vi()), Ok(points));
            let json = serde_json::to_string(&points).expect("points serialise");
            prop_assert_eq!(serde_json::from_str::<Points>(&json).expect("points read back"), points);
        }

        #[test]
        fn rounds_halves_up(thousandths in 0_i64..10_000_000) {
            let expected = (thousandths + 5) / 10;
            prop_assert_eq!(Points::round_half_up(Decimal::new(thousandths, 3)), Points(expected));
        }
    }
}
