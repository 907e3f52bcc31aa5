//! Problems of parameters in words, at their fields.

use async_graphql::SimpleObject;

use super::model::{Definition, ParameterProblemCode};
use crate::shared::locale::Locale;

/// A typed problem with a parameter or a day.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq)]
pub struct ParameterProblem {
    /// What is wrong.
    pub code: ParameterProblemCode,
    /// The same in words, in the language of the request.
    pub message: String,
    /// Path of the input field it concerns; empty for the whole.
    pub path: Vec<String>,
}

impl ParameterProblemCode {
    /// The problem in words, at its field; `of` tells the range of a parameter.
    #[must_use]
    pub fn problem(self, locale: Locale, of: Option<&Definition>) -> ParameterProblem {
        let (from, to) = of.map(|known| known.range).unwrap_or_default();
        let (vi, en, field) = match self {
            Self::OutOfRange => (
                format!("Giá trị phải từ {from} đến {to}."),
                format!("The value must be between {from} and {to}."),
                Some("value"),
            ),
            Self::SourceMissing => (
                "Đề nghị ghi căn cứ, tối đa 500 ký tự.".to_owned(),
                "Name the source, in at most 500 characters.".to_owned(),
                Some("source"),
            ),
            Self::ReasonMissing => (
                "Đề nghị ghi lý do, tối đa 500 ký tự.".to_owned(),
                "Give the reason, in at most 500 characters.".to_owned(),
                Some("reason"),
            ),
            Self::NameMissing => (
                "Đề nghị ghi tên ngày bằng hai ngôn ngữ, mỗi tên tối đa 100 ký tự.".to_owned(),
                "Name the day in both languages, in at most 100 characters each.".to_owned(),
                Some("nameVi"),
            ),
            Self::Retroactive => (
                "Giá trị chỉ có hiệu lực từ hôm nay trở đi. Nếu đính chính giá trị đã ghi sai cho thời gian trước, đề nghị xác nhận là đính chính và nêu lý do.".to_owned(),
                "A value holds from today on. To correct what was recorded wrongly for days that have passed, say that it is a correction and why.".to_owned(),
                Some("validFrom"),
            ),
            Self::DayPassed => (
                "Chỉ thay đổi được lịch từ ngày mai trở đi; thời hạn và số ngày nộp chậm đã tính theo những ngày đã qua được giữ nguyên.".to_owned(),
                "The calendar changes from tomorrow on: time limits and lateness counted by the days until today stay.".to_owned(),
                Some("date"),
            ),
            Self::NothingChanged => {
                ("Không có nội dung nào thay đổi.".to_owned(), "Nothing would change.".to_owned(), None)
            }
            Self::Stale => (
                "Nội dung này vừa được thay đổi ở nơi khác. Đề nghị tải lại để xem giá trị mới.".to_owned(),
                "Somebody else has changed this meanwhile. Load it again.".to_owned(),
                None,
            ),
        };
        let path = field.map(|field| vec!["input".to_owned(), field.to_owned()]).unwrap_or_default();
        ParameterProblem { code: self, message: locale.pick(vi, en), path }
    }
}
