//! What comes in about initiatives.

use async_graphql::{ID, InputObject};
use time::Date;

use super::super::commands::Known;
use super::super::model::{
    AuthorForm, Content, Helper, InitiativeFault, InitiativeForm, InitiativeKind, InitiativeSection, Passage,
    RefusalGround,
};
use crate::graphql::scalars::Decimal;
use crate::shared::error::{Failure, Refusal};
use crate::shared::id::{AccountId, InitiativeId, UnitId};
use rust_decimal::prelude::ToPrimitive as _;

/// A part of the description.
#[derive(InputObject)]
pub struct InitiativePassageInput {
    /// Which part.
    section: InitiativeSection,
    /// What may be published, at most 20 000 characters.
    open: String,
    /// What is secret, at most 20 000 characters; absent when nothing is.
    confidential: Option<String>,
}

/// An author.
#[derive(InputObject)]
pub struct InitiativeAuthorInput {
    /// Account.
    account_id: ID,
    /// Contribution in percent, with at most two decimals: "60.00".
    share: Decimal,
    /// Date of birth.
    birth_date: Option<Date>,
    /// Place of work.
    workplace: String,
    /// Title.
    job_title: String,
    /// Qualification.
    qualification: String,
}

/// Someone who helped the first application without being an author.
#[derive(InputObject)]
pub struct InitiativeHelperInput {
    /// Full name.
    full_name: String,
    /// Date of birth.
    birth_date: Option<Date>,
    /// Place of work.
    workplace: String,
    /// Title.
    job_title: String,
    /// Qualification.
    qualification: String,
    /// What the help was.
    support: String,
}

/// A request to recognise an initiative, as it shall read.
#[derive(InputObject)]
pub struct SaveInitiativeInput {
    /// Which request; absent begins a new one.
    id: Option<ID>,
    /// The version that the change was made on; with `id`.
    version: Option<i32>,
    /// The unit that is asked to recognise it.
    unit_id: ID,
    /// Name of the initiative, which tells its nature; at most 500 characters.
    title: String,
    /// What it is; may come later.
    kind: Option<InitiativeKind>,
    /// First application or trial, the earlier; may come later.
    first_applied_on: Option<Date>,
    /// Last day of the first application, where it goes on for a time.
    application_ended_on: Option<Date>,
    /// Who funded its creation, when that is not an author.
    investor: Option<String>,
    /// The description; parts that are left out are empty. All texts of a request together: at most 40 000 characters.
    passages: Vec<InitiativePassageInput>,
    /// Authors, in order, at most 20; whoever drafts it among them.
    authors: Vec<InitiativeAuthorInput>,
    /// Who helped the first application, at most 20.
    helpers: Vec<InitiativeHelperInput>,
}

impl SaveInitiativeInput {
    /// What is meant: which request, and how it shall read.
    pub fn read(self) -> Result<(Option<Known>, InitiativeForm), Failure<InitiativeFault>> {
        let known = match self.id {
            Some(id) => {
                let missing = || Refusal::bad("version: phải đi cùng id", "version: must come with id");
                let version = self.version.ok_or_else(missing)?;
                Some(Known { id: InitiativeId::parse(&id)?, version })
            }
            None => None,
        };
        let mut authors = Vec::with_capacity(self.authors.len());
        for (at, author) in self.authors.into_iter().enumerate() {
            let share = hundredths(&author.share)
                .ok_or(Failure::Problem(InitiativeFault::BadShare { author: at }))?;
            authors.push(AuthorForm {
                account: AccountId::parse(&author.account_id)
                    .map_err(|_| Failure::Problem(InitiativeFault::UnknownAuthor { author: at }))?,
                birth_date: author.birth_date,
                workplace: author.workplace,
                job_title: author.job_title,
                qualification: author.qualification,
                share,
            });
        }
        let passages = self.passages.into_iter().map(|passage| {
            let confidential = passage.confidential.unwrap_or_default();
            (passage.section, Passage { open: passage.open, confidential })
        });
        let helper = |helper: InitiativeHelperInput| Helper {
            full_name: helper.full_name,
            birth_date: helper.birth_date,
            workplace: helper.workplace,
            job_title: helper.job_title,
            qualification: helper.qualification,
            support: helper.support,
        };
        let form = InitiativeForm {
            unit: UnitId::parse(&self.unit_id).map_err(|_| Failure::Problem(InitiativeFault::UnknownUnit))?,
            title: self.title,
            kind: self.kind,
            first_applied_on: self.first_applied_on,
            application_ended_on: self.application_ended_on,
            content: Content {
                investor: self.investor.filter(|investor| !investor.trim().is_empty()),
                passages: passages.collect(),
                helpers: self.helpers.into_iter().map(helper).collect(),
            },
            authors,
        };
        Ok((known, form))
    }
}

/// A percentage in hundredths of a percent; none with more than two decimals.
fn hundredths(share: &Decimal) -> Option<i32> {
    let hundredths = share.0.checked_mul(rust_decimal::Decimal::ONE_HUNDRED)?;
    hundredths.is_integer().then(|| hundredths.to_i32()).flatten()
}

/// A request that something is done with.
#[derive(InputObject)]
pub struct InitiativeDeedInput {
    /// Which request.
    pub id: ID,
    /// The version that the decision was made on.
    pub version: i32,
}

/// A co-author's answer.
#[derive(InputObject)]
pub struct AnswerAuthorshipInput {
    /// Which request.
    pub id: ID,
    /// The version that the answer was given to.
    pub version: i32,
    /// Whether the viewer is an author with the share that is entered.
    pub confirms: bool,
    /// Why not; compulsory when declining, at most 2 000 characters.
    pub reason: Option<String>,
}

/// A request with which a co-author goes on.
#[derive(InputObject)]
pub struct HandOverInitiativeInput {
    /// Which request.
    pub id: ID,
    /// The version that the decision was made on.
    pub version: i32,
    /// Account of the co-author.
    pub to_id: ID,
}

/// A request to be withdrawn.
#[derive(InputObject)]
pub struct WithdrawInitiativeInput {
    /// Which request.
    pub id: ID,
    /// The version that the decision was made on.
    pub version: i32,
    /// Why, at most 2 000 characters.
    pub reason: String,
}

/// A request to be corrected.
#[derive(InputObject)]
pub struct RequestInitiativeFixInput {
    /// Which request.
    pub id: ID,
    /// The version that the decision was made on.
    pub version: i32,
    /// What is to be corrected, at most 2 000 characters.
    pub reason: String,
    /// By when; not in the past.
    pub until: Date,
}

/// A request whose form is right.
#[derive(InputObject)]
pub struct AcceptInitiativeInput {
    /// Which request.
    pub id: ID,
    /// The version that the decision was made on.
    pub version: i32,
    /// A remark, at most 2 000 characters.
    pub note: Option<String>,
}

/// A request to be refused.
#[derive(InputObject)]
pub struct RefuseInitiativeInput {
    /// Which request.
    pub id: ID,
    /// The version that the decision was made on.
    pub version: i32,
    /// On which ground.
    pub ground: RefusalGround,
    /// Why, in words; at most 2 000 characters.
    pub reason: String,
}
