//! Score sheets: filling in, citing, signing, submitting, recalling, returning, opening; and who sees what.

use http::Method;
use serde_json::{Value, json};
use thidua::shared::import::ImportMode;
use thidua::units::import_statistics;
use time::macros::datetime;

use crate::files::{pdf, upload};
use crate::support::scenario::{STATISTICS, World, draft, province, published, published_with, staff, text};
use crate::support::{Client, TestApp};

const LINES: &str = "lines { id version state selfScore isPrefilled explanation viewerCanEdit viewerCanAppraise \
    criterion { code ruleKind factKeys { code } } facts { numerator denominator } }";

const SHEET: &str = "id state version selfTotal selfBase applicableMax appraisedTotal filledCount lineCount \
    submittedAt contentHash isOverdue wasLate dueAt returnReason openedByAppraiserAt \
    viewerCanEdit viewerCanRequestSignOff viewerCanSubmit viewerCanRecall viewerCanReturn viewerCanAppraise \
    problems { code message line { criterion { code } } }";

pub async fn sheet(client: &mut Client, id: &str) -> Value {
    let query = format!("query($id: ID!) {{ submission(id: $id) {{ {SHEET} {LINES} }} }}");
    client.query(&query, json!({"id": id})).await.data()["submission"].clone()
}

pub fn line(sheet: &Value, code: &str) -> Value {
    let lines = sheet["lines"].as_array().expect("lines");
    let found = lines.iter().find(|line| line["criterion"]["code"] == code);
    found.unwrap_or_else(|| panic!("no line {code}")).clone()
}

pub async fn save(client: &mut Client, line: &Value, facts: Value, explanation: Option<&str>) -> Value {
    let query = "mutation($input: SaveScoreLineInput!) { saveScoreLine(input: $input) { __typename \
        ... on ScoreLine { id version state selfScore isPrefilled explanation trace { text nextGap isNotApplicable } \
            submission { state version } } \
        ... on SubmissionProblem { code message path current { id version selfScore } } } }";
    let input = json!({
        "lineId": line["id"],
        "version": line["version"],
        "facts": facts,
        "explanation": explanation,
    });
    client.query(query, json!({"input": input})).await.data()["saveScoreLine"].clone()
}

/// Facts that a criterion accepts.
fn some_facts(line: &Value) -> Value {
    let first = line["criterion"]["factKeys"][0]["code"].clone();
    match line["criterion"]["ruleKind"].as_str().expect("a rule") {
        "BOOLEAN" => json!({"done": true}),
        "DEADLINE" => json!({"date": "2021-03-01"}),
        "DEDUCTION" => json!({"events": []}),
        "COUNT" | "TIERED_COUNT" | "COUNT_TARGET" => json!({"count": 3}),
        "CHECKLIST" => json!({"items": [first]}),
        "CHOICE" => json!({"option": first}),
        _ => json!({"numerator": 9, "denominator": 10}),
    }
}

/// Fills in every line of the unit.
pub async fn fill(client: &mut Client, id: &str) {
    let before = sheet(client, id).await;
    for line in before["lines"].as_array().expect("lines") {
        if line["viewerCanEdit"] == true {
            let saved = save(client, line, some_facts(line), Some("Theo báo cáo của đơn vị")).await;
            assert_eq!(saved["__typename"], "ScoreLine", "{line} {saved}");
        }
    }
}

/// Does a deed on a sheet as it stands now.
pub async fn deed(client: &mut Client, name: &str, id: &str) -> Value {
    let version = sheet(client, id).await["version"].clone();
    let query = format!(
        "mutation($input: SubmissionDeedInput!) {{ {name}(input: $input) {{ __typename \
         ... on Submission {{ {SHEET} }} ... on SubmissionProblem {{ problem: code message \
         lines {{ code line {{ criterion {{ code }} }} }} }} }} }}"
    );
    client.query(&query, json!({"input": {"id": id, "version": version}})).await.data()[name].clone()
}

async fn refusal(client: &mut Client, name: &str, id: &str) -> String {
    let query =
        format!("mutation($input: SubmissionDeedInput!) {{ {name}(input: $input) {{ __typename }} }}");
    client.query(&query, json!({"input": {"id": id, "version": 1}})).await.code()
}

async fn give_back(client: &mut Client, id: &str, version: &Value, reason: &str) -> Value {
    let query = "mutation($input: ReturnSubmissionInput!) { returnSubmission(input: $input) { __typename \
        ... on Submission { state returnReason } ... on SubmissionProblem { code path } } }";
    let input = json!({"id": id, "version": version, "reason": reason});
    client.query(query, json!({"input": input})).await.data()["returnSubmission"].clone()
}

/// The sheet of a unit, filled in, signed and submitted.
pub async fn submitted(world: &World, unit: &str) -> String {
    let id = world.sheets[unit].clone();
    let unit = unit.to_lowercase();
    let mut focal = world.app.signed_in(&format!("cb-{unit}")).await;
    fill(&mut focal, &id).await;
    assert_eq!(deed(&mut focal, "requestSignOff", &id).await["state"], "AWAITING_SIGNOFF");
    let mut leader = world.app.signed_in(&format!("ld-{unit}")).await;
    assert_eq!(deed(&mut leader, "submitSelfScore", &id).await["state"], "SUBMITTED");
    id
}

