//! Nobody moves what a council concludes: signed sheets stay, sittings are held on their day by enough members, secret votes
//! stay secret, judgements and clocks hold, and whoever has a conflict of interest does not decide.

use futures::future::join_all;
use sea_orm::{ActiveValue::Set, EntityTrait as _};
use serde_json::{Value, json};
use thidua::access::Role;
use thidua::councils;
use thidua::entity::role_assignment;
use thidua::identity::{NewAccount, NewAssignment};
use thidua::shared::id::UnitId;
use thidua::shared::import::ImportMode;
use time::Duration;
use time::macros::date;

use crate::support::Client;
use crate::support::appraised::uuid;
use crate::support::initiatives::{self, at, deed, filed_by, own_account};
use crate::support::referrals::{on_referral, recognised};
use crate::support::reviews::{
    COUNCIL, accepted, account, ask, assign, assignment, close, close_all_the_same, council_form, on_review,
    on_sitting, people, read, save_council, scorers, scoring, sheet, today,
};
use crate::support::scenario::{World, published, text};

/// Three sheets whose mean is 71.67; without the last it is 77.00.
const SHEETS: [[&str; 4]; 3] = [["24", "24", "22", "8"], ["24", "24", "20", "8"], ["20", "19", "16", "6"]];

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

async fn sign(world: &World, review: &Value, sheets: &[[&str; 4]]) {
    for (login, points) in scorers(review).iter().zip(sheets) {
        let mut member = world.app.signed_in(login).await;
        let signed = sheet(&mut member, &review["id"], *points, true).await;
        assert!(signed["ownSeat"]["signedAt"].is_string(), "{signed}");
    }
}

async fn change(client: &mut Client, review: &Value, kind: &str, member: &str) -> Value {
    let held = read(client, &review["id"]).await;
    let version = held["version"].as_i64().unwrap_or(0);
    let input = json!({"id": review["id"], "version": version, "change": kind, "accountId": member,
        "reason": "Có quan hệ gia đình với tác giả"});
    on_review(client, "changeReviewSeat", "ChangeSeatInput", input).await
}

async fn declare(client: &mut Client, review: &Value) -> Value {
    let query = "mutation($input: DeclareConflictInput!) { it: declareConflict(input: $input) { __typename \
        ... on ReviewProblems { problems { code } } } }";
    ask(client, query, json!({"input": {"id": review["id"], "reason": "Tác giả là em tôi"}})).await
}

async fn call(keeper: &mut Client, council: &Value, review: &Value, day: &str, is_secret: bool) -> Value {
    let input = json!({"councilId": council["id"], "heldOn": day, "place": "Phòng họp số 1",
        "isSecret": is_secret, "reviewIds": [review["id"]]});
    on_sitting(keeper, "saveSitting", "SaveSittingInput", input).await
}

async fn attend(world: &World, keeper: &mut Client, sitting: &Value, present: &[&str]) -> Value {
    let mut ids = Vec::new();
    for login in present {
        ids.push(account(world, login).await);
    }
    let input = json!({"id": sitting["id"], "version": sitting["version"], "presentIds": ids});
    on_sitting(keeper, "recordAttendance", "RecordAttendanceInput", input).await
}

async fn vote(world: &World, login: &str, review: &Value, choice: &str) -> Value {
    let mut member = world.app.signed_in(login).await;
    let input = json!({"reviewId": review["id"], "choice": choice});
    on_review(&mut member, "castVote", "CastVoteInput", input).await
}

/// The trail of a deed as an inspector reads it, the newest first.
async fn trail(world: &World, deed: &str) -> Value {
    let mut inspector = world.app.signed_in("thanhtra").await;
    let query =
        "query($deed: String) { it: auditEntries(first: 20, deed: $deed) { nodes { before after reason } } }";
    ask(&mut inspector, query, json!({ "deed": deed })).await["nodes"].clone()
}

#[tokio::test]
async fn the_keeper_moves_no_mean_once_a_sheet_is_signed() {
    let world = world().await;
    let (council, review) = scoring(&world).await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let who = scorers(&review);
    let ids: Vec<String> =
        review["seats"].as_array().expect("seats").iter().map(|seat| text(&seat["account"]["id"])).collect();
    sign(&world, &review, &SHEETS[..1]).await;
    let cheat = async |keeper: &mut Client, state: &str| {
        for kind in ["EXCLUDE", "APPOINT", "RELEASE"] {
            for member in &ids {
                let refused = change(keeper, &review, kind, member).await;
                let code = codes(&refused).concat();
                let expected = ["SEATS_SETTLED", "SIGNED", "WRONG_STATE"];
                assert!(expected.contains(&code.as_str()), "{kind} in {state}: {refused}");
            }
        }
        let held = read(keeper, &review["id"]).await;
        assert_eq!((&held["viewerCanRearrange"], &held["viewerCanTakeBack"]), (&json!(false), &json!(false)));
        let back = json!({"id": review["id"], "version": held["version"], "reason": "Nhầm"});
        let back = on_review(keeper, "takeReviewBack", "TakeReviewBackInput", back).await;
        assert!(["SIGNED", "WRONG_STATE"].contains(&codes(&back).concat().as_str()), "{back}");
        let query = "query($id: ID!) { it: initiative(id: $id) { id version } }";
        let case = ask(keeper, query, json!({"id": review["initiative"]["id"]})).await;
        let again = assign(keeper, assignment(&council, &[&case], json!({"scorers": 3}))).await;
        assert_eq!(codes(&again), ["CASE_ELSEWHERE"], "it is given to a council once");
    };
    cheat(&mut keeper, "SCORING").await;
    for (login, points) in who.iter().zip(SHEETS).skip(1) {
        sheet(&mut world.app.signed_in(login).await, &review["id"], points, true).await;
    }
    cheat(&mut keeper, "SCORED").await;

    // Another council does not change who sat in this one.
    let mut form = council_form(&world, "X1", &COUNCIL[..4]).await;
    form["id"] = council["id"].clone();
    form["version"] = council["version"].clone();
    assert_eq!(save_council(&mut keeper, form).await["__typename"], "InitiativeCouncil");
    let held = read(&mut keeper, &review["id"]).await;
    assert_eq!((&held["eligibleCount"], &held["summary"]["mean"]), (&json!(5), &json!("71.67")), "{held}");

    // Nobody declares another's conflict, and whoever does not preside decides none.
    let outsider = declare(&mut keeper, &review).await;
    assert_eq!(outsider["refused"], "FORBIDDEN");
    let mut member = world.app.signed_in("hd-v1").await;
    assert_eq!(change(&mut member, &review, "EXCLUDE", &ids[2]).await["refused"], "FORBIDDEN");
    assert_eq!(read(&mut keeper, &review["id"]).await["summary"]["mean"], "71.67");
}

