//! Initiatives at province level: adopting units, referral, the Department's check, the province's council and its
//! Chairman, cancellation, and the public register.

use serde_json::{Value, json};

use crate::support::Client;
use crate::support::initiatives::{self, SECRET};
use crate::support::referrals::{
    adopted_by, at, council_of_province, deliberated, number, on_adoption, on_referral, people, prepared,
    recognised, recognitions, referred, sent, take_back,
};
use crate::support::reviews::{self, ask};
use crate::support::scenario::{World, published, text};

async fn world() -> World {
    let world = published().await;
    initiatives::people(&world).await;
    reviews::people(&world).await;
    people(&world).await;
    world
}

fn codes(answer: &Value) -> Vec<String> {
    let problems = answer["problems"].as_array().unwrap_or_else(|| panic!("problems in {answer}"));
    problems.iter().map(|problem| text(&problem["code"])).collect()
}

async fn events(client: &mut Client, initiative: &Value) -> Vec<String> {
    let query = "query($id: ID!) { it: initiative(id: $id) { events { kind } } }";
    let told = ask(client, query, json!({"id": initiative})).await;
    told["events"].as_array().expect("events").iter().map(|event| text(&event["kind"])).collect()
}

async fn state_of(world: &World, initiative: &Value) -> String {
    let mut author = world.app.signed_in("tg-x1").await;
    let query = "query($id: ID!) { it: initiative(id: $id) { state } }";
    text(&ask(&mut author, query, json!({"id": initiative})).await["state"])
}

/// The Chairman decides about everything that waits for him.
async fn decide(world: &World, verdict: Value) -> Value {
    let mut chairman = world.app.signed_in("ct-tinh").await;
    let pending = ask(&mut chairman, "{ it: pendingDecisions { id version outcome } }", json!({})).await;
    assert_eq!(pending.as_array().map(Vec::len), Some(1), "{pending}");
    let mut one = json!({"reviewId": pending[0]["id"], "version": pending[0]["version"]});
    for (field, value) in verdict.as_object().expect("fields") {
        one[field] = value.clone();
    }
    let query = "mutation($input: DecideInitiativesInput!) { it: decideInitiatives(input: $input) { __typename \
        ... on DecidedInitiatives { count initiatives { state refusalGround } } \
        ... on RecognitionProblems { problems { code path } } } }";
    ask(&mut chairman, query, json!({"input": {"decisions": [one]}})).await
}

async fn cancel(client: &mut Client, recognition: &Value, reason: &str) -> Value {
    let query = "mutation($input: CancelRecognitionInput!) { it: cancelRecognition(input: $input) { __typename \
        ... on InitiativeRecognition { id version isValid cancellation { ground } } \
        ... on RecognitionProblem { code path } } }";
    let input = json!({"id": recognition["id"], "version": recognition["version"], "ground": "NOT_THE_AUTHORS",
        "reason": reason});
    ask(client, query, json!({"input": input})).await
}

/// What bonus points and titles may rest on.
async fn recognised_on(client: &mut Client, filter: Value) -> Vec<(String, String)> {
    let query = "query($unit: ID, $author: ID, $level: InitiativeLevel, $on: Date) { it: recognisedInitiatives(first: 10, \
        unitId: $unit, authorId: $author, level: $level, validOn: $on) { nodes { title level } } }";
    let found = ask(client, query, filter).await;
    let nodes = found["nodes"].as_array().unwrap_or_else(|| panic!("{found}")).clone();
    nodes.iter().map(|node| (text(&node["level"]), text(&node["title"]))).collect()
}

