//! Documents: who has them made, what they say, and that they are made once of the same facts.

use std::io::{Cursor, Read as _};

use axum::body::Body;
use http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};
use thidua::app::App;
use thidua::config::Config;

use crate::support::initiatives::{self, SECRET};
use crate::support::referrals::{self, number};
use crate::support::reviews::{self, COUNCIL, account, ask};
use crate::support::scenario::{World, published, text};
use crate::support::{Answer, Client};

async fn world() -> World {
    let world = published().await;
    initiatives::people(&world).await;
    reviews::people(&world).await;
    referrals::people(&world).await;
    world
}

/// The id of a unit that never was.
fn nobodys_unit() -> String {
    thidua::shared::id::UnitId::fresh().global().to_string()
}

/// Has a document made; answers it, its problem, or `{"refused": code}`.
pub async fn made(client: &mut Client, paper: &Value, format: &str) -> Value {
    let query = "mutation($input: GenerateDocumentInput!) { it: generateDocument(input: $input) { __typename \
        ... on GeneratedDocument { id form format templateVersion dataHash sha256 size name url createdBy { id } } \
        ... on DocumentProblem { code path } } }";
    let mut input = json!({"format": format});
    for field in ["form", "subjectId", "partId", "year"] {
        if !paper[field].is_null() {
            input[field] = paper[field].clone();
        }
    }
    ask(client, query, json!({"input": input})).await
}

/// The bytes of a document.
pub async fn download(client: &mut Client, document: &Value) -> Answer {
    let request = Request::builder().method(Method::GET).uri(text(&document["url"])).body(Body::empty());
    client.send(request.expect("a request")).await
}

/// What a DOCX says, without its marks.
async fn words(client: &mut Client, paper: &Value) -> String {
    let document = made(client, paper, "DOCX").await;
    assert_eq!(document["__typename"], "GeneratedDocument", "{document}");
    let answer = download(client, &document).await;
    assert_eq!(answer.status, StatusCode::OK);
    let mut files = zip::ZipArchive::new(Cursor::new(answer.bytes)).expect("is a ZIP archive");
    let mut body = String::new();
    files.by_name("word/document.xml").expect("has a body").read_to_string(&mut body).expect("is text");
    let parts = body.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text));
    parts.collect::<String>()
}

/// What is asked of papers.
const PAPERS: &str = "query($id: ID!) { it: documentsOf(recordId: $id) { form subjectId partId about \
    viewerCanGenerate generated { id name } } }";

/// The papers of an initiative as somebody finds them.
pub async fn papers(client: &mut Client, initiative: &Value) -> Vec<Value> {
    let found = ask(client, PAPERS, json!({"id": initiative})).await;
    found.as_array().unwrap_or_else(|| panic!("{found}")).clone()
}

fn forms(papers: &[Value]) -> Vec<String> {
    papers.iter().map(|paper| text(&paper["form"])).collect()
}

fn of(papers: &[Value], form: &str) -> Value {
    papers
        .iter()
        .find(|paper| paper["form"] == form)
        .unwrap_or_else(|| panic!("{form} in {papers:?}"))
        .clone()
}

