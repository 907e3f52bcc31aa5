//! The second factor: set up, asked for at sign-in, never twice with one code, lost and reset.

use serde_json::{Value, json};
use thidua::access::Role;
use thidua::config::Config;
use thidua::shared::clock::Clock as _;
use time::Duration;
use totp_rs::{Builder, Secret};

use crate::support::command_line::thidua;
use crate::support::{Client, PASSWORD, TestApp};

const BEGIN: &str = "mutation { beginSecondFactor { __typename ... on SecondFactorEnrolment { secret uri qrSvg } \
    ... on SecondFactorProblem { code } } }";
const CONFIRM: &str = "mutation($c: String!) { confirmSecondFactor(input: {code: $c}) { __typename \
    ... on RecoveryCodes { codes } ... on SecondFactorProblem { code path } } }";
const VERIFY: &str = "mutation($c: String!) { verifySignInCode(input: {code: $c}) { __typename \
    ... on IdentityProblem { code path message } } }";
const FACTOR: &str =
    "{ viewer { secondFactor { isActive recoveryCodesLeft isRequired } mustEnrolSecondFactor } }";

/// What a phone shows at the application's time.
fn code(app: &TestApp, secret: &str) -> String {
    let secret = Secret::try_from_base32(secret).expect("base 32");
    let phone = Builder::new().with_secret(secret).with_account_name("x").with_issuer(Some("Thi Đua"));
    let now = u64::try_from(app.clock.now().unix_timestamp()).expect("after 1970");
    phone.build().expect("sound").generate(now).to_string()
}

/// Sets up a second factor; answers its secret and the recovery codes.
pub async fn enrol(app: &TestApp, client: &mut Client) -> (String, Vec<String>) {
    let begun = client.query(BEGIN, json!({})).await.data();
    let secret = begun["beginSecondFactor"]["secret"].as_str().expect("a secret").to_owned();
    let confirmed = client.query(CONFIRM, json!({"c": code(app, &secret)})).await.data();
    let codes = confirmed["confirmSecondFactor"]["codes"].as_array().expect("codes").clone();
    app.pass(Duration::seconds(60));
    (secret, codes.iter().map(|code| code.as_str().expect("text").to_owned()).collect())
}

async fn verify(client: &mut Client, code: &str) -> Value {
    client.query(VERIFY, json!({"c": code})).await.data()["verifySignInCode"].clone()
}

/// The first step of a sign-in.
async fn with_password(app: &TestApp, login: &str) -> Client {
    let mut client = app.anonymous();
    let answer = client.sign_in(login, PASSWORD).await.data();
    assert_eq!(answer["signIn"]["__typename"], "SecondFactorNeeded");
    client
}

async fn is_signed_in(client: &mut Client) -> bool {
    client.query(FACTOR, json!({})).await.data()["viewer"].is_object()
}

#[tokio::test]
async fn with_a_second_factor_the_password_alone_opens_nothing() {
    let app = TestApp::start().await;
    app.add_person("quanly", Role::CampaignManager).await;
    let mut client = app.signed_in("quanly").await;
    let begun = client.query(BEGIN, json!({})).await.data()["beginSecondFactor"].clone();
    assert!(begun["uri"].as_str().expect("text").starts_with("otpauth://totp/Thi%20%C4%90ua:quanly?"));
    assert!(begun["qrSvg"].as_str().expect("text").contains("<svg"));
    let factor = client.query(FACTOR, json!({})).await.data()["viewer"]["secondFactor"].clone();
    assert_eq!(factor["isActive"], false, "a secret counts only after a first code");
    assert_eq!(app.signed_in("quanly").await.query(FACTOR, json!({})).await.errors().len(), 0);

    let before = client.cookie().map(str::to_owned);
    let wrong = client.query(CONFIRM, json!({"c": "000000"})).await.data();
    assert_eq!(wrong["confirmSecondFactor"]["code"], "WRONG_CODE");
    let (secret, codes) = enrol(&app, &mut client).await;
    assert_ne!(before.as_deref(), client.cookie(), "a new session id");
    assert_eq!(codes.len(), 10);
    let factor = client.query(FACTOR, json!({})).await.data()["viewer"]["secondFactor"].clone();
    assert_eq!(factor, json!({"isActive": true, "recoveryCodesLeft": 10, "isRequired": false}));
    assert_eq!(client.query(BEGIN, json!({})).await.data()["beginSecondFactor"]["code"], "ALREADY_ACTIVE");

    let mut client = with_password(&app, "quanly").await;
    let waiting = client.cookie().map(str::to_owned);
    assert!(!is_signed_in(&mut client).await);
    assert_eq!(verify(&mut client, "123456").await["code"], "WRONG_CODE");
    assert!(!is_signed_in(&mut client).await);
    assert_eq!(verify(&mut client, &code(&app, &secret)).await["__typename"], "Viewer");
    assert!(is_signed_in(&mut client).await);
    assert_ne!(waiting.as_deref(), client.cookie(), "a new session id");
    let mut old = app.anonymous().with_cookie(waiting);
    assert!(!is_signed_in(&mut old).await);
}

