//! Traces for OpenTelemetry, where the settings name a collector: spans go out in batches over OTLP (protobuf by HTTP).

use std::time::Duration;

use anyhow::Context as _;
use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use opentelemetry::KeyValue;
use opentelemetry_http::{HttpClient, HttpError};
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tokio::runtime::Handle;

use crate::shared::tls;

/// How long the collector may take for a batch.
const PATIENCE: Duration = Duration::from_secs(10);

/// Sends with the client that the server has anyway. Batches are made on a thread of their own, so the sending is
/// handed to the runtime.
#[derive(Debug)]
struct Sender {
    client: reqwest::Client,
    runtime: Handle,
}

#[async_trait]
impl HttpClient for Sender {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (parts, body) = request.into_parts();
        let client = self.client.clone();
        // Within the runtime from the start: making a request sets its time-out.
        let answered = self.runtime.spawn(async move {
            let request = client.request(parts.method, parts.uri.to_string()).headers(parts.headers);
            let answer = request.body(body).send().await?;
            let mut response = Response::builder().status(answer.status());
            if let Some(headers) = response.headers_mut() {
                headers.extend(answer.headers().clone());
            }
            Ok::<_, HttpError>(response.body(answer.bytes().await?)?)
        });
        let answer = answered.await?;
        match &answer {
            Ok(answer) if !answer.status().is_success() => {
                tracing::warn!(status = answer.status().as_u16(), "the collector refused traces");
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "traces do not reach the collector"),
        }
        answer
    }
}

/// Makes spans and sends them to this collector; call it within the runtime.
pub fn provider(endpoint: &str) -> anyhow::Result<SdkTracerProvider> {
    tls::choose();
    let client = reqwest::Client::builder()
        .timeout(PATIENCE)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .context("setting otlp_endpoint")?;
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(Sender { client, runtime: Handle::current() })
        .with_endpoint(format!("{}/v1/traces", endpoint.trim_end_matches('/')))
        .with_timeout(PATIENCE)
        .build()
        .context("setting otlp_endpoint")?;
    let resource = Resource::builder_empty()
        .with_service_name("thidua")
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .build();
    Ok(SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build())
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::post;
    use opentelemetry::trace::TracerProvider as _;
    use tokio::sync::mpsc;
    use tracing_subscriber::layer::SubscriberExt as _;

    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn spans_reach_the_collector() {
        let (sent, mut received) = mpsc::channel(4);
        let collector = Router::new().route(
            "/v1/traces",
            post(move |body: axum::body::Bytes| async move {
                let _ = sent.send(body).await;
            }),
        );
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let serving = tokio::spawn(async move { axum::serve(listener, collector).await });

        let provider = provider(&format!("http://{address}/")).expect("a provider");
        let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("thidua"));
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
            tracing::info_span!("request", otel.name = "ViewerWork").in_scope(|| {});
        });
        let stopped = tokio::task::spawn_blocking(move || provider.shutdown_with_timeout(PATIENCE));
        stopped.await.expect("runs").expect("everything is sent");
        let body = received.recv().await.expect("a batch");
        let has = |word: &[u8]| body.windows(word.len()).any(|window| window == word);
        assert!(has(b"ViewerWork") && has(b"thidua"), "name of span and of service");
        serving.abort();
    }
}
