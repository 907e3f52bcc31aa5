//! Personal tokens: made, used, limited, revoked.

use axum::body::Body;
use http::header::{AUTHORIZATION, SET_COOKIE, WWW_AUTHENTICATE};
use http::{Request, StatusCode};
use serde_json::{Value, json};
use thidua::access::Role;
use thidua::config::Config;
use time::Duration;

use crate::support::{Client, TestApp};

const WHO: &str = "{ viewer { account { login } } }";
const CREATE: &str = "mutation($i: CreateApiTokenInput!) { createApiToken(input: $i) { __typename \
    ... on CreatedApiToken { secret token { id name scope hint isOpen } } \
    ... on ApiTokenProblem { code path } } }";
const REVOKE: &str = "mutation($i: ID!) { revokeApiToken(input: {id: $i}) { id isOpen revokedAt } }";
const MINE: &str = "{ viewer { apiTokens { name hint isOpen lastUsedAt lastUsedAddress } } }";

async fn create(client: &mut Client, scope: &str, days: i32) -> (String, String) {
    let input = json!({"i": {"name": "Báo cáo tuần", "scope": scope, "days": days}});
    let answer = client.query(CREATE, input).await.data()["createApiToken"].clone();
    let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{answer:#}")).to_owned();
    (text(&answer["token"]["id"]), text(&answer["secret"]))
}

#[tokio::test]
async fn a_token_opens_graphql_in_its_persons_name_until_it_is_revoked() {
    let app = TestApp::start().await;
    app.add_person("phantich", Role::Analyst).await;
    let mut client = app.signed_in("phantich").await;
    let (id, secret) = create(&mut client, "READ", 30).await;
    assert!(secret.starts_with("thidua_"), "{secret}");

    let answer = app.anonymous().query_by_token(&secret, WHO).await;
    assert_eq!(answer.data()["viewer"]["account"]["login"], "phantich");
    assert!(!answer.headers.contains_key(SET_COOKIE), "a program gets no session");
    let listed = client.query(MINE, json!({})).await.data()["viewer"]["apiTokens"][0].clone();
    assert_eq!(listed["isOpen"], true);
    assert_eq!(listed["lastUsedAddress"], "203.0.113.7");
    assert!(secret.ends_with(listed["hint"].as_str().expect("a hint")));

    let revoked = client.query(REVOKE, json!({"i": id})).await.data();
    assert_eq!(revoked["revokeApiToken"]["isOpen"], false);
    let refused = app.anonymous().query_by_token(&secret, WHO).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert_eq!(refused.headers[WWW_AUTHENTICATE], "Bearer");
    assert_eq!(refused.code(), "UNAUTHENTICATED");
    let deeds = app.deeds().await;
    assert!(
        ["tokens.created", "tokens.revoked"].iter().all(|deed| deeds.iter().any(|d| d == deed)),
        "{deeds:?}"
    );
}

#[tokio::test]
async fn unknown_malformed_expired_and_revoked_tokens_get_the_same_answer() {
    let app = TestApp::start().await;
    app.add_person("phantich", Role::Analyst).await;
    let mut client = app.signed_in("phantich").await;
    let (_, expired) = create(&mut client, "READ", 1).await;
    let (id, revoked) = create(&mut client, "READ", 30).await;
    client.query(REVOKE, json!({"i": id})).await.data();
    app.pass(Duration::days(1));
    let unknown = format!("thidua_{}", "0".repeat(72));
    let mut answers = Vec::new();
    for token in [expired.as_str(), &revoked, &unknown, "x", "", "thidua_ü"] {
        let answer = app.anonymous().query_by_token(token, WHO).await;
        answers.push((answer.status, answer.bytes));
    }
    let basic = Request::builder().uri("/graphql?query=%7B__typename%7D").header(AUTHORIZATION, "Basic eDp4");
    let answer = app.anonymous().send(basic.body(Body::empty()).expect("a request")).await;
    answers.push((answer.status, answer.bytes));
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
}

#[tokio::test]
async fn a_reading_token_changes_nothing_and_a_writing_one_does_not_touch_sign_in() {
    let app = TestApp::start().await;
    app.add_person("phantich", Role::Analyst).await;
    let mut client = app.signed_in("phantich").await;
    let (_, reads) = create(&mut client, "READ", 30).await;
    let (_, writes) = create(&mut client, "READ_WRITE", 30).await;
    let mutation =
        "mutation { createCriteriaSet: publishResult(input: {id: \"x\", version: 0}) { __typename } }";
    let refused = app.anonymous().query_by_token(&reads, mutation).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::FORBIDDEN, "FORBIDDEN"));
    let heard = app.anonymous().query_by_token(&writes, mutation).await;
    assert_eq!(
        (heard.status, heard.code().as_str()),
        (StatusCode::OK, "NOT_FOUND"),
        "asked, as its person would be"
    );

    let own = [
        "mutation { signOut }",
        "mutation { signOutEverywhere }",
        "mutation { endOtherSessions }",
        "mutation { beginSecondFactor { __typename } }",
        "mutation { createApiToken(input: {name: \"x\", scope: READ, days: 1}) { __typename } }",
        "mutation { confirmIdentity(input: {password: \"x\"}) { __typename } }",
        "mutation { signIn(input: {login: \"x\", password: \"x\"}) { __typename } }",
        "mutation { changePassword(input: {currentPassword: \"x\", newPassword: \"x\"}) { __typename } }",
    ];
    for deed in own {
        let answer = app.anonymous().query_by_token(&writes, deed).await;
        assert_eq!(answer.code(), "FORBIDDEN", "{deed}");
    }
}

