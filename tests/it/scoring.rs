//! Scoring that cannot be gamed: figures against the statistics, lines that are said not to apply, surveys that were never
//! held, sheets that were never sent, ties with their reason, and the final sheet with the final figures.

use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use thidua::entity::{score_line, submission};
use time::macros::datetime;

use crate::files::{pdf, upload};
use crate::submissions::{self, fill, save};
use crate::support::Client;
use crate::support::appraised::{
    APPRAISAL, appraise_all, campaign_deed, codes, deed, line, results, sheet, submit, uuid,
};
use crate::support::scenario::{World, published, published_with_statistics, text};

const REASON: &str = "Số liệu thống kê của đơn vị cho thấy có phát sinh";

/// The ward of the trial: F1 1615/14153 and E2 13788/14055, five answered petitions; and no survey.
const X1: &str =
    "X1,Xã Phước Hưng,commune,2021-01,0,14153,0,0,1600,15,0,13000,788,267,0,0,0,0,0,0,0,5,3,2,0,0,0,1\n";
/// A commune without any dossier.
const X2: &str = "X2,Xã Đa Phước,commune,2021-01,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,40,36,1\n";

fn of<'a>(results: &'a [Value], unit: &str) -> &'a Value {
    results.iter().find(|result| result["unit"]["code"] == unit).expect("the unit is ranked")
}

fn ratio(numerator: i64, denominator: i64) -> Value {
    json!({"numerator": numerator, "denominator": denominator})
}

/// What a unit's people see of a line.
async fn own_line(client: &mut Client, world: &World, unit: &str, code: &str) -> Value {
    let query = "query($id: ID!) { submission(id: $id) { lines { id version state selfScore contradictsImport \
        importedFacts { numerator denominator } facts { numerator denominator } trace { text isNotApplicable } \
        criterion { code } } } }";
    let found = client.query(query, json!({"id": world.sheets[unit]})).await.data();
    submissions::line(&found["submission"], code)
}

async fn hand_over(world: &World, unit: &str) {
    let id = &world.sheets[unit];
    let unit = unit.to_lowercase();
    let mut focal = world.app.signed_in(&format!("cb-{unit}")).await;
    let asked = submissions::deed(&mut focal, "requestSignOff", id).await;
    assert_eq!(asked["state"], "AWAITING_SIGNOFF", "{asked:#}");
    let mut leader = world.app.signed_in(&format!("ld-{unit}")).await;
    assert_eq!(submissions::deed(&mut leader, "submitSelfScore", id).await["state"], "SUBMITTED");
}

