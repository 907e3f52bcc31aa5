import { expect, test } from 'vitest';
import type { Progress } from './campaigns';
import { filterFrom, toAddress } from './filter';
import { statesIn, sumOf } from './progress';
import { periodSpan, place } from './timeline';

const row = (counts: Partial<Progress>): Progress => ({
  peerGroup: { id: 'g', nameVi: 'Khối xã', nameEn: 'Communes' },
  total: 0,
  notStarted: 0,
  draft: 0,
  awaitingSignoff: 0,
  submitted: 0,
  returned: 0,
  underAppraisal: 0,
  appraised: 0,
  final: 0,
  overdue: 0,
  ...counts,
});

test('what has left its unit is handed in, whatever happens to it later', () => {
  const rows = [
    row({ total: 10, notStarted: 2, draft: 1, awaitingSignoff: 1, returned: 1, submitted: 2, appraised: 3 }),
    row({ total: 4, underAppraisal: 3, final: 1, overdue: 0 }),
    row({ total: 1, draft: 1, overdue: 1 }),
  ];
  expect(sumOf(rows)).toEqual({ total: 15, handedIn: 9, overdue: 1 });
  expect(sumOf([])).toEqual({ total: 0, handedIn: 0, overdue: 0 });
});

test('a legend names what occurs', () => {
  expect(statesIn([row({ draft: 1 }), row({ final: 2 })]).map(({ state }) => state)).toEqual([
    'DRAFT',
    'FINAL',
  ]);
});

test('phases stand on one scale with the present moment', () => {
  const spans = [
    { opensAt: '2021-12-01T00:00:00Z', closesAt: '2021-12-11T00:00:00Z' },
    { opensAt: '2021-12-11T00:00:00Z', closesAt: '2021-12-21T00:00:00Z' },
  ];
  const { spans: placed, now } = place(spans, new Date('2021-12-06T00:00:00Z'));
  expect(placed).toEqual([
    { when: 'open', left: 0, width: 50 },
    { when: 'coming', left: 50, width: 50 },
  ]);
  expect(now).toBe(25);
  expect(place(spans, new Date('2022-01-06T00:00:00Z'))).toMatchObject({
    spans: [{ when: 'past' }, { when: 'past' }],
    now: null,
  });
});

test('the days judged are whole days of Vietnam', () => {
  expect(periodSpan('2021-01-01', '2021-12-15')).toEqual({
    opensAt: '2020-12-31T17:00:00Z',
    closesAt: '2021-12-15T16:59:59Z',
  });
});

test('the address holds the filter of the sheets', () => {
  const read = (query: string) => filterFrom(new URLSearchParams(query));
  const filter = { peerGroup: 'g1', state: 'DRAFT', overdue: true, search: 'phuoc' } as const;
  expect(read('peerGroup=g1&state=DRAFT&overdue=true&search=%20phuoc')).toEqual(filter);
  expect(filterFrom(new URLSearchParams({ ...toAddress(filter) }))).toEqual(filter);
  expect(read('state=BROKEN&overdue=no&search=%20')).toEqual({});
});
