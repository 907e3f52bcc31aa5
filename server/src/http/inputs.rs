//! What stands in an address: no control characters, text that is text, and no name that means nothing.
//!
//! GraphQL has a gate of its own (`graphql/inputs.rs`), which names the argument.

use axum::extract::{FromRequestParts, Query, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use serde::de::DeserializeOwned;

use super::headers::{self, language};
use crate::graphql::inputs::is_refused;
use crate::graphql::limits::MAX_ECHO;
use crate::shared::locale::Locale;
use crate::shared::words::shortened;

/// Greatest length of path and query together, in bytes: a search of 200 characters and a name of 200 fit thrice.
const LONGEST: usize = 8 * 1024;

const CODE: &str = "BAD_USER_INPUT";

/// Turns away an address that no part of the service could read.
pub async fn refuse_broken(request: Request, next: Next) -> Response {
    let uri = request.uri();
    if uri.path() == "/graphql" {
        return next.run(request).await;
    }
    let locale = language(request.headers());
    let parts = [uri.path(), uri.query().unwrap_or_default()];
    if parts.iter().map(|part| part.len()).sum::<usize>() > LONGEST {
        let message = match locale {
            Locale::Vi => format!("địa chỉ dài quá {LONGEST} byte"),
            Locale::En => format!("the address passes the limit of {LONGEST} bytes"),
        };
        return headers::problem(StatusCode::URI_TOO_LONG, "LIMIT_EXCEEDED", &message);
    }
    if parts.iter().any(|part| !is_text(part)) {
        let message = locale.pick(
            "địa chỉ có ký tự điều khiển hoặc không phải UTF-8",
            "the address holds control characters or is not UTF-8",
        );
        return headers::problem(StatusCode::BAD_REQUEST, CODE, message);
    }
    next.run(request).await
}

/// Whether a part of an address, decoded, is text without control characters.
fn is_text(part: &str) -> bool {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut decoded = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let escaped = match (byte, after) {
            (b'%', [high, low, ..]) => digit(high).zip(digit(low)).map(|(high, low)| high << 4 | low),
            _ => None,
        };
        decoded.push(escaped.unwrap_or(*byte));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    std::str::from_utf8(&decoded).is_ok_and(|text| !text.contains(is_refused))
}

/// What the query of an address asks for, by name.
pub struct Asked<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let locale = language(&parts.headers);
        let Query(asked) = Query::<T>::from_request_parts(parts, state).await.map_err(|rejection| {
            let reason = shortened(&rejection.body_text(), MAX_ECHO);
            let message = match locale {
                Locale::Vi => format!("tham số trong địa chỉ không đúng: {reason}"),
                Locale::En => reason,
            };
            headers::problem(StatusCode::BAD_REQUEST, CODE, &message)
        })?;
        Ok(Self(asked))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_broken_text_are_seen_behind_their_escapes() {
        for good in
            ["", "/files/VW5pdDo", "name=k%E1%BA%BF+ho%E1%BA%A1ch.pdf", "q=100%", "q=%zz", "q=a%0Ab%09"]
        {
            assert!(is_text(good), "{good}");
        }
        for bad in ["/files/%00", "name=a%1Fb", "q=%7f", "q=%ff", "q=%C3", "%e1%ba"] {
            assert!(!is_text(bad), "{bad}");
        }
    }
}
