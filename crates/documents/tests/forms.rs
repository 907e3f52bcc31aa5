//! Every form as both formats: the files are whole, and say what the facts say.

mod support;

use std::io::{Cursor, Read as _};

use documents::forms::Form as _;
use documents::{Format, fingerprint, render};
use time::Date;
use time::macros::date;

const DAY: Date = date!(2021 - 12 - 05);

/// A part of a DOCX.
fn part(bytes: &[u8], name: &str) -> String {
    let mut files = zip::ZipArchive::new(Cursor::new(bytes)).expect("is a ZIP archive");
    let mut text = String::new();
    files.by_name(name).expect("has the part").read_to_string(&mut text).expect("is text");
    text
}

fn body(document: &documents::Document) -> String {
    part(&render(document, Format::Docx, DAY).expect("renders"), "word/document.xml")
}

#[test]
fn every_form_becomes_both_files() {
    for (name, document) in support::all() {
        let pdf = render(&document, Format::Pdf, DAY).expect(name);
        assert!(pdf.starts_with(b"%PDF-1."), "{name}");
        let text = body(&document);
        let head = if name.starts_with("D16") { "Kính gửi" } else { "ỦY BAN NHÂN DÂN" };
        for expected in
            ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", head, &document.kind]
        {
            assert!(text.contains(expected) || name == "D20-confirmation", "{name} lacks {expected}");
        }
        assert!(!text.contains("----"), "{name}: rules are drawn");
    }
}

#[test]
fn the_same_facts_give_the_same_pdf() {
    let document = support::certificate().document();
    let once = render(&document, Format::Pdf, DAY).expect("renders");
    assert_eq!(once, render(&document, Format::Pdf, DAY).expect("renders"));
}

#[test]
fn numbers_and_dates_are_left_to_the_clerk() {
    let open = body(&support::decision(2).document());
    assert!(open.contains("/QĐ-UBND") && open.contains("năm 2021"));
    assert!(!open.contains("Số: "), "a number was invented");
    assert!(open.contains("Phước Hưng, ngày\u{a0}"), "a date was invented");
    let numbered = body(&support::certificate().document());
    assert!(numbered.contains("Số: 05/GCN-UBND") && numbered.contains("ngày 05 tháng 12 năm 2021"));
}

#[test]
fn hostile_text_stays_text() {
    let mut request = support::request();
    let hostile = "</w:t><w:br/> & \"#let x = 1\" $a$ @b \\\\ \u{0}\u{b}\u{fffe} 漢字 😀 *đậm*";
    request.title = hostile.to_owned();
    request.description[0].open = format!("{hostile}\n\n{hostile}");
    let document = request.document();
    let text = body(&document);
    assert!(text.contains("&lt;/w:t&gt;&lt;w:br/&gt; &amp;") && text.contains("漢字 😀"));
    assert!(!text.contains('\u{0}') && !text.contains('\u{b}') && !text.contains('\u{fffe}'));
    let pdf = render(&document, Format::Pdf, DAY).expect("renders, with a sign for letters it lacks");
    assert!(pdf.len() > 1000);
}

#[test]
fn a_long_list_goes_over_pages() {
    let pages = |count: usize| {
        let pdf = render(&support::decision(count).document(), Format::Pdf, DAY).expect("renders");
        hayro_syntax::Pdf::new(pdf).expect("is a PDF").pages().len()
    };
    let (short, long) = (pages(2), pages(200));
    assert_eq!(short, 2, "the decision and its list");
    assert!(long > 15, "{long} pages");
}

#[test]
fn a_signature_never_stands_on_a_page_alone() {
    let text = body(&support::request().document());
    let before = &text[..text.rfind("<w:tbl>").expect("signatures are a table")];
    let last: Vec<&str> = before.rsplit("<w:p ").take(2).collect();
    assert!(last.iter().all(|paragraph| paragraph.contains("<w:keepNext")), "{last:?}");
}

#[test]
fn the_sheet_and_the_minutes_name_no_author() {
    for (name, document) in support::all().into_iter().filter(|(name, _)| name.starts_with("D18")) {
        assert!(!body(&document).contains("Hồng Đào"), "{name}");
    }
}

#[test]
fn a_fingerprint_names_the_facts() {
    let certificate = support::certificate();
    let named = fingerprint(&certificate);
    assert_eq!(named.len(), 64);
    assert_eq!(named, fingerprint(&certificate.clone()));
    let mut other = certificate;
    other.share += 1;
    assert_ne!(named, fingerprint(&other));
}
