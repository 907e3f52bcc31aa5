//! GraphQL over HTTP: negotiation, parsing once up front, limits, and status codes by the specification.
//!
//! <https://graphql.github.io/graphql-over-http/draft/>. Mutations only by POST with
//! `application/json`; no array batching.

use std::time::Instant;

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationType};
use async_graphql::{IntrospectionMode, Request, Response as Answer, Value, Variables};
use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT, ALLOW, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::Response;
use serde_json::{Map, Value as Json, json};

use super::context::RequestContext;
use super::{Schema, errors, limits};
use crate::access::Presence;
use crate::http::headers;

const RESPONSE_JSON: &str = "application/graphql-response+json";
const JSON: &str = "application/json";

/// The media type of an answer; it decides the status codes of request errors.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Media {
    GraphqlResponse,
    Json,
}

/// A request that never reaches execution.
struct Rejected {
    status: StatusCode,
    /// Status under `application/json`, where the specification keeps 200 for document errors.
    legacy_status: StatusCode,
    code: &'static str,
    message: String,
}

impl Rejected {
    fn bad_request(message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            legacy_status: StatusCode::BAD_REQUEST,
            code: "BAD_REQUEST",
            message: message.into(),
        }
    }

    fn document(code: &'static str, message: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, legacy_status: StatusCode::OK, code, message: message.into() }
    }

    fn with_status(status: StatusCode, code: &'static str, message: &str) -> Self {
        Self { status, legacy_status: status, code, message: message.to_owned() }
    }

    fn respond(self, media: Media) -> Response {
        let status = if media == Media::Json { self.legacy_status } else { self.status };
        let body = json!({"errors": [{"message": self.message, "extensions": {"code": self.code}}]});
        let mut response = respond(status, media, body.to_string());
        if status == StatusCode::METHOD_NOT_ALLOWED {
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
        }
        response
    }
}

/// Parts of a request before parsing.
struct Asked {
    query: String,
    operation_name: Option<String>,
    variables: Map<String, Json>,
}

/// Answers one GraphQL request.
pub async fn handle(
    schema: &Schema,
    context: RequestContext,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: Bytes,
) -> Response {
    let Some(media) = negotiate(headers) else {
        return Rejected::with_status(
            StatusCode::NOT_ACCEPTABLE,
            "NOT_ACCEPTABLE",
            "accept application/graphql-response+json or application/json",
        )
        .respond(Media::Json);
    };
    let asked = match *method {
        Method::POST => from_post(headers, &body),
        Method::GET => from_get(uri),
        _ => {
            let mut response = Rejected::with_status(
                StatusCode::METHOD_NOT_ALLOWED,
                "METHOD_NOT_ALLOWED",
                "use POST, or GET for queries",
            )
            .respond(media);
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, POST"));
            return response;
        }
    };
    let reads_only = context
        .actor
        .as_deref()
        .is_some_and(|actor| matches!(actor.presence, Presence::Token { reads_only: true }));
    let prepared = asked.and_then(|asked| prepare(asked, method, reads_only));
    match prepared {
        Err(rejected) => rejected.respond(media),
        Ok((request, name)) => execute(schema, context, request, &name, media).await,
    }
}

