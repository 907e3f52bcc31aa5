/** Texts of one part of the app in one language: a tree whose leaves are texts. */
export interface Texts {
  readonly [name: string]: string | Texts;
}

const rules = new Map<string, Intl.PluralRules>();

/** The plural category of a number in a language, as CLDR has it: `one` and `other` in English, `other` in Vietnamese. */
function categoryOf(count: number, language: string): string {
  const rule = rules.get(language) ?? new Intl.PluralRules(language);
  rules.set(language, rule);
  return rule.select(count);
}

/**
 * The text at `path` (names with dots between), its `{{name}}` filled from `values`; null where there is none. A `count`
 * among the values chooses between `path_one`, `path_other` and their kin; `path` itself serves where they are not told.
 */
export function lookUp(
  texts: Texts | undefined,
  path: string,
  values: Readonly<Record<string, string | number>>,
  language: string,
): string | null {
  const names = path.split('.');
  const last = names.pop() ?? '';
  let branch: string | Texts | undefined = texts;
  for (const name of names) branch = typeof branch === 'object' ? branch[name] : undefined;
  if (typeof branch !== 'object') return null;
  const { count } = values;
  const forms =
    typeof count === 'number' ? [`${last}_${categoryOf(count, language)}`, `${last}_other`, last] : [last];
  for (const form of forms) {
    const text = branch[form];
    if (typeof text === 'string')
      return text.replaceAll(/{{(\w+)}}/g, (hole, name) => String(values[name] ?? hole));
  }
  return null;
}
