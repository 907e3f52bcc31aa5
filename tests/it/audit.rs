//! Reading the trail: what an entry carries, who reads which, one query for "who changed this line", and the table
//! to take along.

use axum::body::Body;
use http::{Method, Request, StatusCode};
use serde_json::{Value, json};
use thidua::access::Role;
use thidua::identity::{NewAccount, NewAssignment};
use thidua::shared::id::UnitId;
use time::macros::{date, datetime};

use crate::support::appraised::{appraise_all, campaign_deed, deed, line, mutation, submit, uuid};
use crate::support::initiatives::own_account;
use crate::support::scenario::{World, published, published_with, text};
use crate::support::{Answer, Client, TestApp};

const ENTRIES: &str = "query($first: Int!, $after: String, $subjectId: ID, $actorId: ID, $unitId: ID, $campaignId: ID, \
    $criterionCode: String, $deed: String, $from: DateTime, $to: DateTime) { auditEntries(first: $first, after: $after, \
    subjectId: $subjectId, actorId: $actorId, unitId: $unitId, campaignId: $campaignId, criterionCode: $criterionCode, \
    deed: $deed, from: $from, to: $to) { totalCount pageInfo { hasNextPage endCursor } nodes { id at actorName \
    actingRole deed subjectKind subjectId criterionCode before after reason address requestId sequence hash previousHash \
    actor { id } unit { id code } campaign { id code } } } }";

async fn ask(client: &mut Client, filter: Value) -> Value {
    let mut variables = json!({"first": 200});
    for (name, value) in filter.as_object().expect("a filter") {
        variables[name] = value.clone();
    }
    client.query(ENTRIES, variables).await.data()["auditEntries"].clone()
}

async fn entries(client: &mut Client, filter: Value) -> Vec<Value> {
    let found = ask(client, filter).await;
    let nodes = found["nodes"].as_array().expect("entries").clone();
    assert_eq!(found["totalCount"], nodes.len(), "the count is of what is shown");
    nodes
}

/// The code by which a question is refused.
async fn refused(client: &mut Client, filter: Value) -> String {
    let mut variables = json!({"first": 200});
    for (name, value) in filter.as_object().expect("a filter") {
        variables[name] = value.clone();
    }
    client.query(ENTRIES, variables).await.code()
}

fn deeds(entries: &[Value]) -> Vec<String> {
    entries.iter().map(|entry| text(&entry["deed"])).collect()
}

/// The unit states E2 of its sheet.
async fn state_e2(client: &mut Client, world: &World, unit: &str, numerator: i64) {
    let e2 = line(client, world, unit, "E2").await;
    let query = "mutation($input: SaveScoreLineInput!) { saveScoreLine(input: $input) { __typename } }";
    let facts = json!({"numerator": numerator, "denominator": 100});
    let input = json!({"lineId": e2["id"], "version": e2["version"], "facts": facts});
    let saved = client.query(query, json!({"input": input})).await.data();
    assert_eq!(saved["saveScoreLine"]["__typename"], "ScoreLine");
}

async fn export(client: &mut Client, query: &str) -> Answer {
    let request = Request::builder()
        .method(Method::GET)
        .uri(format!("/audit.csv?{query}"))
        .body(Body::empty())
        .expect("a request");
    client.send(request).await
}

#[tokio::test]
async fn an_entry_says_who_did_what_to_which_record_from_where() {
    let world = published().await;
    let mut focal = world.app.signed_in("cb-x1").await;
    focal.address = "203.0.113.99".into();
    state_e2(&mut focal, &world, "X1", 97).await;
    let mut auditor = world.app.signed_in("thanhtra").await;
    let found = entries(&mut auditor, json!({"deed": "submission.line_saved"})).await;
    let [entry] = found.as_slice() else { panic!("one entry, not {found:#?}") };
    assert_eq!(entry["actorName"], "Đồng chí cb-x1");
    assert_eq!(entry["actingRole"], "UNIT_FOCAL");
    assert_eq!(entry["unit"]["code"], "X1");
    assert_eq!(entry["campaign"]["code"], "KSTTHC-2021");
    assert_eq!((&entry["subjectKind"], &entry["criterionCode"]), (&json!("ScoreLine"), &json!("E2")));
    assert!(text(&entry["after"]).contains("\"numerator\":97"));
    assert_eq!(entry["address"], "203.0.113.99");
    assert_eq!(text(&entry["requestId"]).len(), 32);
    assert!(entry["sequence"].as_i64().is_some_and(|number| number > 1));
    assert_eq!(text(&entry["hash"]).len(), 64);
    assert_eq!(text(&entry["previousHash"]).len(), 64);
}

