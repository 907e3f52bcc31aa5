//! What stands in the way of a decision, in words and at its field.

use async_graphql::{Enum, SimpleObject};

use super::model::RecognitionFault as Fault;
use super::numbering::{NumberFault, PaperKind};
use super::rules::MOST;
use crate::initiatives;
use crate::shared::locale::Locale;

/// What is wrong.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecognitionProblemCode {
    /// No decisions, too many at once, or two about one case.
    BadCount,
    /// Somebody else changed a case meanwhile.
    Stale,
    /// The council has not voted on it, or it is decided already.
    NotDeliberated,
    /// The council concluded that it is not to be recognised.
    CouncilRefused,
    /// A refusal without a reason, or with one that is too long.
    BadReason,
    /// A ground of refusal that a clock contradicts: time is left, or it was filed in time.
    GroundEarly,
    /// No number of a decision, one that is too long, or one without digits or symbol.
    BadNumber,
    /// Another decision of this unit has this number in that year.
    NumberTaken,
    /// A decision dated before it was taken, or in the future.
    BadDate,
    /// The recognition was cancelled already, or was not.
    Cancelled,
    /// The province's recognition stands on that of the unit.
    ProvinceStands,
}

/// Something that has to be corrected.
#[derive(SimpleObject, Clone, Debug)]
pub struct RecognitionProblem {
    /// What is wrong.
    pub code: RecognitionProblemCode,
    /// The same in words, in the language of the request.
    pub message: String,
    /// Path of the input field it concerns, outermost first; empty for the whole.
    pub path: Vec<String>,
}

impl Fault {
    /// The fault as it is answered.
    #[must_use]
    pub fn problem(&self, l: Locale) -> RecognitionProblem {
        use RecognitionProblemCode as Code;
        let decision = |at: usize, field: &str| {
            ["decisions", &at.to_string(), field].iter().map(|step| (*step).to_owned()).collect()
        };
        let fixed = |vi: &str, en: &str| l.pick(vi, en).to_owned();
        let numbered = |fault: &NumberFault, paper| {
            let code = match fault {
                NumberFault::Missing | NumberFault::TooLong | NumberFault::BadForm => Code::BadNumber,
                NumberFault::Taken { .. } => Code::NumberTaken,
                NumberFault::BadDate => Code::BadDate,
                NumberFault::BadCorrection => Code::BadReason,
            };
            (code, vec![fault.field().to_owned()], fault.in_words(paper, l))
        };
        let stale = || {
            fixed(
                "Nội dung vừa được thay đổi ở nơi khác. Đề nghị tải lại.",
                "Somebody else has changed this meanwhile. Load it again.",
            )
        };
        let (code, path, message) = match self {
            Self::BadCount => (
                Code::BadCount,
                vec!["decisions".to_owned()],
                l.pick(
                    format!("Chọn từ 1 đến {MOST} hồ sơ, mỗi hồ sơ một lần."),
                    format!("Choose 1 to {MOST} cases, each once."),
                ),
            ),
            Self::Stale { at } => (Code::Stale, decision(*at, "version"), stale()),
            Self::NumberStale => (Code::Stale, Vec::new(), stale()),
            Self::NotDeliberated { at } => (
                Code::NotDeliberated,
                decision(*at, "reviewId"),
                fixed(
                    "Hội đồng chưa biểu quyết hoặc hồ sơ đã có quyết định.",
                    "The council has not voted on it, or it is decided already.",
                ),
            ),
            Self::CouncilRefused { at } => (
                Code::CouncilRefused,
                decision(*at, "recognises"),
                fixed(
                    "Hội đồng không thông qua nên không công nhận được.",
                    "The council did not pass it, so it cannot be recognised.",
                ),
            ),
            Self::BadReason { at } => (
                Code::BadReason,
                decision(*at, "reason"),
                fixed("Đề nghị ghi lý do, tối đa 2000 ký tự.", "Give the reason in at most 2000 characters."),
            ),
            Self::GroundEarly { at, why } => {
                (Code::GroundEarly, decision(*at, "ground"), initiatives::clock_in_words(*why, l))
            }
            Self::CancelledAlready => (
                Code::Cancelled,
                Vec::new(),
                fixed("Việc công nhận này đã bị hủy bỏ.", "This recognition was cancelled already."),
            ),
            Self::NotCancelled => (
                Code::Cancelled,
                Vec::new(),
                fixed("Việc công nhận này chưa bị hủy bỏ.", "This recognition was not cancelled."),
            ),
            Self::ProvinceStands => (
                Code::ProvinceStands,
                Vec::new(),
                fixed(
                    "Sáng kiến đang được công nhận cấp tỉnh; cần hủy bỏ công nhận cấp tỉnh trước.",
                    "The province's recognition stands on it and has to be cancelled first.",
                ),
            ),
            Self::BadCancellation => (
                Code::BadReason,
                vec!["reason".to_owned()],
                fixed("Đề nghị ghi lý do, tối đa 2000 ký tự.", "Give the reason in at most 2000 characters."),
            ),
            Self::Number(fault) => numbered(fault, PaperKind::Decision),
            Self::CertificateNumber(fault) => numbered(fault, PaperKind::Certificate),
            Self::DecisionUnnumbered => (
                Code::BadNumber,
                Vec::new(),
                fixed(
                    "Ghi số, ngày quyết định trước khi ghi số giấy chứng nhận.",
                    "Enter number and date of the decision before those of the certificates.",
                ),
            ),
        };
        RecognitionProblem { code, message, path }
    }
}
