import { fromHundredths, toHundredths } from '$lib/format';
import type { RuleKind } from './criteria';

/** What kind of value stands in a field; it decides both the control and how the value is written as JSON. */
export type ValueType = 'points' | 'share' | 'whole' | 'decimal' | 'date' | 'text' | 'code' | 'unitKind';

export interface FieldSpec {
  key: string;
  type: ValueType;
  isOptional?: boolean;
}

/** A list of rows: pairs `[a, b]`, or an object whose keys stand in the first column. */
export interface TableSpec {
  key: string;
  shape: 'pairs' | 'object';
  columns: readonly [ValueType, ValueType];
}

export interface RuleSpec {
  fields: readonly FieldSpec[];
  table?: TableSpec;
}

const rest: FieldSpec = { key: 'else', type: 'points' };

/** Parameters of every rule kind. An EXTERNAL rule adds those of its transform, see `specOf`. */
const specs: Record<RuleKind, RuleSpec> = {
  BOOLEAN: { fields: [{ key: 'points', type: 'points' }] },
  DEADLINE: {
    fields: [{ key: 'due', type: 'date' }, rest],
    table: { key: 'tiers', shape: 'pairs', columns: ['whole', 'points'] },
  },
  BANDS: { fields: [rest], table: { key: 'bands', shape: 'pairs', columns: ['share', 'points'] } },
  PROPORTIONAL: { fields: [{ key: 'floor', type: 'share' }] },
  PIECEWISE_LINEAR: {
    fields: [],
    table: { key: 'knots', shape: 'pairs', columns: ['share', 'points'] },
  },
  LINEAR: {
    fields: [
      { key: 'from', type: 'share' },
      { key: 'to', type: 'share' },
    ],
  },
  DEDUCTION: {
    fields: [
      { key: 'start', type: 'points' },
      { key: 'floor', type: 'points' },
    ],
    table: { key: 'events', shape: 'object', columns: ['code', 'points'] },
  },
  COUNT: {
    fields: [
      { key: 'per_unit', type: 'points' },
      { key: 'cap', type: 'points' },
    ],
  },
  TIERED_COUNT: {
    fields: [],
    table: { key: 'tiers', shape: 'pairs', columns: ['whole', 'points'] },
  },
  COUNT_TARGET: {
    fields: [],
    table: { key: 'target', shape: 'object', columns: ['unitKind', 'whole'] },
  },
  CHECKLIST: { fields: [], table: { key: 'items', shape: 'object', columns: ['code', 'points'] } },
  CHOICE: { fields: [], table: { key: 'options', shape: 'object', columns: ['code', 'points'] } },
  SURVEY: {
    fields: [
      { key: 'min_sample', type: 'whole' },
      { key: 'instrument', type: 'text', isOptional: true },
    ],
  },
  EXTERNAL: {
    fields: [
      { key: 'source', type: 'text' },
      { key: 'indicator', type: 'text' },
    ],
  },
  RELATIVE_TO_LEADER: { fields: [{ key: 'indicator', type: 'text' }] },
  MANUAL: { fields: [] },
};

const transforms: Record<Transform, RuleSpec> = {
  scale: { fields: [{ key: 'scale', type: 'decimal' }] },
  bands: { fields: [rest], table: { key: 'bands', shape: 'pairs', columns: ['decimal', 'points'] } },
};

export type Transform = 'scale' | 'bands';

/** What a code is called, in both languages. */
export interface Words {
  vi: string;
  en: string;
}

export interface Row {
  cells: [string | null, string | null];
  /** Only for rows that begin with a code. */
  words?: Words;
}

/** A rule as a person edits it: canonical decimals as text, shares in per cent, null where nothing is entered. */
export interface RuleForm {
  kind: RuleKind;
  fields: Record<string, string | null>;
  rows: Row[];
  /** How a value from another system becomes points; used by EXTERNAL alone. */
  transform: Transform;
}

/** What a form of this kind consists of. */
export function specOf({ kind, transform }: Pick<RuleForm, 'kind' | 'transform'>): RuleSpec {
  const spec = specs[kind];
  if (kind !== 'EXTERNAL') return spec;
  const { fields, table } = transforms[transform];
  return { fields: [...spec.fields, ...fields], ...(table && { table }) };
}

/** Rules whose facts are a numerator and a denominator: what a zero denominator means must be said. */
export function isRatio(kind: RuleKind): boolean {
  return kind === 'BANDS' || kind === 'PROPORTIONAL' || kind === 'PIECEWISE_LINEAR' || kind === 'LINEAR';
}

/** Rules for which a zero policy can be chosen: ratios must have one, a survey may. */
export function takesZeroPolicy(kind: RuleKind): boolean {
  return isRatio(kind) || kind === 'SURVEY';
}

