//! Units through time: the real reorganisation of 1 July 2025, imported as files; who came out of whom.

use serde_json::{Value, json};
use thidua::access::Role;
use thidua::identity::{NewAccount, NewAssignment};
use thidua::shared::import::{ImportMode, ImportReport};
use thidua::units::{self, Unit, UnitKind};
use time::Date;
use time::macros::{date, datetime};

use crate::support::{Client, TestApp};

const UNITS: [(&str, &str); 3] = [
    ("units_2021.csv", include_str!("../../data/units_2021.csv")),
    ("units_2025_06_30.csv", include_str!("../../data/units_2025_06_30.csv")),
    ("units_2025.csv", include_str!("../../data/units_2025.csv")),
];
const STEPS: &str = include_str!("../../data/successions.csv");
const HEADER: &str = "old_code,new_code,kind,effective_date,legal_basis,extent,share,main_successor";

async fn import_steps(app: &TestApp, file: &str, mode: ImportMode) -> ImportReport {
    units::import_successions(&app.app, file.as_bytes(), mode).await.expect("the import runs")
}

/// Imports all three catalogues and the steps between them.
async fn with_history() -> TestApp {
    let app = TestApp::start().await;
    for (name, file) in UNITS {
        let report = units::import_units(&app.app, file.as_bytes(), ImportMode::Apply).await.expect("runs");
        assert_eq!(report.problems, [], "{name}");
    }
    let report = import_steps(&app, STEPS, ImportMode::Apply).await;
    assert_eq!(report.problems, []);
    assert_eq!((report.rows, report.created), (392, 392));
    app
}

async fn tree(app: &TestApp, day: Date) -> Vec<Unit> {
    units::all(app.app.db.read(), day).await.expect("a list")
}

fn count(tree: &[Unit], kind: UnitKind, below: &str) -> usize {
    tree.iter().filter(|unit| unit.kind == kind && unit.path.starts_with(below)).count()
}

fn communes(tree: &[Unit], below: &str) -> usize {
    count(tree, UnitKind::Commune, below) + count(tree, UnitKind::SpecialZone, below)
}

fn find<'a>(tree: &'a [Unit], code: &str) -> &'a Unit {
    tree.iter().find(|unit| unit.code == code).expect("a unit with this code")
}

#[tokio::test]
async fn the_tree_is_true_on_every_day_from_2020_to_today() {
    let app = with_history().await;
    for (day, number) in [
        (date!(2020 - 06 - 01), 156),
        (date!(2021 - 02 - 19), 156),
        (date!(2023 - 04 - 10), 156),
        (date!(2024 - 12 - 31), 156),
        (date!(2025 - 01 - 01), 155),
    ] {
        let tree = tree(&app, day).await;
        assert_eq!(communes(&tree, "89/"), number, "{day}");
        assert_eq!(count(&tree, UnitKind::District, "89/"), 11, "{day}");
    }
    let last_day = tree(&app, date!(2025 - 06 - 30)).await;
    assert_eq!((communes(&last_day, "89/"), communes(&last_day, "91/")), (155, 143));
    assert_eq!(last_day.iter().filter(|unit| unit.kind == UnitKind::Province).count(), 2);
    for day in [date!(2025 - 07 - 01), date!(2026 - 11 - 23)] {
        let tree = tree(&app, day).await;
        assert_eq!((communes(&tree, "91/"), communes(&tree, "")), (102, 102));
        assert_eq!(count(&tree, UnitKind::SpecialZone, "91/"), 3);
        assert_eq!(count(&tree, UnitKind::District, ""), 0);
        let above: Vec<_> = tree.iter().filter(|unit| unit.parent.is_none()).collect();
        assert_eq!(above.len(), 1);
        assert!(tree.iter().all(|unit| unit.parent.is_none_or(|parent| parent == above[0].id)));
    }
}

