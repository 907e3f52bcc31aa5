//! What one request may ask: its cost over unfolded fragments, its time, its turn, and what it may bring in.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use async_graphql::Variables;
use async_graphql::parser::parse_query;
use async_graphql::parser::types::{BaseType, Type, TypeKind};
use axum::body::Body;
use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, RETRY_AFTER};
use http::{Request, StatusCode};
use sea_orm::{ConnectionTrait as _, DatabaseBackend};
use serde_json::{Value, json};
use thidua::access::Role;
use thidua::config::Config;
use thidua::graphql::{inputs, limits, weights};
use thidua::shared::database::Transaction;
use thidua::shared::import::{ImportMode, MOST_TOLD};
use thidua::units;

use crate::support::scenario::{self, World, text};
use crate::support::sdl::{Schema, named, some_id};
use crate::support::{Answer, TestApp};

/// Fragments of which each spreads the next one twice: 2ⁿ selections.
fn doubling(levels: usize) -> String {
    let mut document = String::from("query { ...F0 }");
    for level in 0..levels {
        write!(document, " fragment F{level} on Query {{ ...F{0} ...F{0} }}", level + 1).expect("a text");
    }
    write!(document, " fragment F{levels} on Query {{ serverTime }}").expect("a text");
    document
}

/// Thirty spreads of thirty spreads of thirty aliases of a public list.
fn thirty_thrice() -> String {
    let aliases: String = (0..30).map(|n| format!("a{n}: publicResults {{ __typename }} ")).collect();
    let (middle, outer) = ("...B ".repeat(30), "...A ".repeat(30));
    format!("{{ {outer} }} fragment A on Query {{ {middle} }} fragment B on Query {{ {aliases} }}")
}

fn error(answer: &Answer) -> Value {
    answer.errors().first().cloned().unwrap_or_else(|| panic!("no error in {:#}", answer.json()))
}

#[tokio::test]
async fn fragments_that_unfold_to_millions_of_fields_are_turned_away_at_once() {
    let app = TestApp::start().await;
    let bombs = [doubling(15), doubling(20), doubling(28), thirty_thrice()];
    let before = app.app.db.statements();
    for bomb in bombs {
        let started = Instant::now();
        let answer = app.anonymous().query(&bomb, json!({})).await;
        assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "LIMIT_EXCEEDED"));
        assert!(answer.bytes.len() < 2000);
        let error = error(&answer);
        assert_eq!(
            error["extensions"]["limit"],
            json!({"name": "cost", "value": limits::MAX_COST_SIGNED_OUT})
        );
        let cost = &answer.json()["extensions"]["cost"];
        assert!(cost["requested"].as_u64() > cost["limit"].as_u64(), "{cost}");
    }
    assert_eq!(app.app.db.statements(), before, "no bomb has reached the database");
}

#[tokio::test]
async fn brackets_that_would_fill_the_stack_are_turned_away() {
    let app = TestApp::start().await;
    let deep = 30_000;
    let documents = [
        "{a".repeat(deep),
        format!("{{a(b:{})}}", "[".repeat(deep)),
        format!("{{a(b:{})}}", "{c:".repeat(deep)),
        format!("query($v:{}) {{a}}", "[".repeat(deep)),
        format!("{{a(b:[\"\"\" x\"]) {}", "{a".repeat(deep)),
        "{...{a ".repeat(deep / 2),
    ];
    for document in documents {
        let answer = app.anonymous().query(&document, json!({})).await;
        assert_eq!(answer.code(), "LIMIT_EXCEEDED", "{}", &document[..20]);
        assert_eq!(error(&answer)["extensions"]["limit"]["name"], "brackets");
    }
}