#[tokio::test]
async fn a_request_is_written_once_of_the_same_facts() {
    let world = world().await;
    let case = initiatives::filed_by(&world, "tg-x1", "X1").await;
    let mut author = world.app.signed_in("tg-x1").await;
    let found = papers(&mut author, &case["id"]).await;
    assert_eq!(forms(&found), ["REQUEST", "RECEIPT"], "{found:?}");
    let request = of(&found, "REQUEST");

    let pdf = made(&mut author, &request, "PDF").await;
    assert_eq!((&pdf["templateVersion"], &pdf["format"]), (&json!(2), &json!("PDF")), "{pdf}");
    assert_eq!(text(&pdf["dataHash"]).len(), 64);
    assert!(text(&pdf["name"]).starts_with("Đơn yêu cầu - "), "{pdf}");
    let answer = download(&mut author, &pdf).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/pdf");
    assert!(answer.headers[header::CONTENT_DISPOSITION].to_str().expect("text").starts_with("attachment"));
    assert!(answer.bytes.starts_with(b"%PDF-"));
    assert_eq!(json!(answer.bytes.len()), pdf["size"]);

    let again = made(&mut author, &request, "PDF").await;
    assert_eq!(again["id"], pdf["id"], "the same facts are not written twice");
    let mut keeper = world.app.signed_in("tk-x1").await;
    let theirs = made(&mut keeper, &request, "PDF").await;
    assert_eq!(theirs["id"], pdf["id"], "whoever asks");
    let said = words(&mut author, &request).await;
    for expected in ["ĐƠN YÊU CẦU CÔNG NHẬN SÁNG KIẾN", SECRET, "Ủy ban nhân dân"] {
        assert!(said.contains(expected), "{expected:?} in {said}");
    }
    let listed = papers(&mut author, &case["id"]).await;
    assert_eq!(of(&listed, "REQUEST")["generated"].as_array().map(Vec::len), Some(2), "{listed:?}");
}

#[tokio::test]
async fn whoever_may_not_read_the_facts_gets_no_paper() {
    let world = world().await;
    let case = initiatives::filed_by(&world, "tg-x1", "X1").await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let request = of(&papers(&mut keeper, &case["id"]).await, "REQUEST");
    let document = made(&mut keeper, &request, "DOCX").await;

    for stranger in ["tk-h1", "cb-x1", "hd-v1", "vt-x1", "ct-tinh"] {
        let mut client = world.app.signed_in(stranger).await;
        let found = ask(&mut client, PAPERS, json!({"id": case["id"]})).await;
        let nothing = if stranger == "cb-x1" { json!([]) } else { json!({"refused": "NOT_FOUND"}) };
        assert_eq!(found, nothing, "{stranger}");
        let refused = made(&mut client, &request, "DOCX").await;
        assert_eq!(refused, json!({"refused": "NOT_FOUND"}), "{stranger}");
        let hidden = download(&mut client, &document).await;
        let mut other = document.clone();
        other["url"] = json!("/documents/R2VuZXJhdGVkRG9jdW1lbnQ6AZSfOdJ-e0yqqKI3KSmDVA");
        let missing = download(&mut client, &other).await;
        assert_eq!((hidden.status, &hidden.bytes), (StatusCode::NOT_FOUND, &missing.bytes), "{stranger}");
        let query = "query($id: ID!) { it: node(id: $id) { __typename } }";
        assert_eq!(ask(&mut client, query, json!({"id": document["id"]})).await, Value::Null, "{stranger}");
    }
    let mut auditor = world.app.signed_in("thanhtra").await;
    let read = of(&papers(&mut auditor, &case["id"]).await, "REQUEST");
    assert_eq!(read["viewerCanGenerate"], false);
    assert_eq!(made(&mut auditor, &request, "DOCX").await, json!({"refused": "FORBIDDEN"}));
    assert_eq!(download(&mut auditor, &document).await.status, StatusCode::OK, "and reads what was written");
    let nobody = download(&mut world.app.anonymous(), &document).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
}

/// INV-R4: a member reads the own sheet, and no author anywhere.
#[tokio::test]
async fn sheets_and_minutes_name_no_author() {
    let world = world().await;
    let (_, review) = reviews::scoring(&world).await;
    let login = reviews::scorers(&review).remove(0);
    let mut member = world.app.signed_in(&login).await;
    let initiative = &review["initiative"]["id"];
    let before = ask(&mut member, PAPERS, json!({"id": initiative})).await;
    assert_eq!(before, json!({"refused": "NOT_FOUND"}), "nothing before the own sheet is signed");
    reviews::sheet(&mut member, &review["id"], ["25", "24.5", "24", "8"], true).await;
    let found = papers(&mut member, initiative).await;
    assert_eq!(forms(&found), ["SHEET"], "{found:?}");
    assert_eq!(found[0]["about"], format!("Ủy viên {login}"));
    let said = words(&mut member, &found[0]).await;
    assert!(said.contains("PHIẾU ĐÁNH GIÁ") && said.contains("81,5") && said.contains("24,5"), "{said}");
    assert!(!said.contains("tg-x1"), "an author's name in {said}");

    let other = reviews::scorers(&review).remove(1);
    let mut other = world.app.signed_in(&other).await;
    assert_eq!(made(&mut other, &found[0], "DOCX").await, json!({"refused": "NOT_FOUND"}), "not yet");
}

