//! Councils and their reviews, for tests: the council of X1 with five members, a head and a clerk.

use serde_json::{Value, json};
use thidua::access::Role;
use thidua::identity::{NewAccount, NewAssignment};
use thidua::shared::clock::Clock as _;
use thidua::shared::id::UnitId;
use time::macros::date;

use super::Client;
use super::appraised::uuid;
use super::initiatives::{at, deed, own_account};
use super::scenario::{World, text};

/// Sign-in names of the council of X1: its chair, vice-chair, secretary and two members.
pub const COUNCIL: [&str; 5] = ["hd-ct", "hd-pct", "hd-tk", "hd-v1", "hd-v2"];
const POSITIONS: [&str; 5] = ["CHAIR", "VICE_CHAIR", "SECRETARY", "EXPERT", "MEMBER"];

/// What is asked of a review.
const REVIEW: &str = "id version state title level authorNames initiative { id } passages { section open confidential } \
    scorerCount signedCount eligibleCount votedCount outcome viewerCanScore viewerCanLeave viewerCanVote viewerCanRearrange viewerCanTakeBack sitting { id } \
    turnout { eligible present quorum base needed allowsVote canPass } \
    ownSeat { version scores signedAt hasVoted choice } \
    seats { account { id displayName } position scores exclusion isSetAside viewerChanges total remark points { criterion points } \
      signedAt hasVoted choice } \
    summary { sheets mean lowest highest outlierAccountIds passes withSetAside { setAside mean passes } criteria { criterion mean fails } } \
    vote { members eligible agree disagree abstain base needed passes }";

/// Adds the members of the council of X1, who hold no role, the clerk of X1, and heads of X1 and of H1 above it.
pub async fn people(world: &World) {
    let unit = |code: &str| UnitId(uuid(&world.units[code]));
    let account = |login: &str, home: &str, role: Option<Role>| NewAccount {
        login: login.to_owned(),
        display_name: format!("Ủy viên {login}"),
        unit: Some(unit(home)),
        email: None,
        assignments: role
            .map(|role| NewAssignment {
                role,
                unit: Some(unit(home)),
                valid_from: date!(2021 - 01 - 01),
                valid_to: None,
                legal_basis: None,
            })
            .into_iter()
            .collect(),
    };
    let mut accounts: Vec<NewAccount> = COUNCIL.iter().map(|login| account(login, "X1", None)).collect();
    accounts.push(account("vt-x1", "X1", Some(Role::Clerk)));
    world.app.add_accounts(accounts).await;
}

/// The account of whoever has this sign-in name.
pub async fn account(world: &World, login: &str) -> String {
    own_account(&mut world.app.signed_in(login).await).await
}

/// The input that founds a council of a unit with these members.
pub async fn council_form(world: &World, unit: &str, logins: &[&str]) -> Value {
    let mut members = Vec::new();
    for (login, position) in logins.iter().zip(POSITIONS.iter().chain(std::iter::repeat(&"MEMBER"))) {
        members.push(json!({"accountId": account(world, login).await, "position": position}));
    }
    json!({"unitId": world.units[unit], "level": "BASE", "name": "Hội đồng sáng kiến", "basis": "Quyết định 12/QĐ-UBND",
        "validFrom": "2021-01-01", "members": members})
}

/// Founds a council; answers it, its problem, or `{"refused": code}`.
pub async fn save_council(client: &mut Client, form: Value) -> Value {
    ask(
        client,
        "mutation($input: SaveCouncilInput!) { it: saveCouncil(input: $input) { __typename \
           ... on InitiativeCouncil { id version name isStanding members { position account { id } } } \
           ... on CouncilProblem { code path } } }",
        json!({"input": form}),
    )
    .await
}

/// The council of a unit and level that examines today, founded by this form where there is none: a unit has one.
pub async fn standing_council(client: &mut Client, form: Value) -> Value {
    let query = "query($unit: ID!) { it: initiativeCouncils(first: 20, unitId: $unit) { nodes { \
        __typename id version name level isStanding members { position account { id } } } } }";
    let found = ask(client, query, json!({"unit": form["unitId"]})).await;
    let councils = found["nodes"].as_array().unwrap_or_else(|| panic!("councils in {found}"));
    let fits = |one: &&Value| one["level"] == form["level"] && one["isStanding"] == true;
    match councils.iter().find(fits) {
        Some(council) => council.clone(),
        None => save_council(client, form).await,
    }
}

/// Asks something under the alias `it`; answers it, or `{"refused": code}`.
pub async fn ask(client: &mut Client, query: &str, variables: Value) -> Value {
    let answer = client.query(query, variables).await;
    match answer.errors().first() {
        Some(error) => json!({"refused": error["extensions"]["code"]}),
        None => answer.json()["data"]["it"].clone(),
    }
}

