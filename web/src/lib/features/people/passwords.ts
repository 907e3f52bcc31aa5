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

/** The heading row of a file of people, to be filled in. */
export const peopleTemplate = '\u{feff}login,full_name,unit_code,email,role,valid_from,valid_to\r\n';

/** A text from a file, or null when its bytes are not UTF-8. */
export async function utf8Of(file: Blob): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return null;
  }
}

/** Hands a text to the person as a file. */
export function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
