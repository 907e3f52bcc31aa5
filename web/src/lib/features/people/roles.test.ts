import { expect, test } from 'vitest';
import { filterFrom } from './filter';
import { dayBefore, faultAt, faultElsewhere, phaseOn, roles, scopesOf } from './roles';

test('a role is in force from its first to its last day, both included', () => {
  const period = { validFrom: '2021-03-01', validTo: '2021-06-30' };
  expect(phaseOn(period, '2021-02-28')).toBe('later');
  expect(phaseOn(period, '2021-03-01')).toBe('now');
  expect(phaseOn(period, '2021-06-30')).toBe('now');
  expect(phaseOn(period, '2021-07-01')).toBe('earlier');
  expect(phaseOn({ validFrom: '2021-03-01', validTo: null }, '2030-01-01')).toBe('now');
});

test('a role ended before it began is not announced as one to come', () => {
  expect(phaseOn({ validFrom: '2022-01-01', validTo: '2021-12-13' }, '2021-12-13')).toBe('earlier');
});

test('yesterday crosses months and years', () => {
  expect(dayBefore('2022-01-01')).toBe('2021-12-31');
  expect(dayBefore('2024-03-01')).toBe('2024-02-29');
});

test('every role can be bound to something', () => {
  expect(roles).toHaveLength(19);
  for (const role of roles) expect(scopesOf(role).length).toBeGreaterThan(0);
});

test('a problem stands at its field, or above the form when the form has no such field', () => {
  const problem = { code: 'LOGIN_TAKEN', message: 'Đã có.', path: ['login'] } as const;
  expect(faultAt(problem, 'login')).toBe('Đã có.');
  expect(faultAt(problem, 'request')).toBeNull();
  expect(faultElsewhere(problem, ['login', 'request'])).toBeNull();
  expect(faultElsewhere(problem, ['request'])).toBe('Đã có.');
  expect(faultElsewhere(null, [])).toBeNull();
});

test('an address names only roles that exist', () => {
  expect(filterFrom(new URLSearchParams('role=CLERK&search=+an+'))).toEqual({ role: 'CLERK', search: 'an' });
  expect(filterFrom(new URLSearchParams('role=KING'))).toEqual({});
});
