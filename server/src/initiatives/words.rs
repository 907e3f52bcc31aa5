//! What stands in the way of an initiative, in words and at its field.

use async_graphql::SimpleObject;

use super::commands::share;
use super::model::{
    ClockFault, InitiativeFault as Fault, InitiativeProblemCode as Code, InitiativeSection as Section,
    InitiativeState as State,
};
use crate::shared::locale::Locale;

/// Something that has to be corrected.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq)]
pub struct InitiativeProblem {
    /// What is wrong.
    pub code: Code,
    /// The same in words, in the language of the request.
    pub message: String,
    /// Path of the input field it concerns, outermost first; empty for the whole.
    pub path: Vec<String>,
}

impl Fault {
    /// The fault as it is answered.
    #[must_use]
    pub fn problem(&self, locale: Locale) -> InitiativeProblem {
        InitiativeProblem { code: self.code(), message: self.message(locale), path: self.path() }
    }

    fn code(&self) -> Code {
        match self {
            Self::Stale => Code::Stale,
            Self::WrongState(_) => Code::WrongState,
            Self::Missing { .. } | Self::SectionMissing(_) => Code::Missing,
            Self::TooLong { .. } => Code::TooLong,
            Self::TooMany { .. } => Code::TooMany,
            Self::BadShare { .. } => Code::BadShare,
            Self::SharesNotWhole { .. } => Code::SharesNotWhole,
            Self::AuthorTwice { .. } => Code::AuthorTwice,
            Self::DrafterNotAuthor => Code::DrafterNotAuthor,
            Self::NotCoAuthor => Code::NotCoAuthor,
            Self::DrafterActive => Code::DrafterActive,
            Self::UnknownAuthor { .. } => Code::UnknownAuthor,
            Self::UnknownUnit => Code::UnknownUnit,
            Self::AuthorUnconfirmed { .. } => Code::AuthorUnconfirmed,
            Self::AuthorDeclined { .. } => Code::AuthorDeclined,
            Self::AuthorLeftOut { .. } => Code::AuthorLeftOut,
            Self::AppliedLater | Self::EndsBeforeItBegins => Code::BadApplication,
            Self::FiledLate { .. } => Code::FiledLate,
            Self::DayPassed => Code::DayPassed,
            Self::GroundEarly(_) => Code::GroundEarly,
        }
    }

    fn path(&self) -> Vec<String> {
        let at = |steps: &[&str]| steps.iter().map(|step| (*step).to_owned()).collect();
        match self {
            Self::Stale | Self::WrongState(_) | Self::DrafterActive => Vec::new(),
            Self::NotCoAuthor => at(&["toId"]),
            Self::Missing { field } | Self::TooLong { field, .. } | Self::TooMany { field, .. } => {
                at(&[field])
            }
            Self::SectionMissing(section) => at(&["passages", section.code()]),
            Self::BadShare { author } => at(&["authors", &author.to_string(), "share"]),
            Self::AuthorTwice { author } | Self::UnknownAuthor { author } => {
                at(&["authors", &author.to_string(), "accountId"])
            }
            Self::SharesNotWhole { .. }
            | Self::DrafterNotAuthor
            | Self::AuthorUnconfirmed { .. }
            | Self::AuthorDeclined { .. }
            | Self::AuthorLeftOut { .. } => at(&["authors"]),
            Self::UnknownUnit => at(&["unitId"]),
            Self::AppliedLater | Self::FiledLate { .. } => at(&["firstAppliedOn"]),
            Self::EndsBeforeItBegins => at(&["applicationEndedOn"]),
            Self::DayPassed => at(&["until"]),
            Self::GroundEarly(_) => at(&["ground"]),
        }
    }