/// The worked example, its end: referred with base certificate and minutes, recognised province-wide; the unit's bonus and
/// the author's eligibility read it.
#[tokio::test]
async fn a_recognised_initiative_is_referred_and_recognised_by_the_province() {
    let world = world().await;
    let referral = referred(&world).await;
    let initiative = referral["initiative"]["id"].clone();
    assert_eq!(referral["initiative"]["dueOn"], "2021-12-15", "ten working days after 1 December");
    assert_eq!(referral["reach"], json!({"confirmed": 2, "needed": 2}));
    let review = deliberated(&world, &referral, &["AGREE", "AGREE", "AGREE", "AGREE", "DISAGREE"]).await;
    assert_eq!((&review["level"], &review["outcome"]), (&json!("PROVINCE"), &json!("PASSED")), "{review}");
    assert_eq!(review["summary"]["mean"], "86.00");

    let decided = decide(&world, json!({"recognises": true})).await;
    assert_eq!(decided["initiatives"][0]["state"], "RECOGNISED_PROVINCE", "{decided}");
    let mut author = world.app.signed_in("tg-x1").await;
    let kinds = events(&mut author, &initiative).await;
    let end = ["RECOGNISED", "REFERRED", "REFERRAL_ACCEPTED", "ASSIGNED", "DELIBERATED", "RECOGNISED"];
    assert_eq!(kinds[kinds.len() - 6..], end);

    let me = initiatives::own_account(&mut author).await;
    let own = json!({"author": me, "level": "PROVINCE", "on": "2022-06-01"});
    assert_eq!(recognised_on(&mut author, own.clone()).await.len(), 0, "not before its decision is numbered");
    let found = recognitions(&mut author, &initiative).await;
    assert_eq!(found[1]["unit"]["code"], "89", "the province recognised it: {found}");
    let mut local = world.app.signed_in("vt-x1").await;
    let refused = number(&mut local, "recordDecisionNumber", &found[1], "2/QĐ-UBND").await;
    assert_eq!(refused["refused"], "NOT_FOUND", "the province's decision is not the unit's to number");
    let mut clerk = world.app.signed_in("vt-tinh").await;
    let numbered = number(&mut clerk, "recordDecisionNumber", &found[1], "1234/QĐ-UBND").await;
    assert_eq!(numbered["validUntil"], "2024-11-30", "three years: {numbered}");

    assert_eq!(recognised_on(&mut author, own).await.len(), 1);
    let of_unit = json!({"unit": world.units["X1"], "on": "2022-06-01"});
    let levels: Vec<String> =
        recognised_on(&mut author, of_unit).await.into_iter().map(|(level, _)| level).collect();
    assert_eq!(levels, ["PROVINCE", "BASE"]);
    for nothing in [
        json!({"unit": world.units["X2"], "on": "2022-06-01"}),
        json!({"unit": world.units["X1"], "on": "2021-11-30"}),
        json!({"unit": world.units["X1"], "on": "2024-12-01"}),
    ] {
        assert_eq!(recognised_on(&mut author, nothing.clone()).await.len(), 0, "{nothing}");
    }
}

