//! Campaigns: preparing, staffing, publishing, freezing, and who sees what.

use serde_json::{Value, json};
use time::macros::datetime;

use crate::support::scenario::{campaign_input, draft, province, staff, text};
use crate::support::{Client, TestApp};

const FIELDS: &str = "id code state version titleVi planNumber planDate isSample viewerCanEdit viewerCanPublish viewerCanExtend \
    publicationProblems { code message path } criteriaSet { id state groups { criteria { id code } } } \
    phases { kind opensAt closesAt isOpen extensions { closedAt until reason extendedAt extendedBy { login } } } \
    peerGroups { id code unitCount scoringKinds } \
    appraiserAssignments { id account { login } criterion { code } peerGroup { code } } \
    units(first: 50) { totalCount nodes { id code nameVi parentNameVi qualifiedName kind scoringKind peerGroup { code } } }";

/// Lists of a campaign that are for those who publish, and for those who prepare, lead, inspect or appraise.
const PROBLEMS: &str = "publicationProblems { code message path }";
const ASSIGNED: &str = "appraiserAssignments { id account { login } criterion { code } peerGroup { code } }";

async fn campaign(client: &mut Client, id: &str) -> Value {
    campaign_but(client, id, &[]).await
}

/// A campaign without some of its lists.
async fn campaign_but(client: &mut Client, id: &str, left_out: &[&str]) -> Value {
    let fields = left_out.iter().fold(FIELDS.to_owned(), |fields, list| fields.replace(list, ""));
    let query = format!("query($id: ID!) {{ campaign(id: $id) {{ {fields} }} }}");
    client.query(&query, json!({"id": id})).await.data()["campaign"].clone()
}

/// With what a list of a campaign is refused.
async fn refused_list(client: &mut Client, id: &str, list: &str) -> String {
    client
        .query(&format!("query($id: ID!) {{ campaign(id: $id) {{ {list} }} }}"), json!({"id": id}))
        .await
        .code()
}

async fn change(client: &mut Client, name: &str, input: Value) -> Value {
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let query = format!(
        "mutation($input: {kind}!) {{ {name}(input: $input) {{ __typename ... on Campaign {{ {FIELDS} }} \
         ... on CampaignProblem {{ problem: code message path }} }} }}"
    );
    client.query(&query, json!({"input": input})).await.data()[name].clone()
}

async fn refusal(client: &mut Client, name: &str, input: Value) -> String {
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let query = format!("mutation($input: {kind}!) {{ {name}(input: $input) {{ __typename }} }}");
    client.query(&query, json!({"input": input})).await.code()
}

/// The input that revises a campaign to what it was created with.
async fn revision(client: &mut Client, id: &str) -> Value {
    let stored = campaign(client, id).await;
    let mut input = campaign_input("", &text(&stored["criteriaSet"]["id"]));
    let object = input.as_object_mut().expect("an object");
    for field in ["code", "ownerUnitId", "referenceKind"] {
        object.remove(field);
    }
    input["id"] = json!(id);
    input["version"] = stored["version"].clone();
    input
}

fn with(mut input: Value, field: &str, value: Value) -> Value {
    input[field] = value;
    input
}

fn codes(problems: &Value) -> Vec<String> {
    problems.as_array().expect("problems").iter().map(|problem| text(&problem["code"])).collect()
}

