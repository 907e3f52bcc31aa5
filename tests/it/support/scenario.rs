//! A small province with a published campaign, built through the product itself.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use thidua::access::Role;
use thidua::criteria;
use thidua::identity::{NewAccount, NewAssignment};
use thidua::shared::clock::vietnam_date;
use thidua::shared::import::ImportMode;
use thidua::units::{self, Unit, UnitKind};
use time::macros::date;

use super::app::TestApp;
use super::client::Client;

/// The units: a province, its office and two departments, one vertical agency, two districts with three communes each.
const UNITS: &str = "\
code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to
89,Tỉnh An Giang,An Giang Province,province,tỉnh,,2020-01-01,
D1,Sở Tư pháp,Department of Justice,department,sở,89,2020-01-01,
D2,Sở Nội vụ,Department of Home Affairs,department,sở,89,2020-01-01,
V1,Cục Thuế,Tax Department,vertical_agency,ngành,89,2020-01-01,
H1,Huyện An Phú,An Phu District,district,huyện,89,2020-01-01,
H2,Huyện Châu Phú,Chau Phu District,district,huyện,89,2020-01-01,
X1,Xã Phước Hưng,Phuoc Hung Commune,commune,xã,H1,2020-01-01,
X2,Xã Đa Phước,Da Phuoc Commune,commune,xã,H1,2020-01-01,
X3,Xã Bình An,Binh An Commune,commune,xã,H1,2020-01-01,
X4,Xã Bình An,Binh An Commune,commune,xã,H2,2020-01-01,
X5,Xã Khánh Hòa,Khanh Hoa Commune,commune,xã,H2,2020-01-01,
X6,Thị trấn Cái Dầu,Cai Dau Township,commune,thị trấn,H2,2020-01-01,
";

const CRITERIA: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/criteria_set_2021.json"));

/// The published campaign and what it opened.
pub struct World {
    /// The application.
    pub app: TestApp,
    /// Global id of the campaign.
    pub campaign: String,
    /// Global ids of the sheets by the unit's code.
    pub sheets: BTreeMap<String, String>,
    /// Global ids of the units by code.
    pub units: BTreeMap<String, String>,
    /// Global ids of the criteria by code.
    pub criteria: BTreeMap<String, String>,
    /// Global ids of the peer groups by code.
    pub groups: BTreeMap<String, String>,
}

/// Imports the small province, the criteria set and the people; answers the units.
pub async fn province(app: &TestApp) -> Vec<Unit> {
    province_of(app, UNITS).await
}

/// The same with other units.
pub async fn province_of(app: &TestApp, csv: &str) -> Vec<Unit> {
    let report =
        units::import_units(&app.app, csv.as_bytes(), ImportMode::Apply).await.expect("the import runs");
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    criteria::import_set_as_system(&app.app, CRITERIA, ImportMode::Apply)
        .await
        .unwrap_or_else(|_| panic!("the criteria set is good"));
    let day = vietnam_date(app.app.clock.now());
    let all = units::all(app.app.db.read(), day).await.expect("units are read");
    let home = |code: &str| all.iter().find(|unit| unit.code == code).map(|unit| unit.id);
    let mut accounts = vec![
        person("quanly", Role::CampaignManager, home("89"), None),
        person("totruong", Role::AppraisalLead, home("89"), None),
        person("td-d1", Role::SectorAppraiser, home("D1"), None),
        person("td-d2", Role::SectorAppraiser, home("D2"), None),
        person("phantich", Role::Analyst, home("89"), None),
        person("thanhtra", Role::Auditor, home("89"), None),
        person("quantri", Role::SysAdmin, home("89"), None),
    ];
    for unit in all.iter().filter(|unit| unit.kind != UnitKind::Province) {
        let code = unit.code.to_lowercase();
        accounts.push(person(&format!("cb-{code}"), Role::UnitFocal, Some(unit.id), Some(unit.id)));
        accounts.push(person(&format!("ld-{code}"), Role::UnitLeader, Some(unit.id), Some(unit.id)));
    }
    app.add_accounts(accounts).await;
    all
}

