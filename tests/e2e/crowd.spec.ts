import { request, type Page } from '@playwright/test';
import { accounts, officerOf, units } from './support/accounts.ts';
import { ask, enterAs, type Caller } from './support/api.ts';
import { startServer } from './support/server.mjs';
import { expect, expectAxeClean, test } from './support/test.ts';

const members = 40;
/** Of the members, so many sit before a screen; the others' desks speak to the server as the screen does. */
const onScreen = 10;
const cases = 100;
const scorers = 3;
const criteria = ['NOVELTY', 'APPLICABILITY', 'BENEFIT', 'PRESENTATION'] as const;

interface Queue {
  reviewQueue: { reviews: { id: string }[] };
}

const queueOf = async (caller: Caller) =>
  (await ask<Queue>(caller, '{ reviewQueue { reviews { id } } }')).reviewQueue.reviews;

/** Signs every sheet that waits for a member, the least reviewed first. */
async function scoreAll(caller: Caller): Promise<number> {
  for (let signed = 0; ; signed += 1) {
    const [next] = await queueOf(caller);
    if (next === undefined) return signed;
    const points = criteria.map((criterion, at) => ({ criterion, points: ['24', '25', '23', '8'][at] }));
    await ask(
      caller,
      'mutation ($input: SaveReviewSheetInput!) { saveReviewSheet(input: $input) { __typename } }',
      { input: { reviewId: next.id, version: 0, points, remark: '', signs: true } },
    );
  }
}

