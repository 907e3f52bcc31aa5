//! Monthly figures of units: are the rows numbers of a unit in a month, and what do they change?

use std::collections::{BTreeMap, HashMap};

use time::{Date, Month};

use super::cells::parse_flag;
use crate::shared::id::UnitId;
use crate::shared::import::{Problems, RowProblem};
use crate::units::defect::Defect;
use crate::units::model::{PlannedFigures, StoredFigures, Version};
use crate::units::sheet::{Sheet, SheetRow};

/// Columns of a figures file that are no figures; the first two must be there.
const NOT_FIGURES: [&str; 5] = ["unit_code", "period", "unit_name", "unit_kind", "is_sample"];
const MAX_DIGITS: usize = 12;

/// A row whose cells make sense by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureRow {
    /// Line in the file.
    pub line: u64,
    /// Code of the unit.
    pub code: String,
    /// The month, by its first day.
    pub month: Date,
    /// Figures by column.
    pub figures: BTreeMap<String, i64>,
    /// Invented for demonstration.
    pub is_sample: bool,
}

/// Reads a figures file: its number of rows, the good ones, and what is wrong with the others.
pub fn read_figures(bytes: &[u8]) -> (usize, Vec<FigureRow>, Problems) {
    let (sheet, records) = match Sheet::open(bytes, &NOT_FIGURES[..2]) {
        Ok(opened) => opened,
        Err(problems) => return (0, vec![], problems),
    };
    let figures: Vec<(usize, String)> = sheet
        .columns()
        .filter(|(_, name)| !name.is_empty() && !NOT_FIGURES.contains(name))
        .map(|(at, name)| (at, name.to_owned()))
        .collect();
    let mut rows = Vec::new();
    let read = sheet.read(records, |row, problems| {
        match read_row(&sheet, row, &figures) {
            Ok(row) => rows.push(row),
            Err(found) => problems.extend(found),
        }
        if problems.is_full() {
            rows = Vec::new();
        }
    });
    let mut problems = read.problems;
    if figures.is_empty() {
        problems.push(Defect::NoFigures.of_row(1));
    }
    (read.count, rows, problems)
}

fn read_row(
    sheet: &Sheet,
    row: &SheetRow,
    columns: &[(usize, String)],
) -> Result<FigureRow, Vec<RowProblem>> {
    let mut problems = Vec::new();
    let mut report = |column: &str, defect: Defect| problems.push(defect.at(row.line, column));
    let code = row.cell(sheet.required("unit_code"));
    if code.is_empty() {
        report("unit_code", Defect::MissingValue);
    }
    let period = row.cell(sheet.required("period"));
    let month = parse_month(period);
    match month {
        Some(_) => {}
        None if period.is_empty() => report("period", Defect::MissingValue),
        None => report("period", Defect::BadPeriod { found: period.to_owned() }),
    }
    let flag = sheet.column("is_sample").map_or("", |at| row.cell(at));
    let is_sample = if flag.is_empty() { Some(false) } else { parse_flag(flag) };
    if is_sample.is_none() {
        report("is_sample", Defect::BadFlag { found: flag.to_owned() });
    }
    let mut figures = BTreeMap::new();
    for (at, name) in columns {
        match parse_figure(row.cell(*at)) {
            Ok(figure) => {
                figures.insert(name.clone(), figure);
            }
            Err(defect) => report(name, defect),
        }
    }
    match (problems.is_empty(), month, is_sample) {
        (true, Some(month), Some(is_sample)) => {
            Ok(FigureRow { line: row.line, code: code.to_owned(), month, figures, is_sample })
        }
        _ => Err(problems),
    }
}

/// Lays the rows of a file over the stored figures; `versions` are those of all units.
pub fn plan_figures(
    rows: Vec<FigureRow>,
    versions: &[Version],
    stored: Vec<StoredFigures>,
) -> Result<PlannedFigures, Problems> {
    let mut by_code: HashMap<&str, Vec<&Version>> = HashMap::new();
    for version in versions {
        by_code.entry(&version.code).or_default().push(version);
    }
    let mut known: HashMap<(UnitId, String), StoredFigures> =
        stored.into_iter().map(|stored| ((stored.unit, stored.period.clone()), stored)).collect();
    let mut seen: HashMap<(UnitId, String), u64> = HashMap::new();
    let mut planned = PlannedFigures::default();
    let mut problems = Problems::new();
    for row in rows {
        let period = month_of(row.month);
        let Some(unit) = unit_in(&by_code, &row.code, row.month) else {
            let defect = Defect::UnknownUnit { code: row.code, period };
            problems.push(defect.at(row.line, "unit_code"));
            continue;
        };
        if let Some(line) = seen.insert((unit, period.clone()), row.line) {
            problems.push(Defect::Duplicate { line }.at(row.line, "period"));
            continue;
        }
        let figures = StoredFigures { unit, period, figures: row.figures, is_sample: row.is_sample };
        match known.remove(&(unit, figures.period.clone())) {
            Some(stored) if stored == figures => planned.unchanged += 1,
            Some(_) => {
                planned.changed += 1;
                planned.write.push(figures);
            }
            None => {
                planned.created += 1;
                planned.write.push(figures);
            }
        }
    }
    if problems.is_empty() { Ok(planned) } else { Err(problems) }
}

/// The unit with a code in a month: the first, when the code passes to another within it.
fn unit_in(by_code: &HashMap<&str, Vec<&Version>>, code: &str, month: Date) -> Option<UnitId> {
    let next = next_month(month)?;
    by_code
        .get(code)?
        .iter()
        .filter(|version| version.valid_from < next && version.valid_to.is_none_or(|to| month < to))
        .min_by_key(|version| version.valid_from)
        .map(|version| version.unit)
}

