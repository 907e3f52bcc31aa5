import {
  AssignmentChoicesDocument,
  AssignmentPlanDocument,
  AssignReviewsDocument,
  CaseStandingDocument,
  DecideInitiativesDocument,
  DecisionsDocument,
  RecordDecisionNumberDocument,
  type AssignmentChoicesQuery,
  type AssignmentPlanQuery,
  type AssignReviewsInput,
  type CaseStandingQuery,
  type DecisionInput,
  type DecisionsQuery,
  type RecognitionFieldsFragment,
  type RefusalGround,
} from '$gql/decisions/graphql';
import { mutate, query } from '$lib/api/client';

export type { RefusalGround };
export type Standing = CaseStandingQuery;
export type Decisions = DecisionsQuery;
export type Pending = DecisionsQuery['pendingDecisions'][number];
export type Recognition = RecognitionFieldsFragment;
export type Choices = AssignmentChoicesQuery;
export type Plan = Extract<AssignmentPlanQuery['assignmentPlan'], { __typename: 'AssignmentPlan' }>;

interface Problem {
  readonly message: string;
  readonly path: readonly string[];
}

const councilsAtMost = 50;

export async function loadStanding(id: string): Promise<Standing> {
  return await query(CaseStandingDocument, { id });
}

export async function loadDecisions(): Promise<Decisions> {
  return await query(DecisionsDocument);
}

/** The councils that a case of a unit may go to, and the rubrics they may score by. */
export async function loadChoices(unitId: string): Promise<Choices> {
  return await query(AssignmentChoicesDocument, { unitId, first: councilsAtMost });
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

export async function recordNumber(
  { id, version }: Recognition,
  number: string,
  date: string,
): Promise<Problem | null> {
  const input = { id, version, number, date };
  const { recordDecisionNumber: result } = await mutate(RecordDecisionNumberDocument, { input });
  return result.__typename === 'RecognitionProblem' ? result : null;
}
