//! Frozen criteria sets in memory: they never change, so one copy serves every request.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::stored::StoredSet;
use crate::shared::id::CriteriaSetId;

/// The frozen sets read so far; cheap to clone, shared by all clones.
#[derive(Clone, Default)]
pub struct CriteriaCache(Arc<RwLock<HashMap<CriteriaSetId, Arc<StoredSet>>>>);

impl CriteriaCache {
    /// A frozen set, when it was read before.
    pub(super) fn get(&self, id: CriteriaSetId) -> Option<Arc<StoredSet>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    /// Keeps a set if it is frozen.
    pub(super) fn keep(&self, set: &Arc<StoredSet>) {
        if set.is_frozen() {
            self.0.write().unwrap_or_else(PoisonError::into_inner).insert(set.id, Arc::clone(set));
        }
    }
}
