import { getContext, setContext } from 'svelte';

/** What a Field tells the control inside it, so that label, hint and error are tied to it without ids in screens. */
export interface FieldContext {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly isInvalid: boolean;
  readonly isRequired: boolean;
}

const key = Symbol('field');

export function provideField(field: FieldContext): void {
  setContext(key, field);
}

export function useField(): FieldContext | undefined {
  return getContext<FieldContext | undefined>(key);
}
