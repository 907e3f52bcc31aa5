import { fromHundredths, toHundredths } from '$lib/format';

/** What the sums are made of. */
export interface ScoredLine {
  readonly facts?: unknown;
  readonly selfScore?: string | null;
  readonly r1Score?: string | null;
  readonly trace?: { readonly isNotApplicable: boolean } | null;
  readonly criterion: { readonly maxPoints: string; readonly group: { readonly id: string } };
}

export interface Totals {
  self: string;
  appraised: string;
  /** The sum of the maxima of the lines that apply. */
  max: string;
  /** The self total on the scale of 100 over the lines that apply; null when none does. */
  base: string | null;
  filled: number;
  count: number;
}

/** Adds up lines as the server does, so that the sums follow each saved line at once. */
export function totalsOf(lines: readonly ScoredLine[]): Totals {
  let self = 0;
  let appraised = 0;
  let max = 0;
  let filled = 0;
  for (const line of lines) {
    self += toHundredths(line.selfScore ?? '0');
    appraised += toHundredths(line.r1Score ?? '0');
    if (!line.trace?.isNotApplicable) max += toHundredths(line.criterion.maxPoints);
    if (line.facts) filled += 1;
  }
  return {
    self: fromHundredths(self),
    appraised: fromHundredths(appraised),
    max: fromHundredths(max),
    base: max === 0 ? null : fromHundredths(shareOf(self, max)),
    filled,
    count: lines.length,
  };
}

/** part ÷ whole on the scale of 100, in hundredths, rounded half up without floats. */
function shareOf(part: number, whole: number): number {
  return Math.floor((part * 20_000 + whole) / (whole * 2));
}

export interface Group<L extends ScoredLine> {
  id: string;
  lines: L[];
}

/** Lines by their group, in the order in which they stand. */
export function groupsOf<L extends ScoredLine>(lines: readonly L[]): Group<L>[] {
  const groups: Group<L>[] = [];
  for (const line of lines) {
    const { id } = line.criterion.group;
    const last = groups.at(-1);
    if (last?.id === id) last.lines.push(line);
    else groups.push({ id, lines: [line] });
  }
  return groups;
}
