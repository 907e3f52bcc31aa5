//! Nobody learns from a list, a count or the trail what the record itself does not show them: every deed is declared
//! with who reads it, entries carry the policy of their subject, and what one has no right to at all is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use async_graphql::parser::types::{BaseType, TypeKind};
use axum::body::Body;
use http::{Method, Request, StatusCode};
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use thidua::access::Role;
use thidua::entity::audit_entry;
use thidua::identity::{NewAccount, NewAssignment};
use thidua::shared::id::UnitId;
use time::macros::date;

use crate::support::appraised::{appraise_all, campaign_deed, codes, deed, line, submit, uuid};
use crate::support::scenario::{World, published, text};
use crate::support::sdl::{Schema, named};
use crate::support::{Client, PASSWORD, initiatives, referrals, reviews};

const ENTRIES: &str = "query($first: Int!, $after: String, $deed: String, $subjectId: ID, $actorId: ID) { \
    auditEntries(first: $first, after: $after, deed: $deed, subjectId: $subjectId, actorId: $actorId) { totalCount \
    pageInfo { hasNextPage endCursor } nodes { id deed subjectKind subjectId before after reason actor { id } \
    unit { code } sequence } } }";

/// Adds people whose roles cross one another: a head of X1 who writes requests, an inspector who does, a head of the
/// unit of the province, and those who read no trail at all.
async fn people(world: &World) {
    let unit = |code: &str| UnitId(uuid(&world.units[code]));
    let account = |login: &str, home: Option<&str>, roles: &[(Role, Option<&str>)]| NewAccount {
        login: login.to_owned(),
        display_name: format!("Đồng chí {login}"),
        unit: home.map(unit),
        email: None,
        assignments: roles
            .iter()
            .map(|(role, over)| NewAssignment {
                role: *role,
                unit: over.map(unit),
                valid_from: date!(2021 - 01 - 01),
                valid_to: None,
                legal_basis: None,
            })
            .collect(),
    };
    let accounts = vec![
        account("ld2-x1", Some("X1"), &[(Role::UnitLeader, Some("X1")), (Role::InitiativeAuthor, None)]),
        account("tt-tg", Some("X1"), &[(Role::Auditor, None), (Role::InitiativeAuthor, None)]),
        account("tt-x1", Some("X1"), &[(Role::Auditor, Some("X1"))]),
    ];
    world.app.add_accounts(accounts).await;
}

/// A campaign appraised and ranked, an initiative recognised, adopted and decided by the province's council, and
/// accounts, passwords and tokens made: most of what the server records.
struct Played {
    world: World,
    /// What must be in no entry.
    secrets: Vec<String>,
}

async fn on(client: &mut Client, name: &str, selection: &str, input: Value) -> Value {
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let query = format!("mutation($i: {kind}!) {{ it: {name}(input: $i) {{ __typename {selection} }} }}");
    client.query(&query, json!({"i": input})).await.data()["it"].clone()
}

async fn played() -> Played {
    let world = published().await;
    initiatives::people(&world).await;
    reviews::people(&world).await;
    referrals::people(&world).await;
    people(&world).await;
    let referral = referrals::referred(&world).await;
    referrals::deliberated(&world, &referral, &["AGREE"; 5]).await;
    initiatives::drafted_by(&world, "tg-x1", "X1").await;

    let mut admin = world.app.signed_in("quantri").await;
    let mut secrets = vec![PASSWORD.to_owned(), initiatives::SECRET.to_owned(), "1985-05-20".to_owned()];
    let input = json!({"login": "moi", "displayName": "Người mới", "request": "CV 1"});
    let invited = "... on Invitation { firstPassword account { id } }";
    let made = on(&mut admin, "addAccount", invited, input).await;
    secrets.push(text(&made["firstPassword"]));
    let input = json!({"accountId": made["account"]["id"], "request": "CV 2"});
    secrets.push(text(&on(&mut admin, "renewPassword", invited, input).await["firstPassword"]));
    let input = json!({"accountId": made["account"]["id"], "role": "ANALYST", "validFrom": "2021-12-01",
        "legalBasis": "QĐ 1"});
    on(&mut admin, "assignRole", "", input).await;
    let mut analyst = world.app.signed_in("phantich").await;
    let input = json!({"name": "Báo cáo", "scope": "READ", "days": 30});
    let token = on(&mut analyst, "createApiToken", "... on CreatedApiToken { secret }", input).await;
    secrets.push(text(&token["secret"]));
    let begun = "mutation { it: beginSecondFactor { ... on SecondFactorEnrolment { secret } } }";
    secrets.push(text(&analyst.query(begun, json!({})).await.data()["it"]["secret"]));

    let mut focal = world.app.signed_in("cb-x2").await;
    let e2 = line(&mut focal, &world, "X2", "E2").await;
    let input =
        json!({"lineId": e2["id"], "version": e2["version"], "facts": {"numerator": 97, "denominator": 100}});
    on(&mut focal, "saveScoreLine", "", input).await;
    submit(&world, &["X1", "D2"], "1").await;
    let mut lead = world.app.signed_in("totruong").await;
    appraise_all(&mut lead, &world, "X1").await;
    let mut manager = world.app.signed_in("quanly").await;
    let merit = json!({"campaignId": world.campaign, "unitId": world.units["X1"], "itemCode": "I1",
        "quantity": 1, "source": "Quyết định số 12/QĐ-UBND"});
    deed(&mut manager, "recordMerit", merit).await;
    campaign_deed(&mut manager, &world, "computeRanking").await;
    Played { world, secrets }
}

/// Every entry that somebody reads, and that there are as many as are counted.
async fn entries(client: &mut Client, filter: Value) -> Vec<Value> {
    let mut found = Vec::new();
    let mut variables = json!({"first": 200});
    for (name, value) in filter.as_object().expect("a filter") {
        variables[name] = value.clone();
    }
    loop {
        let page = client.query(ENTRIES, variables.clone()).await.data()["auditEntries"].clone();
        found.extend(page["nodes"].as_array().expect("entries").clone());
        variables["after"] = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            assert_eq!(page["totalCount"], found.len(), "the count is of what is shown");
            return found;
        }
    }
}

fn tells(entry: &Value) -> bool {
    ["before", "after", "reason"].iter().any(|field| !entry[*field].is_null())
}

