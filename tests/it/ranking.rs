//! Ranking: computing again and again, releasing, publishing, and who sees it when.

use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use thidua::access::Role;
use thidua::entity::submission;
use thidua::identity::{NewAccount, NewAssignment};
use thidua::shared::id::UnitId;
use time::macros::{date, datetime};

use crate::support::Client;
use crate::support::appraised::{
    appraise_all, campaign_deed, codes, deed, line, refusal, results, sheet, submit, units_csv, uuid,
};
use crate::support::scenario::{World, published, published_with, text};

const REASON: &str = "Theo biên bản thẩm định ngày 20/12/2021";
const RANKING: &str = "query($id: ID!) { campaign(id: $id) { state viewerCanComputeRanking viewerCanReleaseResult \
    viewerCanPublishResult ranking { id inputsHash isReleased isPublished appraisedCount unitCount \
    computedBy { displayName } results(first: 200) { totalCount nodes { unit { code } total rank } } } } }";
const PUBLIC: &str = "query($code: String!) { \
    publicResults { code isSample planNumber publishedAt } \
    publicResult(code: $code) { code publishedAt groups { nameVi rows { unitName parentName rank total grade } \
    withoutSheet { unitName parentName } } } }";

async fn campaign(client: &mut Client, world: &World) -> Value {
    client.query(RANKING, json!({"id": world.campaign})).await.data()["campaign"].clone()
}

/// Sets the points of lines of a commune so that they sum to a golden total.
async fn set_points(lead: &mut Client, world: &World, unit: &str, points: &[(&str, &str)]) {
    for (criterion, points) in points {
        let line = line(lead, world, unit, criterion).await;
        let input =
            json!({"lineId": line["id"], "version": line["version"], "points": points, "reason": REASON});
        let done = deed(lead, "adjustLine", input).await;
        assert_eq!(done["__typename"], "ScoreLine", "{done:#}");
    }
}

fn of<'a>(results: &'a [Value], unit: &str) -> &'a Value {
    results.iter().find(|result| result["unit"]["code"] == unit).expect("the unit is ranked")
}

/// Lines of a commune that sum to 68.40 of 80.
const COMMUNE_68_40: [(&str, &str); 22] = [
    ("A1", "4"),
    ("A3", "3"),
    ("A4", "1"),
    ("B3", "4"),
    ("B4", "2"),
    ("C2", "4"),
    ("D2", "5"),
    ("D3", "4"),
    ("E1", "4"),
    ("E2", "8"),
    ("E3", "2"),
    ("E4", "3"),
    ("E5", "3"),
    ("E6", "4.32"),
    ("F1", "5"),
    ("F2", "2.8"),
    ("F3", "0"),
    ("G1", "2"),
    ("G2", "5"),
    ("G3", "2.28"),
    ("H1", "0"),
    ("H2", "0"),
];

#[tokio::test]
async fn the_golden_commune_comes_to_its_total() {
    let world = published().await;
    submit(&world, &["X1", "X2"], "1").await;
    let mut lead = world.app.signed_in("totruong").await;
    set_points(&mut lead, &world, "X1", &COMMUNE_68_40).await;
    let late = submission::ActiveModel {
        first_submitted_at: Set(Some(datetime!(2021-12-16 08:00 +7))),
        ..Default::default()
    };
    submission::Entity::update_many()
        .set(late)
        .filter(submission::Column::Id.eq(uuid(&world.sheets["X1"])))
        .exec(world.app.app.db.write())
        .await
        .expect("one day late");
    let mut manager = world.app.signed_in("quanly").await;
    for (item, quantity) in [("I1", 1), ("I3", 1)] {
        let input = json!({"campaignId": world.campaign, "unitId": world.units["X1"], "itemCode": item,
            "quantity": quantity, "source": "Quyết định số 12/QĐ-UBND ngày 05/12/2021"});
        assert_eq!(deed(&mut manager, "recordMerit", input).await["__typename"], "MeritEntry");
    }
    campaign_deed(&mut manager, &world, "computeRanking").await;
    let communes = results(&mut manager, &world, "X").await;
    let golden = of(&communes, "X1");
    for (field, expected) in [
        ("raw", "68.40"),
        ("applicableMax", "80.00"),
        ("base", "85.50"),
        ("bonus", "2.00"),
        ("penalty", "1.00"),
        ("total", "86.50"),
        ("grade", "GOOD"),
    ] {
        assert_eq!(golden[field], expected, "{field}");
    }
    assert_eq!((&golden["rank"], &golden["gapToNext"]), (&json!(1), &Value::Null));
    let trace = text(&golden["trace"]);
    assert!(trace.contains("68,40/80,00") && trace.contains("Điểm trừ P3: 1 ngày làm việc"), "{trace}");
    manager.language = "en";
    let english = results(&mut manager, &world, "X").await;
    assert!(text(&of(&english, "X1")["trace"]).contains("On the scale of 100"));
}

