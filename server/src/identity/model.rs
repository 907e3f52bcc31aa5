//! Accounts, role assignments, sessions; and what can be wrong when signing in.

use async_graphql::{Enum, SimpleObject};
use time::{Date, Duration, OffsetDateTime};

use super::throttle;
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

/// A role for a new account.
#[derive(Clone, Debug)]
pub struct NewAssignment {
    /// Role.
    pub role: Role,
    /// Unit; `None` for the province.
    pub unit: Option<UnitId>,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    pub valid_to: Option<Date>,
    /// Decision or letter it rests on.
    pub legal_basis: Option<String>,
}

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Name for signing in.
    pub login: String,
    /// Name as shown.
    pub display_name: String,
    /// Unit of work.
    pub unit: Option<UnitId>,
    /// E-mail address.
    pub email: Option<String>,
    /// Roles.
    pub assignments: Vec<NewAssignment>,
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
    /// Too many attempts; the next one is heard after `retryAfterSeconds`.
    TooManyAttempts,
    /// The account has a second factor: a code of it proves who sits there, not the password alone.
    CodeNeeded,
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
    /// Seconds after which the next attempt is heard; null unless there were too many.
    pub retry_after_seconds: Option<i64>,
}

/// What stands in the way of a sign-in, a proof or a new password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdentityFault {
    /// What is wrong.
    pub code: IdentityProblemCode,
    /// How long the next attempt is not heard.
    pub wait: Option<Duration>,
}

impl From<IdentityProblemCode> for IdentityFault {
    fn from(code: IdentityProblemCode) -> Self {
        Self { code, wait: None }
    }
}

impl IdentityFault {
    /// Too many attempts: the next one is heard after this time.
    #[must_use]
    pub fn too_many(wait: Duration) -> Self {
        Self { code: IdentityProblemCode::TooManyAttempts, wait: Some(wait) }
    }

    /// The fault in words, at its field; `least` is the fewest characters of a password.
    #[must_use]
    pub fn problem(self, locale: Locale, field: &str, least: usize) -> IdentityProblem {
        let seconds = self.wait.map(throttle::whole_seconds);
        let message = match (self.code, seconds) {
            (IdentityProblemCode::PasswordTooShort, _) => locale.pick(
                format!("Mật khẩu phải có ít nhất {least} ký tự."),
                format!("The password must have at least {least} characters."),
            ),
            (_, Some(seconds)) => {
                let (vi, en) = wait_in_words(seconds);
                locale.pick(
                    format!(
                        "Đã thử quá nhiều lần. Đề nghị thử lại sau {vi}, hoặc liên hệ quản trị hệ thống."
                    ),
                    format!("Too many attempts. Try again in {en}, or ask the administrator."),
                )
            }
            (code, None) => code.words(locale).to_owned(),
        };
        let path = vec!["input".to_owned(), field.to_owned()];
        IdentityProblem { code: self.code, message, path, retry_after_seconds: seconds }
    }
}

/// A wait in both languages: in seconds up to two minutes, then in minutes rounded up.
fn wait_in_words(seconds: i64) -> (String, String) {
    if seconds == 1 {
        return ("1 giây".to_owned(), "1 second".to_owned());
    }
    if seconds <= 120 {
        return (format!("{seconds} giây"), format!("{seconds} seconds"));
    }
    let minutes = (seconds + 59) / 60;
    (format!("{minutes} phút"), format!("{minutes} minutes"))
}

