//! Import of people from CSV: accounts with a unit, a role and a random first password each.
//!
//! Columns: `login`, `full_name` (or `display_name`), `unit_code`; optional `email`, `role` (our code)
//! or `role_hint` (par_focal, unit_head, unit_deputy, appraiser), `valid_from`, `valid_to`. A login
//! that exists already is left alone.

use std::collections::{HashMap, HashSet};

use rand::Rng as _;
use time::Date;
use time::macros::format_description;
use unicode_normalization::is_nfc;

use super::commands::{self, NewAccount, NewAssignment};
use super::store;
use crate::access::{Actor, Role};
use crate::app::App;
use crate::shared::clock::vietnam_date;
use crate::shared::error::Refusal;
use crate::shared::id::UnitId;
use crate::shared::import::{ImportMode, ImportReport, RowProblem};
use crate::units;

/// A first password to hand to its person.
#[derive(Clone, Debug)]
pub struct FirstPassword {
    /// Name for signing in.
    pub login: String,
    /// The password; it must be changed at the first sign-in.
    pub password: String,
}

/// One row that is well formed by itself.
struct Row {
    line: u64,
    login: String,
    name: String,
    unit_code: Option<String>,
    email: Option<String>,
    role: Option<Role>,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
}

/// Imports people; answers the first passwords of the accounts that were made.
pub async fn import_people(
    app: &App,
    actor: Option<&Actor>,
    request: Option<&str>,
    bytes: &[u8],
    mode: ImportMode,
) -> Result<(ImportReport, Vec<FirstPassword>), Refusal> {
    let today = vietnam_date(app.clock.now());
    let (rows, mut problems, count) = parse(bytes);
    let codes: Vec<String> = rows.iter().filter_map(|row| row.unit_code.clone()).collect();
    let known: HashMap<String, UnitId> = units::by_codes(app.db.read(), &codes, today)
        .await?
        .into_iter()
        .map(|unit| (unit.code, unit.id))
        .collect();
    let logins: Vec<String> = rows.iter().map(|row| row.login.clone()).collect();
    let taken: HashSet<String> = store::existing_logins(app.db.read(), &logins).await?;
    for row in &rows {
        if let Some(code) = row.unit_code.as_ref().filter(|code| !known.contains_key(*code)) {
            problems.push(problem(
                row.line,
                "unit_code",
                "UNKNOWN_UNIT",
                format!("không có đơn vị mang mã {code} vào ngày hôm nay"),
                format!("there is no unit with code {code} today"),
            ));
        }
        if row.role.is_some_and(Role::is_bound_to_unit) && row.unit_code.is_none() {
            problems.push(problem(
                row.line,
                "unit_code",
                "MISSING_UNIT",
                "vai trò này phải gắn với một đơn vị".into(),
                "this role is bound to a unit".into(),
            ));
        }
    }
    problems.sort_by_key(|problem| problem.line);
    let (old, new): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| taken.contains(&row.login));
    let report = ImportReport {
        rows: count,
        created: new.len(),
        changed: 0,
        unchanged: old.len(),
        problems: problems.into(),
        ..ImportReport::default()
    };
    if mode == ImportMode::ValidateOnly || !report.problems.is_empty() {
        return Ok((report, Vec::new()));
    }
    let mut accounts = Vec::with_capacity(new.len());
    let mut passwords = Vec::with_capacity(new.len());
    for row in new {
        let unit = row.unit_code.as_ref().and_then(|code| known.get(code).copied());
        passwords.push(FirstPassword { login: row.login.clone(), password: random_password() });
        accounts.push(NewAccount {
            login: row.login,
            display_name: row.name,
            unit,
            email: row.email,
            assignments: row
                .role
                .map(|role| NewAssignment {
                    role,
                    unit: unit.filter(|_| role.is_bound_to_unit()),
                    valid_from: row.valid_from.unwrap_or(today),
                    valid_to: row.valid_to,
                    legal_basis: None,
                })
                .into_iter()
                .collect(),
        });
    }
    commands::add_accounts_with_passwords(app, actor, request, accounts, &passwords).await?;
    Ok((report, passwords))
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

fn problem(line: u64, column: &str, code: &'static str, vi: String, en: String) -> RowProblem {
    RowProblem { line, column: column.to_owned(), code, reason_vi: vi, reason_en: en }
}

