//! What councils and their desks need day by day: deputies where the rubric lets them vote, the record of a sitting,
//! numbers that are entered once and corrected in sight, drafts that go on without who began them, and what waits for whom.

use serde_json::{Value, json};
use thidua::councils;
use thidua::identity::NewAccount;
use thidua::shared::id::UnitId;
use thidua::shared::import::ImportMode;
use time::Duration;

use crate::support::Client;
use crate::support::appraised::uuid;
use crate::support::initiatives::{self, at, deed, filed_by, own_account, save};
use crate::support::referrals::number;
use crate::support::reviews::{
    COUNCIL, accepted, account, ask, assign, assignment, close_all_the_same, council_form, on_review,
    on_sitting, people, records_of, save_council, scorers, scoring, sheet, today,
};
use crate::support::scenario::{World, published, text};

async fn world() -> World {
    let world = published().await;
    initiatives::people(&world).await;
    people(&world).await;
    world
}

fn codes(answer: &Value) -> Vec<String> {
    let problems = answer["problems"].as_array().unwrap_or_else(|| panic!("problems in {answer}"));
    problems.iter().map(|problem| text(&problem["code"])).collect()
}

/// Kinds of what waits for somebody.
async fn work(world: &World, login: &str) -> Vec<(String, Value)> {
    let mut client = world.app.signed_in(login).await;
    let found = ask(&mut client, "{ it: viewer { work(first: 50) { kind dueAt } } }", json!({})).await;
    let items = found["work"].as_array().unwrap_or_else(|| panic!("{found}")).clone();
    items.into_iter().map(|item| (text(&item["kind"]), item["dueAt"].clone())).collect()
}

async fn waits(world: &World, login: &str, kind: &str) -> bool {
    work(world, login).await.iter().any(|(found, _)| found == kind)
}

async fn ids(world: &World, logins: &[&str]) -> Vec<String> {
    let mut ids = Vec::new();
    for login in logins {
        ids.push(account(world, login).await);
    }
    ids
}

async fn attend(
    world: &World,
    keeper: &mut Client,
    sitting: &Value,
    present: &[&str],
    deputies: Value,
) -> Value {
    let input = json!({"id": sitting["id"], "version": sitting["version"],
        "presentIds": ids(world, present).await, "deputies": deputies});
    on_sitting(keeper, "recordAttendance", "RecordAttendanceInput", input).await
}

async fn vote(world: &World, login: &str, review: &Value) -> Value {
    let mut member = world.app.signed_in(login).await;
    let input = json!({"reviewId": review["id"], "choice": "AGREE"});
    on_review(&mut member, "castVote", "CastVoteInput", input).await
}

/// A case that is given to the council of X1 by a rubric, and signed by all who score.
async fn scored(world: &World, council: &Value, rubric: &str) -> Value {
    let filed = filed_by(world, "tg-x1", "X1").await;
    let case = accepted(world, "tk-x1", &filed).await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let more = json!({"scorers": 3, "rubric": rubric, "scoreBy": "2021-12-10"});
    let given = assign(&mut keeper, assignment(council, &[&case], more)).await;
    let review = given["reviews"][0].clone();
    for login in scorers(&review) {
        assert!(waits(world, &login, "SCORE_INITIATIVE").await, "{login} signs by a day");
        let mut member = world.app.signed_in(&login).await;
        sheet(&mut member, &review["id"], ["25", "25", "24", "8"], true).await;
    }
    review
}

async fn called(world: &World, council: &Value, reviews: &[&Value]) -> Value {
    let mut keeper = world.app.signed_in("tk-x1").await;
    let reviews: Vec<&Value> = reviews.iter().map(|review| &review["id"]).collect();
    let input = json!({"councilId": council["id"], "heldOn": today(world), "place": "Phòng họp",
        "isSecret": false, "reviewIds": reviews});
    on_sitting(&mut keeper, "saveSitting", "SaveSittingInput", input).await
}

/// Adds a colleague of X1 and one of X2, without any role.
async fn colleagues(world: &World) {
    let account = |login: &str, unit: &str| NewAccount {
        login: login.to_owned(),
        display_name: format!("Đồng chí {login}"),
        unit: Some(UnitId(uuid(&world.units[unit]))),
        email: None,
        assignments: Vec::new(),
    };
    world.app.add_accounts(vec![account("thay-x1", "X1"), account("thay-x2", "X2")]).await;
}

