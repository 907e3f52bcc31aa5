//! What stands in the way of a review or a sitting, in words and at its field.

use async_graphql::{Enum, SimpleObject};

use super::model::{DeputyFault, ReviewFault as Fault, ReviewState};
use super::rules::{LONGEST_OPINIONS, LONGEST_TEXT, MOST_CASES};
use crate::shared::locale::Locale;

/// What is wrong.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewProblemCode {
    /// Somebody else changed it meanwhile.
    Stale,
    /// A case is not where this is possible, or changed meanwhile.
    CaseElsewhere,
    /// No cases, or too many at once.
    BadCount,
    /// The council does not examine today.
    NotStanding,
    /// A rubric that councils of this level do not score by.
    UnknownRubric,
    /// A case on the agenda is the keeper's own, or of somebody whose place they take.
    OwnCase,
    /// The council examines by another rubric.
    OtherRubric,
    /// A case of another unit than the council's.
    OtherUnit,
    /// Too few members may score a case.
    TooFewScorers,
    /// Nobody who may lead the council takes part.
    NobodyPresides,
    /// Not possible while the review stands here.
    WrongState,
    /// Not a member who takes part.
    UnknownMember,
    /// The sheet is signed already.
    Signed,
    /// Points that the rubric does not allow.
    BadPoints,
    /// No points yet.
    PointsMissing,
    /// A text is missing.
    Missing,
    /// A text is too long.
    TooLong,
    /// The sitting is closed.
    SittingClosed,
    /// A case that is not ready for a sitting of this council.
    NotReady,
    /// The person is not recorded as present.
    NotPresent,
    /// The person has voted already, or votes were cast.
    Voted,
    /// Nobody has voted on a case yet.
    NotVoted,
    /// A sheet is signed already, so that nobody leaves or joins but for a conflict of interest.
    SeatsSettled,
    /// Something is recorded, voted or closed on another day than the sitting's, or it is called on a day that has passed.
    NotItsDay,
    /// Too few who may vote on a case are present.
    NoQuorum,
    /// Those present, or all who may vote, could not recognise a case even if all agreed.
    CannotPass,
    /// Members who are present have not voted.
    NotAllVoted,
    /// Members who are present have not voted, and their votes could change what comes of a case.
    VotesMissing,
    /// So few voted in secret that the numbers would tell who voted how.
    TooFewBallots,
    /// Somebody does not stand in for a member: the rubric does not let them, or they may not themselves.
    DeputyRefused,
    /// A time that no clock shows, or an end before the beginning.
    BadTime,
}

/// Something that has to be corrected.
#[derive(SimpleObject, Clone, Debug)]
pub struct ReviewProblem {
    /// What is wrong.
    pub code: ReviewProblemCode,
    /// The same in words, in the language of the request.
    pub message: String,
    /// Path of the input field it concerns, outermost first; empty for the whole.
    pub path: Vec<String>,
}

impl Fault {
    /// The fault as it is answered.
    #[must_use]
    pub fn problem(&self, l: Locale) -> ReviewProblem {
        ReviewProblem { code: self.code(), message: self.message(l), path: self.path() }
    }