fn parse(bytes: &[u8]) -> (Vec<Row>, Vec<RowProblem>, usize) {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let mut problems = Vec::new();
    let headings: HashMap<String, usize> = match reader.headers() {
        Ok(headings) => headings.iter().enumerate().map(|(at, name)| (name.to_owned(), at)).collect(),
        Err(_) => HashMap::new(),
    };
    let name_column = if headings.contains_key("full_name") { "full_name" } else { "display_name" };
    for column in ["login", name_column, "unit_code"] {
        if !headings.contains_key(column) {
            problems.push(problem(
                1,
                column,
                "MISSING_COLUMN",
                "tệp thiếu cột này".into(),
                "the file lacks this column".into(),
            ));
        }
    }
    if !problems.is_empty() {
        return (Vec::new(), problems, 0);
    }
    let mut rows = Vec::new();
    let mut seen = HashSet::new();
    let mut count = 0;
    for record in reader.records() {
        count += 1;
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                problems.push(problem(
                    line,
                    "",
                    "MALFORMED_ROW",
                    "dòng không đúng định dạng CSV UTF-8".into(),
                    "the row is not well-formed UTF-8 CSV".into(),
                ));
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let field = |column: &str| {
            headings
                .get(column)
                .and_then(|at| record.get(*at))
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let before = problems.len();
        let login = field("login").map(|login| login.to_lowercase());
        let name = field(name_column);
        for (column, value) in [("login", &login), (name_column, &name)] {
            match value {
                None => problems.push(problem(
                    line,
                    column,
                    "MISSING_VALUE",
                    "thiếu giá trị".into(),
                    "the value is missing".into(),
                )),
                Some(text) if !is_nfc(text) => problems.push(problem(
                    line,
                    column,
                    "NOT_NFC",
                    "chữ chưa ở dạng Unicode dựng sẵn (NFC)".into(),
                    "the text is not Unicode NFC".into(),
                )),
                Some(_) => {}
            }
        }
        if let Some(login) = &login
            && !seen.insert(login.clone())
        {
            problems.push(problem(
                line,
                "login",
                "DUPLICATE",
                format!("tên đăng nhập {login} có hai lần trong tệp"),
                format!("the login {login} stands twice in the file"),
            ));
        }
        let role = role_of(field("role"), field("role_hint")).unwrap_or_else(|text| {
            problems.push(problem(
                line,
                "role",
                "UNKNOWN_ROLE",
                format!("không có vai trò {text}"),
                format!("there is no role {text}"),
            ));
            None
        });
        let mut date = |column: &str| {
            let text = field(column)?;
            let parsed = Date::parse(&text, format_description!("[year]-[month]-[day]"));
            if parsed.is_err() {
                problems.push(problem(
                    line,
                    column,
                    "BAD_DATE",
                    format!("{text} không phải ngày dạng NNNN-TT-NN"),
                    format!("{text} is not a date YYYY-MM-DD"),
                ));
            }
            parsed.ok()
        };
        let (valid_from, valid_to) = (date("valid_from"), date("valid_to"));
        if problems.len() == before
            && let (Some(login), Some(name)) = (login, name)
        {
            rows.push(Row {
                line,
                login,
                name,
                unit_code: field("unit_code"),
                email: field("email"),
                role,
                valid_from,
                valid_to,
            });
        }
    }
    (rows, problems, count)
}

/// The role of a row: our code, or the hint of a staff list; other hints carry no role.
fn role_of(code: Option<String>, hint: Option<String>) -> Result<Option<Role>, String> {
    if let Some(code) = code {
        return code.parse().map(Some).map_err(|()| code);
    }
    Ok(match hint.as_deref() {
        Some("par_focal") => Some(Role::UnitFocal),
        Some("unit_head" | "unit_deputy") => Some(Role::UnitLeader),
        Some("appraiser") => Some(Role::SectorAppraiser),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bad_row_is_reported_by_line_and_column() {
        let file = "login,full_name,unit_code,role,valid_from\n\
            an,Nguyễn Văn An,30337,UNIT_FOCAL,2021-01-01\n\
            ,Trần Thị Bình,30337,UNIT_FOCAL,\n\
            an,Lê Văn An,30337,KING,1/1/2021\n\
            dung,Nguye\u{302}\u{303}n Dung,30337,,\n";
        let (rows, problems, count) = parse(file.as_bytes());
        assert_eq!((rows.len(), count), (1, 4));
        let found: Vec<(u64, &str, &str)> =
            problems.iter().map(|problem| (problem.line, problem.column.as_str(), problem.code)).collect();
        assert_eq!(
            found,
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
    fn a_missing_column_is_named() {
        let (_, problems, _) = parse(b"login,unit_code\n");
        assert_eq!(problems[0].column, "display_name");
    }

    #[test]
    fn passwords_are_random_and_readable() {
        let (one, two) = (random_password(), random_password());
        assert_ne!(one, two);
        assert_eq!(one.len(), 19);
    }
}
