import type { Role } from '$gql/people/graphql';
import { serverNow } from '$lib/api/clock.svelte';
import { formatDate, toWallClock } from '$lib/format';
import { t } from '$lib/i18n';
import type { PeopleProblem, RoleRow } from './people';

/** What an assignment can be bound to. */
export type ScopeKind = 'PROVINCE' | 'UNIT' | 'CAMPAIGN' | 'PEER_GROUP';

/** What the server lets each role be bound to; it refuses everything else. In the order of a campaign's life. */
const scopes: Record<Role, readonly ScopeKind[]> = {
  CAMPAIGN_MANAGER: ['PROVINCE', 'CAMPAIGN'],
  UNIT_FOCAL: ['UNIT'],
  UNIT_LEADER: ['UNIT'],
  UNIT_CONTRIBUTOR: ['UNIT'],
  SECTOR_APPRAISER: ['PROVINCE'],
  APPRAISAL_LEAD: ['PROVINCE', 'CAMPAIGN'],
  CLUSTER_LEAD: ['PEER_GROUP'],
  AWARD_SECRETARY: ['PROVINCE'],
  COUNCIL_CHAIR: ['PROVINCE'],
  COUNCIL_MEMBER: ['PROVINCE'],
  PROVINCE_LEADER: ['PROVINCE'],
  INITIATIVE_AUTHOR: ['PROVINCE'],
  INITIATIVE_SECRETARY: ['UNIT'],
  INITIATIVE_OFFICER: ['PROVINCE'],
  INITIATIVE_MEMBER: ['PROVINCE'],
  ANALYST: ['PROVINCE', 'UNIT'],
  AUDITOR: ['PROVINCE', 'UNIT'],
  CLERK: ['PROVINCE', 'UNIT'],
  SYS_ADMIN: ['PROVINCE'],
};

export const roles = Object.keys(scopes) as readonly Role[];

export function scopesOf(role: Role): readonly ScopeKind[] {
  return scopes[role];
}

/** Today in Vietnam, by the server's clock: by it the server judges what is in force. */
export function today(): string {
  return toWallClock(serverNow().toISOString()).date;
}

export function dayBefore(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - 1);
  return day.toISOString().slice(0, 10);
}

type Period = Pick<RoleRow, 'validFrom' | 'validTo'>;
export type Phase = 'now' | 'later' | 'earlier';
export const phases: readonly Phase[] = ['now', 'later', 'earlier'];

/** Where an assignment stands on a day. One whose last day is before its first never was in force. */
export function phaseOn({ validFrom, validTo }: Period, day: string): Phase {
  if (validTo != null && (validTo < day || validTo < validFrom)) return 'earlier';
  return validFrom > day ? 'later' : 'now';
}

export function periodOf({ validFrom, validTo }: Period): string {
  const from = formatDate(validFrom);
  return validTo == null
    ? t('people.role.from', { from })
    : t('people.role.fromTo', { from, to: formatDate(validTo) });
}

export function scopeOf({ scopeName }: Pick<RoleRow, 'scopeName'>): string {
  return scopeName ?? t('people.role.province');
}

/** What the server says about a field, for that field. */
export function faultAt(problem: PeopleProblem | null, field: string): string | null {
  return problem?.path[0] === field ? problem.message : null;
}

/** What the server says about none of the fields that the form shows. */
export function faultElsewhere(problem: PeopleProblem | null, shown: readonly string[]): string | null {
  return problem !== null && !shown.includes(problem.path[0] ?? '') ? problem.message : null;
}