#[tokio::test]
async fn facts_go_in_and_points_come_out() {
    let world = published().await;
    let mut focal = world.app.signed_in("cb-x1").await;
    let before = sheet(&mut focal, &world.sheets["X1"]).await;
    assert_eq!((&before["state"], &before["filledCount"]), (&json!("NOT_STARTED"), &json!(0)));
    assert_eq!(before["lineCount"], 22, "one line for each criterion of communes");
    assert_eq!(before["dueAt"], "2021-12-15T16:59:59Z");

    let saved =
        save(&mut focal, &line(&before, "E2"), json!({"numerator": 1187, "denominator": 1204}), None).await;
    assert_eq!((&saved["selfScore"], &saved["state"]), (&json!("6.87"), &json!("SELF_SCORED")));
    assert!(text(&saved["trace"]["text"]).contains("98,59 %"), "{saved}");
    assert!(text(&saved["trace"]["nextGap"]).contains("17"), "{saved}");
    assert_eq!(saved["submission"], json!({"state": "DRAFT", "version": before["version"]}));

    let again = save(
        &mut focal,
        &json!({"id": saved["id"], "version": saved["version"]}),
        json!({"numerator": 1187, "denominator": 1204}),
        None,
    )
    .await;
    assert_eq!(again["version"], saved["version"], "the same statement changes nothing");

    let wrong = save(&mut focal, &again, json!({"numerator": 5, "denominator": 4}), None).await;
    assert_eq!(wrong["code"], "NUMERATOR_ABOVE_DENOMINATOR");
    assert_eq!(wrong["path"], json!(["facts", "numerator"]));
    let survey = save(&mut focal, &line(&before, "E6"), json!({"value": "0.9", "sample": 100}), None).await;
    assert_eq!(survey["code"], "NOT_SELF_SCORED");
    let long = "đ".repeat(4001);
    let long = save(&mut focal, &again, Value::Null, Some(long.as_str())).await;
    assert_eq!((&long["code"], &long["path"]), (&json!("TEXT_TOO_LONG"), &json!(["explanation"])));

    let cleared = save(&mut focal, &again, Value::Null, None).await;
    assert_eq!((&cleared["state"], &cleared["selfScore"]), (&json!("EMPTY"), &Value::Null));
}

#[tokio::test]
async fn two_people_on_one_line_do_not_overwrite_each_other() {
    let world = published().await;
    let mut focal = world.app.signed_in("cb-x1").await;
    let mut leader = world.app.signed_in("ld-x1").await;
    let seen = line(&sheet(&mut focal, &world.sheets["X1"]).await, "E2");
    let first = save(&mut focal, &seen, json!({"numerator": 9, "denominator": 10}), None).await;
    let second = save(&mut leader, &seen, json!({"numerator": 1, "denominator": 10}), None).await;
    assert_eq!(second["code"], "STALE");
    assert_eq!(
        second["current"],
        json!({"id": first["id"], "version": first["version"], "selfScore": "0.00"})
    );
}

#[tokio::test]
async fn an_incomplete_sheet_is_not_handed_over() {
    let world = published().await;
    let id = &world.sheets["X1"];
    let mut focal = world.app.signed_in("cb-x1").await;
    fill(&mut focal, id).await;
    let full = sheet(&mut focal, id).await;
    assert!(full["problems"].as_array().expect("problems").is_empty(), "{}", full["problems"]);
    save(&mut focal, &line(&full, "E2"), json!({"numerator": 9, "denominator": 10}), None).await;
    save(&mut focal, &line(&full, "A1"), Value::Null, Some("chưa có")).await;

    let refused = deed(&mut focal, "requestSignOff", id).await;
    assert_eq!(refused["problem"], "LINES_REFUSED");
    let lines = refused["lines"].as_array().expect("lines");
    let found: Vec<_> =
        lines.iter().map(|line| (&line["line"]["criterion"]["code"], &line["code"])).collect();
    assert_eq!(
        found,
        [(&json!("A1"), &json!("MISSING_FACTS")), (&json!("E2"), &json!("NO_EVIDENCE_OR_EXPLANATION"))]
    );
    let mut leader = world.app.signed_in("ld-x1").await;
    assert_eq!(deed(&mut leader, "submitSelfScore", id).await["problem"], "WRONG_STATE");
}

