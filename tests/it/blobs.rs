//! Bytes are held against their hash whenever they are read; what is missing, tampered with or named by nobody is
//! found and named.

use std::path::PathBuf;

use axum::body::Body;
use http::{Request, StatusCode, header};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use thidua::files::Sweeper;
use thidua::storage::{self, Inventory};

use crate::files::pdf;
use crate::support::command_line::thidua;
use crate::support::scenario::{World, published, text};
use crate::support::{Answer, Client, initiatives, referrals, reviews, tables};
use crate::{attachments, documents, files};

/// Where a blob lies.
pub fn place(world: &World, sha256: &str) -> PathBuf {
    let folder = PathBuf::from(&world.app.app.config.files_url);
    folder.join("sha256").join(&sha256[..2]).join(&sha256[2..])
}

/// A record with bytes, and how it is downloaded.
#[derive(Clone, Copy, Debug)]
enum Way {
    File,
    Attachment,
    Document,
}

async fn download(client: &mut Client, way: Way, record: &Value) -> Answer {
    match way {
        Way::File => files::download(client, record).await,
        Way::Attachment => attachments::download(client, record).await,
        Way::Document => documents::download(client, record).await,
    }
}

async fn asked_in(client: &mut Client, way: Way, record: &Value, language: &str) -> Answer {
    let path = match way {
        Way::File => "files",
        Way::Attachment => "attachments",
        Way::Document => "documents",
    };
    let request = Request::builder().uri(format!("/{path}/{}", text(&record["id"])));
    let request = request.header(header::ACCEPT_LANGUAGE, language).body(Body::empty());
    client.send(request.expect("a request")).await
}