/// INV-R4, also where the title of the request names its author: on the paper as on the screen, until all have signed.
#[tokio::test]
async fn a_name_in_the_title_stays_hidden_on_the_sheet() {
    let world = world().await;
    let mut author = world.app.signed_in("tg-x1").await;
    let me = initiatives::own_account(&mut author).await;
    let mut form = initiatives::form(&world.units["X1"], &[(&me, "100")]);
    form["title"] = json!("Cách làm của Đồng chí tg-x1 tại một cửa");
    let draft = initiatives::save(&mut author, form).await;
    let deed = initiatives::at(&draft, json!({}));
    let filed = initiatives::deed(&mut author, "fileInitiative", "InitiativeDeedInput", deed).await;
    let case = reviews::accepted(&world, "tk-x1", &filed).await;
    let mut keeper = world.app.signed_in("tk-x1").await;
    let council =
        reviews::save_council(&mut keeper, reviews::council_form(&world, "X1", &COUNCIL).await).await;
    let given =
        reviews::assign(&mut keeper, reviews::assignment(&council, &[&case], json!({"scorers": 3}))).await;
    let review = &given["reviews"][0];
    let mut paper = Value::Null;
    for (at, login) in reviews::scorers(review).iter().enumerate() {
        let mut member = world.app.signed_in(login).await;
        reviews::sheet(&mut member, &review["id"], ["25", "24", "24", "8"], true).await;
        if at == 0 {
            paper = of(&papers(&mut member, &review["id"]).await, "SHEET");
            let document = made(&mut member, &paper, "DOCX").await;
            assert!(!text(&document["name"]).contains("tg-x1"), "{document}");
            let said = words(&mut member, &paper).await;
            assert!(said.contains("Cách làm của [tác giả]") && !said.contains("tg-x1"), "{said}");
        }
    }
    let mut first = world.app.signed_in(&reviews::scorers(review)[0]).await;
    let said = words(&mut first, &paper).await;
    assert!(said.contains("Đồng chí tg-x1"), "all have signed: {said}");
}