/// INV-I3, and the checks of the Department.
#[tokio::test]
async fn a_referral_needs_its_papers_its_head_and_its_adopters() {
    let world = world().await;
    let records = reviews::records_of(&world, "X1", "tg-x1", "tk-x1", "ld-x1").await;
    let mut leader = world.app.signed_in("ld-x1").await;
    let query =
        "query($id: ID!) { node(id: $id) { ... on InitiativeRecognition { id version initiative { id } } } }";
    let found = leader.query(query, json!({"id": records.recognition})).await.data()["node"].clone();
    let initiative = &found["initiative"]["id"];
    let mut keeper = world.app.signed_in("tk-x1").await;
    let input = json!({"initiativeId": initiative, "statement": ""});
    let empty = on_referral(&mut keeper, "prepareReferral", "PrepareReferralInput", input.clone()).await;
    let missing: Vec<String> =
        empty["missing"].as_array().expect("missing").iter().map(|one| text(&one["code"])).collect();
    assert_eq!(missing, ["NO_CERTIFICATE", "MISSING"]);
    let again = on_referral(&mut keeper, "prepareReferral", "PrepareReferralInput", input).await;
    assert_eq!(codes(&again), ["STALE"], "there is one already");
    let refused = on_referral(&mut keeper, "sendReferral", "ReferralDeedInput", at(&empty, json!({}))).await;
    assert_eq!(refused["refused"], "FORBIDDEN", "the head answers for what the unit sends");
    let early = on_referral(&mut leader, "sendReferral", "ReferralDeedInput", at(&empty, json!({}))).await;
    assert_eq!(codes(&early), ["NO_CERTIFICATE", "MISSING"]);

    let mut clerk = world.app.signed_in("vt-x1").await;
    number(&mut clerk, "recordDecisionNumber", &found, "15/QĐ-UBND").await;
    let input =
        json!({"initiativeId": initiative, "version": empty["version"], "statement": "Đã nhân rộng."});
    let written = on_referral(&mut keeper, "prepareReferral", "PrepareReferralInput", input).await;
    assert_eq!(written["missing"], json!([]), "{written}");
    let referral = sent(&world, &written).await;

    let petition =
        |referral: &Value, number: &str| at(referral, json!({"number": number, "date": "2021-12-01"}));
    let name = "recordPetitionNumber";
    let refused =
        on_referral(&mut keeper, name, "RecordPetitionNumberInput", petition(&referral, "32/TTr")).await;
    assert_eq!(refused["refused"], "FORBIDDEN", "numbers are the clerk's (INV-D1)");
    let waiting = ask(&mut clerk, "{ it: unnumberedReferrals { id title } }", json!({})).await;
    assert_eq!(waiting[0]["id"], referral["id"]);
    for (number, code) in [(" ", "MISSING"), ("32", "BAD_NUMBER"), ("TTr-UBND", "BAD_NUMBER")] {
        let refused =
            on_referral(&mut clerk, name, "RecordPetitionNumberInput", petition(&referral, number)).await;
        assert_eq!(codes(&refused), [code], "{number}");
    }
    let referral =
        on_referral(&mut clerk, name, "RecordPetitionNumberInput", petition(&referral, "32/TTr-UBND")).await;
    assert_eq!(referral["petitionNumber"], "32/TTr-UBND", "{referral}");
    let mut officer = world.app.signed_in("khcn").await;
    let accept = at(&referral, json!({}));
    let few = on_referral(&mut officer, "acceptReferral", "AcceptReferralInput", accept).await;
    assert_eq!(codes(&few), ["TOO_FEW_ADOPTERS"]);
    let ask_back = |until: &str| at(&referral, json!({"reason": "Bổ sung đơn vị áp dụng", "until": until}));
    let name = "requestReferralCompletion";
    let late = on_referral(&mut officer, name, "RequestCompletionInput", ask_back("2021-11-30")).await;
    assert_eq!(codes(&late), ["DAY_PASSED"]);
    let asked = on_referral(&mut officer, name, "RequestCompletionInput", ask_back("2021-12-20")).await;
    assert_eq!(
        (&asked["initiative"]["state"], &asked["initiative"]["dueOn"]),
        (&json!("REFERRAL_FIX"), &json!("2021-12-20")),
        "{asked}"
    );
    let input =
        json!({"initiativeId": initiative, "version": asked["version"], "statement": "Hai xã đã áp dụng."});
    let completed = on_referral(&mut keeper, "prepareReferral", "PrepareReferralInput", input).await;
    assert_eq!(completed["state"], "SENT", "{completed}");
    let stale = on_referral(&mut leader, "sendReferral", "ReferralDeedInput", at(&asked, json!({}))).await;
    assert_eq!(codes(&stale), ["STALE"]);
    let again = sent(&world, &completed).await;
    let refuse =
        |ground: &str| at(&again, json!({"ground": ground, "reason": "Không đủ minh chứng về phạm vi"}));
    let name = ("refuseReferral", "RefuseReferralInput");
    let early = on_referral(&mut officer, name.0, name.1, refuse("INCOMPLETE_NOT_FIXED")).await;
    assert_eq!(codes(&early), ["GROUND_EARLY"], "the unit completed it, in time");
    let refused = on_referral(&mut officer, name.0, name.1, refuse("OUT_OF_SCOPE")).await;
    assert_eq!(refused["initiative"]["state"], "NOT_RAISED", "{refused}");
    assert_eq!(refused["initiative"]["refusalGround"], "OUT_OF_SCOPE");
    let mut author = world.app.signed_in("tg-x1").await;
    let kinds = events(&mut author, initiative).await;
    let end = ["REFERRED", "COMPLETION_REQUESTED", "COMPLETED", "NOT_RAISED"];
    assert_eq!(kinds[kinds.len() - 4..], end);
    let base = recognitions(&mut author, initiative).await;
    assert_eq!(base[0]["isValid"], true, "what the unit recognised stands: {base}");
}

