/** Steps of the colour scale: 0 is the weakest, 9 the strongest. */
export const steps = 10;

/** The step of a score in per mille of the maximum; the top step is for nine tenths and more. */
export function stepOf(perMille: number): number {
  return Math.min(steps - 1, Math.max(0, Math.floor(perMille / (1000 / steps))));
}

/**
 * What a cell shows: per cent without a fraction. Only a full score is written as 100 and only nothing as 0, so that
 * rounding never makes a score look complete or absent.
 */
export function cellText(perMille: number): string {
  if (perMille >= 1000) return '100';
  if (perMille <= 0) return '0';
  return String(Math.min(99, Math.max(1, Math.floor((perMille + 5) / 10))));
}

/** The mean of what there is, in per mille; null when there is nothing. */
export function meanOf(cells: readonly (number | null | undefined)[]): number | null {
  const present = cells.filter((cell) => cell != null);
  return present.length === 0
    ? null
    : Math.round(present.reduce((sum, cell) => sum + cell, 0) / present.length);
}
