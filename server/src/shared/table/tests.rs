//! What people hand over as a table, and how it is read.

use super::*;

const COLUMNS: Columns = Columns {
    aliases: &[("title", "name")],
    passed_over: &["remark"],
    ..Columns::of(&[
        Column::required("code", "a code"),
        Column::required("name", "a name"),
        Column::optional("day", "a day"),
    ])
};

/// What a file came to: the lines and names that were read, and what is wrong, as `line:column CODE`.
fn read_as(file: TableFile<'_>) -> (Vec<(u64, String)>, Vec<String>, Vec<String>) {
    let told = |problems: &[RowProblem]| -> Vec<String> {
        problems.iter().map(|p| format!("{}:{} {}", p.line, p.column, p.code)).collect()
    };
    let table = match Table::open(&file, &COLUMNS) {
        Ok(table) => table,
        Err(problems) => return (Vec::new(), told(&problems), Vec::new()),
    };
    let mut found = Vec::new();
    let rows = table.read(|header, row, _| {
        let name = header.column("name").expect("a required column");
        found.push((row.line, row.cell(name).to_owned()));
    });
    (found, told(&rows.problems), told(&rows.remarks))
}

fn read(bytes: &[u8]) -> (Vec<(u64, String)>, Vec<String>) {
    let (found, problems, _) = read_as(bytes.into());
    (found, problems)
}

fn good(bytes: &[u8]) -> Vec<(u64, String)> {
    let (found, problems) = read(bytes);
    assert_eq!(problems, Vec::<String>::new());
    found
}

fn faults(text: &str) -> Vec<String> {
    read(text.as_bytes()).1
}

fn rows<const N: usize>(rows: [(u64, &str); N]) -> Vec<(u64, String)> {
    rows.map(|(line, name)| (line, name.to_owned())).to_vec()
}

fn utf_16(text: &str, to_bytes: fn(u16) -> [u8; 2], mark: &[u8]) -> Vec<u8> {
    let units = text.encode_utf16().flat_map(to_bytes);
    mark.iter().copied().chain(units).collect()
}

#[test]
fn lines_are_those_of_the_file() {
    let expected = rows([(2, "a"), (3, "b\nB"), (6, "c")]);
    assert_eq!(good(b"code,name\n1,a\n2,\"b\nB\"\n\n3,c\n"), expected);
    let expected = rows([(2, "a"), (3, "b\r\nB"), (6, "c")]);
    assert_eq!(good("\u{feff}code,name\r\n1,a\r\n2,\"b\r\nB\"\r\n\r\n3,c".as_bytes()), expected);
}

#[test]
fn blanks_quotes_and_empty_rows_are_understood() {
    let expected = rows([(2, "\"x\""), (4, "say \"so\", then")]);
    assert_eq!(good(b"code , name\n1,  \"x\"\n,\n2,\"say \"\"so\"\", then\"\n"), expected);
    // Rows that a spreadsheet left empty, and separators that it left behind the last column.
    assert_eq!(good(b"code,name,,\n1,a,,\n,,,\n , ,,\n"), rows([(2, "a")]));
    assert_eq!(good(b"code;name\r\n1;a\r\n;\r\n;\r\n2;b\r\n"), rows([(2, "a"), (5, "b")]));
}

#[test]
fn a_vietnamese_spreadsheet_is_understood() {
    let expected = rows([(2, "Xã An, Phú"), (3, "Đức")]);
    assert_eq!(good("\u{feff}code;name\r\n1;Xã An, Phú\r\n2;Đức\r\n".as_bytes()), expected);
    assert_eq!(good("code\tname\n1\tXã An, Phú\n2\tĐức\n".as_bytes()), expected);
    let line_more = rows([(3, "Xã An, Phú"), (4, "Đức")]);
    assert_eq!(good("sep=;\r\ncode;name\r\n1;Xã An, Phú\r\n2;Đức\r\n".as_bytes()), line_more);
    assert_eq!(good("\u{feff}\"sep=,\"\ncode,name\n1,\"Xã An, Phú\"\n2,Đức\n".as_bytes()), line_more);
    assert_eq!(good("SEP=\t\ncode\tname\n1\tXã An, Phú\n2\tĐức\n".as_bytes()), line_more);
    assert_eq!(good("sep=|\ncode|name\n1|Xã An, Phú\n2|Đức\n".as_bytes()), line_more);
    let text = "code\tname\r\n1\tXã An, Phú\r\n2\tĐức\r\n";
    assert_eq!(good(&utf_16(text, u16::to_le_bytes, &[0xFF, 0xFE])), expected);
    assert_eq!(good(&utf_16(text, u16::to_be_bytes, &[0xFE, 0xFF])), expected);
    assert_eq!(good(&utf_16(text, u16::to_le_bytes, &[])), expected);
    assert_eq!(good(&utf_16(text, u16::to_be_bytes, &[])), expected);
}