#[tokio::test]
async fn an_answer_says_what_it_cost_and_a_refusal_how_it_passes() {
    let app = TestApp::start().await;
    scenario::province(&app).await;
    let mut analyst = app.signed_in("phantich").await;
    let answer = analyst.query("{ units(first: 7) { nodes { code } } }", json!({})).await;
    let answered = answer.data()["units"]["nodes"].as_array().expect("units").len();
    assert_eq!(
        answer.json()["extensions"]["cost"],
        json!({"requested": 10 + 7 * 2, "limit": limits::MAX_COST, "actual": 2 + answered})
    );
    let dear = |first: u64| {
        format!(
            "{{ big: units(first: {first}) {{ nodes {{ children(first: 200) {{ nodes {{ ...Wide }} }} }} }} }} \
             fragment Wide on Unit {{ code nameVi nameEn kind ancestors {{ code }} }}"
        )
    };
    for (language, word) in [("vi", "tốn nhất là big.nodes"), ("en", "the costliest field is big")] {
        analyst.language = language;
        let refused = error(&analyst.query(&dear(200), json!({})).await);
        assert_eq!(refused["extensions"]["code"], "LIMIT_EXCEEDED");
        assert!(text(&refused["message"]).contains(word.trim_end_matches(".nodes")), "{refused}");
        let first = refused["extensions"]["first"].as_u64().expect("a page size passes");
        assert_eq!(refused["extensions"]["field"], "big");
        assert!(analyst.query(&dear(first), json!({})).await.errors().is_empty(), "{first} passes");
        assert_eq!(analyst.query(&dear(first + 1), json!({})).await.code(), "LIMIT_EXCEEDED");
    }
}

#[test]
fn every_list_has_a_weight_and_every_weight_a_field() {
    let schema = Schema::read();
    let (mut undeclared, mut known) = (Vec::new(), BTreeSet::new());
    for (name, kind) in &schema.kinds {
        let fields = match kind {
            TypeKind::Object(object) => &object.fields,
            TypeKind::Interface(interface) => &interface.fields,
            _ => continue,
        };
        // The pages of a connection are counted at the field that answers it.
        let is_page = name.ends_with("Connection");
        for field in fields {
            let field = &field.node;
            let path = format!("{name}.{}", field.name.node);
            let is_list = matches!(field.ty.node.base, BaseType::List(_));
            let is_paged = field.arguments.iter().any(|argument| argument.node.name.node == "first");
            let of_objects = matches!(
                schema.kinds.get(&named(&field.ty.node)),
                Some(TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union(_))
            );
            if is_list
                && of_objects
                && !is_paged
                && !is_page
                && weights::declared(name, &field.name.node).is_none()
            {
                undeclared.push(path.clone());
            }
            known.insert(path);
        }
    }
    assert!(undeclared.is_empty(), "lists without a weight in graphql/weights.rs: {undeclared:#?}");
    let gone: Vec<_> =
        weights::all().filter(|path| !path.starts_with("__") && !known.contains(*path)).collect();
    assert!(gone.is_empty(), "weights of fields that are gone: {gone:?}");
    let inputs_known = |path: &str| {
        let (input, field) = path.split_once('.').expect("a path");
        match schema.kinds.get(input) {
            Some(TypeKind::InputObject(found)) => found.fields.iter().any(|one| one.node.name.node == field),
            _ => false,
        }
    };
    let gone: Vec<_> = inputs::longer().filter(|path| !inputs_known(path)).collect();
    assert!(gone.is_empty(), "bounds of inputs that are gone: {gone:?}");
}

/// Every document of the web application, each with all fragments of its file.
fn documents_of_the_web() -> Vec<(String, String)> {
    let features = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/src/lib/features");
    let mut documents = Vec::new();
    for feature in std::fs::read_dir(features).expect("the features") {
        for file in std::fs::read_dir(feature.expect("a feature").path()).expect("files") {
            let path = file.expect("a file").path();
            if path.extension().is_none_or(|extension| extension != "graphql") {
                continue;
            }
            let whole = std::fs::read_to_string(&path).expect("is read");
            let mut parts: Vec<String> = Vec::new();
            for line in whole.lines() {
                let begins = ["query ", "mutation ", "fragment "].iter().any(|word| line.starts_with(word));
                match parts.last_mut() {
                    Some(part) if !begins => part.push_str(line),
                    _ => parts.push(line.to_owned()),
                }
                if let Some(part) = parts.last_mut() {
                    part.push('\n');
                }
            }
            let (fragments, operations): (Vec<_>, Vec<_>) =
                parts.into_iter().partition(|part| part.starts_with("fragment "));
            for operation in operations.iter().filter(|operation| !operation.trim_start().starts_with('#')) {
                documents.push((path.display().to_string(), format!("{operation}{}", fragments.concat())));
            }
        }
    }
    documents
}

