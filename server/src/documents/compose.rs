//! The content of a paper: the facts of the other slices, put into its form.

use std::collections::HashMap;

use documents::forms::{
    AdoptingLine, Attendance, AuthorLine, Cancellation, Certificate, Confirmation, CriterionLine, Decision,
    DeliberatedLine, Description, HelperLine, LeftOverLine, MemberPoints, Minutes, Petition, Receipt,
    RecognisedLine, Register, RegisterLine, Request, SetAsideLine, Sheet, Standing, Tally, TallyLine,
};
use documents::{Document, Form, Issuer, Numbering, fingerprint};
use time::{Date, OffsetDateTime};

use super::gather::{CaseFacts, Paper, SittingFacts};
use super::{letterhead, rules, words};
use crate::adoptions::{Adoption, AdoptionAnswer};
use crate::app::App;
use crate::councils::{Council, CouncilPosition, InitiativeLevel};
use crate::identity;
use crate::initiatives::{self, Author, Initiative, InitiativeEvent, InitiativeEventKind, InitiativeSection};
use crate::recognitions::{self, Recognition};
use crate::referrals::Referral;
use crate::reviews::{self, ReviewedCase, Seat};
use crate::shared::clock::vietnam_date;
use crate::shared::error::Refusal;
use crate::shared::id::{AccountId, RecognitionId, UnitId};
use crate::shared::points::Points;
use crate::units::{self, Unit};

/// Most entries of a register that are written down.
const MOST_ENTRIES: u64 = 5000;

/// A paper, ready to be made.
pub struct Composed {
    /// What it contains.
    pub document: Document,
    /// Version of its template.
    pub template_version: i32,
    /// Names its facts.
    pub data_hash: String,
    /// What the file is named after.
    pub about: String,
}

fn composed<F: Form>(form: &F, about: &str) -> Composed {
    Composed {
        document: form.document(),
        template_version: F::VERSION,
        data_hash: fingerprint(form),
        about: about.to_owned(),
    }
}

/// Puts the facts of a paper into its form.
pub async fn compose(app: &App, paper: &Paper<'_>) -> Result<Composed, Refusal> {
    match *paper {
        Paper::Request(case) => request(app, case).await,
        Paper::Receipt(case) => receipt(app, case).await,
        Paper::Register(unit, year) => register(app, unit, year).await,
        Paper::Sheet(found, seat, council) => sheet(app, found, seat, council).await,
        Paper::Tally(facts) => tally(app, facts).await,
        Paper::Minutes(facts) => minutes(app, facts).await,
        Paper::Decision(recognition, facts) => decision(app, recognition, facts).await,
        Paper::Certificate(recognition, case, author) => certificate(app, recognition, case, author).await,
        Paper::Petition(referral, facts) => petition(app, referral, facts).await,
        Paper::Confirmation(adoption, case) => confirmation(app, adoption, case).await,
        Paper::Cancellation(recognition, cancelled, case) => {
            let named = Named::load(app, &[recognition.unit, case.unit]).await?;
            let signers = people(app, &[cancelled.by]).await?;
            let form = Cancellation {
                signer: name_of(&signers, cancelled.by),
                issuer: named.issuer(recognition.unit),
                numbering: numbering(
                    cancelled.decision_number.as_deref(),
                    cancelled.decision_date,
                    cancelled.at,
                ),
                title: case.title.clone(),
                authors: case.authors.iter().map(|author| author.full_name.clone()).collect(),
                cancelled_decision: words::decision(
                    recognition.decision_number.as_deref(),
                    recognition.decision_date,
                ),
                ground: words::cancellation_ground(cancelled.ground).to_owned(),
                reason: cancelled.reason.clone(),
                carried_out_by: named.name(case.unit),
            };
            Ok(composed(&form, &case.title))
        }
    }
}

