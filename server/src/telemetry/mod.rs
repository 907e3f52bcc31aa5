//! What the server tells about itself: log lines, metrics, slow operations, traces.

pub mod log;
pub mod metrics;
mod rate;
mod traces;

pub use metrics::Metrics;