#[tokio::test]
async fn a_refused_sign_in_keeps_its_address_and_request() {
    let world = published().await;
    let mut stranger = world.app.anonymous();
    stranger.address = "198.51.100.4".into();
    let refused = stranger.sign_in("cb-x1", "không phải mật khẩu").await;
    let request = refused.headers["x-request-id"].to_str().expect("ASCII").to_owned();
    let mut focal = world.app.signed_in("cb-x1").await;
    let own = entries(&mut focal, json!({"deed": "identity.sign_in_refused"})).await;
    let [entry] = own.as_slice() else { panic!("one's own account: {own:#?}") };
    assert!(entry["actor"].is_null());
    assert_eq!(entry["address"], "198.51.100.4");
    assert_eq!(entry["requestId"], request);
    let signed_in = &entries(&mut focal, json!({"deed": "identity.signed_in"})).await[0];
    assert_eq!(signed_in["address"], "203.0.113.7");
    assert_eq!(text(&signed_in["requestId"]).len(), 32);
    let mut other = world.app.signed_in("cb-x2").await;
    assert!(entries(&mut other, json!({"deed": "identity.sign_in_refused"})).await.is_empty());
}

/// An inspector over the province who works in X1.
async fn inspector_of_x1(world: &World) {
    let account = NewAccount {
        login: "thanhtra-x1".to_owned(),
        display_name: "Đồng chí thanhtra-x1".to_owned(),
        unit: Some(UnitId(uuid(&world.units["X1"]))),
        email: None,
        assignments: vec![NewAssignment {
            role: Role::Auditor,
            unit: None,
            valid_from: date!(2021 - 01 - 01),
            valid_to: None,
            legal_basis: None,
        }],
    };
    world.app.add_accounts(vec![account]).await;
}

#[tokio::test]
async fn before_the_release_an_inspector_finds_nothing_of_the_own_units_appraisal() {
    let world = published().await;
    inspector_of_x1(&world).await;
    submit(&world, &["X1", "X2"], "1").await;
    let mut lead = world.app.signed_in("totruong").await;
    appraise_all(&mut lead, &world, "X1").await;
    appraise_all(&mut lead, &world, "X2").await;
    let mut own = world.app.signed_in("thanhtra-x1").await;
    let mut other = world.app.signed_in("thanhtra").await;

    let of = |unit: &str| json!({"unitId": world.units[unit], "deed": "appraisal.line_accepted"});
    let (of_x1, of_x2) = (of("X1"), of("X2"));
    assert!(!entries(&mut other, of_x1.clone()).await.is_empty(), "whoever has nothing to do with it");
    assert!(entries(&mut own, of_x1.clone()).await.is_empty(), "neither listed nor counted");
    assert!(!entries(&mut own, of_x2.clone()).await.is_empty(), "others as before");
    let concluded = json!({"unitId": world.units["X1"], "deed": "appraisal.concluded"});
    assert!(entries(&mut own, concluded).await.is_empty());
    let sheet = json!({"subjectId": world.sheets["X1"]});
    assert!(!deeds(&entries(&mut own, sheet).await).iter().any(|deed| deed.starts_with("appraisal.")));
    let asked = format!("deed=appraisal.line_accepted&unit={}", world.units["X1"]);
    let table = export(&mut own, &asked).await;
    assert_eq!(String::from_utf8_lossy(&table.bytes).trim_end().lines().count(), 1, "the heading alone");
    let table = export(&mut other, &asked).await;
    assert!(String::from_utf8_lossy(&table.bytes).trim_end().lines().count() > 1);

    world.app.clock.set(datetime!(2022-01-10 09:00 +7));
    let mut manager = world.app.signed_in("quanly").await;
    campaign_deed(&mut manager, &world, "computeRanking").await;
    campaign_deed(&mut manager, &world, "releaseResult").await;
    let mut own = world.app.signed_in("thanhtra-x1").await;
    assert!(!entries(&mut own, of_x1).await.is_empty(), "once it is released");
}

