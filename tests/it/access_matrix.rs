//! Role × action × relation, as it is: a change of rights is a reviewable difference of the snapshot.
//!
//! Every cell is asked of a fresh session through the service. `ok` answered the record, `problem` a typed
//! problem (the policy said yes, the rules said no), a code is the refusal.

use serde_json::{Value, json};

use crate::support::Client;
use crate::support::scenario::{self, World};

/// Who asks: a sign-in name, and what they are to commune X1.
const PEOPLE: [(&str, &str); 11] = [
    ("-", "nobody signed in"),
    ("cb-x1", "focal officer of X1"),
    ("ld-x1", "leader of X1"),
    ("cb-x2", "focal officer of another commune"),
    ("ld-h1", "leader of the district above X1"),
    ("td-d1", "appraiser of every criterion"),
    ("td-d2", "appraiser of C2 only"),
    ("totruong", "appraisal lead"),
    ("quanly", "campaign manager"),
    ("phantich", "analyst"),
    ("quantri", "administrator"),
];

/// What is asked, on the sheet of X1 while it is a draft.
pub fn actions(world: &World) -> Vec<(&'static str, String, Value)> {
    let sheet = &world.sheets["X1"];
    let campaign = &world.campaign;
    let deed = json!({"input": {"id": sheet, "version": 0}});
    let on_sheet = |field: &str| {
        format!("mutation($input: SubmissionDeedInput!) {{ {field}(input: $input) {{ __typename }} }}")
    };
    let on_campaign = |field: &str| {
        format!("mutation($input: CampaignDeedInput!) {{ {field}(input: $input) {{ __typename }} }}")
    };
    let of_campaign = json!({"input": {"id": campaign, "version": 0}});
    vec![
        ("read campaign", "query($id: ID!) { campaign(id: $id) { id } }".into(), json!({"id": campaign})),
        ("read sheet", "query($id: ID!) { submission(id: $id) { id } }".into(), json!({"id": sheet})),
        ("read sheet as node", "query($id: ID!) { node(id: $id) { id } }".into(), json!({"id": sheet})),
        (
            "count sheets",
            "query($id: ID!) { campaign(id: $id) { submissions(first: 1) { totalCount } } }".into(),
            json!({"id": campaign}),
        ),
        (
            "read ranking",
            "query($id: ID!) { campaign(id: $id) { ranking { id } } }".into(),
            json!({"id": campaign}),
        ),
        ("list accounts", "{ accounts(first: 1) { nodes { id } } }".into(), json!({})),
        ("request sign-off", on_sheet("requestSignOff"), deed.clone()),
        ("submit", on_sheet("submitSelfScore"), deed.clone()),
        ("recall", on_sheet("recallSubmission"), deed.clone()),
        (
            "return",
            "mutation($input: ReturnSubmissionInput!) { returnSubmission(input: $input) { __typename } }"
                .into(),
            json!({"input": {"id": sheet, "version": 0, "reason": "Đề nghị bổ sung tài liệu kiểm chứng."}}),
        ),
        ("open appraisal", on_sheet("openSubmission"), deed.clone()),
        ("conclude appraisal", on_sheet("concludeAppraisal"), deed),
        ("compute ranking", on_campaign("computeRanking"), of_campaign.clone()),
        ("release result", on_campaign("releaseResult"), of_campaign.clone()),
        ("publish result", on_campaign("publishResult"), of_campaign),
        (
            "extend phase",
            "mutation($input: ExtendPhaseInput!) { extendPhase(input: $input) { __typename } }".into(),
            json!({"input": {"campaignId": campaign, "version": 0, "phase": "SELF_SCORING",
                "until": "2021-12-20T23:59:59+07:00", "reason": "Bão"}}),
        ),
        (
            "record merit",
            "mutation($input: RecordMeritInput!) { recordMerit(input: $input) { __typename } }".into(),
            json!({"input": {"campaignId": campaign, "unitId": world.units["X1"], "itemCode": "NONE",
                "quantity": 1, "source": "Quyết định mẫu"}}),
        ),
        (
            "import criteria",
            "mutation($input: ImportCriteriaSetInput!) { importCriteriaSet(input: $input) { __typename } }"
                .into(),
            json!({"input": {"json": "{}", "validateOnly": true}}),
        ),
    ]
}

async fn cell(client: &mut Client, query: &str, variables: Value) -> String {
    let answer = client.query(query, variables).await;
    if let Some(error) = answer.errors().first() {
        return error["extensions"]["code"].as_str().unwrap_or("?").to_owned();
    }
    let data = answer.json()["data"].clone();
    let first = data.as_object().and_then(|fields| fields.values().next()).cloned().unwrap_or_default();
    if first.is_null() {
        return "null".to_owned();
    }
    if let Some(kind) = first["__typename"].as_str() {
        return if kind.ends_with("Problem") { "problem".to_owned() } else { "ok".to_owned() };
    }
    if let Some(total) = first["submissions"]["totalCount"].as_u64() {
        return total.to_string();
    }
    if first.get("ranking").is_some_and(Value::is_null) {
        return "null".to_owned();
    }
    "ok".to_owned()
}

#[tokio::test]
async fn rights_are_as_written() {
    let world = scenario::published().await;
    let mut table = String::new();
    for (login, relation) in PEOPLE {
        table.push_str(&format!("{relation} ({login})\n"));
        let mut client = match login {
            "-" => world.app.anonymous(),
            login => world.app.signed_in(login).await,
        };
        for (action, query, variables) in actions(&world) {
            let outcome = cell(&mut client, &query, variables).await;
            table.push_str(&format!("  {action:<20} {outcome}\n"));
        }
    }
    insta::assert_snapshot!(table);
}
