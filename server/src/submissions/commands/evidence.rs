//! Citing files of the unit's library as evidence of a line.

use serde_json::{Value, json};

use super::super::model::{Citation, EvidenceLink, SheetLine, SubmissionProblem, SubmissionProblemCode};
use super::super::{policy, queries, rules, store};
use super::{Done, restate};
use crate::access::Actor;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::files;
use crate::shared::clock::vietnam_date;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{EvidenceLinkId, FileId, ScoreLineId};

/// Cites a file of the unit's library. The same file with the same citation is attached once.
pub async fn attach_evidence(
    app: &App,
    actor: &Actor,
    line: ScoreLineId,
    file: FileId,
    citation: Citation,
) -> Done<SheetLine> {
    let tx = app.db.begin().await?;
    let line = queries::lock_line(app, &tx, actor, line).await?;
    let now = app.clock.now();
    let permit = policy::check_edit_line(actor, &line, now)?;
    let citation = rules::citation(&citation, vietnam_date(now)).map_err(Failure::Problem)?;
    let known = files::load_many(&tx, &[file]).await?.pop().filter(|file| file.unit == line.line.unit);
    let Some(known) = known else {
        let path = vec!["fileId".to_owned()];
        return Err(Failure::Problem(SubmissionProblem::at(SubmissionProblemCode::FileNotFound, path)));
    };
    let sheet = line.sheet.submission.id;
    let attached = store::evidence_of(&tx, &[sheet]).await?.remove(&sheet).unwrap_or_default();
    let is_same =
        |link: &EvidenceLink| link.line == line.line.id && link.file == file && link.citation == citation;
    if attached.iter().any(is_same) {
        return Ok(line);
    }
    let link = EvidenceLink { id: EvidenceLinkId::fresh(), line: line.line.id, file, citation };
    store::insert_link(&tx, &permit, &link, actor.account, now).await?;
    let saved = restate(&tx, &permit, actor, &line, line.line.statement.clone(), now).await?;
    let deed = Deed::under("submission.evidence_attached", ScoreLineId::KIND, &permit)
        .of_unit(saved.line.unit)
        .in_campaign(saved.line.campaign)
        .on_criterion(&saved.criterion.spec.code)
        .after(&trail(&link, &known.name));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(saved)
}

/// Takes a citation off its line; the file stays in the library.
pub async fn detach_evidence(app: &App, actor: &Actor, evidence: EvidenceLinkId) -> Done<SheetLine> {
    let tx = app.db.begin().await?;
    let link = store::link_by_id(&tx, evidence).await?.ok_or(Refusal::NotFound)?;
    let line = queries::lock_line(app, &tx, actor, link.line).await?;
    let now = app.clock.now();
    let permit = policy::check_edit_line(actor, &line, now)?;
    if !store::delete_link(&tx, &permit, evidence).await? {
        return Err(Refusal::NotFound.into());
    }
    let name = files::load_many(&tx, &[link.file]).await?.pop().map(|file| file.name).unwrap_or_default();
    let saved = restate(&tx, &permit, actor, &line, line.line.statement.clone(), now).await?;
    let deed = Deed::under("submission.evidence_detached", ScoreLineId::KIND, &permit)
        .of_unit(saved.line.unit)
        .in_campaign(saved.line.campaign)
        .on_criterion(&saved.criterion.spec.code)
        .before(&trail(&link, &name));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(saved)
}

fn trail(link: &EvidenceLink, file: &str) -> Value {
    let Citation { title, document_number, document_date, issuer, section, page, note } = &link.citation;
    json!({
        "file": file,
        "title": title,
        "documentNumber": document_number,
        "documentDate": document_date,
        "issuer": issuer,
        "section": section,
        "page": page,
        "note": note,
    })
}
