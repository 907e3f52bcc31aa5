//! Import of people from a file: accounts with a unit, a role and a random first password each.
//!
//! Columns: `login`, `full_name` (or `display_name`), `unit_code`; optional `email`, `role` (our code)
//! or `role_hint` (par_focal, unit_head, unit_deputy, appraiser), `scope` (UNIT or PROVINCE), `valid_from`,
//! `valid_to`. A role is given over the unit of its row where it may be bound to a unit, and over the province only
//! where `scope` says so. A login that exists already is left alone. What the screens refuse a file is refused too, by
//! the same rules and codes.

use std::collections::{HashMap, HashSet};

use rand::Rng as _;
use time::Date;

use super::commands;
use super::model::{NewAccount, NewAssignment, PeopleProblem};
use super::tenure::NamedScope;
use super::{store, tenure};
use crate::access::{Actor, Role};
use crate::app::App;
use crate::shared::clock::vietnam_date;
use crate::shared::error::Refusal;
use crate::shared::id::UnitId;
use crate::shared::import::{Fault, ImportMode, ImportReport, Problems, RowProblem};
use crate::shared::locale::Locale;
use crate::shared::table::{Cells, Column, Columns, Header, Presence, Table, TableFile, TableRow};
use crate::shared::words::{Words, shortened};
use crate::units::{self, Unit};

/// Accounts that one import on a screen makes: each first password takes a while, and a request must end.
const MOST_AT_ONCE: usize = 500;

/// The columns of a file of people.
pub const PEOPLE_COLUMNS: Columns = Columns {
    aliases: &[("display_name", "full_name")],
    passed_over: &[
        "person_code",
        "display_name",
        "name_ascii",
        "gender",
        "ethnicity_hint",
        "birth_year",
        "position",
        "phone",
        "is_sample",
    ],
    ..Columns::of(&[
        Column::required("login", "name for signing in: small letters, digits, “.”, “-”, “_”"),
        Column::required("full_name", "full name"),
        Column::required("unit_code", "code of the unit where the person works; may be empty"),
        Column::optional("email", "address; may be empty"),
        Column::optional("role", "role, for example UNIT_FOCAL; may be empty"),
        Column::optional("role_hint", "instead of a role: par_focal, unit_head, unit_deputy or appraiser"),
        Column::optional(
            "scope",
            "UNIT: the role is over the unit of the row; PROVINCE: over the whole province",
        ),
        Column::optional("valid_from", "first day of the role, as 2021-12-31; today when empty"),
        Column::optional("valid_to", "last day of the role; without end when empty"),
    ])
};

/// What can be wrong with a row of people beside its cells, and beside what the screens refuse.
enum PeopleFault {
    UnknownUnit { code: String, on: Date },
    UnknownRole { found: String },
    UnknownScope { found: String },
    LoginTwice { login: String },
    TooMany,
}

impl Fault for PeopleFault {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownUnit { .. } => "UNKNOWN_UNIT",
            Self::UnknownRole { .. } => "UNKNOWN_ROLE",
            Self::UnknownScope { .. } => "UNKNOWN_SCOPE",
            Self::LoginTwice { .. } => "DUPLICATE",
            Self::TooMany => "TOO_MANY",
        }
    }

    fn words(&self) -> Words {
        match self {
            Self::UnknownUnit { code, on } => {
                let code = shortened(code, 64);
                let day = |locale: Locale| locale.date(*on);
                Words::new(
                    format!("không có đơn vị mang mã “{code}” vào ngày {}", day(Locale::Vi)),
                    format!("there is no unit with code “{code}” on {}", day(Locale::En)),
                )
            }
            Self::UnknownRole { found } => {
                let found = shortened(found, 64);
                Words::new(format!("không có vai trò “{found}”"), format!("there is no role “{found}”"))
            }
            Self::UnknownScope { found } => {
                let found = shortened(found, 64);
                Words::new(
                    format!("phạm vi “{found}” không phải UNIT hoặc PROVINCE"),
                    format!("the scope “{found}” is neither UNIT nor PROVINCE"),
                )
            }
            Self::LoginTwice { login } => Words::new(
                format!("tên đăng nhập {login} có hai lần trong tệp"),
                format!("the login {login} stands twice in the file"),
            ),
            Self::TooMany => Words::new(
                format!(
                    "mỗi lần nhập trên màn hình tạo tối đa {MOST_AT_ONCE} tài khoản; \
                    đề nghị tách tệp từ dòng này"
                ),
                format!(
                    "an import on the screen makes at most {MOST_AT_ONCE} accounts; split the file at this line"
                ),
            ),
        }
    }
}

