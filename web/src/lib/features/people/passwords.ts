import { csvOf } from '$lib/format/csv';

export interface FirstPassword {
  readonly login: string;
  readonly password: string;
}

/** First passwords as a CSV for a spreadsheet. */
export function passwordsCsv(
  heading: readonly [login: string, password: string],
  rows: readonly FirstPassword[],
): string {
  return csvOf([heading, ...rows.map(({ login, password }) => [login, password])]);
}
