//! GraphQL over HTTP: negotiation, parsing once up front, limits, and status codes by the specification.
//!
//! <https://graphql.github.io/graphql-over-http/draft/>. Mutations only by POST with
//! `application/json`; no array batching.

use std::time::{Duration, Instant};

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType,
};
use async_graphql::{IntrospectionMode, Request, Response as Answer, Value, Variables};
use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use serde_json::{Value as Json, json};

use super::context::RequestContext;
use super::engine_words::in_vietnamese;
use super::index::Index;
use super::limits::Price;
use super::rejected::{Media, Rejected, respond};
use super::request::{self, Asked};
use super::turns::{Turns, What, Who};
use super::{Schema, cost, errors, inputs, limits, measured};
use crate::access::Presence;
use crate::http::headers;
use crate::shared::locale::Locale;
use crate::shared::operation;
use crate::shared::words::shortened;

/// A request that may run.
struct Prepared {
    request: Request,
    /// Name of its operation, for the log.
    name: String,
    price: Price,
    what: What,
}

/// Answers one GraphQL request.
pub async fn handle(
    schema: &Schema,
    turns: &Turns,
    context: RequestContext,
    method: &Method,
    uri: &Uri,
    asked: &HeaderMap,
    body: Bytes,
) -> Response {
    let locale = context.locale;
    let Some(media) = request::negotiate(asked) else {
        return Rejected::with_status(
            StatusCode::NOT_ACCEPTABLE,
            "NOT_ACCEPTABLE",
            "chỉ trả lời application/graphql-response+json hoặc application/json",
            "accept application/graphql-response+json or application/json",
        )
        .respond(Media::Json, locale);
    };
    let prepared =
        request::read(method, uri, asked, &body).and_then(|asked| prepare(asked, method, &context));
    let prepared = match prepared {
        Ok(prepared) => prepared,
        Err(rejected) => return rejected.respond(media, locale),
    };
    let who = match &context.actor {
        Some(actor) => Who::Account(actor.account),
        None => Who::Stranger(context.address.clone()),
    };
    match turns.take(who, prepared.what, limits::MAX_WAIT).await {
        Err(_) => Rejected::busy(5).respond(media, locale),
        Ok(_turn) => execute(schema, context, prepared, media).await,
    }
}

