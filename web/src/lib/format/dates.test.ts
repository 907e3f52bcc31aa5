import { expect, test } from 'vitest';
import {
  formatDate,
  formatDateTime,
  formatDay,
  parseDate,
  parseTime,
  toDeadline,
  toInstant,
  today,
  toWallClock,
} from './dates';

test('dates have two-digit days and months', () => {
  expect(formatDate('2021-03-05')).toBe('05/03/2021');
});

test('instants are shown on the clock of Vietnam', () => {
  expect(formatDateTime('2021-12-15T16:59:59Z')).toBe('15/12/2021 23:59');
  expect(formatDateTime('2021-12-31T17:00:00Z')).toBe('01/01/2022 00:00');
  expect(formatDay('2021-12-15T17:30:00Z')).toBe('16/12/2021');
  expect(today(new Date('2021-12-15T18:00:00Z'))).toBe('2021-12-16');
});

test('a date and time of Vietnam survive the way to an instant and back', () => {
  expect(toInstant('2021-12-15', '23:59')).toBe('2021-12-15T16:59:00Z');
  expect(toWallClock(toInstant('2024-02-29', '06:30'))).toEqual({ date: '2024-02-29', time: '06:30' });
});

test('a deadline lasts until the last second of its minute', () => {
  expect(toDeadline('2021-12-15', '23:59')).toBe('2021-12-15T16:59:59Z');
  expect(toWallClock(toDeadline('2021-12-15', '23:59'))).toEqual({ date: '2021-12-15', time: '23:59' });
});

test.each([
  ['5/3/2021', '2021-03-05'],
  ['05-03-2021', '2021-03-05'],
  ['05.03.2021', '2021-03-05'],
  ['2021-03-05', '2021-03-05'],
  [' 29/02/2024 ', '2024-02-29'],
  ['29/02/2023', null],
  ['31/04/2021', null],
  ['5/13/2021', null],
  ['5/3/21', null],
  ['', null],
])('the typed date %j is %j', (text, date) => {
  expect(parseDate(text)).toBe(date);
});

test.each([
  ['23:59', '23:59'],
  ['9:05', '09:05'],
  ['9h05', '09:05'],
  ['24:00', null],
  ['12:60', null],
])('the typed time %j is %j', (text, time) => {
  expect(parseTime(text)).toBe(time);
});
