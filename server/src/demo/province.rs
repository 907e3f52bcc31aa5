//! Sample initiatives that went further: recognised by the commune and numbered; one referred to the province, and one
//! recognised by it, so that the public register has something to show.

use serde_json::{Value, json};
use time::macros::datetime;

use super::initiatives::{ASSIGN, COUNCIL, Desk, known};
use super::people::{self, COMMUNE, login};

const SHEET: &str = "mutation($input: SaveReviewSheetInput!) { saveReviewSheet(input: $input) { __typename \
    ... on ReviewProblems { problems { message } } } }";
const SITTING: &str = "mutation($input: SaveSittingInput!) { saveSitting(input: $input) { __typename \
    ... on CouncilSitting { id version } ... on ReviewProblems { problems { message } } } }";
const PRESENT: &str = "mutation($input: RecordAttendanceInput!) { recordAttendance(input: $input) { __typename \
    ... on CouncilSitting { id version } ... on ReviewProblems { problems { message } } } }";
const VOTE: &str = "mutation($input: CastVoteInput!) { castVote(input: $input) { __typename \
    ... on ReviewProblems { problems { message } } } }";
const CLOSE: &str = "mutation($input: CloseSittingInput!) { closeSitting(input: $input) { __typename \
    ... on ReviewProblems { problems { message } } } }";
const DECIDE: &str = "mutation($input: DecideInitiativesInput!) { decideInitiatives(input: $input) { __typename \
    ... on RecognitionProblems { problems { message } } } }";
const NUMBER: &str = "mutation($input: RecordDecisionNumberInput!) { recordDecisionNumber(input: $input) { \
    __typename ... on RecognitionProblem { message } } }";
const ASK: &str = "mutation($input: AskAdopterInput!) { askAdopter(input: $input) { __typename \
    ... on InitiativeAdoption { id version } ... on AdoptionProblem { message } } }";
const ANSWER: &str = "mutation($input: AnswerAdoptionInput!) { answerAdoption(input: $input) { __typename \
    ... on AdoptionProblem { message } } }";
const PREPARE: &str = "mutation($input: PrepareReferralInput!) { prepareReferral(input: $input) { __typename \
    ... on InitiativeReferral { id version } ... on ReferralProblems { problems { message } } } }";
const SEND: &str = "mutation($input: ReferralDeedInput!) { sendReferral(input: $input) { __typename \
    ... on InitiativeReferral { id version } ... on ReferralProblems { problems { message } } } }";
const PETITION: &str = "mutation($input: RecordPetitionNumberInput!) { recordPetitionNumber(input: $input) { \
    __typename ... on InitiativeReferral { id version } ... on ReferralProblems { problems { message } } } }";
const CHECK: &str = "mutation($input: AcceptReferralInput!) { acceptReferral(input: $input) { __typename \
    ... on InitiativeReferral { initiative { id version } } ... on ReferralProblems { problems { message } } } }";
const ANSWER_CASE: &str = "mutation($input: AcceptInitiativeInput!) { acceptInitiative(input: $input) { \
    __typename ... on Initiative { id version } } }";

/// The texts that were recognised: by the province, referred to it, and by the commune alone.
pub const RECOGNISED: [&str; 3] = ["SK2021-029", "SK2021-057", "SK2021-019"];

/// The communes that took initiatives over.
const ADOPTERS: [&str; 2] = ["30361", "30364"];

/// The province's council: who chairs it, their deputy, its secretary, and two members.
const PROVINCE: [(&str, &str); 5] = [
    (login::CHAIRMAN, "CHAIR"),
    (login::OFFICER, "VICE_CHAIR"),
    (login::OFFICE, "SECRETARY"),
    (login::JUSTICE, "EXPERT"),
    (login::HOME_AFFAIRS, "MEMBER"),
];

