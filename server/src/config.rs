//! Settings: a TOML file, then `THIDUA_*` variables, then command-line options; checked once at start.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::access::Role;

/// Minutes after which a deed of weight asks again, unless the settings say otherwise.
const STEP_UP_MINUTES: u32 = 10;

/// Seconds after which a GraphQL request is stopped, unless the settings say otherwise.
const REQUEST_SECONDS: u32 = 30;

/// Every setting, with the name it has in the file; `THIDUA_<NAME>` overrides it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `sqlite://path/to/file.db` or `postgres://user@host/database`.
    pub database_url: String,
    /// Address to listen on.
    pub listen: String,
    /// Where evidence files are kept: a local folder, or `s3://bucket/prefix` (credentials by the usual `AWS_*` variables).
    pub files_url: String,
    /// The public address of this server, such as `https://thidua.angiang.gov.vn`: where the codes on certificates
    /// lead. Without it certificates carry none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_url: Option<String>,
    /// Set when the server is reached over TLS: cookies become `Secure`.
    pub behind_tls: bool,
    /// Set when a reverse proxy in front sets `X-Forwarded-For`; otherwise that header is ignored.
    pub trust_proxy: bool,
    /// Minutes without a request after which a session ends (5 to 1440).
    pub session_idle_minutes: u32,
    /// Hours after which a session ends in any case (1 to 168).
    pub session_absolute_hours: u32,
    /// Fewest characters of a password (8 to 64). NIST SP 800-63B asks for 8 where a second factor is
    /// compulsory, 15 where the password stands alone.
    pub password_min_length: u32,
    /// Minutes after which a deed of weight asks again for password or code (1 to 720); 10 by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step_up_minutes: Option<u32>,
    /// Seconds after which a GraphQL request is stopped (1 to 600); 30 by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_seconds: Option<u32>,
    /// Roles that cannot do without a second factor.
    pub second_factor_roles: Vec<String>,
    /// Whether those roles must set up a second factor at their next sign-in; true by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor_required: Option<bool>,
    /// Key under which the second factors' secrets are stored: 64 hexadecimal digits, for example of
    /// `openssl rand -hex 32`. Without it they are stored as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_key: Option<String>,
    /// Longest life of a personal token, in days (1 to 1096).
    pub token_max_days: u32,
    /// Sign-in through an identity provider (OpenID Connect); without it there are passwords alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sso: Option<Sso>,
    /// Folder with PostgreSQL's programs (`pg_dump`, `pg_restore`, `psql`), which backups use; without it they are
    /// looked for on the PATH.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postgres_programs: Option<PathBuf>,
    /// Log lines as `text` or `json`.
    pub log_format: LogFormat,
    /// Log filter, for example `info` or `thidua=debug`.
    pub log: String,
    /// Most log lines a minute of one place in the code (10 to 1000000); further ones are counted, not written.
    pub log_lines_per_minute: u32,
    /// Milliseconds from which on an operation or an SQL statement is written to the log as slow (1 to 600000).
    pub slow_ms: u32,
    /// Address where Prometheus may ask for metrics, such as `127.0.0.1:9090`; without it nowhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metrics_listen: Option<String>,
    /// Where traces are sent (OTLP over HTTP), such as `http://127.0.0.1:4318`; without it nowhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otlp_endpoint: Option<String>,
    /// Most connections at once (8 to 100000); when they are all open, the one idle for longest makes room.
    pub connections_max: u32,
    /// Most connections at once from one client's address, of IPv6 from one /64 network (8 to 100000); behind a
    /// trusted proxy it does not count, as all come from there.
    pub connections_per_address: u32,
    /// Seconds that requests in flight have to finish when the server is told to stop (0 to 3600).
    pub stop_seconds: u32,
    /// Demonstration only: the clock starts here (RFC 3339) when the server starts.
    #[serde(default, with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    pub clock_starts_at: Option<OffsetDateTime>,
}