/// The deeds of a list whose content is shown, and that somebody else did.
fn told_by_others(found: &[Value], me: &str) -> BTreeSet<String> {
    let by_others = found.iter().filter(|entry| entry["actor"]["id"] != *me && tells(entry));
    by_others.map(|entry| text(&entry["deed"])).collect()
}

fn sources() -> Vec<(String, String)> {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/src")];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.display().to_string();
                found.push((name, std::fs::read_to_string(&path).expect("UTF-8")));
            }
        }
    }
    found
}

/// The names of deeds in the code: every text of the form `slice.verb` in a file that makes deeds, but for the names of
/// constraints. A deed whose name is chosen among several is found by this as well.
fn written_deeds() -> BTreeSet<String> {
    let is_word = |part: &str| {
        !part.is_empty() && part.chars().all(|letter| letter == '_' || letter.is_ascii_lowercase())
    };
    let mut deeds = BTreeSet::new();
    for (_, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        if !code.contains("Deed::new") && !code.contains("Deed::under") && !code.contains("audit::record") {
            continue;
        }
        let of_constraints = |line: &&str| line.contains("breaks_constraint");
        let code: Vec<&str> = code.lines().filter(|line| !of_constraints(line)).collect();
        // Odd parts stand between quotes.
        for literal in code.join("\n").split('"').skip(1).step_by(2) {
            if literal.split_once('.').is_some_and(|(slice, verb)| is_word(slice) && is_word(verb)) {
                deeds.insert(literal.to_owned());
            }
        }
    }
    deeds
}

#[tokio::test]
async fn every_deed_is_declared_once_with_who_reads_it() {
    let Played { world, .. } = played().await;
    let mut declared = BTreeMap::new();
    for chapter in world.app.app.trail.iter().copied().flatten() {
        for deed in chapter.deeds {
            *declared.entry((*deed).to_owned()).or_insert(0) += 1;
        }
    }
    let twice: Vec<_> = declared.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "declared twice: {twice:?}");
    let written = written_deeds();
    let silent: Vec<_> = written.iter().filter(|deed| !declared.contains_key(*deed)).collect();
    assert!(silent.is_empty(), "deeds of which no chapter says who reads them: {silent:#?}");
    let vain: Vec<_> = declared.keys().filter(|deed| !written.contains(*deed)).collect();
    assert!(vain.is_empty(), "declared, and nowhere recorded: {vain:#?}");

    let rows = audit_entry::Entity::find().all(world.app.app.db.read()).await.expect("the trail");
    let recorded: BTreeSet<_> = rows.into_iter().map(|row| row.deed).collect();
    assert!(recorded.len() > 30, "{} kinds of deeds were played", recorded.len());
    let unknown: Vec<_> = recorded.iter().filter(|deed| !declared.contains_key(*deed)).collect();
    assert!(unknown.is_empty(), "recorded under another name: {unknown:#?}");
}

#[test]
fn the_walk_finds_names_that_are_chosen_among_several() {
    let written = written_deeds();
    for deed in [
        "submission.opened",
        "identity.sign_in_refused",
        "recognitions.not_raised",
        "unit.catalogue_imported",
    ] {
        assert!(written.contains(deed), "{deed}");
    }
    assert!(written.len() > 90, "{} deeds", written.len());
}

#[tokio::test]
async fn secrets_never_enter_the_trail() {
    let Played { world, secrets } = played().await;
    let rows = audit_entry::Entity::find().all(world.app.app.db.read()).await.expect("the trail");
    for row in &rows {
        let told = format!("{row:?}");
        for secret in &secrets {
            assert!(!told.contains(secret.as_str()), "{secret} in {told}");
        }
    }
    assert!(rows.len() > 150, "{} entries", rows.len());
}

/// A vote in secret is recorded as cast, and nowhere how.
#[tokio::test]
async fn a_secret_choice_is_in_no_entry() {
    let world = published().await;
    initiatives::people(&world).await;
    reviews::people(&world).await;
    let (council, review) = reviews::scoring(&world).await;
    for login in reviews::scorers(&review) {
        let mut member = world.app.signed_in(&login).await;
        reviews::sheet(&mut member, &review["id"], ["24", "24", "22", "8"], true).await;
    }
    let mut keeper = world.app.signed_in("tk-x1").await;
    let input = json!({"councilId": council["id"], "heldOn": "2021-12-02", "place": "Phòng họp", "isSecret": true,
        "reviewIds": [review["id"]]});
    let sitting = reviews::on_sitting(&mut keeper, "saveSitting", "SaveSittingInput", input).await;
    let mut present = Vec::new();
    for login in reviews::COUNCIL {
        present.push(reviews::account(&world, login).await);
    }
    let input = json!({"id": sitting["id"], "version": sitting["version"], "presentIds": present});
    reviews::on_sitting(&mut keeper, "recordAttendance", "RecordAttendanceInput", input).await;
    let mut voters = 0;
    for (login, choice) in reviews::COUNCIL.iter().zip(["AGREE", "DISAGREE", "ABSTAIN", "AGREE", "DISAGREE"])
    {
        let mut member = world.app.signed_in(login).await;
        let input = json!({"reviewId": review["id"], "choice": choice});
        let voted = reviews::on_review(&mut member, "castVote", "CastVoteInput", input).await;
        voters += i32::from(voted["__typename"] == "InitiativeReview");
    }
    let rows = audit_entry::Entity::find().all(world.app.app.db.read()).await.expect("the trail");
    let votes: Vec<_> = rows.iter().filter(|row| row.deed == "reviews.voted").collect();
    assert_eq!(i32::try_from(votes.len()), Ok(voters));
    for row in rows {
        let told = format!("{:?} {:?} {:?}", row.before, row.after, row.reason);
        for choice in ["AGREE", "DISAGREE", "ABSTAIN"] {
            assert!(!told.contains(choice), "{choice} in {told}");
        }
    }
}

/// Kinds of records that `node` does not know, so that nothing is compared there.
const BESIDE_NODE: [&str; 4] = ["MeritEntry", "ApiToken", "RoleAssignment", "Rubric"];

