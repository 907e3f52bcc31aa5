import { expect, test, vi } from 'vitest';
import { serverNow, setServerTime } from './clock.svelte';

test('time is the server’s, and goes on', () => {
  vi.useFakeTimers({ now: new Date('2026-05-01T00:00:00Z') });
  setServerTime('2021-12-10T02:00:00Z');
  expect(serverNow().toISOString()).toBe('2021-12-10T02:00:00.000Z');
  vi.advanceTimersByTime(60_000);
  expect(serverNow().toISOString()).toBe('2021-12-10T02:01:00.000Z');
  vi.useRealTimers();
});
