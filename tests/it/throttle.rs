//! The throttle: waits that grow, counted by name and origin, so that nobody is locked out by somebody else and nobody
//! guesses without bound.

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use thidua::access::Role;
use thidua::identity::NewAccount;
use time::Duration;

use crate::support::{Client, PASSWORD, TestApp};

const WRONG: &str = "không phải mật khẩu";
const CONFIRM: &str = "mutation($p: String) { confirmIdentity(input: {password: $p}) { __typename \
    ... on IdentityProblem { code retryAfterSeconds } } }";
const CHANGE: &str = "mutation($i: ChangePasswordInput!) { changePassword(input: $i) { __typename \
    ... on IdentityProblem { code path } } }";

/// Signs in and answers the problem, with the seconds to wait.
async fn attempt(client: &mut Client, login: &str, password: &str) -> Value {
    let query = "mutation($input: SignInInput!) { signIn(input: $input) { __typename \
        ... on IdentityProblem { code message retryAfterSeconds path } } }";
    let answer = client.query(query, json!({"input": {"login": login, "password": password}})).await;
    answer.data()["signIn"].clone()
}

async fn enters(client: &mut Client, login: &str) -> bool {
    attempt(client, login, PASSWORD).await["__typename"] == "Viewer"
}

fn from(app: &TestApp, address: &str) -> Client {
    let mut client = app.anonymous();
    client.address = address.to_owned();
    client
}

async fn people(app: &TestApp, logins: impl IntoIterator<Item = String>) {
    let account = |login: String| NewAccount {
        display_name: format!("Đồng chí {login}"),
        login,
        unit: None,
        email: None,
        assignments: vec![],
    };
    app.add_accounts(logins.into_iter().map(account).collect()).await;
}

#[tokio::test]
async fn a_wrong_password_from_elsewhere_locks_nobody_out() {
    let app = TestApp::start().await;
    people(&app, ["an".to_owned()]).await;
    let mut own = app.signed_in("an").await.next_morning();
    for n in 0..40 {
        let mut attacker = from(&app, &format!("198.51.100.{n}"));
        for _ in 0..6 {
            attempt(&mut attacker, "an", WRONG).await;
        }
    }
    assert!(enters(&mut own, "an").await, "the owner at the own desk");
    assert!(enters(&mut app.anonymous(), "an").await, "the owner in a new browser");

    for _ in 0..6 {
        attempt(&mut app.anonymous(), "an", WRONG).await;
    }
    let mut own = own.next_morning();
    assert!(enters(&mut own, "an").await, "the owner at the own desk, the attacker in the same office");
    assert_eq!(attempt(&mut app.anonymous(), "an", PASSWORD).await["code"], "TOO_MANY_ATTEMPTS");
}

#[tokio::test]
async fn waits_grow_and_are_told() {
    let app = TestApp::start().await;
    people(&app, ["an".to_owned()]).await;
    let mut client = app.anonymous();
    for _ in 0..5 {
        assert_eq!(attempt(&mut client, "an", WRONG).await["code"], "WRONG_CREDENTIALS");
    }
    for wait in [5, 10, 20, 40, 80, 160, 320, 640, 900, 900] {
        let told = attempt(&mut client, "an", PASSWORD).await;
        assert_eq!((&told["code"], &told["retryAfterSeconds"]), (&json!("TOO_MANY_ATTEMPTS"), &json!(wait)));
        app.pass(Duration::seconds(wait));
        let heard = attempt(&mut client, "an", WRONG).await;
        assert_eq!(
            (&heard["code"], &heard["retryAfterSeconds"]),
            (&json!("WRONG_CREDENTIALS"), &Value::Null)
        );
    }
    let told = attempt(&mut client, "an", PASSWORD).await;
    assert_eq!(
        told["message"],
        "Đã thử quá nhiều lần. Đề nghị thử lại sau 15 phút, hoặc liên hệ quản trị hệ thống."
    );
    app.pass(Duration::minutes(15));
    assert!(enters(&mut client, "an").await, "never a lock");
}

