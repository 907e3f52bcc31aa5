import { compareGivenName } from '$lib/format';
import type { Assignment } from './settings';

export interface AssignedPerson {
  key: string;
  account: Assignment['account'];
  peerGroup: NonNullable<Assignment['peerGroup']> | null;
  assignments: Assignment[];
}

/** Assignments by person and peer group, people in the order of given names, criteria in the order of their codes. */
export function byPerson(assignments: readonly Assignment[]): AssignedPerson[] {
  const people = new Map<string, AssignedPerson>();
  for (const assignment of assignments) {
    const peerGroup = assignment.peerGroup ?? null;
    const key = `${assignment.account.id} ${peerGroup?.id ?? ''}`;
    const person = people.get(key) ?? { key, account: assignment.account, peerGroup, assignments: [] };
    person.assignments.push(assignment);
    people.set(key, person);
  }
  for (const { assignments: own } of people.values()) {
    own.sort((a, b) => a.criterion.code.localeCompare(b.criterion.code, 'en', { numeric: true }));
  }
  return [...people.values()].sort((a, b) => compareGivenName(a.account.displayName, b.account.displayName));
}