#[tokio::test]
async fn one_report_proves_four_lines_page_by_page() {
    let world = published().await;
    let id = &world.sheets["X1"];
    let mut focal = world.app.signed_in("cb-x1").await;
    let report = upload(&mut focal, &world.units["X1"], "báo cáo.pdf", pdf("một báo cáo")).await.json();
    let attach = "mutation($input: AttachEvidenceInput!) { attachEvidence(input: $input) { __typename \
        ... on ScoreLine { id version evidence { id page isOutsidePeriod file { name linkCount url } } } \
        ... on SubmissionProblem { code path } } }";
    let before = sheet(&mut focal, id).await;
    for (code, page) in [("E1", "1"), ("E2", "2"), ("E3", "3"), ("E4", "4")] {
        let input = json!({
            "lineId": line(&before, code)["id"],
            "fileId": report["id"],
            "page": page,
            "documentDate": "2020-12-31",
        });
        for _ in 0..2 {
            let done = focal.query(attach, json!({"input": input})).await.data();
            let done = &done["attachEvidence"];
            assert_eq!(done["version"], 2, "attached once: {done}");
            assert_eq!(done["evidence"][0]["page"], page);
            assert_eq!(done["evidence"][0]["isOutsidePeriod"], true);
        }
    }
    let library = focal
        .query("query($id: ID!) { submission(id: $id) { files { id name linkCount } } }", json!({"id": id}))
        .await
        .data();
    assert_eq!(library["submission"]["files"][0]["linkCount"], 4);

    let mut other = world.app.signed_in("cb-x2").await;
    let theirs = upload(&mut other, &world.units["X2"], "khác.pdf", pdf("khác")).await.json();
    let input = json!({"lineId": line(&before, "E1")["id"], "fileId": theirs["id"]});
    let refused = focal.query(attach, json!({"input": input})).await.data();
    assert_eq!(
        refused["attachEvidence"],
        json!({"__typename": "SubmissionProblem", "code": "FILE_NOT_FOUND", "path": ["fileId"]})
    );

    let e1 = focal
        .query(
            "query($id: ID!) { scoreLine(id: $id) { evidence { id } } }",
            json!({"id": line(&before, "E1")["id"]}),
        )
        .await
        .data();
    let detach = "mutation($input: DetachEvidenceInput!) { detachEvidence(input: $input) { __typename \
        ... on ScoreLine { version evidence { id } } } }";
    let input = json!({"input": {"evidenceId": e1["scoreLine"]["evidence"][0]["id"]}});
    let done = focal.query(detach, input.clone()).await.data();
    assert_eq!(done["detachEvidence"]["evidence"], json!([]));
    assert_eq!(focal.query(detach, input).await.code(), "NOT_FOUND");
}

#[tokio::test]
async fn a_sheet_is_recalled_until_an_appraiser_opens_it() {
    let world = published().await;
    let id = submitted(&world, "X1").await;
    let mut leader = world.app.signed_in("ld-x1").await;
    let sent = sheet(&mut leader, &id).await;
    assert_eq!(text(&sent["contentHash"]).len(), 64);
    assert_eq!(
        (&sent["wasLate"], &sent["dueAt"], &sent["viewerCanRecall"]),
        (&json!(false), &Value::Null, &json!(true))
    );

    let back = deed(&mut leader, "recallSubmission", &id).await;
    assert_eq!(
        (&back["state"], &back["submittedAt"], &back["contentHash"]),
        (&json!("DRAFT"), &Value::Null, &Value::Null)
    );
    let mut focal = world.app.signed_in("cb-x1").await;
    let e2 = line(&sheet(&mut focal, &id).await, "E2");
    save(&mut focal, &e2, json!({"numerator": 10, "denominator": 10}), Some("Số liệu đã sửa")).await;
    deed(&mut focal, "requestSignOff", &id).await;
    let again = deed(&mut leader, "submitSelfScore", &id).await;
    assert_ne!(again["contentHash"], sent["contentHash"], "other content, other seal");
    let repeated = deed(&mut leader, "submitSelfScore", &id).await;
    assert_eq!(repeated["version"], again["version"], "submitting twice is submitting once");

    let mut appraiser = world.app.signed_in("td-d1").await;
    let opened = deed(&mut appraiser, "openSubmission", &id).await;
    assert_eq!(opened["state"], "UNDER_APPRAISAL");
    assert_eq!(deed(&mut leader, "recallSubmission", &id).await["problem"], "ALREADY_OPENED");
    assert_eq!(
        deed(&mut appraiser, "openSubmission", &id).await["version"],
        opened["version"],
        "twice is once"
    );
}

#[tokio::test]
async fn a_stale_deed_does_nothing() {
    let world = published().await;
    let id = submitted(&world, "X1").await;
    let mut leader = world.app.signed_in("ld-x1").await;
    let query = "mutation($input: SubmissionDeedInput!) { recallSubmission(input: $input) { \
        ... on SubmissionProblem { code } } }";
    let answer = leader.query(query, json!({"input": {"id": id, "version": 1}})).await.data();
    assert_eq!(answer["recallSubmission"]["code"], "STALE");
    assert_eq!(sheet(&mut leader, &id).await["state"], "SUBMITTED");
}

