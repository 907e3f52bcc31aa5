//! Reading a request: what it accepts, and the parts of what it asks.

use axum::body::Bytes;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use serde_json::{Map, Value as Json};

use super::limits::{MAX_BODY, MAX_OPERATION_NAME};
use super::rejected::{Media, Rejected};

const RESPONSE_JSON: &str = "application/graphql-response+json";
const JSON: &str = "application/json";

/// Parts of a request before parsing.
pub struct Asked {
    /// The document.
    pub query: String,
    /// Which of its operations, when it says so.
    pub operation_name: Option<String>,
    /// Values of its variables.
    pub variables: Map<String, Json>,
}

/// Reads the parts of a request.
pub fn read(method: &Method, uri: &Uri, headers: &HeaderMap, body: &Bytes) -> Result<Asked, Rejected> {
    match *method {
        Method::POST => from_post(headers, body),
        Method::GET => from_get(uri),
        _ => Err(Rejected::method(
            "GET, POST",
            "hãy dùng POST, hoặc GET để truy vấn",
            "use POST, or GET for queries",
        )),
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
            "hãy gửi kèm Content-Type: application/json",
            "send Content-Type: application/json",
        ));
    }
    let parsed: Json = serde_json::from_slice(body)
        .map_err(|_| Rejected::bad_request("nội dung không phải JSON", "the body is not JSON"))?;
    if body.len() > MAX_BODY && body.len() - files(&parsed).min(body.len()) > MAX_BODY {
        return Err(Rejected::too_large(MAX_BODY));
    }
    match parsed {
        Json::Object(map) => asked(map),
        Json::Array(_) => Err(Rejected::bad_request(
            "không nhận nhiều yêu cầu trong một mảng; hãy gửi từng yêu cầu",
            "arrays of requests are not accepted: send one at a time",
        )),
        _ => Err(Rejected::bad_request(
            "nội dung phải là một đối tượng JSON",
            "the body must be a JSON object",
        )),
    }
}

/// Bytes of the files among the variables: what else a request holds is bounded without them. The gate on inputs
/// sees to it that only a file is so long.
fn files(value: &Json) -> usize {
    match value {
        Json::Object(fields) => fields
            .iter()
            .map(|(name, value)| match value {
                Json::String(text) if name == "content" => text.len(),
                _ => files(value),
            })
            .sum(),
        Json::Array(values) => values.iter().map(files).sum(),
        _ => 0,
    }
}

fn from_get(uri: &Uri) -> Result<Asked, Rejected> {
    let mut map = Map::new();
    let axum::extract::Query(pairs) = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(uri)
        .map_err(|_| Rejected::bad_request("chuỗi truy vấn không đúng", "the query string is malformed"))?;
    for (key, value) in pairs {
        match key.as_str() {
            "query" | "operationName" => {
                map.insert(key, Json::String(value));
            }
            "variables" | "extensions" => {
                let parsed = serde_json::from_str(&value).map_err(|_| {
                    Rejected::bad_request(format!("{key}: không phải JSON"), format!("{key}: not JSON"))
                })?;
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
        Some(_) => return Err(Rejected::bad_request("query: phải là chuỗi", "query: must be a string")),
        None => return Err(Rejected::bad_request("query: thiếu", "query: missing")),
    };
    let operation_name = match map.remove("operationName") {
        None | Some(Json::Null) => None,
        Some(Json::String(name)) => Some(name).filter(|name| !name.is_empty()),
        Some(_) => {
            return Err(Rejected::bad_request(
                "operationName: phải là chuỗi",
                "operationName: must be a string",
            ));
        }
    };
    // It stands in the log.
    let is_name = |name: &String| {
        name.len() <= MAX_OPERATION_NAME
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    if !operation_name.as_ref().is_none_or(is_name) {
        return Err(Rejected::bad_request(
            format!("operationName: tên gồm chữ, số, dấu gạch dưới, nhiều nhất {MAX_OPERATION_NAME}"),
            format!("operationName: letters, digits and underscores, at most {MAX_OPERATION_NAME}"),
        ));
    }
    let variables = match map.remove("variables") {
        None | Some(Json::Null) => Map::new(),
        Some(Json::Object(variables)) => variables,
        Some(_) => {
            return Err(Rejected::bad_request(
                "variables: phải là đối tượng",
                "variables: must be an object",
            ));
        }
    };
    match map.remove("extensions") {
        None | Some(Json::Null | Json::Object(_)) => {}
        Some(_) => {
            return Err(Rejected::bad_request(
                "extensions: phải là đối tượng",
                "extensions: must be an object",
            ));
        }
    }
    Ok(Asked { query, operation_name, variables })
}

/// The media type in which to answer; `None` when nothing of ours is accepted.
pub fn negotiate(headers: &HeaderMap) -> Option<Media> {
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
