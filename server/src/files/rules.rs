//! Cleaning of file names: no paths, no control characters, composed Unicode, an extension that fits.

use unicode_normalization::UnicodeNormalization as _;

use super::kinds::FileKind;

/// Most characters of a name.
const LONGEST_NAME: usize = 200;

/// The name without folders, control and direction characters, in composed Unicode; `None` when
/// nothing remains.
#[must_use]
pub fn clean_name(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.nfc().filter(|c| !c.is_control() && !is_invisible(*c)).collect();
    let clean = clean.trim().trim_matches('.').trim();
    (!clean.is_empty()).then(|| clean.to_owned())
}

/// The name with an extension of its type, cut to the longest length.
#[must_use]
pub fn with_extension(name: &str, kind: FileKind) -> String {
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, end)) if kind.extensions().contains(&end.to_lowercase().as_str()) && !stem.is_empty() => {
            (stem, end)
        }
        _ => (name, kind.extensions()[0]),
    };
    let room = LONGEST_NAME - extension.chars().count() - 1;
    let stem: String = stem.chars().take(room).collect();
    format!("{}.{extension}", stem.trim_end())
}

/// Characters that show nothing or turn the direction of writing, with which a name can lie.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_folders_and_what_cannot_be_seen() {
        assert_eq!(clean_name("C:\\tài liệu\\báo cáo.pdf").as_deref(), Some("báo cáo.pdf"));
        assert_eq!(clean_name("../../etc/passwd").as_deref(), Some("passwd"));
        assert_eq!(clean_name("ba\u{301}o\u{202e}fdp.exe\n").as_deref(), Some("báofdp.exe"));
        for nothing in ["", " ", "..", "a/", "\u{200b}"] {
            assert_eq!(clean_name(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn the_extension_fits_the_content() {
        assert_eq!(with_extension("kế hoạch.PDF", FileKind::Pdf), "kế hoạch.PDF");
        assert_eq!(with_extension("ảnh.jpeg", FileKind::Jpeg), "ảnh.jpeg");
        assert_eq!(with_extension("run.bat", FileKind::Text), "run.bat.txt");
        assert_eq!(with_extension("số 5.1", FileKind::Docx), "số 5.1.docx");
        let long = with_extension(&"đ".repeat(500), FileKind::Xlsx);
        assert_eq!(long.chars().count(), LONGEST_NAME);
        assert!(long.ends_with(".xlsx"));
    }
}