#[tokio::test]
async fn after_the_deadline_a_completion_is_in_time_and_a_first_submission_late() {
    let world = published().await;
    let id = submitted(&world, "X1").await;
    let mut late = world.app.signed_in("cb-x2").await;
    fill(&mut late, &world.sheets["X2"]).await;
    world.app.clock.set(datetime!(2021-12-16 00:00:00 +7));
    let mut late = world.app.signed_in("cb-x2").await;

    let missed = sheet(&mut late, &world.sheets["X2"]).await;
    assert_eq!((&missed["isOverdue"], &missed["viewerCanEdit"]), (&json!(true), &json!(true)));
    save(
        &mut late,
        &line(&missed, "E2"),
        json!({"numerator": 1, "denominator": 10}),
        Some("Nộp trễ vì mất điện"),
    )
    .await;
    assert_eq!(deed(&mut late, "requestSignOff", &world.sheets["X2"]).await["state"], "AWAITING_SIGNOFF");
    let mut late_leader = world.app.signed_in("ld-x2").await;
    let sent = deed(&mut late_leader, "submitSelfScore", &world.sheets["X2"]).await;
    assert_eq!((&sent["state"], &sent["wasLate"]), (&json!("SUBMITTED"), &json!(true)), "{sent}");
    assert_eq!(sent["viewerCanRecall"], true, "what is late stays late");

    let mut leader = world.app.signed_in("ld-x1").await;
    let in_time = sheet(&mut leader, &id).await;
    assert_eq!(in_time["viewerCanRecall"], false, "it could only come back late");
    assert_eq!(deed(&mut leader, "recallSubmission", &id).await["problem"], "CAMPAIGN_CLOSED");

    let mut manager = world.app.signed_in("quanly").await;
    let version = sheet(&mut manager, &id).await["version"].clone();
    let silent = give_back(&mut manager, &id, &version, "  ").await;
    assert_eq!((&silent["code"], &silent["path"]), (&json!("REASON_REQUIRED"), &json!(["reason"])));
    let returned = give_back(&mut manager, &id, &version, "Thiếu minh chứng E2").await;
    assert_eq!(
        (&returned["state"], &returned["returnReason"]),
        (&json!("RETURNED"), &json!("Thiếu minh chứng E2"))
    );

    let mut focal = world.app.signed_in("cb-x1").await;
    let with_unit = sheet(&mut focal, &id).await;
    assert_eq!(with_unit["dueAt"], "2021-12-31T16:59:59Z");
    save(
        &mut focal,
        &line(&with_unit, "E2"),
        json!({"numerator": 10, "denominator": 10}),
        Some("Bổ sung minh chứng"),
    )
    .await;
    deed(&mut focal, "requestSignOff", &id).await;
    assert_eq!(deed(&mut leader, "withdrawSignOffRequest", &id).await["state"], "DRAFT");
    deed(&mut focal, "requestSignOff", &id).await;
    let completed = deed(&mut leader, "submitSelfScore", &id).await;
    assert_eq!(
        (&completed["state"], &completed["wasLate"]),
        (&json!("SUBMITTED"), &json!(false)),
        "{completed}"
    );

    let mut slow = world.app.signed_in("cb-h1").await;
    fill(&mut slow, &world.sheets["H1"]).await;
    world.app.clock.set(datetime!(2022-01-01 00:00:00 +7));
    let mut slow = world.app.signed_in("cb-h1").await;
    let missed = sheet(&mut slow, &world.sheets["H1"]).await;
    assert_eq!((&missed["isOverdue"], &missed["viewerCanEdit"]), (&json!(true), &json!(false)));
    assert_eq!(deed(&mut slow, "requestSignOff", &world.sheets["H1"]).await["problem"], "CAMPAIGN_CLOSED");
    let refused =
        save(&mut slow, &line(&missed, "E2"), json!({"numerator": 1, "denominator": 10}), None).await;
    assert_eq!(refused["code"], "CAMPAIGN_CLOSED");
}

#[tokio::test]
async fn only_those_concerned_see_a_sheet() {
    let world = published().await;
    let id = world.sheets["X1"].clone();
    let mut stranger = world.app.signed_in("cb-x2").await;
    assert!(sheet(&mut stranger, &id).await.is_null());
    assert_eq!(refusal(&mut stranger, "requestSignOff", &id).await, "NOT_FOUND");
    let mut district = world.app.signed_in("ld-h2").await;
    assert!(sheet(&mut district, &id).await.is_null(), "another district");
    let mut appraiser = world.app.signed_in("td-d2").await;
    assert!(sheet(&mut appraiser, &id).await.is_null(), "still with its unit");
    let mut administrator = world.app.signed_in("quantri").await;
    assert!(sheet(&mut administrator, &id).await.is_null());

    submitted(&world, "X1").await;
    let seen = sheet(&mut appraiser, &id).await;
    let codes: Vec<_> =
        seen["lines"].as_array().expect("lines").iter().map(|line| &line["criterion"]["code"]).collect();
    assert_eq!(codes, ["C2"], "the assigned line");
    assert_eq!(seen["lineCount"], 1, "sums are over what is seen");
    let mut manager = world.app.signed_in("quanly").await;
    assert_eq!(sheet(&mut manager, &id).await["lineCount"], 22);
    assert_eq!(refusal(&mut manager, "submitSelfScore", &id).await, "FORBIDDEN");
    let mut leader = world.app.signed_in("ld-x1").await;
    assert_eq!(refusal(&mut leader, "requestSignOff", &id).await, "FORBIDDEN", "the focal officer's deed");
    let mut focal = world.app.signed_in("cb-x1").await;
    assert_eq!(refusal(&mut focal, "submitSelfScore", &id).await, "FORBIDDEN", "the leader's deed");
}

#[tokio::test]
async fn the_unit_does_not_see_the_appraisal_before_release() {
    let world = published().await;
    let id = submitted(&world, "X1").await;
    let mut appraiser = world.app.signed_in("td-d1").await;
    deed(&mut appraiser, "openSubmission", &id).await;
    let e2 = line(&sheet(&mut appraiser, &id).await, "E2");
    assert_eq!(e2["viewerCanAppraise"], true);
    let adjusted = appraiser
        .query(
            "mutation($input: AdjustLineInput!) { adjustLine(input: $input) { __typename \
               ... on ScoreLine { state r1Score r1Reason adjustments { toScore reason } } } }",
            json!({"input": {"lineId": e2["id"], "version": e2["version"], "points": "0.50", "reason": "Sai số liệu"}}),
        )
        .await
        .data();
    assert_eq!(adjusted["adjustLine"]["r1Score"], "0.50", "{adjusted}");
    let seen = "query($id: ID!) { scoreLine(id: $id) { state r1Score r1Reason r1At r1By { login } finalScore \
        adjustments { id } submission { appraisedTotal } } }";
    let mut leader = world.app.signed_in("ld-x1").await;
    let hidden = leader.query(seen, json!({"id": e2["id"]})).await.data();
    let nothing = json!({
        "state": "SELF_SCORED", "r1Score": null, "r1Reason": null, "r1At": null, "r1By": null,
        "finalScore": null, "adjustments": null, "submission": {"appraisedTotal": "0.00"},
    });
    assert_eq!(hidden["scoreLine"], nothing);
    let mut lead = world.app.signed_in("totruong").await;
    let shown = lead.query(seen, json!({"id": e2["id"]})).await.data();
    assert_eq!(shown["scoreLine"]["submission"]["appraisedTotal"], "0.50");
    let trail = leader.query("{ auditEntries(first: 50) { nodes { deed after } } }", json!({})).await.data();
    assert!(!trail.to_string().contains("appraisal."), "the trail tells the unit nothing either: {trail}");
}