/** A rule to begin with: whoever meets the criterion fully gets the maximum. */
export function blankRule(
  kind: RuleKind,
  maxPoints: string | null,
  unitKinds: readonly string[] = [],
): RuleForm {
  const form: RuleForm = { kind, fields: {}, rows: [], transform: 'scale' };
  const top = maxPoints;
  switch (kind) {
    case 'BOOLEAN':
      form.fields = { points: top };
      break;
    case 'DEADLINE':
      form.fields = { due: null, else: '0' };
      form.rows = [{ cells: ['0', top] }];
      break;
    case 'BANDS':
      form.fields = { else: '0' };
      form.rows = [{ cells: ['100', top] }];
      break;
    case 'PROPORTIONAL':
      form.fields = { floor: '0' };
      break;
    case 'PIECEWISE_LINEAR':
      form.rows = [{ cells: ['0', '0'] }, { cells: ['100', top] }];
      break;
    case 'LINEAR':
      form.fields = { from: '0', to: '100' };
      break;
    case 'DEDUCTION':
      form.fields = { start: top, floor: '0' };
      form.rows = [{ cells: [null, null] }];
      break;
    case 'COUNT':
      form.fields = { per_unit: '1', cap: top };
      break;
    case 'TIERED_COUNT':
      form.rows = [{ cells: ['1', top] }];
      break;
    case 'COUNT_TARGET':
      form.rows = unitKinds.map((unitKind): Row => ({ cells: [unitKind, null] }));
      break;
    case 'CHECKLIST':
    case 'CHOICE':
      form.rows = [{ cells: [null, top] }];
      break;
    case 'SURVEY':
      form.fields = { min_sample: '30', instrument: null };
      break;
    case 'EXTERNAL':
      form.fields = { source: null, indicator: null, scale: '100', else: '0' };
      break;
    case 'RELATIVE_TO_LEADER':
      form.fields = { indicator: null };
      break;
    case 'MANUAL':
      break;
  }
  return form;
}

/** The form for parameters in the import format; null when they are not an object of this kind's shape. */
export function readRule(kind: RuleKind, text: string): RuleForm | null {
  const params = parseObject(text);
  if (params === null) return null;
  const inner = kind === 'EXTERNAL' ? asObject(params.transform) : params;
  if (inner === null) return null;
  const transform: Transform = kind === 'EXTERNAL' && 'bands' in inner ? 'bands' : 'scale';
  const { fields, table } = specOf({ kind, transform });

  const form: RuleForm = { kind, fields: {}, rows: [], transform };
  for (const { key, type } of fields) {
    form.fields[key] = readValue(key in params ? params[key] : inner[key], type);
  }
  if (table) {
    const rows = readRows(inner[table.key], table);
    if (rows === null) return null;
    form.rows = rows;
  }
  return form;
}

function readRows(value: unknown, { shape, columns: [first, second] }: TableSpec): Row[] | null {
  if (value == null) return [];
  if (shape === 'object') {
    const entries = asObject(value);
    return (
      entries && Object.entries(entries).map(([key, own]): Row => ({ cells: [key, readValue(own, second)] }))
    );
  }
  if (!Array.isArray(value)) return null;
  return value.map((pair: unknown): Row => {
    const [left, right] = Array.isArray(pair) ? (pair as unknown[]) : [];
    return { cells: [readValue(left, first), readValue(right, second)] };
  });
}

function readValue(value: unknown, type: ValueType): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).trim();
  if (text === '') return null;
  switch (type) {
    case 'share':
      return shiftPoint(text, 2);
    case 'points':
      return /^\d+(\.\d+)?$/.test(text) ? trimZeros(fromHundredths(toHundredths(text))) : text;
    case 'decimal':
      return trimZeros(text);
    default:
      return text;
  }
}

/**
 * The parameters in the import format. The text is put together by hand: keys keep the order of the rows, which an
 * object would not promise, and every fraction is written as text, so that it stays exact.
 */
export function writeRule(form: RuleForm): string {
  const { table } = specOf(form);
  const own = writeFields(form, specs[form.kind].fields);
  if (form.kind !== 'EXTERNAL') {
    return object(table ? [...own, writeTable(form, table)] : own);
  }
  const inner = writeFields(form, transforms[form.transform].fields);
  const transform = object(table ? [writeTable(form, table), ...inner] : inner);
  return object([...own, `"transform":${transform}`]);
}

function writeFields(form: RuleForm, fields: readonly FieldSpec[]): string[] {
  return fields.flatMap(({ key, type }) => {
    const value = form.fields[key] ?? null;
    return value === null ? [] : [`${JSON.stringify(key)}:${writeValue(value, type)}`];
  });
}

function writeTable(form: RuleForm, { key, shape, columns: [first, second] }: TableSpec): string {
  const rows = form.rows.map(({ cells: [left, right] }) =>
    shape === 'object'
      ? `${JSON.stringify(left?.trim() ?? '')}:${writeValue(right, second)}`
      : `[${writeValue(left, first)},${writeValue(right, second)}]`,
  );
  return `${JSON.stringify(key)}:${shape === 'object' ? object(rows) : `[${rows.join(',')}]`}`;
}