#[tokio::test]
async fn a_unit_answers_for_itself_whether_it_adopted_an_initiative() {
    let world = world().await;
    let initiative = recognised(&world).await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let ask_unit = |unit: &str| json!({"initiativeId": initiative, "unitId": world.units[unit]});
    let own = on_adoption(&mut keeper, "askAdopter", "AskAdopterInput", ask_unit("X1")).await;
    assert_eq!(own["code"], "BAD_UNIT");
    let asked = on_adoption(&mut keeper, "askAdopter", "AskAdopterInput", ask_unit("X2")).await;
    assert_eq!((&asked["state"], &asked["viewerCanAnswer"]), (&json!("ASKED"), &json!(false)));
    let twice = on_adoption(&mut keeper, "askAdopter", "AskAdopterInput", ask_unit("X2")).await;
    assert_eq!(twice["code"], "ASKED_ALREADY");

    let answer = |confirms: bool, version: i64, day: &str| {
        json!({"id": asked["id"], "version": version, "confirms": confirms, "appliedOn": day,
            "effect": "Nhanh hơn", "reason": "Chưa áp dụng"})
    };
    let name = "answerAdoption";
    let meddling = on_adoption(&mut keeper, name, "AnswerAdoptionInput", answer(true, 1, "2021-09-01")).await;
    assert_eq!(meddling["refused"], "FORBIDDEN", "nobody confirms for another unit");
    let mut focal = world.app.signed_in("cb-x2").await;
    let asked_of = "{ it: adoptionRequests(first: 5, isAwaited: true) { totalCount nodes { title solution \
        initiative { id } viewerCanAnswer } } }";
    let seen = ask(&mut focal, asked_of, json!({})).await;
    assert_eq!(seen["totalCount"], 1, "the officer reads what is asked of the unit");
    assert_eq!(seen["nodes"][0]["initiative"], Value::Null, "and not the request behind it");
    assert!(!seen.to_string().contains(SECRET));
    let refused = on_adoption(&mut focal, name, "AnswerAdoptionInput", answer(true, 1, "2021-09-01")).await;
    assert_eq!(refused["refused"], "FORBIDDEN", "the head answers");
    let mut head = world.app.signed_in("ld-x2").await;
    let early = on_adoption(&mut head, name, "AnswerAdoptionInput", answer(true, 1, "2021-02-01")).await;
    assert_eq!((&early["code"], &early["path"]), (&json!("BAD_DAY"), &json!(["appliedOn"])));
    let declined = on_adoption(&mut head, name, "AnswerAdoptionInput", answer(false, 1, "2021-09-01")).await;
    assert_eq!(declined["declineReason"], "Chưa áp dụng", "{declined}");
    let stale = on_adoption(&mut head, name, "AnswerAdoptionInput", answer(true, 1, "2021-09-01")).await;
    assert_eq!(stale["code"], "STALE");
    let anew = on_adoption(&mut head, name, "AnswerAdoptionInput", answer(true, 2, "2021-09-01")).await;
    assert_eq!((&anew["state"], &anew["declineReason"]), (&json!("CONFIRMED"), &Value::Null));
    let kept = take_back(&mut keeper, &asked, 3).await;
    assert_eq!(kept["code"], "ANSWERED_STAYS");
    let mut stranger = world.app.signed_in("ld-h1").await;
    let hidden = on_adoption(&mut stranger, name, "AnswerAdoptionInput", answer(true, 3, "2021-09-01")).await;
    assert_eq!(hidden["refused"], "NOT_FOUND");
    let other = on_adoption(&mut keeper, "askAdopter", "AskAdopterInput", ask_unit("H2")).await;
    let gone = take_back(&mut keeper, &other, 1).await;
    assert_eq!(gone["__typename"], "TakenBackAdoption");
}