#[tokio::test]
async fn a_deputy_votes_only_where_the_rubric_of_the_case_says_so() {
    let world = world().await;
    colleagues(&world).await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let council = save_council(&mut keeper, council_form(&world, "X1", &COUNCIL).await).await;
    let plain = scored(&world, &council, "DEFAULT_BASE").await;
    let sitting = called(&world, &council, &[&plain]).await;
    let deputy = async |member: &str, deputy: &str, basis: &str| json!([{"memberId": account(&world, member).await, "deputyId": account(&world, deputy).await, "basis": basis}]);
    let basis = "Giấy ủy quyền số 03/GUQ ngày 30/11/2021";
    let four = &COUNCIL[..4];
    let named = deputy("hd-v2", "thay-x1", basis).await;
    let refused = attend(&world, &mut keeper, &sitting, four, named.clone()).await;
    assert_eq!(codes(&refused), ["DEPUTY_REFUSED"], "the default rubric lets nobody: {refused}");
    assert_eq!(refused["problems"][0]["path"], json!(["deputies", "0", "deputyId"]));
    assert_eq!(vote(&world, "thay-x1", &plain).await["refused"], "NOT_FOUND", "a stranger sees nothing");

    // The next version of the rubric lets deputies vote; what was given out before keeps its own.
    let text_of = include_str!("../../data/rubrics/default_base.json");
    let mut rubric: Value = serde_json::from_str(text_of).expect("a rubric of ours");
    rubric["version"] = json!(rubric["version"].as_i64().unwrap_or_default() + 1);
    rubric["deputies"] = json!({"positions": ["EXPERT", "MEMBER"], "isSameUnit": true,
        "source": "Quy chế Hội đồng sáng kiến xã, điều 5", "isVerified": false});
    let imported =
        councils::import_rubric(&world.app.app, rubric.to_string().as_bytes(), ImportMode::Apply).await;
    imported.expect("no refusal").expect("a sound rubric");
    let open = scored(&world, &council, "DEFAULT_BASE").await;
    let both = called(&world, &council, &[&open]).await;
    for (member, by, why) in [
        ("hd-ct", "thay-x1", "the rule does not name the chair"),
        ("hd-v2", "thay-x2", "of another unit"),
        ("hd-v2", "hd-v1", "a member has a vote of their own"),
        ("hd-v2", "tg-x1", "an author"),
        ("hd-v2", "quantri", "administers accounts"),
        ("thay-x2", "thay-x1", "no member"),
    ] {
        let named = deputy(member, by, basis).await;
        let refused = attend(&world, &mut keeper, &both, &COUNCIL[1..4], named).await;
        assert_eq!(codes(&refused), ["DEPUTY_REFUSED"], "{why}: {refused}");
    }
    let wordless = attend(&world, &mut keeper, &both, four, deputy("hd-v2", "thay-x1", " ").await).await;
    assert_eq!(wordless["problems"][0]["path"], json!(["deputies", "0", "basis"]), "{wordless}");
    let present = attend(&world, &mut keeper, &both, &COUNCIL, named.clone()).await;
    assert_eq!(codes(&present), ["DEPUTY_REFUSED"], "the member is there");

    let held = attend(&world, &mut keeper, &both, four, named).await;
    assert_eq!(held["present"].as_array().map(Vec::len), Some(5), "{held}");
    assert!(waits(&world, "thay-x1", "VOTE_INITIATIVE").await);
    assert_eq!(codes(&vote(&world, "hd-v2", &open).await), ["NOT_PRESENT"]);
    for login in four.iter().copied().chain(["thay-x1"]) {
        let voted = vote(&world, login, &open).await;
        assert_eq!(voted["__typename"], "InitiativeReview", "{login}: {voted}");
    }
    assert_eq!(codes(&vote(&world, "thay-x1", &open).await), ["VOTED"], "one vote for one member");
    let alone = attend(&world, &mut keeper, &held, &COUNCIL, json!([])).await;
    assert_eq!(codes(&alone), ["VOTED"], "whose vote it was is not exchanged");
    let closed = close_all_the_same(&mut keeper, &held).await;
    assert_eq!(closed["agenda"][0]["outcome"], "PASSED", "{closed}");
    let query =
        "query($id: ID!) { it: councilSitting(id: $id) { deputies { member { id } deputy { basis } } } }";
    let told = ask(&mut keeper, query, json!({"id": both["id"]})).await;
    assert_eq!(told["deputies"][0]["deputy"]["basis"], basis, "{told}");
    assert_eq!(told["deputies"][0]["member"]["id"], json!(account(&world, "hd-v2").await));
}

