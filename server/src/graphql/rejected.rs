//! A request that never reaches execution: its status, its code, and what is wrong in the reader's language.

use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde_json::{Map, Value as Json, json};

use super::inputs::BadInput;
use super::limits::{self, Passed, Price};
use crate::shared::locale::Locale;
use crate::shared::operation::{self, Note};
use crate::shared::words::Words;

/// The media type of an answer; it decides the status codes of request errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// `application/graphql-response+json`.
    GraphqlResponse,
    /// `application/json`.
    Json,
}

/// A request that never reaches execution.
#[derive(Debug)]
pub struct Rejected {
    status: StatusCode,
    /// Status under `application/json`, where the specification keeps 200 for document errors.
    legacy_status: StatusCode,
    code: &'static str,
    words: Words,
    extensions: Map<String, Json>,
    /// What the document costs, where that is known.
    price: Option<Price>,
    /// Methods that would be taken.
    allow: Option<&'static str>,
    /// Seconds after which it may be tried again.
    retry_after: Option<u16>,
}

impl Rejected {
    /// The request is malformed.
    pub fn bad_request(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self::with_status(StatusCode::BAD_REQUEST, "BAD_REQUEST", vi, en)
    }

    /// The document is.
    pub fn document(code: &'static str, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { legacy_status: StatusCode::OK, ..Self::with_status(StatusCode::BAD_REQUEST, code, vi, en) }
    }

    /// Anything else.
    pub fn with_status(
        status: StatusCode,
        code: &'static str,
        vi: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self {
            status,
            legacy_status: status,
            code,
            words: Words::new(vi, en),
            extensions: Map::new(),
            price: None,
            allow: None,
            retry_after: None,
        }
    }

    /// A method that is not taken, where others are.
    pub fn method(allow: &'static str, vi: &str, en: &str) -> Self {
        let rejected = Self::with_status(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", vi, en);
        Self { allow: Some(allow), ..rejected }
    }

    /// The body passes a bound, files left out.
    pub fn too_large(limit: usize) -> Self {
        let Words { vi, en } = limits::body_words(limit);
        Self::with_status(StatusCode::PAYLOAD_TOO_LARGE, "LIMIT_EXCEEDED", vi, en)
    }

    /// Too many at once: come again.
    pub fn busy(seconds: u16) -> Self {
        let rejected = Self::with_status(
            StatusCode::TOO_MANY_REQUESTS,
            "TOO_MANY_REQUESTS",
            "đang có quá nhiều yêu cầu; hãy thử lại sau ít giây",
            "too many requests at once; try again in a few seconds",
        );
        Self { retry_after: Some(seconds), ..rejected }
    }

    /// It took longer than a request may.
    pub fn too_slow(seconds: u32, price: Price) -> Self {
        let rejected = Self::with_status(
            StatusCode::SERVICE_UNAVAILABLE,
            "DEADLINE_EXCEEDED",
            format!("yêu cầu chạy quá {seconds} giây nên đã dừng; hãy xem lại dữ liệu trước khi gửi lại"),
            format!(
                "the request ran longer than {seconds} seconds and was stopped; read again before you repeat it"
            ),
        );
        Self { price: Some(price), ..rejected }
    }

    /// Its errors as they are told.
    fn errors(&self, locale: Locale) -> Json {
        let mut extensions = self.extensions.clone();
        extensions.insert("code".to_owned(), self.code.into());
        json!([{"message": self.words.clone().into_text(locale), "extensions": extensions}])
    }

    /// The answer.
    pub fn respond(self, media: Media, locale: Locale) -> Response {
        operation::note(Note::Error, self.code);
        let status = if media == Media::Json { self.legacy_status } else { self.status };
        let mut body = json!({"errors": self.errors(locale)});
        if let Some(price) = self.price {
            body["extensions"] = json!({"cost": price.told(None)});
        }
        let mut response = respond(status, media, body.to_string());
        if let Some(allow) = self.allow {
            response.headers_mut().insert(ALLOW, HeaderValue::from_static(allow));
        }
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<Passed> for Rejected {
    fn from(passed: Passed) -> Self {
        let Passed { code, words, extensions, price } = passed;
        Self { extensions, price, ..Self::document(code, words.vi, words.en) }
    }
}

impl From<BadInput> for Rejected {
    fn from(bad: BadInput) -> Self {
        let BadInput { path, words } = bad;
        let extensions = Map::from_iter([("path".to_owned(), json!(path))]);
        Self { extensions, ..Self::document("BAD_USER_INPUT", words.vi, words.en) }
    }
}

/// An answer of GraphQL.
pub fn respond(status: StatusCode, media: Media, body: String) -> Response {
    let content_type = match media {
        Media::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        Media::Json => "application/json; charset=utf-8",
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
