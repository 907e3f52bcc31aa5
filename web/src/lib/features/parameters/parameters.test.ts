import { expect, test } from 'vitest';
import { yearFrom } from './parameters';

test.each([
  ['2021', 2021],
  ['1999', 2026],
  ['x', 2026],
  ['2021.5', 2026],
  [null, 2026],
])('the year of the address %j is %i', (text, year) => {
  expect(yearFrom(text, new Date('2026-11-27T00:00:00Z'))).toBe(year);
});
