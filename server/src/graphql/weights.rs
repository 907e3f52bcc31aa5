//! How often what is selected below a field may be answered: the one place that says so.
//!
//! A field with the argument `first` is answered as often as that says. Every other list of objects stands here with
//! the length that it has in a full year of the whole province, rounded to what is worth telling apart. A field that
//! is no list stands here when it works as much as so many others.

/// How often what is selected below a field may be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// As often as the argument `first` says.
    Page,
    /// At most so often.
    Times(u64),
}

/// Lists without a page size, and single fields that cost as much as a list.
const TIMES: &[(&str, u64)] = &[
    ("Account.assignments", 5),
    ("AssignedReviews.reviews", 20),
    ("AssignmentPlan.cases", 20),
    ("AssignmentPlan.loads", 10),
    ("AvailableDocument.generated", 5),
    ("Campaign.appraisalProgress", 40),
    ("Campaign.appraiserAssignments", 40),
    ("Campaign.peerGroups", 8),
    ("Campaign.phases", 8),
    ("Campaign.progress", 40),
    ("Campaign.publicationProblems", 20),
    ("Campaign.recordableItems", 8),
    ("CampaignPhase.extensions", 3),
    ("CouncilSitting.agenda", 5),
    ("CouncilSitting.deputies", 2),
    ("CouncilSitting.leftOver", 2),
    ("CouncilSitting.present", 5),
    ("CriteriaGroup.criteria", 8),
    ("CriteriaSet.bonusItems", 5),
    ("CriteriaSet.classes", 5),
    ("CriteriaSet.groups", 8),
    ("CriteriaSet.penaltyItems", 5),
    ("CriteriaSet.totals", 8),
    ("CriteriaSet.warnings", 8),
    ("Criterion.factFields", 5),
    ("Criterion.factKeys", 5),
    ("DecidedInitiatives.initiatives", 20),
    ("Delegation.lines", 30),
    ("Facts.events", 5),
    ("Heatmap.criteria", 50),
    ("Heatmap.rows", 200),
    ("Initiative.authors", 5),
    ("Initiative.events", 20),
    ("Initiative.helpers", 5),
    ("Initiative.missingToFile", 10),
    ("Initiative.passages", 9),
    ("InitiativeAttachments.attachments", 10),
    ("InitiativeCouncil.members", 9),
    ("InitiativeProblems.problems", 10),
    ("InitiativeRecognition.certificates", 5),
    ("InitiativeReferral.missing", 5),
    ("InitiativeReview.judgedSimilar", 5),
    ("InitiativeReview.adoptions", 3),
    ("InitiativeReview.passages", 9),
    ("InitiativeReview.seats", 5),
    ("InitiativeReview.setAside", 1),
    ("LinesAccepted.lines", 30),
    ("Parameter.history", 5),
    ("PeopleImport.firstPasswords", 200),
    ("PeopleImport.problems", 200),
    ("PeopleImport.remarks", 10),
    ("PlannedCase.excluded", 5),
    ("PlannedCase.hidden", 5),
    ("PlannedCase.hints", 5),
    ("PlannedCase.scorers", 10),
    ("PublicGroup.rows", 50),
    ("PublicGroup.withoutSheet", 20),
    ("PublicInitiative.authors", 5),
    ("PublicResult.groups", 5),
    ("Query.apiTokensOf", 10),
    ("Query.assignmentPlan", 5),
    ("Query.calendarDays", 40),
    ("Query.documentsOf", 10),
    ("Query.familyResults", 20),
    ("Query.initiativeAdoptions", 10),
    ("Query.initiativeRecognitions", 3),
    ("Query.initiativeReferrals", 3),
    ("Query.initiativeReviews", 3),
    ("Query.parameters", 40),
    ("Query.passwordRenewals", 5),
    ("Query.pendingDecisions", 20),
    ("Query.publicResults", 20),
    ("Query.referralBoard", 8),
    ("Query.reviewsReadyForSitting", 20),
    ("Query.roleAssignments", 10),
    ("Query.rubrics", 5),
    ("Query.sessionsOf", 10),
    ("Query.similarInitiatives", 10),
    ("Query.substitutionsOf", 10),
    ("Query.unnumberedRecognitions", 20),
    ("Query.unnumberedReferrals", 20),
    ("Campaign.heatmap", 5),
    ("Ranking.restated", 200),
    ("Ranking.withoutSheet", 20),
    ("RecognitionProblems.problems", 10),
    ("ReferralColumn.initiatives", 10),
    ("ReferralProblems.problems", 10),
    ("Reorganisation.preview", 5),
    ("ReorganisationEffect.affected", 10),
    ("ReorganisationProblem.successionRows", 50),
    ("ReorganisationProblem.unitRows", 50),
    ("RestatedResult.sources", 3),
    ("ReviewProblems.problems", 10),
    ("ReviewQueue.reviews", 20),
    ("ReviewSeat.points", 5),
    ("ReviewSummary.criteria", 5),
    ("Rubric.criteria", 5),
    ("RubricCriterion.bands", 5),
    ("ScoreLine.adjustments", 3),
    ("ScoreLine.evidence", 5),
    ("SimilarInitiative.passages", 5),
    ("SittingTally.cases", 20),
    ("Submission.contributors", 5),
    ("Submission.files", 30),
    ("Submission.lines", 30),
    ("Submission.problems", 10),
    ("SubmissionProblem.lines", 10),
    ("Unit.ancestors", 3),
    ("Unit.changes", 5),
    ("Unit.history", 5),
    ("Unit.predecessors", 5),
    ("Unit.successors", 5),
    ("Viewer.apiTokens", 10),
    ("Viewer.assignments", 5),
    ("Viewer.sessions", 10),
    ("__Schema.types", 100),
    ("__Schema.directives", 10),
    ("__Type.fields", 8),
    ("__Type.inputFields", 6),
    ("__Type.enumValues", 6),
    ("__Type.interfaces", 2),
    ("__Type.possibleTypes", 3),
    ("__Field.args", 3),
    ("__Directive.args", 2),
];

