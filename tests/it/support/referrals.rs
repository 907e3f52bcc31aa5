//! Referrals to the province, for tests: a recognised initiative of X1 that X2 and H2 adopted.

use serde_json::{Value, json};
use thidua::access::Role;
use thidua::identity::{NewAccount, NewAssignment};
use time::macros::date;

use super::Client;
use super::reviews::{self, ask};
use super::scenario::{World, text};

/// Adds a leader of the province and its clerk.
pub async fn people(world: &World) {
    let account = |login: &str, role: Role| NewAccount {
        login: login.to_owned(),
        display_name: format!("Đồng chí {login}"),
        unit: None,
        email: None,
        assignments: vec![NewAssignment {
            role,
            unit: None,
            valid_from: date!(2021 - 01 - 01),
            valid_to: None,
            legal_basis: None,
        }],
    };
    let accounts = vec![account("ct-tinh", Role::ProvinceLeader), account("vt-tinh", Role::Clerk)];
    world.app.add_accounts(accounts).await;
}

/// What is asked of a referral.
pub const REFERRAL: &str = "id version state statement petitionNumber missing { code } reach { confirmed needed } \
    viewerCanWrite viewerCanSend viewerCanTakeBack viewerCanCheck viewerCanNumber \
    initiative { id version state dueOn refusalGround }";

/// Does a deed on a referral; answers it, its problems, or `{"refused": code}`.
pub async fn on_referral(client: &mut Client, name: &str, kind: &str, input: Value) -> Value {
    let query = format!(
        "mutation($input: {kind}!) {{ it: {name}(input: $input) {{ __typename \
           ... on InitiativeReferral {{ {REFERRAL} }} ... on ReferralProblems {{ problems {{ code path }} }} }} }}"
    );
    ask(client, &query, json!({"input": input})).await
}

/// Does a deed on an adoption; answers it, its problem, or `{"refused": code}`.
pub async fn on_adoption(client: &mut Client, name: &str, kind: &str, input: Value) -> Value {
    let query = format!(
        "mutation($input: {kind}!) {{ it: {name}(input: $input) {{ __typename \
           ... on InitiativeAdoption {{ id version state appliedOn effect declineReason title \
             initiative {{ id }} viewerCanAnswer viewerCanTakeBack }} \
           ... on AdoptionProblem {{ code path }} }} }}"
    );
    ask(client, &query, json!({"input": input})).await
}

/// Takes a question back; answers that it is gone, the problem, or `{"refused": code}`.
pub async fn take_back(client: &mut Client, adoption: &Value, version: i32) -> Value {
    let query = "mutation($input: TakeBackAdoptionInput!) { it: takeBackAdoption(input: $input) { __typename \
        ... on AdoptionProblem { code path } } }";
    ask(client, query, json!({"input": {"id": adoption["id"], "version": version}})).await
}

/// A referral in the version at hand, as the input of a deed, with more fields.
pub fn at(referral: &Value, more: Value) -> Value {
    let mut input = json!({"id": referral["id"], "version": referral["version"]});
    for (field, value) in more.as_object().expect("fields") {
        input[field] = value.clone();
    }
    input
}

/// Enters number and date of a decision or of its cancellation; answers the recognition, its problem, or a refusal.
pub async fn number(client: &mut Client, mutation: &str, recognition: &Value, number: &str) -> Value {
    let query = format!(
        "mutation($input: RecordDecisionNumberInput!) {{ it: {mutation}(input: $input) {{ __typename \
           ... on InitiativeRecognition {{ id version decisionNumber validUntil isValid \
             cancellation {{ ground decisionNumber }} }} ... on RecognitionProblem {{ code path }} }} }}"
    );
    let input = json!({"id": recognition["id"], "version": recognition["version"], "number": number,
        "date": "2021-12-01"});
    ask(client, &query, json!({"input": input})).await
}

/// The recognitions of an initiative as somebody reads them.
pub async fn recognitions(client: &mut Client, initiative: &Value) -> Value {
    let query = "query($id: ID!) { it: initiativeRecognitions(initiativeId: $id) { id version level decisionNumber \
        isValid isPublished viewerCanCancel viewerCanNumber cancellationReason cancellation { ground decisionNumber } \
        unit { code } } }";
    ask(client, query, json!({"id": initiative})).await
}

/// What X1 has recognised, its decision numbered: the initiative's id.
pub async fn recognised(world: &World) -> Value {
    let records = reviews::records_of(world, "X1", "tg-x1", "tk-x1", "ld-x1").await;
    let mut leader = world.app.signed_in("ld-x1").await;
    let query =
        "query($id: ID!) { node(id: $id) { ... on InitiativeRecognition { id version initiative { id } } } }";
    let found = leader.query(query, json!({"id": records.recognition})).await.data()["node"].clone();
    let mut clerk = world.app.signed_in("vt-x1").await;
    let numbered = number(&mut clerk, "recordDecisionNumber", &found, "15/QĐ-UBND").await;
    assert_eq!(numbered["decisionNumber"], "15/QĐ-UBND", "{numbered}");
    found["initiative"]["id"].clone()
}

/// Asks units about an initiative of X1, and lets their heads confirm.
pub async fn adopted_by(world: &World, initiative: &Value, units: &[&str]) {
    let mut keeper = world.app.signed_in("tk-x1").await;
    for unit in units {
        let input =
            json!({"initiativeId": initiative, "unitId": world.units[*unit], "note": "Phiếu hẹn điện tử"});
        let asked = on_adoption(&mut keeper, "askAdopter", "AskAdopterInput", input).await;
        assert_eq!(asked["state"], "ASKED", "{asked}");
        let mut head = world.app.signed_in(&format!("ld-{}", unit.to_lowercase())).await;
        let input = json!({"id": asked["id"], "version": asked["version"], "confirms": true,
            "appliedOn": "2021-09-01", "effect": "Giảm một nửa thời gian chờ; Đồng chí tg-x1 hướng dẫn"});
        let confirmed = on_adoption(&mut head, "answerAdoption", "AnswerAdoptionInput", input).await;
        assert_eq!(confirmed["state"], "CONFIRMED", "{confirmed}");
    }
}

