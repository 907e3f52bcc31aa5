const everyHalfMinute = 30_000;

let ahead = 0;
let now = $state.raw(new Date());
let timer: ReturnType<typeof setInterval> | undefined;

/** The server's clock decides about deadlines, not the one of the machine at hand, which may be wrong by days. */
export function serverNow(): Date {
  return now;
}

/** Sets the clock by what a query answered for `serverTime`; from then on it runs. */
export function setServerTime(instant: string): void {
  ahead = Date.parse(instant) - Date.now();
  now = new Date(instant);
  timer ??= setInterval(() => (now = new Date(Date.now() + ahead)), everyHalfMinute);
}