#[tokio::test]
async fn a_conflict_after_signing_sets_the_sheet_aside_and_both_means_are_kept() {
    let world = world().await;
    let filed = filed_by(&world, "tg-x1", "X1").await;
    let case = accepted(&world, "tk-x1", &filed).await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let council = save_council(&mut keeper, council_form(&world, "X1", &COUNCIL).await).await;
    let given = assign(&mut keeper, assignment(&council, &[&case], json!({"scorers": 4}))).await;
    let review = given["reviews"][0].clone();
    let four = [SHEETS[0], SHEETS[1], SHEETS[2], ["25", "25", "24", "8"]];
    sign(&world, &review, &four).await;
    let who = scorers(&review);
    let called = call(&mut keeper, &council, &review, &today(&world), false).await;
    let mut leaving = world.app.signed_in(&who[2]).await;
    assert_eq!(read(&mut leaving, &review["id"]).await["viewerCanLeave"], true);
    assert_eq!(declare(&mut leaving, &review).await["__typename"], "ConflictDeclared");
    let held = read(&mut keeper, &review["id"]).await;
    assert_eq!(held["state"], "SCORED", "three sheets are enough: {held}");
    let left = account(&world, &who[2]).await;
    let seats = held["seats"].as_array().expect("seats");
    let seat = seats.iter().find(|seat| seat["account"]["id"] == json!(left)).expect("the seat");
    assert_eq!(
        (&seat["isSetAside"], &seat["total"], &seat["exclusion"]),
        (&json!(true), &json!("61.00"), &json!("DECLARED")),
        "the sheet is kept and shown"
    );
    let summary = &held["summary"];
    assert_eq!((&summary["sheets"], &summary["mean"]), (&json!(3), &json!("78.67")));
    assert_eq!(summary["withSetAside"], json!({"setAside": 1, "mean": "74.25", "passes": true}));
    let told = trail(&world, "reviews.conflict_declared").await;
    let after = text(&told[0]["after"]);
    assert!(after.contains(&format!("Ủy viên {}", who[2])) && after.contains("phiếu hẹn điện tử"), "{told}");

    let others: Vec<&str> = COUNCIL.into_iter().filter(|login| *login != who[2]).collect();
    let open = attend(&world, &mut keeper, &called, &others).await;
    for login in &others {
        vote(&world, login, &review, "AGREE").await;
    }
    assert_eq!(
        vote(&world, &who[2], &review, "AGREE").await["refused"],
        "NOT_FOUND",
        "who left does not vote"
    );
    let closed = close(&mut keeper, &open).await;
    assert_eq!(closed["agenda"][0]["outcome"], "PASSED", "{closed}");
    let stored = read(&mut keeper, &review["id"]).await["summary"].clone();
    assert_eq!(stored["withSetAside"]["mean"], "74.25", "the result holds both means");
}

#[tokio::test]
async fn who_presides_decides_a_conflict_and_one_is_asked_in_the_place_of_who_left() {
    let world = world().await;
    let (council, review) = scoring(&world).await;
    sign(&world, &review, &SHEETS).await;
    let who = scorers(&review);
    let mut keeper = world.app.signed_in("tk-x1").await;
    let called = call(&mut keeper, &council, &review, &today(&world), false).await;
    let scorer = who.iter().find(|login| *login != "hd-ct").expect("another").clone();
    let (left, own) = (account(&world, &scorer).await, account(&world, "hd-ct").await);
    let mut chair = world.app.signed_in("hd-ct").await;
    assert_eq!(
        change(&mut chair, &review, "EXCLUDE", &own).await["refused"],
        "FORBIDDEN",
        "not the own seat"
    );
    let short = change(&mut chair, &review, "EXCLUDE", &left).await;
    assert_eq!(
        (&short["state"], &short["sitting"]),
        (&json!("SCORING"), &Value::Null),
        "two sheets: {short}"
    );
    let told = trail(&world, "reviews.seat_changed").await;
    assert!(text(&told[0]["after"]).contains(&format!("Ủy viên {scorer}")), "{told}");
    assert_eq!(told[0]["reason"], "Có quan hệ gia đình với tác giả");

    let spare: Vec<&str> = COUNCIL.into_iter().filter(|login| !who.iter().any(|one| one == login)).collect();
    let (first, second) = (account(&world, spare[0]).await, account(&world, spare[1]).await);
    assert_eq!(codes(&change(&mut keeper, &review, "EXCLUDE", &first).await), ["SEATS_SETTLED"]);
    let asked = change(&mut keeper, &review, "APPOINT", &first).await;
    assert_eq!(asked["scorerCount"], 3, "{asked}");
    assert_eq!(
        codes(&change(&mut keeper, &review, "APPOINT", &second).await),
        ["SEATS_SETTLED"],
        "one, not two"
    );

    // Who was asked and never signs is done without by whoever presides, who reads no other seat meanwhile.
    if !spare.contains(&"hd-ct") {
        let seen = read(&mut chair, &review["id"]).await;
        let seats = seen["seats"].as_array().expect("seats");
        assert_eq!(seats.len(), 2, "the own and the awaited one: {seen}");
        assert!(seen["authorNames"].is_null() && seats.iter().all(|seat| seat["exclusion"].is_null()));
    }
    let joined = sheet(&mut world.app.signed_in(spare[0]).await, &review["id"], SHEETS[2], true).await;
    assert_eq!(joined["state"], "SCORED", "{joined}");
    let with = &joined["summary"]["withSetAside"];
    assert_eq!(with["setAside"], 1, "the sheet of who left is still told: {joined}");
    let emptied = close_all_the_same(&mut keeper, &called).await;
    assert_eq!(codes(&emptied), ["BAD_COUNT"], "the case left the agenda with the sheet");
}

