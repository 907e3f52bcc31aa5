//! Councils, blind sheets, votes and decisions about initiatives at base level.

use serde_json::{Value, json};
use thidua::shared::clock::Clock as _;

use crate::support::Client;
use crate::support::initiatives::{self, at, deed, filed_by, own_account, save};
use crate::support::reviews::{
    COUNCIL, accepted, account, ask, assign, assignment, close, close_all_the_same, council_form, on_review,
    on_sitting, people, read, save_council, scorers, scoring, sheet, today,
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

async fn state_of(client: &mut Client, initiative: &Value) -> Value {
    let query = "query($id: ID!) { it: initiative(id: $id) { state refusalGround dueOn events { kind } } }";
    ask(client, query, json!({"id": initiative})).await
}

async fn decide(client: &mut Client, decisions: Value) -> Value {
    let query = "mutation($input: DecideInitiativesInput!) { it: decideInitiatives(input: $input) { __typename \
        ... on DecidedInitiatives { count initiatives { state refusalGround } } \
        ... on RecognitionProblems { problems { code path } } } }";
    ask(client, query, json!({"input": {"decisions": decisions}})).await
}

/// The three sheets of the worked example: 78, 82 and 56.
const SHEETS: [[&str; 4]; 3] = [["24", "24", "22", "8"], ["25", "25", "24", "8"], ["16", "16", "18", "6"]];

/// Signs the sheets of a review by those who score it.
async fn sign_all(world: &World, review: &Value) {
    for (login, points) in scorers(review).iter().zip(SHEETS) {
        let mut member = world.app.signed_in(login).await;
        let signed = sheet(&mut member, &review["id"], points, true).await;
        assert!(signed["ownSeat"]["signedAt"].is_string(), "{signed}");
    }
}

/// A sitting with a review on its agenda and these members present: the keeper, and the sitting.
async fn sitting(
    world: &World,
    council: &Value,
    review: &Value,
    present: &[&str],
    is_secret: bool,
) -> (Client, Value) {
    let mut keeper = world.app.signed_in("tk-x1").await;
    let input = json!({"councilId": council["id"], "heldOn": today(world), "place": "Phòng họp số 1",
        "isSecret": is_secret, "reviewIds": [review["id"]]});
    let prepared = on_sitting(&mut keeper, "saveSitting", "SaveSittingInput", input).await;
    assert_eq!(prepared["__typename"], "CouncilSitting", "{prepared}");
    let mut ids = Vec::new();
    for login in present {
        ids.push(account(world, login).await);
    }
    let input = json!({"id": prepared["id"], "version": prepared["version"], "presentIds": ids});
    let held = on_sitting(&mut keeper, "recordAttendance", "RecordAttendanceInput", input).await;
    assert_eq!(held["present"].as_array().map(Vec::len), Some(present.len()), "{held}");
    (keeper, held)
}

async fn vote(world: &World, login: &str, review: &Value, choice: &str) -> Value {
    let mut member = world.app.signed_in(login).await;
    on_review(&mut member, "castVote", "CastVoteInput", json!({"reviewId": review["id"], "choice": choice}))
        .await
}

/// The worked example, its second half up to the base certificate, with those numbers.
#[tokio::test]
async fn three_blind_sheets_and_four_of_five_votes_recognise_an_initiative() {
    let world = world().await;
    let (council, review) = scoring(&world).await;
    assert_eq!((&review["state"], &review["scorerCount"]), (&json!("SCORING"), &json!(3)));
    sign_all(&world, &review).await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let scored = read(&mut keeper, &review["id"]).await;
    assert_eq!(scored["state"], "SCORED", "{scored}");
    let summary = &scored["summary"];
    assert_eq!((&summary["mean"], &summary["passes"]), (&json!("72.00"), &json!(true)));
    assert_eq!((&summary["lowest"], &summary["highest"]), (&json!("56.00"), &json!("82.00")));
    let far = account(&world, &scorers(&review)[2]).await;
    assert_eq!(summary["outlierAccountIds"], json!([far]), "56 lies 16 below the mean");

    let (mut keeper, held) = sitting(&world, &council, &review, &COUNCIL, false).await;
    assert_eq!(codes(&close(&mut keeper, &held).await), ["NOT_VOTED"]);
    for login in &COUNCIL[..4] {
        let voted = vote(&world, login, &review, "AGREE").await;
        assert_eq!(voted["ownSeat"]["choice"], "AGREE", "{voted}");
    }
    let tally = "query($id: ID!) { it: sittingTally(id: $id) { version state cases { reviewId version votedCount \
        hasVoted choice vote { members eligible agree base needed passes } } } }";
    let told = ask(&mut keeper, tally, json!({"id": held["id"]})).await;
    assert_eq!((&told["version"], &told["state"]), (&held["version"], &json!("OPEN")), "{told}");
    let one = &told["cases"][0];
    assert_eq!((&one["reviewId"], &one["votedCount"]), (&review["id"], &json!(4)));
    assert_eq!(one["hasVoted"], Value::Null, "the keeper has no seat");
    let mut voter = world.app.signed_in(COUNCIL[0]).await;
    let own = ask(&mut voter, tally, json!({"id": held["id"]})).await["cases"][0].clone();
    assert_eq!((&own["hasVoted"], &own["choice"]), (&json!(true), &json!("AGREE")));
    assert_eq!(
        one["vote"],
        json!({"members": 5, "eligible": 5, "agree": 4, "base": 5, "needed": 4, "passes": true})
    );
    let mut stranger = world.app.signed_in("ld-h1").await;
    assert_eq!(ask(&mut stranger, tally, json!({"id": held["id"]})).await, Value::Null);
    let version = read(&mut keeper, &review["id"]).await["version"].clone();
    let late = json!({"id": review["id"], "version": version, "change": "EXCLUDE", "accountId": far,
        "reason": "Muộn"});
    let late = on_review(&mut keeper, "changeReviewSeat", "ChangeSeatInput", late).await;
    assert_eq!(codes(&late), ["VOTED"], "who takes part is settled with the first vote");
    let against = vote(&world, COUNCIL[4], &review, "DISAGREE").await;
    let count = &against["vote"];
    assert_eq!((&count["agree"], &count["base"], &count["needed"]), (&json!(4), &json!(5), &json!(4)));
    assert_eq!(codes(&vote(&world, COUNCIL[4], &review, "AGREE").await), ["VOTED"]);
    let closed = close(&mut keeper, &held).await;
    assert_eq!((&closed["state"], &closed["agenda"][0]["outcome"]), (&json!("CLOSED"), &json!("PASSED")));
    assert_eq!(codes(&close(&mut keeper, &held).await), ["SITTING_CLOSED"]);

    let mut leader = world.app.signed_in("ld-x1").await;
    let pending = ask(&mut leader, "{ it: pendingDecisions { id version outcome title } }", json!({})).await;
    assert_eq!(pending[0]["outcome"], "PASSED", "{pending}");
    let one = json!([{"reviewId": pending[0]["id"], "version": pending[0]["version"], "recognises": true}]);
    assert_eq!(decide(&mut keeper, one.clone()).await["refused"], "FORBIDDEN", "the keeper decides nothing");
    let decided = decide(&mut leader, one.clone()).await;
    assert_eq!(decided["initiatives"][0]["state"], "RECOGNISED_BASE", "{decided}");
    assert_eq!(codes(&decide(&mut leader, one).await), ["NOT_DELIBERATED"], "once and for all");

    let id = &review["initiative"]["id"];
    let mut author = world.app.signed_in("tg-x1").await;
    let told = state_of(&mut author, id).await;
    assert!(told["dueOn"].is_null(), "nothing is due any more");
    let kinds: Vec<String> =
        told["events"].as_array().expect("events").iter().map(|event| text(&event["kind"])).collect();
    assert_eq!(kinds, ["DRAFTED", "FILED", "ACCEPTED", "ASSIGNED", "DELIBERATED", "RECOGNISED"]);
    number_the_decision(&world, &mut author, id).await;
}

/// The clerk enters number and date; then the author's certificate rests on them.
async fn number_the_decision(world: &World, author: &mut Client, initiative: &Value) {
    let mut clerk = world.app.signed_in("vt-x1").await;
    let waiting =
        ask(&mut clerk, "{ it: unnumberedRecognitions { id version title initiative { id } } }", json!({}))
            .await;
    assert!(waiting[0]["initiative"].is_null(), "a clerk reads no request: {waiting}");
    let query = "mutation($input: RecordDecisionNumberInput!) { it: recordDecisionNumber(input: $input) { \
        __typename ... on InitiativeRecognition { decisionNumber } ... on RecognitionProblem { code } } }";
    let input = |date: &str| {
        json!({"input": {"id": waiting[0]["id"], "version": waiting[0]["version"], "number": "15/QĐ-UBND",
            "date": date}})
    };
    assert_eq!(ask(author, query, input("2021-12-14")).await["refused"], "FORBIDDEN");
    assert_eq!(ask(&mut clerk, query, input("2031-12-14")).await["code"], "BAD_DATE");
    let now = world.app.clock.now();
    let today = thidua::shared::clock::vietnam_date(now).to_string();
    assert_eq!(ask(&mut clerk, query, input(&today)).await["decisionNumber"], "15/QĐ-UBND");
    let query = "query($id: ID!) { it: initiativeRecognitions(initiativeId: $id) { decisionNumber level validUntil \
        certificates { authorName share coAuthorNames } } }";
    let found = ask(author, query, json!({"id": initiative})).await;
    assert_eq!((&found[0]["decisionNumber"], &found[0]["level"]), (&json!("15/QĐ-UBND"), &json!("BASE")));
    assert_eq!(found[0]["certificates"].as_array().map(Vec::len), Some(1));
    assert_eq!(found[0]["validUntil"], "2024-11-30", "three years from 01/12/2021");
}

#[tokio::test]
async fn members_read_no_author_and_no_other_sheet_before_all_are_signed() {
    let world = world().await;
    let mut author = world.app.signed_in("tg-x1").await;
    let me = own_account(&mut author).await;
    let mut form = initiatives::form(&world.units["X1"], &[(&me, "100")]);
    let name = "Đồng chí tg-x1";
    form["passages"][0]["open"] = json!(format!("Do {name} đề xuất, dong chi TG-X1 thực hiện"));
    let drafted = save(&mut author, form).await;
    let filed = deed(&mut author, "fileInitiative", "InitiativeDeedInput", at(&drafted, json!({}))).await;
    let case = accepted(&world, "tk-x1", &filed).await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let council = save_council(&mut keeper, council_form(&world, "X1", &COUNCIL).await).await;
    let input = assignment(&council, &[&case], json!({"scorers": 3}));
    let plan = ask(
        &mut keeper,
        "query($input: AssignReviewsInput!) { it: assignmentPlan(input: $input) { \
           ... on AssignmentPlan { cases { candidateCount scorers { id } hidden { name kind count } } \
             loads { sheets } } } }",
        json!({"input": input}),
    )
    .await;
    let shown = &plan["cases"][0];
    assert_eq!((&shown["candidateCount"], &shown["hidden"][0]["count"]), (&json!(5), &json!(2)), "{plan}");
    let review = assign(&mut keeper, input).await["reviews"][0].clone();
    assert_eq!(review["seats"].as_array().map(Vec::len), Some(5), "the keeper sees who scores");

    let who = scorers(&review);
    let mut first = world.app.signed_in(&who[0]).await;
    let blind = read(&mut first, &review["id"]).await;
    assert_eq!(blind["passages"][0]["open"], "Do [tác giả] đề xuất, [tác giả] thực hiện");
    assert!(blind["authorNames"].is_null() && blind["initiative"].is_null(), "{blind}");
    assert_eq!(blind["seats"].as_array().map(Vec::len), Some(1), "only the own seat: {blind}");
    let kept = sheet(&mut first, &review["id"], ["24", "24", "", ""], false).await;
    assert_eq!(kept["ownSeat"]["version"], 1, "{kept}");
    let half = sheet(&mut first, &review["id"], ["24", "24", "22", ""], true).await;
    assert_eq!(codes(&half), ["POINTS_MISSING"]);
    let over = sheet(&mut first, &review["id"], ["30.5", "24", "22", "8"], false).await;
    assert_eq!(codes(&over), ["BAD_POINTS"]);
    assert_eq!(over["problems"][0]["path"], json!(["points", "NOVELTY"]));
    sheet(&mut first, &review["id"], SHEETS[0], true).await;
    assert_eq!(codes(&sheet(&mut first, &review["id"], SHEETS[1], true).await), ["SIGNED"]);
    let seen_by_keeper = read(&mut keeper, &review["id"]).await;
    assert_eq!((&seen_by_keeper["signedCount"], &seen_by_keeper["summary"]), (&json!(1), &Value::Null));
    assert!(seen_by_keeper["seats"][0]["total"].is_null(), "nor does the keeper read a sheet yet");

    for (login, points) in who.iter().zip(SHEETS).skip(1) {
        sheet(&mut world.app.signed_in(login).await, &review["id"], points, true).await;
    }
    let open = read(&mut first, &review["id"]).await;
    assert_eq!(open["authorNames"], json!([name]), "every sheet is locked");
    assert_eq!(open["seats"].as_array().map(Vec::len), Some(5));
    assert!(read(&mut author, &review["id"]).await.is_null(), "authors see nothing of a review");
}

#[tokio::test]
async fn a_head_who_is_an_author_neither_sits_nor_decides() {
    let world = world().await;
    let mut head = world.app.signed_in("ld-x1").await;
    let mut author = world.app.signed_in("tg-x1").await;
    let (head_id, me) = (own_account(&mut head).await, own_account(&mut author).await);
    let shares = [(&*me, "60"), (&*head_id, "40")];
    let drafted = save(&mut author, initiatives::form(&world.units["X1"], &shares)).await;
    let confirmed =
        deed(&mut head, "answerAuthorship", "AnswerAuthorshipInput", at(&drafted, json!({"confirms": true})))
            .await;
    let filed = deed(&mut author, "fileInitiative", "InitiativeDeedInput", at(&confirmed, json!({}))).await;
    let case = accepted(&world, "tk-x1", &filed).await;
    let mut keeper = world.app.signed_in("tk-x1").await;

    let alone = ["ld-x1", "hd-v1", "hd-tk", "hd-v2", "hd-ct"];
    let mut led = council_form(&world, "X1", &alone).await;
    led["members"][1]["position"] = json!("MEMBER");
    let led = save_council(&mut keeper, led).await;
    let refused = assign(&mut keeper, assignment(&led, &[&case], json!({}))).await;
    assert_eq!(codes(&refused), ["NOBODY_PRESIDES"], "the chair is an author, there is no vice-chair");

    // The same council, now with a vice-chair: a unit has no second one beside it.
    let mixed = ["ld-x1", "hd-pct", "hd-tk", "hd-v1", "hd-v2"];
    let mut form = council_form(&world, "X1", &mixed).await;
    form["id"] = led["id"].clone();
    form["version"] = led["version"].clone();
    let council = save_council(&mut keeper, form).await;
    let many = assign(&mut keeper, assignment(&council, &[&case], json!({"scorers": 5}))).await;
    assert_eq!(codes(&many), ["TOO_FEW_SCORERS"], "{many}");
    let review = assign(&mut keeper, assignment(&council, &[&case], json!({"scorers": 3}))).await;
    let review = review["reviews"][0].clone();
    assert_eq!(review["seats"][0]["exclusion"], "AUTHOR");
    assert_eq!(review["eligibleCount"], 4);
    assert!(read(&mut head, &review["id"]).await.is_null(), "the review does not exist for an author");

    sign_all(&world, &review).await;
    let (mut keeper, held) =
        sitting(&world, &council, &review, &["hd-pct", "hd-tk", "hd-v1", "hd-v2"], false).await;
    for login in ["hd-pct", "hd-tk", "hd-v1", "hd-v2"] {
        vote(&world, login, &review, "AGREE").await;
    }
    let closed = close(&mut keeper, &held).await;
    assert_eq!(closed["agenda"][0]["outcome"], "PASSED", "four of five, the author counted: {closed}");
    let query = "{ it: pendingDecisions { id version title authorNames } }";
    assert_eq!(ask(&mut head, query, json!({})).await, json!([]), "the head decides nothing of their own");
    let mut above = world.app.signed_in("ld-h1").await;
    let pending = ask(&mut above, query, json!({})).await;
    assert!(pending[0]["authorNames"].is_array(), "the head above reads the case: {pending}");
    let one = json!([{"reviewId": pending[0]["id"], "version": pending[0]["version"], "recognises": true}]);
    assert_eq!(decide(&mut head, one.clone()).await["refused"], "FORBIDDEN");
    assert_eq!(decide(&mut above, one).await["count"], 1);
    assert_eq!(state_of(&mut author, &case["id"]).await["state"], "RECOGNISED_BASE");
}

#[tokio::test]
async fn who_declares_a_conflict_leaves_and_another_is_asked() {
    let world = world().await;
    let (_, review) = scoring(&world).await;
    let who = scorers(&review);
    let mut leaving = world.app.signed_in(&who[0]).await;
    let query = "mutation($input: DeclareConflictInput!) { it: declareConflict(input: $input) { __typename \
        ... on ReviewProblems { problems { code } } } }";
    let silent = ask(&mut leaving, query, json!({"input": {"id": review["id"], "reason": " "}})).await;
    assert_eq!(codes(&silent), ["MISSING"]);
    let left =
        ask(&mut leaving, query, json!({"input": {"id": review["id"], "reason": "Vợ tôi là tác giả"}})).await;
    assert_eq!(left["__typename"], "ConflictDeclared");
    assert!(read(&mut leaving, &review["id"]).await.is_null());
    for (login, points) in who.iter().zip(SHEETS).skip(1) {
        sheet(&mut world.app.signed_in(login).await, &review["id"], points, true).await;
    }
    let mut keeper = world.app.signed_in("tk-x1").await;
    let waiting = read(&mut keeper, &review["id"]).await;
    assert_eq!(
        (&waiting["state"], &waiting["signedCount"]),
        (&json!("SCORING"), &json!(2)),
        "two are too few"
    );
    let spare = COUNCIL.iter().find(|login| !who.iter().any(|one| one == *login)).expect("somebody");
    let mut input = json!({"id": review["id"], "version": waiting["version"], "change": "APPOINT",
        "accountId": account(&world, spare).await});
    let silent = on_review(&mut keeper, "changeReviewSeat", "ChangeSeatInput", input.clone()).await;
    assert_eq!(codes(&silent), ["MISSING"], "sheets are signed: nobody joins without a reason");
    input["reason"] = json!("Thay người có xung đột lợi ích");
    let asked = on_review(&mut keeper, "changeReviewSeat", "ChangeSeatInput", input.clone()).await;
    assert_eq!(asked["scorerCount"], 3, "{asked}");
    let stale = on_review(&mut keeper, "changeReviewSeat", "ChangeSeatInput", input).await;
    assert_eq!(codes(&stale), ["STALE"]);
    let last = sheet(&mut world.app.signed_in(spare).await, &review["id"], SHEETS[0], true).await;
    assert_eq!(last["state"], "SCORED", "{last}");
    let back = json!({"id": review["id"], "version": last["version"], "reason": "Nhầm"});
    let back = on_review(&mut keeper, "takeReviewBack", "TakeReviewBackInput", back).await;
    assert_eq!(codes(&back), ["WRONG_STATE"], "sheets are signed");
}

#[tokio::test]
async fn a_secret_vote_tells_who_voted_and_never_how() {
    let world = world().await;
    let (council, review) = scoring(&world).await;
    sign_all(&world, &review).await;
    let present = &COUNCIL[..4];
    let (mut keeper, held) = sitting(&world, &council, &review, present, true).await;
    assert_eq!(codes(&vote(&world, COUNCIL[4], &review, "AGREE").await), ["NOT_PRESENT"]);
    let voted = vote(&world, COUNCIL[0], &review, "AGREE").await;
    assert_eq!(voted["ownSeat"]["hasVoted"], true, "{voted}");
    assert!(voted["vote"].is_null() && voted["ownSeat"]["choice"].is_null(), "nothing is told yet: {voted}");
    for login in &COUNCIL[1..3] {
        vote(&world, login, &review, "DISAGREE").await;
    }
    let gone = json!({"id": held["id"], "version": held["version"], "presentIds": []});
    let gone = on_sitting(&mut keeper, "recordAttendance", "RecordAttendanceInput", gone).await;
    assert_eq!(codes(&gone), ["VOTED"], "whoever has voted was there");
    assert_eq!(
        codes(&close(&mut keeper, &held).await),
        ["NOT_ALL_VOTED"],
        "one who is present has not voted"
    );
    let closed = close_all_the_same(&mut keeper, &held).await;
    assert_eq!(closed["agenda"][0]["outcome"], "FAILED", "one of five: {closed}");
    assert_eq!(closed["agenda"][0]["vote"]["agree"], 1, "told once it is closed");
    let seats = read(&mut keeper, &review["id"]).await["seats"].clone();
    assert!(seats.as_array().expect("seats").iter().all(|seat| seat["choice"].is_null()), "{seats}");

    let mut leader = world.app.signed_in("ld-x1").await;
    let pending = ask(&mut leader, "{ it: pendingDecisions { id version } }", json!({})).await;
    let decision = |more: Value| {
        let mut one = json!({"reviewId": pending[0]["id"], "version": pending[0]["version"]});
        for (field, value) in more.as_object().expect("fields") {
            one[field] = value.clone();
        }
        json!([one])
    };
    let against = decide(&mut leader, decision(json!({"recognises": true}))).await;
    assert_eq!(codes(&against), ["COUNCIL_REFUSED"]);
    let silent = decide(&mut leader, decision(json!({"recognises": false, "ground": "NOT_NEW"}))).await;
    assert_eq!(codes(&silent), ["BAD_REASON"]);
    let reason = json!({"recognises": false, "ground": "NOT_NEW", "reason": "Trùng giải pháp năm 2020"});
    let refused = decide(&mut leader, decision(reason)).await;
    assert_eq!(
        refused["initiatives"][0],
        json!({"state": "REFUSED", "refusalGround": "NOT_NEW"}),
        "{refused}"
    );
}

#[tokio::test]
async fn a_request_withdrawn_meanwhile_ends_its_review() {
    let world = world().await;
    let (_, review) = scoring(&world).await;
    let mut author = world.app.signed_in("tg-x1").await;
    let id = review["initiative"]["id"].clone();
    let query = "query($id: ID!) { it: initiative(id: $id) { id version } }";
    let case = ask(&mut author, query, json!({"id": id})).await;
    let withdrawn = deed(
        &mut author,
        "withdrawInitiative",
        "WithdrawInitiativeInput",
        at(&case, json!({"reason": "Chưa hoàn thiện"})),
    )
    .await;
    assert_eq!(withdrawn["state"], "WITHDRAWN", "{withdrawn}");
    let login = &scorers(&review)[0];
    let mut member = world.app.signed_in(login).await;
    let queue = ask(&mut member, "{ it: reviewQueue { awaitedCount reviews { id } } }", json!({})).await;
    assert_eq!(queue["awaitedCount"], 0);
    assert_eq!(codes(&sheet(&mut member, &review["id"], SHEETS[0], true).await), ["WRONG_STATE"]);
}

#[tokio::test]
async fn a_council_is_founded_with_care_and_cases_go_only_where_they_belong() {
    let world = world().await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let form = council_form(&world, "X1", &COUNCIL).await;
    let mut admin = form.clone();
    admin["members"][3]["accountId"] = json!(account(&world, "quantri").await);
    let refused = save_council(&mut keeper, admin).await;
    assert_eq!(
        (&refused["code"], &refused["path"]),
        (&json!("BAD_MEMBER"), &json!(["members", "3", "accountId"]))
    );
    let mut above = form.clone();
    above["level"] = json!("PROVINCE");
    assert_eq!(save_council(&mut keeper, above).await["refused"], "FORBIDDEN");
    let council = save_council(&mut keeper, form.clone()).await;
    assert_eq!(council["isStanding"], true);
    let mut changed = form;
    changed["id"] = council["id"].clone();
    changed["version"] = json!(1);
    changed["validTo"] = json!("2021-06-30");
    let ended = save_council(&mut keeper, changed.clone()).await;
    assert_eq!((&ended["version"], &ended["isStanding"]), (&json!(2), &json!(false)));
    assert_eq!(save_council(&mut keeper, changed).await["code"], "STALE");

    let mut other = world.app.signed_in("tk-h1").await;
    let query = "query($id: ID!) { it: initiativeCouncil(id: $id) { id } }";
    assert!(ask(&mut other, query, json!({"id": council["id"]})).await.is_null());
    let filed = filed_by(&world, "tg-x1", "X1").await;
    let early = assign(&mut keeper, assignment(&ended, &[&filed], json!({}))).await;
    assert_eq!(codes(&early), ["NOT_STANDING"]);
    let stranger = assign(&mut other, assignment(&ended, &[&filed], json!({}))).await;
    assert_eq!(stranger["refused"], "NOT_FOUND");
    assert_eq!(codes(&assign(&mut keeper, assignment(&ended, &[], json!({}))).await), ["BAD_COUNT"]);
    let standing = save_council(&mut keeper, council_form(&world, "X1", &COUNCIL).await).await;
    let unchecked = assign(&mut keeper, assignment(&standing, &[&filed], json!({}))).await;
    assert_eq!(codes(&unchecked), ["CASE_ELSEWHERE"], "its form is not checked yet");
    let case = accepted(&world, "tk-x1", &filed).await;
    let strange = assign(&mut keeper, assignment(&standing, &[&case], json!({"rubric": "NONE"}))).await;
    assert_eq!(codes(&strange), ["UNKNOWN_RUBRIC"]);
    let stale = assign(&mut keeper, assignment(&standing, &[&filed], json!({}))).await;
    assert_eq!(codes(&stale), ["CASE_ELSEWHERE"], "somebody changed it meanwhile");
}
