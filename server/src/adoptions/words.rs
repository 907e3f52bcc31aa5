//! What stands in the way of an adoption, in words and at its field.

use async_graphql::{Enum, SimpleObject};

use super::model::AdoptionFault as Fault;
use super::rules::{LONGEST_TEXT, MOST};
use crate::initiatives;
use crate::shared::locale::Locale;

/// What is wrong.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdoptionProblemCode {
    /// Somebody else changed it meanwhile.
    Stale,
    /// Not possible while the initiative stands where it does.
    WrongState,
    /// A unit that does not stand today, or the initiative's own.
    BadUnit,
    /// The unit was asked already.
    AskedAlready,
    /// As many units were asked as can be.
    TooMany,
    /// The unit has answered, so the question stays.
    AnsweredStays,
    /// A text is missing.
    Missing,
    /// A text is too long.
    TooLong,
    /// Applied from a day in the future, or before the first application.
    BadDay,
}

/// Something that has to be corrected.
#[derive(SimpleObject, Clone, Debug)]
pub struct AdoptionProblem {
    /// What is wrong.
    pub code: AdoptionProblemCode,
    /// The same in words, in the language of the request.
    pub message: String,
    /// Path of the input field it concerns, outermost first; empty for the whole.
    pub path: Vec<String>,
}

impl Fault {
    /// The fault as it is answered.
    #[must_use]
    pub fn problem(&self, l: Locale) -> AdoptionProblem {
        use AdoptionProblemCode as Code;
        let fixed = |vi: &str, en: &str| l.pick(vi, en).to_owned();
        let (code, field, message) = match self {
            Self::Stale => (
                Code::Stale,
                None,
                fixed(
                    "Nội dung vừa được thay đổi ở nơi khác. Đề nghị tải lại.",
                    "Somebody else has changed this meanwhile. Load it again.",
                ),
            ),
            Self::WrongState(state) => (Code::WrongState, None, initiatives::standing_in_words(*state, l)),
            Self::BadUnit => (
                Code::BadUnit,
                Some("unitId"),
                fixed(
                    "Chọn một đơn vị đang hoạt động, không phải đơn vị của sáng kiến.",
                    "Choose another unit that stands today.",
                ),
            ),
            Self::AskedAlready => (
                Code::AskedAlready,
                Some("unitId"),
                fixed("Đơn vị này đã được đề nghị xác nhận.", "This unit was asked already."),
            ),
            Self::TooMany => (
                Code::TooMany,
                Some("unitId"),
                l.pick(format!("Không quá {MOST} đơn vị."), format!("No more than {MOST} units.")),
            ),
            Self::AnsweredStays => (
                Code::AnsweredStays,
                None,
                fixed(
                    "Đơn vị đã trả lời nên không hủy đề nghị được.",
                    "The unit has answered, so the question stays.",
                ),
            ),
            Self::Missing { field } => (
                Code::Missing,
                Some(*field),
                match *field {
                    "effect" => fixed(
                        "Đề nghị ghi hiệu quả khi áp dụng tại đơn vị.",
                        "Describe the effect of applying it.",
                    ),
                    _ => fixed("Đề nghị ghi lý do.", "Give the reason."),
                },
            ),
            Self::TooLong { field } => (
                Code::TooLong,
                Some(*field),
                l.pick(
                    format!("Nội dung dài quá {LONGEST_TEXT} ký tự."),
                    format!("The text is longer than {LONGEST_TEXT} characters."),
                ),
            ),
            Self::BadDay => (
                Code::BadDay,
                Some("appliedOn"),
                fixed(
                    "Ngày áp dụng không thể trước ngày áp dụng lần đầu của sáng kiến hoặc sau hôm nay.",
                    "The day lies between the first application of the initiative and today.",
                ),
            ),
        };
        AdoptionProblem { code, message, path: field.into_iter().map(str::to_owned).collect() }
    }
}
