//! Files of rows as people have them: what a spreadsheet saves is understood or told by line, on the screens and on the
//! command line alike, and nothing is imported by halves.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use serde_json::{Value, json};
use thidua::identity::PEOPLE_COLUMNS;
use thidua::shared::import::{ImportMode, ImportReport};
use thidua::shared::table::{Decoding, Preview, TableFile, as_text};
use thidua::similarities::import_past;
use thidua::units::{self, STEP_COLUMNS, UNIT_COLUMNS};
use time::macros::date;

use crate::support::command_line::thidua;
use crate::support::workbook::Cell::{Day, Empty, Error, Formula, Number, Padded, Text};
use crate::support::workbook::{packed, workbook};
use crate::support::{Client, TestApp, scenario};

const IMPORT: &str = "mutation($input: ImportPeopleInput!) { importPeople(input: $input) { __typename \
    ... on PeopleImport { rows created problemCount problems { line column code message } remarks { column code } \
        firstPasswords { login displayName unitName } preview { format encoding sheet sheets headings rows } } \
    ... on PeopleProblem { code path } } }";

const SAVE: &str = "mutation($input: SaveReorganisationInput!) { saveReorganisation(input: $input) { __typename \
    ... on Reorganisation { id version unitsCsv successionsCsv unitsPreview { rows } \
        preview { __typename ... on ReorganisationProblem { unitRows { line code } successionRows { line code } } } } \
    ... on ReorganisationProblem { code unitRows { line column code message } successionRows { line code } } } }";

fn file(bytes: &[u8]) -> Value {
    json!({ "content": STANDARD.encode(bytes) })
}

fn read_as_windows(bytes: &[u8]) -> Value {
    json!({ "content": STANDARD.encode(bytes), "encoding": "WINDOWS_1258" })
}