#[tokio::test]
async fn nobody_appraises_the_own_unit() {
    let world = published().await;
    let id = submitted(&world, "D1").await;
    let mut appraiser = world.app.signed_in("td-d1").await;
    let own = sheet(&mut appraiser, &id).await;
    assert_eq!((&own["viewerCanAppraise"], &own["viewerCanReturn"]), (&json!(false), &json!(false)));
    assert_eq!(refusal(&mut appraiser, "openSubmission", &id).await, "FORBIDDEN");
    let query = "mutation($input: ReturnSubmissionInput!) { returnSubmission(input: $input) { __typename } }";
    let input = json!({"id": id, "version": own["version"], "reason": "x"});
    assert_eq!(appraiser.query(query, json!({"input": input})).await.code(), "FORBIDDEN");
}

#[tokio::test]
async fn the_trail_keeps_what_a_line_said_before_and_after() {
    let world = published().await;
    let mut focal = world.app.signed_in("cb-x1").await;
    let before = line(&sheet(&mut focal, &world.sheets["X1"]).await, "E2");
    let first = save(&mut focal, &before, json!({"numerator": 9, "denominator": 10}), None).await;
    save(&mut focal, &first, json!({"numerator": 10, "denominator": 10}), None).await;
    let mut auditor = world.app.signed_in("thanhtra").await;
    let trail = auditor
        .query(
            "query($id: ID!) { auditEntries(first: 10, subjectId: $id) { nodes { deed actingRole before after } } }",
            json!({"id": before["id"]}),
        )
        .await
        .data();
    let entries = trail["auditEntries"]["nodes"].as_array().expect("entries");
    assert_eq!(entries.len(), 2);
    assert_eq!(
        (&entries[0]["deed"], &entries[0]["actingRole"]),
        (&json!("submission.line_saved"), &json!("UNIT_FOCAL"))
    );
    assert!(text(&entries[0]["before"]).contains("\"numerator\":9"), "{}", entries[0]);
    assert!(text(&entries[0]["after"]).contains("\"selfScore\":\"8.00\""), "{}", entries[0]);
}

#[tokio::test]
async fn work_waits_for_whoever_can_do_it() {
    let world = published().await;
    let work =
        "{ viewer { work(first: 50) { kind count isOverdue dueAt criterion { code } submission { id } } } }";
    let kinds = |answer: Value| -> Vec<String> {
        let items = answer["viewer"]["work"].as_array().expect("work").clone();
        items.iter().map(|item| text(&item["kind"])).collect()
    };
    let mut focal = world.app.signed_in("cb-x1").await;
    let mut leader = world.app.signed_in("ld-x1").await;
    let mut appraiser = world.app.signed_in("td-d2").await;
    assert_eq!(kinds(focal.query(work, json!({})).await.data()), ["FILL_SHEET"]);
    assert!(kinds(leader.query(work, json!({})).await.data()).is_empty());

    let id = &world.sheets["X1"];
    fill(&mut focal, id).await;
    deed(&mut focal, "requestSignOff", id).await;
    assert_eq!(kinds(leader.query(work, json!({})).await.data()), ["SIGN_OFF"]);
    assert!(kinds(focal.query(work, json!({})).await.data()).is_empty());
    assert!(kinds(appraiser.query(work, json!({})).await.data()).is_empty());
    deed(&mut leader, "submitSelfScore", id).await;
    submitted(&world, "X2").await;
    let waiting = appraiser.query(work, json!({})).await.data();
    let item = &waiting["viewer"]["work"][0];
    assert_eq!(
        (&item["kind"], &item["count"], &item["criterion"]["code"], &item["dueAt"]),
        (&json!("APPRAISE"), &json!(2), &json!("C2"), &json!("2021-12-31T16:59:59Z"))
    );
    let mut manager = world.app.signed_in("quanly").await;
    let version = sheet(&mut manager, id).await["version"].clone();
    give_back(&mut manager, id, &version, "Thiếu minh chứng").await;
    assert_eq!(kinds(focal.query(work, json!({})).await.data()), ["SHEET_RETURNED"]);
}