#[tokio::test]
async fn a_code_opens_once_and_a_recovery_code_opens_once() {
    let app = TestApp::start().await;
    app.add_person("quanly", Role::CampaignManager).await;
    let mut client = app.signed_in("quanly").await;
    let (secret, codes) = enrol(&app, &mut client).await;

    let now = code(&app, &secret);
    let mut first = with_password(&app, "quanly").await;
    assert_eq!(verify(&mut first, &now).await["__typename"], "Viewer");
    let mut second = with_password(&app, "quanly").await;
    let used = verify(&mut second, &now).await;
    assert_eq!(used["code"], "WRONG_CODE", "somebody who has looked over the shoulder is late");
    assert_eq!(used["path"], json!(["input", "code"]));

    assert_eq!(verify(&mut second, &codes[3].to_lowercase()).await["__typename"], "Viewer");
    let mut third = with_password(&app, "quanly").await;
    assert_eq!(verify(&mut third, &codes[3]).await, used, "the same answer");
    let factor = second.query(FACTOR, json!({})).await.data()["viewer"]["secondFactor"].clone();
    assert_eq!(factor["recoveryCodesLeft"], 9);

    let renew = "mutation { renewRecoveryCodes { __typename ... on RecoveryCodes { codes } } }";
    let renewed = second.query(renew, json!({})).await.data()["renewRecoveryCodes"]["codes"].clone();
    assert_eq!(renewed.as_array().map(Vec::len), Some(10));
    assert_eq!(verify(&mut third, &codes[4]).await["code"], "WRONG_CODE", "the old codes open nothing");
    let new = renewed[0].as_str().expect("text");
    assert_eq!(verify(&mut third, new).await["__typename"], "Viewer");
}

#[tokio::test]
async fn codes_are_not_guessed_and_not_waited_for_for_ever() {
    let app = TestApp::start().await;
    app.add_person("quanly", Role::CampaignManager).await;
    let mut client = app.signed_in("quanly").await;
    let (secret, codes) = enrol(&app, &mut client).await;
    let mut guesser = with_password(&app, "quanly").await;
    for n in 0..5 {
        assert_eq!(verify(&mut guesser, &format!("00000{n}")).await["code"], "WRONG_CODE");
    }
    assert_eq!(verify(&mut guesser, &code(&app, &secret)).await["code"], "TOO_MANY_ATTEMPTS");
    let mut again = with_password(&app, "quanly").await;
    assert_eq!(verify(&mut again, &codes[0]).await["code"], "TOO_MANY_ATTEMPTS", "also in another sign-in");

    app.pass(Duration::minutes(15));
    let mut late = with_password(&app, "quanly").await;
    app.pass(Duration::minutes(10));
    assert_eq!(verify(&mut late, &code(&app, &secret)).await["code"], "SIGN_IN_EXPIRED");
    assert_eq!(verify(&mut app.anonymous(), "123456").await["code"], "SIGN_IN_EXPIRED", "no first step");
}

#[tokio::test]
async fn a_privileged_role_sets_it_up_before_anything_else_where_the_settings_say_so() {
    let app = TestApp::start_with(Config::default()).await;
    app.add_person("quanly", Role::CampaignManager).await;
    app.add_person("phantich", Role::Analyst).await;
    let mut analyst = app.signed_in("phantich").await;
    assert_eq!(analyst.query(FACTOR, json!({})).await.data()["viewer"]["mustEnrolSecondFactor"], false);

    let mut manager = app.signed_in("quanly").await;
    assert_eq!(manager.query(FACTOR, json!({})).await.data()["viewer"]["mustEnrolSecondFactor"], true);
    let list = "{ campaigns(first: 1) { nodes { id } } }";
    assert_eq!(manager.query(list, json!({})).await.code(), "UNAUTHENTICATED");
    let token = "mutation { createApiToken(input: {name: \"x\", scope: READ, days: 1}) { __typename } }";
    assert_eq!(manager.query(token, json!({})).await.code(), "UNAUTHENTICATED", "no way around it");
    enrol(&app, &mut manager).await;
    assert!(manager.query(list, json!({})).await.errors().is_empty());
    assert_eq!(manager.query(FACTOR, json!({})).await.data()["viewer"]["mustEnrolSecondFactor"], false);
    let remove = "mutation { removeSecondFactor { __typename ... on SecondFactorProblem { code } } }";
    let answer = manager.query(remove, json!({})).await.data();
    assert_eq!(answer["removeSecondFactor"]["code"], "REQUIRED_BY_ROLE");
}

