//! Files of rows in the schema: how they come in, what was understood of them, and what is wrong with them.

use async_graphql::{Context, Enum, InputObject, Result, SimpleObject};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::context::ContextExt as _;
use crate::shared::error::Refusal;
use crate::shared::import::RowProblem;
use crate::shared::table::{Decoding, Encoding, Format, Preview, TableBytes};
use crate::shared::words::Words;

/// Greatest size of a file in a request, in bytes.
pub const MAX_FILE: usize = 2 * 1024 * 1024;
/// The same in base64.
pub const MAX_FILE_TEXT: usize = MAX_FILE.div_ceil(3) * 4;

/// A file of rows: CSV (UTF-8 or UTF-16; commas, semicolons or tabs) or a workbook (XLSX).
#[derive(InputObject)]
pub struct TableFileInput {
    /// Its bytes in base64, at most 2 MB before that.
    content: String,
    /// What bytes are taken for that are no Unicode; without it they are refused by line.
    encoding: Option<TableEncoding>,
    /// The sheet of a workbook; the first one when absent.
    sheet: Option<String>,
}

/// How the signs of a file are written.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableEncoding {
    /// UTF-8, as workbooks are too.
    #[graphql(name = "UTF_8")]
    Utf8,
    /// UTF-16, which spreadsheets call Unicode text.
    #[graphql(name = "UTF_16")]
    Utf16,
    /// The code of a Vietnamese Windows.
    #[graphql(name = "WINDOWS_1258")]
    Windows1258,
}

/// What a file was taken for.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// Text with commas.
    Comma,
    /// Text with semicolons.
    Semicolon,
    /// Text with tabs.
    Tab,
    /// Text with another separator, which its line `sep=` names.
    Other,
    /// A workbook.
    Workbook,
}

/// The first rows of a file as they were understood.
#[derive(SimpleObject)]
pub struct TablePreview {
    /// What the file was taken for.
    format: TableFormat,
    /// How its signs are written. `WINDOWS_1258` where they are no Unicode: the rows show how they would read so.
    encoding: TableEncoding,
    /// The sheet of a workbook that was read.
    sheet: Option<String>,
    /// Every visible sheet of a workbook.
    sheets: Vec<String>,
    /// The first headings.
    headings: Vec<String>,
    /// The first rows below them, as many cells in each.
    rows: Vec<Vec<String>>,
}

impl From<Preview> for TablePreview {
    fn from(seen: Preview) -> Self {
        let format = match seen.format {
            Format::Comma => TableFormat::Comma,
            Format::Semicolon => TableFormat::Semicolon,
            Format::Tab => TableFormat::Tab,
            Format::Other => TableFormat::Other,
            Format::Workbook => TableFormat::Workbook,
        };
        let encoding = match seen.encoding {
            Encoding::Utf8 => TableEncoding::Utf8,
            Encoding::Utf16 => TableEncoding::Utf16,
            Encoding::Windows1258 => TableEncoding::Windows1258,
        };
        let Preview { sheet, sheets, headings, rows, .. } = seen;
        Self { format, encoding, sheet, sheets, headings, rows }
    }
}

/// Something wrong in a row of a file.
#[derive(SimpleObject)]
pub struct ImportRowProblem {
    /// Line of the file, from 1, the heading included; in a workbook the row of the sheet.
    line: i32,
    /// Column by its heading; empty when the row as a whole is meant.
    column: String,
    /// Fixed code.
    code: String,
    /// The reason in words, in the language of the request.
    message: String,
}

/// What is wrong with rows, in the language of the request.
pub fn rows(ctx: &Context<'_>, problems: &[RowProblem]) -> Vec<ImportRowProblem> {
    let shown = |problem: &RowProblem| ImportRowProblem {
        line: i32::try_from(problem.line).unwrap_or(i32::MAX),
        column: problem.column.clone(),
        code: problem.code.to_owned(),
        message: problem.reason(ctx.locale()).to_owned(),
    };
    problems.iter().map(shown).collect()
}

/// The file of an argument, given as a text or by its bytes; `field` is the text's name in the schema.
pub fn given(
    ctx: &Context<'_>,
    field: &str,
    text: Option<String>,
    file: Option<TableFileInput>,
) -> Result<Option<TableBytes>> {
    let bad = |vi: String, en: String| ctx.refuse(Refusal::BadArgument(Words::new(vi, en)));
    match (text, file) {
        (Some(_), Some(_)) => Err(bad(
            format!("{field}: chỉ gửi một trong hai: nội dung dạng chữ hoặc tệp"),
            format!("{field}: send the text or the file, not both"),
        )),
        (Some(text), None) => Ok(Some(TableBytes::from(text))),
        (None, None) => Ok(None),
        (None, Some(file)) => {
            let bytes = STANDARD.decode(file.content.as_bytes()).map_err(|_| {
                bad(format!("{field}: tệp không phải base64"), format!("{field}: the file is not base64"))
            })?;
            if bytes.len() > MAX_FILE {
                return Err(bad(
                    format!("{field}: tệp lớn hơn 2 MB; đề nghị tách thành nhiều tệp"),
                    format!("{field}: the file is larger than 2 MB; split it into several"),
                ));
            }
            let decoding = match file.encoding {
                Some(TableEncoding::Windows1258) => Decoding::Windows1258,
                _ => Decoding::Unicode,
            };
            Ok(Some(TableBytes { bytes, decoding, sheet: file.sheet }))
        }
    }
}
