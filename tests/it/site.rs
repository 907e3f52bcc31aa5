//! What another site makes a browser send, and what the log says of slow operations.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use axum::body::Body;
use http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, HOST, ORIGIN};
use http::{Method, Request, StatusCode};
use serde_json::json;
use thidua::access::Role;
use thidua::config::Config;
use tracing_subscriber::fmt::MakeWriter;

use crate::files::pdf;
use crate::support::{TestApp, scenario};

/// A mutation as a page of the site `origin` sends it.
fn mutation(origin: Option<&str>) -> Request<Body> {
    let mut request = Request::builder()
        .method(Method::POST)
        .uri("/graphql")
        .header(HOST, "thidua.test")
        .header(CONTENT_TYPE, "application/json")
        .header(ACCEPT_LANGUAGE, "en");
    if let Some(origin) = origin {
        request = request.header(ORIGIN, origin);
    }
    let body = json!({"query": "mutation { signOut }"}).to_string();
    request.body(Body::from(body)).expect("a request")
}

#[tokio::test]
async fn another_site_cannot_act_even_with_json() {
    let app = TestApp::start().await;
    app.add_person("chuyenvien", Role::Analyst).await;
    let mut person = app.signed_in("chuyenvien").await;
    let viewer = "{ viewer { account { displayName } } }";

    for origin in ["https://evil.test", "null", "http://thidua.test.evil.test"] {
        let answer = person.send(mutation(Some(origin))).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{origin}");
        assert_eq!(answer.code(), "FORBIDDEN");
        assert!(answer.errors()[0]["message"].as_str().expect("words").contains("another site"));
        assert!(answer.headers.contains_key("x-request-id"));
    }
    let mut cross = mutation(None);
    cross.headers_mut().insert("sec-fetch-site", "cross-site".parse().expect("a value"));
    assert_eq!(person.send(cross).await.status, StatusCode::FORBIDDEN);
    assert!(!person.query(viewer, json!({})).await.data()["viewer"].is_null(), "still signed in");

    let reading = Request::builder()
        .uri("/graphql?query=%7B__typename%7D")
        .header(ORIGIN, "https://evil.test")
        .body(Body::empty())
        .expect("a request");
    assert_eq!(person.send(reading).await.data()["__typename"], "Query", "reading changes nothing");

    assert_eq!(person.send(mutation(Some("http://thidua.test"))).await.data()["signOut"], true);
    assert!(person.query(viewer, json!({})).await.data()["viewer"].is_null(), "signed out");
    assert_eq!(app.anonymous().send(mutation(None)).await.data()["signOut"], true, "a program");
}

#[tokio::test]
async fn another_site_cannot_upload() {
    let world = scenario::published().await;
    let mut focal = world.app.signed_in("cb-x1").await;
    for (origin, status) in [("https://evil.test", 403), ("http://thidua.test", 201)] {
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("/files?unit={}&name=a.pdf", world.units["X1"]))
            .header(HOST, "thidua.test")
            .header(ORIGIN, origin)
            .header(CONTENT_TYPE, "application/octet-stream")
            .header("x-thidua-csrf", "1")
            .body(Body::from(pdf("a")))
            .expect("a request");
        assert_eq!(focal.send(request).await.status, status, "{origin}");
    }
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("not poisoned").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_slow_operation_is_logged_by_name_without_what_was_sent() {
    let config = Config { slow_ms: 1, second_factor_required: Some(false), ..Config::default() };
    let app = TestApp::start_with(config).await;
    app.add_person("chuyenvien", Role::Analyst).await;
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(lines.clone()).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let body = json!({
        "query": "mutation Entering($input: SignInInput!) { signIn(input: $input) { __typename } }",
        "operationName": "Entering",
        "variables": {"input": {"login": "chuyenvien", "password": "không phải mật khẩu"}},
    });
    let request = Request::builder()
        .method(Method::POST)
        .uri("/graphql")
        .header(CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_string()))
        .expect("a request");
    let answer = app.anonymous().send(request).await;
    drop(guard);
    let text = String::from_utf8(lines.0.lock().expect("not poisoned").clone()).expect("UTF-8");
    let slow = text.lines().find(|line| line.contains("slow operation")).expect("a slow operation");
    let request_id = answer.headers["x-request-id"].to_str().expect("ASCII");
    assert!(slow.contains("Entering") && slow.contains(request_id) && slow.contains("statements="), "{slow}");
    assert!(!text.contains("không phải mật khẩu") && !text.contains("chuyenvien"), "{text}");
}
