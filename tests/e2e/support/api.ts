import type { Page } from '@playwright/test';
import { samplePassword } from './accounts.ts';

/** Whoever asks: a page, or somebody without one. */
export type Caller = Pick<Page, 'request'>;

/** Asks the server in the name of whoever is signed in on the page; for what a journey needs but does not try. */
export async function ask<Data>(
  page: Caller,
  document: string,
  variables: Record<string, unknown> = {},
): Promise<Data> {
  const response = await page.request.post('/graphql', {
    headers: { 'X-Thidua-CSRF': '1' },
    data: { query: document, variables },
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(`${document}: ${JSON.stringify(errors)}`);
  return data;
}

/** Signs in without the form, which has journeys of its own. */
export async function enterAs(page: Caller, login: string): Promise<void> {
  const { signIn } = await ask<{ signIn: { __typename: string; message?: string } }>(
    page,
    `mutation ($input: SignInInput!) {
      signIn(input: $input) { __typename ... on IdentityProblem { message } }
    }`,
    { input: { login, password: samplePassword } },
  );
  if (signIn.__typename !== 'Viewer') throw new Error(`${login} is not let in: ${signIn.message}`);
}

/** The id of a campaign that the signed-in person may see. */
export async function campaignOf(page: Page, code: string): Promise<string> {
  const { campaigns } = await ask<{ campaigns: { nodes: { id: string; code: string }[] } }>(
    page,
    '{ campaigns(first: 20) { nodes { id code } } }',
  );
  return one(campaigns.nodes.find((campaign) => campaign.code === code)?.id, `campaign ${code}`);
}

export interface Sheet {
  id: string;
  state: string;
  unit: { code: string; qualifiedName: string };
}

/** The sheets of a campaign that the signed-in person may see. */
export async function sheetsOf(page: Page, campaignCode: string, search?: string): Promise<Sheet[]> {
  const { campaign } = await ask<{ campaign: { submissions: { nodes: Sheet[] } } }>(
    page,
    `query ($id: ID!, $search: String) {
      campaign(id: $id) {
        submissions(first: 200, search: $search) { nodes { id state unit { code qualifiedName } } }
      }
    }`,
    { id: await campaignOf(page, campaignCode), search },
  );
  return campaign.submissions.nodes;
}

/** The sheet of one unit in a campaign. */
export async function sheetOf(page: Page, campaignCode: string, unitCode: string): Promise<Sheet> {
  const sheets = await sheetsOf(page, campaignCode);
  return one(
    sheets.find(({ unit }) => unit.code === unitCode),
    `sheet of ${unitCode} in ${campaignCode}`,
  );
}

function one<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`the sample data has no ${what}`);
  return found;
}
