//! The catalogue of units: import, days, tree, search; and the monthly figures of units.

use std::fmt::Write as _;

use serde_json::{Value, json};
use thidua::access::Role;
use thidua::identity::{NewAccount, NewAssignment};
use thidua::shared::import::{ImportMode, ImportReport};
use thidua::units;
use time::macros::{date, datetime};

use crate::support::{Client, TestApp};

const UNITS: &str = include_str!("../../data/units_2021.csv");
const FIGURES: &str = include_str!("../../data/stats_2021_sample.csv");
const LOGIN: &str = "phantich";
const HEADER: &str = "code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to";

async fn import(app: &TestApp, file: &str) -> ImportReport {
    units::import_units(&app.app, file.as_bytes(), ImportMode::Apply).await.expect("the import runs")
}

async fn import_figures(app: &TestApp, file: &str) -> ImportReport {
    units::import_statistics(&app.app, file.as_bytes(), ImportMode::Apply).await.expect("the import runs")
}

fn found(report: &ImportReport) -> Vec<(u64, &str, &str)> {
    report.problems.iter().map(|problem| (problem.line, problem.column.as_str(), problem.code)).collect()
}

/// The application with the real units of 2021, and somebody who may look at them.
async fn with_units() -> (TestApp, Client) {
    let app = TestApp::start().await;
    assert_eq!(import(&app, UNITS).await.problems, []);
    let client = signed_in_as(&app, Role::Analyst).await;
    (app, client)
}

async fn signed_in_as(app: &TestApp, role: Role) -> Client {
    let assignment = NewAssignment {
        role,
        unit: None,
        valid_from: date!(2020 - 01 - 01),
        valid_to: None,
        legal_basis: None,
    };
    app.add_accounts(vec![NewAccount {
        login: LOGIN.into(),
        display_name: "Trần Thị Mẫu".into(),
        unit: None,
        email: None,
        assignments: vec![assignment],
    }])
    .await;
    app.signed_in(LOGIN).await
}

async fn list(client: &mut Client, arguments: &str, fields: &str) -> Value {
    let query = format!(
        "{{ units({arguments}) {{ totalCount nodes {{ {fields} }} pageInfo {{ hasNextPage endCursor }} }} }}"
    );
    client.query(&query, json!({})).await.data()["units"].clone()
}

