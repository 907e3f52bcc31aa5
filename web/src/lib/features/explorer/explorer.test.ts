import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { describe, find } from './docs';
import { operationsOf, variablesOf } from './document';
import { inLanguage, storedDraft, storeDraft } from './draft';
import { examples, examplesFor, textOf, type Example } from './examples';

const everything = { canReadSheets: true, canReadAudit: true };
const schema = buildSchema(readFileSync('../schema.graphql', 'utf8'));

test.each(examples)(
  'the example $name fits the schema, and its variables are an object',
  ({ variables, ...example }) => {
    expect(validate(schema, parse(textOf({ variables, ...example }, 'vi')))).toEqual([]);
    expect(variablesOf(variables)).toBeDefined();
  },
);

test('operations are told apart, and a broken document has none', () => {
  expect(operationsOf('query A { viewer { mustChangePassword } } mutation B { signOut }')).toEqual([
    { name: 'A', type: 'query' },
    { name: 'B', type: 'mutation' },
  ]);
  expect(operationsOf('{ viewer { mustChangePassword } }')).toEqual([{ name: null, type: 'query' }]);
  expect(operationsOf('query {')).toEqual([]);
});

test.each([
  ['', {}],
  ['{"first": 3}', { first: 3 }],
  ['[1]', undefined],
  ['null', undefined],
  ['{', undefined],
])('the variables %j are %j', (text, variables) => {
  expect(variablesOf(text)).toEqual(variables);
});

test('a type is described with its members', () => {
  const unit = describe(schema, 'Unit');
  expect(unit?.kind).toBe('object');
  const children = unit?.members.find(({ name }) => name === 'children');
  expect(children).toMatchObject({ type: 'UnitConnection!', link: 'UnitConnection' });
  expect(children?.args.map(({ name }) => name)).toContain('first');
  expect(describe(schema, 'RuleKind')?.members.map(({ name }) => name)).toContain('BANDS');
  expect(describe(schema, 'CampaignResult')?.members.map(({ link }) => link)).toEqual(
    expect.arrayContaining(['Campaign', 'CampaignProblem']),
  );
  expect(describe(schema, 'Castle')).toBeNull();
});

test('types are found before fields, and not too many', () => {
  const found = find(schema, 'ranking', 5);
  expect(found[0]?.field).toBeNull();
  expect(found).toHaveLength(5);
  expect(find(schema, ' ', 5)).toEqual([]);
});

test('the draft is kept on this machine; the first example stands at the beginning', () => {
  const [first] = examples as [Example];
  localStorage.clear();
  expect(storedDraft('vi', everything).query).toBe(textOf(first, 'vi'));
  storeDraft({ query: '{ serverTime }', variables: '' });
  expect(storedDraft('vi', everything)).toEqual({ query: '{ serverTime }', variables: '' });
  localStorage.setItem('thidua.explorer', 'broken');
  expect(storedDraft('en', everything).query).toBe(textOf(first, 'en'));
});

test('an example speaks the language of the screen until it is changed', () => {
  const [first] = examples as [Example];
  const text = textOf(first, 'en');
  expect(text).toMatch(/^# How far/);
  expect(inLanguage(text, 'vi')).toMatch(/^# Tiến độ/);
  expect(inLanguage(inLanguage(text, 'vi'), 'en')).toBe(text);
  expect(inLanguage(`${text}# mine`, 'vi')).toBe(`${text}# mine`);
});

test('only examples that the viewer may run are offered, and one of them stands at the beginning', () => {
  const names = (rights: typeof everything) => examplesFor(rights).map(({ name }) => name);
  expect(names(everything)).toHaveLength(examples.length);
  expect(names({ ...everything, canReadAudit: false })).not.toContain('audit');
  const nothing = { canReadSheets: false, canReadAudit: false };
  expect(names(nothing)).toEqual(['ranking', 'units', 'criteria']);
  localStorage.clear();
  expect(storedDraft('vi', nothing).query).toContain('query Ranking');
});
