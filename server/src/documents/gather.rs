//! What there is to write papers from: everything known of an initiative, of a sitting, of the register of a year; and
//! which papers that makes.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::model::{DocumentForm as Form, PaperKey};
use crate::access::Actor;
use crate::adoptions::{self, Adoption};
use crate::app::App;
use crate::councils::{self, Council};
use crate::initiatives::{self, Author, Initiative};
use crate::recognitions::{self, Cancellation, Recognition};
use crate::referrals::{self, Referral};
use crate::reviews::{self, LeftOver, ReviewedCase, Seat, Sitting, SittingState};
use crate::shared::clock::vietnam_date;
use crate::shared::error::Refusal;
use crate::shared::id::{
    AccountId, AdoptionId, CouncilId, InitiativeId, RecognitionId, ReferralId, ReviewId, SittingId, UnitId,
};
use crate::units;

/// What papers are written from.
pub enum Source {
    /// An initiative, with what became of it.
    Case(Box<CaseFacts>),
    /// A sitting of a council.
    Sitting(Box<SittingFacts>),
    /// The register of a unit in a year.
    Register(UnitId, i32),
}

/// An initiative, with what became of it.
pub struct CaseFacts {
    /// The request.
    pub case: Arc<Initiative>,
    recognitions: Vec<Recognition>,
    reviews: Vec<Arc<ReviewedCase>>,
    referrals: Vec<Referral>,
    adoptions: Vec<Adoption>,
    councils: HashMap<CouncilId, Council>,
}

/// A sitting of a council, with the cases of its agenda.
pub struct SittingFacts {
    /// The sitting.
    pub sitting: Sitting,
    /// Whose it is.
    pub council: Council,
    /// The cases on its agenda, in order.
    pub agenda: Vec<Arc<ReviewedCase>>,
    /// The cases that it left to the next sitting, with why.
    pub left_over: Vec<(LeftOver, Arc<ReviewedCase>)>,
}

