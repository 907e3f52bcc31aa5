//! The types of file that are taken, and how each is known by its content. The name decides nothing
//! but whether plain text is called CSV.

/// A type of file that is taken as evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Portable Document Format.
    Pdf,
    /// Image.
    Png,
    /// Image.
    Jpeg,
    /// Image.
    Webp,
    /// Image, usually a scan of several pages.
    Tiff,
    /// Word since 2007, without macros.
    Docx,
    /// Excel since 2007, without macros.
    Xlsx,
    /// Word until 2003, without macros.
    Doc,
    /// Excel until 2003, without macros.
    Xls,
    /// OpenDocument text, without macros.
    Odt,
    /// OpenDocument spreadsheet, without macros.
    Ods,
    /// Plain text in UTF-8.
    Text,
    /// Comma-separated values in UTF-8.
    Csv,
}

impl FileKind {
    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Tiff => "image/tiff",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Doc => "application/msword",
            Self::Xls => "application/vnd.ms-excel",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Text => "text/plain",
            Self::Csv => "text/csv",
        }
    }

    /// Extensions that a name of this type may have; the first one is added to a name that has none of them.
    #[must_use]
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Webp => &["webp"],
            Self::Tiff => &["tif", "tiff"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Doc => &["doc"],
            Self::Xls => &["xls"],
            Self::Odt => &["odt"],
            Self::Ods => &["ods"],
            Self::Text => &["txt"],
            Self::Csv => &["csv"],
        }
    }
}

/// What the first bytes of a file say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstLook {
    /// The type is certain.
    Is(FileKind),
    /// A ZIP container: its directory decides.
    Zip,
    /// A compound file (Office until 2003): its directory decides.
    Compound,
    /// No signature: text, if the whole content is.
    Unsigned,
    /// Markup or a script that a browser or a shell would run.
    Active,
}

/// Looks at the first bytes.
#[must_use]
pub fn first_look(head: &[u8]) -> FirstLook {
    use infer::{archive, image};
    let signed = [
        (archive::is_pdf as fn(&[u8]) -> bool, FileKind::Pdf),
        (image::is_png, FileKind::Png),
        (image::is_jpeg, FileKind::Jpeg),
        (image::is_webp, FileKind::Webp),
        (image::is_tiff, FileKind::Tiff),
    ];
    if let Some((_, kind)) = signed.iter().find(|(fits, _)| fits(head)) {
        return FirstLook::Is(*kind);
    }
    if head.starts_with(b"PK\x03\x04") {
        return FirstLook::Zip;
    }
    if head.starts_with(&compound::SIGNATURE) {
        return FirstLook::Compound;
    }
    if is_active(head) { FirstLook::Active } else { FirstLook::Unsigned }
}

/// Text that begins as HTML, SVG, XML, RTF or a script.
fn is_active(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head).trim_start_matches('\u{feff}').trim_start().to_lowercase();
    let opens =
        ["<!", "<?", "<html", "<head", "<body", "<script", "<svg", "<iframe", "#!", "{\\rtf", "@echo"];
    opens.iter().any(|opening| text.starts_with(opening))
        || ["<script", "<svg", "<iframe"].iter().any(|tag| text.contains(tag))
}

/// The type of plain text: CSV when its name says so.
#[must_use]
pub fn text_kind(name: &str) -> FileKind {
    if name.to_lowercase().ends_with(".csv") { FileKind::Csv } else { FileKind::Text }
}

/// Whether the whole of a text is UTF-8 without control characters; fed piece by piece.
#[derive(Debug)]
pub struct TextCheck {
    unfinished: Vec<u8>,
    is_text: bool,
}

impl Default for TextCheck {
    fn default() -> Self {
        Self { unfinished: Vec::new(), is_text: true }
    }
}

