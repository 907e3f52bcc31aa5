//! Successions: how one unit came out of another, on which day, by which share and on what legal basis.

use std::collections::BTreeSet;
use std::str::FromStr;

use async_graphql::Enum;
use rust_decimal::Decimal;
use time::Date;

use super::Version;
use crate::shared::id::{ReorganisationId, SuccessionId, UnitId};

/// What happened to a unit.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[graphql(name = "UnitSuccessionKind")]
pub enum SuccessionKind {
    /// Sáp nhập: it went into another unit, new or existing.
    Merge,
    /// Chia, tách: it was divided among several units.
    Split,
    /// Đổi tên: the same unit under another name or type of commune.
    Rename,
    /// Đổi loại: the same unit is of another legal kind.
    KindChange,
    /// Điều chuyển: the same unit under another superior, or a part that passes to another unit.
    Transfer,
    /// Giải thể, kết thúc hoạt động: it ended without a successor.
    Dissolve,
}

impl SuccessionKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Merge, Self::Split, Self::Rename, Self::KindChange, Self::Transfer, Self::Dissolve];

    /// The code in the database and GraphQL.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Merge => "MERGE",
            Self::Split => "SPLIT",
            Self::Rename => "RENAME",
            Self::KindChange => "KIND_CHANGE",
            Self::Transfer => "TRANSFER",
            Self::Dissolve => "DISSOLVE",
        }
    }

    /// Whether what comes after is another legal person, even where it bears the same code.
    #[must_use]
    pub fn begins_new_unit(self) -> bool {
        matches!(self, Self::Merge | Self::Split)
    }
}

impl FromStr for SuccessionKind {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.code() == code).ok_or(())
    }
}

/// A part of a unit, exact to a millionth: more than nothing, at most the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(i64);

impl Share {
    /// All of it.
    pub const WHOLE: Self = Self(1_000_000);
    /// Decimals of an exact share.
    pub const DECIMALS: u32 = 6;

    /// A share of so many millionths, if there is one.
    #[must_use]
    pub fn from_millionths(millionths: i64) -> Option<Self> {
        (1..=Self::WHOLE.0).contains(&millionths).then_some(Self(millionths))
    }

    /// The same in whole millionths, as it is stored.
    #[must_use]
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// The exact decimal value.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, Self::DECIMALS)
    }

    /// A share of this decimal value; `None` when it is not above zero and at most one, or has more than six
    /// decimals.
    #[must_use]
    pub fn from_decimal(value: Decimal) -> Option<Self> {
        let scaled = value.checked_mul(Decimal::new(Self::WHOLE.0, 0))?;
        if !scaled.fract().is_zero() {
            return None;
        }
        Self::from_millionths(scaled.try_into().ok()?)
    }
}

impl FromStr for Share {
    type Err = ();

    /// Reads `0.25` or `0,25`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let value = Decimal::from_str_exact(&text.replace(',', ".")).map_err(|_| ())?;
        Self::from_decimal(value).ok_or(())
    }
}

/// One step from one unit to another. Many go into one, and one into many, by as many steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    /// Id.
    pub id: SuccessionId,
    /// The unit as it was until the day before.
    pub predecessor: UnitId,
    /// The unit as it is from that day; the same one where only its name, kind or place changed, `None` where
    /// there is none.
    pub successor: Option<UnitId>,
    /// First day of the new state.
    pub effective_date: Date,
    /// What happened.
    pub kind: SuccessionKind,
    /// How much of the predecessor went this way; `None` for a part whose size is not known.
    pub share: Option<Share>,
    /// Whether what cannot be divided goes this way: people, and what is shown first.
    pub is_main: bool,
    /// The resolution or decision.
    pub legal_basis: String,
    /// Remarks.
    pub note: Option<String>,
    /// The reorganisation that made it; `None` when it was imported.
    pub reorganisation: Option<ReorganisationId>,
}

impl Succession {
    /// Whether the unit itself changed, or ended without a successor.
    #[must_use]
    pub fn is_own_change(&self) -> bool {
        self.successor.is_none_or(|successor| successor == self.predecessor)
    }
}

/// The steps around one unit, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Family {
    /// Steps that led to it from other units.
    pub predecessors: Vec<Succession>,
    /// Steps that led from it to other units.
    pub successors: Vec<Succession>,
    /// Changes of the unit itself, and its end without a successor.
    pub changes: Vec<Succession>,
}

/// All units of one line of descent around one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kin {
    /// Those it came out of, through any number of steps.
    pub ancestors: BTreeSet<UnitId>,
    /// Those that came out of it.
    pub descendants: BTreeSet<UnitId>,
}

/// How much of one unit lies in another one of another day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The unit of the one day.
    pub from: UnitId,
    /// The unit of the other.
    pub to: UnitId,
    /// The part of the earlier one that went this way.
    pub weight: Decimal,
    /// Whether a part of unknown size was taken as equal to others.
    pub is_estimated: bool,
}

impl Link {
    /// The same from the other end.
    #[must_use]
    pub fn turned(&self) -> Self {
        Self { from: self.to, to: self.from, ..self.clone() }
    }
}

/// A score laid on another map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restated {
    /// The mean of the scores that went into it, by the shares that did.
    pub mean: Decimal,
    /// Whether it rests on parts of unknown size.
    pub is_estimated: bool,
    /// What went into it.
    pub sources: Vec<Source>,
}

impl Restated {
    /// Whether this is the unit's own score, untouched.
    #[must_use]
    pub fn is_as_reported(&self, unit: UnitId) -> bool {
        matches!(self.sources.as_slice(), [only] if only.unit == unit && only.weight == Decimal::ONE)
    }
}

/// A unit whose score went into a restated one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The unit.
    pub unit: UnitId,
    /// By which weight.
    pub weight: Decimal,
}

/// What an import of successions has to write.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct SuccessionPlan {
    /// Steps that did not exist.
    pub new_steps: Vec<Succession>,
    /// Stored steps as they shall be.
    pub changed_steps: Vec<Succession>,
    /// Rows that say what is stored already.
    pub unchanged_rows: usize,
    /// Units that turn out to be other legal persons than those whose code they bear.
    pub new_units: Vec<UnitId>,
    /// Earlier names that only the steps tell.
    pub new_versions: Vec<Version>,
    /// Stored versions that belong to, or stand under, such a unit.
    pub changed_versions: Vec<Version>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_exact_and_within_the_whole() {
        let share = |text: &str| text.parse::<Share>().map(Share::millionths);
        assert_eq!(share("0.25"), Ok(250_000));
        assert_eq!(share("0,333333"), Ok(333_333));
        assert_eq!(share("1"), Ok(1_000_000));
        for text in ["0", "-0.1", "1.000001", "0.3333333", "half", "", "1e-2"] {
            assert_eq!(share(text), Err(()), "{text}");
        }
        assert_eq!(Share::WHOLE.to_decimal(), Decimal::ONE);
    }
}
