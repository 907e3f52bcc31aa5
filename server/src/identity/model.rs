//! Accounts, role assignments, sessions; and what can be wrong when signing in.

use async_graphql::{Enum, SimpleObject};
use time::{Date, OffsetDateTime};

use crate::access::Role;
use crate::shared::id::{AccountId, RoleAssignmentId, UnitId};
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
    /// Whether the account may sign in.
    pub is_active: bool,
    /// Whether the first password must still be changed.
    pub must_change_password: bool,
    /// Belongs to the sample data.
    pub is_sample: bool,
    /// Last successful sign-in.
    pub last_sign_in_at: Option<OffsetDateTime>,
}

/// A role held by a person, over a unit or the province, for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleAssignment {
    /// Id.
    pub id: RoleAssignmentId,
    /// Who.
    pub account: AccountId,
    /// Role.
    pub role: Role,
    /// Unit; `None` for the whole province.
    pub unit: Option<UnitId>,
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
