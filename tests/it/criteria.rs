//! Criteria sets: import, edits of a draft, new versions, and who may do it.

use serde_json::{Value, json};

use crate::support::scenario::{province, text};
use crate::support::{Client, TestApp};

const SETS: &str = "{ criteriaSets(first: 10) { totalCount nodes { id code version state lockVersion exportJson \
    viewerCanEdit totals { kind maxPoints criterionCount } groups { id code maxPoints \
    criteria { id code titleVi titleEn maxPoints ruleKind ruleParams zeroPolicy kinds selfScored evidenceHint position } } } } }";

const RESULT: &str = "__typename ... on CriteriaSet { id code version state lockVersion \
    groups { code maxPoints criteria { id code titleVi maxPoints position ruleKind } } } \
    ... on CriteriaProblem { code message path criterionCode }";

async fn sets(client: &mut Client) -> Value {
    client.query(SETS, json!({})).await.data()["criteriaSets"].clone()
}

/// Runs a mutation of criteria that answers a set or a problem.
async fn change(client: &mut Client, name: &str, input: Value) -> Value {
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let query = format!("mutation($input: {kind}!) {{ {name}(input: $input) {{ {RESULT} }} }}");
    client.query(&query, json!({"input": input})).await.data()[name].clone()
}

/// The code of the refusal of a mutation of criteria.
async fn refusal(client: &mut Client, name: &str, input: Value) -> String {
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let query = format!("mutation($input: {kind}!) {{ {name}(input: $input) {{ __typename }} }}");
    client.query(&query, json!({"input": input})).await.code()
}

/// A criterion of the only stored set.
fn criterion(sets: &Value, code: &str) -> Value {
    sets["nodes"][0]["groups"]
        .as_array()
        .expect("groups")
        .iter()
        .flat_map(|group| group["criteria"].as_array().expect("criteria"))
        .find(|criterion| criterion["code"] == code)
        .unwrap_or_else(|| panic!("criterion {code}"))
        .clone()
}

/// The input that leaves a criterion as it is.
fn unchanged(criterion: &Value, lock_version: i64) -> Value {
    json!({
        "criterionId": criterion["id"],
        "lockVersion": lock_version,
        "titleVi": criterion["titleVi"],
        "titleEn": criterion["titleEn"],
        "maxPoints": criterion["maxPoints"],
        "kinds": criterion["kinds"],
        "ruleKind": criterion["ruleKind"],
        "ruleParams": criterion["ruleParams"],
        "zeroPolicy": criterion["zeroPolicy"],
        "selfScored": criterion["selfScored"],
        "evidenceHint": criterion["evidenceHint"],
    })
}

fn with(mut input: Value, field: &str, value: Value) -> Value {
    input[field] = value;
    input
}

async fn deeds(client: &mut Client) -> Vec<String> {
    let found = client.query("{ auditEntries(first: 50) { nodes { deed } } }", json!({})).await.data();
    let nodes = found["auditEntries"]["nodes"].as_array().expect("entries").clone();
    nodes.iter().map(|node| text(&node["deed"])).filter(|deed| deed.starts_with("criteri")).collect()
}

#[tokio::test]
async fn an_import_that_only_checks_changes_nothing() {
    let app = TestApp::start().await;
    province(&app).await;
    let mut manager = app.signed_in("quanly").await;
    let before = sets(&mut manager).await;
    let other = text(&before["nodes"][0]["exportJson"]).replace("\"KSTTHC-2021\"", "\"KSTTHC-2022\"");

    let checked =
        change(&mut manager, "importCriteriaSet", json!({"json": other, "validateOnly": true})).await;
    assert_eq!((&checked["__typename"], &checked["code"]), (&json!("CriteriaSet"), &json!("KSTTHC-2022")));
    assert_eq!(sets(&mut manager).await, before);
    let node =
        manager.query("query($id: ID!) { node(id: $id) { id } }", json!({"id": checked["id"]})).await.data();
    assert!(node["node"].is_null(), "what was only checked has no record");

    let stored =
        change(&mut manager, "importCriteriaSet", json!({"json": other, "validateOnly": false})).await;
    assert_eq!(stored["state"], "DRAFT");
    let after = sets(&mut manager).await;
    assert_eq!(after["totalCount"], 2);
    assert_eq!(after["nodes"][0]["groups"].as_array().map(Vec::len), Some(8));
    assert_eq!(text(&after["nodes"][0]["exportJson"]), other, "what is exported is what was imported");
    assert_eq!(after["nodes"][0]["totals"], before["nodes"][0]["totals"]);
    for validate_only in [true, false] {
        let again =
            change(&mut manager, "importCriteriaSet", json!({"json": other, "validateOnly": validate_only}))
                .await;
        assert_eq!((&again["code"], &again["path"]), (&json!("DUPLICATE_CODE"), &json!(["version"])));
    }
    let mut auditor = app.signed_in("thanhtra").await;
    assert_eq!(deeds(&mut auditor).await, ["criteria_set.imported", "criteria_set.imported"]);
}

