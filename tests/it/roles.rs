//! Roles given and ended, acting in one of several, standing in for an absent colleague, delegating lines, and
//! the administration of people.

use serde_json::{Value, json};
use thidua::access::Role;
use time::macros::datetime;

use crate::support::scenario::{World, draft, published, text};
use crate::support::{Client, PASSWORD, TestApp};

async fn act(client: &mut Client, name: &str, input: Value) -> Value {
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let done = match name {
        "addAccount" | "renewPassword" => "Invitation { firstPassword account { id login } }",
        "setAccountActive" | "reviseAccount" => "Account { id isActive displayName }",
        "importPeople" => {
            "PeopleImport { rows created unchanged problems { line column code message } \
               firstPasswords { login password } }"
        }
        _ => "RoleAssignment { id role scopeName validTo onBehalfOf { login } }",
    };
    let query = format!(
        "mutation($input: {kind}!) {{ {name}(input: $input) {{ __typename ... on {done} \
           ... on PeopleProblem {{ code message path }} }} }}"
    );
    let answer = client.query(&query, json!({"input": input})).await;
    match answer.errors().first() {
        Some(error) => json!({"refused": error["extensions"]["code"]}),
        None => answer.json()["data"][name].clone(),
    }
}

fn code(answer: &Value) -> (&Value, &Value) {
    (&answer["code"], &answer["path"][0])
}

async fn account(client: &mut Client, login: &str) -> String {
    let query = "query($search: String!) { accounts(first: 5, search: $search) { nodes { id login } } }";
    let found = client.query(query, json!({"search": login})).await.data();
    let nodes = found["accounts"]["nodes"].as_array().expect("accounts").clone();
    let one = nodes.iter().find(|node| node["login"] == login).unwrap_or_else(|| panic!("no {login}"));
    text(&one["id"])
}

async fn sees(client: &mut Client, sheet: &str) -> bool {
    let answer = client.query("query($id: ID!) { submission(id: $id) { id } }", json!({"id": sheet})).await;
    answer.errors().is_empty() && !answer.json()["data"]["submission"].is_null()
}

/// A new account with one role; answers its id.
async fn person(world: &World, admin: &mut Client, login: &str, unit: Option<&str>) -> String {
    let input = json!({"login": login, "displayName": format!("Đồng chí {login}"), "request": "CV số 1",
        "unitId": unit.map(|unit| &world.units[unit])});
    let made = act(admin, "addAccount", input).await;
    let (id, password) = (text(&made["account"]["id"]), text(&made["firstPassword"]));
    let mut first = world.app.anonymous();
    first.sign_in(login, &password).await.data();
    let change = "mutation($input: ChangePasswordInput!) { changePassword(input: $input) { __typename } }";
    let input = json!({"input": {"currentPassword": password, "newPassword": PASSWORD}});
    assert_eq!(first.query(change, input).await.data()["changePassword"]["__typename"], "Viewer");
    id
}

async fn give(admin: &mut Client, account: &str, role: &str, scope: Value) -> Value {
    let mut input = json!({"accountId": account, "role": role, "validFrom": "2021-12-05",
        "validTo": "2021-12-20", "legalBasis": "Quyết định số 12/QĐ-UBND"});
    for (field, value) in scope.as_object().expect("a scope") {
        input[field] = value.clone();
    }
    act(admin, "assignRole", input).await
}

#[tokio::test]
async fn an_address_is_read_by_its_owner_and_by_administrators_only() {
    let world = published().await;
    let mut admin = world.app.signed_in("quantri").await;
    let id = person(&world, &mut admin, "cb.moi", Some("X1")).await;
    let input = json!({"accountId": id, "displayName": "Đồng chí cb.moi", "unitId": world.units["X1"],
        "email": " moi@angiang.gov.vn ", "request": "CV số 2"});
    assert_eq!(act(&mut admin, "reviseAccount", input).await["__typename"], "Account");
    let query = "query($id: ID!) { node(id: $id) { ... on Account { displayName email } } }";
    for (login, sees) in
        [("quantri", true), ("cb.moi", true), ("quanly", false), ("thanhtra", false), ("cb-x1", false)]
    {
        let mut client = world.app.signed_in(login).await;
        let found = client.query(query, json!({"id": id})).await.data()["node"].clone();
        assert_eq!(found["displayName"], "Đồng chí cb.moi", "{login}");
        assert_eq!(found["email"] == "moi@angiang.gov.vn", sees, "{login}: {found}");
        assert_eq!(found["email"].is_null(), !sees, "{login}: {found}");
    }
}

#[tokio::test]
async fn a_role_counts_from_its_first_day_to_its_last() {
    let world = published().await;
    let mut admin = world.app.signed_in("quantri").await;
    let id = person(&world, &mut admin, "cb.moi", Some("X1")).await;
    let given = give(&mut admin, &id, "UNIT_FOCAL", json!({"unitId": world.units["X1"]})).await;
    assert_eq!(given["__typename"], "RoleAssignment", "{given}");
    let mut seen = Vec::new();
    for now in [
        datetime!(2021-12-04 23:59:59 +7),
        datetime!(2021-12-05 00:00 +7),
        datetime!(2021-12-20 23:59:59 +7),
        datetime!(2021-12-21 00:00 +7),
    ] {
        world.app.clock.set(now);
        let mut focal = world.app.signed_in("cb.moi").await;
        seen.push(sees(&mut focal, &world.sheets["X1"]).await);
        assert!(!sees(&mut focal, &world.sheets["X2"]).await);
    }
    assert_eq!(seen, [false, true, true, false]);

    world.app.clock.set(datetime!(2021-12-10 08:00 +7));
    let mut admin = world.app.signed_in("quantri").await;
    let mut focal = world.app.signed_in("cb.moi").await;
    let ended = json!({"assignmentId": given["id"], "lastDay": "2021-12-09", "reason": "Chuyển công tác"});
    assert_eq!(act(&mut focal, "endRole", ended.clone()).await["refused"], "FORBIDDEN");
    assert_eq!(act(&mut admin, "endRole", ended.clone()).await["validTo"], "2021-12-09");
    assert!(!sees(&mut focal, &world.sheets["X1"]).await, "at once, in the running session");
    assert_eq!(code(&act(&mut admin, "endRole", ended).await), (&json!("NOT_EARLIER"), &json!("lastDay")));
}

