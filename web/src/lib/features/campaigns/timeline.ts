import { toDeadline, toInstant } from '$lib/format';

export interface Span {
  opensAt: string;
  closesAt: string;
}

export type When = 'past' | 'open' | 'coming';

export interface Placed {
  when: When;
  /** Where it begins and how long it is, in per cent of the whole calendar. */
  left: number;
  width: number;
}

export interface Timeline {
  spans: Placed[];
  /** Where the present moment stands, in per cent; null when it lies outside. */
  now: number | null;
}

/** Days judged, from the first second of the first to the last second of the last. */
export function periodSpan(from: string, to: string): Span {
  return { opensAt: toInstant(from, '00:00'), closesAt: toDeadline(to, '23:59') };
}

/** Places spans of time beside each other on one scale. */
export function place(spans: readonly Span[], now: Date): Timeline {
  const starts = spans.map(({ opensAt }) => Date.parse(opensAt));
  const ends = spans.map(({ closesAt }) => Date.parse(closesAt));
  const start = Math.min(...starts);
  const length = Math.max(...ends) - start;
  const at = now.getTime();
  const share = (time: number) => (length > 0 ? ((time - start) / length) * 100 : 0);

  return {
    spans: spans.map((_, index) => {
      const opens = starts[index] ?? start;
      const closes = ends[index] ?? start;
      const when = at < opens ? 'coming' : at > closes ? 'past' : 'open';
      return { when, left: share(opens), width: share(closes) - share(opens) };
    }),
    now: at < start || at > start + length ? null : share(at),
  };
}