/// One record of each kind, with somebody who reads it. All have blobs of their own.
pub async fn three_records(world: &World) -> [(&'static str, Value); 3] {
    initiatives::people(world).await;
    reviews::people(world).await;
    referrals::people(world).await;
    let mut focal = world.app.signed_in("cb-x1").await;
    let file = files::upload(&mut focal, &world.units["X1"], "một.pdf", pdf("một")).await.json();
    let mut author = world.app.signed_in("tg-x1").await;
    let draft = json!(initiatives::drafted_by(world, "tg-x1", "X1").await);
    let attached = attachments::attach(&mut author, &draft, "hai.pdf", pdf("hai"), false).await.json();
    let case = initiatives::filed_by(world, "tg-x1", "X1").await;
    let papers = documents::papers(&mut author, &case["id"]).await;
    let document = documents::made(&mut author, &papers[0], "DOCX").await;
    [("cb-x1", file), ("tg-x1", attached), ("tg-x1", document)]
}

async fn findings(world: &World) -> Vec<Value> {
    let mut auditor = world.app.signed_in("thanhtra").await;
    findings_of(&mut auditor, "file.found_tampered").await
}

async fn findings_of(auditor: &mut Client, deed: &str) -> Vec<Value> {
    let query = "query($deed: String!) { auditEntries(first: 20, deed: $deed) { nodes { subjectKind before after } } }";
    let answer = auditor.query(query, json!({ "deed": deed })).await.data();
    answer["auditEntries"]["nodes"].as_array().expect("entries").clone()
}

async fn inspected(world: &World, content: bool) -> Inventory {
    let app = &world.app.app;
    storage::inspect(app.db.read(), &app.blobs, content, &mut |_| {}).await.expect("the store is read")
}

#[tokio::test]
async fn on_every_way_out_a_tampered_file_is_refused_and_told_of_and_a_missing_one_is_named() {
    let world = published().await;
    let records = three_records(&world).await;
    for (number, (way, (login, record))) in
        [Way::File, Way::Attachment, Way::Document].into_iter().zip(&records).enumerate()
    {
        let mut reader = world.app.signed_in(login).await;
        let sha256 = text(&record["sha256"]);
        let place = place(&world, &sha256);
        let right = std::fs::read(&place).expect("the blob is there");
        assert_eq!(download(&mut reader, way, record).await.bytes, right, "{way:?}");

        let mut wrong = right.clone();
        *wrong.last_mut().expect("bytes") ^= 1;
        std::fs::write(&place, &wrong).expect("is overwritten");
        for (language, words) in [("vi", "bị thay đổi"), ("en", "not what was stored")] {
            let answer = asked_in(&mut reader, way, record, language).await;
            assert_eq!((answer.status, &answer.json()["code"]), (StatusCode::GONE, &json!("FILE_TAMPERED")));
            assert!(text(&answer.json()["message"]).contains(words), "{}", answer.json());
        }
        let told = findings(&world).await;
        assert_eq!(told.len(), number + 1, "once for each finding: {told:?}");
        let found = hex::encode(Sha256::digest(&wrong));
        assert!(text(&told[0]["before"]).contains(&sha256), "{told:?}");
        assert!(text(&told[0]["after"]).contains(&found), "{told:?}");

        std::fs::remove_file(&place).expect("is removed");
        let answer = download(&mut reader, way, record).await;
        assert_eq!((answer.status, &answer.json()["code"]), (StatusCode::GONE, &json!("FILE_MISSING")));
        download(&mut reader, way, record).await;
        let mut auditor = world.app.signed_in("thanhtra").await;
        let told = findings_of(&mut auditor, "file.found_missing").await;
        assert_eq!(told.len(), number + 1, "once for each finding: {told:?}");
        assert!(text(&told[0]["before"]).contains(&sha256), "{told:?}");
        std::fs::write(&place, &right).expect("is put back");
        assert_eq!(download(&mut reader, way, record).await.bytes, right, "{way:?}");
    }
    // Whoever may not read the record learns nothing of its bytes.
    std::fs::remove_file(place(&world, &text(&records[0].1["sha256"]))).expect("is removed");
    let mut stranger = world.app.signed_in("cb-x2").await;
    assert_eq!(files::download(&mut stranger, &records[0].1).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_large_file_comes_whole_or_not_at_all() {
    let world = published().await;
    let mut focal = world.app.signed_in("cb-x1").await;
    let mut bytes = pdf("lớn");
    bytes.resize(3 * 1024 * 1024, b' ');
    let file = files::upload(&mut focal, &world.units["X1"], "lớn.pdf", bytes.clone()).await.json();
    assert_eq!(files::download(&mut focal, &file).await.bytes, bytes);
    let place = place(&world, &text(&file["sha256"]));
    bytes[2 * 1024 * 1024] ^= 1;
    std::fs::write(&place, &bytes).expect("is overwritten");
    let answer = files::download(&mut focal, &file).await;
    assert_eq!((answer.status, &answer.json()["code"]), (StatusCode::GONE, &json!("FILE_TAMPERED")));
    // Cut short, it would have been a shorter answer.
    std::fs::write(&place, &bytes[..1024]).expect("is cut");
    assert_eq!(files::download(&mut focal, &file).await.status, StatusCode::GONE);
}

/// The folder is there no longer, as when a disk is not mounted.
#[tokio::test]
async fn a_store_that_does_not_answer_is_asked_again_later() {
    let world = published().await;
    let mut focal = world.app.signed_in("cb-x1").await;
    let unit = &world.units["X1"];
    let file = files::upload(&mut focal, unit, "một.pdf", pdf("một")).await.json();
    let place = place(&world, &text(&file["sha256"]));
    let folder = place.parent().expect("a folder");
    std::fs::remove_dir_all(folder).expect("is removed");
    std::fs::write(folder, b"no folder").expect("is written");
    let incoming = PathBuf::from(&world.app.app.config.files_url).join("incoming");
    std::fs::remove_dir_all(&incoming).expect("is removed");
    std::fs::write(&incoming, b"no folder").expect("is written");
    let refused = files::download(&mut focal, &file).await;
    assert_eq!(refused.json()["code"], "FILES_UNAVAILABLE");
    let later = files::upload(&mut focal, unit, "hai.pdf", pdf("hai")).await;
    for answer in [refused, later] {
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.json());
        assert!(answer.headers.contains_key(header::RETRY_AFTER));
    }
}

#[tokio::test]
async fn the_right_bytes_once_more_mend_a_tampered_file() {
    let world = published().await;
    let mut focal = world.app.signed_in("cb-x1").await;
    let unit = &world.units["X1"];
    let file = files::upload(&mut focal, unit, "một.pdf", pdf("một")).await.json();
    std::fs::write(place(&world, &text(&file["sha256"])), b"other").expect("is overwritten");
    assert_eq!(files::download(&mut focal, &file).await.status, StatusCode::GONE);
    files::upload(&mut focal, unit, "một.pdf", pdf("một")).await;
    assert_eq!(files::download(&mut focal, &file).await.bytes, pdf("một"));
}

#[tokio::test]
async fn an_inspection_finds_what_is_missing_tampered_with_or_named_by_nobody() {
    let world = published().await;
    let records = three_records(&world).await;
    let sound = inspected(&world, true).await;
    assert_eq!((sound.named, sound.faults.len(), sound.orphans.len()), (3, 0, 0), "{sound:?}");

    let hash = |at: usize| text(&records[at].1["sha256"]);
    std::fs::remove_file(place(&world, &hash(0))).expect("is removed");
    std::fs::write(place(&world, &hash(1)), b"other").expect("is overwritten");
    let orphan = hex::encode(Sha256::digest(b"nobody's"));
    std::fs::create_dir_all(place(&world, &orphan).parent().expect("a folder")).expect("is made");
    std::fs::write(place(&world, &orphan), b"nobody's").expect("is written");

    let found = inspected(&world, true).await;
    let mut faults: Vec<String> =
        found.faults.iter().map(|(named, fault)| format!("{}: {fault:?}", named.record)).collect();
    faults.sort();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults[0].starts_with("initiative_attachment ") && faults[0].contains("Tampered"), "{faults:?}");
    assert!(faults[1].starts_with("stored_file ") && faults[1].ends_with("Missing"), "{faults:?}");
    let orphans: Vec<_> = found.orphans.iter().filter_map(|kept| kept.sha256.clone()).collect();
    assert_eq!(orphans, [orphan.as_str()]);
    let quick = inspected(&world, false).await;
    assert_eq!(quick.faults.len(), 1, "without reading, only what is missing is found");

    let config = &world.app.app.config;
    let places = ["--database", &config.database_url, "--files", &config.files_url];
    let said = thidua(&[&["check"][..], &places].concat());
    assert!(!said.is_success, "{said:?}");
    for expected in [
        format!("files: 1 missing\n  {} (named by stored_file ", hash(0)),
        format!("files: 1 tampered with\n  {} (named by initiative_attachment ", hash(1)),
        format!("files: 1 named by no record, harmless\n  sha256/{}/{}, 8 bytes", &orphan[..2], &orphan[2..]),
    ] {
        assert!(said.out.contains(&expected), "{expected} in {}", said.out);
    }
    assert!(said.err.contains("2 faults found"), "{said:?}");
    let said = thidua(&[&["check", "--quick"][..], &places].concat());
    assert!(!said.is_success && said.err.contains("1 faults found"), "{said:?}");
}

#[tokio::test]
async fn a_check_of_sound_files_succeeds_and_orphans_are_no_fault() {
    let world = published().await;
    let mut focal = world.app.signed_in("cb-x1").await;
    files::upload(&mut focal, &world.units["X1"], "một.pdf", pdf("một")).await;
    let orphan = hex::encode(Sha256::digest(b"nobody's"));
    std::fs::create_dir_all(place(&world, &orphan).parent().expect("a folder")).expect("is made");
    std::fs::write(place(&world, &orphan), b"nobody's").expect("is written");
    let config = &world.app.app.config;
    let said = thidua(&["check", "--database", &config.database_url, "--files", &config.files_url]);
    assert!(said.is_success, "{said:?}");
    assert!(said.out.contains("files: 1 of 1 whole"), "{said:?}");
}

/// What an upload that was cut off by a crash leaves is gone before the next request.
#[tokio::test]
async fn what_half_done_uploads_left_is_swept_at_start() {
    let world = published().await;
    let mut focal = world.app.signed_in("cb-x1").await;
    let file = files::upload(&mut focal, &world.units["X1"], "một.pdf", pdf("một")).await.json();
    let incoming = PathBuf::from(&world.app.app.config.files_url).join("incoming");
    for name in ["0193f0a2", "0193f0a3#1"] {
        std::fs::write(incoming.join(name), b"half").expect("is written");
    }
    let _sweeper = Sweeper::start(&world.app.app.blobs).await;
    assert_eq!(std::fs::read_dir(&incoming).expect("a folder").count(), 0);
    assert_eq!(files::download(&mut focal, &file).await.bytes, pdf("một"), "what was kept stays");
}

/// Checking, backing up and restoring take a column of this name for a blob's: a new table with one belongs here, a
/// hash of something else needs another name.
#[tokio::test]
async fn a_column_named_sha256_names_a_blob() {
    let database = crate::support::TestDatabase::migrated().await;
    let db = sea_orm::Database::connect(&database.url).await.expect("connects");
    let mut naming = Vec::new();
    for table in tables::tables(&db).await {
        let columns = tables::columns(&db, &table).await;
        if columns.iter().any(|column| column.name == "sha256") {
            naming.push(table);
        }
    }
    assert_eq!(naming, ["generated_document", "initiative_attachment", "stored_file"]);
}
