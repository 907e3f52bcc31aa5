//! Signing in and out, throttling, sessions.

use http::header::SET_COOKIE;
use serde_json::json;
use thidua::access::Role;
use thidua::identity::{NewAccount, NewAssignment};
use time::Duration;
use time::macros::date;

use crate::support::TestApp;

const VIEWER: &str =
    "{ viewer { account { displayName login } assignments { role validTo } sessions { isCurrent } } }";

fn analyst(login: &str) -> NewAccount {
    NewAccount {
        login: login.into(),
        display_name: "Trần Thị Mẫu".into(),
        unit: None,
        email: None,
        assignments: vec![NewAssignment {
            role: Role::Analyst,
            unit: None,
            valid_from: date!(2021 - 01 - 01),
            valid_to: Some(date!(2021 - 12 - 02)),
            legal_basis: None,
        }],
    }
}

#[tokio::test]
async fn a_person_signs_in_and_out() {
    let app = TestApp::start().await;
    app.add_accounts(vec![analyst("phantich")]).await;
    let mut client = app.anonymous();
    assert!(client.query(VIEWER, json!({})).await.data()["viewer"].is_null());

    let answer = client.sign_in(" PhanTich ", crate::support::PASSWORD).await;
    let cookies: Vec<&str> =
        answer.headers.get_all(SET_COOKIE).iter().map(|value| value.to_str().expect("ASCII")).collect();
    let set = |name: &str| cookies.iter().find(|cookie| cookie.starts_with(name)).expect("a cookie");
    let session = set("thidua_session=");
    assert!(session.contains("HttpOnly") && session.contains("SameSite=Strict"), "{session}");
    let browser = set("thidua_browser=");
    assert!(browser.contains("HttpOnly") && browser.contains("Max-Age=31536000"), "{browser}");
    let viewer = client.query(VIEWER, json!({})).await.data();
    assert_eq!(viewer["viewer"]["account"]["login"], "phantich");
    assert_eq!(viewer["viewer"]["sessions"][0]["isCurrent"], true);

    let stolen = client.clone();
    client.query("mutation { signOut }", json!({})).await.data();
    assert!(client.query(VIEWER, json!({})).await.data()["viewer"].is_null());
    let mut stolen = stolen;
    assert!(
        stolen.query(VIEWER, json!({})).await.data()["viewer"].is_null(),
        "the session is gone on the server"
    );
}

#[tokio::test]
async fn an_unknown_name_and_a_wrong_password_get_the_same_answer() {
    let app = TestApp::start().await;
    app.add_accounts(vec![analyst("phantich")]).await;
    let wrong = app.anonymous().sign_in("phantich", "sai mật khẩu").await;
    let unknown = app.anonymous().sign_in("khongco", "sai mật khẩu").await;
    assert_eq!(wrong.bytes, unknown.bytes);
    assert_eq!(wrong.data()["signIn"]["code"], "WRONG_CREDENTIALS");
}

#[tokio::test]
async fn too_many_attempts_are_not_heard_even_with_the_right_password() {
    let app = TestApp::start().await;
    app.add_accounts(vec![analyst("phantich")]).await;
    for _ in 0..5 {
        app.anonymous().sign_in("phantich", "sai mật khẩu").await;
    }
    let blocked = app.anonymous().sign_in("phantich", crate::support::PASSWORD).await;
    assert_eq!(blocked.data()["signIn"]["code"], "TOO_MANY_ATTEMPTS");
    app.clock.set(crate::support::START + Duration::minutes(15));
    let heard = app.anonymous().sign_in("phantich", crate::support::PASSWORD).await;
    assert_eq!(heard.data()["signIn"]["__typename"], "Viewer");
}

#[tokio::test]
async fn an_address_that_tries_many_names_is_throttled() {
    let app = TestApp::start().await;
    for n in 0..300 {
        app.anonymous().sign_in(&format!("ten{n}"), "sai mật khẩu").await;
    }
    let blocked = app.anonymous().sign_in("ten-moi", "sai mật khẩu").await;
    assert_eq!(blocked.data()["signIn"]["code"], "TOO_MANY_ATTEMPTS");
    let mut elsewhere = app.anonymous();
    elsewhere.address = "203.0.113.8".into();
    assert_eq!(elsewhere.sign_in("ten-moi", "sai").await.data()["signIn"]["code"], "WRONG_CREDENTIALS");
}