#[tokio::test]
async fn a_known_browser_waits_as_well_when_it_guesses() {
    let app = TestApp::start().await;
    people(&app, ["an".to_owned()]).await;
    let mut own = app.signed_in("an").await.next_morning();
    for _ in 0..5 {
        assert_eq!(attempt(&mut own, "an", WRONG).await["code"], "WRONG_CREDENTIALS");
    }
    assert_eq!(attempt(&mut own, "an", PASSWORD).await["code"], "TOO_MANY_ATTEMPTS");
    assert!(enters(&mut app.anonymous(), "an").await, "counted apart from other browsers");
}

#[tokio::test]
async fn a_right_password_takes_back_no_more_than_its_own_attempt() {
    let app = TestApp::start().await;
    people(&app, ["ke.gian".to_owned(), "an".to_owned()]).await;
    for n in 0..299 {
        attempt(&mut app.anonymous(), &format!("ten{n}"), WRONG).await;
    }
    for _ in 0..3 {
        assert!(enters(&mut app.anonymous(), "ke.gian").await, "an account of the attacker's own");
    }
    assert_eq!(attempt(&mut app.anonymous(), "ten299", WRONG).await["code"], "WRONG_CREDENTIALS");
    assert_eq!(attempt(&mut app.anonymous(), "ten300", WRONG).await["code"], "TOO_MANY_ATTEMPTS");

    let mut other = from(&app, "203.0.113.8");
    for _ in 0..4 {
        attempt(&mut other, "an", WRONG).await;
    }
    assert!(enters(&mut from(&app, "203.0.113.8"), "an").await, "the owner in the same office");
    attempt(&mut other, "an", WRONG).await;
    assert_eq!(attempt(&mut other, "an", WRONG).await["code"], "TOO_MANY_ATTEMPTS", "five in all, not nine");
}

#[tokio::test]
async fn a_morning_of_two_hundred_sign_ins_from_one_office_passes() {
    let app = TestApp::start().await;
    people(&app, (0..200).map(|n| format!("can.bo{n}"))).await;
    let arrivals = (0..200).map(|n| {
        let mut client = app.anonymous();
        async move {
            let login = format!("can.bo{n}");
            // Every fourth mistypes first.
            if n % 4 == 0 {
                attempt(&mut client, &login, WRONG).await;
            }
            enters(&mut client, &login).await
        }
    });
    let entered = futures::future::join_all(arrivals).await;
    assert_eq!(entered.iter().filter(|entered| **entered).count(), 200);
}

#[tokio::test]
async fn attempts_at_once_are_counted_one_by_one() {
    let app = TestApp::start().await;
    people(&app, ["an".to_owned()]).await;
    let guesses = (0..30).map(|_| {
        let mut client = app.anonymous();
        async move { attempt(&mut client, "an", WRONG).await["code"].clone() }
    });
    let answers = futures::future::join_all(guesses).await;
    let heard = answers.iter().filter(|code| **code == "WRONG_CREDENTIALS").count();
    assert_eq!(heard, 5, "{answers:?}");
}

