//! Renewing somebody's password: by two administrators where the person's word weighs, told to the person, and kept in the
//! trail.

use serde_json::{Value, json};
use thidua::access::Role;
use thidua::identity::{NewAccount, NewAssignment};
use thidua::shared::clock::vietnam_date;
use time::macros::date;
use time::{Date, Duration};

use crate::second_factor::enrol;
use crate::support::scenario::{World, published, text};
use crate::support::{Client, PASSWORD};

const RENEW: &str = "mutation($input: RenewPasswordInput!) { renewPassword(input: $input) { __typename \
    ... on Invitation { firstPassword } \
    ... on PasswordRenewal { account { login } askedBy { login } request until viewerCanConfirm } \
    ... on PeopleProblem { code path message } } }";
const CONFIRM: &str = "mutation($input: ConfirmPasswordRenewalInput!) { confirmPasswordRenewal(input: $input) { \
    __typename ... on Invitation { firstPassword account { login } } ... on PeopleProblem { code path } } }";
const DROP: &str = "mutation($input: DropPasswordRenewalInput!) { dropPasswordRenewal(input: $input) { \
    __typename ... on PeopleProblem { code path } } }";
const WAITING: &str = "{ passwordRenewals { account { login } askedBy { login } viewerCanConfirm } }";

async fn administrator(world: &World, login: &str, since: Date) {
    let account = NewAccount {
        login: login.to_owned(),
        display_name: format!("Đồng chí {login}"),
        unit: None,
        email: None,
        assignments: vec![NewAssignment {
            role: Role::SysAdmin,
            unit: None,
            valid_from: since,
            valid_to: None,
            legal_basis: None,
        }],
    };
    world.app.add_accounts(vec![account]).await;
}

async fn id_of(admin: &mut Client, login: &str) -> String {
    let query = "query($search: String!) { accounts(first: 20, search: $search) { nodes { id login } } }";
    let found = admin.query(query, json!({"search": login})).await.data();
    let nodes = found["accounts"]["nodes"].as_array().expect("accounts").clone();
    text(&nodes.iter().find(|node| node["login"] == login).unwrap_or_else(|| panic!("no {login}"))["id"])
}

async fn renew(admin: &mut Client, account: &str) -> Value {
    let input = json!({"accountId": account, "request": "Công văn số 15/CV"});
    admin.query(RENEW, json!({"input": input})).await.data()["renewPassword"].clone()
}

async fn confirm(admin: &mut Client, account: &str) -> Value {
    let input = json!({"accountId": account});
    admin.query(CONFIRM, json!({"input": input})).await.data()["confirmPasswordRenewal"].clone()
}

async fn dropped(admin: &mut Client, account: &str, reason: &str) -> Value {
    let input = json!({"accountId": account, "reason": reason});
    admin.query(DROP, json!({"input": input})).await.data()["dropPasswordRenewal"].clone()
}

async fn waiting(admin: &mut Client) -> Value {
    admin.query(WAITING, json!({})).await.data()["passwordRenewals"].clone()
}

async fn is_signed_in(client: &mut Client) -> bool {
    !client.query("{ viewer { account { id } } }", json!({})).await.data()["viewer"].is_null()
}

#[tokio::test]
async fn the_password_of_a_head_takes_two_administrators() {
    let world = published().await;
    administrator(&world, "quantri2", date!(2021 - 01 - 01)).await;
    let mut admin = world.app.signed_in("quantri").await;
    let mut other = world.app.signed_in("quantri2").await;
    let mut head = world.app.signed_in("ld-x1").await;
    let id = id_of(&mut admin, "ld-x1").await;

    let asked = renew(&mut admin, &id).await;
    assert_eq!(asked["__typename"], "PasswordRenewal", "{asked}");
    assert_eq!(
        (&asked["account"]["login"], &asked["askedBy"]["login"]),
        (&json!("ld-x1"), &json!("quantri"))
    );
    assert_eq!((&asked["request"], &asked["viewerCanConfirm"]), (&json!("Công văn số 15/CV"), &json!(false)));
    assert!(is_signed_in(&mut head).await, "nothing has happened yet");
    world.app.anonymous().sign_in("ld-x1", PASSWORD).await.data();
    assert_eq!(renew(&mut admin, &id).await["until"], asked["until"], "asked twice is asked once");
    assert_eq!(confirm(&mut admin, &id).await["code"], "OWN_RENEWAL");
    assert_eq!(waiting(&mut admin).await[0]["viewerCanConfirm"], false);
    let seen = waiting(&mut other).await;
    assert_eq!(seen.as_array().map(Vec::len), Some(1));
    assert_eq!((&seen[0]["account"]["login"], &seen[0]["viewerCanConfirm"]), (&json!("ld-x1"), &json!(true)));

    let done = confirm(&mut other, &id).await;
    assert_eq!(done["__typename"], "Invitation", "{done}");
    assert!(!is_signed_in(&mut head).await, "sessions end");
    assert_eq!(waiting(&mut other).await, json!([]));
    assert_eq!(confirm(&mut other, &id).await["code"], "NO_RENEWAL_WAITS", "once");

    let mut first = world.app.anonymous();
    first.sign_in("ld-x1", &text(&done["firstPassword"])).await.data();
    let told = "{ viewer { mustChangePassword passwordRenewed { at askedBy { displayName } \
        confirmedBy { displayName } } } }";
    let told = first.query(told, json!({})).await.data()["viewer"].clone();
    assert_eq!(told["mustChangePassword"], true);
    assert_eq!(told["passwordRenewed"]["askedBy"]["displayName"], "Đồng chí quantri");
    assert_eq!(told["passwordRenewed"]["confirmedBy"]["displayName"], "Đồng chí quantri2");
    assert!(told["passwordRenewed"]["at"].is_string());

    let mut auditor = world.app.signed_in("thanhtra").await;
    let trail = "query($id: ID!) { auditEntries(first: 10, subjectId: $id) { nodes { deed actorName after reason } } }";
    let trail = auditor.query(trail, json!({"id": id})).await.data()["auditEntries"]["nodes"].clone();
    let of = |deed: &str| {
        let found = trail.as_array().expect("entries").iter().find(|entry| entry["deed"] == deed);
        found.unwrap_or_else(|| panic!("no {deed} in {trail}")).clone()
    };
    assert_eq!(of("identity.password_renewal_asked")["actorName"], "Đồng chí quantri");
    let reset = of("identity.password_reset");
    assert_eq!(
        (&reset["actorName"], &reset["reason"]),
        (&json!("Đồng chí quantri2"), &json!("Công văn số 15/CV"))
    );
    assert!(text(&reset["after"]).contains("askedBy"), "{reset}");
}

