//! Lines: facts in, points out; and what keeps a line from being submitted.

use time::{Date, Duration, OffsetDateTime};

use super::super::model::{
    Citation, EvidenceLink, LineProblem, LineState, ScoreLine, SheetLine, Statement, SubmissionProblem,
    SubmissionProblemCode,
};
use super::Verdict;
use crate::campaigns::Campaign;
use crate::criteria::{self, CriterionSpec, Facts, FlatFacts, Rule, ScoringContext};
use crate::shared::clean;
use crate::units::UnitKind;

/// Most characters of a note, an explanation or a reason.
pub const LONGEST_TEXT: usize = 4000;
/// Fewest characters that explain why there is no evidence, or why figures differ.
const SHORTEST_EXPLANATION: usize = 10;
/// Most characters of each part of a citation.
const LONGEST_CITATION: usize = 500;
/// Most digits of the number of a page.
const MOST_PAGE_DIGITS: usize = 5;

/// How long before the period judged, or before a due day that is earlier, a deed may lie that counts in it: plans of a
/// year are issued in the last months of the year before.
const HEADSTART: Duration = Duration::days(184);

/// The days on which what a unit states can have been done (INV-S10): not so early that it belongs to another period, and
/// not to come. A day out of reach is a slip of the year far more often than a deed, and would bring full points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    period_from: Date,
    today: Date,
}

impl Window {
    /// The days within reach of a campaign as of today.
    #[must_use]
    pub fn of(campaign: &Campaign, today: Date) -> Self {
        Self { period_from: campaign.period_from, today }
    }

    fn check(self, criterion: &CriterionSpec, facts: &Facts) -> Verdict {
        let (Rule::Deadline { due, .. }, Facts::Date(Some(date))) = (&criterion.rule, facts) else {
            return Ok(());
        };
        if *date > self.today {
            return Err(SubmissionProblemCode::DateInFuture);
        }
        let earliest = self.period_from.min(*due).saturating_sub(HEADSTART);
        if *date < earliest { Err(SubmissionProblemCode::DateTooEarly) } else { Ok(()) }
    }
}

/// What a unit enters comes to, when its days are within reach.
///
/// # Errors
/// The first thing that is missing or wrong, with its place below `facts`.
pub fn state_within(
    window: Window,
    criterion: &CriterionSpec,
    kind: UnitKind,
    entered: Option<&FlatFacts>,
) -> Result<Statement, SubmissionProblem> {
    let stated = state(criterion, kind, entered)?;
    if let Some(facts) = stated.facts.as_ref() {
        let facts = Facts::from_flat(criterion, facts).map_err(refused)?;
        window
            .check(criterion, &facts)
            .map_err(|code| SubmissionProblem::at(code, vec!["facts".to_owned(), "date".to_owned()]))?;
    }
    Ok(stated)
}

/// What facts come to. Facts that were not entered at all give an empty line.
///
/// # Errors
/// The first thing that is missing or wrong, with its place below `facts`.
pub(super) fn state(
    criterion: &CriterionSpec,
    kind: UnitKind,
    entered: Option<&FlatFacts>,
) -> Result<Statement, SubmissionProblem> {
    let Some(entered) = entered.filter(|facts| !facts.is_empty()) else { return Ok(Statement::default()) };
    let facts = Facts::from_flat(criterion, entered).map_err(refused)?;
    let scored = criteria::score(criterion, kind, &facts, ScoringContext::default()).map_err(refused)?;
    Ok(Statement {
        facts: Some(facts.to_flat()),
        self_score: scored.points(),
        scored: Some(scored),
        ..Statement::default()
    })
}

fn refused(problem: criteria::FactsProblem) -> SubmissionProblem {
    let path = std::iter::once("facts".to_owned()).chain(problem.path).collect();
    SubmissionProblem::at(problem.code.into(), path)
}

/// A line as the unit leaves it. A decision of the appraisal was about what stood there before, so it
/// is withdrawn; the adjustments that record it stay.
#[must_use]
pub fn restated(line: &ScoreLine, statement: Statement, now: OffsetDateTime) -> ScoreLine {
    ScoreLine {
        state: statement.state(),
        statement,
        r1_score: None,
        r1_reason: None,
        r1_by: None,
        r1_at: None,
        updated_at: now,
        ..line.clone()
    }
}

