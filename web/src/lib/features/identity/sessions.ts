import {
  EndOtherSessionsDocument,
  EndSessionDocument,
  SignOutEverywhereDocument,
} from '$gql/account/graphql';
import { mutate } from '$lib/api/client';
import { end } from './session.svelte';

/** Ends one session of the person. */
export async function endSession(id: string): Promise<void> {
  await mutate(EndSessionDocument, { input: { id } });
}

/** Ends every session of the person but the present one. */
export async function endOtherSessions(): Promise<void> {
  await mutate(EndOtherSessionsDocument);
}

/** Ends every session of the person, the present one too. */
export async function signOutEverywhere(): Promise<void> {
  await mutate(SignOutEverywhereDocument);
  end();
}