#[tokio::test]
async fn publishing_names_each_thing_that_is_missing() {
    let app = TestApp::start().await;
    province(&app).await;
    let (mut manager, id, criteria) = draft(&app).await;
    let complete = revision(&mut manager, &id).await;

    let hasty = with(with(complete.clone(), "planNumber", Value::Null), "phases", json!([]));
    let hasty = with(
        hasty,
        "peerGroups",
        json!([
            {"code": "X", "nameVi": "Xã", "nameEn": "Communes", "scoringKinds": ["COMMUNE"]},
            {"code": "K", "nameVi": "Khác", "nameEn": "Others", "scoringKinds": ["SERVICE_UNIT"]},
        ]),
    );
    let revised = change(&mut manager, "reviseCampaign", hasty).await;
    assert_eq!(revised["__typename"], "Campaign", "a draft may be incomplete: {revised}");
    let problems = codes(&revised["publicationProblems"]);
    assert_eq!(problems[..5], ["MISSING_PLAN", "NO_PERIOD", "NO_PERIOD", "NO_PERIOD", "EMPTY_PEER_GROUP"]);
    assert_eq!(problems[5..].len(), 22, "every criterion of communes lacks an appraiser");
    assert!(problems[5..].iter().all(|code| code == "CRITERION_WITHOUT_APPRAISER"));
    let refused =
        change(&mut manager, "publishCampaign", json!({"id": id, "version": revised["version"]})).await;
    assert_eq!((&refused["problem"], &refused["path"]), (&json!("MISSING_PLAN"), &json!(["planNumber"])));

    let gap = json!([
        {"kind": "SELF_SCORING", "opensAt": "2021-11-10T00:00:00+07:00", "closesAt": "2021-12-15T23:59:59+07:00"},
        {"kind": "APPRAISAL_1", "opensAt": "2021-12-17T00:00:00+07:00", "closesAt": "2021-12-31T23:59:59+07:00"},
        {"kind": "RESULT", "opensAt": "2021-12-20T00:00:00+07:00", "closesAt": "2021-12-25T23:59:59+07:00"},
    ]);
    let input = with(with(complete.clone(), "version", revised["version"].clone()), "phases", gap);
    let revised = change(&mut manager, "reviseCampaign", input).await;
    assert_eq!(codes(&revised["publicationProblems"])[..2], ["CALENDAR_GAP", "PHASE_ORDER"]);

    let input = with(complete.clone(), "version", revised["version"].clone());
    let revised = change(&mut manager, "reviseCampaign", input).await;
    assert_eq!(codes(&revised["publicationProblems"]).len(), 28, "only appraisers are missing");
    let refused =
        change(&mut manager, "publishCampaign", json!({"id": id, "version": revised["version"]})).await;
    assert_eq!(refused["problem"], "CRITERION_WITHOUT_APPRAISER");
    assert_eq!(refused["message"], "Tiêu chí A1 chưa có người thẩm định cho khối: D, V, H, X.");

    staff(&mut manager, &id, &criteria).await;
    let ready = campaign(&mut manager, &id).await;
    assert_eq!(ready["publicationProblems"], json!([]));
    assert_eq!(ready["criteriaSet"]["state"], "DRAFT", "a refused publication freezes nothing");
    assert_eq!((&ready["units"]["totalCount"], &ready["viewerCanPublish"]), (&json!(0), &json!(true)));
    let published =
        change(&mut manager, "publishCampaign", json!({"id": id, "version": ready["version"]})).await;
    assert_eq!(published["state"], "SELF_SCORING", "{published}");
}

#[tokio::test]
async fn criteria_must_sum_to_100_for_the_reference_kind() {
    let app = TestApp::start().await;
    province(&app).await;
    let (mut manager, id, criteria) = draft(&app).await;
    staff(&mut manager, &id, &criteria).await;
    let removal = "mutation($input: RemoveCriterionInput!) { removeCriterion(input: $input) { __typename } }";
    let input = json!({"input": {"criterionId": criteria["D4"], "lockVersion": 1}});
    assert_eq!(manager.query(removal, input).await.data()["removeCriterion"]["__typename"], "CriteriaSet");
    let left = campaign(&mut manager, &id).await;
    assert_eq!(codes(&left["publicationProblems"]), ["SUM_NOT_100"]);
    let assigned = left["appraiserAssignments"].as_array().expect("assignments").clone();
    assert_eq!(assigned.len(), 28, "the appraiser of the removed criterion is gone");
}