#[tokio::test]
async fn a_zero_against_the_statistics_is_explained_seen_and_decided() {
    let world = published_with_statistics(&format!("{X1}{X2}")).await;
    let id = &world.sheets["X1"];
    let mut focal = world.app.signed_in("cb-x1").await;
    fill(&mut focal, id).await;
    let report = upload(&mut focal, &world.units["X1"], "báo cáo.pdf", pdf("một báo cáo")).await.json();
    let attach = "mutation($input: AttachEvidenceInput!) { attachEvidence(input: $input) { __typename } }";
    // E2, F1 against imported figures, G2 where a zero brings the maximum; E4 has no figure to hold it against.
    for code in ["E2", "F1", "G2", "E4"] {
        let before = own_line(&mut focal, &world, "X1", code).await;
        let saved = save(&mut focal, &before, ratio(0, 0), None).await;
        assert_eq!(saved["__typename"], "ScoreLine", "{saved:#}");
        let input = json!({"lineId": before["id"], "fileId": report["id"], "page": "3"});
        assert_eq!(
            focal.query(attach, json!({"input": input})).await.data()["attachEvidence"]["__typename"],
            "ScoreLine"
        );
    }
    let e2 = own_line(&mut focal, &world, "X1", "E2").await;
    assert_eq!(e2["state"], "CLAIMED_NOT_APPLICABLE");
    assert_eq!(e2["importedFacts"], ratio(13_788, 14_055), "the figures stay beside the claim");
    assert_eq!(e2["contradictsImport"], true);
    let refused = submissions::deed(&mut focal, "requestSignOff", id).await;
    assert_eq!(refused["problem"], "LINES_REFUSED");
    let named: Vec<_> = refused["lines"]
        .as_array()
        .expect("lines")
        .iter()
        .map(|problem| (text(&problem["line"]["criterion"]["code"]), text(&problem["code"])))
        .collect();
    let expected = ["E2", "F1", "G2"].map(|code| (code.to_owned(), "CONTRADICTS_IMPORT".to_owned()));
    assert_eq!(named, expected, "a file alone explains nothing");

    for code in ["E2", "F1", "G2"] {
        let before = own_line(&mut focal, &world, "X1", code).await;
        save(&mut focal, &before, ratio(0, 0), Some("Hệ thống một cửa của xã không còn số liệu")).await;
    }
    hand_over(&world, "X1").await;
    world.app.clock.set(APPRAISAL);
    let mut appraiser = world.app.signed_in("td-d1").await;
    let e4 = line(&mut appraiser, &world, "X1", "E4").await;
    let f1 = line(&mut appraiser, &world, "X1", "F1").await;
    let accept = async |client: &mut Client, criterion: &str, line: &Value| {
        let lines = [json!({"lineId": line["id"], "version": line["version"]})];
        let input =
            json!({"campaignId": world.campaign, "criterionId": world.criteria[criterion], "lines": lines});
        let query = "mutation($input: AcceptLinesInput!) { acceptLines(input: $input) { \
            ... on LinesAccepted { accepted contradicting unscored stale lines { state r1Score } } } }";
        client.query(query, json!({"input": input})).await.data()["acceptLines"].clone()
    };
    let passed_by = accept(&mut appraiser, "F1", &f1).await;
    assert_eq!(
        (&passed_by["accepted"], &passed_by["contradicting"]),
        (&json!(0), &json!(1)),
        "{passed_by:#}"
    );
    let taken = accept(&mut appraiser, "E4", &e4).await;
    assert_eq!(taken["lines"][0], json!({"state": "NOT_APPLICABLE", "r1Score": null}), "{taken:#}");
    let again = accept(&mut appraiser, "E4", &e4).await;
    assert_eq!((&again["accepted"], &again["stale"]), (&json!(0), &json!(1)));

    let mut lead = world.app.signed_in("totruong").await;
    let rest = sheet(&mut lead, &world, "X1").await;
    for line in rest["lines"].as_array().expect("lines") {
        let code = text(&line["criterion"]["code"]);
        if line["state"] == "SELF_SCORED" && code != "G2" {
            deed(&mut lead, "acceptLine", json!({"lineId": line["id"], "version": line["version"]})).await;
        }
    }
    let open = sheet(&mut lead, &world, "X1").await;
    let conclude = json!({"id": world.sheets["X1"], "version": open["version"]});
    let refused = deed(&mut lead, "concludeAppraisal", conclude.clone()).await;
    assert_eq!(refused["code"], "LINES_UNDECIDED");
    let message = text(&refused["message"]);
    assert!(message.ends_with("E2, F1, G2."), "a claim is not counted as decided: {message}");

    for (code, points) in [("F1", "0"), ("G2", "0")] {
        let claim = line(&mut lead, &world, "X1", code).await;
        let input =
            json!({"lineId": claim["id"], "version": claim["version"], "points": points, "reason": REASON});
        assert_eq!(deed(&mut lead, "adjustLine", input).await["state"], "ADJUSTED", "{code}");
    }
    let claim = line(&mut lead, &world, "X1", "E2").await;
    let found =
        deed(&mut lead, "acceptLine", json!({"lineId": claim["id"], "version": claim["version"]})).await;
    assert_eq!((&found["state"], &found["r1Score"]), (&json!("NOT_APPLICABLE"), &Value::Null));
    let open = sheet(&mut lead, &world, "X1").await;
    let conclude = json!({"id": world.sheets["X1"], "version": open["version"]});
    assert_eq!(deed(&mut lead, "concludeAppraisal", conclude).await["state"], "APPRAISED_1");
    let mut auditor = world.app.signed_in("thanhtra").await;
    let trail = "query($id: ID!) { auditEntries(first: 5, subjectId: $id) { nodes { deed after } } }";
    let entries =
        auditor.query(trail, json!({"id": claim["id"]})).await.data()["auditEntries"]["nodes"].clone();
    assert_eq!(entries[0]["deed"], "appraisal.line_accepted");
    assert!(text(&entries[0]["after"]).contains("NOT_APPLICABLE"), "who found so is on record");

    let mut manager = world.app.signed_in("quanly").await;
    campaign_deed(&mut manager, &world, "computeRanking").await;
    let query = "query($id: ID!, $unit: ID!) { campaign(id: $id) { ranking { resultOf(unitId: $unit) { \
        needsJudgement knockOutReason trace applicableMax } } } }";
    let variables = json!({"id": world.campaign, "unit": world.units["X1"]});
    let own = manager.query(query, variables).await.data()["campaign"]["ranking"]["resultOf"].clone();
    assert_eq!(own["needsJudgement"], true, "on time or not cannot be told: no pass");
    assert!(text(&own["knockOutReason"]).contains("cần người có thẩm quyền xem xét"), "{own:#}");
    assert_eq!(own["applicableMax"], "64.00", "80 without E2, E4 and the survey; F1 counts");
}

