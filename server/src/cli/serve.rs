//! `thidua serve` and `thidua demo`.

use std::net::SocketAddr;

use clap::Args;
use time::macros::datetime;

use super::{open, say};
use crate::app::App;
use crate::config::Config;
use crate::demo::{self, Contents};
use crate::files::Sweeper;
use crate::{factors, http};

/// Serves the product.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    let app = open(config).await?;
    let unsealed = factors::count_unsealed(&app).await?;
    if unsealed > 0 {
        tracing::warn!(
            accounts = unsealed,
            "setting secret_key is missing while second factors are in use: their secrets are stored as they are"
        );
    }
    serve_swept(app, |address| tracing::info!(%address, "serving")).await
}

/// Serves, with half-done uploads swept before the first request and as long as it lasts.
async fn serve_swept(app: App, ready: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    let sweeper = tokio::spawn(Sweeper::start(&app.blobs).await.run());
    let served = http::serve(app, ready).await;
    sweeper.abort();
    served
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
        serve_swept(app, |address| {
            let _ = say(&demo::welcome(&format!("http://{address}")));
        })
        .await
    }
}
