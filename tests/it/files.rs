//! Files: uploading, refusing, downloading, and who may.

use axum::body::{Body, Bytes};
use futures::stream;
use http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};

use crate::support::scenario::{World, published, text};
use crate::support::{Answer, Client};

/// The bytes of a small PDF.
pub fn pdf(words: &str) -> Vec<u8> {
    format!("%PDF-1.7\n% {words}\n%%EOF\n").into_bytes()
}

fn request(unit: &str, name: &str, body: Body) -> Request<Body> {
    let mut encoded = String::new();
    for byte in name.bytes() {
        encoded.push_str(&format!("%{byte:02X}"));
    }
    Request::builder()
        .method(Method::POST)
        .uri(format!("/files?unit={unit}&name={encoded}"))
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .header("X-Thidua-CSRF", "1")
        .body(body)
        .expect("a request")
}

/// Uploads bytes to the library of a unit.
pub async fn upload(client: &mut Client, unit: &str, name: &str, bytes: Vec<u8>) -> Answer {
    client.send(request(unit, name, Body::from(bytes))).await
}

/// The bytes of a file.
pub async fn download(client: &mut Client, file: &Value) -> Answer {
    let uri = format!("/files/{}", text(&file["id"]));
    let request = Request::builder().method(Method::GET).uri(uri).body(Body::empty()).expect("a request");
    client.send(request).await
}

/// Names of all files below the folder of blobs.
fn blobs(world: &World) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![std::path::PathBuf::from(&world.app.app.config.files_url)];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { open.push(path) } else { found.push(path.display().to_string()) }
        }
    }
    found
}

#[tokio::test]
async fn a_file_comes_back_as_it_went_in_and_only_as_a_download() {
    let world = published().await;
    let mut focal = world.app.signed_in("cb-x1").await;
    let bytes = pdf("kế hoạch");
    let decomposed = "C:\\ho\u{302}\u{300} sơ\\Ke\u{302}\u{301} hoạch.PDF";
    let answer = upload(&mut focal, &world.units["X1"], decomposed, bytes.clone()).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.json());
    let file = answer.json();
    assert_eq!((&file["name"], &file["mediaType"]), (&json!("Kế hoạch.PDF"), &json!("application/pdf")));
    assert_eq!(file["size"], bytes.len());

    let back = download(&mut focal, &file).await;
    assert_eq!((back.status, &back.bytes), (StatusCode::OK, &bytes));
    let header = |name: &str| back.headers[name].to_str().expect("ASCII").to_owned();
    assert_eq!(header("content-disposition"), "attachment; filename*=UTF-8''K%E1%BA%BF%20ho%E1%BA%A1ch.PDF");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("content-security-policy"), "sandbox; default-src 'none'");
    assert_eq!(header("cache-control"), "private, no-store");
    assert_eq!(header("accept-ranges"), "none", "a part cannot be held against the hash");
    assert_eq!(header("content-length"), bytes.len().to_string());
    assert_eq!(header("etag"), format!("\"{}\"", text(&file["sha256"])));

    let node = focal
        .query(
            "query($id: ID!) { node(id: $id) { ... on StoredFile { name url linkCount } } }",
            json!({"id": file["id"]}),
        )
        .await
        .data();
    assert_eq!(node["node"]["url"], format!("/files/{}", text(&file["id"])));
}

#[tokio::test]
async fn the_same_bytes_are_kept_once() {
    let world = published().await;
    let mut x1 = world.app.signed_in("cb-x1").await;
    let mut x2 = world.app.signed_in("cb-x2").await;
    let first = upload(&mut x1, &world.units["X1"], "một.pdf", pdf("một")).await.json();
    let again = upload(&mut x1, &world.units["X1"], "hai.pdf", pdf("một")).await.json();
    assert_eq!(again, first, "the library has it already, under its first name");
    let other = upload(&mut x2, &world.units["X2"], "ba.pdf", pdf("một")).await.json();
    assert_ne!(other["id"], first["id"], "another library");
    assert_eq!(other["sha256"], first["sha256"]);
    assert_eq!(blobs(&world).len(), 1);
    let trail =
        x1.query("{ auditEntries(first: 10, deed: \"file.uploaded\") { nodes { after } } }", json!({})).await;
    assert_eq!(trail.data()["auditEntries"]["nodes"].as_array().expect("entries").len(), 1);
}

