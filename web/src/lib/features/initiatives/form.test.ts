import { expect, test } from 'vitest';
import { filterFrom } from './filter';
import {
  blankAuthor,
  blankHelper,
  contentOf,
  formOf,
  isWhole,
  percentOf,
  sections,
  sumOfShares,
} from './form';
import type { Initiative } from './initiatives';

const account = {
  id: 'a1',
  displayName: 'Nguyễn Văn An',
  unit: { id: 'u1', qualifiedName: 'Xã Phước Hưng' },
};

const initiative = {
  id: 'i1',
  version: 2,
  title: 'Phiếu hẹn điện tử',
  kind: null,
  firstAppliedOn: '2021-03-01',
  applicationEndedOn: null,
  investor: null,
  unit: { id: 'u1', qualifiedName: 'Xã Phước Hưng' },
  passages: sections.map((section) => ({
    section,
    isCompulsory: true,
    open: section === 'SOLUTION' ? 'Các bước' : '',
    isConfidential: section === 'SOLUTION',
    confidential: section === 'SOLUTION' ? 'Mã nguồn' : null,
  })),
  authors: [
    {
      account,
      share: '60',
      birthDate: null,
      workplace: 'UBND xã',
      jobTitle: 'Công chức',
      qualification: 'Đại học',
    },
  ],
  helpers: [],
} as unknown as Initiative;

test('a stored request survives the form', () => {
  const content = contentOf(formOf(initiative));
  expect(content?.passages.find(({ section }) => section === 'SOLUTION')).toEqual({
    section: 'SOLUTION',
    open: 'Các bước',
    confidential: 'Mã nguồn',
  });
  expect(content).toMatchObject({ unitId: 'u1', kind: null, firstAppliedOn: '2021-03-01', investor: null });
  expect(content?.authors[0]).toMatchObject({ accountId: 'a1', share: '60', birthDate: null });
});

test('a row that is begun waits until it names a person and a share', () => {
  const form = formOf(initiative);
  expect(isWhole(form)).toBe(true);
  const begun = { ...blankAuthor(), workplace: 'UBND xã' };
  expect(isWhole({ ...form, authors: [...form.authors, begun] })).toBe(false);
  expect(isWhole({ ...form, authors: [...form.authors, { ...blankAuthor(), share: '40' }] })).toBe(false);
  expect(isWhole({ ...form, helpers: [{ ...blankHelper(), support: 'Giúp' }] })).toBe(false);
  expect(contentOf({ ...form, title: ' ' })).toBeNull();
  const long = { open: 'ư'.repeat(20_000), confidential: 'ư'.repeat(20_000) };
  expect(isWhole({ ...form, passages: { ...form.passages, NOVELTY: long } })).toBe(false);
});

test('a blank row holds nothing up and is not sent', () => {
  const form = formOf(initiative);
  const added = {
    ...form,
    authors: [...form.authors, blankAuthor(), { ...blankAuthor(), workplace: ' ' }],
    helpers: [blankHelper()],
  };
  expect(isWhole(added)).toBe(true);
  expect(contentOf(added)).toMatchObject({ authors: [{ accountId: 'a1' }], helpers: [] });
});

test('a part that is too long is not cut: it waits', () => {
  const form = formOf(initiative);
  const passages = (open: string) => ({ ...form.passages, NOVELTY: { open, confidential: '' } });
  expect(isWhole({ ...form, passages: passages('ư'.repeat(20_000)) })).toBe(true);
  expect(isWhole({ ...form, passages: passages('ư'.repeat(20_001)) })).toBe(false);
});

test('shares are added exactly', () => {
  const shares = (...texts: (string | null)[]) => texts.map((share) => ({ share }));
  expect(sumOfShares(shares('33.33', '33.33', '33.34'))).toBe(10_000);
  expect(sumOfShares(shares('60', '39.9', null))).toBe(9_990);
  expect([10_000, 9_990, 9_999, 5].map(percentOf)).toEqual(['100', '99.90', '99.99', '0.05']);
});

test('the address says which list is wanted', () => {
  const filter = (text: string) => filterFrom(new URLSearchParams(text), 'register');
  expect(filter('')).toEqual({ list: 'register' });
  expect(filter('list=mine&state=FILED&overdue=true&search= an ')).toEqual({
    list: 'mine',
    state: 'FILED',
    overdue: true,
    search: 'an',
  });
  expect(filter('list=x&state=KING')).toEqual({ list: 'register' });
});
