//! Who adds files to a request, and who reads them: its drafter; whoever reads the request, and of what is confidential
//! those who read its confidential passages.

use super::model::{Attachment, AttachmentFault as Fault};
use super::rules;
use crate::access::{Actor, Permit, Role, actions, grant};
use crate::initiatives::{self, Initiative};
use crate::shared::error::{Failure, Refusal};

actions! {
    /// Adding a file to a request, and taking it away.
    pub struct AttachFile: None;
}

/// Whether this file exists for this person.
#[must_use]
pub fn sees(actor: &Actor, file: &Attachment, case: &Initiative) -> bool {
    let is_open = !file.is_confidential || initiatives::sees_confidential(actor, case);
    initiatives::must_see(actor, case).is_ok() && is_open
}

/// Whoever drafts the request.
pub fn may_attach(actor: &Actor, case: &Initiative) -> Result<Permit<AttachFile>, Refusal> {
    initiatives::must_see(actor, case)?;
    grant(actor, case.id.0, (case.drafted_by == actor.account).then_some(Role::InitiativeAuthor))
}

/// The same, of a file that they see.
pub fn may_remove(
    actor: &Actor,
    file: &Attachment,
    case: &Initiative,
) -> Result<Permit<AttachFile>, Refusal> {
    if sees(actor, file, case) { may_attach(actor, case) } else { Err(Refusal::NotFound) }
}

/// Whether a file may be added to a request now.
pub fn check_attach(actor: &Actor, case: &Initiative) -> Result<Permit<AttachFile>, Failure<Fault>> {
    let permit = may_attach(actor, case)?;
    rules::check_open(case.state).map_err(Failure::Problem)?;
    Ok(permit)
}

/// Whether a file may be taken away now.
pub fn check_remove(
    actor: &Actor,
    file: &Attachment,
    case: &Initiative,
) -> Result<Permit<AttachFile>, Failure<Fault>> {
    let permit = may_remove(actor, file, case)?;
    rules::check_open(case.state).map_err(Failure::Problem)?;
    Ok(permit)
}
