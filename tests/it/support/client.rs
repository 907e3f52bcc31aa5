//! A caller of the service, with its cookie jar.

use axum::body::Body;
use http::header::{ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, COOKIE, SET_COOKIE};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// One caller.
#[derive(Clone)]
pub struct Client {
    router: axum::Router,
    cookie: Option<String>,
    /// The cookie by which the throttle knows the browser; it outlives sessions.
    browser: Option<String>,
    /// Language asked for.
    pub language: &'static str,
    /// Address the request seems to come from.
    pub address: String,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body, byte for byte.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|_| panic!("not JSON: {}", String::from_utf8_lossy(&self.bytes)))
    }

    /// `data` of a GraphQL answer that has no errors.
    pub fn data(&self) -> Value {
        let body = self.json();
        assert!(body.get("errors").is_none(), "unexpected errors: {body:#}");
        body["data"].clone()
    }

    /// `errors` of a GraphQL answer.
    pub fn errors(&self) -> Vec<Value> {
        self.json().get("errors").and_then(Value::as_array).cloned().unwrap_or_default()
    }

    /// `extensions.code` of the first error.
    pub fn code(&self) -> String {
        let errors = self.errors();
        let first = errors.first().unwrap_or_else(|| panic!("no error in {:#}", self.json()));
        first["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl Client {
    /// A caller without a session.
    pub fn new(router: axum::Router) -> Self {
        Self { router, cookie: None, browser: None, language: "vi", address: "203.0.113.7".into() }
    }

    /// Sends a request with the cookie, and keeps the cookie that comes back.
    pub async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let kept: Vec<&str> =
            [&self.cookie, &self.browser].into_iter().flatten().map(String::as_str).collect();
        if !kept.is_empty() {
            request.headers_mut().insert(COOKIE, kept.join("; ").parse().expect("a cookie"));
        }
        request.headers_mut().insert("x-forwarded-for", self.address.parse().expect("an address"));
        let response = self.router.clone().oneshot(request).await.expect("the router answers");
        let (parts, body) = response.into_parts();
        for value in parts.headers.get_all(SET_COOKIE) {
            let text = value.to_str().expect("ASCII");
            let pair = text.split(';').next().expect("a pair");
            if pair.starts_with("thidua_browser=") {
                self.browser = Some(pair.to_owned());
                continue;
            }
            self.cookie = (!pair.ends_with('=')).then(|| pair.to_owned());
        }
        let bytes = body.collect().await.expect("the body ends").to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    /// Sends a GraphQL operation.
    pub async fn query(&mut self, query: &str, variables: Value) -> Answer {
        let body = json!({"query": query, "variables": variables}).to_string();
        let request = Request::builder()
            .method(Method::POST)
            .uri("/graphql")
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/graphql-response+json")
            .header(ACCEPT_LANGUAGE, self.language)
            .body(Body::from(body))
            .expect("a request");
        self.send(request).await
    }

    /// Sends a GraphQL operation by a personal token.
    pub async fn query_by_token(&mut self, token: &str, query: &str) -> Answer {
        self.ask_by_token(token, query, json!({})).await
    }

    /// Sends a GraphQL operation with variables by a personal token.
    pub async fn ask_by_token(&mut self, token: &str, query: &str, variables: Value) -> Answer {
        let request = Request::builder()
            .method(Method::POST)
            .uri("/graphql")
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/graphql-response+json")
            .header(AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::from(json!({"query": query, "variables": variables}).to_string()))
            .expect("a request");
        self.send(request).await
    }

    /// Signs in.
    pub async fn sign_in(&mut self, login: &str, password: &str) -> Answer {
        let query = "mutation($input: SignInInput!) { signIn(input: $input) { __typename \
            ... on Viewer { mustChangePassword account { displayName } } ... on IdentityProblem { code message } } }";
        self.query(query, json!({"input": {"login": login, "password": password}})).await
    }

    /// The session cookie, as the browser keeps it.
    pub fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    /// The same browser later: it has no session any more, and is known by what it keeps.
    pub fn next_morning(mut self) -> Self {
        self.cookie = None;
        self
    }

    /// The same caller with another cookie.
    pub fn with_cookie(mut self, cookie: Option<String>) -> Self {
        self.cookie = cookie;
        self
    }
}