#[tokio::test]
async fn nobody_outside_exhausts_the_proofs_of_somebody_signed_in() {
    let app = TestApp::start().await;
    people(&app, ["an".to_owned()]).await;
    let mut own = app.signed_in("an").await;
    for _ in 0..8 {
        attempt(&mut app.anonymous(), "an", WRONG).await;
    }
    let proved = own.query(CONFIRM, json!({"p": PASSWORD})).await.data();
    assert_eq!(proved["confirmIdentity"]["__typename"], "Viewer");

    app.pass(Duration::seconds(1));
    let mut stolen = from(&app, "203.0.113.9");
    assert!(enters(&mut stolen, "an").await);
    let act_as = "mutation { actAs(input: {}) { mustChangePassword } }";
    for _ in 0..5 {
        let wrong = stolen.query(CONFIRM, json!({"p": WRONG})).await.data();
        assert_eq!(wrong["confirmIdentity"]["code"], "WRONG_PASSWORD");
        stolen.query(act_as, json!({})).await.data();
    }
    let told = stolen.query(CONFIRM, json!({"p": PASSWORD})).await.data()["confirmIdentity"].clone();
    assert_eq!((&told["code"], &told["retryAfterSeconds"]), (&json!("TOO_MANY_ATTEMPTS"), &json!(5)));
    let input = json!({"i": {"currentPassword": PASSWORD, "newPassword": "lúa vàng Thoại Sơn"}});
    let changed = stolen.query(CHANGE, input).await.data()["changePassword"].clone();
    assert_eq!(
        changed["code"], "TOO_MANY_ATTEMPTS",
        "the same secret, the same counter, whatever the session's id"
    );
    let proved = own.query(CONFIRM, json!({"p": PASSWORD})).await.data();
    assert_eq!(proved["confirmIdentity"]["__typename"], "Viewer", "another session of the owner");
    assert!(enters(&mut from(&app, "203.0.113.10"), "an").await);
    let refused =
        app.deeds().await.into_iter().filter(|deed| deed == "identity.confirmation_refused").count();
    assert_eq!(refused, 5);
}

#[tokio::test]
async fn a_new_first_password_starts_afresh() {
    let app = TestApp::start().await;
    app.add_person("quantri", Role::SysAdmin).await;
    let id = app.add_person("an", Role::Analyst).await;
    for _ in 0..6 {
        attempt(&mut app.anonymous(), "an", WRONG).await;
    }
    let renew = "mutation($i: RenewPasswordInput!) { renewPassword(input: $i) { ... on Invitation { firstPassword } } }";
    let mut admin = app.signed_in("quantri").await;
    let renewed = admin.query(renew, json!({"i": {"accountId": id, "request": "CV 1"}})).await.data();
    let password = renewed["renewPassword"]["firstPassword"].as_str().expect("a password").to_owned();
    assert_eq!(attempt(&mut app.anonymous(), "an", &password).await["__typename"], "Viewer");
}

#[tokio::test]
async fn known_and_unknown_names_cost_the_same_work() {
    let app = TestApp::start().await;
    app.add_person("quantri", Role::SysAdmin).await;
    app.add_person("an", Role::Analyst).await;
    let closed = app.add_person("dong", Role::Analyst).await;
    app.add_person("mot.lan", Role::Analyst).await;
    let close = "mutation($i: SetAccountActiveInput!) { setAccountActive(input: $i) { __typename } }";
    let mut admin = app.signed_in("quantri").await;
    let input = json!({"i": {"accountId": closed, "isActive": false, "request": "CV 1"}});
    admin.query(close, input).await.data();
    let without_password = thidua::entity::account::ActiveModel {
        password_hash: sea_orm::ActiveValue::Set(None),
        ..Default::default()
    };
    thidua::entity::account::Entity::update_many()
        .set(without_password)
        .filter(thidua::entity::account::Column::Login.eq("mot.lan"))
        .exec(app.app.db.write())
        .await
        .expect("an account of single sign-on");

    let mut seen = Vec::new();
    let long = "x".repeat(1_000);
    let cases = [
        ("an", WRONG),
        ("khong.co", WRONG),
        ("dong", WRONG),
        ("dong", PASSWORD),
        ("mot.lan", PASSWORD),
        (long.as_str(), WRONG),
        ("an", long.as_str()),
    ];
    for with_cookie in [false, true] {
        for (login, password) in cases {
            // From an address and in a browser of its own each time, so that nothing is counted there before.
            let n = seen.len();
            let mut client = from(&app, &format!("198.51.100.{n}"));
            if with_cookie {
                client = app.signed_in("quantri").await.next_morning();
                client.address = format!("198.51.100.{n}");
            }
            let entries = || async {
                let all = thidua::entity::audit_entry::Entity::find().all(app.app.db.read()).await;
                all.expect("is read").len()
            };
            let (trail, statements, hashes) =
                (entries().await, app.app.db.statements(), app.app.passwords.computations());
            let answer = client.sign_in(login, password).await;
            let work = (
                answer.data()["signIn"]["code"].clone(),
                app.app.db.statements() - statements,
                app.app.passwords.computations() - hashes,
            );
            seen.push((with_cookie, work, entries().await - trail, answer.bytes));
        }
    }
    for same in [&seen[..cases.len()], &seen[cases.len()..]] {
        assert!(same.windows(2).all(|pair| pair[0] == pair[1]), "{same:#?}");
        assert_eq!((&same[0].1.0, same[0].1.2, same[0].2), (&json!("WRONG_CREDENTIALS"), 1, 1));
    }
}

