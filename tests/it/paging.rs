//! Every connection of the schema, walked page by page to its end: one row and two rows at a time bring what one long page
//! brings, in its order, nothing lost and nothing twice.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use thidua::criteria;
use thidua::shared::import::ImportMode;

use crate::deeds::{self, Records};
use crate::support::appraised::{campaign_deed, deed, submit};
use crate::support::scenario::text;
use crate::support::sdl::{Schema, named};
use crate::support::{Client, initiatives};

/// A connection, who asks for it, what stands around it, and its own arguments besides those of paging.
struct Paged {
    list: &'static str,
    who: &'static str,
    around: &'static [&'static str],
    arguments: &'static str,
    id: fn(&Records) -> &str,
    criterion: fn(&Records) -> &str,
}

const fn of_query(list: &'static str, who: &'static str, arguments: &'static str) -> Paged {
    Paged { list, who, around: &[], arguments, id: campaign, criterion: any_criterion }
}

const fn within(
    list: &'static str,
    who: &'static str,
    around: &'static [&'static str],
    arguments: &'static str,
    id: fn(&Records) -> &str,
) -> Paged {
    Paged { list, who, around, arguments, id, criterion: any_criterion }
}

fn campaign(records: &Records) -> &str {
    &records.world.campaign
}

fn any_criterion(records: &Records) -> &str {
    &records.world.criteria["A1"]
}

const CAMPAIGN: &[&str] = &["campaign(id: $id)"];

const PAGED: [Paged; 22] = [
    within("Campaign.appraisalGrid", "totruong", CAMPAIGN, "criterionId: $criterion", campaign),
    within("Campaign.merits", "quanly", CAMPAIGN, "", campaign),
    within("Campaign.submissions", "quanly", CAMPAIGN, "", campaign),
    within("Campaign.units", "quanly", CAMPAIGN, "", campaign),
    within("Ranking.results", "quanly", &["campaign(id: $id)", "ranking"], "", campaign),
    within("Unit.children", "quanly", &["unit(id: $id)"], "", |all| &all.world.units["H1"]),
    of_query("Query.accounts", "quantri", ""),
    of_query("Query.adoptionRequests", "ld-h1", ""),
    of_query("Query.auditEntries", "thanhtra", ""),
    of_query("Query.campaigns", "quanly", ""),
    within("Query.councilSittings", "tk-x1", &[], "councilId: $id", |all| &all.of_x1.council),
    of_query("Query.criteriaSets", "quanly", ""),
    of_query("Query.initiativeCouncils", "thanhtra", ""),
    of_query("Query.initiatives", "thanhtra", ""),
    of_query("Query.numberedRecognitions", "vt-x1", ""),
    of_query("Query.possibleAuthors", "tg-x1", "search: \"\""),
    of_query("Query.possibleCouncilMembers", "tk-x1", "search: \"\""),
    within("Query.possibleSubstitutes", "quantri", &[], "assignmentId: $id", |all| &all.target_role),
    of_query("Query.publicInitiatives", "quanly", ""),
    of_query("Query.recognisedInitiatives", "quanly", ""),
    of_query("Query.reorganisations", "quantri", ""),
    of_query("Query.units", "quanly", ""),
];

/// Connections of which these records hold fewer than two rows, so that nothing is proved by walking them; each with why.
const TOO_SHORT: [(&str, &str); 6] = [
    ("Query.adoptionRequests", "one question to a unit; the order is that of its store's page"),
    ("Query.councilSittings", "one sitting of a council; those of one day are told apart by their ids"),
    ("Query.initiativeCouncils", "one council that is not over"),
    ("Query.numberedRecognitions", "one decision with a number"),
    ("Query.publicInitiatives", "one numbered recognition"),
    ("Query.recognisedInitiatives", "one numbered recognition"),
];

impl Paged {
    /// The question, with the cursors and ids of its rows.
    fn question(&self) -> String {
        let (kind, field) = self.list.split_once('.').expect("a type and a field");
        let own = ["first: $first", "after: $after", self.arguments];
        let own: Vec<&str> = own.into_iter().filter(|argument| !argument.is_empty()).collect();
        let asked = format!(
            "it: {field}({}) {{ totalCount pageInfo {{ hasNextPage endCursor }} edges {{ cursor }} nodes {{ id }} }}",
            own.join(", ")
        );
        let asked = self.around.iter().rev().fold(asked, |inner, outer| {
            let alias = if outer.contains('(') { "around: " } else { "inside: " };
            format!("{alias}{outer} {{ {inner} }}")
        });
        let is_bound = kind != "Query" || self.arguments.contains("$id");
        let id = if is_bound { ", $id: ID!" } else { "" };
        let criterion = if self.arguments.contains("$criterion") { ", $criterion: ID!" } else { "" };
        format!("query($first: Int!, $after: String{id}{criterion}) {{ {asked} }}")
    }

