//! What another site makes a browser send is refused: whatever changes something must come from this site, or from no
//! site at all (a program). Beside the content type and the cookie's `SameSite`, so that no one of them stands alone.

use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;

use super::headers;
use crate::app::App;
use crate::config::Config;

/// Lets through what reads, and what comes from this site.
pub async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || is_this_site(&app.config, request.headers(), request.uri().host()) {
        return next.run(request).await;
    }
    let locale = headers::language(request.headers());
    tracing::info!(
        origin = request.headers().get(ORIGIN).and_then(|value| value.to_str().ok()),
        "refused: asked by another site"
    );
    headers::other_site(request.uri().path(), locale)
}

/// Whether a request comes from this site's own pages, or from a program.
///
/// A browser says `Sec-Fetch-Site` where it is asked over TLS or on the same machine, and no page can make it lie. In
/// all other cases its `Origin` must be the public address, or the host that was asked.
fn is_this_site(config: &Config, headers: &HeaderMap, asked_host: Option<&str>) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let vouched = match text("sec-fetch-site") {
        Some("same-origin" | "none") => true,
        Some(_) => return false,
        None => false,
    };
    let Some(origin) = text(ORIGIN.as_str()) else { return true };
    let Some((scheme, host)) = origin.split_once("://") else { return false };
    if config.public_url.as_deref().and_then(origin_of) == Some((scheme, bare(host, scheme))) {
        return true;
    }
    let forwarded = text("x-forwarded-host").filter(|_| config.trust_proxy);
    let asked = [forwarded, text(HOST.as_str()), asked_host];
    let is_asked = asked
        .into_iter()
        .flatten()
        .any(|asked| bare(asked.trim(), scheme).eq_ignore_ascii_case(bare(host, scheme)));
    let is_private_enough = scheme == "https" || !config.behind_tls;
    // Behind a proxy that says neither which host was asked nor is trusted, the browser's own word decides.
    (is_asked && is_private_enough) || vouched
}

/// Scheme and host of an address.
fn origin_of(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    Some((scheme, bare(rest.split('/').next().unwrap_or(rest), scheme)))
}

/// The host without the port that goes without saying.
fn bare<'a>(host: &'a str, scheme: &str) -> &'a str {
    let usual = if scheme == "https" { ":443" } else { ":80" };
    host.strip_suffix(usual).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(config: &Config, headers: &[(&'static str, &str)]) -> bool {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| {
                (axum::http::HeaderName::from_static(name), value.parse().expect("a header's value"))
            })
            .collect();
        is_this_site(config, &headers, None)
    }

    #[test]
    fn this_site_is_the_host_that_was_asked() {
        let plain = Config::default();
        let host = ("host", "thidua.vn");
        assert!(passes(&plain, &[host]), "a program");
        assert!(passes(&plain, &[host, ("origin", "http://thidua.vn")]));
        assert!(passes(&plain, &[("host", "thidua.vn:443"), ("origin", "https://thidua.vn")]));
        assert!(passes(&plain, &[("host", "[::1]:8080"), ("origin", "http://[::1]:8080")]));
        for origin in ["https://evil.vn", "null", "", "http://thidua.vn.evil.vn", "http://thidua.vn:8080"] {
            assert!(!passes(&plain, &[host, ("origin", origin)]), "{origin:?}");
        }
    }

    #[test]
    fn over_tls_a_page_without_it_is_another_site() {
        let tls = Config { behind_tls: true, ..Config::default() };
        assert!(!passes(&tls, &[("host", "thidua.vn"), ("origin", "http://thidua.vn")]));
        assert!(passes(&tls, &[("host", "thidua.vn"), ("origin", "https://thidua.vn")]));
    }

    #[test]
    fn the_browser_says_where_its_request_comes_from() {
        let plain = Config::default();
        let (host, ours) = (("host", "thidua.vn"), ("origin", "https://thidua.vn"));
        for site in ["cross-site", "same-site", "?"] {
            assert!(!passes(&plain, &[host, ours, ("sec-fetch-site", site)]), "{site}");
            assert!(!passes(&plain, &[host, ("sec-fetch-site", site)]), "{site}");
        }
        for site in ["same-origin", "none"] {
            assert!(passes(&plain, &[host, ours, ("sec-fetch-site", site)]), "{site}");
        }
        let hidden = [("host", "127.0.0.1:8080"), ours, ("sec-fetch-site", "same-origin")];
        assert!(passes(&plain, &hidden), "a proxy that does not pass the host on");
    }

    #[test]
    fn behind_a_proxy_the_public_address_or_the_forwarded_host_counts() {
        let inner = ("host", "127.0.0.1:8080");
        let ours = ("origin", "https://thidua.vn");
        let plain = Config::default();
        assert!(!passes(&plain, &[inner, ours]));
        let forwarded = ("x-forwarded-host", "thidua.vn");
        assert!(!passes(&plain, &[inner, ours, forwarded]), "anybody can send that header");
        let trusting = Config { trust_proxy: true, ..Config::default() };
        assert!(passes(&trusting, &[inner, ours, forwarded]));
        let public = Config { public_url: Some("https://thidua.vn/".into()), ..Config::default() };
        assert!(passes(&public, &[inner, ours]));
        assert!(!passes(&public, &[inner, ("origin", "http://thidua.vn")]));
        assert!(!passes(&public, &[inner, ("origin", "https://evil.vn")]));
    }
}