/// The settings of sign-in through an identity provider: the table `[sso]`, or `THIDUA_SSO__<NAME>`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sso {
    /// The provider's issuer, as in its discovery document.
    pub issuer: String,
    /// Our name at the provider.
    pub client_id: String,
    /// Our secret at the provider; without it we are a public client, protected by PKCE alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<String>,
    /// Where the provider sends the browser back: the public address of this server, then `/auth/oidc/callback`.
    pub redirect_url: String,
    /// Name on the button, in Vietnamese.
    pub name_vi: String,
    /// Name on the button, in English.
    pub name_en: String,
    /// What is asked for beside `openid`.
    #[serde(default = "usual_scopes")]
    pub scopes: Vec<String>,
    /// How an account is found where no link is stored.
    #[serde(default)]
    pub link_by: LinkBy,
}

fn usual_scopes() -> Vec<String> {
    ["profile", "email"].map(str::to_owned).to_vec()
}

/// How an account is found where no link with the provider's name is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkBy {
    /// Not at all: `thidua user link` stores links.
    #[default]
    Nothing,
    /// By the e-mail address that the provider has verified.
    Email,
    /// By the provider's `preferred_username`, equal to the sign-in name.
    Login,
}

const CALLBACK: &str = "/auth/oidc/callback";

impl Sso {
    fn check(&self) -> Result<(), BadSetting> {
        if !is_private_way(&self.issuer) {
            return Err(bad("sso.issuer", "must begin with https:// (http:// on this machine only)"));
        }
        if !is_private_way(&self.redirect_url) || !self.redirect_url.ends_with(CALLBACK) {
            return Err(bad(
                "sso.redirect_url",
                format!("must begin with https:// (http:// on this machine only) and end with {CALLBACK}"),
            ));
        }
        for (name, value) in
            [("client_id", &self.client_id), ("name_vi", &self.name_vi), ("name_en", &self.name_en)]
        {
            if value.trim().is_empty() {
                return Err(bad(&format!("sso.{name}"), "must not be empty"));
            }
        }
        Ok(())
    }

    /// Where the provider sends the browser after it has left there too.
    #[must_use]
    pub fn sign_out_redirect(&self) -> String {
        format!("{}/sign-in", self.redirect_url.trim_end_matches(CALLBACK))
    }
}

/// Over TLS, or without leaving this machine.
fn is_private_way(url: &str) -> bool {
    let host = url.strip_prefix("http://").and_then(|rest| rest.split(['/', ':']).next());
    url.starts_with("https://") || matches!(host, Some("localhost" | "127.0.0.1"))
}

/// Shape of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database_url: "sqlite://thidua.db".into(),
            listen: "127.0.0.1:8080".into(),
            files_url: "thidua-files".into(),
            public_url: None,
            behind_tls: false,
            trust_proxy: false,
            session_idle_minutes: 60,
            session_absolute_hours: 12,
            password_min_length: 12,
            step_up_minutes: None,
            request_seconds: None,
            second_factor_roles: [Role::CampaignManager, Role::AppraisalLead, Role::SysAdmin]
                .map(|role| role.code().to_owned())
                .to_vec(),
            second_factor_required: None,
            secret_key: None,
            token_max_days: 365,
            sso: None,
            postgres_programs: None,
            log_format: LogFormat::Text,
            log: "info,sea_orm_migration=warn,memory_serve=warn".into(),
            log_lines_per_minute: 600,
            slow_ms: 1000,
            metrics_listen: None,
            otlp_endpoint: None,
            connections_max: 1024,
            connections_per_address: 256,
            stop_seconds: 20,
            clock_starts_at: None,
        }
    }
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("setting {name}: {reason}")]
pub struct BadSetting {
    /// Name of the setting as in the file.
    pub name: String,
    /// What is wrong and what is expected.
    pub reason: String,
}