/// A rubric that asks for adopting units fails an initiative that lost one meanwhile, whatever its points.
#[tokio::test]
async fn the_provinces_council_passes_nothing_whose_reach_is_not_evidenced() {
    let world = world().await;
    let initiative = recognised(&world).await;
    adopted_by(&world, &initiative, &["X2", "H2"]).await;
    let referral = sent(&world, &prepared(&world, &initiative).await).await;
    let mut officer = world.app.signed_in("khcn").await;
    let query =
        "query($id: ID!) { it: initiativeAdoptions(initiativeId: $id) { id version effect unit { code } } }";
    let adoptions = ask(&mut officer, query, json!({"id": initiative})).await;
    let mut head = world.app.signed_in("ld-x2").await;

    // The council reads the effects with the author's name hidden; X2 then changes its mind.
    let review = {
        let accepted =
            on_referral(&mut officer, "acceptReferral", "AcceptReferralInput", at(&referral, json!({})))
                .await;
        let council = council_of_province(&world, &mut officer).await;
        let more = json!({"scorers": 3, "rubric": "DEFAULT_PROVINCE"});
        let input = reviews::assignment(&council, &[&accepted["initiative"]], more);
        reviews::assign(&mut officer, input).await["reviews"][0].clone()
    };
    let login = reviews::scorers(&review)[0].clone();
    let mut member = world.app.signed_in(&login).await;
    let query = "query($id: ID!) { it: initiativeReview(id: $id) { reach { confirmed needed passes } \
        adoptions { effect unit { code } } initiative { id } } }";
    let blind = ask(&mut member, query, json!({"id": review["id"]})).await;
    assert_eq!(blind["reach"], json!({"confirmed": 2, "needed": 2, "passes": true}), "{blind}");
    assert!(!blind.to_string().contains("tg-x1"), "authors are hidden: {blind}");
    assert_eq!(blind["initiative"], Value::Null);
    let given = adoptions.as_array().expect("adoptions").iter().find(|one| one["unit"]["code"] == "X2");
    let input = json!({"id": given.expect("X2")["id"], "version": given.expect("X2")["version"],
        "confirms": false, "reason": "Đã dừng áp dụng"});
    let declined = on_adoption(&mut head, "answerAdoption", "AnswerAdoptionInput", input).await;
    assert_eq!(declined["state"], "DECLINED", "{declined}");
    let after = ask(&mut member, query, json!({"id": review["id"]})).await;
    assert_eq!(after["reach"], json!({"confirmed": 1, "needed": 2, "passes": false}));
}

#[tokio::test]
async fn a_referral_taken_back_ends_what_the_council_does_with_it() {
    let world = world().await;
    let referral = referred(&world).await;
    let initiative = &referral["initiative"]["id"];
    let review = deliberated(&world, &referral, &["AGREE"; 5]).await;
    let mut head = world.app.signed_in("ld-x1").await;
    let take_back = |reason: &str| at(&referral, json!({"reason": reason}));
    let name = "takeBackReferral";
    let silent = on_referral(&mut head, name, "TakeBackReferralInput", take_back(" ")).await;
    assert_eq!(codes(&silent), ["MISSING"]);
    let back = on_referral(&mut head, name, "TakeBackReferralInput", take_back("Bổ sung số liệu")).await;
    assert_eq!((&back["state"], &back["initiative"]["state"]), (&json!("ENDED"), &json!("RECOGNISED_BASE")));
    let mut officer = world.app.signed_in("khcn").await;
    assert_eq!(reviews::read(&mut officer, &review["id"]).await["state"], "ENDED");
    let mut chairman = world.app.signed_in("ct-tinh").await;
    let pending = ask(&mut chairman, "{ it: pendingDecisions { id } }", json!({})).await;
    assert_eq!(pending, json!([]), "nothing is left to decide");
    let again = prepared(&world, initiative).await;
    assert_ne!(again["id"], referral["id"], "another is begun");
    sent(&world, &again).await;
}