#[tokio::test]
async fn an_entry_tells_nobody_of_a_record_that_does_not_exist_for_them() {
    let Played { world, .. } = played().await;
    let mut compared = 0;
    let readers = [
        "cb-x1", "ld-x1", "ld2-x1", "cb-x2", "ld-h1", "tg-x1", "tg-h1", "khcn", "quanly", "thanhtra",
        "tt-tg", "tt-x1",
    ];
    for login in readers {
        let mut reader = world.app.signed_in(login).await;
        let me = initiatives::own_account(&mut reader).await;
        for entry in entries(&mut reader, json!({})).await {
            let is_own = entry["actor"]["id"] == me || entry["subjectId"] == me;
            let kind = text(&entry["subjectKind"]);
            if is_own || !tells(&entry) || BESIDE_NODE.contains(&kind.as_str()) {
                continue;
            }
            let query = "query($id: ID!) { node(id: $id) { id } }";
            let node = reader.query(query, json!({"id": entry["subjectId"]})).await.data()["node"].clone();
            // Whom a unit answered it reads in the question, which names the initiative.
            let asked = "{ adoptionRequests(first: 50, isAwaited: false) { nodes { title state } } }";
            let is_told = node.is_object()
                || (entry["deed"] == "adoptions.answered"
                    && reader.query(asked, json!({})).await.data()["adoptionRequests"]["nodes"][0]
                        .is_object());
            assert!(is_told, "{login} reads of what they do not see: {entry:#}");
            compared += 1;
        }
    }
    assert!(compared > 300, "{compared} entries compared");
}

/// The matrix: a focal officer reads no council, a head only that of the own unit, nobody of the unit that of the
/// province; how somebody voted in the open an inspector does not read, and of a case of their own nobody reads.
#[tokio::test]
async fn councils_are_told_as_their_reviews_are_shown() {
    let Played { world, .. } = played().await;
    let reviewed = |deeds: &BTreeSet<String>| -> Vec<String> {
        let slices = ["reviews.", "councils.", "similarities.", "documents."];
        deeds.iter().filter(|deed| slices.iter().any(|slice| deed.starts_with(slice))).cloned().collect()
    };
    let mut told = BTreeMap::new();
    for login in ["cb-x1", "ld-x1", "ld-h1", "tg-x1", "tk-h1", "khcn", "thanhtra", "quanly"] {
        let mut reader = world.app.signed_in(login).await;
        let me = initiatives::own_account(&mut reader).await;
        let found = match login {
            "tk-h1" => entries(&mut reader, json!({"actorId": me})).await,
            _ => entries(&mut reader, json!({})).await,
        };
        told.insert(login, (told_by_others(&found, &me), found));
    }
    for login in ["cb-x1", "ld-h1", "tg-x1", "tk-h1", "quanly"] {
        assert_eq!(reviewed(&told[login].0), Vec::<String>::new(), "{login}");
    }
    let of = |login: &str, deed: &str| -> Vec<Value> {
        told[login].1.iter().filter(|entry| entry["deed"] == deed).cloned().collect()
    };
    let base_and_province = of("khcn", "reviews.deliberated");
    assert_eq!(base_and_province.len(), 2, "the council of X1, and that of the province");
    assert!(base_and_province.iter().all(|entry| text(&entry["after"]).contains("\"mean\"")));
    assert_eq!(of("ld-x1", "reviews.deliberated").len(), 1, "that of the own unit alone");
    assert!(of("ld-x1", "councils.founded").iter().all(|entry| entry["unit"]["code"] == "X1"));

    let votes = of("thanhtra", "reviews.voted");
    assert_eq!(votes.len(), 10);
    for vote in votes {
        let after = text(&vote["after"]);
        assert!(after.contains("initiativeTitle") && !after.contains("choice"), "{after}");
    }
    let at_base = of("ld-x1", "reviews.voted");
    assert_eq!(at_base.len(), 5);
    assert!(at_base.iter().all(|vote| text(&vote["after"]).contains("\"choice\":\"AGREE\"")));

    // What the record tells of votes is the same.
    let query =
        "query($id: ID!) { it: initiativeReviews(initiativeId: $id) { level seats { hasVoted choice } } }";
    let case = told["khcn"].1.iter().find(|entry| entry["deed"] == "recognitions.recognised");
    let case = json!({"id": case.expect("a decision")["subjectId"]});
    for (login, sees) in [("thanhtra", false), ("khcn", true), ("ld-x1", true)] {
        let mut reader = world.app.signed_in(login).await;
        let found = reviews::ask(&mut reader, query, case.clone()).await;
        let base = found.as_array().expect("reviews").iter().find(|one| one["level"] == "BASE").expect("one");
        let seats = base["seats"].as_array().expect("seats");
        assert!(seats.iter().all(|seat| seat["hasVoted"] == true));
        assert_eq!(seats.iter().all(|seat| seat["choice"] == "AGREE"), sees, "{login}");
        assert_eq!(seats.iter().all(|seat| seat["choice"].is_null()), !sees, "{login}");
    }
}

/// Where somebody sat is in no record: a head learns it of their own deeds alone.
#[tokio::test]
async fn addresses_of_others_are_for_those_who_inspect() {
    let world = published().await;
    let mut focal = world.app.signed_in("cb-x1").await;
    let e2 = line(&mut focal, &world, "X1", "E2").await;
    let input =
        json!({"lineId": e2["id"], "version": e2["version"], "facts": {"numerator": 97, "denominator": 100}});
    on(&mut focal, "saveScoreLine", "", input).await;
    let query =
        "{ auditEntries(first: 1, deed: \"submission.line_saved\") { nodes { address requestId after } } }";
    for (login, reads) in [("cb-x1", true), ("thanhtra", true), ("ld-x1", false), ("quanly", false)] {
        let mut reader = world.app.signed_in(login).await;
        let entry = reader.query(query, json!({})).await.data()["auditEntries"]["nodes"][0].clone();
        assert!(text(&entry["after"]).contains("97"), "{login}");
        assert_eq!(entry["address"].is_string(), reads, "{login}");
        assert_eq!(entry["requestId"].is_string(), reads, "{login}");
    }
}

