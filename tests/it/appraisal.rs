//! Appraisal, round 1: who decides what, what a decision needs, and when a sheet is done.

use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use thidua::access::Role;
use thidua::entity::score_line;
use thidua::identity::{NewAccount, NewAssignment};
use thidua::shared::id::UnitId;
use time::macros::{date, datetime};

use crate::support::Client;
use crate::support::appraised::{
    appraise_all, campaign_deed, deed, line, refusal, sheet, submit, units_csv, uuid,
};
use crate::support::scenario::{World, published, published_with, text};

const REASON: &str = "Báo cáo quý III gửi chậm so với quy định";

async fn grid(client: &mut Client, world: &World, criterion: &str, undecided_only: bool) -> Vec<Value> {
    let query = "query($id: ID!, $criterion: ID!, $undecided: Boolean) { campaign(id: $id) { \
        appraisalGrid(criterionId: $criterion, first: 200, undecidedOnly: $undecided) { totalCount nodes { \
        id version state selfScore r1Score viewerCanAppraise criterion { code } \
        submission { state unit { code qualifiedName } } } } } }";
    let variables = json!({
        "id": world.campaign, "criterion": world.criteria[criterion], "undecided": undecided_only,
    });
    let grid = client.query(query, variables).await.data()["campaign"]["appraisalGrid"].clone();
    let nodes = grid["nodes"].as_array().expect("lines").clone();
    assert_eq!(grid["totalCount"], nodes.len());
    nodes
}

fn units_of(lines: &[Value]) -> Vec<String> {
    lines.iter().map(|line| text(&line["submission"]["unit"]["code"])).collect()
}

fn input(line: &Value) -> Value {
    json!({"lineId": line["id"], "version": line["version"]})
}

fn adjusting(line: &Value, points: &str, reason: &str) -> Value {
    json!({"lineId": line["id"], "version": line["version"], "points": points, "reason": reason})
}

#[tokio::test]
async fn one_criterion_stands_in_one_grid_for_all_units_that_have_submitted() {
    let world = published().await;
    submit(&world, &["X2", "D1", "D2", "X1", "H1"], "1").await;
    let mut appraiser = world.app.signed_in("td-d1").await;
    let lines = grid(&mut appraiser, &world, "C2", false).await;
    assert_eq!(units_of(&lines), ["D1", "D2", "H1", "X1", "X2"], "in the order of the campaign");
    for line in &lines {
        let is_own = line["submission"]["unit"]["code"] == "D1";
        assert_eq!(line["viewerCanAppraise"], json!(!is_own), "{line:#}");
    }
    let one = "query($id: ID!, $c: ID!, $g: ID!) { campaign(id: $id) { appraisalGrid(criterionId: $c, first: 1, \
        peerGroupId: $g, search: \"da phuoc\") { nodes { submission { unit { code } } } pageInfo { hasNextPage } } } }";
    let variables = json!({"id": world.campaign, "c": world.criteria["C2"], "g": world.groups["X"]});
    let found = appraiser.query(one, variables).await.data()["campaign"]["appraisalGrid"].clone();
    assert_eq!(units_of(found["nodes"].as_array().expect("lines")), ["X2"]);
    assert_eq!(found["pageInfo"]["hasNextPage"], false);

    let mut lead = world.app.signed_in("totruong").await;
    assert_eq!(grid(&mut lead, &world, "A1", false).await.len(), 5);
    let mut other = world.app.signed_in("td-d2").await;
    assert_eq!(grid(&mut other, &world, "C2", false).await.len(), 5);
    assert!(grid(&mut other, &world, "A1", false).await.is_empty(), "A1 is not assigned");
    let mut focal = world.app.signed_in("cb-x1").await;
    let query = "query($id: ID!, $c: ID!) { campaign(id: $id) { appraisalGrid(criterionId: $c, first: 1) { totalCount } } }";
    let variables = json!({"id": world.campaign, "c": world.criteria["C2"]});
    assert_eq!(focal.query(query, variables).await.code(), "FORBIDDEN");
}