async fn execute(schema: &Schema, context: RequestContext, prepared: Prepared, media: Media) -> Response {
    let Prepared { request, name, price, .. } = prepared;
    operation::named(&name);
    let started = Instant::now();
    let locale = context.locale;
    let request_id = context.request_id.clone();
    let seconds = context.app.config.request_seconds();
    let mode = if context.actor.is_some() { IntrospectionMode::Enabled } else { IntrospectionMode::Disabled };
    let mut request = request.data(context);
    request.introspection_mode = mode;
    // Past its time the resolvers are dropped where they stand: a transaction that has not committed is rolled back.
    let limit = Duration::from_secs(u64::from(seconds));
    let answer = tokio::time::timeout(limit, schema.execute(request)).await;
    if let Ok(answer) = &answer {
        measured::note_errors(answer);
    }
    tracing::info!(
        operation = name,
        cost = price.requested,
        errors = answer.as_ref().map_or(1, |answer| answer.errors.len()),
        elapsed_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        "graphql"
    );
    let Ok(mut answer) = answer else {
        return Rejected::too_slow(seconds, price).respond(media, locale);
    };
    let has_run = has_run(&answer);
    errors::complete(&mut answer.errors, has_run, locale, request_id.as_deref());
    if is_unavailable(&answer) {
        let body = json!({"errors": answer.errors, "extensions": {"cost": price.told(None)}});
        let response = respond(StatusCode::SERVICE_UNAVAILABLE, media, body.to_string());
        return headers::with_retry_after(response);
    }
    if !has_run {
        let status = if media == Media::Json { StatusCode::OK } else { StatusCode::BAD_REQUEST };
        let body = json!({"errors": answer.errors, "extensions": {"cost": price.told(None)}});
        return respond(status, media, body.to_string());
    }
    let cost = price.told(Some(cost::answered(&answer.data)));
    answer.extensions.insert("cost".to_owned(), Value::from_json(cost).unwrap_or_default());
    match serde_json::to_string(&answer) {
        Ok(body) => respond(StatusCode::OK, media, body),
        Err(error) => {
            tracing::error!(%error, "answer cannot be written as JSON");
            let [vi, en] = [Locale::Vi, Locale::En].map(errors::internal);
            Rejected::with_status(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", vi, en)
                .respond(media, locale)
        }
    }
}

/// Whether the document was answered, if only with errors at its fields.
fn has_run(answer: &Answer) -> bool {
    answer.errors.is_empty()
        || answer.data != Value::Null
        || answer.errors.iter().any(|error| !error.path.is_empty())
}

/// Whether some of the answer is missing because the database was away: then none of it counts.
fn is_unavailable(answer: &Answer) -> bool {
    answer.errors.iter().any(|error| {
        let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
        code == Some(&Value::from(errors::UNAVAILABLE))
    })
}

fn prepare(asked: Asked, method: &Method, context: &RequestContext) -> Result<Prepared, Rejected> {
    limits::check_text(&asked.query)?;
    let mut document = parse_query(&asked.query).map_err(|error| unparsed(&error))?;
    let operation = operation(&document, asked.operation_name.as_deref())?;
    let ty = operation.ty;
    if *method == Method::GET && ty != OperationType::Query {
        return Err(Rejected::method("POST", "thay đổi dữ liệu phải dùng POST", "mutations need POST"));
    }
    let reads_only = context
        .actor
        .as_deref()
        .is_some_and(|actor| matches!(actor.presence, Presence::Token { reads_only: true }));
    if reads_only && ty != OperationType::Query {
        return Err(Rejected::with_status(
            StatusCode::FORBIDDEN,
            "FORBIDDEN",
            "mã truy cập này chỉ được đọc",
            "this token may only read",
        ));
    }
    let mut variables = Variables::from_json(Json::Object(asked.variables));
    inputs::check_present(operation, &variables)?;
    let price = limits::check_document(&document, &variables, context.actor.is_some())?;
    inputs::admit(&mut document, &mut variables, Index::own())?;
    let what = if ty == OperationType::Query { What::Read(price.roots) } else { What::Deed };
    let name = asked.operation_name.as_deref().or_else(|| measured::only_name(&document));
    let name = name.unwrap_or("anonymous").to_owned();
    let mut request = Request::new(asked.query).variables(variables);
    request.operation_name = asked.operation_name;
    request.set_parsed_query(document);
    Ok(Prepared { request, name, price, what })
}

/// A document that is no GraphQL: where it stops being so, without the text around it.
fn unparsed(error: &async_graphql::parser::Error) -> Rejected {
    let text = error.to_string();
    let reason = text.rsplit("= ").next().unwrap_or(&text).trim();
    let reason = shortened(reason, limits::MAX_ECHO / 2);
    match error.positions().next() {
        Some(at) => Rejected::document(
            "GRAPHQL_PARSE_FAILED",
            format!("dòng {}, cột {}: {}", at.line, at.column, in_vietnamese(&reason)),
            format!("line {}, column {}: {reason}", at.line, at.column),
        ),
        None => Rejected::document("GRAPHQL_PARSE_FAILED", in_vietnamese(&reason), reason),
    }
}

/// The operation that is to run.
fn operation<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Result<&'a OperationDefinition, Rejected> {
    let unknown = || {
        Rejected::document(
            "GRAPHQL_VALIDATION_FAILED",
            "operationName không phải tên của thao tác nào",
            "operationName names no operation",
        )
    };
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Ok(&operation.node),
        (DocumentOperations::Single(_), Some(_)) => Err(unknown()),
        (DocumentOperations::Multiple(operations), Some(name)) => operations
            .iter()
            .find(|(key, _)| key.as_str() == name)
            .map(|(_, operation)| &operation.node)
            .ok_or_else(unknown),
        (DocumentOperations::Multiple(operations), None) => {
            let mut all = operations.values();
            match (all.next(), all.next()) {
                (Some(only), None) => Ok(&only.node),
                _ => Err(Rejected::document(
                    "GRAPHQL_VALIDATION_FAILED",
                    "yêu cầu có nhiều thao tác: hãy chọn một bằng operationName",
                    "the document has several operations: name one with operationName",
                )),
            }
        }
    }
}