#[tokio::test]
async fn bad_rules_are_refused_with_the_code_of_the_criterion() {
    let app = TestApp::start().await;
    province(&app).await;
    let mut manager = app.signed_in("quanly").await;
    let before = sets(&mut manager).await;
    let mut set: Value = serde_json::from_str(&text(&before["nodes"][0]["exportJson"])).expect("JSON");
    let at = set["criteria"].as_array().expect("criteria").iter().position(|one| one["code"] == "E2");
    set["criteria"][at.expect("E2")]["params"] = json!({"knots": [["0.95", 4], ["0.90", 0]]});
    let refused =
        change(&mut manager, "importCriteriaSet", json!({"json": set.to_string(), "validateOnly": false}))
            .await;
    assert_eq!(
        (&refused["code"], &refused["criterionCode"]),
        (&json!("OVERLAPPING_BANDS"), &json!("E2")),
        "{refused}"
    );
    let no_json = change(&mut manager, "importCriteriaSet", json!({"json": "{", "validateOnly": true})).await;
    assert_eq!(no_json["code"], "BAD_JSON");

    let a1 = unchanged(&criterion(&before, "A1"), 1);
    let cases = [
        ("ruleParams", json!("{\"due\":\"2021-03-05\",\"tiers\":[]}"), "EMPTY_TIERS", "ruleParams"),
        ("ruleParams", json!("{\"due\":\"2021-13-05\",\"tiers\":[[0,4]]}"), "BAD_PARAMS", "ruleParams"),
        ("maxPoints", json!("3"), "POINTS_ABOVE_MAX", "ruleParams"),
        ("maxPoints", json!("0"), "BAD_MAX", "maxPoints"),
        ("titleEn", json!(" "), "MISSING_TITLE", "titleEn"),
        ("kinds", json!([]), "NO_KINDS", "kinds"),
    ];
    for (field, value, code, place) in cases {
        let problem = change(&mut manager, "reviseCriterion", with(a1.clone(), field, value)).await;
        assert_eq!((&problem["code"], &problem["criterionCode"]), (&json!(code), &json!("A1")), "{problem}");
        assert_eq!(problem["path"][0], place, "{problem}");
    }
    assert_eq!(sets(&mut manager).await, before);
}

#[tokio::test]
async fn a_draft_is_edited_criterion_by_criterion() {
    let app = TestApp::start().await;
    province(&app).await;
    let mut manager = app.signed_in("quanly").await;
    let before = sets(&mut manager).await;
    let group = before["nodes"][0]["groups"][0]["id"].clone();
    let added = change(
        &mut manager,
        "addCriterion",
        json!({
            "groupId": group, "lockVersion": 1, "code": "A5", "titleVi": "Họp giao ban", "titleEn": "Meetings",
            "maxPoints": "1.5", "kinds": ["COMMUNE"], "ruleKind": "COUNT", "ruleParams": "{\"per_unit\":\"0.5\",\"cap\":\"1.5\"}",
            "selfScored": true, "evidenceHint": "Biên bản",
        }),
    )
    .await;
    assert_eq!(added["lockVersion"], 2, "{added}");
    let first_group = &added["groups"][0];
    assert_eq!(first_group["maxPoints"], "11.50");
    assert_eq!(first_group["criteria"][4]["code"], "A5");
    assert_eq!(added["groups"][1]["criteria"][0]["position"], 6, "those behind move on");

    let a5 = first_group["criteria"][4]["id"].clone();
    let b1 = unchanged(&criterion(&before, "B1"), 2);
    let revised =
        change(&mut manager, "reviseCriterion", with(b1.clone(), "titleVi", json!("Kế hoạch rà soát"))).await;
    assert_eq!(revised["groups"][1]["criteria"][0]["titleVi"], "Kế hoạch rà soát");
    let stale = change(&mut manager, "reviseCriterion", b1).await;
    assert_eq!(stale["code"], "STALE", "{stale}");
    let stale = change(&mut manager, "removeCriterion", json!({"criterionId": a5, "lockVersion": 2})).await;
    assert_eq!(stale["code"], "STALE");
    let removed = change(&mut manager, "removeCriterion", json!({"criterionId": a5, "lockVersion": 3})).await;
    assert_eq!((&removed["lockVersion"], &removed["groups"][0]["maxPoints"]), (&json!(4), &json!("10.00")));
    assert_eq!(removed["groups"][1]["criteria"][0]["position"], 5);
    let named = change(
        &mut manager,
        "removeCriterion",
        json!({"criterionId": criterion(&before, "E2")["id"], "lockVersion": 4}),
    )
    .await;
    assert_eq!(named["code"], "BAD_PARAMS", "the on-time ratio decides ties: {named}");

    let mut auditor = app.signed_in("thanhtra").await;
    assert_eq!(
        deeds(&mut auditor).await,
        ["criterion.removed", "criterion.revised", "criterion.added", "criteria_set.imported"]
    );
}

