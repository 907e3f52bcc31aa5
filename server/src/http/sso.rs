//! The two addresses of sign-in through the identity provider: leaving, and coming back.

use axum::extract::{Extension, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use tower_sessions::Session;

use super::files::refused;
use super::headers::language;
use super::inputs::Asked;
use super::session::Caller;
use super::{Server, headers};
use crate::shared::error::Failure;
use crate::shared::operation::{self, Note};
use crate::sso::{self, Arrival, SsoProblem, Way};

/// What the browser keeps while it is away. Not the session's cookie: that one is `SameSite=Strict` and would stay
/// behind on the way back from another site.
const COOKIE: &str = "thidua_sso";
const PATH: &str = "/auth/oidc";

/// Where somebody wants to go after sign-in.
#[derive(Deserialize)]
pub struct Leaving {
    #[serde(default)]
    next: String,
}

/// What the provider sends back.
#[derive(Deserialize)]
pub struct Returning {
    code: Option<String>,
    #[serde(default)]
    state: String,
    iss: Option<String>,
}

/// `GET /auth/oidc/start`: sends the browser to the provider.
pub async fn start(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Asked(leaving): Asked<Leaving>,
    request: HeaderMap,
) -> Response {
    let Some(provider) = &server.app.sso else { return missing() };
    match sso::begin(&server.app, provider, &leaving.next).await {
        Ok(begun) => {
            let kept = cookie(&server, &begun.browser, 600);
            to(&begun.url, Some(kept))
        }
        Err(Failure::Problem(problem)) => failed(problem, None),
        Err(Failure::Refusal(refusal)) => refused(&refusal, language(&request), &caller),
    }
}

/// `GET /auth/oidc/callback`: takes the browser back, signed in or with a word about what went wrong.
pub async fn callback(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    session: Session,
    Asked(returning): Asked<Returning>,
    request: HeaderMap,
) -> Response {
    let Some(provider) = &server.app.sso else { return missing() };
    let arrival = Arrival {
        browser: kept(&request),
        code: returning.code,
        state: &returning.state,
        issuer: returning.iss.as_deref(),
        address: caller.address.as_deref(),
        user_agent: caller.user_agent.as_deref(),
        entering: &caller.browser,
    };
    let gone = Some(cookie(&server, "", 0));
    match sso::finish(&server.app, provider, &session, arrival).await {
        Ok(Way::In(next)) => {
            operation::note(Note::SignIn, "accepted");
            to(&next, gone)
        }
        Ok(Way::CodeNeeded(next)) => {
            let next = next.replace('%', "%25").replace('&', "%26").replace('?', "%3F").replace('=', "%3D");
            to(&format!("/sign-in?step=code&next={next}"), gone)
        }
        Err(Failure::Problem(problem)) => {
            operation::note(Note::SignIn, "refused");
            failed(problem, gone)
        }
        Err(Failure::Refusal(refusal)) => refused(&refusal, language(&request), &caller),
    }
}

fn kept(request: &HeaderMap) -> Option<&str> {
    request
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == COOKIE).then_some(value))
}

fn cookie(server: &Server, value: &str, seconds: u32) -> String {
    let secure = if server.app.config.behind_tls { "; Secure" } else { "" };
    format!("{COOKIE}={value}; Path={PATH}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

fn failed(problem: SsoProblem, cookie: Option<String>) -> Response {
    to(&format!("/sign-in?sso={}", problem.code()), cookie)
}

fn missing() -> Response {
    headers::problem(StatusCode::NOT_FOUND, "NOT_FOUND", "not found")
}

fn to(address: &str, cookie: Option<String>) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let fields = [(header::LOCATION, Some(address.to_owned())), (header::SET_COOKIE, cookie)];
    for (name, value) in fields {
        if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
            response.headers_mut().append(name, value);
        }
    }
    response
}