#[tokio::test]
async fn nobody_decides_lines_of_the_own_unit_or_lines_of_others() {
    let world = published().await;
    submit(&world, &["D1", "D2", "X1"], "1").await;
    let mut lead = world.app.signed_in("totruong").await;
    let own = line(&mut lead, &world, "D1", "C2").await;
    let mut appraiser = world.app.signed_in("td-d1").await;
    assert_eq!(refusal(&mut appraiser, "acceptLine", input(&own)).await, "FORBIDDEN");
    assert_eq!(refusal(&mut appraiser, "adjustLine", adjusting(&own, "0", REASON)).await, "FORBIDDEN");

    let mut other = world.app.signed_in("td-d2").await;
    let a1 = line(&mut lead, &world, "X1", "A1").await;
    assert_eq!(refusal(&mut other, "acceptLine", input(&a1)).await, "NOT_FOUND", "A1 is not assigned");
    let c2 = line(&mut lead, &world, "X1", "C2").await;
    let done = deed(&mut other, "acceptLine", input(&c2)).await;
    assert_eq!(done["state"], "ACCEPTED", "C2 is: {done:#}");

    let mut focal = world.app.signed_in("cb-x1").await;
    assert_eq!(refusal(&mut focal, "acceptLine", input(&a1)).await, "FORBIDDEN");
    let mut stranger = world.app.signed_in("cb-x2").await;
    assert_eq!(refusal(&mut stranger, "acceptLine", input(&a1)).await, "NOT_FOUND");
    for login in ["phantich", "thanhtra", "quanly"] {
        let mut reader = world.app.signed_in(login).await;
        assert_eq!(refusal(&mut reader, "acceptLine", input(&a1)).await, "FORBIDDEN", "{login}");
    }
}

#[tokio::test]
async fn lowering_a_score_needs_a_reason_and_keeps_both_scores() {
    let world = published().await;
    submit(&world, &["X1"], "1").await;
    let mut appraiser = world.app.signed_in("td-d1").await;
    let c2 = line(&mut appraiser, &world, "X1", "C2").await;
    let refused = deed(&mut appraiser, "adjustLine", adjusting(&c2, "0.5", "ngắn")).await;
    assert_eq!((&refused["code"], &refused["path"]), (&json!("REASON_REQUIRED"), &json!(["reason"])));
    let refused = deed(&mut appraiser, "adjustLine", adjusting(&c2, "4.01", REASON)).await;
    assert_eq!((&refused["code"], &refused["path"]), (&json!("POINTS_OUT_OF_RANGE"), &json!(["points"])));
    assert!(text(&refused["message"]).contains("tối đa 4"));
    assert_eq!(deed(&mut appraiser, "adjustLine", adjusting(&c2, "-1", REASON)).await["code"], "BAD_NUMBER");

    let done = deed(&mut appraiser, "adjustLine", adjusting(&c2, "0.5", REASON)).await;
    assert_eq!(done["state"], "ADJUSTED");
    assert_eq!((&done["selfScore"], &done["r1Score"]), (&json!("1.00"), &json!("0.50")));
    assert_eq!(done["submission"]["state"], "UNDER_APPRAISAL", "the first decision opens the sheet");

    let stale = deed(&mut appraiser, "adjustLine", adjusting(&c2, "0.25", REASON)).await;
    assert_eq!(stale["code"], "STALE");
    assert_eq!(stale["current"]["r1Score"], "0.50", "the newer version is shown");
    let again = deed(&mut appraiser, "adjustLine", adjusting(&done, "1", "")).await;
    assert_eq!(again["state"], "ACCEPTED", "the unit's own score needs no reason");
    let now = line(&mut appraiser, &world, "X1", "C2").await;
    let adjustments: Vec<_> = now["adjustments"]
        .as_array()
        .expect("adjustments")
        .iter()
        .map(|one| (one["fromScore"].clone(), one["toScore"].clone(), one["reason"].clone()))
        .collect();
    assert_eq!(
        adjustments,
        [(json!("1.00"), json!("0.50"), json!(REASON)), (json!("0.50"), json!("1.00"), Value::Null),]
    );
    let mut leader = world.app.signed_in("ld-x1").await;
    let version = sheet(&mut leader, &world, "X1").await["version"].clone();
    let recall = json!({"id": world.sheets["X1"], "version": version});
    assert_eq!(deed(&mut leader, "recallSubmission", recall).await["code"], "ALREADY_OPENED");
}

/// Marks a line as one that the unit left empty.
async fn empty(world: &World, line: &Value) {
    score_line::Entity::update_many()
        .set(score_line::ActiveModel {
            state: Set("EMPTY".into()),
            facts: Set(None),
            self_score: Set(None),
            ..Default::default()
        })
        .filter(score_line::Column::Id.eq(uuid(&text(line))))
        .exec(world.app.app.db.write())
        .await
        .expect("the line is changed");
}

