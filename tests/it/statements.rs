//! The nested query of an analyst costs the same number of SQL statements for 5 sheets or 50: campaign,
//! sheets, units with their districts, lines with criteria, traces and evidence.

use serde_json::json;

use crate::support::scenario;

const NESTED: &str = "query($id: ID!, $first: Int!) { campaign(id: $id) { titleVi peerGroups { nameVi } \
    submissions(first: $first) { totalCount nodes { id state selfTotal unit { nameVi parentNameVi peerGroup { nameVi } } \
    lines { id state selfScore trace { text } criterion { code titleVi maxPoints group { code } } evidence { id } } } } } }";

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
