// Administrative time is Vietnam's, wherever the reader sits. Vietnam has kept UTC+7 without summer time since 1975.
const zone = 'Asia/Ho_Chi_Minh';
const offset = '+07:00';

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

interface WallClock {
  /** "2021-12-15" */
  date: string;
  /** "23:59" */
  time: string;
}

/** "2021-12-15" → "15/12/2021" */
export function formatDate(date: string): string {
  const [year, month, day] = date.split('-');
  return `${day}/${month}/${year}`;
}

/** "2021-12-15T16:59:59Z" → "15/12/2021 23:59" */
export function formatDateTime(instant: string): string {
  const { date, time } = toWallClock(instant);
  return `${formatDate(date)} ${time}`;
}

/** "2021-12-15T17:30:00Z" → "16/12/2021" */
export function formatDay(instant: string): string {
  return formatDate(toWallClock(instant).date);
}

/** An instant as Vietnam's calendar and clock show it. */
export function toWallClock(instant: string): WallClock {
  const found = Object.fromEntries(
    parts.formatToParts(new Date(instant)).map((part) => [part.type, part.value]),
  );
  return { date: `${found.year}-${found.month}-${found.day}`, time: `${found.hour}:${found.minute}` };
}

/** Vietnam's calendar and clock as an instant: ("2021-12-15", "23:59") → "2021-12-15T16:59:00Z" */
export function toInstant(date: string, time: string): string {
  return atSecond(date, time, '00');
}

/** As `toInstant`, the last second of the minute: a deadline of 23:59 lasts until 23:59:59. */
export function toDeadline(date: string, time: string): string {
  return atSecond(date, time, '59');
}

function atSecond(date: string, time: string, second: string): string {
  return new Date(`${date}T${time}:${second}${offset}`).toISOString().replace('.000Z', 'Z');
}

export function today(now: Date): string {
  return toWallClock(now.toISOString()).date;
}

/** What a person types, "5/3/2021", "05-03-2021" or "2021-03-05", as "2021-03-05"; null when it is no date. */
export function parseDate(text: string): string | null {
  const trimmed = text.trim();
  const local = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/.exec(trimmed);
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(trimmed);
  const [year, month, day] = local ? [local[3], local[2], local[1]] : iso ? iso.slice(1) : [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const asDate = new Date(`${date}T00:00:00Z`);
  // The round trip refuses 31/02, which Date would move into March.
  return !Number.isNaN(asDate.getTime()) && asDate.toISOString().startsWith(date) ? date : null;
}

/** "23:59", "9:05" or "9h05" as "23:59" or "09:05"; null when it is no time of day. */
export function parseTime(text: string): string | null {
  const match = /^([01]?\d|2[0-3])[:h]([0-5]\d)$/.exec(text.trim());
  return match?.[1] && match[2] ? `${match[1].padStart(2, '0')}:${match[2]}` : null;
}
