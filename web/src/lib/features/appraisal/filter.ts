/** What the grid shows, as it stands in the address. */
export interface GridFilter {
  criterion?: string;
  peerGroup?: string;
  isUndecidedOnly?: boolean;
  search?: string;
}

export function filterFrom(address: URLSearchParams): GridFilter {
  const criterion = address.get('criterion');
  const peerGroup = address.get('peerGroup');
  const search = address.get('search')?.trim();
  return {
    ...(criterion && { criterion }),
    ...(peerGroup && { peerGroup }),
    ...(address.has('undecided') && { isUndecidedOnly: true }),
    ...(search && { search }),
  };
}

/** The same filter as the address carries it. */
export function toAddress({ isUndecidedOnly, ...filter }: GridFilter) {
  return { ...filter, undecided: isUndecidedOnly ? '1' : '' };
}

/** The row of the criterion that is asked for; else the first with lines left to decide; else the first. */
export function chosenCriterion<R extends { criterion: { id: string }; decided: number; total: number }>(
  progress: readonly R[],
  wanted: string | undefined,
): R | undefined {
  return (
    progress.find(({ criterion }) => criterion.id === wanted) ??
    progress.find(({ decided, total }) => decided < total) ??
    progress[0]
  );
}
