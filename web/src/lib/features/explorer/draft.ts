import type { Language } from '$lib/format';
import { exampleOf, examplesFor, textOf, type Rights } from './examples';

export interface Draft {
  query: string;
  variables: string;
}

const key = 'thidua.explorer';

/** What was being written last time on this machine; else the first example that the viewer may run. */
export function storedDraft(language: Language, rights: Rights): Draft {
  const [first] = examplesFor(rights);
  const begin = { query: first ? textOf(first, language) : '', variables: first?.variables ?? '' };
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? 'null') as Partial<Draft> | null;
    return typeof stored?.query === 'string' && typeof stored.variables === 'string'
      ? { query: inLanguage(stored.query, language), variables: stored.variables }
      : begin;
  } catch {
    return begin;
  }
}

/** The same text; an untouched example speaks the language of the screen. */
export function inLanguage(text: string, language: Language): string {
  const example = exampleOf(text);
  return example ? textOf(example, language) : text;
}

export function storeDraft(draft: Draft): void {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Storage is blocked: the draft lasts as long as the page.
  }
}
