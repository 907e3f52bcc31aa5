//! Files of a request: who adds, who reads, and that they stay once it is filed.

use axum::body::Body;
use http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};

use crate::files::pdf;
use crate::support::initiatives;
use crate::support::reviews::{self, ask};
use crate::support::scenario::{World, published, text};
use crate::support::{Answer, Client};

async fn world() -> World {
    let world = published().await;
    initiatives::people(&world).await;
    reviews::people(&world).await;
    world
}

/// Adds a file to a request.
pub async fn attach(
    client: &mut Client,
    initiative: &Value,
    name: &str,
    bytes: Vec<u8>,
    secret: bool,
) -> Answer {
    let mut encoded = String::new();
    for byte in name.bytes() {
        encoded.push_str(&format!("%{byte:02X}"));
    }
    let uri = format!("/attachments?initiative={}&name={encoded}&confidential={secret}", text(initiative));
    let request = Request::builder()
        .method(Method::POST)
        .uri(uri)
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .header("X-Thidua-CSRF", "1")
        .body(Body::from(bytes));
    client.send(request.expect("a request")).await
}

/// The bytes of a file.
pub async fn download(client: &mut Client, file: &Value) -> Answer {
    let uri = format!("/attachments/{}", text(&file["id"]));
    let request = Request::builder().method(Method::GET).uri(uri).body(Body::empty());
    client.send(request.expect("a request")).await
}

/// The files as somebody finds them, with whether more may be added; null when there is no request for them.
async fn read(client: &mut Client, initiative: &Value) -> Value {
    let query = "query($id: ID!) { it: initiativeAttachments(initiativeId: $id) { viewerCanAttach \
        attachments { id name mediaType size isConfidential url viewerCanRemove } } }";
    ask(client, query, json!({"id": initiative})).await
}

async fn remove(client: &mut Client, file: &Value) -> Value {
    let query = "mutation($input: RemoveAttachmentInput!) { it: removeAttachment(input: $input) { __typename \
        ... on AttachmentProblem { code } } }";
    ask(client, query, json!({"input": {"id": file["id"]}})).await
}

fn names(found: &Value) -> Vec<String> {
    let files = found["attachments"].as_array().unwrap_or_else(|| panic!("{found}"));
    files.iter().map(|file| text(&file["name"])).collect()
}

#[tokio::test]
async fn what_was_attached_is_read_by_whoever_reads_the_request() {
    let world = world().await;
    let initiative = json!(initiatives::drafted_by(&world, "tg-x1", "X1").await);
    let mut author = world.app.signed_in("tg-x1").await;
    assert_eq!(read(&mut author, &initiative).await, json!({"viewerCanAttach": true, "attachments": []}));
    let bytes = pdf("ảnh chụp");
    let added = attach(&mut author, &initiative, "ảnh chụp.PDF", bytes.clone(), false).await;
    assert_eq!(added.status, StatusCode::CREATED);
    let file = added.json();
    assert_eq!((&file["name"], &file["mediaType"]), (&json!("ảnh chụp.PDF"), &json!("application/pdf")));
    let answer = download(&mut author, &file).await;
    assert_eq!((answer.status, &answer.bytes), (StatusCode::OK, &bytes));
    assert!(answer.headers[header::CONTENT_DISPOSITION].to_str().expect("text").starts_with("attachment"));

    for (name, content, status, code) in [
        ("ảnh chụp.pdf", bytes.clone(), StatusCode::CONFLICT, "ATTACHED_ALREADY"),
        (
            "chương trình.exe",
            b"MZ\x90\x00".to_vec(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "UNSUPPORTED_MEDIA_TYPE",
        ),
        ("rỗng.txt", Vec::new(), StatusCode::BAD_REQUEST, "FILE_EMPTY"),
    ] {
        let refused = attach(&mut author, &initiative, name, content, false).await;
        assert_eq!((refused.status, &refused.json()["code"]), (status, &json!(code)), "{name}");
    }
    for stranger in ["tk-x1", "ld-x1", "tg-h1", "thanhtra"] {
        let mut client = world.app.signed_in(stranger).await;
        assert_eq!(
            read(&mut client, &initiative).await,
            Value::Null,
            "a draft is its authors' own: {stranger}"
        );
        assert_eq!(download(&mut client, &file).await.status, StatusCode::NOT_FOUND, "{stranger}");
        let refused = attach(&mut client, &initiative, "a.pdf", pdf("a"), false).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{stranger}");
        assert_eq!(remove(&mut client, &file).await, json!({"refused": "NOT_FOUND"}), "{stranger}");
    }
    let held = read(&mut author, &initiative).await["attachments"][0].clone();
    assert_eq!(held["viewerCanRemove"], true);
    assert_eq!(remove(&mut author, &held).await["__typename"], "RemovedAttachment");
    assert_eq!(download(&mut author, &file).await.status, StatusCode::NOT_FOUND);
    assert_eq!(remove(&mut author, &held).await, json!({"refused": "NOT_FOUND"}));
}

#[tokio::test]
async fn what_was_filed_stays_and_what_is_confidential_is_read_by_few() {
    let world = world().await;
    let mut author = world.app.signed_in("tg-x1").await;
    let me = initiatives::own_account(&mut author).await;
    let draft = initiatives::save(&mut author, initiatives::form(&world.units["X1"], &[(&me, "100")])).await;
    let initiative = draft["id"].clone();
    for (name, secret) in [("kế hoạch.pdf", false), ("mật.pdf", true)] {
        let added = attach(&mut author, &initiative, name, pdf(name), secret).await;
        assert_eq!(added.status, StatusCode::CREATED);
    }
    let filed = initiatives::at(&draft, json!({}));
    let filed = initiatives::deed(&mut author, "fileInitiative", "InitiativeDeedInput", filed).await;
    assert_eq!(filed["state"], "FILED", "what is attached changes no version: {filed}");
    let found = read(&mut author, &initiative).await;
    assert_eq!(
        (names(&found), &found["viewerCanAttach"]),
        (vec!["kế hoạch.pdf".to_owned(), "mật.pdf".to_owned()], &json!(false))
    );
    let late = attach(&mut author, &initiative, "muộn.pdf", pdf("muộn"), false).await;
    assert_eq!((late.status, &late.json()["code"]), (StatusCode::CONFLICT, &json!("WRONG_STATE")));
    let kept = found["attachments"][1].clone();
    assert_eq!(remove(&mut author, &kept).await["code"], "WRONG_STATE");

    for (reader, expected) in [("tk-x1", 2), ("thanhtra", 2), ("cb-x1", 1), ("phantich", 1)] {
        let mut client = world.app.signed_in(reader).await;
        let files = read(&mut client, &initiative).await;
        assert_eq!(names(&files).len(), expected, "{reader}");
        let secret = download(&mut client, &kept).await.status;
        let status = if expected == 2 { StatusCode::OK } else { StatusCode::NOT_FOUND };
        assert_eq!(secret, status, "{reader}");
    }
    let mut keeper = world.app.signed_in("tk-x1").await;
    assert_eq!(remove(&mut keeper, &kept).await, json!({"refused": "FORBIDDEN"}));
    let refused = attach(&mut keeper, &initiative, "của thư ký.pdf", pdf("b"), false).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let mut member = world.app.signed_in("hd-v1").await;
    assert_eq!(read(&mut member, &initiative).await, Value::Null, "those who score get no files");
}