async fn execute(
    schema: &Schema,
    context: RequestContext,
    request: Request,
    name: &str,
    media: Media,
) -> Response {
    let started = Instant::now();
    let signed_in = context.actor.is_some();
    let mode = if signed_in { IntrospectionMode::Enabled } else { IntrospectionMode::Disabled };
    let mut request = request.data(context);
    request.introspection_mode = mode;
    let answer = schema.execute(request).await;
    tracing::info!(
        operation = name,
        errors = answer.errors.len(),
        elapsed_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        "graphql"
    );
    if is_unavailable(&answer) {
        return headers::with_retry_after(respond(
            StatusCode::SERVICE_UNAVAILABLE,
            media,
            json!({"errors": answer.errors}).to_string(),
        ));
    }
    let never_ran = !answer.errors.is_empty()
        && answer.data == Value::Null
        && answer.errors.iter().all(|error| error.path.is_empty());
    if never_ran {
        let status = if media == Media::Json { StatusCode::OK } else { StatusCode::BAD_REQUEST };
        return respond(status, media, json!({"errors": named(&answer)}).to_string());
    }
    match serde_json::to_string(&answer) {
        Ok(body) => respond(StatusCode::OK, media, body),
        Err(error) => {
            tracing::error!(%error, "answer cannot be written as JSON");
            Rejected::with_status(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", "Internal error.")
                .respond(media)
        }
    }
}

/// Whether some of the answer is missing because the database was away: then none of it counts.
fn is_unavailable(answer: &Answer) -> bool {
    answer.errors.iter().any(|error| {
        let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
        code == Some(&Value::from(errors::UNAVAILABLE))
    })
}

/// Errors of a document that never ran, each with a code: the limits by name, the rest as validation.
fn named(answer: &Answer) -> Json {
    answer
        .errors
        .iter()
        .map(|error| {
            let (code, message) = match error.message.as_str() {
                "Query is too complex." => (
                    "LIMIT_EXCEEDED",
                    format!("the complexity of the query passes the limit of {}", limits::MAX_COMPLEXITY),
                ),
                "Query is nested too deep." => (
                    "LIMIT_EXCEEDED",
                    format!("the depth of the query passes the limit of {}", limits::MAX_DEPTH),
                ),
                other => ("GRAPHQL_VALIDATION_FAILED", other.to_owned()),
            };
            json!({"message": message, "locations": error.locations, "extensions": {"code": code}})
        })
        .collect()
}

fn prepare(asked: Asked, method: &Method, reads_only: bool) -> Result<(Request, String), Rejected> {
    let document = parse_query(&asked.query)
        .map_err(|error| Rejected::document("GRAPHQL_PARSE_FAILED", error.to_string()))?;
    limits::check_document(&document).map_err(|message| Rejected::document("LIMIT_EXCEEDED", message))?;
    let operation = operation_type(&document, asked.operation_name.as_deref())?;
    if *method == Method::GET && operation != OperationType::Query {
        return Err(Rejected::with_status(
            StatusCode::METHOD_NOT_ALLOWED,
            "METHOD_NOT_ALLOWED",
            "mutations need POST",
        ));
    }
    if reads_only && operation != OperationType::Query {
        return Err(Rejected::with_status(StatusCode::FORBIDDEN, "FORBIDDEN", "this token may only read"));
    }
    let name = asked.operation_name.clone().unwrap_or_else(|| "anonymous".to_owned());
    let mut request =
        Request::new(asked.query).variables(Variables::from_json(Json::Object(asked.variables)));
    request.operation_name = asked.operation_name;
    request.set_parsed_query(document);
    Ok((request, name))
}

fn operation_type(document: &ExecutableDocument, name: Option<&str>) -> Result<OperationType, Rejected> {
    let unknown = || Rejected::document("GRAPHQL_VALIDATION_FAILED", "operationName names no operation");
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Ok(operation.node.ty),
        (DocumentOperations::Single(_), Some(_)) => Err(unknown()),
        (DocumentOperations::Multiple(operations), Some(name)) => operations
            .iter()
            .find(|(key, _)| key.as_str() == name)
            .map(|(_, operation)| operation.node.ty)
            .ok_or_else(unknown),
        (DocumentOperations::Multiple(operations), None) => {
            let mut all = operations.values();
            match (all.next(), all.next()) {
                (Some(only), None) => Ok(only.node.ty),
                _ => Err(Rejected::document(
                    "GRAPHQL_VALIDATION_FAILED",
                    "the document has several operations: name one with operationName",
                )),
            }
        }
    }
}

