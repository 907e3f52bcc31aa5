//! Cookie, or token → [`Actor`]: loaded once per request, with the roles in force at this moment.
//!
//! A request with an `Authorization` header is a program's: its cookie is not looked at, and only GraphQL is open.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{AUTHORIZATION, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tower_sessions::Session;

use super::files::language;
use super::headers::{self, RequestId};
use crate::access::Actor;
use crate::app::App;
use crate::shared::origin::Origin;
use crate::{identity, tokens};

/// Who sent the request, and from where.
#[derive(Clone, Default)]
pub struct Caller {
    /// The signed-in person.
    pub actor: Option<Arc<Actor>>,
    /// Network address.
    pub address: Option<String>,
    /// `User-Agent`, cut to a sensible length.
    pub user_agent: Option<String>,
    /// Id of the request.
    pub request_id: Option<String>,
}

/// Puts a [`Caller`] into the request.
pub async fn attach_actor(
    State(app): State<App>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let request_id = request.extensions().get::<RequestId>().map(|id| id.0.clone());
    let address = address(&app, request.headers(), peer);
    let user_agent = request
        .headers()
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .map(|text| text.chars().take(200).collect());
    let found = match request.headers().get(AUTHORIZATION) {
        None => identity::actor_of(&app, &session, address.clone(), request_id.clone()).await,
        Some(_) if request.uri().path() != "/graphql" => return headers::not_signed_in(),
        Some(header) => match bearer(header) {
            None => return headers::not_signed_in(),
            Some(token) => {
                match tokens::actor_of_token(&app, token, address.clone(), request_id.clone()).await {
                    Ok(None) => return headers::not_signed_in(),
                    other => other,
                }
            }
        },
    };
    let actor = match found {
        Ok(actor) => actor.map(Arc::new),
        Err(refusal) => {
            return headers::refused(&refusal, language(request.headers()), request_id.as_deref());
        }
    };
    let origin = Origin { address: address.clone(), request_id: request_id.clone() };
    request.extensions_mut().insert(Caller { actor, address, user_agent, request_id });
    origin.during(next.run(request)).await
}

/// The token of `Authorization: Bearer …`.
fn bearer(header: &HeaderValue) -> Option<&str> {
    let (scheme, token) = header.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
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
