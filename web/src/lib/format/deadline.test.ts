import { expect, test } from 'vitest';
import { deadlineFrom, isNear } from './deadline';

const now = new Date('2021-12-12T03:00:00Z'); // 10:00 in Vietnam

test.each([
  ['2021-12-15T16:59:59Z', { when: 'days', count: 3 }],
  ['2021-12-13T16:59:59Z', { when: 'tomorrow', count: 1 }],
  ['2021-12-12T16:59:59Z', { when: 'today', count: 0 }],
  ['2021-12-12T17:30:00Z', { when: 'tomorrow', count: 1 }],
  ['2021-12-12T05:30:00Z', { when: 'hours', count: 2 }],
  ['2021-12-12T03:20:00Z', { when: 'minutes', count: 20 }],
  ['2021-12-12T03:00:10Z', { when: 'minutes', count: 1 }],
  ['2021-12-12T02:50:00Z', { when: 'overdueHours', count: 1 }],
  ['2021-12-11T22:00:00Z', { when: 'overdueHours', count: 5 }],
  ['2021-12-10T02:00:00Z', { when: 'overdueDays', count: 2 }],
  ['2021-12-09T16:59:59Z', { when: 'overdueDays', count: 3 }],
])('a deadline at %s is %j', (dueAt, expected) => {
  expect(deadlineFrom(dueAt, now)).toEqual(expected);
});

test('three days or fewer are near', () => {
  expect(isNear('2021-12-15T02:00:00Z', now)).toBe(true);
  expect(isNear('2021-12-16T03:00:00Z', now)).toBe(false);
});