/// Tells how the three were recognised, and how far two of them went.
pub async fn tell(desk: &Desk, keeper: &str, council: &Value) -> anyhow::Result<()> {
    let mut cases = Vec::new();
    for code in RECOGNISED {
        let draft = desk.drafted(code, "2021-02-01", datetime!(2021-08-02 08:00 +7), false).await?;
        let filed = desk.filed(draft, datetime!(2021-08-03 09:00 +7)).await?;
        desk.stage.at(datetime!(2021-08-10 09:00 +7));
        let accepted = desk.stage.act(keeper, "acceptInitiative", "Initiative", ANSWER_CASE, filed).await?;
        cases.push(known(&accepted));
    }
    desk.stage.at(datetime!(2021-08-27 08:00 +7));
    let commune = people::council_of_commune();
    let members: Vec<&str> = commune.iter().map(|(login, _)| login.as_str()).collect();
    examined(desk, keeper, council, "DEFAULT_BASE", &cases, &members, ["24", "25", "23", "8"]).await?;
    decided(desk, &people::leader(COMMUNE)).await?;
    numbered(desk, "QĐ-UBND", "2021-08-27").await?;

    desk.stage.at(datetime!(2021-09-06 08:00 +7));
    for case in &cases[..2] {
        adopted(desk, keeper, &case["id"]).await?;
    }
    desk.stage.at(datetime!(2021-09-24 08:00 +7));
    let referral = referred(desk, keeper, &cases[0]["id"]).await?;
    let input = json!({"id": referral["id"], "version": referral["version"], "number": "32/TTr-UBND (mẫu)",
        "date": "2021-09-24"});
    let referral =
        desk.stage.act(login::CLERK, "recordPetitionNumber", "InitiativeReferral", PETITION, input).await?;
    desk.stage.at(datetime!(2021-10-01 08:00 +7));
    let input = json!({"id": referral["id"], "version": referral["version"]});
    let checked =
        desk.stage.act(login::OFFICER, "acceptReferral", "InitiativeReferral", CHECK, input).await?;
    let council = council_of_province(desk).await?;
    desk.stage.at(datetime!(2021-10-29 08:00 +7));
    let members: Vec<&str> = PROVINCE.iter().map(|(login, _)| *login).collect();
    let case = [checked["initiative"].clone()];
    let points = ["26", "27", "25", "8"];
    examined(desk, login::OFFICER, &council, "DEFAULT_PROVINCE", &case, &members, points).await?;
    decided(desk, login::CHAIRMAN).await?;
    numbered(desk, "QĐ-UBND", "2021-10-29").await?;

    desk.stage.at(datetime!(2021-12-08 14:00 +7));
    referred(desk, keeper, &cases[1]["id"]).await?;
    Ok(())
}

/// A council scores cases, sits on them, and agrees to all.
async fn examined(
    desk: &Desk,
    keeper: &str,
    council: &Value,
    rubric: &str,
    cases: &[Value],
    members: &[&str],
    points: [&str; 4],
) -> anyhow::Result<()> {
    let given: Vec<Value> =
        cases.iter().map(|case| json!({"initiativeId": case["id"], "version": case["version"]})).collect();
    let input = json!({"councilId": council, "rubric": rubric, "cases": given, "exclusions": []});
    let given = desk.stage.act(keeper, "assignReviews", "AssignedReviews", ASSIGN, input).await?;
    let reviews: Vec<Value> =
        given["reviews"].as_array().into_iter().flatten().map(|review| review["id"].clone()).collect();
    let codes = ["NOVELTY", "APPLICABILITY", "BENEFIT", "PRESENTATION"];
    let points: Vec<Value> = codes
        .iter()
        .zip(points)
        .map(|(criterion, points)| json!({"criterion": criterion, "points": points}))
        .collect();
    let mut present = Vec::new();
    for member in members {
        present.push(desk.account_of(member).await?);
        for review in &reviews {
            let input =
                json!({"reviewId": review, "version": 0, "points": points, "remark": "", "signs": true});
            desk.stage.act(member, "saveReviewSheet", "InitiativeReview", SHEET, input).await?;
        }
    }
    let held_on = desk.stage.today();
    let input = json!({"councilId": council, "heldOn": held_on, "place": "Phòng họp số 1", "isSecret": false,
        "reviewIds": reviews});
    let sitting = desk.stage.act(keeper, "saveSitting", "CouncilSitting", SITTING, input).await?;
    let input = json!({"id": sitting["id"], "version": sitting["version"], "presentIds": present});
    let sitting = desk.stage.act(keeper, "recordAttendance", "CouncilSitting", PRESENT, input).await?;
    for member in members {
        for review in &reviews {
            let input = json!({"reviewId": review, "choice": "AGREE"});
            desk.stage.act(member, "castVote", "InitiativeReview", VOTE, input).await?;
        }
    }
    let input = json!({"id": sitting["id"], "version": sitting["version"]});
    desk.stage.act(keeper, "closeSitting", "CouncilSitting", CLOSE, input).await?;
    Ok(())
}

