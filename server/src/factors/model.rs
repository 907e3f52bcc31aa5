//! A second factor as its owner sees it, and what can be wrong with it.

use async_graphql::{Enum, SimpleObject};
use time::OffsetDateTime;

use crate::shared::locale::Locale;

/// The second factor of a person.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// Whether sign-in asks for a code.
    pub is_active: bool,
    /// When it was set up; null while it is not.
    pub confirmed_at: Option<OffsetDateTime>,
    /// Recovery codes that were not used yet.
    pub recovery_codes_left: i32,
    /// Whether a role of the person demands it, so that it cannot be removed.
    pub is_required: bool,
}

/// A new secret, shown once: it counts only after a first code has confirmed it.
#[derive(SimpleObject, Clone, Debug)]
pub struct SecondFactorEnrolment {
    /// The secret in base 32, for typing into an authenticator.
    pub secret: String,
    /// The `otpauth:` address that an authenticator reads.
    pub uri: String,
    /// That address as a QR code, an SVG document.
    pub qr_svg: String,
}

/// Recovery codes, shown once; each opens once in place of a code.
#[derive(SimpleObject, Clone, Debug)]
pub struct RecoveryCodes {
    /// Ten codes of sixteen letters and digits in groups of four.
    pub codes: Vec<String>,
}

/// How a person has proved to hold the second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// With a code of the authenticator.
    Code,
    /// With a recovery code.
    RecoveryCode,
}

/// A second factor as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The secret, sealed.
    pub sealed: String,
    /// When a first code confirmed it.
    pub confirmed_at: Option<OffsetDateTime>,
}

/// What can be wrong with a second factor.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactorProblemCode {
    /// The code is wrong, used already or too old: the same answer for all.
    WrongCode,
    /// It is set up already; remove it first.
    AlreadyActive,
    /// Nothing is set up, or the secret was never asked for.
    NotActive,
    /// A role of the person demands it.
    RequiredByRole,
    /// A reset needs a reason of at least 10 characters.
    ReasonMissing,
}

/// A typed problem with a second factor.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq)]
pub struct SecondFactorProblem {
    /// What is wrong.
    pub code: SecondFactorProblemCode,
    /// The same in words, in the language of the request.
    pub message: String,
    /// Path of the input field it concerns; empty for the whole.
    pub path: Vec<String>,
}

impl SecondFactorProblemCode {
    /// The problem in words, at its field.
    #[must_use]
    pub fn problem(self, locale: Locale) -> SecondFactorProblem {
        let (vi, en, field) = match self {
            Self::WrongCode => (
                "Mã xác thực không đúng hoặc đã được sử dụng.",
                "The code is wrong or was used already.",
                Some("code"),
            ),
            Self::AlreadyActive => (
                "Xác thực hai lớp đã được bật. Đề nghị tắt trước khi thiết lập lại.",
                "The second factor is set up already. Remove it before setting it up again.",
                None,
            ),
            Self::NotActive => ("Xác thực hai lớp chưa được bật.", "The second factor is not set up.", None),
            Self::RequiredByRole => (
                "Vai trò được giao bắt buộc phải xác thực hai lớp nên không thể tắt.",
                "A role demands the second factor, so that it cannot be removed.",
                None,
            ),
            Self::ReasonMissing => (
                "Đề nghị nêu lý do đặt lại, ít nhất 10 ký tự.",
                "Give the reason of the reset, at least 10 characters.",
                Some("reason"),
            ),
        };
        let path = field.map(|field| vec!["input".to_owned(), field.to_owned()]).unwrap_or_default();
        SecondFactorProblem { code: self, message: locale.pick(vi, en).to_owned(), path }
    }
}
