import {
  CloseSittingDocument,
  RecordAttendanceDocument,
  SaveSittingDocument,
  SittingDocument,
  SittingTallyDocument,
  VoteInSittingDocument,
  type Choice,
  type SaveSittingInput,
  type SittingFieldsFragment,
  type SittingProblemsFragment,
  type SittingTallyQuery,
} from '$gql/sittings/graphql';
import { mutate, query } from '$lib/api/client';
import { found } from '$lib/api/errors';

export type { Choice };
export type Sitting = SittingFieldsFragment;
export type Case = Sitting['agenda'][number];
export type Problem = SittingProblemsFragment['problems'][number];

/** The sitting as it is now, or everything that has to be corrected. */
export type Outcome = { kind: 'done'; sitting: Sitting } | { kind: 'refused'; problems: readonly Problem[] };

type Refused = SittingProblemsFragment & { readonly __typename: 'ReviewProblems' };

function outcomeOf(result: (Sitting & { readonly __typename: 'CouncilSitting' }) | Refused): Outcome {
  return result.__typename === 'CouncilSitting'
    ? { kind: 'done', sitting: result }
    : { kind: 'refused', problems: result.problems };
}

export async function loadSitting(id: string): Promise<Sitting> {
  return found((await query(SittingDocument, { id })).councilSitting);
}

type Tally = NonNullable<SittingTallyQuery['sittingTally']>;

/** The sitting with the votes as they stand; `null` when more than votes has changed, so that it is to be read anew. */
export function withTally(sitting: Sitting, { version, state, cases }: Tally): Sitting | null {
  const known = new Map(cases.map((one) => [one.reviewId, one]));
  const isSame =
    sitting.version === version &&
    sitting.state === state &&
    known.size === sitting.agenda.length &&
    sitting.agenda.every((one) => known.get(one.id)?.version === one.version);
  if (!isSame) return null;
  const agenda = sitting.agenda.map((one) => {
    const now = known.get(one.id);
    if (!now) return one;
    const ownSeat = one.ownSeat && {
      ...one.ownSeat,
      hasVoted: now.hasVoted ?? one.ownSeat.hasVoted,
      choice: now.choice ?? null,
    };
    return {
      ...one,
      ownSeat,
      vote: now.vote ?? null,
      turnout: one.turnout && now.turnout,
      votedCount: now.votedCount,
      viewerCanVote: one.viewerCanVote && now.hasVoted !== true,
    };
  });
  return { ...sitting, agenda };
}

/** Reads how the votes stand, and the whole sitting only when more than votes has changed. */
export async function follow(sitting: Sitting): Promise<Sitting> {
  const tally = found((await query(SittingTallyDocument, { id: sitting.id })).sittingTally);
  return withTally(sitting, tally) ?? (await loadSitting(sitting.id));
}

export async function saveSitting(input: SaveSittingInput): Promise<Outcome> {
  return outcomeOf((await mutate(SaveSittingDocument, { input })).saveSitting);
}

type Known = Pick<Sitting, 'id' | 'version'>;

/** Who votes in the place of a member, as it is entered. */
export interface Deputy {
  readonly memberId: string;
  readonly person: { readonly id: string; readonly displayName: string };
  readonly basis: string;
}

/** Those who stand in for a member as the sitting knows them. */
export function deputiesOf({ deputies }: Sitting): Deputy[] {
  return deputies.map(({ member, deputy }) => ({
    memberId: member.id,
    person: deputy.account,
    basis: deputy.basis,
  }));
}

export async function recordAttendance(
  { id, version }: Known,
  presentIds: string[],
  deputies: readonly Deputy[],
): Promise<Outcome> {
  const named = deputies.map(({ memberId, person, basis }) => ({ memberId, deputyId: person.id, basis }));
  const input = { id, version, presentIds, deputies: named };
  return outcomeOf((await mutate(RecordAttendanceDocument, { input })).recordAttendance);
}

/** What is written down when a sitting is closed. */
export interface Closing {
  readonly confirms: boolean;
  readonly reason: string;
  readonly beganAt: string;
  readonly endedAt: string;
  readonly opinions: string;
}

/** Closes it; `confirms` when what is remarked was read, `reason` when its day has passed. */
export async function closeSitting({ id, version }: Known, closing: Closing): Promise<Outcome> {
  const { confirms, reason, beganAt, endedAt, opinions } = closing;
  const said = (text: string) => text.trim().normalize('NFC') || null;
  const input = {
    id,
    version,
    confirms,
    reason: said(reason),
    beganAt: said(beganAt),
    endedAt: said(endedAt),
    opinions: said(opinions),
  };
  return outcomeOf((await mutate(CloseSittingDocument, { input })).closeSitting);
}

/** Moves it to another day, for a reason. */
export async function moveSitting(sitting: Sitting, heldOn: string, reason: string): Promise<Outcome> {
  const { id, version, place, isSecret, council, agenda } = sitting;
  return saveSitting({
    id,
    version,
    heldOn,
    place,
    isSecret,
    councilId: council.id,
    reviewIds: agenda.map((one) => one.id),
    reason,
  });
}

/** What is remarked before a sitting is closed, and closed all the same once it is read. */
const remarked: readonly Problem['code'][] = ['NO_QUORUM', 'CANNOT_PASS', 'NOT_ALL_VOTED', 'TOO_FEW_BALLOTS'];

/** Whether nothing but remarks stands in the way. */
export function areRemarks(problems: readonly Problem[]): boolean {
  return problems.length > 0 && problems.every(({ code }) => remarked.includes(code));
}

/** Votes; gives what stands in the way, or nothing. */
export async function vote(reviewId: string, choice: Choice): Promise<readonly Problem[]> {
  const { castVote } = await mutate(VoteInSittingDocument, { input: { reviewId, choice } });
  return castVote.__typename === 'ReviewProblems' ? castVote.problems : [];
}