impl IdentityProblemCode {
    /// The problem in words that need no number.
    fn words(self, locale: Locale) -> &'static str {
        match self {
            Self::WrongCredentials => {
                locale.pick("Tên đăng nhập hoặc mật khẩu không đúng.", "Wrong name or password.")
            }
            Self::TooManyAttempts => locale.pick("Đã thử quá nhiều lần.", "Too many attempts."),
            Self::CodeNeeded => locale.pick(
                "Tài khoản đã bật xác thực hai lớp: đề nghị nhập mã xác thực để xác nhận danh tính.",
                "The account has a second factor: enter a code of it to confirm your identity.",
            ),
            Self::PasswordTooShort => locale.pick("Mật khẩu quá ngắn.", "The password is too short."),
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
        }
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
    /// A name holds signs that nobody sees.
    InvisibleCharacters,
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
    /// Nothing waits to be confirmed: it was confirmed, dropped, or waited too long.
    NoRenewalWaits,
    /// Who asked for a renewal does not confirm it.
    OwnRenewal,
    /// Who administers since today confirms nothing yet.
    AdministratorSinceToday,
    /// The password of an administrator is renewed by two, and there is no second one.
    SecondAdministratorNeeded,
    /// On every day to come at least one open account must be an administrator.
    LastAdministrator,
    /// The role cannot be bound to this.
    ScopeNotAllowed,
    /// The role must be bound to something.
    ScopeMissing,
    /// A file gives a role over the whole province only where its column `scope` says so.
    ScopeUnnamed,
    /// The person holds, or will hold, a role that excludes this one.
    RolesExclude,
    /// The person sits on a council, or takes part in a review that is not decided, and would administer accounts.
    SitsOnCouncil,
    /// A role begins no earlier than the account.
    BeforeAccount,
    /// The person holds this very role in that time.
    AlreadyHeld,
    /// The last day is before the first.
    BadPeriod,
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
    /// The code as it reads in the schema and in the report of an import.
    #[must_use]
    pub fn name(self) -> &'static str {
        let items = <Self as async_graphql::resolver_utils::EnumType>::items();
        items.iter().find(|item| item.value == self).map_or("UNKNOWN", |item| item.name)
    }

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
            Self::InvisibleCharacters => locale.pick(
                "Nội dung có ký tự không hiển thị. Đề nghị gõ lại, không sao chép từ nguồn khác.",
                "The text holds signs that nobody sees. Please type it anew instead of pasting it.",
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
            Self::NoRenewalWaits => locale.pick(
                "Không có đề nghị cấp lại mật khẩu nào đang chờ: đã xác nhận, đã hủy hoặc đã quá 24 giờ.",
                "No renewal waits: it was confirmed, dropped, or asked for more than 24 hours ago.",
            ),
            Self::OwnRenewal => locale.pick(
                "Người đề nghị không tự xác nhận. Việc này do một quản trị viên khác thực hiện.",
                "Who asked for it does not confirm it: another administrator does.",
            ),
            Self::AdministratorSinceToday => locale.pick(
                "Người mới nhận vai trò quản trị trong ngày chưa được xác nhận việc này.",
                "Who became an administrator today does not confirm this yet.",
            ),
            Self::SecondAdministratorNeeded => locale.pick(
                "Mật khẩu của quản trị viên phải do hai quản trị viên khác cùng cấp lại. Khi không đủ người, thực hiện bằng lệnh «thidua user passwd» trên máy chủ.",
                "An administrator's password is renewed by two other administrators. Where there are none, by the command “thidua user passwd” on the server.",
            ),
            Self::LastAdministrator => locale.pick(
                "Từ nay về sau, ngày nào cũng phải có ít nhất một tài khoản quản trị hệ thống đang hoạt động.",
                "On every day to come at least one open account must be an administrator.",
            ),
            Self::ScopeNotAllowed => {
                locale.pick("Vai trò này không gắn với phạm vi đã chọn.", "The role cannot be bound to this.")
            }
            Self::ScopeMissing => {
                locale.pick("Cần chọn phạm vi của vai trò.", "The role must be bound to something.")
            }
            Self::ScopeUnnamed => locale.pick(
                "Vai trò này có phạm vi toàn tỉnh. Để giao qua tệp, cần ghi PROVINCE ở cột scope.",
                "This role reaches over the whole province. To give it by a file, write PROVINCE in the column scope.",
            ),
            Self::SitsOnCouncil => locale.pick(
                "Người này đang là thành viên hội đồng hoặc đang chấm hồ sơ; người quản trị hệ thống không được chấm điểm, bỏ phiếu.",
                "The person sits on a council or takes part in a review; an administrator neither scores nor votes.",
            ),
            Self::BeforeAccount => locale.pick(
                "Vai trò không được bắt đầu trước ngày lập tài khoản.",
                "A role begins no earlier than the day on which the account was made.",
            ),
            Self::RolesExclude => locale.pick(
                "Người quản trị hệ thống không được chấm điểm, thẩm định hoặc bỏ phiếu: hai vai trò này loại trừ nhau.",
                "An administrator neither scores nor votes: these roles exclude each other.",
            ),
            Self::AlreadyHeld => locale.pick(
                "Người này đã có vai trò này trong thời gian đó.",
                "The person holds this role in that time already.",
            ),
            Self::BadPeriod => locale
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
