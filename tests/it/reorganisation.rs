//! Reorganisations as an operation: draft, preview, apply, take back; people move with their unit.

use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use thidua::entity::{campaign, submission};
use thidua::shared::id;
use thidua::shared::import::ImportMode;
use thidua::units::{self, UnitKind};
use time::Date;
use time::macros::{date, datetime};

use crate::support::scenario::{self, text};
use crate::support::{Client, TestApp, appraised};

const UNITS_CSV: &str = "\
code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to
X1,Xã An Phú,An Phu Commune,commune,xã,H1,2021-11-15,
";
const STEPS_CSV: &str = "\
old_code,new_code,kind,effective_date,legal_basis,share,main_successor
X1,X1,merge,2021-11-15,NQ 1,1,Y
X2,X1,merge,2021-11-15,NQ 1,1,Y
V1,,dissolve,2021-11-15,NQ 1,,
X1,X1,rename,2020-06-01,NQ 0,,
";
const FIELDS: &str = "id state version viewerCanApply viewerCanUndo \
    effect { ending beginning changing steps affected { kind count } } preview { __typename \
        ... on ReorganisationEffect { ending beginning changing steps rowsOfOtherDays affected { kind count } } \
        ... on ReorganisationProblem { code unitRows { line column code } successionRows { line column code message } } }";

fn input(units: &str, steps: &str, day: &str) -> Value {
    json!({"title": "Sắp xếp xã", "legalBasis": "NQ 1/NQ-UBTVQH", "effectiveDate": day,
        "unitsCsv": units, "successionsCsv": steps})
}

async fn deed(client: &mut Client, name: &str, input: Value) -> Value {
    let kind =
        if name == "saveReorganisation" { "SaveReorganisationInput" } else { "ReorganisationDeedInput" };
    let query = format!(
        "mutation($input: {kind}!) {{ {name}(input: $input) {{ __typename ... on Reorganisation {{ {FIELDS} }} \
            ... on ReorganisationProblem {{ code message path }} }} }}"
    );
    let answer = client.query(&query, json!({"input": input})).await;
    match answer.errors().first() {
        Some(error) => error["extensions"]["code"].clone(),
        None => answer.data()[name].clone(),
    }
}

async fn on(app: &TestApp, code: &str, day: Date) -> Option<units::Unit> {
    units::by_codes(app.app.db.read(), &[code.to_owned()], day).await.expect("a list").pop()
}

async fn roles(client: &mut Client) -> Value {
    let query = "{ viewer { assignments { role validFrom unit { nameVi } } account { unit { nameVi } } } }";
    client.query(query, json!({})).await.data()["viewer"].clone()
}

fn count(effect: &Value, kind: &str) -> u64 {
    let affected = effect["affected"].as_array().expect("a list");
    affected.iter().find(|one| one["kind"] == kind).and_then(|one| one["count"].as_u64()).unwrap_or(0)
}