#[tokio::test]
async fn lists_filter_and_count_what_the_viewer_sees() {
    let world = published().await;
    submitted(&world, "X1").await;
    let list = "query($id: ID!, $group: ID, $state: SubmissionState, $overdue: Boolean, $search: String) { \
        campaign(id: $id) { submissions(first: 50, peerGroupId: $group, state: $state, overdue: $overdue, \
        search: $search) { totalCount nodes { unit { code } } } } }";
    let codes = |answer: Value| -> Vec<String> {
        let found = answer["campaign"]["submissions"].clone();
        let codes: Vec<_> = found["nodes"]
            .as_array()
            .expect("nodes")
            .iter()
            .map(|node| text(&node["unit"]["code"]))
            .collect();
        assert_eq!(found["totalCount"], codes.len());
        codes
    };
    let id = &world.campaign;
    let mut manager = world.app.signed_in("quanly").await;
    let all = codes(manager.query(list, json!({"id": id})).await.data());
    assert_eq!(all.len(), 11, "{all:?}");
    let communes = manager.query(list, json!({"id": id, "group": world.groups["X"]})).await.data();
    assert_eq!(codes(communes).len(), 6);
    assert_eq!(codes(manager.query(list, json!({"id": id, "state": "SUBMITTED"})).await.data()), ["X1"]);
    let found = codes(manager.query(list, json!({"id": id, "search": "binh an"})).await.data());
    assert_eq!(found, ["X3", "X4"]);
    assert!(codes(manager.query(list, json!({"id": id, "overdue": true})).await.data()).is_empty());
    let mut appraiser = world.app.signed_in("td-d2").await;
    assert_eq!(codes(appraiser.query(list, json!({"id": id})).await.data()), ["X1"]);
    let mut focal = world.app.signed_in("cb-x2").await;
    assert_eq!(codes(focal.query(list, json!({"id": id})).await.data()), ["X2"]);

    world.app.clock.set(datetime!(2021-12-16 00:00:00 +7));
    let mut manager = world.app.signed_in("quanly").await;
    let mut focal = world.app.signed_in("cb-x2").await;
    assert_eq!(codes(manager.query(list, json!({"id": id, "overdue": true})).await.data()).len(), 10);
    assert_eq!(codes(manager.query(list, json!({"id": id, "overdue": false})).await.data()), ["X1"]);
    let progress = "query($id: ID!) { campaign(id: $id) { progress { peerGroup { code } total notStarted \
        submitted overdue } } }";
    let rows = manager.query(progress, json!({"id": id})).await.data();
    let communes = &rows["campaign"]["progress"][3];
    assert_eq!(
        communes,
        &json!({"peerGroup": {"code": "X"}, "total": 6, "notStarted": 5, "submitted": 1, "overdue": 5})
    );
    let rows = focal.query(progress, json!({"id": id})).await.data();
    assert_eq!(rows["campaign"]["progress"].as_array().expect("rows").len(), 1, "their own group");
}

#[tokio::test]
async fn a_page_of_sheets_costs_the_same_statements_at_any_length() {
    let mut csv = String::from("code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to\n");
    csv.push_str("89,Tỉnh An Giang,An Giang Province,province,tỉnh,,2020-01-01,\n");
    csv.push_str("D1,Sở Tư pháp,Justice,department,sở,89,2020-01-01,\n");
    csv.push_str("D2,Sở Nội vụ,Home Affairs,department,sở,89,2020-01-01,\n");
    csv.push_str("V1,Cục Thuế,Tax,vertical_agency,ngành,89,2020-01-01,\n");
    csv.push_str("H1,Huyện An Phú,An Phu,district,huyện,89,2020-01-01,\n");
    for number in 1..=60 {
        csv.push_str(&format!("X{number},Xã Số {number},Commune {number},commune,xã,H1,2020-01-01,\n"));
    }
    let world = published_with(&csv).await;
    let query = "query($id: ID!, $first: Int!) { campaign(id: $id) { submissions(first: $first) { totalCount \
        nodes { id state selfTotal selfBase unit { nameVi parentNameVi qualifiedName peerGroup { code } } campaign { code } \
        lines { id state selfScore criterion { code titleVi maxPoints } trace { text } \
        evidence { file { name } } adjustments { id } viewerCanEdit viewerCanAppraise } } } } }";
    for login in ["quanly", "cb-h1", "td-d1"] {
        let mut client = world.app.signed_in(login).await;
        let few = json!({"id": world.campaign, "first": 5});
        let many = json!({"id": world.campaign, "first": 50});
        world.app.statements_of(&mut client, query, few.clone()).await;
        let five = world.app.statements_of(&mut client, query, few).await;
        let fifty = world.app.statements_of(&mut client, query, many).await;
        assert_eq!(five, fifty, "{login}");
        assert!(fifty <= 15, "{login}: {fifty} statements");
    }
}

#[tokio::test]
async fn an_appraiser_reads_the_files_that_assigned_lines_cite() {
    let world = published().await;
    let id = world.sheets["X1"].clone();
    let mut focal = world.app.signed_in("cb-x1").await;
    let cited = upload(&mut focal, &world.units["X1"], "c2.pdf", pdf("c2")).await.json();
    let loose = upload(&mut focal, &world.units["X1"], "e2.pdf", pdf("e2")).await.json();
    let before = sheet(&mut focal, &id).await;
    for (code, file) in [("C2", &cited), ("E2", &loose)] {
        let attach =
            "mutation($input: AttachEvidenceInput!) { attachEvidence(input: $input) { __typename } }";
        let input = json!({"lineId": line(&before, code)["id"], "fileId": file["id"]});
        focal.query(attach, json!({"input": input})).await.data();
    }
    let mut appraiser = world.app.signed_in("td-d2").await;
    let get = |file: &Value| {
        let uri = format!("/files/{}", text(&file["id"]));
        http::Request::builder()
            .method(Method::GET)
            .uri(uri)
            .body(axum::body::Body::empty())
            .expect("a request")
    };
    assert_eq!(appraiser.send(get(&cited)).await.status, 404, "still with its unit");
    submitted(&world, "X1").await;
    assert_eq!(appraiser.send(get(&cited)).await.status, 200);
    assert_eq!(appraiser.send(get(&loose)).await.status, 404, "another criterion");
    let files = appraiser
        .query("query($id: ID!) { submission(id: $id) { files { name } } }", json!({"id": id}))
        .await
        .data();
    assert_eq!(files["submission"]["files"], json!([{"name": "c2.pdf"}]));
}

