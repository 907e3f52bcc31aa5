//! What every use case receives: database, clock, blobs, settings. The composition root: the one
//! place where a slice's event is connected to the slice that listens.

use std::sync::Arc;

use anyhow::Context as _;
use migration::{Migrator, MigratorTrait as _};

use crate::audit::Chapter;
use crate::campaigns::OnPublished;
use crate::config::Config;
use crate::criteria::CriteriaCache;
use crate::factors::Vault;
use crate::files::Blobs;
use crate::identity::{ExcludesRole, OnEnded, PasswordHasher};
use crate::initiatives::OnStopped;
use crate::recognitions::OnCancelled;
use crate::shared::clock::Clock;
use crate::shared::database::{Database, Patience};
use crate::similarities::Cases;
use crate::telemetry::Metrics;
use crate::units::{Follower, OnFigures};
use crate::{
    adoptions, appraisal, attachments, audit, campaigns, councils, criteria, documents, factors, files,
    identity, initiatives, parameters, ranking, recognitions, referrals, reviews, similarities, sso,
    submissions, tokens, units,
};

/// The slices whose records follow when units are reorganised, in the order in which they do.
const FOLLOWERS: &[Follower] = &[identity::FOLLOWER, submissions::FOLLOWER, initiatives::FOLLOWER];

/// The trail: every slice that records deeds declares them with who reads their entries. Of a deed that none declares
/// nobody reads the content but who did it.
const TRAIL: &[&[Chapter]] = &[
    audit::TRAIL,
    files::TRAIL,
    units::TRAIL,
    factors::TRAIL,
    identity::TRAIL,
    tokens::TRAIL,
    sso::TRAIL,
    parameters::TRAIL,
    criteria::TRAIL,
    campaigns::TRAIL,
    initiatives::TRAIL,
    attachments::TRAIL,
    similarities::TRAIL,
    adoptions::TRAIL,
    councils::TRAIL,
    reviews::TRAIL,
    recognitions::TRAIL,
    referrals::TRAIL,
    documents::TRAIL,
    submissions::TRAIL,
    appraisal::TRAIL,
    ranking::TRAIL,
];

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
    /// The words of all initiatives, by which those that resemble one another are found.
    pub cases: Cases,
    /// What is counted and timed.
    pub metrics: Metrics,
    /// Password hashing, bounded in memory.
    pub passwords: PasswordHasher,
    /// Secrets at rest.
    pub vault: Vault,
    /// The identity provider, where the settings name one.
    pub sso: Option<Arc<sso::Provider>>,
    /// What happens, in the same transaction, when a campaign is published.
    pub on_published: OnPublished,
    /// What happens, in the same transaction, when figures of units are imported.
    pub on_figures: OnFigures,
    /// Who reads which entries of the trail, as each slice says of its own deeds.
    pub trail: &'static [&'static [Chapter]],
    /// What follows, in the same transaction, when a password, an account or a role ends.
    pub on_access_ended: OnEnded,
    /// What somebody does elsewhere that excludes a role, asked in the transaction that gives it.
    pub excludes_role: &'static [ExcludesRole],
    /// What follows, in the same transaction, when a request goes no further before it is decided.
    pub on_initiative_stopped: &'static [OnStopped],
    /// What follows, in the same transaction, when a recognition is cancelled.
    pub on_recognition_cancelled: &'static [OnCancelled],
    /// What follows, in the same transaction, when units are reorganised.
    pub on_reorganised: &'static [Follower],
}

impl App {
    /// Connects to database and blob store; the schema is left as it is.
    pub async fn open(
        config: Config,
        clock: Arc<dyn Clock>,
        passwords: PasswordHasher,
    ) -> anyhow::Result<Self> {
        let db =
            Database::connect(&config.database_url).await.context("setting database_url: cannot connect")?;
        db.watched().log_from(config.slow());
        let blobs = Blobs::open(&config.files_url)?;
        let vault = Vault::new(config.secret_key_bytes()?);
        let sso = config.sso.clone().map(sso::Provider::new).transpose()?.map(Arc::new);
        let metrics = Metrics::of(&db);
        Ok(Self {
            db,
            metrics,
            clock,
            blobs,
            config: Arc::new(config),
            criteria: CriteriaCache::default(),
            cases: Cases::default(),
            passwords,
            vault,
            sso,
            on_published: submissions::open_sheets,
            on_figures: submissions::take_over_figures,
            trail: TRAIL,
            on_access_ended: tokens::end_with_access,
            excludes_role: &[councils::excludes_role, reviews::excludes_role],
            on_initiative_stopped: &[reviews::end_with_request, referrals::end_with_request],
            on_recognition_cancelled: &[],
            on_reorganised: FOLLOWERS,
        })
    }

    /// Runs pending migrations. Without any it asks for no right to change the schema, so that the server may
    /// run as a database user that has none.
    pub async fn migrate(&self) -> anyhow::Result<()> {
        let pending =
            Migrator::get_pending_migrations_read_only(self.db.read()).await.context("migrations")?;
        if pending.is_empty() {
            return Ok(());
        }
        // A migration takes the time it takes; what serves has time-outs.
        let db = Database::connect_with(&self.config.database_url, Patience::Maintaining).await?;
        let migrated = Migrator::up(db.write(), None).await.context("migrations");
        db.close().await;
        migrated
    }

    /// Deletes everything the database holds, and makes the schema anew; for the demo.
    pub async fn wipe(&self) -> anyhow::Result<()> {
        Migrator::fresh(self.db.write()).await.context("migrations")
    }
}