#[tokio::test]
async fn administration_needs_a_request_and_keeps_its_bounds() {
    let world = published().await;
    let mut admin = world.app.signed_in("quantri").await;
    let silent = json!({"login": "moi", "displayName": "Mới", "request": " "});
    assert_eq!(
        code(&act(&mut admin, "addAccount", silent).await),
        (&json!("MISSING_FIELD"), &json!("request"))
    );
    let taken = json!({"login": "CB-X1", "displayName": "Mới", "request": "CV 2"});
    assert_eq!(code(&act(&mut admin, "addAccount", taken).await), (&json!("LOGIN_TAKEN"), &json!("login")));
    for login in ["quanly", "thanhtra", "cb-x1", "totruong"] {
        let mut other = world.app.signed_in(login).await;
        let input = json!({"login": "moi", "displayName": "Mới", "request": "CV 2"});
        assert_eq!(act(&mut other, "addAccount", input).await["refused"], "FORBIDDEN", "{login}");
    }

    let admins = account(&mut admin, "quantri").await;
    let x1 = account(&mut admin, "cb-x1").await;
    let scoring = give(&mut admin, &admins, "UNIT_FOCAL", json!({"unitId": world.units["X1"]})).await;
    assert_eq!(code(&scoring), (&json!("ROLES_EXCLUDE"), &json!("role")));
    let own = json!({"accountId": admins, "isActive": false, "request": "CV 3"});
    assert_eq!(
        code(&act(&mut admin, "setAccountActive", own).await),
        (&json!("OWN_ACCOUNT"), &json!("accountId"))
    );
    let roles = "query($id: ID!) { roleAssignments(accountId: $id) { id role } }";
    let held = admin.query(roles, json!({"id": admins})).await.data()["roleAssignments"].clone();
    let last = json!({"assignmentId": held[0]["id"], "lastDay": "2021-12-31", "reason": "Nghỉ"});
    assert_eq!(
        code(&act(&mut admin, "endRole", last).await),
        (&json!("LAST_ADMINISTRATOR"), &json!("accountId"))
    );
    let nowhere = give(&mut admin, &x1, "CLUSTER_LEAD", json!({})).await;
    assert_eq!(code(&nowhere), (&json!("SCOPE_MISSING"), &json!("peerGroupId")));
    let unknown = id_of_nothing("Campaign");
    let lost = give(&mut admin, &x1, "APPRAISAL_LEAD", json!({"campaignId": unknown})).await;
    assert_eq!(lost["refused"], "NOT_FOUND");

    let mut focal = world.app.signed_in("cb-x1").await;
    let close = json!({"accountId": x1, "isActive": false, "request": "CV 4"});
    assert_eq!(act(&mut admin, "setAccountActive", close).await["isActive"], false);
    let viewer = focal.query("{ viewer { account { id } } }", json!({})).await.data();
    assert!(viewer["viewer"].is_null(), "the running session ends");
    let refused = world.app.anonymous().sign_in("cb-x1", PASSWORD).await.data();
    assert_eq!(refused["signIn"]["code"], "WRONG_CREDENTIALS");

    let query = "{ auditEntries(first: 20) { nodes { deed reason } } }";
    let mut auditor = world.app.signed_in("thanhtra").await;
    let trail = auditor.query(query, json!({})).await.data();
    let entries = trail["auditEntries"]["nodes"].as_array().expect("entries").clone();
    assert!(entries.iter().any(|entry| entry["reason"] == "CV 4"), "{entries:?}");
}

fn id_of_nothing(kind: &str) -> String {
    thidua::shared::id::encode(kind, uuid::Uuid::nil()).to_string()
}

#[tokio::test]
async fn people_come_from_a_file_or_not_at_all() {
    let world = published().await;
    let mut admin = world.app.signed_in("quantri").await;
    let file =
        "login,full_name,unit_code,role\ncb.a,Nguyễn Văn A,X1,UNIT_FOCAL\ncb.b,Trần Thị B,KHONG,UNIT_FOCAL\n";
    let bad = json!({"csv": file, "validateOnly": false, "request": "CV 5"});
    let refused = act(&mut admin, "importPeople", bad).await;
    assert_eq!(refused["problems"][0]["code"], "UNKNOWN_UNIT");
    assert_eq!((&refused["problems"][0]["line"], &refused["firstPasswords"]), (&json!(3), &json!([])));
    let good = file.replace("KHONG", "X2");
    let look = json!({"csv": good, "validateOnly": true, "request": "CV 5"});
    assert_eq!(act(&mut admin, "importPeople", look).await["firstPasswords"], json!([]));
    let apply = json!({"csv": good, "validateOnly": false, "request": "CV 5"});
    let done = act(&mut admin, "importPeople", apply).await;
    assert_eq!((&done["created"], done["firstPasswords"].as_array().map(Vec::len)), (&json!(2), Some(2)));
}

#[tokio::test]
async fn acting_in_one_role_puts_the_others_out_of_reach() {
    let world = published().await;
    let mut admin = world.app.signed_in("quantri").await;
    let id = person(&world, &mut admin, "kiem.nhiem", Some("X1")).await;
    let unit = json!({"unitId": world.units["X1"]});
    let focal = give(&mut admin, &id, "UNIT_FOCAL", unit).await;
    let lead = give(&mut admin, &id, "APPRAISAL_LEAD", json!({})).await;
    world.app.clock.set(datetime!(2021-12-10 08:00 +7));
    let mut both = world.app.signed_in("kiem.nhiem").await;
    let state = "{ viewer { canAppraise actingAs { id } assignments { id } } }";
    let all = both.query(state, json!({})).await.data();
    assert_eq!((&all["viewer"]["canAppraise"], &all["viewer"]["actingAs"]), (&json!(true), &Value::Null));
    assert!(sees(&mut both, &world.sheets["X2"]).await, "as the lead");

    let act_as = "mutation($input: ActAsInput!) { actAs(input: $input) { canAppraise actingAs { role } } }";
    let input = json!({"input": {"assignmentId": focal["id"]}});
    let as_focal = both.query(act_as, input).await.data();
    assert_eq!(as_focal["actAs"]["actingAs"]["role"], "UNIT_FOCAL");
    let now = both.query(state, json!({})).await.data();
    assert_eq!(now["viewer"]["canAppraise"], false);
    assert_eq!(now["viewer"]["assignments"].as_array().map(Vec::len), Some(2), "the switch shows both");
    assert!(sees(&mut both, &world.sheets["X1"]).await && !sees(&mut both, &world.sheets["X2"]).await);

    crate::support::appraised::submit(&world, &["X1", "X2"], "1").await;
    let mut both = world.app.signed_in("kiem.nhiem").await;
    both.query(act_as, json!({"input": {"assignmentId": lead["id"]}})).await.data();
    let own = "query($id: ID!) { submission(id: $id) { viewerCanAppraise } }";
    for (unit, may) in [("X1", false), ("X2", true)] {
        let answer = both.query(own, json!({"id": world.sheets[unit]})).await.data();
        assert_eq!(answer["submission"]["viewerCanAppraise"], may, "{unit}: never the own unit (INV-S6)");
    }
    let mut other = world.app.signed_in("cb-x2").await;
    let stolen = other.query(act_as, json!({"input": {"assignmentId": lead["id"]}})).await;
    assert_eq!(stolen.code(), "NOT_FOUND");
    let none = both.query(act_as, json!({"input": {}})).await.data();
    assert!(none["actAs"]["actingAs"].is_null());
    let all = both.query(state, json!({})).await.data();
    assert_eq!(all["viewer"]["canAppraise"], true, "all roles are back in the requests that follow");
}

