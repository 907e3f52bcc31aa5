//! What resembles an initiative: found across units and in cases of the past, shown with its passages to those who
//! decide, never from what is confidential, and judged by people.

use serde_json::{Value, json};
use thidua::shared::import::ImportMode;
use thidua::similarities;

use crate::support::Client;
use crate::support::initiatives::{at, deed, filed_by, form, own_account, people, save};
use crate::support::scenario::{World, published, text};

const REPORT: &str = "query($id: ID!) { similarInitiatives(initiativeId: $id) { id score isWorthALook title number \
    unit { nameVi } pastUnitName filedOn passages { own other share } judgement { judgement isMirrored note by { displayName } } } }";

const PAST: &str = "initiative_code,title,abstract,unit_name,submitted_on\n\
    C1,Khảo sát sự hài lòng bằng điện thoại ngẫu nhiên sau khi trả kết quả,\
    \"Phiếu khảo sát giấy thu được rất ít. Cán bộ gọi điện ngẫu nhiên cho người dân sau khi trả kết quả để hỏi mức độ \
    hài lòng. Số phiếu thu được tăng gấp ba.\",Sở Mẫu,2020-05-01\n\
    C2,Trồng rau sạch trong trường học,\"Học sinh trồng rau trong vườn trường, bán cho bếp ăn.\",Xã Mẫu,\n";

const TEXT: &str = "Phiếu khảo sát giấy thu được rất ít. Công chức gọi điện ngẫu nhiên cho người dân sau khi nhận kết quả \
    để hỏi mức độ hài lòng.";

/// Files a request with a solution of its own; answers it.
async fn file(world: &World, login: &str, unit: &str, title: &str, solution: &str, secret: &str) -> Value {
    let mut author = world.app.signed_in(login).await;
    file_as(&mut author, &world.units[unit], title, solution, secret).await
}

/// The same, of an author who is signed in.
async fn file_as(author: &mut Client, unit: &str, title: &str, solution: &str, secret: &str) -> Value {
    let me = own_account(author).await;
    let mut input = form(unit, &[(&me, "100")]);
    input["title"] = json!(title);
    for passage in input["passages"].as_array_mut().expect("passages") {
        if passage["section"] == "SOLUTION" {
            passage["open"] = json!(solution);
            passage["confidential"] = json!(secret);
        }
    }
    let drafted = save(author, input).await;
    assert_eq!(drafted["__typename"], "Initiative", "{drafted}");
    let filed = deed(author, "fileInitiative", "InitiativeDeedInput", at(&drafted, json!({}))).await;
    assert_eq!(filed["state"], "FILED", "{filed}");
    filed
}

async fn report(client: &mut Client, case: &Value) -> Vec<Value> {
    let answer = client.query(REPORT, json!({"id": case["id"]})).await.data();
    answer["similarInitiatives"].as_array().expect("a report").clone()
}

async fn import(world: &World, mode: ImportMode) -> (usize, usize, usize) {
    let report =
        similarities::import_past(&world.app.app, PAST.as_bytes(), mode).await.expect("the import runs");
    assert_eq!(report.problems, []);
    (report.rows, report.created, report.unchanged)
}

#[tokio::test]
async fn a_new_request_finds_what_it_resembles_everywhere() {
    let world = published().await;
    people(&world).await;
    assert_eq!(import(&world, ImportMode::ValidateOnly).await, (2, 2, 0));
    assert_eq!(import(&world, ImportMode::Apply).await, (2, 2, 0));
    assert_eq!(import(&world, ImportMode::Apply).await, (2, 0, 2), "again changes nothing");
    let title = "Gọi điện ngẫu nhiên hỏi người dân sau khi nhận kết quả";
    let own = file(&world, "tg-x1", "X1", title, TEXT, "Mã nguồn").await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let found = report(&mut keeper, &own).await;
    assert_eq!((&found[0]["number"], &found[0]["pastUnitName"]), (&json!("C1"), &json!("Sở Mẫu")));
    assert_eq!(found[0]["isWorthALook"], true, "{found:#?}");
    let pair = &found[0]["passages"][0];
    let strongest =
        "Công chức gọi điện ngẫu nhiên cho người dân sau khi nhận kết quả để hỏi mức độ hài lòng.";
    assert_eq!(pair["own"], strongest);
    let unlike = found.iter().find(|one| one["number"] == "C2");
    assert!(unlike.is_none_or(|one| one["isWorthALook"] == false));

    // Another unit files the same without marks: it is found at once, and finds the first.
    let plain = "Phieu khao sat giay thu duoc rat it. Cong chuc goi dien ngau nhien cho nguoi dan sau khi nhan ket \
        qua de hoi muc do hai long.";
    let copy = file(&world, "tg-h1", "H1", "Goi dien ngau nhien hoi nguoi dan", plain, "Bí quyết").await;
    let mut officer = world.app.signed_in("khcn").await;
    let found = report(&mut officer, &copy).await;
    assert_eq!(found[0]["id"], own["id"], "{found:#?}");
    assert_eq!(
        (&found[0]["unit"]["nameVi"], &found[0]["isWorthALook"]),
        (&json!("Xã Phước Hưng"), &json!(true))
    );
    let found = report(&mut keeper, &own).await;
    assert!(found.iter().any(|one| one["id"] == copy["id"] && one["isWorthALook"] == true));
    let told = keeper.query(REPORT, json!({"id": own["id"]})).await;
    assert!(!String::from_utf8_lossy(&told.bytes).contains("Bí quyết"), "what is confidential takes no part");
}