fn from_post(headers: &HeaderMap, body: &Bytes) -> Result<Asked, Rejected> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut parts = content_type.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|media| media.eq_ignore_ascii_case(JSON));
    let charset_fits = parts.all(|parameter| match parameter.split_once('=') {
        Some((key, value)) if key.trim().eq_ignore_ascii_case("charset") => {
            value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        }
        _ => true,
    });
    if !is_json || !charset_fits {
        return Err(Rejected::with_status(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "UNSUPPORTED_MEDIA_TYPE",
            "send Content-Type: application/json",
        ));
    }
    let parsed: Json =
        serde_json::from_slice(body).map_err(|_| Rejected::bad_request("the body is not JSON"))?;
    match parsed {
        Json::Object(map) => asked(map),
        Json::Array(_) => {
            Err(Rejected::bad_request("arrays of requests are not accepted: send one at a time"))
        }
        _ => Err(Rejected::bad_request("the body must be a JSON object")),
    }
}

fn from_get(uri: &Uri) -> Result<Asked, Rejected> {
    let mut map = Map::new();
    let axum::extract::Query(pairs) = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(uri)
        .map_err(|_| Rejected::bad_request("the query string is malformed"))?;
    for (key, value) in pairs {
        match key.as_str() {
            "query" | "operationName" => {
                map.insert(key, Json::String(value));
            }
            "variables" | "extensions" => {
                let parsed = serde_json::from_str(&value)
                    .map_err(|_| Rejected::bad_request(format!("{key}: not JSON")))?;
                map.insert(key, parsed);
            }
            _ => {}
        }
    }
    asked(map)
}

fn asked(mut map: Map<String, Json>) -> Result<Asked, Rejected> {
    let query = match map.remove("query") {
        Some(Json::String(query)) => query,
        Some(_) => return Err(Rejected::bad_request("query: must be a string")),
        None => return Err(Rejected::bad_request("query: missing")),
    };
    let operation_name = match map.remove("operationName") {
        None | Some(Json::Null) => None,
        Some(Json::String(name)) => Some(name).filter(|name| !name.is_empty()),
        Some(_) => return Err(Rejected::bad_request("operationName: must be a string")),
    };
    let variables = match map.remove("variables") {
        None | Some(Json::Null) => Map::new(),
        Some(Json::Object(variables)) => variables,
        Some(_) => return Err(Rejected::bad_request("variables: must be an object")),
    };
    match map.remove("extensions") {
        None | Some(Json::Null | Json::Object(_)) => {}
        Some(_) => return Err(Rejected::bad_request("extensions: must be an object")),
    }
    Ok(Asked { query, operation_name, variables })
}

fn negotiate(headers: &HeaderMap) -> Option<Media> {
    let Some(accept) = headers.get(ACCEPT) else { return Some(Media::Json) };
    let accept = accept.to_str().ok()?;
    let mut best: Option<(Media, u16)> = None;
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let media = match parts.next().unwrap_or("").to_ascii_lowercase().as_str() {
            RESPONSE_JSON => Media::GraphqlResponse,
            JSON | "*/*" | "application/*" => Media::Json,
            _ => continue,
        };
        let weight =
            parts.find_map(|parameter| parameter.strip_prefix("q=")).map_or(1000, weight_in_thousandths);
        if weight > 0 && best.is_none_or(|(_, so_far)| weight > so_far) {
            best = Some((media, weight));
        }
    }
    best.map(|(media, _)| media)
}

fn weight_in_thousandths(q: &str) -> u16 {
    let (whole, fraction) = q.split_once('.').unwrap_or((q, ""));
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    let whole: u16 = whole.parse().unwrap_or(0);
    (whole.min(1) * 1000 + thousandths.parse::<u16>().unwrap_or(0)).min(1000)
}

fn respond(status: StatusCode, media: Media, body: String) -> Response {
    let content_type = match media {
        Media::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        Media::Json => "application/json; charset=utf-8",
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
