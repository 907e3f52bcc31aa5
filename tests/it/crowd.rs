//! Many people at once: forty members score a hundred cases.

use futures::future::join_all;
use serde_json::json;
use thidua::identity::NewAccount;
use thidua::shared::id::UnitId;

use crate::support::appraised::uuid;
use crate::support::initiatives;
use crate::support::reviews::{accepted, ask, assign, assignment, council_form, people, save_council, sheet};
use crate::support::scenario::{World, published};

const MEMBERS: usize = 40;
const CASES: usize = 100;
const SCORERS: usize = 3;

/// Accounts that sit on the council, and nothing else.
async fn members(world: &World) -> Vec<String> {
    let logins: Vec<String> = (1..=MEMBERS).map(|number| format!("uv-{number:02}")).collect();
    let account = |login: &String| NewAccount {
        login: login.clone(),
        display_name: format!("Ủy viên {login}"),
        unit: Some(UnitId(uuid(&world.units["X1"]))),
        email: None,
        assignments: Vec::new(),
    };
    world.app.add_accounts(logins.iter().map(account).collect()).await;
    logins
}

/// Signs every sheet that awaits a member, the least reviewed first; answers how many.
async fn score_all(world: &World, login: &str) -> usize {
    let mut member = world.app.signed_in(login).await;
    let mut signed = 0;
    loop {
        let queue = ask(&mut member, "{ it: reviewQueue { reviews { id } } }", json!({})).await;
        let Some(next) = queue["reviews"].as_array().and_then(|reviews| reviews.first()).cloned() else {
            return signed;
        };
        let done = sheet(&mut member, &next["id"], ["25", "25", "24", "8"], true).await;
        assert!(done["ownSeat"]["signedAt"].is_string(), "{login}: {done}");
        signed += 1;
    }
}

#[tokio::test]
async fn forty_members_score_a_hundred_cases_at_once() {
    let world = published().await;
    initiatives::people(&world).await;
    people(&world).await;
    let logins = members(&world).await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let names: Vec<&str> = logins.iter().map(String::as_str).collect();
    let council = save_council(&mut keeper, council_form(&world, "X1", &names).await).await;
    assert_eq!(council["__typename"], "InitiativeCouncil", "{council}");
    let mut cases = Vec::with_capacity(CASES);
    for _ in 0..CASES {
        let filed = initiatives::filed_by(&world, "tg-x1", "X1").await;
        cases.push(accepted(&world, "tk-x1", &filed).await);
    }
    let all: Vec<_> = cases.iter().collect();
    let given = assign(&mut keeper, assignment(&council, &all, json!({"scorers": SCORERS}))).await;
    assert_eq!(given["__typename"], "AssignedReviews", "{given}");

    let signed = join_all(logins.iter().map(|login| score_all(&world, login))).await;
    assert_eq!(signed.iter().sum::<usize>(), CASES * SCORERS, "{signed:?}");
    let (least, most) = (signed.iter().min(), signed.iter().max());
    assert_eq!((least, most), (Some(&7), Some(&8)), "the load is even");
    let query = "query($id: ID!) { it: reviewsReadyForSitting(councilId: $id) { state } }";
    let ready = ask(&mut keeper, query, json!({"id": council["id"]})).await;
    let states = ready.as_array().expect("reviews");
    assert_eq!(states.len(), CASES);
    assert!(states.iter().all(|review| review["state"] == "SCORED"), "no sheet was lost");
}