#[tokio::test]
async fn a_reorganisation_is_drafted_previewed_applied_and_taken_back() {
    let app = TestApp::start().await;
    scenario::province(&app).await;
    let mut keeper = app.signed_in("quantri").await;
    let mut officer = app.signed_in("cb-x2").await;
    let before = roles(&mut officer).await;
    let draft = deed(&mut keeper, "saveReorganisation", input(UNITS_CSV, STEPS_CSV, "2021-11-15")).await;
    assert_eq!((&draft["state"], &draft["viewerCanApply"]), (&json!("DRAFT"), &json!(true)));
    let preview = &draft["preview"];
    assert_eq!(
        (&preview["ending"], &preview["beginning"], &preview["steps"], &preview["rowsOfOtherDays"]),
        (&json!(3), &json!(1), &json!(3), &json!(1))
    );
    assert_eq!((count(preview, "ACCOUNTS_MOVING"), count(preview, "ASSIGNMENTS_MOVING")), (4, 4));
    assert_eq!((count(preview, "ACCOUNTS_LEFT_BEHIND"), count(preview, "ASSIGNMENTS_ENDING")), (2, 2));
    let today = date!(2021 - 12 - 01);
    assert!(on(&app, "X2", today).await.is_some(), "a draft changes nothing");
    let old = on(&app, "X1", today).await.expect("X1");

    let deed_input = json!({"id": draft["id"], "version": 1});
    let applied = deed(&mut keeper, "applyReorganisation", deed_input.clone()).await;
    assert_eq!((&applied["state"], &applied["effect"]["ending"]), (&json!("APPLIED"), &json!(3)));
    let new = on(&app, "X1", today).await.expect("the new X1");
    assert_eq!(new.name_vi, "Xã An Phú");
    assert_ne!(new.id, old.id);
    assert!(on(&app, "X2", today).await.is_none() && on(&app, "V1", today).await.is_none());
    assert!(on(&app, "X2", date!(2021 - 11 - 14)).await.is_some());
    let moved = roles(&mut officer).await;
    assert_eq!(moved["account"]["unit"]["nameVi"], "Xã An Phú");
    assert_eq!(
        moved["assignments"],
        json!([{"role": "UNIT_FOCAL", "validFrom": "2021-11-15", "unit": {"nameVi": "Xã An Phú"}}])
    );
    assert_eq!(deed(&mut keeper, "applyReorganisation", deed_input).await["code"], "NOT_DRAFT");
    let mut left_behind = app.signed_in("cb-v1").await;
    assert_eq!(roles(&mut left_behind).await["assignments"], json!([]));

    let undone = deed(&mut keeper, "undoReorganisation", json!({"id": draft["id"], "version": 2})).await;
    assert_eq!(undone["state"], "UNDONE", "{undone}");
    assert_eq!(on(&app, "X1", today).await.expect("X1 again"), old);
    assert!(on(&app, "V1", today).await.is_some());
    assert_eq!(roles(&mut officer).await, before);
    assert_eq!(roles(&mut left_behind).await["assignments"].as_array().expect("a list").len(), 1);
    let mut auditor = app.signed_in("thanhtra").await;
    let trail = auditor.query("{ auditEntries(first: 20) { nodes { deed } } }", json!({})).await;
    let deeds = trail.data()["auditEntries"]["nodes"].to_string();
    for name in ["reorganisation.drafted", "reorganisation.applied", "reorganisation.undone"] {
        assert!(deeds.contains(name), "{name}: {deeds}");
    }
}

#[tokio::test]
async fn what_has_been_built_upon_stays() {
    let app = TestApp::start().await;
    scenario::province(&app).await;
    let mut keeper = app.signed_in("quanly").await;
    let draft = deed(&mut keeper, "saveReorganisation", input(UNITS_CSV, STEPS_CSV, "2021-11-15")).await;
    deed(&mut keeper, "applyReorganisation", json!({"id": draft["id"], "version": 1})).await;
    let new = on(&app, "X1", date!(2021 - 12 - 01)).await.expect("the new X1");
    app.add_accounts(vec![thidua::identity::NewAccount {
        login: "moi".into(),
        display_name: "Người mới".into(),
        unit: Some(new.id),
        email: None,
        assignments: vec![],
    }])
    .await;
    let refused = deed(&mut keeper, "undoReorganisation", json!({"id": draft["id"], "version": 2})).await;
    assert_eq!(refused["code"], "BUILT_UPON", "{refused}");
    assert_eq!(on(&app, "X1", date!(2021 - 12 - 01)).await, Some(new), "nothing was taken back");
}

#[tokio::test]
async fn only_keepers_draft_and_drafts_are_theirs() {
    let app = TestApp::start().await;
    scenario::province(&app).await;
    let mut keeper = app.signed_in("quanly").await;
    let draft = deed(&mut keeper, "saveReorganisation", input(UNITS_CSV, STEPS_CSV, "2021-11-15")).await;
    let read = "query($id: ID!) { reorganisation(id: $id) { id } reorganisations(first: 5) { totalCount } }";
    for login in ["cb-x1", "ld-x1", "td-d1", "totruong", "phantich"] {
        let mut client = app.signed_in(login).await;
        let refused =
            deed(&mut client, "saveReorganisation", input(UNITS_CSV, STEPS_CSV, "2021-11-15")).await;
        assert_eq!(refused, "FORBIDDEN", "{login}");
        for name in ["applyReorganisation", "undoReorganisation"] {
            assert_eq!(deed(&mut client, name, json!({"id": draft["id"], "version": 1})).await, "FORBIDDEN");
        }
        let seen = client.query(read, json!({"id": draft["id"]})).await;
        assert_eq!(seen.data(), json!({"reorganisation": null, "reorganisations": {"totalCount": 0}}));
    }
    deed(&mut keeper, "applyReorganisation", json!({"id": draft["id"], "version": 1})).await;
    let mut officer = app.signed_in("cb-x1").await;
    let seen = officer.query(read, json!({"id": draft["id"]})).await;
    assert_eq!(seen.data()["reorganisations"]["totalCount"], 1, "what is applied is law");
}

