//! Cleaning of file names: no paths, no control characters, composed Unicode, an extension that fits.

use super::kinds::FileKind;
use crate::shared::clean;

/// Most characters of a name.
const LONGEST_NAME: usize = 200;
/// Most bytes of a name: file systems take no longer one, and a Vietnamese letter takes up to three.
const MOST_BYTES: usize = 255;

/// The name without folders, control and direction characters, in composed Unicode; `None` when
/// nothing remains.
#[must_use]
pub fn clean_name(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean = clean::line(last);
    let clean = clean.trim_matches('.').trim();
    (!clean.is_empty()).then(|| clean.to_owned())
}

/// The name with an extension of its type, cut to the longest length in characters and in bytes.
#[must_use]
pub fn with_extension(name: &str, kind: FileKind) -> String {
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, end)) if kind.extensions().contains(&end.to_lowercase().as_str()) && !stem.is_empty() => {
            (stem, end)
        }
        _ => (name, kind.extensions()[0]),
    };
    let room = |most: usize, taken: usize| most.saturating_sub(taken + 1);
    let characters = room(LONGEST_NAME, extension.chars().count());
    let stem = clean::at_most(stem, characters, room(MOST_BYTES, extension.len()));
    format!("{}.{extension}", stem.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_folders_and_what_cannot_be_seen() {
        assert_eq!(clean_name("C:\\tài liệu\\báo cáo.pdf").as_deref(), Some("báo cáo.pdf"));
        assert_eq!(clean_name("../../etc/passwd").as_deref(), Some("passwd"));
        assert_eq!(clean_name("ba\u{301}o\u{202e}fdp.exe\n").as_deref(), Some("báofdp.exe"));
        assert_eq!(clean_name("b\u{ad}áo\u{61c} \u{a0}cáo\u{200b}.pdf").as_deref(), Some("báo cáo.pdf"));
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
        let long = with_extension(&"d".repeat(500), FileKind::Xlsx);
        assert_eq!(long.chars().count(), LONGEST_NAME);
        assert!(long.ends_with(".xlsx"));
        let wide = with_extension(&"ữ".repeat(500), FileKind::Xlsx);
        assert!(
            (MOST_BYTES - 3..=MOST_BYTES).contains(&wide.len()) && wide.ends_with(".xlsx"),
            "{}",
            wide.len()
        );
    }
}