/// The worked example: cancelled for copying; history stays, and nothing may rest on it any more.
#[tokio::test]
async fn a_recognition_is_cancelled_by_whoever_would_decide() {
    let world = world().await;
    let referral = referred(&world).await;
    let initiative = &referral["initiative"]["id"];
    deliberated(&world, &referral, &["AGREE"; 5]).await;
    decide(&world, json!({"recognises": true})).await;
    let mut head = world.app.signed_in("ld-x1").await;
    let mut chairman = world.app.signed_in("ct-tinh").await;
    let found = recognitions(&mut head, initiative).await;
    let (base, province) = (&found[0], &found[1]);
    // The head does not cancel what the province recognised, nor the own recognition while that one rests on it.
    assert_eq!((&base["viewerCanCancel"], &province["viewerCanCancel"]), (&json!(false), &json!(false)));
    assert_eq!(cancel(&mut head, province, "Sao chép").await["refused"], "FORBIDDEN");
    assert_eq!(cancel(&mut head, base, "Sao chép").await["code"], "PROVINCE_STANDS");
    assert_eq!(cancel(&mut chairman, base, "Sao chép").await["refused"], "FORBIDDEN");
    let mut clerk = world.app.signed_in("vt-tinh").await;
    let numbered = number(&mut clerk, "recordDecisionNumber", province, "1234/QĐ-UBND").await;

    let wordless = cancel(&mut chairman, &numbered, " ").await;
    assert_eq!((&wordless["code"], &wordless["path"]), (&json!("BAD_REASON"), &json!(["reason"])));
    assert_eq!(cancel(&mut chairman, province, "Sao chép").await["code"], "STALE");
    let gone = cancel(&mut chairman, &numbered, "Sao chép giải pháp của đơn vị khác").await;
    assert_eq!(
        (&gone["isValid"], &gone["cancellation"]["ground"]),
        (&json!(false), &json!("NOT_THE_AUTHORS"))
    );
    assert_eq!(state_of(&world, initiative).await, "PROVINCE_CANCELLED", "what the unit recognised stands");
    assert_eq!(cancel(&mut chairman, &gone, "Sao chép").await["code"], "CANCELLED");
    let dated = number(&mut clerk, "recordCancellationNumber", &gone, "1300/QĐ-UBND").await;
    assert_eq!(dated["cancellation"]["decisionNumber"], "1300/QĐ-UBND", "{dated}");
    let mut author = world.app.signed_in("tg-x1").await;
    let of_unit = json!({"unit": world.units["X1"], "on": "2022-06-01"});
    assert_eq!(recognised_on(&mut author, of_unit.clone()).await.len(), 1, "that of the unit");

    let base = recognitions(&mut head, initiative).await[0].clone();
    assert_eq!(base["viewerCanCancel"], true, "nothing rests on it any more");
    let gone = cancel(&mut head, &base, "Sao chép giải pháp của đơn vị khác").await;
    assert_eq!(gone["__typename"], "InitiativeRecognition", "{gone}");
    assert_eq!(state_of(&world, initiative).await, "CANCELLED");
    assert_eq!(recognised_on(&mut author, of_unit).await.len(), 0);
    let kinds = events(&mut author, initiative).await;
    assert_eq!(kinds[kinds.len() - 2..], ["CANCELLED", "CANCELLED"], "history keeps both");
}