#[tokio::test]
async fn a_unit_formed_by_a_merger_is_another_one_and_what_is_kept_is_the_same() {
    let app = with_history().await;
    let (before, after) = (tree(&app, date!(2025 - 06 - 30)).await, tree(&app, date!(2025 - 07 - 01)).await);
    assert_ne!(find(&before, "91").id, find(&after, "91").id, "Kiên Giang is not the new An Giang");
    for kept in ["30313", "30781", "30811", "30814", "30823", "30826", "31105"] {
        assert_eq!(find(&before, kept).id, find(&after, kept).id, "{kept}");
    }
    let same = after.iter().filter(|unit| before.iter().any(|old| old.id == unit.id)).count();
    assert_eq!(same, 7, "all others are new");
    assert_eq!(find(&after, "31105").kind, UnitKind::SpecialZone);
    let (early, late) = (tree(&app, date!(2020 - 06 - 01)).await, tree(&app, date!(2022 - 01 - 01)).await);
    assert_eq!(find(&early, "30604").name_vi, "Xã Vĩnh Bình");
    assert_eq!(find(&late, "30604").name_vi, "Thị trấn Vĩnh Bình");
    assert_eq!(find(&early, "30604").id, find(&late, "30604").id);
}

#[tokio::test]
async fn the_same_files_again_change_nothing() {
    let app = with_history().await;
    for (name, file) in [UNITS[1], UNITS[2]] {
        let report = units::import_units(&app.app, file.as_bytes(), ImportMode::Apply).await.expect("runs");
        assert_eq!((report.created, report.changed, report.problems.len()), (0, 0, 0), "{name}");
    }
    let report = import_steps(&app, STEPS, ImportMode::Apply).await;
    assert_eq!((report.created, report.changed, report.unchanged), (0, 0, 392));
}

#[tokio::test]
async fn what_is_known_from_a_later_day_only_begins_then_and_says_so() {
    let app = TestApp::start().await;
    let file = UNITS[1].1;
    let report = units::import_units(&app.app, file.as_bytes(), ImportMode::Apply).await.expect("runs");
    assert_eq!(report.problems, []);
    let remarks: Vec<_> = report.remarks.iter().map(|remark| (remark.column.as_str(), remark.code)).collect();
    assert_eq!(remarks, vec![("valid_from", "BEGINS_LATER"); 14]);
    let again = units::import_units(&app.app, file.as_bytes(), ImportMode::Apply).await.expect("runs");
    assert_eq!((again.created, again.changed, again.unchanged), (0, 0, 366));
    let earlier =
        units::import_units(&app.app, UNITS[0].1.as_bytes(), ImportMode::Apply).await.expect("runs");
    assert_eq!(earlier.problems, [], "the order of the files does not matter");
    assert_eq!(communes(&tree(&app, date!(2020 - 06 - 01)).await, "89/890/"), 14);
}

#[tokio::test]
async fn bad_steps_change_nothing_and_each_is_named() {
    let app = with_history().await;
    let file = format!(
        "{HEADER}\n\
         99999,30337,merge,2025-07-01,NQ,,,\n\
         30358,99999,merge,2025-07-01,NQ,part,,\n\
         30355,30337,merge,2025-07-01,NQ,part,0.7,Y\n\
         30355,30346,merge,2025-07-01,NQ,part,0.6,Y\n\
         30367,30337,merge,2024-01-01,NQ,whole,,\n\
         30358,30358,rename,2022-01-01,NQ,,,\n\
         30358,30337,merge,2025-07-01,NQ,part,,\n\
         30358,30337,merge,2025-07-01,NQ,part,,\n\
         30358,30337,marry,2025-07-01,,part,,\n"
    );
    let checked = import_steps(&app, &file, ImportMode::ValidateOnly).await;
    let report = import_steps(&app, &file, ImportMode::Apply).await;
    let found: Vec<_> = report.problems.iter().map(|p| (p.line, p.column.as_str(), p.code)).collect();
    assert_eq!(
        found,
        [
            (2, "old_code", "NO_UNIT_ON_DAY"),
            (3, "new_code", "NO_UNIT_ON_DAY"),
            (5, "old_code", "SHARES_EXCEED_WHOLE"),
            (5, "main_successor", "SECOND_MAIN_SUCCESSOR"),
            (6, "old_code", "PREDECESSOR_GOES_ON"),
            (7, "effective_date", "NOTHING_BEGINS"),
            (9, "old_code", "DUPLICATE"),
            (10, "kind", "UNKNOWN_SUCCESSION"),
            (10, "legal_basis", "MISSING_VALUE"),
        ]
    );
    assert_eq!(checked.problems, report.problems);
    assert_eq!(import_steps(&app, STEPS, ImportMode::Apply).await.unchanged, 392);
}

const STEP: &str = "kind effectiveDate share isWhole isMain legalBasis \
    predecessor { code nameVi qualifiedName } successor { code nameVi }";