fn person(
    login: &str,
    role: Role,
    home: Option<thidua::shared::id::UnitId>,
    over: Option<thidua::shared::id::UnitId>,
) -> NewAccount {
    NewAccount {
        login: login.to_owned(),
        display_name: format!("Đồng chí {login}"),
        unit: home,
        email: None,
        assignments: vec![NewAssignment {
            role,
            unit: over,
            valid_from: date!(2021 - 01 - 01),
            valid_to: None,
            legal_basis: None,
        }],
    }
}

/// The input of a complete campaign.
pub fn campaign_input(owner: &str, criteria_set: &str) -> Value {
    json!({
        "code": "KSTTHC-2021",
        "titleVi": "Thi đua kiểm soát thủ tục hành chính năm 2021",
        "titleEn": "Emulation on administrative-procedure control 2021",
        "ownerUnitId": owner,
        "criteriaSetId": criteria_set,
        "planNumber": "309/KH-UBND",
        "planDate": "2021-02-19",
        "periodFrom": "2021-01-01",
        "periodTo": "2021-12-15",
        "referenceKind": "PROV_DEPT",
        "phases": [
            {"kind": "SELF_SCORING", "opensAt": "2021-11-10T00:00:00+07:00", "closesAt": "2021-12-15T23:59:59+07:00"},
            {"kind": "APPRAISAL_1", "opensAt": "2021-12-01T00:00:00+07:00", "closesAt": "2021-12-31T23:59:59+07:00"},
            {"kind": "RESULT", "opensAt": "2022-01-01T00:00:00+07:00", "closesAt": "2022-01-31T23:59:59+07:00"},
        ],
        "peerGroups": [
            {"code": "D", "nameVi": "Khối sở, ban, ngành", "nameEn": "Departments", "scoringKinds": ["PROV_DEPT"]},
            {"code": "V", "nameVi": "Khối ngành dọc", "nameEn": "Vertical agencies", "scoringKinds": ["VERTICAL"]},
            {"code": "H", "nameVi": "Khối huyện", "nameEn": "Districts", "scoringKinds": ["DISTRICT"]},
            {"code": "X", "nameVi": "Khối xã", "nameEn": "Communes", "scoringKinds": ["COMMUNE"]},
        ],
    })
}

/// A draft campaign: its manager, its id and version, and the criteria by code.
pub async fn draft(app: &TestApp) -> (Client, String, BTreeMap<String, String>) {
    let mut manager = app.signed_in("quanly").await;
    let found = manager
        .query(
            "{ units(first: 1, kind: PROVINCE) { nodes { id } } \
               criteriaSets(first: 1) { nodes { id groups { criteria { id code } } } } }",
            json!({}),
        )
        .await
        .data();
    let set = &found["criteriaSets"]["nodes"][0];
    let criteria = set["groups"]
        .as_array()
        .expect("groups")
        .iter()
        .flat_map(|group| group["criteria"].as_array().expect("criteria").clone())
        .map(|criterion| (text(&criterion["code"]), text(&criterion["id"])))
        .collect();
    let input = campaign_input(&text(&found["units"]["nodes"][0]["id"]), &text(&set["id"]));
    let created = manager
        .query(
            "mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { __typename \
               ... on Campaign { id } ... on CampaignProblem { code message path } } }",
            json!({"input": input}),
        )
        .await
        .data();
    assert_eq!(created["createCampaign"]["__typename"], "Campaign", "{created:#}");
    (manager, text(&created["createCampaign"]["id"]), criteria)
}

/// Gives every criterion to `td-d1`, and C2 to `td-d2` as well.
pub async fn staff(manager: &mut Client, campaign: &str, criteria: &BTreeMap<String, String>) {
    let people = manager
        .query("{ accounts(first: 10, role: SECTOR_APPRAISER) { nodes { id login } } }", json!({}))
        .await
        .data();
    for account in people["accounts"]["nodes"].as_array().expect("accounts") {
        let ids: Vec<&String> = match account["login"].as_str() {
            Some("td-d1") => criteria.values().collect(),
            _ => vec![&criteria["C2"]],
        };
        let input = json!({"campaignId": campaign, "accountId": account["id"], "criterionIds": ids});
        let answer = manager
            .query(
                "mutation($input: AssignAppraiserInput!) { assignAppraiser(input: $input) { __typename \
                   ... on CampaignProblem { code message } } }",
                json!({"input": input}),
            )
            .await
            .data();
        assert_eq!(answer["assignAppraiser"]["__typename"], "Campaign", "{answer:#}");
    }
}