/// INV-D1: numbers and dates are the clerk's. The code on a numbered certificate leads to the public register.
#[tokio::test]
async fn decision_and_certificate_wait_for_the_clerk() {
    let mut world = world().await;
    let config =
        Config { public_url: Some("https://thidua.example".into()), ..Config::clone(&world.app.app.config) };
    let app = App { config: std::sync::Arc::new(config), ..world.app.app.clone() };
    world.app = world.app.over(app);
    let records = reviews::records_of(&world, "X1", "tg-x1", "tk-x1", "ld-x1").await;
    let initiative = json!(records.recognised);
    let mut keeper = world.app.signed_in("tk-x1").await;
    let found = papers(&mut keeper, &initiative).await;
    let all = forms(&found);
    assert_eq!(all.iter().filter(|form| *form == "SHEET").count(), 3, "{all:?}");
    let (decision, certificate) = (of(&found, "DECISION"), of(&found, "CERTIFICATE"));
    let open = words(&mut keeper, &decision).await;
    assert!(open.contains("/QĐ-UBND") && !open.contains("Số: "), "a number was invented: {open}");
    assert!(open.contains("DANH SÁCH SÁNG KIẾN"));
    let before = made(&mut keeper, &certificate, "PDF").await;
    let mut author = world.app.signed_in("tg-x1").await;
    assert_eq!(forms(&papers(&mut author, &initiative).await), ["REQUEST", "RECEIPT"], "no certificate yet");

    let mut clerk = world.app.signed_in("vt-x1").await;
    let recognition = referrals::recognitions(&mut clerk, &initiative).await[0].clone();
    number(&mut clerk, "recordDecisionNumber", &recognition, "15/QĐ-UBND").await;
    let numbered = words(&mut clerk, &decision).await;
    assert!(
        numbered.contains("Số: 15/QĐ-UBND") && numbered.contains("ngày 01 tháng 12 năm 2021"),
        "{numbered}"
    );
    let own = of(&papers(&mut author, &initiative).await, "CERTIFICATE");
    assert_eq!(own["partId"], certificate["partId"]);
    let after = made(&mut author, &own, "PDF").await;
    assert_ne!(after["dataHash"], before["dataHash"], "other facts");
    let said = words(&mut author, &own).await;
    assert!(said.contains("15/QĐ-UBND") && said.contains("Tra cứu trong Sổ đăng ký công khai"), "{said}");
    assert!(!said.contains(SECRET), "what is confidential was published");
    let deed = "{ it: auditEntries(first: 20, deed: \"documents.generated\") { nodes { deed } } }";
    let mut auditor = world.app.signed_in("thanhtra").await;
    let trail = ask(&mut auditor, deed, json!({})).await;
    assert!(trail["nodes"].as_array().is_some_and(|nodes| nodes.len() >= 5), "{trail}");
}

#[tokio::test]
async fn minutes_show_the_votes_of_a_closed_sitting() {
    let world = world().await;
    let records = reviews::records_of(&world, "X1", "tg-x1", "tk-x1", "ld-x1").await;
    let query = "query($id: ID!) { it: documentsOf(recordId: $id) { form subjectId viewerCanGenerate } }";
    let of_sitting = json!({"id": records.sitting});
    let mut secretary = world.app.signed_in(COUNCIL[2]).await;
    let found = ask(&mut secretary, query, of_sitting.clone()).await;
    assert_eq!(forms(found.as_array().expect("papers")), ["TALLY", "MINUTES"], "{found}");
    let said = words(&mut secretary, &found[1]).await;
    for expected in ["BIÊN BẢN", "5/5 thành viên", "Phòng họp", "4/5", "Đề nghị công nhận", "82"]
    {
        assert!(said.contains(expected), "{expected:?} in {said}");
    }
    assert!(!said.contains("tg-x1"), "an author's name in {said}");
    for nobody in ["hd-v1", "tg-x1", "tk-h1"] {
        let mut client = world.app.signed_in(nobody).await;
        let nothing = if nobody == "hd-v1" { json!([]) } else { json!({"refused": "NOT_FOUND"}) };
        assert_eq!(ask(&mut client, query, of_sitting.clone()).await, nothing, "{nobody}");
        assert_eq!(made(&mut client, &found[1], "PDF").await, json!({"refused": "NOT_FOUND"}), "{nobody}");
    }
}