#[tokio::test]
async fn publishing_freezes_units_and_criteria() {
    let app = TestApp::start().await;
    province(&app).await;
    let (mut manager, id, criteria) = draft(&app).await;
    staff(&mut manager, &id, &criteria).await;
    let before = campaign(&mut manager, &id).await;
    let counts = |campaign: &Value| -> Vec<(String, u64)> {
        let groups = campaign["peerGroups"].as_array().expect("groups").clone();
        groups
            .iter()
            .map(|group| (text(&group["code"]), group["unitCount"].as_u64().expect("a count")))
            .collect()
    };
    let expected = [("D", 2), ("V", 1), ("H", 2), ("X", 6)].map(|(code, count)| (code.to_owned(), count));
    assert_eq!(counts(&before), expected, "a draft counts those that would take part");

    let stale = change(&mut manager, "publishCampaign", json!({"id": id, "version": 7})).await;
    assert_eq!(stale["problem"], "STALE");
    let input = json!({"id": id, "version": before["version"]});
    let published = change(&mut manager, "publishCampaign", input.clone()).await;
    assert_eq!(counts(&published), expected);
    assert_eq!(published["criteriaSet"]["state"], "FROZEN");
    assert_eq!((&published["viewerCanEdit"], &published["viewerCanPublish"]), (&json!(false), &json!(false)));
    let units = published["units"]["nodes"].as_array().expect("units").clone();
    assert_eq!(published["units"]["totalCount"], 11);
    let homonyms: Vec<_> = units
        .iter()
        .filter(|unit| unit["nameVi"] == "Xã Bình An")
        .map(|unit| text(&unit["qualifiedName"]))
        .collect();
    assert_eq!(homonyms, ["Xã Bình An, Huyện An Phú", "Xã Bình An, Huyện Châu Phú"]);
    assert!(units.iter().any(|unit| unit["code"] == "H1" && unit["parentNameVi"].is_null()));

    let again = change(&mut manager, "publishCampaign", input).await;
    assert_eq!(again["problem"], "NOT_DRAFT");
    let input = revision(&mut manager, &id).await;
    assert_eq!(change(&mut manager, "reviseCampaign", input).await["problem"], "NOT_DRAFT");
    let removal = "mutation($input: RemoveCriterionInput!) { removeCriterion(input: $input) { \
        ... on CriteriaProblem { code } } }";
    let frozen = manager
        .query(removal, json!({"input": {"criterionId": criteria["A1"], "lockVersion": 1}}))
        .await
        .data();
    assert_eq!(frozen["removeCriterion"]["code"], "FROZEN");
    let copy = "mutation($input: CopyCriteriaSetInput!) { copyCriteriaSet(input: $input) { \
        ... on CriteriaSet { version state } } }";
    let copied = manager.query(copy, json!({"input": {"id": published["criteriaSet"]["id"]}})).await.data();
    assert_eq!(copied["copyCriteriaSet"], json!({"version": 2, "state": "DRAFT"}));

    let audit = "query($id: ID!) { auditEntries(first: 20, subjectId: $id) { nodes { deed } } }";
    let trail = app.signed_in("thanhtra").await.query(audit, json!({"id": id})).await.data();
    let deeds: Vec<_> = trail["auditEntries"]["nodes"]
        .as_array()
        .expect("entries")
        .iter()
        .map(|entry| text(&entry["deed"]))
        .collect();
    assert_eq!(
        deeds,
        [
            "campaign.published",
            "campaign.appraiser_assigned",
            "campaign.appraiser_assigned",
            "campaign.created"
        ]
    );
}