#[tokio::test]
async fn who_changed_line_e2_of_this_unit_on_14_december_is_one_query() {
    let world = published().await;
    let mut focal = world.app.signed_in("cb-x1").await;
    state_e2(&mut focal, &world, "X1", 95).await;
    world.app.clock.set(datetime!(2021-12-14 00:00 +7));
    let mut focal = world.app.signed_in("cb-x1").await;
    state_e2(&mut focal, &world, "X1", 96).await;
    world.app.clock.set(datetime!(2021-12-14 23:59:59 +7));
    let mut focal_again = world.app.signed_in("cb-x1").await;
    state_e2(&mut focal_again, &world, "X1", 97).await;
    let mut neighbour = world.app.signed_in("cb-x2").await;
    state_e2(&mut neighbour, &world, "X2", 90).await;
    world.app.clock.set(datetime!(2021-12-15 00:00 +7));
    let mut focal_later = world.app.signed_in("cb-x1").await;
    state_e2(&mut focal_later, &world, "X1", 98).await;

    let question = json!({
        "unitId": world.units["X1"],
        "criterionCode": "E2",
        "from": "2021-12-14T00:00:00+07:00",
        "to": "2021-12-14T23:59:59+07:00",
    });
    for login in ["thanhtra", "quanly", "cb-x1", "ld-x1"] {
        let mut reader = world.app.signed_in(login).await;
        let found = entries(&mut reader, question.clone()).await;
        let said: Vec<_> =
            found.iter().map(|entry| (text(&entry["actorName"]), text(&entry["at"]))).collect();
        assert_eq!(
            said,
            [
                ("Đồng chí cb-x1".to_owned(), "2021-12-14T16:59:59Z".to_owned()),
                ("Đồng chí cb-x1".to_owned(), "2021-12-13T17:00:00Z".to_owned()),
            ],
            "{login}"
        );
        assert!(text(&found[0]["before"]).contains("\"numerator\":96"));
        assert!(text(&found[0]["after"]).contains("\"numerator\":97"));
    }
    assert!(entries(&mut neighbour, question).await.is_empty());
}