#[tokio::test]
async fn a_substitute_signs_while_the_leader_is_away() {
    let world = published().await;
    let mut leader = world.app.signed_in("ld-x1").await;
    let mine = leader.query("{ viewer { assignments { id } } }", json!({})).await.data();
    let mine = &mine["viewer"]["assignments"][0]["id"];
    let mut admin = world.app.signed_in("quantri").await;
    let (colleague, stranger) = (account(&mut admin, "cb-x1").await, account(&mut admin, "cb-x2").await);
    let input = |account: &str, to: &str| {
        json!({"assignmentId": mine, "accountId": account, "validFrom": "2021-12-05", "validTo": to,
            "legalBasis": "Giấy nghỉ phép ngày 01/12/2021"})
    };
    let elsewhere = act(&mut leader, "nameSubstitute", input(&stranger, "2021-12-10")).await;
    assert_eq!(code(&elsewhere), (&json!("NOT_SAME_UNIT"), &json!("accountId")));
    let mut focal = world.app.signed_in("cb-x1").await;
    assert_eq!(
        act(&mut focal, "nameSubstitute", input(&colleague, "2021-12-10")).await["refused"],
        "NOT_FOUND",
        "nobody names themselves, and the roles of others do not exist"
    );
    let named = act(&mut leader, "nameSubstitute", input(&colleague, "2021-12-10")).await;
    assert_eq!(named["onBehalfOf"]["login"], "ld-x1");
    let may = "query($id: ID!) { submission(id: $id) { viewerCanSubmit viewerCanWithdrawSignOffRequest } }";
    let submit = "mutation($input: SubmissionDeedInput!) { submitSelfScore(input: $input) { __typename } }";
    let deed = json!({"input": {"id": world.sheets["X1"], "version": 0}});
    let mut seen = Vec::new();
    for now in
        [datetime!(2021-12-04 08:00 +7), datetime!(2021-12-08 08:00 +7), datetime!(2021-12-11 08:00 +7)]
    {
        world.app.clock.set(now);
        let mut substitute = world.app.signed_in("cb-x1").await;
        substitute.query(may, json!({"id": world.sheets["X1"]})).await.data();
        let answer = substitute.query(submit, deed.clone()).await;
        seen.push(answer.errors().first().map_or("heard".into(), |_| answer.code()));
    }
    assert_eq!(seen, ["FORBIDDEN", "heard", "FORBIDDEN"]);

    world.app.clock.set(datetime!(2021-12-08 09:00 +7));
    let mut stranger = world.app.signed_in("cb-x2").await;
    let foreign =
        json!({"assignmentId": named["id"], "lastDay": "2021-12-07", "reason": "Không phải của mình"});
    assert_eq!(act(&mut stranger, "endRole", foreign).await["refused"], "NOT_FOUND");
    let mut leader = world.app.signed_in("ld-x1").await;
    let back = json!({"assignmentId": named["id"], "lastDay": "2021-12-07", "reason": "Đã đi làm lại"});
    assert_eq!(act(&mut leader, "endRole", back).await["validTo"], "2021-12-07");
    let mut substitute = world.app.signed_in("cb-x1").await;
    assert_eq!(substitute.query(submit, deed).await.code(), "FORBIDDEN");
}

#[tokio::test]
async fn whoever_leaves_finds_a_colleague_and_sees_who_stands_in() {
    let world = published().await;
    let mut leader = world.app.signed_in("ld-x1").await;
    let viewer = leader.query("{ viewer { account { id } assignments { id } } }", json!({})).await.data();
    let (me, mine) = (&viewer["viewer"]["account"]["id"], &viewer["viewer"]["assignments"][0]["id"]);
    let found = "query($id: ID!, $search: String) { possibleSubstitutes(assignmentId: $id, first: 10, \
        search: $search) { totalCount nodes { id displayName } } }";
    let asked = json!({"id": mine});
    let colleagues = leader.query(found, asked.clone()).await.data()["possibleSubstitutes"].clone();
    let names: Vec<_> =
        colleagues["nodes"].as_array().expect("people").iter().map(|one| text(&one["displayName"])).collect();
    assert_eq!(names, ["Đồng chí cb-x1"], "of the own unit, and not oneself");
    let none = leader.query(found, json!({"id": mine, "search": "không ai"})).await.data();
    assert_eq!(none["possibleSubstitutes"]["totalCount"], 0);

    let mut admin = world.app.signed_in("quantri").await;
    assert_eq!(admin.query(found, asked.clone()).await.data()["possibleSubstitutes"], colleagues);
    for (login, answer) in [("cb-x1", "NOT_FOUND"), ("cb-x2", "NOT_FOUND"), ("quanly", "FORBIDDEN")] {
        let mut other = world.app.signed_in(login).await;
        assert_eq!(other.query(found, asked.clone()).await.code(), answer, "{login}");
    }

    let colleague = &colleagues["nodes"][0]["id"];
    let input = json!({"assignmentId": mine, "accountId": colleague, "validFrom": "2021-12-05",
        "validTo": "2021-12-10", "legalBasis": "Giấy nghỉ phép ngày 01/12/2021"});
    let named = act(&mut leader, "nameSubstitute", input).await;
    assert_eq!(named["__typename"], "RoleAssignment", "{named}");
    let given = "query($id: ID!) { substitutionsOf(accountId: $id) { id role validTo account { id } \
        onBehalfOf { id } } }";
    let own = leader.query(given, json!({"id": me})).await.data()["substitutionsOf"].clone();
    assert_eq!(own[0]["id"], named["id"]);
    assert_eq!((&own[0]["account"]["id"], &own[0]["onBehalfOf"]["id"]), (colleague, me));
    for reader in ["quantri", "thanhtra"] {
        let mut reader = world.app.signed_in(reader).await;
        assert_eq!(reader.query(given, json!({"id": me})).await.data()["substitutionsOf"], own);
    }
    let mut stranger = world.app.signed_in("cb-x2").await;
    assert_eq!(stranger.query(given, json!({"id": me})).await.code(), "FORBIDDEN");
    let taken = leader.query(given, json!({"id": colleague})).await;
    assert_eq!(taken.code(), "FORBIDDEN", "others' absences are not the unit's");
}

