import { expect, test } from 'vitest';
import { adjustFault, canAccept, isDecided, lockReason } from './lines';

const open = {
  canAppraise: true,
  unitId: 'u1',
  ownUnits: ['u9'],
  sheetState: 'UNDER_APPRAISAL',
  isPhaseOpen: true,
} as const;

test('a line that may be appraised is not locked', () => {
  expect(lockReason(open)).toBeNull();
});

test.each([
  [{ unitId: 'u9' }, 'ownUnit'],
  [{ unitId: 'u9', sheetState: 'FINAL' }, 'ownUnit'],
  [{ sheetState: 'APPRAISED_1' }, 'concluded'],
  [{ sheetState: 'FINAL', isPhaseOpen: false }, 'concluded'],
  [{ sheetState: 'RETURNED' }, 'notSubmitted'],
  [{ isPhaseOpen: false }, 'phaseClosed'],
  [{}, 'notAssigned'],
] as const)('a locked line with %j says %s', (change, reason) => {
  expect(lockReason({ ...open, canAppraise: false, ...change })).toBe(reason);
});

test('there must be a score to keep', () => {
  expect(canAccept({ selfScore: '0.00', state: 'SELF_SCORED' })).toBe(true);
  expect(canAccept({ selfScore: null, state: 'EMPTY' })).toBe(false);
  expect(canAccept({ selfScore: null, state: 'NOT_APPLICABLE' })).toBe(false);
  const claimed = { selfScore: null, trace: { isNotApplicable: true } };
  expect(canAccept({ ...claimed, state: 'CLAIMED_NOT_APPLICABLE' })).toBe(true);
  expect(canAccept({ ...claimed, state: 'ADJUSTED' })).toBe(true);
  expect(canAccept({ ...claimed, state: 'NOT_APPLICABLE' })).toBe(false);
});

test('a line that does not apply leaves nothing to decide', () => {
  expect(isDecided({ r1At: null, state: 'SELF_SCORED' })).toBe(false);
  expect(isDecided({ r1At: '2021-12-20T02:00:00Z', state: 'ACCEPTED' })).toBe(true);
  expect(isDecided({ r1At: null, state: 'NOT_APPLICABLE' })).toBe(true);
  expect(isDecided({ r1At: null, state: 'CLAIMED_NOT_APPLICABLE' })).toBe(false);
});

const reason = 'Thiếu quyết định phê duyệt';

test.each([
  [null, reason, 'pointsMissing'],
  ['8.01', reason, 'pointsOutOfRange'],
  ['7', ' ', 'reasonMissing'],
  ['7', 'Thiếu', 'reasonMissing'],
  ['8.00', reason, undefined],
  ['0', reason, undefined],
  ['6.5', '', undefined],
])('an adjustment of 6,50 to %j because of %j: %s', (points, given, fault) => {
  expect(adjustFault(points, given, { maxPoints: '8.00', selfScore: '6.50' })).toBe(fault);
});

test('points for a line without a self score always need a reason', () => {
  expect(adjustFault('0', '', { maxPoints: '8.00', selfScore: null })).toBe('reasonMissing');
});
