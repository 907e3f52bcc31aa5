//! `thidua setup`: from an empty database to a province and its first administrator, by questions or by options.

use std::io::{BufRead as _, IsTerminal as _};
use std::sync::Arc;

use anyhow::{Context as _, anyhow, bail, ensure};
use clap::Args;
use time::Date;
use time::macros::{date, datetime};

use super::accounts::read_password;
use super::import::tell;
use super::{hint, open, say};
use crate::access::Role;
use crate::app::App;
use crate::config::Config;
use crate::demo::{self, Contents};
use crate::identity::{self, NewAccount, NewAssignment};
use crate::shared::clock::{FixedClock, vietnam_date};
use crate::shared::fold::fold;
use crate::shared::import::ImportMode;
use crate::units::{self, Unit, UnitKind};

/// The province whose units come along, with all changes since 2020.
const OWN: &str = "An Giang";

macro_rules! data {
    ($name:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/", $name)).as_slice()
    };
}

/// Its units of every day since 2020.
const UNITS: [(&str, &[u8]); 3] = [
    ("units of 2021", data!("units_2021.csv")),
    ("units up to 30 June 2025", data!("units_2025_06_30.csv")),
    ("units since 1 July 2025", data!("units_2025.csv")),
];
/// The steps between them.
const STEPS: &[u8] = data!("successions.csv");

/// From when on a province is taken to exist whose first day nobody gave: that of the present provinces.
const SINCE: Date = date!(2025 - 07 - 01);

/// `thidua setup`: what is not given is asked for, where somebody sits at a terminal.
#[derive(Args)]
pub struct Setup {
    /// Name of the province: "An Giang" brings its units since 2020 along; any other also needs --code.
    #[arg(long, value_name = "NAME")]
    province: Option<String>,
    /// Code of the province in the official catalogue, for example 31.
    #[arg(long)]
    code: Option<String>,
    /// Sign-in name of the first administrator, whose first password is read from standard input.
    #[arg(long, value_name = "LOGIN")]
    admin: Option<String>,
    /// The administrator's full name.
    #[arg(long, value_name = "NAME")]
    admin_name: Option<String>,
    /// Loads the sample campaign of An Giang 2021 too, into an empty database: for training, since everybody knows
    /// the password of its accounts.
    #[arg(long)]
    sample: bool,
}

impl Setup {
    /// Sets up what is not there yet; what is there stays as it is.
    pub async fn run(self, config: Config) -> anyhow::Result<()> {
        let app = open(config).await?;
        if self.sample {
            load_sample(&app).await?;
        }
        let today = vietnam_date(app.clock.now());
        let province = match province_of(&app, today).await? {
            Some(found) => {
                say(&format!("province: {} is there already", found.name_vi))?;
                found
            }
            None => self.make_province(&app, today).await?,
        };
        self.make_administrator(&app, &province, today).await?;
        say("next: `thidua serve`, sign in as the administrator, and give accounts to the staff;")?;
        say("      `thidua import people --template` prints a list to be filled in")
    }

    async fn make_province(&self, app: &App, today: Date) -> anyhow::Result<Unit> {
        let asked = format!("Province [{OWN}, with its units since 2020; or the name of another]");
        let name = answer("--province", self.province.as_deref(), &asked, Some(OWN))?;
        if is_own(&name) {
            for (what, file) in UNITS {
                import(app, what, file, false).await?;
            }
            import(app, "successions", STEPS, true).await?;
        } else {
            let code = answer("--code", self.code.as_deref(), "Code of the province", None)?;
            let mut file = csv::Writer::from_writer(Vec::new());
            file.write_record(units::UNIT_COLUMNS.known.iter().map(|column| column.name).take(8))?;
            let first_day = SINCE.to_string();
            let cells: [&str; 8] = [&code, &name, "", "province", "", "", &first_day, ""];
            file.write_record(cells)?;
            let file = file.into_inner().map_err(|error| anyhow!(error.to_string()))?;
            import(app, "province", &file, false).await?;
        }
        province_of(app, today).await?.context("no province exists today")
    }

