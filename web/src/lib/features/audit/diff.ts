/** One place of a record that differs between before and after. */
export interface Change {
  /** Field names and indexes, outermost first; empty when the record is a single value. */
  path: readonly string[];
  before: string | null;
  after: string | null;
}

/** What is left of a record, field by field; null where it cannot be read as JSON. */
type Leaves = Map<string, string>;

const separator = '\u0000';

/**
 * What a deed changed: every leaf that differs, in the order of the record. A record that began or ended shows all its
 * fields, and one that only existed afterwards has no "before".
 */
export function changesBetween(before: string | null, after: string | null): Change[] {
  const [old, now] = [leavesOf(before), leavesOf(after)];
  const paths = new Set([...now.keys(), ...old.keys()]);
  return [...paths]
    .filter((path) => old.get(path) !== now.get(path))
    .map((path) => ({
      path: path === '' ? [] : path.split(separator),
      before: old.get(path) ?? null,
      after: now.get(path) ?? null,
    }));
}

function leavesOf(text: string | null): Leaves {
  const leaves: Leaves = new Map();
  if (text === null) return leaves;
  collect(parse(text), [], leaves);
  return leaves;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function collect(value: unknown, path: readonly string[], leaves: Leaves): void {
  if (value === null || value === undefined) return;
  if (typeof value !== 'object') {
    leaves.set(path.join(separator), String(value));
    return;
  }
  // A list of plain values reads best as one: "A1, A2, A3".
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null)) {
    leaves.set(path.join(separator), value.join(', '));
    return;
  }
  for (const [key, inner] of Object.entries(value)) collect(inner, [...path, key], leaves);
}
