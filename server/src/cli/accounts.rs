//! `thidua user add`, `thidua user link` and `thidua user passwd`.

use std::io::{BufRead as _, IsTerminal as _};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use time::Date;
use time::macros::format_description;

use super::{open, say};
use crate::access::Role;
use crate::app::App;
use crate::config::Config;
use crate::identity::{self, NamedScope, NewAccount, NewAssignment};
use crate::shared::clock::vietnam_date;
use crate::shared::locale::Locale;
use crate::{sso, units};

/// `thidua user`.
#[derive(Args)]
pub struct User {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Subcommand)]
enum Deed {
    /// Makes an account; its first password is read from standard input and must be changed.
    Add(Add),
    /// Links an account with its name at the identity provider.
    Link {
        /// Name for signing in.
        login: String,
        /// The provider's lasting name for the person (`sub`).
        subject: String,
    },
    /// Sets a new first password, read from standard input, and ends the person's sessions.
    Passwd {
        /// Name for signing in.
        login: String,
    },
}

#[derive(Args)]
struct Add {
    /// Name for signing in.
    login: String,
    /// Full name.
    #[arg(long)]
    name: String,
    /// Code of the unit where the person works; roles that may be bound to a unit are given over it.
    #[arg(long)]
    unit: Option<String>,
    /// Gives roles that may be bound to a unit over the whole province.
    #[arg(long)]
    province_wide: bool,
    /// Role, for example UNIT_FOCAL; may be repeated.
    #[arg(long = "role", value_parser = role)]
    roles: Vec<Role>,
    /// First day of the roles (YYYY-MM-DD); today by default.
    #[arg(long, value_parser = date)]
    from: Option<Date>,
    /// Last day of the roles (YYYY-MM-DD); without end by default.
    #[arg(long, value_parser = date)]
    to: Option<Date>,
    /// Decision or letter the roles rest on.
    #[arg(long)]
    legal_basis: Option<String>,
}

fn role(text: &str) -> Result<Role, String> {
    text.parse().map_err(|()| {
        let known: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
        format!("known roles: {}", known.join(", "))
    })
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text, format_description!("[year]-[month]-[day]"))
        .map_err(|_| "expected YYYY-MM-DD".to_owned())
}

impl User {
    /// Makes an account or resets a password.
    pub async fn run(self, config: Config) -> anyhow::Result<()> {
        let app = open(config).await?;
        match self.deed {
            Deed::Add(add) => add.run(&app).await,
            Deed::Link { login, subject } => {
                let provider = app.sso.as_ref().context("setting sso: no identity provider is named")?;
                sso::link(&app, provider, &login, &subject).await?;
                say(&format!("{login}: linked with {subject}"))
            }
            Deed::Passwd { login } => {
                identity::reset_password(&app, &login, &read_password()?).await?;
                say(&format!("{login}: first password set, sessions ended"))
            }
        }
    }
}

impl Add {
    async fn run(self, app: &App) -> anyhow::Result<()> {
        let today = vietnam_date(app.clock.now());
        let unit = match &self.unit {
            None => None,
            Some(code) => Some(
                units::by_codes(app.db.read(), std::slice::from_ref(code), today)
                    .await?
                    .into_iter()
                    .next()
                    .with_context(|| {
                        format!(
                            "there is no unit with code {code:?} today; `thidua import units` brings units"
                        )
                    })?
                    .id,
            ),
        };
        let mut assignments = Vec::with_capacity(self.roles.len());
        for role in self.roles {
            // A role that exists over the province only is named in full by its name.
            let is_everywhere = self.province_wide || !role.may_be_bound_to_unit();
            let named = is_everywhere.then_some(NamedScope::Province);
            let over = identity::unit_beside(role, unit, named).map_err(|problem| {
                anyhow::anyhow!(
                    "the role {}: {} (--unit, --province-wide)",
                    role.code(),
                    problem.code.message(Locale::En)
                )
            })?;
            assignments.push(NewAssignment {
                role,
                unit: over,
                valid_from: self.from.unwrap_or(today),
                valid_to: self.to,
                legal_basis: self.legal_basis.clone(),
            });
        }
        let account =
            NewAccount { login: self.login.clone(), display_name: self.name, unit, email: None, assignments };
        identity::add_account(app, account, &read_password()?).await?;
        say(&format!("{}: account made; the first password must be changed", self.login))
    }
}

/// Reads one line of standard input, so that no password stands in a process list or a history.
pub(super) fn read_password() -> anyhow::Result<String> {
    let input = std::io::stdin();
    if input.is_terminal() {
        say("First password (shown while typing):")?;
    }
    let mut line = String::new();
    input.lock().read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    anyhow::ensure!(!password.is_empty(), "no password on standard input");
    Ok(password)
}