#[tokio::test]
async fn a_closed_sitting_keeps_its_hours_its_opinions_and_the_cases_it_left() {
    let world = world().await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let council = save_council(&mut keeper, council_form(&world, "X1", &COUNCIL).await).await;
    let review = scored(&world, &council, "DEFAULT_BASE").await;
    assert!(waits(&world, "tk-x1", "HOLD_SITTING").await, "a scored case awaits a sitting");
    let sitting = called(&world, &council, &[&review]).await;
    assert!(!waits(&world, "tk-x1", "HOLD_SITTING").await);
    assert!(waits(&world, "tk-x1", "CLOSE_SITTING").await, "its day has come");
    assert!(waits(&world, "hd-v1", "VOTE_INITIATIVE").await, "before anybody is recorded as present");
    let held = attend(&world, &mut keeper, &sitting, &COUNCIL[..2], json!([])).await;
    let closing = |more: Value| {
        let mut input = json!({"id": held["id"], "version": held["version"], "confirms": true});
        for (field, value) in more.as_object().expect("fields") {
            input[field] = value.clone();
        }
        input
    };
    let late = closing(json!({"beganAt": "10:00", "endedAt": "09:00"}));
    let late = on_sitting(&mut keeper, "closeSitting", "CloseSittingInput", late).await;
    assert_eq!(
        (codes(&late), &late["problems"][0]["path"]),
        (vec!["BAD_TIME".to_owned()], &json!(["endedAt"]))
    );
    let done = closing(json!({"beganAt": "08:00", "endedAt": "08:40", "opinions": "Chờ đủ thành viên."}));
    let closed = on_sitting(&mut keeper, "closeSitting", "CloseSittingInput", done).await;
    assert_eq!(closed["leftOverCount"], 1, "{closed}");
    let query = "query($id: ID!) { it: councilSitting(id: $id) { beganAt endedAt opinions \
        leftOver { reviewId title reason present needed } } }";
    let kept = ask(&mut keeper, query, json!({"id": sitting["id"]})).await;
    let left = json!([{"reviewId": review["id"], "title": review["title"], "reason": "NO_QUORUM", "present": 2,
        "needed": 4}]);
    let expected =
        json!({"beganAt": "08:00", "endedAt": "08:40", "opinions": "Chờ đủ thành viên.", "leftOver": left});
    assert_eq!(kept, expected);
    assert!(waits(&world, "tk-x1", "HOLD_SITTING").await, "it awaits another");
    let papers = "query($id: ID!) { it: documentsOf(recordId: $id) { form } }";
    let found = ask(&mut keeper, papers, json!({"id": sitting["id"]})).await;
    assert_eq!(found, json!([{"form": "TALLY"}, {"form": "MINUTES"}]));
}

#[tokio::test]
async fn a_keeper_is_told_when_a_conflict_left_too_few_who_score() {
    let world = world().await;
    let (_, review) = scoring(&world).await;
    let who = scorers(&review);
    let mut first = world.app.signed_in(&who[0]).await;
    sheet(&mut first, &review["id"], ["25", "25", "24", "8"], true).await;
    assert!(!waits(&world, "tk-x1", "ASK_SCORER").await);
    let mut leaving = world.app.signed_in(&who[1]).await;
    let query =
        "mutation($input: DeclareConflictInput!) { it: declareConflict(input: $input) { __typename } }";
    ask(&mut leaving, query, json!({"input": {"id": review["id"], "reason": "Tác giả là em tôi"}})).await;
    assert!(waits(&world, "tk-x1", "ASK_SCORER").await);
}

async fn recognition(client: &mut Client, id: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on InitiativeRecognition { id version decisionNumber \
        initiative { id } certificates { authorId number } } } }";
    client.query(query, json!({"id": id})).await.data()["node"].clone()
}

async fn correct(clerk: &mut Client, held: &Value, number: &str, reason: &str) -> Value {
    let query = "mutation($input: RecordDecisionNumberInput!) { it: recordDecisionNumber(input: $input) { \
        __typename ... on InitiativeRecognition { id version decisionNumber } \
        ... on RecognitionProblem { code path } } }";
    let input = json!({"id": held["id"], "version": held["version"], "number": number, "date": "2021-12-01",
        "reason": reason});
    ask(clerk, query, json!({"input": input})).await
}