    fn message(&self, l: Locale) -> String {
        let fixed = |vi: &str, en: &str| l.pick(vi, en).to_owned();
        match self {
            Self::Stale => fixed(
                "Hồ sơ vừa được thay đổi ở nơi khác. Đề nghị tải lại để xem nội dung mới.",
                "Somebody else has changed this request meanwhile. Load it again.",
            ),
            Self::WrongState(state) => standing_in_words(*state, l),
            Self::Missing { field } => missing(field, l),
            Self::SectionMissing(section) => {
                let name = section_name(*section, l);
                l.pick(format!("Chưa có nội dung: {name}."), format!("Not written yet: {name}."))
            }
            Self::TooLong { most, .. } => l.pick(
                format!("Nội dung dài quá {most} ký tự."),
                format!("The text is longer than {most} characters."),
            ),
            Self::TooMany { most, .. } => {
                l.pick(format!("Không được quá {most} người."), format!("No more than {most} people."))
            }
            Self::BadShare { .. } => fixed(
                "Tỷ lệ đóng góp phải từ 0,01 đến 100, tối đa hai chữ số thập phân.",
                "The share must be between 0.01 and 100, with at most two decimals.",
            ),
            Self::SharesNotWhole { sum } => {
                let (vi, en) = (share(*sum).replace('.', ","), share(*sum));
                l.pick(
                    format!("Tổng tỷ lệ đóng góp của các tác giả là {vi} %, phải bằng đúng 100 %."),
                    format!("The authors' shares sum to {en} % and must be exactly 100 %."),
                )
            }
            Self::AuthorTwice { .. } => {
                fixed("Một người không thể có hai dòng tác giả.", "Nobody is an author twice.")
            }
            Self::DrafterNotAuthor => fixed(
                "Người lập đơn phải là một trong các tác giả.",
                "Whoever writes the request is one of its authors.",
            ),
            Self::NotCoAuthor => fixed(
                "Chỉ đồng tác giả có tài khoản đang hoạt động mới tiếp tục lập đơn được.",
                "Only a co-author with an open account can go on with the request.",
            ),
            Self::DrafterActive => fixed(
                "Người lập đơn vẫn có tài khoản hoạt động: đề nghị người đó chuyển giao.",
                "Whoever drafts it has an open account: ask them to hand it over.",
            ),
            Self::UnknownAuthor { .. } => fixed(
                "Tác giả phải có tài khoản đang hoạt động trên hệ thống.",
                "An author has an open account of this system.",
            ),
            Self::UnknownUnit => {
                fixed("Không chuyển được đơn đến đơn vị này.", "The request cannot go to this unit.")
            }
            Self::AuthorUnconfirmed { name } => l.pick(
                format!("{name} chưa xác nhận tỷ lệ đóng góp."),
                format!("{name} has not confirmed the share."),
            ),
            Self::AuthorDeclined { name } => l.pick(
                format!("{name} không xác nhận tỷ lệ đóng góp; cần sửa danh sách tác giả."),
                format!("{name} declined the share; the authors must be entered anew."),
            ),
            Self::AuthorLeftOut { name } => l.pick(
                format!(
                    "{name} đã xác nhận là tác giả. Chỉ đưa ra khỏi danh sách tác giả sau khi người đó từ chối xác nhận \
                     và nêu lý do."
                ),
                format!(
                    "{name} has confirmed being an author and is left out only after declining the share with a reason."
                ),
            ),
            Self::AppliedLater => fixed(
                "Ngày áp dụng lần đầu không thể sau hôm nay.",
                "The first application cannot be later than today.",
            ),
            Self::EndsBeforeItBegins => fixed(
                "Ngày kết thúc áp dụng lần đầu phải sau ngày bắt đầu.",
                "The first application ends after it begins.",
            ),
            Self::FiledLate { first_applied_on, last_day } => {
                let (from, until) = (l.date(*first_applied_on), l.date(*last_day));
                l.pick(
                    format!(
                        "Đã quá thời hạn nộp đơn: áp dụng lần đầu ngày {from}, hạn nộp đến hết ngày {until} (Điều lệ Sáng kiến)."
                    ),
                    format!(
                        "Too late to file: first applied on {from}, to be filed by {until} (Charter on Initiatives)."
                    ),
                )
            }
            Self::DayPassed => fixed("Thời hạn không thể trước hôm nay.", "The day cannot lie in the past."),
            Self::GroundEarly(why) => clock_in_words(*why, l),
        }
    }
}

/// Why a ground of refusal that is tied to a clock does not hold, in words.
#[must_use]
pub fn clock_in_words(why: ClockFault, l: Locale) -> String {
    match why {
        ClockFault::NothingOutstanding => l.pick(
            "Hồ sơ không đang chờ sửa đổi, bổ sung nên không từ chối với lý do quá hạn bổ sung được."
                .to_owned(),
            "No correction is outstanding, so it cannot be refused for having come too late.".to_owned(),
        ),
        ClockFault::TimeLeft { until } => l.pick(
            format!(
                "Thời hạn sửa đổi, bổ sung còn đến hết ngày {}; chỉ từ chối với lý do này sau ngày đó.",
                l.date(until)
            ),
            format!("It may be corrected until {}; this ground holds only after that day.", l.date(until)),
        ),
        ClockFault::FiledInTime { last_day } => l.pick(
            format!("Đơn đã nộp trong thời hạn (hạn nộp đến hết ngày {}).", l.date(last_day)),
            format!("It was filed in time, which was until {}.", l.date(last_day)),
        ),
    }
}

