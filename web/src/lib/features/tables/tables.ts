/** Bytes that a file of rows may have; the server takes no more. */
export const mostBytes = 2 * 1024 * 1024;

/** What the file dialog offers; the server looks at the content itself. */
export const acceptedTables = '.csv,.txt,.tsv,.xlsx,text/csv';

export type Encoding = 'UTF_8' | 'UTF_16' | 'WINDOWS_1258';

/** A file as the server takes it. */
export interface TableFile {
  readonly content: string;
  readonly encoding?: Encoding;
  readonly sheet?: string;
}

/** What somebody chose, and how it is to be read. */
export interface Chosen {
  readonly file: File;
  /** Bytes that are no Unicode are what a Vietnamese Windows wrote. */
  readonly isWindows: boolean;
  /** The sheet of a workbook; the first one when null. */
  readonly sheet: string | null;
}

/** What the server understood of a file. */
export interface Preview {
  readonly format: 'COMMA' | 'SEMICOLON' | 'TAB' | 'OTHER' | 'WORKBOOK';
  readonly encoding: Encoding;
  readonly sheet?: string | null;
  readonly sheets: readonly string[];
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Something wrong in a row. */
export interface RowFault {
  readonly line: number;
  readonly column: string;
  readonly code?: string;
  readonly message: string;
}

/** The header of each kind of file, to be filled in: the columns that the server knows. */
export const templates = {
  people: 'login,full_name,unit_code,email,role,role_hint,scope,valid_from,valid_to',
  units:
    'code,name_vi,name_en,kind,subtype,parent_code,valid_from,valid_to,valid_from_basis,new_unit,legal_basis,note',
  steps: 'old_code,new_code,kind,effective_date,legal_basis,extent,share,main_successor,old_name_vi,note',
} as const;

/** A template as a file that a spreadsheet opens with its marks intact. */
export function templateText(kind: keyof typeof templates): string {
  return `\u{feff}${templates[kind]}\r\n`;
}

/** Whether something of a file is no Unicode: it may be asked to be read as a Vietnamese Windows wrote it. */
export function isNotUnicode(faults: readonly RowFault[]): boolean {
  return faults.some(({ code }) => code === 'NOT_UTF8');
}

/** What was chosen, as the server takes it. */
export async function asInput({ file, isWindows, sheet }: Chosen): Promise<TableFile> {
  return {
    content: base64Of(new Uint8Array(await file.arrayBuffer())),
    ...(isWindows && { encoding: 'WINDOWS_1258' as const }),
    ...(sheet !== null && { sheet }),
  };
}

/** Bytes in base64, a part at a time: a call takes only so many arguments. */
export function base64Of(bytes: Uint8Array): string {
  const part = 0x8000;
  let text = '';
  for (let at = 0; at < bytes.length; at += part) {
    text += String.fromCharCode(...bytes.subarray(at, at + part));
  }
  return btoa(text);
}
