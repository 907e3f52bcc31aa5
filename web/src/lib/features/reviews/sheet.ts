/** Canonical points ("6.87") in whole hundredths. */
function toHundredths(points: string): number {
  const [whole = '0', fraction = ''] = points.split('.');
  return Number(whole) * 100 + Number(fraction.padEnd(2, '0').slice(0, 2));
}

/** The sum of canonical points, in whole hundredths. */
export function totalOf(points: Iterable<string>): number {
  let sum = 0;
  for (const one of points) sum += toHundredths(one);
  return sum;
}

/** Whole hundredths as canonical points: 687 is "6.87". */
export function hundredths(count: number): string {
  return `${String(Math.trunc(count / 100))}.${String(count % 100).padStart(2, '0')}`;
}

/** Whether points lie outside 0 to the most of a criterion; none given do not. */
export function outside(points: string | undefined, most: number): boolean {
  if (points === undefined) return false;
  return points.startsWith('-') || toHundredths(points) > most * 100;
}