#[tokio::test]
async fn a_contributor_fills_in_what_was_delegated() {
    let world = published().await;
    let mut admin = world.app.signed_in("quantri").await;
    let helper = person(&world, &mut admin, "phoi.hop", Some("X1")).await;
    give(&mut admin, &helper, "UNIT_CONTRIBUTOR", json!({"unitId": world.units["X1"]})).await;
    world.app.clock.set(datetime!(2021-12-10 08:00 +7));
    let mut helping = world.app.signed_in("phoi.hop").await;
    let mut focal = world.app.signed_in("cb-x1").await;
    let query = "query($id: ID!) { submission(id: $id) { viewerCanDelegate contributors { id } \
        lines { id version viewerCanEdit delegatedTo { id } criterion { code } } } }";
    let by_code = |sheet: &Value, code: &str| {
        let lines = sheet["lines"].as_array().expect("lines").clone();
        lines.into_iter().find(|line| line["criterion"]["code"] == code).expect("the line")
    };
    let id = json!({"id": world.sheets["X1"]});
    let sheet = focal.query(query, id.clone()).await.data()["submission"].clone();
    assert_eq!(sheet["contributors"], json!([{"id": helper}]));
    let delegate = "mutation($input: DelegateLinesInput!) { delegateLines(input: $input) { __typename \
        ... on Delegation { lines { delegatedTo { id } version } } ... on SubmissionProblem { code path } } }";
    let e2 = by_code(&sheet, "E2");
    let to = |account: &Value| json!({"input": {"lineIds": [e2["id"]], "accountId": account}});
    let leader = account(&mut world.app.signed_in("quantri").await, "ld-x1").await;
    let wrong = focal.query(delegate, to(&json!(leader))).await.data();
    assert_eq!(wrong["delegateLines"]["code"], "NOT_A_CONTRIBUTOR");
    assert_eq!(helping.query(delegate, to(&json!(helper))).await.code(), "FORBIDDEN");
    let done = focal.query(delegate, to(&json!(helper))).await.data();
    assert_eq!(done["delegateLines"]["lines"][0]["delegatedTo"]["id"], helper);
    assert_eq!(done["delegateLines"]["lines"][0]["version"], e2["version"], "autosave does not collide");

    assert_eq!(helping.query(query, id.clone()).await.code(), "FORBIDDEN", "who else may be asked");
    let query = query.replace("contributors { id }", "");
    let seen = helping.query(&query, id.clone()).await.data()["submission"].clone();
    assert_eq!(seen["viewerCanDelegate"], false);
    let editable: Vec<String> = seen["lines"]
        .as_array()
        .expect("lines")
        .iter()
        .filter(|line| line["viewerCanEdit"] == true)
        .map(|line| text(&line["criterion"]["code"]))
        .collect();
    assert_eq!(editable, ["E2"]);
    let save = "mutation($input: SaveScoreLineInput!) { saveScoreLine(input: $input) { __typename } }";
    let facts = |line: &Value| {
        json!({"input": {"lineId": line["id"], "version": line["version"],
            "facts": {"numerator": 9, "denominator": 10}}})
    };
    assert_eq!(helping.query(save, facts(&by_code(&seen, "E1"))).await.code(), "FORBIDDEN");
    let saved = helping.query(save, facts(&by_code(&seen, "E2"))).await.data();
    assert_eq!(saved["saveScoreLine"]["__typename"], "ScoreLine");
    focal.query(delegate, to(&Value::Null)).await.data();
    assert_eq!(helping.query(save, facts(&by_code(&seen, "E2"))).await.code(), "FORBIDDEN");
    let mut other = world.app.signed_in("cb-x2").await;
    assert_eq!(other.query(delegate, to(&Value::Null)).await.code(), "NOT_FOUND");
}

#[tokio::test]
async fn a_manager_of_one_campaign_and_the_head_of_a_group_keep_to_theirs() {
    let world = published().await;
    let mut admin = world.app.signed_in("quantri").await;
    let manager = person(&world, &mut admin, "ql.rieng", None).await;
    let head = person(&world, &mut admin, "khoi.truong", Some("X2")).await;
    give(&mut admin, &manager, "CAMPAIGN_MANAGER", json!({"campaignId": world.campaign})).await;
    let named = give(&mut admin, &head, "CLUSTER_LEAD", json!({"peerGroupId": world.groups["X"]})).await;
    assert_eq!(named["scopeName"], "Khối xã");
    world.app.clock.set(datetime!(2021-12-10 08:00 +7));
    let mut own = world.app.signed_in("ql.rieng").await;
    assert!(sees(&mut own, &world.sheets["X1"]).await && sees(&mut own, &world.sheets["D1"]).await);
    let create = "mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { __typename } }";
    let set = own
        .query("{ criteriaSets(first: 1) { nodes { id } } units(first: 1) { nodes { id } } }", json!({}))
        .await
        .data();
    let input = crate::support::scenario::campaign_input(
        &text(&set["units"]["nodes"][0]["id"]),
        &text(&set["criteriaSets"]["nodes"][0]["id"]),
    );
    assert_eq!(
        own.query(create, json!({"input": input})).await.code(),
        "FORBIDDEN",
        "over the province only"
    );

    let mut group = world.app.signed_in("khoi.truong").await;
    assert!(sees(&mut group, &world.sheets["X1"]).await && !sees(&mut group, &world.sheets["D1"]).await);
    let list = "query($id: ID!) { campaign(id: $id) { submissions(first: 50) { totalCount } } }";
    let counted = group.query(list, json!({"id": world.campaign})).await.data();
    assert_eq!(counted["campaign"]["submissions"]["totalCount"], 6, "the communes");
}