impl TextCheck {
    /// Looks at the next piece.
    pub fn feed(&mut self, piece: &[u8]) {
        if !self.is_text {
            return;
        }
        if piece
            .iter()
            .any(|byte| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0c'))
        {
            self.is_text = false;
            return;
        }
        let mut bytes = std::mem::take(&mut self.unfinished);
        bytes.extend_from_slice(piece);
        if let Err(error) = std::str::from_utf8(&bytes) {
            if error.error_len().is_some() {
                self.is_text = false;
            } else {
                self.unfinished = bytes.split_off(error.valid_up_to());
            }
        }
    }

    /// The verdict once everything was fed.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.is_text && self.unfinished.is_empty()
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// ZIP containers: Office since 2007 and OpenDocument.
pub mod zip {
    use super::{FileKind, u16_at, u32_at};

    /// Longest end record: 22 bytes and a comment.
    pub const LONGEST_END: u64 = 22 + 65_535;
    /// Largest directory that is read; an office file needs a few kilobytes.
    pub const LARGEST_DIRECTORY: u64 = 1 << 20;

    /// Offset and length of the central directory, from the last bytes of the file.
    #[must_use]
    pub fn directory(tail: &[u8]) -> Option<(u64, u64)> {
        let end = tail.windows(4).rposition(|window| window == b"PK\x05\x06")?;
        let length = u64::from(u32_at(tail, end + 12)?);
        let offset = u64::from(u32_at(tail, end + 16)?);
        (length <= LARGEST_DIRECTORY).then_some((offset, length))
    }

    /// The type, by the names in the central directory and the first entry; `None` when it is none
    /// that is taken, or carries macros.
    #[must_use]
    pub fn kind(head: &[u8], directory: &[u8]) -> Option<FileKind> {
        let names = names(directory)?;
        let has = |wanted: &str| names.iter().any(|name| name == wanted);
        let carries_macros = names.iter().any(|name| {
            name.to_lowercase().ends_with("vbaproject.bin")
                || name.starts_with("Basic/")
                || name.starts_with("Scripts/")
        });
        if carries_macros {
            return None;
        }
        if has("[Content_Types].xml") {
            let kinds = [("word/document.xml", FileKind::Docx), ("xl/workbook.xml", FileKind::Xlsx)];
            return kinds.iter().find(|(part, _)| has(part)).map(|(_, kind)| *kind);
        }
        let declared = open_document_type(head)?;
        [FileKind::Odt, FileKind::Ods].into_iter().find(|kind| kind.media_type().as_bytes() == declared)
    }

    fn names(directory: &[u8]) -> Option<Vec<String>> {
        let mut names = Vec::new();
        let mut at = 0;
        while at < directory.len() {
            if directory.get(at..at + 4)? != b"PK\x01\x02" {
                return None;
            }
            let length = |offset| u16_at(directory, at + offset).map(usize::from);
            let (name, extra, comment) = (length(28)?, length(30)?, length(32)?);
            let name_at = at + 46;
            names.push(String::from_utf8_lossy(directory.get(name_at..name_at + name)?).into_owned());
            at = name_at + name + extra + comment;
        }
        Some(names)
    }

    /// OpenDocument keeps its type, uncompressed, in the first entry, which is called `mimetype`.
    fn open_document_type(head: &[u8]) -> Option<&[u8]> {
        let is_stored = u16_at(head, 8)? == 0;
        let size = usize::try_from(u32_at(head, 18)?).ok()?;
        let (name, extra) = (usize::from(u16_at(head, 26)?), usize::from(u16_at(head, 28)?));
        if !is_stored || head.get(30..30 + name)? != b"mimetype" {
            return None;
        }
        let start = 30 + name + extra;
        head.get(start..start.checked_add(size)?)
    }
}

/// Compound files: Office until 2003.
pub mod compound {
    use super::{FileKind, u16_at, u32_at};

    /// The first eight bytes.
    pub const SIGNATURE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    /// Directory sectors that are followed; more than any office file of the permitted size needs to
    /// name its main stream.
    pub const MOST_SECTORS: usize = 64;
    const ENTRY: usize = 128;

    /// Where the directory begins and how its sectors are chained.
    #[derive(Debug)]
    pub struct Layout {
        /// Bytes in a sector.
        pub sector_size: u64,
        /// First sector of the directory.
        pub first_directory: u32,
        allocation_tables: Vec<u32>,
    }

    impl Layout {
        /// Reads the header.
        #[must_use]
        pub fn read(head: &[u8]) -> Option<Self> {
            let sector_size = match u16_at(head, 0x1E)? {
                9 => 512,
                12 => 4096,
                _ => return None,
            };
            let allocation_tables = (0..109).map_while(|index| u32_at(head, 0x4C + index * 4)).collect();
            Some(Self { sector_size, first_directory: u32_at(head, 0x30)?, allocation_tables })
        }

        /// Offset of a sector.
        #[must_use]
        pub fn offset(&self, sector: u32) -> u64 {
            (u64::from(sector) + 1) * self.sector_size
        }

        /// Offset of the number that follows a sector in its chain.
        #[must_use]
        pub fn next_at(&self, sector: u32) -> Option<u64> {
            let per_table = self.sector_size / 4;
            let table = usize::try_from(u64::from(sector) / per_table).ok()?;
            let at = u64::from(sector) % per_table * 4;
            Some(self.offset(*self.allocation_tables.get(table)?) + at)
        }
    }

    /// Names of the entries in one sector of the directory.
    #[must_use]
    pub fn names(sector: &[u8]) -> Vec<String> {
        sector
            .chunks_exact(ENTRY)
            .filter_map(|entry| {
                let length = usize::from(u16_at(entry, 0x40)?).checked_sub(2)?;
                let units: Vec<u16> = entry
                    .get(..length)?
                    .chunks_exact(2)
                    .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
                    .collect();
                Some(String::from_utf16_lossy(&units))
            })
            .collect()
    }

    /// The type, by the names in the directory; `None` when it is none that is taken, or carries macros.
    #[must_use]
    pub fn kind(names: &[String]) -> Option<FileKind> {
        let has = |wanted: &str| names.iter().any(|name| name == wanted);
        if ["VBA", "Macros", "_VBA_PROJECT", "_VBA_PROJECT_CUR"].into_iter().any(has) {
            return None;
        }
        if has("WordDocument") {
            Some(FileKind::Doc)
        } else if has("Workbook") || has("Book") {
            Some(FileKind::Xls)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn central_directory(names: &[&str]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for name in names {
            let mut entry = b"PK\x01\x02".to_vec();
            entry.resize(46, 0);
            entry[28] = u8::try_from(name.len()).expect("short");
            entry.extend_from_slice(name.as_bytes());
            bytes.extend(entry);
        }
        bytes
    }

    fn open_document_head(media_type: &str) -> Vec<u8> {
        let mut head = b"PK\x03\x04".to_vec();
        head.resize(30, 0);
        head[18] = u8::try_from(media_type.len()).expect("short");
        head[26] = 8;
        head.extend_from_slice(b"mimetype");
        head.extend_from_slice(media_type.as_bytes());
        head.extend_from_slice(b"PK\x03\x04");
        head
    }

    #[test]
    fn signatures_decide() {
        assert_eq!(first_look(b"%PDF-1.7 ..."), FirstLook::Is(FileKind::Pdf));
        assert_eq!(first_look(b"\x89PNG\r\n\x1a\n"), FirstLook::Is(FileKind::Png));
        assert_eq!(first_look(b"\xFF\xD8\xFF\xE0"), FirstLook::Is(FileKind::Jpeg));
        assert_eq!(first_look(b"PK\x03\x04...."), FirstLook::Zip);
        assert_eq!(first_look("Báo cáo".as_bytes()), FirstLook::Unsigned);
        assert_eq!(first_look(b"MZ\x90\x00"), FirstLook::Unsigned);
    }

    #[test]
    fn markup_and_scripts_are_active() {
        for text in [
            "<!DOCTYPE html>",
            "  <HTML>",
            "\u{feff}<svg xmlns=",
            "<?xml version=",
            "#!/bin/sh",
            "a <ScRiPt>",
        ] {
            assert_eq!(first_look(text.as_bytes()), FirstLook::Active, "{text}");
        }
    }

    #[test]
    fn the_directory_of_a_container_decides() {
        let kind = |names: &[&str]| zip::kind(b"PK\x03\x04", &central_directory(names));
        assert_eq!(kind(&["[Content_Types].xml", "_rels/.rels", "word/document.xml"]), Some(FileKind::Docx));
        assert_eq!(kind(&["xl/workbook.xml", "[Content_Types].xml"]), Some(FileKind::Xlsx));
        assert_eq!(kind(&["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]), None);
        assert_eq!(kind(&["[Content_Types].xml", "ppt/presentation.xml"]), None);
        assert_eq!(kind(&["a.exe"]), None);
    }

    #[test]
    fn open_documents_declare_themselves() {
        let text = open_document_head("application/vnd.oasis.opendocument.text");
        assert_eq!(zip::kind(&text, &central_directory(&["mimetype", "content.xml"])), Some(FileKind::Odt));
        assert_eq!(zip::kind(&text, &central_directory(&["mimetype", "Basic/script-lc.xml"])), None);
        let other = open_document_head("application/epub+zip");
        assert_eq!(zip::kind(&other, &central_directory(&["mimetype"])), None);
    }

    #[test]
    fn compound_files_are_known_by_their_main_stream() {
        let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(compound::kind(&names(&["Root Entry", "WordDocument"])), Some(FileKind::Doc));
        assert_eq!(compound::kind(&names(&["Root Entry", "Workbook"])), Some(FileKind::Xls));
        assert_eq!(compound::kind(&names(&["Root Entry", "WordDocument", "Macros"])), None);
        assert_eq!(compound::kind(&names(&["Root Entry"])), None);
    }

    #[test]
    fn text_is_checked_across_pieces() {
        let bytes = "Phước Hưng".as_bytes();
        for cut in 0..bytes.len() {
            let mut check = TextCheck::default();
            check.feed(&bytes[..cut]);
            check.feed(&bytes[cut..]);
            assert!(check.holds(), "cut at {cut}");
        }
        let mut cut_short = TextCheck::default();
        cut_short.feed(&bytes[..3]);
        assert!(!cut_short.holds());
        let mut binary = TextCheck::default();
        binary.feed(b"MZ\x90\x00");
        assert!(!binary.holds());
    }
}
