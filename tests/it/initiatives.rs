//! Initiatives from the author's draft to the register of the unit: shares confirmed, the year in which to file, rounds
//! of correction, clocks, and what each may see.

use serde_json::{Value, json};
use time::Duration;
use time::macros::datetime;

use crate::support::Client;
use crate::support::initiatives::{SECRET, at, deed, drafted_by, filed_by, form, own_account, people, save};
use crate::support::scenario::{World, published, text};

async fn file(client: &mut Client, case: &Value) -> Value {
    deed(client, "fileInitiative", "InitiativeDeedInput", at(case, json!({}))).await
}

async fn answer(client: &mut Client, case: &Value, more: Value) -> Value {
    deed(client, "answerAuthorship", "AnswerAuthorshipInput", at(case, more)).await
}

fn codes(answer: &Value) -> Vec<(String, String)> {
    let problems = answer["problems"].as_array().unwrap_or_else(|| panic!("problems in {answer}"));
    let path = |problem: &Value| {
        let steps = problem["path"].as_array().expect("a path").iter().map(text);
        steps.collect::<Vec<_>>().join(".")
    };
    problems.iter().map(|problem| (text(&problem["code"]), path(problem))).collect()
}

fn pair(code: &str, path: &str) -> (String, String) {
    (code.to_owned(), path.to_owned())
}

async fn read(client: &mut Client, id: &Value) -> Value {
    let query = "query($id: ID!) { initiative(id: $id) { id version state title dueOn isOverdue workingDaysLeft \
        lastDayToFile missingToFile { code } passages { section open isConfidential confidential } \
        authors { fullName share birthDate confirmedAt declinedAt declineReason } \
        events { kind state note dueOn by { displayName } } viewerCanWrite viewerCanFile viewerCanAnswer \
        viewerCanDecide viewerCanRefuse viewerCanWithdraw } }";
    client.query(query, json!({"id": id})).await.data()["initiative"].clone()
}

/// The author of X1 with a colleague who holds no role: a world, the author, the colleague, and a draft of 60/40.
async fn two_authors() -> (World, Client, Client, Value) {
    let world = published().await;
    people(&world).await;
    let mut author = world.app.signed_in("tg-x1").await;
    let mut colleague = world.app.signed_in("dtg-x1").await;
    let (me, them) = (own_account(&mut author).await, own_account(&mut colleague).await);
    let drafted = save(&mut author, form(&world.units["X1"], &[(&me, "60"), (&them, "40.00")])).await;
    assert_eq!(drafted["__typename"], "Initiative", "{drafted}");
    (world, author, colleague, drafted)
}

/// The worked example, its first half, with those numbers.
#[tokio::test]
async fn a_request_waits_for_its_co_author_and_for_the_year_of_its_application() {
    let (world, mut author, mut colleague, drafted) = two_authors().await;
    let waiting = file(&mut author, &drafted).await;
    assert_eq!(codes(&waiting), [pair("AUTHOR_UNCONFIRMED", "authors")]);
    assert_eq!(waiting["problems"][0]["message"], "Đồng chí dtg-x1 chưa xác nhận tỷ lệ đóng góp.");
    assert_eq!(answer(&mut author, &drafted, json!({"confirms": true})).await["refused"], "FORBIDDEN");
    let confirmed = answer(&mut colleague, &drafted, json!({"confirms": true})).await;
    assert!(confirmed["authors"][1]["confirmedAt"].is_string(), "{confirmed}");
    assert_eq!(file(&mut colleague, &confirmed).await["refused"], "FORBIDDEN", "whoever drafts it files it");

    let (me, them) = (own_account(&mut author).await, own_account(&mut colleague).await);
    let mut old = form(&world.units["X1"], &[(&me, "60"), (&them, "40")]);
    old["firstAppliedOn"] = json!("2020-10-01");
    let old = save(&mut author, at(&confirmed, old)).await;
    assert!(old["authors"][1]["confirmedAt"].is_string(), "the same shares stay confirmed");
    let late = file(&mut author, &old).await;
    assert_eq!(codes(&late), [pair("FILED_LATE", "firstAppliedOn")]);
    let message = text(&late["problems"][0]["message"]);
    assert!(message.contains("01/10/2020") && message.contains("01/10/2021"), "{message}");

    let right = form(&world.units["X1"], &[(&me, "60"), (&them, "40")]);
    let right = save(&mut author, at(&old, right)).await;
    let filed = file(&mut author, &right).await;
    assert_eq!(
        (&filed["state"], &filed["registerEntry"]),
        (&json!("FILED"), &json!({"number": 1, "year": 2021}))
    );
    let again = file(&mut author, &filed).await;
    assert_eq!(codes(&again), [pair("WRONG_STATE", "")]);
    let next = filed_by(&world, "tg-x1", "X1").await;
    assert_eq!(next["registerEntry"], json!({"number": 2, "year": 2021}));
    let elsewhere = filed_by(&world, "tg-h1", "H1").await;
    assert_eq!(elsewhere["registerEntry"]["number"], 1, "each unit has its own register");
}

