import { expect, test } from 'vitest';
import { changesBetween } from './diff';
import { filterFrom, withMoments } from './filter';

const diff = (before: unknown, after: unknown) =>
  changesBetween(
    before === null ? null : JSON.stringify(before),
    after === null ? null : JSON.stringify(after),
  );

test('only what differs is shown, wherever it stands', () => {
  const before = { score: '6.87', facts: { numerator: 1187, denominator: 1204 }, note: null };
  const after = { score: '6.50', facts: { numerator: 1180, denominator: 1204 }, note: 'đã kiểm tra' };
  expect(diff(before, after)).toEqual([
    { path: ['score'], before: '6.87', after: '6.50' },
    { path: ['facts', 'numerator'], before: '1187', after: '1180' },
    { path: ['note'], before: null, after: 'đã kiểm tra' },
  ]);
});

test('a record that begins or ends shows all its fields', () => {
  expect(diff(null, { code: 'A1', kinds: ['COMMUNE', 'DISTRICT'] })).toEqual([
    { path: ['code'], before: null, after: 'A1' },
    { path: ['kinds'], before: null, after: 'COMMUNE, DISTRICT' },
  ]);
  expect(diff({ code: 'A1' }, null)).toEqual([{ path: ['code'], before: 'A1', after: null }]);
});

test('lists of records are compared place by place', () => {
  expect(diff({ phases: [{ kind: 'A', day: 1 }] }, { phases: [{ kind: 'A', day: 2 }] })).toEqual([
    { path: ['phases', '0', 'day'], before: '1', after: '2' },
  ]);
});

test('equal records differ nowhere, and what is no JSON is shown as it is', () => {
  expect(diff({ a: [1, 2] }, { a: [1, 2] })).toEqual([]);
  expect(diff(null, null)).toEqual([]);
  expect(changesBetween('cũ', '"mới"')).toEqual([{ path: [], before: 'cũ', after: 'mới' }]);
});

test('the address holds the filter; what is no day is left out', () => {
  expect(filterFrom(new URLSearchParams('unit=u1&criterion=E2&from=2021-12-14&to=h%C3%B4m'))).toEqual({
    unit: 'u1',
    criterion: 'E2',
    from: '2021-12-14',
  });
  expect(filterFrom(new URLSearchParams('subject=s1&actor=&deed=%20campaign.created'))).toEqual({
    subject: 's1',
    deed: 'campaign.created',
  });
});

test('a day lasts from its midnight to its last second in Vietnam', () => {
  expect(withMoments({ unit: 'u1', from: '2021-12-14', to: '2021-12-14' })).toEqual({
    unit: 'u1',
    from: '2021-12-14T00:00:00+07:00',
    to: '2021-12-14T23:59:59+07:00',
  });
});