/// A paper that may be written.
#[derive(Clone, Copy)]
pub enum Paper<'a> {
    /// D16.
    Request(&'a Initiative),
    /// D17.
    Receipt(&'a Initiative),
    /// D17, the register of a unit in a year.
    Register(UnitId, i32),
    /// D18, the signed sheet of a member.
    Sheet(&'a ReviewedCase, &'a Seat, &'a Council),
    /// D18, points and votes of a closed sitting.
    Tally(&'a SittingFacts),
    /// D18, the minutes of a closed sitting.
    Minutes(&'a SittingFacts),
    /// D19, with everything that was decided together.
    Decision(&'a Recognition, &'a CaseFacts),
    /// D19, of an author.
    Certificate(&'a Recognition, &'a Initiative, &'a Author),
    /// D20.
    Petition(&'a Referral, &'a CaseFacts),
    /// D20, of a unit that applies it.
    Confirmation(&'a Adoption, &'a Initiative),
    /// D22.
    Cancellation(&'a Recognition, &'a Cancellation, &'a Initiative),
}

/// Whose a paper is, where there are several of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The only one.
    Nobody,
    /// An author or a member.
    Person(AccountId),
    /// A unit.
    Unit(UnitId),
}

impl Paper<'_> {
    /// Which paper it is.
    pub fn key(&self) -> PaperKey {
        let key = |form, subject| PaperKey { form, subject, part: None, year: None };
        match self {
            Self::Request(case) => key(Form::Request, case.id.0),
            Self::Receipt(case) => key(Form::Receipt, case.id.0),
            Self::Register(unit, year) => PaperKey { year: Some(*year), ..key(Form::Register, unit.0) },
            Self::Sheet(found, seat, _) => {
                PaperKey { part: Some(seat.account.0), ..key(Form::Sheet, found.review.id.0) }
            }
            Self::Tally(facts) => key(Form::Tally, facts.sitting.id.0),
            Self::Minutes(facts) => key(Form::Minutes, facts.sitting.id.0),
            Self::Decision(recognition, _) => key(Form::Decision, recognition.id.0),
            Self::Certificate(recognition, _, author) => {
                PaperKey { part: Some(author.id.0), ..key(Form::Certificate, recognition.id.0) }
            }
            Self::Petition(referral, _) => key(Form::Petition, referral.id.0),
            Self::Confirmation(adoption, _) => key(Form::Confirmation, adoption.id.0),
            Self::Cancellation(recognition, ..) => key(Form::Cancellation, recognition.id.0),
        }
    }

    /// Whose it is.
    pub fn about(&self) -> About {
        match self {
            Self::Sheet(_, seat, _) => About::Person(seat.account),
            Self::Certificate(.., author) => About::Person(author.account),
            Self::Decision(recognition, _) | Self::Cancellation(recognition, ..) => {
                About::Unit(recognition.unit)
            }
            Self::Confirmation(adoption, _) => About::Unit(adoption.unit),
            _ => About::Nobody,
        }
    }

    /// At which level it is issued, where there are papers of both.
    pub fn level(&self) -> Option<councils::InitiativeLevel> {
        match self {
            Self::Decision(recognition, _)
            | Self::Certificate(recognition, ..)
            | Self::Cancellation(recognition, ..) => Some(recognition.level),
            _ => None,
        }
    }

    /// The unit whose record it is.
    pub fn unit(&self) -> UnitId {
        match self {
            Self::Request(case) | Self::Receipt(case) => case.unit,
            Self::Register(unit, _) => *unit,
            Self::Sheet(.., council) => council.unit,
            Self::Tally(facts) | Self::Minutes(facts) => facts.council.unit,
            Self::Decision(recognition, _)
            | Self::Certificate(recognition, ..)
            | Self::Cancellation(recognition, ..) => recognition.unit,
            Self::Petition(referral, _) => referral.unit,
            Self::Confirmation(adoption, _) => adoption.unit,
        }
    }
}

impl Source {
    /// Every paper that these facts make, in the order of the way.
    pub fn papers(&self) -> Vec<Paper<'_>> {
        match self {
            Self::Case(facts) => facts.papers(),
            Self::Sitting(facts) if facts.sitting.state == SittingState::Closed => {
                vec![Paper::Tally(facts), Paper::Minutes(facts)]
            }
            Self::Sitting(_) => Vec::new(),
            Self::Register(unit, year) => vec![Paper::Register(*unit, *year)],
        }
    }
}

impl CaseFacts {
    fn papers(&self) -> Vec<Paper<'_>> {
        let case = self.case.as_ref();
        let mut papers = vec![Paper::Request(case)];
        if case.filed_at.is_some() {
            papers.push(Paper::Receipt(case));
        }
        for found in &self.reviews {
            if let Some(council) = self.councils.get(&found.review.council) {
                let signed = found.review.seats.iter().filter(|seat| seat.signed_at.is_some());
                papers.extend(signed.map(|seat| Paper::Sheet(found, seat, council)));
            }
        }
        for recognition in &self.recognitions {
            papers.push(Paper::Decision(recognition, self));
            papers.extend(case.authors.iter().map(|author| Paper::Certificate(recognition, case, author)));
            let cancelled = recognition.cancellation.as_ref();
            papers.extend(cancelled.map(|cancelled| Paper::Cancellation(recognition, cancelled, case)));
        }
        papers.extend(self.adoptions.iter().map(|adoption| Paper::Confirmation(adoption, case)));
        papers.extend(self.referrals.iter().map(|referral| Paper::Petition(referral, self)));
        papers
    }

    /// The recognition by the unit on which a referral rests.
    pub fn base(&self) -> Option<&Recognition> {
        self.recognitions.iter().find(|one| one.level == councils::InitiativeLevel::Base)
    }

    /// The review on which a recognition rests.
    pub fn review_of(&self, recognition: &Recognition) -> Option<&ReviewedCase> {
        self.reviews.iter().map(Arc::as_ref).find(|found| found.review.id == recognition.review)
    }

    /// The council that voted on a recognition.
    pub fn council_of(&self, recognition: &Recognition) -> Option<&Council> {
        self.councils.get(&self.review_of(recognition)?.review.council)
    }

    /// The units that confirmed that they apply it.
    pub fn adoptions(&self) -> &[Adoption] {
        &self.adoptions
    }
}

/// What the paper with this key is written from; `None` when there is no such record.
pub async fn source_of(app: &App, actor: &Actor, key: &PaperKey) -> Result<Option<Source>, Refusal> {
    let kind = key.form.subject_kind();
    match key.form {
        Form::Tally | Form::Minutes => sitting(app, actor, SittingId(key.subject)).await,
        Form::Register => register(app, UnitId(key.subject), key.year).await,
        _ => match initiative_of(app.db.read(), kind, key.subject).await? {
            Some(initiative) => case(app, actor, initiative).await,
            None => Ok(None),
        },
    }
}

/// The register of a unit that stands, or stood, in a year.
async fn register(app: &App, unit: UnitId, year: Option<i32>) -> Result<Option<Source>, Refusal> {
    let today = vietnam_date(app.clock.now());
    let is_unit = !units::load_latest(app.db.read(), &[unit], today).await?.is_empty();
    Ok(year.filter(|_| is_unit).map(|year| Source::Register(unit, year)))
}

/// Which initiative a record of this kind is about.
pub async fn initiative_of(
    db: &impl ConnectionTrait,
    kind: &str,
    id: Uuid,
) -> Result<Option<InitiativeId>, Refusal> {
    match kind {
        InitiativeId::KIND => Ok(Some(InitiativeId(id))),
        RecognitionId::KIND => recognitions::initiative_of(db, RecognitionId(id)).await,
        ReviewId::KIND => reviews::initiative_of(db, ReviewId(id)).await,
        ReferralId::KIND => referrals::initiative_of(db, ReferralId(id)).await,
        AdoptionId::KIND => adoptions::initiative_of(db, AdoptionId(id)).await,
        _ => Ok(None),
    }
}

/// Whether a record that papers are about exists for this person.
pub async fn exists(app: &App, actor: &Actor, kind: &str, id: Uuid) -> Result<bool, Refusal> {
    Ok(match kind {
        InitiativeId::KIND => initiatives::find(app, actor, InitiativeId(id)).await?.is_some(),
        RecognitionId::KIND => recognitions::find(app, actor, RecognitionId(id)).await?.is_some(),
        ReviewId::KIND => reviews::find(app, actor, ReviewId(id)).await?.is_some(),
        ReferralId::KIND => referrals::find(app, actor, ReferralId(id)).await?.is_some(),
        AdoptionId::KIND => adoptions::find(app, actor, AdoptionId(id)).await?.is_some(),
        SittingId::KIND => reviews::find_sitting(app, actor, SittingId(id)).await?.is_some(),
        _ => false,
    })
}

/// Everything known of an initiative: a draft for its authors alone.
pub async fn case(app: &App, actor: &Actor, id: InitiativeId) -> Result<Option<Source>, Refusal> {
    let db = app.db.read();
    let found = match initiatives::find(app, actor, id).await? {
        Some(case) => Some(case),
        None => initiatives::filed(db, &[id]).await?.pop().map(Arc::new),
    };
    let Some(case) = found else { return Ok(None) };
    let reviews = reviews::opened(db, &[id]).await?;
    let facts = CaseFacts {
        recognitions: recognitions::standing(db, id).await?,
        referrals: referrals::all_of(db, id).await?,
        adoptions: adoptions::confirmed(db, &[id]).await?.remove(&id).unwrap_or_default(),
        councils: councils_of(db, &reviews).await?,
        reviews,
        case,
    };
    Ok(Some(Source::Case(Box::new(facts))))
}

async fn councils_of(
    db: &impl ConnectionTrait,
    reviews: &[Arc<ReviewedCase>],
) -> Result<HashMap<CouncilId, Council>, Refusal> {
    let ids: Vec<CouncilId> = reviews.iter().map(|found| found.review.council).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(councils::load_many(db, &ids).await?.into_iter().map(|council| (council.id, council)).collect())
}

/// A sitting with its agenda, if it exists for this person.
pub async fn sitting(app: &App, actor: &Actor, id: SittingId) -> Result<Option<Source>, Refusal> {
    let db = app.db.read();
    let Some(sitting) = reviews::find_sitting(app, actor, id).await? else { return Ok(None) };
    let Some(council) = councils::load_many(db, &[sitting.council]).await?.pop() else { return Ok(None) };
    let agenda = reviews::agendas(db, &[id]).await?.remove(&id).unwrap_or_default();
    let ids: Vec<ReviewId> = sitting.record.left_over.iter().map(|left| left.review).collect();
    let left = if ids.is_empty() { Vec::new() } else { reviews::by_ids(db, &ids).await? };
    let with_case = |one: &LeftOver| {
        let found = left.iter().find(|found| found.review.id == one.review)?;
        Some((*one, Arc::clone(found)))
    };
    let left_over = sitting.record.left_over.iter().filter_map(with_case).collect();
    let sitting = Arc::unwrap_or_clone(sitting);
    Ok(Some(Source::Sitting(Box::new(SittingFacts { sitting, council, agenda, left_over }))))
}