    async fn make_administrator(&self, app: &App, province: &Unit, today: Date) -> anyhow::Result<()> {
        let login = answer("--admin", self.admin.as_deref(), "Sign-in name of the administrator", None)?;
        if identity::find_by_login(app.db.read(), &login).await?.is_some() {
            return say(&format!("administrator: {login} is there already"));
        }
        let name =
            answer("--admin-name", self.admin_name.as_deref(), "Full name of the administrator", None)?;
        let assignment = NewAssignment {
            role: Role::SysAdmin,
            unit: None,
            valid_from: today,
            valid_to: None,
            legal_basis: None,
        };
        let account = NewAccount {
            login: login.clone(),
            display_name: name,
            unit: Some(province.id),
            email: None,
            assignments: vec![assignment],
        };
        identity::add_account(app, account, &read_password()?).await?;
        say(&format!("administrator: {login} made; the first password must be changed"))
    }
}

async fn load_sample(app: &App) -> anyhow::Result<()> {
    // The story is told on its own days.
    let app = App { clock: Arc::new(FixedClock::at(datetime!(2021-12-14 14:00 +7))), ..app.clone() };
    match demo::contents(&app).await? {
        Contents::Nothing => demo::load(&app, |step| hint(&format!("  {step}"))).await?,
        Contents::Complete => return say("sample: is there already"),
        Contents::Unfinished | Contents::Foreign => {
            bail!("the sample goes into an empty database only; this one holds something already")
        }
    }
    say("sample: loaded; everybody knows the password of its accounts, so let nobody else reach this server")
}

async fn import(app: &App, what: &str, file: &[u8], are_steps: bool) -> anyhow::Result<()> {
    let report = if are_steps {
        units::import_successions(app, file, ImportMode::Apply).await?
    } else {
        units::import_units(app, file, ImportMode::Apply).await?
    };
    if !report.problems.is_empty() {
        return tell(&report, ImportMode::Apply).context(what.to_owned());
    }
    say(&format!("{what}: {} of {} rows new", report.created, report.rows))
}

/// The province of a day.
async fn province_of(app: &App, day: Date) -> anyhow::Result<Option<Unit>> {
    let all = units::all(app.db.read(), day).await?;
    Ok(all.into_iter().find(|unit| unit.kind == UnitKind::Province))
}

/// Whether a name, written in one way or another, is that of the province whose units come along.
fn is_own(name: &str) -> bool {
    let name = fold(&name.replace('-', " "));
    let name = name.trim();
    name.strip_prefix("tinh ").unwrap_or(name) == fold(OWN)
}

/// What was given as an option, or what somebody at a terminal answers.
fn answer(option: &str, given: Option<&str>, question: &str, usual: Option<&str>) -> anyhow::Result<String> {
    if let Some(given) = given {
        ensure!(!given.trim().is_empty(), "{option} is empty");
        return Ok(given.trim().to_owned());
    }
    let input = std::io::stdin();
    ensure!(input.is_terminal(), "give {option}: nobody sits at a terminal to be asked");
    loop {
        say(&format!("{question}:"))?;
        let mut line = String::new();
        ensure!(input.lock().read_line(&mut line)? > 0, "no answer; nothing more was set up");
        match (line.trim(), usual) {
            ("", Some(usual)) => return Ok(usual.to_owned()),
            ("", None) => {}
            (text, _) => return Ok(text.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_province_is_known_however_it_is_written() {
        for name in ["An Giang", "an-giang", "Tỉnh An Giang", "AN GIANG"] {
            assert!(is_own(name), "{name}");
        }
        for name in ["Kiên Giang", "Hải Phòng", "Giang", ""] {
            assert!(!is_own(name), "{name}");
        }
    }
}
