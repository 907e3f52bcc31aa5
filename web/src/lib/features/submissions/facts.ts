import type {
  FactsInput,
  LineFieldsFragment,
  RuleKind,
  SheetCriterionFragment,
} from '$gql/submissions/graphql';
import { parseNumber, toInputText, type Language } from '$lib/format';

type Facts = NonNullable<LineFieldsFragment['facts']>;
type FactKey = SheetCriterionFragment['factKeys'][number];

/** What a rule asks for, by the way it is asked. */
export type Shape =
  'done' | 'date' | 'ratio' | 'count' | 'events' | 'items' | 'option' | 'survey' | 'value' | 'points';

const shapes: Record<RuleKind, Shape> = {
  BOOLEAN: 'done',
  DEADLINE: 'date',
  BANDS: 'ratio',
  PROPORTIONAL: 'ratio',
  PIECEWISE_LINEAR: 'ratio',
  LINEAR: 'ratio',
  DEDUCTION: 'events',
  COUNT: 'count',
  TIERED_COUNT: 'count',
  COUNT_TARGET: 'count',
  CHECKLIST: 'items',
  CHOICE: 'option',
  SURVEY: 'survey',
  EXTERNAL: 'value',
  RELATIVE_TO_LEADER: 'value',
  MANUAL: 'points',
};

export function shapeOf(rule: RuleKind): Shape {
  return shapes[rule];
}

export type NumberField = 'numerator' | 'denominator' | 'count' | 'value' | 'sample';

/** The facts of a line as they stand in its inputs: numbers as typed, choices as made, null where nothing was answered. */
export interface FactsForm {
  readonly done: boolean | null;
  /** "2021-03-05", or empty. */
  readonly date: string;
  readonly noDate: boolean;
  readonly numerator: string;
  readonly denominator: string;
  readonly count: string;
  readonly value: string;
  readonly sample: string;
  readonly events: Readonly<Record<string, string>>;
  readonly items: readonly string[] | null;
  readonly option: string;
}

export const emptyForm: FactsForm = {
  done: null,
  date: '',
  noDate: false,
  numerator: '',
  denominator: '',
  count: '',
  value: '',
  sample: '',
  events: {},
  items: null,
  option: '',
};

export type Fault = 'whole' | 'decimal' | 'above';

/** What stands in the inputs: nothing, something unfinished, something unreadable, or facts. */
export type Reading =
  | { kind: 'empty' }
  | { kind: 'incomplete' }
  | { kind: 'faulty'; faults: Readonly<Record<string, Fault>> }
  | { kind: 'complete'; facts: FactsInput };

const valueDecimals = 6;
const pointDecimals = 2;
const mostDigits = 12;

export function toForm(
  facts: Facts | null | undefined,
  keys: readonly FactKey[],
  language: Language,
): FactsForm {
  if (!facts) return emptyForm;
  const text = (value: number | string | null | undefined) =>
    value == null ? '' : toInputText(value, language);
  const counts = new Map(facts.events?.map(({ code, count }) => [code, count]));
  return {
    done: facts.done ?? null,
    date: facts.date ?? '',
    noDate: facts.noDate ?? false,
    numerator: text(facts.numerator),
    denominator: text(facts.denominator),
    count: text(facts.count),
    value: text(facts.value),
    sample: text(facts.sample),
    // What is not listed did not happen.
    events: facts.events
      ? Object.fromEntries(keys.map(({ code }) => [code, text(counts.get(code) ?? 0)]))
      : {},
    items: facts.items ?? null,
    option: facts.option ?? '',
  };
}

export function readForm(form: FactsForm, rule: RuleKind, keys: readonly FactKey[]): Reading {
  switch (shapeOf(rule)) {
    case 'done':
      return form.done === null ? { kind: 'empty' } : complete({ done: form.done });
    case 'date':
      if (form.noDate) return complete({ noDate: true });
      return form.date === '' ? { kind: 'empty' } : complete({ date: form.date });
    case 'option':
      return form.option === '' ? { kind: 'empty' } : complete({ option: form.option });
    case 'items':
      return form.items === null ? { kind: 'empty' } : complete({ items: form.items });
    case 'ratio':
      return readRatio(form);
    case 'count':
      return readNumbers(form, ['count']);
    case 'survey':
      return readNumbers(form, ['value', 'sample']);
    case 'value':
    case 'points':
      return readNumbers(form, ['value'], shapeOf(rule) === 'points' ? pointDecimals : valueDecimals);
    case 'events':
      return readEvents(form, keys);
  }
}

/** The facts that are wanted of a ratio: a numerator above its denominator cannot be. */
function readRatio(form: FactsForm): Reading {
  const reading = readNumbers(form, ['numerator', 'denominator']);
  if (reading.kind !== 'complete') return reading;
  const { numerator, denominator } = reading.facts;
  const isAbove = Number(numerator) > Number(denominator);
  return isAbove ? { kind: 'faulty', faults: { numerator: 'above' } } : reading;
}

function readNumbers(form: FactsForm, fields: readonly NumberField[], decimals = valueDecimals): Reading {
  const faults: Record<string, Fault> = {};
  const facts: Record<string, number | string> = {};
  for (const field of fields) {
    const isWhole = field !== 'value';
    const parsed = parseNumber(form[field], isWhole ? 0 : decimals);
    if (parsed.kind === 'number' && parsed.value.length <= mostDigits) {
      facts[field] = isWhole ? Number(parsed.value) : parsed.value;
    } else if (parsed.kind !== 'empty') faults[field] = isWhole ? 'whole' : 'decimal';
  }
  if (Object.keys(faults).length > 0) return { kind: 'faulty', faults };
  const found = Object.keys(facts).length;
  if (found === fields.length) return complete(facts);
  return found === 0 ? { kind: 'empty' } : { kind: 'incomplete' };
}

function readEvents(form: FactsForm, keys: readonly FactKey[]): Reading {
  const faults: Record<string, Fault> = {};
  const events: { code: string; count: number }[] = [];
  let isAnswered = false;
  for (const { code } of keys) {
    const parsed = parseNumber(form.events[code] ?? '', 0);
    if (parsed.kind === 'empty') continue;
    isAnswered = true;
    if (parsed.kind === 'invalid' || parsed.value.length > mostDigits) faults[code] = 'whole';
    else if (parsed.value !== '0') events.push({ code, count: Number(parsed.value) });
  }
  if (Object.keys(faults).length > 0) return { kind: 'faulty', faults };
  return isAnswered ? complete({ events }) : { kind: 'empty' };
}

function complete(facts: FactsInput): Reading {
  return { kind: 'complete', facts };
}

/** Facts in one form for comparison: events and items without order, numbers without superfluous zeros. */
export function factsKey(facts: Facts | FactsInput | null | undefined): string {
  if (!facts) return '';
  const events = facts.events
    ?.filter(({ count }) => count > 0)
    .map(({ code, count }) => `${code}:${count}`)
    .sort();
  const value = facts.value == null ? null : parseNumber(facts.value, valueDecimals);
  return JSON.stringify([
    facts.done ?? null,
    facts.date ?? null,
    facts.noDate ?? false,
    facts.numerator ?? null,
    facts.denominator ?? null,
    facts.count ?? null,
    events ?? null,
    facts.items ? [...facts.items].sort() : null,
    facts.option ?? null,
    value?.kind === 'number' ? value.value : null,
    facts.sample ?? null,
  ]);
}
