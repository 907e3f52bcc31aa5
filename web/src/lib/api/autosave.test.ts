import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '$lib/api/errors';
import { Saver, type Outcome, type SaveState } from './autosave';

interface Line {
  version: number;
  text: string;
}

type Answer = Outcome<Line> | ApiError;

/** A server with one line, answered by hand, and a saver at work on it. */
function bench(start: Line = { version: 1, text: 'a' }) {
  const kept = new Map<number, string>();
  const states: SaveState[] = [];
  const sent: { version: number; draft: string; answer: (answer: Answer) => Promise<void> }[] = [];
  let known = start;
  let isSettled = true;
  const saver = new Saver<string, Line>(start.version, {
    send: (version, draft) =>
      new Promise((resolve, reject) => {
        sent.push({
          version,
          draft,
          answer: async (answer) => {
            if (answer instanceof ApiError) reject(answer);
            else resolve(answer);
            await vi.advanceTimersByTimeAsync(0);
          },
        });
      }),
    canSend: (draft) => !draft.endsWith('…'),
    isKnown: (line) => line.text === known.text,
    keep: (version, draft) => kept.set(version, draft),
    forget: (version) => kept.delete(version),
    ontaken: (line, settled) => {
      known = line;
      isSettled = settled;
    },
    onstate: (state) => states.push(state),
  });
  return {
    saver,
    sent,
    states,
    kept,
    get known() {
      return known;
    },
    get isSettled() {
      return isSettled;
    },
  };
}

const saved = (version: number, text: string): Outcome<Line> => ({ kind: 'saved', line: { version, text } });
const pass = (time: number) => vi.advanceTimersByTimeAsync(time);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a line is sent once, when the typing pauses', async () => {
  const { saver, sent, kept, states } = bench();
  saver.edit('ab');
  await pass(500);
  saver.edit('abc');
  await pass(799);
  expect(sent).toEqual([]);
  expect(Object.fromEntries(kept)).toEqual({ 1: 'abc' });
  await pass(1);
  expect(sent).toMatchObject([{ version: 1, draft: 'abc' }]);

  await sent[0]?.answer(saved(2, 'abc'));
  expect(kept.size).toBe(0);
  expect(saver.isUnsaved).toBe(false);
  expect(states).toEqual(['waiting', 'waiting', 'saving', 'saved']);
});

test('what is typed while a request is under way goes next, on top of its answer', async () => {
  const { saver, sent, kept } = bench();
  saver.edit('ab');
  await pass(800);
  saver.edit('abc');
  await pass(5000);
  expect(sent.length).toBe(1);
  expect(Object.fromEntries(kept)).toEqual({ 1: 'abc' });

  await sent[0]?.answer(saved(2, 'ab'));
  expect(Object.fromEntries(kept)).toEqual({ 2: 'abc' });
  await pass(800);
  expect(sent[1]).toMatchObject({ version: 2, draft: 'abc' });
  await sent[1]?.answer(saved(3, 'abc'));
  expect(kept.size).toBe(0);
});

test('a half typed line is kept here and not sent', async () => {
  const { saver, sent, kept, states } = bench();
  saver.edit('ab…');
  await pass(60_000);
  expect(sent).toEqual([]);
  expect(kept.get(1)).toBe('ab…');
  expect(states.at(-1)).toBe('held');
  await saver.flush();
  expect(sent).toEqual([]);
  expect(saver.isUnsaved).toBe(true);
});

test('a lost connection is tried again, ever less often, until it is back', async () => {
  const { saver, sent, kept, states } = bench();
  saver.edit('ab');
  await pass(800);
  await sent[0]?.answer(new ApiError('OFFLINE'));
  expect(states.at(-1)).toBe('offline');
  expect(kept.get(1)).toBe('ab');
  await pass(5_000);
  await sent[1]?.answer(new ApiError('OFFLINE'));
  await pass(9_999);
  expect(sent.length).toBe(2);
  await pass(1);
  await sent[2]?.answer(new ApiError('OFFLINE'));

  // The browser says that it is online again: no need to wait.
  const flushed = saver.flush();
  expect(sent.length).toBe(4);
  await sent[3]?.answer(saved(2, 'ab'));
  await flushed;
  expect(states.at(-1)).toBe('saved');
  expect(kept.size).toBe(0);
});

test('what no second try can mend is kept and not tried again', async () => {
  const { saver, sent, kept, states } = bench();
  saver.edit('ab');
  await pass(800);
  await sent[0]?.answer(new ApiError('UNAUTHENTICATED'));
  await pass(600_000);
  expect(sent.length).toBe(1);
  expect(states.at(-1)).toBe('stopped');
  expect(kept.get(1)).toBe('ab');

  // Leaving does not try again; the person who asks for it does.
  await saver.flush();
  expect(sent.length).toBe(1);
  const retried = saver.retry();
  await sent[1]?.answer({ kind: 'saved', line: { version: 2, text: 'ab' } });
  await retried;
  expect(sent.length).toBe(2);
  expect(states.at(-1)).toBe('saved');
});

