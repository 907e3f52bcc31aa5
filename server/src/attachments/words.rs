//! What stands in the way of an attachment, in words.

use async_graphql::{Enum, SimpleObject};

use super::model::AttachmentFault as Fault;
use super::rules::MOST;
use crate::initiatives;
use crate::shared::locale::Locale;

/// What is wrong.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttachmentProblemCode {
    /// The request is not with its authors.
    WrongState,
    /// As many files as a request can have.
    TooMany,
    /// The request has this file already.
    AttachedAlready,
    /// The file is not taken.
    NotTaken,
}

/// What stands in the way of an attachment.
#[derive(SimpleObject, Clone, Debug)]
pub struct AttachmentProblem {
    /// What is wrong.
    pub code: AttachmentProblemCode,
    /// The same in words, in the language of the request.
    pub message: String,
    /// Path of the input field it concerns, outermost first; empty for the whole.
    pub path: Vec<String>,
}

impl Fault {
    /// The fault as it is answered.
    #[must_use]
    pub fn problem(&self, l: Locale) -> AttachmentProblem {
        use AttachmentProblemCode as Code;
        let code = match self {
            Self::WrongState(_) => Code::WrongState,
            Self::TooMany => Code::TooMany,
            Self::AttachedAlready => Code::AttachedAlready,
            Self::Upload(_) => Code::NotTaken,
        };
        AttachmentProblem { code, message: self.message(l), path: Vec::new() }
    }

    /// The reason in words.
    #[must_use]
    pub fn message(&self, l: Locale) -> String {
        match self {
            Self::WrongState(state) => {
                let standing = initiatives::standing_in_words(*state, l);
                l.pick(
                    format!("{standing} Không thể thay đổi tài liệu kèm theo."),
                    format!("{standing} Its attachments stay as they are."),
                )
            }
            Self::TooMany => l.pick(
                format!("Đơn có tối đa {MOST} tài liệu kèm theo."),
                format!("A request has at most {MOST} attachments."),
            ),
            Self::AttachedAlready => {
                l.pick("Tệp này đã được đính kèm.", "This file is attached already.").to_owned()
            }
            Self::Upload(problem) => problem.message(l).to_owned(),
        }
    }
}