    fn code(&self) -> ReviewProblemCode {
        use ReviewProblemCode as Code;
        match self {
            Self::Stale => Code::Stale,
            Self::CaseElsewhere { .. } | Self::CaseStale { .. } => Code::CaseElsewhere,
            Self::BadCount | Self::EmptyAgenda => Code::BadCount,
            Self::NotStanding => Code::NotStanding,
            Self::UnknownRubric => Code::UnknownRubric,
            Self::OwnCase { .. } => Code::OwnCase,
            Self::OtherRubric { .. } => Code::OtherRubric,
            Self::OtherUnit { .. } => Code::OtherUnit,
            Self::TooFewScorers { .. } => Code::TooFewScorers,
            Self::NobodyPresides { .. } => Code::NobodyPresides,
            Self::WrongState(_) => Code::WrongState,
            Self::UnknownMember => Code::UnknownMember,
            Self::Signed | Self::SignedAlready => Code::Signed,
            Self::BadPoints { .. } => Code::BadPoints,
            Self::PointsMissing { .. } => Code::PointsMissing,
            Self::Missing { .. } => Code::Missing,
            Self::TooLong { .. } => Code::TooLong,
            Self::SittingClosed => Code::SittingClosed,
            Self::NotReady { .. } => Code::NotReady,
            Self::NotPresent => Code::NotPresent,
            Self::VotedAlready
            | Self::VoteBegan
            | Self::VotedSoPresent
            | Self::VotedSoOnItsDay
            | Self::VotedSoStays { .. } => Code::Voted,
            Self::NotVoted { .. } => Code::NotVoted,
            Self::SeatsSettled => Code::SeatsSettled,
            Self::NotItsDay { .. } | Self::DayPassed | Self::ScoreByPassed => Code::NotItsDay,
            Self::NoQuorum { .. } => Code::NoQuorum,
            Self::OutOfReach { .. } | Self::CannotPass { .. } => Code::CannotPass,
            Self::NotAllVoted { .. } => Code::NotAllVoted,
            Self::VotesMissing { .. } => Code::VotesMissing,
            Self::TooFewBallots { .. } => Code::TooFewBallots,
            Self::DeputyRefused { .. } => Code::DeputyRefused,
            Self::BadTime { .. } => Code::BadTime,
        }
    }

    fn path(&self) -> Vec<String> {
        let at = |steps: &[&str]| steps.iter().map(|step| (*step).to_owned()).collect();
        match self {
            Self::UnknownRubric | Self::OtherRubric { .. } => at(&["rubric"]),
            Self::BadPoints { criterion, .. } | Self::PointsMissing { criterion, .. } => {
                at(&["points", criterion])
            }
            Self::Missing { field } | Self::TooLong { field } | Self::BadTime { field } => at(&[field]),
            Self::DeputyRefused { at: place, why } => {
                let field = if *why == DeputyFault::NoBasis { "basis" } else { "deputyId" };
                at(&["deputies", &place.to_string(), field])
            }
            Self::TooFewScorers { .. } => at(&["scorers"]),
            Self::EmptyAgenda | Self::NotReady { .. } | Self::VotedSoStays { .. } | Self::NotVoted { .. } => {
                at(&["reviewIds"])
            }
            Self::VotedSoPresent => at(&["presentIds"]),
            Self::ScoreByPassed => at(&["scoreBy"]),
            Self::VotedSoOnItsDay | Self::DayPassed => at(&["heldOn"]),
            Self::CannotPass { .. } | Self::NotAllVoted { .. } | Self::TooFewBallots { .. } => {
                at(&["confirms"])
            }
            _ => Vec::new(),
        }
    }