async fn request(app: &App, case: &Initiative) -> Result<Composed, Refusal> {
    let named = Named::load(app, &[case.unit]).await?;
    let filed_on = case.filed_at.map(vietnam_date);
    let author = |author: &Author| AuthorLine {
        full_name: author.full_name.clone(),
        birth_date: author.birth_date,
        workplace: author.workplace.clone(),
        job_title: author.job_title.clone(),
        qualification: author.qualification.clone(),
        share: author.share,
    };
    let part = |section: &InitiativeSection| {
        let passage = case.content.passage(*section);
        Description {
            label: words::section(*section).to_owned(),
            open: passage.open,
            confidential: passage.confidential,
        }
    };
    let helpers = case.content.helpers.iter().map(|helper| HelperLine {
        full_name: helper.full_name.clone(),
        birth_date: helper.birth_date,
        workplace: helper.workplace.clone(),
        job_title: helper.job_title.clone(),
        qualification: helper.qualification.clone(),
        support: helper.support.clone(),
    });
    let form = Request {
        addressee: named.name(case.unit),
        title: case.title.clone(),
        kind: case.kind.map(words::kind).unwrap_or_default().to_owned(),
        authors: case.authors.iter().map(author).collect(),
        investor: case.content.investor.clone(),
        first_applied_on: case.first_applied_on,
        description: InitiativeSection::ALL.iter().map(part).collect(),
        helpers: helpers.collect(),
        place: named.issuer(case.unit).place,
        filed_on,
        year: filed_on.unwrap_or_else(|| vietnam_date(app.clock.now())).year(),
    };
    Ok(composed(&form, &case.title))
}

async fn receipt(app: &App, case: &Initiative) -> Result<Composed, Refusal> {
    let named = Named::load(app, &[case.unit]).await?;
    let events = initiatives::events_of(app, &[case.id]).await?.remove(&case.id).unwrap_or_default();
    let is_filed = |event: &&InitiativeEvent| event.kind == InitiativeEventKind::Filed;
    let received_on = case.filed_at.map_or_else(|| vietnam_date(app.clock.now()), vietnam_date);
    let form = Receipt {
        issuer: named.issuer(case.unit),
        title: case.title.clone(),
        authors: case.authors.iter().map(|author| author.full_name.clone()).collect(),
        entry: case.register.map_or(0, |entry| entry.number),
        year: case.register.map_or(received_on.year(), |entry| entry.year),
        received_on,
        reply_by: events.iter().find(is_filed).and_then(|event| event.due_on),
    };
    Ok(composed(&form, &case.title))
}

async fn register(app: &App, unit: UnitId, year: i32) -> Result<Composed, Refusal> {
    let db = app.db.read();
    let named = Named::load(app, &[unit]).await?;
    let cases = initiatives::registered(db, unit, year, MOST_ENTRIES).await?;
    let ids: Vec<_> = cases.iter().map(|case| case.id).collect();
    let mut of_case: HashMap<_, Vec<Recognition>> = HashMap::new();
    for recognition in recognitions::of_initiatives(db, &ids).await? {
        of_case.entry(recognition.initiative).or_default().push(recognition);
    }
    let line = |case: &Initiative| {
        let all = of_case.get(&case.id).map_or(&[][..], Vec::as_slice);
        // The highest that stands; what was cancelled is told beside it.
        let recognised = all.iter().rev().find(|one| one.cancellation.is_none());
        let written = |one: &Recognition| {
            let number = one.decision_number.as_deref()?;
            let decided = words::decision(Some(number), one.decision_date);
            Some(match &one.cancellation {
                Some(cancelled) => {
                    let number = cancelled.decision_number.as_deref();
                    let by = words::decision(number, cancelled.decision_date);
                    format!("{decided} (cấp {}, hủy bỏ: {by})", words::level(one.level).to_lowercase())
                }
                None => decided,
            })
        };
        RegisterLine {
            number: case.register.map_or(0, |entry| entry.number),
            received_on: case.filed_at.map_or(Date::MIN, vietnam_date),
            title: case.title.clone(),
            authors: case.authors.iter().map(words::author_with_share).collect::<Vec<_>>().join("; "),
            kind: case.kind.map(words::kind).unwrap_or_default().to_owned(),
            first_applied_on: case.first_applied_on,
            state: words::standing(case.state),
            decision: all.iter().filter_map(written).collect::<Vec<_>>().join("; "),
            level: recognised.map(|one| words::level(one.level)).unwrap_or_default().to_owned(),
        }
    };
    let form = Register { issuer: named.issuer(unit), year, entries: cases.iter().map(line).collect() };
    Ok(composed(&form, &format!("{} {year}", named.name(unit))))
}

