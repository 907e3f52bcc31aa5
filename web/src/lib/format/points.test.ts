import { expect, test } from 'vitest';
import {
  comparePoints,
  formatPoints,
  formatPointsShort,
  formatShare,
  fromHundredths,
  toHundredths,
} from './points';

test('points have a comma in Vietnamese and two decimals in columns', () => {
  expect(formatPoints('6.87', 'vi')).toBe('6,87');
  expect(formatPoints('8', 'vi')).toBe('8,00');
  expect(formatPoints('92.5', 'en')).toBe('92.50');
  expect(formatPoints('-1.00', 'vi')).toBe('−1,00');
});

test('running text leaves idle zeros out', () => {
  expect(formatPointsShort('8.00', 'vi')).toBe('8');
  expect(formatPointsShort('1.50', 'vi')).toBe('1,5');
  expect(formatPointsShort('100.00', 'vi')).toBe('100');
});

test('points add and compare as whole hundredths', () => {
  expect(fromHundredths(toHundredths('0.10') + toHundredths('0.20'))).toBe('0.30');
  expect(toHundredths('-0.05')).toBe(-5);
  expect(fromHundredths(-5)).toBe('-0.05');
  expect(comparePoints('9.50', '10')).toBeLessThan(0);
});

test('a share is rounded half up, but only a whole is a hundred', () => {
  expect(formatShare(1187, 1204, 'vi')).toBe('98,6 %');
  expect(formatShare(1, 2, 'en')).toBe('50 %');
  expect(formatShare(1, 800, 'vi')).toBe('0,1 %');
  expect(formatShare(19999, 20000, 'vi')).toBe('99,9 %');
  expect(formatShare(5, 5, 'vi')).toBe('100 %');
  expect(formatShare(0, 0, 'vi')).toBe('–');
});
