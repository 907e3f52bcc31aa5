import { csvOf } from '$lib/format/csv';

export interface FirstPassword {
  readonly login: string;
  readonly displayName: string;
  readonly unitName?: string | null;
  readonly password: string;
}

/** First passwords as a CSV for a spreadsheet: whom each goes to, in which unit. */
export function passwordsCsv(
  heading: readonly [displayName: string, unitName: string, login: string, password: string],
  rows: readonly FirstPassword[],
): string {
  const row = ({ displayName, unitName, login, password }: FirstPassword) => [
    displayName,
    unitName ?? '',
    login,
    password,
  ];
  return csvOf([heading, ...rows.map(row)]);
}