impl Config {
    /// Reads and checks the settings; the first bad one is named in the error.
    pub fn load(file: Option<&Path>) -> Result<Self, BadSetting> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(file) = file {
            if !file.is_file() {
                return Err(bad("config", format!("the file {} does not exist", file.display())));
            }
            figment = figment.merge(Toml::file_exact(file));
        }
        let config: Self = figment
            .merge(Env::prefixed("THIDUA_").ignore(&["config", "test_database"]).split("__"))
            .extract()
            .map_err(|error| bad(&error.path.join("."), error.kind.to_string()))?;
        config.check()?;
        Ok(config)
    }

    /// Checks every setting.
    pub fn check(&self) -> Result<(), BadSetting> {
        let url = &self.database_url;
        if !(url.starts_with("sqlite:") || url.starts_with("postgres://") || url.starts_with("postgresql://"))
        {
            return Err(bad("database_url", "must begin with sqlite:, postgres:// or postgresql://"));
        }
        self.address()?;
        if self.files_url.is_empty() {
            return Err(bad("files_url", "must be a folder or s3://bucket/prefix"));
        }
        if self.public_url.as_deref().is_some_and(|url| !is_private_way(url)) {
            return Err(bad("public_url", "must begin with https:// (http:// on this machine only)"));
        }
        if !(5..=1440).contains(&self.session_idle_minutes) {
            return Err(bad("session_idle_minutes", "must be between 5 and 1440"));
        }
        if !(1..=168).contains(&self.session_absolute_hours) {
            return Err(bad("session_absolute_hours", "must be between 1 and 168"));
        }
        if !(8..=64).contains(&self.password_min_length) {
            return Err(bad("password_min_length", "must be between 8 and 64"));
        }
        if !(1..=720).contains(&self.step_up_minutes.unwrap_or(STEP_UP_MINUTES)) {
            return Err(bad("step_up_minutes", "must be between 1 and 720"));
        }
        if !(1..=600).contains(&self.request_seconds()) {
            return Err(bad("request_seconds", "must be between 1 and 600"));
        }
        if let Some(unknown) = self.second_factor_roles.iter().find(|code| Role::from_str(code).is_err()) {
            return Err(bad("second_factor_roles", format!("{unknown:?} is not a role")));
        }
        if !(1..=1096).contains(&self.token_max_days) {
            return Err(bad("token_max_days", "must be between 1 and 1096"));
        }
        self.check_edge()?;
        self.secret_key_bytes()?;
        self.sso.as_ref().map_or(Ok(()), Sso::check)
    }

    /// Checks what bounds connections and log, and where numbers and traces go.
    fn check_edge(&self) -> Result<(), BadSetting> {
        let ranges = [
            ("log_lines_per_minute", self.log_lines_per_minute, 10, 1_000_000),
            ("slow_ms", self.slow_ms, 1, 600_000),
            ("connections_max", self.connections_max, 8, 100_000),
            ("connections_per_address", self.connections_per_address, 8, 100_000),
            ("stop_seconds", self.stop_seconds, 0, 3600),
        ];
        for (name, value, least, most) in ranges {
            if !(least..=most).contains(&value) {
                return Err(bad(name, format!("must be between {least} and {most}")));
            }
        }
        self.metrics_address()?;
        let is_web = |url: &str| url.starts_with("http://") || url.starts_with("https://");
        if self.otlp_endpoint.as_deref().is_some_and(|url| !is_web(url)) {
            return Err(bad("otlp_endpoint", "must begin with http:// or https://"));
        }
        Ok(())
    }

    /// The address where metrics are asked for.
    pub fn metrics_address(&self) -> Result<Option<SocketAddr>, BadSetting> {
        let parsed = self.metrics_listen.as_deref().map(|text| {
            text.parse().map_err(|_| {
                bad("metrics_listen", format!("{text:?} is not an address such as 127.0.0.1:9090"))
            })
        });
        parsed.transpose()
    }

    /// From when on an operation or a statement is slow.
    #[must_use]
    pub fn slow(&self) -> std::time::Duration {
        std::time::Duration::from_millis(u64::from(self.slow_ms))
    }

    /// Fewest characters of a password.
    #[must_use]
    pub fn password_min_length(&self) -> usize {
        usize::try_from(self.password_min_length).unwrap_or(usize::MAX)
    }

    /// How long a proof of identity lasts for deeds of weight.
    #[must_use]
    pub fn step_up(&self) -> Duration {
        Duration::minutes(i64::from(self.step_up_minutes.unwrap_or(STEP_UP_MINUTES)))
    }

    /// Seconds after which a GraphQL request is stopped.
    #[must_use]
    pub fn request_seconds(&self) -> u32 {
        self.request_seconds.unwrap_or(REQUEST_SECONDS)
    }

    /// Whether privileged roles must set up a second factor.
    #[must_use]
    pub fn is_second_factor_required(&self) -> bool {
        self.second_factor_required.unwrap_or(true)
    }

    /// Roles that cannot do without a second factor.
    #[must_use]
    pub fn second_factor_roles(&self) -> Vec<Role> {
        self.second_factor_roles.iter().filter_map(|code| code.parse().ok()).collect()
    }

    /// The key of the second factors' secrets.
    pub fn secret_key_bytes(&self) -> Result<Option<[u8; 32]>, BadSetting> {
        let Some(text) = &self.secret_key else { return Ok(None) };
        let bytes = hex::decode(text.trim()).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        bytes.map(Some).ok_or_else(|| bad("secret_key", "must be 64 hexadecimal digits"))
    }

    /// The address to listen on.
    pub fn address(&self) -> Result<SocketAddr, BadSetting> {
        self.listen
            .parse()
            .map_err(|_| bad("listen", format!("{:?} is not an address such as 127.0.0.1:8080", self.listen)))
    }
}