/// Does a deed on a review; answers it, its problems, or `{"refused": code}`.
pub async fn on_review(client: &mut Client, name: &str, kind: &str, input: Value) -> Value {
    let query = format!(
        "mutation($input: {kind}!) {{ it: {name}(input: $input) {{ __typename \
           ... on InitiativeReview {{ {REVIEW} }} ... on ReviewProblems {{ problems {{ code message path }} }} }} }}"
    );
    ask(client, &query, json!({"input": input})).await
}

/// A review as somebody reads it; null when there is none for them.
pub async fn read(client: &mut Client, id: &Value) -> Value {
    let query = format!("query($id: ID!) {{ it: initiativeReview(id: $id) {{ {REVIEW} }} }}");
    ask(client, &query, json!({"id": id})).await
}

/// Accepts a filed request as the keeper of a register.
pub async fn accepted(world: &World, keeper: &str, case: &Value) -> Value {
    let mut keeper = world.app.signed_in(keeper).await;
    let accepted = deed(&mut keeper, "acceptInitiative", "AcceptInitiativeInput", at(case, json!({}))).await;
    assert_eq!(accepted["state"], "ACCEPTED", "{accepted}");
    accepted
}

/// The input that gives cases to a council.
pub fn assignment(council: &Value, cases: &[&Value], more: Value) -> Value {
    let one = |case: &&Value| json!({"initiativeId": case["id"], "version": case["version"]});
    let mut input = json!({"councilId": council["id"], "rubric": "DEFAULT_BASE",
        "cases": cases.iter().map(one).collect::<Vec<_>>()});
    for (field, value) in more.as_object().expect("fields") {
        input[field] = value.clone();
    }
    input
}

/// Gives cases to a council; answers the reviews, the problems, or `{"refused": code}`.
pub async fn assign(client: &mut Client, input: Value) -> Value {
    let query = format!(
        "mutation($input: AssignReviewsInput!) {{ it: assignReviews(input: $input) {{ __typename \
           ... on AssignedReviews {{ reviews {{ {REVIEW} }} }} \
           ... on ReviewProblems {{ problems {{ code message path }} }} }} }}"
    );
    ask(client, &query, json!({"input": input})).await
}

/// The own sheet of whoever asks with these points of the four criteria of the default rubric, signed or not.
pub async fn sheet(client: &mut Client, review: &Value, points: [&str; 4], signs: bool) -> Value {
    let held = read(client, review).await;
    let codes = ["NOVELTY", "APPLICABILITY", "BENEFIT", "PRESENTATION"];
    let points: Vec<Value> = codes
        .iter()
        .zip(points)
        .filter(|(_, points)| !points.is_empty())
        .map(|(code, points)| json!({"criterion": code, "points": points}))
        .collect();
    let version = held["ownSeat"]["version"].as_i64().unwrap_or(0);
    let input = json!({"reviewId": review, "version": version, "points": points, "remark": "Đã đọc",
        "signs": signs});
    on_review(client, "saveReviewSheet", "SaveReviewSheetInput", input).await
}

/// Does a deed on a sitting; answers it, its problems, or `{"refused": code}`.
pub async fn on_sitting(client: &mut Client, name: &str, kind: &str, input: Value) -> Value {
    let query = format!(
        "mutation($input: {kind}!) {{ it: {name}(input: $input) {{ __typename \
           ... on CouncilSitting {{ id version state heldOn leftOverCount present {{ id }} agenda {{ id votedCount outcome vote {{ agree }} }} }} \
           ... on ReviewProblems {{ problems {{ code message path }} }} }} }}"
    );
    ask(client, &query, json!({"input": input})).await
}

/// Today by the clock of the tests, in Vietnam.
pub fn today(world: &World) -> String {
    thidua::shared::clock::vietnam_date(world.app.clock.now()).to_string()
}

/// Closes a sitting; answers it, what stands in the way, or `{"refused": code}`.
pub async fn close(keeper: &mut Client, sitting: &Value) -> Value {
    let input = json!({"id": sitting["id"], "version": sitting["version"]});
    on_sitting(keeper, "closeSitting", "CloseSittingInput", input).await
}

/// Closes a sitting, having read what is remarked.
pub async fn close_all_the_same(keeper: &mut Client, sitting: &Value) -> Value {
    let input = json!({"id": sitting["id"], "version": sitting["version"], "confirms": true});
    on_sitting(keeper, "closeSitting", "CloseSittingInput", input).await
}