/// Where a request stands, in words.
#[must_use]
pub fn standing_in_words(state: State, l: Locale) -> String {
    let (vi, en) = match state {
        State::Draft => ("Đơn chưa được nộp.", "The request is not filed yet."),
        State::Filed => ("Đơn đã nộp, đang được kiểm tra.", "The request is filed and being checked."),
        State::FixRequested => {
            ("Đơn đang chờ tác giả sửa đổi, bổ sung.", "The request waits for its authors to correct it.")
        }
        State::Accepted => ("Đơn đã được chấp nhận.", "The request is accepted already."),
        State::Assigned => ("Đơn đang được Hội đồng chấm điểm.", "The council is scoring the request."),
        State::Scored => (
            "Các phiếu chấm đã ký, đang chờ Hội đồng họp.",
            "All sheets are signed; the council has yet to meet.",
        ),
        State::Council => (
            "Hội đồng đã biểu quyết, đang chờ quyết định.",
            "The council has voted; the decision is awaited.",
        ),
        State::RecognisedBase => ("Sáng kiến đã được công nhận.", "The initiative is recognised already."),
        State::Refused => ("Đơn đã bị từ chối.", "The request was refused."),
        State::Withdrawn => ("Đơn đã được rút.", "The request was withdrawn."),
        State::Referred => (
            "Hồ sơ đã đề nghị công nhận cấp tỉnh, đang được kiểm tra.",
            "The case was referred to the province and is being checked.",
        ),
        State::ReferralFix => {
            ("Hồ sơ cấp tỉnh đang chờ đơn vị hoàn thiện.", "The referral waits for its unit to complete it.")
        }
        State::ProvChecked => (
            "Hồ sơ cấp tỉnh đã hợp lệ, chờ giao Hội đồng.",
            "The referral is complete and waits for the council.",
        ),
        State::ProvAssigned => {
            ("Hội đồng sáng kiến tỉnh đang chấm điểm.", "The province's council is scoring the case.")
        }
        State::ProvScored => (
            "Các phiếu chấm đã ký, đang chờ Hội đồng sáng kiến tỉnh họp.",
            "All sheets are signed; the province's council has yet to meet.",
        ),
        State::ProvCouncil => (
            "Hội đồng sáng kiến tỉnh đã biểu quyết, đang chờ quyết định.",
            "The province's council has voted; the decision is awaited.",
        ),
        State::RecognisedProvince => {
            ("Sáng kiến đã được công nhận cấp tỉnh.", "The initiative is recognised by the province already.")
        }
        State::NotRaised => (
            "Sáng kiến không được công nhận cấp tỉnh.",
            "The initiative was not recognised at province level.",
        ),
        State::ProvinceCancelled => (
            "Công nhận cấp tỉnh đã bị hủy bỏ; công nhận cấp cơ sở còn giá trị.",
            "The recognition at province level was cancelled; that of the unit stands.",
        ),
        State::Cancelled => ("Việc công nhận sáng kiến đã bị hủy bỏ.", "The recognition was cancelled."),
    };
    l.pick(vi, en).to_owned()
}

fn missing(field: &str, l: Locale) -> String {
    let (vi, en) = match field {
        "title" => ("Chưa có tên sáng kiến.", "The initiative has no name yet."),
        "kind" => ("Chưa chọn loại giải pháp.", "The kind of solution is not chosen."),
        "firstAppliedOn" => ("Chưa có ngày áp dụng lần đầu.", "The day of the first application is missing."),
        "helpers" => ("Chưa có họ tên người tham gia áp dụng.", "The name of a helper is missing."),
        "reason" => ("Đề nghị ghi lý do.", "Give the reason."),
        _ => ("Thông tin này là bắt buộc.", "This is compulsory."),
    };
    l.pick(vi, en).to_owned()
}

/// Name of a part of the description, as the form of Circular 18/2013/TT-BKHCN calls it.
fn section_name(section: Section, l: Locale) -> &'static str {
    let (vi, en) = match section {
        Section::Field => ("lĩnh vực áp dụng", "field of application"),
        Section::Problem => ("vấn đề mà sáng kiến giải quyết", "the problem that is solved"),
        Section::KnownSolution => ("tình trạng giải pháp đã biết", "state of the known solution"),
        Section::Solution => {
            ("các bước và điều kiện thực hiện giải pháp", "steps and conditions of the solution")
        }
        Section::Novelty => ("nội dung mới hoặc đã cải tiến", "what is new or was changed"),
        Section::Applicability => ("khả năng áp dụng", "ability to apply it"),
        Section::Conditions => ("điều kiện cần thiết để áp dụng", "conditions needed"),
        Section::BenefitByAuthors => ("lợi ích theo ý kiến của tác giả", "benefit in the authors' opinion"),
        Section::BenefitByOthers => {
            ("lợi ích theo ý kiến của đơn vị áp dụng", "benefit in the opinion of those who applied it")
        }
    };
    l.pick(vi, en)
}