#[tokio::test]
async fn statistics_fill_in_what_they_know_until_somebody_confirms() {
    let app = TestApp::start().await;
    province(&app).await;
    let csv = format!(
        "{STATISTICS}\
        X1,Xã Phước Hưng,commune,2021-01,0,700,0,0,0,0,0,100,590,10,0,0,0,0,0,0,0,0,0,0,0,112,97,1\n\
        X1,Xã Phước Hưng,commune,2021-02,0,504,0,0,0,0,0,100,397,7,0,0,0,0,0,0,0,0,0,0,0,0,0,1\n"
    );
    let report =
        import_statistics(&app.app, csv.as_bytes(), ImportMode::Apply).await.expect("the import runs");
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    let (mut manager, campaign, criteria) = draft(&app).await;
    staff(&mut manager, &campaign, &criteria).await;
    let version = "query($id: ID!) { campaign(id: $id) { version } }";
    let version = manager.query(version, json!({"id": campaign})).await.data()["campaign"]["version"].clone();
    let publish = "mutation($input: PublishCampaignInput!) { publishCampaign(input: $input) { __typename } }";
    manager.query(publish, json!({"input": {"id": campaign, "version": version}})).await.data();

    let mut focal = app.signed_in("cb-x1").await;
    let list = "query($id: ID!) { campaign(id: $id) { submissions(first: 1) { nodes { id } } } }";
    let found = focal.query(list, json!({"id": campaign})).await.data();
    let id = text(&found["campaign"]["submissions"]["nodes"][0]["id"]);
    let before = sheet(&mut focal, &id).await;
    let e2 = line(&before, "E2");
    assert_eq!((&e2["isPrefilled"], &e2["selfScore"]), (&json!(true), &json!("6.87")));
    assert_eq!(e2["facts"], json!({"numerator": 1187, "denominator": 1204}));
    let survey = line(&before, "E6");
    assert_eq!((&survey["selfScore"], &survey["viewerCanEdit"]), (&json!("4.33"), &json!(false)));
    assert_eq!(line(&before, "G2")["selfScore"], "5.00", "no feedback: nothing bad happened");
    assert_eq!(line(&before, "A1")["state"], "EMPTY");
    assert_eq!(before["state"], "NOT_STARTED", "nobody has entered anything");

    let confirmed = save(&mut focal, &e2, e2["facts"].clone(), Some("Theo hệ thống một cửa")).await;
    assert_eq!((&confirmed["isPrefilled"], &confirmed["selfScore"]), (&json!(false), &json!("6.87")));
}

#[tokio::test]
async fn a_day_of_another_year_or_to_come_brings_no_points() {
    let world = published().await;
    let id = world.sheets["X1"].clone();
    let mut focal = world.app.signed_in("cb-x1").await;
    let a1 = line(&sheet(&mut focal, &id).await, "A1");
    for (day, code) in [
        ("1945-09-02", "DATE_TOO_EARLY"),
        ("2020-03-05", "DATE_TOO_EARLY"),
        ("2021-12-02", "DATE_IN_FUTURE"),
        ("2099-01-01", "DATE_IN_FUTURE"),
    ] {
        let refused = save(&mut focal, &a1, json!({"date": day}), None).await;
        assert_eq!(
            (&refused["code"], &refused["path"]),
            (&json!(code), &json!(["facts", "date"])),
            "{refused}"
        );
        assert!(text(&refused["message"]).starts_with("Ngày này"), "{refused}");
    }
    let on_time = save(&mut focal, &a1, json!({"date": "2020-12-28"}), None).await;
    assert_eq!(on_time["selfScore"], "4.00", "plans of a year are issued at the end of the year before");

    let file = text(&upload(&mut focal, &world.units["X1"], "kh.pdf", pdf("kế hoạch")).await.json()["id"]);
    let cite = "mutation($input: AttachEvidenceInput!) { attachEvidence(input: $input) { __typename \
        ... on SubmissionProblem { code path } } }";
    let input = |day: &str| json!({"input": {"lineId": a1["id"], "fileId": file, "documentDate": day}});
    let refused = focal.query(cite, input("2021-12-02")).await.data()["attachEvidence"].clone();
    assert_eq!((&refused["code"], &refused["path"]), (&json!("DATE_IN_FUTURE"), &json!(["documentDate"])));
    let cited = focal.query(cite, input("2010-06-08")).await.data()["attachEvidence"].clone();
    assert_eq!(cited["__typename"], "ScoreLine", "an old decree is flagged, not refused (INV-S4)");
}

/// A month of a unit, whose dossiers came in online in part and were late in part.
fn month(unit: &str, name: &str, in_time: i64, late: i64) -> String {
    format!(
        "{STATISTICS}{unit},{name},commune,2021-01,0,700,0,0,0,0,0,{in_time},0,{late},\
         0,0,0,0,0,0,0,0,0,0,0,112,97,1\n"
    )
}

