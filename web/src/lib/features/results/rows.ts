import { matches } from '$lib/format';
import type { PublicGroup, PublicRow, PublicUnit } from './results';

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

export interface FoundGroup {
  group: PublicGroup;
  rows: MarkedRow[];
  /** Units that sent no sheet. */
  withoutSheet: PublicUnit[];
}

type Named = Pick<PublicUnit, 'unitName' | 'parentName'>;

/** A unit with its district, which tells units of one name apart. */
export const fullName = ({ unitName, parentName }: Named): string =>
  parentName == null ? unitName : `${unitName}, ${parentName}`;

/** Groups with the units whose name or district matches; groups without any are left out while something is searched. */
export function findUnits(groups: readonly PublicGroup[], search: string): FoundGroup[] {
  const isFound = (unit: Named) => matches(fullName(unit), search);
  const found = groups.map((group) => ({
    group,
    rows: markTies(group.rows).filter(isFound),
    withoutSheet: group.withoutSheet.filter(isFound),
  }));
  return search.trim() === ''
    ? found
    : found.filter(({ rows, withoutSheet }) => rows.length + withoutSheet.length > 0);
}
