import {
  AcceptLineDocument,
  AcceptLinesDocument,
  AdjustLineDocument,
  AppraisalCampaignDocument,
  AppraisalGridDocument,
  AppraisalSheetDocument,
  ConcludeAppraisalDocument,
  ConcludeAppraisalsDocument,
  OpenSheetsDocument,
  OpenSubmissionDocument,
  ReturnSubmissionDocument,
  type OpenSheetsQuery,
  type AppraisalCampaignQuery,
  type AppraisalProblemCode,
  type AppraisalSheetQuery,
  type AppraisedCriterionFragment,
  type AppraisedLineFragment,
  type AppraisedSheetFragment,
  type DecidedLineFragment,
  type GridLineFragment,
} from '$gql/appraisal/graphql';
import { mutate, query } from '$lib/api/client';
import { found } from '$lib/api/errors';
import type { Page } from '$lib/api/pages.svelte';
import type { GridFilter } from './filter';

type AppraisedCampaign = NonNullable<AppraisalCampaignQuery['campaign']>;
type ProgressRow = NonNullable<AppraisedCampaign['appraisalProgress']>[number];
export type Campaign = Omit<AppraisedCampaign, 'appraisalProgress'> & {
  readonly appraisalProgress: readonly ProgressRow[];
};
export type Criterion = AppraisedCriterionFragment;
export type Line = AppraisedLineFragment;
export type GridLine = GridLineFragment;
export type Sheet = NonNullable<AppraisalSheetQuery['submission']>;
export type SheetHead = AppraisedSheetFragment;
export type SheetLine = Sheet['lines'][number];

/** What came of a decision about a line. */
export type Decision =
  | { kind: 'decided'; line: Line; appraisedTotal: string }
  | { kind: 'refused'; code: AppraisalProblemCode; message: string; current: Line | null };

/** What came of keeping the scores of many lines at once. */
export type BulkDecision =
  { kind: 'decided'; lines: readonly Line[]; leftOut: number } | { kind: 'refused'; message: string };

/** What came of concluding the sheets of a peer group. */
export type GroupConclusion =
  | { kind: 'done'; concluded: number; undecided: number; ownUnit: number }
  | { kind: 'refused'; message: string };

/** What came of a deed on a whole sheet. */
export type SheetDeed = { kind: 'done'; sheet: SheetHead } | { kind: 'refused'; message: string };

const pageSize = 100;

export async function loadCampaign(id: string): Promise<Campaign> {
  const campaign = found((await query(AppraisalCampaignDocument, { id })).campaign);
  // Whoever appraises nothing reads no progress.
  return { ...campaign, appraisalProgress: campaign.appraisalProgress ?? [] };
}

export async function loadGrid(
  id: string,
  criterionId: string,
  filter: GridFilter,
  after: string | null,
): Promise<Page<GridLine>> {
  const { campaign } = await query(AppraisalGridDocument, {
    id,
    criterionId,
    first: pageSize,
    after,
    peerGroupId: filter.peerGroup,
    undecidedOnly: filter.isUndecidedOnly,
    search: filter.search,
  });
  return found(campaign).appraisalGrid;
}

export async function loadSheet(id: string): Promise<Sheet> {
  return found((await query(AppraisalSheetDocument, { id })).submission);
}

export async function acceptLine({ id, version }: Line): Promise<Decision> {
  return decisionOf((await mutate(AcceptLineDocument, { input: { lineId: id, version } })).acceptLine);
}

export async function adjustLine({ id, version }: Line, points: string, reason: string): Promise<Decision> {
  const input = { lineId: id, version, points, reason };
  return decisionOf((await mutate(AdjustLineDocument, { input })).adjustLine);
}

export async function acceptLines(
  campaignId: string,
  criterionId: string,
  shown: readonly Line[],
): Promise<BulkDecision> {
  const lines = shown.map(({ id, version }) => ({ lineId: id, version }));
  const input = { campaignId, criterionId, lines };
  const answer = (await mutate(AcceptLinesDocument, { input })).acceptLines;
  if (answer.__typename === 'AppraisalProblem') return { kind: 'refused', message: answer.message };
  const { ownUnit, stale, unscored, contradicting } = answer;
  return { kind: 'decided', lines: answer.lines, leftOut: ownUnit + stale + unscored + contradicting };
}

export async function concludeGroup(campaignId: string, peerGroupId: string): Promise<GroupConclusion> {
  const input = { campaignId, peerGroupId };
  const answer = (await mutate(ConcludeAppraisalsDocument, { input })).concludeAppraisals;
  return answer.__typename === 'AppraisalProblem'
    ? { kind: 'refused', message: answer.message }
    : { kind: 'done', ...answer };
}

/** A sheet of a group whose appraisal is not concluded. */
export type OpenSheet = NonNullable<OpenSheetsQuery['campaign']>['submissions']['nodes'][number];

/** Every sheet of a peer group whose appraisal is not concluded, in the order of the units. */
export async function loadOpenSheets(campaignId: string, peerGroupId: string): Promise<OpenSheet[]> {
  const open: OpenSheet[] = [];
  let after: string | null = null;
  do {
    const asked = { id: campaignId, peerGroupId, first: pageSize, after };
    const answer: OpenSheetsQuery = await query(OpenSheetsDocument, asked);
    const { submissions } = found(answer.campaign);
    open.push(...submissions.nodes.filter(({ state }) => !isConcluded(state)));
    after = submissions.pageInfo.hasNextPage ? (submissions.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  return open;
}

function isConcluded(state: OpenSheet['state']): boolean {
  return state === 'APPRAISED_1' || state === 'FINAL';
}

export async function openSheet({ id, version }: SheetHead): Promise<SheetDeed> {
  return deedOf((await mutate(OpenSubmissionDocument, { input: { id, version } })).openSubmission);
}

export async function returnSheet({ id, version }: SheetHead, reason: string): Promise<SheetDeed> {
  return deedOf(
    (await mutate(ReturnSubmissionDocument, { input: { id, version, reason } })).returnSubmission,
  );
}

export async function concludeSheet({ id, version }: SheetHead): Promise<SheetDeed> {
  return deedOf((await mutate(ConcludeAppraisalDocument, { input: { id, version } })).concludeAppraisal);
}

type LineAnswer =
  | ({ __typename: 'ScoreLine' } & DecidedLineFragment)
  | { __typename: 'AppraisalProblem'; code: AppraisalProblemCode; message: string; current?: Line | null };

function decisionOf(answer: LineAnswer): Decision {
  if (answer.__typename === 'ScoreLine') {
    // A line of the grid knows more of its sheet than the sum that comes with a decision.
    const { submission, ...line } = answer;
    return { kind: 'decided', line, appraisedTotal: submission.appraisedTotal };
  }
  const { code, message, current } = answer;
  return { kind: 'refused', code, message, current: current ?? null };
}

type SheetAnswer =
  | ({ __typename: 'Submission' } & SheetHead)
  | { __typename: 'SubmissionProblem' | 'AppraisalProblem'; message: string };

function deedOf(answer: SheetAnswer): SheetDeed {
  return answer.__typename === 'Submission'
    ? { kind: 'done', sheet: answer }
    : { kind: 'refused', message: answer.message };
}
