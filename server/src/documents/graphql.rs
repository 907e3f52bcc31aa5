//! Documents in the schema: which papers there are, and having them made.

use std::ops::RangeInclusive;

use async_graphql::{Context, ID, InputObject, Object, Result, Union};
use time::OffsetDateTime;

use super::commands;
use super::gather::About;
use super::model::{DocumentFault, DocumentForm, DocumentFormat, GeneratedDocument, PaperKey};
use super::policy;
use super::queries::{self, AvailableDocument};
use super::words::DocumentProblem;
use crate::access::Action as _;
use crate::graphql::asks::asks;
use crate::graphql::context::ContextExt as _;
use crate::identity::Account;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id;

/// Queries of documents.
#[derive(Default)]
pub struct DocumentsQuery;

#[Object]
impl DocumentsQuery {
    /// The documents about a record that the viewer reads or may have made, in the order of its way; each exists for
    /// whoever may read the facts in it. The record is an initiative, or something of one: a recognition, a review, a
    /// referral, an adoption; or a closed sitting.
    async fn documents_of(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the record.")] record_id: ID,
    ) -> Result<Vec<AvailableDocument>> {
        let actor = ctx.actor()?;
        let (kind, uuid) = id::decode(&record_id).ok_or_else(|| ctx.refuse(Refusal::NotFound))?;
        queries::of_record(ctx.app(), actor, &kind, uuid).await.map_err(|refusal| ctx.refuse(refusal))
    }
}

/// A paper with the files that were made of it.
#[Object]
impl AvailableDocument {
    /// What it is.
    async fn form(&self) -> DocumentForm {
        self.key.form
    }

    /// The record it is about, to be named when it is made.
    async fn subject_id(&self) -> ID {
        id::encode(self.key.form.subject_kind(), self.key.subject)
    }

    /// The part of it, to be named when it is made: the author of a certificate, the member of a sheet; null for others.
    async fn part_id(&self) -> Option<ID> {
        Some(id::encode(self.key.form.part_kind(), self.key.part?))
    }

    /// Whose it is, where there are several of a kind: the name of an author, a member or a unit; null for others.
    async fn about(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        match self.about {
            About::Nobody => None,
            About::Person(account) => {
                let found = ctx.optional(ctx.loaders().account(account).await)?;
                Some(found.map(|account| account.display_name.clone()))
            }
            About::Unit(unit) => {
                let found = ctx.optional(ctx.loaders().unit(unit).await)?;
                Some(found.map(|unit| unit.name_vi.clone()))
            }
        }
    }

    /// Whether the viewer may have it made.
    async fn viewer_can_generate(&self) -> bool {
        self.can_generate
    }

    /// The files that were made of it, the newest first.
    async fn generated(&self) -> Vec<GeneratedDocument> {
        self.generated.clone()
    }
}

/// A document that was generated: it stays as it was made.
#[Object]
impl GeneratedDocument {
    /// Opaque id.
    pub async fn id(&self) -> ID {
        self.id.global()
    }

    /// What it is.
    async fn form(&self) -> DocumentForm {
        self.key.form
    }

    /// As what it was made.
    async fn format(&self) -> DocumentFormat {
        self.format
    }

    /// Version of its template, from 1.
    async fn template_version(&self) -> i32 {
        self.template_version
    }

    /// SHA-256 of the facts with the template's code and version, in hexadecimal: the same facts give the same.
    async fn data_hash(&self) -> &str {
        &self.data_hash
    }

    /// SHA-256 of the bytes, in hexadecimal.
    async fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Size in bytes.
    async fn size(&self) -> i64 {
        self.size
    }

    /// Name of the file.
    async fn name(&self) -> &str {
        &self.name
    }

    /// Who had it made.
    async fn created_by(&self, ctx: &Context<'_>) -> Result<std::sync::Arc<Account>> {
        ctx.required(ctx.loaders().account(self.created_by).await)
    }

