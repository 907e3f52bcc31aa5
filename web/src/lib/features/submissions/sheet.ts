import {
  AttachEvidenceDocument,
  DelegateLinesDocument,
  DetachEvidenceDocument,
  RecallSubmissionDocument,
  RequestSignOffDocument,
  SaveScoreLineDocument,
  SheetContributorsDocument,
  SheetDocument,
  SheetHistoryDocument,
  SheetProblemsDocument,
  SheetResultDocument,
  SubmitSelfScoreDocument,
  WithdrawSignOffRequestDocument,
  type AttachEvidenceInput,
  type ChangedLineFragment,
  type EvidenceFieldsFragment,
  type FinalResultFragment,
  type LineFieldsFragment,
  type LineProblemFieldsFragment,
  type ProblemFieldsFragment,
  type SaveScoreLineInput,
  type SheetContributorsQuery,
  type SheetCriterionFragment,
  type SheetFieldsFragment,
  type SheetHeadFragment,
  type SheetHistoryQuery,
  type SubmissionDeedInput,
} from '$gql/submissions/graphql';
import { mutate, query } from '$lib/api/client';
import { setServerTime } from '$lib/api/clock.svelte';
import { found } from '$lib/api/errors';
import type { Page } from '$lib/api/pages.svelte';

export type Contributor = NonNullable<SheetContributorsQuery['submission']>['contributors'][number];
export type FinalResult = FinalResultFragment;
/** A sheet, with the colleagues to whom the viewer may delegate lines of it; with what its unit came to once the result is released. */
export type Sheet = SheetFieldsFragment & {
  readonly contributors: readonly Contributor[];
  readonly result?: FinalResult | null;
};
export type SheetHead = SheetHeadFragment;
export type Line = LineFieldsFragment;
export type Criterion = SheetCriterionFragment;
export type Evidence = EvidenceFieldsFragment;
export type Problem = ProblemFieldsFragment;
export type LineProblem = LineProblemFieldsFragment;
export type ChangedLine = ChangedLineFragment;
export type Entry = SheetHistoryQuery['auditEntries']['nodes'][number];
export type Citation = Omit<AttachEvidenceInput, 'lineId' | 'fileId'>;

const entriesOnPage = 50;

export async function loadSheet(id: string): Promise<Sheet> {
  const { serverTime, submission } = await query(SheetDocument, { id });
  setServerTime(serverTime);
  const sheet = await withContributors(found(submission));
  if (sheet.state !== 'FINAL') return sheet;
  const of = { campaignId: sheet.campaign.id, unitId: sheet.unit.unitId };
  const { campaign } = await query(SheetResultDocument, of);
  return { ...sheet, result: campaign?.ranking?.resultOf ?? null };
}

/** A sheet with those to whom the viewer may delegate lines of it now: who they are is refused to others. */
async function withContributors<S extends SheetFieldsFragment>(sheet: S) {
  if (!sheet.viewerCanDelegate) return { ...sheet, contributors: [] };
  const { submission } = await query(SheetContributorsDocument, { id: sheet.id });
  return { ...sheet, contributors: found(submission).contributors };
}

/** What a submission would be refused for now. */
export async function loadProblems(id: string): Promise<readonly LineProblem[]> {
  return found((await query(SheetProblemsDocument, { id })).submission).problems;
}

/** Whose history: a unit's sheet of a campaign, or one of its lines. */
export interface HistoryOf {
  readonly unitId: string;
  readonly campaignId: string;
  readonly criterionCode?: string;
}

/** What was done to the sheet and its lines, or to one line, newest first. */
export async function loadHistory(of: HistoryOf, after: string | null = null): Promise<Page<Entry>> {
  return (await query(SheetHistoryDocument, { ...of, first: entriesOnPage, after })).auditEntries;
}

export async function saveLine(input: SaveScoreLineInput) {
  return (await mutate(SaveScoreLineDocument, { input })).saveScoreLine;
}

export async function attachEvidence(input: AttachEvidenceInput) {
  return (await mutate(AttachEvidenceDocument, { input })).attachEvidence;
}

export async function detachEvidence(evidenceId: string) {
  return (await mutate(DetachEvidenceDocument, { input: { evidenceId } })).detachEvidence;
}

/** Delegates lines to a colleague, or takes them back. */
export async function delegateLines(lineIds: readonly string[], accountId: string | null) {
  return (await mutate(DelegateLinesDocument, { input: { lineIds, accountId } })).delegateLines;
}

/** What moves a sheet from one state to another. */
export type Deed = 'requestSignOff' | 'withdraw' | 'submit' | 'recall';

/** Moves the sheet; gives the sheet as it stands then, or the problem. */
export async function move(deed: Deed, id: string, version: number) {
  const moved = await send(deed, { id, version });
  return moved.__typename === 'Submission' ? await withContributors(moved) : moved;
}

async function send(deed: Deed, input: SubmissionDeedInput) {
  switch (deed) {
    case 'requestSignOff':
      return (await mutate(RequestSignOffDocument, { input })).requestSignOff;
    case 'withdraw':
      return (await mutate(WithdrawSignOffRequestDocument, { input })).withdrawSignOffRequest;
    case 'submit':
      return (await mutate(SubmitSelfScoreDocument, { input })).submitSelfScore;
    case 'recall':
      return (await mutate(RecallSubmissionDocument, { input })).recallSubmission;
  }
}