#[tokio::test]
async fn a_draft_takes_no_part_and_only_those_who_decide_read_the_report() {
    let world = published().await;
    people(&world).await;
    let own = filed_by(&world, "tg-x1", "X1").await;
    crate::support::initiatives::drafted_by(&world, "tg-h1", "H1").await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    assert_eq!(report(&mut keeper, &own).await, Vec::<Value>::new(), "the same text, but a draft");
    for (login, answer) in [
        ("khcn", None),
        ("thanhtra", None),
        ("tg-x1", Some("FORBIDDEN")),
        ("ld-x1", Some("FORBIDDEN")),
        ("phantich", Some("FORBIDDEN")),
        ("tk-h1", Some("NOT_FOUND")),
        ("quantri", Some("NOT_FOUND")),
    ] {
        let mut reader = world.app.signed_in(login).await;
        let asked = reader.query(REPORT, json!({"id": own["id"]})).await;
        assert_eq!(asked.errors().first().map(|_| asked.code()).as_deref(), answer, "{login}");
    }
    let refusal = at(&own, json!({"ground": "NOT_NEW", "reason": "Đã có"}));
    deed(&mut keeper, "refuseInitiative", "RefuseInitiativeInput", refusal).await;
    let mut author = world.app.signed_in("tg-x1").await;
    report(&mut author, &own).await;
}

#[tokio::test]
async fn a_judgement_is_kept_with_who_and_why_and_decides_nothing() {
    let world = published().await;
    people(&world).await;
    import(&world, ImportMode::Apply).await;
    let own = file(&world, "tg-x1", "X1", "Gọi điện ngẫu nhiên hỏi người dân", TEXT, "").await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let other = text(&report(&mut keeper, &own).await[0]["id"]);
    let judge = "mutation($input: JudgeSimilarityInput!) { judgeSimilarity(input: $input) { __typename \
        ... on SimilarInitiative { judgement { judgement note by { displayName } } } \
        ... on SimilarityProblem { message path } } }";
    let input = |judgement: &str, note: &str| json!({"input": {"initiativeId": own["id"], "otherId": other, "judgement": judgement, "note": note}});
    let long = keeper.query(judge, input("EXTENDS", &"ư".repeat(2001))).await.data();
    assert_eq!(long["judgeSimilarity"]["path"][0], "note");
    for (judgement, note) in [("DUPLICATE_OF", "Giống C1"), ("EXTENDS", "Có thêm phần mềm")] {
        let done = keeper.query(judge, input(judgement, note)).await.data()["judgeSimilarity"].clone();
        assert_eq!(
            (&done["judgement"]["judgement"], &done["judgement"]["note"]),
            (&json!(judgement), &json!(note))
        );
    }
    let mut officer = world.app.signed_in("khcn").await;
    let seen = report(&mut officer, &own).await;
    assert_eq!(seen[0]["judgement"]["by"]["displayName"], "Đồng chí tk-x1");
    assert_eq!(seen[0]["judgement"]["judgement"], "EXTENDS", "the last holds");
    let state = "query($id: ID!) { initiative(id: $id) { state } }";
    let state = officer.query(state, json!({"id": own["id"]})).await.data();
    assert_eq!(state["initiative"]["state"], "FILED", "nothing is refused by a machine");
    let mut auditor = world.app.signed_in("thanhtra").await;
    let trail = "query($id: ID!) { auditEntries(first: 10, subjectId: $id, deed: \"similarities.judged\") { totalCount } }";
    let kept = auditor.query(trail, json!({"id": own["id"]})).await.data();
    assert_eq!(kept["auditEntries"]["totalCount"], 2);
    for login in ["thanhtra", "tg-x1", "ld-x1"] {
        let mut reader = world.app.signed_in(login).await;
        assert_eq!(reader.query(judge, input("UNRELATED", "")).await.code(), "FORBIDDEN", "{login}");
    }
    let stranger =
        json!({"input": {"initiativeId": own["id"], "otherId": own["id"], "judgement": "UNRELATED"}});
    assert_eq!(keeper.query(judge, stranger).await.code(), "NOT_FOUND", "it does not stand in the report");
}

