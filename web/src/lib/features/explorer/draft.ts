import { examples } from './examples';

export interface Draft {
  query: string;
  variables: string;
}

const key = 'thidua.explorer';

/** What was being written last time on this machine; else the first example. */
export function storedDraft(): Draft {
  const [first] = examples;
  const begin = { query: first?.query ?? '', variables: first?.variables ?? '' };
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? 'null') as Partial<Draft> | null;
    return typeof stored?.query === 'string' && typeof stored.variables === 'string'
      ? { query: stored.query, variables: stored.variables }
      : begin;
  } catch {
    return begin;
  }
}

export function storeDraft(draft: Draft): void {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Storage is blocked: the draft lasts as long as the page.
  }
}