#[tokio::test]
async fn a_line_without_dossiers_agrees_with_the_statistics_and_still_needs_an_eye() {
    let world = published_with_statistics(X2).await;
    let mut focal = world.app.signed_in("cb-x2").await;
    let f1 = own_line(&mut focal, &world, "X2", "F1").await;
    assert_eq!((&f1["state"], &f1["contradictsImport"]), (&json!("CLAIMED_NOT_APPLICABLE"), &json!(false)));
    fill(&mut focal, &world.sheets["X2"]).await;
    for code in ["E2", "F1", "G2"] {
        let before = own_line(&mut focal, &world, "X2", code).await;
        save(&mut focal, &before, ratio(0, 0), Some("Không phát sinh hồ sơ trong kỳ")).await;
    }
    hand_over(&world, "X2").await;
    world.app.clock.set(APPRAISAL);
    let mut appraiser = world.app.signed_in("td-d1").await;
    let query = "query($id: ID!, $c: ID!) { campaign(id: $id) { appraisalGrid(criterionId: $c, first: 10, \
        undecidedOnly: true) { nodes { state viewerCanAppraise } } } }";
    let variables = json!({"id": world.campaign, "c": world.criteria["F1"]});
    let grid = appraiser.query(query, variables).await.data()["campaign"]["appraisalGrid"]["nodes"].clone();
    assert_eq!(grid, json!([{"state": "CLAIMED_NOT_APPLICABLE", "viewerCanAppraise": true}]));
}

#[tokio::test]
async fn a_survey_that_was_never_held_is_no_nought() {
    let world = published_with_statistics(&format!("{X1}{X2}")).await;
    let mut manager = world.app.signed_in("quanly").await;
    for (unit, state, says) in [
        ("X1", "NOT_APPLICABLE", "chưa có kết quả khảo sát → không áp dụng"),
        ("V1", "NOT_APPLICABLE", "chưa có kết quả khảo sát → không áp dụng"),
        ("X2", "SELF_SCORED", "chỉ số 90 %, 40 phiếu → nhân điểm tối đa 5 → 4,50"),
    ] {
        let survey = own_line(&mut manager, &world, unit, "E6").await;
        assert_eq!((&survey["state"], &survey["trace"]["text"]), (&json!(state), &json!(says)), "{unit}");
    }
    submit(&world, &["X1", "V1"], "1").await;
    let mut manager = world.app.signed_in("quanly").await;
    campaign_deed(&mut manager, &world, "computeRanking").await;
    let communes = results(&mut manager, &world, "X").await;
    assert_eq!(of(&communes, "X1")["applicableMax"], "75.00", "80 without the survey");
    let agencies = results(&mut manager, &world, "V").await;
    assert_eq!(of(&agencies, "V1")["applicableMax"], "78.00", "83 without the survey");
    assert!(text(&of(&communes, "X1")["trace"]).contains("không áp dụng: E6"));
}