fn utf_16(text: &str) -> Vec<u8> {
    [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

async fn import(admin: &mut Client, file: Value, validate_only: bool) -> Value {
    let input = json!({ "file": file, "validateOnly": validate_only, "request": "CV 5" });
    admin.query(IMPORT, json!({ "input": input })).await.data()["importPeople"].clone()
}

fn faults(answer: &Value) -> Vec<(u64, String, String)> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let told = answer["problems"].as_array().expect("problems").iter();
    told.map(|one| (one["line"].as_u64().expect("a line"), text(&one["column"]), text(&one["code"])))
        .collect()
}

fn told(report: &ImportReport) -> Vec<(u64, &str, &str)> {
    report.problems.iter().map(|one| (one.line, one.column.as_str(), one.code)).collect()
}

fn fault(line: u64, column: &str, code: &str) -> (u64, String, String) {
    (line, column.to_owned(), code.to_owned())
}

async fn province() -> (TestApp, Client) {
    let app = TestApp::start().await;
    scenario::province(&app).await;
    let admin = app.signed_in("quantri").await;
    (app, admin)
}

#[tokio::test]
async fn an_open_quotation_mark_swallows_no_row_of_any_import() {
    let (app, mut admin) = province().await;
    for open in [
        "login,full_name,unit_code,role,email\nt.an,Nguyễn Văn An,X1,UNIT_CONTRIBUTOR,\"an@x.example\nt.binh,Trần Thị Bình,X1,,\n",
        "login;full_name;unit_code;role;email\nt.an;\"Nguyễn Văn An;X1;;\nt.binh;Trần Thị Bình;X1;;\n",
        "login\tfull_name\tunit_code\nt.an\t\"Nguyễn Văn An\tX1\nt.binh\tTrần Thị Bình\tX1\n",
    ] {
        let answer = import(&mut admin, file(open.as_bytes()), false).await;
        assert_eq!(faults(&answer), [fault(2, "", "OPEN_QUOTE")], "{open}");
        assert_eq!((&answer["created"], &answer["firstPasswords"]), (&json!(0), &json!([])));
    }
    let apply = ImportMode::Apply;
    let past = "initiative_code,title,abstract\nP1,Sáng kiến một,\"Tóm tắt một chưa đóng ngoặc\nP2,Hai,Tóm tắt hai\n";
    let report = import_past(&app.app, past, apply).await.expect("runs");
    assert_eq!((told(&report), report.created), (vec![(2, "", "OPEN_QUOTE")], 0));
    let steps = "old_code,new_code,kind,effective_date,legal_basis\nX1,X1,rename,2021-11-15,\"NQ 1\nX2,X2,rename,2021-11-15,NQ 2\n";
    let report = units::import_successions(&app.app, steps, apply).await.expect("runs");
    assert_eq!(told(&report), [(2, "", "OPEN_QUOTE")]);
    let figures = "unit_code,period,f1\nX1,2021-01,\"1\nX2,2021-01,2\n";
    let report = units::import_statistics(&app.app, figures, apply).await.expect("runs");
    assert_eq!(told(&report), [(2, "", "OPEN_QUOTE")]);
}

#[tokio::test]
async fn what_a_vietnamese_spreadsheet_saves_is_understood_on_the_screen_and_on_the_command_line() {
    let (app, mut admin) = province().await;
    let semicolons = "\u{feff}login;full_name;unit_code;email;role\r\nan.nv;Nguyễn Văn An;X1;;UNIT_FOCAL\r\n;;;;\r\n;;;;\r\n";
    let named =
        "sep=,\r\nlogin,full_name,unit_code,email,role\r\nan.nv,Nguyễn Văn An,X1,,UNIT_FOCAL\r\n,,,,\r\n";
    let wide = utf_16(
        "login\tfull_name\tunit_code\temail\trole\r\nan.nv\tNguyễn Văn An\tX1\t\tUNIT_FOCAL\r\n\t\t\t\t\r\n",
    );
    for (bytes, format, encoding) in [
        (semicolons.as_bytes(), "SEMICOLON", "UTF_8"),
        (named.as_bytes(), "COMMA", "UTF_8"),
        (wide.as_slice(), "TAB", "UTF_16"),
    ] {
        let answer = import(&mut admin, file(bytes), true).await;
        assert_eq!((faults(&answer), &answer["rows"], &answer["created"]), (vec![], &json!(1), &json!(1)));
        let preview = &answer["preview"];
        assert_eq!((&preview["format"], &preview["encoding"]), (&json!(format), &json!(encoding)));
        assert_eq!(preview["rows"], json!([["an.nv", "Nguyễn Văn An", "X1", "", "UNIT_FOCAL"]]));
    }
    let made = import(&mut admin, file(&wide), false).await;
    assert_eq!(made["created"], 1);
    let handed = &made["firstPasswords"][0];
    assert_eq!((&handed["login"], &handed["displayName"]), (&json!("an.nv"), &json!("Nguyễn Văn An")));
    assert!(handed["unitName"].is_string(), "whom the slip goes to is said with the unit: {handed}");
    let past = utf_16("initiative_code\ttitle\tabstract\nP1\tMột cửa\tNội dung\n\t\t\n");
    let report = import_past(&app.app, past.as_slice(), ImportMode::Apply).await.expect("runs");
    assert_eq!((told(&report), report.rows, report.created), (vec![], 1, 1));
    let figures = "sep=;\nunit_code;period;f1\nX1;2021-01;5\n;;\n";
    let report = units::import_statistics(&app.app, figures, ImportMode::Apply).await.expect("runs");
    assert_eq!((told(&report), report.created), (vec![], 1));
}

#[tokio::test]
async fn a_file_of_a_vietnamese_windows_is_refused_by_line_and_read_once_its_words_were_seen() {
    let (app, mut admin) = province().await;
    let bytes = b"login,full_name,unit_code\nan.nv,Nguy\xea\xden V\xe3n An,X1\nbinh.tt,Tr\xe2\xccn Thi\xf2 B\xecnh,X1\ncuong.lv,Le Van Cuong,X1\n";
    let answer = import(&mut admin, file(bytes), false).await;
    assert_eq!(faults(&answer), [fault(2, "full_name", "NOT_UTF8"), fault(3, "full_name", "NOT_UTF8")]);
    assert_eq!((&answer["created"], &answer["firstPasswords"]), (&json!(1), &json!([])));
    assert_eq!(answer["preview"]["encoding"], "WINDOWS_1258");
    assert_eq!(answer["preview"]["rows"][0][1], "Nguyễn Văn An", "{answer}");
    let answer = import(&mut admin, read_as_windows(bytes), false).await;
    assert_eq!((faults(&answer), &answer["created"]), (vec![], &json!(3)));
    let past = b"initiative_code,title,abstract\nP1,Mot,Hai\nP2,S\xe1ng ki\xea\xecn,N\xf4\xf2i dung\n";
    let report = import_past(&app.app, past.as_slice(), ImportMode::Apply).await.expect("runs");
    assert_eq!(told(&report), [(3, "title", "NOT_UTF8"), (3, "abstract", "NOT_UTF8")]);
    let asked = TableFile { decoding: Decoding::Windows1258, ..past.as_slice().into() };
    let report = import_past(&app.app, asked, ImportMode::Apply).await.expect("runs");
    assert_eq!((told(&report), report.created), (vec![], 2));
}

#[tokio::test]
async fn a_reorganisation_keeps_no_broken_bytes() {
    let (app, mut keeper) = province().await;
    let units_file = b"code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to\n\
        X1,Thi\xf2 tr\xe2\xecn Ph\xfd\xf5\xecc Quang,Phuoc Quang Town,commune,thi\xf2 tr\xe2\xecn,H1,2021-11-15,\n";
    let steps = "old_code,new_code,kind,effective_date,legal_basis,share,main_successor\nX1,X1,rename,2021-11-15,NQ 3,1,Y\n";
    let input = |units: Value| {
        json!({"input": {"title": "Đổi tên", "legalBasis": "NQ 3", "effectiveDate": "2021-11-15",
            "unitsFile": units, "successionsFile": file(steps.as_bytes())}})
    };
    let refused = keeper.query(SAVE, input(file(units_file))).await.data()["saveReorganisation"].clone();
    assert_eq!(refused["code"], "BAD_ROWS", "{refused}");
    assert_eq!(
        (&refused["unitRows"][0]["line"], &refused["unitRows"][0]["code"]),
        (&json!(2), &json!("NOT_UTF8"))
    );
    assert!(scenario::text(&refused["unitRows"][0]["message"]).contains("Thị trấn Phước Quang"));
    let saved =
        keeper.query(SAVE, input(read_as_windows(units_file))).await.data()["saveReorganisation"].clone();
    assert_eq!(saved["preview"]["__typename"], "ReorganisationEffect", "{saved}");
    assert_eq!(saved["unitsPreview"]["rows"][0][1], "Thị trấn Phước Quang");

    // A workbook too, whose rows keep their numbers; and what is not given again stays.
    let head = [
        Text("code"),
        Text("name_vi"),
        Text("name_en"),
        Text("kind"),
        Text("subtype"),
        Text("parent_code"),
        Text("valid_from"),
        Text("valid_to"),
    ];
    let row = [
        Text("X1"),
        Text("Xã Phước Quang, mới"),
        Empty,
        Text("commune"),
        Text("xã"),
        Text("H1"),
        Day("44515"),
    ];
    let book = workbook(&[("Đơn vị", &[&[], &head, &[], &row])]);
    let mut again = input(file(&book));
    again["input"]["id"] = saved["id"].clone();
    again["input"]["version"] = saved["version"].clone();
    again["input"].as_object_mut().expect("an input").remove("successionsFile");
    let saved = keeper.query(SAVE, again).await.data()["saveReorganisation"].clone();
    assert_eq!(saved["preview"]["__typename"], "ReorganisationEffect", "{saved}");
    assert_eq!(saved["successionsCsv"], steps);
    let text = scenario::text(&saved["unitsCsv"]);
    assert_eq!(text.lines().nth(3), Some("X1,\"Xã Phước Quang, mới\",,commune,xã,H1,2021-11-15,"), "{text}");
    for broken in ["a\u{0}b", "a\u{fffd}b"] {
        let text = format!("code,name_vi\nX1,{broken}\n");
        let refused = keeper.query(SAVE, input(file(text.as_bytes()))).await.data();
        let rows = &refused["saveReorganisation"]["unitRows"];
        assert_eq!((&rows[0]["line"], &rows[0]["code"]), (&json!(2), &json!("BAD_CHARACTER")), "{refused}");
    }
    let both = json!({"input": {"title": "A", "legalBasis": "B", "effectiveDate": "2021-11-15",
        "unitsCsv": "", "unitsFile": file(b""), "successionsCsv": ""}});
    assert_eq!(keeper.query(SAVE, both).await.code(), "BAD_USER_INPUT");
    drop(app);
}

#[tokio::test]
async fn a_control_character_of_a_file_is_told_and_never_reaches_the_database() {
    let (app, mut admin) = province().await;
    let answer =
        import(&mut admin, file("login,full_name,unit_code\na.b,An\u{0},X1\n".as_bytes()), false).await;
    assert_eq!(faults(&answer), [fault(2, "full_name", "BAD_CHARACTER")]);
    let mode = ImportMode::Apply;
    let past =
        import_past(&app.app, "initiative_code,title,abstract\nP1,a\u{0}b,c\n", mode).await.expect("runs");
    assert_eq!(told(&past), [(2, "title", "BAD_CHARACTER")]);
    let steps = "old_code,new_code,kind,effective_date,legal_basis\nX1,X1,rename,2021-11-15,N\u{0}Q\n";
    let steps = units::import_successions(&app.app, steps, mode).await.expect("runs");
    assert_eq!(told(&steps), [(2, "legal_basis", "BAD_CHARACTER")]);
    let book = workbook(&[(
        "A",
        &[
            &[Text("login"), Text("full_name"), Text("unit_code")],
            &[Text("a.b"), Text("A\u{fffd}n"), Text("X1")],
        ],
    )]);
    assert_eq!(
        faults(&import(&mut admin, file(&book), false).await),
        [fault(2, "full_name", "BAD_CHARACTER")]
    );
}

#[tokio::test]
async fn a_workbook_is_read_as_it_shows() {
    let (app, mut admin) = province().await;
    let head = [
        Text("Login"),
        Text("Full name"),
        Text("unit_code"),
        Text("role"),
        Text("valid_from"),
        Text("email"),
    ];
    let rows: &[&[_]] = &[
        &[Text("DANH SÁCH CÁN BỘ ĐẦU MỐI")],
        &[],
        &head,
        &[Text("an.nv"), Text("Nguyễn Văn An"), Text("X1"), Text("UNIT_FOCAL"), Day("44531"), Empty],
        &[],
        &[Text("binh.tt"), Formula("\"Trần Thị \"&amp;\"Bình\"", Some("Trần Thị Bình")), Text("X2")],
    ];
    let book = workbook(&[("Cán bộ", rows), ("Ghi chú", &[&[Text("không phải bảng")]])]);
    let answer = import(&mut admin, file(&book), true).await;
    assert_eq!((faults(&answer), &answer["rows"]), (vec![], &json!(2)), "{answer}");
    let preview = &answer["preview"];
    assert_eq!((&preview["sheet"], &preview["sheets"]), (&json!("Cán bộ"), &json!(["Cán bộ", "Ghi chú"])));
    assert_eq!(preview["rows"][0], json!(["an.nv", "Nguyễn Văn An", "X1", "UNIT_FOCAL", "2021-12-01", ""]));
    let mut other = file(&book);
    other["sheet"] = json!("ghi chú");
    assert_eq!(
        faults(&import(&mut admin, other.clone(), true).await)[0],
        fault(1, "login", "MISSING_COLUMN")
    );
    other["sheet"] = json!("Trang 9");
    assert_eq!(faults(&import(&mut admin, other, true).await), [fault(1, "", "NO_SHEET")]);

    let bad: &[&[_]] = &[
        &head,
        &[Text("an.nv"), Formula("A1", None), Text("X1")],
        &[Text("binh.tt"), Error("#N/A"), Text("X1")],
        &[Text("cuong.lv"), Text("Lê Văn Cường"), Text("X1"), Empty, Empty, Empty, Text("thừa")],
    ];
    let answer = import(&mut admin, file(&workbook(&[("A", bad)])), false).await;
    assert_eq!(
        faults(&answer),
        [fault(2, "Full name", "NO_RESULT"), fault(3, "Full name", "ERROR_CELL"), fault(4, "", "CELL_COUNT")]
    );
    assert_eq!(import(&mut admin, file(&book), false).await["created"], 2);
    drop(app);
}

#[tokio::test]
async fn numbers_of_a_workbook_keep_their_zeros_and_its_days_become_months() {
    let app = TestApp::start().await;
    let head =
        ["code", "name_vi", "name_en", "kind", "subtype", "parent_code", "valid_from", "valid_to"].map(Text);
    let rows: &[&[_]] = &[
        &head,
        &[Text("089"), Text("Tỉnh A"), Empty, Text("province"), Empty, Empty, Day("43831")],
        &[Padded("7"), Text("Sở B"), Empty, Text("department"), Empty, Text("089"), Day("43831")],
        &[Number("30337"), Text("Sở C"), Empty, Text("department"), Empty, Padded("89"), Day("43831")],
    ];
    let book = workbook(&[("A", rows)]);
    let report = units::import_units(&app.app, book.as_slice(), ImportMode::Apply).await.expect("runs");
    assert_eq!((told(&report), report.created), (vec![], 3));
    let all = units::all(app.app.db.read(), date!(2021 - 12 - 01)).await.expect("a list");
    let mut codes: Vec<&str> = all.iter().map(|unit| unit.code.as_str()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["007", "089", "30337"]);
    let figures: &[&[_]] = &[
        &[Text("unit_code"), Text("period"), Text("f1"), Text("f2")],
        &[Text("007"), Text("2021-01"), Number("12"), Number("1.2E1")],
        &[Text("007"), Day("44228"), Number("12.000000000000001"), Number("0.5")],
    ];
    let book = workbook(&[("A", figures)]);
    let report = units::import_statistics(&app.app, book.as_slice(), ImportMode::Apply).await.expect("runs");
    assert_eq!(told(&report), [(3, "f2", "BAD_NUMBER")], "twelve is twelve; a half is no number of papers");
}

#[test]
fn a_workbook_that_grows_when_it_is_unpacked_is_refused_before_it_is_read() {
    let refused = |bytes: &[u8]| {
        let problems = as_text(&bytes.into()).expect_err("is refused");
        (problems[0].code, problems.count())
    };
    let cells = |inside: String| {
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        format!("<worksheet xmlns=\"{main}\"><sheetData>{inside}</sheetData></worksheet>")
    };
    let one = |inside: &str| packed(&[("A", cells(format!("<row r=\"1\">{inside}</row>")))]);
    let bomb = one(&"<c r=\"A1\" t=\"inlineStr\"><is><t>0</t></is></c>".repeat(1_500_000));
    assert!(bomb.len() < 1_000_000, "small before: {}", bomb.len());
    assert_eq!(refused(&bomb), ("TOO_LARGE", 1));
    assert_eq!(refused(&one("<c r=\"XFD1\"><v>1</v></c>")), ("TOO_WIDE", 1));
    assert_eq!(refused(&one("<c r=\"A99999999\"><v>1</v></c>")), ("TOO_LARGE", 1));
    assert_eq!(refused(&one("<c r=\"ZZZZZZZZZZ1\"><v>1</v></c>")).1, 1, "a place that is none");
    assert_eq!(refused(&one("<c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c>")), ("DAMAGED_WORKBOOK", 1));
    assert_eq!(refused(&one("<c r=\"A1\" t=\"s\"><v>5</v></c>")), ("DAMAGED_WORKBOOK", 1));
    let good = one("<c r=\"A1\"><v>1</v></c>");
    assert_eq!(refused(&good[..good.len() / 2]), ("DAMAGED_WORKBOOK", 1));
}

#[tokio::test]
async fn a_long_file_passes_and_what_passes_no_more_says_what_to_do() {
    let (app, mut admin) = province().await;
    let row = |n: usize| format!("nv.{n:05},Nguyễn Văn Số {n},X1,UNIT_CONTRIBUTOR,nv{n}@angiang.example\n");
    let rows: String = (0..5_000).map(row).collect();
    let long = format!("login,full_name,unit_code,role,email\n{rows}");
    assert!(long.len() > 200_000);
    let answer = import(&mut admin, file(long.as_bytes()), true).await;
    assert_eq!((&answer["rows"], faults(&answer)), (&json!(5_000), vec![fault(502, "", "TOO_MANY")]));
    assert!(scenario::text(&answer["problems"][0]["message"]).contains("tách tệp"), "{answer}");

    let input = json!({"file": file(&vec![b'a'; 3 << 20]), "validateOnly": true, "request": "CV 5"});
    let refused = admin.query(IMPORT, json!({"input": input})).await;
    assert_eq!(refused.code(), "BAD_USER_INPUT");
    let input = json!({"file": file(&vec![b'a'; 6 << 20]), "validateOnly": true, "request": "CV 5"});
    let refused = admin.query(IMPORT, json!({"input": input})).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "LIMIT_EXCEEDED"));
    assert!(
        scenario::text(&refused.errors()[0]["message"]).contains("vượt giới hạn"),
        "in the reader's language"
    );
    // Only a file is so long, and only of somebody who has signed in.
    let input = json!({"csv": long, "validateOnly": true, "request": "CV 5"});
    let refused = admin.query(IMPORT, json!({"input": input})).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "LIMIT_EXCEEDED"));
    let hidden = json!({"content": long, "validateOnly": true, "request": "CV 5"});
    let refused = admin.query(IMPORT, json!({"input": hidden})).await;
    assert_eq!(refused.code(), "BAD_USER_INPUT", "not every field called content is a file");
    let input = json!({"file": file(long.as_bytes()), "validateOnly": true, "request": "CV 5"});
    let refused = app.anonymous().query(IMPORT, json!({"input": input})).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "LIMIT_EXCEEDED"));
    let input = json!({"file": {"content": "không phải base64"}, "validateOnly": true, "request": "CV 5"});
    assert_eq!(admin.query(IMPORT, json!({"input": input})).await.code(), "BAD_USER_INPUT");
}