#[tokio::test]
async fn decisions_are_taken_in_the_phase_and_on_submitted_sheets_only() {
    let world = published().await;
    submit(&world, &["X1"], "1").await;
    let mut lead = world.app.signed_in("totruong").await;
    let submitted = line(&mut lead, &world, "X1", "A1").await;
    let draft = line(&mut lead, &world, "X2", "A1").await;
    assert_eq!(deed(&mut lead, "adjustLine", adjusting(&draft, "1", REASON)).await["code"], "WRONG_STATE");
    empty(&world, &submitted["id"]).await;
    let submitted = line(&mut lead, &world, "X1", "A1").await;
    assert_eq!(
        deed(&mut lead, "acceptLine", input(&submitted)).await["code"],
        "WRONG_STATE",
        "no score to accept"
    );
    let survey = line(&mut lead, &world, "X1", "E6").await;
    assert_eq!(
        (&survey["state"], &survey["viewerCanAppraise"]),
        (&json!("NOT_APPLICABLE"), &json!(true)),
        "nobody has to decide it, and whoever knows better may"
    );

    let submitted = line(&mut lead, &world, "X1", "A3").await;
    world.app.clock.set(datetime!(2022-01-01 00:00 +7));
    let mut lead = world.app.signed_in("totruong").await;
    assert_eq!(deed(&mut lead, "acceptLine", input(&submitted)).await["code"], "PHASE_CLOSED");
    world.app.clock.set(datetime!(2021-11-30 23:59:59 +7));
    let mut lead = world.app.signed_in("totruong").await;
    assert_eq!(deed(&mut lead, "acceptLine", input(&submitted)).await["code"], "PHASE_CLOSED");
    world.app.clock.set(datetime!(2021-12-31 23:59:59 +7));
    let mut lead = world.app.signed_in("totruong").await;
    assert_eq!(
        deed(&mut lead, "acceptLine", input(&submitted)).await["state"],
        "ACCEPTED",
        "the last second"
    );
}

#[tokio::test]
async fn a_sheet_is_concluded_when_every_line_is_decided() {
    let world = published().await;
    submit(&world, &["X1"], "1").await;
    let mut lead = world.app.signed_in("totruong").await;
    let a1 = line(&mut lead, &world, "X1", "A1").await;
    deed(&mut lead, "acceptLine", input(&a1)).await;
    let open = sheet(&mut lead, &world, "X1").await;
    let conclude = json!({"id": world.sheets["X1"], "version": open["version"]});
    let refused = deed(&mut lead, "concludeAppraisal", conclude.clone()).await;
    assert_eq!(refused["code"], "LINES_UNDECIDED");
    let message = text(&refused["message"]);
    assert!(message.contains("A3, A4, B3") && message.contains("H2") && !message.contains("A1"), "{message}");
    let mut appraiser = world.app.signed_in("td-d1").await;
    assert_eq!(refusal(&mut appraiser, "concludeAppraisal", conclude).await, "FORBIDDEN");

    let mut other = world.app.signed_in("totruong").await;
    for line in open["lines"].as_array().expect("lines").iter().filter(|line| line["r1Score"].is_null()) {
        let done = deed(&mut other, "adjustLine", adjusting(line, "0", REASON)).await;
        assert_eq!(done["__typename"], "ScoreLine", "{done:#}");
    }
    let ready = sheet(&mut lead, &world, "X1").await;
    assert_eq!(ready["viewerCanConclude"], true);
    let stale = json!({"id": world.sheets["X1"], "version": 0});
    assert_eq!(deed(&mut lead, "concludeAppraisal", stale).await["code"], "STALE");
    let conclude = json!({"id": world.sheets["X1"], "version": ready["version"]});
    assert_eq!(deed(&mut lead, "concludeAppraisal", conclude.clone()).await["state"], "APPRAISED_1");
    assert_eq!(
        deed(&mut lead, "concludeAppraisal", conclude).await["state"],
        "APPRAISED_1",
        "again is harmless"
    );
    let a1 = line(&mut lead, &world, "X1", "A1").await;
    assert_eq!(deed(&mut lead, "adjustLine", adjusting(&a1, "1", REASON)).await["code"], "WRONG_STATE");
}