    /// A page, as it stands below what is around it.
    async fn page(&self, client: &mut Client, records: &Records, first: usize, after: &Value) -> Value {
        let mut variables = json!({"first": first, "after": after});
        let question = self.question();
        if question.contains("$id") {
            variables["id"] = json!((self.id)(records));
        }
        if question.contains("$criterion") {
            variables["criterion"] = json!((self.criterion)(records));
        }
        let data = client.query(&question, variables).await.data();
        let mut it = &data;
        for outer in self.around {
            it = &it[if outer.contains('(') { "around" } else { "inside" }];
        }
        assert!(it["it"].is_object(), "{}: {data}", self.list);
        it["it"].clone()
    }
}

fn rows(page: &Value) -> Vec<(String, String)> {
    let (edges, nodes) = (page["edges"].as_array().expect("edges"), page["nodes"].as_array().expect("nodes"));
    assert_eq!(edges.len(), nodes.len());
    edges.iter().zip(nodes).map(|(edge, node)| (text(&node["id"]), text(&edge["cursor"]))).collect()
}

/// More of what one record alone proves nothing about.
async fn more(records: &Records) {
    let world = &records.world;
    submit(world, &["X2", "X3", "D2", "V1"], "1").await;
    let mut manager = world.app.signed_in("quanly").await;
    for unit in ["X2", "X3", "D2"] {
        let merit = json!({"campaignId": world.campaign, "unitId": world.units[unit], "itemCode": "I1",
            "quantity": 1, "source": "Quyết định số 12/QĐ-UBND ngày 05/12/2021"});
        assert_eq!(deed(&mut manager, "recordMerit", merit).await["__typename"], "MeritEntry");
    }
    campaign_deed(&mut manager, world, "computeRanking").await;
    let set = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/criteria_set_2021.json"));
    let mut set: Value = serde_json::from_str(set).expect("JSON");
    set["version"] = json!(2);
    let imported = criteria::import_set_as_system(&world.app.app, &set.to_string(), ImportMode::Apply).await;
    assert!(imported.is_ok(), "a second version");
    let mut administrator = world.app.signed_in("quantri").await;
    deeds::drafted_reorganisation(&mut administrator).await;
    initiatives::filed_by(world, "tg-x1", "X1").await;
}

#[test]
fn every_connection_of_the_schema_is_walked() {
    let schema = Schema::read();
    let mut connections = BTreeSet::new();
    for (name, kind) in &schema.kinds {
        let async_graphql::parser::types::TypeKind::Object(object) = kind else { continue };
        for field in object.fields.iter().map(|field| &field.node) {
            if named(&field.ty.node).ends_with("Connection") {
                connections.insert(format!("{name}.{}", field.name.node));
            }
        }
    }
    let walked: BTreeSet<String> = PAGED.iter().map(|one| one.list.to_owned()).collect();
    assert_eq!(walked.len(), PAGED.len(), "walked twice");
    assert_eq!(walked, connections);
}

#[tokio::test]
async fn page_by_page_is_what_one_long_page_is() {
    let records = Records::make().await;
    more(&records).await;
    let mut wrong = Vec::new();
    let mut short = BTreeMap::new();
    for paged in &PAGED {
        let mut client = records.world.app.signed_in(paged.who).await;
        let whole = paged.page(&mut client, &records, 200, &Value::Null).await;
        let expected = rows(&whole);
        assert_eq!(whole["pageInfo"]["hasNextPage"], false, "{}: more than one long page", paged.list);
        assert_eq!(whole["totalCount"], expected.len(), "{}", paged.list);
        let distinct: BTreeSet<&String> = expected.iter().map(|(id, _)| id).collect();
        assert_eq!(distinct.len(), expected.len(), "{}: a row twice in one page", paged.list);
        if expected.len() < 2 {
            short.insert(paged.list, expected.len());
        }
        for first in [1, 2] {
            let (mut found, mut after) = (Vec::new(), Value::Null);
            loop {
                let page = paged.page(&mut client, &records, first, &after).await;
                let rows = rows(&page);
                let is_more = page["pageInfo"]["hasNextPage"] == true;
                if rows.len() > first
                    || (is_more && rows.len() != first)
                    || page["totalCount"] != expected.len()
                {
                    wrong.push(format!("{} by {first}: {page}", paged.list));
                }
                found.extend(rows);
                after = page["pageInfo"]["endCursor"].clone();
                if !is_more || found.len() > expected.len() {
                    break;
                }
            }
            if found != expected {
                wrong.push(format!(
                    "{} by {first}: {} rows, not {}",
                    paged.list,
                    found.len(),
                    expected.len()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let known: BTreeSet<&str> = TOO_SHORT.iter().map(|(list, _)| *list).collect();
    let short: BTreeSet<&str> = short.into_keys().collect();
    assert_eq!(short, known, "shorter than two rows here: say where the order is proved, or make more");
}