test('a refused line waits for the person to correct it', async () => {
  const { saver, sent, kept, states } = bench();
  saver.edit('ab');
  await pass(800);
  await sent[0]?.answer({ kind: 'refused', message: 'No.' });
  await pass(600_000);
  expect(sent.length).toBe(1);
  expect(states.at(-1)).toBe('refused');
  expect(kept.get(1)).toBe('ab');

  saver.edit('abc');
  await pass(800);
  expect(sent[1]).toMatchObject({ version: 1, draft: 'abc' });
});

test('of two versions the person keeps the own one', async () => {
  const { saver, sent, kept, states } = bench();
  saver.edit('mine');
  await pass(800);
  await sent[0]?.answer({ kind: 'stale', current: { version: 5, text: 'theirs' } });
  expect(states.at(-1)).toBe('conflict');
  saver.edit('mine too');
  await pass(60_000);
  expect(sent.length).toBe(1);
  expect(kept.get(1)).toBe('mine too');

  saver.keepMine();
  await pass(0);
  expect(sent[1]).toMatchObject({ version: 5, draft: 'mine too' });
  expect(Object.fromEntries(kept)).toEqual({ 5: 'mine too' });
  await sent[1]?.answer(saved(6, 'mine too'));
  expect(kept.size).toBe(0);
});

test('of two versions the person takes the other one', async () => {
  const bed = bench();
  bed.saver.edit('mine');
  await pass(800);
  await bed.sent[0]?.answer({ kind: 'stale', current: { version: 5, text: 'theirs' } });
  bed.saver.takeTheirs();
  expect(bed.known).toEqual({ version: 5, text: 'theirs' });
  expect(bed.isSettled).toBe(true);
  expect(bed.kept.size).toBe(0);
  expect(bed.saver.isUnsaved).toBe(false);

  bed.saver.edit('after');
  await pass(800);
  expect(bed.sent[1]).toMatchObject({ version: 5 });
});

test('a reload takes up what was left', async () => {
  const { saver, sent } = bench();
  saver.restore('left');
  await pass(800);
  expect(sent).toMatchObject([{ version: 1, draft: 'left' }]);
});

test('a reload does not write over what somebody else did meanwhile', async () => {
  const { saver, sent, states, kept } = bench({ version: 4, text: 'theirs' });
  kept.set(3, 'left');
  saver.restoreDisputed(3, 'left', { version: 4, text: 'theirs' });
  await pass(60_000);
  expect(sent).toEqual([]);
  expect(states.at(-1)).toBe('conflict');
  expect(kept.get(3)).toBe('left');
  saver.keepMine();
  await pass(0);
  expect(sent[0]).toMatchObject({ version: 4, draft: 'left' });
});

test('another change of the line waits for what is typed, and its version is taken over', async () => {
  const { saver, sent, states } = bench();
  saver.edit('ab');
  const attached = saver.run(
    () => Promise.resolve({ version: 3, text: 'ab' }),
    (line) => line,
  );
  expect(sent).toMatchObject([{ version: 1, draft: 'ab' }]);
  await sent[0]?.answer(saved(2, 'ab'));
  await attached;
  expect(states.at(-1)).toBe('saved');

  saver.edit('abc');
  await pass(800);
  expect(sent[1]).toMatchObject({ version: 3 });
});

test('what is typed during another change of the line is sent after it', async () => {
  const { saver, sent } = bench();
  let finish: (line: Line) => void = () => {};
  const attached = saver.run(
    () => new Promise<Line>((resolve) => (finish = resolve)),
    (line) => line,
  );
  await pass(0);
  saver.edit('ab');
  await pass(2000);
  expect(sent).toEqual([]);
  finish({ version: 2, text: 'a' });
  await attached;
  await pass(800);
  expect(sent).toMatchObject([{ version: 2, draft: 'ab' }]);
});

test('another change that brings somebody else’s words is a conflict with what is typed', async () => {
  const { saver, sent, states } = bench();
  saver.edit('half…');
  await saver.run(
    () => Promise.resolve({ version: 7, text: 'theirs' }),
    (line) => line,
  );
  expect(states.at(-1)).toBe('conflict');
  expect(sent).toEqual([]);
});

test('another change that fails leaves the line as it was', async () => {
  const { saver, sent } = bench();
  const failing = () => Promise.reject(new ApiError('OFFLINE'));
  await expect(saver.run(failing, () => null)).rejects.toMatchObject({ code: 'OFFLINE' });
  saver.edit('ab');
  await pass(800);
  expect(sent).toMatchObject([{ version: 1 }]);
});