#[tokio::test]
async fn an_inspector_reads_that_a_draft_is_written_and_not_what() {
    let Played { world, .. } = played().await;
    let mut auditor = world.app.signed_in("thanhtra").await;
    let drafted = entries(&mut auditor, json!({"deed": "initiatives.drafted"})).await;
    let open: Vec<bool> = drafted.iter().map(tells).collect();
    assert!(open.contains(&true) && open.contains(&false), "filed and not: {drafted:#?}");
    assert!(drafted.iter().all(|entry| entry["sequence"].is_i64()), "no gap in the chain");
    for entry in drafted.iter().filter(|entry| !tells(entry)) {
        let seen = auditor
            .query("query($id: ID!) { node(id: $id) { id } }", json!({"id": entry["subjectId"]}))
            .await;
        assert!(seen.data()["node"].is_null());
    }
}

/// INV-R1: head or inspector, of a case of their own they learn nothing from the trail before it is decided.
#[tokio::test]
async fn an_author_reads_no_trail_of_the_council_on_their_case() {
    let world = published().await;
    initiatives::people(&world).await;
    reviews::people(&world).await;
    people(&world).await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let council =
        reviews::save_council(&mut keeper, reviews::council_form(&world, "X1", &reviews::COUNCIL).await);
    let council = council.await;
    for author in ["ld2-x1", "tt-tg"] {
        let filed = initiatives::filed_by(&world, author, "X1").await;
        let case = reviews::accepted(&world, "tk-x1", &filed).await;
        let more = json!({"scorers": 3});
        let given = reviews::assign(&mut keeper, reviews::assignment(&council, &[&case], more)).await;
        assert_eq!(given["__typename"], "AssignedReviews", "{given}");
        let question = json!({"deed": "reviews.assigned", "subjectId": filed["id"]});
        for (login, reads) in [("ld-x1", true), ("thanhtra", true), (author, false)] {
            let mut reader = world.app.signed_in(login).await;
            let found = entries(&mut reader, question.clone()).await;
            assert_eq!(found.iter().any(tells), reads, "{login} of the case of {author}");
        }
        let mut own = world.app.signed_in(author).await;
        assert!(entries(&mut own, question).await.iter().all(|entry| !tells(entry)));
    }
}

async fn export(client: &mut Client) -> crate::support::Answer {
    let request = Request::builder().method(Method::GET).uri("/audit.csv").body(Body::empty());
    client.send(request.expect("a request")).await
}

#[tokio::test]
async fn the_table_to_take_along_tells_what_the_list_tells() {
    let Played { world, .. } = played().await;
    for login in ["cb-x1", "ld-x1", "tg-x1", "khcn", "quanly", "thanhtra", "tt-x1"] {
        let mut reader = world.app.signed_in(login).await;
        let table = export(&mut reader).await;
        assert_eq!(table.status, StatusCode::OK, "{login}");
        let bytes = table.bytes.strip_prefix("\u{feff}".as_bytes()).expect("a mark");
        let mut rows = csv::Reader::from_reader(bytes);
        let cell = |row: &csv::StringRecord, at: usize| {
            row.get(at).unwrap_or_default().trim_start_matches('\'').to_owned()
        };
        let told: Vec<_> = rows
            .records()
            .map(|row| row.expect("a row"))
            .map(|row| (cell(&row, 3), cell(&row, 10), cell(&row, 11), cell(&row, 12)))
            .collect();
        let listed: Vec<_> = entries(&mut reader, json!({}))
            .await
            .iter()
            .map(|entry| {
                let field = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
                (field("deed"), field("before"), field("after"), field("reason"))
            })
            .collect();
        assert_eq!(told, listed, "{login}");
    }
    for login in ["phantich", "quantri", "td-d1", "totruong", "tk-x1", "ct-tinh", "hd-v1"] {
        let mut stranger = world.app.signed_in(login).await;
        assert_eq!(export(&mut stranger).await.status, StatusCode::FORBIDDEN, "{login}");
        assert_eq!(stranger.query(ENTRIES, json!({"first": 5})).await.code(), "FORBIDDEN", "{login}");
        let viewer = "{ viewer { canReadAudit account { id } } }";
        let viewer = stranger.query(viewer, json!({})).await.data()["viewer"].clone();
        assert_eq!(viewer["canReadAudit"], false, "{login}");
        let own = entries(&mut stranger, json!({"actorId": viewer["account"]["id"]})).await;
        assert!(
            !own.is_empty() && own.iter().all(|entry| entry["actor"]["id"] == viewer["account"]["id"]),
            "{login}"
        );
    }
}

#[tokio::test]
async fn a_page_of_the_trail_costs_the_same_for_one_entry_and_for_two_hundred() {
    let Played { world, .. } = played().await;
    let query = "query($first: Int!) { auditEntries(first: $first) { nodes { deed before after } } }";
    for login in ["thanhtra", "ld2-x1", "khcn"] {
        let mut reader = world.app.signed_in(login).await;
        let one = world.app.statements_of(&mut reader, query, json!({"first": 1})).await;
        let many = world.app.statements_of(&mut reader, query, json!({"first": 200})).await;
        assert_eq!(one, many, "{login}");
    }
}

// ── before the release ──

const MAP: &str = "query($id: ID!, $g: ID!) { campaign(id: $id) { ranking { id } heatmap(peerGroupId: $g) { \
    criteria { code } rows { unit { code } cells } } } }";

async fn map(client: &mut Client, world: &World, group: &str) -> Value {
    let variables = json!({"id": world.campaign, "g": world.groups[group]});
    client.query(MAP, variables).await.data()["campaign"].clone()
}

fn columns(map: &Value) -> Vec<String> {
    map["heatmap"]["criteria"].as_array().expect("criteria").iter().map(|one| text(&one["code"])).collect()
}