async fn imported(world: &World, csv: &str) {
    let report =
        import_statistics(&world.app.app, csv.as_bytes(), ImportMode::Apply).await.expect("the import runs");
    assert!(report.problems.is_empty(), "{:?}", report.problems);
}

/// E2 and E6 of a sheet as somebody sees them, with what the statistics say.
async fn beside_statistics(client: &mut Client, sheet: &str, code: &str) -> Value {
    let query = "query($id: ID!) { submission(id: $id) { lines { id version state selfScore isPrefilled \
        contradictsImport criterion { code } facts { numerator denominator value } \
        importedFacts { numerator denominator value } } problems { code line { criterion { code } } } } }";
    let found = client.query(query, json!({"id": sheet})).await.data()["submission"].clone();
    line(&found, code)
}

#[tokio::test]
async fn figures_that_come_after_the_sheet_was_opened_reach_it() {
    let world = published().await;
    let x1 = world.sheets["X1"].clone();
    let mut focal = world.app.signed_in("cb-x1").await;
    let empty = beside_statistics(&mut focal, &x1, "E2").await;
    assert_eq!((&empty["state"], &empty["importedFacts"]), (&json!("EMPTY"), &Value::Null));

    imported(&world, &month("X1", "Xã Phước Hưng", 590, 10)).await;
    let filled = beside_statistics(&mut focal, &x1, "E2").await;
    assert_eq!((&filled["isPrefilled"], &filled["facts"]), (&json!(true), &filled["importedFacts"]));
    assert_eq!((&filled["facts"]["numerator"], &filled["facts"]["denominator"]), (&json!(590), &json!(600)));
    assert_ne!(filled["version"], empty["version"], "a form that was open is out of date");
    let stale = save(&mut focal, &empty, json!({"numerator": 600, "denominator": 600}), None).await;
    assert_eq!(stale["code"], "STALE");
    assert_eq!(beside_statistics(&mut focal, &x1, "E6").await["state"], "SELF_SCORED", "the survey as well");

    // The unit states otherwise, and a corrected file comes: both stand beside each other.
    let typed = save(&mut focal, &filled, json!({"numerator": 600, "denominator": 600}), None).await;
    assert_eq!(typed["__typename"], "ScoreLine");
    imported(&world, &month("X1", "Xã Phước Hưng", 580, 20)).await;
    let differs = beside_statistics(&mut focal, &x1, "E2").await;
    assert_eq!(
        (&differs["facts"]["numerator"], &differs["importedFacts"]["numerator"]),
        (&json!(600), &json!(580))
    );
    assert_eq!(differs["contradictsImport"], true);

    fill(&mut focal, &x1).await;
    assert_eq!(deed(&mut focal, "requestSignOff", &x1).await["state"], "AWAITING_SIGNOFF");
    let mut leader = world.app.signed_in("ld-x1").await;
    let signed = deed(&mut leader, "submitSelfScore", &x1).await;
    assert_eq!(signed["state"], "SUBMITTED");
    imported(&world, &month("X1", "Xã Phước Hưng", 500, 100)).await;
    let mut appraiser = world.app.signed_in("td-d1").await;
    let seen = beside_statistics(&mut appraiser, &x1, "E2").await;
    assert_eq!(
        (&seen["contradictsImport"], &seen["importedFacts"]["numerator"]),
        (&json!(true), &json!(500))
    );
    assert_eq!(seen["facts"]["numerator"], 9, "what was signed stays as it was signed");
    assert_eq!(sheet(&mut leader, &x1).await["contentHash"], signed["contentHash"]);

    let mut auditor = world.app.signed_in("thanhtra").await;
    let trail = "query($unit: ID!) { auditEntries(first: 50, unitId: $unit, deed: \"submission.figures_imported\", \
        criterionCode: \"E2\") { nodes { before after } } }";
    let told = auditor.query(trail, json!({"unit": world.units["X1"]})).await.data();
    assert_eq!(told["auditEntries"]["nodes"].as_array().map(Vec::len), Some(3), "{told}");
    imported(&world, &month("X1", "Xã Phước Hưng", 500, 100)).await;
    let again = auditor.query(trail, json!({"unit": world.units["X1"]})).await.data();
    assert_eq!(again, told, "the same figures again change nothing");
}

#[tokio::test]
async fn two_signatures_at_once_are_one_submission() {
    let world = published().await;
    let id = world.sheets["X1"].clone();
    let mut focal = world.app.signed_in("cb-x1").await;
    fill(&mut focal, &id).await;
    deed(&mut focal, "requestSignOff", &id).await;
    let mut first = world.app.signed_in("ld-x1").await;
    let mut second = first.clone();
    let (one, other) =
        tokio::join!(deed(&mut first, "submitSelfScore", &id), deed(&mut second, "submitSelfScore", &id));
    assert_eq!((&one["state"], &other["state"]), (&json!("SUBMITTED"), &json!("SUBMITTED")));
    assert_eq!(one["contentHash"], other["contentHash"]);
    let trail = "query($id: ID!) { auditEntries(first: 50, subjectId: $id, deed: \"submission.submitted\") { nodes { id } } }";
    let mut auditor = world.app.signed_in("thanhtra").await;
    let trail = auditor.query(trail, json!({"id": id})).await.data();
    assert_eq!(trail["auditEntries"]["nodes"].as_array().expect("entries").len(), 1);
}