#[tokio::test]
async fn frozen_units_are_paged_and_searched() {
    let app = TestApp::start().await;
    province(&app).await;
    let (mut manager, id, criteria) = draft(&app).await;
    staff(&mut manager, &id, &criteria).await;
    change(&mut manager, "publishCampaign", json!({"id": id, "version": 1})).await;
    let mut reader = app.signed_in("cb-x1").await;
    let query = "query($id: ID!, $after: String, $group: ID, $search: String) { campaign(id: $id) { \
        units(first: 4, after: $after, peerGroupId: $group, search: $search) { totalCount nodes { code } \
        pageInfo { hasNextPage endCursor } } } }";
    let page = async |reader: &mut Client, variables: Value| {
        let answer = reader.query(query, with(variables, "id", json!(id))).await.data();
        let units = answer["campaign"]["units"].clone();
        let nodes = units["nodes"].as_array().expect("units").clone();
        let codes: Vec<_> = nodes.iter().map(|unit| text(&unit["code"])).collect();
        (codes, units)
    };
    let (first, units) = page(&mut reader, json!({})).await;
    assert_eq!(first, ["D1", "D2", "V1", "H1"], "by peer group, then in tree order");
    let (second, _) = page(&mut reader, json!({"after": units["pageInfo"]["endCursor"]})).await;
    assert_eq!(second, ["H2", "X1", "X2", "X3"]);
    let (found, units) = page(&mut reader, json!({"search": "binh an"})).await;
    assert_eq!(
        (found.as_slice(), &units["totalCount"]),
        (["X3".to_owned(), "X4".to_owned()].as_slice(), &json!(2))
    );
    let (found, _) = page(&mut reader, json!({"search": "Bình An, Huyện Châu"})).await;
    assert_eq!(found, ["X4"], "the district tells equal names apart");
    let groups = campaign_but(&mut reader, &id, &[PROBLEMS, ASSIGNED]).await["peerGroups"].clone();
    let (found, _) = page(&mut reader, json!({"group": groups[1]["id"]})).await;
    assert_eq!(found, ["V1"]);
}

#[tokio::test]
async fn drafts_exist_for_those_who_prepare_lead_or_inspect() {
    let app = TestApp::start().await;
    province(&app).await;
    let (mut manager, id, criteria) = draft(&app).await;
    staff(&mut manager, &id, &criteria).await;
    let input = revision(&mut manager, &id).await;
    let list = "{ campaigns(first: 10) { totalCount nodes { id } } }";
    let attempts = [
        ("reviseCampaign", input),
        ("publishCampaign", json!({"id": id, "version": 1})),
        ("assignAppraiser", json!({"campaignId": id, "accountId": id, "criterionIds": []})),
    ];
    for login in ["cb-x1", "ld-d1", "td-d1", "phantich", "quantri"] {
        let mut stranger = app.signed_in(login).await;
        assert!(campaign(&mut stranger, &id).await.is_null(), "{login}");
        assert_eq!(stranger.query(list, json!({})).await.data()["campaigns"]["totalCount"], 0, "{login}");
        for (name, input) in &attempts {
            assert_eq!(refusal(&mut stranger, name, input.clone()).await, "NOT_FOUND", "{login}: {name}");
        }
    }
    for login in ["totruong", "thanhtra"] {
        let mut reader = app.signed_in(login).await;
        let seen = campaign_but(&mut reader, &id, &[PROBLEMS]).await;
        assert_eq!((&seen["state"], &seen["viewerCanEdit"]), (&json!("DRAFT"), &json!(false)), "{login}");
        assert_eq!(refused_list(&mut reader, &id, PROBLEMS).await, "FORBIDDEN", "{login} does not publish");
        assert_eq!(seen["appraiserAssignments"].as_array().map(Vec::len), Some(29), "{login}");
        for (name, input) in &attempts[..2] {
            assert_eq!(refusal(&mut reader, name, input.clone()).await, "FORBIDDEN", "{login}: {name}");
        }
    }
    let create = campaign_input(&text(&json!(id)), "x");
    assert_eq!(refusal(&mut app.signed_in("cb-x1").await, "createCampaign", create).await, "NOT_FOUND");

    change(&mut manager, "publishCampaign", json!({"id": id, "version": 1})).await;
    for (login, assignments) in [("td-d1", 28), ("td-d2", 1), ("totruong", 29)] {
        let seen = campaign_but(&mut app.signed_in(login).await, &id, &[PROBLEMS]).await;
        assert_eq!(seen["appraiserAssignments"].as_array().map(Vec::len), Some(assignments), "{login}");
    }
    for login in ["cb-x1", "phantich"] {
        let mut reader = app.signed_in(login).await;
        assert_eq!(refused_list(&mut reader, &id, ASSIGNED).await, "FORBIDDEN", "{login}");
        assert_eq!(
            campaign_but(&mut reader, &id, &[PROBLEMS, ASSIGNED]).await["state"],
            "SELF_SCORING",
            "{login}"
        );
    }
}

