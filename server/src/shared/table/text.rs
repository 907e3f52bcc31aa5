//! The bytes of a file as text: Unicode by its marks, or what a Vietnamese Windows wrote.

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization as _;

use super::TableFault;
use crate::shared::import::{Fault as _, Problems};

/// What bytes are taken for that are no Unicode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decoding {
    /// For nothing: they are refused by line.
    #[default]
    Unicode,
    /// For the code of a Vietnamese Windows.
    Windows1258,
}

/// How the signs of a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, or signs that are the same there.
    Utf8,
    /// UTF-16, which spreadsheets call Unicode text.
    Utf16,
    /// The code of a Vietnamese Windows.
    Windows1258,
}

/// The text of a file.
#[derive(Clone)]
pub struct Text<'a> {
    /// UTF-8, or bytes that are none and are found out by line.
    pub bytes: Cow<'a, [u8]>,
    /// What it was.
    pub encoding: Encoding,
}

/// The first bytes of what is certainly no text with separators.
const OTHERS: [&[u8]; 6] = [b"%PDF", b"<!DOCTYPE", b"<html", b"<?xml", b"{\\rtf", b"\x89PNG"];

/// The text of a file; that of none is an error.
pub fn decoded(bytes: &[u8], decoding: Decoding) -> Result<Text<'_>, TableFault> {
    if OTHERS
        .iter()
        .any(|start| bytes.len() >= start.len() && bytes[..start.len()].eq_ignore_ascii_case(start))
    {
        return Err(TableFault::NotATable);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return Ok(Text { bytes: Cow::Borrowed(rest), encoding: Encoding::Utf8 });
    }
    let little = |bytes| UTF_16LE.decode_without_bom_handling(bytes).0;
    let big = |bytes| UTF_16BE.decode_without_bom_handling(bytes).0;
    let wide = match bytes {
        [0xFF, 0xFE, rest @ ..] => Some(little(rest)),
        [0xFE, 0xFF, rest @ ..] => Some(big(rest)),
        // Without a mark: a heading begins with a plain letter.
        [1..=255, 0, 1..=255, 0, ..] => Some(little(bytes)),
        [0, 1..=255, 0, 1..=255, ..] => Some(big(bytes)),
        _ => None,
    };
    if let Some(text) = wide {
        let bytes = Cow::Owned(text.into_owned().into_bytes());
        return Ok(Text { bytes, encoding: Encoding::Utf16 });
    }
    if decoding == Decoding::Windows1258 && std::str::from_utf8(bytes).is_err() {
        let bytes = Cow::Owned(from_windows(bytes).into_bytes());
        return Ok(Text { bytes, encoding: Encoding::Windows1258 });
    }
    Ok(Text { bytes: Cow::Borrowed(bytes), encoding: Encoding::Utf8 })
}

/// The text of a file in UTF-8; lines that are none are told.
pub fn as_utf8(bytes: &[u8], decoding: Decoding) -> Result<String, Problems> {
    let text = decoded(bytes, decoding).map_err(|fault| Problems::from(vec![fault.of_row(1)]))?;
    match String::from_utf8(text.bytes.into_owned()) {
        Ok(text) => Ok(text),
        Err(error) => {
            let lines = (1..).zip(error.as_bytes().split(|byte| *byte == b'\n'));
            let broken = lines.filter(|(_, line)| std::str::from_utf8(line).is_err());
            Err(broken.map(|(number, line)| not_utf8(line).of_row(number)).collect())
        }
    }
}

/// Bytes that are not UTF-8, and how they read on a Vietnamese Windows.
pub fn not_utf8(bytes: &[u8]) -> TableFault {
    TableFault::NotUtf8 { as_windows: from_windows(bytes).trim().to_owned() }
}

/// The code of a Vietnamese Windows writes tones as signs of their own; composed they are what everybody types.
fn from_windows(bytes: &[u8]) -> String {
    WINDOWS_1258.decode_without_bom_handling(bytes).0.nfc().collect()
}