#[tokio::test]
async fn a_judgement_about_two_requests_stands_on_the_pages_of_both() {
    let world = published().await;
    people(&world).await;
    let first = file(&world, "tg-h1", "H1", "Gọi điện ngẫu nhiên hỏi người dân", TEXT, "").await;
    let second = file(&world, "tg-x1", "X1", "Gọi điện hỏi người dân", TEXT, "").await;
    let judge = "mutation($input: JudgeSimilarityInput!) { judgeSimilarity(input: $input) { __typename } }";
    let input = |judgement: &str, one: &Value, other: &Value| json!({"input": {"initiativeId": one["id"], "otherId": other["id"], "judgement": judgement}});
    let mut keeper = world.app.signed_in("tk-x1").await;
    keeper.query(judge, input("DUPLICATE_OF", &second, &first)).await.data();
    let mut officer = world.app.signed_in("khcn").await;
    let judged = async |officer: &mut Client, of: &Value, about: &Value| {
        let found = report(officer, of).await;
        let one = found.into_iter().find(|one| one["id"] == about["id"]).expect("it stands in the report");
        one["judgement"].clone()
    };
    let own = judged(&mut officer, &second, &first).await;
    assert_eq!((&own["judgement"], &own["isMirrored"]), (&json!("DUPLICATE_OF"), &json!(false)), "{own}");
    let mirrored = judged(&mut officer, &first, &second).await;
    assert_eq!(
        (&mirrored["judgement"], &mirrored["isMirrored"]),
        (&json!("DUPLICATE_OF"), &json!(true)),
        "{mirrored}"
    );

    let mut other_keeper = world.app.signed_in("tk-h1").await;
    other_keeper.query(judge, input("UNRELATED", &first, &second)).await.data();
    let own = judged(&mut officer, &first, &second).await;
    assert_eq!((&own["judgement"], &own["isMirrored"]), (&json!("UNRELATED"), &json!(false)), "{own}");
    let kept = judged(&mut officer, &second, &first).await;
    assert_eq!(kept["judgement"], "DUPLICATE_OF", "what was judged of it here goes before: {kept}");
}

#[tokio::test]
async fn a_report_costs_the_same_however_many_cases_there_are() {
    let world = published().await;
    people(&world).await;
    let own = filed_by(&world, "tg-x1", "X1").await;
    let mut officer = world.app.signed_in("khcn").await;
    let mut cost = Vec::new();
    for more in [2, 6] {
        for _ in 0..more {
            filed_by(&world, "tg-h1", "H1").await;
        }
        cost.push(world.app.statements_of(&mut officer, REPORT, json!({"id": own["id"]})).await);
    }
    assert_eq!(cost[0], cost[1], "statements for 2 and for 8 cases that resemble it");
}