#[tokio::test]
async fn appraisers_are_assigned_and_replaced() {
    let app = TestApp::start().await;
    province(&app).await;
    let (mut manager, id, criteria) = draft(&app).await;
    let people = manager.query("{ accounts(first: 50) { nodes { id login } } }", json!({})).await.data();
    let account = |login: &str| {
        let nodes = people["accounts"]["nodes"].as_array().expect("accounts").clone();
        nodes.into_iter().find(|node| node["login"] == login).expect("the account")["id"].clone()
    };
    let assign = |login: &str, criterion: &Value| json!({"campaignId": id, "accountId": account(login), "criterionIds": [criterion]});
    let a1 = json!(criteria["A1"]);
    let wrong = change(&mut manager, "assignAppraiser", assign("cb-x1", &a1)).await;
    assert_eq!(
        (&wrong["problem"], &wrong["path"]),
        (&json!("APPRAISER_ROLE_MISSING"), &json!(["accountId"]))
    );
    let nothing = with(assign("td-d1", &a1), "criterionIds", json!([]));
    assert_eq!(change(&mut manager, "assignAppraiser", nothing).await["problem"], "MISSING_FIELD");
    let elsewhere = with(assign("td-d1", &a1), "peerGroupId", json!(criteria["A1"]));
    assert_eq!(refusal(&mut manager, "assignAppraiser", elsewhere).await, "NOT_FOUND");

    staff(&mut manager, &id, &criteria).await;
    let again = change(&mut manager, "assignAppraiser", assign("td-d1", &a1)).await;
    assert_eq!(again["appraiserAssignments"].as_array().map(Vec::len), Some(29), "nothing is assigned twice");
    change(&mut manager, "publishCampaign", json!({"id": id, "version": 1})).await;

    let of = |campaign: &Value, login: &str, code: &str| {
        let all = campaign["appraiserAssignments"].as_array().expect("assignments").clone();
        let found =
            all.into_iter().find(|one| one["account"]["login"] == login && one["criterion"]["code"] == code);
        found.expect("the assignment")["id"].clone()
    };
    let only = of(&again, "td-d1", "A1");
    let refused = change(&mut manager, "unassignAppraiser", json!({"assignmentId": only})).await;
    assert_eq!(refused["problem"], "CRITERION_WITHOUT_APPRAISER", "the successor comes first");
    let replaced = change(&mut manager, "assignAppraiser", assign("td-d2", &a1)).await;
    assert_eq!(replaced["__typename"], "Campaign", "also after publication: {replaced}");
    let left = change(&mut manager, "unassignAppraiser", json!({"assignmentId": only})).await;
    assert_eq!(left["appraiserAssignments"].as_array().map(Vec::len), Some(29));
    assert_eq!(refusal(&mut manager, "unassignAppraiser", json!({"assignmentId": only})).await, "NOT_FOUND");
}