#[tokio::test]
async fn every_filter_narrows_and_pages_follow_one_another() {
    let world = published().await;
    let mut focal = world.app.signed_in("cb-x1").await;
    state_e2(&mut focal, &world, "X1", 95).await;
    state_e2(&mut focal, &world, "X1", 96).await;
    let mut auditor = world.app.signed_in("thanhtra").await;
    let all = entries(&mut auditor, json!({})).await;
    let saved = entries(&mut auditor, json!({"deed": "submission.line_saved"})).await;
    let (actor, subject) = (saved[0]["actor"]["id"].clone(), saved[0]["subjectId"].clone());
    assert_eq!(entries(&mut auditor, json!({"subjectId": subject})).await, saved);
    assert_eq!(entries(&mut auditor, json!({"actorId": actor, "unitId": world.units["X1"]})).await, saved);
    assert_eq!(entries(&mut auditor, json!({"criterionCode": "E2"})).await, saved);
    let campaign = entries(&mut auditor, json!({"campaignId": world.campaign})).await;
    assert!(saved.len() < campaign.len() && campaign.len() < all.len());
    assert!(entries(&mut auditor, json!({"from": "2022-01-01T00:00:00Z"})).await.is_empty());
    assert!(entries(&mut auditor, json!({"to": "2021-01-01T00:00:00Z"})).await.is_empty());

    let mut walked = Vec::new();
    let mut after = Value::Null;
    loop {
        let page = ask(&mut auditor, json!({"first": 7, "after": after})).await;
        walked.extend(page["nodes"].as_array().expect("entries").clone());
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(walked, all, "every entry once, newest first");
    assert_eq!(auditor.query(ENTRIES, json!({"first": 7, "after": "zzz"})).await.code(), "BAD_USER_INPUT");
    assert_eq!(auditor.query(ENTRIES, json!({"first": 7, "unitId": "zzz"})).await.code(), "NOT_FOUND");
}

#[tokio::test]
async fn decisions_are_found_by_their_unit_but_not_read_by_it() {
    let world = published().await;
    submit(&world, &["X1"], "1").await;
    let mut appraiser = world.app.signed_in("td-d1").await;
    let c2 = line(&mut appraiser, &world, "X1", "C2").await;
    let input =
        json!({"lineId": c2["id"], "version": c2["version"], "points": "0.5", "reason": "Thiếu minh chứng"});
    assert_eq!(deed(&mut appraiser, "adjustLine", input).await["__typename"], "ScoreLine");
    let question = json!({"unitId": world.units["X1"], "criterionCode": "C2"});
    for login in ["thanhtra", "quanly", "td-d1"] {
        let mut reader = world.app.signed_in(login).await;
        let mut question = question.clone();
        if login == "td-d1" {
            assert_eq!(refused(&mut reader, question.clone()).await, "FORBIDDEN", "the trail of others");
            question["actorId"] = json!(own_account(&mut reader).await);
        }
        let found = entries(&mut reader, question).await;
        assert_eq!(deeds(&found), ["appraisal.line_adjusted"], "{login}");
        assert_eq!(
            (&found[0]["unit"]["code"], &found[0]["reason"]),
            (&json!("X1"), &json!("Thiếu minh chứng"))
        );
    }
    for login in ["cb-x1", "ld-x1", "ld-h1"] {
        let mut reader = world.app.signed_in(login).await;
        assert!(entries(&mut reader, question.clone()).await.is_empty(), "{login}");
        assert!(entries(&mut reader, json!({"subjectId": c2["id"]})).await.is_empty(), "{login}");
    }
    for login in ["phantich", "quantri"] {
        let mut reader = world.app.signed_in(login).await;
        assert_eq!(refused(&mut reader, question.clone()).await, "FORBIDDEN", "{login}");
        assert_eq!(refused(&mut reader, json!({"subjectId": c2["id"]})).await, "FORBIDDEN", "{login}");
    }

    let mut lead = world.app.signed_in("totruong").await;
    appraise_all(&mut lead, &world, "X1").await;
    world.app.clock.set(datetime!(2022-01-10 09:00 +7));
    let mut manager = world.app.signed_in("quanly").await;
    campaign_deed(&mut manager, &world, "computeRanking").await;
    let released = campaign_deed(&mut manager, &world, "releaseResult").await;
    assert_eq!(released["state"], "RESULT_RELEASED", "{released}");
    for login in ["cb-x1", "ld-x1", "ld-h1"] {
        let mut reader = world.app.signed_in(login).await;
        let found =
            entries(&mut reader, json!({"subjectId": c2["id"], "deed": "appraisal.line_adjusted"})).await;
        assert_eq!(found[0]["reason"], "Thiếu minh chứng", "{login}: released is the unit's own to read");
    }
    let mut neighbour = world.app.signed_in("cb-x2").await;
    assert!(entries(&mut neighbour, json!({"subjectId": c2["id"]})).await.is_empty());
    for login in ["phantich", "quantri"] {
        let mut reader = world.app.signed_in(login).await;
        assert_eq!(refused(&mut reader, json!({"subjectId": c2["id"]})).await, "FORBIDDEN", "{login}");
    }
}

#[tokio::test]
async fn whoever_may_not_read_an_entry_gets_the_answer_of_an_empty_trail() {
    let world = published().await;
    let mut before = Vec::new();
    let questions = [
        json!({"first": 50, "unitId": world.units["X1"]}),
        json!({"first": 50, "subjectId": world.sheets["X1"]}),
        json!({"first": 50, "criterionCode": "E2"}),
        json!({"first": 50, "campaignId": world.campaign}),
        json!({"first": 50, "deed": "submission.line_saved"}),
        json!({"first": 50, "from": "2021-01-01T00:00:00Z"}),
    ];
    let mut twins = Vec::new();
    for login in ["cb-x2", "cb-x3"] {
        twins.push(world.app.signed_in(login).await);
    }
    for question in &questions {
        before.push(twins[0].query(ENTRIES, question.clone()).await.bytes);
    }
    let mut focal = world.app.signed_in("cb-x1").await;
    state_e2(&mut focal, &world, "X1", 95).await;
    let saved = entries(&mut focal, json!({"deed": "submission.line_saved"})).await;
    for (question, earlier) in questions.iter().zip(&before) {
        let now = twins[0].query(ENTRIES, question.clone()).await.bytes;
        assert_eq!(&now, earlier, "an entry of others changes nothing: {question}");
    }
    let unknown = json!({"first": 50, "subjectId": "U3VibWlzc2lvbjoAAAAAAAAAAAAAAAAAAAAA"});
    let hidden = json!({"first": 50, "subjectId": saved[0]["subjectId"]});
    for twin in &mut twins {
        let nothing = twin.query(ENTRIES, unknown.clone()).await.bytes;
        assert_eq!(twin.query(ENTRIES, hidden.clone()).await.bytes, nothing, "byte for byte");
    }
    let own = entries(&mut focal, json!({})).await;
    assert!(own.iter().all(|entry| entry["sequence"].is_null() && entry["hash"].is_null()));
}

#[tokio::test]
async fn the_head_is_for_auditors_and_administrators() {
    let world = published().await;
    let query = "{ auditHead { sequence hash at } }";
    for (login, sees) in
        [("thanhtra", true), ("quantri", true), ("quanly", false), ("cb-x1", false), ("phantich", false)]
    {
        let mut client = world.app.signed_in(login).await;
        let answer = client.query(query, json!({})).await;
        if sees {
            let head = answer.data()["auditHead"].clone();
            let sealed = thidua::audit::seal(world.app.app.db.read(), world.app.app.clock.now()).await;
            let sealed = sealed.expect("the head is read");
            assert_eq!((&head["sequence"], &head["hash"]), (&json!(sealed.sequence), &json!(sealed.hash)));
        } else {
            assert_eq!(answer.code(), "FORBIDDEN", "{login}");
        }
    }
}

#[tokio::test]
async fn everything_done_through_the_product_stays_one_chain() {
    let world = published().await;
    submit(&world, &["X1"], "1").await;
    let mut lead = world.app.signed_in("totruong").await;
    crate::support::appraised::appraise_all(&mut lead, &world, "X1").await;
    let verdict = thidua::audit::verify(world.app.app.db.read(), None).await.expect("the chain is read");
    assert!(verdict.is_intact(), "{:?}", verdict.findings);
    assert!(verdict.entries > 60);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn people_who_decide_at_once_wait_for_one_another_and_never_forever() {
    let world = published().await;
    let units = ["X1", "X2", "X3", "X4"];
    submit(&world, &units, "1").await;
    let mut lead = world.app.signed_in("totruong").await;
    let mut work = Vec::new();
    for criterion in ["B3", "C2", "E2"] {
        let mut lines = Vec::new();
        for unit in units {
            lines.push(line(&mut lead, &world, unit, criterion).await);
        }
        let inputs: Vec<_> =
            lines.iter().map(|line| json!({"lineId": line["id"], "version": line["version"]})).collect();
        let id = &world.criteria[criterion];
        let column = json!({"campaignId": world.campaign, "criterionId": id, "lines": inputs});
        work.push(("acceptLines", column));
        work.extend(inputs.into_iter().rev().map(|input| ("acceptLine", input)));
    }
    let mut people = Vec::new();
    for login in ["totruong", "td-d1"] {
        people.push(world.app.signed_in(login).await);
    }
    let deeds = work.into_iter().enumerate().map(|(turn, (name, input))| {
        let mut person = people[turn % people.len()].clone();
        tokio::spawn(async move { person.query(&mutation(name), json!({"input": input})).await })
    });
    for done in deeds.collect::<Vec<_>>() {
        let answer = done.await.expect("an answer");
        let is_sound = answer.errors().is_empty() || answer.code() == "CONFLICT";
        assert!(is_sound, "no deed is given up by the database: {:#}", answer.json());
    }
    let verdict = thidua::audit::verify(world.app.app.db.read(), None).await.expect("the chain is read");
    assert!(verdict.is_intact(), "{:?}", verdict.findings);
}

#[tokio::test]
async fn the_export_holds_what_one_may_read_and_is_itself_recorded() {
    let world = published().await;
    let mut focal = world.app.signed_in("cb-x1").await;
    state_e2(&mut focal, &world, "X1", 95).await;
    let mut auditor = world.app.signed_in("thanhtra").await;
    let unit = &world.units["X1"];
    let answer = export(&mut auditor, &format!("unit={unit}&criterion=E2&language=vi")).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["content-type"], "text/csv; charset=utf-8; header=present");
    let attachment = answer.headers["content-disposition"].to_str().expect("ASCII");
    assert_eq!(attachment, "attachment; filename=\"nhat-ky-20211201-090000.csv\"");
    let table = String::from_utf8(answer.bytes).expect("UTF-8");
    let table = table.strip_prefix('\u{feff}').expect("a mark for spreadsheets");
    let lines: Vec<_> = table.trim_end().split("\r\n").collect();
    assert!(lines[0].starts_with("Thời gian,Người thực hiện,Vai trò,"), "{}", lines[0]);
    assert_eq!(lines.len(), 2, "{table}");
    for part in [
        "2021-12-01T09:00:00+07:00,Đồng chí cb-x1,UNIT_FOCAL,submission.line_saved,ScoreLine,",
        ",X1,Xã Phước Hưng,KSTTHC-2021,E2,",
    ] {
        assert!(lines[1].contains(part), "{part} in {}", lines[1]);
    }
    assert!(lines[1].ends_with(",Đồng chí thanhtra,2021-12-01T09:00:00+07:00"), "a watermark: {}", lines[1]);

    let recorded = entries(&mut auditor, json!({"deed": "audit.exported"})).await;
    assert_eq!(recorded.len(), 1);
    assert_eq!(recorded[0]["actingRole"], "AUDITOR");
    let after: Value = serde_json::from_str(&text(&recorded[0]["after"])).expect("JSON");
    assert_eq!((&after["unit"], &after["criterionCode"]), (&json!(unit), &json!("E2")));

    let hidden = export(&mut world.app.signed_in("cb-x2").await, &format!("unit={unit}")).await;
    let hidden = String::from_utf8(hidden.bytes).expect("UTF-8");
    assert_eq!(hidden.trim_end().split("\r\n").count(), 1, "its head only: {hidden}");
    assert!(!hidden.contains("Mã băm"), "the chain is not theirs to see");
    assert_eq!(export(&mut world.app.anonymous(), "").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(export(&mut auditor, "from=hôm").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_export_is_streamed_to_its_end_and_safe_in_a_spreadsheet() {
    let app = TestApp::start().await;
    crate::support::scenario::province(&app).await;
    let deeds = (0..1200_u128).map(|number| {
        let subject = uuid::Uuid::from_u128(number);
        thidua::audit::Deed::new("file.uploaded", "StoredFile", subject)
            .because("=HYPERLINK(\"http://x\";\"y\")")
    });
    let tx = app.app.db.begin().await.expect("begins");
    thidua::audit::record_all(&tx, None, deeds.collect(), app.app.clock.now()).await.expect("is recorded");
    tx.commit().await.expect("commits");
    let mut auditor = app.signed_in("thanhtra").await;
    let answer = export(&mut auditor, "deed=file.uploaded&language=en").await;
    let table = String::from_utf8(answer.bytes).expect("UTF-8");
    assert!(table.starts_with("\u{feff}Time,Person,Role,"));
    assert_eq!(table.matches("\r\n").count(), 1201, "a head and every entry");
    assert_eq!(table.matches(",\"'=HYPERLINK(\"\"http://x\"\";\"\"y\"\")\",").count(), 1200);
}

#[tokio::test]
async fn a_page_of_the_trail_costs_the_same_statements_at_any_length() {
    let world = published_with(&crate::support::appraised::units_csv(30)).await;
    for unit in 1..=12 {
        let mut focal = world.app.signed_in(&format!("cb-x{unit}")).await;
        state_e2(&mut focal, &world, &format!("X{unit}"), 95).await;
    }
    let mut auditor = world.app.signed_in("thanhtra").await;
    let mut costs = Vec::new();
    for first in [2, 2, 10] {
        let variables = json!({"first": first, "criterionCode": "E2", "campaignId": world.campaign});
        costs.push(world.app.statements_of(&mut auditor, ENTRIES, variables).await);
    }
    assert_eq!(costs[1], costs[2], "statements for 2 and for 10 entries");
    assert!(costs[2] <= 12, "{} statements", costs[2]);
}
