//! Monthly figures of units: are the rows numbers of a unit in a month, and what do they change?

use std::collections::{BTreeMap, HashMap};

use time::{Date, Month};

use crate::shared::id::UnitId;
use crate::shared::import::{Fault as _, Problems, RowProblem};
use crate::shared::table::{
    Cells, Column, Columns, Header, Presence, Table, TableFault, TableFile, TableRow,
};
use crate::units::defect::Defect;
use crate::units::model::{PlannedFigures, StoredFigures, Version};

/// The columns of a figures file that are no figures; every other one is.
pub const FIGURE_COLUMNS: Columns = Columns {
    passed_over: &["unit_name", "unit_kind"],
    takes_others: true,
    ..Columns::of(&[
        Column::required("unit_code", "code of the unit"),
        Column::required("period", "the month, as 2021-01"),
        Column::optional("is_sample", "Y where the figures are invented"),
    ])
};
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

/// A figures file, read row by row.
#[derive(Default)]
pub struct FigureReading {
    /// Rows in the file.
    pub row_count: usize,
    /// The good ones; none once there are more problems than are told.
    pub rows: Vec<FigureRow>,
    /// What is wrong with the others.
    pub problems: Problems,
}

/// Reads a figures file.
pub fn read_figures<'a>(file: impl Into<TableFile<'a>>) -> FigureReading {
    let table = match Table::open(&file.into(), &FIGURE_COLUMNS) {
        Ok(table) => table,
        Err(problems) => return FigureReading { problems, ..FigureReading::default() },
    };
    let is_figure = |name: &str| {
        !name.is_empty()
            && !FIGURE_COLUMNS.passed_over.contains(&name)
            && !FIGURE_COLUMNS.known.iter().any(|column| column.name == name)
    };
    let figures: Vec<String> = table
        .header()
        .columns()
        .filter(|(_, name)| is_figure(name))
        .map(|(_, name)| name.to_owned())
        .collect();
    let mut rows = Vec::new();
    let read = table.read(|header, row, problems| {
        match read_row(header, row, &figures) {
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
    FigureReading { row_count: read.count, rows, problems }
}

fn read_row(header: &Header, row: &TableRow, columns: &[String]) -> Result<FigureRow, Vec<RowProblem>> {
    let mut cells = Cells::of(header, row);
    let code = cells.cell("unit_code", Presence::Required);
    let period = cells.cell("period", Presence::Required);
    let month = period.and_then(parse_month);
    if let (Some(found), None) = (period, month) {
        cells.report("period", &Defect::BadPeriod { found: found.to_owned() });
    }
    let is_sample = cells.flag("is_sample");
    let mut figures = BTreeMap::new();
    for name in columns {
        let Some(found) = cells.cell(name, Presence::Required) else { continue };
        match parse_figure(found) {
            Ok(figure) => {
                figures.insert(name.clone(), figure);
            }
            Err(defect) => cells.report(name, &defect),
        }
    }
    match (cells.problems.is_empty(), code, month) {
        (true, Some(code), Some(month)) => {
            Ok(FigureRow { line: row.line, code: code.to_owned(), month, figures, is_sample })
        }
        _ => Err(cells.problems),
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
            problems.push(TableFault::Duplicate { line }.at(row.line, "period"));
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

/// A month as `2021-01`; spreadsheets make its first day of it.
fn parse_month(text: &str) -> Option<Date> {
    let text = text.strip_suffix("-01").filter(|month| month.len() == "2021-01".len()).unwrap_or(text);
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
            "code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to\n\
              1,A,,OTHER,,,2020-01-01,2021-02-15\n1,B,,OTHER,,,2021-03-01,\n",
        )
        .rows;
        plan(vec![], rows, &HashSet::new()).expect("good rows").new_versions
    }

    fn problems(rows: &str) -> Vec<String> {
        let file = format!("unit_code,unit_name,period,received,late,is_sample\n{rows}\n");
        let FigureReading { rows, mut problems, .. } = read_figures(file.as_str());
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
        let reading = read_figures("unit_code,period\n1,2021-01\n");
        assert_eq!(reading.problems[0].code, "NO_FIGURES");
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
