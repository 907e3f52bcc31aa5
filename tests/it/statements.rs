//! The nested query of an analyst costs the same number of SQL statements for 5 sheets or 50: campaign,
//! sheets, units with their districts, lines with criteria, traces and evidence.

use serde_json::json;

use crate::support::{appraised, scenario};

const NESTED: &str = "query($id: ID!, $first: Int!) { campaign(id: $id) { titleVi peerGroups { nameVi } \
    submissions(first: $first) { totalCount nodes { id state selfTotal unit { nameVi parentNameVi peerGroup { nameVi } } \
    lines { id state selfScore trace { text } criterion { code titleVi maxPoints group { code } } evidence { id } } } } } }";

/// The trail of each sheet, and who signed what, beside it.
const HISTORIES: &str = "query($id: ID!, $first: Int!) { campaign(id: $id) { submissions(first: $first) { nodes { id \
    history(first: 20) { id deed at actor { id displayName } unit { code } before after } } } } }";

/// A province with sixty communes, so that fifty sheets fill a page.
fn large_province() -> String {
    let mut csv = String::from(
        "code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to\n\
         89,Tỉnh An Giang,An Giang Province,province,tỉnh,,2020-01-01,\n\
         D1,Sở Tư pháp,Department of Justice,department,sở,89,2020-01-01,\n\
         D2,Sở Nội vụ,Department of Home Affairs,department,sở,89,2020-01-01,\n\
         V1,Cục Thuế,Tax Department,vertical_agency,ngành,89,2020-01-01,\n\
         H1,Huyện An Phú,An Phu District,district,huyện,89,2020-01-01,\n",
    );
    for number in 1..=60 {
        csv.push_str(&format!("X{number},Xã Mẫu {number},Sample {number},commune,xã,H1,2020-01-01,\n"));
    }
    csv
}

#[tokio::test]
async fn the_nested_query_costs_the_same_for_five_sheets_and_fifty() {
    let world = scenario::published_with(&large_province()).await;
    let mut analyst = world.app.signed_in("phantich").await;
    let mut cost = Vec::new();
    for first in [5, 50] {
        let variables = json!({"id": world.campaign, "first": first});
        cost.push(world.app.statements_of(&mut analyst, NESTED, variables).await);
    }
    assert_eq!(cost[0], cost[1], "statements for 5 and for 50 sheets");
    assert!(cost[0] <= 16, "{} statements", cost[0]);
}

#[tokio::test]
async fn the_histories_of_a_page_cost_the_same_for_five_sheets_and_fifty() {
    let world = scenario::published_with(&large_province()).await;
    let mut auditor = world.app.signed_in("thanhtra").await;
    let mut cost = Vec::new();
    for first in [5, 50] {
        let variables = json!({"id": world.campaign, "first": first});
        let told = auditor.query(HISTORIES, variables.clone()).await.data();
        let sheets = told["campaign"]["submissions"]["nodes"].as_array().expect("sheets").clone();
        assert_eq!(sheets.len(), first);
        assert!(sheets.iter().all(|sheet| sheet["history"].is_array()), "{sheets:#?}");
        cost.push(world.app.statements_of(&mut auditor, HISTORIES, variables).await);
    }
    assert_eq!(cost[0], cost[1], "statements for 5 and for 50 sheets");
    assert!(cost[0] <= 12, "{} statements", cost[0]);
}

/// Of each record the newest entries, as many as are asked for, in the order of the trail: what one page of it tells.
#[tokio::test]
async fn the_history_of_a_sheet_is_what_the_trail_tells_of_it() {
    let world = scenario::published().await;
    appraised::submit(&world, &["X1", "D2"], "1").await;
    let mut lead = world.app.signed_in("totruong").await;
    let sheet = &world.sheets["X1"];
    for (deed, kind, reason) in [
        ("openSubmission", "SubmissionDeedInput", None),
        ("returnSubmission", "ReturnSubmissionInput", Some("Đề nghị bổ sung tài liệu kiểm chứng.")),
    ] {
        let version = "query($id: ID!) { submission(id: $id) { version } }";
        let version = lead.query(version, json!({"id": sheet})).await.data()["submission"]["version"].clone();
        let mut input = json!({"id": sheet, "version": version});
        if let Some(reason) = reason {
            input["reason"] = json!(reason);
        }
        let query = format!("mutation($input: {kind}!) {{ it: {deed}(input: $input) {{ __typename }} }}");
        let done = lead.query(&query, json!({"input": input})).await.data();
        assert_eq!(done["it"]["__typename"], "Submission", "{deed}");
    }
    for login in ["thanhtra", "ld-x1", "quanly"] {
        let mut reader = world.app.signed_in(login).await;
        let listed = "query($id: ID!) { campaign(id: $id) { submissions(first: 50) { nodes { id \
            newest: history(first: 1) { id after } all: history(first: 50) { id after } } } } }";
        let listed = reader.query(listed, json!({"id": world.campaign})).await.data();
        let sheets = listed["campaign"]["submissions"]["nodes"].as_array().expect("sheets").clone();
        let mut several = 0;
        for sheet in sheets {
            let trail = "query($id: ID!) { auditEntries(first: 50, subjectId: $id) { nodes { id after } } }";
            let trail = reader.query(trail, json!({"id": sheet["id"]})).await.data();
            assert_eq!(sheet["all"], trail["auditEntries"]["nodes"], "{login}");
            let all = sheet["all"].as_array().expect("entries");
            assert_eq!(sheet["newest"], json!(all[..all.len().min(1)]), "{login}");
            several += i32::from(all.len() > 1);
        }
        assert!(several > 0 || login == "ld-x1", "{login}");
    }
}
