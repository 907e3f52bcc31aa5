//! Accounts, role assignments, sessions; and what can be wrong when signing in.

use async_graphql::{Enum, SimpleObject};
use time::{Date, OffsetDateTime};

use crate::access::Role;
use crate::shared::id::{AccountId, CampaignId, PeerGroupId, RoleAssignmentId, UnitId};
use crate::shared::locale::Locale;

/// A person's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Id.
    pub id: AccountId,
    /// Name for signing in, lower case.
    pub login: String,
    /// Name as shown.
    pub display_name: String,
    /// The unit where the person works.
    pub unit: Option<UnitId>,
    /// E-mail address; personal data (INV-X1).
    pub email: Option<String>,
    /// Whether the account may sign in.
    pub is_active: bool,
    /// Whether the first password must still be changed.
    pub must_change_password: bool,
    /// Belongs to the sample data.
    pub is_sample: bool,
    /// Last successful sign-in.
    pub last_sign_in_at: Option<OffsetDateTime>,
}

/// The assignment that a substitute stands in for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Substituted {
    /// The assignment.
    pub assignment: RoleAssignmentId,
    /// Its holder.
    pub account: AccountId,
}

/// A role held by a person, over the province or a part of it, for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleAssignment {
    /// Id.
    pub id: RoleAssignmentId,
    /// Who.
    pub account: AccountId,
    /// Role.
    pub role: Role,
    /// The unit it is bound to.
    pub unit: Option<UnitId>,
    /// The campaign it is bound to.
    pub campaign: Option<CampaignId>,
    /// The peer group it is bound to.
    pub peer_group: Option<PeerGroupId>,
    /// The assignment whose holder's place is taken while they are absent; it holds only as long as that one.
    pub substitutes: Option<Substituted>,
    /// First day in force.
    pub valid_from: Date,
    /// Last day in force; `None` without end.
    pub valid_to: Option<Date>,
    /// Decision or letter it rests on.
    pub legal_basis: Option<String>,
}

impl RoleAssignment {
    /// Whether it is in force on a day (both ends included).
    #[must_use]
    pub fn is_in_force_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }
}

/// One session of a person, as its owner sees it.
#[derive(Clone, Debug)]
pub struct SessionInfo {
    /// Hash of the session's secret id.
    pub id_hash: String,
    /// When it began.
    pub created_at: OffsetDateTime,
    /// When it was last used, to within five minutes.
    pub last_seen_at: OffsetDateTime,
    /// Network address at sign-in.
    pub address: Option<String>,
    /// Browser at sign-in.
    pub user_agent: Option<String>,
}

/// The password was right, and the account has a second factor: sign-in waits for its code.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq)]
pub struct SecondFactorNeeded {
    /// Until when the code is waited for.
    pub until: OffsetDateTime,
}

/// What can be wrong with a sign-in or a new password.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityProblemCode {
    /// Unknown name or wrong password: the same answer for both.
    WrongCredentials,
    /// Too many attempts for this name or from this address.
    TooManyAttempts,
    /// The code is wrong, used already or too old: the same answer for all.
    WrongCode,
    /// The first step of the sign-in is too long ago; begin again.
    SignInExpired,
    /// The current password is wrong.
    WrongPassword,
    /// Shorter than the minimum.
    PasswordTooShort,
    /// Longer than the maximum.
    PasswordTooLong,
    /// The same as the current one.
    PasswordSame,
    /// One sign again and again, or digits in a row.
    PasswordCommon,
    /// Known from public breaches, so among the first that are tried.
    PasswordBreached,
    /// Made of the sign-in name, the person's name or the product's.
    PasswordPersonal,
}

/// A typed problem of signing in or of a new password.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq)]
pub struct IdentityProblem {
    /// What is wrong.
    pub code: IdentityProblemCode,
    /// The same in words, in the language of the request.
    pub message: String,
    /// Path of the input field it concerns.
    pub path: Vec<String>,
}

