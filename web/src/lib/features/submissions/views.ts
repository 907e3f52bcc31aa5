export type View = 'sheet' | 'summary' | 'history';

const views: readonly View[] = ['sheet', 'summary', 'history'];

/** The part of the sheet that the address names; what waits for a signature begins with its summary. */
export function viewFrom(address: URLSearchParams, forSignature: boolean): View {
  const named = views.find((view) => view === address.get('view'));
  return named ?? (forSignature ? 'summary' : 'sheet');
}

export interface ChosenFile {
  readonly id: string;
  readonly name: string;
}

export type ChooseFile = (file: ChosenFile) => void;
