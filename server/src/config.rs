//! Settings: a TOML file, then `THIDUA_*` variables, then command-line options; checked once at start.

use std::net::SocketAddr;
use std::path::Path;

use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

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
    /// Log lines as `text` or `json`.
    pub log_format: LogFormat,
    /// Log filter, for example `info` or `thidua=debug`.
    pub log: String,
    /// Demonstration only: the clock starts here (RFC 3339) when the server starts.
    #[serde(default, with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
    pub clock_starts_at: Option<OffsetDateTime>,
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
            behind_tls: false,
            trust_proxy: false,
            session_idle_minutes: 60,
            session_absolute_hours: 12,
            password_min_length: 12,
            log_format: LogFormat::Text,
            log: "info,sea_orm_migration=warn,memory_serve=warn".into(),
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
            .merge(Env::prefixed("THIDUA_").ignore(&["config", "test_database"]))
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
        if !(5..=1440).contains(&self.session_idle_minutes) {
            return Err(bad("session_idle_minutes", "must be between 5 and 1440"));
        }
        if !(1..=168).contains(&self.session_absolute_hours) {
            return Err(bad("session_absolute_hours", "must be between 1 and 168"));
        }
        if !(8..=64).contains(&self.password_min_length) {
            return Err(bad("password_min_length", "must be between 8 and 64"));
        }
        Ok(())
    }

    /// Fewest characters of a password.
    #[must_use]
    pub fn password_min_length(&self) -> usize {
        usize::try_from(self.password_min_length).unwrap_or(usize::MAX)
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
        let config = Config { session_idle_minutes: 1, ..Config::default() };
        assert_eq!(config.check().expect_err("too short").name, "session_idle_minutes");
    }
}