/// The first and the last month that begin within a period, both of whose days count; `None` when none does.
#[must_use]
pub fn months_beginning_within(from: Date, to: Date) -> Option<(String, String)> {
    let first = if from.day() == 1 { from } else { next_month(from)? };
    (first <= to).then(|| (month_of(first), month_of(to)))
}

/// The month of a day as `2021-01`.
#[must_use]
pub fn month_of(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), u8::from(day.month()))
}

fn next_month(day: Date) -> Option<Date> {
    let year = if day.month() == Month::December { day.year() + 1 } else { day.year() };
    Date::from_calendar_date(year, day.month().next(), 1).ok()
}

fn parse_month(text: &str) -> Option<Date> {
    let (year, month) = text.split_once('-')?;
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(year, 4) || !digits(month, 2) {
        return None;
    }
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, 1).ok()
}

fn parse_figure(text: &str) -> Result<i64, Defect> {
    let found = || text.to_owned();
    if text.is_empty() {
        return Err(Defect::MissingValue);
    }
    let (is_negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
    if digits.is_empty() || digits.len() > MAX_DIGITS || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Defect::BadNumber { found: found() });
    }
    let number = digits.parse().map_err(|_| Defect::BadNumber { found: found() })?;
    if is_negative && number != 0 { Err(Defect::Negative { found: found() }) } else { Ok(number) }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use time::macros::date;

    use super::*;
    use crate::units::rules::{plan, read_units};

    fn catalogue() -> Vec<Version> {
        let rows = read_units(
            b"code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to\n\
              1,A,,OTHER,,,2020-01-01,2021-02-15\n1,B,,OTHER,,,2021-03-01,\n",
        )
        .rows;
        plan(vec![], rows, &HashSet::new()).expect("good rows").new_versions
    }

    fn problems(rows: &str) -> Vec<String> {
        let (_, rows, mut problems) =
            read_figures(format!("unit_code,unit_name,period,received,late,is_sample\n{rows}\n").as_bytes());
        problems.append(plan_figures(rows, &catalogue(), vec![]).err().unwrap_or_default());
        problems.iter().map(|p| format!("{} {} {}", p.line, p.column, p.code)).collect()
    }

    #[test]
    fn every_bad_row_is_named() {
        let cases: [(&str, &[&str]); 11] = [
            (",x,2021-01,1,2,1", &["2 unit_code MISSING_VALUE"]),
            ("1,x,,1,2,1", &["2 period MISSING_VALUE"]),
            ("1,x,2021-13,1,2,1", &["2 period BAD_PERIOD"]),
            ("1,x,2021-1,1,2,1", &["2 period BAD_PERIOD"]),
            ("1,x,2021-01,1.5,,1", &["2 received BAD_NUMBER", "2 late MISSING_VALUE"]),
            ("1,x,2021-01,-3,1234567890123,1", &["2 received NEGATIVE", "2 late BAD_NUMBER"]),
            ("1,x,2021-01,1,2,?", &["2 is_sample BAD_FLAG"]),
            ("2,x,2021-01,1,2,1", &["2 unit_code UNKNOWN_UNIT"]),
            ("1,x,2019-12,1,2,1", &["2 unit_code UNKNOWN_UNIT"]),
            ("1,x,2021-01,1,2,1\n1,x,2021-01,3,4,1", &["3 period DUPLICATE"]),
            ("1,x,2021-01,1,2", &["2  CELL_COUNT"]),
        ];
        for (rows, expected) in cases {
            assert_eq!(problems(rows), expected, "{rows}");
        }
    }

    #[test]
    fn a_file_without_figures_is_refused() {
        let (_, _, problems) = read_figures(b"unit_code,period\n1,2021-01\n");
        assert_eq!(problems[0].code, "NO_FIGURES");
    }

    #[test]
    fn figures_are_kept_replaced_or_left_alone() {
        let catalogue = catalogue();
        let row = |received| FigureRow {
            line: 2,
            code: "1".into(),
            month: date!(2021 - 02 - 01),
            figures: BTreeMap::from([("received".to_owned(), received)]),
            is_sample: true,
        };
        let first = plan_figures(vec![row(5)], &catalogue, vec![]).expect("a good row");
        assert_eq!((first.created, first.write.len()), (1, 1));
        assert_eq!(first.write[0].unit, catalogue[0].unit, "the unit that ends within the month");
        let again = plan_figures(vec![row(5)], &catalogue, first.write.clone()).expect("a good row");
        assert_eq!((again.unchanged, again.write.len()), (1, 0));
        let other = plan_figures(vec![row(6)], &catalogue, first.write).expect("a good row");
        assert_eq!((other.changed, other.write.len()), (1, 1));
    }

    #[test]
    fn a_month_counts_when_it_begins_inside() {
        let months = |from, to| months_beginning_within(from, to);
        let some = |first: &str, last: &str| Some((first.to_owned(), last.to_owned()));
        assert_eq!(months(date!(2021 - 01 - 01), date!(2021 - 12 - 31)), some("2021-01", "2021-12"));
        assert_eq!(months(date!(2020 - 12 - 15), date!(2021 - 12 - 14)), some("2021-01", "2021-12"));
        assert_eq!(months(date!(2021 - 01 - 02), date!(2021 - 02 - 01)), some("2021-02", "2021-02"));
        assert_eq!(months(date!(2021 - 01 - 02), date!(2021 - 01 - 31)), None);
    }
}