#[tokio::test]
async fn an_appraiser_sees_no_rank_and_of_the_heat_map_what_is_assigned() {
    let world = published().await;
    submit(&world, &["X3", "X1", "D1", "D2"], "1").await;
    let mut lead = world.app.signed_in("totruong").await;
    let a1 = line(&mut lead, &world, "X3", "A1").await;
    let input = json!({"lineId": a1["id"], "version": a1["version"], "points": "3.5", "reason": "Theo biên bản thẩm định"});
    assert_eq!(deed(&mut lead, "adjustLine", input).await["__typename"], "ScoreLine");
    let mut manager = world.app.signed_in("quanly").await;
    assert_eq!(columns(&map(&mut manager, &world, "X").await).len(), 22, "there before any ranking");
    campaign_deed(&mut manager, &world, "computeRanking").await;
    let ranked = map(&mut manager, &world, "X").await;
    assert_eq!(codes(ranked["heatmap"]["rows"].as_array().expect("rows"))[..2], ["X3", "X1"], "by rank");

    let mut of_c2 = world.app.signed_in("td-d2").await;
    let seen = map(&mut of_c2, &world, "X").await;
    assert!(seen["ranking"].is_null());
    assert_eq!(columns(&seen), ["C2"]);
    let rows = seen["heatmap"]["rows"].as_array().expect("rows");
    assert_eq!(codes(rows), ["X1", "X3"], "in the order of the units, those the appraisal has");
    assert!(rows.iter().all(|row| row["cells"].as_array().map(Vec::len) == Some(1)));
    let own_group = map(&mut of_c2, &world, "D").await;
    assert_eq!(codes(own_group["heatmap"]["rows"].as_array().expect("rows")), ["D1"], "never the own unit");
    let mut of_all = world.app.signed_in("td-d1").await;
    let seen = map(&mut of_all, &world, "X").await;
    assert!(seen["ranking"].is_null(), "whoever is assigned every criterion sees no rank either");
    assert_eq!(codes(seen["heatmap"]["rows"].as_array().expect("rows")), ["X1", "X3"]);
    let family = "query($id: ID!) { familyResults(unitId: $id) { __typename } }";
    for login in ["td-d1", "td-d2", "cb-x1", "ld-h1", "quantri"] {
        let mut reader = world.app.signed_in(login).await;
        let found = reader.query(family, json!({"id": world.units["X1"]})).await.data();
        assert_eq!(found["familyResults"], json!([]), "{login}");
    }
    for login in ["cb-x1", "ld-x1", "quantri"] {
        let mut reader = world.app.signed_in(login).await;
        let seen = map(&mut reader, &world, "X").await;
        assert!(seen["ranking"].is_null() && seen["heatmap"].is_null(), "{login}");
    }
    let mut lead = world.app.signed_in("totruong").await;
    let other = json!({"id": world.campaign, "g": "UGVlckdyb3VwOgAAAAAAAAAAAAAAAAAAAAA"});
    assert!(lead.query(MAP, other).await.data()["campaign"]["heatmap"].is_null());

    for unit in ["X1", "X3", "D1", "D2"] {
        appraise_all(&mut lead, &world, unit).await;
    }
    world.app.clock.set(time::macros::datetime!(2022-01-10 09:00 +7));
    let mut manager = world.app.signed_in("quanly").await;
    campaign_deed(&mut manager, &world, "computeRanking").await;
    assert_eq!(campaign_deed(&mut manager, &world, "releaseResult").await["state"], "RESULT_RELEASED");
    let mut of_c2 = world.app.signed_in("td-d2").await;
    let seen = map(&mut of_c2, &world, "X").await;
    assert!(seen["ranking"].is_object(), "released, it is everybody's");
    assert_eq!(columns(&seen).len(), 22);
}

/// INV-R5: nor does an appraiser learn from counts and filters how far the appraisal of the own unit is.
#[tokio::test]
async fn counts_and_filters_say_nothing_of_the_own_units_appraisal() {
    let world = published().await;
    submit(&world, &["D1", "D2"], "1").await;
    let progress =
        "query($id: ID!) { campaign(id: $id) { appraisalProgress { criterion { code } decided total } } }";
    let grid = "query($id: ID!, $c: ID!) { campaign(id: $id) { appraisalGrid(criterionId: $c, first: 50, \
        undecidedOnly: true) { totalCount nodes { submission { unit { code } } } } } }";
    let of_c2 = json!({"id": world.campaign, "c": world.criteria["C2"]});
    let mut own = world.app.signed_in("td-d2").await;
    let ask = async |client: &mut Client| {
        let progress = client.query(progress, json!({"id": world.campaign})).await.data();
        let grid = client.query(grid, of_c2.clone()).await.data();
        (progress["campaign"]["appraisalProgress"].clone(), grid["campaign"]["appraisalGrid"].clone())
    };
    let before = ask(&mut own).await;
    assert_eq!(before.0[0]["total"], 1, "D1 alone");
    assert_eq!(before.1["totalCount"], 2);
    let mut lead = world.app.signed_in("totruong").await;
    let c2 = line(&mut lead, &world, "D2", "C2").await;
    let input = json!({"lineId": c2["id"], "version": c2["version"]});
    assert_eq!(deed(&mut lead, "acceptLine", input).await["__typename"], "ScoreLine");
    assert_eq!(ask(&mut own).await, before, "a decision on the own unit changes nothing");
    let of_lead = ask(&mut lead).await;
    assert_eq!(of_lead.1["totalCount"], 1);
    let mut focal = world.app.signed_in("cb-x1").await;
    let none = focal.query(progress, json!({"id": world.campaign})).await.data();
    assert!(none["campaign"]["appraisalProgress"].is_null(), "not a list of nothing");
    let merits = "query($id: ID!) { campaign(id: $id) { merits(first: 5) { totalCount } } }";
    for (login, reads) in [("cb-x1", true), ("quanly", true), ("td-d1", false), ("quantri", false)] {
        let mut reader = world.app.signed_in(login).await;
        let found =
            reader.query(merits, json!({"id": world.campaign})).await.data()["campaign"]["merits"].clone();
        assert_eq!(found.is_object(), reads, "{login}: {found}");
    }
}

// ── lists ──

/// Lists that are open to everybody signed in, for the reason given.
const OPEN: [(&str, &str); 12] = [
    ("calendarDays", "law"),
    ("campaigns", "published campaigns"),
    ("criteriaSets", "the yardstick is everybody's"),
    ("familyResults", "released results are everybody's"),
    ("parameters", "law and local rules"),
    ("publicInitiatives", "public"),
    ("publicResults", "public"),
    ("recognisedInitiatives", "numbered decisions are public"),
    ("reorganisations", "decided changes of the map"),
    ("rubrics", "by what is scored"),
    ("units", "the catalogue"),
    ("yearsWithoutCalendar", "law"),
];