#[tokio::test]
async fn a_draft_shows_to_the_manager_it_is_bound_to() {
    let app = TestApp::start().await;
    crate::support::scenario::province(&app).await;
    let (_, campaign, _) = draft(&app).await;
    let mut admin = app.signed_in("quantri").await;
    let lead = account(&mut admin, "td-d1").await;
    let given = give(&mut admin, &lead, "APPRAISAL_LEAD", json!({"campaignId": campaign})).await;
    assert_eq!((&given["role"], &given["scopeName"]), (&json!(Role::AppraisalLead.code()), &Value::Null));
    app.clock.set(datetime!(2021-12-10 08:00 +7));
    let read = "query($id: ID!) { campaign(id: $id) { id } campaigns(first: 5) { totalCount } }";
    let mut bound = app.signed_in("td-d1").await;
    let found = bound.query(read, json!({"id": campaign})).await.data();
    assert_eq!((found["campaign"].is_null(), &found["campaigns"]["totalCount"]), (false, &json!(1)));
    let mut other = app.signed_in("td-d2").await;
    let found = other.query(read, json!({"id": campaign})).await.data();
    assert_eq!((found["campaign"].is_null(), &found["campaigns"]["totalCount"]), (true, &json!(0)));
}

#[tokio::test]
async fn a_file_of_people_obeys_the_rules_of_the_screens() {
    let world = published().await;
    let mut admin = world.app.signed_in("quantri").await;
    let long = "Nguyễn ".repeat(3000);
    let file = format!(
        "login,full_name,unit_code,role,email,valid_from,valid_to\n\
         an\u{200b}.nv,Nguyễn Văn An,X1,,,,\n\
         =1+1,Nguyễn E,X1,,,,\n\
         nguyễn văn f,Nguyễn F,X1,,,,\n\
         r1.x,Nguyễn A,X1,UNIT_FOCAL,,2021-12-31,2021-01-01\n\
         r2.x,Nguyễn B,X1,,khong-phai-email,,\n\
         r5.x,{long},X1,,,,\n\
         r6.x,Nguyễn\u{ad} C,X1,,,,\n\
         r7.x,\u{200b},X1,,,,\n\
         r8.x,Nguyễn D,,UNIT_FOCAL,,,\n\
         r9.x,Nguyễn G,X1,CLUSTER_LEAD,,,\n\
         r10.x,Nguyễn H,X1,UNIT_FOCAL,@,2021-12-31,2021-01-01\n\
         r11.x,\"Nguyễn I,X1,,,,\n"
    );
    let codes = |answer: &Value| -> Vec<(i64, String, String)> {
        let problems = answer["problems"].as_array().unwrap_or_else(|| panic!("{answer:#}")).clone();
        let one = |problem: &Value| {
            (problem["line"].as_i64().expect("a line"), text(&problem["column"]), text(&problem["code"]))
        };
        problems.iter().map(one).collect()
    };
    let expected: Vec<(i64, String, String)> = [
        (2, "login", "INVISIBLE_CHARACTERS"),
        (3, "login", "BAD_LOGIN"),
        (4, "login", "BAD_LOGIN"),
        (5, "valid_to", "BAD_PERIOD"),
        (6, "email", "BAD_EMAIL"),
        (7, "full_name", "TOO_LONG"),
        (8, "full_name", "INVISIBLE_CHARACTERS"),
        (9, "full_name", "INVISIBLE_CHARACTERS"),
        (10, "unit_code", "SCOPE_MISSING"),
        (11, "role", "SCOPE_MISSING"),
        (12, "email", "BAD_EMAIL"),
        (12, "valid_to", "BAD_PERIOD"),
        (13, "", "OPEN_QUOTE"),
    ]
    .into_iter()
    .map(|(line, column, code)| (line, column.to_owned(), code.to_owned()))
    .collect();
    for validate_only in [true, false] {
        let input = json!({"csv": file, "validateOnly": validate_only, "request": "CV 5"});
        let answer = act(&mut admin, "importPeople", input).await;
        assert_eq!(codes(&answer), expected);
        assert_eq!(answer["firstPasswords"], json!([]));
    }
    let by_command = thidua::identity::import_people(
        &world.app.app,
        None,
        None,
        file.as_bytes(),
        thidua::shared::import::ImportMode::Apply,
    );
    let (report, passwords) = by_command.await.expect("the import runs");
    assert_eq!((report.problems.len(), passwords.len()), (expected.len(), 0), "the command line too");

    // What the file is refused, the screen refuses with the same code.
    let form = |login: &str, name: &str, email: Value| json!({"login": login, "displayName": name, "email": email, "request": "CV 5"});
    for (input, told) in [
        (form("an\u{200b}.nv", "Nguyễn Văn An", Value::Null), ("BAD_LOGIN", "login")),
        (form("r2.x", "Nguyễn B", json!("khong-phai-email")), ("BAD_EMAIL", "email")),
        (form("r5.x", &"Nguyễn ".repeat(100), Value::Null), ("TOO_LONG", "displayName")),
        (form("r6.x", "Nguyễn\u{ad} C", Value::Null), ("INVISIBLE_CHARACTERS", "displayName")),
        (form("r7.x", "\u{200b}", Value::Null), ("MISSING_FIELD", "displayName")),
    ] {
        let answer = act(&mut admin, "addAccount", input).await;
        assert_eq!(code(&answer), (&json!(told.0), &json!(told.1)), "{answer}");
    }
    let id = account(&mut admin, "cb-x1").await;
    for name in ["\u{200b}", "\u{3164}\u{3164}"] {
        let input = json!({"accountId": id, "displayName": name, "request": "CV 5"});
        assert_eq!(
            code(&act(&mut admin, "reviseAccount", input).await),
            (&json!("MISSING_FIELD"), &json!("displayName"))
        );
    }
    let backwards = json!({"accountId": id, "role": "ANALYST", "validFrom": "2021-12-31",
        "validTo": "2021-01-01", "legalBasis": "CV 5"});
    assert_eq!(
        code(&act(&mut admin, "assignRole", backwards).await),
        (&json!("BAD_PERIOD"), &json!("validTo"))
    );

    let twice = json!({"csv": "login,full_name,unit_code,unit_code\na.b,An,X1,X2\n", "validateOnly": true,
        "request": "CV 5"});
    let answer = act(&mut admin, "importPeople", twice).await;
    assert_eq!(codes(&answer), [(1, "unit_code".into(), "REPEATED_COLUMN".into())]);
}