#[tokio::test]
async fn a_sitting_is_held_on_its_day() {
    let world = world().await;
    let (council, review) = scoring(&world).await;
    sign(&world, &review, &SHEETS).await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let past = call(&mut keeper, &council, &review, "2021-11-30", false).await;
    assert_eq!(codes(&past), ["NOT_ITS_DAY"]);
    let called = call(&mut keeper, &council, &review, "2021-12-20", false).await;
    assert_eq!(codes(&attend(&world, &mut keeper, &called, &COUNCIL).await), ["NOT_ITS_DAY"]);
    assert_eq!(codes(&close_all_the_same(&mut keeper, &called).await), ["NOT_ITS_DAY"]);
    let moved = |reason: Value, day: &str| {
        json!({"id": called["id"], "version": called["version"], "councilId": council["id"], "heldOn": day,
            "place": "Phòng họp số 1", "isSecret": false, "reviewIds": [review["id"]], "reason": reason})
    };
    let save = ("saveSitting", "SaveSittingInput");
    let silent = on_sitting(&mut keeper, save.0, save.1, moved(Value::Null, "2021-12-02")).await;
    assert_eq!(codes(&silent), ["MISSING"]);
    let called =
        on_sitting(&mut keeper, save.0, save.1, moved(json!("Chủ tịch đi công tác"), "2021-12-02")).await;
    assert_eq!(called["heldOn"], "2021-12-02", "{called}");
    let told = trail(&world, "reviews.sitting_moved").await;
    assert_eq!(told[0]["reason"], "Chủ tịch đi công tác");
    assert!(text(&told[0]["before"]).contains("2021-12-20"), "{told}");

    // Half past midnight in Vietnam is the day after in London's evening.
    world.app.pass(Duration::hours(15) + Duration::minutes(30));
    let mut keeper = world.app.signed_in("tk-x1").await;
    let open = attend(&world, &mut keeper, &called, &COUNCIL).await;
    assert_eq!(open["state"], "OPEN", "{open}");
    let voted = vote(&world, "hd-ct", &review, "AGREE").await;
    assert_eq!(voted["votedCount"], 1, "{voted}");
    let mut late = moved(json!("Hoãn"), "2021-12-20");
    late["version"] = open["version"].clone();
    assert_eq!(codes(&on_sitting(&mut keeper, save.0, save.1, late).await), ["VOTED"]);
    for login in &COUNCIL[1..4] {
        vote(&world, login, &review, "AGREE").await;
    }

    world.app.pass(Duration::days(1));
    let mut keeper = world.app.signed_in("tk-x1").await;
    assert_eq!(read(&mut world.app.signed_in("hd-v2").await, &review["id"]).await["viewerCanVote"], false);
    assert_eq!(codes(&vote(&world, "hd-v2", &review, "AGREE").await), ["NOT_ITS_DAY"]);
    assert_eq!(codes(&close_all_the_same(&mut keeper, &open).await), ["NOT_ITS_DAY"]);
    let input = json!({"id": open["id"], "version": open["version"], "confirms": true,
        "reason": "Mất mạng trong buổi họp"});
    let closed = on_sitting(&mut keeper, "closeSitting", "CloseSittingInput", input).await;
    assert_eq!((&closed["state"], &closed["heldOn"]), (&json!("CLOSED"), &json!("2021-12-02")), "{closed}");
    assert_eq!(closed["agenda"][0]["outcome"], "PASSED", "what was voted on its day stands");
    assert_eq!(trail(&world, "reviews.sitting_closed").await[0]["reason"], "Mất mạng trong buổi họp");
}

#[tokio::test]
async fn without_a_quorum_a_case_stays_for_the_next_sitting() {
    let world = world().await;
    let (council, review) = scoring(&world).await;
    sign(&world, &review, &SHEETS).await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let called = call(&mut keeper, &council, &review, &today(&world), false).await;
    let open = attend(&world, &mut keeper, &called, &COUNCIL[..2]).await;
    let seen = read(&mut keeper, &review["id"]).await;
    assert_eq!(
        seen["turnout"],
        json!({"eligible": 5, "present": 2, "quorum": 4, "base": 5, "needed": 4, "allowsVote": false,
            "canPass": false})
    );
    for login in &COUNCIL[..2] {
        assert_eq!(codes(&vote(&world, login, &review, "AGREE").await), ["NO_QUORUM"]);
    }
    for login in ["tk-x1", "ld-x1"] {
        let refused = vote(&world, login, &review, "AGREE").await;
        assert_eq!(refused["refused"], "FORBIDDEN", "{login} votes in nobody's place");
    }
    let remarked = close(&mut keeper, &open).await;
    assert_eq!(codes(&remarked), ["NO_QUORUM"]);
    assert!(text(&remarked["problems"][0]["message"]).contains("cần ít nhất 4"), "{remarked}");
    let closed = close_all_the_same(&mut keeper, &open).await;
    assert_eq!((&closed["state"], &closed["leftOverCount"]), (&json!("CLOSED"), &json!(1)), "{closed}");
    let query = "query($id: ID!) { it: reviewsReadyForSitting(councilId: $id) { id } }";
    let ready = ask(&mut keeper, query, json!({"id": council["id"]})).await;
    assert_eq!(ready[0]["id"], review["id"], "it waits for the next");

    let called = call(&mut keeper, &council, &review, &today(&world), false).await;
    let open = attend(&world, &mut keeper, &called, &COUNCIL[..4]).await;
    for login in &COUNCIL[..3] {
        assert_eq!(vote(&world, login, &review, "AGREE").await["__typename"], "InitiativeReview");
    }
    let shopped = attend(&world, &mut keeper, &open, &COUNCIL[..3]).await;
    assert_eq!(codes(&shopped), ["VOTED"], "no vote is undone by letting somebody leave");
    // The keeper has read that it would fail, and closes it over the one who could still change that.
    for early in [close(&mut keeper, &open).await, close_all_the_same(&mut keeper, &open).await] {
        assert_eq!(codes(&early), ["VOTES_MISSING"], "{early}");
        assert!(text(&early["problems"][0]["message"]).contains("Ủy viên hd-v1"), "who is missing: {early}");
    }
    vote(&world, COUNCIL[3], &review, "AGREE").await;
    assert_eq!(close(&mut keeper, &open).await["agenda"][0]["outcome"], "PASSED");
}

#[tokio::test]
async fn it_is_told_beforehand_that_too_few_can_vote() {
    let world = world().await;
    let filed = filed_by(&world, "tg-x1", "X1").await;
    let case = accepted(&world, "tk-x1", &filed).await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let council = save_council(&mut keeper, council_form(&world, "X1", &COUNCIL).await).await;
    let mut exclusions = Vec::new();
    for login in &COUNCIL[3..] {
        exclusions.push(json!({"initiativeId": case["id"], "accountId": account(&world, login).await,
            "reason": "Cùng nhóm nghiên cứu"}));
    }
    let input = assignment(&council, &[&case], json!({"exclusions": exclusions}));
    let query = "query($input: AssignReviewsInput!) { it: assignmentPlan(input: $input) { ... on AssignmentPlan { \
        cases { turnout { eligible base needed canPass } } } } }";
    let plan = ask(&mut keeper, query, json!({"input": input})).await;
    let told = json!({"eligible": 3, "base": 5, "needed": 4, "canPass": false});
    assert_eq!(plan["cases"][0]["turnout"], told, "4 of 5 must agree, and at most 3 can");
    let review = assign(&mut keeper, input).await["reviews"][0].clone();
    sign(&world, &review, &SHEETS).await;
    let called = call(&mut keeper, &council, &review, &today(&world), false).await;
    let open = attend(&world, &mut keeper, &called, &COUNCIL).await;
    let turnout = read(&mut keeper, &review["id"]).await["turnout"].clone();
    assert_eq!((&turnout["allowsVote"], &turnout["canPass"]), (&json!(true), &json!(false)), "{turnout}");
    for login in &COUNCIL[..3] {
        vote(&world, login, &review, "AGREE").await;
    }
    let remarked = close(&mut keeper, &open).await;
    assert_eq!(codes(&remarked), ["CANNOT_PASS"]);
    assert!(text(&remarked["problems"][0]["message"]).contains("cần 4 trên 5"), "{remarked}");
    assert_eq!(close_all_the_same(&mut keeper, &open).await["agenda"][0]["outcome"], "FAILED");
}