#[tokio::test]
async fn a_new_version_is_a_copy_with_ids_of_its_own() {
    let app = TestApp::start().await;
    province(&app).await;
    let mut manager = app.signed_in("quanly").await;
    let before = sets(&mut manager).await;
    let copy = change(&mut manager, "copyCriteriaSet", json!({"id": before["nodes"][0]["id"]})).await;
    assert_eq!(
        (&copy["version"], &copy["state"], &copy["lockVersion"]),
        (&json!(2), &json!("DRAFT"), &json!(1))
    );
    let after = sets(&mut manager).await;
    assert_eq!(after["nodes"][1], before["nodes"][0], "the source stays as it is");
    assert_ne!(criterion(&after, "A1")["id"], criterion(&before, "A1")["id"]);
    let (new, old) = (&after["nodes"][0], &before["nodes"][0]);
    let renumbered = text(&old["exportJson"]).replace("\"version\": 1", "\"version\": 2");
    assert_eq!(text(&new["exportJson"]), renumbered);
    let third = change(&mut manager, "copyCriteriaSet", json!({"id": old["id"]})).await;
    assert_eq!(third["version"], 3, "versions are never used twice");
}

#[tokio::test]
async fn everybody_reads_and_only_managers_change() {
    let app = TestApp::start().await;
    province(&app).await;
    let stored = sets(&mut app.signed_in("quanly").await).await;
    let (a1, group) = (criterion(&stored, "A1"), &stored["nodes"][0]["groups"][0]["id"]);
    let add = json!({
        "groupId": group, "lockVersion": 1, "code": "A9", "titleVi": "a", "titleEn": "a", "maxPoints": "1",
        "kinds": ["COMMUNE"], "ruleKind": "MANUAL", "ruleParams": "{}", "selfScored": true, "evidenceHint": "",
    });
    for login in ["cb-x1", "ld-d1", "td-d1", "totruong", "phantich", "thanhtra", "quantri"] {
        let mut reader = app.signed_in(login).await;
        let seen = sets(&mut reader).await;
        assert_eq!(seen["nodes"][0]["viewerCanEdit"], false, "{login}");
        assert_eq!(seen["nodes"][0]["exportJson"], stored["nodes"][0]["exportJson"], "{login}");
        let attempts = [
            ("importCriteriaSet", json!({"json": "{}", "validateOnly": true})),
            ("copyCriteriaSet", json!({"id": stored["nodes"][0]["id"]})),
            ("addCriterion", add.clone()),
            ("reviseCriterion", unchanged(&a1, 1)),
            ("removeCriterion", json!({"criterionId": a1["id"], "lockVersion": 1})),
        ];
        for (name, input) in attempts {
            assert_eq!(refusal(&mut reader, name, input).await, "FORBIDDEN", "{login}: {name}");
        }
    }
    let mut manager = app.signed_in("quanly").await;
    let wrong_kind = json!({"criterionId": stored["nodes"][0]["id"], "lockVersion": 1});
    assert_eq!(refusal(&mut manager, "removeCriterion", wrong_kind).await, "NOT_FOUND");
}

#[tokio::test]
async fn a_criterion_explains_itself_in_the_language_of_the_reader() {
    let app = TestApp::start().await;
    province(&app).await;
    let mut reader = app.signed_in("cb-x1").await;
    let query = "query($id: ID!) { node(id: $id) { id ... on Criterion { ruleSentence factKeys { code label points } \
        group { code criteria { code } } } } }";
    let d2 = criterion(&sets(&mut reader).await, "D2")["id"].clone();
    let vi = reader.query(query, json!({"id": d2})).await.data()["node"].clone();
    reader.language = "en";
    let en = reader.query(query, json!({"id": d2})).await.data()["node"].clone();
    assert_eq!(vi["factKeys"][0]["code"], "MISSING_PROCEDURE");
    assert_eq!(vi["factKeys"][0]["points"], "0.25");
    assert_ne!(vi["ruleSentence"], en["ruleSentence"]);
    assert_ne!(vi["factKeys"][0]["label"], en["factKeys"][0]["label"]);
    assert_eq!(vi["group"]["criteria"].as_array().map(Vec::len), Some(4));
}