/// The state of a line for people who do not see its appraisal yet.
#[must_use]
pub fn state_before_appraisal(line: &ScoreLine) -> LineState {
    line.statement.state()
}

/// What the unit may change in a line.
pub fn edit_line(criterion: &CriterionSpec) -> Verdict {
    if criterion.self_scored { Ok(()) } else { Err(SubmissionProblemCode::NotSelfScored) }
}

/// What keeps a line from being submitted. Lines that the unit does not score itself never do.
fn check_line(window: Window, criterion: &CriterionSpec, line: &ScoreLine, evidence: usize) -> Verdict {
    if !criterion.self_scored {
        return Ok(());
    }
    let facts = line.statement.facts.as_ref().ok_or(SubmissionProblemCode::MissingFacts)?;
    let facts =
        Facts::from_flat(criterion, facts).map_err(|problem| SubmissionProblemCode::from(problem.code))?;
    window.check(criterion, &facts)?;
    let is_explained = line.statement.explanation.as_deref().is_some_and(explains);
    if line.contradicts_import() && !is_explained {
        return Err(SubmissionProblemCode::ContradictsImport);
    }
    if evidence > 0 || is_explained { Ok(()) } else { Err(SubmissionProblemCode::NoEvidenceOrExplanation) }
}

/// Whether a text can explain anything: as long as an appraiser's reason, and more than one character over and over.
fn explains(text: &str) -> bool {
    let mut letters = text.chars().filter(|letter| letter.is_alphanumeric());
    let first = letters.next();
    text.chars().count() >= SHORTEST_EXPLANATION && letters.any(|letter| Some(letter) != first)
}

/// The lines that would keep a sheet from being submitted today.
#[must_use]
pub fn problems(lines: Vec<SheetLine>, evidence: &[EvidenceLink], today: Date) -> Vec<LineProblem> {
    let check = |line: SheetLine| {
        let cited = evidence.iter().filter(|link| link.line == line.line.id).count();
        let window = Window::of(&line.sheet.campaign, today);
        let code = check_line(window, &line.criterion.spec, &line.line, cited).err()?;
        Some(LineProblem { line, code })
    };
    lines.into_iter().filter_map(check).collect()
}

/// What a line states before the unit touches it: the facts of the statistics, or nothing; and what no statistics and no
/// unit will ever say something about is told as such. Figures that contradict the rule give no facts: a person enters
/// them then.
#[must_use]
pub fn opening(criterion: &CriterionSpec, kind: UnitKind, imported: Option<&FlatFacts>) -> Statement {
    match imported.map(|facts| state(criterion, kind, Some(facts))) {
        Some(Ok(statement)) => Statement { is_prefilled: true, ..statement },
        Some(Err(_)) => Statement::default(),
        None => match criteria::score_unasked(criterion) {
            Some(scored) => {
                Statement { self_score: scored.points(), scored: Some(scored), ..Statement::default() }
            }
            None => Statement::default(),
        },
    }
}

/// A line after other figures were imported, whose opening this would be now; nothing when they say what they said
/// before. What a person stated stays; what the statistics filled in, or nobody did, is filled in anew as long as the
/// unit may work on it and the appraisal has not decided it.
#[must_use]
pub fn with_figures(
    line: &ScoreLine,
    opening: Statement,
    is_open: bool,
    now: OffsetDateTime,
) -> Option<ScoreLine> {
    if opening.facts == line.imported {
        return None;
    }
    let imported = opening.facts.clone();
    let is_untouched = line.statement.is_prefilled || line.statement.facts.is_none();
    if !is_open || !is_untouched || line.r1_at.is_some() {
        return Some(ScoreLine { imported, ..line.clone() });
    }
    let Statement { self_note, explanation, .. } = line.statement.clone();
    let statement = Statement { self_note, explanation, ..opening };
    Some(ScoreLine { imported, version: line.version + 1, ..restated(line, statement, now) })
}

