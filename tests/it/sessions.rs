//! Sessions listed and ended, passwords refused, and the question asked again before deeds of weight.

use serde_json::{Value, json};
use thidua::access::Role;
use thidua::config::Config;
use time::Duration;

use crate::support::scenario;
use crate::support::{Client, PASSWORD, TestApp};

const SESSIONS: &str = "{ viewer { sessions { id isCurrent } } }";
const CONFIRM: &str = "mutation($i: ConfirmIdentityInput!) { confirmIdentity(input: $i) { __typename \
    ... on IdentityProblem { code path } } }";

async fn sessions(client: &mut Client) -> Vec<Value> {
    let viewer = client.query(SESSIONS, json!({})).await.data();
    viewer["viewer"]["sessions"].as_array().expect("sessions").clone()
}

async fn end(client: &mut Client, id: &Value) -> crate::support::Answer {
    let query = "mutation($i: EndSessionInput!) { endSession(input: $i) }";
    client.query(query, json!({"i": {"id": id}})).await
}

async fn is_signed_in(client: &mut Client) -> bool {
    client.query("{ viewer { mustChangePassword } }", json!({})).await.data()["viewer"].is_object()
}

#[tokio::test]
async fn a_person_ends_one_session_of_theirs() {
    let app = TestApp::start().await;
    app.add_person("phantich", Role::Analyst).await;
    let mut home = app.signed_in("phantich").await;
    let mut office = app.signed_in("phantich").await;
    let other = sessions(&mut office).await.into_iter().find(|session| session["isCurrent"] == false);
    let answer = end(&mut office, &other.expect("the one at home")["id"]).await.data();
    assert_eq!(answer["endSession"], true);
    assert!(!is_signed_in(&mut home).await);
    assert!(is_signed_in(&mut office).await);
    assert_eq!(sessions(&mut office).await.len(), 1);
}

#[tokio::test]
async fn a_person_ends_all_sessions_but_the_present_one() {
    let app = TestApp::start().await;
    app.add_person("phantich", Role::Analyst).await;
    let mut home = app.signed_in("phantich").await;
    let mut phone = app.signed_in("phantich").await;
    let mut office = app.signed_in("phantich").await;
    let answer = office.query("mutation { endOtherSessions }", json!({})).await.data();
    assert_eq!(answer["endOtherSessions"], 2);
    assert!(!is_signed_in(&mut home).await && !is_signed_in(&mut phone).await);
    assert!(is_signed_in(&mut office).await);
}

#[tokio::test]
async fn the_session_of_somebody_else_does_not_exist_but_for_administrators() {
    let app = TestApp::start().await;
    let account = app.add_person("phantich", Role::Analyst).await;
    app.add_person("quanly", Role::CampaignManager).await;
    app.add_person("quantri", Role::SysAdmin).await;
    let mut analyst = app.signed_in("phantich").await;
    let id = sessions(&mut analyst).await[0]["id"].clone();

    let mut manager = app.signed_in("quanly").await;
    let theirs = end(&mut manager, &id).await;
    let nothing = end(&mut manager, &json!("0".repeat(64))).await;
    assert_eq!(theirs.bytes, nothing.bytes);
    assert_eq!(theirs.code(), "NOT_FOUND");
    let list = "query($a: ID!) { sessionsOf(accountId: $a) { id } }";
    assert_eq!(manager.query(list, json!({"a": account})).await.code(), "FORBIDDEN");

    let mut administrator = app.signed_in("quantri").await;
    let seen = administrator.query(list, json!({"a": account})).await.data();
    assert_eq!(seen["sessionsOf"][0]["id"], id);
    end(&mut administrator, &id).await.data();
    assert!(!is_signed_in(&mut analyst).await);

    let mut analyst = app.signed_in("phantich").await;
    let all = "mutation($i: EndSessionsOfInput!) { endSessionsOf(input: $i) }";
    assert_eq!(manager.query(all, json!({"i": {"accountId": account}})).await.code(), "FORBIDDEN");
    let ended = administrator.query(all, json!({"i": {"accountId": account}})).await.data();
    assert_eq!(ended["endSessionsOf"], 1);
    assert!(!is_signed_in(&mut analyst).await);
    let deeds = app.deeds().await;
    assert!(deeds.contains(&"identity.session_ended".to_owned()), "{deeds:?}");
    assert!(deeds.contains(&"identity.sessions_ended".to_owned()), "{deeds:?}");
}