/// The id of the unit with a code on a day.
async fn id_of(client: &mut Client, code: &str, day: &str) -> String {
    let units = list(client, &format!("first: 5, search: \"{code}\", asOf: \"{day}\""), "id code").await;
    let nodes = units["nodes"].as_array().expect("a list");
    let unit = nodes.iter().find(|unit| unit["code"] == code).expect("a unit with this code");
    unit["id"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn the_real_units_are_imported_once() {
    let app = TestApp::start().await;
    let checked =
        units::import_units(&app.app, UNITS.as_bytes(), ImportMode::ValidateOnly).await.expect("runs");
    assert_eq!((checked.rows, checked.created), (199, 199));
    assert_eq!(units::all(app.app.db.read(), date!(2021 - 12 - 01)).await.expect("a list").len(), 0);
    let first = import(&app, UNITS).await;
    assert_eq!((first.rows, first.created, first.unchanged), (199, 199, 0));
    let again = import(&app, UNITS).await;
    assert_eq!((again.rows, again.created, again.changed, again.unchanged), (199, 0, 0, 199));
    let with_mark = format!("\u{feff}{}", UNITS.replace('\n', "\r\n"));
    assert_eq!(import(&app, &with_mark).await.unchanged, 199);
}

#[tokio::test]
async fn a_file_with_bad_rows_changes_nothing_and_names_each() {
    let app = TestApp::start().await;
    let lines = UNITS.lines().count();
    let bad = format!(
        "{UNITS}90001,Xã A,,commune,xã,999,2020-01-01,,,,\n\
         90002,Xã B,,commune,xã,AG-SO-NOI-VU,2021-01-01,,,,\n\
         90003,Xa\u{303} C,,hamlet,xã,886,01/01/2020,,,,\"a note\non two lines\"\n\
         30358,Xã Phước Hưng,,commune,xã,886,2021-01-01,,,,\n\
         90004,Xã D,,commune,xã,886,2020-01-01,2019-01-01,,,\n\
         90005,Xã E,,commune\n"
    );
    let report = import(&app, &bad).await;
    let line = |nth: usize| u64::try_from(lines + nth).expect("small");
    assert_eq!(
        found(&report),
        [
            (line(1), "parent_code", "UNKNOWN_PARENT"),
            (line(2), "parent_code", "WRONG_PARENT_KIND"),
            (line(3), "name_vi", "NOT_NFC"),
            (line(3), "kind", "UNKNOWN_KIND"),
            (line(3), "valid_from", "BAD_DATE"),
            (line(5), "valid_from", "OVERLAP"),
            (line(6), "valid_to", "END_BEFORE_START"),
            (line(7), "", "CELL_COUNT"),
        ]
    );
    assert_eq!(report.rows, 205);
    assert_eq!((report.created, report.changed, report.unchanged), (0, 0, 0));
    assert_eq!(units::all(app.app.db.read(), date!(2021 - 12 - 01)).await.expect("a list").len(), 0);
}

#[tokio::test]
async fn what_is_stored_counts_when_the_next_file_comes() {
    let (app, _) = with_units().await;
    let overlap = format!("{HEADER}\n30358,Xã Phước Hưng,,commune,xã,886,2022-01-01,\n");
    assert_eq!(found(&import(&app, &overlap).await), [(2, "valid_from", "OVERLAP")]);
    let moved = format!("{HEADER}\n30358,Xã Phước Hưng,,commune,xã,887,2020-01-01,2025-07-01\n");
    assert_eq!(found(&import(&app, &moved).await), [(2, "parent_code", "STORED_OTHERWISE")]);
    let renamed = format!(
        "{HEADER}\n30358,Xã Phước Hưng,Phuoc Hung Commune,commune,xã,886,2020-01-01,2022-01-01\n\
         30358,Thị trấn Phước Hưng,Phuoc Hung Town,commune,thị trấn,886,2022-01-01,2025-07-01\n"
    );
    let report = import(&app, &renamed).await;
    assert_eq!((report.created, report.changed, report.problems.len()), (1, 1, 0));
    let db = app.app.db.read();
    let code = ["30358".to_owned()];
    let before = units::by_codes(db, &code, date!(2021 - 12 - 31)).await.expect("a list");
    let after = units::by_codes(db, &code, date!(2022 - 01 - 01)).await.expect("a list");
    assert_eq!(
        (before[0].name_vi.as_str(), after[0].name_vi.as_str()),
        ("Xã Phước Hưng", "Thị trấn Phước Hưng")
    );
    assert_eq!(before[0].id, after[0].id, "one unit through both names");
}

#[tokio::test]
async fn an_import_leaves_one_trace_and_only_when_it_changes_something() {
    let app = TestApp::start().await;
    import(&app, UNITS).await;
    import(&app, UNITS).await;
    import(&app, &UNITS.replace(",commune,", ",hamlet,")).await;
    let mut client = signed_in_as(&app, Role::Auditor).await;
    let query = "{ auditEntries(first: 10, deed: \"unit.catalogue_imported\") \
        { nodes { actor { login } actorName after unit { code } } } }";
    assert_eq!(
        client.query(query, json!({})).await.data()["auditEntries"]["nodes"],
        json!([{
            "actor": null,
            "actorName": "Thi Đua",
            "after": "{\"rows\":199,\"created\":199,\"changed\":0}",
            "unit": {"code": "89"},
        }])
    );
}

#[tokio::test]
async fn every_read_is_of_a_day() {
    let (app, mut client) = with_units().await;
    assert_eq!(list(&mut client, "first: 1", "id").await["totalCount"], 199, "today is in 2021");
    assert_eq!(list(&mut client, "first: 1, asOf: \"2020-06-01\"", "id").await["totalCount"], 165);
    assert_eq!(list(&mut client, "first: 1, asOf: \"2019-12-31\"", "id").await["totalCount"], 0);
    assert_eq!(list(&mut client, "first: 1, asOf: \"2025-07-01\"", "id").await["totalCount"], 0);

    let province = id_of(&mut client, "89", "2021-12-01").await;
    let query = "query($id: ID!, $asOf: Date) { unit(id: $id, asOf: $asOf) { nameVi childCount \
        children(first: 1, kind: PROV_DEPT) { totalCount nodes { parent { childCount } } } } }";
    let on = |day: &str| json!({"id": province, "asOf": day});
    let unit = client.query(query, on("2021-12-01")).await.data()["unit"].clone();
    assert_eq!(unit["childCount"], 42);
    assert_eq!(unit["children"]["totalCount"], 19);
    assert_eq!(unit["children"]["nodes"][0]["parent"]["childCount"], 42, "the day reaches every depth");
    let unit = client.query(query, on("2020-06-01")).await.data()["unit"].clone();
    assert_eq!((&unit["childCount"], &unit["children"]["totalCount"]), (&json!(11), &json!(0)));
    assert!(client.query(query, on("2025-07-01")).await.data()["unit"].is_null());

    app.clock.set(datetime!(2026-01-05 09:00 +7));
    let mut client = app.signed_in(LOGIN).await;
    let unit = client.query(query, json!({"id": province})).await.data()["unit"].clone();
    assert_eq!(unit["nameVi"], "Tỉnh An Giang", "a dissolved unit is shown as it last stood");
    assert_eq!(unit["childCount"], 34);
}

#[tokio::test]
async fn a_commune_is_found_and_told_apart() {
    let (_app, mut client) = with_units().await;
    for search in ["phuoc hung", "PHƯỚC HƯNG", "phuoc hung an phu", "Xã Phước Hưng, huyện An Phú", "30358"]
    {
        let units = list(
            &mut client,
            &format!("first: 5, search: \"{search}\""),
            "code shortName qualifiedName scoringKind parent { nameVi } ancestors { code }",
        )
        .await;
        assert_eq!(
            units["nodes"],
            json!([{
                "code": "30358",
                "shortName": "Xã Phước Hưng",
                "qualifiedName": "Xã Phước Hưng, Huyện An Phú",
                "scoringKind": "COMMUNE",
                "parent": {"nameVi": "Huyện An Phú"},
                "ancestors": [{"code": "89"}, {"code": "886"}],
            }]),
            "{search}"
        );
    }
    assert_eq!(list(&mut client, "first: 5, search: \"%\"", "code").await["totalCount"], 199);
    assert_eq!(list(&mut client, "first: 5, search: \"phuoc_hung%\"", "code").await["totalCount"], 1);
    let office =
        list(&mut client, "first: 5, search: \"van phong uy ban\"", "kind scoringKind shortName").await;
    assert_eq!(
        office["nodes"],
        json!([{"kind": "PROV_OFFICE", "scoringKind": "PROV_DEPT", "shortName": "Văn phòng Ủy ban nhân dân tỉnh"}])
    );
}

#[tokio::test]
async fn filters_keep_to_a_kind_and_a_place_in_the_tree() {
    let (_app, mut client) = with_units().await;
    let district = id_of(&mut client, "886", "2021-12-01").await;
    let count = |arguments: String| {
        let mut client = client.clone();
        async move { list(&mut client, &arguments, "code").await["totalCount"].clone() }
    };
    assert_eq!(count("first: 1, kind: COMMUNE".into()).await, 156);
    assert_eq!(count(format!("first: 1, parentId: \"{district}\"")).await, 14);
    assert_eq!(count(format!("first: 1, withinId: \"{district}\"")).await, 15);
    assert_eq!(count(format!("first: 1, withinId: \"{district}\", kind: DISTRICT")).await, 1);
    let refusal = |arguments: &str| {
        let mut client = client.clone();
        let query = format!("{{ units({arguments}) {{ nodes {{ id }} }} }}");
        async move { client.query(&query, json!({})).await.code() }
    };
    assert_eq!(refusal("first: 0").await, "BAD_USER_INPUT");
    assert_eq!(refusal("first: 201").await, "BAD_USER_INPUT");
    assert_eq!(refusal("first: 1, after: \"x\"").await, "BAD_USER_INPUT");
    assert_eq!(refusal("first: 1, parentId: \"x\"").await, "NOT_FOUND");
    assert_eq!(refusal(&format!("first: 1, search: \"{}\"", "x".repeat(201))).await, "BAD_USER_INPUT");
}

#[tokio::test]
async fn pages_join_without_gap_or_repetition() {
    let (_app, mut client) = with_units().await;
    let whole = list(&mut client, "first: 200", "code").await;
    let mut walked = Vec::new();
    let mut after = String::new();
    loop {
        let page = list(&mut client, &format!("first: 37{after}"), "code").await;
        walked.extend(page["nodes"].as_array().expect("a list").clone());
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = format!(", after: \"{}\"", page["pageInfo"]["endCursor"].as_str().expect("a cursor"));
    }
    assert_eq!(Value::Array(walked), whole["nodes"]);

    let children = "query($id: ID!, $after: String) { unit(id: $id) { children(first: 6, after: $after, kind: COMMUNE) \
        { totalCount nodes { code } pageInfo { hasNextPage endCursor } } } }";
    let district = id_of(&mut client, "886", "2021-12-01").await;
    let mut codes = Vec::new();
    let mut after = Value::Null;
    loop {
        let page = client.query(children, json!({"id": district, "after": after})).await.data();
        let page = page["unit"]["children"].clone();
        assert_eq!(page["totalCount"], 14);
        codes.extend(page["nodes"].as_array().expect("a list").clone());
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    codes.dedup();
    assert_eq!(codes.len(), 14);
}

#[tokio::test]
async fn a_page_of_units_costs_the_same_whatever_its_length() {
    let (app, mut client) = with_units().await;
    let fields = "qualifiedName parent { nameVi } ancestors { nameVi } childCount \
        children(first: 3) { totalCount nodes { qualifiedName } }";
    let query =
        format!("query($first: Int!) {{ units(first: $first) {{ totalCount nodes {{ {fields} }} }} }}");
    let few = app.statements_of(&mut client, &query, json!({"first": 2})).await;
    let many = app.statements_of(&mut client, &query, json!({"first": 100})).await;
    assert!(many <= few + 1, "{few} statements for 2 units, {many} for 100");
    assert!(many <= 14, "{many}");
}

/// One province, 11 districts, 999 communes each: 11 001 units.
fn large_catalogue() -> String {
    let mut file = format!("{HEADER}\n1,Tỉnh Mẫu,,province,tỉnh,,2020-01-01,\n");
    for district in 1..=11 {
        let _ = writeln!(file, "D{district},Huyện Mẫu {district},,district,huyện,1,2020-01-01,");
        for commune in 1..=999 {
            let _ =
                writeln!(file, "C{district}-{commune},Xã Mẫu {commune},,commune,xã,D{district},2020-01-01,");
        }
    }
    file
}

#[tokio::test]
async fn a_subtree_of_a_large_catalogue_is_one_statement() {
    let app = TestApp::start().await;
    let report = import(&app, &large_catalogue()).await;
    assert_eq!((report.created, report.problems.len()), (11_001, 0));
    let (db, day) = (app.app.db.read(), date!(2021 - 12 - 01));
    for (code, size) in [("1", 11_001), ("D1", 1000), ("C1-1", 1)] {
        let top = units::by_codes(db, &[code.to_owned()], day).await.expect("a list").remove(0);
        let before = app.app.db.statements();
        let ids = units::subtree_ids(db, &top, day).await.expect("a list");
        assert_eq!(app.app.db.statements() - before, 1);
        assert_eq!(ids.len(), size, "{code}");
    }
    let again = import(&app, &large_catalogue()).await;
    assert_eq!(again.unchanged, 11_001);
}

#[tokio::test]
async fn figures_are_imported_replaced_and_summed() {
    let (app, _) = with_units().await;
    let first = import_figures(&app, FIGURES).await;
    assert_eq!((first.rows, first.created, first.problems.len()), (2244, 2244, 0));
    let again = import_figures(&app, FIGURES).await;
    assert_eq!((again.created, again.changed, again.unchanged), (0, 0, 2244));

    let db = app.app.db.read();
    let code = ["30727".to_owned()];
    let unit = units::by_codes(db, &code, date!(2021 - 12 - 01)).await.expect("a list").remove(0).id;
    let sum = |from, to| async move {
        let sums = units::figures_of(db, &[unit], from, to).await.expect("sums");
        sums.get(&unit).map(|figures| figures["received"])
    };
    let last_two = sum(date!(2021 - 11 - 01), date!(2021 - 12 - 31)).await;
    assert_eq!(last_two, Some(312 + 271));
    assert_eq!(sum(date!(2021 - 11 - 02), date!(2021 - 12 - 31)).await, Some(271), "November began before");
    assert_eq!(sum(date!(2022 - 01 - 01), date!(2022 - 12 - 31)).await, None);

    let correction = "unit_code,period,received\n30727,2021-12,300\n";
    assert_eq!(import_figures(&app, correction).await.changed, 1);
    assert_eq!(sum(date!(2021 - 12 - 01), date!(2021 - 12 - 31)).await, Some(300));

    let bad = "unit_code,period,received\n30727,2021-12,1\n1,2021-12,1\n30727,2021-11,-1\n30727,2021-12,2\n";
    let report = import_figures(&app, bad).await;
    assert_eq!(
        found(&report),
        [(3, "unit_code", "UNKNOWN_UNIT"), (4, "received", "NEGATIVE"), (5, "period", "DUPLICATE")]
    );
    assert_eq!(sum(date!(2021 - 12 - 01), date!(2021 - 12 - 31)).await, Some(300));
}