#[tokio::test]
async fn what_a_browser_or_a_shell_would_run_is_refused() {
    let world = published().await;
    let mut focal = world.app.signed_in("cb-x1").await;
    let cases: [(&str, &[u8]); 6] = [
        ("trang.pdf", b"<!doctype html><script>alert(1)</script>"),
        ("anh.png", b"<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>"),
        ("chay.pdf", b"MZ\x90\x00\x03\x00\x00\x00"),
        ("chay.txt", b"#!/bin/sh\nrm -rf /\n"),
        ("nen.docx", b"PK\x03\x04 not an office file"),
        ("latin.txt", b"b\xe1o c\xe1o"),
    ];
    for (name, bytes) in cases {
        let answer = upload(&mut focal, &world.units["X1"], name, bytes.to_vec()).await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{name}");
        assert_eq!(answer.json()["code"], "UNSUPPORTED_MEDIA_TYPE");
    }
    let empty = upload(&mut focal, &world.units["X1"], "trống.pdf", Vec::new()).await;
    assert_eq!((empty.status, &empty.json()["code"]), (StatusCode::BAD_REQUEST, &json!("FILE_EMPTY")));
    assert!(blobs(&world).is_empty(), "nothing was kept: {:?}", blobs(&world));
    let text = upload(&mut focal, &world.units["X1"], "run.bat", "báo cáo".into()).await.json();
    assert_eq!((&text["name"], &text["mediaType"]), (&json!("run.bat.txt"), &json!("text/plain")));
}

#[tokio::test]
async fn a_file_above_the_limit_is_cut_off_and_forgotten() {
    let world = published().await;
    let mut focal = world.app.signed_in("cb-x1").await;
    focal.language = "en";
    let mut declared = request(&world.units["X1"], "lớn.pdf", Body::empty());
    declared.headers_mut().insert(header::CONTENT_LENGTH, "52428801".parse().expect("a number"));
    assert_eq!(focal.send(declared).await.status, StatusCode::PAYLOAD_TOO_LARGE);

    let chunk = Bytes::from(vec![b'a'; 1024 * 1024]);
    let chunks = (0..51).map(move |_| Ok::<_, std::io::Error>(chunk.clone()));
    let streamed = request(&world.units["X1"], "lớn.pdf", Body::from_stream(stream::iter(chunks)));
    let answer = focal.send(streamed).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.json()["code"], "FILE_TOO_LARGE");
    assert!(blobs(&world).is_empty(), "{:?}", blobs(&world));
}

#[tokio::test]
async fn only_the_units_own_staff_upload_and_only_readers_download() {
    let world = published().await;
    let unit = &world.units["X1"];
    let mut focal = world.app.signed_in("cb-x1").await;
    let file = upload(&mut focal, unit, "một.pdf", pdf("một")).await.json();

    assert_eq!(upload(&mut world.app.anonymous(), unit, "a.pdf", pdf("a")).await.status, 401);
    assert_eq!(download(&mut world.app.anonymous(), &file).await.status, 401);
    for (login, uploading, downloading) in [
        ("cb-x2", 404, 404),
        ("td-d1", 404, 404),
        ("quantri", 404, 404),
        ("quanly", 403, 200),
        ("ld-x1", 201, 200),
    ] {
        let mut client = world.app.signed_in(login).await;
        assert_eq!(upload(&mut client, unit, "khác.pdf", pdf(login)).await.status, uploading, "{login}");
        assert_eq!(download(&mut client, &file).await.status, downloading, "{login}");
    }
    assert_eq!(download(&mut focal, &json!({"id": "VW5pdA"})).await.status, 404);
}

#[tokio::test]
async fn another_site_cannot_upload_with_a_stolen_click() {
    let world = published().await;
    let mut focal = world.app.signed_in("cb-x1").await;
    let unit = &world.units["X1"];
    let mut bare = request(unit, "a.pdf", Body::from(pdf("a")));
    bare.headers_mut().remove("x-thidua-csrf");
    assert_eq!(focal.send(bare).await.status, StatusCode::FORBIDDEN);
    let mut foreign = request(unit, "a.pdf", Body::from(pdf("a")));
    foreign.headers_mut().insert("sec-fetch-site", "cross-site".parse().expect("a value"));
    assert_eq!(focal.send(foreign).await.status, StatusCode::FORBIDDEN);
    let mut form = request(unit, "a.pdf", Body::from(pdf("a")));
    form.headers_mut().insert(header::CONTENT_TYPE, "text/plain".parse().expect("a value"));
    let refused = focal.send(form).await;
    assert_eq!(
        (refused.status, &refused.json()["code"]),
        (StatusCode::UNSUPPORTED_MEDIA_TYPE, &json!("UNSUPPORTED_MEDIA_TYPE"))
    );
}
