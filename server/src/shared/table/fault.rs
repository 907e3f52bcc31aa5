//! What can be wrong with a file of rows before anybody asks what its rows mean, in words that say what to do.

use crate::shared::import::Fault;
use crate::shared::words::{Words, shortened};

/// Characters of a cell that are told.
const MOST_ECHO: usize = 60;

/// What can be wrong with a file of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableFault {
    /// No header, or no row below it.
    EmptyFile,
    /// Neither a text with separators nor a workbook.
    NotATable,
    /// A workbook of Excel 97–2003, or one under a password.
    OldWorkbook,
    /// A workbook that is damaged.
    DamagedWorkbook,
    /// A workbook that is unpacked to more than is read.
    TooLarge {
        /// The bound, in MiB.
        most: usize,
    },
    /// A sheet with more columns than any table has.
    TooWide {
        /// The bound.
        most: usize,
    },
    /// The workbook has no sheet of this name.
    NoSheet {
        /// The name that was asked for.
        name: String,
        /// The names that there are.
        known: Vec<String>,
    },
    /// The header lacks a column.
    MissingColumn,
    /// The header names a column twice.
    RepeatedColumn,
    /// The header names a column that nobody reads.
    UnknownColumn,
    /// There is something in a column without a heading.
    UnnamedColumn {
        /// Its position, from 1.
        position: usize,
    },
    /// The row has more or fewer cells than the header.
    CellCount {
        /// Cells in the row.
        found: usize,
        /// Cells in the header.
        expected: usize,
    },
    /// A quotation mark is not closed.
    OpenQuote,
    /// The bytes are not UTF-8.
    NotUtf8 {
        /// How they read in the code of a Vietnamese Windows.
        as_windows: String,
    },
    /// A sign that no text holds: a control character, or the mark of one that was lost.
    BadCharacter {
        /// The sign.
        found: char,
    },
    /// A formula without a result.
    NoResult,
    /// A cell that shows an error.
    ErrorCell {
        /// The error as the spreadsheet shows it.
        found: String,
    },
    /// Letters with marks are not composed.
    NotNfc,
    /// Signs that nobody sees.
    Invisible,
    /// A compulsory cell is empty.
    MissingValue,
    /// Not a code.
    BadCode {
        /// What stands there.
        found: String,
    },
    /// Not a date.
    BadDate {
        /// What stands there.
        found: String,
    },
    /// Neither yes nor no.
    BadFlag {
        /// What stands there.
        found: String,
    },
    /// Another row has the same key.
    Duplicate {
        /// Line of the other row.
        line: u64,
    },
}