#[tokio::test]
async fn cancelling_what_the_unit_recognised_ends_what_goes_on_at_the_province() {
    let world = world().await;
    let referral = referred(&world).await;
    let initiative = &referral["initiative"]["id"];
    let mut head = world.app.signed_in("ld-x1").await;
    let base = recognitions(&mut head, initiative).await[0].clone();
    cancel(&mut head, &base, "Sao chép").await;
    assert_eq!(state_of(&world, initiative).await, "CANCELLED");
    let query = "query($id: ID!) { it: initiativeReferrals(initiativeId: $id) { state viewerCanTakeBack } }";
    let ended = ask(&mut head, query, json!({"id": initiative})).await;
    assert_eq!(ended, json!([{"state": "ENDED", "viewerCanTakeBack": false}]));
    let mut officer = world.app.signed_in("khcn").await;
    let late =
        on_referral(&mut officer, "acceptReferral", "AcceptReferralInput", at(&referral, json!({}))).await;
    assert_eq!(codes(&late), ["STALE"], "the officer had it open");
}

#[tokio::test]
async fn the_board_tells_those_who_look_over_referrals_what_is_where() {
    let world = world().await;
    referred(&world).await;
    let query = "{ it: referralBoard { state count overdueCount initiatives { title workingDaysLeft } } }";
    let mut officer = world.app.signed_in("khcn").await;
    let board = ask(&mut officer, query, json!({})).await;
    assert_eq!((&board[0]["state"], &board[0]["count"]), (&json!("REFERRED"), &json!(1)), "{board}");
    assert_eq!(
        (&board[0]["overdueCount"], &board[0]["initiatives"][0]["workingDaysLeft"]),
        (&json!(0), &json!(10))
    );
    world.app.clock.set(time::macros::datetime!(2021-12-16 08:00 +7));
    let mut officer = world.app.signed_in("khcn").await;
    let board = ask(&mut officer, query, json!({})).await;
    assert_eq!(board[0]["overdueCount"], 1);
    let mut stranger = world.app.signed_in("ld-h1").await;
    assert_eq!(ask(&mut stranger, query, json!({})).await, json!({"refused": "FORBIDDEN"}));
    let work = "{ it: viewer { work(first: 20) { kind count } } }";
    let told = ask(&mut officer, work, json!({})).await.to_string();
    assert!(told.contains("CHECK_REFERRAL"), "{told}");
}