function writeValue(value: string | null, type: ValueType): string {
  if (value === null) return 'null';
  switch (type) {
    case 'whole':
      return /^\d+$/.test(value) ? value : JSON.stringify(value);
    case 'points': {
      const text = trimZeros(value);
      return /^\d+$/.test(text) ? text : JSON.stringify(text);
    }
    case 'share':
      return JSON.stringify(withTwoDecimals(shiftPoint(value, -2)));
    default:
      return JSON.stringify(value.trim());
  }
}

/** Gives every row that begins with a code the words that the criterion has for it, or none. */
export function withWords(
  form: RuleForm,
  keys: readonly { code: string; labelVi?: string | null; labelEn?: string | null }[],
): RuleForm {
  if (!hasCodes(form)) return form;
  for (const row of form.rows) {
    const known = keys.find(({ code }) => code === row.cells[0]?.trim());
    row.words ??= { vi: known?.labelVi ?? '', en: known?.labelEn ?? '' };
  }
  return form;
}

/** Words by code, as the server takes them; codes without words are left to it. */
export function keyLabelsOf(form: RuleForm): { code: string; labelVi: string; labelEn: string }[] {
  if (!hasCodes(form)) return [];
  return form.rows.flatMap(({ cells: [code], words }) => {
    const labelVi = words?.vi.trim().normalize('NFC') ?? '';
    const labelEn = words?.en.trim().normalize('NFC') ?? '';
    return code && labelVi + labelEn !== '' ? [{ code: code.trim(), labelVi, labelEn }] : [];
  });
}

/** Whether a code is called something in one language only. */
export function isHalfWorded({ words }: Row): boolean {
  return words !== undefined && (words.vi.trim() === '') !== (words.en.trim() === '');
}

function hasCodes(form: RuleForm): boolean {
  return specOf(form).table?.columns[0] === 'code';
}

/** Codes that stand in the first column more than once: the later row would silently replace the earlier. */
export function repeatedCodes(form: RuleForm): string[] {
  if (specOf(form).table?.shape !== 'object') return [];
  const codes = form.rows.flatMap(({ cells: [code] }) => (code === null ? [] : [code.trim()]));
  return [...new Set(codes.filter((code, index) => codes.indexOf(code) < index))];
}

/** Where a problem of the server belongs in the form. */
export type Place =
  | { kind: 'field'; key: string }
  | { kind: 'table' }
  | { kind: 'row'; index: number; column: 0 | 1 | null }
  | { kind: 'rule' };

/** The place of a path inside the parameters, such as `["knots", "1", "1"]` or `["events", "LATE"]`. */
export function placeOf(form: RuleForm, path: readonly string[]): Place {
  const [first, ...deeper] = form.kind === 'EXTERNAL' && path[0] === 'transform' ? path.slice(1) : path;
  const { fields, table } = specOf(form);
  if (first === undefined) return { kind: 'rule' };
  if (fields.some(({ key }) => key === first)) return { kind: 'field', key: first };
  if (table?.key !== first) return { kind: 'rule' };
  const [step, column] = deeper;
  if (step === undefined) return { kind: 'table' };
  const index =
    table.shape === 'object'
      ? form.rows.findIndex(({ cells: [code] }) => (code?.trim() ?? '') === step)
      : Number(step);
  if (!Number.isInteger(index) || index < 0 || index >= form.rows.length) return { kind: 'table' };
  return { kind: 'row', index, column: column === '0' ? 0 : column === '1' ? 1 : null };
}

function object(entries: string[]): string {
  return `{${entries.join(',')}}`;
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

/** Moves the decimal point exactly: ("0.955", 2) → "95.5", ("90", -2) → "0.9". What is no decimal stays as it is. */
function shiftPoint(text: string, by: 2 | -2): string {
  const match = /^(\d+)(?:\.(\d*))?$/.exec(text.replace(',', '.'));
  if (!match) return text;
  const [, whole = '', fraction = ''] = match;
  const digits = by > 0 ? whole + fraction.padEnd(by, '0') : whole.padStart(-by + 1, '0') + fraction;
  const at = by > 0 ? whole.length + by : Math.max(whole.length, -by + 1) + by;
  return trimZeros(`${digits.slice(0, at)}.${digits.slice(at)}`);
}

function trimZeros(text: string): string {
  const [whole = '', fraction = ''] = text.split('.');
  const kept = fraction.replace(/0+$/, '');
  const head = whole.replace(/^0+(?=\d)/, '');
  return kept === '' ? head : `${head}.${kept}`;
}

/** "0.9" → "0.90", "1" → "1.00", but "0" stays: ratios as the import format writes them. */
function withTwoDecimals(text: string): string {
  if (text === '0' || !/^\d+(\.\d+)?$/.test(text)) return text;
  const [whole = '', fraction = ''] = text.split('.');
  return `${whole}.${fraction.padEnd(2, '0')}`;
}
