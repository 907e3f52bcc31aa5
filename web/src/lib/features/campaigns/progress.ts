import type { Progress, SubmissionState } from './campaigns';

type Count = Exclude<keyof Progress, 'peerGroup' | 'total' | 'overdue' | '__typename'>;

/** The states of a sheet in the order of its way, with the column that counts them. */
export const states: readonly { state: SubmissionState; count: Count }[] = [
  { state: 'NOT_STARTED', count: 'notStarted' },
  { state: 'DRAFT', count: 'draft' },
  { state: 'AWAITING_SIGNOFF', count: 'awaitingSignoff' },
  { state: 'RETURNED', count: 'returned' },
  { state: 'SUBMITTED', count: 'submitted' },
  { state: 'UNDER_APPRAISAL', count: 'underAppraisal' },
  { state: 'APPRAISED_1', count: 'appraised' },
  { state: 'FINAL', count: 'final' },
];

const withUnit: readonly SubmissionState[] = ['NOT_STARTED', 'DRAFT', 'AWAITING_SIGNOFF', 'RETURNED'];

/** How many sheets there are, how many have left their unit, and how many are late. */
export function sumOf(rows: readonly Progress[]): { total: number; handedIn: number; overdue: number } {
  let total = 0;
  let waiting = 0;
  let overdue = 0;
  for (const row of rows) {
    total += row.total;
    overdue += row.overdue;
    for (const { state, count } of states) if (withUnit.includes(state)) waiting += row[count];
  }
  return { total, handedIn: total - waiting, overdue };
}

/** The states that occur in any of these rows: the others need no place in a legend. */
export function statesIn(rows: readonly Progress[]) {
  return states.filter(({ count }) => rows.some((row) => row[count] > 0));
}