async fn sheet(app: &App, found: &ReviewedCase, seat: &Seat, council: &Council) -> Result<Composed, Refusal> {
    let named = Named::load(app, &[council.unit]).await?;
    let people = people(app, &[seat.account]).await?;
    let rubric = &found.review.rubric;
    let line = |criterion: &crate::councils::RubricCriterion| CriterionLine {
        title: criterion.title.clone(),
        most: criterion.most,
        points: seat.points.get(&criterion.code).copied().map(hundredths),
    };
    let signed_on = seat.signed_at.map(vietnam_date);
    // As on the screen: while others still write, a name in the title stays hidden (INV-R4).
    let title = match found.review.is_blind() {
        true => reviews::hide(&found.case.title, &found.review.hidden),
        false => found.case.title.clone(),
    };
    let form = Sheet {
        issuer: named.issuer(council.unit),
        council: council.name.clone(),
        title,
        member: name_of(&people, seat.account),
        position: words::position(seat.position).to_owned(),
        rubric: format!("{}, phiên bản {}", rubric.title, rubric.version),
        criteria: rubric.criteria.iter().map(line).collect(),
        remark: seat.remark.clone(),
        signed_on,
        year: signed_on.unwrap_or_else(|| vietnam_date(app.clock.now())).year(),
    };
    Ok(composed(&form, &form.title))
}

async fn tally(app: &App, facts: &SittingFacts) -> Result<Composed, Refusal> {
    let named = Named::load(app, &[facts.council.unit]).await?;
    let (chair, secretary) = leaders(app, facts).await?;
    let members = people(app, &facts.everybody()).await?;
    let line = |found: &ReviewedCase| {
        let result = found.review.result.as_ref()?;
        let rubric = &found.review.rubric;
        let sheet = |seat: &Seat| MemberPoints {
            member: name_of(&members, seat.account),
            points: rubric
                .criteria
                .iter()
                .map(|criterion| seat.points.get(&criterion.code).copied().map_or(0, hundredths))
                .collect(),
            set_aside: seat.exclusion.as_ref().map(words::set_aside),
        };
        let signed = found.review.seats.iter().filter(|seat| seat.signed_at.is_some());
        Some(TallyLine {
            criteria: rubric.criteria.iter().map(|criterion| criterion.title.clone()).collect(),
            points: signed.map(sheet).collect(),
            title: found.case.title.clone(),
            sheets: result.summary.sheets,
            mean: hundredths(result.summary.mean),
            lowest: hundredths(result.summary.lowest),
            highest: hundredths(result.summary.highest),
            agree: result.vote.tally.agree,
            base: result.vote.base,
            needed: result.vote.needed,
            outcome: words::outcome(result.outcome).to_owned(),
        })
    };
    let form = Tally {
        issuer: named.issuer(facts.council.unit),
        council: facts.council.name.clone(),
        held_on: facts.sitting.held_on,
        lines: facts.agenda.iter().filter_map(|found| line(found)).collect(),
        secretary,
        chair,
    };
    Ok(composed(&form, &facts.council.name))
}

