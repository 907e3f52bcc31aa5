//! A document as PDF: the content goes as data to a typesetter, whose template (`form.typ`) holds the form.

use std::sync::LazyLock;

use serde_json::Value;
use time::Date;
use typst::foundations::Bytes;
use typst::text::Font;
use typst_as_lib::TypstEngine;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::model::{Block, Document};
use crate::words::printable;
use crate::{RenderError, qr};

static TEMPLATE: &str = include_str!("form.typ");
/// Tinos has the widths of Times New Roman and all Vietnamese letters; what is used of it goes into the file.
static FONTS: [&[u8]; 4] = [
    include_bytes!("../fonts/Tinos-Regular.ttf"),
    include_bytes!("../fonts/Tinos-Bold.ttf"),
    include_bytes!("../fonts/Tinos-Italic.ttf"),
    include_bytes!("../fonts/Tinos-BoldItalic.ttf"),
];
/// A file for archives, of which nothing lies elsewhere (ISO 19005-2).
const STANDARD: PdfStandard = PdfStandard::A_2b;

/// Stands for a letter that the fonts lack, without which the standard takes no text.
const UNKNOWN: char = '□';
/// What the fonts hold; the four hold the same.
static UPRIGHT: LazyLock<Option<Font>> = LazyLock::new(|| Font::new(Bytes::new(FONTS[0]), 0));

/// Makes the file.
pub fn render(document: &Document, made_on: Date) -> Result<Vec<u8>, RenderError> {
    let failed = |error: &dyn std::fmt::Debug| RenderError::Failed(format!("{error:?}"));
    let pictures = pictures(document)?;
    let mut files = vec![("document.json", json(document, made_on)?)];
    files.extend(pictures.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())));
    let engine = TypstEngine::builder()
        .main_file(TEMPLATE)
        .fonts(FONTS)
        .with_static_file_resolver(files)
        .comemo_evict_max_age(Some(0))
        .build();
    let pages: PagedDocument = engine.compile().output.map_err(|error| failed(&error))?;
    let standards = PdfStandards::new(&[STANDARD]).map_err(|error| failed(&error))?;
    typst_pdf::pdf(&pages, &PdfOptions { standards, ..PdfOptions::default() }).map_err(|error| failed(&error))
}

fn json(document: &Document, made_on: Date) -> Result<Vec<u8>, RenderError> {
    let failed = |error: serde_json::Error| RenderError::Failed(error.to_string());
    let day = (made_on.year(), u8::from(made_on.month()), made_on.day());
    let document = readable(serde_json::to_value(document).map_err(failed)?);
    serde_json::to_vec(&serde_json::json!({ "document": document, "madeOn": day })).map_err(failed)
}

/// The same data with texts that the fonts can show.
fn readable(data: Value) -> Value {
    match data {
        Value::String(text) => Value::String(shown(&text)),
        Value::Array(list) => list.into_iter().map(readable).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, readable(value))).collect(),
        other => other,
    }
}

fn shown(text: &str) -> String {
    let holds = |c: char| match UPRIGHT.as_ref() {
        Some(font) => font.info().coverage.contains(u32::from(c)),
        None => true,
    };
    let lines = text
        .split('\n')
        .map(|line| printable(line).chars().map(|c| if holds(c) { c } else { UNKNOWN }).collect::<String>());
    lines.collect::<Vec<_>>().join("\n")
}

/// The pictures of a document, under the names by which the template asks for them: `qr-0.png`, `qr-1.png` …
fn pictures(document: &Document) -> Result<Vec<(String, Vec<u8>)>, RenderError> {
    let codes = document.blocks.iter().filter_map(|block| match block {
        Block::QrCode { url, .. } => Some(url),
        _ => None,
    });
    codes.enumerate().map(|(at, url)| Ok((format!("qr-{at}.png"), qr::png(url)?))).collect()
}
