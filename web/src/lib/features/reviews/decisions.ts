import {
  AssignmentChoicesDocument,
  AssignmentPlanDocument,
  AssignReviewsDocument,
  CancelRecognitionDocument,
  CaseRightsDocument,
  CaseStandingDocument,
  DecideInitiativesDocument,
  DecisionsDocument,
  RecordCancellationNumberDocument,
  RecordCertificateNumbersDocument,
  RecordDecisionNumberDocument,
  RecordPetitionNumberDocument,
  type AssignmentChoicesQuery,
  type AssignmentPlanQuery,
  type AssignReviewsInput,
  type CancellationGround,
  type CaseStandingQuery,
  type DecisionInput,
  type DecisionsQuery,
  type InitiativeLevel,
  type PetitionFieldsFragment,
  type RecognitionFieldsFragment,
  type RefusalGround,
} from '$gql/decisions/graphql';
import { mutate, query } from '$lib/api/client';

export type { CancellationGround, RefusalGround };
export type Level = InitiativeLevel;
export type Petition = PetitionFieldsFragment;
export type Standing = CaseStandingQuery;
export type Pending = NonNullable<DecisionsQuery['pendingDecisions']>[number];
export type Recognition = RecognitionFieldsFragment;
/** What waits for a decision, and what for a number; nothing of either for whom it is not. */
export interface Decisions extends Pick<DecisionsQuery, 'viewer'> {
  readonly pendingDecisions: readonly Pending[];
  readonly unnumberedRecognitions: readonly Recognition[];
  readonly numberedRecognitions: readonly Recognition[];
  readonly unnumberedReferrals: readonly Petition[];
}
export type Choices = AssignmentChoicesQuery;
export type Plan = Extract<AssignmentPlanQuery['assignmentPlan'], { __typename: 'AssignmentPlan' }>;

interface Problem {
  readonly message: string;
  readonly path: readonly string[];
}

const councilsAtMost = 50;

/**
 * How a request stands with councils. Its reviews are asked for whoever reads them, what awaits a decision for whoever
 * decides: both are refused to others.
 */
export async function loadStanding(id: string, decides: boolean): Promise<Standing> {
  const reads = (await query(CaseRightsDocument, { id })).reviewRights.canRead;
  return await query(CaseStandingDocument, { id, decides, reads });
}

/** What awaits a decision or a number, for whoever decides or numbers. */
export async function loadDecisions(decides: boolean, numbers: boolean): Promise<Decisions> {
  const found = await query(DecisionsDocument, { decides, numbers });
  return {
    viewer: found.viewer,
    pendingDecisions: found.pendingDecisions ?? [],
    unnumberedRecognitions: found.unnumberedRecognitions ?? [],
    numberedRecognitions: found.numberedRecognitions?.nodes ?? [],
    unnumberedReferrals: found.unnumberedReferrals ?? [],
  };
}

/** The councils that cases of a unit may go to, or any where none is given, and the rubrics they may score by. */
export async function loadChoices(unitId: string | null, level: Level): Promise<Choices> {
  return await query(AssignmentChoicesDocument, { unitId, level, first: councilsAtMost });
}

export async function plan(input: AssignReviewsInput): Promise<Plan | readonly Problem[]> {
  const { assignmentPlan } = await query(AssignmentPlanDocument, { input });
  return assignmentPlan.__typename === 'AssignmentPlan' ? assignmentPlan : assignmentPlan.problems;
}

/** Gives cases to a council; gives what stands in the way, or nothing. */
export async function assign(input: AssignReviewsInput): Promise<readonly Problem[]> {
  const { assignReviews } = await mutate(AssignReviewsDocument, { input });
  return assignReviews.__typename === 'ReviewProblems' ? assignReviews.problems : [];
}

/** Takes decisions together; gives what stands in the way, or nothing. */
export async function decide(decisions: DecisionInput[]): Promise<readonly Problem[]> {
  const { decideInitiatives } = await mutate(DecideInitiativesDocument, { input: { decisions } });
  return decideInitiatives.__typename === 'RecognitionProblems' ? decideInitiatives.problems : [];
}

/** A paper that waits for its number. */
export interface Paper {
  kind: 'decision' | 'cancellation' | 'petition';
  id: string;
  version: number;
  title: string;
  /** What stands already, where it is corrected. */
  known?: { number: string; date: string | null };
}

/** The papers of a recognition that have a number, to be corrected. */
export function numberedPapers({
  id,
  version,
  title,
  decisionNumber,
  decisionDate,
  cancellation,
}: Recognition): Paper[] {
  const paper = (kind: Paper['kind'], number: string | null | undefined, date: string | null | undefined) =>
    number == null ? [] : [{ kind, id, version, title, known: { number, date: date ?? null } }];
  return [
    ...paper('decision', decisionNumber, decisionDate),
    ...paper('cancellation', cancellation?.decisionNumber, cancellation?.decisionDate),
  ];
}

/** What waits for its number of a recognition: the decision first, then what cancelled it. */
export function paperOf({ id, version, title, decisionNumber }: Recognition): Paper {
  return { kind: decisionNumber === null ? 'decision' : 'cancellation', id, version, title };
}

/** Enters number and date; gives what stands in the way, or nothing. */
export async function recordNumber(
  { kind, id, version }: Paper,
  number: string,
  date: string,
  reason: string,
): Promise<Problem | null> {
  const input = { id, version, number, date, reason: reason.trim() || null };
  if (kind === 'petition') {
    const { recordPetitionNumber: result } = await mutate(RecordPetitionNumberDocument, { input });
    return result.__typename === 'ReferralProblems' ? (result.problems[0] ?? null) : null;
  }
  const result =
    kind === 'cancellation'
      ? (await mutate(RecordCancellationNumberDocument, { input })).recordCancellationNumber
      : (await mutate(RecordDecisionNumberDocument, { input })).recordDecisionNumber;
  return result.__typename === 'RecognitionProblem' ? result : null;
}

/** Enters the numbers of certificates; gives what stands in the way, or nothing. */
export async function recordCertificates(
  { id, version }: Recognition,
  numbers: ReadonlyMap<string, string>,
  reason: string,
): Promise<Problem | null> {
  const given = [...numbers].map(([authorId, number]) => ({ authorId, number: number.trim() }));
  const input = { id, version, numbers: given, reason: reason.trim() || null };
  const { recordCertificateNumbers: result } = await mutate(RecordCertificateNumbersDocument, { input });
  return result.__typename === 'RecognitionProblem' ? result : null;
}

/** Cancels a recognition; gives what stands in the way, or nothing. */
export async function cancel(
  { id, version }: Recognition,
  ground: CancellationGround,
  reason: string,
): Promise<Problem | null> {
  const input = { id, version, ground, reason };
  const { cancelRecognition: result } = await mutate(CancelRecognitionDocument, { input });
  return result.__typename === 'RecognitionProblem' ? result : null;
}