/// The small province with its campaign published and every sheet open.
pub async fn published() -> World {
    published_on(TestApp::start().await).await
}

/// The same on an application with other settings.
pub async fn published_on(app: TestApp) -> World {
    province(&app).await;
    publish(app).await
}

/// The same with other units (the province must have code 89, departments D1 and D2).
pub async fn published_with(csv: &str) -> World {
    let app = TestApp::start().await;
    province_of(&app, csv).await;
    publish(app).await
}

/// The columns of the statistics.
pub const STATISTICS: &str = "unit_code,unit_name,unit_kind,period,opening_pending,received,received_direct,\
    received_postal,received_online_l3,received_online_l4,withdrawn,resolved_early,resolved_on_time,resolved_late,\
    pending_in_time,pending_overdue,tthc_total,tthc_online_l3,tthc_online_l4,tthc_online_used,feedback_opening,\
    feedback_received,feedback_answered_on_time,feedback_answered_late,feedback_open,survey_responses,\
    survey_satisfied,is_sample\n";

/// The small province with its campaign published after these rows of statistics were imported.
pub async fn published_with_statistics(rows: &str) -> World {
    let app = TestApp::start().await;
    province(&app).await;
    let csv = format!("{STATISTICS}{rows}");
    let report = units::import_statistics(&app.app, csv.as_bytes(), ImportMode::Apply).await;
    let report = report.expect("the import runs");
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    publish(app).await
}

async fn publish(app: TestApp) -> World {
    let (mut manager, campaign, criteria) = draft(&app).await;
    staff(&mut manager, &campaign, &criteria).await;
    let version = manager
        .query("query($id: ID!) { campaign(id: $id) { version } }", json!({"id": campaign}))
        .await
        .data()["campaign"]["version"]
        .clone();
    let answer = manager
        .query(
            "mutation($input: PublishCampaignInput!) { publishCampaign(input: $input) { __typename \
               ... on CampaignProblem { code message path } } }",
            json!({"input": {"id": campaign, "version": version}}),
        )
        .await
        .data();
    assert_eq!(answer["publishCampaign"]["__typename"], "Campaign", "{answer:#}");
    let found = manager
        .query(
            "query($id: ID!) { campaign(id: $id) { peerGroups { id code } \
               submissions(first: 200) { nodes { id unit { code unitId } } } } }",
            json!({"id": campaign}),
        )
        .await
        .data();
    let nodes = found["campaign"]["submissions"]["nodes"].as_array().expect("sheets").clone();
    let sheets = nodes.iter().map(|node| (text(&node["unit"]["code"]), text(&node["id"]))).collect();
    let units =
        nodes.iter().map(|node| (text(&node["unit"]["code"]), text(&node["unit"]["unitId"]))).collect();
    let groups = found["campaign"]["peerGroups"]
        .as_array()
        .expect("groups")
        .iter()
        .map(|group| (text(&group["code"]), text(&group["id"])))
        .collect();
    World { app, campaign, sheets, units, criteria, groups }
}

/// A JSON string as text.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a string, not {value}")).to_owned()
}

/// A draft beside the published campaign.
pub async fn second_draft(manager: &mut Client, campaign: &str) -> String {
    let found = manager
        .query(
            "query($id: ID!) { campaign(id: $id) { ownerUnit { id } criteriaSet { id } } }",
            json!({"id": campaign}),
        )
        .await
        .data();
    let ids = &found["campaign"];
    let mut input = campaign_input(&text(&ids["ownerUnit"]["id"]), &text(&ids["criteriaSet"]["id"]));
    input["code"] = json!("KSTTHC-2022");
    let answer = manager
        .query(
            "mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { \
               ... on Campaign { id } ... on CampaignProblem { code message } } }",
            json!({"input": input}),
        )
        .await
        .data();
    text(&answer["createCampaign"]["id"])
}