#[tokio::test]
async fn what_is_wrong_is_told_and_changes_nothing() {
    let app = TestApp::start().await;
    scenario::province(&app).await;
    let mut keeper = app.signed_in("quanly").await;
    let blank = json!({"title": " ", "legalBasis": "NQ", "effectiveDate": "2021-11-15",
        "unitsCsv": "", "successionsCsv": ""});
    let refused = deed(&mut keeper, "saveReorganisation", blank).await;
    assert_eq!((&refused["code"], &refused["path"]), (&json!("MISSING_FIELD"), &json!(["title"])));
    let bad = STEPS_CSV.replace("X2,X1,merge", "X9,X1,merge");
    let draft = deed(&mut keeper, "saveReorganisation", input(UNITS_CSV, &bad, "2021-11-15")).await;
    let problem = &draft["preview"];
    assert_eq!(problem["code"], "BAD_ROWS");
    assert_eq!(problem["successionRows"][0]["line"], 3);
    assert_eq!(problem["successionRows"][0]["code"], "NO_UNIT_ON_DAY");
    let apply = json!({"id": draft["id"], "version": 1});
    assert_eq!(deed(&mut keeper, "applyReorganisation", apply).await["code"], "BAD_ROWS");
    let mut later = input(
        &UNITS_CSV.replace("2021-11-15", "2022-01-01"),
        &STEPS_CSV.replace("2021-11-15", "2022-01-01"),
        "2022-01-01",
    );
    later["id"] = draft["id"].clone();
    later["version"] = json!(1);
    let draft = deed(&mut keeper, "saveReorganisation", later.clone()).await;
    assert_eq!((&draft["version"], &draft["preview"]["ending"]), (&json!(2), &json!(3)));
    assert_eq!(deed(&mut keeper, "saveReorganisation", later).await["code"], "STALE");
    let apply = json!({"id": draft["id"], "version": 2});
    assert_eq!(deed(&mut keeper, "applyReorganisation", apply.clone()).await["code"], "TOO_EARLY");
    app.clock.set(datetime!(2022-01-01 00:00 +7));
    let mut keeper = app.signed_in("quanly").await;
    assert_eq!(deed(&mut keeper, "applyReorganisation", apply).await["state"], "APPLIED");
}

#[tokio::test]
async fn the_first_of_july_2025_is_one_operation() {
    let app = TestApp::start().await;
    for file in [include_str!("../../data/units_2021.csv"), include_str!("../../data/units_2025_06_30.csv")] {
        let report = units::import_units(&app.app, file.as_bytes(), ImportMode::Apply).await.expect("runs");
        assert_eq!(report.problems, []);
    }
    app.clock.set(datetime!(2025-07-01 07:30 +7));
    app.add_accounts(vec![thidua::identity::NewAccount {
        login: "quanly".into(),
        display_name: "Nguyễn Văn Mẫu".into(),
        unit: None,
        email: None,
        assignments: vec![thidua::identity::NewAssignment {
            role: thidua::access::Role::CampaignManager,
            unit: None,
            valid_from: date!(2021 - 01 - 01),
            valid_to: None,
            legal_basis: None,
        }],
    }])
    .await;
    let mut keeper = app.signed_in("quanly").await;
    let form = input(
        include_str!("../../data/units_2025.csv"),
        include_str!("../../data/successions.csv"),
        "2025-07-01",
    );
    let draft = deed(&mut keeper, "saveReorganisation", form).await;
    let preview = &draft["preview"];
    assert_eq!(preview["__typename"], "ReorganisationEffect", "{preview}");
    assert_eq!((&preview["beginning"], &preview["changing"]), (&json!(119), &json!(7)));
    let applied = deed(&mut keeper, "applyReorganisation", json!({"id": draft["id"], "version": 1})).await;
    assert_eq!(text(&applied["state"]), "APPLIED");
    let tree = units::all(app.app.db.read(), date!(2025 - 07 - 01)).await.expect("a list");
    let communes = tree.iter().filter(|unit| matches!(unit.kind, UnitKind::Commune | UnitKind::SpecialZone));
    assert_eq!(communes.count(), 102);
    assert!(tree.iter().all(|unit| unit.kind != UnitKind::District));
    let undone = deed(&mut keeper, "undoReorganisation", json!({"id": draft["id"], "version": 2})).await;
    assert_eq!(text(&undone["state"]), "UNDONE");
    assert!(units::all(app.app.db.read(), date!(2025 - 07 - 01)).await.expect("a list").is_empty());
}

