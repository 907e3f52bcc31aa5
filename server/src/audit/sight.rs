//! Who reads which entries, told in what an entry itself carries, so that a list is filtered, counted and paged by it in
//! one statement. Each slice says it of its own deeds, by its own policy.

use sea_orm::sea_query::SelectStatement;

use crate::access::{Actor, Role};
use crate::shared::id::{CampaignId, UnitId};

/// Entries that somebody reads.
#[derive(Clone, Debug)]
pub enum Sight {
    /// None.
    Nothing,
    /// All.
    Everything,
    /// Those of records of these units.
    OfUnits(Vec<UnitId>),
    /// Those of records of any unit.
    OfSomeUnit,
    /// Those that are not withheld from the people of their unit.
    NotWithheld,
    /// Those of these campaigns.
    InCampaigns(Vec<CampaignId>),
    /// Those of any campaign.
    InSomeCampaign,
    /// Those of the campaigns that a slice's store chooses.
    InCampaignsOf(Box<SelectStatement>),
    /// Those about records of a kind that a slice's store chooses.
    About(&'static str, Box<SelectStatement>),
    /// Those of deeds done in this role.
    ActedAs(Role),
    /// Those of any part.
    Any(Vec<Self>),
    /// Those of both.
    Both(Box<Self>, Box<Self>),
    /// Those that are not of it.
    Not(Box<Self>),
}

impl Sight {
    /// Everything, or nothing.
    #[must_use]
    pub fn all_if(is_so: bool) -> Self {
        if is_so { Self::Everything } else { Self::Nothing }
    }

    /// Entries of records of these units; nothing where there is none.
    #[must_use]
    pub fn of_units(units: Vec<UnitId>) -> Self {
        if units.is_empty() { Self::Nothing } else { Self::OfUnits(units) }
    }

    /// Entries about the chosen records of a kind.
    #[must_use]
    pub fn about(kind: &'static str, chosen: SelectStatement) -> Self {
        Self::About(kind, Box::new(chosen))
    }

    /// Entries of any part.
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut parts: Vec<Self> = parts.into_iter().filter(|part| !part.is_nothing()).collect();
        match parts.pop() {
            None => Self::Nothing,
            Some(last) if parts.is_empty() => last,
            Some(last) => {
                parts.push(last);
                Self::Any(parts)
            }
        }
    }

    /// Of these the entries that are of the other as well.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if self.is_nothing() || other.is_nothing() {
            return Self::Nothing;
        }
        Self::Both(Box::new(self), Box::new(other))
    }

    /// Of these the entries that are not of the other.
    #[must_use]
    pub fn except(self, other: Self) -> Self {
        if self.is_nothing() || other.is_nothing() {
            return self;
        }
        Self::Both(Box::new(self), Box::new(Self::Not(Box::new(other))))
    }

    /// Whether the person has no right to any such entry, whatever there is.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }
}

/// Deeds whose entries are read alike. Every deed that a slice records stands in one of its chapters; of what stands in
/// none nobody reads the content but who did it.
pub struct Chapter {
    /// The names of the deeds.
    pub deeds: &'static [&'static str],
    /// Who reads their entries: whoever sees the record, among those who read the trail at all.
    pub sight: fn(&Actor) -> Sight,
    /// What fewer read.
    pub passages: &'static [Passage],
    /// Entries that do not exist for a person, whatever else they are; an inspector neither finds nor counts them.
    pub hidden: fn(&Actor) -> Sight,
}

impl Chapter {
    /// Deeds whose entries are read whole.
    #[must_use]
    pub const fn new(deeds: &'static [&'static str], sight: fn(&Actor) -> Sight) -> Self {
        Self { deeds, sight, passages: &[], hidden: |_| Sight::Nothing }
    }

    /// The same with passages that fewer read.
    #[must_use]
    pub const fn with_passages(self, passages: &'static [Passage]) -> Self {
        Self { passages, ..self }
    }

    /// The same, of which some do not exist for some people.
    #[must_use]
    pub const fn hiding(self, hidden: fn(&Actor) -> Sight) -> Self {
        Self { hidden, ..self }
    }
}

/// A part of the states before and after that fewer read than the rest.
pub struct Passage {
    /// The keys of the part.
    pub keys: &'static [&'static str],
    /// Who reads it, of those who read the entry.
    pub sight: fn(&Actor) -> Sight,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_stays_nothing() {
        let units = || Sight::of_units(vec![UnitId::fresh()]);
        assert!(Sight::any([Sight::Nothing, Sight::of_units(Vec::new())]).is_nothing());
        assert!(units().and(Sight::Nothing).is_nothing());
        assert!(Sight::Nothing.except(units()).is_nothing());
        assert!(!units().except(Sight::Nothing).is_nothing());
        assert!(matches!(Sight::any([Sight::Nothing, Sight::Everything]), Sight::Everything));
    }
}
