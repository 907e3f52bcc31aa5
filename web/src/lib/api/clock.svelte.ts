const everyHalfMinute = 30_000;

let ahead = 0;
let now = $state(Date.now());
let timer: ReturnType<typeof setInterval> | undefined;

/** The server's clock decides about deadlines, not the one of the machine at hand, which may be wrong by days. */
export function serverNow(): Date {
  // A new one for every asker, so it need not be reactive itself.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  return new Date(now);
}

/** Sets the clock by what a query answered for `serverTime`; from then on it runs. */
export function setServerTime(instant: string): void {
  ahead = Date.parse(instant) - Date.now();
  now = Date.parse(instant);
  timer ??= setInterval(() => (now = Date.now() + ahead), everyHalfMinute);
}