/// Lists of many records with who of the people below may ask for them; they are refused to the others.
const CLOSED: [(&str, &str, &[&str]); 13] = [
    ("accounts", "{ accounts(first: 1) { nodes { id } } }", &["quanly", "thanhtra", "quantri"]),
    ("adoptionRequests", "{ adoptionRequests(first: 1) { nodes { id } } }", &["cb-x1", "ld-x1", "tk-x1"]),
    (
        "auditEntries",
        "{ auditEntries(first: 1) { nodes { id } } }",
        &["quanly", "cb-x1", "ld-x1", "tg-x1", "khcn", "thanhtra"],
    ),
    (
        "initiativeCouncils",
        "{ initiativeCouncils(first: 1) { nodes { id } } }",
        &["ld-x1", "tk-x1", "khcn", "thanhtra", "ct-tinh", "hd-v1"],
    ),
    (
        "initiatives",
        "{ initiatives(first: 1) { nodes { id } } }",
        &["cb-x1", "ld-x1", "tg-x1", "tk-x1", "khcn", "thanhtra", "ct-tinh", "phantich"],
    ),
    ("numberedRecognitions", "{ numberedRecognitions(first: 1) { totalCount } }", &["vt-x1", "vt-tinh"]),
    ("passwordRenewals", "{ passwordRenewals { until } }", &["quantri"]),
    ("pendingDecisions", "{ pendingDecisions { id } }", &["ld-x1", "ct-tinh"]),
    ("possibleAuthors", "{ possibleAuthors(first: 1, search: \"\") { nodes { id } } }", &["tg-x1"]),
    (
        "possibleCouncilMembers",
        "{ possibleCouncilMembers(first: 1, search: \"\") { nodes { id } } }",
        &["tk-x1", "khcn"],
    ),
    ("referralBoard", "{ referralBoard { state } }", &["khcn", "thanhtra", "ct-tinh"]),
    ("unnumberedRecognitions", "{ unnumberedRecognitions { id } }", &["vt-x1", "vt-tinh"]),
    ("unnumberedReferrals", "{ unnumberedReferrals { id } }", &["vt-x1", "vt-tinh"]),
];

/// A list about one record: to whom it is answered, and to whom it is refused, who see the record. For the others of the
/// people below there is no such record.
struct About {
    list: &'static str,
    query: &'static str,
    record: fn(&Asked) -> &Value,
    answered: &'static [&'static str],
    refused: &'static [&'static str],
}

/// The records that the lists are about.
struct Asked {
    campaign: Value,
    sheet: Value,
    case: Value,
    council: Value,
    account: Value,
}

const READ_SHEETS: [&str; 8] =
    ["quanly", "cb-x1", "ld-x1", "td-d1", "totruong", "thanhtra", "ct-tinh", "phantich"];
const READ_NO_SHEETS: [&str; 7] = ["tg-x1", "tk-x1", "khcn", "hd-v1", "vt-x1", "vt-tinh", "quantri"];
const SEE_CASE: [&str; 7] = ["cb-x1", "ld-x1", "tg-x1", "tk-x1", "khcn", "thanhtra", "phantich"];

const ABOUT: [About; 17] = [
    About {
        list: "Campaign.submissions",
        query: "query($id: ID!) { it: campaign(id: $id) { submissions(first: 1) { totalCount } } }",
        record: |asked| &asked.campaign,
        answered: &READ_SHEETS,
        refused: &READ_NO_SHEETS,
    },
    About {
        list: "Campaign.progress",
        query: "query($id: ID!) { it: campaign(id: $id) { progress { total } } }",
        record: |asked| &asked.campaign,
        answered: &READ_SHEETS,
        refused: &READ_NO_SHEETS,
    },
    About {
        list: "Campaign.appraiserAssignments",
        query: "query($id: ID!) { it: campaign(id: $id) { appraiserAssignments { id } } }",
        record: |asked| &asked.campaign,
        answered: &["quanly", "td-d1", "totruong", "thanhtra"],
        refused: &[
            "cb-x1", "ld-x1", "tg-x1", "tk-x1", "khcn", "ct-tinh", "hd-v1", "vt-x1", "vt-tinh", "phantich",
            "quantri",
        ],
    },
    About {
        list: "Campaign.publicationProblems",
        query: "query($id: ID!) { it: campaign(id: $id) { publicationProblems { code } } }",
        record: |asked| &asked.campaign,
        answered: &["quanly"],
        refused: &[
            "cb-x1", "ld-x1", "td-d1", "totruong", "tg-x1", "tk-x1", "khcn", "thanhtra", "ct-tinh", "hd-v1",
            "vt-x1", "vt-tinh", "phantich", "quantri",
        ],
    },
    About {
        list: "Campaign.appraisalGrid",
        query: "query($id: ID!, $criterion: ID!) { it: campaign(id: $id) { \
            appraisalGrid(criterionId: $criterion, first: 1) { totalCount } } }",
        record: |asked| &asked.campaign,
        answered: &["quanly", "td-d1", "totruong", "thanhtra", "ct-tinh", "phantich"],
        refused: &["cb-x1", "ld-x1", "tg-x1", "tk-x1", "khcn", "hd-v1", "vt-x1", "vt-tinh", "quantri"],
    },
    About {
        list: "Submission.contributors",
        query: "query($id: ID!) { it: submission(id: $id) { contributors { id } } }",
        record: |asked| &asked.sheet,
        answered: &["cb-x1", "ld-x1"],
        refused: &["quanly", "td-d1", "totruong", "thanhtra", "ct-tinh", "phantich"],
    },
    About {
        list: "Query.initiativeReviews",
        query: "query($id: ID!) { it: initiativeReviews(initiativeId: $id) { id } }",
        record: |asked| &asked.case,
        answered: &["ld-x1", "tk-x1", "khcn", "thanhtra", "hd-v1"],
        refused: &["cb-x1", "tg-x1", "phantich"],
    },
    About {
        list: "Query.similarInitiatives",
        query: "query($id: ID!) { it: similarInitiatives(initiativeId: $id) { id } }",
        record: |asked| &asked.case,
        answered: &["tk-x1", "khcn", "thanhtra"],
        refused: &["cb-x1", "ld-x1", "tg-x1", "phantich"],
    },
    About {
        list: "Query.initiativeRecognitions",
        query: "query($id: ID!) { it: initiativeRecognitions(initiativeId: $id) { id } }",
        record: |asked| &asked.case,
        answered: &SEE_CASE,
        refused: &[],
    },
    About {
        list: "Query.initiativeReferrals",
        query: "query($id: ID!) { it: initiativeReferrals(initiativeId: $id) { id } }",
        record: |asked| &asked.case,
        answered: &SEE_CASE,
        refused: &[],
    },
    About {
        list: "Query.initiativeAdoptions",
        query: "query($id: ID!) { it: initiativeAdoptions(initiativeId: $id) { id } }",
        record: |asked| &asked.case,
        answered: &SEE_CASE,
        refused: &[],
    },
    About {
        list: "Query.documentsOf",
        query: "query($id: ID!) { it: documentsOf(recordId: $id) { form } }",
        record: |asked| &asked.case,
        answered: &SEE_CASE,
        refused: &[],
    },
    About {
        list: "Query.reviewsReadyForSitting",
        query: "query($id: ID!) { it: reviewsReadyForSitting(councilId: $id) { id } }",
        record: |asked| &asked.council,
        answered: &["ld-x1", "tk-x1", "khcn", "thanhtra", "ct-tinh", "hd-v1"],
        refused: &[],
    },
    About {
        list: "Query.roleAssignments",
        query: "query($id: ID!) { it: roleAssignments(accountId: $id) { id } }",
        record: |asked| &asked.account,
        answered: &["quanly", "thanhtra", "quantri"],
        refused: &[
            "cb-x1", "ld-x1", "td-d1", "totruong", "tg-x1", "tk-x1", "khcn", "ct-tinh", "hd-v1", "vt-x1",
            "vt-tinh", "phantich",
        ],
    },
    About {
        list: "Query.sessionsOf",
        query: "query($id: ID!) { it: sessionsOf(accountId: $id) { id } }",
        record: |asked| &asked.account,
        answered: &["quantri"],
        refused: &[
            "quanly", "cb-x1", "ld-x1", "td-d1", "totruong", "tg-x1", "tk-x1", "khcn", "thanhtra", "ct-tinh",
            "hd-v1", "vt-x1", "vt-tinh", "phantich",
        ],
    },
    About {
        list: "Query.substitutionsOf",
        query: "query($id: ID!) { it: substitutionsOf(accountId: $id) { id } }",
        record: |asked| &asked.account,
        answered: &["quanly", "thanhtra", "quantri"],
        refused: &[
            "cb-x1", "ld-x1", "td-d1", "totruong", "tg-x1", "tk-x1", "khcn", "ct-tinh", "hd-v1", "vt-x1",
            "vt-tinh", "phantich",
        ],
    },
    About {
        list: "Query.apiTokensOf",
        query: "query($id: ID!) { it: apiTokensOf(accountId: $id) { id } }",
        record: |asked| &asked.account,
        answered: &["quantri"],
        refused: &[
            "quanly", "cb-x1", "ld-x1", "td-d1", "totruong", "tg-x1", "tk-x1", "khcn", "thanhtra", "ct-tinh",
            "hd-v1", "vt-x1", "vt-tinh", "phantich",
        ],
    },
];