#[tokio::test]
async fn a_guess_that_is_filed_and_withdrawn_shows_its_author_nothing_of_others() {
    let world = published().await;
    people(&world).await;
    let theirs = file(&world, "tg-h1", "H1", "Gọi điện ngẫu nhiên hỏi người dân", TEXT, "").await;
    let mut author = world.app.signed_in("tg-x1").await;
    let guess = file_as(&mut author, &world.units["X1"], "Gọi điện hỏi người dân", TEXT, "").await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let judge = "mutation($input: JudgeSimilarityInput!) { judgeSimilarity(input: $input) { __typename } }";
    let judgement = json!({"input": {"initiativeId": guess["id"], "otherId": theirs["id"],
        "judgement": "DUPLICATE_OF", "note": "Trùng đơn của X1"}});
    assert_eq!(
        keeper.query(judge, judgement).await.data()["judgeSimilarity"]["__typename"],
        "SimilarInitiative"
    );
    let reason = json!({"reason": "Nộp nhầm"});
    let withdrawn =
        deed(&mut author, "withdrawInitiative", "WithdrawInitiativeInput", at(&guess, reason)).await;
    assert_eq!(withdrawn["state"], "WITHDRAWN", "{withdrawn}");

    let asked = author.query(REPORT, json!({"id": guess["id"]})).await;
    assert_eq!(asked.code(), "FORBIDDEN");
    let rights = "query($id: ID!) { similarityRights(initiativeId: $id) { canRead } }";
    let rights = author.query(rights, json!({"id": guess["id"]})).await.data();
    assert_eq!(rights["similarityRights"]["canRead"], false);
    let trail = "query($id: ID!) { auditEntries(first: 10, subjectId: $id, deed: \"similarities.judged\") { totalCount } }";
    for (reader, count) in [(&mut author, 0), (&mut world.app.signed_in("thanhtra").await, 1)] {
        let kept = reader.query(trail, json!({"id": guess["id"]})).await.data();
        assert_eq!(kept["auditEntries"]["totalCount"], count);
    }
    let found = report(&mut keeper, &guess).await;
    assert_eq!(found[0]["id"], theirs["id"], "who keeps the register reads it still");
}

#[tokio::test]
async fn a_copy_under_confidential_is_found_and_shown_to_whoever_reads_it() {
    let world = published().await;
    people(&world).await;
    let own = file(&world, "tg-x1", "X1", "Gọi điện ngẫu nhiên hỏi người dân", TEXT, "").await;
    let copy = file(&world, "tg-h1", "H1", "Khảo sát qua tổng đài", "Như phần bảo mật.", TEXT).await;
    let secret = "Công chức gọi điện ngẫu nhiên cho người dân sau khi nhận kết quả để hỏi mức độ hài lòng.";
    for (login, case, shows) in [
        ("tk-h1", &copy, true),
        ("khcn", &copy, true),
        ("khcn", &own, true),
        // The keeper of the other unit reads nothing confidential of this one, only that the two are alike.
        ("tk-x1", &own, false),
    ] {
        let mut reader = world.app.signed_in(login).await;
        let found = report(&mut reader, case).await;
        assert_eq!(found[0]["isWorthALook"], true, "{login}: {found:#?}");
        let of_other = found[0]["passages"].as_array().expect("passages").clone();
        assert_eq!(of_other.iter().any(|pair| pair["other"] == secret), shows, "{login}: {of_other:#?}");
    }
}

#[tokio::test]
async fn capitals_after_a_unit_and_many_copies_of_one_person_hide_no_copy() {
    let world = published().await;
    people(&world).await;
    let own = file(&world, "tg-x1", "X1", "Gọi điện ngẫu nhiên hỏi người dân", TEXT, "").await;
    let mut cheat = world.app.signed_in("tg-h1").await;
    let capitals = TEXT.split(' ').map(|word| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    });
    let disguised = format!("Xã {}", capitals.collect::<Vec<_>>().join(" "));
    let unit = world.units["H1"].clone();
    let mut last =
        file_as(&mut cheat, &unit, "Xã Tiên Phong Khảo Sát Hài Lòng Của Người Dân", &disguised, "").await;
    let mut officer = world.app.signed_in("khcn").await;
    let is_found =
        |found: &[Value]| found.iter().any(|one| one["id"] == own["id"] && one["isWorthALook"] == true);
    assert!(is_found(&report(&mut officer, &last).await), "written in capitals");
    for _ in 0..14 {
        let copy = file_as(&mut cheat, &unit, "Khảo sát sau trả kết quả", TEXT, "").await;
        let gone = json!({"reason": "Nộp nhầm"});
        deed(&mut cheat, "withdrawInitiative", "WithdrawInitiativeInput", at(&copy, gone)).await;
        last = copy;
    }
    let found = report(&mut officer, &last).await;
    assert!(is_found(&found), "after fourteen copies of one person: {found:#?}");
    assert!(found.iter().filter(|one| one["unit"]["nameVi"] == "Huyện An Phú").count() <= 4, "{found:#?}");
}