#[tokio::test]
async fn a_token_is_never_wider_than_its_person_and_never_mixed_with_a_cookie() {
    let app = TestApp::start().await;
    app.add_person("phantich", Role::Analyst).await;
    app.add_person("quantri", Role::SysAdmin).await;
    let mut analyst = app.signed_in("phantich").await;
    let (id, secret) = create(&mut analyst, "READ_WRITE", 30).await;
    let accounts = "{ accounts(first: 1) { nodes { id } } }";
    assert_eq!(app.anonymous().query_by_token(&secret, accounts).await.code(), "FORBIDDEN");

    let mut administrator = app.signed_in("quantri").await;
    let both = administrator.query_by_token(&secret, WHO).await.data();
    assert_eq!(both["viewer"]["account"]["login"], "phantich", "the cookie is not looked at");
    let bad = administrator.query_by_token("x", WHO).await;
    assert_eq!(bad.code(), "UNAUTHENTICATED", "and does not stand in");
    let file = Request::builder().uri("/files/x").header(AUTHORIZATION, format!("Bearer {secret}"));
    let answer = administrator.send(file.body(Body::empty()).expect("a request")).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "a token opens GraphQL only");

    app.add_person("quanly", Role::CampaignManager).await;
    let mut manager = app.signed_in("quanly").await;
    let theirs = manager.query(REVOKE, json!({"i": id})).await;
    assert_eq!(theirs.code(), "NOT_FOUND");
    administrator.query(REVOKE, json!({"i": id})).await.data();
    assert_eq!(app.anonymous().query_by_token(&secret, WHO).await.code(), "UNAUTHENTICATED");
}

