//! Password hashing: argon2id with OWASP's parameters, at most two at a time so that memory is bounded.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use super::rules;
use crate::shared::error::Refusal;

/// Hashes and verifies passwords off the request threads.
#[derive(Clone)]
pub struct PasswordHasher {
    engine: Argon2<'static>,
    slots: Arc<Semaphore>,
    /// Hash of nothing anybody can type; verified for unknown names, so that they take as long.
    decoy: Arc<str>,
    computations: Arc<AtomicU64>,
}

/// Longest text that is tried as a password, in bytes: letters typed in several signs are longer than when composed.
const LONGEST_TRIED: usize = rules::MAX_PASSWORD * 32;

impl PasswordHasher {
    /// Parameters of the OWASP cheat sheet: 19 MiB, 2 passes, 1 lane.
    pub fn owasp() -> anyhow::Result<Self> {
        Self::with(19 * 1024, 2)
    }

    /// The cheapest parameters; for tests only, where hashing is not what is tested.
    pub fn cheap() -> anyhow::Result<Self> {
        Self::with(Params::MIN_M_COST, 1)
    }

    fn with(memory_kib: u32, passes: u32) -> anyhow::Result<Self> {
        let params = Params::new(memory_kib, passes, 1, None)
            .map_err(|error| anyhow::anyhow!("argon2 parameters: {error}"))?;
        let engine = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = hash_with(&engine, "\u{0}decoy\u{0}")?;
        Ok(Self {
            engine,
            slots: Arc::new(Semaphore::new(2)),
            decoy: decoy.into(),
            computations: Arc::default(),
        })
    }

    /// Hashes a password with a fresh salt.
    pub async fn hash(&self, password: &str) -> Result<String, Refusal> {
        let (engine, password) = (self.engine.clone(), rules::normalised(password));
        Ok(self.run(move || hash_with(&engine, &password)).await??)
    }

    /// Verifies a password; without a hash (unknown name) it takes as long and fails.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, Refusal> {
        let known = hash.is_some() && password.len() <= LONGEST_TRIED;
        let password = if known { password } else { "" };
        let hash = hash.map_or_else(|| self.decoy.to_string(), str::to_owned);
        let (engine, password) = (self.engine.clone(), rules::normalised(password));
        let matches = self
            .run(move || {
                PasswordHash::new(&hash)
                    .map(|parsed| engine.verify_password(password.as_bytes(), &parsed).is_ok())
                    .map_err(|error| anyhow::anyhow!("unreadable password hash: {error}"))
            })
            .await??;
        Ok(matches && known)
    }

    /// Number of hashes computed so far by this hasher and its clones.
    #[must_use]
    pub fn computations(&self) -> u64 {
        self.computations.load(Ordering::Relaxed)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refusal> {
        self.computations.fetch_add(1, Ordering::Relaxed);
        let _slot =
            self.slots.acquire().await.map_err(|error| Refusal::Internal(anyhow::Error::new(error)))?;
        tokio::task::spawn_blocking(work).await.map_err(|error| Refusal::Internal(anyhow::Error::new(error)))
    }
}

fn hash_with(engine: &Argon2<'_>, password: &str) -> anyhow::Result<String> {
    engine
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| anyhow::anyhow!("hashing failed: {error}"))
}