/// Whoever decides recognises everything that waits for them.
async fn decided(desk: &Desk, head: &str) -> anyhow::Result<()> {
    let found = desk.stage.ask(head, "{ pendingDecisions { id version } }", json!({})).await?;
    let one =
        |found: &Value| json!({"reviewId": found["id"], "version": found["version"], "recognises": true});
    let decisions: Vec<Value> = found["pendingDecisions"].as_array().into_iter().flatten().map(one).collect();
    let input = json!({ "decisions": decisions });
    desk.stage.act(head, "decideInitiatives", "DecidedInitiatives", DECIDE, input).await?;
    Ok(())
}

/// The clerk numbers everything that waits for a number.
async fn numbered(desk: &Desk, symbol: &str, date: &str) -> anyhow::Result<()> {
    let query = "{ unnumberedRecognitions { id version } }";
    let found = desk.stage.ask(login::CLERK, query, json!({})).await?;
    let found = found["unnumberedRecognitions"].as_array().cloned().unwrap_or_default();
    for (at, one) in found.iter().enumerate() {
        let number = format!("{}/{symbol} (mẫu)", 101 + at);
        let input = json!({"id": one["id"], "version": one["version"], "number": number, "date": date});
        desk.stage.act(login::CLERK, "recordDecisionNumber", "InitiativeRecognition", NUMBER, input).await?;
    }
    Ok(())
}

/// Two communes confirm that they apply an initiative.
async fn adopted(desk: &Desk, keeper: &str, initiative: &Value) -> anyhow::Result<()> {
    for code in ADOPTERS {
        let head = people::leader(code);
        let home = desk.stage.ask(&head, "{ viewer { homeUnit { id } } }", json!({})).await?;
        let input = json!({"initiativeId": initiative, "unitId": home["viewer"]["homeUnit"]["id"],
            "note": "Cách làm tại Bộ phận Một cửa"});
        let asked = desk.stage.act(keeper, "askAdopter", "InitiativeAdoption", ASK, input).await?;
        let input = json!({"id": asked["id"], "version": asked["version"], "confirms": true,
            "appliedOn": "2021-07-01",
            "effect": "Thời gian xử lý bình quân giảm từ 3 ngày còn 2 ngày sau hai tháng áp dụng."});
        desk.stage.act(&head, "answerAdoption", "InitiativeAdoption", ANSWER, input).await?;
    }
    Ok(())
}

/// The commune refers an initiative to the province.
async fn referred(desk: &Desk, keeper: &str, initiative: &Value) -> anyhow::Result<Value> {
    let statement = "Giải pháp đã được áp dụng tại xã từ tháng 02/2021 và được hai xã trong huyện áp dụng lại \
        từ tháng 7/2021; thời gian xử lý bình quân giảm một ngày, không phát sinh kinh phí.";
    let input = json!({"initiativeId": initiative, "statement": statement});
    let prepared = desk.stage.act(keeper, "prepareReferral", "InitiativeReferral", PREPARE, input).await?;
    let input = json!({"id": prepared["id"], "version": prepared["version"]});
    desk.stage.act(&people::leader(COMMUNE), "sendReferral", "InitiativeReferral", SEND, input).await
}

/// Founds the province's council.
async fn council_of_province(desk: &Desk) -> anyhow::Result<Value> {
    let query = "{ units(first: 1, kind: PROVINCE) { nodes { id } } }";
    let province = desk.stage.ask(login::OFFICER, query, json!({})).await?;
    let mut members = Vec::new();
    for (login, position) in PROVINCE {
        members.push(json!({"accountId": desk.account_of(login).await?, "position": position}));
    }
    let council = json!({
        "unitId": province["units"]["nodes"][0]["id"],
        "level": "PROVINCE",
        "name": "Hội đồng sáng kiến tỉnh An Giang",
        "basis": "Quyết định số 50/QĐ-UBND ngày 10/01/2021 (mẫu)",
        "validFrom": "2021-01-10",
        "members": members,
    });
    let council =
        desk.stage.act(login::OFFICER, "saveCouncil", "InitiativeCouncil", COUNCIL, council).await?;
    Ok(council["id"].clone())
}