#[tokio::test]
async fn the_trail_names_the_token_and_a_use_is_noted_once_a_minute() {
    let app = TestApp::start().await;
    let world = crate::support::scenario::province(&app).await;
    assert!(!world.is_empty());
    let (mut manager, campaign, criteria) = crate::support::scenario::draft(&app).await;
    let (_, secret) = create(&mut manager, "READ_WRITE", 30).await;
    let people = "{ accounts(first: 1, role: SECTOR_APPRAISER) { nodes { id } } }";
    let appraiser = app.anonymous().query_by_token(&secret, people).await.data();
    let assign = format!(
        "mutation {{ assignAppraiser(input: {{campaignId: \"{campaign}\", accountId: {}, criterionIds: [\"{}\"]}}) \
           {{ __typename }} }}",
        appraiser["accounts"]["nodes"][0]["id"], criteria["C2"]
    );
    app.anonymous().query_by_token(&secret, &assign).await.data();
    let mut auditor = app.signed_in("thanhtra").await;
    let trail = auditor
        .query(
            "{ auditEntries(first: 1, deed: \"campaign.appraiser_assigned\") \
        { nodes { actorName } } }",
            json!({}),
        )
        .await
        .data();
    assert_eq!(trail["auditEntries"]["nodes"][0]["actorName"], "Đồng chí quanly (API: Báo cáo tuần)");

    let used = "{ viewer { apiTokens { lastUsedAt } } }";
    let first = manager.query(used, json!({})).await.data()["viewer"]["apiTokens"][0]["lastUsedAt"].clone();
    app.pass(Duration::seconds(59));
    app.anonymous().query_by_token(&secret, WHO).await.data();
    assert_eq!(manager.query(used, json!({})).await.data()["viewer"]["apiTokens"][0]["lastUsedAt"], first);
    app.pass(Duration::seconds(1));
    app.anonymous().query_by_token(&secret, WHO).await.data();
    assert_ne!(manager.query(used, json!({})).await.data()["viewer"]["apiTokens"][0]["lastUsedAt"], first);
    let publish =
        format!("mutation {{ publishCampaign(input: {{id: \"{campaign}\", version: 0}}) {{ __typename }} }}");
    assert_eq!(
        app.anonymous().query_by_token(&secret, &publish).await.code(),
        "FORBIDDEN",
        "nobody can be asked again"
    );
}

#[tokio::test]
async fn a_new_token_has_a_name_and_an_end_and_is_made_by_somebody_who_is_there() {
    let app = TestApp::start_with(Config { second_factor_required: Some(false), ..Config::default() }).await;
    app.add_person("phantich", Role::Analyst).await;
    let mut client = app.signed_in("phantich").await;
    for (name, days, code, field) in [
        (" ", 30, "NAME_MISSING", "name"),
        ("x", 0, "BAD_LIFETIME", "days"),
        ("x", 366, "BAD_LIFETIME", "days"),
    ] {
        let input = json!({"i": {"name": name, "scope": "READ", "days": days}});
        let answer = client.query(CREATE, input).await.data()["createApiToken"].clone();
        assert_eq!((&answer["code"], &answer["path"]), (&json!(code), &json!(["input", field])));
    }
    for _ in 0..20 {
        create(&mut client, "READ", 30).await;
    }
    let input = json!({"i": {"name": "x", "scope": "READ", "days": 30}});
    let answer = client.query(CREATE, input.clone()).await.data();
    assert_eq!(answer["createApiToken"]["code"], "TOO_MANY");
    app.pass(Duration::minutes(10));
    assert_eq!(client.query(CREATE, input).await.code(), "STEP_UP_REQUIRED");
}

async fn opens(app: &TestApp, secret: &str) -> bool {
    app.anonymous().query_by_token(secret, WHO).await.status == StatusCode::OK
}

/// The entries of the trail about revoked tokens: who did it, and with what the token ended.
async fn revoked(app: &TestApp) -> Vec<(Value, String)> {
    let query = "{ auditEntries(first: 50, deed: \"tokens.revoked\") { nodes { actorName after } } }";
    let mut auditor = app.signed_in("thanhtra").await;
    let found = auditor.query(query, json!({})).await.data();
    let nodes = found["auditEntries"]["nodes"].as_array().expect("entries").clone();
    nodes
        .iter()
        .map(|node| (node["actorName"].clone(), node["after"].as_str().unwrap_or_default().to_owned()))
        .collect()
}