#[tokio::test]
async fn the_table_holds_no_names_and_is_swept() {
    let app = TestApp::start().await;
    people(&app, ["an".to_owned()]).await;
    app.signed_in("an").await;
    attempt(&mut app.anonymous(), &"x".repeat(1_000), WRONG).await;
    attempt(&mut app.anonymous(), "an", WRONG).await;
    let rows = || async {
        thidua::entity::sign_in_throttle::Entity::find().all(app.app.db.read()).await.expect("is read")
    };
    let kept = rows().await;
    assert_eq!(kept.len(), 3, "two names from one address");
    assert!(
        kept.iter().all(|row| row.subject.len() == 64 && row.subject.bytes().all(|b| b.is_ascii_hexdigit()))
    );
    let browsers =
        thidua::entity::known_browser::Entity::find().all(app.app.db.read()).await.expect("is read");
    assert_eq!(browsers.len(), 1);
    assert_eq!(browsers[0].secret_hash.len(), 64);

    thidua::identity::sweep(&app.app).await.expect("swept");
    assert_eq!(rows().await.len(), 3);
    app.pass(Duration::hours(25));
    thidua::identity::sweep(&app.app).await.expect("swept");
    assert!(rows().await.is_empty());
    app.pass(Duration::days(365));
    thidua::identity::sweep(&app.app).await.expect("swept");
    let browsers =
        thidua::entity::known_browser::Entity::find().all(app.app.db.read()).await.expect("is read");
    assert!(browsers.is_empty());
}

#[tokio::test]
async fn an_account_is_known_in_so_many_browsers_and_a_made_up_one_is_not() {
    let app = TestApp::start().await;
    people(&app, ["an".to_owned(), "binh".to_owned()]).await;
    for _ in 0..25 {
        app.signed_in("an").await;
        app.pass(Duration::seconds(1));
    }
    let browsers =
        thidua::entity::known_browser::Entity::find().all(app.app.db.read()).await.expect("is read");
    assert_eq!(browsers.len(), 20);

    // A browser where one colleague signed in is nobody's for another's name.
    for _ in 0..6 {
        attempt(&mut app.anonymous(), "binh", WRONG).await;
    }
    let mut shared = app.signed_in("an").await.next_morning();
    assert_eq!(attempt(&mut shared, "binh", PASSWORD).await["code"], "TOO_MANY_ATTEMPTS");
    app.pass(Duration::minutes(15));
    assert!(enters(&mut shared, "binh").await);
    for _ in 0..8 {
        attempt(&mut app.anonymous(), "binh", WRONG).await;
        attempt(&mut app.anonymous(), "an", WRONG).await;
    }
    let mut shared = shared.next_morning();
    assert!(enters(&mut shared, "binh").await, "now both are known in it");
    let mut shared = shared.next_morning();
    assert!(enters(&mut shared, "an").await);
}