impl Fault for TableFault {
    fn code(&self) -> &'static str {
        match self {
            Self::EmptyFile => "EMPTY_FILE",
            Self::NotATable => "NOT_A_TABLE",
            Self::OldWorkbook => "OLD_WORKBOOK",
            Self::DamagedWorkbook => "DAMAGED_WORKBOOK",
            Self::TooLarge { .. } => "TOO_LARGE",
            Self::TooWide { .. } => "TOO_WIDE",
            Self::NoSheet { .. } => "NO_SHEET",
            Self::MissingColumn => "MISSING_COLUMN",
            Self::RepeatedColumn => "REPEATED_COLUMN",
            Self::UnknownColumn => "UNKNOWN_COLUMN",
            Self::UnnamedColumn { .. } => "UNNAMED_COLUMN",
            Self::CellCount { .. } => "CELL_COUNT",
            Self::OpenQuote => "OPEN_QUOTE",
            Self::NotUtf8 { .. } => "NOT_UTF8",
            Self::BadCharacter { .. } => "BAD_CHARACTER",
            Self::NoResult => "NO_RESULT",
            Self::ErrorCell { .. } => "ERROR_CELL",
            Self::NotNfc => "NOT_NFC",
            Self::Invisible => "INVISIBLE_CHARACTERS",
            Self::MissingValue => "MISSING_VALUE",
            Self::BadCode { .. } => "BAD_CODE",
            Self::BadDate { .. } => "BAD_DATE",
            Self::BadFlag { .. } => "BAD_FLAG",
            Self::Duplicate { .. } => "DUPLICATE",
        }
    }

    fn words(&self) -> Words {
        match self {
            Self::EmptyFile => Words::new(
                "tệp trống: cần một dòng tiêu đề và ít nhất một dòng dữ liệu",
                "the file is empty: a header and at least one row are needed",
            ),
            Self::NotATable => Words::new(
                "tệp không phải CSV hoặc Excel (.xlsx); đề nghị lưu lại dưới một trong hai dạng này",
                "the file is neither CSV nor Excel (.xlsx); save it as one of the two",
            ),
            Self::OldWorkbook => Words::new(
                "tệp Excel dạng cũ (.xls) hoặc có đặt mật khẩu; đề nghị bỏ mật khẩu và lưu lại dạng .xlsx",
                "an old Excel file (.xls) or one with a password; remove the password and save it as .xlsx",
            ),
            Self::DamagedWorkbook => Words::new(
                "không đọc được tệp Excel; đề nghị mở bằng Excel, lưu lại dạng .xlsx rồi chọn lại",
                "the Excel file cannot be read; open it in Excel, save it as .xlsx and choose it again",
            ),
            Self::TooLarge { most } => Words::new(
                format!(
                    "tệp Excel quá lớn (nhiều nhất {most} MB sau khi giải nén); đề nghị tách thành nhiều tệp"
                ),
                format!("the Excel file is too large (at most {most} MB unpacked); split it into several"),
            ),
            Self::TooWide { most } => Words::new(
                format!("trang tính có dữ liệu ngoài {most} cột đầu; đề nghị xóa phần thừa"),
                format!("the sheet holds something beyond its first {most} columns; remove what is too much"),
            ),
            Self::NoSheet { name, known } => {
                let (name, known) = (shortened(name, MOST_ECHO), shortened(&known.join(", "), 200));
                Words::new(
                    format!("không có trang tính “{name}”; tệp có: {known}"),
                    format!("there is no sheet “{name}”; the file has: {known}"),
                )
            }
            Self::MissingColumn => {
                Words::new("thiếu cột này trong dòng tiêu đề", "this column is missing from the header")
            }
            Self::RepeatedColumn => Words::new(
                "cột này xuất hiện hai lần trong dòng tiêu đề",
                "this column stands twice in the header",
            ),
            Self::UnknownColumn => Words::new(
                "cột này không có trong mẫu nên không được đọc",
                "this column is none of the template's and is not read",
            ),
            Self::UnnamedColumn { position } => Words::new(
                format!("cột thứ {position} có dữ liệu nhưng không có tiêu đề"),
                format!("column {position} holds something but has no heading"),
            ),
            Self::CellCount { found, expected } => Words::new(
                format!("dòng có {found} ô, tiêu đề có {expected} cột"),
                format!("the row has {found} cells, the header has {expected}"),
            ),
            Self::OpenQuote => Words::new("dấu ngoặc kép không được đóng", "a quotation mark is not closed"),
            Self::NotUtf8 { as_windows } => {
                let text = shortened(as_windows, MOST_ECHO);
                Words::new(
                    format!(
                        "không phải mã UTF-8; đề nghị lưu tệp dạng CSV UTF-8 hoặc .xlsx \
                        (đọc theo Windows-1258 là “{text}”)"
                    ),
                    format!(
                        "not UTF-8; save the file as CSV UTF-8 or .xlsx (as Windows-1258 it reads “{text}”)"
                    ),
                )
            }
            Self::BadCharacter { found } => {
                let number = u32::from(*found);
                Words::new(
                    format!("có ký tự không đọc được (U+{number:04X})"),
                    format!("holds a character that cannot be read (U+{number:04X})"),
                )
            }
            Self::NoResult => Words::new(
                "ô có công thức nhưng chưa có kết quả; đề nghị mở bằng Excel và lưu lại",
                "a formula without its result; open the file in Excel and save it again",
            ),
            Self::ErrorCell { found } => Words::new(
                format!("ô đang báo lỗi {found}; đề nghị sửa trong tệp"),
                format!("the cell shows the error {found}; correct it in the file"),
            ),
            Self::Invisible => Words::new(
                "có ký tự không nhìn thấy được; hãy gõ lại",
                "holds signs that nobody sees; type it anew",
            ),
            Self::NotNfc => Words::new(
                "chữ có dấu chưa ở dạng Unicode dựng sẵn (NFC)",
                "letters with marks are not composed (Unicode NFC)",
            ),
            Self::MissingValue => Words::new("thiếu giá trị", "the value is missing"),
            Self::BadCode { found } => {
                let found = shortened(found, MOST_ECHO);
                Words::new(
                    format!(
                        "mã “{found}” không hợp lệ: chỉ gồm chữ không dấu, chữ số, “-”, “_”, “.”, tối đa 64 ký tự"
                    ),
                    format!("“{found}” is not a code: plain letters, digits, “-”, “_” and “.”, at most 64"),
                )
            }
            Self::BadDate { found } => {
                let found = shortened(found, MOST_ECHO);
                Words::new(
                    format!("“{found}” không phải ngày hợp lệ; cần viết dạng 2021-12-31"),
                    format!("“{found}” is not a date; write it as 2021-12-31"),
                )
            }
            Self::BadFlag { found } => {
                let found = shortened(found, MOST_ECHO);
                Words::new(
                    format!("“{found}” không phải 1 hoặc Y, 0 hoặc N, hoặc để trống"),
                    format!("“{found}” is neither 1 or Y, nor 0 or N, nor empty"),
                )
            }
            Self::Duplicate { line } => {
                Words::new(format!("trùng với dòng {line}"), format!("the same as line {line}"))
            }
        }
    }
}
