import { expect, test } from 'vitest';
import { setServerTime } from '$lib/api/clock.svelte';
import { hasEnded } from './units';

test('a unit has ended once its end lies behind the day looked at', () => {
  setServerTime('2021-12-14T07:00:00Z');
  expect(hasEnded('2025-07-01', undefined)).toBe(false);
  expect(hasEnded('2025-07-01', '2025-06-30')).toBe(false);
  expect(hasEnded('2025-07-01', '2025-07-01')).toBe(true);
  expect(hasEnded('2021-01-01', undefined)).toBe(true);
  expect(hasEnded(null, undefined)).toBe(false);
});
