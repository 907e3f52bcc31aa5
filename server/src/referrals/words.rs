//! What stands in the way of a referral, in words and at its field.

use async_graphql::{Enum, SimpleObject};

use super::model::ReferralFault as Fault;
use crate::initiatives;
use crate::recognitions::{NumberFault, PaperKind};
use crate::shared::locale::Locale;

/// What is wrong.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferralProblemCode {
    /// Somebody else changed it meanwhile.
    Stale,
    /// Not possible while the initiative stands where it does.
    WrongState,
    /// The referral ended, or was sent and is not open to change.
    NotOpen,
    /// The decision by which the unit recognised it has no number yet.
    NoCertificate,
    /// There are no minutes of the unit's council that show its votes.
    NoMinutes,
    /// Too few units confirmed that they adopted it.
    TooFewAdopters,
    /// A text is missing.
    Missing,
    /// A text is too long.
    TooLong,
    /// The day set lies in the past.
    DayPassed,
    /// A ground of refusal that a clock contradicts: time is left, or it was filed in time.
    GroundEarly,
    /// A petition dated before it was written, or in the future.
    BadDate,
    /// A number without digits, or without a symbol that holds letters.
    BadNumber,
    /// Another petition of this unit has this number in that year.
    NumberTaken,
}

/// Something that has to be corrected.
#[derive(SimpleObject, Clone, Debug)]
pub struct ReferralProblem {
    /// What is wrong.
    pub code: ReferralProblemCode,
    /// The same in words, in the language of the request.
    pub message: String,
    /// Path of the input field it concerns, outermost first; empty for the whole.
    pub path: Vec<String>,
}

impl Fault {
    /// The fault as it is answered.
    #[must_use]
    pub fn problem(&self, l: Locale) -> ReferralProblem {
        use ReferralProblemCode as Code;
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
            Self::NotOpen => (
                Code::NotOpen,
                None,
                fixed(
                    "Hồ sơ đề nghị đã gửi hoặc đã kết thúc nên không thay đổi được.",
                    "The referral was sent or has ended and cannot be changed.",
                ),
            ),
            Self::NoCertificate => (
                Code::NoCertificate,
                None,
                fixed(
                    "Chưa có số, ngày của quyết định công nhận cấp cơ sở; văn thư cần ghi trước khi gửi.",
                    "The decision of the unit has no number and date yet; the clerk enters them first.",
                ),
            ),
            Self::NoMinutes => (
                Code::NoMinutes,
                None,
                fixed(
                    "Chưa có biên bản họp Hội đồng cấp cơ sở thể hiện kết quả biểu quyết.",
                    "There are no minutes of the unit's council that show its votes.",
                ),
            ),
            Self::TooFewAdopters { confirmed, needed } => (
                Code::TooFewAdopters,
                None,
                l.pick(
                    format!("Mới có {confirmed} đơn vị xác nhận áp dụng, cần ít nhất {needed}."),
                    format!("{confirmed} units confirmed that they adopted it; {needed} are needed."),
                ),
            ),
            Self::Missing { field } => (
                Code::Missing,
                Some(*field),
                match *field {
                    "statement" => fixed(
                        "Chưa có thuyết minh hiệu quả và phạm vi ảnh hưởng.",
                        "Effect and reach are not described yet.",
                    ),
                    _ => fixed("Đề nghị ghi lý do.", "Give the reason."),
                },
            ),
            Self::TooLong { field, most } => (
                Code::TooLong,
                Some(*field),
                l.pick(
                    format!("Nội dung dài quá {most} ký tự."),
                    format!("The text is longer than {most} characters."),
                ),
            ),
            Self::DayPassed => (
                Code::DayPassed,
                Some("until"),
                fixed("Thời hạn không thể trước hôm nay.", "The day cannot lie in the past."),
            ),
            Self::GroundEarly(why) => {
                (Code::GroundEarly, Some("ground"), initiatives::clock_in_words(*why, l))
            }
            Self::Number(fault) => (
                match fault {
                    NumberFault::Missing | NumberFault::BadCorrection => Code::Missing,
                    NumberFault::TooLong => Code::TooLong,
                    NumberFault::BadForm => Code::BadNumber,
                    NumberFault::Taken { .. } => Code::NumberTaken,
                    NumberFault::BadDate => Code::BadDate,
                },
                Some(fault.field()),
                fault.in_words(PaperKind::Petition, l),
            ),
        };
        ReferralProblem { code, message, path: field.into_iter().map(str::to_owned).collect() }
    }
}