#[tokio::test]
async fn a_whole_column_is_accepted_as_it_was_shown() {
    let world = published().await;
    submit(&world, &["D1", "D2", "X1", "X2", "X3"], "1").await;
    let mut appraiser = world.app.signed_in("td-d1").await;
    let shown = grid(&mut appraiser, &world, "C2", true).await;
    let mut lead = world.app.signed_in("totruong").await;
    let changed = line(&mut lead, &world, "X2", "C2").await;
    deed(&mut lead, "adjustLine", adjusting(&changed, "0", REASON)).await;
    let lines: Vec<_> = shown.iter().map(input).collect();
    let column = json!({"campaignId": world.campaign, "criterionId": world.criteria["C2"], "lines": lines});
    let done = deed(&mut appraiser, "acceptLines", column.clone()).await;
    assert_eq!(
        (&done["accepted"], &done["ownUnit"], &done["stale"], &done["unscored"]),
        (&json!(3), &json!(1), &json!(1), &json!(0)),
        "{done:#}"
    );
    assert!(done["lines"].as_array().expect("lines").iter().all(|line| line["state"] == "ACCEPTED"));
    let now = grid(&mut appraiser, &world, "C2", false).await;
    let states: Vec<_> = now.iter().map(|line| text(&line["state"])).collect();
    assert_eq!(states, ["SELF_SCORED", "ACCEPTED", "ACCEPTED", "ADJUSTED", "ACCEPTED"]);
    assert_eq!(units_of(&grid(&mut appraiser, &world, "C2", true).await), ["D1"]);
    let opened = sheet(&mut lead, &world, "X3").await;
    assert_eq!(opened["state"], "UNDER_APPRAISAL");
    let c2 = line(&mut lead, &world, "X3", "C2").await;
    assert_eq!(c2["adjustments"][0]["toScore"], "1.00", "each decision is recorded");
    let again = deed(&mut appraiser, "acceptLines", column).await;
    assert_eq!(
        (&again["accepted"], &again["stale"]),
        (&json!(0), &json!(4)),
        "a repeated request does no harm"
    );

    let a1 = line(&mut lead, &world, "X1", "A1").await;
    let foreign =
        json!({"campaignId": world.campaign, "criterionId": world.criteria["C2"], "lines": [input(&a1)]});
    assert_eq!(refusal(&mut appraiser, "acceptLines", foreign).await, "NOT_FOUND");
    let e6 = line(&mut lead, &world, "X1", "E6").await;
    let survey =
        json!({"campaignId": world.campaign, "criterionId": world.criteria["E6"], "lines": [input(&e6)]});
    assert_eq!(deed(&mut lead, "acceptLines", survey).await["unscored"], 1);
    let mut analyst = world.app.signed_in("phantich").await;
    let column =
        json!({"campaignId": world.campaign, "criterionId": world.criteria["A1"], "lines": [input(&a1)]});
    assert_eq!(refusal(&mut analyst, "acceptLines", column).await, "FORBIDDEN");
}

#[tokio::test]
async fn a_peer_group_is_concluded_as_far_as_it_is_decided() {
    let world = published().await;
    submit(&world, &["X1", "X2", "X3", "D2"], "1").await;
    let mut lead = world.app.signed_in("totruong").await;
    let x2 = sheet(&mut lead, &world, "X2").await;
    for line in x2["lines"].as_array().expect("lines") {
        deed(&mut lead, "adjustLine", adjusting(line, "0.25", REASON)).await;
    }
    let x1 = line(&mut lead, &world, "X1", "A1").await;
    deed(&mut lead, "acceptLine", input(&x1)).await;
    let group = json!({"campaignId": world.campaign, "peerGroupId": world.groups["X"]});
    let done = deed(&mut lead, "concludeAppraisals", group.clone()).await;
    assert_eq!((&done["concluded"], &done["undecided"]), (&json!(1), &json!(1)), "{done:#}");
    assert_eq!(sheet(&mut lead, &world, "X2").await["state"], "APPRAISED_1");
    assert_eq!(sheet(&mut lead, &world, "X1").await["state"], "UNDER_APPRAISAL");
    let again = deed(&mut lead, "concludeAppraisals", group.clone()).await;
    assert_eq!(again["concluded"], 0);
    let mut appraiser = world.app.signed_in("td-d1").await;
    assert_eq!(refusal(&mut appraiser, "concludeAppraisals", group).await, "FORBIDDEN");
}