#[tokio::test]
async fn a_role_from_a_file_rests_on_the_request_and_needs_its_unit_on_its_first_day() {
    let app = TestApp::start().await;
    crate::support::scenario::province_of(
        &app,
        "code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to\n\
         89,Tỉnh An Giang,An Giang Province,province,tỉnh,,2020-01-01,\n\
         D1,Sở Tư pháp,Department of Justice,department,sở,89,2020-01-01,\n\
         D2,Sở Nội vụ,Department of Home Affairs,department,sở,89,2020-01-01,2022-01-01\n",
    )
    .await;
    let mut admin = app.signed_in("quantri").await;
    let file = "login,full_name,unit_code,role,valid_from\n\
        nv.mot,Nguyễn Văn Một,D1,UNIT_FOCAL,2022-02-01\nnv.hai,Nguyễn Văn Hai,D2,UNIT_FOCAL,2022-02-01\n";
    let input = |csv: &str| json!({"csv": csv, "validateOnly": false, "request": "CV số 45"});
    let refused = act(&mut admin, "importPeople", input(file)).await;
    let problems = refused["problems"].as_array().expect("problems");
    assert_eq!(problems.len(), 1, "{refused}");
    assert_eq!((&problems[0]["line"], &problems[0]["code"]), (&json!(3), &json!("UNKNOWN_UNIT")));
    let good = file.replace("D2,UNIT_FOCAL,2022-02-01", "D2,UNIT_FOCAL,2021-12-10");
    assert_eq!(act(&mut admin, "importPeople", input(&good)).await["created"], 2);
    let id = account(&mut admin, "nv.mot").await;
    let roles = "query($id: ID!) { roleAssignments(accountId: $id) { role legalBasis } }";
    let held = admin.query(roles, json!({"id": id})).await.data()["roleAssignments"].clone();
    assert_eq!(held, json!([{"role": "UNIT_FOCAL", "legalBasis": "CV số 45"}]));
}

#[tokio::test]
async fn an_account_of_the_command_line_obeys_the_same_rules() {
    let app = TestApp::start().await;
    let account = |login: &str, name: &str, role: Role| thidua::identity::NewAccount {
        login: login.into(),
        display_name: name.into(),
        unit: None,
        email: None,
        assignments: vec![thidua::identity::NewAssignment {
            role,
            unit: None,
            valid_from: time::macros::date!(2021 - 12 - 01),
            valid_to: None,
            legal_basis: None,
        }],
    };
    let password = "Trời xanh trên Búng Bình Thiên";
    for bad in [
        account("=1+1", "Nguyễn A", Role::Analyst),
        account("nguyen.a", "\u{200b}", Role::Analyst),
        account("nguyen.a", "Nguyễn A", Role::ClusterLead),
    ] {
        let refused = thidua::identity::add_account(&app.app, bad, password).await;
        assert!(matches!(refused, Err(thidua::shared::error::Refusal::BadArgument(_))), "{refused:?}");
    }
    thidua::identity::add_account(&app.app, account(" Nguyen.A ", "Nguyễn A", Role::Analyst), password)
        .await
        .expect("made");
    assert!(thidua::identity::find_by_login(app.app.db.read(), "nguyen.a").await.expect("is read").is_some());
}

/// The present assignment of somebody by its role.
async fn assignment(admin: &mut Client, account: &str, role: &str) -> Value {
    let query = "query($id: ID!) { roleAssignments(accountId: $id) { id role onBehalfOf { id } } }";
    let held = admin.query(query, json!({"id": account})).await.data()["roleAssignments"].clone();
    let own = |one: &&Value| one["role"] == role && one["onBehalfOf"].is_null();
    held.as_array().expect("roles").iter().find(own).unwrap_or_else(|| panic!("{held:#}"))["id"].clone()
}

#[tokio::test]
async fn a_substitute_loses_the_place_with_the_holders_account_and_with_the_role() {
    let world = published().await;
    let mut admin = world.app.signed_in("quantri").await;
    let (leader, focal) = (account(&mut admin, "ld-x1").await, account(&mut admin, "cb-x1").await);
    let place = assignment(&mut admin, &leader, "UNIT_LEADER").await;
    let named = json!({"assignmentId": place, "accountId": focal, "validFrom": "2021-12-01",
        "validTo": "2021-12-20", "legalBasis": "Giấy nghỉ phép"});
    assert_eq!(act(&mut admin, "nameSubstitute", named).await["__typename"], "RoleAssignment");
    let mut substitute = world.app.signed_in("cb-x1").await;
    let roles = "{ viewer { assignments { role } } }";
    let leads = |answer: Value| {
        let held = answer["viewer"]["assignments"].as_array().expect("roles").clone();
        held.iter().any(|one| one["role"] == "UNIT_LEADER")
    };
    let holders = "{ accounts(first: 50, role: UNIT_LEADER) { nodes { login } } }";
    let is_listed = |answer: Value| {
        let nodes = answer["accounts"]["nodes"].as_array().expect("accounts").clone();
        nodes.iter().any(|node| node["login"] == "cb-x1")
    };
    assert!(leads(substitute.query(roles, json!({})).await.data()));
    assert!(is_listed(admin.query(holders, json!({})).await.data()));

    for (is_active, stands) in [(false, false), (true, true)] {
        let input = json!({"accountId": leader, "isActive": is_active, "request": "CV 6"});
        act(&mut admin, "setAccountActive", input).await;
        assert_eq!(leads(substitute.query(roles, json!({})).await.data()), stands, "the holder: {is_active}");
        assert_eq!(is_listed(admin.query(holders, json!({})).await.data()), stands);
    }
    let end = json!({"assignmentId": place, "lastDay": "2021-11-30", "reason": "Chuyển công tác"});
    assert_eq!(act(&mut admin, "endRole", end).await["__typename"], "RoleAssignment");
    assert!(!leads(substitute.query(roles, json!({})).await.data()), "the role itself has ended");
    assert!(!is_listed(admin.query(holders, json!({})).await.data()));
}

