//! Batched reads within one request: many asks for single entities become one statement.
//!
//! The one place that knows the `dataloader` crate, so that the engine can change. A batch lives for
//! one request and is built with the actor's scope: what it remembers is seen by nobody else.

use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::Arc;

use dataloader::BatchFn;
use dataloader::cached::Loader;
use futures::future::BoxFuture;

use super::error::Refusal;

/// Answer for one key: absent, present, or the batch failed.
type Loaded<V> = Result<Option<Arc<V>>, Failed>;

/// Why a batch failed, as often as it is asked; the message is for the log.
#[derive(Clone)]
enum Failed {
    Unavailable(Arc<anyhow::Error>),
    Internal(Arc<str>),
}

impl From<Refusal> for Failed {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unavailable(error) => Self::Unavailable(error),
            other => Self::Internal(other.cause().unwrap_or_else(|| other.to_string()).into()),
        }
    }
}

impl From<Failed> for Refusal {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Unavailable(error) => Self::Unavailable(error),
            Failed::Internal(message) => Self::Internal(anyhow::anyhow!("batch: {message}")),
        }
    }
}

type Fetch<K, V> = Box<dyn Fn(Vec<K>) -> BoxFuture<'static, Result<HashMap<K, V>, Refusal>> + Send + Sync>;

struct Source<K, V>(Fetch<K, V>);

impl<K: Eq + Hash + Clone + Send + Sync, V: Send + Sync> BatchFn<K, Loaded<V>> for Source<K, V> {
    async fn load(&mut self, keys: &[K]) -> HashMap<K, Loaded<V>> {
        let fetched = (self.0)(keys.to_vec()).await;
        match fetched {
            Ok(mut found) => {
                keys.iter().map(|key| (key.clone(), Ok(found.remove(key).map(Arc::new)))).collect()
            }
            Err(refusal) => {
                let failed = Failed::from(refusal);
                keys.iter().map(|key| (key.clone(), Err(failed.clone()))).collect()
            }
        }
    }
}

/// Batched, remembered reads of `V` by `K`.
pub struct Batch<K, V>
where
    K: Eq + Hash + Clone + Debug + Send + Sync,
    V: Send + Sync,
{
    loader: Loader<K, Loaded<V>, Source<K, V>>,
}

impl<K, V> Batch<K, V>
where
    K: Eq + Hash + Clone + Debug + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    /// A batch that fetches with `fetch`; keys that `fetch` does not return are absent.
    pub fn new<F>(fetch: F) -> Self
    where
        F: Fn(Vec<K>) -> BoxFuture<'static, Result<HashMap<K, V>, Refusal>> + Send + Sync + 'static,
    {
        Self {
            loader: Loader::new(Source(Box::new(fetch) as Fetch<K, V>))
                .with_max_batch_size(1000)
                .with_yield_count(4),
        }
    }

    /// Loads one entity, together with all others that this request asks for meanwhile.
    pub async fn load(&self, key: K) -> Result<Option<Arc<V>>, Refusal> {
        // When the caller that ran a batch is cancelled, the others find no answer: ask once more.
        let answer = match self.loader.try_load(key.clone()).await {
            Ok(answer) => answer,
            Err(_) => self
                .loader
                .try_load(key)
                .await
                .map_err(|error| Refusal::Internal(anyhow::Error::new(error)))?,
        };
        answer.map_err(Refusal::from)
    }

    /// Remembers an entity that was read in another way.
    pub async fn prime(&self, key: K, value: Arc<V>) {
        self.loader.prime(key, Ok(Some(value))).await;
    }
}
