import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { RuleKind } from './criteria';
import {
  blankRule,
  isHalfWorded,
  keyLabelsOf,
  placeOf,
  readRule,
  repeatedCodes,
  withWords,
  writeRule,
} from './ruleForm';

const kinds: RuleKind[] = [
  'BOOLEAN',
  'DEADLINE',
  'BANDS',
  'PROPORTIONAL',
  'PIECEWISE_LINEAR',
  'LINEAR',
  'DEDUCTION',
  'COUNT',
  'TIERED_COUNT',
  'COUNT_TARGET',
  'CHECKLIST',
  'CHOICE',
  'SURVEY',
  'EXTERNAL',
  'RELATIVE_TO_LEADER',
  'MANUAL',
];

const read = (kind: RuleKind, params: unknown) => {
  const form = readRule(kind, JSON.stringify(params));
  if (form === null) throw new Error('the parameters cannot be read');
  return form;
};

const set = JSON.parse(readFileSync('../data/criteria_set_2021.json', 'utf8')) as {
  criteria: { code: string; rule: RuleKind; params: unknown }[];
};

test.each(set.criteria)('the rule of $code survives the form unchanged', ({ rule, params }) => {
  expect(JSON.parse(writeRule(read(rule, params)))).toEqual(params);
});

const others: [RuleKind, unknown][] = [
  ['SURVEY', { instrument: 'SIPAS', min_sample: 30 }],
  ['EXTERNAL', { source: '766', indicator: 'total', transform: { scale: '100' } }],
  [
    'EXTERNAL',
    {
      source: '766',
      indicator: 'total',
      transform: {
        bands: [
          ['90', 3],
          ['80.5', '1.5'],
        ],
        else: 0,
      },
    },
  ],
  ['RELATIVE_TO_LEADER', { indicator: 'votes' }],
  ['MANUAL', {}],
];

test.each(others)('a %s rule %j survives the form unchanged', (kind, params) => {
  expect(JSON.parse(writeRule(read(kind, params)))).toEqual(params);
});

test('shares are edited in per cent and written as exact ratios', () => {
  const form = read('PIECEWISE_LINEAR', {
    knots: [
      ['0.955', 4],
      ['1.00', 8],
      ['0', 0],
      ['0.0005', 1],
    ],
  });
  expect(form.rows.map(({ cells }) => cells[0])).toEqual(['95.5', '100', '0', '0.05']);
  expect(writeRule(form)).toBe('{"knots":[["0.955",4],["1.00",8],["0",0],["0.0005",1]]}');
});

test('points are whole numbers, or text where they have a fraction', () => {
  const form = read('COUNT', { per_unit: '0.50', cap: 1 });
  expect(form.fields).toEqual({ per_unit: '0.5', cap: '1' });
  expect(writeRule({ ...form, fields: { per_unit: '0.25', cap: '2.00' } })).toBe(
    '{"per_unit":"0.25","cap":2}',
  );
});

test('codes keep the order of the rows, even when they look like numbers', () => {
  const form = { ...blankRule('CHOICE', '3'), rows: [] as { cells: [string | null, string | null] }[] };
  form.rows = [{ cells: ['B', '3'] }, { cells: ['2', '2'] }, { cells: [' 1 ', '1'] }];
  expect(writeRule(form)).toBe('{"options":{"B":3,"2":2,"1":1}}');
});

test('what is missing reaches the server as missing', () => {
  expect(writeRule(blankRule('DEADLINE', null))).toBe('{"else":0,"tiers":[[0,null]]}');
  expect(writeRule(blankRule('DEDUCTION', '5'))).toBe('{"start":5,"floor":0,"events":{"":null}}');
});

test('a new rule begins with the maximum, for every kind', () => {
  for (const kind of kinds) {
    const form = blankRule(kind, '4', ['COMMUNE']);
    expect(readRule(kind, writeRule(form))?.kind).toBe(kind);
  }
  expect(writeRule(blankRule('COUNT_TARGET', '4', ['DISTRICT', 'COMMUNE']))).toBe(
    '{"target":{"DISTRICT":null,"COMMUNE":null}}',
  );
});

test('text that is no rule is not read', () => {
  for (const text of ['', '[]', 'null', '{', '{"knots": 3}']) {
    expect(readRule('PIECEWISE_LINEAR', text)).toBeNull();
  }
  expect(readRule('EXTERNAL', '{"source":"x"}')).toBeNull();
});

test('repeated codes are found', () => {
  const form = read('CHECKLIST', { A: 1 });
  form.rows = [{ cells: ['A', '1'] }, { cells: ['B', '1'] }, { cells: ['A ', '2'] }];
  expect(repeatedCodes(form)).toEqual(['A']);
});

test('a problem is shown where it belongs', () => {
  const knots = read('PIECEWISE_LINEAR', {
    knots: [
      ['0.9', 0],
      ['1', 9],
    ],
  });
  expect(placeOf(knots, ['knots', '1', '1'])).toEqual({ kind: 'row', index: 1, column: 1 });
  expect(placeOf(knots, ['knots', '1'])).toEqual({ kind: 'row', index: 1, column: null });
  expect(placeOf(knots, ['knots'])).toEqual({ kind: 'table' });
  expect(placeOf(knots, ['knots', '7'])).toEqual({ kind: 'table' });
  expect(placeOf(knots, [])).toEqual({ kind: 'rule' });
  expect(placeOf(knots, ['other'])).toEqual({ kind: 'rule' });

  const deduction = read('DEDUCTION', { start: 4, events: { LATE: 1, MISSING: 2 }, floor: 0 });
  expect(placeOf(deduction, ['events', 'MISSING'])).toEqual({ kind: 'row', index: 1, column: null });
  expect(placeOf(deduction, ['start'])).toEqual({ kind: 'field', key: 'start' });

  const external = read('EXTERNAL', { source: 'a', indicator: 'b', transform: { bands: [['1', 1]] } });
  expect(placeOf(external, ['transform', 'bands', '0', '0'])).toEqual({ kind: 'row', index: 0, column: 0 });
  expect(placeOf(external, ['transform', 'else'])).toEqual({ kind: 'field', key: 'else' });
});

test('codes carry their words, new ones begin without', () => {
  const keys = [
    { code: 'LATE', labelVi: 'báo cáo gửi chậm', labelEn: 'late report' },
    { code: 'GONE', labelVi: 'không còn', labelEn: 'gone' },
  ];
  const form = withWords(read('DEDUCTION', { start: 4, events: { LATE: 1, MISSING: 2 }, floor: 0 }), keys);
  expect(form.rows.map(({ words }) => words)).toEqual([
    { vi: 'báo cáo gửi chậm', en: 'late report' },
    { vi: '', en: '' },
  ]);
  expect(keyLabelsOf(form)).toEqual([keys[0]]);
  form.rows.push({ cells: [' NEW ', '1'], words: { vi: ' mới ', en: 'new' } });
  expect(keyLabelsOf(form)).toContainEqual({ code: 'NEW', labelVi: 'mới', labelEn: 'new' });
});

test('words are for codes alone, and for both languages', () => {
  const count = read('COUNT_TARGET', { target: { COMMUNE: 2 } });
  expect(withWords(count, []).rows[0]?.words).toBeUndefined();
  expect(keyLabelsOf(count)).toEqual([]);
  const half = { vi: 'có', en: ' ' };
  expect(isHalfWorded({ cells: ['A', '1'], words: half })).toBe(true);
  expect(isHalfWorded({ cells: ['A', '1'], words: { vi: '', en: '' } })).toBe(false);
  expect(isHalfWorded({ cells: ['1', '1'] })).toBe(false);
});
