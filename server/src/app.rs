//! What every use case receives: database, clock, blobs, settings.

use std::sync::Arc;

use crate::config::Config;
use crate::criteria::CriteriaCache;
use crate::files::Blobs;
use crate::identity::PasswordHasher;
use crate::shared::clock::Clock;
use crate::shared::database::Database;

/// The running application; cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub db: Database,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The blob store.
    pub blobs: Blobs,
    /// Settings, validated.
    pub config: Arc<Config>,
    /// Frozen criteria sets; they never change, so they stay in memory.
    pub criteria: CriteriaCache,
    /// Password hashing, bounded in memory.
    pub passwords: PasswordHasher,
}