const TALLY: &str = "query($id: ID!) { it: sittingTally(id: $id) { cases { votedCount vote { agree } } } }";

#[tokio::test]
async fn closing_a_secret_ballot_early_reveals_no_vote() {
    let world = world().await;
    let (council, review) = scoring(&world).await;
    sign(&world, &review, &SHEETS).await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let called = call(&mut keeper, &council, &review, &today(&world), true).await;
    let open = attend(&world, &mut keeper, &called, &COUNCIL).await;
    for (login, choice) in COUNCIL.iter().zip(["AGREE", "DISAGREE"]) {
        vote(&world, login, &review, choice).await;
        let told = ask(&mut keeper, TALLY, json!({"id": open["id"]})).await;
        assert!(told["cases"][0]["vote"].is_null(), "no difference between two looks tells a vote: {told}");
    }
    assert_eq!(codes(&close(&mut keeper, &open).await), ["TOO_FEW_BALLOTS"]);
    let closed = close_all_the_same(&mut keeper, &open).await;
    assert_eq!(closed["leftOverCount"], 1, "{closed}");
    let held = read(&mut keeper, &review["id"]).await;
    assert_eq!(
        (&held["state"], &held["votedCount"], &held["vote"]),
        (&json!("SCORED"), &json!(0), &Value::Null)
    );
    let told = trail(&world, "reviews.left_over").await;
    assert!(!text(&told[0]["after"]).contains("agree"), "{told}");

    // A request that is withdrawn after one vote takes the vote with it.
    let called = call(&mut keeper, &council, &review, &today(&world), true).await;
    let open = attend(&world, &mut keeper, &called, &COUNCIL).await;
    vote(&world, COUNCIL[0], &review, "AGREE").await;
    let second = filed_by(&world, "tg-x1", "X1").await;
    let case = accepted(&world, "tk-x1", &second).await;
    let given = assign(&mut keeper, assignment(&council, &[&case], json!({"scorers": 3}))).await;
    let other = given["reviews"][0].clone();
    sign(&world, &other, &SHEETS).await;
    let input = json!({"id": open["id"], "version": open["version"], "councilId": council["id"],
        "heldOn": today(&world), "place": "Phòng họp số 1", "isSecret": true,
        "reviewIds": [review["id"], other["id"]]});
    let open = on_sitting(&mut keeper, "saveSitting", "SaveSittingInput", input).await;
    let mut author = world.app.signed_in("tg-x1").await;
    let query = "query($id: ID!) { it: initiative(id: $id) { id version } }";
    let first = ask(&mut author, query, json!({"id": review["initiative"]["id"]})).await;
    let reason = at(&first, json!({"reason": "Chưa hoàn thiện"}));
    deed(&mut author, "withdrawInitiative", "WithdrawInitiativeInput", reason).await;
    for login in COUNCIL {
        vote(&world, login, &other, "AGREE").await;
    }
    let closed = close(&mut keeper, &open).await;
    assert_eq!(closed["state"], "CLOSED", "{closed}");
    let told = ask(&mut keeper, TALLY, json!({"id": open["id"]})).await;
    let counted: Vec<&Value> =
        told["cases"].as_array().expect("cases").iter().map(|one| &one["vote"]).collect();
    assert_eq!(counted, [&Value::Null, &json!({"agree": 5})], "one vote on a withdrawn request: {told}");
}

#[tokio::test]
async fn votes_and_the_close_of_a_sitting_at_once_agree_with_each_other() {
    let world = world().await;
    let (council, review) = scoring(&world).await;
    sign(&world, &review, &SHEETS).await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let called = call(&mut keeper, &council, &review, &today(&world), false).await;
    let open = attend(&world, &mut keeper, &called, &COUNCIL).await;
    vote(&world, COUNCIL[0], &review, "AGREE").await;
    // Everybody votes twice at once, while the sitting is closed.
    let voters = COUNCIL[1..].iter().chain(&COUNCIL[1..]);
    let votes = join_all(voters.map(|login| vote(&world, login, &review, "AGREE")));
    // It is refused for as long as votes of those present could change the outcome.
    let closing = async {
        loop {
            let closed = close_all_the_same(&mut keeper, &open).await;
            if closed["state"] == "CLOSED" {
                break closed;
            }
            assert_eq!(codes(&closed), ["VOTES_MISSING"], "{closed}");
        }
    };
    let (votes, closed) = tokio::join!(votes, closing);
    assert_eq!(closed["state"], "CLOSED", "{closed}");
    let counted = 1 + votes.iter().filter(|one| one["__typename"] == "InitiativeReview").count();
    let refused = votes.iter().filter(|one| one["__typename"] == "ReviewProblems");
    let known = ["VOTED", "SITTING_CLOSED", "WRONG_STATE"];
    assert!(refused.clone().all(|one| known.contains(&codes(one).concat().as_str())), "{votes:?}");
    assert_eq!(counted + refused.count(), 9, "every vote is counted or refused: {votes:?}");
    let told = read(&mut keeper, &review["id"]).await;
    assert_eq!(told["vote"]["agree"], json!(counted), "every vote that was acknowledged is in the result");
    let noted =
        told["seats"].as_array().expect("seats").iter().filter(|seat| seat["hasVoted"] == true).count();
    assert_eq!(noted, counted, "nobody voted twice");
    let outcome = if counted >= 4 { "PASSED" } else { "FAILED" };
    assert_eq!(told["outcome"], outcome, "{told}");
    assert_eq!(codes(&close_all_the_same(&mut keeper, &open).await), ["SITTING_CLOSED"], "it is closed once");
}