#[tokio::test]
async fn an_administrator_resets_the_factor_of_somebody_who_has_lost_it() {
    let app = TestApp::start().await;
    let account = app.add_person("quanly", Role::CampaignManager).await;
    app.add_person("quantri", Role::SysAdmin).await;
    let mut client = app.signed_in("quanly").await;
    enrol(&app, &mut client).await;

    let reset = "mutation($i: ResetSecondFactorInput!) { resetSecondFactor(input: $i) { __typename \
        ... on SecondFactor { isActive } ... on SecondFactorProblem { code path } } }";
    let reason = "Mất điện thoại, có đơn đề nghị";
    let input = |reason: &str| json!({"i": {"accountId": account, "reason": reason}});
    assert_eq!(client.query(reset, input(reason)).await.code(), "FORBIDDEN");
    let mut administrator = app.signed_in("quantri").await;
    let answer = administrator.query(reset, input("mất")).await.data()["resetSecondFactor"].clone();
    assert_eq!((&answer["code"], &answer["path"]), (&json!("REASON_MISSING"), &json!(["input", "reason"])));
    let answer = administrator.query(reset, input(reason)).await.data()["resetSecondFactor"].clone();
    assert_eq!(answer["isActive"], false);
    app.signed_in("quanly").await;
    let deeds = app.deeds().await;
    for deed in ["factors.second_factor_added", "factors.second_factor_reset"] {
        assert!(deeds.contains(&deed.to_owned()), "{deed} in {deeds:?}");
    }
}

#[tokio::test]
async fn a_code_proves_again_who_one_is_and_removes_the_factor() {
    let config = Config { second_factor_required: Some(false), ..Config::default() };
    let app = TestApp::start_with(config).await;
    app.add_person("phantich", Role::Analyst).await;
    let mut client = app.signed_in("phantich").await;
    let (secret, _) = enrol(&app, &mut client).await;
    app.pass(Duration::minutes(10));
    let remove = "mutation { removeSecondFactor { __typename ... on SecondFactor { isActive } } }";
    assert_eq!(client.query(remove, json!({})).await.code(), "STEP_UP_REQUIRED");
    let confirm = "mutation($c: String) { confirmIdentity(input: {code: $c}) { __typename } }";
    let answer = client.query(confirm, json!({"c": code(&app, &secret)})).await.data();
    assert_eq!(answer["confirmIdentity"]["__typename"], "Viewer");
    let answer = client.query(remove, json!({})).await.data();
    assert_eq!(answer["removeSecondFactor"]["isActive"], false);
    app.signed_in("phantich").await;
}

#[tokio::test]
async fn secrets_are_sealed_where_there_is_a_key() {
    use sea_orm::EntityTrait as _;

    let config = Config {
        second_factor_required: Some(false),
        secret_key: Some("0f".repeat(32)),
        ..Config::default()
    };
    let app = TestApp::start_with(config).await;
    app.add_person("quanly", Role::CampaignManager).await;
    let mut client = app.signed_in("quanly").await;
    let (secret, _) = enrol(&app, &mut client).await;
    let rows = thidua::entity::second_factor::Entity::find().all(app.app.db.read()).await.expect("is read");
    assert!(rows[0].secret.starts_with("x1."), "{}", rows[0].secret);
    let mut client = with_password(&app, "quanly").await;
    assert_eq!(verify(&mut client, &code(&app, &secret)).await["__typename"], "Viewer");
}

