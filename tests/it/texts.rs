//! Texts from outside: what nobody sees is not kept, what looks alike is found, lists stand in the order of the
//! alphabet, and whatever is refused is told in the reader's language.

use std::collections::BTreeSet;

use async_graphql::Variables;
use async_graphql::parser::parse_query;
use async_graphql::parser::types::TypeKind;
use http::StatusCode;
use serde_json::{Value, json};
use thidua::access::Role;
use thidua::graphql::index::Index;
use thidua::graphql::{inputs, limits};
use thidua::identity::{NewAccount, NewAssignment};
use thidua::shared::fold::fold;
use thidua::shared::visible::has_invisible;
use time::macros::date;

use crate::files;
use crate::limits::{places, with};
use crate::support::scenario::{published, text};
use crate::support::sdl::{Schema, some_id};
use crate::support::{TestApp, initiatives, tables};

/// Letters with every kind of sign between them that nobody sees.
const UNSEEN: &str = "A\u{200b}B\u{ad}C\u{61c}D\u{202e}E\u{feff}F\u{3164}G\u{2060}";

/// Every `String` of every input of the schema is let in without what nobody sees, but for those that are refused or
/// hashed behind the gate; and of these none is named for nothing.
#[test]
fn no_text_of_the_schema_comes_in_with_what_nobody_sees() {
    let schema = Schema::read();
    let passing: BTreeSet<&str> = inputs::passing().collect();
    let (mut seen, mut walked) = (BTreeSet::new(), 0);
    for (parent, kind) in &schema.kinds {
        let TypeKind::Object(object) = kind else { continue };
        let keyword = if parent == "Mutation" { "mutation" } else { "query" };
        for field in object.fields.iter().map(|field| &field.node) {
            let (document, base) = schema.operation(keyword, field, &some_id);
            for argument in field.arguments.iter().map(|argument| &argument.node) {
                let key = argument.name.node.to_string();
                let mut found = Vec::new();
                places(&schema, &argument.ty.node, &mut Vec::new(), &mut found);
                for (at, _) in found.into_iter().filter(|(_, scalar)| scalar == "String") {
                    let input = at.iter().rev().find(|step| step.as_str() != "0").unwrap_or(&key).clone();
                    let inner = base.get(&key).cloned().unwrap_or(Value::Null);
                    for value in [json!(UNSEEN), json!([UNSEEN])] {
                        let mut variables = base.clone();
                        variables[&key] = with(&schema, &argument.ty.node, &inner, &at, &value);
                        let mut parsed = parse_query(&document).expect("a document");
                        let mut variables = Variables::from_json(variables);
                        inputs::admit(&mut parsed, &mut variables, Index::own())
                            .unwrap_or_else(|bad| panic!("{parent}.{}: {bad:?}", field.name.node));
                        let let_in = serde_json::to_value(&variables).expect("is JSON").to_string();
                        walked += 1;
                        if passing.contains(input.as_str()) {
                            seen.insert(input.clone());
                        } else {
                            assert!(
                                !has_invisible(&let_in),
                                "{parent}.{}({input}): {let_in}",
                                field.name.node
                            );
                            assert!(let_in.contains("ABCDEFG"), "{let_in}");
                        }
                    }
                }
            }
        }
    }
    assert!(walked > 200, "the walk found the texts: {walked}");
    assert_eq!(seen.iter().map(String::as_str).collect::<BTreeSet<_>>(), passing);
}

/// All texts of all tables that hold something nobody sees; line ends are seen.
async fn unseen(app: &TestApp) -> Vec<String> {
    let mut found = Vec::new();
    for (table, rows) in tables::everything(app.app.db.read()).await {
        for row in rows {
            let text = row.replace(['\n', '\r', '\t'], "");
            if has_invisible(&text) {
                found.push(format!("{table}: {text}"));
            }
        }
    }
    found
}