/// Fields that answer objects and are in every schema: parent, name, and the type of what they answer.
pub const INTROSPECTION: &[(&str, &str, &str)] = &[
    ("Query", "__schema", "__Schema"),
    ("Query", "__type", "__Type"),
    ("__Schema", "types", "__Type"),
    ("__Schema", "queryType", "__Type"),
    ("__Schema", "mutationType", "__Type"),
    ("__Schema", "subscriptionType", "__Type"),
    ("__Schema", "directives", "__Directive"),
    ("__Type", "fields", "__Field"),
    ("__Type", "inputFields", "__InputValue"),
    ("__Type", "enumValues", "__EnumValue"),
    ("__Type", "interfaces", "__Type"),
    ("__Type", "possibleTypes", "__Type"),
    ("__Type", "ofType", "__Type"),
    ("__Field", "args", "__InputValue"),
    ("__Field", "type", "__Type"),
    ("__InputValue", "type", "__Type"),
    ("__Directive", "args", "__InputValue"),
];

/// The weight of a field; one that is not declared is answered once.
#[must_use]
pub fn of(parent: &str, name: &str, has_page_size: bool) -> Weight {
    if has_page_size { Weight::Page } else { declared(parent, name).unwrap_or(Weight::Times(1)) }
}

/// The weight that is declared for a field.
#[must_use]
pub fn declared(parent: &str, name: &str) -> Option<Weight> {
    let is_it = |path: &str| path.split_once('.') == Some((parent, name));
    TIMES.iter().find(|(path, _)| is_it(path)).map(|(_, times)| Weight::Times(*times))
}

/// Every field with a declared weight, as `Type.field`.
pub fn all() -> impl Iterator<Item = &'static str> {
    TIMES.iter().map(|(path, _)| *path)
}
