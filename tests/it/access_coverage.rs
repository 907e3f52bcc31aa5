//! Every field of Query and Mutation refuses a stranger, unless it is listed here with its reason.

use crate::support::TestApp;
use crate::support::sdl::{Schema, some_id};

/// Fields that answer somebody who is not signed in, and why.
const OPEN: [(&str, &str); 10] = [
    ("viewer", "null tells that nobody is signed in"),
    ("serverTime", "deadlines on the public page"),
    ("signIn", "the way in"),
    ("signInOptions", "the sign-in page must know which ways in there are"),
    ("verifySignInCode", "the second step of the way in"),
    ("signOut", "harmless: there is nothing to end"),
    ("publicResults", "published results are public"),
    ("publicResult", "published results are public"),
    ("publicInitiatives", "numbered decisions about initiatives are public"),
    ("publicInitiative", "numbered decisions about initiatives are public"),
];

#[tokio::test]
async fn every_field_refuses_a_stranger() {
    let app = TestApp::start().await;
    let schema = Schema::read();
    let mut open = Vec::new();
    let mut checked = 0;
    for (keyword, root) in [("query", "Query"), ("mutation", "Mutation")] {
        for field in schema.fields(root) {
            let name = field.name.node.to_string();
            let (operation, variables) = schema.operation(keyword, &field, &some_id);
            let answer = app.anonymous().query(&operation, variables).await;
            let refused =
                answer.errors().first().is_some_and(|error| error["extensions"]["code"] == "UNAUTHENTICATED");
            checked += 1;
            if !refused {
                open.push(name);
            }
        }
    }
    let mut listed: Vec<String> = OPEN.iter().map(|(name, _)| (*name).to_owned()).collect();
    listed.sort();
    open.sort();
    open.retain(|name| !listed.contains(name));
    assert!(open.is_empty(), "fields that answer a stranger: {open:?}");
    assert!(checked > 10, "the walk found the schema");
}
