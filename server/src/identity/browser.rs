//! The browser of a request, as far as the throttle must know it: a cookie that says "somebody signed in here before".
//! It opens nothing; the server keeps a hash of it for each account that entered by it.

use rand::Rng as _;
use time::Duration;
use tower_cookies::{Cookie, Cookies};
use tower_sessions::cookie::SameSite;

const COOKIE: &str = "thidua_browser";
const SECRET_BYTES: usize = 32;

/// How long a browser is known after it was last used to sign in.
pub const KNOWN_FOR: Duration = Duration::days(365);

/// The browser of a request; one without cookies is nobody's.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    cookies: Option<Cookies>,
    is_secure: bool,
}

impl Browser {
    /// The browser that sent these cookies; `is_secure` when it speaks by TLS alone.
    #[must_use]
    pub fn new(cookies: Option<Cookies>, is_secure: bool) -> Self {
        Self { cookies, is_secure }
    }

    /// What it keeps, when it has the form of a secret of ours.
    #[must_use]
    pub fn secret(&self) -> Option<String> {
        let kept = self.cookies.as_ref()?.get(COOKIE)?.value().to_owned();
        let is_ours = kept.len() == SECRET_BYTES * 2 && kept.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_ours.then_some(kept)
    }

    /// Lets it keep a secret for as long as it is known. `Lax`, so that it also comes back from an identity provider.
    pub fn keep(&self, secret: &str) {
        let Some(cookies) = &self.cookies else { return };
        let cookie = Cookie::build((COOKIE, secret.to_owned()))
            .path("/")
            .max_age(KNOWN_FOR)
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.is_secure);
        cookies.add(cookie.build());
    }
}

/// A new secret.
#[must_use]
pub fn fresh_secret() -> String {
    let mut secret = [0_u8; SECRET_BYTES];
    rand::rng().fill(&mut secret);
    hex::encode(secret)
}