#[tokio::test]
async fn what_was_pasted_is_stored_as_it_is_seen() {
    let world = published().await;
    initiatives::people(&world).await;
    let mut author = world.app.signed_in("tg-x1").await;
    let me = initiatives::own_account(&mut author).await;
    let mut form = initiatives::form(&world.units["X1"], &[(&me, "100")]);
    form["title"] = json!("\u{feff}Rút ngắn\u{a0} \u{a0}thời\u{ad} gian\u{200b} ở Ðồng Tháp\u{202e}");
    form["passages"][1]["open"] = json!("Một\u{200b} dòng\r\n\r\n\u{f0b7} hai\u{61c}  dòng\n");
    form["helpers"] = json!([{"fullName": "ThS. Nguyễn\u{ad} Văn Bé", "workplace": "X\u{2060}1", "jobTitle": "\u{3164}",
        "qualification": "Đại học", "support": "a\u{200b}"}]);
    let saved = initiatives::save(&mut author, form).await;
    let query =
        "query($id: ID!) { initiative(id: $id) { title passages { open } helpers { fullName jobTitle } } }";
    let read = author.query(query, json!({"id": saved["id"]})).await.data()["initiative"].clone();
    assert_eq!(read["title"], "Rút ngắn thời gian ở Đồng Tháp");
    assert_eq!(read["passages"][1]["open"], "Một dòng\n\n• hai dòng", "lines stay");
    assert_eq!(read["helpers"][0], json!({"fullName": "ThS. Nguyễn Văn Bé", "jobTitle": ""}));

    let mut focal = world.app.signed_in("cb-x1").await;
    let name = "b\u{ad}áo\u{61c} cáo\u{200b}.pdf";
    let file = files::upload(&mut focal, &world.units["X1"], name, files::pdf("một")).await.json();
    assert_eq!(file["name"], "báo cáo.pdf");
    let wide = format!("{}.pdf", "ữ".repeat(200));
    let file = files::upload(&mut focal, &world.units["X1"], &wide, files::pdf("hai")).await.json();
    assert!(text(&file["name"]).len() <= 255, "{file}");
    assert_eq!(unseen(&world.app).await, Vec::<String>::new());

    let search = "query($s: String!) { initiatives(first: 5, search: $s) { totalCount } }";
    for asked in ["đồng tháp", "dong thap", "ÐỒNG T\u{ad}HÁP", "Đồng Тháp"] {
        let found = author.query(search, json!({"s": asked})).await.data();
        assert_eq!(found["initiatives"]["totalCount"], 1, "{asked}");
    }
}

#[tokio::test]
async fn broken_bytes_are_no_import() {
    let world = published().await;
    let mut keeper = world.app.signed_in("quantri").await;
    let input = json!({"title": "Đổi tên", "legalBasis": "NQ 3", "effectiveDate": "2021-12-14",
        "unitsCsv": "code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to\n\
            X1,Thi\u{fffd} tr\u{fffd}n,,commune,xã,H1,2021-12-14,\n",
        "successionsCsv": "old_code,new_code,kind,effective_date,legal_basis,share,main_successor\n\
            X1,X1,rename,2021-12-14,NQ 3,1,Y\n"});
    let document = "mutation($input: SaveReorganisationInput!) { saveReorganisation(input: $input) { \
        ... on Reorganisation { preview { __typename ... on ReorganisationProblem { unitRows { line column code } } } } \
        ... on ReorganisationProblem { code unitRows { line column code } } } }";
    let answer = keeper.query(document, json!({"input": input})).await.data();
    let rows = &answer["saveReorganisation"]["unitRows"];
    assert_eq!(rows[0], json!({"line": 2, "column": "", "code": "BAD_CHARACTER"}), "{answer}");
}

#[tokio::test]
async fn people_stand_in_the_order_of_the_alphabet_on_every_page() {
    let app = TestApp::start().await;
    app.add_person("quantri", Role::SysAdmin).await;
    let names = ["Lê Đào", "Trần Văn Ân", "Vũ Dung", "Bùi Thị Ánh", "Đỗ An", "Trần Văn An", "TRẦN VĂN AN"];
    let account = |(at, name): (usize, &&str)| NewAccount {
        login: format!("nguoi-{at}"),
        display_name: (*name).to_owned(),
        unit: None,
        email: None,
        assignments: vec![NewAssignment {
            role: Role::Analyst,
            unit: None,
            valid_from: date!(2021 - 01 - 01),
            valid_to: None,
            legal_basis: None,
        }],
    };
    for person in names.iter().enumerate().map(account) {
        app.add_accounts(vec![person]).await;
    }
    let mut keeper = app.signed_in("quantri").await;
    let query = "query($after: String) { accounts(first: 2, role: ANALYST, after: $after) { \
        nodes { displayName } pageInfo { hasNextPage endCursor } } }";
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = keeper.query(query, json!({"after": after})).await.data()["accounts"].clone();
        found.extend(page["nodes"].as_array().expect("people").iter().map(|one| text(&one["displayName"])));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] != json!(true) {
            break;
        }
    }
    // Those of one name follow each other by id, which is by when they came.
    let expected = ["Đỗ An", "Trần Văn An", "TRẦN VĂN AN", "Bùi Thị Ánh", "Trần Văn Ân", "Vũ Dung", "Lê Đào"];
    assert_eq!(found, expected);
}

