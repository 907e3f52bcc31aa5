/** The ways to look at a ranking, and what is recorded beside the sheets. */
export const views = ['table', 'bars', 'map', 'merits'] as const;

export type View = (typeof views)[number];

export function viewFrom(address: URLSearchParams): View {
  return views.find((view) => view === address.get('view')) ?? 'table';
}
