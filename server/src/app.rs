//! What every use case receives: database, clock, blobs, settings.

use std::sync::Arc;

use crate::config::Config;
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
    /// Settings, validated.
    pub config: Arc<Config>,
    /// Password hashing, bounded in memory.
    pub passwords: PasswordHasher,
}