/// A case of X1 on whose council its head sits, declares a conflict of interest, and which then is concluded.
async fn concluded_without_the_head(world: &World) -> Value {
    let filed = filed_by(world, "tg-x1", "X1").await;
    let case = accepted(world, "tk-x1", &filed).await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let logins = ["hd-ct", "hd-pct", "hd-tk", "hd-v1", "ld-x1"];
    let council = save_council(&mut keeper, council_form(world, "X1", &logins).await).await;
    let given = assign(&mut keeper, assignment(&council, &[&case], json!({"scorers": 4}))).await;
    let review = given["reviews"][0].clone();
    let mut head = world.app.signed_in("ld-x1").await;
    assert_eq!(declare(&mut head, &review).await["__typename"], "ConflictDeclared");
    for login in &logins[..4] {
        let mut member = world.app.signed_in(login).await;
        if read(&mut member, &review["id"]).await["ownSeat"]["scores"] == true {
            let done = sheet(&mut member, &review["id"], ["25", "25", "24", "8"], true).await;
            assert!(done["ownSeat"]["signedAt"].is_string(), "{done}");
        }
    }
    let called = call(&mut keeper, &council, &review, &today(world), false).await;
    let open = attend(world, &mut keeper, &called, &logins[..4]).await;
    for login in &logins[..4] {
        vote(world, login, &review, "AGREE").await;
    }
    let closed = close(&mut keeper, &open).await;
    assert_eq!(closed["agenda"][0]["outcome"], "PASSED", "{closed}");
    review
}

async fn recognise(client: &mut Client, review: &Value, version: &Value) -> Value {
    let one = json!([{"reviewId": review["id"], "version": version, "recognises": true}]);
    let query =
        "mutation($input: DecideInitiativesInput!) { it: decideInitiatives(input: $input) { __typename } }";
    ask(client, query, json!({"input": {"decisions": one}})).await
}

#[tokio::test]
async fn a_head_with_a_conflict_does_not_decide_but_another_head_or_the_one_above() {
    const PENDING: &str = "{ it: pendingDecisions { id version } }";
    let world = world().await;
    let review = concluded_without_the_head(&world).await;
    let mut head = world.app.signed_in("ld-x1").await;
    let mut above = world.app.signed_in("ld-h1").await;
    assert_eq!(ask(&mut head, PENDING, json!({})).await, json!([]), "it is not theirs to decide");
    let pending = ask(&mut above, PENDING, json!({})).await;
    assert_eq!(pending[0]["id"], review["id"], "the only head is out: the head above decides");
    let version = pending[0]["version"].clone();
    assert_eq!(recognise(&mut head, &review, &version).await["refused"], "FORBIDDEN");

    // A substitute does not decide in the place of whoever may not.
    let mine = ask(&mut head, "{ it: viewer { assignments { id } } }", json!({})).await;
    let stand_in = json!({"input": {"assignmentId": mine["assignments"][0]["id"],
        "accountId": account(&world, "dtg-x1").await, "validFrom": "2021-12-01", "validTo": "2021-12-10",
        "legalBasis": "Giấy nghỉ phép ngày 01/12/2021"}});
    let query = "mutation($input: NameSubstituteInput!) { it: nameSubstitute(input: $input) { __typename } }";
    let named = ask(&mut head, query, stand_in).await;
    assert_eq!(named["__typename"], "RoleAssignment", "{named}");
    let mut substitute = world.app.signed_in("dtg-x1").await;
    assert_eq!(
        ask(&mut substitute, PENDING, json!({})).await,
        json!([]),
        "nor is it a substitute's to decide"
    );
    assert_eq!(recognise(&mut substitute, &review, &version).await["refused"], "FORBIDDEN");
    assert_eq!(
        ask(&mut above, PENDING, json!({})).await[0]["id"],
        review["id"],
        "it stays with the head above"
    );

    let deputy = NewAccount {
        login: "pld-x1".to_owned(),
        display_name: "Phó Chủ tịch X1".to_owned(),
        unit: Some(UnitId(uuid(&world.units["X1"]))),
        email: None,
        assignments: vec![NewAssignment {
            role: Role::UnitLeader,
            unit: Some(UnitId(uuid(&world.units["X1"]))),
            valid_from: date!(2021 - 01 - 01),
            valid_to: None,
            legal_basis: None,
        }],
    };
    world.app.add_accounts(vec![deputy]).await;
    let mut other = world.app.signed_in("pld-x1").await;
    let pending = ask(&mut other, PENDING, json!({})).await;
    assert_eq!(pending[0]["id"], review["id"], "another head of the unit decides");
    assert_eq!(ask(&mut above, PENDING, json!({})).await, json!([]));
    assert_eq!(recognise(&mut head, &review, &version).await["refused"], "FORBIDDEN");
    assert_eq!(recognise(&mut other, &review, &version).await["__typename"], "DecidedInitiatives");
    let query = "query($id: ID!) { it: initiativeRecognitions(initiativeId: $id) { viewerCanCancel } }";
    let initiative = json!({"id": review["initiative"]["id"]});
    let cancels = async |client: &mut Client| {
        ask(client, query, initiative.clone()).await[0]["viewerCanCancel"].clone()
    };
    assert_eq!((cancels(&mut head).await, cancels(&mut other).await), (json!(false), json!(true)));
}

#[tokio::test]
async fn a_refusal_for_a_deadline_waits_for_the_deadline() {
    let world = world().await;
    let filed = filed_by(&world, "tg-x1", "X1").await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let refuse = ("refuseInitiative", "RefuseInitiativeInput");
    let because =
        |case: &Value, ground: &str| at(case, json!({"ground": ground, "reason": "Quá hạn bổ sung"}));
    let nothing = deed(&mut keeper, refuse.0, refuse.1, because(&filed, "INCOMPLETE_NOT_FIXED")).await;
    assert_eq!(codes(&nothing), ["GROUND_EARLY"], "no correction was asked for");
    let late = deed(&mut keeper, refuse.0, refuse.1, because(&filed, "LATE_OVER_1Y")).await;
    assert_eq!(codes(&late), ["GROUND_EARLY"], "it was filed nine months after its first application");
    let asked = at(&filed, json!({"reason": "Bổ sung lợi ích", "until": "2021-12-07"}));
    let asked = deed(&mut keeper, "requestInitiativeFix", "RequestInitiativeFixInput", asked).await;
    assert_eq!(asked["state"], "FIX_REQUESTED", "{asked}");
    for days in [0, 6] {
        world.app.pass(Duration::days(days));
        let mut keeper = world.app.signed_in("tk-x1").await;
        let early = deed(&mut keeper, refuse.0, refuse.1, because(&asked, "INCOMPLETE_NOT_FIXED")).await;
        assert_eq!(codes(&early), ["GROUND_EARLY"], "until the end of the last day");
        assert_eq!(early["problems"][0]["path"], json!(["ground"]));
        assert!(text(&early["problems"][0]["message"]).contains("07/12/2021"), "{early}");
    }
    world.app.pass(Duration::days(1));
    let mut keeper = world.app.signed_in("tk-x1").await;
    let refused = deed(&mut keeper, refuse.0, refuse.1, because(&asked, "INCOMPLETE_NOT_FIXED")).await;
    assert_eq!(refused["state"], "REFUSED", "{refused}");

    // The head has no such ground: the form was found right before.
    let (council, review) = scoring(&world).await;
    sign(&world, &review, &SHEETS).await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let called = call(&mut keeper, &council, &review, &today(&world), false).await;
    let open = attend(&world, &mut keeper, &called, &COUNCIL).await;
    for login in COUNCIL {
        vote(&world, login, &review, "DISAGREE").await;
    }
    close(&mut keeper, &open).await;
    let mut head = world.app.signed_in("ld-x1").await;
    let pending = ask(&mut head, "{ it: pendingDecisions { id version } }", json!({})).await;
    let query = "mutation($input: DecideInitiativesInput!) { it: decideInitiatives(input: $input) { __typename \
        ... on RecognitionProblems { problems { code path } } } }";
    for ground in ["INCOMPLETE_NOT_FIXED", "LATE_OVER_1Y"] {
        let one = json!([{"reviewId": pending[0]["id"], "version": pending[0]["version"], "recognises": false,
            "ground": ground, "reason": "Quá hạn"}]);
        let refused = ask(&mut head, query, json!({"input": {"decisions": one}})).await;
        assert_eq!(codes(&refused), ["GROUND_EARLY"], "{ground}");
        assert_eq!(refused["problems"][0]["path"], json!(["decisions", "0", "ground"]));
    }
}

