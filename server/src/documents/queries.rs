//! Reads of papers and of the files that were made: each as far as it exists for the reader.

use std::collections::HashMap;

use uuid::Uuid;

use super::gather::{self, About, Source};
use super::model::{GeneratedDocument, PaperKey};
use super::{policy, store};
use crate::access::{Actor, Answered as _};
use crate::app::App;
use crate::shared::error::Refusal;
use crate::shared::id::{DocumentId, SittingId};

/// A paper that this person reads, with the files that were made of it.
#[derive(Clone, Debug)]
pub struct AvailableDocument {
    /// Which paper.
    pub key: PaperKey,
    /// Whose, where there are several of a kind.
    pub about: About,
    /// Whether this person may have it written.
    pub can_generate: bool,
    /// The files, the newest first.
    pub generated: Vec<GeneratedDocument>,
}

/// The papers about a record that exist for this person, in the order of the way; none of a record that they see is an
/// empty list.
pub async fn of_record(
    app: &App,
    actor: &Actor,
    kind: &str,
    uuid: Uuid,
) -> Result<Vec<AvailableDocument>, Refusal> {
    let source = match kind {
        SittingId::KIND => gather::sitting(app, actor, SittingId(uuid)).await?,
        _ => match gather::initiative_of(app.db.read(), kind, uuid).await? {
            Some(initiative) => gather::case(app, actor, initiative).await?,
            None => None,
        },
    };
    let found = available(app, actor, source).await?;
    if found.is_empty() && !gather::exists(app, actor, kind, uuid).await? {
        return Err(Refusal::NotFound);
    }
    Ok(found)
}

async fn available(
    app: &App,
    actor: &Actor,
    source: Option<Source>,
) -> Result<Vec<AvailableDocument>, Refusal> {
    let Some(source) = source else { return Ok(Vec::new()) };
    let papers = source.papers().into_iter().filter(|paper| policy::sees(actor, paper));
    let mut found: Vec<AvailableDocument> = papers
        .map(|paper| AvailableDocument {
            key: paper.key(),
            about: paper.about(),
            can_generate: policy::may_generate(actor, &paper).is_offered(),
            generated: Vec::new(),
        })
        .collect();
    if found.is_empty() {
        return Ok(found);
    }
    let subjects: Vec<_> = found.iter().map(|one| one.key.subject).collect();
    let mut generated: HashMap<PaperKey, Vec<GeneratedDocument>> = HashMap::new();
    for document in store::of_subjects(app.db.read(), &subjects).await? {
        generated.entry(document.key).or_default().push(document);
    }
    for one in &mut found {
        one.generated = generated.remove(&one.key).unwrap_or_default();
    }
    Ok(found)
}

/// A file that was made, if its paper exists for this person.
pub async fn find(app: &App, actor: &Actor, id: DocumentId) -> Result<Option<GeneratedDocument>, Refusal> {
    let Some(document) = store::by_id(app.db.read(), id).await? else { return Ok(None) };
    let Some(source) = gather::source_of(app, actor, &document.key).await? else { return Ok(None) };
    let papers = source.papers();
    let paper = papers.iter().find(|paper| paper.key() == document.key);
    Ok(paper.filter(|paper| policy::sees(actor, paper)).map(|_| document))
}
