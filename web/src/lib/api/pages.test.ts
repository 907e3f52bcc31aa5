import { expect, test } from 'vitest';
import { ApiError } from './errors';
import { Pages, type Page } from './pages.svelte';

const page = (nodes: number[], endCursor: string | null, totalCount = 4): Page<number> => ({
  nodes,
  pageInfo: { hasNextPage: endCursor !== null, endCursor },
  totalCount,
});

test('pages follow one another', async () => {
  const asked: (string | null)[] = [];
  const pages = new Pages(async (after) => {
    asked.push(after);
    return after === 'b' ? page([3, 4], null) : page([1, 2], 'b');
  });
  await pages.restart();
  expect(pages.hasMore).toBe(true);
  await pages.more();
  expect(pages.nodes).toEqual([1, 2, 3, 4]);
  expect(pages.hasMore).toBe(false);
  expect(asked).toEqual([null, 'b']);
});

test('all pages are read for paper, and none after a refusal', async () => {
  let isDown = false;
  const pages = new Pages(async (after) => {
    if (isDown) throw new Error('away');
    return after === 'b' ? page([3, 4], 'd') : after === 'd' ? page([5], null) : page([1, 2], 'b');
  });
  await pages.restart();
  isDown = true;
  await pages.all();
  expect([pages.nodes.length, pages.hasMore]).toEqual([2, true]);
  isDown = false;
  await pages.more();
  await pages.all();
  expect(pages.nodes).toEqual([1, 2, 3, 4, 5]);
});

test('a first page that is there already is not asked for', async () => {
  const pages = new Pages(async (after) => page([after === 'b' ? 3 : 0], null), page([1, 2], 'b'));
  await pages.more();
  expect(pages.nodes).toEqual([1, 2, 3]);
});

test('an answer to an older question is dropped', async () => {
  const answers: ((page: Page<number>) => void)[] = [];
  const pages = new Pages<number>(() => new Promise((resolve) => answers.push(resolve)));
  const old = pages.restart();
  const recent = pages.restart();
  answers[1]?.(page([2], null));
  answers[0]?.(page([1], null));
  await Promise.all([old, recent]);
  expect(pages.nodes).toEqual([2]);
});

test('a refusal leaves what was read and can be tried again', async () => {
  let isDown = true;
  const pages = new Pages(
    async () => {
      if (isDown) throw new ApiError('OFFLINE');
      return page([3], null);
    },
    page([1, 2], 'b'),
  );
  await pages.more();
  expect(pages.refusal?.code).toBe('OFFLINE');
  expect(pages.nodes).toEqual([1, 2]);
  isDown = false;
  await pages.more();
  expect(pages.nodes).toEqual([1, 2, 3]);
  expect(pages.refusal).toBeNull();
});
