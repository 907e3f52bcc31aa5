import { expect, test } from 'vitest';
import { language, localized, need, setLanguage, startLanguage, t } from '.';

type Tree = { [key: string]: string | Tree };

const files = import.meta.glob<Tree>('./{vi,en}/*.json', { import: 'default', eager: true });

const namespaces = (language: string) =>
  Object.keys(files)
    .filter((path) => path.startsWith(`./${language}/`))
    .map((path) => path.slice(5))
    .sort();

const leaves = (tree: Tree, prefix = ''): [key: string, text: string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[prefix + key, value] as [string, string]]
      : leaves(value, `${prefix}${key}.`),
  );

// English has a form for one and a form for more; Vietnamese has one form.
const withoutPlural = (key: string) => key.replace(/_(one|other)$/, '');
const placeholders = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map(([, name]) => name).sort();

test('both languages have the same files', () => {
  expect(namespaces('en')).toEqual(namespaces('vi'));
});

test.each(namespaces('vi'))('%s says the same things in both languages', (file) => {
  const vi = leaves(files[`./vi/${file}`] ?? {});
  const en = leaves(files[`./en/${file}`] ?? {});
  const keys = (entries: [string, string][]) =>
    [...new Set(entries.map(([key]) => withoutPlural(key)))].sort();
  expect(keys(en)).toEqual(keys(vi));
  expect([...vi, ...en].filter(([, text]) => text.trim() === '')).toEqual([]);

  const inVietnamese = new Map(vi.map(([key, text]) => [withoutPlural(key), placeholders(text)]));
  for (const [key, text] of en)
    expect([key, placeholders(text)]).toEqual([key, inVietnamese.get(withoutPlural(key))]);
});

test('Vietnamese never calls the reader by a familiar word', () => {
  const familiar = Object.entries(files)
    .filter(([path]) => path.startsWith('./vi/'))
    .flatMap(([path, tree]) => leaves(tree).map(([key, text]) => `${path} ${key}: ${text}`))
    .filter((line) => /(^|[^\p{L}])bạn([^\p{L}]|$)/iu.test(line));
  expect(familiar).toEqual([]);
});

test('a change of language changes the texts, and the page says so', async () => {
  await startLanguage();
  await need('units', 'identity');
  expect(language()).toBe('vi');
  expect(t('units.title')).toBe('Đơn vị');
  expect(t('identity.deadline.days', { count: 3 })).toBe('Còn 3 ngày (cả ngày nghỉ)');
  expect(localized('Tiếng Việt', 'English')).toBe('Tiếng Việt');

  await setLanguage('en');
  expect(document.documentElement.lang).toBe('en');
  expect(localStorage.getItem('thidua.language')).toBe('en');
  expect(t('units.title')).toBe('Units');
  expect(t('identity.deadline.days', { count: 1 })).toBe('1 calendar day left');
  expect(t('identity.deadline.days', { count: 3 })).toBe('3 calendar days left');
  expect(localized('Chỉ có tiếng Việt', '')).toBe('Chỉ có tiếng Việt');
});