/// Text of a person as it is kept, `None` when nothing remains.
pub fn text(entered: Option<&str>, longest: usize, path: &str) -> Result<Option<String>, SubmissionProblem> {
    let clean = clean::passage(entered.unwrap_or_default());
    if clean.chars().count() > longest {
        return Err(SubmissionProblem::at(SubmissionProblemCode::TextTooLong, vec![path.to_owned()]));
    }
    Ok((!clean.is_empty()).then_some(clean))
}

/// A citation with its texts cleaned. A document of a day to come does not exist.
pub fn citation(entered: &Citation, today: Date) -> Result<Citation, SubmissionProblem> {
    let clean = |part: &Option<String>, path| text(part.as_deref(), LONGEST_CITATION, path);
    if entered.document_date.is_some_and(|date| date > today) {
        let path = vec!["documentDate".to_owned()];
        return Err(SubmissionProblem::at(SubmissionProblemCode::DateInFuture, path));
    }
    Ok(Citation {
        title: clean(&entered.title, "title")?,
        document_number: clean(&entered.document_number, "documentNumber")?,
        document_date: entered.document_date,
        issuer: clean(&entered.issuer, "issuer")?,
        section: clean(&entered.section, "section")?,
        page: page(clean(&entered.page, "page")?)?,
        note: text(entered.note.as_deref(), LONGEST_TEXT, "note")?,
    })
}

/// Pages as somebody else can open them: numbers and ranges of numbers, such as "3", "3-5" or "3-5, 8".
fn page(entered: Option<String>) -> Result<Option<String>, SubmissionProblem> {
    let Some(text) = entered else { return Ok(None) };
    let number = |part: &str| {
        let digits = part.trim();
        let is_number =
            (1..=MOST_PAGE_DIGITS).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        digits.parse::<u32>().ok().filter(|page| is_number && *page > 0)
    };
    let is_range = |part: &str| match part.split_once(['-', '–']) {
        Some((from, to)) => number(from).zip(number(to)).is_some_and(|(from, to)| from <= to),
        None => number(part).is_some(),
    };
    if text.split([',', ';']).all(is_range) {
        Ok(Some(text))
    } else {
        Err(SubmissionProblem::at(SubmissionProblemCode::BadPage, vec!["page".to_owned()]))
    }
}

