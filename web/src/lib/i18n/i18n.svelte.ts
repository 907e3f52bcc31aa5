import type { Language } from '$lib/format';
import { lookUp, type Texts } from './lookUp';
import type { Key, Namespace } from './messages';

export type { Key, Namespace };

const storageKey = 'thidua.language';
const files = import.meta.glob<Texts>('./{vi,en}/*.json', { import: 'default' });
// Not shown anywhere, so not reactive.
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const needed = new Set<Namespace>(['common', 'enums']);

let current = $state<Language>(stored());

// By `language/namespace`. Routes wait for their texts before they are shown, so it need not be reactive either.
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const loaded = new Map<string, Texts>();

/** The language of the screen; reading it in a component or an effect follows the choice. */
export function language(): Language {
  return current;
}

/** The text of a key in the language of the screen. `{count}` picks the plural form. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  const dot = key.indexOf('.');
  return lookUp(loaded.get(`${current}/${key.slice(0, dot)}`), key.slice(dot + 1), values, current) ?? key;
}

/** Picks the official text that the data carries in both languages. */
export function localized(vi: string, en: string): string {
  return current === 'vi' || en === '' ? vi : en;
}

/** Loads the texts of a part of the app. Each top-level route asks for its own in `+layout.ts`. */
export async function need(...namespaces: Namespace[]): Promise<void> {
  for (const namespace of namespaces) needed.add(namespace);
  await load(current);
}

/** Loads the texts of the shell in the stored language, or Vietnamese. */
export async function startLanguage(): Promise<void> {
  await load(current);
  document.documentElement.lang = current;
}

/** Changes the language at once, and remembers the choice. */
export async function setLanguage(language: Language): Promise<void> {
  await load(language);
  current = language;
  document.documentElement.lang = language;
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}

async function load(language: Language): Promise<void> {
  const missing = [...needed]
    .map((namespace) => `${language}/${namespace}`)
    .filter((name) => !loaded.has(name));
  await Promise.all(
    missing.map(async (name) => {
      const read = files[`./${name}.json`];
      if (read) loaded.set(name, await read());
    }),
  );
}

function stored(): Language {
  try {
    return localStorage.getItem(storageKey) === 'en' ? 'en' : 'vi';
  } catch {
    return 'vi';
  }
}