async fn minutes(app: &App, facts: &SittingFacts) -> Result<Composed, Refusal> {
    let named = Named::load(app, &[facts.council.unit]).await?;
    let people = people(app, &facts.everybody()).await?;
    let (chair, secretary) = leaders(app, facts).await?;
    let deputy_of = |account: AccountId| {
        let seats = facts.agenda.iter().flat_map(|found| &found.review.seats);
        let deputy = seats.filter(|seat| seat.account == account).find_map(|seat| seat.deputy.as_ref())?;
        Some((name_of(&people, deputy.account), deputy.basis.clone()))
    };
    let members = facts.council.members.iter().map(|member| Attendance {
        full_name: name_of(&people, member.account),
        position: words::position(member.position).to_owned(),
        is_present: facts.sitting.present.contains(&member.account),
        deputy: deputy_of(member.account),
    });
    let set_aside = facts.agenda.iter().filter(|found| found.review.result.is_some()).flat_map(|found| {
        let summary = found.review.result.as_ref().map(|result| &result.summary);
        let means = summary.and_then(|summary| Some((summary.with_set_aside?.mean, summary.mean)));
        let told = |seat: &Seat| {
            let (mean_with, mean) = means?;
            Some(SetAsideLine {
                title: found.case.title.clone(),
                member: name_of(&people, seat.account),
                total: hundredths(seat.total()),
                why: words::set_aside(seat.exclusion.as_ref()?),
                mean_with: hundredths(mean_with),
                mean: hundredths(mean),
            })
        };
        found.review.seats.iter().filter(|seat| seat.is_set_aside()).filter_map(told).collect::<Vec<_>>()
    });
    let left_over = facts
        .left_over
        .iter()
        .map(|(left, found)| LeftOverLine { title: found.case.title.clone(), why: words::left_over(left) });
    let line = |found: &ReviewedCase| {
        let result = found.review.result.as_ref()?;
        Some(DeliberatedLine {
            title: found.case.title.clone(),
            mean: hundredths(result.summary.mean),
            agree: result.vote.tally.agree,
            disagree: result.vote.tally.disagree,
            abstain: result.vote.tally.abstain,
            excluded: result.vote.members - result.vote.eligible,
            base: result.vote.base,
            needed: result.vote.needed,
            outcome: words::outcome(result.outcome).to_owned(),
        })
    };
    let form = Minutes {
        issuer: named.issuer(facts.council.unit),
        council: facts.council.name.clone(),
        basis: facts.council.basis.clone(),
        held_on: facts.sitting.held_on,
        began_at: facts.sitting.record.began_at,
        ended_at: facts.sitting.record.ended_at,
        place: facts.sitting.place.clone(),
        is_secret: facts.sitting.is_secret,
        members: members.collect(),
        set_aside: set_aside.collect(),
        left_over: left_over.collect(),
        opinions: facts.sitting.record.opinions.clone(),
        cases: facts.agenda.iter().filter_map(|found| line(found)).collect(),
        secretary,
        chair,
    };
    Ok(composed(&form, &facts.council.name))
}

