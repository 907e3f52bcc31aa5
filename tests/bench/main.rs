//! `cargo xtask bench`: the nested query against a hand-written endpoint that answers the same JSON,
//! in one run, what time costs in the tree of units, and the memory of the server idle and loaded. Prints figures and ratios; judges nothing.

mod hand_written;
mod memory;
mod stopwatch;
mod tree;

use std::sync::Arc;

use anyhow::{Context as _, ensure};
use axum::body::Body;
use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, SET_COOKIE};
use http::{Method, Request};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use thidua::app::App;
use thidua::config::Config;
use thidua::demo;
use thidua::identity::PasswordHasher;
use thidua::shared::clock::FixedClock;
use time::macros::datetime;
use tower::ServiceExt as _;

use stopwatch::measure;

/// What an analyst asks: a campaign, its sheets, their units and all their lines with criteria.
const NESTED: &str = "query($id: ID!, $first: Int!) { campaign(id: $id) { id titleVi \
    submissions(first: $first) { nodes { id state unit { code nameVi parentNameVi } \
    lines { id state selfScore criterion { code titleVi maxPoints } } } } } }";

const ROUNDS: u32 = 200;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite://{}", folder.path().join("bench.db").display());
    let files = folder.path().join("files").display().to_string();
    let config = Config { database_url: url.clone(), files_url: files.clone(), ..Config::default() };
    let clock = Arc::new(FixedClock::at(datetime!(2021-12-14 14:00 +7)));
    let app = App::open(config, clock, PasswordHasher::owasp()?).await?;
    app.migrate().await?;
    let loading = std::time::Instant::now();
    demo::load(&app, |_| {}).await?;
    say(&format!("demo loaded in {:.1} s", loading.elapsed().as_secs_f64()));

    let router = thidua::http::router(app.clone());
    let cookie = sign_in(&router).await?;
    let campaign = campaign_id(&router, &cookie).await?;
    let graphql = |first: i32| post(&cookie, &nested(&campaign, first));
    for first in [5, 50] {
        let before = app.db.statements();
        send(&router, graphql(first)).await?;
        say(&format!("statements for {first} sheets: {}", app.db.statements() - before));
    }

    let by_hand = hand_written::router(&url).await?;
    let hand_request = |cookie: &str| {
        Request::builder().uri("/nested?code=KSTTHC-2021&first=50").header(COOKIE, cookie).body(Body::empty())
    };
    let ours: Value = serde_json::from_slice(&send(&router, graphql(50)).await?)?;
    let theirs: Value = serde_json::from_slice(&send(&by_hand, hand_request(&cookie)?).await?)?;
    ensure!(ours == theirs, "the hand-written endpoint must answer the same JSON");

    for _ in 0..2 {
        let one =
            measure(ROUNDS, || async { send(&by_hand, hand_request(&cookie)?).await.map(drop) }).await?;
        let two = measure(ROUNDS, || async { send(&router, graphql(50)).await.map(drop) }).await?;
        say(&format!(
            "nested query, 50 sheets: GraphQL {:.2} ms CPU, hand-written {:.2} ms CPU, ratio {:.2} (aim at most 2.5)",
            two,
            one,
            two / one
        ));
    }
    tree::measure_tree(folder.path()).await?;
    memory::measure(&url, folder.path(), &campaign).await
}

/// The body of the nested query.
fn nested(campaign: &str, first: i32) -> Value {
    json!({"query": NESTED, "variables": {"id": campaign, "first": first}})
}

/// The campaign that the sample data calls KSTTHC-2021.
async fn campaign_id(router: &axum::Router, cookie: &str) -> anyhow::Result<String> {
    let query = json!({"query": "{ campaigns(first: 10) { nodes { id code } } }"});
    let answer: Value = serde_json::from_slice(&send(router, post(cookie, &query)).await?)?;
    answer["data"]["campaigns"]["nodes"]
        .as_array()
        .and_then(|nodes| nodes.iter().find(|node| node["code"] == "KSTTHC-2021"))
        .and_then(|node| node["id"].as_str().map(str::to_owned))
        .context("the sample campaign is there")
}

async fn sign_in(router: &axum::Router) -> anyhow::Result<String> {
    let query = "mutation($input: SignInInput!) { signIn(input: $input) { __typename } }";
    let input = json!({"login": demo::login::ANALYST, "password": demo::PASSWORD});
    let request = post("", &json!({"query": query, "variables": {"input": input}}));
    let response = router.clone().oneshot(request).await?;
    let cookies = response.headers().get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.filter_map(|cookie| cookie.split(';').next());
    let session = pairs.into_iter().find(|pair| pair.starts_with("thidua_session="));
    Ok(session.context("sign-in answers a cookie")?.to_owned())
}

fn post(cookie: &str, body: &Value) -> Request<Body> {
    Request::builder()
        .method(Method::POST)
        .uri("/graphql")
        .header(CONTENT_TYPE, "application/json")
        .header(ACCEPT, "application/graphql-response+json")
        .header(COOKIE, cookie)
        .body(Body::from(body.to_string()))
        .expect("a well-formed request")
}

async fn send(router: &axum::Router, request: Request<Body>) -> anyhow::Result<Vec<u8>> {
    let response = router.clone().oneshot(request).await?;
    ensure!(response.status().is_success(), "status {}", response.status());
    Ok(response.into_body().collect().await?.to_bytes().to_vec())
}

fn say(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stdout(), "{line}");
}