#[test]
fn the_web_application_stays_within_the_limits() {
    let documents = documents_of_the_web();
    assert!(documents.len() > 100, "{} documents", documents.len());
    for (path, document) in documents {
        let parsed = parse_query(&document).unwrap_or_else(|error| panic!("{path}: {error}"));
        // The screens ask for pages of 200 at most; the lists of the largest are 100 or 50 long.
        let variables = Variables::from_json(json!({"first": 100}));
        let is_public = path.contains("/results/") || path.contains("/register/");
        let price = limits::check_document(&parsed, &variables, !is_public);
        let name: String = document.lines().next().unwrap_or_default().to_owned();
        let price = price.unwrap_or_else(|passed| panic!("{path}: {name}: {}", passed.words.en));
        assert!(price.requested * 2 <= price.limit, "{path}: {name} leaves no room: {price:?}");
    }
}

#[tokio::test]
async fn a_deed_stands_once_in_a_document() {
    let app = TestApp::start().await;
    app.add_person("quantri", Role::SysAdmin).await;
    let mut admin = app.signed_in("quantri").await;
    let make = |alias: &str| {
        format!(
            "{alias}: createApiToken(input: {{name: \"{alias}\", days: 3, scope: READ}}) {{ __typename }} "
        )
    };
    let documents = [
        format!("mutation {{ {} {} }}", make("a"), make("b")),
        format!("mutation {{ {} ...Again }} fragment Again on Mutation {{ {} }}", make("a"), make("b")),
        format!("mutation {{ ...A ...A }} fragment A on Mutation {{ {} }}", make("a")),
        format!("mutation {{ {0} {0} }}", make("a")),
    ];
    for document in documents {
        let answer = admin.query(&document, json!({})).await;
        assert_eq!(answer.code(), "BAD_USER_INPUT", "{document}");
        assert!(text(&error(&answer)["message"]).contains("createApiToken"));
    }
    let tokens = admin.query("{ viewer { apiTokens { name } } }", json!({})).await.data();
    assert_eq!(tokens["viewer"]["apiTokens"], json!([]), "nothing was done once either");
}

/// Holds up everybody who would make a token.
async fn hold_up_tokens(app: &TestApp) -> Transaction {
    let held = app.app.db.begin().await.expect("a transaction");
    if app.app.db.backend() == DatabaseBackend::Postgres {
        held.execute_unprepared("LOCK TABLE api_token IN ACCESS EXCLUSIVE MODE").await.expect("a lock");
    }
    held
}

const MAKE_TOKEN: &str =
    "mutation { createApiToken(input: {name: \"n\", days: 3, scope: READ}) { __typename } }";

#[tokio::test]
async fn a_request_that_takes_too_long_is_stopped_and_leaves_nothing() {
    let app = TestApp::start_with(Config {
        second_factor_required: Some(false),
        step_up_minutes: Some(720),
        request_seconds: Some(1),
        ..Config::default()
    })
    .await;
    app.add_person("quantri", Role::SysAdmin).await;
    let mut admin = app.signed_in("quantri").await;
    let held = hold_up_tokens(&app).await;
    let started = Instant::now();
    let answer = admin.query(MAKE_TOKEN, json!({})).await;
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.code(), "DEADLINE_EXCEEDED");
    assert!(text(&error(&answer)["message"]).contains("1 giây"));
    drop(held);
    let names = "{ viewer { apiTokens { name } } }";
    assert_eq!(admin.query(names, json!({})).await.data()["viewer"]["apiTokens"], json!([]));
    assert!(admin.query(MAKE_TOKEN, json!({})).await.errors().is_empty(), "the connection is free again");
    assert_eq!(admin.query(names, json!({})).await.data()["viewer"]["apiTokens"], json!([{"name": "n"}]));
}