impl SittingFacts {
    /// Everybody who is named in its papers.
    fn everybody(&self) -> Vec<AccountId> {
        let seats = || self.agenda.iter().flat_map(|found| &found.review.seats);
        let members = self.council.members.iter().map(|member| member.account);
        let seated = seats().map(|seat| seat.account);
        let deputies = seats().filter_map(|seat| seat.deputy.as_ref()).map(|deputy| deputy.account);
        let mut all: Vec<AccountId> = members.chain(seated).chain(deputies).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Who led a sitting, the chair or else the vice-chair who was there; and who wrote it down.
async fn leaders(app: &App, facts: &SittingFacts) -> Result<(String, String), Refusal> {
    let first = |position: CouncilPosition| {
        let holds = |member: &&crate::councils::CouncilMember| {
            member.position == position && facts.sitting.present.contains(&member.account)
        };
        facts.council.members.iter().find(holds).map(|member| member.account)
    };
    let chair = first(CouncilPosition::Chair).or_else(|| first(CouncilPosition::ViceChair));
    let secretary = first(CouncilPosition::Secretary);
    let accounts: Vec<AccountId> = [chair, secretary].into_iter().flatten().collect();
    let people = people(app, &accounts).await?;
    let name = |account: Option<AccountId>| account.map(|one| name_of(&people, one)).unwrap_or_default();
    Ok((name(chair), name(secretary)))
}

async fn decision(app: &App, recognition: &Recognition, facts: &CaseFacts) -> Result<Composed, Refusal> {
    let together = recognitions::decided_together(app.db.read(), recognition).await?;
    let mut ids: Vec<UnitId> = together.iter().map(|one| one.case.unit).collect();
    ids.push(recognition.unit);
    let named = Named::load(app, &ids).await?;
    let line = |one: &recognitions::RecognisedCase| RecognisedLine {
        title: one.case.title.clone(),
        authors: one.case.authors.iter().map(words::author_with_post).collect(),
        unit: named.name(one.case.unit),
    };
    let mut carried_out_by: Vec<String> = Vec::new();
    for one in &together {
        let name = named.name(one.case.unit);
        if !carried_out_by.contains(&name) {
            carried_out_by.push(name);
        }
    }
    let signers = people(app, &[recognition.decided_by]).await?;
    let form = Decision {
        signer: name_of(&signers, recognition.decided_by),
        issuer: named.issuer(recognition.unit),
        numbering: numbering(
            recognition.decision_number.as_deref(),
            recognition.decision_date,
            recognition.decided_at,
        ),
        is_province: recognition.level == InitiativeLevel::Province,
        council: facts.council_of(recognition).map(|council| council.name.clone()).unwrap_or_default(),
        cases: together.iter().map(line).collect(),
        carried_out_by,
    };
    Ok(composed(&form, &facts.case.title))
}

async fn certificate(
    app: &App,
    recognition: &Recognition,
    case: &Initiative,
    author: &Author,
) -> Result<Composed, Refusal> {
    let named = Named::load(app, &[recognition.unit]).await?;
    let others = case.authors.iter().filter(|other| other.id != author.id);
    let post = [author.job_title.as_str(), author.workplace.as_str()].into_iter();
    let signers = people(app, &[recognition.decided_by]).await?;
    let number = recognition.certificate_numbers.get(&author.id).map(String::as_str);
    let is_province = recognition.level == InitiativeLevel::Province;
    let form = Certificate {
        signer: name_of(&signers, recognition.decided_by),
        issuer: named.issuer(recognition.unit),
        numbering: numbering(number, recognition.decision_date, recognition.decided_at),
        decision: recognition
            .decision_number
            .as_deref()
            .map(|number| words::decision(Some(number), recognition.decision_date)),
        standing: match recognition.level {
            InitiativeLevel::Base => Standing::Base,
            InitiativeLevel::Province => Standing::Province,
        },
        author: author.full_name.clone(),
        post: post.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        share: author.share,
        co_authors: others.map(|other| (other.full_name.clone(), other.share)).collect(),
        title: case.title.clone(),
        investor: case.content.investor.clone(),
        content: rules::shortened(&case.content.passage(InitiativeSection::Solution).open),
        benefit: rules::shortened(&case.content.passage(InitiativeSection::BenefitByAuthors).open),
        entry: case
            .register
            .map(|entry| format!("{} (năm {})", entry.number, entry.year))
            .unwrap_or_default(),
        valid_until: is_province.then_some(recognition.valid_until),
        link: recognition.decision_number.as_ref().and_then(|_| public_entry(app, recognition.id)),
    };
    Ok(composed(&form, &format!("{} - {}", author.full_name, case.title)))
}

/// The stable link to an entry of the public register, where the settings name the public address of this server.
fn public_entry(app: &App, id: RecognitionId) -> Option<String> {
    let address = app.config.public_url.as_deref()?;
    Some(format!("{}/register/{}", address.trim_end_matches('/'), id.global().as_str()))
}

async fn petition(app: &App, referral: &Referral, facts: &CaseFacts) -> Result<Composed, Refusal> {
    let mut ids: Vec<UnitId> = facts.adoptions().iter().map(|adoption| adoption.unit).collect();
    ids.push(referral.unit);
    let named = Named::load(app, &ids).await?;
    let base = facts.base();
    let review = base.and_then(|base| facts.review_of(base));
    let vote = review.and_then(|found| found.review.result.as_ref()).map(|result| &result.vote);
    let adopting = |adoption: &Adoption| match &adoption.answer {
        Some((AdoptionAnswer::Confirmed { applied_on, effect }, ..)) => Some(AdoptingLine {
            unit: named.name(adoption.unit),
            applied_on: *applied_on,
            effect: effect.clone(),
        }),
        _ => None,
    };
    let (number, date) = match &referral.petition {
        Some((number, date)) => (Some(number.as_str()), Some(*date)),
        None => (None, None),
    };
    let sender = referral.sent.map(|(by, _)| by);
    let signers = people(app, sender.as_slice()).await?;
    let form = Petition {
        signer: sender.map(|by| name_of(&signers, by)).unwrap_or_default(),
        issuer: named.issuer(referral.unit),
        numbering: numbering(number, date, referral.sent.map_or(referral.prepared_at, |(_, at)| at)),
        addressee: named.council_of_province(),
        title: facts.case.title.clone(),
        authors: facts.case.authors.iter().map(words::author_with_share).collect(),
        base_decision: words::decision(
            base.and_then(|base| base.decision_number.as_deref()),
            base.and_then(|base| base.decision_date),
        ),
        base_vote: vote.map(|vote| format!("{}/{}", vote.tally.agree, vote.base)).unwrap_or_default(),
        statement: referral.statement.clone(),
        adopting: facts.adoptions().iter().filter_map(adopting).collect(),
    };
    Ok(composed(&form, &facts.case.title))
}

async fn confirmation(app: &App, adoption: &Adoption, case: &Initiative) -> Result<Composed, Refusal> {
    let named = Named::load(app, &[adoption.unit, case.unit]).await?;
    let Some((AdoptionAnswer::Confirmed { applied_on, effect }, by, answered_at)) = &adoption.answer else {
        return Err(Refusal::NotFound);
    };
    let signers = people(app, &[*by]).await?;
    let form = Confirmation {
        signer: name_of(&signers, *by),
        issuer: named.issuer(adoption.unit),
        numbering: numbering(None, None, *answered_at),
        title: case.title.clone(),
        unit: named.name(case.unit),
        applied_on: *applied_on,
        effect: effect.clone(),
    };
    Ok(composed(&form, &case.title))
}

fn numbering(number: Option<&str>, date: Option<Date>, decided_at: OffsetDateTime) -> Numbering {
    Numbering { number: number.map(str::to_owned), date, year: vietnam_date(decided_at).year() }
}

fn hundredths(points: Points) -> i32 {
    i32::try_from(points.hundredths()).unwrap_or(i32::MAX)
}

async fn people(app: &App, accounts: &[AccountId]) -> Result<HashMap<AccountId, String>, Refusal> {
    let found = identity::load_many(app, accounts).await?;
    Ok(found.into_iter().map(|account| (account.id, account.display_name)).collect())
}

fn name_of(people: &HashMap<AccountId, String>, account: AccountId) -> String {
    people.get(&account).cloned().unwrap_or_default()
}

/// Units by the names that papers give them: as they stand today, or as they last stood.
struct Named {
    units: HashMap<UnitId, Unit>,
    province: Option<Unit>,
}

impl Named {
    async fn load(app: &App, ids: &[UnitId]) -> Result<Self, Refusal> {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        let today = vietnam_date(app.clock.now());
        let units = units::load_latest(app.db.read(), &ids, today).await?;
        let province = match units.first() {
            Some(first) => {
                let above = units::ancestors(app, std::slice::from_ref(&first.path), first.as_of).await?;
                above.into_values().flatten().next().or_else(|| Some(first.clone()))
            }
            None => None,
        };
        Ok(Self { units: units.into_iter().map(|unit| (unit.id, unit)).collect(), province })
    }

    fn issuer(&self, id: UnitId) -> Issuer {
        match self.units.get(&id) {
            Some(unit) => letterhead::issuer(unit, self.province.as_ref()),
            None => Issuer::default(),
        }
    }

    fn name(&self, id: UnitId) -> String {
        self.issuer(id).name()
    }

    fn council_of_province(&self) -> String {
        let province = self.province.as_ref().map(Unit::name_within_text);
        format!("Hội đồng sáng kiến {}", province.unwrap_or_default())
    }
}