const DISSOLVING: &str = "\
old_code,new_code,kind,effective_date,legal_basis,share,main_successor
X1,X1,merge,2021-11-25,NQ 1,1,Y
X2,X1,merge,2021-11-25,NQ 1,1,Y
V1,,dissolve,2021-11-25,NQ 1,,
";

/// A published campaign whose open sheets follow a policy, with X1 and X2 merged and V1 ended.
async fn dissolving(policy: &str, state: &str) -> (scenario::World, Client, Value) {
    let world = scenario::published().await;
    let db = world.app.app.db.write();
    let row = campaign::ActiveModel { dissolution_policy: Set(policy.to_owned()), ..Default::default() };
    campaign::Entity::update_many().set(row).exec(db).await.expect("a policy");
    let begun = submission::ActiveModel { state: Set(state.to_owned()), ..Default::default() };
    let sheet = id::decode(&world.sheets["X2"]).expect("an id").1;
    submission::Entity::update_many()
        .set(begun)
        .filter(submission::Column::Id.eq(sheet))
        .exec(db)
        .await
        .expect("a draft");
    let mut keeper = world.app.signed_in("quanly").await;
    let units = UNITS_CSV.replace("2021-11-15", "2021-11-25");
    let draft = deed(&mut keeper, "saveReorganisation", input(&units, DISSOLVING, "2021-11-25")).await;
    let applied = deed(&mut keeper, "applyReorganisation", json!({"id": draft["id"], "version": 1})).await;
    assert_eq!(applied["state"], "APPLIED", "{draft} {applied}");
    (world, keeper, applied)
}

async fn seen(client: &mut Client, sheet: &str) -> Value {
    let query = "query($id: ID!) { submission(id: $id) { state version dissolution unit { nameVi } } }";
    client.query(query, json!({"id": sheet})).await.data()["submission"].clone()
}

async fn withdraw(client: &mut Client, sheet: &str, version: i64) -> Value {
    let query = "mutation($input: SubmissionDeedInput!) { withdrawSignOffRequest(input: $input) { __typename \
        ... on SubmissionProblem { code } ... on Submission { state } } }";
    let answer = client.query(query, json!({"input": {"id": sheet, "version": version}})).await;
    match answer.errors().first() {
        Some(error) => error["extensions"]["code"].clone(),
        None => answer.data()["withdrawSignOffRequest"].clone(),
    }
}

#[tokio::test]
async fn open_sheets_are_closed_as_they_stand_and_opened_again_by_the_undo() {
    let (world, mut keeper, applied) = dissolving("CLOSE_AT_DISSOLUTION", "DRAFT").await;
    assert_eq!(count(&applied["effect"], "SHEETS_CLOSING"), 3);
    let begun = seen(&mut keeper, &world.sheets["X2"]).await;
    assert_eq!((&begun["state"], &begun["dissolution"]), (&json!("SUBMITTED"), &json!("CLOSED")));
    assert_eq!(begun["unit"]["nameVi"], "Xã Đa Phước", "it prints the name of its day");
    let untouched = seen(&mut keeper, &world.sheets["X1"]).await;
    assert_eq!((&untouched["state"], &untouched["dissolution"]), (&json!("NOT_STARTED"), &json!("CLOSED")));
    let undone = deed(&mut keeper, "undoReorganisation", json!({"id": applied["id"], "version": 2})).await;
    assert_eq!(undone["state"], "UNDONE");
    let again = seen(&mut keeper, &world.sheets["X2"]).await;
    assert_eq!((&again["state"], &again["dissolution"]), (&json!("DRAFT"), &json!(null)));
}