#[tokio::test]
async fn the_papers_of_the_way_to_the_province() {
    let world = world().await;
    let referral = referrals::referred(&world).await;
    let initiative = &referral["initiative"]["id"];
    let mut keeper = world.app.signed_in("tk-x1").await;
    let found = papers(&mut keeper, initiative).await;
    let petition = of(&found, "PETITION");
    let petition = words(&mut keeper, &petition).await;
    for expected in
        ["TỜ TRÌNH", "15/QĐ-UBND ngày 01 tháng 12 năm 2021", "5/5 thành viên đồng ý", "Đã áp dụng tại nhiều"]
    {
        assert!(petition.contains(expected), "{expected:?} in {petition}");
    }
    let confirmation = of(&found, "CONFIRMATION");
    assert_eq!(confirmation["viewerCanGenerate"], false, "the unit that confirms writes it");
    let mut head = world.app.signed_in("ld-x2").await;
    let found = papers(&mut head, &confirmation["subjectId"]).await;
    assert_eq!(forms(&found), ["CONFIRMATION"], "its own, and nothing else");
    let theirs = of(&found, "CONFIRMATION");
    let said = words(&mut head, &theirs).await;
    assert!(
        said.contains("Giảm một nửa thời gian chờ") && said.contains("ngày 01 tháng 9 năm 2021"),
        "{said}"
    );

    let mut register = json!({"form": "REGISTER", "subjectId": world.units["X1"], "year": 2021});
    let said = words(&mut keeper, &register).await;
    assert!(said.contains("SỔ TIẾP NHẬN") && said.contains("Tổng số: 2 đơn"), "{said}");
    assert_eq!(made(&mut head, &register, "PDF").await, json!({"refused": "NOT_FOUND"}));
    register["year"] = json!(99_999);
    assert_eq!(made(&mut keeper, &register, "PDF").await, json!({"refused": "BAD_USER_INPUT"}));
    let mut officer = world.app.signed_in("khcn").await;
    let nowhere = json!({"form": "REGISTER", "subjectId": nobodys_unit(), "year": 2021});
    assert_eq!(made(&mut officer, &nowhere, "PDF").await, json!({"refused": "NOT_FOUND"}));
    register["year"] = Value::Null;
    assert_eq!(made(&mut keeper, &register, "PDF").await, json!({"refused": "BAD_USER_INPUT"}));
    let member = account(&world, COUNCIL[0]).await;
    let odd = json!({"form": "REQUEST", "subjectId": initiative, "partId": member});
    assert_eq!(made(&mut keeper, &odd, "PDF").await, json!({"refused": "BAD_USER_INPUT"}));
}

#[tokio::test]
async fn a_cancellation_is_written_after_it_was_decided() {
    let world = world().await;
    let initiative = referrals::recognised(&world).await;
    let mut head = world.app.signed_in("ld-x1").await;
    let found = papers(&mut head, &initiative).await;
    assert!(!forms(&found).contains(&"CANCELLATION".to_owned()), "{found:?}");
    let recognition = referrals::recognitions(&mut head, &initiative).await[0].clone();
    let query =
        "mutation($input: CancelRecognitionInput!) { it: cancelRecognition(input: $input) { __typename } }";
    let input = json!({"id": recognition["id"], "version": recognition["version"], "ground": "NOT_THE_AUTHORS",
        "reason": "Sao chép của xã khác"});
    ask(&mut head, query, json!({"input": input})).await;
    let cancellation = of(&papers(&mut head, &initiative).await, "CANCELLATION");
    let said = words(&mut head, &cancellation).await;
    for expected in ["hủy bỏ công nhận", "15/QĐ-UBND ngày 01 tháng 12 năm 2021", "Sao chép của xã khác"]
    {
        assert!(said.contains(expected), "{expected:?} in {said}");
    }
}

#[tokio::test]
async fn the_list_of_papers_costs_the_same_however_many_files_were_made() {
    let world = world().await;
    let referral = referrals::referred(&world).await;
    let initiative = &referral["initiative"]["id"];
    let mut keeper = world.app.signed_in("tk-x1").await;
    let query = "query($id: ID!) { documentsOf(recordId: $id) { form subjectId partId about viewerCanGenerate \
        generated { id name createdBy { id displayName } } } }";
    let found = papers(&mut keeper, initiative).await;
    made(&mut keeper, &found[0], "DOCX").await;
    let few = world.app.statements_of(&mut keeper, query, json!({"id": initiative})).await;
    for paper in found.iter().filter(|paper| paper["viewerCanGenerate"] == true) {
        made(&mut keeper, paper, "DOCX").await;
    }
    let many = world.app.statements_of(&mut keeper, query, json!({"id": initiative})).await;
    assert_eq!(few, many, "statements for one file and for all");
    assert!(few <= 30, "{few} statements");
}
