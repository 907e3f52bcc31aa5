//! Making a file of a paper: the facts are gathered, policy is asked, the file is made and kept, then the row with its
//! trail is written.

use bytes::Bytes;
use documents::{Document, Format, RenderError};
use futures::stream;
use serde_json::json;
use time::Date;
use tokio::sync::Semaphore;

use super::compose::{Composed, compose};
use super::model::{DocumentFault as Fault, DocumentFormat, GeneratedDocument, PaperKey};
use super::{gather, policy, rules, store};
use crate::access::Actor;
use crate::app::App;
use crate::audit::{self, Deed};
use crate::files::StageFailure;
use crate::shared::clock::vietnam_date;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::DocumentId;

/// Most bytes of a document; a register of thousands of entries has about ten million.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// How many are made at once: typesetting takes a processor for itself.
static MAKING: Semaphore = Semaphore::const_new(2);

/// Makes a file of a paper. The same facts in the same template are answered with the file that was made of them.
pub async fn generate(
    app: &App,
    actor: &Actor,
    key: &PaperKey,
    format: DocumentFormat,
) -> Result<GeneratedDocument, Failure<Fault>> {
    let source = gather::source_of(app, actor, key).await?.ok_or(Refusal::NotFound)?;
    let papers = source.papers();
    let paper = papers.iter().find(|paper| paper.key() == *key).ok_or(Refusal::NotFound)?;
    let permit = policy::may_generate(actor, paper)?;
    let Composed { document, template_version, data_hash, about } = compose(app, paper).await?;
    if let Some(known) = store::of_facts(app.db.read(), key, format, &data_hash).await? {
        return Ok(known);
    }
    let now = app.clock.now();
    let bytes = make(document, format, vietnam_date(now)).await?;
    let whole = stream::iter([Ok::<_, std::convert::Infallible>(Bytes::from(bytes))]);
    let staged = app.blobs.stage(whole, MOST_BYTES).await;
    let staged = staged.map_err(|failure| match failure {
        StageFailure::Store(refusal) => refusal,
        other => anyhow::anyhow!("the document cannot be kept: {other:?}").into(),
    })?;
    let made = GeneratedDocument {
        id: DocumentId::fresh(),
        key: *key,
        format,
        template_version,
        data_hash,
        sha256: staged.sha256.clone(),
        size: i64::try_from(staged.size).map_err(anyhow::Error::from)?,
        name: rules::file_name(key.form, paper.level(), &about, format),
        created_by: actor.account,
        created_at: now,
    };
    staged.keep().await?;
    let tx = app.db.begin().await?;
    store::insert(&tx, &permit, &made).await?;
    let deed = Deed::under("documents.generated", DocumentId::KIND, &permit)
        .about(DocumentId::KIND, made.id.0)
        .of_unit(paper.unit())
        .after(&json!({
            "form": made.key.form.code(),
            "format": made.format.code(),
            "templateVersion": made.template_version,
            "dataHash": made.data_hash,
        }));
    audit::record(&tx, Some(actor), deed, now).await?;
    tx.commit().await?;
    Ok(made)
}

async fn make(document: Document, format: DocumentFormat, made_on: Date) -> Result<Vec<u8>, Failure<Fault>> {
    let format = match format {
        DocumentFormat::Pdf => Format::Pdf,
        DocumentFormat::Docx => Format::Docx,
    };
    let _turn = MAKING.acquire().await.map_err(anyhow::Error::from)?;
    let work = move || documents::render(&document, format, made_on);
    match tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::from)? {
        Ok(bytes) => Ok(bytes),
        Err(RenderError::NoPdf) => Err(Failure::Problem(Fault::NoPdf)),
        Err(error) => Err(Failure::Refusal(Refusal::Internal(error.into()))),
    }
}