#[test]
fn half_a_sign_of_utf_16_is_told_at_its_line() {
    let mut bytes = utf_16("code\tname\n1\ta\n2\tb", u16::to_le_bytes, &[0xFF, 0xFE]);
    bytes.extend([0x00, 0xD8, b'\n', 0]);
    assert_eq!(read(&bytes), (rows([(2, "a")]), vec!["3:name BAD_CHARACTER".to_owned()]));
}

#[test]
fn an_unusable_header_says_why() {
    assert_eq!(faults(""), ["1: EMPTY_FILE"]);
    assert_eq!(faults("\u{feff}\r\n\r\n"), ["1: EMPTY_FILE"]);
    assert_eq!(faults("code,name\n"), ["1: EMPTY_FILE"]);
    assert_eq!(faults("id,code,code\n1,2,3"), ["1:name MISSING_COLUMN", "1:code REPEATED_COLUMN"]);
    assert_eq!(faults("code;code;name\n1;2;3"), ["1:code REPEATED_COLUMN"]);
    assert_eq!(faults("code,name,Name\n1,2,3"), ["1:Name REPEATED_COLUMN"]);
    assert_eq!(faults("%PDF-1.7\n"), ["1: NOT_A_TABLE"]);
    assert_eq!(faults("<HTML><table><tr><td>code"), ["1: NOT_A_TABLE"]);
    let old = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0];
    assert_eq!(read(&old).1, ["1: OLD_WORKBOOK"]);
    assert_eq!(read(b"PK\x03\x04 but nothing else").1, ["1: DAMAGED_WORKBOOK"]);
}

#[test]
fn headings_may_be_written_otherwise_and_stand_below_a_title() {
    assert_eq!(good(b"CODE, Name \n1,a\n"), rows([(2, "a")]));
    assert_eq!(good(b"code,title\n1,a\n"), rows([(2, "a")]));
    assert_eq!(good("DANH SÁCH ĐƠN VỊ,,\n,,\ncode,name,day\n1,a,\n".as_bytes()), rows([(4, "a")]));
    assert_eq!(faults("DANH SÁCH,\ncode,day\n1,a\n"), ["1:code MISSING_COLUMN", "1:name MISSING_COLUMN"]);
}

#[test]
fn columns_that_nobody_reads_are_named_and_those_without_a_heading_refused() {
    let (found, problems, remarks) = read_as("code,name,title,colour,remark\n1,a,b,red,x\n".into());
    assert_eq!((found, problems), (rows([(2, "a")]), vec![]));
    assert_eq!(remarks, ["1:title UNKNOWN_COLUMN", "1:colour UNKNOWN_COLUMN"]);
    assert_eq!(faults("code,,name\n1,,a\n2,x,b\n"), ["3: UNNAMED_COLUMN"]);
}

#[test]
fn rows_of_a_wrong_shape_are_named_and_the_others_read() {
    let (found, problems) = read(b"code,name\n1,a\n2\n3,\xff\n4,d,e\n5,f\n6,\"open\n7,g\n");
    assert_eq!(problems, ["3: CELL_COUNT", "4:name NOT_UTF8", "5: CELL_COUNT", "7: OPEN_QUOTE"]);
    assert_eq!(found, rows([(2, "a"), (6, "f")]));
}

