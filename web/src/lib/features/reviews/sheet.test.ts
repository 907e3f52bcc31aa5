import { expect, test } from 'vitest';
import { hundredths, outside, totalOf } from './sheet';

test('points are summed without rounding', () => {
  expect(totalOf(['24', '24.1', '22.25', '0.05'])).toBe(7040);
  expect(hundredths(7040)).toBe('70.40');
  expect(hundredths(5)).toBe('0.05');
});

test('points outside a criterion are told', () => {
  expect(outside(undefined, 30)).toBe(false);
  expect(outside('30', 30)).toBe(false);
  expect(outside('30.01', 30)).toBe(true);
  expect(outside('-1', 30)).toBe(true);
});
