//! The HTTP side of GraphQL: what is refused, with which status, and the headers on every answer.

use axum::body::Body;
use http::header::{ALLOW, CONTENT_TYPE};
use http::{Method, Request, StatusCode};
use serde_json::json;

use crate::support::TestApp;

fn request(method: Method, uri: &str, content_type: Option<&str>, body: &str) -> Request<Body> {
    let mut builder = Request::builder().method(method).uri(uri);
    if let Some(content_type) = content_type {
        builder = builder.header(CONTENT_TYPE, content_type);
    }
    builder.body(Body::from(body.to_owned())).expect("a request")
}

#[tokio::test]
async fn mutations_need_post_with_json() {
    let app = TestApp::start().await;
    let body = json!({"query": "mutation { signOut }"}).to_string();
    let urlencoded = "query=mutation%7BsignOut%7D";
    let cases = [
        (Some("text/plain"), body.as_str()),
        (None, body.as_str()),
        (Some("application/x-www-form-urlencoded"), urlencoded),
        (Some("multipart/form-data; boundary=x"), body.as_str()),
        (Some("application/json; charset=iso-8859-1"), body.as_str()),
    ];
    for (content_type, body) in cases {
        let answer = app.anonymous().send(request(Method::POST, "/graphql", content_type, body)).await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{content_type:?}");
    }
    let get = request(Method::GET, "/graphql?query=mutation%7BsignOut%7D", None, "");
    let answer = app.anonymous().send(get).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.headers[ALLOW], "POST");
    let put = request(Method::PUT, "/graphql", Some("application/json"), &body);
    assert_eq!(app.anonymous().send(put).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn queries_may_be_asked_with_get() {
    let app = TestApp::start().await;
    let answer =
        app.anonymous().send(request(Method::GET, "/graphql?query=%7B__typename%7D", None, "")).await;
    assert_eq!(answer.data()["__typename"], "Query");
}

#[tokio::test]
async fn batches_big_bodies_and_wide_documents_are_refused_by_name() {
    let app = TestApp::start().await;
    let batch = request(Method::POST, "/graphql", Some("application/json"), r#"[{"query":"{__typename}"}]"#);
    assert_eq!(app.anonymous().send(batch).await.status, StatusCode::BAD_REQUEST);
    let big = json!({"query": format!("{{ __typename }} #{}", "x".repeat(200_000))}).to_string();
    let answer =
        app.anonymous().send(request(Method::POST, "/graphql", Some("application/json"), &big)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let aliases = (0..40).map(|n| format!("a{n}: __typename ")).collect::<String>();
    let answer = app.anonymous().query(&format!("{{ {aliases} }}"), json!({})).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.code(), "LIMIT_EXCEEDED");
}

#[tokio::test]
async fn introspection_is_for_the_signed_in() {
    let app = TestApp::start().await;
    let answer = app.anonymous().query("{ __schema { queryType { name } } }", json!({})).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "UNAUTHENTICATED"));
    assert!(answer.json().get("data").is_none());
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let app = TestApp::start().await;
    for uri in ["/", "/healthz", "/readyz", "/graphql?query=%7B__typename%7D", "/no/such/page"] {
        let answer = app.anonymous().send(request(Method::GET, uri, None, "")).await;
        let policy = answer.headers["content-security-policy"].to_str().expect("ASCII");
        assert!(policy.contains("default-src 'self'") && policy.contains("object-src 'none'"), "{uri}");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{uri}");
        assert!(answer.headers.contains_key("x-request-id"), "{uri}");
    }
}
