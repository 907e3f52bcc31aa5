//! What the screen offers is what the command does: each `viewerCan…` beside the mutation that it speaks of, asked of
//! everybody concerned at every step of a play. What is not offered is refused, and what is offered is done.

use serde_json::{Value, json};
use thidua::access::Role;
use thidua::identity::{NewAccount, NewAssignment};
use thidua::shared::id::UnitId;
use time::macros::{date, datetime};

use crate::support::scenario::{self, World, published, text};
use crate::support::{Answer, Client, TestApp, appraised, initiatives, referrals, reviews};

/// A record, the field that offers a deed on it, and the mutation that does the deed.
struct Offer<'a> {
    record: &'a Value,
    kind: &'a str,
    field: &'a str,
    deed: &'a str,
    /// The input type of the deed.
    takes: &'a str,
    input: Value,
}

/// Whether the record offers the deed to this person; `false` when it does not exist for them.
async fn is_offered(client: &mut Client, offer: &Offer<'_>) -> bool {
    let Offer { kind, field, .. } = offer;
    let query = match *kind {
        "Reorganisation" => {
            format!("query($id: ID!) {{ it: reorganisation(id: $id) {{ {field} }} }}")
        }
        kind => {
            format!("query($id: ID!) {{ it: node(id: $id) {{ ... on {kind} {{ {field} }} }} }}")
        }
    };
    let answer = client.query(&query, json!({"id": offer.record})).await;
    answer.json()["data"]["it"][*field] == true
}

async fn ask(client: &mut Client, offer: &Offer<'_>) -> Answer {
    let Offer { deed, takes, .. } = offer;
    let query = format!("mutation($input: {takes}!) {{ it: {deed}(input: $input) {{ __typename }} }}");
    client.query(&query, json!({"input": offer.input})).await
}

fn is_done(answer: &Answer) -> bool {
    let kind = answer.json()["data"]["it"]["__typename"].as_str().map(str::to_owned);
    answer.errors().is_empty() && kind.is_some_and(|kind| !kind.contains("Problem"))
}

/// Whoever is not offered the deed does it in vain.
async fn refused_to(world: &World, who: &[&str], offer: &Offer<'_>) {
    for login in who {
        let mut client = world.app.signed_in(login).await;
        assert!(!is_offered(&mut client, offer).await, "{} is offered to {login}", offer.field);
        let answer = ask(&mut client, offer).await;
        assert!(!is_done(&answer), "{} by {login}: {:#}", offer.deed, answer.json());
    }
}

/// Whoever is offered the deed does it.
async fn done_by(world: &World, login: &str, offer: &Offer<'_>) {
    let mut client = world.app.signed_in(login).await;
    assert!(is_offered(&mut client, offer).await, "{} is not offered to {login}", offer.field);
    let answer = ask(&mut client, offer).await;
    assert!(is_done(&answer), "{} by {login}: {:#}", offer.deed, answer.json());
}

const EVERYBODY: [&str; 9] =
    ["tk-x1", "tk-h1", "ld-x1", "tg-x1", "hd-ct", "hd-v1", "vt-x1", "khcn", "quantri"];

fn but<'a>(who: &[&'a str], not: &[&str]) -> Vec<&'a str> {
    who.iter().copied().filter(|login| !not.contains(login)).collect()
}

/// The version of a record as somebody reads it.
async fn version(world: &World, login: &str, kind: &str, id: &Value) -> Value {
    let mut client = world.app.signed_in(login).await;
    let query = format!("query($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ version }} }} }}");
    client.query(&query, json!({"id": id})).await.data()["node"]["version"].clone()
}