/// A first password to hand to its person.
#[derive(Clone, Debug)]
pub struct FirstPassword {
    /// Name for signing in.
    pub login: String,
    /// Full name of the person.
    pub display_name: String,
    /// Name of the unit they belong to, as it is called today or will be; none for who belongs to none.
    pub unit_name: Option<String>,
    /// The password; it must be changed at the first sign-in.
    pub password: String,
}

/// One row whose cells can be read.
struct Row {
    line: u64,
    login: String,
    name: String,
    unit_code: Option<String>,
    email: Option<String>,
    role: Option<Role>,
    scope: Option<NamedScope>,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
}

/// The rows of a file, and what is wrong with the others.
struct Reading {
    /// How the columns are called in the file.
    header: Header,
    rows: Vec<Row>,
    problems: Problems,
    remarks: Vec<RowProblem>,
    count: usize,
}

/// Imports people; answers the first passwords of the accounts that were made.
pub async fn import_people<'a>(
    app: &App,
    actor: Option<&Actor>,
    request: Option<&str>,
    file: impl Into<TableFile<'a>>,
    mode: ImportMode,
) -> Result<(ImportReport, Vec<FirstPassword>), Refusal> {
    let today = vietnam_date(app.clock.now());
    let reading = match read(&file.into()) {
        Ok(reading) => reading,
        Err(problems) => return Ok((ImportReport::refused(0, problems), Vec::new())),
    };
    let Reading { header, rows, mut problems, remarks, count } = reading;
    let known = Places::of(app, &rows, today).await?;
    let logins: Vec<String> = rows.iter().map(|row| row.login.clone()).collect();
    let taken: HashSet<String> = store::existing_logins(app.db.read(), &logins).await?;
    let mut new = Vec::new();
    for row in rows {
        let (is_taken, line) = (taken.contains(&row.login), row.line);
        match known.account(row, request, today, &header) {
            Ok(_) if !is_taken && actor.is_some() && new.len() == MOST_AT_ONCE => {
                problems.push(PeopleFault::TooMany.of_row(line));
                break;
            }
            Ok(account) if !is_taken => new.push(account),
            Ok(_) => {}
            Err(more) => problems.extend(more),
        }
    }
    problems.sort();
    let unchanged = taken.len();
    let created = new.len();
    let report =
        ImportReport { rows: count, created, unchanged, problems, remarks, ..ImportReport::default() };
    if mode == ImportMode::ValidateOnly || !report.problems.is_empty() {
        return Ok((report, Vec::new()));
    }
    let passwords: Vec<String> = new.iter().map(|_| random_password()).collect();
    let first = |(new, password): (&NewAccount, &String)| FirstPassword {
        login: new.login.clone(),
        display_name: new.display_name.clone(),
        unit_name: new.unit.and_then(|unit| known.name_of(unit)),
        password: password.clone(),
    };
    let told = new.iter().zip(&passwords).map(first).collect();
    commands::add_accounts_with_passwords(app, actor, request, new, &passwords).await?;
    Ok((report, told))
}

/// The units that the rows name today, each with all its versions.
struct Places {
    by_code: HashMap<String, UnitId>,
    versions: HashMap<UnitId, Vec<Unit>>,
}

impl Places {
    async fn of(app: &App, rows: &[Row], today: Date) -> Result<Self, Refusal> {
        let mut codes: Vec<String> = rows.iter().filter_map(|row| row.unit_code.clone()).collect();
        codes.sort_unstable();
        codes.dedup();
        let found = units::by_codes(app.db.read(), &codes, today).await?;
        let ids: Vec<UnitId> = found.iter().map(|unit| unit.id).collect();
        let versions = units::histories(app, &ids).await?;
        Ok(Self { by_code: found.into_iter().map(|unit| (unit.code, unit.id)).collect(), versions })
    }

    fn exists_on(&self, unit: UnitId, day: Date) -> bool {
        let covers = |version: &Unit| {
            version.valid_from <= day && version.valid_to.is_none_or(|day_after| day < day_after)
        };
        self.versions.get(&unit).is_some_and(|versions| versions.iter().any(covers))
    }

