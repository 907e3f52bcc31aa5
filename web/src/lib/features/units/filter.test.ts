import { expect, test } from 'vitest';
import { filterFrom, isSearch } from './filter';

const read = (query: string) => filterFrom(new URLSearchParams(query));

test('the address holds the filter', () => {
  expect(read('search=%20phuoc%20hung&kind=COMMUNE&asOf=2021-12-15')).toEqual({
    search: 'phuoc hung',
    kind: 'COMMUNE',
    asOf: '2021-12-15',
  });
});

test('what makes no sense in the address is left out', () => {
  expect(read('search=%20&kind=CASTLE&asOf=2021-02-31')).toEqual({});
});

test('a date alone walks the tree', () => {
  expect(isSearch(read('asOf=2021-12-15'))).toBe(false);
  expect(isSearch(read('kind=DISTRICT'))).toBe(true);
});