#[tokio::test]
async fn a_renewal_waits_for_a_day_and_may_be_dropped() {
    let world = published().await;
    administrator(&world, "quantri2", date!(2021 - 01 - 01)).await;
    let mut admin = world.app.signed_in("quantri").await;
    let id = id_of(&mut admin, "totruong").await;
    assert_eq!(renew(&mut admin, &id).await["__typename"], "PasswordRenewal");
    let mut other = world.app.signed_in("quantri2").await;
    assert_eq!(dropped(&mut other, &id, " ").await["path"], json!(["reason"]));
    assert_eq!(dropped(&mut other, &id, "Không có công văn này").await["__typename"], "Account");
    assert_eq!(confirm(&mut other, &id).await["code"], "NO_RENEWAL_WAITS");
    assert!(world.app.deeds().await.contains(&"identity.password_renewal_dropped".to_owned()));

    assert_eq!(renew(&mut admin, &id).await["__typename"], "PasswordRenewal");
    world.app.pass(Duration::hours(24));
    let mut other = world.app.signed_in("quantri2").await;
    assert_eq!(waiting(&mut other).await, json!([]));
    assert_eq!(confirm(&mut other, &id).await["code"], "NO_RENEWAL_WAITS");
    let mut admin = world.app.signed_in("quantri").await;
    assert_eq!(renew(&mut admin, &id).await["__typename"], "PasswordRenewal", "asked anew");
    assert_eq!(waiting(&mut other).await.as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn whoever_weighs_nothing_or_has_nobody_else_is_renewed_by_one() {
    let world = published().await;
    let mut admin = world.app.signed_in("quantri").await;
    for login in ["cb-x1", "ld-x1"] {
        let id = id_of(&mut admin, login).await;
        assert_eq!(renew(&mut admin, &id).await["__typename"], "Invitation", "{login}: nobody could confirm");
    }
    let own = id_of(&mut admin, "quantri").await;
    let refused = renew(&mut admin, &own).await;
    assert_eq!(refused["code"], "SECOND_ADMINISTRATOR_NEEDED");
    assert!(text(&refused["message"]).contains("thidua user passwd"), "{refused}");

    // An administrator of today is none for this: nobody makes one for the purpose.
    administrator(&world, "quantri3", vietnam_date(world.app.app.clock.now())).await;
    let id = id_of(&mut admin, "ld-x2").await;
    assert_eq!(renew(&mut admin, &id).await["__typename"], "Invitation");

    administrator(&world, "quantri2", date!(2021 - 01 - 01)).await;
    let light = id_of(&mut admin, "cb-x2").await;
    assert_eq!(renew(&mut admin, &light).await["__typename"], "Invitation", "enters, and signs nothing");
    let heavy = id_of(&mut admin, "ld-x3").await;
    assert_eq!(renew(&mut admin, &heavy).await["__typename"], "PasswordRenewal");
    let mut new = world.app.signed_in("quantri3").await;
    assert_eq!(confirm(&mut new, &heavy).await["code"], "ADMINISTRATOR_SINCE_TODAY");
    // Two would confirm each other; the one whose password it is does not count.
    let of_other = id_of(&mut admin, "quantri2").await;
    assert_eq!(renew(&mut admin, &of_other).await["code"], "SECOND_ADMINISTRATOR_NEEDED");
}

#[tokio::test]
async fn the_second_factor_outlives_a_new_password() {
    let world = published().await;
    let mut admin = world.app.signed_in("quantri").await;
    let mut focal = world.app.signed_in("cb-x1").await;
    enrol(&world.app, &mut focal).await;
    let id = id_of(&mut admin, "cb-x1").await;
    let password = text(&renew(&mut admin, &id).await["firstPassword"]);
    let mut first = world.app.anonymous();
    let half = first.sign_in("cb-x1", &password).await.data();
    assert_eq!(half["signIn"]["__typename"], "SecondFactorNeeded");
    assert!(!is_signed_in(&mut first).await, "the code is asked for as before");
}