/// What the engine says of a document or a value that it cannot take.
const REFUSED: [&str; 22] = [
    "{ nonsense }",
    "{ unit }",
    "{ serverTime { a } }",
    "{ viewer }",
    "{ units(first: 1, nonsense: 2) { totalCount } }",
    "{ units { totalCount } }",
    "{ units(first: \"một\") { totalCount } }",
    "{ units(first: 1, kind: VILLAGE) { totalCount } }",
    "{ units(first: 3000000000) { totalCount } }",
    "{ units(first: 1, asOf: \"2021-02-31\") { totalCount } }",
    "query($a: Int) { serverTime }",
    "{ units(first: $a) { totalCount } }",
    "query A { units(first: $a) { totalCount } }",
    "query($a: Nonsense) { units(first: $a) { totalCount } }",
    "query($a: String) { units(first: $a) { totalCount } }",
    "query($a: Unit) { serverTime @skip(if: $a) }",
    "{ serverTime @nonsense }",
    "{ ...A }",
    "{ serverTime } fragment A on Query { serverTime }",
    "{ ...A } fragment A on Nonsense { id }",
    "{ viewer { ...A } } fragment A on Unit { id }",
    "{ a: serverTime a: viewer { mustChangePassword } }",
];

#[tokio::test]
async fn what_the_engine_refuses_is_told_in_the_readers_language() {
    let app = TestApp::start().await;
    let mut reader = app.anonymous();
    for document in REFUSED.into_iter().chain(["{ unit(", "{ units(first: 1) { ... on Int { a } } }"]) {
        reader.language = "vi";
        let told = reader.query(document, json!({})).await;
        let errors = told.errors();
        assert!(!errors.is_empty(), "{document} is refused");
        for error in &errors {
            let message = text(&error["message"]);
            assert!(!message.starts_with("yêu cầu GraphQL không hợp lệ"), "no words for {message}");
            assert_ne!(fold(&message), message.to_lowercase(), "{message} is Vietnamese");
        }
        reader.language = "en";
        for error in reader.query(document, json!({})).await.errors() {
            assert!(text(&error["message"]).is_ascii(), "{error}");
        }
    }
    let by = "mutation($input: SignInInput!) { signIn(input: $input) { __typename } }";
    reader.language = "vi";
    for input in
        [json!({}), json!({"login": "a", "password": "b", "x": 1}), json!({"login": 1, "password": "b"})]
    {
        let message = text(&reader.query(by, json!({"input": input})).await.errors()[0]["message"]);
        assert_ne!(fold(&message), message.to_lowercase(), "{message} is Vietnamese");
    }
}

#[tokio::test]
async fn what_does_not_fit_together_is_told_in_the_readers_language() {
    let app = TestApp::start().await;
    let mut reader = app.anonymous();
    let year = "{ publicInitiatives(first: 1, year: 5) { totalCount } }";
    for (language, words) in [("vi", "từ 1900 đến 2999"), ("en", "between 1900 and 2999")] {
        reader.language = language;
        let answer = reader.query(year, json!({})).await;
        assert_eq!(answer.code(), "BAD_USER_INPUT");
        assert!(text(&answer.errors()[0]["message"]).contains(words), "{:#}", answer.json());
        let long = reader.query(&"#".repeat(limits::MAX_BODY), json!({})).await;
        assert_eq!(long.status, StatusCode::PAYLOAD_TOO_LARGE);
        let told = text(&long.errors()[0]["message"]);
        assert_eq!(told.contains("vượt giới hạn"), language == "vi", "{told}");
        assert!(told.contains(&limits::MAX_BODY.to_string()), "{told}");
    }
    let told = reader.query_by_token("không-mở-gì", "{ serverTime }").await;
    assert_eq!(told.errors()[0]["message"], "cần đăng nhập", "Vietnamese unless English is asked for");
}

/// A criteria set or a rubric with thousands of faults tells the first of them and counts all.
#[test]
fn files_that_are_no_tables_tell_a_thousand_problems_too() {
    let group = json!({"code": "A", "title_vi": "", "title_en": ""});
    let set = json!({"set_code": "T", "version": 1, "groups": vec![group; 3_000], "criteria": []});
    let problems = thidua::criteria::import(&set.to_string()).expect_err("is refused");
    assert_eq!(problems.len(), thidua::shared::import::MOST_TOLD);
    assert!(problems.count() >= 6_000, "{}", problems.count());
}

#[tokio::test]
async fn a_rubric_with_thousands_of_faults_tells_a_thousand() {
    let app = TestApp::start().await;
    let mut rubric: Value = serde_json::from_str(include_str!("../../data/rubrics/default_base.json"))
        .expect("the rubric of the product");
    let one = rubric["criteria"][0].clone();
    rubric["criteria"] = json!(vec![one; 3_000]);
    let bytes = rubric.to_string();
    let mode = thidua::shared::import::ImportMode::ValidateOnly;
    let problems = thidua::councils::import_rubric(&app.app, bytes.as_bytes(), mode).await.expect("runs");
    let problems = problems.expect_err("is refused");
    assert_eq!(problems.len(), thidua::shared::import::MOST_TOLD);
    assert!(problems.count() >= 2_999, "{}", problems.count());
}