#[tokio::test]
async fn a_number_is_used_once_a_year_and_corrected_in_sight() {
    let world = world().await;
    let one = records_of(&world, "X1", "tg-x1", "tk-x1", "ld-x1").await;
    assert!(waits(&world, "vt-x1", "NUMBER_DECISION").await, "the clerk is told");
    assert!(waits(&world, "tg-x1", "READ_RESULT").await, "and the author");
    world.app.pass(Duration::minutes(1));
    let two = records_of(&world, "X1", "tg-x1", "tk-x1", "ld-x1").await;
    let mut head = world.app.signed_in("ld-x1").await;
    let (first, second) =
        (recognition(&mut head, &one.recognition).await, recognition(&mut head, &two.recognition).await);
    let mut clerk = world.app.signed_in("vt-x1").await;
    let first = number(&mut clerk, "recordDecisionNumber", &first, "15/QĐ-UBND").await;
    let taken = number(&mut clerk, "recordDecisionNumber", &second, " 15/ qđ-ubnd").await;
    assert_eq!((&taken["code"], &taken["path"]), (&json!("NUMBER_TAKEN"), &json!(["number"])), "{taken}");
    for wrong in ["104", "QĐ-UBND", "104/104"] {
        let refused = number(&mut clerk, "recordDecisionNumber", &second, wrong).await;
        assert_eq!(
            (&refused["code"], &refused["path"]),
            (&json!("BAD_NUMBER"), &json!(["number"])),
            "{wrong}"
        );
    }
    let second = number(&mut clerk, "recordDecisionNumber", &second, "16/QĐ-UBND").await;
    assert_eq!(second["decisionNumber"], "16/QĐ-UBND", "{second}");
    assert!(!waits(&world, "vt-x1", "NUMBER_DECISION").await);

    let wordless = correct(&mut clerk, &second, "17/QĐ-UBND", " ").await;
    assert_eq!((&wordless["code"], &wordless["path"]), (&json!("BAD_REASON"), &json!(["reason"])));
    let taken = correct(&mut clerk, &second, "15/QĐ-UBND", "Ghi nhầm số").await;
    assert_eq!(taken["code"], "NUMBER_TAKEN");
    let corrected = correct(&mut clerk, &second, "17/QĐ-UBND", "Ghi nhầm số").await;
    assert_eq!(corrected["decisionNumber"], "17/QĐ-UBND", "{corrected}");
    let query = "query { it: auditEntries(first: 5, deed: \"recognitions.number_corrected\") { nodes { before after reason } } }";
    let mut inspector = world.app.signed_in("thanhtra").await;
    let told = ask(&mut inspector, query, json!({})).await["nodes"][0].clone();
    assert!(text(&told["before"]).contains("16/QĐ-UBND") && text(&told["after"]).contains("17/QĐ-UBND"));
    assert_eq!(told["reason"], "Ghi nhầm số", "the correction is recorded");
    let freed = correct(&mut clerk, &first, "16/QĐ-UBND", "Ghi nhầm số").await;
    assert_eq!(freed["decisionNumber"], "16/QĐ-UBND", "what was corrected is free again");

    let listed = ask(&mut clerk, "{ it: numberedRecognitions(first: 5) { nodes { id } } }", json!({})).await;
    assert_eq!(listed["nodes"].as_array().map(Vec::len), Some(2), "the clerk finds them again: {listed}");
    let held = recognition(&mut head, &one.recognition).await;
    let author = held["certificates"][0]["authorId"].clone();
    let query = "mutation($input: RecordCertificateNumbersInput!) { it: recordCertificateNumbers(input: $input) { \
        __typename ... on InitiativeRecognition { id version certificates { authorId number } } ... on RecognitionProblem { code } } }";
    let certify = |held: &Value, author: &Value, number: &str| {
        json!({"input": {"id": held["id"], "version": held["version"],
            "numbers": [{"authorId": author, "number": number}]}})
    };
    let done = ask(&mut clerk, query, certify(&held, &author, "05/GCN-UBND")).await;
    assert_eq!(done["certificates"][0]["number"], "05/GCN-UBND", "{done}");
    let other = recognition(&mut head, &two.recognition).await;
    let theirs = other["certificates"][0]["authorId"].clone();
    let taken = ask(&mut clerk, query, certify(&other, &theirs, "05/GCN-UBND")).await;
    assert_eq!(taken["code"], "NUMBER_TAKEN", "{taken}");
    let strange = ask(&mut clerk, query, certify(&other, &author, "06/GCN-UBND")).await;
    assert_eq!(strange["refused"], "NOT_FOUND", "an author of another");
    assert_eq!(ask(&mut head, query, certify(&other, &theirs, "06/GCN-UBND")).await["refused"], "FORBIDDEN");
}

