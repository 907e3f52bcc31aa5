//! Problems in words, in the language of the request.

use super::model::{LineProblem, SubmissionProblem, SubmissionProblemCode};
use crate::shared::locale::Locale;

impl SubmissionProblemCode {
    /// The reason in words.
    #[must_use]
    pub fn message(self, locale: Locale) -> &'static str {
        match self {
            Self::CampaignClosed => locale.pick(
                "Đợt thi đua không nhận nội dung này vào thời điểm hiện tại.",
                "The campaign does not take this at the moment.",
            ),
            Self::WrongState => locale.pick(
                "Trạng thái hiện tại của phiếu tự chấm không cho phép thao tác này.",
                "The present state of the score sheet does not allow this.",
            ),
            Self::UnitDissolved => locale.pick(
                "Đơn vị đã kết thúc hoạt động nên phiếu đã khóa.",
                "The unit has ended, so its sheet is closed.",
            ),
            Self::Stale => locale.pick(
                "Nội dung vừa được thay đổi ở nơi khác. Đề nghị xem lại bản mới nhất.",
                "Somebody else changed this meanwhile. See the newest version.",
            ),
            Self::NotAContributor => locale.pick(
                "Chỉ giao tiêu chí cho người đang giữ vai trò phối hợp tại đơn vị.",
                "Lines are delegated to colleagues who hold the role of a contributor in the unit.",
            ),
            Self::MissingFacts => {
                locale.pick("Chưa nhập đủ số liệu của tiêu chí.", "Facts of the criterion are missing.")
            }
            Self::NoEvidenceOrExplanation => locale.pick(
                "Chưa có tài liệu kiểm chứng và chưa có giải trình (ít nhất 10 ký tự).",
                "There is neither evidence nor an explanation of at least 10 characters.",
            ),
            Self::ContradictsImport => locale.pick(
                "Số liệu khác với số liệu thống kê đã nhập: phải giải trình vì sao khác (ít nhất 10 ký tự).",
                "The facts differ from the imported statistics: explain why, in at least 10 characters.",
            ),
            Self::BadPage => locale.pick(
                "Trang phải ghi bằng số, ví dụ 3 hoặc 3-5, 8.",
                "Give pages as numbers, such as 3 or 3-5, 8.",
            ),
            Self::NumeratorAboveDenominator => {
                locale.pick("Tử số lớn hơn mẫu số.", "The numerator is greater than the denominator.")
            }
            Self::NegativeNumber => {
                locale.pick("Số liệu không được nhỏ hơn 0.", "The number must not be below 0.")
            }
            Self::UnknownOption => {
                locale.pick("Lựa chọn không có trong tiêu chí.", "The criterion has no such choice.")
            }
            Self::BadDate => locale.pick("Ngày không hợp lệ.", "The date is not valid."),
            Self::DateInFuture => locale.pick(
                "Ngày này chưa đến. Chỉ ghi ngày đã thực hiện hoặc đã ban hành.",
                "This day has not come yet. Give the day on which it was done or issued.",
            ),
            Self::DateTooEarly => locale.pick(
                "Ngày này quá sớm so với kỳ đánh giá của đợt thi đua. Đề nghị kiểm tra lại năm.",
                "This day is too early for the period that the campaign judges. Check the year.",
            ),
            Self::BadNumber => locale.pick(
                "Số liệu không hợp lệ hoặc vượt thang điểm của tiêu chí.",
                "The number is not valid or lies outside the criterion's scale.",
            ),
            Self::LinesRefused => locale.pick(
                "Một số tiêu chí chưa hoàn thành.",
                "Some criteria are not complete.",
            ),
            Self::AlreadyOpened => locale.pick(
                "Công chức thẩm định đã mở phiếu, không thể rút lại. Đơn vị có thể đề nghị trả lại để hoàn thiện.",
                "An appraiser has opened the sheet, so it cannot be recalled. Ask for it to be returned instead.",
            ),
            Self::NotSelfScored => locale.pick(
                "Đơn vị không tự chấm tiêu chí này.",
                "The unit does not score this criterion itself.",
            ),
            Self::TextTooLong => locale.pick("Nội dung quá dài.", "The text is too long."),
            Self::ReasonRequired => locale.pick("Phải nêu lý do.", "A reason is required."),
            Self::FileNotFound => locale.pick(
                "Không có tệp này trong kho tài liệu của đơn vị.",
                "There is no such file in the unit's library.",
            ),
        }
    }
}

impl SubmissionProblem {
    /// The reason in words.
    #[must_use]
    pub fn words(&self, locale: Locale) -> String {
        let message = self.code.message(locale);
        if self.lines.is_empty() {
            return message.to_owned();
        }
        let codes: Vec<&str> =
            self.lines.iter().map(|problem| problem.line.criterion.spec.code.as_str()).collect();
        format!("{message} ({})", codes.join(", "))
    }
}

impl LineProblem {
    /// The reason in words, with the code of the criterion: "E2: Chưa nhập đủ số liệu của tiêu chí."
    #[must_use]
    pub fn words(&self, locale: Locale) -> String {
        format!("{}: {}", self.line.criterion.spec.code, self.code.message(locale))
    }
}