    fn message(&self, l: Locale) -> String {
        let fixed = |vi: &str, en: &str| l.pick(vi, en).to_owned();
        match self {
            Self::Stale => fixed(
                "Nội dung vừa được thay đổi ở nơi khác. Đề nghị tải lại.",
                "Somebody else has changed this meanwhile. Load it again.",
            ),
            Self::CaseElsewhere { title, .. } => l.pick(
                format!("«{title}» không ở bước giao cho Hội đồng."),
                format!("“{title}” is not where it could be given to a council."),
            ),
            Self::CaseStale { title } => l.pick(
                format!("«{title}» vừa thay đổi. Đề nghị tải lại."),
                format!("“{title}” has changed meanwhile. Load it again."),
            ),
            Self::BadCount => l.pick(
                format!("Chọn từ 1 đến {MOST_CASES} hồ sơ mỗi lần."),
                format!("Choose 1 to {MOST_CASES} cases at a time."),
            ),
            Self::EmptyAgenda => fixed("Phiên họp phải có ít nhất một hồ sơ.", "A sitting needs a case."),
            Self::NotStanding => fixed(
                "Hội đồng chưa có hiệu lực hoặc đã hết hiệu lực.",
                "The council does not examine today.",
            ),
            Self::UnknownRubric => fixed(
                "Không có bộ tiêu chí chấm này ở cấp đã chọn.",
                "There is no such rubric at this level.",
            ),
            Self::OwnCase { title } => l.pick(
                format!(
                    "«{title}» là sáng kiến của chính bạn hoặc của người mà bạn đang làm thay; đề nghị người khác điều hành \
                     phiên họp này."
                ),
                format!(
                    "“{title}” is your own initiative, or that of somebody whose place you take: somebody else holds this \
                     sitting."
                ),
            ),
            Self::OtherRubric { title } => l.pick(
                format!(
                    "Hội đồng này đang chấm theo «{title}»; mọi hồ sơ của một Hội đồng được chấm theo cùng bộ tiêu chí."
                ),
                format!("This council examines by “{title}”; all cases of a council are scored by one rubric."),
            ),
            Self::OtherUnit { title } => l.pick(
                format!("«{title}» thuộc đơn vị khác với Hội đồng."),
                format!("“{title}” was filed with another unit than the council's."),
            ),
            Self::TooFewScorers { title, candidates, needed } => l.pick(
                format!("«{title}»: cần {needed} người chấm, chỉ có {candidates} thành viên được chấm."),
                format!("“{title}”: {needed} members must score it, only {candidates} may."),
            ),
            Self::NobodyPresides { title } => l.pick(
                format!("«{title}»: không còn Chủ tịch hoặc Phó Chủ tịch nào được tham gia Hội đồng."),
                format!("“{title}”: neither chair nor vice-chair may take part."),
            ),
            Self::WrongState(state) => wrong_state(*state, l),
            Self::UnknownMember => {
                fixed("Người này không tham gia Hội đồng.", "This person does not take part in the council.")
            }
            Self::Signed => fixed("Phiếu đã ký, không sửa được nữa.", "The sheet is signed and locked."),
            Self::SignedAlready => fixed(
                "Đã có phiếu được ký nên không rút hồ sơ khỏi Hội đồng được.",
                "A sheet is signed already, so the case cannot be taken back.",
            ),
            Self::BadPoints { most, .. } => l.pick(
                format!("Điểm phải từ 0 đến {most}, tối đa hai chữ số thập phân."),
                format!("Points must lie between 0 and {most}, with at most two decimals."),
            ),
            Self::PointsMissing { title, .. } => {
                l.pick(format!("Chưa chấm: {title}."), format!("Not scored yet: {title}."))
            }
            Self::Missing { field: "place" } => fixed("Chưa ghi địa điểm họp.", "The place is missing."),
            Self::Missing { .. } => fixed("Đề nghị ghi lý do.", "Give the reason."),
            Self::TooLong { field: "place" } => {
                fixed("Địa điểm dài quá 300 ký tự.", "The place is longer than 300 characters.")
            }
            Self::TooLong { field: "opinions" } => l.pick(
                format!("Ý kiến dài quá {LONGEST_OPINIONS} ký tự."),
                format!("What members said is longer than {LONGEST_OPINIONS} characters."),
            ),
            Self::TooLong { .. } => l.pick(
                format!("Nội dung dài quá {LONGEST_TEXT} ký tự."),
                format!("The text is longer than {LONGEST_TEXT} characters."),
            ),
            Self::SittingClosed => fixed("Phiên họp đã kết thúc.", "The sitting is closed."),
            Self::NotReady { title } => l.pick(
                format!("«{title}» chưa đủ phiếu chấm hoặc đã ở phiên họp khác."),
                format!("“{title}” is not scored yet, or is on another agenda."),
            ),
            Self::NotPresent => fixed(
                "Bạn chưa được ghi nhận có mặt tại phiên họp.",
                "You are not recorded as present in this sitting.",
            ),
            Self::VotedAlready => {
                fixed("Đã biểu quyết, không thay đổi được.", "The vote is cast and stands.")
            }
            Self::VoteBegan => fixed(
                "Hội đồng đã bắt đầu biểu quyết hồ sơ này nên thành phần tham gia không thay đổi được nữa. \
                 Người có xung đột lợi ích không biểu quyết và đề nghị ghi ý kiến vào biên bản.",
                "The vote on this case has begun, so who takes part is settled. Whoever has a conflict of interest \
                 does not vote, and asks that it be written in the minutes.",
            ),
            Self::VotedSoPresent => fixed(
                "Người đã biểu quyết phải được ghi nhận có mặt, và số người có mặt phải còn đủ để biểu quyết \
                 những hồ sơ đã có phiếu.",
                "Whoever has voted is recorded as present, and enough others for every vote that was cast.",
            ),
            Self::VotedSoOnItsDay => fixed(
                "Đã có người biểu quyết nên không dời ngày họp được.",
                "Votes were cast, so the sitting cannot be moved to another day.",
            ),
            Self::SeatsSettled => fixed(
                "Đã có phiếu được ký nên thành phần tham gia hồ sơ này không thay đổi được nữa, trừ khi thành viên \
                 khai báo xung đột lợi ích hoặc người chủ trì quyết định, có nêu lý do.",
                "A sheet is signed, so nobody leaves or joins this case but for a conflict of interest that the \
                 member declares, or that whoever presides decides with a reason.",
            ),
            Self::NotItsDay { held_on } => l.pick(
                format!(
                    "Phiên họp vào ngày {}: chỉ điểm danh, biểu quyết và kết thúc trong ngày đó. Dời ngày họp, \
                     hoặc nếu ngày họp đã qua thì ghi lý do kết thúc muộn.",
                    l.date(*held_on)
                ),
                format!(
                    "The sitting is on {}: attendance, votes and its end belong to that day. Move it to another day, \
                     or, once the day has passed, give the reason for closing it late.",
                    l.date(*held_on)
                ),
            ),
            Self::DayPassed => {
                fixed("Ngày họp không thể trước hôm nay.", "The day of the sitting cannot lie in the past.")
            }
            Self::ScoreByPassed => fixed(
                "Hạn ký phiếu không thể trước hôm nay.",
                "Sheets cannot be due on a day that has passed.",
            ),
            Self::NoQuorum { title, turnout } => l.pick(
                format!(
                    "«{title}»: cần ít nhất {} thành viên được biểu quyết có mặt, hiện có {}. Chưa biểu quyết được; \
                     hồ sơ để lại phiên họp sau.",
                    turnout.quorum, turnout.present
                ),
                format!(
                    "“{title}”: {} members who may vote must be present, {} are. No vote is held; the case stays for \
                     the next sitting.",
                    turnout.quorum, turnout.present
                ),
            ),
            Self::OutOfReach { title, turnout } => l.pick(
                format!(
                    "«{title}»: cần {} trên {} đồng ý, chỉ có {} người được biểu quyết có mặt. Chưa biểu quyết được; \
                     hồ sơ để lại phiên họp sau.",
                    turnout.needed, turnout.base, turnout.present
                ),
                format!(
                    "“{title}” needs {} of {} to agree, and only {} who may vote are present. No vote is held; the \
                     case stays for the next sitting.",
                    turnout.needed, turnout.base, turnout.present
                ),
            ),
            Self::CannotPass { title, turnout } => l.pick(
                format!(
                    "«{title}»: cần {} trên {} đồng ý nhưng chỉ có {} người được biểu quyết, nên không thể đạt.",
                    turnout.needed, turnout.base, turnout.eligible
                ),
                format!(
                    "“{title}” needs {} of {} to agree, and at most {} can vote: it cannot pass.",
                    turnout.needed, turnout.base, turnout.eligible
                ),
            ),
            Self::NotAllVoted { title, missing } => l.pick(
                format!("«{title}»: còn {missing} người có mặt chưa biểu quyết."),
                format!("“{title}”: {missing} members who are present have not voted."),
            ),
            Self::VotesMissing { title, missing, names } => {
                let who = names.join(", ");
                l.pick(
                    format!(
                        "«{title}»: còn {missing} người có mặt chưa biểu quyết ({who}) và phiếu của họ có thể làm thay đổi \
                         kết quả. Chỉ kết thúc phiên họp sau khi họ biểu quyết, hoặc sau ngày họp và có nêu lý do."
                    ),
                    format!(
                        "“{title}”: {missing} members who are present have not voted ({who}), and their votes could change \
                         the outcome. Close the sitting once they have voted, or after its day with a reason."
                    ),
                )
            }
            Self::TooFewBallots { title, cast } => l.pick(
                format!(
                    "«{title}»: chỉ có {cast} phiếu kín, công bố sẽ lộ ý kiến từng người. Các phiếu này không được \
                     tính; hồ sơ để lại phiên họp sau."
                ),
                format!(
                    "“{title}”: only {cast} voted in secret, and the numbers would tell who voted how. These votes do \
                     not count; the case stays for the next sitting."
                ),
            ),
            Self::VotedSoStays { title } => l.pick(
                format!(
                    "«{title}» đã có người biểu quyết: giữ nguyên trong chương trình và cách biểu quyết."
                ),
                format!("Votes were cast on “{title}”: it stays on the agenda, and the way of voting too."),
            ),
            Self::DeputyRefused { why, .. } => deputy_refused(*why, l),
            Self::BadTime { field: "endedAt" } => fixed(
                "Giờ kết thúc ghi dạng 10:30 và không trước giờ bắt đầu.",
                "Write the end as 10:30, and not before the beginning.",
            ),
            Self::BadTime { .. } => fixed("Giờ ghi dạng 08:00.", "Write the time as 08:00."),
            Self::NotVoted { title } => l.pick(
                format!("«{title}» chưa có ai biểu quyết."),
                format!("Nobody has voted on “{title}” yet."),
            ),
        }
    }
}