#[tokio::test]
async fn signing_in_gives_a_new_session_id() {
    let app = TestApp::start().await;
    app.add_accounts(vec![analyst("phantich")]).await;
    let mut client = app.signed_in("phantich").await;
    let first = client.cookie().map(str::to_owned);
    client.sign_in("phantich", crate::support::PASSWORD).await;
    assert_ne!(first.as_deref(), client.cookie());
    let mut old = app.anonymous().with_cookie(first);
    assert!(old.query(VIEWER, json!({})).await.data()["viewer"].is_null());
}

#[tokio::test]
async fn sessions_end_by_idling_and_by_age() {
    let app = TestApp::start().await;
    app.add_accounts(vec![analyst("phantich")]).await;
    let mut client = app.signed_in("phantich").await;
    app.clock.set(crate::support::START + Duration::minutes(59));
    assert!(client.query(VIEWER, json!({})).await.data()["viewer"].is_object());
    app.clock.set(crate::support::START + Duration::minutes(119));
    assert!(client.query(VIEWER, json!({})).await.data()["viewer"].is_null(), "an hour without a request");

    let start = crate::support::START + Duration::hours(3);
    app.clock.set(start);
    let mut busy = app.signed_in("phantich").await;
    for half_hours in 1..24 {
        app.clock.set(start + Duration::minutes(30) * half_hours);
        assert!(busy.query(VIEWER, json!({})).await.data()["viewer"].is_object());
    }
    app.clock.set(start + Duration::hours(12));
    assert!(busy.query(VIEWER, json!({})).await.data()["viewer"].is_null(), "twelve hours are the end");
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session() {
    let app = TestApp::start().await;
    app.add_accounts(vec![analyst("phantich")]).await;
    let mut office = app.signed_in("phantich").await;
    let mut home = app.signed_in("phantich").await;
    home.query("mutation { signOutEverywhere }", json!({})).await.data();
    assert!(office.query(VIEWER, json!({})).await.data()["viewer"].is_null());
}

#[tokio::test]
async fn a_role_ends_with_its_last_day() {
    let app = TestApp::start().await;
    app.add_accounts(vec![analyst("phantich")]).await;
    let start = time::macros::datetime!(2021-12-02 23:30 +7);
    app.clock.set(start);
    let mut client = app.signed_in("phantich").await;
    let roles = client.query(VIEWER, json!({})).await.data()["viewer"]["assignments"].clone();
    assert_eq!(roles.as_array().map(Vec::len), Some(1));
    app.clock.set(start + Duration::minutes(30));
    let roles = client.query(VIEWER, json!({})).await.data()["viewer"]["assignments"].clone();
    assert_eq!(roles.as_array().map(Vec::len), Some(0));
}

#[tokio::test]
async fn a_first_password_opens_nothing_but_its_change() {
    let app = TestApp::start().await;
    let without_roles = NewAccount { assignments: Vec::new(), ..analyst("moi") };
    thidua::identity::add_account(&app.app, without_roles, "Trời xanh trên Búng Bình Thiên")
        .await
        .expect("made");
    let mut client = app.anonymous();
    let answer = client.sign_in("moi", "Trời xanh trên Búng Bình Thiên").await;
    assert_eq!(answer.data()["signIn"]["mustChangePassword"], true);
    let query = "{ campaigns(first: 1) { nodes { id } } }";
    assert_eq!(client.query(query, json!({})).await.code(), "UNAUTHENTICATED");

    let change = "mutation($i: ChangePasswordInput!) { changePassword(input: $i) { __typename \
        ... on Viewer { mustChangePassword } ... on IdentityProblem { code path } } }";
    let short = json!({"i": {"currentPassword": "Trời xanh trên Búng Bình Thiên", "newPassword": "ngắn"}});
    let answer = client.query(change, short).await.data();
    assert_eq!(answer["changePassword"]["code"], "PASSWORD_TOO_SHORT");
    assert_eq!(answer["changePassword"]["path"], json!(["input", "newPassword"]));
    let good = json!({"i": {"currentPassword": "Trời xanh trên Búng Bình Thiên", "newPassword": "lúa vàng Thoại Sơn"}});
    let answer = client.query(change, good).await.data();
    assert_eq!(answer["changePassword"]["mustChangePassword"], false);
    assert!(client.query(query, json!({})).await.errors().is_empty());
}