impl IdentityProblemCode {
    /// The problem in words, at its field; `least` is the fewest characters of a password.
    #[must_use]
    pub fn problem(self, locale: Locale, field: &str, least: usize) -> IdentityProblem {
        let message = match self {
            Self::PasswordTooShort => {
                let message = locale.pick(
                    format!("Mật khẩu phải có ít nhất {least} ký tự."),
                    format!("The password must have at least {least} characters."),
                );
                return IdentityProblem { code: self, message, path: vec!["input".into(), field.into()] };
            }
            Self::WrongCredentials => {
                locale.pick("Tên đăng nhập hoặc mật khẩu không đúng.", "Wrong name or password.")
            }
            Self::TooManyAttempts => locale.pick(
                "Đã thử quá nhiều lần. Vui lòng thử lại sau 15 phút hoặc liên hệ quản trị hệ thống.",
                "Too many attempts. Try again in 15 minutes or ask the administrator.",
            ),
            Self::WrongCode => locale.pick(
                "Mã xác thực không đúng hoặc đã được sử dụng.",
                "The code is wrong or was used already.",
            ),
            Self::SignInExpired => locale.pick(
                "Phiên đăng nhập đã quá thời hạn chờ mã. Đề nghị đăng nhập lại từ đầu.",
                "The sign-in has waited too long for its code. Please begin again.",
            ),
            Self::WrongPassword => {
                locale.pick("Mật khẩu hiện tại không đúng.", "The current password is wrong.")
            }
            Self::PasswordTooLong => locale.pick(
                "Mật khẩu không được dài quá 128 ký tự.",
                "The password must have at most 128 characters.",
            ),
            Self::PasswordSame => locale.pick(
                "Mật khẩu mới phải khác mật khẩu hiện tại.",
                "The new password must differ from the current one.",
            ),
            Self::PasswordCommon => locale.pick(
                "Mật khẩu lặp lại một vài ký tự hoặc là dãy số liên tiếp; vui lòng chọn mật khẩu khó đoán hơn.",
                "The password repeats a few signs or is a row of digits; choose one that is harder to guess.",
            ),
            Self::PasswordBreached => locale.pick(
                "Mật khẩu này nằm trong danh sách mật khẩu đã bị lộ; vui lòng chọn mật khẩu khác.",
                "This password is in the list of passwords known from breaches; choose another.",
            ),
            Self::PasswordPersonal => locale.pick(
                "Mật khẩu chủ yếu gồm tên đăng nhập, họ tên hoặc tên hệ thống; vui lòng chọn mật khẩu khác.",
                "The password is mostly the sign-in name, the person's name or the system's; choose another.",
            ),
        };
        IdentityProblem { code: self, message: message.to_owned(), path: vec!["input".into(), field.into()] }
    }
}

/// What can be wrong with the administration of people and roles.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeopleProblemCode {
    /// A compulsory field is empty.
    MissingField,
    /// A text is longer than 500 characters.
    TooLong,
    /// Not a sign-in name: 3 to 60 small letters, digits, dots, hyphens and underscores, a letter first.
    BadLogin,
    /// Another account has this sign-in name.
    LoginTaken,
    /// Not an e-mail address.
    BadEmail,
    /// There is no such unit on that day.
    UnitUnknown,
    /// The account is closed.
    AccountClosed,
    /// Not possible for the own account, or for the very person who is to be substituted.
    OwnAccount,
    /// At least one open account must remain an administrator.
    LastAdministrator,
    /// The role cannot be bound to this.
    ScopeNotAllowed,
    /// The role must be bound to something.
    ScopeMissing,
    /// The person holds, or will hold, a role that excludes this one.
    RolesExclude,
    /// The person holds this very role in that time.
    AlreadyHeld,
    /// The last day is before the first.
    PeriodOrder,
    /// The last day has passed.
    EndsInThePast,
    /// The role ends on that day or earlier anyway.
    NotEarlier,
    /// A substitute, and administration, are not handed on.
    NotSubstitutable,
    /// A role bound to a unit is taken by a colleague of that unit.
    NotSameUnit,
    /// A substitution lies within the time of the role itself.
    OutsideOriginal,
}

