//! What is wrong with a reorganisation, in words.

use super::model::{ReorganisationProblem, ReorganisationProblemCode as Code};
use crate::shared::locale::Locale;

impl ReorganisationProblem {
    /// The reason in words.
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        let rows = self.unit_rows.count() + self.step_rows.count();
        match self.code {
            Code::MissingField => locale.pick("Thiếu giá trị.", "The value is missing.").to_owned(),
            Code::NotDraft => locale
                .pick(
                    "Đợt sắp xếp này không còn là dự thảo nên không sửa được nữa.",
                    "This reorganisation is no longer a draft and cannot be changed.",
                )
                .to_owned(),
            Code::Stale => locale
                .pick(
                    "Đợt sắp xếp vừa được thay đổi ở nơi khác; cần tải lại.",
                    "Somebody else has just changed the reorganisation; load it again.",
                )
                .to_owned(),
            Code::BadRows => locale.pick(
                format!("Tệp có {rows} lỗi; chưa thay đổi gì."),
                format!("The files have {rows} errors; nothing was changed."),
            ),
            Code::NothingToDo => locale
                .pick(
                    "Tệp không có bước sắp xếp nào của ngày hiệu lực, hoặc các bước đó đã có trong danh mục.",
                    "The files hold no step of the effective date that is not in the catalogue already.",
                )
                .to_owned(),
            Code::TooEarly => locale
                .pick(
                    "Chỉ áp dụng được từ ngày hiệu lực, vì tài khoản chuyển theo đơn vị ngay khi áp dụng.",
                    "It can be applied from its effective date on, since people move with their units at once.",
                )
                .to_owned(),
            Code::NotApplied => locale
                .pick("Đợt sắp xếp này chưa được áp dụng.", "This reorganisation is not applied.")
                .to_owned(),
            Code::BuiltUpon => locale
                .pick(
                    "Không hoàn tác được nữa: đã có dữ liệu gắn với các đơn vị mới.",
                    "It can no longer be taken back: records rest on the new units already.",
                )
                .to_owned(),
        }
    }
}
