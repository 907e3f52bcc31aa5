import { expect, test } from 'vitest';
import { lookUp } from './lookUp';

const texts = {
  title: 'Units',
  left: { days_one: '{{count}} day left', days_other: '{{count}} days left', hint: '{{who}} and {{whom}}' },
  plain: '{{count}} in all',
};

test('a text is found by its path, and what it leaves open is filled in', () => {
  expect(lookUp(texts, 'title', {}, 'en')).toBe('Units');
  expect(lookUp(texts, 'left.hint', { who: 'An', whom: '$& {{who}}' }, 'en')).toBe('An and $& {{who}}');
  expect(lookUp(texts, 'left.hint', { who: '' }, 'en')).toBe(' and {{whom}}');
});

test('a count chooses the form of its language', () => {
  expect(lookUp(texts, 'left.days', { count: 1 }, 'en')).toBe('1 day left');
  expect(lookUp(texts, 'left.days', { count: 0 }, 'en')).toBe('0 days left');
  expect(lookUp(texts, 'left.days', { count: 1 }, 'vi')).toBe('1 days left');
  expect(lookUp(texts, 'plain', { count: 2 }, 'en')).toBe('2 in all');
});

test('what is not there is said', () => {
  expect(lookUp(texts, 'left', {}, 'en')).toBeNull();
  expect(lookUp(texts, 'left.days', {}, 'en')).toBeNull();
  expect(lookUp(texts, 'title.more', {}, 'en')).toBeNull();
  expect(lookUp(texts, 'toString', {}, 'en')).toBeNull();
  expect(lookUp(undefined, 'title', {}, 'en')).toBeNull();
});
