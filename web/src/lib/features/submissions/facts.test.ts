import { expect, test } from 'vitest';
import { emptyForm, factsKey, readForm, toForm, type FactsForm } from './facts';

const keys = [
  { code: 'LATE', label: 'trễ', points: '1.00' },
  { code: 'MISSING', label: 'thiếu', points: '2.00' },
];
const form = (change: Partial<FactsForm>): FactsForm => ({ ...emptyForm, ...change });

test.each([
  ['BOOLEAN', { done: false }],
  ['DEADLINE', { date: '2021-03-05' }],
  ['DEADLINE', { noDate: true }],
  ['PIECEWISE_LINEAR', { numerator: 1187, denominator: 1204 }],
  ['BANDS', { numerator: 0, denominator: 0 }],
  ['COUNT_TARGET', { count: 7 }],
  ['CHECKLIST', { items: ['LATE'] }],
  ['CHECKLIST', { items: [] }],
  ['CHOICE', { option: 'LATE' }],
  ['DEDUCTION', { events: [{ code: 'MISSING', count: 2 }] }],
  ['DEDUCTION', { events: [] }],
  ['SURVEY', { value: '0.8645', sample: 112 }],
  ['MANUAL', { value: '1.5' }],
] as const)('facts of %s come back from the inputs as they went in', (rule, facts) => {
  for (const language of ['vi', 'en'] as const) {
    const reading = readForm(toForm(facts, keys, language), rule, keys);
    expect(reading.kind).toBe('complete');
    expect(reading.kind === 'complete' && factsKey(reading.facts)).toBe(factsKey(facts));
  }
});

test('no facts are empty inputs, and empty inputs are no facts', () => {
  expect(toForm(null, keys, 'vi')).toEqual(emptyForm);
  for (const rule of [
    'BOOLEAN',
    'DEADLINE',
    'LINEAR',
    'COUNT',
    'CHECKLIST',
    'CHOICE',
    'DEDUCTION',
    'SURVEY',
  ] as const) {
    expect(readForm(emptyForm, rule, keys)).toEqual({ kind: 'empty' });
  }
});

test('half of a ratio is no ratio yet', () => {
  expect(readForm(form({ numerator: '1187' }), 'LINEAR', keys)).toEqual({ kind: 'incomplete' });
  expect(readForm(form({ sample: '30' }), 'SURVEY', keys)).toEqual({ kind: 'incomplete' });
});

test('what cannot be read is named', () => {
  const read = (change: Partial<FactsForm>, rule: 'LINEAR' | 'COUNT' | 'MANUAL' | 'DEDUCTION') =>
    readForm(form(change), rule, keys);
  expect(read({ numerator: '12a', denominator: '20' }, 'LINEAR')).toEqual({
    kind: 'faulty',
    faults: { numerator: 'whole' },
  });
  expect(read({ numerator: '21', denominator: '20' }, 'LINEAR')).toEqual({
    kind: 'faulty',
    faults: { numerator: 'above' },
  });
  expect(read({ count: '1,5' }, 'COUNT')).toEqual({ kind: 'faulty', faults: { count: 'whole' } });
  // One and a half, or one thousand five hundred: nobody guesses.
  expect(read({ value: '1,555' }, 'MANUAL')).toEqual({ kind: 'faulty', faults: { value: 'decimal' } });
  expect(read({ value: '1,55a' }, 'MANUAL')).toEqual({ kind: 'faulty', faults: { value: 'decimal' } });
  expect(read({ events: { LATE: 'x' } }, 'DEDUCTION')).toEqual({ kind: 'faulty', faults: { LATE: 'whole' } });
});

test('numbers are read as people write them', () => {
  expect(readForm(form({ numerator: '1.187', denominator: '1 204' }), 'BANDS', keys)).toEqual({
    kind: 'complete',
    facts: { numerator: 1187, denominator: 1204 },
  });
});

test('one answered event answers for the others: they did not happen', () => {
  expect(readForm(form({ events: { LATE: '3' } }), 'DEDUCTION', keys)).toEqual({
    kind: 'complete',
    facts: { events: [{ code: 'LATE', count: 3 }] },
  });
  expect(toForm({ events: [{ code: 'LATE', count: 3 }] }, keys, 'vi').events).toEqual({
    LATE: '3',
    MISSING: '0',
  });
});

test('the same facts are the same however they are written', () => {
  expect(factsKey({ items: ['A', 'B'] })).toBe(factsKey({ items: ['B', 'A'] }));
  expect(factsKey({ value: '1.50' })).toBe(factsKey({ value: '1.5' }));
  expect(factsKey({ events: [{ code: 'A', count: 0 }] })).toBe(factsKey({ events: [] }));
  expect(factsKey({ items: [] })).not.toBe(factsKey({ events: [] }));
  expect(factsKey(null)).toBe(factsKey(undefined));
});
