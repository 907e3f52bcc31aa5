//! What is wrong with a decision of the appraisal, in words.

use super::model::AppraisalFault;
use crate::shared::locale::Locale;

impl AppraisalFault {
    /// The reason in words.
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        let l = locale;
        let fixed = |vi: &str, en: &str| l.pick(vi, en).to_owned();
        match self {
            Self::ReasonRequired => fixed(
                "Điểm thẩm định khác điểm tự chấm: cần nêu lý do, ít nhất 10 ký tự.",
                "The score differs from the self score: give a reason of at least 10 characters.",
            ),
            Self::ReasonTooLong => {
                fixed("Lý do dài quá 2000 ký tự.", "The reason has more than 2000 characters.")
            }
            Self::AboveMaximum { max } => {
                let max = l.points_short(*max);
                l.pick(
                    format!("Điểm vượt quá điểm tối đa {max} của tiêu chí."),
                    format!("The criterion gives at most {max} points."),
                )
            }
            Self::BelowZero => fixed("Điểm không được nhỏ hơn 0.", "Points must not be below 0."),
            Self::Stale => fixed(
                "Nội dung vừa được thay đổi ở nơi khác. Đề nghị xem lại bản mới nhất.",
                "Somebody else changed this meanwhile. See the newest version.",
            ),
            Self::WrongState => fixed(
                "Phiếu không ở trạng thái cho phép thẩm định.",
                "The state of the sheet does not allow this.",
            ),
            Self::NothingToAccept => fixed(
                "Đơn vị không có điểm tự chấm; cần nhập điểm và lý do.",
                "The unit has no score to accept; set the points with a reason.",
            ),
            Self::PhaseClosed => {
                fixed("Hiện không trong thời gian thẩm định.", "The appraisal is not open at the moment.")
            }
            Self::LinesUndecided { codes } => {
                let codes = codes.join(", ");
                l.pick(
                    format!("Còn tiêu chí chưa thẩm định: {codes}."),
                    format!("Criteria still to be decided: {codes}."),
                )
            }
            Self::TooManyLines { most } => l.pick(
                format!("Mỗi lần chấp nhận nhiều nhất {most} dòng."),
                format!("At most {most} lines can be accepted at once."),
            ),
        }
    }
}