#[tokio::test]
async fn one_caller_takes_a_bounded_number_of_turns_and_the_others_go_on() {
    let app = TestApp::start().await;
    app.add_person("quantri", Role::SysAdmin).await;
    app.add_person("khac", Role::SysAdmin).await;
    let (admin, mut other) = (app.signed_in("quantri").await, app.signed_in("khac").await);
    let held = hold_up_tokens(&app).await;
    let asked = (0..80).map(|_| {
        let mut admin = admin.clone();
        async move { admin.query(MAKE_TOKEN, json!({})).await }
    });
    let mut asked: FuturesUnordered<_> = asked.collect();
    // The first eight have their turn and wait for the table, sixty-four stand in line, and the last are told to come
    // again.
    for _ in 0..8 {
        let answer = tokio::time::timeout(Duration::from_secs(20), asked.next()).await.expect("is answered");
        let answer = answer.expect("an answer");
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(answer.code(), "TOO_MANY_REQUESTS");
        assert!(answer.headers.contains_key(RETRY_AFTER));
    }
    let started = Instant::now();
    assert!(other.query("{ viewer { account { login } } }", json!({})).await.errors().is_empty());
    assert!(started.elapsed() < Duration::from_secs(2), "others do not stand in that line");
    drop(held);
    let answers: Vec<Answer> = asked.collect().await;
    assert_eq!(answers.len(), 72);
    assert!(answers.iter().all(|answer| answer.status == StatusCode::OK), "the line moves on");
}

#[tokio::test]
async fn strangers_hear_nothing_of_the_schema_and_are_told_so() {
    let app = TestApp::start().await;
    for document in [
        "{ __schema { queryType { name } } }",
        "{ ...A } fragment A on Query { t: __type(name: \"Query\") { name } }",
    ] {
        let answer = app.anonymous().query(document, json!({})).await;
        assert_eq!(answer.code(), "UNAUTHENTICATED");
        assert!(answer.json().get("data").is_none());
    }
    assert_eq!(
        app.anonymous().query("{ __typename }", json!({})).await.data(),
        json!({"__typename": "Query"})
    );
    app.add_person("quantri", Role::SysAdmin).await;
    let mut admin = app.signed_in("quantri").await;
    let answer = admin.query(INTROSPECTION, json!({})).await;
    assert!(answer.data()["__schema"]["types"].as_array().expect("types").len() > 300);
}

/// What common tools ask.
const INTROSPECTION: &str = "query IntrospectionQuery { __schema { queryType { name } mutationType { name } \
    subscriptionType { name } types { ...FullType } directives { name description locations args { ...InputValue } } } } \
    fragment FullType on __Type { kind name description \
      fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason } \
      inputFields { ...InputValue } interfaces { ...TypeRef } \
      enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } } \
    fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue } \
    fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name \
      ofType { kind name ofType { kind name ofType { kind name } } } } } } } }";

#[tokio::test]
async fn a_variable_that_is_needed_is_missed() {
    let app = TestApp::start().await;
    let document = "query($a: Boolean!) { serverTime @skip(if: $a) }";
    for variables in [json!({}), json!({"a": null})] {
        let answer = app.anonymous().query(document, variables).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "BAD_USER_INPUT"));
    }
    assert_eq!(app.anonymous().query(document, json!({"a": true})).await.data(), json!({}));
}