#[test]
fn an_open_quotation_mark_is_told_at_its_line_with_any_separator() {
    for file in
        ["code,name\n1,\"a\n2,b\n3,c\n", "code;name\n1;\"a\n2;b\n3;c\n", "code\tname\n1\t\"a\n2\tb\n3\tc\n"]
    {
        assert_eq!(read(file.as_bytes()), (vec![], vec!["2: OPEN_QUOTE".to_owned()]), "{file}");
    }
    assert_eq!(faults("code,\"name\n1,a\n2,b\n"), ["1: OPEN_QUOTE"]);
}

#[test]
fn signs_that_no_text_holds_are_refused() {
    let found = faults("code,name\n1,a\u{0}b\n2,c\u{fffd}d\n3,e\u{1b}f\n4,g\th\n");
    assert_eq!(found, ["2:name BAD_CHARACTER", "3:name BAD_CHARACTER", "4:name BAD_CHARACTER"]);
}

/// `code,name` of a thị trấn and of two more, as a Vietnamese Windows writes them.
const WINDOWS: &[u8] =
    b"code,name\n1,Thi\xf2 tr\xe2\xecn Ph\xfd\xf5\xecc Quang\n2,Hu\xea\xec\n3,C\xe1ch Ma\xf2ng\n";

#[test]
fn what_a_vietnamese_windows_wrote_is_refused_by_line_and_read_when_asked_for() {
    let (found, problems) = read(WINDOWS);
    assert_eq!(found, []);
    assert_eq!(problems, ["2:name NOT_UTF8", "3:name NOT_UTF8", "4:name NOT_UTF8"]);
    let problems = Table::open(&WINDOWS.into(), &COLUMNS).map(|table| table.read(|_, _, _| {}).problems);
    let problems = problems.unwrap_or_else(|_| panic!("a good header"));
    assert!(problems[0].reason_vi.contains("“Thị trấn Phước Quang”"), "{}", problems[0].reason_vi);
    let asked = TableFile { decoding: Decoding::Windows1258, ..WINDOWS.into() };
    assert_eq!(read_as(asked).0[0], (2, "Thị trấn Phước Quang".to_owned()));
    let preview = Preview::of(&WINDOWS.into(), &COLUMNS).expect("a header");
    assert_eq!((preview.encoding, preview.format), (Encoding::Windows1258, Format::Comma));
    assert_eq!(preview.rows[0], ["1", "Thị trấn Phước Quang"]);
    // What is Unicode is not read otherwise because somebody asks for it.
    let text = "code,name\n1,Xã Đức\n";
    let asked = TableFile { decoding: Decoding::Windows1258, ..text.into() };
    assert_eq!(read_as(asked).0, rows([(2, "Xã Đức")]));
}

#[test]
fn a_text_that_is_kept_can_be_read_for_ever() {
    let problems = as_text(&WINDOWS.into()).expect_err("bytes that are no Unicode");
    let told: Vec<_> = problems.iter().map(|problem| (problem.line, problem.code)).collect();
    assert_eq!(told, [(2, "NOT_UTF8"), (3, "NOT_UTF8"), (4, "NOT_UTF8")]);
    let asked = TableFile { decoding: Decoding::Windows1258, ..WINDOWS.into() };
    let text = as_text(&asked).expect("a text");
    assert_eq!(text.lines().nth(1), Some("1,Thị trấn Phước Quang"));
    let problems = as_text(&"code,name\n1,a\u{0}\n".into()).expect_err("U+0000");
    assert_eq!((problems[0].line, problems[0].code), (2, "BAD_CHARACTER"));
    assert_eq!(as_text(&"\u{feff}code;name\r\n".into()), Ok("code;name\r\n".to_owned()));
}

#[test]
fn progress_is_told_now_and_then() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static TOLD: AtomicUsize = AtomicUsize::new(0);
    let text = format!("code,name\n{}", "1,a\n".repeat(25_000));
    let file = TableFile { progress: |count| TOLD.store(count, Ordering::Relaxed), ..text.as_str().into() };
    assert_eq!(read_as(file).0.len(), 25_000);
    assert_eq!(TOLD.load(Ordering::Relaxed), 20_000);
}

#[test]
fn a_template_is_a_header_that_is_read() {
    let filled = format!("{}1,a,\r\n", COLUMNS.template());
    assert_eq!(good(filled.as_bytes()), rows([(2, "a")]));
}
