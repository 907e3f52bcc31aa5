import { Kind, parse, type OperationTypeNode } from 'graphql';

export interface Operation {
  /** Null for the one operation that has no name. */
  name: string | null;
  type: OperationTypeNode;
}

/** The operations of a document; none while it cannot be read. */
export function operationsOf(text: string): Operation[] {
  try {
    return parse(text, { noLocation: true }).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION
        ? [{ name: definition.name?.value ?? null, type: definition.operation }]
        : [],
    );
  } catch {
    return [];
  }
}

/** The variables as typed: an object, nothing for an empty text, or undefined when it is neither. */
export function variablesOf(text: string): Record<string, unknown> | undefined {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