#[tokio::test]
async fn errors_repeat_little_and_speak_the_readers_language() {
    let app = TestApp::start().await;
    let long = "x".repeat(60_000);
    let documents = [
        format!("{{ serverTime {long}( }}"),
        format!("{{ {long} }}"),
        format!("{{ serverTime({long}: 1) }}"),
        format!("{{ units(first: \"{}\") {{ totalCount }} }}", "y".repeat(900)),
        format!("{{ publicInitiatives(first: 1, level: {}) {{ totalCount }} }}", "Z".repeat(60_000)),
        format!("{{ ...{long} }}"),
        format!("query($a: {long}) {{ serverTime }}"),
        format!("{{ {} }}", "serverTime(x: 1) serverTime(y: 2) ".repeat(10)),
        format!("mutation {{ {long} {long} }}"),
        format!("{{ serverTime @{long} }}"),
    ];
    for document in documents {
        let answer = app.anonymous().query(&document, json!({})).await;
        assert!(answer.bytes.len() < 20_000, "{} bytes", answer.bytes.len());
        for error in answer.errors() {
            assert!(text(&error["message"]).chars().count() <= 300, "{error}");
            assert!(error["extensions"]["code"].is_string(), "{error}");
        }
        assert!(!answer.errors().is_empty());
    }
    let cases = [
        ("{ serverTime", "dòng 1", "line 1"),
        (
            "{ viewer { account { login } } accounts(first: 1) { totalCount } }",
            "cần đăng nhập",
            "sign in first",
        ),
        ("mutation { signOut signOut }", "chỉ được có một lần", "stands once"),
        ("{ publicInitiatives(first: 0) { totalCount } }", "phải từ 1 đến 200", "between 1 and 200"),
        ("{ publicInitiatives(first: 1, after: \"x\") { totalCount } }", "không phải vị trí", "not a cursor"),
    ];
    for (document, vi, en) in cases {
        for (language, expected) in [("vi", vi), ("en", en)] {
            let mut stranger = app.anonymous();
            stranger.language = language;
            let error = error(&stranger.query(document, json!({})).await);
            assert!(text(&error["message"]).contains(expected), "{error}");
        }
    }
    let request = Request::post("/graphql").header(CONTENT_TYPE, "text/plain").header(ACCEPT_LANGUAGE, "vi");
    let answer = app.anonymous().send(request.body(Body::from("{}")).expect("a request")).await;
    assert!(text(&error(&answer)["message"]).starts_with("hãy gửi kèm"));
}

#[tokio::test]
async fn control_characters_are_refused_to_strangers_and_members_alike() {
    let app = TestApp::start().await;
    scenario::province(&app).await;
    let member = app.signed_in("quantri").await;
    let cases = [
        (
            "query($s: String) { publicInitiatives(first: 1, search: $s) { totalCount } }",
            json!({"s": "\u{0}"}),
            "s",
        ),
        ("query($s: String!) { publicResult(code: $s) { code } }", json!({"s": "a\u{0}b"}), "s"),
        (
            "mutation($i: SignInInput!) { signIn(input: $i) { __typename } }",
            json!({"i": {"login": "a\u{0}b", "password": "x"}}),
            "i.login",
        ),
        (
            "{ publicInitiatives(first: 1, search: \"\\u0000\") { totalCount } }",
            json!({}),
            "publicInitiatives.search",
        ),
        ("query($s: String) { units(first: 1, search: $s) { totalCount } }", json!({"s": "\u{1b}[31m"}), "s"),
        ("query($s: String) { units(first: 1, after: $s) { totalCount } }", json!({"s": "\u{0}"}), "s"),
    ];
    for (document, variables, path) in cases {
        for mut client in [app.anonymous(), member.clone()] {
            let answer = client.query(document, variables.clone()).await;
            assert_eq!(
                (answer.status, answer.code().as_str()),
                (StatusCode::BAD_REQUEST, "BAD_USER_INPUT"),
                "{document}"
            );
            let told: Vec<String> =
                error(&answer)["extensions"]["path"].as_array().expect("a path").iter().map(text).collect();
            assert_eq!(told.join("."), path);
        }
    }
    let long = json!({"i": {"login": "x".repeat(100_000), "password": "x"}});
    let document = "mutation($i: SignInInput!) { signIn(input: $i) { __typename } }";
    assert_eq!(app.anonymous().query(document, long).await.code(), "BAD_USER_INPUT");
}

