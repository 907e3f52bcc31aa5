import { toWallClock } from './dates';

/**
 * How far off a deadline is, in the unit a person would say; `count` is never negative. Days are those of the calendar, days
 * off among them; what runs by working days is counted by the server.
 */
export interface Deadline {
  when: 'overdueDays' | 'overdueHours' | 'minutes' | 'hours' | 'today' | 'tomorrow' | 'days';
  count: number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export function deadlineFrom(dueAt: string, now: Date): Deadline {
  const left = new Date(dueAt).getTime() - now.getTime();
  const days = calendarDay(dueAt) - calendarDay(now.toISOString());
  if (left < 0) {
    return -left < day
      ? { when: 'overdueHours', count: Math.max(1, Math.floor(-left / hour)) }
      : { when: 'overdueDays', count: -days };
  }
  if (left < hour) return { when: 'minutes', count: Math.max(1, Math.floor(left / minute)) };
  if (left < 6 * hour) return { when: 'hours', count: Math.floor(left / hour) };
  if (days === 0) return { when: 'today', count: 0 };
  if (days === 1) return { when: 'tomorrow', count: 1 };
  return { when: 'days', count: days };
}

/** Due within three days: worth the warning colour. */
export function isNear(dueAt: string, now: Date): boolean {
  return new Date(dueAt).getTime() - now.getTime() < 3 * day;
}

// "Còn 3 ngày", "Quá hạn 3 ngày" count days of the calendar, not spans of 24 hours.
function calendarDay(instant: string): number {
  return Date.parse(`${toWallClock(instant).date}T00:00:00Z`) / day;
}