#[tokio::test]
async fn shares_are_exact_and_a_change_asks_every_co_author_again() {
    let (world, mut author, mut colleague, drafted) = two_authors().await;
    let (me, them) = (own_account(&mut author).await, own_account(&mut colleague).await);
    let confirmed = answer(&mut colleague, &drafted, json!({"confirms": true})).await;
    let unit = &world.units["X1"];
    let short = save(&mut author, at(&confirmed, form(unit, &[(&me, "60"), (&them, "39.99")]))).await;
    assert!(short["authors"][1]["confirmedAt"].is_null(), "another share is not confirmed");
    let problems = file(&mut author, &short).await;
    assert_eq!(
        codes(&problems),
        [pair("SHARES_NOT_WHOLE", "authors"), pair("AUTHOR_UNCONFIRMED", "authors")]
    );
    assert!(text(&problems["problems"][0]["message"]).contains("99,99 %"));
    for (shares, code, path) in [
        ([(&*me, "60.001"), (&*them, "39.999")], "BAD_SHARE", "authors.0.share"),
        ([(&*me, "100"), (&*them, "0")], "BAD_SHARE", "authors.1.share"),
        ([(&*me, "60"), (&*me, "40")], "AUTHOR_TWICE", "authors.1.accountId"),
        ([(&*me, "60"), (&**unit, "40")], "UNKNOWN_AUTHOR", "authors.1.accountId"),
    ] {
        let wrong = save(&mut author, at(&short, form(unit, &shares))).await;
        assert_eq!(codes(&wrong), [pair(code, path)]);
    }
    let alone = save(&mut author, at(&short, form(unit, &[(&them, "100")]))).await;
    assert_eq!(codes(&alone), [pair("DRAFTER_NOT_AUTHOR", "authors")]);

    let silent = answer(&mut colleague, &short, json!({"confirms": false})).await;
    assert_eq!(codes(&silent), [pair("MISSING", "reason")]);
    let reason = "Phần việc của tôi là 50 %";
    let declined = answer(&mut colleague, &short, json!({"confirms": false, "reason": reason})).await;
    assert_eq!(declined["authors"][1]["declineReason"], reason);
    let seen = read(&mut author, &declined["id"]).await;
    assert_eq!(seen["events"][2]["kind"], "DECLINED");
    assert_eq!(seen["events"][2]["note"], reason);
    assert_eq!((&seen["viewerCanWrite"], &seen["viewerCanAnswer"]), (&json!(true), &json!(false)));
    let stale = save(&mut author, at(&drafted, form(unit, &[(&me, "100")]))).await;
    assert_eq!(codes(&stale), [pair("STALE", "")]);
    let without = save(&mut author, at(&declined, form(unit, &[(&me, "100")]))).await;
    assert_eq!(file(&mut author, &without).await["state"], "FILED");
    for (login, is_told) in [("tk-x1", true), ("cb-x1", false)] {
        let mut reader = world.app.signed_in(login).await;
        let seen = read(&mut reader, &without["id"]).await;
        assert_eq!(seen.to_string().contains(reason), is_told, "{login}: what authors disagreed about");
    }
    assert!(read(&mut colleague, &without["id"]).await.is_null(), "no author, no request");
}