#[tokio::test]
async fn columns_that_are_not_read_are_named_and_those_named_twice_refused() {
    let (app, mut admin) = province().await;
    let answer =
        import(&mut admin, file("login,full_name,unit_code,phòng\na.b,An,X1,1\n".as_bytes()), true).await;
    assert_eq!(answer["remarks"], json!([{"column": "phòng", "code": "UNKNOWN_COLUMN"}]), "{answer}");
    let twice = "initiative_code,title,title,abstract\nP1,a,b,c\n";
    let report = import_past(&app.app, twice, ImportMode::Apply).await.expect("runs");
    assert_eq!(told(&report), [(1, "title", "REPEATED_COLUMN")]);
    let unread = "initiative_code,title,abstract,giá trị\nP1,a,b,c\n";
    let report = import_past(&app.app, unread, ImportMode::ValidateOnly).await.expect("runs");
    assert_eq!((report.remarks.len(), report.remarks[0].column.as_str()), (1, "giá trị"));
}

#[tokio::test]
async fn an_installation_without_an_account_says_so_to_strangers() {
    let app = TestApp::start().await;
    let asked = "{ signInOptions { needsSetUp } }";
    let told = app.anonymous().query(asked, json!({})).await.data();
    assert_eq!(told["signInOptions"]["needsSetUp"], true);
    app.add_person("quantri", thidua::access::Role::SysAdmin).await;
    let told = app.anonymous().query(asked, json!({})).await.data();
    assert_eq!(told["signInOptions"]["needsSetUp"], false);
}

#[test]
fn the_templates_of_the_screens_and_of_the_command_line_are_the_columns_that_are_read() {
    let screens = include_str!("../../web/src/lib/features/tables/tables.ts");
    for (kind, columns) in
        [("people", &PEOPLE_COLUMNS), ("units", &UNIT_COLUMNS), ("successions", &STEP_COLUMNS)]
    {
        let template = columns.template();
        let header = template.trim_start_matches('\u{feff}').trim_end();
        assert!(screens.contains(&format!("'{header}'")), "{kind}: {header}");
        let said = thidua(&["import", kind, "--template"]);
        assert!(said.is_success && said.out.contains(header) && said.err.contains("code"), "{said:?}");
        assert!(Preview::of(&template.as_str().into(), columns).is_some_and(|seen| seen.rows.is_empty()));
    }
}