/// The register is for anybody, and holds nothing that is confidential.
#[tokio::test]
async fn the_public_register_shows_numbered_decisions_and_no_secret() {
    let world = world().await;
    let records = reviews::records_of(&world, "X1", "tg-x1", "tk-x1", "ld-x1").await;
    let mut nobody = world.app.anonymous();
    let all = "query($search: String, $year: Int) { it: publicInitiatives(first: 10, search: $search, year: $year) { \
        totalCount nodes { id title kind field solution benefit firstAppliedOn authors { fullName share } unitName \
          recognisedBy level decisionNumber decisionDate validUntil cancelledOn cancellationGround \
          cancellationNumber } } }";
    let empty = ask(&mut nobody, all, json!({})).await;
    assert_eq!(empty["totalCount"], 0, "not before its decision is numbered: {empty}");
    let one = "query($id: ID!) { it: publicInitiative(id: $id) { id title cancelledOn } }";
    assert_eq!(ask(&mut nobody, one, json!({"id": records.recognition})).await, Value::Null);

    let mut leader = world.app.signed_in("ld-x1").await;
    let query = "query($id: ID!) { node(id: $id) { ... on InitiativeRecognition { id version } } }";
    let found = leader.query(query, json!({"id": records.recognition})).await.data()["node"].clone();
    let mut clerk = world.app.signed_in("vt-x1").await;
    let numbered = number(&mut clerk, "recordDecisionNumber", &found, "15/QĐ-UBND").await;
    let shown = ask(&mut nobody, all, json!({})).await;
    let entry = &shown["nodes"][0];
    assert_eq!((&shown["totalCount"], &entry["decisionNumber"]), (&json!(1), &json!("15/QĐ-UBND")));
    assert_eq!(entry["authors"], json!([{"fullName": "Đồng chí tg-x1", "share": "100"}]));
    let told = shown.to_string();
    for secret in [SECRET, "1985-05-20", "1985"] {
        assert!(!told.contains(secret), "{secret} in {told}");
    }
    for (search, count) in [("rut ngan", 1), ("noi dung field", 1), ("dong chi tg-x1", 1), ("khong co", 0)] {
        let found = ask(&mut nobody, all, json!({"search": search})).await;
        assert_eq!(found["totalCount"], count, "{search}");
    }
    let unit = text(&entry["unitName"]);
    let chair = text(&entry["recognisedBy"]);
    assert!(chair.starts_with("Chủ tịch UBND ") || chair == unit, "who recognises is a body: {chair}");
    assert_eq!(ask(&mut nobody, all, json!({"search": unit})).await["totalCount"], 1, "by unit");
    assert_eq!(ask(&mut nobody, all, json!({"year": 2021})).await["totalCount"], 1);
    assert_eq!(ask(&mut nobody, all, json!({"year": 2022})).await["totalCount"], 0);
    assert_eq!(ask(&mut nobody, all, json!({"year": 9})).await["refused"], "BAD_USER_INPUT");

    let gone = cancel(&mut leader, &numbered, "Sao chép của người khác").await;
    let cancelled = "query($id: ID!) { it: publicInitiative(id: $id) { cancelledOn cancellationGround cancellationNumber } }";
    let open = ask(&mut nobody, cancelled, json!({"id": records.recognition})).await;
    let nothing = json!({"cancelledOn": null, "cancellationGround": null, "cancellationNumber": null});
    assert_eq!(open, nothing, "no act of the State before its number");
    number(&mut clerk, "recordCancellationNumber", &gone, "22/QĐ-UBND").await;
    let marked = ask(&mut nobody, cancelled, json!({"id": records.recognition})).await;
    let told = json!({"cancelledOn": "2021-12-01", "cancellationGround": "NOT_THE_AUTHORS",
        "cancellationNumber": "22/QĐ-UBND"});
    assert_eq!(marked, told, "the link stays, and says so");
}

/// What later slices hear when a recognition is cancelled (INV-I4), in the same transaction.
mod heard {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures::FutureExt as _;
    use futures::future::BoxFuture;
    use thidua::recognitions::Recognition;
    use thidua::shared::error::Refusal;

    use super::*;

    static HEARD: AtomicUsize = AtomicUsize::new(0);

    fn count<'a>(
        _tx: &'a thidua::shared::database::Transaction,
        recognition: &'a Recognition,
        _now: time::OffsetDateTime,
    ) -> BoxFuture<'a, Result<(), Refusal>> {
        async move {
            assert!(recognition.cancellation.is_some());
            HEARD.fetch_add(1, Ordering::SeqCst);
            Err(Refusal::Conflict)
        }
        .boxed()
    }

    #[tokio::test]
    async fn a_listener_that_cannot_follow_keeps_the_recognition_as_it_was() {
        let world = world().await;
        let initiative = recognised(&world).await;
        let mut head = world.app.signed_in("ld-x1").await;
        let base = recognitions(&mut head, &initiative).await[0].clone();
        let mut app = world.app.app.clone();
        app.on_recognition_cancelled = &[count];
        let mut listening = world.app.over(app).signed_in("ld-x1").await;
        assert_eq!(cancel(&mut listening, &base, "Sao chép").await["refused"], "CONFLICT");
        assert_eq!(HEARD.load(Ordering::SeqCst), 1);
        assert_eq!(state_of(&world, &initiative).await, "RECOGNISED_BASE", "all or nothing");
    }
}
