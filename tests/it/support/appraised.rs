//! Sheets that have left their units, written straight into the tables, and deeds of the appraisal.

use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use thidua::entity::{score_line, submission};
use thidua::shared::id;
use time::OffsetDateTime;
use time::macros::datetime;
use uuid::Uuid;

use super::client::Client;
use super::scenario::{World, text};

/// When the sheets were submitted, before the deadline.
pub const SUBMITTED_AT: OffsetDateTime = datetime!(2021-12-14 10:00 +7);

/// A moment after self-scoring, while the appraisal is open.
pub const APPRAISAL: OffsetDateTime = datetime!(2021-12-20 09:00 +7);

/// The UUID in a global id.
pub fn uuid(global: &str) -> Uuid {
    id::decode(global).expect("one of our ids").1
}

/// Submits the sheets of these units with `points` on every line that they score themselves, and moves the
/// clock into the appraisal.
pub async fn submit(world: &World, units: &[&str], points: &str) {
    let hundredths = thidua::shared::points::Points::parse(points).expect("points").hundredths();
    let db = world.app.app.db.write();
    let sheets: Vec<Uuid> = units.iter().map(|unit| uuid(&world.sheets[*unit])).collect();
    score_line::Entity::update_many()
        .set(score_line::ActiveModel {
            state: Set("SELF_SCORED".into()),
            facts: Set(Some(r#"{"count":1}"#.into())),
            self_score: Set(Some(hundredths)),
            ..Default::default()
        })
        .filter(score_line::Column::SubmissionId.is_in(sheets.clone()))
        .filter(score_line::Column::CriterionId.ne(uuid(&world.criteria["E6"])))
        .exec(db)
        .await
        .expect("lines are scored");
    submission::Entity::update_many()
        .set(submission::ActiveModel {
            state: Set("SUBMITTED".into()),
            submitted_at: Set(Some(SUBMITTED_AT)),
            signed_off_at: Set(Some(SUBMITTED_AT)),
            ..Default::default()
        })
        .filter(submission::Column::Id.is_in(sheets))
        .exec(db)
        .await
        .expect("sheets are submitted");
    world.app.clock.set(APPRAISAL);
}

/// A sheet as the caller sees it: state, version, and its lines.
pub async fn sheet(client: &mut Client, world: &World, unit: &str) -> Value {
    let query = "query($id: ID!) { submission(id: $id) { id state version viewerCanConclude lines { id version state \
        selfScore r1Score r1Reason finalScore viewerCanAppraise criterion { code maxPoints } \
        adjustments { fromScore toScore reason by { displayName } } } } }";
    client.query(query, json!({"id": world.sheets[unit]})).await.data()["submission"].clone()
}

/// One line of a sheet as the caller sees it.
pub async fn line(client: &mut Client, world: &World, unit: &str, criterion: &str) -> Value {
    let sheet = sheet(client, world, unit).await;
    let lines = sheet["lines"].as_array().expect("lines").clone();
    let found = lines.into_iter().find(|line| line["criterion"]["code"] == criterion);
    found.unwrap_or_else(|| panic!("no line {criterion} in {unit}"))
}

/// Sends a deed of the appraisal; answers its result.
pub async fn deed(client: &mut Client, name: &str, input: Value) -> Value {
    client.query(&mutation(name), json!({"input": input})).await.data()[name].clone()
}

/// Sends a deed that is refused; answers the code of the refusal.
pub async fn refusal(client: &mut Client, name: &str, input: Value) -> String {
    client.query(&mutation(name), json!({"input": input})).await.code()
}

/// The operation of a deed, with all that it may answer.
pub fn mutation(name: &str) -> String {
    let input = match name {
        "acceptLine" => "AppraiseLineInput",
        "adjustLine" => "AdjustLineInput",
        "acceptLines" => "AcceptLinesInput",
        "concludeAppraisal" | "openSubmission" | "recallSubmission" => "SubmissionDeedInput",
        "concludeAppraisals" => "ConcludeAppraisalsInput",
        "computeRanking" | "releaseResult" | "publishResult" => "CampaignDeedInput",
        "recordMerit" => "RecordMeritInput",
        "removeMerit" => "RemoveMeritInput",
        other => panic!("{other} is no deed"),
    };
    let fields = match name {
        "acceptLine" | "adjustLine" => {
            "... on ScoreLine { id version state selfScore r1Score r1Reason submission { state } } \
             ... on AppraisalProblem { code message path current { version r1Score } }"
        }
        "acceptLines" => {
            "... on LinesAccepted { accepted ownUnit stale unscored lines { state r1Score } } \
             ... on AppraisalProblem { code message }"
        }
        "concludeAppraisal" => "... on Submission { state version } ... on AppraisalProblem { code message }",
        "openSubmission" | "recallSubmission" => {
            "... on Submission { state version } ... on SubmissionProblem { code message }"
        }
        "concludeAppraisals" => {
            "... on SheetsConcluded { concluded undecided ownUnit } ... on AppraisalProblem { code message }"
        }
        "recordMerit" => {
            "... on MeritEntry { id itemCode title quantity source unit { code } recordedBy { displayName } } \
             ... on RankingProblem { code message path }"
        }
        "removeMerit" => "... on Campaign { id } ... on RankingProblem { code message path }",
        _ => "... on Campaign { id state version } ... on CampaignProblem { code message path }",
    };
    format!("mutation($input: {input}!) {{ {name}(input: $input) {{ __typename {fields} }} }}")
}

/// Accepts every line of a sheet that can be accepted, gives the survey its maximum, and concludes it.
pub async fn appraise_all(lead: &mut Client, world: &World, unit: &str) {
    let before = sheet(lead, world, unit).await;
    for line in before["lines"].as_array().expect("lines") {
        let input = json!({"lineId": line["id"], "version": line["version"]});
        let done = if line["selfScore"].is_null() {
            let mut input = input;
            input["points"] = line["criterion"]["maxPoints"].clone();
            input["reason"] = json!("Theo kết quả khảo sát của Văn phòng");
            deed(lead, "adjustLine", input).await
        } else {
            deed(lead, "acceptLine", input).await
        };
        assert_eq!(done["__typename"], "ScoreLine", "{done:#}");
    }
    let version = sheet(lead, world, unit).await["version"].clone();
    let input = json!({"id": world.sheets[unit], "version": version});
    let done = deed(lead, "concludeAppraisal", input).await;
    assert_eq!(done["state"], "APPRAISED_1", "{done:#}");
}

/// A deed on the campaign with its present version.
pub async fn campaign_deed(client: &mut Client, world: &World, name: &str) -> Value {
    let query = "query($id: ID!) { campaign(id: $id) { version } }";
    let campaign = client.query(query, json!({"id": world.campaign})).await.data()["campaign"].clone();
    deed(client, name, json!({"id": world.campaign, "version": campaign["version"]})).await
}

/// The results of a peer group as the caller sees them.
pub async fn results(client: &mut Client, world: &World, group: &str) -> Vec<Value> {
    let query = "query($id: ID!, $group: ID!) { campaign(id: $id) { ranking { \
        results(first: 50, peerGroupId: $group) { nodes { unit { code } raw applicableMax base bonus penalty \
        total grade rank isTied isKnockedOut knockOutReason gapToNext trace isProvisional } } } } }";
    let variables = json!({"id": world.campaign, "group": world.groups[group]});
    let ranking = client.query(query, variables).await.data()["campaign"]["ranking"].clone();
    ranking["results"]["nodes"].as_array().cloned().unwrap_or_default()
}

/// The codes of units in a list of results.
pub fn codes(results: &[Value]) -> Vec<String> {
    results.iter().map(|result| text(&result["unit"]["code"])).collect()
}

/// A province with so many communes.
pub fn units_csv(communes: usize) -> String {
    let mut csv = String::from(
        "code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to\n\
         89,Tỉnh An Giang,An Giang Province,province,tỉnh,,2020-01-01,\n\
         D1,Sở Tư pháp,Department of Justice,department,sở,89,2020-01-01,\n\
         D2,Sở Nội vụ,Department of Home Affairs,department,sở,89,2020-01-01,\n\
         V1,Cục Thuế,Tax Department,vertical_agency,ngành,89,2020-01-01,\n\
         H1,Huyện An Phú,An Phu District,district,huyện,89,2020-01-01,\n",
    );
    for number in 1..=communes {
        csv.push_str(&format!(
            "X{number},Xã Mẫu {number},Sample Commune {number},commune,xã,H1,2020-01-01,\n"
        ));
    }
    csv
}