#[tokio::test]
async fn addresses_hold_no_control_characters_and_no_unknown_names() {
    let app = TestApp::start().await;
    app.add_person("kiemtra", Role::Auditor).await;
    let auditor = app.signed_in("kiemtra").await;
    let get =
        |uri: &str| Request::get(uri).header(ACCEPT_LANGUAGE, "en").body(Body::empty()).expect("a request");
    for uri in [
        "/files/%00",
        "/attachments/a%00b",
        "/documents/%1b",
        "/documents/%ff",
        "/audit.csv?deed=%00",
        "/audit.csv?criterion=%C3",
        "/audit.csv?criterionCode=A1",
        "/audit.csv?deed=a&deed=b",
        "/auth/oidc/start?next=%00",
        "/auth/oidc/callback?code=%00&state=a",
        "/auth/oidc/callback?code=a&state=%00",
    ] {
        for mut client in [app.anonymous(), auditor.clone()] {
            let answer = client.send(get(uri)).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{uri}");
            assert_eq!(answer.json()["code"], "BAD_USER_INPUT", "{uri}");
        }
    }
    let unknown = auditor.clone().send(get("/audit.csv?criterionCode=A1")).await;
    assert!(text(&unknown.json()["message"]).contains("criterionCode"), "{:#}", unknown.json());
    assert_eq!(auditor.clone().send(get("/audit.csv?criterion=A1")).await.status, StatusCode::OK);
    for (uri, kind) in
        [("/files?unit=a&name=%00", "files"), ("/attachments?initiative=a&name=a%00b", "attachments")]
    {
        let request =
            Request::post(uri).header(CONTENT_TYPE, "application/octet-stream").header("x-thidua-csrf", "1");
        let answer = auditor.clone().send(request.body(Body::from("x")).expect("a request")).await;
        assert_eq!(
            (answer.status, &answer.json()["code"]),
            (StatusCode::BAD_REQUEST, &json!("BAD_USER_INPUT")),
            "{kind}"
        );
    }
    let long = format!("/auth/oidc/start?next={}", "a".repeat(20_000));
    assert_eq!(app.anonymous().send(get(&long)).await.status, StatusCode::URI_TOO_LONG);
}

/// Values that no scalar is waiting for.
fn wild(scalar: &str) -> Vec<Value> {
    let long = "9".repeat(400);
    let of_text = ["", "\u{0}", "\u{feff}\u{202e}\u{200b}", "%_\\'\";--", "💣💣💣", "1e400", "NaN", "-1"];
    let mut values: Vec<Value> = of_text.iter().map(|text| json!(text)).collect();
    values.extend([json!(long), json!(null), json!([]), json!({}), json!(true), json!([[null]])]);
    values.extend([
        json!(0),
        json!(-1),
        json!(i64::from(i32::MAX)),
        json!(i64::from(i32::MAX) + 1),
        json!(1.5),
        json!(1e300),
    ]);
    match scalar {
        "Date" | "DateTime" => {
            for day in [
                "0000-01-01",
                "9999-12-31",
                "10000-01-01",
                "-0001-01-01",
                "2021-02-30",
                "2199-12-31",
                "1900-01-01",
                "2021-13-01",
                "31/12/2021",
            ] {
                values.push(json!(day));
                values.push(json!(format!("{day}T00:00:00Z")));
                values.push(json!(format!("{day}T25:61:00+99:00")));
            }
        }
        "String" => values.extend([json!("x".repeat(60_000)), json!("\u{7f}"), json!("ữ".repeat(9_000))]),
        "ID" => values.extend([json!("x".repeat(5_000)), json!("VW5pdDo"), json!("đ")]),
        _ => values.push(json!("KHONG_CO")),
    }
    values
}

/// Every place in an input where a scalar, an enum or a list stands: how to get there, and the name of its type.
pub fn places(schema: &Schema, ty: &Type, at: &mut Vec<String>, found: &mut Vec<(Vec<String>, String)>) {
    let name = named(ty);
    found.push((at.clone(), name.clone()));
    let Some(TypeKind::InputObject(input)) = schema.kinds.get(&name) else { return };
    if matches!(ty.base, BaseType::List(_)) {
        at.push("0".to_owned());
        found.push((at.clone(), name.clone()));
    }
    for field in &input.fields {
        let field = &field.node;
        at.push(field.name.node.to_string());
        places(schema, &field.ty.node, at, found);
        at.pop();
    }
    if matches!(ty.base, BaseType::List(_)) {
        at.pop();
    }
}

/// The variables with one value put in; what lies on the way is made.
pub fn with(schema: &Schema, ty: &Type, base: &Value, at: &[String], value: &Value) -> Value {
    let Some((step, rest)) = at.split_first() else { return value.clone() };
    if let BaseType::List(each) = &ty.base {
        let inner = base.get(0).cloned().unwrap_or_else(|| example(schema, each));
        return json!([with(schema, each, &inner, rest, value)]);
    }
    let mut object = if base.is_object() { base.clone() } else { example(schema, ty) };
    if let Some(TypeKind::InputObject(input)) = schema.kinds.get(&named(ty))
        && let Some(field) = input.fields.iter().find(|field| field.node.name.node == *step)
    {
        let inner = object.get(step).cloned().unwrap_or(Value::Null);
        object[step] = with(schema, &field.node.ty.node, &inner, rest, value);
    }
    object
}

