import { SignOutDocument, ViewerDocument, type ViewerFieldsFragment } from '$gql/identity/graphql';
import { setServerTime } from '$lib/api/clock.svelte';
import { mutate, onSignedOut, query, resetClient } from '$lib/api/client';

export type Viewer = ViewerFieldsFragment;

let viewer = $state.raw<Viewer | null>(null);
let hasEnded = $state(false);

/** Who sits at the screen: the one place that knows. */
export const session = {
  /** Null when nobody is signed in. */
  get viewer(): Viewer | null {
    return viewer;
  },
  /** The server no longer knows the session while a screen, perhaps with unsent work, is still open. */
  get hasEnded(): boolean {
    return hasEnded;
  },
};

/** The units the person at the screen belongs to: nobody appraises their own. */
export function ownUnits(): string[] {
  if (viewer === null) return [];
  const units = [viewer.homeUnit, viewer.account.unit, ...viewer.assignments.map(({ unit }) => unit)];
  const ids = units.flatMap((unit) => (unit ? [unit.id] : []));
  return ids.filter((id, place) => ids.indexOf(id) === place);
}

onSignedOut(() => {
  hasEnded = viewer !== null;
});

export async function loadViewer(): Promise<void> {
  const { viewer: found, serverTime } = await query(ViewerDocument);
  setServerTime(serverTime);
  begin(found ?? null);
}

/** Signs out; gives the address where the identity provider is told so, if it brought the person here. */
export async function signOut(): Promise<string | null> {
  const address = viewer?.signOutUrl ?? null;
  await mutate(SignOutDocument);
  end();
  return address;
}

/** Notes who sits at the screen from now on. */
export function begin(next: Viewer | null): void {
  viewer = next;
  hasEnded = false;
}

/** Forgets the person: the session has ended. */
export function end(): void {
  resetClient();
  begin(null);
}