#[tokio::test]
async fn a_review_offers_what_it_takes() {
    let world = published().await;
    initiatives::people(&world).await;
    reviews::people(&world).await;
    let (council, review) = reviews::scoring(&world).await;
    let scorers = reviews::scorers(&review);
    let id = review["id"].clone();
    let at = async |login: &str| version(&world, login, "InitiativeReview", &id).await;
    let on_review = |field: &'static str, deed: &'static str, takes: &'static str, input: Value| Offer {
        record: &id,
        kind: "InitiativeReview",
        field,
        deed,
        takes,
        input,
    };
    let leave = || {
        let input = json!({"id": id, "reason": "Là vợ của tác giả"});
        on_review("viewerCanLeave", "declareConflict", "DeclareConflictInput", input)
    };
    let vote = || {
        let input = json!({"reviewId": id, "choice": "AGREE"});
        on_review("viewerCanVote", "castVote", "CastVoteInput", input)
    };
    let exclude = async |login: &str| {
        let input = json!({"id": id, "version": at("tk-x1").await, "change": "EXCLUDE", "reason": "Là người thân",
            "accountId": reviews::account(&world, login).await});
        on_review("viewerCanRearrange", "changeReviewSeat", "ChangeSeatInput", input)
    };
    let points = |version: i64| {
        let given = [("NOVELTY", "25"), ("APPLICABILITY", "25"), ("BENEFIT", "24"), ("PRESENTATION", "8")];
        let given = given.map(|(criterion, points)| json!({"criterion": criterion, "points": points}));
        let input = json!({"reviewId": id, "version": version, "points": given, "signs": true});
        on_review("viewerCanScore", "saveReviewSheet", "SaveReviewSheetInput", input)
    };

    // While it is scored: scorers sign once, nobody votes, the keeper alone changes who takes part.
    refused_to(&world, &but(&EVERYBODY, &[&scorers[0], &scorers[1], &scorers[2]]), &points(0)).await;
    refused_to(&world, &EVERYBODY, &vote()).await;
    refused_to(&world, &but(&EVERYBODY, &["tk-x1"]), &exclude("hd-v2").await).await;
    for scorer in &scorers {
        done_by(&world, scorer, &points(0)).await;
        refused_to(&world, &[scorer], &points(1)).await;
        let mut member = world.app.signed_in(scorer).await;
        assert!(is_offered(&mut member, &leave()).await, "a conflict is declared until the first vote");
    }

    // On an agenda: whoever is present votes, once; from the first vote on nobody is taken out.
    let mut keeper = world.app.signed_in("tk-x1").await;
    let input = json!({"councilId": council["id"], "heldOn": "2021-12-01", "place": "UBND xã", "isSecret": false,
        "reviewIds": [id]});
    let sitting = reviews::on_sitting(&mut keeper, "saveSitting", "SaveSittingInput", input).await;
    refused_to(&world, &EVERYBODY, &vote()).await;
    let mut present = Vec::new();
    for login in reviews::COUNCIL {
        present.push(reviews::account(&world, login).await);
    }
    let held = |field: &'static str, deed: &'static str, takes: &'static str, input: Value| Offer {
        record: &sitting["id"],
        kind: "CouncilSitting",
        field,
        deed,
        takes,
        input,
    };
    let input = json!({"id": sitting["id"], "version": sitting["version"], "presentIds": present});
    let attendance = held("viewerCanHold", "recordAttendance", "RecordAttendanceInput", input);
    refused_to(&world, &but(&EVERYBODY, &["tk-x1"]), &attendance).await;
    done_by(&world, "tk-x1", &attendance).await;
    for login in reviews::COUNCIL {
        done_by(&world, login, &vote()).await;
        refused_to(&world, &[login], &vote()).await;
        refused_to(&world, &EVERYBODY, &exclude("hd-v2").await).await;
        refused_to(&world, &EVERYBODY, &leave()).await;
    }
    let now = version(&world, "tk-x1", "CouncilSitting", &sitting["id"]).await;
    let close = || {
        let input = json!({"id": sitting["id"], "version": now});
        held("viewerCanHold", "closeSitting", "CloseSittingInput", input)
    };
    refused_to(&world, &but(&EVERYBODY, &["tk-x1"]), &close()).await;
    done_by(&world, "tk-x1", &close()).await;
    refused_to(&world, &EVERYBODY, &close()).await;
    refused_to(&world, &EVERYBODY, &leave()).await;
}