#[tokio::test]
async fn a_revision_keeps_appraisers_where_it_can() {
    let app = TestApp::start().await;
    province(&app).await;
    let (mut manager, id, criteria) = draft(&app).await;
    staff(&mut manager, &id, &criteria).await;
    let before = campaign(&mut manager, &id).await;
    let copy = "mutation($input: CopyCriteriaSetInput!) { copyCriteriaSet(input: $input) { ... on CriteriaSet { id } } }";
    let copied = manager.query(copy, json!({"input": {"id": before["criteriaSet"]["id"]}})).await.data();
    let complete = revision(&mut manager, &id).await;
    let moved = with(complete.clone(), "criteriaSetId", copied["copyCriteriaSet"]["id"].clone());
    let after = change(&mut manager, "reviseCampaign", moved).await;
    assert_eq!(after["publicationProblems"], json!([]), "appraisers follow the codes: {after}");
    assert_eq!(after["peerGroups"], before["peerGroups"], "groups of the same code stay the same");

    let stale = change(&mut manager, "reviseCampaign", complete.clone()).await;
    assert_eq!(stale["problem"], "STALE");
    let (first, group) = (json!(criteria["A1"]), &before["peerGroups"][3]["id"]);
    let set = campaign(&mut manager, &id).await["criteriaSet"].clone();
    let new_a1 = set["groups"][0]["criteria"][0]["id"].clone();
    assert_ne!(first, new_a1);
    let people = manager
        .query("{ accounts(first: 5, role: SECTOR_APPRAISER) { nodes { id } } }", json!({}))
        .await
        .data();
    let input = json!({"campaignId": id, "accountId": people["accounts"]["nodes"][0]["id"],
        "criterionIds": [new_a1], "peerGroupId": group});
    let assigned = change(&mut manager, "assignAppraiser", input).await;
    assert_eq!(assigned["appraiserAssignments"].as_array().map(Vec::len), Some(30));
    let three = json!(complete["peerGroups"].as_array().expect("groups")[..3]);
    let fewer = with(with(complete, "version", assigned["version"].clone()), "peerGroups", three);
    let fewer = with(fewer, "criteriaSetId", set["id"].clone());
    let left = change(&mut manager, "reviseCampaign", fewer).await;
    assert_eq!(
        left["appraiserAssignments"].as_array().map(Vec::len),
        Some(29),
        "a group takes its own along"
    );
}

#[tokio::test]
async fn a_draft_does_not_contradict_itself() {
    let app = TestApp::start().await;
    province(&app).await;
    let (mut manager, id, _) = draft(&app).await;
    let found = manager
        .query("{ units(first: 1) { nodes { id } } criteriaSets(first: 1) { nodes { id } } }", json!({}))
        .await
        .data();
    let owner = text(&found["units"]["nodes"][0]["id"]);
    let new = campaign_input(&owner, &text(&found["criteriaSets"]["nodes"][0]["id"]));
    let taken = change(&mut manager, "createCampaign", new.clone()).await;
    assert_eq!((&taken["problem"], &taken["path"]), (&json!("CODE_TAKEN"), &json!(["code"])));
    let other = with(new, "code", json!("KSTTHC-2022"));
    let cases = [
        ("titleVi", json!(" "), "MISSING_FIELD"),
        ("periodTo", json!("2020-01-01"), "PERIOD_ORDER"),
        (
            "phases",
            json!([{"kind": "RESULT", "opensAt": "2022-01-02T00:00:00Z", "closesAt": "2022-01-01T00:00:00Z"}]),
            "PHASE_ORDER",
        ),
        (
            "peerGroups",
            json!([{"code": "", "nameVi": "a", "nameEn": "a", "scoringKinds": []}]),
            "MISSING_FIELD",
        ),
    ];
    for (field, value, code) in cases {
        let problem = change(&mut manager, "createCampaign", with(other.clone(), field, value)).await;
        assert_eq!(problem["problem"], code, "{field}: {problem}");
    }
    let nowhere = with(other.clone(), "criteriaSetId", json!(owner));
    assert_eq!(refusal(&mut manager, "createCampaign", nowhere).await, "NOT_FOUND");
    let second = change(&mut manager, "createCampaign", other).await;
    assert_eq!(
        (&second["state"], &second["isSample"]),
        (&json!("DRAFT"), &json!(true)),
        "made by a sample account"
    );
    let list = manager
        .query("{ campaigns(first: 1) { totalCount nodes { id code } pageInfo { endCursor } } }", json!({}))
        .await
        .data();
    assert_eq!(list["campaigns"]["totalCount"], 2);
    assert_eq!(list["campaigns"]["nodes"][0]["code"], "KSTTHC-2022", "newest first");
    let rest = manager
        .query(
            "query($after: String) { campaigns(first: 1, after: $after) { nodes { id } } }",
            json!({"after": list["campaigns"]["pageInfo"]["endCursor"]}),
        )
        .await
        .data();
    assert_eq!(rest["campaigns"]["nodes"], json!([{"id": id}]));
}