#[tokio::test]
async fn the_successor_completes_an_inherited_sheet() {
    let (world, mut keeper, applied) = dissolving("INHERIT_BY_SUCCESSOR", "AWAITING_SIGNOFF").await;
    assert_eq!(count(&applied["effect"], "SHEETS_INHERITED"), 2);
    assert_eq!(count(&applied["effect"], "SHEETS_CLOSING"), 1, "V1 has no successor");
    let mut officer = world.app.signed_in("cb-x1").await;
    let sheet = seen(&mut officer, &world.sheets["X2"]).await;
    assert_eq!((&sheet["state"], &sheet["dissolution"]), (&json!("AWAITING_SIGNOFF"), &json!("INHERITED")));
    let version = sheet["version"].as_i64().expect("a version");
    let done = withdraw(&mut officer, &world.sheets["X2"], version).await;
    assert_eq!(done["state"], "DRAFT", "{done}");
    let undone = deed(&mut keeper, "undoReorganisation", json!({"id": applied["id"], "version": 2})).await;
    assert_eq!(undone["code"], "BUILT_UPON");
}

#[tokio::test]
async fn exempt_units_leave_the_campaign() {
    let (world, _, applied) = dissolving("EXEMPT", "DRAFT").await;
    assert_eq!(count(&applied["effect"], "SHEETS_EXEMPT"), 3);
    appraised::submit(&world, &["X3"], "1").await;
    let mut manager = world.app.signed_in("quanly").await;
    let done = appraised::campaign_deed(&mut manager, &world, "computeRanking").await;
    assert_eq!(done["__typename"], "Campaign");
    let results = appraised::results(&mut manager, &world, "X").await;
    assert_eq!(appraised::codes(&results), ["X3"], "who sent no sheet is not ranked");
    let query = "query($id: ID!, $group: ID!) { campaign(id: $id) { ranking { withoutSheet(peerGroupId: $group) { \
        code } } } }";
    let variables = json!({"id": world.campaign, "group": world.groups["X"]});
    let found = manager.query(query, variables).await.data();
    let without = &found["campaign"]["ranking"]["withoutSheet"];
    assert_eq!(without, &json!([{"code": "X4"}, {"code": "X5"}, {"code": "X6"}]), "X1 and X2 have left");
    let sheet = seen(&mut manager, &world.sheets["X2"]).await;
    assert_eq!(sheet["dissolution"], "EXEMPT");
}

#[tokio::test]
async fn a_merger_makes_nobody_a_stranger_to_their_unit_and_stays_once_decisions_rest_on_it() {
    let world = scenario::published().await;
    appraised::submit(&world, &["D1", "X1"], "1").await;
    let mut keeper = world.app.signed_in("quanly").await;
    let steps = "old_code,new_code,kind,effective_date,legal_basis,share,main_successor\n\
        D1,D2,merge,2021-12-18,NQ 1,,Y\n";
    let draft = deed(&mut keeper, "saveReorganisation", input("", steps, "2021-12-18")).await;
    let applied = deed(&mut keeper, "applyReorganisation", json!({"id": draft["id"], "version": 1})).await;
    assert_eq!(applied["state"], "APPLIED", "{draft} {applied}");
    let mut lead = world.app.signed_in("totruong").await;
    let own = appraised::line(&mut lead, &world, "D1", "C2").await;
    let accepting = json!({"lineId": own["id"], "version": own["version"]});
    for login in ["td-d1", "td-d2"] {
        let mut appraiser = world.app.signed_in(login).await;
        let refused = appraised::refusal(&mut appraiser, "acceptLine", accepting.clone()).await;
        assert_eq!(refused, "FORBIDDEN", "{login}: the unit went into theirs");
    }
    assert_eq!(appraised::deed(&mut lead, "acceptLine", accepting).await["state"], "ACCEPTED");
    let refused = deed(&mut keeper, "undoReorganisation", json!({"id": draft["id"], "version": 2})).await;
    assert_eq!(refused["code"], "BUILT_UPON", "{refused}");
}
