//! A criteria set as it is kept: ids, state and lock version around the pure set.

use std::str::FromStr;
use std::sync::Arc;

use async_graphql::Enum;

use super::model::{BonusItem, CriteriaSet, CriterionSpec, GroupSpec, PenaltyItem};
use crate::shared::id::{CriteriaSetId, CriterionGroupId, CriterionId, MeritItemId};
use crate::shared::points::Points;

/// State of a criteria set.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CriteriaSetState {
    /// Being prepared; may change.
    Draft,
    /// In use by a published campaign; never changes again.
    Frozen,
}

impl CriteriaSetState {
    /// The code in the database and in GraphQL.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "DRAFT",
            Self::Frozen => "FROZEN",
        }
    }
}

impl FromStr for CriteriaSetState {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        [Self::Draft, Self::Frozen].into_iter().find(|state| state.code() == code).ok_or(())
    }
}

/// A group of criteria with its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionGroup {
    /// Id.
    pub id: CriterionGroupId,
    /// The set it belongs to.
    pub set: CriteriaSetId,
    /// Code and title.
    pub spec: GroupSpec,
    /// Sum of the maxima of its criteria.
    pub max: Points,
}

/// A criterion with its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// Id; another one in each version of the set.
    pub id: CriterionId,
    /// The set it belongs to.
    pub set: CriteriaSetId,
    /// The group it belongs to.
    pub group: Arc<CriterionGroup>,
    /// Title, maximum, rule and the rest.
    pub spec: CriterionSpec,
    /// Place in the sheet, from 1.
    pub position: i32,
}

/// A bonus item with its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredBonus {
    /// Id.
    pub id: MeritItemId,
    /// Title, points and cap.
    pub spec: BonusItem,
}

/// A penalty with its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPenalty {
    /// Id.
    pub id: MeritItemId,
    /// Title, points and cap.
    pub spec: PenaltyItem,
}

/// A criteria set with the ids of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSet {
    /// Id of this version.
    pub id: CriteriaSetId,
    /// Draft or frozen.
    pub state: CriteriaSetState,
    /// Optimistic lock of the whole set.
    pub lock_version: i32,
    /// The set itself; its groups, criteria and items stand in the same order as those below.
    pub spec: CriteriaSet,
    /// Groups in the order of the sheet.
    pub groups: Vec<Arc<CriterionGroup>>,
    /// Criteria in the order of the sheet.
    pub criteria: Vec<Arc<Criterion>>,
    /// Bonus items.
    pub bonus_items: Vec<StoredBonus>,
    /// Penalties.
    pub penalties: Vec<StoredPenalty>,
}

impl StoredSet {
    /// A new draft of a checked set, with new ids for its parts.
    #[must_use]
    pub fn draft(id: CriteriaSetId, spec: CriteriaSet) -> Self {
        let group_ids = spec.groups.iter().map(|_| CriterionGroupId::fresh()).collect();
        let criterion_ids = spec.criteria.iter().map(|_| CriterionId::fresh()).collect();
        let bonus_ids = spec.bonus_items.iter().map(|_| MeritItemId::fresh()).collect();
        let penalty_ids = spec.penalties.iter().map(|_| MeritItemId::fresh()).collect();
        let ids = PartIds { group_ids, criterion_ids, bonus_ids, penalty_ids };
        Self::assemble(id, CriteriaSetState::Draft, 1, spec, ids)
    }

    /// Joins a set with the ids of its parts, which stand in the order of the parts.
    pub(super) fn assemble(
        id: CriteriaSetId,
        state: CriteriaSetState,
        lock_version: i32,
        spec: CriteriaSet,
        ids: PartIds,
    ) -> Self {
        let groups: Vec<_> = ids
            .group_ids
            .into_iter()
            .zip(&spec.groups)
            .map(|(group_id, group)| {
                let max = spec.group_max(&group.code);
                Arc::new(CriterionGroup { id: group_id, set: id, spec: group.clone(), max })
            })
            .collect();
        let criteria = (1..)
            .zip(ids.criterion_ids)
            .zip(&spec.criteria)
            .filter_map(|((position, criterion_id), criterion)| {
                let group = groups.iter().find(|group| group.spec.code == criterion.group)?;
                let (group, spec) = (Arc::clone(group), criterion.clone());
                Some(Arc::new(Criterion { id: criterion_id, set: id, group, spec, position }))
            })
            .collect();
        let bonus_items = ids
            .bonus_ids
            .into_iter()
            .zip(&spec.bonus_items)
            .map(|(id, item)| StoredBonus { id, spec: item.clone() })
            .collect();
        let penalties = ids
            .penalty_ids
            .into_iter()
            .zip(&spec.penalties)
            .map(|(id, item)| StoredPenalty { id, spec: item.clone() })
            .collect();
        Self { id, state, lock_version, spec, groups, criteria, bonus_items, penalties }
    }

    /// The criterion with this id.
    #[must_use]
    pub fn criterion(&self, id: CriterionId) -> Option<&Arc<Criterion>> {
        self.criteria.iter().find(|criterion| criterion.id == id)
    }

    /// The criterion with this code.
    #[must_use]
    pub fn criterion_by_code(&self, code: &str) -> Option<&Arc<Criterion>> {
        self.criteria.iter().find(|criterion| criterion.spec.code == code)
    }

    /// Whether the set can no longer change.
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        self.state == CriteriaSetState::Frozen
    }
}

/// Ids of the parts of a set, each list in the order of the parts.
pub(super) struct PartIds {
    /// Groups.
    pub group_ids: Vec<CriterionGroupId>,
    /// Criteria.
    pub criterion_ids: Vec<CriterionId>,
    /// Bonus items.
    pub bonus_ids: Vec<MeritItemId>,
    /// Penalties.
    pub penalty_ids: Vec<MeritItemId>,
}