#[tokio::test]
async fn the_clock_moves_a_published_campaign_through_its_phases() {
    let app = TestApp::start().await;
    province(&app).await;
    let (mut manager, id, criteria) = draft(&app).await;
    staff(&mut manager, &id, &criteria).await;
    change(&mut manager, "publishCampaign", json!({"id": id, "version": 1})).await;
    let moments = [
        (datetime!(2021-11-09 23:59:59 +7), "PUBLISHED", [false, false, false]),
        (datetime!(2021-11-10 00:00:00 +7), "SELF_SCORING", [true, false, false]),
        (datetime!(2021-12-15 23:59:59 +7), "SELF_SCORING", [true, true, false]),
        (datetime!(2021-12-16 00:00:00 +7), "APPRAISAL_1", [false, true, false]),
        (datetime!(2022-01-01 00:00:00 +7), "PUBLISHED", [false, false, true]),
    ];
    for (now, state, open) in moments {
        app.clock.set(now);
        let seen = campaign_but(&mut app.signed_in("cb-x1").await, &id, &[PROBLEMS, ASSIGNED]).await;
        assert_eq!(seen["state"], state, "{now}");
        for (phase, is_open) in seen["phases"].as_array().expect("phases").iter().zip(open) {
            assert_eq!(phase["isOpen"], is_open, "{now}: {phase}");
        }
    }
}

#[tokio::test]
async fn lists_cost_a_constant_number_of_statements() {
    let app = TestApp::start().await;
    province(&app).await;
    let (mut manager, id, criteria) = draft(&app).await;
    staff(&mut manager, &id, &criteria).await;
    change(&mut manager, "publishCampaign", json!({"id": id, "version": 1})).await;
    let query = "query($id: ID!, $first: Int!) { campaign(id: $id) { criteriaSet { groups { criteria { code group { code } } } } \
        peerGroups { unitCount } appraiserAssignments { account { login } criterion { code } } \
        units(first: $first) { totalCount nodes { code peerGroup { code unitCount } } } } }";
    app.statements_of(&mut manager, query, json!({"id": id, "first": 1})).await;
    let one = app.statements_of(&mut manager, query, json!({"id": id, "first": 1})).await;
    let all = app.statements_of(&mut manager, query, json!({"id": id, "first": 200})).await;
    assert_eq!(one, all);
}