    fn name_of(&self, unit: UnitId) -> Option<String> {
        self.versions.get(&unit)?.last().map(|version| version.name_vi.clone())
    }

    /// The account of a row, or everything that is wrong with it.
    fn account(
        &self,
        row: Row,
        request: Option<&str>,
        today: Date,
        header: &Header,
    ) -> Result<NewAccount, Vec<RowProblem>> {
        let line = row.line;
        let unit = row.unit_code.as_ref().map(|code| self.by_code.get(code).copied());
        let mut problems = Vec::new();
        if unit == Some(None) {
            problems.push(unknown_unit(&row, today, header));
        }
        let first_day = row.valid_from.unwrap_or(today);
        if let (Some(Some(unit)), Some(_)) = (unit, row.role)
            && !self.exists_on(unit, first_day.max(today))
        {
            problems.push(unknown_unit(&row, first_day, header));
        }
        let is_unit_known = unit != Some(None);
        let unit = unit.flatten();
        let scope = row.role.map(|role| tenure::unit_beside(role, unit, row.scope));
        let (over, misnamed) = match scope {
            Some(Err(found)) => (None, Some(found)),
            Some(Ok(over)) => (over, None),
            None => (None, None),
        };
        let role = row.role.filter(|_| misnamed.is_none());
        let assignment = role.map(|role| NewAssignment {
            role,
            unit: over,
            valid_from: first_day,
            valid_to: row.valid_to,
            legal_basis: request.map(str::to_owned),
        });
        let new = NewAccount {
            login: row.login,
            display_name: row.name,
            unit,
            email: row.email,
            assignments: assignment.into_iter().collect(),
        };
        let checked = tenure::new_account(new, today);
        let checked = match (checked, misnamed) {
            (checked, None) => checked,
            (Ok(_), Some(found)) => Err(vec![found]),
            (Err(more), Some(found)) => Err(more.into_iter().chain([found]).collect()),
        };
        let checked = checked.map_err(|found| {
            let told = found.into_iter().map(|problem| at_column(line, &problem, header));
            // That a role lacks its unit says nothing new where the unit is unknown.
            let unit_column = header.called("unit_code");
            told.filter(|problem| is_unit_known || problem.column != unit_column).collect::<Vec<_>>()
        });
        match checked {
            Ok(account) if problems.is_empty() => Ok(account),
            Ok(_) => Err(problems),
            Err(more) => {
                problems.extend(more);
                Err(problems)
            }
        }
    }
}

fn unknown_unit(row: &Row, on: Date, header: &Header) -> RowProblem {
    let code = row.unit_code.clone().unwrap_or_default();
    PeopleFault::UnknownUnit { code, on }.at(row.line, &header.called("unit_code"))
}

/// What the screens refuse, at the column of the file.
fn at_column(line: u64, found: &PeopleProblem, header: &Header) -> RowProblem {
    let column = match found.path.first().map(String::as_str) {
        Some("login") => "login",
        Some("displayName") => "full_name",
        Some("email") => "email",
        Some("unitId") => "unit_code",
        Some("scope") => "scope",
        Some("validFrom") => "valid_from",
        Some("validTo") => "valid_to",
        _ => "role",
    };
    let words = |locale| found.code.message(locale).to_owned();
    RowProblem {
        line,
        column: header.called(column),
        code: found.code.name(),
        reason_vi: words(Locale::Vi),
        reason_en: words(Locale::En),
    }
}

/// Four groups of four letters and digits that nobody confuses; about 78 bits.
pub fn random_password() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut random = rand::rng();
    let mut password = String::with_capacity(19);
    for position in 0..16 {
        if position > 0 && position % 4 == 0 {
            password.push('-');
        }
        password.push(char::from(LETTERS[random.random_range(0..LETTERS.len())]));
    }
    password
}

/// Reads a file; an unusable heading is an error.
fn read(file: &TableFile<'_>) -> Result<Reading, Problems> {
    let table = Table::open(file, &PEOPLE_COLUMNS)?;
    let header = table.header().clone();
    let mut rows = Vec::new();
    let mut seen = HashSet::new();
    let read = table.read(|header, row, problems| match read_row(header, row, &mut seen) {
        // Nothing comes of the rows of a file with so many faults.
        Ok(_) if problems.is_full() => {}
        Ok(row) => rows.push(row),
        Err(more) => problems.extend(more),
    });
    Ok(Reading { header, rows, problems: read.problems, remarks: read.remarks, count: read.count })
}

