import { matches } from '$lib/format';
import type { PublicGroup, PublicRow } from './results';

export interface MarkedRow extends PublicRow {
  /** Whether another unit of the group has the same rank. */
  isTied: boolean;
}

/** The rows of a group with shared ranks marked. */
export function markTies(rows: readonly PublicRow[]): MarkedRow[] {
  return rows.map((row, index) => ({
    ...row,
    isTied: rows[index - 1]?.rank === row.rank || rows[index + 1]?.rank === row.rank,
  }));
}

/** Groups with the rows whose unit or district matches; groups without any are left out while something is searched. */
export function findUnits(
  groups: readonly PublicGroup[],
  search: string,
): { group: PublicGroup; rows: MarkedRow[] }[] {
  const found = groups.map((group) => ({
    group,
    rows: markTies(group.rows).filter(({ unitName, parentName }) =>
      matches(parentName == null ? unitName : `${unitName}, ${parentName}`, search),
    ),
  }));
  return search.trim() === '' ? found : found.filter(({ rows }) => rows.length > 0);
}