fn example(schema: &Schema, ty: &Type) -> Value {
    schema.value(&Type { base: ty.base.clone(), nullable: false }, &some_id)
}

/// What went wrong with an answer to a wild value.
fn fault(answer: &Answer) -> Option<String> {
    if answer.status.is_server_error() {
        return Some(format!("status {}", answer.status));
    }
    let is_good = |error: &Value| {
        let code = error["extensions"]["code"].as_str().unwrap_or_default();
        let message = error["message"].as_str().unwrap_or_default();
        !code.is_empty() && code != "INTERNAL" && message.chars().count() <= 300
    };
    answer.errors().into_iter().find(|error| !is_good(error)).map(|error| error.to_string())
}

/// Fields with arguments below the root, and how they are reached.
fn reached(world: &World, parent: &str, field: &str) -> Option<(String, &'static str)> {
    let (campaign, sheet, unit) = (&world.campaign, &world.sheets["X1"], &world.units["X1"]);
    Some(match parent {
        "Campaign" => (format!("campaign(id: \"{campaign}\") {{ {field} }}"), ""),
        "Ranking" => (format!("campaign(id: \"{campaign}\") {{ ranking {{ {field} }} }}"), ""),
        "Submission" => (format!("submission(id: \"{sheet}\") {{ {field} }}"), ""),
        "Unit" => (format!("unit(id: \"{unit}\") {{ {field} }}"), ""),
        "Viewer" => (format!("viewer {{ {field} }}"), ""),
        _ => return None,
    })
}

#[tokio::test]
async fn no_value_of_any_argument_breaks_anything() {
    let world = scenario::published().await;
    let schema = Schema::read();
    let mut callers = Vec::new();
    for login in ["quantri", "quanly", "cb-x1"] {
        callers.push((login, world.app.signed_in(login).await));
    }
    let mut faults = Vec::new();
    let mut asked = 0;
    let mut walk: Vec<(&str, String, async_graphql::parser::types::FieldDefinition)> = Vec::new();
    for (name, kind) in &schema.kinds {
        let TypeKind::Object(object) = kind else { continue };
        for field in object.fields.iter().map(|field| &field.node).filter(|field| !field.arguments.is_empty())
        {
            let keyword = if name == "Mutation" { "mutation" } else { "query" };
            walk.push((keyword, name.clone(), field.clone()));
        }
    }
    for (keyword, parent, field) in &walk {
        let name = field.name.node.as_str();
        // What ends the caller's own session would end the walk with it.
        if *keyword == "mutation"
            && ["sign", "Session", "Password", "SecondFactor"].iter().any(|word| name.contains(word))
        {
            continue;
        }
        let (mut document, base) = schema.operation(keyword, field, &some_id);
        if !matches!(parent.as_str(), "Query" | "Mutation") {
            let (head, selection) = document.split_once('{').expect("a selection");
            let selection = selection.trim_end().trim_end_matches('}').to_owned();
            let (inner, _) = reached(&world, parent, selection.trim())
                .unwrap_or_else(|| panic!("{parent}.{name} has arguments: say how it is reached"));
            document = format!("{head}{{ {inner} }}");
        }
        for argument in &field.arguments {
            let argument = &argument.node;
            let key = argument.name.node.to_string();
            let mut found = Vec::new();
            places(&schema, &argument.ty.node, &mut Vec::new(), &mut found);
            for (at, scalar) in found {
                for value in wild(&scalar) {
                    let mut variables = base.clone();
                    let inner = variables.get(&key).cloned().unwrap_or(Value::Null);
                    variables[&key] = with(&schema, &argument.ty.node, &inner, &at, &value);
                    let (login, caller) = &mut callers[asked % 3];
                    asked += 1;
                    let answer = caller.query(&document, variables).await;
                    if let Some(fault) = fault(&answer) {
                        let value = value.to_string().chars().take(40).collect::<String>();
                        faults.push(format!(
                            "{login}: {parent}.{name}({key}.{}) = {value}: {fault}",
                            at.join(".")
                        ));
                    }
                }
            }
        }
    }
    let wrong = faults.len();
    faults.truncate(40);
    assert!(faults.is_empty(), "{wrong} of {asked}: {faults:#?}");
    assert!(asked > 5_000, "the walk found the schema: {asked}");
    assert!(
        callers[0].1.query("{ viewer { account { login } } }", json!({})).await.data()["viewer"].is_object()
    );
}