#[tokio::test]
async fn computing_again_gives_the_same_hash_and_the_same_rows() {
    let world = published().await;
    submit(&world, &["X1", "X2", "X3", "D1"], "1").await;
    let mut lead = world.app.signed_in("totruong").await;
    set_points(&mut lead, &world, "X2", &[("A1", "3.5")]).await;
    let mut manager = world.app.signed_in("quanly").await;
    assert!(campaign(&mut manager, &world).await["ranking"].is_null());
    campaign_deed(&mut manager, &world, "computeRanking").await;
    let (first, rows) = (campaign(&mut manager, &world).await, results(&mut manager, &world, "X").await);
    campaign_deed(&mut manager, &world, "computeRanking").await;
    let (second, again) = (campaign(&mut manager, &world).await, results(&mut manager, &world, "X").await);
    assert_eq!(first["ranking"], second["ranking"]);
    assert_eq!(rows, again);

    assert_eq!(codes(&rows), ["X2", "X1", "X3"], "who sent no sheet has no rank");
    let ranks: Vec<_> = rows.iter().map(|row| (row["rank"].clone(), row["isTied"].clone())).collect();
    let expected = [(1, false), (2, true), (2, true)];
    assert_eq!(ranks, expected.map(|(rank, tied)| (json!(rank), json!(tied))));
    assert!(rows.iter().all(|row| row["isProvisional"] == true));

    set_points(&mut lead, &world, "X3", &[("A1", "4")]).await;
    campaign_deed(&mut manager, &world, "computeRanking").await;
    let third = campaign(&mut manager, &world).await;
    assert_ne!(first["ranking"]["inputsHash"], third["ranking"]["inputsHash"]);
    assert_eq!(codes(&results(&mut manager, &world, "X").await)[0], "X3");
}

#[tokio::test]
async fn ranks_are_for_those_who_decide_until_the_release() {
    let world = published().await;
    submit(&world, &["X1"], "1").await;
    let mut manager = world.app.signed_in("quanly").await;
    campaign_deed(&mut manager, &world, "computeRanking").await;
    for login in ["quanly", "totruong", "thanhtra", "phantich"] {
        let mut reader = world.app.signed_in(login).await;
        assert!(campaign(&mut reader, &world).await["ranking"].is_object(), "{login}");
    }
    for login in ["cb-x1", "ld-x1", "ld-h1", "quantri", "td-d1", "td-d2"] {
        let mut unit = world.app.signed_in(login).await;
        let seen = campaign(&mut unit, &world).await;
        assert!(seen["ranking"].is_null(), "{login}");
        assert_eq!(seen["viewerCanComputeRanking"], false);
        let version = json!({"id": world.campaign, "version": 2});
        for name in ["computeRanking", "releaseResult", "publishResult"] {
            assert_eq!(refusal(&mut unit, name, version.clone()).await, "FORBIDDEN", "{login} {name}");
        }
    }
    let mut lead = world.app.signed_in("totruong").await;
    let version = json!({"id": world.campaign, "version": 2});
    assert_eq!(refusal(&mut lead, "computeRanking", version).await, "FORBIDDEN");
    assert_eq!(
        world.app.anonymous().query(RANKING, json!({"id": world.campaign})).await.code(),
        "UNAUTHENTICATED"
    );
}

