import type { Grade } from './ranking';

/** How a rank is written: a shared one carries a mark, as in 1, 2=, 2=, 4. */
export function placeText({ rank, isTied }: { rank: number; isTied: boolean }): string {
  return isTied ? `${rank}=` : String(rank);
}

export const grades: readonly Grade[] = ['EXCELLENT', 'GOOD', 'FAIR', 'AVERAGE', 'WEAK'];

/** How many results fall into each class, the highest class first; classes without any are left out. */
export function countGrades(results: readonly { grade: Grade }[]): { grade: Grade; count: number }[] {
  return grades
    .map((grade) => ({ grade, count: results.filter((result) => result.grade === grade).length }))
    .filter(({ count }) => count > 0);
}

/** The end of the scale bars are drawn on: 100, or the next ten when bonuses lead beyond. */
export function scaleTop(totals: readonly number[]): number {
  return Math.max(100, Math.ceil(Math.max(0, ...totals) / 10) * 10);
}