#[tokio::test]
async fn units_see_nothing_of_their_appraisal() {
    let world = published().await;
    submit(&world, &["X1"], "1").await;
    let mut appraiser = world.app.signed_in("td-d1").await;
    let c2 = line(&mut appraiser, &world, "X1", "C2").await;
    deed(&mut appraiser, "adjustLine", adjusting(&c2, "0.5", REASON)).await;
    for login in ["cb-x1", "ld-x1"] {
        let mut unit = world.app.signed_in(login).await;
        let seen = line(&mut unit, &world, "X1", "C2").await;
        assert_eq!(seen["state"], "SELF_SCORED");
        assert!(seen["r1Score"].is_null() && seen["r1Reason"].is_null());
        assert_eq!(seen["adjustments"], Value::Null);
        let trail = unit
            .query("{ auditEntries(first: 100) { nodes { deed before after reason } } }", json!({}))
            .await;
        let deeds: Vec<_> = trail.data()["auditEntries"]["nodes"]
            .as_array()
            .expect("entries")
            .iter()
            .map(|entry| text(&entry["deed"]))
            .collect();
        assert!(deeds.iter().all(|deed| !deed.starts_with("appraisal.")), "{deeds:?}");
    }
    let mut auditor = world.app.signed_in("thanhtra").await;
    let query = "query($id: ID!) { auditEntries(first: 5, subjectId: $id) { nodes { deed actingRole after reason } } }";
    let entry =
        auditor.query(query, json!({"id": c2["id"]})).await.data()["auditEntries"]["nodes"][0].clone();
    assert_eq!(entry["deed"], "appraisal.line_adjusted");
    assert_eq!((&entry["actingRole"], &entry["reason"]), (&json!("SECTOR_APPRAISER"), &json!(REASON)));
    assert!(text(&entry["after"]).contains("\"unit\":\"X1\""));
}

#[tokio::test]
async fn progress_counts_the_criteria_that_one_reads() {
    let world = published().await;
    submit(&world, &["X1", "X2", "D2"], "1").await;
    let mut lead = world.app.signed_in("totruong").await;
    appraise_all(&mut lead, &world, "X1").await;
    let query =
        "query($id: ID!) { campaign(id: $id) { appraisalProgress { criterion { code } decided total } } }";
    let progress = async |login: &str| {
        let mut client = world.app.signed_in(login).await;
        let data = client.query(query, json!({"id": world.campaign})).await.data();
        data["campaign"]["appraisalProgress"].as_array().cloned()
    };
    let row = |rows: &[Value], code: &str| {
        let row = rows.iter().find(|row| row["criterion"]["code"] == code).expect("the criterion");
        (row["decided"].clone(), row["total"].clone())
    };
    let all = progress("totruong").await.expect("all rows");
    assert_eq!(all.len(), 28);
    assert_eq!(row(&all, "C2"), (json!(1), json!(3)));
    assert_eq!(row(&all, "C1"), (json!(0), json!(1)), "for departments only");
    let own = progress("td-d2").await.expect("assigned rows");
    assert_eq!(own.len(), 1);
    assert_eq!(row(&own, "C2"), (json!(1), json!(2)), "without the own unit");
    assert_eq!(progress("cb-x1").await, None, "no right, no rows");
}