#[tokio::test]
async fn a_result_is_released_once_everything_is_appraised_and_computed() {
    let world = published().await;
    submit(&world, &["X1", "D2"], "1").await;
    let mut manager = world.app.signed_in("quanly").await;
    let mut lead = world.app.signed_in("totruong").await;
    let work = async |client: &mut Client| {
        let data = client.query("{ viewer { work(first: 20) { kind } } }", json!({})).await.data();
        let items = data["viewer"]["work"].as_array().expect("work").clone();
        items.iter().map(|item| text(&item["kind"])).collect::<Vec<_>>()
    };
    assert_eq!(work(&mut manager).await, Vec::<String>::new());
    let stale = json!({"id": world.campaign, "version": 0});
    assert_eq!(deed(&mut manager, "computeRanking", stale).await["code"], "STALE");
    appraise_all(&mut lead, &world, "X1").await;
    let refused = campaign_deed(&mut manager, &world, "releaseResult").await;
    assert_eq!(refused["code"], "NOT_ALL_APPRAISED");
    assert!(text(&refused["message"]).contains("1 trên 2"), "{refused:#}");
    appraise_all(&mut lead, &world, "D2").await;
    assert_eq!(work(&mut manager).await, ["COMPUTE_RANKING"]);
    assert_eq!(campaign_deed(&mut manager, &world, "releaseResult").await["code"], "NO_RANKING");
    campaign_deed(&mut manager, &world, "computeRanking").await;
    assert_eq!(work(&mut manager).await, ["RELEASE_RESULT"]);
    let merit = json!({"campaignId": world.campaign, "unitId": world.units["X1"], "itemCode": "I1",
        "quantity": 1, "source": "Quyết định số 12/QĐ-UBND"});
    deed(&mut manager, "recordMerit", merit.clone()).await;
    assert_eq!(campaign_deed(&mut manager, &world, "releaseResult").await["code"], "RANKING_OUTDATED");
    assert_eq!(campaign_deed(&mut manager, &world, "publishResult").await["code"], "WRONG_STATE");
    campaign_deed(&mut manager, &world, "computeRanking").await;
    world.app.clock.set(datetime!(2021-12-15 23:59:59 +7));
    let mut early = world.app.signed_in("quanly").await;
    assert_eq!(
        campaign_deed(&mut early, &world, "releaseResult").await["code"],
        "WRONG_STATE",
        "units may still submit"
    );
    world.app.clock.set(datetime!(2022-01-10 09:00 +7));
    let mut manager = world.app.signed_in("quanly").await;
    assert_eq!(campaign_deed(&mut manager, &world, "releaseResult").await["state"], "RESULT_RELEASED");

    let mut focal = world.app.signed_in("cb-x1").await;
    let own = sheet(&mut focal, &world, "X1").await;
    assert_eq!(own["state"], "FINAL");
    for line in own["lines"].as_array().expect("lines") {
        assert_eq!((&line["state"], &line["finalScore"]), (&json!("FINAL"), &line["r1Score"]), "{line:#}");
    }
    let unsubmitted = sheet(&mut world.app.signed_in("cb-x2").await, &world, "X2").await;
    assert_eq!(unsubmitted["state"], "NOT_STARTED");
    assert!(unsubmitted["lines"][0]["finalScore"].is_null());
    let seen = campaign(&mut focal, &world).await;
    assert_eq!(seen["ranking"]["isReleased"], true);
    assert_eq!((&seen["ranking"]["appraisedCount"], &seen["ranking"]["unitCount"]), (&json!(2), &json!(2)));
    let communes = results(&mut focal, &world, "X").await;
    assert!(
        communes.iter().all(|result| result["isProvisional"] == false),
        "nothing is provisional any more"
    );

    let again = campaign_deed(&mut manager, &world, "releaseResult").await;
    assert_eq!(again["state"], "RESULT_RELEASED", "releasing twice is harmless");
    assert_eq!(campaign_deed(&mut manager, &world, "computeRanking").await["code"], "WRONG_STATE");
    assert_eq!(deed(&mut manager, "recordMerit", merit).await["code"], "WRONG_STATE");
    assert_eq!(work(&mut manager).await, Vec::<String>::new());
}