#[tokio::test]
async fn a_bad_new_password_is_refused_at_its_field_with_its_reason() {
    let app = TestApp::start().await;
    app.add_person("phantich", Role::Analyst).await;
    let mut client = app.signed_in("phantich").await;
    let change = "mutation($i: ChangePasswordInput!) { changePassword(input: $i) { __typename \
        ... on IdentityProblem { code path message } } }";
    let cases = [
        ("mười một kt", "PASSWORD_TOO_SHORT"),
        ("Basketball 2021!", "PASSWORD_BREACHED"),
        ("Đồng chí phantich", "PASSWORD_PERSONAL"),
        ("111111111111112", "PASSWORD_COMMON"),
    ];
    for (new, code) in cases {
        let input = json!({"i": {"currentPassword": PASSWORD, "newPassword": new}});
        let answer = client.query(change, input).await.data();
        assert_eq!(answer["changePassword"]["code"], code, "{new}");
        assert_eq!(answer["changePassword"]["path"], json!(["input", "newPassword"]));
    }
    let options = app.anonymous().query("{ signInOptions { passwordMinLength } }", json!({})).await.data();
    assert_eq!(options["signInOptions"]["passwordMinLength"], 12);
}

#[tokio::test]
async fn a_password_is_the_same_however_its_letters_are_typed() {
    let app = TestApp::start().await;
    app.add_person("phantich", Role::Analyst).await;
    let decomposed = "mu\u{31b}a ra\u{300}o o\u{31b}\u{309} Nu\u{301}i Sam";
    assert_eq!(PASSWORD, "mưa rào ở Núi Sam");
    let answer = app.anonymous().sign_in("phantich", decomposed).await.data();
    assert_eq!(answer["signIn"]["__typename"], "Viewer");
}

#[tokio::test]
async fn publishing_asks_again_who_one_is_once_the_sign_in_is_old() {
    let config = Config { second_factor_required: Some(false), ..Config::default() };
    let app = TestApp::start_with(config).await;
    scenario::province(&app).await;
    let (mut manager, campaign, _) = scenario::draft(&app).await;
    let publish = "mutation($i: PublishCampaignInput!) { publishCampaign(input: $i) { __typename } }";
    let input = json!({"i": {"id": campaign, "version": 0}});

    app.pass(Duration::minutes(10));
    assert_eq!(manager.query(publish, input.clone()).await.code(), "STEP_UP_REQUIRED");
    let mut analyst = app.signed_in("phantich").await;
    app.pass(Duration::minutes(10));
    let hidden = analyst.query(publish, input.clone()).await;
    assert_eq!(hidden.code(), "NOT_FOUND", "whoever may not see it is not asked");

    let wrong = manager.query(CONFIRM, json!({"i": {"password": "không phải mật khẩu"}})).await.data();
    assert_eq!(wrong["confirmIdentity"]["code"], "WRONG_PASSWORD");
    assert_eq!(wrong["confirmIdentity"]["path"], json!(["input", "password"]));
    assert_eq!(manager.query(publish, input.clone()).await.code(), "STEP_UP_REQUIRED");

    let before = manager.cookie().map(str::to_owned);
    let right = manager.query(CONFIRM, json!({"i": {"password": PASSWORD}})).await.data();
    assert_eq!(right["confirmIdentity"]["__typename"], "Viewer");
    assert_ne!(before.as_deref(), manager.cookie(), "a new session id");
    let heard = manager.query(publish, input).await.data();
    assert_eq!(
        heard["publishCampaign"]["__typename"], "CampaignProblem",
        "the policy and the question are passed"
    );
}

#[tokio::test]
async fn confirming_does_not_make_a_session_younger() {
    let app = TestApp::start().await;
    app.add_person("phantich", Role::Analyst).await;
    let mut client = app.signed_in("phantich").await;
    for _ in 0..23 {
        app.pass(Duration::minutes(30));
        client.query(CONFIRM, json!({"i": {"password": PASSWORD}})).await.data();
    }
    app.pass(Duration::minutes(30));
    assert!(!is_signed_in(&mut client).await, "twelve hours are the end");
}

#[tokio::test]
async fn whoever_has_stolen_a_session_does_not_guess_the_password_in_it() {
    let app = TestApp::start().await;
    app.add_person("phantich", Role::Analyst).await;
    let mut client = app.signed_in("phantich").await;
    for _ in 0..5 {
        client.query(CONFIRM, json!({"i": {"password": "sai"}})).await.data();
    }
    let answer = client.query(CONFIRM, json!({"i": {"password": PASSWORD}})).await.data();
    assert_eq!(answer["confirmIdentity"]["code"], "TOO_MANY_ATTEMPTS");
}
