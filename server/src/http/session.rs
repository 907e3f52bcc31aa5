//! Cookie, or token → [`Actor`]: loaded once per request, with the roles in force at this moment.
//!
//! A request with an `Authorization` header is a program's: its cookie is not looked at, and only GraphQL is open.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{AUTHORIZATION, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use time::OffsetDateTime;
use tower_cookies::Cookies;
use tower_sessions::Session;

use super::headers::{self, RequestId, language};
use crate::access::Actor;
use crate::app::App;
use crate::identity::Browser;
use crate::shared::origin::Origin;
use crate::{identity, tokens};

/// Who sent the request, and from where.
#[derive(Clone, Default)]
pub struct Caller {
    /// The signed-in person.
    pub actor: Option<Arc<Actor>>,
    /// The browser, as far as sign-in must know it.
    pub browser: Browser,
    /// Network address.
    pub address: Option<String>,
    /// `User-Agent`, cut to a sensible length.
    pub user_agent: Option<String>,
    /// Id of the request.
    pub request_id: Option<String>,
}

/// What every request passes on its way in.
#[derive(Clone)]
pub struct Entrance {
    app: App,
    unseen_proxy: Arc<Rarely>,
}

impl Entrance {
    /// The entrance of the application.
    pub fn new(app: &App) -> Self {
        Self { app: app.clone(), unseen_proxy: Arc::new(Rarely::default()) }
    }
}

/// Something that is told at once, and then at most once an hour.
#[derive(Default)]
struct Rarely {
    /// When it may be told again, in seconds.
    next: AtomicI64,
}

impl Rarely {
    fn is_due(&self, now: OffsetDateTime) -> bool {
        let now = now.unix_timestamp();
        let claim = |next| (now >= next).then_some(now + 3600);
        self.next.fetch_update(Ordering::Relaxed, Ordering::Relaxed, claim).is_ok()
    }
}

/// Puts a [`Caller`] into the request.
pub async fn attach_actor(
    State(Entrance { app, unseen_proxy }): State<Entrance>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let request_id = request.extensions().get::<RequestId>().map(|id| id.0.clone());
    let browser = Browser::new(request.extensions().get::<Cookies>().cloned(), app.config.behind_tls);
    if !app.config.trust_proxy && is_forwarded(request.headers()) && unseen_proxy.is_due(app.clock.now()) {
        tracing::warn!(
            "a request came with X-Forwarded-For, which is ignored: behind a proxy everybody seems to come from its \
             address and is throttled together; set trust_proxy if the proxy in front is yours"
        );
    }
    let address = address(&app, request.headers(), peer);
    let user_agent = request
        .headers()
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .map(|text| text.chars().take(200).collect());
    let locale = language(request.headers());
    let found = match request.headers().get(AUTHORIZATION) {
        None => identity::actor_of(&app, &session, address.clone(), request_id.clone()).await,
        Some(_) if request.uri().path() != "/graphql" => return headers::not_signed_in(locale),
        Some(header) => match bearer(header) {
            None => return headers::not_signed_in(locale),
            Some(token) => {
                match tokens::actor_of_token(&app, token, address.clone(), request_id.clone()).await {
                    Ok(None) => return headers::not_signed_in(locale),
                    other => other,
                }
            }
        },
    };
    let actor = match found {
        Ok(actor) => actor.map(Arc::new),
        Err(refusal) => {
            return headers::refused(&refusal, locale, request_id.as_deref());
        }
    };
    let origin = Origin { address: address.clone(), request_id: request_id.clone() };
    request.extensions_mut().insert(Caller { actor, browser, address, user_agent, request_id });
    origin.during(next.run(request)).await
}

/// The token of `Authorization: Bearer …`.
fn bearer(header: &HeaderValue) -> Option<&str> {
    let (scheme, token) = header.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Whether a proxy names the client.
fn is_forwarded(headers: &HeaderMap) -> bool {
    ["x-forwarded-for", "forwarded"].iter().any(|name| headers.contains_key(*name))
}

/// The client's address. `X-Forwarded-For` counts only behind a trusted proxy, and then its last
/// entry: the one that the proxy itself wrote.
fn address(app: &App, headers: &HeaderMap, peer: Option<IpAddr>) -> Option<String> {
    if app.config.trust_proxy {
        let forwarded = headers
            .get("x-forwarded-for")
            .and_then(|value| value.to_str().ok())
            .and_then(|list| list.rsplit(',').next())
            .and_then(|last| last.trim().parse::<IpAddr>().ok());
        if let Some(address) = forwarded {
            return Some(address.to_string());
        }
    }
    peer.map(|address| address.to_string())
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_warning_is_told_at_once_and_then_once_an_hour() {
        let (start, warning) = (datetime!(2021-12-01 01:00 UTC), Rarely::default());
        let told: Vec<i64> =
            (0..180).filter(|minute| warning.is_due(start + time::Duration::minutes(*minute))).collect();
        assert_eq!(told, [0, 60, 120]);
    }
}
