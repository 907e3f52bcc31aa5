//! How papers name what the product has codes for. Papers are written in Vietnamese, whatever the reader's language.

use async_graphql::{Enum, SimpleObject};
use time::Date;

use super::model::DocumentFault as Fault;
use crate::councils::{CouncilPosition, InitiativeLevel};
use crate::initiatives::{Author, InitiativeKind, InitiativeSection, InitiativeState, standing_in_words};
use crate::recognitions::CancellationGround;
use crate::reviews::{Exclusion, ExclusionKind, LeftOver, LeftOverReason, Outcome};
use crate::shared::locale::Locale;

/// What is wrong.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentProblemCode {
    /// This server makes no PDF.
    NoPdf,
}

/// What stands in the way of a document.
#[derive(SimpleObject, Clone, Debug)]
pub struct DocumentProblem {
    /// What is wrong.
    pub code: DocumentProblemCode,
    /// The same in words, in the language of the request.
    pub message: String,
    /// Path of the input field it concerns, outermost first.
    pub path: Vec<String>,
}

impl Fault {
    /// The fault as it is answered.
    #[must_use]
    pub fn problem(&self, l: Locale) -> DocumentProblem {
        let Self::NoPdf = self;
        let message = l.pick(
            "Máy chủ này không tạo được tệp PDF. Đề nghị tải tệp DOCX.",
            "This server makes no PDF files. Take the DOCX file.",
        );
        DocumentProblem {
            code: DocumentProblemCode::NoPdf,
            message: message.to_owned(),
            path: vec!["format".to_owned()],
        }
    }
}

/// A kind of solution.
pub fn kind(kind: InitiativeKind) -> &'static str {
    match kind {
        InitiativeKind::Technical => "Giải pháp kỹ thuật",
        InitiativeKind::Managerial => "Giải pháp quản lý",
        InitiativeKind::Operational => "Giải pháp tác nghiệp",
        InitiativeKind::AppliedProgress => "Giải pháp ứng dụng tiến bộ kỹ thuật",
    }
}

/// A part of the description, as the form of Circular 18/2013 names it.
pub fn section(section: InitiativeSection) -> &'static str {
    match section {
        InitiativeSection::Field => "Lĩnh vực áp dụng sáng kiến",
        InitiativeSection::Problem => "Vấn đề mà sáng kiến giải quyết",
        InitiativeSection::KnownSolution => "Tình trạng của giải pháp đã biết",
        InitiativeSection::Solution => "Mô tả bản chất của sáng kiến",
        InitiativeSection::Novelty => "Nội dung mới hoặc đã cải tiến",
        InitiativeSection::Applicability => "Khả năng áp dụng của sáng kiến",
        InitiativeSection::Conditions => "Các điều kiện cần thiết để áp dụng sáng kiến",
        InitiativeSection::BenefitByAuthors => {
            "Đánh giá lợi ích thu được hoặc dự kiến có thể thu được theo ý kiến của tác giả"
        }
        InitiativeSection::BenefitByOthers => {
            "Đánh giá lợi ích thu được theo ý kiến của tổ chức, cá nhân đã tham gia áp dụng"
        }
    }
}

/// Where a request stands, without the full stop.
pub fn standing(state: InitiativeState) -> String {
    standing_in_words(state, Locale::Vi).trim_end_matches('.').to_owned()
}

/// A level of recognition.
pub fn level(level: InitiativeLevel) -> &'static str {
    match level {
        InitiativeLevel::Base => "Cơ sở",
        InitiativeLevel::Province => "Tỉnh",
    }
}

/// A place on a council.
pub fn position(position: CouncilPosition) -> &'static str {
    match position {
        CouncilPosition::Chair => "Chủ tịch Hội đồng",
        CouncilPosition::ViceChair => "Phó Chủ tịch Hội đồng",
        CouncilPosition::Secretary => "Thư ký",
        CouncilPosition::Expert => "Chuyên gia",
        CouncilPosition::Union => "Đại diện công đoàn",
        CouncilPosition::Member => "Ủy viên",
    }
}

/// What a council concluded.
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "Đề nghị công nhận",
        Outcome::Failed => "Không đề nghị công nhận",
    }
}

/// Why a signed sheet does not count.
pub fn set_aside(exclusion: &Exclusion) -> String {
    let reason = exclusion.reason.as_deref().unwrap_or("xung đột lợi ích");
    match exclusion.kind {
        ExclusionKind::Presiding => format!("Người chủ trì quyết định: {reason}"),
        _ => format!("Thành viên khai báo: {reason}"),
    }
}

/// Why a case was left to the next sitting.
pub fn left_over(left: &LeftOver) -> String {
    let LeftOver { present, needed, .. } = left;
    match left.reason {
        LeftOverReason::NoQuorum => {
            format!("có mặt {present:02} thành viên được biểu quyết, cần ít nhất {needed:02}.")
        }
        LeftOverReason::OutOfReach => {
            format!("có mặt {present:02} thành viên được biểu quyết, cần {needed:02} người đồng ý.")
        }
        LeftOverReason::TooFewBallots => {
            format!("số phiếu kín ít hơn {needed:02} nên không công bố và không tính.")
        }
    }
}

/// On which ground a recognition is cancelled.
pub fn cancellation_ground(ground: CancellationGround) -> &'static str {
    match ground {
        CancellationGround::ContraryToConditions => "Công nhận trái điều kiện quy định",
        CancellationGround::NotTheAuthors => "Sao chép, tác giả không phải là người tạo ra sáng kiến",
        CancellationGround::EarlierIpRight => "Quyền sở hữu trí tuệ đã được cấp cho người khác trước đó",
    }
}

/// "05/QĐ-UBND ngày 01 tháng 12 năm 2021", with room for what the clerk has not entered.
pub fn decision(number: Option<&str>, date: Option<Date>) -> String {
    match (number, date) {
        (Some(number), Some(date)) => format!("{number} {}", documents::long_date(date)),
        (Some(number), None) => number.to_owned(),
        (None, _) => "…… ngày ……".to_owned(),
    }
}

/// "Nguyễn Văn A (60%)".
pub fn author_with_share(author: &Author) -> String {
    format!("{} ({})", author.full_name, documents::percent(author.share))
}

/// "Nguyễn Văn A, Công chức Văn phòng, UBND xã (60%)".
pub fn author_with_post(author: &Author) -> String {
    let parts = [author.full_name.as_str(), author.job_title.as_str(), author.workplace.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{} ({})", parts.join(", "), documents::percent(author.share))
}
