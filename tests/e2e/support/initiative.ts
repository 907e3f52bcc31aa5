import type { Page } from '@playwright/test';
import { accounts } from './accounts.ts';
import { ask, enterAs } from './api.ts';

/** A filed request of the author alone; gives its address. */
export async function fileOne(page: Page, title: string): Promise<string> {
  await enterAs(page, accounts.author);
  const { viewer } = await ask<{ viewer: { account: { id: string }; homeUnit: { id: string } } }>(
    page,
    '{ viewer { account { id } homeUnit { id } } }',
  );
  const sections = ['FIELD', 'PROBLEM', 'SOLUTION', 'NOVELTY', 'APPLICABILITY', 'CONDITIONS', 'BENEFIT_BY_AUTHORS'];
  const { saveInitiative } = await ask<{ saveInitiative: { id: string; version: number } }>(
    page,
    `mutation ($input: SaveInitiativeInput!) {
      saveInitiative(input: $input) { ... on Initiative { id version } }
    }`,
    {
      input: {
        unitId: viewer.homeUnit.id,
        title,
        kind: 'OPERATIONAL',
        firstAppliedOn: '2021-09-01',
        passages: sections.map((section) => ({ section, open: 'Nội dung mẫu.' })),
        helpers: [],
        authors: [
          { accountId: viewer.account.id, share: '100', workplace: '', jobTitle: '', qualification: '' },
        ],
      },
    },
  );
  await ask(
    page,
    'mutation ($input: InitiativeDeedInput!) { fileInitiative(input: $input) { __typename } }',
    { input: saveInitiative },
  );
  return `/initiatives/${saveInitiative.id}`;
}