fn bad(name: &str, reason: impl Into<String>) -> BadSetting {
    BadSetting { name: name.to_owned(), reason: reason.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_valid() {
        assert!(Config::default().check().is_ok());
    }

    #[test]
    fn a_bad_setting_is_named() {
        let config = Config { listen: "here".into(), ..Config::default() };
        assert_eq!(config.check().expect_err("not an address").name, "listen");
        let config = Config { database_url: "mysql://x".into(), ..Config::default() };
        assert_eq!(config.check().expect_err("not supported").name, "database_url");
        let config = Config { public_url: Some("thidua.vn".into()), ..Config::default() };
        assert_eq!(config.check().expect_err("no address").name, "public_url");
        let config = Config { secret_key: Some("abc".into()), ..Config::default() };
        assert_eq!(config.check().expect_err("too short").name, "secret_key");
        let config = Config { second_factor_roles: vec!["KING".into()], ..Config::default() };
        assert_eq!(config.check().expect_err("no role").name, "second_factor_roles");
        let config = Config { metrics_listen: Some("9090".into()), ..Config::default() };
        assert_eq!(config.check().expect_err("no address").name, "metrics_listen");
        let config = Config { otlp_endpoint: Some("127.0.0.1:4318".into()), ..Config::default() };
        assert_eq!(config.check().expect_err("no address").name, "otlp_endpoint");
        let config = Config { connections_max: 0, ..Config::default() };
        assert_eq!(config.check().expect_err("too few").name, "connections_max");
        let config = Config { session_idle_minutes: 1, ..Config::default() };
        assert_eq!(config.check().expect_err("too short").name, "session_idle_minutes");
    }

    #[test]
    fn the_provider_is_reached_in_private() {
        let sso = Sso {
            issuer: "https://sso.angiang.gov.vn".into(),
            client_id: "thidua".into(),
            client_secret: None,
            redirect_url: "https://thidua.angiang.gov.vn/auth/oidc/callback".into(),
            name_vi: "SSO".into(),
            name_en: "SSO".into(),
            scopes: usual_scopes(),
            link_by: LinkBy::Nothing,
        };
        assert!(sso.check().is_ok());
        assert_eq!(sso.sign_out_redirect(), "https://thidua.angiang.gov.vn/sign-in");
        let name = |sso: &Sso| sso.check().expect_err("bad").name;
        let open = Sso { issuer: "http://sso.angiang.gov.vn".into(), ..sso.clone() };
        assert_eq!(name(&open), "sso.issuer");
        assert!(Sso { issuer: "http://127.0.0.1:4000".into(), ..sso.clone() }.check().is_ok());
        let elsewhere = Sso { redirect_url: "https://thidua.angiang.gov.vn/".into(), ..sso.clone() };
        assert_eq!(name(&elsewhere), "sso.redirect_url");
        assert_eq!(name(&Sso { client_id: " ".into(), ..sso }), "sso.client_id");
    }
}