#[tokio::test]
async fn a_phase_is_given_more_time_and_says_why() {
    let app = TestApp::start().await;
    province(&app).await;
    let (mut manager, id, criteria) = draft(&app).await;
    staff(&mut manager, &id, &criteria).await;
    let prepared = campaign(&mut manager, &id).await;
    let extension = |version: &Value, phase: &str, until: &str, reason: &str| json!({"campaignId": id, "version": version, "phase": phase, "until": until, "reason": reason});
    let until = "2021-12-20T23:59:59+07:00";
    let early = extension(&prepared["version"], "SELF_SCORING", until, "Bão số 9");
    assert_eq!(change(&mut manager, "extendPhase", early).await["problem"], "WRONG_STATE", "not published");
    let input = json!({"id": id, "version": prepared["version"]});
    let published = change(&mut manager, "publishCampaign", input).await;
    assert_eq!(published["viewerCanExtend"], true);
    let version = &published["version"];

    for (phase, until, reason, code, path) in [
        ("SELF_SCORING", "2021-12-15T23:59:59+07:00", "Bão", "NOT_LATER", "until"),
        ("SELF_SCORING", "2022-01-01T00:00:00+07:00", "Bão", "PHASE_ORDER", "until"),
        ("SELF_SCORING", until, "  ", "MISSING_FIELD", "reason"),
        ("SELF_SCORING", until, &"x".repeat(2001), "TOO_LONG", "reason"),
    ] {
        let refused = change(&mut manager, "extendPhase", extension(version, phase, until, reason)).await;
        assert_eq!((&refused["problem"], &refused["path"]), (&json!(code), &json!([path])), "{refused}");
    }
    let stale = extension(&json!(1), "SELF_SCORING", until, "Bão số 9");
    assert_eq!(change(&mut manager, "extendPhase", stale).await["problem"], "STALE");
    let good = extension(version, "SELF_SCORING", until, " Bão số 9 ");
    for (login, code) in [("cb-x1", "FORBIDDEN"), ("td-d1", "FORBIDDEN"), ("quantri", "FORBIDDEN")] {
        let mut other = app.signed_in(login).await;
        assert_eq!(refusal(&mut other, "extendPhase", good.clone()).await, code, "{login}");
    }
    assert_eq!(refusal(&mut app.anonymous(), "extendPhase", good.clone()).await, "UNAUTHENTICATED");
    assert_eq!(campaign(&mut manager, &id).await["phases"], published["phases"], "refusals change nothing");

    let extended = change(&mut manager, "extendPhase", good.clone()).await;
    let phase = &extended["phases"][0];
    assert_eq!(phase["closesAt"], "2021-12-20T16:59:59Z");
    let kept = &phase["extensions"][0];
    assert_eq!((&kept["closedAt"], &kept["until"]), (&json!("2021-12-15T16:59:59Z"), &phase["closesAt"]));
    assert_eq!((&kept["reason"], &kept["extendedBy"]["login"]), (&json!("Bão số 9"), &json!("quanly")));
    assert_eq!(change(&mut manager, "extendPhase", good).await["problem"], "NOT_LATER", "asked twice");
    app.clock.set(datetime!(2021-12-20 23:59:59 +7));
    let mut focal = app.signed_in("cb-x1").await;
    let seen = campaign_but(&mut focal, &id, &[PROBLEMS, ASSIGNED]).await;
    assert_eq!((&seen["state"], &seen["viewerCanExtend"]), (&json!("SELF_SCORING"), &json!(false)));
    let told = &seen["phases"][0]["extensions"][0];
    assert_eq!((&told["reason"], &told["extendedBy"]), (&json!("Bão số 9"), &Value::Null));

    app.clock.set(datetime!(2022-01-15 09:00 +7));
    let mut manager = app.signed_in("quanly").await;
    let version = campaign(&mut manager, &id).await["version"].clone();
    let past = extension(&version, "APPRAISAL_1", "2022-01-14T23:59:59+07:00", "Chậm thẩm định");
    assert_eq!(change(&mut manager, "extendPhase", past).await["problem"], "NOT_LATER", "over already");
    let late = extension(&version, "SELF_SCORING", "2022-01-20T23:59:59+07:00", "Nộp chậm");
    let refused = change(&mut manager, "extendPhase", late).await;
    assert_eq!((&refused["problem"], &refused["path"]), (&json!("PHASE_OVER"), &json!(["phase"])));
    let reopened = extension(&version, "APPRAISAL_1", "2022-01-20T23:59:59+07:00", "Chậm thẩm định");
    let reopened = change(&mut manager, "extendPhase", reopened).await;
    assert_eq!((&reopened["state"], &reopened["phases"][1]["isOpen"]), (&json!("APPRAISAL_1"), &json!(true)));
}