/// The document is dated outside the period judged: flagged, not refused (INV-S4).
#[must_use]
pub fn is_outside_period(citation: &Citation, campaign: &Campaign) -> bool {
    citation.document_date.is_some_and(|date| date < campaign.period_from || date > campaign.period_to)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::super::super::fixtures::{FILLING, criterion, line, sheet};
    use super::super::super::model::{Sheet, SubmissionState};
    use super::*;
    use crate::shared::id::{EvidenceLinkId, FileId, ScoreLineId};
    use crate::shared::points::Points;

    /// A day of self-scoring.
    const TODAY: Date = date!(2021 - 12 - 01);

    fn ratio(numerator: i64, denominator: i64) -> FlatFacts {
        FlatFacts { numerator: Some(numerator), denominator: Some(denominator), ..FlatFacts::default() }
    }

    fn stated(sheet: &Sheet, code: &str, facts: &FlatFacts) -> Statement {
        state(&criterion(sheet, code).spec, UnitKind::Commune, Some(facts)).expect("the facts fit")
    }

    fn link(to: ScoreLineId) -> EvidenceLink {
        EvidenceLink {
            id: EvidenceLinkId::fresh(),
            line: to,
            file: FileId::fresh(),
            citation: Citation::default(),
        }
    }

    #[test]
    fn facts_become_points() {
        let sheet = sheet(SubmissionState::Draft);
        let statement = stated(&sheet, "E2", &ratio(1187, 1204));
        assert_eq!(statement.self_score, Some(Points::from_hundredths(687)));
        assert_eq!(statement.state(), LineState::SelfScored);
        let nothing = state(&criterion(&sheet, "E2").spec, UnitKind::Commune, Some(&FlatFacts::default()));
        assert_eq!(nothing.expect("an empty line").state(), LineState::Empty);
    }

    #[test]
    fn wrong_facts_are_refused_with_their_place() {
        let sheet = sheet(SubmissionState::Draft);
        let refused = state(&criterion(&sheet, "E2").spec, UnitKind::Commune, Some(&ratio(5, 4)));
        let problem = refused.expect_err("more than all");
        assert_eq!(problem.code, SubmissionProblemCode::NumeratorAboveDenominator);
        assert_eq!(problem.path, ["facts", "numerator"]);
    }

    #[test]
    fn a_day_is_neither_of_another_period_nor_to_come() {
        use SubmissionProblemCode::{DateInFuture, DateTooEarly};
        let sheet = sheet(SubmissionState::Draft);
        let window = Window::of(&sheet.campaign, TODAY);
        let a1 = &criterion(&sheet, "A1").spec;
        let of = |day| FlatFacts { date: Some(day), ..FlatFacts::default() };
        for (day, problem) in [
            (date!(1945 - 09 - 02), Some(DateTooEarly)),
            (date!(2020 - 03 - 05), Some(DateTooEarly)),
            (date!(2020 - 06 - 30), Some(DateTooEarly)),
            (date!(2020 - 07 - 01), None),
            (date!(2021 - 03 - 05), None),
            (TODAY, None),
            (date!(2021 - 12 - 02), Some(DateInFuture)),
            (date!(2099 - 01 - 01), Some(DateInFuture)),
        ] {
            let found = state_within(window, a1, UnitKind::Commune, Some(&of(day))).err();
            assert_eq!(found.as_ref().map(|found| found.code), problem, "{day}");
            assert!(found.is_none_or(|found| found.path == ["facts", "date"]), "{day}");
            // What was kept before the rule, or moved by the clock, is not submitted either.
            let mut kept = line(&sheet, "A1", stated(&sheet, "A1", &of(day)));
            let explained = "Theo văn bản kèm theo".to_owned();
            let statement = Statement { explanation: Some(explained), ..kept.line.statement.clone() };
            kept.line = ScoreLine { statement, ..ScoreLine::clone(&kept.line) }.into();
            let submitted = problems(vec![kept], &[], TODAY).first().map(|problem| problem.code);
            assert_eq!(submitted, problem, "{day}");
        }
        let none = FlatFacts { no_date: Some(true), ..FlatFacts::default() };
        assert!(state_within(window, a1, UnitKind::Commune, Some(&none)).is_ok());
    }

    #[test]
    fn a_due_day_before_the_period_moves_the_reach() {
        let sheet = sheet(SubmissionState::Draft);
        let mut a1 = criterion(&sheet, "A1").spec.clone();
        let Rule::Deadline { due, .. } = &mut a1.rule else { panic!("A1 has a due day") };
        *due = date!(2020 - 10 - 01);
        let of = |day| FlatFacts { date: Some(day), ..FlatFacts::default() };
        let within = |day| {
            state_within(Window::of(&sheet.campaign, TODAY), &a1, UnitKind::Commune, Some(&of(day))).is_ok()
        };
        assert!(within(date!(2020 - 03 - 31)));
        assert!(!within(date!(2020 - 03 - 30)));
    }

    #[test]
    fn no_document_is_dated_after_today() {
        let dated = |date| Citation { document_date: Some(date), ..Citation::default() };
        assert!(citation(&dated(TODAY), TODAY).is_ok());
        assert!(citation(&dated(date!(2010 - 06 - 08)), TODAY).is_ok(), "a decree of before is cited");
        let problem = citation(&dated(date!(2021 - 12 - 02)), TODAY).expect_err("not issued yet");
        assert_eq!(problem.code, SubmissionProblemCode::DateInFuture);
        assert_eq!(problem.path, ["documentDate"]);
    }

    #[test]
    fn a_line_needs_facts_and_a_source() {
        let sheet = sheet(SubmissionState::Draft);
        let empty = line(&sheet, "E2", Statement::default());
        let bare = line(&sheet, "E2", stated(&sheet, "E2", &ratio(9, 10)));
        let explained = line(
            &sheet,
            "E2",
            Statement { explanation: Some("Theo báo cáo".into()), ..bare.line.statement.clone() },
        );
        let cited = line(&sheet, "E2", bare.line.statement.clone());
        let survey = line(&sheet, "E6", Statement::default());
        let found = problems(
            vec![empty, bare.clone(), explained, cited.clone(), survey],
            &[link(cited.line.id)],
            TODAY,
        );
        let codes: Vec<_> = found.iter().map(|problem| problem.code).collect();
        assert_eq!(
            codes,
            [SubmissionProblemCode::MissingFacts, SubmissionProblemCode::NoEvidenceOrExplanation],
            "the survey is not the unit's to fill in"
        );
        assert_eq!(found[1].line.line.id, bare.line.id);
    }

    /// What stands in the way of a line that states `stated` against the statistics, with or without an explanation.
    fn found(
        code: &str,
        stated_facts: (i64, i64),
        imported: Option<(i64, i64)>,
        explanation: Option<&str>,
        has_file: bool,
    ) -> Option<SubmissionProblemCode> {
        let sheet = sheet(SubmissionState::Draft);
        let statement = Statement {
            explanation: explanation.map(str::to_owned),
            ..stated(&sheet, code, &ratio(stated_facts.0, stated_facts.1))
        };
        let mut own = line(&sheet, code, statement);
        let imported = imported.map(|(part, whole)| ratio(part, whole));
        own.line = ScoreLine { imported, ..ScoreLine::clone(&own.line) }.into();
        let links: Vec<_> = has_file.then(|| link(own.line.id)).into_iter().collect();
        problems(vec![own], &links, TODAY).first().map(|problem| problem.code)
    }

    #[test]
    fn nothing_to_count_is_a_claim_that_needs_a_source() {
        let sheet = sheet(SubmissionState::Draft);
        for code in ["E1", "E2", "E4", "F1", "F3"] {
            let statement = stated(&sheet, code, &ratio(0, 0));
            assert_eq!(statement.state(), LineState::ClaimedNotApplicable, "{code}");
            assert_eq!(
                found(code, (0, 0), None, None, false),
                Some(SubmissionProblemCode::NoEvidenceOrExplanation),
                "{code}"
            );
            assert_eq!(found(code, (0, 0), None, Some("Không phát sinh hồ sơ"), false), None, "{code}");
            assert_eq!(found(code, (0, 0), None, None, true), None, "{code}");
        }
        let full = stated(&sheet, "G2", &ratio(0, 0));
        assert_eq!(full.state(), LineState::SelfScored, "by its policy it has points");
    }

    #[test]
    fn a_full_stop_explains_nothing() {
        for empty in [".", "không", "..........", "xxxxxxxxxxxx", "- - - - - - -"] {
            let problem = found("E1", (9, 10), None, Some(empty), false);
            assert_eq!(problem, Some(SubmissionProblemCode::NoEvidenceOrExplanation), "{empty}");
            let against = found("E1", (9, 10), Some((8, 10)), Some(empty), true);
            assert_eq!(against, Some(SubmissionProblemCode::ContradictsImport), "{empty}");
        }
        assert_eq!(found("E1", (9, 10), None, Some("Theo báo cáo"), false), None);
    }

    #[test]
    fn what_contradicts_the_statistics_is_explained() {
        use SubmissionProblemCode::ContradictsImport;
        let imported = Some((1615, 14_153));
        let cases = [
            ("F1", (0, 0), imported, Some(ContradictsImport)),
            ("E2", (0, 0), Some((13_788, 14_055)), Some(ContradictsImport)),
            ("E2", (1, 1), Some((13_788, 14_055)), Some(ContradictsImport)),
            ("G2", (0, 0), Some((3, 5)), Some(ContradictsImport)),
            ("F1", (1615, 14_153), imported, None),
            ("F1", (0, 0), Some((0, 0)), None),
            ("F1", (0, 0), None, None),
        ];
        for (code, facts, imported, problem) in cases {
            assert_eq!(
                found(code, facts, imported, None, true),
                problem,
                "{code} {facts:?}: a file says too little"
            );
            assert_eq!(found(code, facts, imported, Some("Số liệu lấy từ sổ theo dõi"), false), None);
        }
    }

    #[test]
    fn a_line_opens_with_what_the_statistics_say() {
        let sheet = sheet(SubmissionState::Draft);
        let open = |code: &str, imported: Option<FlatFacts>| {
            opening(&criterion(&sheet, code).spec, UnitKind::Commune, imported.as_ref())
        };
        let survey = |sample| FlatFacts {
            value: Some(rust_decimal::Decimal::new(9, 1)),
            sample: Some(sample),
            ..FlatFacts::default()
        };
        assert_eq!(open("E2", Some(ratio(9, 10))).state(), LineState::SelfScored);
        assert_eq!(
            open("F1", Some(ratio(0, 0))).state(),
            LineState::ClaimedNotApplicable,
            "also seen by a person"
        );
        assert_eq!(open("E2", Some(ratio(11, 10))), Statement::default(), "figures that cannot be");
        assert_eq!(open("E2", None).state(), LineState::Empty);
        let never = open("E6", None);
        assert_eq!((never.state(), never.self_score), (LineState::NotApplicable, None), "never 0 of 5");
        assert_eq!(
            open("E6", Some(survey(29))).state(),
            LineState::NotApplicable,
            "nobody of the unit typed it"
        );
        assert_eq!(open("E6", Some(survey(30))).state(), LineState::SelfScored);
    }

    #[test]
    fn later_figures_fill_in_what_nobody_stated_and_stand_beside_what_somebody_did() {
        let sheet = sheet(SubmissionState::Draft);
        let opened = |imported: Option<FlatFacts>| {
            let spec = &criterion(&sheet, "E2").spec;
            opening(spec, UnitKind::Commune, imported.as_ref())
        };
        let made = |statement: Statement, imported: Option<FlatFacts>| {
            let line = line(&sheet, "E2", statement).line;
            ScoreLine { imported, ..ScoreLine::clone(&line) }
        };
        let later = ratio(8, 10);
        let prefilled = made(opened(Some(ratio(9, 10))), Some(ratio(9, 10)));
        assert!(with_figures(&prefilled, opened(Some(ratio(9, 10))), true, FILLING).is_none(), "as before");
        let again =
            with_figures(&prefilled, opened(Some(later.clone())), true, FILLING).expect("they differ");
        assert_eq!((again.statement.facts.as_ref(), again.imported.as_ref()), (Some(&later), Some(&later)));
        assert_eq!((again.version, again.statement.is_prefilled), (2, true), "an open form is out of date");

        let explained =
            Statement { explanation: Some("Số liệu gửi sau".into()), ..Statement::default() };
        let filled = with_figures(&made(explained, None), opened(Some(later.clone())), true, FILLING);
        let filled = filled.expect("they differ");
        assert_eq!(filled.statement.explanation.as_deref(), Some("Số liệu gửi sau"), "nothing typed is lost");
        assert_eq!((filled.state, filled.statement.facts.as_ref()), (LineState::SelfScored, Some(&later)));

        let typed = made(stated(&sheet, "E2", &ratio(10, 10)), None);
        let beside = with_figures(&typed, opened(Some(later.clone())), true, FILLING).expect("they differ");
        assert_eq!((beside.statement.facts, beside.version), (typed.statement.facts.clone(), 1));
        assert_eq!(beside.imported, Some(later.clone()));
        assert!(
            with_figures(&typed, opened(Some(later.clone())), true, FILLING)
                .is_some_and(|line| line.contradicts_import())
        );

        let signed =
            with_figures(&prefilled, opened(Some(later.clone())), false, FILLING).expect("they differ");
        assert_eq!(signed.statement, prefilled.statement, "what is signed stays");
        assert!(signed.contradicts_import());
        let decided = ScoreLine { r1_at: Some(FILLING), ..prefilled.clone() };
        let returned = with_figures(&decided, opened(Some(later)), true, FILLING).expect("they differ");
        assert_eq!(returned.statement, prefilled.statement, "what the appraisal decided stays decided");
    }

    #[test]
    fn a_survey_that_comes_after_the_signature_is_seen() {
        let sheet = sheet(SubmissionState::Submitted);
        let spec = &criterion(&sheet, "E6").spec;
        let survey = FlatFacts {
            value: Some(rust_decimal::Decimal::new(9, 1)),
            sample: Some(40),
            ..FlatFacts::default()
        };
        let none = line(&sheet, "E6", opening(spec, UnitKind::Commune, None)).line;
        assert!(!none.contradicts_import());
        let late = opening(spec, UnitKind::Commune, Some(&survey));
        let signed = with_figures(&none, late.clone(), false, FILLING).expect("a result came");
        assert_eq!((signed.state, signed.contradicts_import()), (LineState::NotApplicable, true));
        let open = with_figures(&none, late, true, FILLING).expect("a result came");
        assert_eq!((open.state, open.contradicts_import()), (LineState::SelfScored, false));
    }

    #[test]
    fn a_sample_of_ones_own_that_is_too_small_is_a_claim() {
        let sheet = sheet(SubmissionState::Draft);
        let few = FlatFacts {
            value: Some(rust_decimal::Decimal::new(9, 1)),
            sample: Some(3),
            ..FlatFacts::default()
        };
        assert_eq!(stated(&sheet, "E6", &few).state(), LineState::ClaimedNotApplicable);
    }

    #[test]
    fn pages_are_numbers() {
        for good in ["3", " 3-5 ", "3–5", "3-5, 8", "12;14", "99999"] {
            let cited = Citation { page: Some(good.into()), ..Citation::default() };
            assert_eq!(citation(&cited, TODAY).expect(good).page.as_deref(), Some(good.trim()));
        }
        for bad in ["abc", "0", "5-3", "3-", "-3", "3,,4", "trang 3", "+3", "123456", "3.5"] {
            let cited = Citation { page: Some(bad.into()), ..Citation::default() };
            let problem = citation(&cited, TODAY).expect_err(bad);
            assert_eq!(
                (problem.code, problem.path),
                (SubmissionProblemCode::BadPage, vec!["page".to_owned()])
            );
        }
        let blank = Citation { page: Some("  ".into()), ..Citation::default() };
        assert_eq!(citation(&blank, TODAY).expect("nothing is cited").page, None);
    }

    #[test]
    fn a_changed_line_loses_its_decision_but_not_its_place() {
        let sheet = sheet(SubmissionState::Returned);
        let mut decided = ScoreLine::clone(&line(&sheet, "E2", stated(&sheet, "E2", &ratio(9, 10))).line);
        decided.state = LineState::Adjusted;
        decided.r1_score = Some(Points::ZERO);
        decided.r1_reason = Some("sai số liệu".into());
        let changed = restated(&decided, stated(&sheet, "E2", &ratio(10, 10)), FILLING);
        assert_eq!((changed.id, changed.state), (decided.id, LineState::SelfScored));
        assert_eq!((changed.r1_score, changed.r1_reason), (None, None));
        assert_eq!(state_before_appraisal(&decided), LineState::SelfScored, "what the unit still sees");
    }

    #[test]
    fn texts_are_composed_trimmed_and_bounded() {
        assert_eq!(text(Some("  Pho\u{31b}\u{301} "), 9, "x").expect("fits").as_deref(), Some("Phớ"));
        assert_eq!(text(Some("   "), 9, "x").expect("fits"), None);
        assert!(text(Some(&"đ".repeat(10)), 10, "x").is_ok());
        let problem = text(Some(&"đ".repeat(11)), 10, "x").expect_err("too long");
        assert_eq!((problem.code, problem.path), (SubmissionProblemCode::TextTooLong, vec!["x".to_owned()]));
    }

    #[test]
    fn evidence_outside_the_period_is_flagged() {
        let sheet = sheet(SubmissionState::Draft);
        let dated = |date| Citation { document_date: Some(date), ..Citation::default() };
        assert!(!is_outside_period(&Citation::default(), &sheet.campaign));
        assert!(!is_outside_period(&dated(date!(2021 - 12 - 15)), &sheet.campaign));
        assert!(is_outside_period(&dated(date!(2021 - 12 - 16)), &sheet.campaign));
        assert!(is_outside_period(&dated(date!(2020 - 12 - 31)), &sheet.campaign));
    }
}
