//! Pure rules of initiatives: what a draft may hold, what is missing before it is filed, clocks, and the moves of a
//! request between its states.

use std::collections::HashSet;

use time::Date;

use super::model::{
    Answer, Author, ClockFault, Initiative, InitiativeEvent, InitiativeEventKind, InitiativeFault as Fault,
    InitiativeForm, InitiativeSection, InitiativeState as State, RefusalGround,
};
use crate::parameters::Clock;
use crate::shared::clock::vietnam_date;
use crate::shared::id::AccountId;

/// Longest name of an initiative, in characters.
pub const LONGEST_TITLE: usize = 500;
/// Longest part of a description, in characters.
pub const LONGEST_PASSAGE: usize = 20_000;
/// Longest request as a whole, in characters: what one message to the server surely holds.
pub const LONGEST_WHOLE: usize = 40_000;
/// Longest text of one line, in characters.
pub const LONGEST_LINE: usize = 300;
/// Longest reason, in characters.
pub const LONGEST_NOTE: usize = 2_000;
/// Most authors, and most helpers.
pub const MOST_PEOPLE: usize = 20;
/// All of a contribution, in hundredths of a percent.
pub const WHOLE: i32 = 10_000;

/// Whether a draft can be kept as it is; it may be incomplete.
pub fn check_draft(form: &InitiativeForm, drafter: AccountId, today: Date) -> Result<(), Fault> {
    if form.title.trim().is_empty() {
        return Err(Fault::Missing { field: "title" });
    }
    within("title", &form.title, LONGEST_TITLE)?;
    within("investor", form.content.investor.as_deref().unwrap_or_default(), LONGEST_LINE)?;
    for passage in form.content.passages.values() {
        within("passages", &passage.open, LONGEST_PASSAGE)?;
        within("passages", &passage.confidential, LONGEST_PASSAGE)?;
    }
    check_people(form, drafter)?;
    within_whole(form)?;
    if form.first_applied_on.is_some_and(|day| day > today) {
        return Err(Fault::AppliedLater);
    }
    match (form.first_applied_on, form.application_ended_on) {
        (Some(begins), Some(ends)) if ends < begins => Err(Fault::EndsBeforeItBegins),
        _ => Ok(()),
    }
}

fn check_people(form: &InitiativeForm, drafter: AccountId) -> Result<(), Fault> {
    for (field, count) in [("authors", form.authors.len()), ("helpers", form.content.helpers.len())] {
        if count > MOST_PEOPLE {
            return Err(Fault::TooMany { field, most: MOST_PEOPLE });
        }
    }
    let mut seen = HashSet::new();
    for (at, author) in form.authors.iter().enumerate() {
        if !seen.insert(author.account) {
            return Err(Fault::AuthorTwice { author: at });
        }
        if !(1..=WHOLE).contains(&author.share) {
            return Err(Fault::BadShare { author: at });
        }
        for text in [&author.workplace, &author.job_title, &author.qualification] {
            within("authors", text, LONGEST_LINE)?;
        }
    }
    if !seen.contains(&drafter) {
        return Err(Fault::DrafterNotAuthor);
    }
    for helper in &form.content.helpers {
        if helper.full_name.trim().is_empty() {
            return Err(Fault::Missing { field: "helpers" });
        }
        for text in [&helper.full_name, &helper.workplace, &helper.job_title, &helper.qualification] {
            within("helpers", text, LONGEST_LINE)?;
        }
        within("helpers", &helper.support, LONGEST_NOTE)?;
    }
    Ok(())
}

fn within_whole(form: &InitiativeForm) -> Result<(), Fault> {
    let passages = form.content.passages.values().flat_map(|passage| [&passage.open, &passage.confidential]);
    let authors =
        form.authors.iter().flat_map(|author| [&author.workplace, &author.job_title, &author.qualification]);
    let helpers = form.content.helpers.iter().flat_map(|helper| {
        [&helper.full_name, &helper.workplace, &helper.job_title, &helper.qualification, &helper.support]
    });
    let all = passages.chain(authors).chain(helpers);
    if all.map(|text| text.chars().count()).sum::<usize>() > LONGEST_WHOLE {
        return Err(Fault::TooLong { field: "passages", most: LONGEST_WHOLE });
    }
    Ok(())
}