#[tokio::test]
async fn the_department_refuses_what_was_not_completed_only_after_its_day() {
    let world = published().await;
    initiatives::people(&world).await;
    people(&world).await;
    crate::support::referrals::people(&world).await;
    let initiative = recognised(&world).await;
    crate::support::referrals::adopted_by(&world, &initiative, &["X2", "H2"]).await;
    let prepared = crate::support::referrals::prepared(&world, &initiative).await;
    let sent = crate::support::referrals::sent(&world, &prepared).await;
    let mut officer = world.app.signed_in("khcn").await;
    let asked = at(&sent, json!({"reason": "Bổ sung minh chứng", "until": "2021-12-07"}));
    let asked = on_referral(&mut officer, "requestReferralCompletion", "RequestCompletionInput", asked).await;
    let refuse = at(&asked, json!({"ground": "INCOMPLETE_NOT_FIXED", "reason": "Không bổ sung"}));
    let name = ("refuseReferral", "RefuseReferralInput");
    assert_eq!(codes(&on_referral(&mut officer, name.0, name.1, refuse.clone()).await), ["GROUND_EARLY"]);
    world.app.pass(Duration::days(7));
    let mut officer = world.app.signed_in("khcn").await;
    let refused = on_referral(&mut officer, name.0, name.1, refuse).await;
    assert_eq!(refused["initiative"]["state"], "NOT_RAISED", "{refused}");
}

#[tokio::test]
async fn a_judgement_stays_in_sight_of_all_who_decide_later() {
    const REPORT: &str = "query($id: ID!) { it: similarInitiatives(initiativeId: $id) { id score isWorthALook \
        judgement { judgement score } } }";
    const JUDGED: &str = "judgedSimilar { id score judgement { judgement score note } }";
    let world = world().await;
    let other = filed_by(&world, "tg-h1", "H1").await;
    let own = filed_by(&world, "tg-x1", "X1").await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let judge =
        "mutation($input: JudgeSimilarityInput!) { it: judgeSimilarity(input: $input) { __typename } }";
    let input = json!({"input": {"initiativeId": own["id"], "otherId": other["id"], "judgement": "DUPLICATE_OF",
        "note": "Chép nguyên văn"}});
    assert_eq!(ask(&mut keeper, judge, input).await["__typename"], "SimilarInitiative");
    let then = ask(&mut keeper, REPORT, json!({"id": own["id"]})).await[0]["score"].clone();

    // The authors write every word of it anew, and others file what is more alike.
    let fix = at(&own, json!({"reason": "Làm rõ điểm khác", "until": "2021-12-10"}));
    let fix = deed(&mut keeper, "requestInitiativeFix", "RequestInitiativeFixInput", fix).await;
    let mut author = world.app.signed_in("tg-x1").await;
    let me = own_account(&mut author).await;
    let mut form = initiatives::form(&world.units["X1"], &[(&me, "100")]);
    form["id"] = fix["id"].clone();
    form["version"] = fix["version"].clone();
    form["title"] = json!("Trạm quan trắc mực nước kênh mương tự động");
    let rewrite = |form: &mut Value| {
        for passage in form["passages"].as_array_mut().expect("passages") {
            passage["open"] = json!("Cảm biến siêu âm gửi mực nước về điện thoại trưởng ấp mỗi giờ.");
        }
    };
    rewrite(&mut form);
    let written = initiatives::save(&mut author, form).await;
    let refiled = deed(&mut author, "fileInitiative", "InitiativeDeedInput", at(&written, json!({}))).await;
    assert_eq!(refiled["state"], "FILED", "{refiled}");
    let neighbours = ["lg1-h1", "lg2-h1", "lg3-h1"];
    let home = UnitId(uuid(&world.units["H1"]));
    let writes = NewAssignment {
        role: Role::InitiativeAuthor,
        unit: None,
        valid_from: date!(2021 - 01 - 01),
        valid_to: None,
        legal_basis: None,
    };
    let account_of = |login: &str| NewAccount {
        login: login.to_owned(),
        display_name: format!("Đồng chí {login}"),
        unit: Some(home),
        email: None,
        assignments: vec![writes.clone()],
    };
    world.app.add_accounts(neighbours.map(account_of).into()).await;
    for login in neighbours {
        let mut neighbour = world.app.signed_in(login).await;
        let them = own_account(&mut neighbour).await;
        for _ in 0..4 {
            let mut form = initiatives::form(&world.units["H1"], &[(&them, "100")]);
            form["title"] = json!("Quan trắc mực nước tự động");
            rewrite(&mut form);
            let drafted = initiatives::save(&mut neighbour, form).await;
            deed(&mut neighbour, "fileInitiative", "InitiativeDeedInput", at(&drafted, json!({}))).await;
        }
    }
    let mut officer = world.app.signed_in("khcn").await;
    let report = ask(&mut officer, REPORT, json!({"id": own["id"]})).await;
    let report = report.as_array().expect("a report");
    let kept = report.iter().find(|one| one["id"] == other["id"]).expect("the judged case is in sight");
    assert_eq!((&kept["isWorthALook"], &kept["judgement"]["score"]), (&json!(true), &then));
    assert!(kept["score"].as_i64() < then.as_i64() && report.len() == 11, "{report:?}");

    // The council's sitting reads it, and the deciding head; members only once the sheets are signed.
    let case = accepted(&world, "tk-x1", &refiled).await;
    let council = save_council(&mut keeper, council_form(&world, "X1", &COUNCIL).await).await;
    let given = assign(&mut keeper, assignment(&council, &[&case], json!({"scorers": 3}))).await;
    let review = given["reviews"][0].clone();
    let query = format!("query($id: ID!) {{ it: initiativeReview(id: $id) {{ {JUDGED} }} }}");
    let mut member = world.app.signed_in("hd-v1").await;
    let blind = ask(&mut member, &query, json!({"id": review["id"]})).await;
    assert!(blind["judgedSimilar"].is_null(), "the other case could tell whose this is: {blind}");
    sign(&world, &review, &SHEETS).await;
    let seen = ask(&mut member, &query, json!({"id": review["id"]})).await["judgedSimilar"][0].clone();
    assert_eq!(
        (&seen["id"], &seen["judgement"]["score"], &seen["score"]),
        (&other["id"], &then, &kept["score"])
    );
    let called = call(&mut keeper, &council, &review, &today(&world), false).await;
    let agenda = format!("query($id: ID!) {{ it: councilSitting(id: $id) {{ agenda {{ {JUDGED} }} }} }}");
    let sitting = ask(&mut member, &agenda, json!({"id": called["id"]})).await;
    assert_eq!(sitting["agenda"][0]["judgedSimilar"][0]["judgement"]["note"], "Chép nguyên văn", "{sitting}");
    let open = attend(&world, &mut keeper, &called, &COUNCIL).await;
    for login in COUNCIL {
        vote(&world, login, &review, "AGREE").await;
    }
    close(&mut keeper, &open).await;
    let mut head = world.app.signed_in("ld-x1").await;
    let pending = ask(&mut head, &format!("{{ it: pendingDecisions {{ {JUDGED} }} }}"), json!({})).await;
    assert_eq!(pending[0]["judgedSimilar"][0]["judgement"]["judgement"], "DUPLICATE_OF", "{pending}");
}