#[tokio::test]
async fn nobody_who_confirmed_is_left_out_without_saying_so() {
    let (world, mut author, mut colleague, drafted) = two_authors().await;
    let (me, them) = (own_account(&mut author).await, own_account(&mut colleague).await);
    let unit = &world.units["X1"];
    let confirmed = answer(&mut colleague, &drafted, json!({"confirms": true})).await;
    let alone = || form(unit, &[(&me, "100")]);
    let dropped = save(&mut author, at(&confirmed, alone())).await;
    assert_eq!(codes(&dropped), [pair("AUTHOR_LEFT_OUT", "authors")]);
    assert!(text(&dropped["problems"][0]["message"]).starts_with("Đồng chí dtg-x1 đã xác nhận"), "{dropped}");
    // Nor by asking them again first.
    let less = save(&mut author, at(&confirmed, form(unit, &[(&me, "99"), (&them, "1")]))).await;
    assert!(less["authors"][1]["confirmedAt"].is_null(), "{less}");
    let dropped = save(&mut author, at(&less, alone())).await;
    assert_eq!(codes(&dropped), [pair("AUTHOR_LEFT_OUT", "authors")]);
    assert_eq!(read(&mut colleague, &less["id"]).await["authors"].as_array().map(Vec::len), Some(2));

    let reason = json!({"confirms": false, "reason": "Tôi chỉ giúp nhập số liệu"});
    let declined = answer(&mut colleague, &less, reason).await;
    let left = save(&mut author, at(&declined, alone())).await;
    assert_eq!(left["authors"].as_array().map(Vec::len), Some(1), "{left}");
    let story = read(&mut author, &left["id"]).await;
    assert_eq!(
        (&story["events"][2]["kind"], &story["events"][2]["by"]["displayName"]),
        (&json!("DECLINED"), &json!("Đồng chí dtg-x1"))
    );
    // Whoever never answered is left out as before.
    let asked = save(&mut author, at(&left, form(unit, &[(&me, "60"), (&them, "40")]))).await;
    assert_eq!(save(&mut author, at(&asked, alone())).await["authors"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn whoever_handed_a_request_over_is_not_left_out_by_the_next() {
    let (world, mut author, mut colleague, drafted) = two_authors().await;
    let them = own_account(&mut colleague).await;
    let over = json!({"toId": them});
    let handed = deed(&mut author, "handOverInitiative", "HandOverInitiativeInput", at(&drafted, over)).await;
    assert_eq!(handed["__typename"], "Initiative", "{handed}");
    let alone = form(&world.units["X1"], &[(&them, "100")]);
    let dropped = save(&mut colleague, at(&handed, alone)).await;
    assert_eq!(codes(&dropped), [pair("AUTHOR_LEFT_OUT", "authors")]);
}

#[tokio::test]
async fn the_register_asks_for_corrections_accepts_and_refuses_by_its_clocks() {
    let world = published().await;
    people(&world).await;
    let filed = filed_by(&world, "tg-x1", "X1").await;
    // 1 December 2021 and a month: the 1st of January is a day off, and so are the two days after it.
    assert_eq!(filed["dueOn"], "2022-01-04");
    let mut keeper = world.app.signed_in("tk-x1").await;
    let seen = read(&mut keeper, &filed["id"]).await;
    assert_eq!((&seen["viewerCanDecide"], &seen["isOverdue"]), (&json!(true), &json!(false)));
    assert_eq!(seen["workingDaysLeft"], 23);

    let fix = |until: &str| json!({"reason": "Bổ sung minh chứng áp dụng", "until": until});
    let name = ("requestInitiativeFix", "RequestInitiativeFixInput");
    let past = deed(&mut keeper, name.0, name.1, at(&filed, fix("2021-11-30"))).await;
    assert_eq!(codes(&past), [pair("DAY_PASSED", "until")]);
    let asked = deed(&mut keeper, name.0, name.1, at(&filed, fix("2021-12-10"))).await;
    assert_eq!((&asked["state"], &asked["dueOn"]), (&json!("FIX_REQUESTED"), &json!("2021-12-10")));
    let stale = deed(&mut keeper, "acceptInitiative", "AcceptInitiativeInput", at(&filed, json!({}))).await;
    assert_eq!(codes(&stale), [pair("STALE", "")], "somebody decided meanwhile");
    let early = deed(&mut keeper, "acceptInitiative", "AcceptInitiativeInput", at(&asked, json!({}))).await;
    assert_eq!(codes(&early), [pair("WRONG_STATE", "")]);

    world.app.clock.set(datetime!(2021-12-13 08:00 +7));
    let mut keeper = world.app.signed_in("tk-x1").await;
    let overdue = "{ initiatives(first: 5, isOverdue: true) { totalCount nodes { workingDaysLeft } } }";
    let found = keeper.query(overdue, json!({})).await.data()["initiatives"].clone();
    assert_eq!(found, json!({"totalCount": 1, "nodes": [{"workingDaysLeft": -1}]}));
    let mut author = world.app.signed_in("tg-x1").await;
    let again = file(&mut author, &asked).await;
    assert_eq!(again["registerEntry"], filed["registerEntry"], "it keeps its number");
    assert_eq!(again["dueOn"], "2022-01-13");
    let accepted =
        deed(&mut keeper, "acceptInitiative", "AcceptInitiativeInput", at(&again, json!({}))).await;
    assert_eq!((&accepted["state"], &accepted["dueOn"]), (&json!("ACCEPTED"), &json!("2022-03-14")));

    let other = filed_by(&world, "tg-x1", "X1").await;
    let refusal = json!({"ground": "DUPLICATE", "reason": "Trùng đơn số 1/2021"});
    let refused = deed(&mut keeper, "refuseInitiative", "RefuseInitiativeInput", at(&other, refusal)).await;
    assert_eq!((&refused["state"], &refused["refusalGround"]), (&json!("REFUSED"), &json!("DUPLICATE")));
    assert!(refused["dueOn"].is_null());
    let reason = json!({"reason": "Không tiếp tục"});
    let name = ("withdrawInitiative", "WithdrawInitiativeInput");
    assert_eq!(
        codes(&deed(&mut author, name.0, name.1, at(&refused, reason.clone())).await),
        [pair("WRONG_STATE", "")]
    );
    assert_eq!(deed(&mut author, name.0, name.1, at(&accepted, reason)).await["state"], "WITHDRAWN");
    let story = read(&mut author, &accepted["id"]).await;
    let kinds: Vec<_> =
        story["events"].as_array().expect("events").iter().map(|one| text(&one["kind"])).collect();
    assert_eq!(kinds, ["DRAFTED", "FILED", "FIX_REQUESTED", "FILED", "ACCEPTED", "WITHDRAWN"]);
}

#[tokio::test]
async fn a_draft_is_its_authors_own_and_secrets_are_read_by_few() {
    let world = published().await;
    people(&world).await;
    let draft = json!(drafted_by(&world, "tg-x1", "X1").await);
    let filed = filed_by(&world, "tg-x1", "X1").await;
    let list = "{ initiatives(first: 10) { totalCount nodes { id } } }";
    for (login, sees_filed, reads_secrets) in [
        ("tk-x1", true, true),
        ("ld-x1", true, true),
        ("cb-x1", true, false),
        ("khcn", true, true),
        ("thanhtra", true, true),
        ("phantich", true, false),
        ("dtg-x1", false, false),
        ("tk-h1", false, false),
        ("ld-h1", false, false),
        ("quanly", false, false),
        ("quantri", false, false),
    ] {
        let mut reader = world.app.signed_in(login).await;
        assert!(read(&mut reader, &draft).await.is_null(), "{login} sees no draft");
        let seen = read(&mut reader, &filed["id"]).await;
        assert_eq!(!seen.is_null(), sees_filed, "{login}");
        let found = reader.query(list, json!({})).await;
        if ["dtg-x1", "quanly", "quantri"].contains(&login) {
            assert_eq!(found.code(), "FORBIDDEN", "{login} has nothing to do with initiatives");
        } else {
            assert_eq!(found.data()["initiatives"]["totalCount"], i32::from(sees_filed), "{login}");
        }
        assert_eq!(seen.to_string().contains(SECRET), reads_secrets, "{login}");
        assert_eq!(seen.to_string().contains("1985-05-20"), reads_secrets, "{login}");
    }
    let mut author = world.app.signed_in("tg-x1").await;
    let own = author.query(list, json!({})).await.data()["initiatives"].clone();
    assert_eq!(own["totalCount"], 2);
    let mut trail = world.app.signed_in("thanhtra").await;
    let entries = "{ auditEntries(first: 50) { nodes { deed before after reason } } }";
    let told = trail.query(entries, json!({})).await;
    assert!(!String::from_utf8_lossy(&told.bytes).contains(SECRET), "the trail keeps no secrets");
}

/// The matrix, last row: the Department's officers read the trail of what was filed, and nothing else.
#[tokio::test]
async fn the_trail_of_a_request_is_read_once_it_is_filed() {
    let world = published().await;
    people(&world).await;
    let draft = drafted_by(&world, "tg-x1", "X1").await;
    let filed = filed_by(&world, "tg-x1", "X1").await;
    let query = "query($id: ID) { auditEntries(first: 50, subjectId: $id) { nodes { deed subjectKind } } }";
    for (login, deeds) in [
        ("khcn", vec!["initiatives.filed"]),
        ("cb-x1", vec!["initiatives.filed"]),
        ("cb-h1", vec![]),
        ("tg-x1", vec!["initiatives.filed", "initiatives.drafted"]),
        ("thanhtra", vec!["initiatives.filed", "initiatives.drafted"]),
    ] {
        let mut reader = world.app.signed_in(login).await;
        let found = reader.query(query, json!({"id": filed["id"]})).await.data()["auditEntries"].clone();
        let found: Vec<_> =
            found["nodes"].as_array().expect("entries").iter().map(|one| text(&one["deed"])).collect();
        assert_eq!(found, deeds, "{login}");
        let of_draft = reader.query(query, json!({"id": draft})).await.data()["auditEntries"].clone();
        let sees_draft = !of_draft["nodes"].as_array().expect("entries").is_empty();
        assert_eq!(sees_draft, ["tg-x1", "thanhtra"].contains(&login), "{login}: a draft is its authors'");
    }
    let mut officer = world.app.signed_in("khcn").await;
    let all = officer.query(query, json!({})).await.data()["auditEntries"]["nodes"].clone();
    let kinds = all.as_array().expect("entries").iter().map(|one| text(&one["subjectKind"]));
    assert!(kinds.into_iter().all(|kind| kind == "Initiative" || kind == "Account"), "{all}");
}

#[tokio::test]
async fn a_keeper_stays_away_from_a_request_of_their_own() {
    let world = published().await;
    people(&world).await;
    let mut author = world.app.signed_in("tg-x1").await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let (me, them) = (own_account(&mut author).await, own_account(&mut keeper).await);
    let drafted = save(&mut author, form(&world.units["X1"], &[(&me, "60"), (&them, "40")])).await;
    let confirmed = answer(&mut keeper, &drafted, json!({"confirms": true})).await;
    let filed = file(&mut author, &confirmed).await;
    let accept = at(&filed, json!({}));
    let name = ("acceptInitiative", "AcceptInitiativeInput");
    assert_eq!(deed(&mut keeper, name.0, name.1, accept.clone()).await["refused"], "FORBIDDEN");
    assert_eq!(read(&mut keeper, &filed["id"]).await["viewerCanDecide"], false);
    let mut other = world.app.signed_in("tk-h1").await;
    assert_eq!(deed(&mut other, name.0, name.1, accept).await["refused"], "NOT_FOUND");
}

#[tokio::test]
async fn bad_input_is_told_at_its_field_and_changes_nothing() {
    let (world, mut author, mut colleague, drafted) = two_authors().await;
    let (me, them) = (own_account(&mut author).await, own_account(&mut colleague).await);
    let unit = &world.units["X1"];
    let shares = [(&*me, "60"), (&*them, "40")];
    let with = |field: &str, value: Value| {
        let mut input = form(unit, &shares);
        input[field] = value;
        at(&drafted, input)
    };
    for (input, code, path) in [
        (with("title", json!("  ")), "MISSING", "title"),
        (with("title", json!("ư".repeat(501))), "TOO_LONG", "title"),
        (with("firstAppliedOn", json!("2021-12-02")), "BAD_APPLICATION", "firstAppliedOn"),
        (with("applicationEndedOn", json!("2021-02-01")), "BAD_APPLICATION", "applicationEndedOn"),
        (with("unitId", json!(me)), "UNKNOWN_UNIT", "unitId"),
    ] {
        assert_eq!(codes(&save(&mut author, input).await), [pair(code, path)]);
    }
    let same = read(&mut author, &drafted["id"]).await;
    assert_eq!(same["version"], drafted["version"]);
    let mut focal = world.app.signed_in("cb-x1").await;
    assert_eq!(save(&mut focal, form(unit, &shares)).await["refused"], "FORBIDDEN");
    let people =
        "query($search: String!) { possibleAuthors(first: 5, search: $search) { nodes { displayName } } }";
    let found = author.query(people, json!({"search": "dtg-x1"})).await.data()["possibleAuthors"].clone();
    assert_eq!(found["nodes"], json!([{"displayName": "Đồng chí dtg-x1"}]));
    assert_eq!(focal.query(people, json!({"search": "dtg"})).await.code(), "FORBIDDEN");
}

#[tokio::test]
async fn a_list_costs_the_same_however_long_it_is() {
    let world = published().await;
    people(&world).await;
    let query = "query($first: Int!) { initiatives(first: $first) { totalCount nodes { title state isOverdue \
        workingDaysLeft lastDayToFile missingToFile { code } unit { nameVi } draftedBy { displayName } \
        authors { fullName account { displayName } } registerEntry { number unit { nameVi } } \
        events { kind by { displayName } } } } }";
    let mut cost = Vec::new();
    for more in [1, 7] {
        for _ in 0..more {
            filed_by(&world, "tg-x1", "X1").await;
        }
        let mut officer = world.app.signed_in("khcn").await;
        cost.push(world.app.statements_of(&mut officer, query, json!({"first": 50})).await);
    }
    assert_eq!(cost[0], cost[1], "statements for 1 and for 8 requests");
}

#[tokio::test]
async fn two_who_file_at_once_get_two_numbers() {
    let world = published().await;
    people(&world).await;
    let (mut one, mut other) = (world.app.signed_in("tg-x1").await, world.app.signed_in("tg-h1").await);
    let (me, them) = (own_account(&mut one).await, own_account(&mut other).await);
    let first = save(&mut one, form(&world.units["X1"], &[(&me, "100")])).await;
    let second = save(&mut other, form(&world.units["X1"], &[(&them, "100")])).await;
    let (first, second) = tokio::join!(file(&mut one, &first), file(&mut other, &second));
    let mut numbers =
        [&first, &second].map(|case| case["registerEntry"]["number"].as_i64().expect("a number"));
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2]);
}

#[tokio::test]
async fn an_open_request_follows_its_unit_and_keeps_its_number() {
    let world = published().await;
    people(&world).await;
    let filed = filed_by(&world, "tg-x1", "X1").await;
    let left = filed_by(&world, "tg-h1", "V1").await;
    let closed = filed_by(&world, "tg-x1", "X1").await;
    let mut author = world.app.signed_in("tg-x1").await;
    let reason = json!({"reason": "Không tiếp tục"});
    deed(&mut author, "withdrawInitiative", "WithdrawInitiativeInput", at(&closed, reason)).await;
    let units = "code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to\n\
        X1,Xã An Phú,An Phu Commune,commune,xã,H1,2021-11-15,\n";
    let steps = "old_code,new_code,kind,effective_date,legal_basis,share,main_successor\n\
        X1,X1,merge,2021-11-15,NQ 1,1,Y\nX2,X1,merge,2021-11-15,NQ 1,1,Y\nV1,,dissolve,2021-11-15,NQ 1,,\n";
    let mut keeper = world.app.signed_in("quanly").await;
    let draft = "mutation($input: SaveReorganisationInput!) { saveReorganisation(input: $input) { \
        ... on Reorganisation { id preview { ... on ReorganisationEffect { affected { kind count } } } } } }";
    let input = json!({"title": "Sắp xếp xã", "legalBasis": "NQ 1", "effectiveDate": "2021-11-15",
        "unitsCsv": units, "successionsCsv": steps});
    let drafted = keeper.query(draft, json!({"input": input})).await.data()["saveReorganisation"].clone();
    let affected = drafted["preview"]["affected"].as_array().expect("counts").clone();
    let count = |kind: &str| affected.iter().find(|one| one["kind"] == kind).map(|one| one["count"].clone());
    assert_eq!(count("INITIATIVES_MOVING"), Some(json!(1)), "{affected:?}");
    assert_eq!(count("INITIATIVES_LEFT_BEHIND"), Some(json!(1)));

    let unit = "query($id: ID!) { initiative(id: $id) { version unit { nameVi } \
        registerEntry { number year unit { nameVi } } } }";
    let before = author.query(unit, json!({"id": filed["id"]})).await.data()["initiative"].clone();
    let deeds = |name: &str, version: i32| {
        let query = format!(
            "mutation($input: ReorganisationDeedInput!) {{ {name}(input: $input) {{ ... on Reorganisation {{ state }} \
               ... on ReorganisationProblem {{ code }} }} }}"
        );
        (query, json!({"input": {"id": drafted["id"], "version": version}}))
    };
    let (query, input) = deeds("applyReorganisation", 1);
    assert_eq!(keeper.query(&query, input).await.data()["applyReorganisation"]["state"], "APPLIED");
    let after = author.query(unit, json!({"id": filed["id"]})).await.data()["initiative"].clone();
    assert_eq!(after["unit"]["nameVi"], "Xã An Phú");
    assert_eq!(after["registerEntry"], before["registerEntry"], "it stands in the register that received it");
    let stays = author.query(unit, json!({"id": closed["id"]})).await.data()["initiative"].clone();
    assert_eq!(stays["unit"], before["unit"], "what is closed stays where it was");
    let mut other = world.app.signed_in("tg-h1").await;
    let stays = other.query(unit, json!({"id": left["id"]})).await.data()["initiative"].clone();
    assert_eq!(stays["version"], left["version"]);
    let mut register = world.app.signed_in("tk-x1").await;
    assert_eq!(
        read(&mut register, &filed["id"]).await["viewerCanDecide"],
        true,
        "its keeper moved with the unit"
    );

    let (query, input) = deeds("undoReorganisation", 2);
    assert_eq!(keeper.query(&query, input).await.data()["undoReorganisation"]["state"], "UNDONE");
    assert_eq!(author.query(unit, json!({"id": filed["id"]})).await.data()["initiative"], before);
}

/// The last day to file is a working day, as that of every other period; and a day in a year of which nobody entered
/// the days off says that it may move.
#[tokio::test]
async fn periods_end_on_working_days_and_say_when_they_may_move() {
    let world = published().await;
    people(&world).await;
    // Monday, 13 December 2021: a year after the 12th, which is a Sunday.
    world.app.pass(Duration::days(12));
    let mut author = world.app.signed_in("tg-x1").await;
    let me = own_account(&mut author).await;
    let mut wanted = form(&world.units["X1"], &[(&me, "100")]);
    wanted["firstAppliedOn"] = json!("2020-12-12");
    let drafted = save(&mut author, wanted).await;
    let query = "query($id: ID!) { initiative(id: $id) { lastDayToFile isDueOnProvisional dueOn } \
        leap: lastDayToFileInitiative(firstAppliedOn: \"2020-02-29\") yearsWithoutCalendar }";
    let read = author.query(query, json!({"id": drafted["id"]})).await.data();
    assert_eq!(read["initiative"]["lastDayToFile"], "2021-12-13");
    assert_eq!(read["leap"], "2021-03-01", "the last day of February was a Sunday");
    assert_eq!(read["yearsWithoutCalendar"], json!([]));
    let filed = file(&mut author, &drafted).await;
    assert_eq!(filed["state"], "FILED", "{filed}");
    let read = author.query(query, json!({"id": drafted["id"]})).await.data();
    assert_eq!(
        (&read["initiative"]["dueOn"], &read["initiative"]["isDueOnProvisional"]),
        (&json!("2022-01-13"), &json!(false))
    );

    // December of a year that the product brings no days along for.
    world.app.pass(Duration::days(6 * 365 + 2));
    let mut author = world.app.signed_in("tg-x1").await;
    let mut wanted = form(&world.units["X1"], &[(&me, "100")]);
    wanted["firstAppliedOn"] = json!("2027-12-01");
    let drafted = save(&mut author, wanted).await;
    file(&mut author, &drafted).await;
    let read = author.query(query, json!({"id": drafted["id"]})).await.data();
    assert_eq!(read["initiative"]["isDueOnProvisional"], true, "{read}");
    assert_eq!(read["yearsWithoutCalendar"], json!([2027, 2028]), "those who keep the calendar are told");
}