/// A case of X1 that is given to its council: the council, and the review.
pub async fn scoring(world: &World) -> (Value, Value) {
    let filed = super::initiatives::filed_by(world, "tg-x1", "X1").await;
    let case = accepted(world, "tk-x1", &filed).await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let council = standing_council(&mut keeper, council_form(world, "X1", &COUNCIL).await).await;
    assert_eq!(council["__typename"], "InitiativeCouncil", "{council}");
    let given = assign(&mut keeper, assignment(&council, &[&case], json!({"scorers": 3}))).await;
    assert_eq!(given["__typename"], "AssignedReviews", "{given}");
    (council, given["reviews"][0].clone())
}

/// The members who score a review, by sign-in name.
pub fn scorers(review: &Value) -> Vec<String> {
    let seats = review["seats"].as_array().expect("seats");
    let scoring = seats.iter().filter(|seat| seat["scores"] == true);
    scoring
        .map(|seat| text(&seat["account"]["displayName"]).trim_start_matches("Ủy viên ").to_owned())
        .collect()
}

/// What a unit has: its council, a review that is scored on, a sitting with another case, and a recognition.
pub struct Records {
    /// Its council.
    pub council: String,
    /// A review that waits for its sheets.
    pub review: String,
    /// A closed sitting.
    pub sitting: String,
    /// A recognition without a number.
    pub recognition: String,
    /// The initiative that is recognised.
    pub recognised: String,
}

/// Gives a unit its council, a review that waits for its sheets, and a recognition; `leader` decides about it.
pub async fn records_of(world: &World, unit: &str, author: &str, keeper: &str, leader: &str) -> Records {
    let mut desk = world.app.signed_in(keeper).await;
    let council = standing_council(&mut desk, council_form(world, unit, &COUNCIL).await).await;
    let mut reviews = Vec::new();
    for _ in 0..2 {
        let filed = super::initiatives::filed_by(world, author, unit).await;
        let case = accepted(world, keeper, &filed).await;
        let given = assign(&mut desk, assignment(&council, &[&case], json!({"scorers": 3}))).await;
        assert_eq!(given["__typename"], "AssignedReviews", "{given}");
        reviews.push(given["reviews"][0].clone());
    }
    for login in scorers(&reviews[0]) {
        let mut member = world.app.signed_in(&login).await;
        sheet(&mut member, &reviews[0]["id"], ["25", "25", "24", "8"], true).await;
    }
    let sitting = concluded(world, &mut desk, &council, &reviews[0]).await;
    let mut leader = world.app.signed_in(leader).await;
    let pending = ask(&mut leader, "{ it: pendingDecisions { id version } }", json!({})).await;
    let query =
        "mutation($input: DecideInitiativesInput!) { it: decideInitiatives(input: $input) { __typename } }";
    let one = json!({"reviewId": pending[0]["id"], "version": pending[0]["version"], "recognises": true});
    let decided = ask(&mut leader, query, json!({"input": {"decisions": [one]}})).await;
    assert_eq!(decided["__typename"], "DecidedInitiatives", "{decided}");
    let query = "query($id: ID!) { it: initiativeRecognitions(initiativeId: $id) { id } }";
    let found = ask(&mut leader, query, json!({"id": reviews[0]["initiative"]["id"]})).await;
    Records {
        council: text(&council["id"]),
        review: text(&reviews[1]["id"]),
        sitting: text(&sitting["id"]),
        recognition: text(&found[0]["id"]),
        recognised: text(&reviews[0]["initiative"]["id"]),
    }
}

/// A closed sitting in which every member of the council agreed to a case.
async fn concluded(world: &World, desk: &mut Client, council: &Value, review: &Value) -> Value {
    let input = json!({"councilId": council["id"], "heldOn": today(world), "place": "Phòng họp",
        "isSecret": false, "reviewIds": [review["id"]]});
    let sitting = on_sitting(desk, "saveSitting", "SaveSittingInput", input).await;
    let mut present = Vec::new();
    for login in COUNCIL {
        present.push(account(world, login).await);
    }
    let input = json!({"id": sitting["id"], "version": sitting["version"], "presentIds": present});
    let sitting = on_sitting(desk, "recordAttendance", "RecordAttendanceInput", input).await;
    for login in COUNCIL {
        let mut member = world.app.signed_in(login).await;
        let input = json!({"reviewId": review["id"], "choice": "AGREE"});
        on_review(&mut member, "castVote", "CastVoteInput", input).await;
    }
    let closed = close(desk, &sitting).await;
    assert_eq!(closed["state"], "CLOSED", "{closed}");
    closed
}
