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
fn the_signatures_of_many_go_on_over_pages_and_never_one_upon_another() {
    let mut request = support::request();
    let one = request.authors[0].clone();
    request.authors = vec![one; 20];
    let pdf = render(&request.document(), Format::Pdf, DAY).expect("renders");
    let few = render(&support::request().document(), Format::Pdf, DAY).expect("renders");
    let pages = |pdf: Vec<u8>| hayro_syntax::Pdf::new(pdf).expect("is a PDF").pages().len();
    assert!(pages(pdf) >= pages(few) + 2, "ten rows of signatures take more than a page");
}

#[test]
fn a_decision_names_who_signs_and_its_annex_what_it_belongs_to() {
    let mut decision = support::decision(2);
    decision.numbering.number = Some("15/QĐ-UBND".to_owned());
    decision.numbering.date = Some(date!(2021 - 12 - 1));
    let text = body(&decision.document());
    assert!(text.contains("Lê Văn Chủ"));
    let annex = "(Kèm theo Quyết định số 15/QĐ-UBND ngày 01 tháng 12 năm 2021 của Chủ tịch Ủy ban nhân dân xã Phước Hưng)";
    assert!(text.contains(annex), "{text}");
    assert!(text.contains("w:pgNumType"), "the annex counts its pages anew");
    let open = body(&support::decision(2).document());
    assert!(open.contains("Kèm theo Quyết định số\u{a0}"), "room for number and date in the annex");
}

#[test]
fn the_province_confirms_and_only_there_a_last_day_stands() {
    let base = body(&support::certificate().document());
    assert!(base.contains("GIẤY CHỨNG NHẬN SÁNG KIẾN") && base.contains(" chứng nhận"));
    assert!(base.contains("chủ đầu tư") && !base.contains("Giá trị sử dụng"));
    let province = documents::forms::Certificate {
        standing: documents::forms::Standing::Province,
        valid_until: Some(date!(2024 - 12 - 31)),
        numbering: documents::Numbering { number: None, date: None, year: 2021 },
        ..support::certificate()
    };
    let document = province.document();
    let text = body(&document);
    assert!(text.contains("GIẤY XÁC NHẬN") && text.contains("/GXN-UBND") && !text.contains("chứng nhận"));
    assert!(text.contains("ngày 31 tháng 12 năm 2024") && document.name.starts_with("Giấy xác nhận"));
}

#[test]
fn the_minutes_say_when_who_and_what_was_left_or_set_aside() {
    let text = body(&support::minutes().document());
    for expected in [
        "08 giờ 00 phút",
        "72,00",
        "Cao Thị Bảy (thay Huỳnh Thị Thu, theo Giấy ủy quyền",
        "Ngô Văn Tư",
        "61,00",
        "71,25",
        "Bảng kiểm hồ sơ một trang",
        "Đề nghị bổ sung số liệu",
        "Nơi nhận:",
        "HỘI ĐỒNG SÁNG KIẾN",
        "/BB-HĐSK",
    ] {
        assert!(text.contains(expected), "lacks {expected}");
    }
}

#[test]
fn bodies_write_dates_out_and_percentages_in_one_piece() {
    let is_numeric_date = |text: &str| {
        let parts: Vec<&str> = text.split('/').collect();
        parts.len() == 3
            && parts.iter().all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()))
    };
    for (name, document) in support::all() {
        assert!(!body(&document).contains(" %"), "{name}");
        for block in &document.blocks {
            let documents::Block::Paragraph { runs, .. } = block else { continue };
            let text: String = runs.iter().map(|run| run.text.as_str()).collect();
            // What a clerk or a keeper entered is quoted as it is.
            let is_own = !text.contains("Giấy ủy quyền") && !text.contains("Căn cứ thành lập");
            let words = text.split(|c: char| c.is_whitespace() || c == ',' || c == '.' || c == ';');
            assert!(!is_own || !words.into_iter().any(is_numeric_date), "{name}: {text}");
        }
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