/// Lists within an answer that are shown to whoever sees what they are within, or told as null to whom they are not.
const WITHIN: [(&str, &[&str], &str); 69] = [
    ("Account", &["assignments"], "null for whoever may not list accounts"),
    ("AssignedReviews", &["reviews"], "what the deed came to"),
    ("AssignmentPlan", &["cases", "loads"], "for those who may assign"),
    ("AvailableDocument", &["generated"], "the files of a paper that one reads"),
    ("Campaign", &["appraisalProgress"], "null for whoever appraises nothing"),
    ("Campaign", &["merits"], "null for whoever reads none"),
    ("Campaign", &["peerGroups", "phases", "units"], "parts of the campaign"),
    ("Campaign", &["recordableItems"], "the yardstick is everybody's"),
    ("CampaignPhase", &["extensions"], "part of the campaign"),
    (
        "CouncilSitting",
        &["agenda", "deputies", "deputisedPositions", "leftOver", "present"],
        "parts of the sitting",
    ),
    ("CriteriaGroup", &["criteria"], "the yardstick is everybody's"),
    (
        "CriteriaSet",
        &["bonusItems", "classes", "groups", "penaltyItems", "totals"],
        "the yardstick is everybody's",
    ),
    ("CriteriaSet", &["warnings"], "null for whoever makes no sets"),
    ("CriteriaWarning", &["criterionCodes"], "part of the warning"),
    ("Criterion", &["factFields", "factKeys", "kinds"], "the yardstick is everybody's"),
    ("DecidedInitiatives", &["initiatives"], "what the deed came to"),
    ("Delegation", &["lines"], "what the deed came to"),
    ("DeputyRule", &["positions"], "by what is scored"),
    ("Facts", &["events", "items"], "part of the line"),
    ("Heatmap", &["criteria", "rows"], "the map is null for whoever sees none"),
    ("HeatmapRow", &["cells"], "the map is null for whoever sees none"),
    (
        "Initiative",
        &["authors", "events", "helpers", "missingToFile", "passages"],
        "parts of the request; what is confidential in them is null",
    ),
    ("InitiativeAttachments", &["attachments"], "the answer is null for whom there is no such request"),
    ("InitiativeCertificate", &["coAuthorNames"], "part of the certificate"),
    ("InitiativeCouncil", &["members"], "parts of the council"),
    ("InitiativeRecognition", &["certificates"], "parts of the recognition"),
    ("InitiativeReferral", &["missing"], "part of the referral"),
    (
        "InitiativeReview",
        &["adoptions", "passages"],
        "parts of the review, with names hidden from who scores",
    ),
    ("InitiativeReview", &["authorNames", "judgedSimilar"], "null while they are hidden"),
    ("InitiativeReview", &["setAside"], "empty while the authors are hidden"),
    ("InitiativeReview", &["seats"], "the own seat while it is scored, all for those who look after it"),
    ("LinesAccepted", &["lines"], "what the deed came to"),
    ("Parameter", &["history"], "law and local rules"),
    ("PeerGroup", &["scoringKinds"], "part of the campaign"),
    ("PeopleImport", &["firstPasswords", "problems", "remarks"], "what the deed came to"),
    ("PlannedCase", &["excluded", "hidden", "hints", "scorers"], "for those who may assign"),
    ("PublicGroup", &["rows", "withoutSheet"], "public"),
    ("PublicInitiative", &["authors"], "public"),
    ("PublicResult", &["groups"], "public"),
    ("Query", &["councilSittings"], "there is no such council for whoever does not see it"),
    ("Query", &["possibleSubstitutes"], "there is no such assignment for whoever does not read it"),
    ("Ranking", &["restated", "results", "withoutSheet"], "the ranking is null for whoever does not see it"),
    ("RecoveryCodes", &["codes"], "what the deed came to"),
    ("ReferralColumn", &["initiatives"], "the board is refused as a whole"),
    ("ReorganisationEffect", &["affected"], "decided changes of the map"),
    ("RestatedResult", &["sources"], "the ranking is null for whoever does not see it"),
    ("ReviewQueue", &["reviews"], "what waits for oneself: no work is an answer"),
    ("ReviewSeat", &["points"], "null while they are hidden"),
    ("ReviewSeat", &["viewerChanges"], "what one may do: nothing is an answer"),
    ("ReviewSummary", &["criteria", "outlierAccountIds"], "the summary is null while it is hidden"),
    ("Rubric", &["criteria"], "by what is scored"),
    ("RubricCriterion", &["bands"], "by what is scored"),
    ("ScoreLine", &["adjustments"], "null until the appraisal is shown (INV-R5)"),
    ("ScoreLine", &["evidence"], "part of the line"),
    ("SimilarInitiative", &["passages"], "part of the report"),
    ("SittingTally", &["cases"], "those that exist for the viewer"),
    ("Submission", &["files", "lines", "problems"], "parts of the sheet, as far as it is seen"),
    ("Submission", &["history"], "null for whoever reads no trail"),
    ("TablePreview", &["headings", "rows", "sheets"], "the own file"),
    ("Unit", &["ancestors", "changes", "children", "history"], "the catalogue"),
    ("Unit", &["predecessors", "successors"], "the catalogue"),
    ("Viewer", &["apiTokens", "assignments", "sessions"], "the own ones"),
    ("Viewer", &["work"], "what waits for oneself: no work is an answer"),
    ("SubmissionProblem", &["lines"], "what is wrong with a deed"),
    ("InitiativeProblems", &["problems"], "what is wrong with a deed"),
    ("RecognitionProblems", &["problems"], "what is wrong with a deed"),
    ("ReferralProblems", &["problems"], "what is wrong with a deed"),
    ("ReorganisationProblem", &["successionRows", "unitRows"], "what is wrong with a deed"),
    ("ReviewProblems", &["problems"], "what is wrong with a deed"),
];