#[tokio::test]
async fn the_grid_costs_the_same_for_five_and_for_fifty_units() {
    let mut costs = Vec::new();
    for communes in [5, 50] {
        let world = published_with(&units_csv(communes)).await;
        let names: Vec<String> = (1..=communes).map(|number| format!("X{number}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        submit(&world, &names, "1").await;
        let mut appraiser = world.app.signed_in("td-d1").await;
        let query = "query($id: ID!, $c: ID!) { campaign(id: $id) { appraisalGrid(criterionId: $c, first: 200) { \
            nodes { id selfScore r1By { displayName } evidence { id } adjustments { id } criterion { code } \
            submission { id unit { nameVi peerGroup { code } } } viewerCanAppraise } } \
            appraisalProgress { decided total } } }";
        let variables = json!({"id": world.campaign, "c": world.criteria["C2"]});
        let read = world.app.statements_of(&mut appraiser, query, variables).await;
        let shown = grid(&mut appraiser, &world, "C2", true).await;
        assert_eq!(shown.len(), communes);
        let lines: Vec<_> = shown.iter().map(input).collect();
        let before = world.app.app.db.statements();
        let column =
            json!({"campaignId": world.campaign, "criterionId": world.criteria["C2"], "lines": lines});
        let done = deed(&mut appraiser, "acceptLines", column).await;
        assert_eq!(done["accepted"], communes, "{done:#}");
        costs.push((read, world.app.app.db.statements() - before));
    }
    assert_eq!(costs[0], costs[1]);
}

async fn revise_unit(world: &World, login: &str, unit: &str) {
    let mut admin = world.app.signed_in("quantri").await;
    let found =
        "query($search: String) { accounts(first: 5, search: $search) { nodes { id login displayName } } }";
    let nodes = admin.query(found, json!({"search": login})).await.data()["accounts"]["nodes"].clone();
    let one = nodes
        .as_array()
        .expect("people")
        .iter()
        .find(|one| one["login"] == login)
        .expect("the person")
        .clone();
    let revise = "mutation($input: ReviseAccountInput!) { reviseAccount(input: $input) { __typename } }";
    let input = json!({"accountId": one["id"], "displayName": one["displayName"], "unitId": world.units[unit],
        "request": "QĐ điều động số 3"});
    let done = admin.query(revise, json!({"input": input})).await.data();
    assert_eq!(done["reviseAccount"]["__typename"], "Account");
}

#[tokio::test]
async fn whoever_moves_to_another_unit_does_not_appraise_the_one_they_left() {
    let world = published().await;
    submit(&world, &["D1", "D2", "X1"], "1").await;
    revise_unit(&world, "td-d1", "V1").await;
    let mut lead = world.app.signed_in("totruong").await;
    let mut appraiser = world.app.signed_in("td-d1").await;
    for (unit, answer) in [("D1", "FORBIDDEN"), ("X1", "")] {
        let line = line(&mut lead, &world, unit, "C2").await;
        if answer.is_empty() {
            assert_eq!(deed(&mut appraiser, "acceptLine", input(&line)).await["state"], "ACCEPTED", "{unit}");
        } else {
            assert_eq!(refusal(&mut appraiser, "acceptLine", input(&line)).await, answer, "{unit}");
        }
    }
}

#[tokio::test]
async fn whoever_is_of_a_unit_sees_nothing_of_its_appraisal_whatever_else_they_are() {
    let world = published().await;
    submit(&world, &["D1", "X1"], "1").await;
    let people = [("pt-d1", Role::Analyst), ("tt-d1", Role::Auditor), ("ql-d1", Role::CampaignManager)];
    let accounts = people.map(|(login, role)| NewAccount {
        login: login.into(),
        display_name: format!("Đồng chí {login}"),
        unit: Some(UnitId(uuid(&world.units["D1"]))),
        email: None,
        assignments: vec![NewAssignment {
            role,
            unit: None,
            valid_from: date!(2021 - 01 - 01),
            valid_to: None,
            legal_basis: None,
        }],
    });
    world.app.add_accounts(accounts.into()).await;
    let mut focal = world.app.signed_in("cb-d1").await;
    let before = line(&mut focal, &world, "D1", "C2").await;
    let mut appraiser = world.app.signed_in("td-d2").await;
    for unit in ["D1", "X1"] {
        let c2 = line(&mut appraiser, &world, unit, "C2").await;
        let decided = deed(&mut appraiser, "adjustLine", adjusting(&c2, "0.5", REASON)).await;
        assert_eq!(decided["r1Score"], "0.50", "{decided}");
        assert_ne!(decided["version"], c2["version"], "the appraisal locks by it");
    }
    let mut manager = world.app.signed_in("quanly").await;
    campaign_deed(&mut manager, &world, "computeRanking").await;
    for (login, role) in people {
        let mut reader = world.app.signed_in(login).await;
        let own = line(&mut reader, &world, "D1", "C2").await;
        assert_eq!((&own["state"], &own["r1Score"]), (&json!("SELF_SCORED"), &Value::Null), "{login}");
        assert_eq!(own["version"], before["version"], "{login}: no number tells that something was decided");
        assert_eq!(line(&mut reader, &world, "X1", "C2").await["r1Score"], "0.50", "{login}");
        let query = "query($id: ID!) { campaign(id: $id) { ranking { unitCount } } }";
        let seen = reader.query(query, json!({"id": world.campaign})).await.data()["campaign"].clone();
        assert_eq!(seen["ranking"].is_object(), role == Role::CampaignManager, "{login}: {seen}");
    }
    let after = line(&mut focal, &world, "D1", "C2").await;
    assert_eq!(after["version"], before["version"]);
}