    /// When.
    async fn created_at(&self) -> OffsetDateTime {
        self.created_at
    }

    /// Where the bytes are downloaded, relative to this server.
    async fn url(&self) -> String {
        format!("/documents/{}", self.id.global().as_str())
    }
}

/// Years of which there may be a register: the law on initiatives is younger, the product will not be older.
const YEARS: RangeInclusive<i32> = 2000..=2100;

/// A document to be made.
#[derive(InputObject)]
pub struct GenerateDocumentInput {
    /// What it is.
    form: DocumentForm,
    /// The record it is about: an initiative for a request and its receipt, a recognition for decision, certificate and
    /// cancellation, a review for a sheet, a sitting for its points and minutes, a referral for a petition, an adoption
    /// for a confirmation, a unit for its register.
    subject_id: ID,
    /// The author of a certificate, the member of a sheet; null for others.
    part_id: Option<ID>,
    /// The year of a register, 2000 to 2100; null for others.
    year: Option<i32>,
    /// As what.
    format: DocumentFormat,
}

impl GenerateDocumentInput {
    fn key(&self) -> Result<PaperKey, Refusal> {
        let of_kind = |given: &ID, kind: &str| match id::decode(given) {
            Some((found, uuid)) if found == kind => Ok(uuid),
            _ => Err(Refusal::NotFound),
        };
        let has_part = matches!(self.form, DocumentForm::Certificate | DocumentForm::Sheet);
        let is_register = self.form == DocumentForm::Register;
        if has_part != self.part_id.is_some() {
            return Err(Refusal::bad(
                "partId: dành cho giấy chứng nhận và phiếu chấm, và phải có ở hai loại này",
                "partId: is for certificates and sheets, which need it",
            ));
        }
        if is_register != self.year.is_some() {
            return Err(Refusal::bad(
                "year: dành cho sổ tiếp nhận, và phải có ở loại này",
                "year: is for registers, which need it",
            ));
        }
        if self.year.is_some_and(|year| !YEARS.contains(&year)) {
            return Err(Refusal::bad("year: phải từ 2000 đến 2100", "year: must be between 2000 and 2100"));
        }
        Ok(PaperKey {
            form: self.form,
            subject: of_kind(&self.subject_id, self.form.subject_kind())?,
            part: self.part_id.as_ref().map(|part| of_kind(part, self.form.part_kind())).transpose()?,
            year: self.year,
        })
    }
}

/// The document, or what stands in the way.
#[derive(Union)]
pub enum GenerateDocumentResult {
    /// The document.
    Document(GeneratedDocument),
    /// What stands in the way.
    Problem(DocumentProblem),
}

/// Deeds on documents.
#[derive(Default)]
pub struct DocumentsMutation;

#[Object]
impl DocumentsMutation {
    /// Makes a document of the facts as they are now, in Vietnamese and in the form of Decree 30/2020/NĐ-CP; numbers and
    /// dates that the clerk has not entered are left open. The same facts are answered with the file made of them before.
    #[graphql(directive = asks::apply(policy::GenerateDocument::PROOF))]
    async fn generate_document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which document, and as what.")] input: GenerateDocumentInput,
    ) -> Result<GenerateDocumentResult> {
        let actor = ctx.actor()?;
        let key = input.key().map_err(|refusal| ctx.refuse(refusal))?;
        match commands::generate(ctx.app(), actor, &key, input.format).await {
            Ok(made) => Ok(GenerateDocumentResult::Document(made)),
            Err(Failure::Problem(fault)) => Ok(problem(ctx, &fault)),
            Err(Failure::Refusal(refusal)) => Err(ctx.refuse(refusal)),
        }
    }
}

fn problem(ctx: &Context<'_>, fault: &DocumentFault) -> GenerateDocumentResult {
    GenerateDocumentResult::Problem(fault.problem(ctx.locale()))
}