fn deputy_refused(why: DeputyFault, l: Locale) -> String {
    let (vi, en) = match why {
        DeputyFault::NotAllowed => (
            "Quy định chấm của các hồ sơ trong chương trình không cho phép cử người biểu quyết thay thành viên này.",
            "By the rubrics of the agenda nobody votes in the place of this member.",
        ),
        DeputyFault::NoSeat => (
            "Người được thay không tham gia hồ sơ nào trong chương trình.",
            "The one whose place is taken takes part in no case of the agenda.",
        ),
        DeputyFault::MemberPresent => (
            "Thành viên có mặt hoặc đã có người đi thay.",
            "The member is present, or somebody stands in for them already.",
        ),
        DeputyFault::HasOwnPart => (
            "Người đi thay là thành viên Hội đồng, là tác giả hoặc đã thay người khác.",
            "Whoever stands in sits on the council, is an author, or stands in for another.",
        ),
        DeputyFault::OtherUnit => (
            "Theo quy định chấm, người đi thay phải cùng đơn vị với thành viên.",
            "By the rubric whoever stands in works in the member's own unit.",
        ),
        DeputyFault::NoAccount => (
            "Người đi thay phải có tài khoản đang hoạt động và không phải quản trị hệ thống.",
            "Whoever stands in has an open account and does not administer the system.",
        ),
        DeputyFault::NoBasis => (
            "Ghi văn bản cử người đi thay, tối đa 300 ký tự.",
            "Name the letter by which they stand in, in at most 300 characters.",
        ),
    };
    l.pick(vi, en).to_owned()
}

fn wrong_state(state: ReviewState, l: Locale) -> String {
    let (vi, en) = match state {
        ReviewState::Scoring => ("Chưa đủ phiếu chấm đã ký.", "Sheets are still awaited."),
        ReviewState::Scored => ("Các phiếu chấm đã ký đủ.", "All sheets are signed already."),
        ReviewState::Deliberated => ("Hội đồng đã biểu quyết.", "The council has voted already."),
        ReviewState::Decided => ("Hồ sơ đã có quyết định.", "The case is decided already."),
        ReviewState::Ended => ("Hồ sơ không còn ở Hội đồng.", "The case is not with the council any more."),
    };
    l.pick(vi, en).to_owned()
}
