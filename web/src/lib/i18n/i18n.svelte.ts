import i18next from 'i18next';
import type { Language } from '$lib/format';
import type { Key, Namespace } from './messages';

export type { Key, Namespace };

const storageKey = 'thidua.language';
const files = import.meta.glob<Record<string, unknown>>('./{vi,en}/*.json', { import: 'default' });
// Not shown anywhere, so not reactive.
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const needed = new Set<Namespace>(['common', 'enums']);

let current = $state<Language>(stored());

const i18n = i18next.createInstance();
void i18n.init({
  lng: current,
  fallbackLng: false,
  resources: {},
  interpolation: { escapeValue: false },
});

/** The language of the screen; reading it in a component or an effect follows the choice. */
export function language(): Language {
  return current;
}

/** The text of a key in the language of the screen. `{count}` picks the plural form. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  const dot = key.indexOf('.');
  return i18n.t(key.slice(dot + 1), { ...values, lng: current, ns: key.slice(0, dot) });
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
  const missing = [...needed].filter((namespace) => !i18n.hasResourceBundle(language, namespace));
  await Promise.all(
    missing.map(async (namespace) => {
      const read = files[`./${language}/${namespace}.json`];
      if (read) i18n.addResourceBundle(language, namespace, await read());
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
