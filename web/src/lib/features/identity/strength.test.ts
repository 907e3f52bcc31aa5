import { expect, test } from 'vitest';
import { strengthOf } from './strength';

test.each([
  ['ngắn', { kind: 'short', missing: 8 }],
  ['aaaaaaaaaaaaaaaa', { kind: 'monotonous' }],
  ['mưa rào Núi Sam', { kind: 'enough' }],
  ['mưa rào ở Núi Sam chiều nay', { kind: 'good' }],
])('%s is %j', (password, expected) => {
  expect(strengthOf(password, 12)).toEqual(expected);
});

test('a letter counts once, however it is typed', () => {
  expect(strengthOf('o\u031b\u0309', 2)).toEqual({ kind: 'short', missing: 1 });
});
