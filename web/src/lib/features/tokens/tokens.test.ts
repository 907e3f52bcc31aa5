import { expect, test } from 'vitest';
import { livesWithin } from './tokens';

test.each([
  [365, [7, 30, 90, 180, 365]],
  [60, [7, 30, 60]],
  [3, [3]],
])('lives within %i days are %j', (maxDays, expected) => {
  expect(livesWithin(maxDays)).toEqual(expected);
});