fn within(field: &'static str, text: &str, most: usize) -> Result<(), Fault> {
    if text.chars().count() > most { Err(Fault::TooLong { field, most }) } else { Ok(()) }
}

/// A reason that must be given.
pub fn check_note(note: &str) -> Result<&str, Fault> {
    let note = note.trim();
    if note.is_empty() {
        return Err(Fault::Missing { field: "reason" });
    }
    within("reason", note, LONGEST_NOTE)?;
    Ok(note)
}

/// The last day on which it can be filed (INV-I2; Decree 13/2012/NĐ-CP, article 5).
#[must_use]
pub fn last_day_to_file(first_applied_on: Date, months: &Clock) -> Date {
    months.end(first_applied_on)
}

/// Whether a request can be refused on a ground today as far as the clocks go: a correction came too late only when one is
/// outstanding and its last day has passed, and a request only when it was filed after its last day; `months` is the
/// time to file.
pub fn clock_allows(
    case: &Initiative,
    ground: RefusalGround,
    months: &Clock,
    today: Date,
) -> Result<(), ClockFault> {
    match ground {
        RefusalGround::IncompleteNotFixed => match case.due_on {
            Some(until) if case.state.is_to_be_corrected() => {
                if today > until {
                    Ok(())
                } else {
                    Err(ClockFault::TimeLeft { until })
                }
            }
            _ => Err(ClockFault::NothingOutstanding),
        },
        RefusalGround::LateOverOneYear => {
            let last_day = case.first_applied_on.map(|applied_on| last_day_to_file(applied_on, months));
            match (last_day, case.filed_at.map(vietnam_date)) {
                (Some(last_day), Some(filed_on)) if filed_on <= last_day => {
                    Err(ClockFault::FiledInTime { last_day })
                }
                _ => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

/// Everything that stands in the way of filing, in the order of the form; `months` is the time to file.
#[must_use]
pub fn missing_to_file(case: &Initiative, months: &Clock, today: Date) -> Vec<Fault> {
    let mut missing = Vec::new();
    if case.kind.is_none() {
        missing.push(Fault::Missing { field: "kind" });
    }
    match case.first_applied_on {
        None => missing.push(Fault::Missing { field: "firstAppliedOn" }),
        Some(first_applied_on) => {
            let last_day = last_day_to_file(first_applied_on, months);
            // What was filed in time is not late for having been corrected since.
            if case.filed_at.is_none() && today > last_day {
                missing.push(Fault::FiledLate { first_applied_on, last_day });
            }
        }
    }
    let is_empty = |section: &&InitiativeSection| {
        let passage = case.content.passage(**section);
        passage.open.trim().is_empty() && passage.confidential.trim().is_empty()
    };
    let compulsory = InitiativeSection::ALL.iter().filter(|section| section.is_compulsory());
    missing.extend(compulsory.filter(is_empty).map(|section| Fault::SectionMissing(*section)));
    let sum: i32 = case.authors.iter().map(|author| author.share).sum();
    if sum != WHOLE {
        missing.push(Fault::SharesNotWhole { sum });
    }
    for author in &case.authors {
        let name = author.full_name.clone();
        match author.answer {
            Answer::Awaited => missing.push(Fault::AuthorUnconfirmed { name }),
            Answer::Declined(..) => missing.push(Fault::AuthorDeclined { name }),
            Answer::Confirmed(_) => {}
        }
    }
    missing
}

/// Whether an author's answer still stands when the authors are entered again: it was given to the own share among
/// those very people.
#[must_use]
pub fn answers_stand(case: &Initiative, form: &InitiativeForm) -> bool {
    let held: Vec<_> = case.authors.iter().map(|author| (author.account, author.share)).collect();
    let entered: Vec<_> = form.authors.iter().map(|author| (author.account, author.share)).collect();
    held == entered
}

/// Whether everybody who is no author any more agrees to that: whoever has ever confirmed to be one, or drafted the
/// request, says so by declining, with a reason that stays in its history. New shares ask for new answers, and take back
/// nothing of this. `events` are those of the request, the oldest first.
pub fn check_leaving(
    case: &Initiative,
    form: &InitiativeForm,
    events: &[InitiativeEvent],
) -> Result<(), Fault> {
    let leaves = |author: &&Author| form.authors.iter().all(|entered| entered.account != author.account);
    let agreed = |author: &&Author| {
        let by_them = events.iter().rev().filter(|event| event.by == author.account);
        let mut answers = by_them.filter_map(|event| match event.kind {
            InitiativeEventKind::Declined => Some(false),
            InitiativeEventKind::Confirmed
            | InitiativeEventKind::Drafted
            | InitiativeEventKind::HandedOver
            | InitiativeEventKind::Filed => Some(true),
            _ => None,
        });
        match (&author.answer, answers.next()) {
            (Answer::Declined(..), _) => false,
            (Answer::Confirmed(_), _) => true,
            (Answer::Awaited, last) => last == Some(true),
        }
    };
    match case.authors.iter().filter(leaves).find(agreed) {
        Some(author) => Err(Fault::AuthorLeftOut { name: author.full_name.clone() }),
        None => Ok(()),
    }
}

/// What can be done to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Writing on it.
    Write,
    /// A co-author's answer.
    Answer,
    /// Letting a co-author go on with it.
    HandOver,
    /// Filing it.
    File,
    /// Withdrawing it.
    Withdraw,
    /// Asking for a correction.
    RequestFix,
    /// Accepting its form.
    Accept,
    /// Refusing it.
    Refuse,
    /// Giving it to a council.
    Assign,
    /// Taking it back from the council while nobody has signed.
    Unassign,
    /// The last sheet was signed.
    Score,
    /// A sheet is awaited again: a member left, another was asked.
    Unscore,
    /// The council voted.
    Deliberate,
    /// Recognising it as the council voted.
    Recognise,
    /// Refusing it after the council voted.
    Decline,
    /// Referring it to the province.
    Refer,
    /// Asking its unit to complete what was sent.
    RequestCompletion,
    /// Completing it.
    Complete,
    /// Finding complete what was sent.
    AcceptReferral,
    /// Refusing the referral before any council.
    RefuseReferral,
    /// Taking the referral back.
    TakeBackReferral,
    /// Cancelling what its unit recognised.
    CancelBase,
    /// Cancelling what the province recognised.
    CancelProvince,
}

/// Where a move leads from a state; a fault where it is not possible.
pub fn after(state: State, step: Move) -> Result<State, Fault> {
    match (step, state) {
        (Move::Write | Move::Answer | Move::HandOver, State::Draft | State::FixRequested) => Ok(state),
        (Move::File, State::Draft | State::FixRequested) => Ok(State::Filed),
        // What a council has voted on is decided: nobody takes it back to try again.
        (Move::Withdraw, State::Council) => Err(Fault::WrongState(state)),
        (Move::Withdraw, _) if !state.is_decided() && !state.is_at_province() => Ok(State::Withdrawn),
        (Move::TakeBackReferral, _) if state.is_at_province() => Ok(State::RecognisedBase),
        (Move::CancelBase, State::RecognisedBase | State::NotRaised | State::ProvinceCancelled) => {
            Ok(State::Cancelled)
        }
        (Move::CancelBase, _) if state.is_at_province() => Ok(State::Cancelled),
        (Move::RequestFix, State::Filed) => Ok(State::FixRequested),
        (Move::Accept, State::Filed) => Ok(State::Accepted),
        (Move::Refuse, State::Filed | State::FixRequested) | (Move::Decline, State::Council) => {
            Ok(State::Refused)
        }
        (Move::Assign, State::Accepted) | (Move::Unscore, State::Scored) => Ok(State::Assigned),
        (Move::Unassign, State::Assigned) => Ok(State::Accepted),
        (Move::Score, State::Assigned) => Ok(State::Scored),
        (Move::Deliberate, State::Scored) => Ok(State::Council),
        (Move::Recognise, State::Council) => Ok(State::RecognisedBase),
        (Move::Refer, State::RecognisedBase) | (Move::Complete, State::ReferralFix) => Ok(State::Referred),
        (Move::RequestCompletion, State::Referred) => Ok(State::ReferralFix),
        (Move::AcceptReferral, State::Referred) | (Move::Unassign, State::ProvAssigned) => {
            Ok(State::ProvChecked)
        }
        (Move::RefuseReferral, State::Referred | State::ReferralFix)
        | (Move::Decline, State::ProvCouncil) => Ok(State::NotRaised),
        (Move::CancelProvince, State::RecognisedProvince) => Ok(State::ProvinceCancelled),
        (Move::Assign, State::ProvChecked) | (Move::Unscore, State::ProvScored) => Ok(State::ProvAssigned),
        (Move::Score, State::ProvAssigned) => Ok(State::ProvScored),
        (Move::Deliberate, State::ProvScored) => Ok(State::ProvCouncil),
        (Move::Recognise, State::ProvCouncil) => Ok(State::RecognisedProvince),
        _ => Err(Fault::WrongState(state)),
    }
}

/// From which day the examination of an accepted request is counted (Decree 13/2012/NĐ-CP, article 7): the day of
/// acceptance, or the last of the first application where that is later.
#[must_use]
pub fn examined_from(accepted_on: Date, application_ended_on: Option<Date>) -> Date {
    application_ended_on.map_or(accepted_on, |ended| ended.max(accepted_on))
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::super::model::{AuthorForm, Content, InitiativeKind, InitiativeState, Passage};
    use super::*;
    use crate::parameters::{Calendar, Period};
    use crate::shared::id::{InitiativeAuthorId, InitiativeId, UnitId};

    const TODAY: Date = date!(2021 - 12 - 14);

    fn author(share: i32, answer: Answer) -> Author {
        Author {
            id: InitiativeAuthorId::fresh(),
            initiative: InitiativeId::fresh(),
            account: AccountId::fresh(),
            full_name: "Nguyễn Văn An".into(),
            birth_date: None,
            workplace: "UBND xã".into(),
            job_title: "Công chức".into(),
            qualification: "Đại học".into(),
            share,
            answer,
        }
    }

    fn case(first_applied_on: Date, authors: Vec<Author>) -> Initiative {
        let passage = Passage { open: "Nội dung".into(), confidential: String::new() };
        Initiative {
            id: InitiativeId::fresh(),
            unit: UnitId::fresh(),
            drafted_by: authors[0].account,
            state: InitiativeState::Draft,
            version: 1,
            title: "Rút ngắn thời gian chứng thực".into(),
            kind: Some(InitiativeKind::Operational),
            first_applied_on: Some(first_applied_on),
            application_ended_on: None,
            content: Content {
                passages: InitiativeSection::ALL.iter().map(|section| (*section, passage.clone())).collect(),
                ..Content::default()
            },
            authors,
            register: None,
            filed_at: None,
            referred_at: None,
            due_on: None,
            refusal_ground: None,
            updated_at: datetime!(2021-12-14 08:00 UTC),
        }
    }

    fn form(case: &Initiative) -> InitiativeForm {
        let entered = |author: &Author| AuthorForm {
            account: author.account,
            birth_date: author.birth_date,
            workplace: author.workplace.clone(),
            job_title: author.job_title.clone(),
            qualification: author.qualification.clone(),
            share: author.share,
        };
        InitiativeForm {
            unit: case.unit,
            title: case.title.clone(),
            kind: case.kind,
            first_applied_on: case.first_applied_on,
            application_ended_on: case.application_ended_on,
            content: case.content.clone(),
            authors: case.authors.iter().map(entered).collect(),
        }
    }

    fn confirmed() -> Answer {
        Answer::Confirmed(datetime!(2021-12-13 08:00 UTC))
    }

    /// The worked example: two authors 60/40, the second has not confirmed; first applied 14 months ago.
    #[test]
    fn a_request_waits_for_its_co_author_and_is_filed_within_a_year() {
        let authors = vec![author(6_000, confirmed()), author(4_000, Answer::Awaited)];
        let waiting = case(date!(2021 - 03 - 01), authors);
        let missing = missing_to_file(&waiting, &months(12), TODAY);
        assert_eq!(missing, [Fault::AuthorUnconfirmed { name: "Nguyễn Văn An".into() }]);

        let late = case(date!(2020 - 10 - 14), vec![author(10_000, confirmed())]);
        let (first_applied_on, last_day) = (date!(2020 - 10 - 14), date!(2021 - 10 - 14));
        assert_eq!(
            missing_to_file(&late, &months(12), TODAY),
            [Fault::FiledLate { first_applied_on, last_day }]
        );
        assert_eq!(missing_to_file(&late, &months(12), last_day), [], "the last day is in time");
        assert_eq!(missing_to_file(&late, &months(24), TODAY), [], "the period is data");
        let corrected = Initiative { filed_at: Some(datetime!(2021-10-01 01:00 UTC)), ..late };
        assert_eq!(missing_to_file(&corrected, &months(12), TODAY), [], "a correction is not late");
    }

    #[test]
    fn shares_sum_to_exactly_one_hundred() {
        let thirds =
            || vec![author(3_333, confirmed()), author(3_333, confirmed()), author(3_334, confirmed())];
        assert_eq!(missing_to_file(&case(TODAY, thirds()), &months(12), TODAY), []);
        let mut short = thirds();
        short[2].share = 3_333;
        let found = missing_to_file(&case(TODAY, short), &months(12), TODAY);
        assert_eq!(found, [Fault::SharesNotWhole { sum: 9_999 }]);
    }

    #[test]
    fn what_is_missing_is_told_in_the_order_of_the_form() {
        let mut empty = case(
            TODAY,
            vec![author(10_000, Answer::Declined(datetime!(2021-12-13 08:00 UTC), "Không".into()))],
        );
        empty.kind = None;
        empty.first_applied_on = None;
        empty.content = Content::default();
        let secret = Passage { open: String::new(), confidential: "Mã nguồn".into() };
        empty.content.passages.insert(InitiativeSection::Solution, secret);
        let missing = missing_to_file(&empty, &months(12), TODAY);
        assert_eq!(
            missing[..2],
            [Fault::Missing { field: "kind" }, Fault::Missing { field: "firstAppliedOn" }]
        );
        assert!(!missing.contains(&Fault::SectionMissing(InitiativeSection::Solution)), "a secret is a text");
        assert!(!missing.contains(&Fault::SectionMissing(InitiativeSection::KnownSolution)));
        assert!(missing.contains(&Fault::SectionMissing(InitiativeSection::Novelty)));
        assert_eq!(missing.last(), Some(&Fault::AuthorDeclined { name: "Nguyễn Văn An".into() }));
    }

    #[test]
    fn a_draft_is_kept_incomplete_but_never_wrong() {
        let good = case(TODAY, vec![author(6_000, confirmed()), author(3_000, Answer::Awaited)]);
        let drafter = good.drafted_by;
        let check = |change: &dyn Fn(&mut InitiativeForm)| {
            let mut form = form(&good);
            change(&mut form);
            check_draft(&form, drafter, TODAY)
        };
        assert_eq!(check(&|_| {}), Ok(()), "shares may be incomplete");
        assert_eq!(check(&|form| form.title = " ".into()), Err(Fault::Missing { field: "title" }));
        assert_eq!(
            check(&|form| form.title = "ư".repeat(501)),
            Err(Fault::TooLong { field: "title", most: LONGEST_TITLE })
        );
        assert_eq!(check(&|form| form.authors[1].share = 0), Err(Fault::BadShare { author: 1 }));
        assert_eq!(check(&|form| form.authors[1].share = 10_001), Err(Fault::BadShare { author: 1 }));
        let twice = form(&good).authors[0].clone();
        assert_eq!(check(&|form| form.authors[1] = twice.clone()), Err(Fault::AuthorTwice { author: 1 }));
        assert_eq!(check(&|form| drop(form.authors.remove(0))), Err(Fault::DrafterNotAuthor));
        assert_eq!(
            check(&|form| form.first_applied_on = Some(date!(2021 - 12 - 15))),
            Err(Fault::AppliedLater)
        );
        assert_eq!(
            check(&|form| form.application_ended_on = Some(date!(2021 - 12 - 13))),
            Err(Fault::EndsBeforeItBegins)
        );
        let long = Passage { open: "ư".repeat(LONGEST_PASSAGE), confidential: "ư".repeat(LONGEST_PASSAGE) };
        let one =
            check(&|form| drop(form.content.passages.insert(InitiativeSection::Solution, long.clone())));
        assert_eq!(
            one,
            Err(Fault::TooLong { field: "passages", most: LONGEST_WHOLE }),
            "the others count too"
        );
        let twenty_one = good.authors.iter().cycle().take(21).map(|_| author(1, Answer::Awaited)).collect();
        let crowded = form(&Initiative { authors: twenty_one, ..good.clone() });
        let fault = check_draft(&crowded, drafter, TODAY);
        assert_eq!(fault, Err(Fault::TooMany { field: "authors", most: MOST_PEOPLE }));
    }

    #[test]
    fn an_answer_stands_only_to_the_shares_it_was_given_to() {
        let held = case(TODAY, vec![author(6_000, confirmed()), author(4_000, confirmed())]);
        let mut entered = form(&held);
        entered.authors[0].job_title = "Phó Chủ tịch".into();
        assert!(answers_stand(&held, &entered));
        entered.authors[0].share = 7_000;
        assert!(!answers_stand(&held, &entered));
        assert!(!answers_stand(&held, &InitiativeForm { authors: Vec::new(), ..form(&held) }));
    }

    #[test]
    fn a_request_moves_only_along_its_way() {
        use InitiativeState::*;
        let ways = [
            (Move::Write, vec![(Draft, Draft), (FixRequested, FixRequested)]),
            (Move::Answer, vec![(Draft, Draft), (FixRequested, FixRequested)]),
            (Move::File, vec![(Draft, Filed), (FixRequested, Filed)]),
            (
                Move::Withdraw,
                [Draft, Filed, FixRequested, Accepted, Assigned, Scored]
                    .map(|state| (state, Withdrawn))
                    .to_vec(),
            ),
            (Move::RequestFix, vec![(Filed, FixRequested)]),
            (Move::Accept, vec![(Filed, Accepted)]),
            (Move::Refuse, vec![(Filed, Refused), (FixRequested, Refused)]),
            (Move::Assign, vec![(Accepted, Assigned), (ProvChecked, ProvAssigned)]),
            (Move::Unassign, vec![(Assigned, Accepted), (ProvAssigned, ProvChecked)]),
            (Move::Score, vec![(Assigned, Scored), (ProvAssigned, ProvScored)]),
            (Move::Unscore, vec![(Scored, Assigned), (ProvScored, ProvAssigned)]),
            (Move::Deliberate, vec![(Scored, Council), (ProvScored, ProvCouncil)]),
            (Move::Recognise, vec![(Council, RecognisedBase), (ProvCouncil, RecognisedProvince)]),
            (Move::Decline, vec![(Council, Refused), (ProvCouncil, NotRaised)]),
            (Move::Refer, vec![(RecognisedBase, Referred)]),
            (Move::RequestCompletion, vec![(Referred, ReferralFix)]),
            (Move::Complete, vec![(ReferralFix, Referred)]),
            (Move::AcceptReferral, vec![(Referred, ProvChecked)]),
            (Move::RefuseReferral, vec![(Referred, NotRaised), (ReferralFix, NotRaised)]),
            (
                Move::TakeBackReferral,
                [Referred, ReferralFix, ProvChecked, ProvAssigned, ProvScored, ProvCouncil]
                    .map(|state| (state, RecognisedBase))
                    .to_vec(),
            ),
            (
                Move::CancelBase,
                [
                    RecognisedBase,
                    Referred,
                    ReferralFix,
                    ProvChecked,
                    ProvAssigned,
                    ProvScored,
                    ProvCouncil,
                    NotRaised,
                    ProvinceCancelled,
                ]
                .map(|state| (state, Cancelled))
                .to_vec(),
            ),
            (Move::CancelProvince, vec![(RecognisedProvince, ProvinceCancelled)]),
        ];
        for (step, way) in ways {
            for state in InitiativeState::ALL {
                let to = way.iter().find(|(from, _)| from == state).map(|(_, to)| *to);
                assert_eq!(after(*state, step).ok(), to, "{step:?} from {state:?}");
            }
        }
    }

    /// A period by a calendar of weekends alone.
    fn months(count: u32) -> Clock {
        Clock::new(Period::Months(count), Calendar::default())
    }

    #[test]
    fn a_ground_tied_to_a_clock_holds_only_once_its_day_has_passed() {
        use RefusalGround::{IncompleteNotFixed, LateOverOneYear, NotNew};
        let filed = Initiative {
            filed_at: Some(datetime!(2021-10-14 01:00 UTC)),
            ..case(date!(2020 - 10 - 14), vec![author(10_000, confirmed())])
        };
        let until = date!(2021 - 12 - 20);
        for state in [InitiativeState::FixRequested, InitiativeState::ReferralFix] {
            let waiting = Initiative { state, due_on: Some(until), ..filed.clone() };
            let on = |day| clock_allows(&waiting, IncompleteNotFixed, &months(12), day);
            assert_eq!(on(until), Err(ClockFault::TimeLeft { until }), "the last day is in time");
            assert_eq!(on(date!(2021 - 12 - 21)), Ok(()));
        }
        for state in [InitiativeState::Filed, InitiativeState::Council, InitiativeState::Referred] {
            let case = Initiative { state, due_on: Some(date!(2021 - 01 - 01)), ..filed.clone() };
            let found = clock_allows(&case, IncompleteNotFixed, &months(12), TODAY);
            assert_eq!(found, Err(ClockFault::NothingOutstanding), "{state:?}");
        }
        let last_day = date!(2021 - 10 - 14);
        let late = clock_allows(&filed, LateOverOneYear, &months(12), TODAY);
        assert_eq!(late, Err(ClockFault::FiledInTime { last_day }), "filed on its last day");
        assert_eq!(clock_allows(&filed, LateOverOneYear, &months(11), TODAY), Ok(()));
        assert_eq!(clock_allows(&filed, NotNew, &months(12), TODAY), Ok(()));
    }

    #[test]
    fn the_examination_begins_when_the_first_application_ends() {
        assert_eq!(examined_from(TODAY, None), TODAY);
        assert_eq!(examined_from(TODAY, Some(date!(2021 - 06 - 01))), TODAY);
        assert_eq!(examined_from(TODAY, Some(date!(2022 - 01 - 31))), date!(2022 - 01 - 31));
    }
}