#[tokio::test]
async fn what_the_province_recognised_keeps_the_units_recognition() {
    let world = published().await;
    initiatives::people(&world).await;
    reviews::people(&world).await;
    referrals::people(&world).await;
    let initiative = referrals::recognised(&world).await;
    referrals::adopted_by(&world, &initiative, &["X2", "H2"]).await;
    let begins = async |login: &str| {
        let mut client = world.app.signed_in(login).await;
        let query = "query($id: ID!) { it: referralRights(initiativeId: $id) { canBegin } }";
        reviews::ask(&mut client, query, json!({"id": initiative})).await["canBegin"].clone()
    };
    for (login, may) in [("ld-x1", true), ("tk-x1", true), ("khcn", false)] {
        assert_eq!(begins(login).await, may, "{login}");
    }
    let prepared = referrals::prepared(&world, &initiative).await;
    assert_eq!(begins("ld-x1").await, false, "one is open");
    let on_referral = |field: &'static str, deed: &'static str, input: Value, takes: &'static str| Offer {
        record: &prepared["id"],
        kind: "InitiativeReferral",
        field,
        deed,
        takes,
        input,
    };
    let at = json!({"id": prepared["id"], "version": prepared["version"]});
    let send = || on_referral("viewerCanSend", "sendReferral", at.clone(), "ReferralDeedInput");
    let accept =
        |at: &Value| on_referral("viewerCanCheck", "acceptReferral", at.clone(), "AcceptReferralInput");
    refused_to(&world, &EVERYBODY, &accept(&at)).await;
    refused_to(&world, &but(&EVERYBODY, &["ld-x1"]), &send()).await;
    done_by(&world, "ld-x1", &send()).await;
    refused_to(&world, &EVERYBODY, &send()).await;

    let mut officer = world.app.signed_in("khcn").await;
    let query = "query($id: ID!) { it: node(id: $id) { ... on InitiativeReferral { id version initiative { id version } } } }";
    let sent = reviews::ask(&mut officer, query, json!({"id": prepared["id"]})).await;
    let recognition = {
        let mut head = world.app.signed_in("ld-x1").await;
        referrals::recognitions(&mut head, &initiative).await[0].clone()
    };
    let cancel = async || {
        let version = version(&world, "ld-x1", "InitiativeRecognition", &recognition["id"]).await;
        Offer {
            record: &recognition["id"],
            kind: "InitiativeRecognition",
            field: "viewerCanCancel",
            deed: "cancelRecognition",
            takes: "CancelRecognitionInput",
            input: json!({"id": recognition["id"], "version": version, "ground": "NOT_THE_AUTHORS",
                "reason": "Tác giả thật là người khác"}),
        }
    };
    refused_to(&world, &but(&EVERYBODY, &["ld-x1"]), &cancel().await).await;
    let review = referrals::deliberated(&world, &sent, &["AGREE"; 5]).await;
    let decision =
        json!({"decisions": [{"reviewId": review["id"], "version": review["version"], "recognises": true}]});
    let query =
        "mutation($input: DecideInitiativesInput!) { it: decideInitiatives(input: $input) { __typename } }";
    let mut chairman = world.app.signed_in("ct-tinh").await;
    let decided = chairman.query(query, json!({"input": decision})).await;
    assert!(is_done(&decided), "{:#}", decided.json());
    // It carries what the province recognised: neither offered nor done.
    refused_to(&world, &EVERYBODY, &cancel().await).await;
}

