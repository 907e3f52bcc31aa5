//! What a paper is called as a file, and how a long text is shortened for a certificate.

use super::model::{DocumentForm, DocumentFormat};
use crate::councils::InitiativeLevel;

/// Most letters of the title in the name of a file.
const TITLE_IN_NAME: usize = 60;
/// Most letters of a text on a certificate.
const ON_CERTIFICATE: usize = 600;

/// The name of the file: what it is and at which level, about what, and its extension. File systems refuse some signs.
#[must_use]
pub fn file_name(
    form: DocumentForm,
    level: Option<InitiativeLevel>,
    about: &str,
    format: DocumentFormat,
) -> String {
    let is_province = level == Some(InitiativeLevel::Province);
    let what = match form {
        DocumentForm::Decision if is_province => "Quyết định công nhận cấp tỉnh",
        DocumentForm::Certificate if is_province => "Giấy xác nhận cấp tỉnh",
        DocumentForm::Cancellation if is_province => "Quyết định hủy bỏ cấp tỉnh",
        DocumentForm::Request => "Đơn yêu cầu",
        DocumentForm::Receipt => "Giấy biên nhận",
        DocumentForm::Register => "Sổ tiếp nhận",
        DocumentForm::Sheet => "Phiếu đánh giá",
        DocumentForm::Tally => "Bảng tổng hợp",
        DocumentForm::Minutes => "Biên bản",
        DocumentForm::Decision => "Quyết định công nhận",
        DocumentForm::Certificate => "Giấy chứng nhận",
        DocumentForm::Petition => "Tờ trình",
        DocumentForm::Confirmation => "Giấy xác nhận áp dụng",
        DocumentForm::Cancellation => "Quyết định hủy bỏ",
    };
    let about: String = about.chars().map(|c| if is_refused(c) { ' ' } else { c }).collect();
    let about: Vec<&str> = about.split_whitespace().collect();
    let about = cut(&about.join(" "), TITLE_IN_NAME);
    format!("{what} - {}.{}", about.trim_end_matches(['.', ' ']), format.extension())
}

fn is_refused(c: char) -> bool {
    c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
}

/// The beginning of a text, as much as a certificate takes: whole sentences where there are some, else whole words.
#[must_use]
pub fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= ON_CERTIFICATE {
        return text;
    }
    let begin: String = text.chars().take(ON_CERTIFICATE).collect();
    match begin.rfind(". ") {
        Some(end) if end > begin.len() / 2 => begin[..=end].to_owned(),
        _ => format!("{}…", cut(&begin, ON_CERTIFICATE - 1)),
    }
}

/// At most so many letters, cut between words.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let begin: String = text.chars().take(most).collect();
    begin.rfind(' ').map_or(begin.as_str(), |end| &begin[..end]).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_what_it_is() {
        let name = file_name(DocumentForm::Minutes, None, "Hội đồng: xã/phường \"A\"", DocumentFormat::Docx);
        assert_eq!(name, "Biên bản - Hội đồng xã phường A.docx");
        let long = file_name(DocumentForm::Request, None, &"sáng kiến hay ".repeat(20), DocumentFormat::Pdf);
        assert!(long.chars().count() < 80 && long.ends_with("hay.pdf"), "{long}");
    }

    #[test]
    fn what_the_province_issues_is_named_apart() {
        let name = |form, level| file_name(form, Some(level), "Quầy lưu động", DocumentFormat::Pdf);
        for form in [DocumentForm::Decision, DocumentForm::Certificate, DocumentForm::Cancellation] {
            assert_ne!(name(form, InitiativeLevel::Base), name(form, InitiativeLevel::Province), "{form:?}");
        }
    }

    #[test]
    fn a_certificate_takes_whole_sentences() {
        assert_eq!(shortened("  Một câu.\nHai câu. "), "Một câu. Hai câu.");
        let long = "Giảm thời gian đi lại của người dân. ".repeat(40);
        let short = shortened(&long);
        assert!(short.ends_with("dân.") && short.chars().count() <= ON_CERTIFICATE, "{short}");
        let endless = shortened(&"từ ".repeat(400));
        assert!(endless.ends_with("từ…") && endless.chars().count() <= ON_CERTIFICATE);
        assert_eq!(shortened(&"x".repeat(700)).chars().count(), ON_CERTIFICATE);
    }
}