/// Whoever runs the server learns that the secrets stand in the database as they are: from the check, and at start.
#[tokio::test]
async fn a_missing_key_is_a_warning_once_second_factors_are_in_use() {
    let app = TestApp::start().await;
    app.add_person("quanly", Role::CampaignManager).await;
    let mut client = app.signed_in("quanly").await;
    // Somebody else has the address, so that the server ends once it has said what it says at start.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("an address");
    let address = taken.local_addr().expect("is known").to_string();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let with_key = folder.path().join("key.toml");
    std::fs::write(&with_key, format!("secret_key = \"{}\"\n", "ab".repeat(32))).expect("is written");
    let config = &app.app.config;
    let places = ["--database", &config.database_url, "--files", &config.files_url, "--listen", &address];
    let said = |first: &[&str]| {
        let said = thidua(&[first, &places].concat());
        (said.out + &said.err).contains("secret_key")
    };
    let with_key = ["--config", with_key.to_str().expect("a name")];
    let cases = |is_in_use: bool| {
        for deed in ["check", "serve"] {
            assert_eq!(said(&[deed]), is_in_use, "{deed}, second factors in use: {is_in_use}");
            assert!(!said(&[&[deed][..], &with_key].concat()), "{deed} with a key");
        }
    };
    cases(false);
    client.query(BEGIN, json!({})).await.data();
    cases(false);
    enrol(&app, &mut client).await;
    cases(true);
}

#[tokio::test]
async fn where_there_is_a_factor_the_password_alone_confirms_nothing() {
    let config = Config { second_factor_required: Some(false), ..Config::default() };
    let app = TestApp::start_with(config).await;
    app.add_person("phantich", Role::Analyst).await;
    let mut client = app.signed_in("phantich").await;
    let (secret, codes) = enrol(&app, &mut client).await;
    app.pass(Duration::minutes(10));
    let token = "mutation { createApiToken(input: {name: \"x\", scope: READ, days: 1}) { __typename } }";
    assert_eq!(client.query(token, json!({})).await.code(), "STEP_UP_REQUIRED");
    let confirm = "mutation($p: String, $c: String) { confirmIdentity(input: {password: $p, code: $c}) { \
        __typename ... on IdentityProblem { code path message } } }";
    for password in [PASSWORD, "không phải mật khẩu", ""] {
        let answer = client.query(confirm, json!({"p": password})).await.data()["confirmIdentity"].clone();
        assert_eq!((&answer["code"], &answer["path"]), (&json!("CODE_NEEDED"), &json!(["input", "code"])));
    }
    assert_eq!(client.query(token, json!({})).await.code(), "STEP_UP_REQUIRED");

    // Nor does changing the password prove anything: whoever found an open session may know it.
    let change = "mutation($i: ChangePasswordInput!) { changePassword(input: $i) { __typename } }";
    let new = "lúa vàng Thoại Sơn";
    let input = json!({"i": {"currentPassword": PASSWORD, "newPassword": new}});
    assert_eq!(client.query(change, input).await.data()["changePassword"]["__typename"], "Viewer");
    assert_eq!(client.query(token, json!({})).await.code(), "STEP_UP_REQUIRED");

    let wrong =
        client.query(confirm, json!({"p": new, "c": "000000"})).await.data()["confirmIdentity"].clone();
    assert_eq!((&wrong["code"], &wrong["path"]), (&json!("WRONG_CODE"), &json!(["input", "code"])));
    let both = json!({"p": new, "c": code(&app, &secret)});
    assert_eq!(client.query(confirm, both).await.data()["confirmIdentity"]["__typename"], "Viewer");
    assert_eq!(
        client.query(token, json!({})).await.data()["createApiToken"]["__typename"],
        "CreatedApiToken"
    );
    app.pass(Duration::minutes(10));
    let answer = client.query(confirm, json!({"c": codes[0]})).await.data();
    assert_eq!(answer["confirmIdentity"]["__typename"], "Viewer", "a recovery code for a lost phone");
}

#[tokio::test]
async fn codes_tried_elsewhere_do_not_lock_out_the_own_browser() {
    let app = TestApp::start().await;
    app.add_person("quanly", Role::CampaignManager).await;
    let mut client = app.signed_in("quanly").await;
    let (secret, _) = enrol(&app, &mut client).await;
    for n in 0..3 {
        let mut guesser = with_password(&app, "quanly").await;
        guesser.address = format!("198.51.100.{n}");
        for _ in 0..5 {
            verify(&mut guesser, "000000").await;
        }
    }
    let mut stranger = with_password(&app, "quanly").await;
    let told = verify(&mut stranger, &code(&app, &secret)).await;
    assert_eq!(told["code"], "TOO_MANY_ATTEMPTS", "unknown browsers share one counter");
    let mut own = client.next_morning();
    let answer = own.sign_in("quanly", PASSWORD).await.data();
    assert_eq!(answer["signIn"]["__typename"], "SecondFactorNeeded");
    assert_eq!(verify(&mut own, &code(&app, &secret)).await["__typename"], "Viewer");
}