#[tokio::test]
async fn a_sheet_offers_what_it_takes_also_to_a_substitute() {
    let world = published().await;
    let x1 = UnitId(appraised::uuid(&world.units["X1"]));
    let account = |login: &str, role: Option<Role>| NewAccount {
        login: login.to_owned(),
        display_name: format!("Đồng chí {login}"),
        unit: Some(x1),
        email: None,
        assignments: role
            .map(|role| NewAssignment {
                role,
                unit: Some(x1),
                valid_from: date!(2021 - 01 - 01),
                valid_to: None,
                legal_basis: None,
            })
            .into_iter()
            .collect(),
    };
    let people = vec![account("cg-x1", Some(Role::UnitContributor)), account("thay-x1", None)];
    world.app.add_accounts(people).await;
    let everybody = ["cb-x1", "ld-x1", "cg-x1", "thay-x1", "cb-x2", "totruong", "quanly", "td-d1"];

    let mut focal = world.app.signed_in("cb-x1").await;
    let line = appraised::line(&mut focal, &world, "X1", "C2").await;
    let sheet = json!(world.sheets["X1"]);
    let on_sheet = async |field: &'static str, deed: &'static str| {
        let version = version(&world, "cb-x1", "Submission", &sheet).await;
        let input = json!({"id": world.sheets["X1"], "version": version});
        Offer { record: &sheet, kind: "Submission", field, deed, takes: "SubmissionDeedInput", input }
    };
    let save = async |note: &str| {
        let version = version(&world, "cb-x1", "ScoreLine", &line["id"]).await;
        let input = json!({"lineId": line["id"], "version": version, "selfNote": note});
        let takes = "SaveScoreLineInput";
        Offer {
            record: &line["id"],
            kind: "ScoreLine",
            field: "viewerCanEdit",
            deed: "saveScoreLine",
            takes,
            input,
        }
    };
    let edits_sheet = async |login: &str| {
        let mut client = world.app.signed_in(login).await;
        let offer = on_sheet("viewerCanEdit", "saveScoreLine").await;
        is_offered(&mut client, &offer).await
    };

    // A colleague fills in what is delegated to them, and whoever takes their place does.
    refused_to(&world, &but(&everybody, &["cb-x1", "ld-x1"]), &save("một").await).await;
    assert!(!edits_sheet("cg-x1").await, "no line of it is theirs");
    let delegate = "mutation($input: DelegateLinesInput!) { delegateLines(input: $input) { __typename } }";
    let input = json!({"lineIds": [line["id"]], "accountId": reviews::account(&world, "cg-x1").await});
    focal.query(delegate, json!({"input": input})).await.data();
    assert!(edits_sheet("cg-x1").await);
    done_by(&world, "cg-x1", &save("một").await).await;
    let mut colleague = world.app.signed_in("cg-x1").await;
    let mine = colleague.query("{ viewer { assignments { id } } }", json!({})).await.data();
    let name = "mutation($input: NameSubstituteInput!) { nameSubstitute(input: $input) { __typename } }";
    let input = json!({"assignmentId": mine["viewer"]["assignments"][0]["id"],
        "accountId": reviews::account(&world, "thay-x1").await, "validFrom": "2021-12-01", "validTo": "2021-12-31",
        "legalBasis": "Đi công tác"});
    let named = colleague.query(name, json!({"input": input})).await.data();
    assert_eq!(named["nameSubstitute"]["__typename"], "RoleAssignment", "{named}");
    let mut substitute = world.app.signed_in("thay-x1").await;
    let work = substitute.query("{ viewer { work(first: 10) { kind count } } }", json!({})).await.data();
    let work = work["viewer"]["work"].as_array().expect("work").clone();
    assert!(work.iter().any(|item| item["kind"] == "FILL_DELEGATED"), "it waits for them: {work:?}");
    assert!(edits_sheet("thay-x1").await);
    done_by(&world, "thay-x1", &save("hai").await).await;
    refused_to(&world, &but(&everybody, &["cb-x1", "ld-x1", "cg-x1", "thay-x1"]), &save("ba").await).await;

    // On its way: each deed is offered in one state, to those who do it.
    for (field, deed) in [
        ("viewerCanSubmit", "submitSelfScore"),
        ("viewerCanRecall", "recallSubmission"),
        ("viewerCanWithdrawSignOffRequest", "withdrawSignOffRequest"),
        ("viewerCanConclude", "concludeAppraisal"),
        ("viewerCanAppraise", "openSubmission"),
    ] {
        refused_to(&world, &everybody, &on_sheet(field, deed).await).await;
    }
    appraised::submit(&world, &["X1"], "1").await;
    world.app.clock.set(datetime!(2021-12-14 11:00 +7));
    refused_to(&world, &everybody, &on_sheet("viewerCanRequestSignOff", "requestSignOff").await).await;
    refused_to(&world, &everybody, &save("bốn").await).await;
    done_by(&world, "ld-x1", &on_sheet("viewerCanRecall", "recallSubmission").await).await;
    appraised::submit(&world, &["X1"], "1").await;
    let open = on_sheet("viewerCanAppraise", "openSubmission").await;
    refused_to(&world, &["cb-x1", "ld-x1", "cb-x2", "quanly"], &open).await;
    done_by(&world, "totruong", &open).await;
    refused_to(&world, &everybody, &on_sheet("viewerCanRecall", "recallSubmission").await).await;
    let give_back = {
        let version = version(&world, "totruong", "Submission", &sheet).await;
        let input =
            json!({"id": sheet, "version": version, "reason": "Đề nghị bổ sung tài liệu kiểm chứng."});
        let takes = "ReturnSubmissionInput";
        Offer {
            record: &sheet,
            kind: "Submission",
            field: "viewerCanReturn",
            deed: "returnSubmission",
            takes,
            input,
        }
    };
    refused_to(&world, &["cb-x1", "ld-x1", "cb-x2", "thay-x1"], &give_back).await;
    done_by(&world, "quanly", &give_back).await;
    refused_to(&world, &everybody, &give_back).await;
}