#[tokio::test]
async fn an_import_tells_the_first_thousand_problems_and_counts_all() {
    let app = TestApp::start().await;
    let rows = 50_000;
    let units_file = format!(
        "code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to\n{}",
        "1/2,,,hamlet,,Đ,x,y\n".repeat(rows)
    );
    let report = units::import_units(&app.app, units_file.as_bytes(), ImportMode::Apply).await.expect("runs");
    assert_eq!((report.rows, report.problems.len(), report.problems.count()), (rows, MOST_TOLD, 6 * rows));
    let steps = format!(
        "old_code,new_code,kind,effective_date,legal_basis,share,main_successor,old_name_vi,note\n{}",
        "1/2,,x,y,,z,,,\n".repeat(rows)
    );
    let report =
        units::import_successions(&app.app, steps.as_bytes(), ImportMode::ValidateOnly).await.expect("runs");
    assert_eq!((report.rows, report.problems.len()), (rows, MOST_TOLD));
    assert!(report.problems.count() >= 4 * rows);
    // Rows that are good by themselves and wrong together are counted as well.
    let figures = format!("unit_code,period,f1\n{}", "KHONG,2021-01,1\n".repeat(rows));
    let report =
        units::import_statistics(&app.app, figures.as_bytes(), ImportMode::Apply).await.expect("runs");
    assert_eq!((report.problems.len(), report.problems.count()), (MOST_TOLD, rows));
    let orphans: String =
        (0..20_000).map(|n| format!("A{n},Xã {n},,commune,xã,KHONG,2020-01-01,\n")).collect();
    let units_file = format!("code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to\n{orphans}");
    let report = units::import_units(&app.app, units_file.as_bytes(), ImportMode::Apply).await.expect("runs");
    assert_eq!((report.problems.len(), report.problems.count()), (MOST_TOLD, 20_000));
    let past = format!("initiative_code,title,abstract\n{}", ",Tên,\n".repeat(rows));
    let report =
        thidua::similarities::import_past(&app.app, past.as_bytes(), ImportMode::Apply).await.expect("runs");
    assert_eq!((report.problems.len(), report.problems.count()), (MOST_TOLD, 2 * rows));
}

#[tokio::test]
async fn a_reorganisation_with_thousands_of_bad_rows_tells_some_and_counts_all() {
    let app = TestApp::start().await;
    scenario::province(&app).await;
    let mut keeper = app.signed_in("quantri").await;
    let steps = format!(
        "old_code,new_code,kind,effective_date,legal_basis,share,main_successor\n{}",
        "1/2,,x,y,,z,\n".repeat(1_500)
    );
    let input = json!({"title": "Sắp xếp", "legalBasis": "NQ 1", "effectiveDate": "2021-11-15", "unitsCsv": "", "successionsCsv": steps});
    let document = "mutation($input: SaveReorganisationInput!) { saveReorganisation(input: $input) { \
        ... on Reorganisation { preview { ... on ReorganisationProblem { message rowProblemCount successionRows { line } } } } \
        ... on ReorganisationProblem { code } } }";
    let answer = keeper.query(document, json!({"input": input})).await.data();
    let problem = &answer["saveReorganisation"]["preview"];
    assert_eq!(problem["successionRows"].as_array().expect("rows").len(), MOST_TOLD, "{answer}");
    let count = problem["rowProblemCount"].as_u64().expect("a number");
    assert!(count >= 4 * 1_500, "{count}");
    assert!(text(&problem["message"]).contains(&count.to_string()));
}