#[tokio::test]
async fn whoever_administers_accounts_neither_scores_nor_votes() {
    let world = world().await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let council = save_council(&mut keeper, council_form(&world, "X1", &COUNCIL).await).await;
    assert_eq!(council["__typename"], "InitiativeCouncil", "{council}");
    let mut admin = world.app.signed_in("quantri").await;
    let give = "mutation($input: AssignRoleInput!) { it: assignRole(input: $input) { __typename \
        ... on PeopleProblem { code path } } }";
    let role = |account: &str| {
        json!({"input": {"accountId": account, "role": "SYS_ADMIN", "validFrom": "2021-12-10",
            "legalBasis": "QĐ số 9"}})
    };
    let member = account(&world, "hd-v1").await;
    let refused = ask(&mut admin, give, role(&member)).await;
    assert_eq!((&refused["code"], &refused["path"]), (&json!("SITS_ON_COUNCIL"), &json!(["role"])));

    // Nor does whoever will administer come to sit on a council.
    let colleague = account(&world, "dtg-x1").await;
    assert_eq!(ask(&mut admin, give, role(&colleague)).await["__typename"], "RoleAssignment");
    let with_colleague = ["hd-ct", "hd-pct", "hd-tk", "hd-v2", "dtg-x1"];
    let refused = save_council(&mut keeper, council_form(&world, "X1", &with_colleague).await).await;
    assert_eq!(refused["code"], "BAD_MEMBER", "{refused}");

    // However somebody came to hold both, the sheet is not theirs to sign.
    let filed = filed_by(&world, "tg-x1", "X1").await;
    let case = accepted(&world, "tk-x1", &filed).await;
    let given = assign(&mut keeper, assignment(&council, &[&case], json!({"scorers": 3}))).await;
    let review = given["reviews"][0].clone();
    let scorer = scorers(&review)[0].clone();
    let id = account(&world, &scorer).await;
    let both = role_assignment::ActiveModel {
        id: Set(thidua::shared::id::fresh()),
        account_id: Set(uuid(&id)),
        role: Set("SYS_ADMIN".into()),
        unit_id: Set(None),
        valid_from: Set(date!(2021 - 01 - 01)),
        valid_to: Set(None),
        legal_basis: Set(None),
        created_at: Set(world.app.app.clock.now()),
    };
    role_assignment::Entity::insert(both)
        .exec_without_returning(world.app.app.db.write())
        .await
        .expect("both roles");
    let mut member = world.app.signed_in(&scorer).await;
    let refused = sheet(&mut member, &review["id"], SHEETS[0], true).await;
    assert_eq!(refused["refused"], "FORBIDDEN", "{refused}");
}

#[tokio::test]
async fn no_second_council_and_no_easier_rubric_beside_the_one_that_works() {
    let world = world().await;
    let (council, review) = scoring(&world).await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let easy = include_str!("../../data/rubrics/default_base.json");
    let mut easy: Value = serde_json::from_str(easy).expect("a rubric of ours");
    easy["code"] = json!("EASY");
    easy["passMean"] = json!(10);
    let easy = easy.to_string();
    let imported = councils::import_rubric(&world.app.app, easy.as_bytes(), ImportMode::Apply).await;
    imported.expect("no refusal").expect("a sound rubric");

    let mut second = council_form(&world, "X1", &COUNCIL).await;
    second["name"] = json!("Hội đồng thứ hai");
    let refused = save_council(&mut keeper, second.clone()).await;
    assert_eq!((&refused["code"], &refused["path"]), (&json!("ANOTHER_STANDS"), &json!(["validFrom"])));
    let filed = filed_by(&world, "tg-x1", "X1").await;
    let case = accepted(&world, "tk-x1", &filed).await;
    let given = assign(&mut keeper, assignment(&council, &[&case], json!({"rubric": "EASY"}))).await;
    assert_eq!(codes(&given), ["OTHER_RUBRIC"]);
    assert_eq!(given["problems"][0]["path"], json!(["rubric"]), "{given}");

    // Once the first is over a second takes new cases; what was given to the first stays there.
    let mut over = council_form(&world, "X1", &COUNCIL).await;
    over["id"] = council["id"].clone();
    over["version"] = council["version"].clone();
    over["validTo"] = json!("2021-11-30");
    assert_eq!(save_council(&mut keeper, over).await["isStanding"], false);
    let next = save_council(&mut keeper, second).await;
    assert_eq!(next["__typename"], "InitiativeCouncil", "{next}");
    sign(&world, &review, &SHEETS[..1]).await;
    let query = "query($id: ID!) { it: initiative(id: $id) { id version } }";
    let held = ask(&mut keeper, query, json!({"id": review["initiative"]["id"]})).await;
    let moved = assign(&mut keeper, assignment(&next, &[&held], json!({"scorers": 3}))).await;
    assert_eq!(codes(&moved), ["CASE_ELSEWHERE"]);
}