#[tokio::test]
async fn a_reorganisation_is_offered_from_its_day_on() {
    let app = TestApp::start().await;
    scenario::province(&app).await;
    let nothing = std::collections::BTreeMap::<String, String>::new;
    let world = World {
        app,
        campaign: String::new(),
        sheets: nothing(),
        units: nothing(),
        criteria: nothing(),
        groups: nothing(),
    };
    let mut keeper = world.app.signed_in("quantri").await;
    let query = "mutation($input: SaveReorganisationInput!) { it: saveReorganisation(input: $input) { \
        ... on Reorganisation { id version } ... on ReorganisationProblem { code message } } }";
    let input = json!({"title": "Sắp xếp cơ quan", "legalBasis": "NQ 1/NQ-UBTVQH", "effectiveDate": "2021-12-03",
        "unitsCsv": "",
        "successionsCsv": "old_code,new_code,kind,effective_date,legal_basis,share,main_successor\n\
                           V1,,dissolve,2021-12-03,NQ 1,,\n"});
    let draft = reviews::ask(&mut keeper, query, json!({"input": input})).await;
    let offer = |field: &'static str, deed: &'static str, version: i64| Offer {
        record: &draft["id"],
        kind: "Reorganisation",
        field,
        deed,
        takes: "ReorganisationDeedInput",
        input: json!({"id": text(&draft["id"]), "version": version}),
    };
    assert_eq!(draft["version"], 1, "{draft}");
    refused_to(&world, &["quantri", "phantich"], &offer("viewerCanApply", "applyReorganisation", 1)).await;
    refused_to(&world, &["quantri", "phantich"], &offer("viewerCanUndo", "undoReorganisation", 1)).await;
    assert!(is_offered(&mut keeper, &offer("viewerCanEdit", "saveReorganisation", 1)).await);
    world.app.clock.set(datetime!(2021-12-03 08:00 +7));
    done_by(&world, "quantri", &offer("viewerCanApply", "applyReorganisation", 1)).await;
    refused_to(&world, &["quantri", "phantich"], &offer("viewerCanApply", "applyReorganisation", 2)).await;
    done_by(&world, "quantri", &offer("viewerCanUndo", "undoReorganisation", 2)).await;
}