fn read_row(header: &Header, row: &TableRow, seen: &mut HashSet<String>) -> Result<Row, Vec<RowProblem>> {
    let mut cells = Cells::of(header, row);
    let login = cells.text("login", Presence::Required).map(|login| login.to_lowercase());
    let name = cells.text("full_name", Presence::Required);
    if let Some(login) = &login
        && !seen.insert(login.clone())
    {
        cells.report("login", &PeopleFault::LoginTwice { login: shortened(login, 64) });
    }
    let code = cells.cell("role", Presence::Optional);
    let role = role_of(code, cells.cell("role_hint", Presence::Optional)).unwrap_or_else(|found| {
        cells.report("role", &PeopleFault::UnknownRole { found });
        None
    });
    let scope = cells.cell("scope", Presence::Optional).and_then(|text| {
        let named = text.parse::<NamedScope>();
        if named.is_err() {
            cells.report("scope", &PeopleFault::UnknownScope { found: text.to_owned() });
        }
        named.ok()
    });
    let valid_from = cells.date("valid_from", Presence::Optional);
    let valid_to = cells.date("valid_to", Presence::Optional);
    let unit_code = cells.cell("unit_code", Presence::Optional).map(str::to_owned);
    let email = cells.cell("email", Presence::Optional).map(str::to_owned);
    match (login, name) {
        (Some(login), Some(name)) if cells.problems.is_empty() => {
            Ok(Row { line: row.line, login, name, unit_code, email, role, scope, valid_from, valid_to })
        }
        _ => Err(cells.problems),
    }
}

/// The role of a row: our code, or the hint of a staff list; other hints carry no role.
fn role_of(code: Option<&str>, hint: Option<&str>) -> Result<Option<Role>, String> {
    if let Some(code) = code {
        return code.parse().map(Some).map_err(|()| code.to_owned());
    }
    Ok(match hint {
        Some("par_focal") => Some(Role::UnitFocal),
        Some("unit_head" | "unit_deputy") => Some(Role::UnitLeader),
        Some("appraiser") => Some(Role::SectorAppraiser),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(problems: &[RowProblem]) -> Vec<(u64, &str, &str)> {
        problems.iter().map(|problem| (problem.line, problem.column.as_str(), problem.code)).collect()
    }

    #[test]
    fn every_bad_row_is_reported_by_line_and_column() {
        let file = "login,full_name,unit_code,role,valid_from\n\
            an,Nguyễn Văn An,30337,UNIT_FOCAL,2021-01-01\n\
            ,Trần Thị Bình,30337,UNIT_FOCAL,\n\
            an,Lê Văn An,30337,KING,1/1/2021\n\
            dung,Nguye\u{302}\u{303}n Dung,30337,,\n";
        let reading = read(&file.into()).expect("a good heading");
        assert_eq!((reading.rows.len(), reading.count), (1, 4));
        assert_eq!(
            told(&reading.problems),
            [
                (3, "login", "MISSING_VALUE"),
                (4, "login", "DUPLICATE"),
                (4, "role", "UNKNOWN_ROLE"),
                (4, "valid_from", "BAD_DATE"),
                (5, "full_name", "NOT_NFC"),
            ]
        );
    }

    #[test]
    fn a_heading_without_or_with_the_same_column_twice_is_refused() {
        let refused = |file: &str| {
            let problems = read(&file.into()).err().expect("a bad heading");
            told(&problems)
                .into_iter()
                .map(|(_, column, code)| format!("{column} {code}"))
                .collect::<Vec<_>>()
        };
        assert_eq!(refused("login,unit_code\nan,1\n"), ["full_name MISSING_COLUMN"]);
        assert_eq!(
            refused("login,full_name,unit_code,unit_code\nan,An,1,2\n"),
            ["unit_code REPEATED_COLUMN"]
        );
    }

    #[test]
    fn an_open_quotation_mark_swallows_no_row() {
        let file = "login,full_name,unit_code\nan,\"Nguyễn Văn An,1\nbinh,Trần Thị Bình,1\n";
        let reading = read(&file.into()).expect("a good heading");
        assert_eq!(told(&reading.problems), [(2, "", "OPEN_QUOTE")]);
    }

    #[test]
    fn passwords_are_random_and_readable() {
        let (one, two) = (random_password(), random_password());
        assert_ne!(one, two);
        assert_eq!(one.len(), 19);
    }
}