/** The same on the screen: a sheet is filled, signed, and the next one stands there. */
async function scoreAllOnScreen(page: Page, url: string): Promise<number> {
  const awaited = await queueOf(page);
  await page.goto(`${url}/reviews/${awaited[0]?.id}`);
  for (const at of awaited.keys()) {
    const labels = [/^Tính mới/, /^Khả năng áp dụng/, /^Lợi ích/, /^Trình bày/];
    const before = page.url();
    for (const [field, label] of labels.entries())
      await page.getByLabel(label).fill(['24', '25', '23', '8'][field] ?? '');
    await page.getByRole('button', { name: 'Ký phiếu và chấm tiếp' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Ký phiếu chấm' }).click();
    if (at + 1 < awaited.length) await page.waitForURL((next) => next.href !== before, { timeout: 60_000 });
    else await expect(page.getByText('Đã ký phiếu.').first()).toBeVisible({ timeout: 60_000 });
  }
  return awaited.length;
}

test('forty members score a hundred cases at once', async ({ browser }) => {
  test.setTimeout(480_000);
  const server = await startServer();
  const desk = async (login: string): Promise<Caller> => {
    const caller = { request: await request.newContext({ baseURL: server.url }) } as Caller;
    await enterAs(caller, login);
    return caller;
  };
  try {
    const author = await desk(accounts.author);
    const keeper = await desk(accounts.registerKeeper);
    const { units: communes } = await ask<{ units: { nodes: { code: string }[] } }>(
      keeper,
      '{ units(first: 100, kind: COMMUNE) { nodes { code } } }',
    );
    const codes = communes.nodes.map(({ code }) => code).filter((code) => code !== units.phuocHung);
    const logins = codes.slice(0, members).map((code) => officerOf(code));

    // The council, and a hundred accepted requests.
    const people: { login: string; caller: Caller; id: string }[] = [];
    for (const login of logins) {
      const caller = await desk(login);
      const { viewer } = await ask<{ viewer: { account: { id: string } } }>(
        caller,
        '{ viewer { account { id } } }',
      );
      people.push({ login, caller, id: viewer.account.id });
    }
    expect(people).toHaveLength(members);
    const { viewer: me } = await ask<{ viewer: { account: { id: string }; homeUnit: { id: string } } }>(
      author,
      '{ viewer { account { id } homeUnit { id } } }',
    );
    const positions = ['CHAIR', 'VICE_CHAIR', 'SECRETARY'];
    // A unit has one council of a level: the one that stands is enlarged.
    const { initiativeCouncils: standing } = await ask<{
      initiativeCouncils: {
        nodes: { id: string; version: number; level: string; isStanding: boolean; validFrom: string }[];
      };
    }>(
      keeper,
      'query ($unit: ID!) { initiativeCouncils(first: 20, unitId: $unit) { nodes { id version level isStanding validFrom } } }',
      { unit: me.homeUnit.id },
    );
    const small = standing.nodes.find(({ level, isStanding }) => isStanding && level === 'BASE');
    const { saveCouncil: council } = await ask<{ saveCouncil: { id: string } }>(
      keeper,
      'mutation ($input: SaveCouncilInput!) { saveCouncil(input: $input) { ... on InitiativeCouncil { id } } }',
      {
        input: {
          id: small?.id,
          version: small?.version,
          unitId: me.homeUnit.id,
          level: 'BASE',
          name: 'Hội đồng sáng kiến mở rộng',
          basis: 'Quyết định mẫu',
          validFrom: small?.validFrom,
          members: people.map(({ id }, at) => ({ accountId: id, position: positions[at] ?? 'MEMBER' })),
        },
      },
    );
    const sections = [
      'FIELD',
      'PROBLEM',
      'SOLUTION',
      'NOVELTY',
      'APPLICABILITY',
      'CONDITIONS',
      'BENEFIT_BY_AUTHORS',
    ];
    const accepted: { initiativeId: string; version: number }[] = [];
    for (let number = 1; number <= cases; number += 1) {
      const own = { accountId: me.account.id, share: '100', workplace: '', jobTitle: '', qualification: '' };
      const { saveInitiative: draft } = await ask<{ saveInitiative: { id: string; version: number } }>(
        author,
        'mutation ($input: SaveInitiativeInput!) { saveInitiative(input: $input) { ... on Initiative { id version } } }',
        {
          input: {
            unitId: me.homeUnit.id,
            title: `Cách làm thứ ${number}`,
            kind: 'OPERATIONAL',
            firstAppliedOn: '2021-09-01',
            passages: sections.map((section) => ({ section, open: 'Nội dung mẫu.' })),
            helpers: [],
            authors: [own],
          },
        },
      );
      const { it: filed } = await ask<{ it: { id: string; version: number } }>(
        author,
        'mutation ($input: InitiativeDeedInput!) { it: fileInitiative(input: $input) { ... on Initiative { id version } } }',
        { input: { id: draft.id, version: draft.version } },
      );
      const { it } = await ask<{ it: { id: string; version: number } }>(
        keeper,
        'mutation ($input: AcceptInitiativeInput!) { it: acceptInitiative(input: $input) { ... on Initiative { id version } } }',
        { input: { id: filed.id, version: filed.version } },
      );
      accepted.push({ initiativeId: it.id, version: it.version });
    }
    const { assignReviews } = await ask<{ assignReviews: { reviews: { id: string }[] } }>(
      keeper,
      'mutation ($input: AssignReviewsInput!) { assignReviews(input: $input) { ... on AssignedReviews { reviews { id } } } }',
      { input: { councilId: council.id, rubric: 'DEFAULT_BASE', cases: accepted, scorers } },
    );
    expect(assignReviews.reviews).toHaveLength(cases);

    // Everybody at once: some before their screens, the others beside them.
    const scored = people.map(async ({ login, caller }, at) => {
      if (at >= onScreen) return await scoreAll(caller);
      const context = await browser.newContext({ baseURL: server.url });
      const page = await context.newPage();
      await enterAs(page, login);
      const signed = await scoreAllOnScreen(page, server.url);
      await context.close();
      return signed;
    });
    const signed = await Promise.all(scored);
    expect(signed.reduce((sum, one) => sum + one, 0)).toBe(cases * scorers);
    expect(Math.max(...signed) - Math.min(...signed)).toBeLessThanOrEqual(1);

    // The keeper finds every case scored, and may call the council together.
    const context = await browser.newContext({ baseURL: server.url });
    const page = await context.newPage();
    await enterAs(page, accounts.registerKeeper);
    await page.goto(`/councils/${council.id}`);
    await expect(page.getByRole('link', { name: /^Cách làm thứ/ })).toHaveCount(cases);
    await expectAxeClean(page);
    await context.close();
  } finally {
    await server.stop();
  }
});
