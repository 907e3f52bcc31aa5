import { ActAsDocument, ActingChoicesDocument } from '$gql/people/graphql';
import { mutate, query, resetClient } from '$lib/api/client';
import type { RoleRow } from './people';

export interface ActingChoices {
  readonly chosen: string | null;
  readonly assignments: readonly RoleRow[];
}

export async function loadActingChoices(): Promise<ActingChoices> {
  const { viewer } = await query(ActingChoicesDocument);
  return { chosen: viewer?.actingAs?.id ?? null, assignments: viewer?.assignments ?? [] };
}

/** Acts in one role from now on, or in all of them. What was read before may no longer be shown. */
export async function actAs(assignmentId: string | null): Promise<void> {
  await mutate(ActAsDocument, { input: { assignmentId } });
  resetClient();
}