#[tokio::test]
async fn a_draft_goes_on_with_a_co_author() {
    const OFFERED: &str =
        "query($id: ID!) { it: initiative(id: $id) { version viewerCanHandOver viewerCanWrite } }";
    let world = world().await;
    let mut drafter = world.app.signed_in("tg-x1").await;
    let (me, other) = (own_account(&mut drafter).await, account(&world, "dtg-x1").await);
    let form = initiatives::form(&world.units["X1"], &[(&me, "60"), (&other, "40")]);
    let draft = save(&mut drafter, form).await;
    let name = ("handOverInitiative", "HandOverInitiativeInput");
    let hand = |case: &Value, to: &str| at(case, json!({"toId": to}));
    let mut co_author = world.app.signed_in("dtg-x1").await;
    let early = deed(&mut co_author, name.0, name.1, hand(&draft, &other)).await;
    assert_eq!(codes(&early), ["DRAFTER_ACTIVE"], "nobody takes a draft from somebody who writes it");
    let offered = ask(&mut co_author, OFFERED, json!({"id": draft["id"]})).await;
    assert_eq!(offered["viewerCanHandOver"], false, "{offered}");
    let stranger = account(&world, "tk-x1").await;
    assert_eq!(codes(&deed(&mut drafter, name.0, name.1, hand(&draft, &stranger)).await), ["NOT_CO_AUTHOR"]);
    let stale = json!({"id": draft["id"], "version": 0, "toId": other});
    assert_eq!(codes(&deed(&mut drafter, name.0, name.1, stale).await), ["STALE"]);
    let given = deed(&mut drafter, name.0, name.1, hand(&draft, &other)).await;
    assert_eq!(given["state"], "DRAFT", "{given}");
    let rights = ask(&mut drafter, OFFERED, json!({"id": draft["id"]})).await;
    assert_eq!((&rights["viewerCanHandOver"], &rights["viewerCanWrite"]), (&json!(false), &json!(false)));
    // Whoever takes it over still answers for the own share, and then files it.
    let file = ("fileInitiative", "InitiativeDeedInput");
    let unanswered = deed(&mut co_author, file.0, file.1, at(&given, json!({}))).await;
    assert_eq!(codes(&unanswered), ["AUTHOR_UNCONFIRMED"]);
    let answer = at(&given, json!({"confirms": true}));
    let answered = deed(&mut co_author, "answerAuthorship", "AnswerAuthorshipInput", answer).await;
    let again = at(&answered, json!({"confirms": true}));
    let again = deed(&mut co_author, "answerAuthorship", "AnswerAuthorshipInput", again).await;
    assert_eq!(again["refused"], "FORBIDDEN", "whoever drafts answers by entering the shares");

    // The drafter leaves: the co-author goes on alone.
    let closing = json!({"input": {"accountId": other, "isActive": false, "request": "Công văn số 9/VP"}});
    let query =
        "mutation($input: SetAccountActiveInput!) { it: setAccountActive(input: $input) { __typename } }";
    let mut administrator = world.app.signed_in("quantri").await;
    let closed = ask(&mut administrator, query, closing).await;
    assert_eq!(closed["__typename"], "Account", "{closed}");
    let offered = ask(&mut drafter, OFFERED, json!({"id": draft["id"]})).await;
    assert_eq!(offered["viewerCanHandOver"], true, "{offered}");
    let taken = deed(&mut drafter, name.0, name.1, hand(&answered, &me)).await;
    let filed = deed(&mut drafter, file.0, file.1, at(&taken, json!({}))).await;
    assert_eq!(filed["state"], "FILED", "{filed}");
    assert_eq!(codes(&deed(&mut drafter, name.0, name.1, hand(&filed, &other)).await), ["WRONG_STATE"]);
    let events = "query($id: ID!) { it: initiative(id: $id) { events { kind note } } }";
    let told = ask(&mut drafter, events, json!({"id": draft["id"]})).await.to_string();
    assert_eq!(told.matches("HANDED_OVER").count(), 2, "{told}");
}
