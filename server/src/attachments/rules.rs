//! When a request takes a file, and how many.

use super::model::{Attachment, AttachmentFault as Fault};
use crate::initiatives::InitiativeState;

/// Most files of a request.
pub const MOST: usize = 20;

/// Files come and go only while the request is with its authors: what was filed stays as it was filed.
pub fn check_open(state: InitiativeState) -> Result<(), Fault> {
    if state.is_with_authors() { Ok(()) } else { Err(Fault::WrongState(state)) }
}

/// Whether a request that has these files takes one more, with these bytes.
pub fn check_room(held: &[Attachment], sha256: &str) -> Result<(), Fault> {
    if held.iter().any(|one| one.sha256 == sha256) {
        return Err(Fault::AttachedAlready);
    }
    if held.len() >= MOST { Err(Fault::TooMany) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;

    use super::*;
    use crate::shared::id::{AccountId, AttachmentId, InitiativeId};

    fn file(sha256: &str) -> Attachment {
        Attachment {
            id: AttachmentId::fresh(),
            initiative: InitiativeId::fresh(),
            name: "kế hoạch.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size: 1,
            sha256: sha256.to_owned(),
            is_confidential: false,
            uploaded_by: AccountId::fresh(),
            uploaded_at: OffsetDateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn what_was_filed_stays() {
        for state in InitiativeState::ALL {
            let is_open = matches!(state, InitiativeState::Draft | InitiativeState::FixRequested);
            assert_eq!(check_open(*state).is_ok(), is_open, "{state:?}");
        }
    }

    #[test]
    fn a_request_takes_twenty_files_each_once() {
        let held: Vec<Attachment> = (0..MOST - 1).map(|at| file(&at.to_string())).collect();
        assert_eq!(check_room(&held, "new"), Ok(()));
        assert_eq!(check_room(&held, "3"), Err(Fault::AttachedAlready));
        let full: Vec<Attachment> = held.into_iter().chain([file("last")]).collect();
        assert_eq!(check_room(&full, "new"), Err(Fault::TooMany));
    }
}
