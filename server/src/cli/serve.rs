//! `thidua serve` and `thidua demo`.

use clap::Args;
use time::macros::datetime;

use super::{open, say};
use crate::config::Config;
use crate::demo::{self, Contents};
use crate::http;

/// Serves the product.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    if config.secret_key.is_none() {
        tracing::warn!("setting secret_key: without it the second factors' secrets are stored as they are");
    }
    let app = open(config).await?;
    http::serve(app, |address| tracing::info!(%address, "serving")).await
}

/// `thidua demo`.
#[derive(Args)]
pub struct Demo {
    /// Deletes what the demo database holds and loads the sample data again.
    #[arg(long)]
    reset: bool,
    /// Loads the sample data and stops, without serving.
    #[arg(long)]
    no_serve: bool,
}

impl Demo {
    /// Loads the sample data when the database is empty, and serves it on the afternoon of
    /// 14 December 2021, when everything in the campaign is still in motion.
    pub async fn run(self, mut config: Config) -> anyhow::Result<()> {
        config.clock_starts_at.get_or_insert(datetime!(2021-12-14 14:00 +7));
        // Sample accounts enter with the printed password alone; deeds of weight still ask again after a while.
        config.second_factor_required.get_or_insert(false);
        config.step_up_minutes.get_or_insert(30);
        // The codes on certificates lead to this server.
        let address = config.address()?;
        config.public_url.get_or_insert_with(|| format!("http://127.0.0.1:{}", address.port()));
        let app = open(config).await?;
        let contents = demo::contents(&app).await?;
        anyhow::ensure!(
            contents != Contents::Foreign,
            "this database holds data that is not the sample; give the demo a database of its own"
        );
        if contents == Contents::Complete && !self.reset {
            say("The sample data is there already (--reset renews it).")?;
        } else {
            app.wipe().await?;
            let started = std::time::Instant::now();
            demo::load(&app, |step| {
                let _ = say(&format!("  {step}"));
            })
            .await?;
            say(&format!("Sample data loaded in {:.1} s.", started.elapsed().as_secs_f32()))?;
        }
        if self.no_serve {
            return Ok(());
        }
        http::serve(app, |address| {
            let _ = say(&demo::welcome(&format!("http://{address}")));
        })
        .await
    }
}
