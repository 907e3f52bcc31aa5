//! What stands in the way of a council, in words and at its field.

use async_graphql::{Enum, SimpleObject};

use super::model::CouncilFault as Fault;
use super::rules::{FEWEST, MOST};
use crate::shared::locale::Locale;

/// What is wrong with a council.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CouncilProblemCode {
    /// Somebody else changed it meanwhile.
    Stale,
    /// Something compulsory is empty.
    Missing,
    /// A text is too long.
    TooLong,
    /// It ends before it begins.
    BadDays,
    /// Too few members, or too many.
    BadSize,
    /// Not exactly one chair and one secretary.
    BadPositions,
    /// The same person twice.
    MemberTwice,
    /// Somebody who cannot sit on a council.
    BadMember,
    /// A unit that has no council of this level.
    BadUnit,
    /// Another council of the same unit and level examines on some of these days.
    AnotherStands,
}

/// Something that has to be corrected in a council.
#[derive(SimpleObject, Clone, Debug)]
pub struct CouncilProblem {
    /// What is wrong.
    pub code: CouncilProblemCode,
    /// The same in words, in the language of the request.
    pub message: String,
    /// Path of the input field it concerns, outermost first; empty for the whole.
    pub path: Vec<String>,
}

impl Fault {
    /// The fault as it is answered.
    #[must_use]
    pub fn problem(&self, l: Locale) -> CouncilProblem {
        use CouncilProblemCode as Code;
        let member = |at: usize| vec!["members".to_owned(), at.to_string(), "accountId".to_owned()];
        let at = |field: &str| vec![field.to_owned()];
        let (code, path) = match self {
            Self::Stale => (Code::Stale, Vec::new()),
            Self::Missing { field } => (Code::Missing, at(field)),
            Self::TooLong { field } => (Code::TooLong, at(field)),
            Self::EndsBeforeItBegins => (Code::BadDays, at("validTo")),
            Self::TooFew | Self::TooMany => (Code::BadSize, at("members")),
            Self::BadPositions => (Code::BadPositions, at("members")),
            Self::MemberTwice { member: at } => (Code::MemberTwice, member(*at)),
            Self::BadMember { member: at } => (Code::BadMember, member(*at)),
            Self::BadUnit => (Code::BadUnit, at("unitId")),
            Self::AnotherStands { .. } => (Code::AnotherStands, at("validFrom")),
        };
        CouncilProblem { code, message: self.message(l), path }
    }

    fn message(&self, l: Locale) -> String {
        let fixed = |vi: &str, en: &str| l.pick(vi, en).to_owned();
        match self {
            Self::Stale => fixed(
                "Hội đồng vừa được thay đổi ở nơi khác. Đề nghị tải lại để xem nội dung mới.",
                "Somebody else has changed this council meanwhile. Load it again.",
            ),
            Self::Missing { field: "basis" } => fixed(
                "Chưa ghi quyết định thành lập Hội đồng.",
                "The decision that founds the council is missing.",
            ),
            Self::Missing { .. } => fixed("Chưa có tên Hội đồng.", "The council has no name yet."),
            Self::TooLong { .. } => {
                fixed("Nội dung dài quá 300 ký tự.", "The text is longer than 300 characters.")
            }
            Self::EndsBeforeItBegins => {
                fixed("Ngày kết thúc phải sau ngày bắt đầu.", "The last day lies before the first.")
            }
            Self::TooFew => l.pick(
                format!("Hội đồng phải có ít nhất {FEWEST} thành viên."),
                format!("A council has at least {FEWEST} members."),
            ),
            Self::TooMany => l.pick(
                format!("Hội đồng có tối đa {MOST} thành viên."),
                format!("A council has at most {MOST} members."),
            ),
            Self::BadPositions => fixed(
                "Hội đồng phải có đúng một Chủ tịch và một Thư ký.",
                "A council has exactly one chair and one secretary.",
            ),
            Self::MemberTwice { .. } => {
                fixed("Một người không thể có hai chỗ trong Hội đồng.", "Nobody sits on a council twice.")
            }
            Self::BadMember { .. } => fixed(
                "Thành viên phải có tài khoản đang hoạt động và không phải quản trị hệ thống.",
                "A member has an open account and does not administer the system.",
            ),
            Self::AnotherStands { name } => l.pick(
                format!(
                    "«{name}» của đơn vị còn hiệu lực trong thời gian này. Đề nghị ghi ngày kết thúc của Hội đồng đó trước \
                     khi lập Hội đồng mới."
                ),
                format!(
                    "“{name}” of this unit examines in this time. Give it its last day before a new council is founded."
                ),
            ),
            Self::BadUnit => fixed(
                "Không lập được Hội đồng cấp này tại đơn vị đã chọn.",
                "This unit cannot have a council of this level.",
            ),
        }
    }
}
