//! Requests to recognise initiatives, for tests: authors of X1, one of H1, a keeper of each register.

use serde_json::{Value, json};
use thidua::access::Role;
use thidua::identity::{NewAccount, NewAssignment};
use thidua::shared::id::UnitId;
use time::macros::date;

use super::Client;
use super::appraised::uuid;
use super::scenario::{World, text};

/// Everything a request describes, but for who wrote it and when it was applied.
const SECTIONS: [&str; 7] =
    ["FIELD", "PROBLEM", "SOLUTION", "NOVELTY", "APPLICABILITY", "CONDITIONS", "BENEFIT_BY_AUTHORS"];

/// What only those who decide may read.
pub const SECRET: &str = "Mã nguồn phần mềm";

/// Adds the people: `tg-x1` and `tg-h1` write, `dtg-x1` is a colleague without any role, `tk-x1` and `tk-h1` keep
/// the registers of X1 and H1, `khcn` works at the Department of Science and Technology.
pub async fn people(world: &World) {
    let unit = |code: &str| UnitId(uuid(&world.units[code]));
    let account = |login: &str, home: &str, role: Option<Role>| NewAccount {
        login: login.to_owned(),
        display_name: format!("Đồng chí {login}"),
        unit: Some(unit(home)),
        email: None,
        assignments: role
            .map(|role| NewAssignment {
                role,
                unit: role.is_bound_to_unit().then(|| unit(home)),
                valid_from: date!(2021 - 01 - 01),
                valid_to: None,
                legal_basis: None,
            })
            .into_iter()
            .collect(),
    };
    let accounts = vec![
        account("tg-x1", "X1", Some(Role::InitiativeAuthor)),
        account("tg-h1", "H1", Some(Role::InitiativeAuthor)),
        account("dtg-x1", "X1", None),
        account("tk-x1", "X1", Some(Role::InitiativeSecretary)),
        account("tk-h1", "H1", Some(Role::InitiativeSecretary)),
        account("khcn", "D1", Some(Role::InitiativeOfficer)),
    ];
    world.app.add_accounts(accounts).await;
}

/// The account of whoever is signed in.
pub async fn own_account(client: &mut Client) -> String {
    text(&client.query("{ viewer { account { id } } }", json!({})).await.data()["viewer"]["account"]["id"])
}

/// A complete request to a unit, with its authors and shares.
pub fn form(unit: &str, authors: &[(&str, &str)]) -> Value {
    let author = |(account, share): &(&str, &str)| {
        json!({"accountId": account, "share": share, "birthDate": "1985-05-20", "workplace": "UBND xã",
            "jobTitle": "Công chức", "qualification": "Đại học"})
    };
    let passages: Vec<Value> = SECTIONS
        .iter()
        .map(|section| {
            let confidential = (*section == "SOLUTION").then_some(SECRET);
            json!({"section": section, "open": format!("Nội dung {section}"), "confidential": confidential})
        })
        .collect();
    json!({
        "unitId": unit,
        "title": "Rút ngắn thời gian chứng thực bằng phiếu hẹn điện tử",
        "kind": "OPERATIONAL",
        "firstAppliedOn": "2021-03-01",
        "passages": passages,
        "authors": authors.iter().map(author).collect::<Vec<_>>(),
        "helpers": [],
    })
}

/// Does a deed on an initiative; answers it, its problems, or `{"refused": code}`.
pub async fn deed(client: &mut Client, name: &str, kind: &str, input: Value) -> Value {
    let query = format!(
        "mutation($input: {kind}!) {{ {name}(input: $input) {{ __typename \
           ... on Initiative {{ id version state dueOn registerEntry {{ number year }} \
             authors {{ fullName share confirmedAt declineReason }} refusalGround }} \
           ... on InitiativeProblems {{ problems {{ code message path }} }} }} }}"
    );
    let answer = client.query(&query, json!({"input": input})).await;
    match answer.errors().first() {
        Some(error) => json!({"refused": error["extensions"]["code"]}),
        None => answer.json()["data"][name].clone(),
    }
}

/// Writes a request; answers it.
pub async fn save(client: &mut Client, form: Value) -> Value {
    deed(client, "saveInitiative", "SaveInitiativeInput", form).await
}

/// Which request in which version, as the input of a deed, with more fields.
pub fn at(case: &Value, more: Value) -> Value {
    let mut input = json!({"id": case["id"], "version": case["version"]});
    for (field, value) in more.as_object().expect("fields") {
        input[field] = value.clone();
    }
    input
}

/// Files a request of one author; answers it.
pub async fn filed_by(world: &World, login: &str, unit: &str) -> Value {
    let mut author = world.app.signed_in(login).await;
    let me = own_account(&mut author).await;
    let drafted = save(&mut author, form(&world.units[unit], &[(&me, "100")])).await;
    assert_eq!(drafted["__typename"], "Initiative", "{drafted}");
    let filed = deed(&mut author, "fileInitiative", "InitiativeDeedInput", at(&drafted, json!({}))).await;
    assert_eq!(filed["state"], "FILED", "{filed}");
    filed
}

/// A draft of one author; answers its id.
pub async fn drafted_by(world: &World, login: &str, unit: &str) -> String {
    let mut author = world.app.signed_in(login).await;
    let me = own_account(&mut author).await;
    text(&save(&mut author, form(&world.units[unit], &[(&me, "100")])).await["id"])
}
