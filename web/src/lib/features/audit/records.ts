import { paths } from '$lib/paths';

const addresses: Record<string, (id: string) => string> = {
  Submission: paths.submission,
  Campaign: paths.campaign,
  CriteriaSet: paths.criteriaSet,
  Initiative: paths.initiative,
  Unit: paths.unit,
  Account: (actor) => paths.audit({ actor }),
};

/** Where a record is looked at; null for records without a screen of their own. */
export function recordAddress(kind: string, id: string | null | undefined): string | null {
  return id == null ? null : (addresses[kind]?.(id) ?? null);
}

/** Where the record behind a value is looked at, when the value is the opaque id of one. */
export function addressOfValue(value: string): string | null {
  if (!/^[\w-]{28,60}$/.test(value)) return null;
  try {
    const [kind = ''] = atob(value.replaceAll('-', '+').replaceAll('_', '/')).split(':');
    return recordAddress(kind, value);
  } catch {
    return null;
  }
}
