//! The log of this process: its format, its filter, its bound; and traces, where the settings ask for them.

use std::time::Duration;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_subscriber::filter::{FilterExt as _, LevelFilter};
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Registry};

use super::rate::Limiter;
use super::traces;
use crate::config::{Config, LogFormat};

/// How long the last traces may take to be sent.
const LAST_TRACES: Duration = Duration::from_secs(3);

/// The log that was started; end it before the process ends.
#[must_use]
pub struct Log {
    limiter: Limiter,
    traces: Option<SdkTracerProvider>,
}

/// Starts the log as the settings say, once in a process and within the runtime.
pub fn start(config: &Config) -> anyhow::Result<Log> {
    let filter = EnvFilter::try_new(&config.log).map_err(|error| anyhow::anyhow!("setting log: {error}"))?;
    let limiter = Limiter::new(config.log_lines_per_minute);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = match config.log_format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().boxed(),
    };
    let provider = config.otlp_endpoint.as_deref().map(traces::provider).transpose()?;
    let spans = provider.as_ref().map(|provider| {
        let layer = tracing_opentelemetry::layer::<Registry>().with_tracer(provider.tracer("thidua"));
        layer.with_filter(LevelFilter::INFO)
    });
    tracing_subscriber::registry()
        .with(spans)
        .with(lines.with_filter(filter.and(limiter.clone())))
        .try_init()?;
    tokio::spawn(limiter.clone().keep_telling());
    Ok(Log { limiter, traces: provider })
}

impl Log {
    /// Tells what was left out, and sends the last traces.
    pub fn end(self) {
        self.limiter.tell();
        if let Some(Err(error)) = self.traces.map(|traces| traces.shutdown_with_timeout(LAST_TRACES)) {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}
