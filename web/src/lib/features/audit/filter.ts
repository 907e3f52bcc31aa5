import type { AuditAddress } from '$lib/paths';

/** Which entries are wanted, as it stands in the address; days are days in Vietnam. */
export type AuditFilter = AuditAddress;

const names = ['subject', 'actor', 'unit', 'campaign', 'criterion', 'deed', 'from', 'to'] as const;

const day = /^\d{4}-\d{2}-\d{2}$/;

export function filterFrom(address: URLSearchParams): AuditFilter {
  const filter: AuditFilter = {};
  for (const name of names) {
    const value = address.get(name)?.trim();
    if (value && ((name !== 'from' && name !== 'to') || day.test(value))) filter[name] = value;
  }
  return filter;
}

/** The same filter with moments for days: the first day begins at midnight, the last ends with its last second. */
export function withMoments({ from, to, ...rest }: AuditFilter): AuditFilter {
  return {
    ...rest,
    ...(from && { from: `${from}T00:00:00+07:00` }),
    ...(to && { to: `${to}T23:59:59+07:00` }),
  };
}
