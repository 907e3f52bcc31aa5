import { expect, test } from 'vitest';
import { chosenCriterion, filterFrom, toAddress } from './filter';

test('the address holds the filter, both ways', () => {
  const filter = filterFrom(new URLSearchParams('criterion=c1&peerGroup=g1&undecided=1&search=%20phuoc%20'));
  expect(filter).toEqual({ criterion: 'c1', peerGroup: 'g1', isUndecidedOnly: true, search: 'phuoc' });
  expect(toAddress(filter)).toEqual({ criterion: 'c1', peerGroup: 'g1', search: 'phuoc', undecided: '1' });
  expect(filterFrom(new URLSearchParams())).toEqual({});
});

test('work begins at the criterion asked for, else at the first with lines left', () => {
  const row = (id: string, decided: number) => ({ criterion: { id }, decided, total: 3 });
  const progress = [row('a', 3), row('b', 1), row('c', 0)];
  expect(chosenCriterion(progress, 'c')?.criterion.id).toBe('c');
  expect(chosenCriterion(progress, undefined)?.criterion.id).toBe('b');
  expect(chosenCriterion([row('a', 3)], 'gone')?.criterion.id).toBe('a');
  expect(chosenCriterion([], undefined)).toBeUndefined();
});
