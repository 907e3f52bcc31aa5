import { expect, test } from 'vitest';
import { formatNumber, parseNumber, toInputText } from './numbers';

test.each([
  ['6,87', 2, '6.87'],
  ['6.87', 2, '6.87'],
  ['6,80', 2, '6.8'],
  ['6,', 2, '6'],
  ['007', 2, '7'],
  ['0', 0, '0'],
  ['0,5', 2, '0.5'],
  ['1187', 0, '1187'],
  ['1.187', 0, '1187'],
  ['1,187', 0, '1187'],
  ['1 187', 0, '1187'],
  ['1.234.567', 0, '1234567'],
  ['1.234,5', 2, '1234.5'],
  ['1,234.5', 2, '1234.5'],
])('%j with %i decimals is read as %j', (text, decimals, value) => {
  expect(parseNumber(text, decimals)).toEqual({ kind: 'number', value });
});

test.each([
  ['abc', 2],
  ['-3', 2],
  ['6,5', 0],
  ['6,8765', 2],
  ['33,333', 2],
  ['33.333', 2],
  ['1.187', 2],
  ['1.2.3', 2],
  ['12.34.567', 0],
  ['1.23,4', 2],
  ['1e3', 2],
])('%j with %i decimals cannot be read', (text, decimals) => {
  expect(parseNumber(text, decimals)).toEqual({ kind: 'invalid' });
});

test('nothing typed is empty, not zero', () => {
  expect(parseNumber('  ', 2)).toEqual({ kind: 'empty' });
});

test('numbers carry the marks of the language', () => {
  expect(formatNumber('1234567.5', 'vi')).toBe('1.234.567,5');
  expect(formatNumber('1234567.5', 'en')).toBe('1,234,567.5');
  expect(formatNumber(-12, 'vi')).toBe('−12');
  expect(toInputText('1234.5', 'vi')).toBe('1234,5');
});