#[tokio::test]
async fn the_public_sees_a_result_once_it_is_published() {
    let world = published().await;
    submit(&world, &["X1", "X3", "X4"], "1").await;
    let mut lead = world.app.signed_in("totruong").await;
    for unit in ["X1", "X3", "X4"] {
        appraise_all(&mut lead, &world, unit).await;
    }
    world.app.clock.set(datetime!(2022-01-10 09:00 +7));
    let mut manager = world.app.signed_in("quanly").await;
    campaign_deed(&mut manager, &world, "computeRanking").await;
    campaign_deed(&mut manager, &world, "releaseResult").await;
    let code = json!({"code": "KSTTHC-2021"});
    let nothing = json!({"publicResults": [], "publicResult": null});
    assert_eq!(world.app.anonymous().query(PUBLIC, code.clone()).await.data(), nothing);

    assert_eq!(campaign_deed(&mut manager, &world, "publishResult").await["state"], "RESULT_PUBLISHED");
    let seen = world.app.anonymous().query(PUBLIC, code.clone()).await.data();
    assert_eq!(seen["publicResults"][0]["code"], "KSTTHC-2021");
    assert_eq!(seen["publicResults"][0]["planNumber"], "309/KH-UBND");
    let groups = seen["publicResult"]["groups"].as_array().expect("groups");
    let names: Vec<_> = groups.iter().map(|group| text(&group["nameVi"])).collect();
    assert_eq!(names, ["Khối sở, ban, ngành", "Khối ngành dọc", "Khối huyện", "Khối xã"]);
    let communes = groups[3]["rows"].as_array().expect("rows");
    assert_eq!(communes.len(), 3, "those that sent a sheet");
    assert_eq!((&communes[0]["rank"], &communes[2]["rank"]), (&json!(1), &json!(1)));
    let silent: Vec<_> = groups[3]["withoutSheet"]
        .as_array()
        .expect("units")
        .iter()
        .map(|unit| (text(&unit["unitName"]), text(&unit["parentName"])))
        .collect();
    assert_eq!(
        silent,
        [
            ("Xã Đa Phước".to_owned(), "Huyện An Phú".to_owned()),
            ("Xã Khánh Hòa".to_owned(), "Huyện Châu Phú".to_owned()),
            ("Thị trấn Cái Dầu".to_owned(), "Huyện Châu Phú".to_owned()),
        ],
        "whoever sent no sheet is told as such and stands in no rank"
    );
    let twins: Vec<_> = communes
        .iter()
        .filter(|row| row["unitName"] == "Xã Bình An")
        .map(|row| text(&row["parentName"]))
        .collect();
    assert_eq!(twins, ["Huyện An Phú", "Huyện Châu Phú"], "equal names are told apart");

    world.app.clock.set(datetime!(2022-01-12 09:00 +7));
    let mut manager = world.app.signed_in("quanly").await;
    assert_eq!(campaign_deed(&mut manager, &world, "publishResult").await["state"], "RESULT_PUBLISHED");
    assert_eq!(
        world.app.anonymous().query(PUBLIC, code).await.data(),
        seen,
        "publishing twice changes nothing"
    );
    let other = json!({"code": "KHONG-CO"});
    assert!(world.app.anonymous().query(PUBLIC, other).await.data()["publicResult"].is_null());
    let deeds = manager
        .query("{ auditEntries(first: 10, deed: \"ranking.published\") { nodes { deed } } }", json!({}))
        .await
        .data();
    assert_eq!(deeds["auditEntries"]["nodes"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn merits_rest_on_documents_and_are_read_by_their_unit() {
    let world = published().await;
    let mut manager = world.app.signed_in("quanly").await;
    let entry = |item: &str, source: &str| {
        json!({"campaignId": world.campaign, "unitId": world.units["X1"], "itemCode": item, "quantity": 2,
            "source": source})
    };
    let decision = "Quyết định số 12/QĐ-UBND ngày 05/12/2021";
    for (item, source, code) in [
        ("I2", decision, "HAS_OWN_REGISTER"),
        ("P3", decision, "COUNTED_AUTOMATICALLY"),
        ("X1", decision, "UNKNOWN_ITEM"),
        ("I1", " ", "SOURCE_REQUIRED"),
    ] {
        let refused = deed(&mut manager, "recordMerit", entry(item, source)).await;
        assert_eq!(refused["code"], code, "{refused:#}");
        assert!(!text(&refused["message"]).is_empty());
    }
    let recorded = deed(&mut manager, "recordMerit", entry("P1", decision)).await;
    assert_eq!(recorded["unit"]["code"], "X1");
    assert_eq!(recorded["source"], decision);
    deed(&mut manager, "recordMerit", entry("I1", decision)).await;
    let mut focal = world.app.signed_in("cb-x1").await;
    let query = "query($id: ID!) { campaign(id: $id) { merits(first: 10) { totalCount nodes { itemCode title quantity } } } }";
    let own = focal.query(query, json!({"id": world.campaign})).await.data()["campaign"]["merits"].clone();
    assert_eq!(own["totalCount"], 2);
    assert_eq!(own["nodes"][0]["itemCode"], "I1", "the newest first");
    let mut stranger = world.app.signed_in("cb-x2").await;
    let none =
        stranger.query(query, json!({"id": world.campaign})).await.data()["campaign"]["merits"].clone();
    assert_eq!(none["totalCount"], 0);
    assert_eq!(refusal(&mut stranger, "removeMerit", json!({"id": recorded["id"]})).await, "NOT_FOUND");
    assert_eq!(refusal(&mut focal, "removeMerit", json!({"id": recorded["id"]})).await, "FORBIDDEN");
    assert_eq!(refusal(&mut focal, "recordMerit", entry("I1", decision)).await, "FORBIDDEN");

    let removed = deed(&mut manager, "removeMerit", json!({"id": recorded["id"]})).await;
    assert_eq!(removed["__typename"], "Campaign");
    assert_eq!(refusal(&mut manager, "removeMerit", json!({"id": recorded["id"]})).await, "NOT_FOUND");
    let trail = manager
        .query(
            "query($id: ID!) { auditEntries(first: 10, subjectId: $id) { nodes { deed before after unit { code } } } }",
            json!({"id": recorded["id"]}),
        )
        .await
        .data();
    let deeds: Vec<_> = trail["auditEntries"]["nodes"]
        .as_array()
        .expect("entries")
        .iter()
        .map(|entry| (text(&entry["deed"]), text(&entry["unit"]["code"])))
        .collect();
    let expected = ["ranking.merit_removed", "ranking.merit_recorded"];
    assert_eq!(deeds, expected.map(|deed| (deed.to_owned(), "X1".to_owned())));
}

#[tokio::test]
async fn the_heat_map_shows_points_in_per_mille() {
    let world = published().await;
    submit(&world, &["X1", "X2"], "1").await;
    let mut lead = world.app.signed_in("totruong").await;
    set_points(&mut lead, &world, "X2", &[("E2", "6.87")]).await;
    // A draft that holds points, which its unit may still change: none of them is a colour.
    let mut focal = world.app.signed_in("cb-x3").await;
    let draft = line(&mut focal, &world, "X3", "E2").await;
    let save = "mutation($input: SaveScoreLineInput!) { saveScoreLine(input: $input) { __typename \
        ... on ScoreLine { selfScore } } }";
    let facts = json!({"numerator": 100, "denominator": 100});
    let input = json!({"lineId": draft["id"], "version": draft["version"], "facts": facts});
    let saved = focal.query(save, json!({"input": input})).await.data();
    assert_eq!(saved["saveScoreLine"]["selfScore"], "8.00");
    let mut manager = world.app.signed_in("quanly").await;
    campaign_deed(&mut manager, &world, "computeRanking").await;
    let query = "query($id: ID!, $g: ID!) { campaign(id: $id) { heatmap(peerGroupId: $g) { \
        criteria { code } rows { unit { code } cells } } } }";
    let variables = json!({"id": world.campaign, "g": world.groups["X"]});
    let map = manager.query(query, variables).await.data()["campaign"]["heatmap"].clone();
    let criteria: Vec<_> =
        map["criteria"].as_array().expect("criteria").iter().map(|one| text(&one["code"])).collect();
    assert_eq!(criteria.len(), 22, "those that apply to communes");
    let rows = map["rows"].as_array().expect("rows");
    assert_eq!(codes(rows)[..2], ["X2", "X1"], "by rank");
    let at = |code: &str| criteria.iter().position(|one| one == code).expect("the criterion");
    assert_eq!(rows[0]["cells"][at("E2")], 859);
    assert_eq!(rows[1]["cells"][at("E2")], 125);
    assert!(rows[0]["cells"][at("E6")].is_null(), "not scored");
    let of_draft = rows.iter().find(|row| row["unit"]["code"] == "X3").expect("a row");
    assert!(of_draft["cells"].as_array().expect("cells").iter().all(Value::is_null), "not submitted");
    assert!(rows[5]["cells"].as_array().expect("cells").iter().all(Value::is_null), "never submitted");
}

#[tokio::test]
async fn computing_and_reading_cost_the_same_for_five_and_for_fifty_units() {
    let mut costs = Vec::new();
    for communes in [5, 50] {
        let world = published_with(&units_csv(communes)).await;
        let names: Vec<String> = (1..=communes).map(|number| format!("X{number}")).collect();
        submit(&world, &names.iter().map(String::as_str).collect::<Vec<_>>(), "1").await;
        let mut manager = world.app.signed_in("quanly").await;
        let before = world.app.app.db.statements();
        let done = campaign_deed(&mut manager, &world, "computeRanking").await;
        assert_eq!(done["__typename"], "Campaign");
        let compute = world.app.app.db.statements() - before;
        let query = "query($id: ID!, $g: ID!) { campaign(id: $id) { ranking { computedBy { displayName } \
            results(first: 200) { nodes { unit { nameVi peerGroup { code } } total trace } } } \
            heatmap(peerGroupId: $g) { criteria { code } rows { unit { code } cells } } } }";
        let variables = json!({"id": world.campaign, "g": world.groups["X"]});
        let read = world.app.statements_of(&mut manager, query, variables).await;
        costs.push((compute, read));
    }
    assert_eq!(costs[0], costs[1]);
}

#[tokio::test]
async fn nobody_rewards_or_punishes_the_own_unit() {
    let world = published().await;
    let accounts = vec![NewAccount {
        login: "ql-d1".into(),
        display_name: "Đồng chí ql-d1".into(),
        unit: Some(UnitId(uuid(&world.units["D1"]))),
        email: None,
        assignments: vec![NewAssignment {
            role: Role::CampaignManager,
            unit: None,
            valid_from: date!(2021 - 01 - 01),
            valid_to: None,
            legal_basis: None,
        }],
    }];
    world.app.add_accounts(accounts).await;
    let mut manager = world.app.signed_in("ql-d1").await;
    let entry = |unit: &str, item: &str| {
        json!({"campaignId": world.campaign, "unitId": world.units[unit], "itemCode": item, "quantity": 1,
            "source": "Quyết định số 12/QĐ-UBND ngày 05/12/2021"})
    };
    let refused = deed(&mut manager, "recordMerit", entry("D1", "I1")).await;
    assert_eq!((&refused["code"], &refused["path"]), (&json!("OWN_UNIT"), &json!(["unitId"])), "{refused}");
    assert_eq!(deed(&mut manager, "recordMerit", entry("D2", "I1")).await["__typename"], "MeritEntry");

    let mut other = world.app.signed_in("quanly").await;
    let penalty = deed(&mut other, "recordMerit", entry("D1", "P1")).await;
    let refused = deed(&mut manager, "removeMerit", json!({"id": penalty["id"]})).await;
    assert_eq!(refused["code"], "OWN_UNIT", "{refused}");
}
