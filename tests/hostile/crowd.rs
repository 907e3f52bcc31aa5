//! Honest people at work, and how long they wait.

use std::time::{Duration, Instant};

use serde_json::json;

use super::caller::Caller;
use super::kills::Desk;
use super::server::Server;

/// Times that people waited, the shortest first.
pub struct Waits(Vec<Duration>);

impl Waits {
    /// The time within which 99 of 100 were answered.
    pub fn p99(&self) -> Duration {
        self.0.get(self.0.len().saturating_sub(1) * 99 / 100).copied().unwrap_or_default()
    }

    /// How many requests there were.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

/// People who read and an officer who saves, one after the other, as people do.
pub struct Crowd {
    readers: Vec<Caller>,
    desk: Desk,
}

impl Crowd {
    /// Signs them in.
    pub async fn gather(server: &Server) -> anyhow::Result<Self> {
        let mut readers = Vec::new();
        for login in ["quanly", "phantich", "thanhtra"] {
            readers.push(Caller::signed_in(&server.url, login).await?);
        }
        let mut desks = Desk::open(server, 1).await?;
        Ok(Self { readers, desk: desks.remove(0) })
    }

    /// Works for so long; answers the waits, and how many requests failed.
    pub async fn work(&mut self, duration: Duration) -> anyhow::Result<(Waits, u32)> {
        let query = "{ viewer { account { displayName } } campaigns(first: 5) { nodes { code titleVi } } }";
        let began = Instant::now();
        let (mut waits, mut failed) = (Vec::new(), 0);
        while began.elapsed() < duration {
            for reader in &mut self.readers {
                let asked = Instant::now();
                let is_good = reader.ask(query, json!({})).await.is_ok_and(|answer| answer.is_good());
                waits.push(asked.elapsed());
                failed += u32::from(!is_good);
            }
            let asked = Instant::now();
            let is_saved = self.desk.save().await?;
            waits.push(asked.elapsed());
            failed += u32::from(!is_saved);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        waits.sort_unstable();
        Ok((Waits(waits), failed))
    }
}