#[tokio::test]
async fn whoever_may_be_named_is_whoever_is_offered() {
    let world = published().await;
    let mut admin = world.app.signed_in("quantri").await;
    let offered =
        "query($id: ID!) { possibleSubstitutes(assignmentId: $id, first: 200) { nodes { login id } } }";
    let homeless = person(&world, &mut admin, "khong.don.vi", None).await;
    act(
        &mut admin,
        "assignRole",
        json!({"accountId": homeless, "role": "SECTOR_APPRAISER", "validFrom": "2021-12-01", "legalBasis": "QĐ 1"}),
    )
    .await;
    let everybody = admin.query("{ accounts(first: 200) { nodes { id login } } }", json!({})).await.data();
    let everybody = everybody["accounts"]["nodes"].as_array().expect("accounts").clone();
    let mut counts = Vec::new();
    for (login, role) in [
        ("totruong", "APPRAISAL_LEAD"),
        ("ld-x1", "UNIT_LEADER"),
        ("quanly", "CAMPAIGN_MANAGER"),
        ("khong.don.vi", "SECTOR_APPRAISER"),
    ] {
        let holder = account(&mut admin, login).await;
        let place = assignment(&mut admin, &holder, role).await;
        let mut own = world.app.signed_in(login).await;
        let found =
            own.query(offered, json!({"id": place})).await.data()["possibleSubstitutes"]["nodes"].clone();
        let found: Vec<Value> =
            found.as_array().expect("people").iter().map(|one| one["id"].clone()).collect();
        for (n, one) in everybody.iter().enumerate() {
            // A day of their own each, so that none is refused for standing in already.
            let day = format!("20{}-12-01", 22 + n);
            let input = json!({"assignmentId": place, "accountId": one["id"], "validFrom": day, "validTo": day,
                "legalBasis": "Giấy nghỉ phép"});
            let named = act(&mut own, "nameSubstitute", input).await;
            let is_named = named["__typename"] == "RoleAssignment" || named["code"] == "ROLES_EXCLUDE";
            assert_eq!(is_named, found.contains(&one["id"]), "{login} names {}: {named}", one["login"]);
        }
        counts.push(found.len());
    }
    assert_eq!(
        counts,
        [4, 1, everybody.len() - 1, 0],
        "of the own unit, or everybody for who lists accounts"
    );
}

#[tokio::test]
async fn what_is_delegated_to_a_substitute_and_to_whom_they_stand_in_for_is_theirs_to_fill_in() {
    let world = published().await;
    let mut admin = world.app.signed_in("quantri").await;
    let holder = person(&world, &mut admin, "phoi.hop", Some("X1")).await;
    let helper = person(&world, &mut admin, "lam.thay", Some("X1")).await;
    let given = give(&mut admin, &holder, "UNIT_CONTRIBUTOR", json!({"unitId": world.units["X1"]})).await;
    let named = json!({"assignmentId": given["id"], "accountId": helper, "validFrom": "2021-12-06",
        "validTo": "2021-12-15", "legalBasis": "Giấy nghỉ phép"});
    assert_eq!(act(&mut admin, "nameSubstitute", named).await["__typename"], "RoleAssignment");
    world.app.clock.set(datetime!(2021-12-10 08:00 +7));
    let mut focal = world.app.signed_in("cb-x1").await;
    let lines =
        "query($id: ID!) { submission(id: $id) { lines { id version viewerCanEdit criterion { code } } } }";
    let id = json!({"id": world.sheets["X1"]});
    let sheet = focal.query(lines, id.clone()).await.data()["submission"]["lines"].clone();
    let line = |code: &str| {
        let all = sheet.as_array().expect("lines");
        all.iter().find(|line| line["criterion"]["code"] == code).expect("the line")["id"].clone()
    };
    let delegate = "mutation($input: DelegateLinesInput!) { delegateLines(input: $input) { __typename } }";
    for (code, to) in [("E2", &helper), ("E1", &holder)] {
        let input = json!({"input": {"lineIds": [line(code)], "accountId": to}});
        let done = focal.query(delegate, input).await.data();
        assert_eq!(done["delegateLines"]["__typename"], "Delegation", "{code}");
    }
    let mut helping = world.app.signed_in("lam.thay").await;
    let seen = helping.query(lines, id.clone()).await.data()["submission"]["lines"].clone();
    let mut editable: Vec<String> = seen
        .as_array()
        .expect("lines")
        .iter()
        .filter(|line| line["viewerCanEdit"] == true)
        .map(|line| text(&line["criterion"]["code"]))
        .collect();
    editable.sort();
    assert_eq!(editable, ["E1", "E2"]);
    let work = "{ viewer { work(first: 50) { kind count } } }";
    let waiting = |answer: Value| {
        let items = answer["viewer"]["work"].as_array().expect("work").clone();
        items.iter().find(|item| item["kind"] == "FILL_DELEGATED").map(|item| item["count"].clone())
    };
    assert_eq!(
        waiting(helping.query(work, json!({})).await.data()),
        Some(json!(2)),
        "and both wait for them"
    );
    let save = "mutation($input: SaveScoreLineInput!) { saveScoreLine(input: $input) { __typename } }";
    for code in ["E1", "E2"] {
        let input = json!({"input": {"lineId": line(code), "version": 0, "facts": {"numerator": 9, "denominator": 10}}});
        let saved = helping.query(save, input).await;
        assert!(saved.errors().is_empty(), "{code}: {:?}", saved.errors());
    }
    world.app.clock.set(datetime!(2021-12-16 08:00 +7));
    let mut helping = world.app.signed_in("lam.thay").await;
    assert_eq!(waiting(helping.query(work, json!({})).await.data()), None, "the colleague is back");
}