#[tokio::test]
async fn what_a_council_voted_on_is_not_withdrawn_and_a_second_try_is_told() {
    let world = world().await;
    let (council, review) = scoring(&world).await;
    let id = json!({"id": review["initiative"]["id"]});
    let query = "query($id: ID!) { it: initiative(id: $id) { id version viewerCanWithdraw } }";
    sign(&world, &review, &SHEETS).await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let called = call(&mut keeper, &council, &review, &today(&world), false).await;
    let open = attend(&world, &mut keeper, &called, &COUNCIL).await;
    for login in COUNCIL {
        vote(&world, login, &review, "DISAGREE").await;
    }
    assert_eq!(close(&mut keeper, &open).await["agenda"][0]["outcome"], "FAILED");
    let mut author = world.app.signed_in("tg-x1").await;
    let held = ask(&mut author, query, id.clone()).await;
    assert_eq!(held["viewerCanWithdraw"], false, "{held}");
    let gone = at(&held, json!({"reason": "Nộp lại sau"}));
    let gone = deed(&mut author, "withdrawInitiative", "WithdrawInitiativeInput", gone).await;
    assert_eq!(codes(&gone), ["WRONG_STATE"]);

    // The same text once more: whoever checks it is told that its author has a case before the council.
    let again = filed_by(&world, "tg-x1", "X1").await;
    let stranger = filed_by(&world, "tg-h1", "H1").await;
    let report =
        "query($id: ID!) { it: similarInitiatives(initiativeId: $id) { id isWorthALook stateOfSameAuthor } }";
    let found = ask(&mut keeper, report, json!({"id": again["id"]})).await;
    let one = |id: &Value| {
        let all = found.as_array().expect("a report");
        all.iter().find(|one| one["id"] == *id).unwrap_or_else(|| panic!("{id} in {found}")).clone()
    };
    let first = one(&review["initiative"]["id"]);
    assert_eq!((&first["isWorthALook"], &first["stateOfSameAuthor"]), (&json!(true), &json!("COUNCIL")));
    assert!(one(&stranger["id"])["stateOfSameAuthor"].is_null(), "where another's stands is not told");
}

#[tokio::test]
async fn a_substitute_does_for_nobody_what_these_may_not_do_themselves() {
    let world = world().await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let mut author = world.app.signed_in("tg-x1").await;
    let (me, them) = (own_account(&mut keeper).await, own_account(&mut author).await);
    let form = initiatives::form(&world.units["X1"], &[(&them, "60"), (&me, "40")]);
    let drafted = initiatives::save(&mut author, form).await;
    let answer = at(&drafted, json!({"confirms": true}));
    let confirmed = deed(&mut keeper, "answerAuthorship", "AnswerAuthorshipInput", answer).await;
    let own = deed(&mut author, "fileInitiative", "InitiativeDeedInput", at(&confirmed, json!({}))).await;
    assert_eq!(own["state"], "FILED", "{own}");
    let others = filed_by(&world, "tg-x1", "X1").await;

    let mine = ask(&mut keeper, "{ it: viewer { assignments { id } } }", json!({})).await;
    let stand_in = json!({"input": {"assignmentId": mine["assignments"][0]["id"],
        "accountId": account(&world, "dtg-x1").await, "validFrom": "2021-12-01", "validTo": "2021-12-10",
        "legalBasis": "Giấy nghỉ phép ngày 01/12/2021"}});
    let query = "mutation($input: NameSubstituteInput!) { it: nameSubstitute(input: $input) { __typename } }";
    assert_eq!(ask(&mut keeper, query, stand_in).await["__typename"], "RoleAssignment");
    let mut substitute = world.app.signed_in("dtg-x1").await;
    let accept = ("acceptInitiative", "AcceptInitiativeInput");
    let refused = deed(&mut substitute, accept.0, accept.1, at(&own, json!({}))).await;
    assert_eq!(refused["refused"], "FORBIDDEN", "it is the keeper's own");
    let report = "query($id: ID!) { it: similarInitiatives(initiativeId: $id) { id } }";
    assert_eq!(ask(&mut substitute, report, json!({"id": own["id"]})).await["refused"], "FORBIDDEN");
    let work = "{ it: viewer { work(first: 50) { kind } } }";
    let waiting = ask(&mut substitute, work, json!({})).await["work"].as_array().map(Vec::len);
    assert_eq!(waiting, Some(1), "the other request alone waits for them");
    let accepted = deed(&mut substitute, accept.0, accept.1, at(&others, json!({}))).await;
    assert_eq!(accepted["state"], "ACCEPTED", "what is nobody's of theirs they accept");

    // A keeper of their own, by no substitution, accepts it; to a council the substitute gives only the other.
    let second = NewAccount {
        login: "tk2-x1".to_owned(),
        display_name: "Đồng chí tk2-x1".to_owned(),
        unit: Some(UnitId(uuid(&world.units["X1"]))),
        email: None,
        assignments: vec![NewAssignment {
            role: Role::InitiativeSecretary,
            unit: Some(UnitId(uuid(&world.units["X1"]))),
            valid_from: date!(2021 - 01 - 01),
            valid_to: None,
            legal_basis: None,
        }],
    };
    world.app.add_accounts(vec![second]).await;
    let mut second = world.app.signed_in("tk2-x1").await;
    let own = deed(&mut second, accept.0, accept.1, at(&own, json!({}))).await;
    assert_eq!(own["state"], "ACCEPTED", "{own}");
    let council = save_council(&mut second, council_form(&world, "X1", &COUNCIL).await).await;
    let given = assign(&mut substitute, assignment(&council, &[&own], json!({"scorers": 3}))).await;
    assert_eq!(given["refused"], "FORBIDDEN");
    let given = assign(&mut second, assignment(&council, &[&own], json!({"scorers": 3}))).await;
    let review = given["reviews"][0].clone();
    sign(&world, &review, &SHEETS).await;
    let called = call(&mut second, &council, &review, &today(&world), false).await;
    for (client, who) in [(&mut keeper, "the author"), (&mut substitute, "who stands in for them")] {
        let attended = attend(&world, client, &called, &COUNCIL).await;
        assert_eq!(codes(&attended), ["OWN_CASE"], "{who}");
        assert_eq!(codes(&close_all_the_same(client, &called).await), ["OWN_CASE"], "{who}");
    }
    assert_eq!(attend(&world, &mut second, &called, &COUNCIL).await["state"], "OPEN");
}