/// Prepares a referral as the keeper of X1.
pub async fn prepared(world: &World, initiative: &Value) -> Value {
    let mut keeper = world.app.signed_in("tk-x1").await;
    let input = json!({"initiativeId": initiative, "statement": "Đã áp dụng tại nhiều đơn vị trong tỉnh."});
    let prepared = on_referral(&mut keeper, "prepareReferral", "PrepareReferralInput", input).await;
    assert_eq!(prepared["state"], "PREPARED", "{prepared}");
    prepared
}

/// Sends a prepared referral as the head of X1.
pub async fn sent(world: &World, referral: &Value) -> Value {
    let mut head = world.app.signed_in("ld-x1").await;
    let sent = on_referral(&mut head, "sendReferral", "ReferralDeedInput", at(referral, json!({}))).await;
    assert_eq!(sent["initiative"]["state"], "REFERRED", "{sent}");
    sent
}

/// Recognised, adopted by two units, and referred: the referral.
pub async fn referred(world: &World) -> Value {
    let initiative = recognised(world).await;
    adopted_by(world, &initiative, &["X2", "H2"]).await;
    let referral = prepared(world, &initiative).await;
    sent(world, &referral).await
}

/// The province's council, of the people who sit on that of X1.
pub async fn council_of_province(world: &World, officer: &mut Client) -> Value {
    let province = ask(officer, "{ it: units(first: 1, kind: PROVINCE) { nodes { id } } }", json!({})).await;
    let mut form = reviews::council_form(world, "X1", &reviews::COUNCIL).await;
    form["unitId"] = province["nodes"][0]["id"].clone();
    form["level"] = json!("PROVINCE");
    let council = reviews::standing_council(officer, form).await;
    assert_eq!(council["__typename"], "InitiativeCouncil", "{council}");
    council
}

/// Gives what was referred to the province's council, has it scored by these sheets and voted on by all of `votes`, and
/// closes the sitting; answers the review as the officer reads it then.
pub async fn deliberated(world: &World, referral: &Value, votes: &[&str]) -> Value {
    let mut officer = world.app.signed_in("khcn").await;
    let accepted =
        on_referral(&mut officer, "acceptReferral", "AcceptReferralInput", at(referral, json!({}))).await;
    assert_eq!(accepted["initiative"]["state"], "PROV_CHECKED", "{accepted}");
    let council = council_of_province(world, &mut officer).await;
    let more = json!({"scorers": 3, "rubric": "DEFAULT_PROVINCE"});
    let given =
        reviews::assign(&mut officer, reviews::assignment(&council, &[&accepted["initiative"]], more)).await;
    assert_eq!(given["__typename"], "AssignedReviews", "{given}");
    let review = given["reviews"][0].clone();
    for login in reviews::scorers(&review) {
        let mut member = world.app.signed_in(&login).await;
        let signed = reviews::sheet(&mut member, &review["id"], ["26", "27", "25", "8"], true).await;
        assert!(signed["ownSeat"]["signedAt"].is_string(), "{signed}");
    }
    let input = json!({"councilId": council["id"], "heldOn": reviews::today(world), "place": "UBND tỉnh",
        "isSecret": false, "reviewIds": [review["id"]]});
    let sitting = reviews::on_sitting(&mut officer, "saveSitting", "SaveSittingInput", input).await;
    let mut present = Vec::new();
    for login in reviews::COUNCIL {
        present.push(reviews::account(world, login).await);
    }
    let input = json!({"id": sitting["id"], "version": sitting["version"], "presentIds": present});
    let sitting = reviews::on_sitting(&mut officer, "recordAttendance", "RecordAttendanceInput", input).await;
    for (login, choice) in reviews::COUNCIL.iter().zip(votes) {
        let mut member = world.app.signed_in(login).await;
        let input = json!({"reviewId": review["id"], "choice": choice});
        reviews::on_review(&mut member, "castVote", "CastVoteInput", input).await;
    }
    let closed = reviews::close_all_the_same(&mut officer, &sitting).await;
    assert_eq!(closed["state"], "CLOSED", "{closed}");
    reviews::read(&mut officer, &review["id"]).await
}

/// What a unit has beside what it recognised: a question that waits, and a referral.
pub struct Records {
    /// A question of the unit to another that waits for an answer.
    pub adoption: String,
    /// A referral that the unit prepared.
    pub referral: String,
}

/// Gives a unit a question to another and a prepared referral of what it recognised.
pub async fn records_of(world: &World, initiative: &str, keeper: &str, asked: &str) -> Records {
    let mut keeper = world.app.signed_in(keeper).await;
    let input = json!({"initiativeId": initiative, "unitId": world.units[asked]});
    let asked = on_adoption(&mut keeper, "askAdopter", "AskAdopterInput", input).await;
    let input = json!({"initiativeId": initiative, "statement": "Đã áp dụng tại nhiều đơn vị."});
    let prepared = on_referral(&mut keeper, "prepareReferral", "PrepareReferralInput", input).await;
    assert_eq!(prepared["state"], "PREPARED", "{prepared}");
    Records { adoption: text(&asked["id"]), referral: text(&prepared["id"]) }
}