#[tokio::test]
async fn a_role_from_a_file_is_over_the_unit_of_its_row_unless_the_province_is_named() {
    let world = published().await;
    let mut admin = world.app.signed_in("quantri").await;
    let input = |rows: &str| {
        let csv = format!("login,full_name,unit_code,role,scope\n{rows}");
        json!({"csv": csv, "validateOnly": false, "request": "CV số 7"})
    };
    let bad = "a.mot,Nguyễn Văn Một,X1,SECTOR_APPRAISER,\na.hai,Nguyễn Văn Hai,X1,UNIT_FOCAL,PROVINCE\n\
        a.ba,Nguyễn Văn Ba,,AUDITOR,\na.bon,Nguyễn Văn Bốn,X1,CLERK,TOAN TINH\n\
        a.nam,Nguyễn Văn Năm,X1,SYS_ADMIN,UNIT\n";
    let refused = act(&mut admin, "importPeople", input(bad)).await;
    let told: Vec<_> = refused["problems"]
        .as_array()
        .unwrap_or_else(|| panic!("{refused}"))
        .iter()
        .map(|one| (one["line"].as_i64(), text(&one["column"]), text(&one["code"])))
        .collect();
    let expected = [
        (2, "scope", "SCOPE_UNNAMED"),
        (3, "scope", "SCOPE_NOT_ALLOWED"),
        (4, "unit_code", "SCOPE_MISSING"),
        (5, "scope", "UNKNOWN_SCOPE"),
        (6, "scope", "SCOPE_NOT_ALLOWED"),
    ];
    assert_eq!(told, expected.map(|(line, column, code)| (Some(line), column.to_owned(), code.to_owned())));

    let good = "tt.x1,Nguyễn Văn Tra,X1,AUDITOR,\nvt.x1,Nguyễn Văn Thư,X1,CLERK,\npt.x1,Nguyễn Văn Tích,X1,ANALYST,UNIT\n\
        tt.tinh,Nguyễn Văn Tỉnh,X1,AUDITOR,PROVINCE\ntd.tinh,Nguyễn Văn Định,X1,SECTOR_APPRAISER,PROVINCE\n";
    assert_eq!(act(&mut admin, "importPeople", input(good)).await["created"], 5);
    let roles = "query($id: ID!) { roleAssignments(accountId: $id) { unit { code } } }";
    for (login, over) in [
        ("tt.x1", json!("X1")),
        ("vt.x1", json!("X1")),
        ("pt.x1", json!("X1")),
        ("tt.tinh", Value::Null),
        ("td.tinh", Value::Null),
    ] {
        let id = account(&mut admin, login).await;
        let held = admin.query(roles, json!({"id": id})).await.data()["roleAssignments"].clone();
        assert_eq!(held[0]["unit"]["code"], over, "{login}: {held}");
    }
}

#[tokio::test]
async fn on_every_day_to_come_somebody_administers() {
    let world = published().await;
    let mut admin = world.app.signed_in("quantri").await;
    let first = account(&mut admin, "quantri").await;
    let second = person(&world, &mut admin, "quantri.hai", None).await;
    let give = |to: Value| {
        json!({"accountId": second, "role": "SYS_ADMIN", "validFrom": "2021-12-01", "validTo": to,
            "legalBasis": "QĐ số 9"})
    };
    let until_today = act(&mut admin, "assignRole", give(json!("2021-12-01"))).await;
    assert_eq!(until_today["__typename"], "RoleAssignment", "{until_today}");
    let own = assignment(&mut admin, &first, "SYS_ADMIN").await;
    let end = |day: &str| json!({"assignmentId": own, "lastDay": day, "reason": "Chuyển công tác"});
    for day in ["2021-12-01", "2021-12-31"] {
        let refused = act(&mut admin, "endRole", end(day)).await;
        assert_eq!(
            code(&refused),
            (&json!("LAST_ADMINISTRATOR"), &json!("accountId")),
            "{day}: nobody after it"
        );
    }
    let mut other = world.app.signed_in("quantri.hai").await;
    let close = json!({"accountId": first, "isActive": false, "request": "CV 3"});
    let refused = act(&mut other, "setAccountActive", close).await;
    assert_eq!(code(&refused), (&json!("LAST_ADMINISTRATOR"), &json!("accountId")));

    // From the day after the first one's last day on the second administers for ever: no day is left without.
    let mut later = give(Value::Null);
    later["validFrom"] = json!("2021-12-16");
    assert_eq!(act(&mut admin, "assignRole", later).await["__typename"], "RoleAssignment");
    let gap = act(&mut admin, "endRole", end("2021-12-14")).await;
    assert_eq!(code(&gap), (&json!("LAST_ADMINISTRATOR"), &json!("accountId")), "the 15th");
    assert_eq!(act(&mut admin, "endRole", end("2021-12-15")).await["validTo"], "2021-12-15");
}

#[tokio::test]
async fn no_role_begins_before_the_account_or_ends_before_today() {
    let world = published().await;
    let mut admin = world.app.signed_in("quantri").await;
    let id = person(&world, &mut admin, "cb.moi", Some("X1")).await;
    let role = |from: &str, to: &str| json!({"accountId": id, "role": "AUDITOR", "validFrom": from, "validTo": to, "legalBasis": "QĐ số 9"});
    let refused = act(&mut admin, "assignRole", role("2010-01-01", "2011-12-31")).await;
    assert_eq!(code(&refused), (&json!("BEFORE_ACCOUNT"), &json!("validFrom")));
    world.app.clock.set(datetime!(2021-12-10 08:00 +7));
    let mut admin = world.app.signed_in("quantri").await;
    let refused = act(&mut admin, "assignRole", role("2021-12-02", "2021-12-09")).await;
    assert_eq!(code(&refused), (&json!("ENDS_IN_THE_PAST"), &json!("validTo")));
    assert_eq!(
        act(&mut admin, "assignRole", role("2021-12-02", "2021-12-31")).await["__typename"],
        "RoleAssignment"
    );
    let file = "login,full_name,unit_code,role,valid_from\nnv.cu,Nguyễn Văn Cũ,X1,UNIT_FOCAL,2010-01-01\n";
    let input = json!({"csv": file, "validateOnly": true, "request": "CV số 7"});
    let told = act(&mut admin, "importPeople", input).await["problems"][0].clone();
    assert_eq!((&told["column"], &told["code"]), (&json!("valid_from"), &json!("BEFORE_ACCOUNT")));
}

#[tokio::test]
async fn nobody_searches_in_sign_in_names_that_they_are_not_shown() {
    let world = published().await;
    let mut admin = world.app.signed_in("quantri").await;
    let made = json!({"login": "tacg.lm", "displayName": "Lê Minh Tác", "request": "CV số 1",
        "unitId": world.units["X1"]});
    assert_eq!(act(&mut admin, "addAccount", made).await["__typename"], "Invitation");
    let mut leader = world.app.signed_in("ld-x1").await;
    let viewer = leader.query("{ viewer { assignments { id } } }", json!({})).await.data();
    let mine = &viewer["viewer"]["assignments"][0]["id"];
    let query = "query($id: ID!, $search: String) { possibleSubstitutes(assignmentId: $id, first: 10, \
        search: $search) { totalCount } }";
    let mut admins = world.app.signed_in("quantri").await;
    for (search, to_the_leader, to_the_administrator) in [("tacg", 0, 1), ("minh tác", 1, 1)] {
        let asked = json!({"id": mine, "search": search});
        let found = leader.query(query, asked.clone()).await.data()["possibleSubstitutes"].clone();
        assert_eq!(found["totalCount"], to_the_leader, "{search}");
        let found = admins.query(query, asked).await.data()["possibleSubstitutes"].clone();
        assert_eq!(found["totalCount"], to_the_administrator, "{search}");
    }
}