#[tokio::test]
async fn who_sent_no_sheet_has_neither_rank_nor_class() {
    let world = published().await;
    submit(&world, &["X1", "X2", "X3"], "1").await;
    // X4 filled in lines and never sent them; X3 was given back and counts as sent.
    let db = world.app.app.db.write();
    score_line::Entity::update_many()
        .set(score_line::ActiveModel {
            state: Set("SELF_SCORED".into()),
            facts: Set(Some(r#"{"count":1}"#.into())),
            self_score: Set(Some(100)),
            ..Default::default()
        })
        .filter(score_line::Column::SubmissionId.eq(uuid(&world.sheets["X4"])))
        .exec(db)
        .await
        .expect("lines are scored");
    for (unit, state) in [("X4", "AWAITING_SIGNOFF"), ("X3", "RETURNED")] {
        submission::Entity::update_many()
            .set(submission::ActiveModel { state: Set(state.into()), ..Default::default() })
            .filter(submission::Column::Id.eq(uuid(&world.sheets[unit])))
            .exec(db)
            .await
            .expect("the sheet moves");
    }
    let mut manager = world.app.signed_in("quanly").await;
    campaign_deed(&mut manager, &world, "computeRanking").await;
    let rows = results(&mut manager, &world, "X").await;
    assert_eq!(codes(&rows), ["X1", "X2", "X3"]);
    let query = "query($id: ID!, $group: ID, $x: ID!, $x4: ID!) { campaign(id: $id) { \
        ranking { unitCount withoutSheet(peerGroupId: $group) { code } resultOf(unitId: $x4) { rank } } \
        heatmap(peerGroupId: $x) { rows { unit { code } cells } } } }";
    let ask = async |client: &mut Client, group: Value| {
        let variables = json!({"id": world.campaign, "group": group, "x": world.groups["X"],
            "x4": world.units["X4"]});
        client.query(query, variables).await.data()["campaign"].clone()
    };
    let found = ask(&mut manager, json!(world.groups["X"])).await;
    assert_eq!(found["ranking"]["unitCount"], 3);
    assert_eq!(found["ranking"]["withoutSheet"], json!([{"code": "X4"}, {"code": "X5"}, {"code": "X6"}]));
    assert_eq!(found["ranking"]["resultOf"], Value::Null);
    let map = found["heatmap"]["rows"].as_array().expect("rows");
    assert_eq!(codes(map), ["X1", "X2", "X3", "X4", "X5", "X6"], "behind those that have a rank");
    let cells = |row: &Value| row["cells"].as_array().expect("cells").iter().all(Value::is_null);
    assert!(cells(&map[3]), "points of a sheet that was never sent are nobody's business");
    assert!(!cells(&map[2]), "what was given back was sent");
    let all = ask(&mut manager, Value::Null).await;
    assert_eq!(all["ranking"]["withoutSheet"].as_array().map(Vec::len), Some(8));

    let mut lead = world.app.signed_in("totruong").await;
    submission::Entity::update_many()
        .set(submission::ActiveModel { state: Set("SUBMITTED".into()), ..Default::default() })
        .filter(submission::Column::Id.eq(uuid(&world.sheets["X3"])))
        .exec(db)
        .await
        .expect("the sheet is back");
    for unit in ["X1", "X2", "X3"] {
        appraise_all(&mut lead, &world, unit).await;
    }
    world.app.clock.set(datetime!(2022-01-10 09:00 +7));
    let mut manager = world.app.signed_in("quanly").await;
    campaign_deed(&mut manager, &world, "computeRanking").await;
    assert_eq!(campaign_deed(&mut manager, &world, "releaseResult").await["state"], "RESULT_RELEASED");
    let mut focal = world.app.signed_in("cb-x4").await;
    let seen = ask(&mut focal, json!(world.groups["X"])).await;
    assert_eq!(seen["ranking"]["withoutSheet"], found["ranking"]["withoutSheet"], "told once it is released");
}

#[tokio::test]
async fn a_broken_tie_is_told_to_both_and_to_everybody() {
    let world = published().await;
    submit(&world, &["X1", "X2", "X3"], "1").await;
    let mut lead = world.app.signed_in("totruong").await;
    for unit in ["X1", "X2", "X3"] {
        appraise_all(&mut lead, &world, unit).await;
    }
    // X2 has a point more in group E and one less in group A: the same total.
    let db = world.app.app.db.write();
    for (code, hundredths) in [("E2", 200), ("A1", 0)] {
        score_line::Entity::update_many()
            .set(score_line::ActiveModel { r1_score: Set(Some(hundredths)), ..Default::default() })
            .filter(score_line::Column::SubmissionId.eq(uuid(&world.sheets["X2"])))
            .filter(score_line::Column::CriterionId.eq(uuid(&world.criteria[code])))
            .exec(db)
            .await
            .expect("points move");
    }
    world.app.clock.set(datetime!(2022-01-10 09:00 +7));
    let mut manager = world.app.signed_in("quanly").await;
    campaign_deed(&mut manager, &world, "computeRanking").await;
    let query = "query($id: ID!, $group: ID!) { campaign(id: $id) { ranking { results(first: 9, peerGroupId: $group) { \
        nodes { unit { code } rank total isTied tieReason trace } } } } }";
    let variables = json!({"id": world.campaign, "group": world.groups["X"]});
    let rows =
        manager.query(query, variables).await.data()["campaign"]["ranking"]["results"]["nodes"].clone();
    let rows = rows.as_array().expect("rows");
    assert_eq!(codes(rows), ["X2", "X1", "X3"]);
    assert_eq!(rows[0]["total"], rows[1]["total"]);
    let first =
        "Bằng tổng điểm với đơn vị hạng 2, xếp trước theo tiêu chí phụ điểm nhóm E: 11,00 so với 10,00";
    let second =
        "Bằng tổng điểm với đơn vị hạng 1, xếp sau theo tiêu chí phụ điểm nhóm E: 10,00 so với 11,00";
    for (row, reason) in rows.iter().zip([first, second, second]) {
        assert_eq!(row["tieReason"], reason);
        assert!(text(&row["trace"]).ends_with(reason), "the trace names it too");
    }
    campaign_deed(&mut manager, &world, "releaseResult").await;
    campaign_deed(&mut manager, &world, "publishResult").await;
    let public = "query($code: String!) { publicResult(code: $code) { groups { rows { rank tieReason } } } }";
    let seen = world.app.anonymous().query(public, json!({"code": "KSTTHC-2021"})).await.data();
    let communes = &seen["publicResult"]["groups"][3]["rows"];
    assert_eq!(communes[0], json!({"rank": 1, "tieReason": first}));
    assert_eq!(communes[2], json!({"rank": 2, "tieReason": second}), "shared among themselves");
}

#[tokio::test]
async fn the_final_sheet_is_told_its_final_figures() {
    let world = published().await;
    submit(&world, &["X1"], "1").await;
    let mut lead = world.app.signed_in("totruong").await;
    let c2 = line(&mut lead, &world, "X1", "C2").await;
    let input = json!({"lineId": c2["id"], "version": c2["version"], "points": "0.5", "reason": REASON});
    let query = "mutation($input: AdjustLineInput!) { adjustLine(input: $input) { ... on ScoreLine { \
        submission { selfTotal appraisedTotal } } } }";
    let sums = async |client: &mut Client, query: &str, input: Value| {
        client.query(query, json!({"input": input})).await.data()["adjustLine"]["submission"].clone()
    };
    let fresh = sums(&mut lead, query, input).await;
    assert_eq!(fresh, json!({"selfTotal": "21.00", "appraisedTotal": "0.50"}), "counted with the decision");
    for other in sheet(&mut lead, &world, "X1").await["lines"].as_array().expect("lines") {
        if other["r1Score"].is_null() && other["selfScore"].is_string() {
            deed(&mut lead, "acceptLine", json!({"lineId": other["id"], "version": other["version"]})).await;
        }
    }
    let open = sheet(&mut lead, &world, "X1").await;
    deed(&mut lead, "concludeAppraisal", json!({"id": world.sheets["X1"], "version": open["version"]})).await;
    let mut manager = world.app.signed_in("quanly").await;
    let merit = json!({"campaignId": world.campaign, "unitId": world.units["X1"], "itemCode": "I1",
        "quantity": 1, "source": "Quyết định số 12/QĐ-UBND ngày 05/12/2021"});
    deed(&mut manager, "recordMerit", merit).await;
    world.app.clock.set(datetime!(2022-01-10 09:00 +7));
    let mut manager = world.app.signed_in("quanly").await;
    campaign_deed(&mut manager, &world, "computeRanking").await;
    let query = "query($sheet: ID!, $unit: ID!) { submission(id: $sheet) { selfBase campaign { ranking { \
        resultOf(unitId: $unit) { raw applicableMax base bonus total grade rank } } } } }";
    let variables = json!({"sheet": world.sheets["X1"], "unit": world.units["X1"]});
    let mut focal = world.app.signed_in("cb-x1").await;
    let before = focal.query(query, variables.clone()).await.data()["submission"].clone();
    assert_eq!(before["campaign"]["ranking"], Value::Null, "not before the release");
    campaign_deed(&mut manager, &world, "releaseResult").await;
    let after = focal.query(query, variables).await.data()["submission"].clone();
    let result = &after["campaign"]["ranking"]["resultOf"];
    assert_eq!(after["selfBase"], "28.00", "the self score stays beside it");
    assert_eq!(
        result,
        &json!({"raw": "20.50", "applicableMax": "75.00", "base": "27.33", "bonus": "1.00", "total": "28.33",
            "grade": "WEAK", "rank": 1})
    );
}

#[tokio::test]
async fn what_may_be_recorded_is_what_is_offered() {
    let world = published().await;
    let mut manager = world.app.signed_in("quanly").await;
    let query = "query($id: ID!) { campaign(id: $id) { recordableItems { code points } } }";
    let found = manager.query(query, json!({"id": world.campaign})).await.data();
    let offered = found["campaign"]["recordableItems"].as_array().expect("items").clone();
    let listed: Vec<_> = offered.iter().map(|item| (text(&item["code"]), text(&item["points"]))).collect();
    let expected = [("I1", "1.00"), ("I3", "1.00"), ("P1", "-5.00"), ("P2", "-3.00")];
    assert_eq!(listed, expected.map(|(code, points)| (code.to_owned(), points.to_owned())));
    for item in &offered {
        let input = json!({"campaignId": world.campaign, "unitId": world.units["X1"], "itemCode": item["code"],
            "quantity": 1, "source": "Quyết định số 12/QĐ-UBND ngày 05/12/2021"});
        assert_eq!(deed(&mut manager, "recordMerit", input).await["__typename"], "MeritEntry", "{item}");
    }
}

#[tokio::test]
async fn a_page_that_nobody_can_open_is_refused() {
    let world = published().await;
    let mut focal = world.app.signed_in("cb-x1").await;
    let report = upload(&mut focal, &world.units["X1"], "báo cáo.pdf", pdf("một báo cáo")).await.json();
    let e2 = own_line(&mut focal, &world, "X1", "E2").await;
    let attach = "mutation($input: AttachEvidenceInput!) { attachEvidence(input: $input) { __typename \
        ... on ScoreLine { evidence { page } } ... on SubmissionProblem { code message path } } }";
    for (page, answer) in [("abc", "BAD_PAGE"), ("5-3", "BAD_PAGE"), ("0", "BAD_PAGE")] {
        let input = json!({"lineId": e2["id"], "fileId": report["id"], "page": page});
        let refused = focal.query(attach, json!({"input": input})).await.data()["attachEvidence"].clone();
        assert_eq!((&refused["code"], &refused["path"]), (&json!(answer), &json!(["page"])), "{page}");
    }
    let input = json!({"lineId": e2["id"], "fileId": report["id"], "page": "3-5, 8"});
    let done = focal.query(attach, json!({"input": input})).await.data()["attachEvidence"].clone();
    assert_eq!(done["evidence"][0]["page"], "3-5, 8");
}

#[tokio::test]
async fn whoever_makes_a_set_is_told_what_it_leaves_to_the_units() {
    let world = published().await;
    let query =
        "query($id: ID!) { campaign(id: $id) { criteriaSet { warnings { message criterionCodes } } } }";
    let mut manager = world.app.signed_in("quanly").await;
    let found = manager.query(query, json!({"id": world.campaign})).await.data();
    let warnings = found["campaign"]["criteriaSet"]["warnings"].as_array().expect("warnings").clone();
    let emptied =
        warnings.iter().find(|warning| text(&warning["message"]).contains("nhập 0 là tiêu chí được bỏ"));
    let emptied = emptied.expect("lines that can be emptied");
    assert_eq!(emptied["criterionCodes"][0], "A3");
    let mut focal = world.app.signed_in("cb-x1").await;
    let found = focal.query(query, json!({"id": world.campaign})).await.data();
    assert_eq!(
        found["campaign"]["criteriaSet"]["warnings"],
        Value::Null,
        "no manual for those who are scored"
    );
}