const PEOPLE: [&str; 15] = [
    "quanly", "cb-x1", "ld-x1", "td-d1", "totruong", "tg-x1", "tk-x1", "khcn", "thanhtra", "ct-tinh",
    "hd-v1", "vt-x1", "vt-tinh", "phantich", "quantri",
];

/// Every list of the schema as `Type.field`, but for the parts of pages and the places of problems.
fn lists(schema: &Schema) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (name, kind) in &schema.kinds {
        let TypeKind::Object(object) = kind else { continue };
        if name.ends_with("Connection") || name == "Mutation" {
            continue;
        }
        for field in &object.fields {
            let field = &field.node;
            let ty = &field.ty.node;
            let many = matches!(ty.base, BaseType::List(_)) || named(ty).ends_with("Connection");
            if many && field.name.node != "path" {
                found.insert(format!("{name}.{}", field.name.node));
            }
        }
    }
    found
}

#[test]
fn of_every_list_it_is_said_who_may_ask_for_it() {
    let of_query = |name: &str| format!("Query.{name}");
    let mut said: Vec<String> = OPEN.iter().map(|(name, _)| of_query(name)).collect();
    said.extend(CLOSED.iter().map(|(name, ..)| of_query(name)));
    said.extend(ABOUT.iter().map(|about| about.list.to_owned()));
    for (kind, fields, _) in WITHIN {
        said.extend(fields.iter().map(|field| format!("{kind}.{field}")));
    }
    let known: BTreeSet<String> = said.iter().cloned().collect();
    assert_eq!(known.len(), said.len(), "said twice");
    let all = lists(&Schema::read());
    let silent: Vec<_> = all.difference(&known).collect();
    assert!(silent.is_empty(), "say who may ask for these: {silent:#?}");
    let stale: Vec<_> = known.difference(&all).collect();
    assert!(stale.is_empty(), "no such lists: {stale:#?}");
    assert!(all.len() > 110, "{} lists", all.len());
}

#[tokio::test]
async fn what_one_has_no_right_to_is_refused_and_no_empty_list() {
    let world = published().await;
    initiatives::people(&world).await;
    reviews::people(&world).await;
    referrals::people(&world).await;
    submit(&world, &["X1"], "1").await;
    let (council, review) = reviews::scoring(&world).await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let case = "query($id: ID!) { it: initiativeReview(id: $id) { initiative { id } } }";
    let case = reviews::ask(&mut keeper, case, json!({"id": review["id"]})).await;
    let account = reviews::account(&world, "cb-x2").await;
    let mut wrong = Vec::new();
    let asked = Asked {
        campaign: json!(world.campaign),
        sheet: json!(world.sheets["X1"]),
        case: case["initiative"]["id"].clone(),
        council: council["id"].clone(),
        account: json!(account),
    };
    let variables = |id: &Value| json!({"id": id, "criterion": world.criteria["C2"]});
    for login in PEOPLE {
        let mut client = world.app.signed_in(login).await;
        for (name, query, may) in CLOSED {
            let answer = client.query(query, json!({})).await;
            let is_refused =
                answer.errors().first().is_some_and(|one| one["extensions"]["code"] == "FORBIDDEN");
            if is_refused == may.contains(&login) {
                wrong.push(format!("{login}: {name}: {}", answer.json()));
            }
        }
        for About { list, query, record, answered, refused } in ABOUT {
            let answer = client.query(query, variables(record(&asked))).await;
            let said = match answer.errors().first() {
                Some(error) => text(&error["extensions"]["code"]),
                None if answer.json()["data"]["it"].is_null() => "NOT_FOUND".to_owned(),
                None => "answered".to_owned(),
            };
            let expected = match (answered.contains(&login), refused.contains(&login)) {
                (true, _) => "answered",
                (_, true) => "FORBIDDEN",
                _ => "NOT_FOUND",
            };
            if said != expected {
                wrong.push(format!("{login}: {list}: {said} and not {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
