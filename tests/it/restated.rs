//! Results across a reorganisation: each unit's own beside those of its line of descent, and totals laid on the map
//! of another day, marked as such.

use rust_decimal::Decimal;
use serde_json::{Value, json};
use thidua::shared::import::ImportMode;
use thidua::shared::points::Points;
use thidua::units;
use time::macros::date;

use crate::support::Client;
use crate::support::appraised::{campaign_deed, results, submit};
use crate::support::scenario::{World, published};

const UNITS: &str = "\
code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to
X1,Xã Phước Hưng,Phuoc Hung Commune,commune,xã,H1,2020-01-01,2025-07-01
X2,Xã Đa Phước,Da Phuoc Commune,commune,xã,H1,2020-01-01,2025-07-01
N1,Xã An Phú,An Phu Commune,commune,xã,89,2025-07-01,
N2,Xã Phú Hữu,Phu Huu Commune,commune,xã,89,2025-07-01,
";
const STEPS: &str = "\
old_code,new_code,kind,effective_date,legal_basis,share,main_successor
X1,N1,merge,2025-07-01,1654/NQ-UBTVQH15,1,Y
X2,N1,merge,2025-07-01,1654/NQ-UBTVQH15,0.5,Y
X2,N2,merge,2025-07-01,1654/NQ-UBTVQH15,0.5,N
";

/// A computed ranking, and the communes X1 and X2 redrawn as N1 and N2 in 2025.
async fn redrawn() -> (World, Client) {
    let world = published().await;
    submit(&world, &["X1", "X3"], "1").await;
    submit(&world, &["X2"], "2").await;
    let mut manager = world.app.signed_in("quanly").await;
    assert_eq!(campaign_deed(&mut manager, &world, "computeRanking").await["__typename"], "Campaign");
    let app = &world.app.app;
    let report = units::import_units(app, UNITS.as_bytes(), ImportMode::Apply).await.expect("runs");
    assert_eq!(report.problems, []);
    let report = units::import_successions(app, STEPS.as_bytes(), ImportMode::Apply).await.expect("runs");
    assert_eq!(report.problems, []);
    (world, manager)
}

fn total(results: &[Value], code: &str) -> Decimal {
    let found = results.iter().find(|result| result["unit"]["code"] == code).expect("a result");
    found["total"].as_str().expect("points").parse::<Points>().expect("points").to_decimal()
}

async fn restated(client: &mut Client, world: &World, day: &str) -> Vec<Value> {
    let query = "query($id: ID!, $day: Date!) { campaign(id: $id) { ranking { restated(asOf: $day) { \
        unit { code } total isRestated isEstimated sources { unit { code } total weight } } } } }";
    let answer = client.query(query, json!({"id": world.campaign, "day": day})).await;
    answer.data()["campaign"]["ranking"]["restated"].as_array().expect("a list").clone()
}

async fn family(client: &mut Client, unit: &str) -> Vec<Value> {
    let query = "query($id: ID!) { familyResults(unitId: $id) { relation campaign { code } \
        result { unit { code nameVi parentNameVi } total } } }";
    let answer = client.query(query, json!({"id": unit})).await;
    answer.data()["familyResults"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn totals_are_laid_on_the_map_of_another_day_and_marked() {
    let (world, mut manager) = redrawn().await;
    let reported = results(&mut manager, &world, "X").await;
    let (x1, x2) = (total(&reported, "X1"), total(&reported, "X2"));
    assert_ne!(x1, x2);
    let on_new_map = restated(&mut manager, &world, "2025-07-01").await;
    let half = Decimal::new(5, 1);
    let mean = (x1 + half * x2) / (Decimal::ONE + half);
    assert_eq!(total(&on_new_map, "N1"), Points::round_half_up(mean).to_decimal());
    assert_eq!(total(&on_new_map, "N2"), x2);
    let find = |code: &str| on_new_map.iter().find(|result| result["unit"]["code"] == code).expect("a unit");
    assert_eq!(find("N2")["isRestated"], true, "another unit's total is never shown as its own");
    assert_eq!(find("X3")["isRestated"], false);
    assert_eq!(find("N1")["isEstimated"], false);
    assert_eq!(find("N1")["sources"].as_array().expect("sources").len(), 2);
    assert!(on_new_map.iter().all(|result| result["unit"]["code"] != "X1"), "it is not on this map");
    let as_reported = restated(&mut manager, &world, "2021-12-01").await;
    assert!(as_reported.iter().all(|result| result["isRestated"] == false));
    assert_eq!(as_reported.len(), 3, "those that sent a sheet");
}

#[tokio::test]
async fn results_of_the_family_stand_beside_each_other() {
    let (world, mut manager) = redrawn().await;
    let found = units::by_codes(world.app.app.db.read(), &["N1".to_owned()], date!(2025 - 07 - 01)).await;
    let new = found.expect("a list")[0].id.global();
    let of_new = family(&mut manager, &new).await;
    let relations: Vec<_> = of_new.iter().map(|one| one["relation"].as_str().expect("text")).collect();
    assert_eq!(relations, ["PREDECESSOR", "PREDECESSOR"]);
    assert_eq!(of_new[0]["result"]["unit"]["parentNameVi"], "Huyện An Phú", "as it was printed then");
    let own: Vec<_> = family(&mut manager, &world.units["X1"]).await;
    assert_eq!(own.len(), 1);
    assert_eq!(own[0]["relation"], "OWN");
    let mut officer = world.app.signed_in("cb-x1").await;
    assert_eq!(
        family(&mut officer, &new).await,
        Vec::<Value>::new(),
        "before the release units see no ranks"
    );
}