/// Why people or roles cannot be changed so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeopleProblem {
    /// What is wrong.
    pub code: PeopleProblemCode,
    /// Names of the input fields it concerns, outermost first.
    pub path: Vec<String>,
}

impl PeopleProblemCode {
    /// The problem in words.
    #[must_use]
    pub fn message(self, locale: Locale) -> &'static str {
        match self {
            Self::MissingField => locale.pick("Cần nhập nội dung này.", "This field is compulsory."),
            Self::TooLong => {
                locale.pick("Nội dung dài quá 500 ký tự.", "The text is longer than 500 characters.")
            }
            Self::BadLogin => locale.pick(
                "Tên đăng nhập gồm 3 đến 60 chữ thường không dấu, chữ số, dấu chấm, gạch nối hoặc gạch dưới, bắt đầu bằng chữ.",
                "A sign-in name has 3 to 60 small letters, digits, dots, hyphens or underscores, a letter first.",
            ),
            Self::LoginTaken => {
                locale.pick("Tên đăng nhập này đã có người dùng.", "This sign-in name is taken.")
            }
            Self::BadEmail => {
                locale.pick("Địa chỉ thư điện tử không hợp lệ.", "This is not an e-mail address.")
            }
            Self::UnitUnknown => locale
                .pick("Không có đơn vị này vào ngày bắt đầu.", "There is no such unit on the first day."),
            Self::AccountClosed => locale.pick("Tài khoản đã bị khóa.", "The account is closed."),
            Self::OwnAccount => locale.pick(
                "Không thực hiện được với chính tài khoản này.",
                "This is not possible for the very same account.",
            ),
            Self::LastAdministrator => locale.pick(
                "Phải còn ít nhất một tài khoản quản trị hệ thống đang hoạt động.",
                "At least one open account must remain an administrator.",
            ),
            Self::ScopeNotAllowed => {
                locale.pick("Vai trò này không gắn với phạm vi đã chọn.", "The role cannot be bound to this.")
            }
            Self::ScopeMissing => {
                locale.pick("Cần chọn phạm vi của vai trò.", "The role must be bound to something.")
            }
            Self::RolesExclude => locale.pick(
                "Người quản trị hệ thống không được chấm điểm, thẩm định hoặc bỏ phiếu: hai vai trò này loại trừ nhau.",
                "An administrator neither scores nor votes: these roles exclude each other.",
            ),
            Self::AlreadyHeld => locale.pick(
                "Người này đã có vai trò này trong thời gian đó.",
                "The person holds this role in that time already.",
            ),
            Self::PeriodOrder => locale
                .pick("Ngày kết thúc phải từ ngày bắt đầu trở đi.", "The last day is before the first."),
            Self::EndsInThePast => locale.pick("Ngày kết thúc đã qua.", "The last day has passed."),
            Self::NotEarlier => locale.pick(
                "Vai trò này vốn đã kết thúc vào ngày đó hoặc sớm hơn.",
                "The role ends on that day or earlier anyway.",
            ),
            Self::NotSubstitutable => locale.pick(
                "Vai trò này không giao cho người khác thực hiện thay.",
                "This role cannot be handed to a substitute.",
            ),
            Self::NotSameUnit => locale.pick(
                "Người thực hiện thay phải công tác tại cùng đơn vị.",
                "The substitute must work in the same unit.",
            ),
            Self::OutsideOriginal => locale.pick(
                "Thời gian thực hiện thay phải nằm trong thời hạn của vai trò.",
                "The substitution must lie within the time of the role.",
            ),
        }
    }
}