#[tokio::test]
async fn tokens_end_with_the_password_and_with_the_account() {
    let app = TestApp::start().await;
    app.add_person("quantri", Role::SysAdmin).await;
    app.add_person("thanhtra", Role::Auditor).await;
    let account = app.add_person("phantich", Role::Analyst).await;
    app.add_person("khac", Role::Analyst).await;
    let mut admin = app.signed_in("quantri").await;
    let (_, of_other) = create(&mut app.signed_in("khac").await, "READ", 30).await;

    let mut own = app.signed_in("phantich").await;
    let (_, one) = create(&mut own, "READ", 30).await;
    let (_, two) = create(&mut own, "READ_WRITE", 30).await;
    let change = "mutation($i: ChangePasswordInput!) { changePassword(input: $i) { __typename } }";
    let input =
        json!({"i": {"currentPassword": crate::support::PASSWORD, "newPassword": "lúa vàng Thoại Sơn"}});
    own.query(change, input).await.data();
    assert!(!opens(&app, &one).await && !opens(&app, &two).await, "changed");

    let (_, three) = create(&mut own, "READ", 30).await;
    let renew = "mutation($i: RenewPasswordInput!) { renewPassword(input: $i) { __typename } }";
    admin.query(renew, json!({"i": {"accountId": account, "request": "CV 1"}})).await.data();
    assert!(!opens(&app, &three).await, "renewed by an administrator");

    thidua::identity::reset_password(&app.app, "khac", "Trời xanh trên Búng Bình Thiên")
        .await
        .expect("reset");
    assert!(!opens(&app, &of_other).await, "reset by the command line");

    app.add_person("dong", Role::Analyst).await;
    let (_, four) = create(&mut app.signed_in("dong").await, "READ", 30).await;
    let list = "{ accounts(first: 50) { nodes { id login } } }";
    let found = admin.query(list, json!({})).await.data()["accounts"]["nodes"].clone();
    let id = found.as_array().expect("accounts").iter().find(|one| one["login"] == "dong").expect("it")["id"]
        .clone();
    let close = "mutation($i: SetAccountActiveInput!) { setAccountActive(input: $i) { __typename } }";
    for is_active in [false, true] {
        let input = json!({"i": {"accountId": id, "isActive": is_active, "request": "CV 2"}});
        admin.query(close, input).await.data();
        assert!(!opens(&app, &four).await, "ended for good, also once the account is open again");
    }
    let ended: Vec<(String, bool)> = revoked(&app)
        .await
        .into_iter()
        .map(|(who, after)| (who.as_str().expect("a name").to_owned(), after.contains("ACCOUNT")))
        .collect();
    let by = |name: &str, with_account| (name.to_owned(), with_account);
    assert_eq!(
        ended,
        [
            by("Đồng chí quantri", true),
            by("Thi Đua", false),
            by("Đồng chí quantri", false),
            by("Đồng chí phantich", false),
            by("Đồng chí phantich", false),
        ]
    );
}