async fn reader(app: &TestApp) -> Client {
    app.add_accounts(vec![NewAccount {
        login: "phantich".into(),
        display_name: "Trần Thị Mẫu".into(),
        unit: None,
        email: None,
        assignments: vec![NewAssignment {
            role: Role::Analyst,
            unit: None,
            valid_from: date!(2020 - 01 - 01),
            valid_to: None,
            legal_basis: None,
        }],
    }])
    .await;
    app.signed_in("phantich").await
}

async fn family(client: &mut Client, code: &str, day: &str) -> Value {
    let query = format!(
        "query($code: String!, $day: Date!) {{ units(first: 5, search: $code, asOf: $day) {{ nodes {{ \
            code history {{ nameVi validFrom validTo }} changes {{ {STEP} }} predecessors {{ {STEP} }} \
            successors {{ {STEP} }} }} }} }}"
    );
    let answer = client.query(&query, json!({"code": code, "day": day})).await;
    let units = answer.data()["units"]["nodes"].as_array().expect("units").clone();
    units.into_iter().find(|unit| unit["code"] == code).expect("a unit with this code")
}

fn codes(steps: &Value, end: &str) -> Vec<String> {
    let mut codes: Vec<String> = steps
        .as_array()
        .expect("steps")
        .iter()
        .map(|step| step[end]["code"].as_str().expect("a code").to_owned())
        .collect();
    codes.sort();
    codes
}

#[tokio::test]
async fn a_unit_shows_its_family() {
    let app = with_history().await;
    let mut client = reader(&app).await;
    let old = family(&mut client, "30358", "2025-06-30").await;
    assert_eq!(codes(&old["successors"], "successor"), ["30337", "30346", "30352"]);
    let first = &old["successors"][0];
    assert_eq!(
        (&first["kind"], &first["share"], &first["isWhole"]),
        (&json!("SPLIT"), &json!(null), &json!(false))
    );
    assert_eq!(first["predecessor"]["qualifiedName"], "Xã Phước Hưng, Huyện An Phú");
    assert!(first["legalBasis"].as_str().expect("text").contains("1654/NQ-UBTVQH15"));
    let new = family(&mut client, "30337", "2025-07-01").await;
    assert_eq!(codes(&new["predecessors"], "predecessor"), ["30337", "30355", "30358", "30370"]);
    let zone = family(&mut client, "31105", "2025-07-01").await;
    assert_eq!((&zone["predecessors"], &zone["successors"]), (&json!([]), &json!([])));
    assert_eq!(zone["changes"][0]["kind"], "KIND_CHANGE");
    assert_eq!(zone["history"][1]["nameVi"], "Đặc khu Thổ Châu");
    let district = family(&mut client, "886", "2025-06-30").await;
    let end = &district["changes"][0];
    assert_eq!((&end["kind"], &end["successor"]), (&json!("DISSOLVE"), &json!(null)));
}

#[tokio::test]
async fn an_ended_unit_is_found_with_its_former_district() {
    let app = with_history().await;
    app.clock.set(datetime!(2026-01-10 09:00 +7));
    let mut client = reader(&app).await;
    let query = "query($ended: Boolean, $after: String, $first: Int!) { \
        units(first: $first, after: $after, search: \"phuoc hung\", includeEnded: $ended) { \
            totalCount pageInfo { endCursor } nodes { code qualifiedName validTo } } }";
    let today = client.query(query, json!({"first": 10})).await;
    assert_eq!(today.data()["units"]["totalCount"], 0);
    let with_ended = client.query(query, json!({"first": 10, "ended": true})).await;
    let found = with_ended.data()["units"]["nodes"].clone();
    assert!(
        found.as_array().expect("units").contains(&json!({
            "code": "30358", "qualifiedName": "Xã Phước Hưng, Huyện An Phú", "validTo": "2025-07-01"
        })),
        "{found}"
    );
}

#[tokio::test]
async fn a_family_costs_the_same_for_one_unit_and_for_fifty() {
    let app = with_history().await;
    let mut client = reader(&app).await;
    let query = format!(
        "query($first: Int!) {{ units(first: $first, asOf: \"2025-07-01\", kind: COMMUNE) {{ nodes {{ \
            code history {{ nameVi }} predecessors {{ {STEP} }} }} }} }}"
    );
    let mut costs = Vec::new();
    for first in [2, 20] {
        costs.push(app.statements_of(&mut client, &query, json!({"first": first})).await);
    }
    assert_eq!(costs[0], costs[1]);
}