#[tokio::test]
async fn a_token_keeps_to_the_roles_it_was_made_with_and_ends_with_the_last() {
    let app = TestApp::start().await;
    app.add_person("thanhtra", Role::Auditor).await;
    app.add_person("quantri", Role::SysAdmin).await;
    let account = app.add_person("phantich", Role::Analyst).await;
    let mut admin = app.signed_in("quantri").await;
    let mut own = app.signed_in("phantich").await;
    let (_, secret) = create(&mut own, "READ", 30).await;
    let give = "mutation($i: AssignRoleInput!) { assignRole(input: $i) { __typename ... on RoleAssignment { id } } }";
    let role = |role: &str| json!({"i": {"accountId": account, "role": role, "validFrom": "2021-12-01", "legalBasis": "QĐ 1"}});
    let auditor = admin.query(give, role("AUDITOR")).await.data()["assignRole"]["id"].clone();
    let trail = "{ viewer { canReadAudit canExploreGraphql } }";
    assert_eq!(own.query(trail, json!({})).await.data()["viewer"]["canReadAudit"], true);
    let by_token = app.anonymous().query_by_token(&secret, trail).await.data()["viewer"].clone();
    assert_eq!(by_token, json!({"canReadAudit": false, "canExploreGraphql": true}), "given later");

    let (_, both) = create(&mut own, "READ", 30).await;
    let act_as = "mutation($i: ID) { actAs(input: {assignmentId: $i}) { canReadAudit } }";
    own.query(act_as, json!({"i": auditor})).await.data();
    let (_, as_auditor) = create(&mut own, "READ", 30).await;
    let end = "mutation($i: EndRoleInput!) { endRole(input: $i) { __typename } }";
    let roles = "query($id: ID!) { roleAssignments(accountId: $id) { id role } }";
    let held = admin.query(roles, json!({"id": account})).await.data()["roleAssignments"].clone();
    let analyst =
        held.as_array().expect("roles").iter().find(|one| one["role"] == "ANALYST").expect("it")["id"]
            .clone();
    let ended = |id: &Value, day: &str| json!({"i": {"assignmentId": id, "lastDay": day, "reason": "Chuyển công tác"}});
    admin.query(end, ended(&analyst, "2021-11-30")).await.data();
    assert!(!opens(&app, &secret).await, "its only role has ended");
    assert!(opens(&app, &both).await && opens(&app, &as_auditor).await);
    let left = app.anonymous().query_by_token(&both, trail).await.data()["viewer"].clone();
    assert_eq!(left["canReadAudit"], true);
    admin.query(give, role("ANALYST")).await.data();
    assert!(!opens(&app, &secret).await, "given anew is another role");
    let told = revoked(&app).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].1.contains("ROLE"));

    // A role that runs out by itself: nothing opens from the next day, and the sweep says so in the trail.
    admin.query(end, ended(&auditor, "2021-12-02")).await.data();
    assert!(opens(&app, &as_auditor).await);
    app.pass(Duration::days(2));
    assert!(!opens(&app, &as_auditor).await);
    assert_eq!(revoked(&app).await.len(), 1);
    assert_eq!(thidua::tokens::sweep(&app.app).await.expect("swept"), 2);
    assert_eq!(thidua::tokens::sweep(&app.app).await.expect("swept"), 0);
    let told = revoked(&app).await;
    assert_eq!((told.len(), &told[0].0), (3, &json!("Thi Đua")));
}

#[tokio::test]
async fn a_token_of_somebody_without_roles_stays_without() {
    let app = TestApp::start().await;
    app.add_person("quantri", Role::SysAdmin).await;
    let account = thidua::identity::NewAccount {
        login: "chua.co".into(),
        display_name: "Đồng chí chưa có".into(),
        unit: None,
        email: None,
        assignments: vec![],
    };
    app.add_accounts(vec![account]).await;
    let (_, secret) = create(&mut app.signed_in("chua.co").await, "READ", 30).await;
    assert!(opens(&app, &secret).await);
    assert_eq!(thidua::tokens::sweep(&app.app).await.expect("swept"), 0);
    let found = "{ accounts(first: 9, search: \"chua.co\") { nodes { id } } }";
    let mut quantri = app.signed_in("quantri").await;
    let id = quantri.query(found, json!({})).await.data()["accounts"]["nodes"][0]["id"].clone();
    let give = "mutation($i: AssignRoleInput!) { assignRole(input: $i) { __typename } }";
    let role =
        json!({"i": {"accountId": id, "role": "ANALYST", "validFrom": "2021-12-01", "legalBasis": "QĐ 1"}});
    quantri.query(give, role).await.data();
    let asked = "{ viewer { canExploreGraphql } }";
    assert_eq!(
        app.anonymous().query_by_token(&secret, asked).await.data()["viewer"]["canExploreGraphql"],
        false
    );
}
