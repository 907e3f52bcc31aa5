import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { accounts, campaigns, leaderOf, officerOf, units } from './support/accounts.ts';
import { ask, campaignOf, enterAs, sheetOf } from './support/api.ts';
import { lineOf } from './support/sheet.ts';
import {
  expect,
  expectAxeClean,
  expectNoHorizontalScroll,
  prefer,
  test,
  widths,
  type Language,
  type Theme,
} from './support/test.ts';

interface Screen {
  /** Who opens it; nobody needs to be signed in without. */
  login?: string;
  address: string | ((page: Page) => Promise<string>);
  /** What is there when the screen is complete, in either language. */
  shows: (page: Page) => Locator;
  /** Opens what does not stand there from the beginning. */
  open?: (page: Page) => Promise<void>;
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const rows = (page: Page) => page.getByRole('table').getByRole('row').nth(1);
const items = (page: Page) => page.getByRole('main').getByRole('listitem');
const settledSheet = (page: Page) => lineOf(page, 'H2');

const inCampaign =
  (code: string, rest: string) =>
  async (page: Page): Promise<string> =>
    `/campaigns/${await campaignOf(page, code)}${rest}`;
const sheet =
  (unit: string, rest = '') =>
  async (page: Page): Promise<string> =>
    `/submissions/${(await sheetOf(page, campaigns.year, unit)).id}${rest}`;

const personOf =
  (login: string) =>
  async (page: Page): Promise<string> => {
    const { accounts: found } = await ask<{
      accounts: { nodes: { id: string; login: string }[] };
    }>(page, 'query ($login: String!) { accounts(first: 50, search: $login) { nodes { id login } } }', {
      login,
    });
    return `/people/${found.nodes.find((account) => account.login === login)?.id}`;
  };

const firstOf =
  (document: string, address: string) =>
  async (page: Page): Promise<string> => {
    const { found } = await ask<{ found: { nodes: { id: string }[] } }>(page, document);
    return `/${address}/${found.nodes[0]?.id}`;
  };

const initiativeIn =
  (state: string) =>
  async (page: Page): Promise<string> => {
    const { initiatives } = await ask<{ initiatives: { nodes: { id: string }[] } }>(
      page,
      'query ($state: InitiativeState!) { initiatives(first: 1, state: $state) { nodes { id } } }',
      { state },
    );
    return `/initiatives/${initiatives.nodes[0]?.id}`;
  };

const screens: Record<string, Screen> = {
  'sign in': { address: '/sign-in', shows: (page) => page.locator('form') },
  'published results': {
    address: '/results',
    shows: (page) => page.getByRole('main').getByRole('link'),
  },
  'a published result': {
    address: `/results/${campaigns.quarter}`,
    shows: rows,
  },
  'my work': { login: accounts.justiceAppraiser, address: '/', shows: items },
  'my account': {
    login: accounts.justiceAppraiser,
    address: '/account',
    shows: rows,
  },
  'a new token': {
    login: accounts.justiceAppraiser,
    address: '/account',
    shows: rows,
    open: async (page) => {
      await page.getByRole('button', { name: /^(Tạo mã truy cập|New token)$/ }).click();
      await expect(page.getByRole('dialog').locator('form')).toBeVisible();
    },
  },
  'set up the second factor': {
    login: accounts.officeAppraiser,
    address: '/second-factor',
    shows: heading,
    open: async (page) => {
      await page.getByRole('button', { name: /^(Bắt đầu|Begin)$/ }).click();
      await expect(page.getByRole('img')).toBeVisible();
    },
  },
  'the code of a sign-in': {
    address: '/sign-in?step=code',
    shows: (page) => page.locator('form'),
  },
  'a sign-in that the provider refused': {
    address: '/sign-in?sso=unknown',
    shows: (page) => page.getByRole('alert').last(),
  },
  'change the password': {
    login: accounts.justiceAppraiser,
    address: '/change-password',
    shows: (page) => page.locator('form'),
  },
  'the menus': {
    login: accounts.campaignManager,
    address: '/',
    shows: heading,
    open: async (page) => {
      const banner = page.getByRole('banner');
      const menu = banner.getByRole('button', {
        name: /^(Mở trình đơn|Open the menu)$/,
      });
      if (await menu.isVisible()) await menu.click();
      else await banner.getByRole('button', { name: /^(Tài khoản|Account)/ }).click();
      await expect(banner.getByRole('button', { expanded: true })).toBeVisible();
    },
  },
  parameters: {
    login: accounts.campaignManager,
    address: '/parameters?year=2021',
    shows: rows,
  },
  'a parameter to be revised': {
    login: accounts.campaignManager,
    address: '/parameters',
    shows: rows,
    open: async (page) => {
      await page.getByRole('button', { name: /^(Sửa|Edit): / }).first().click();
      await expect(page.getByRole('dialog').locator('form')).toBeVisible();
    },
  },
  units: {
    login: accounts.analyst,
    address: '/units',
    shows: items,
    open: async (page) => {
      await items(page).first().getByRole('button').first().click();
      await expect(items(page).nth(10)).toBeVisible();
    },
  },
  'found units': {
    login: accounts.analyst,
    address: '/units?search=phuoc',
    shows: items,
  },
  'a unit': {
    login: accounts.analyst,
    address: async (page) => {
      const { units: found } = await ask<{
        units: { nodes: { id: string }[] };
      }>(page, '{ units(first: 1, search: "huyện an phú", kind: DISTRICT) { nodes { id } } }');
      return `/units/${found.nodes[0]?.id}`;
    },
    shows: items,
  },
  campaigns: {
    login: accounts.campaignManager,
    address: '/campaigns',
    shows: items,
  },
  'a campaign': {
    login: accounts.campaignManager,
    address: inCampaign(campaigns.year, ''),
    shows: (page) => page.getByRole('link', { name: /Sở Tư pháp|Department of Justice/ }).first(),
  },
  'a new campaign': {
    login: accounts.campaignManager,
    address: '/campaigns/new',
    shows: (page) => page.locator('form').first(),
  },
  'the settings of a campaign': {
    login: accounts.campaignManager,
    address: inCampaign(campaigns.year, '/settings'),
    shows: rows,
  },
  'criteria sets': {
    login: accounts.campaignManager,
    address: '/criteria',
    shows: heading,
  },
  'a criteria set': {
    login: accounts.campaignManager,
    address: async (page) => {
      const { criteriaSets } = await ask<{
        criteriaSets: { nodes: { id: string }[] };
      }>(page, '{ criteriaSets(first: 1) { nodes { id } } }');
      return `/criteria/${criteriaSets.nodes[0]?.id}`;
    },
    shows: (page) => page.getByText('H2', { exact: true }).first(),
  },
  'a score sheet': {
    login: officerOf(units.untouched),
    address: sheet(units.untouched),
    shows: settledSheet,
  },
  'the evidence of a line': {
    login: officerOf(units.untouched),
    address: sheet(units.untouched),
    shows: settledSheet,
    open: async (page) => {
      await lineOf(page, 'E1').locator('[data-evidence]').click();
      await expect(page.getByRole('dialog').locator('textarea')).toBeVisible();
    },
  },
  'a score sheet in sum': {
    login: officerOf(units.untouched),
    address: sheet(units.untouched, '?view=summary'),
    shows: rows,
  },
  'the history of a score sheet': {
    login: officerOf(units.anPhu),
    address: sheet(units.anPhu, '?view=history'),
    shows: items,
  },
  'a score sheet that was submitted': {
    login: officerOf(units.anPhu),
    address: sheet(units.anPhu),
    shows: settledSheet,
  },
  'the appraisal of a criterion': {
    login: accounts.justiceAppraiser,
    address: inCampaign(campaigns.year, '/appraisal?undecided=1'),
    shows: rows,
    open: async (page) => {
      await rows(page)
        .getByRole('button', { name: /^(Điều chỉnh|Adjust)/ })
        .click();
      await expect(rows(page).locator('form')).toBeVisible();
    },
  },
  'the appraisal of a unit': {
    login: accounts.justiceAppraiser,
    address: sheet(units.anPhu, '/appraisal'),
    shows: (page) => page.getByRole('main').getByRole('navigation').getByRole('button').first(),
  },
  'the ranking': {
    login: accounts.analyst,
    address: inCampaign(campaigns.year, '/ranking'),
    shows: rows,
  },
  'the steps to a result': {
    login: accounts.campaignManager,
    address: inCampaign(campaigns.year, '/ranking?view=bars'),
    shows: (page) =>
      page
        .getByRole('listitem')
        .filter({ hasText: /Sở|Department/ })
        .first(),
    open: async (page) => {
      await page.getByRole('button', { name: /^(Tính lại|Compute again)$/ }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  'the ranking in bars': {
    login: accounts.analyst,
    address: inCampaign(campaigns.year, '/ranking?view=bars'),
    shows: (page) =>
      page
        .getByRole('listitem')
        .filter({ hasText: /Sở|Department/ })
        .first(),
  },
  'the comparison across reorganisations': {
    login: accounts.analyst,
    address: inCampaign(campaigns.quarter, '/comparison'),
    shows: rows,
  },
  'the heat map': {
    login: accounts.analyst,
    address: inCampaign(campaigns.year, '/ranking?view=map'),
    shows: rows,
  },
  'bonuses and penalties': {
    login: accounts.campaignManager,
    address: inCampaign(campaigns.year, '/ranking?view=merits'),
    shows: rows,
  },
  'how somebody signs in': {
    login: accounts.administrator,
    address: personOf(officerOf(units.anPhu)),
    shows: (page) => page.getByRole('heading', { level: 2, name: /^(Bảo mật đăng nhập|Sign-in security)$/ }),
  },
  'the register of initiatives': {
    login: accounts.registerKeeper,
    address: '/initiatives',
    shows: rows,
  },
  'an initiative being written': {
    login: accounts.author,
    address: initiativeIn('DRAFT'),
    shows: (page) => page.locator('form textarea').first(),
  },
  'an initiative to be checked': {
    login: accounts.registerKeeper,
    address: initiativeIn('FILED'),
    shows: rows,
    open: async (page) => {
      await page.getByRole('button', { name: /^(Từ chối đơn|Refuse)$/ }).click();
      await expect(page.getByRole('dialog').locator('form')).toBeVisible();
    },
  },
  'what a council member has to score': {
    login: leaderOf(units.phuocHung),
    address: '/reviews',
    shows: rows,
  },
  'a sheet beside the text': {
    login: leaderOf(units.phuocHung),
    address: firstOf('{ found: reviewQueue { nodes: reviews { id } } }', 'reviews'),
    shows: (page) => page.getByRole('button', { name: /^(Ký phiếu và chấm tiếp|Sign and go on)$/ }),
  },
  'initiative councils': {
    login: accounts.registerKeeper,
    address: '/councils',
    shows: rows,
  },
  'an initiative council being changed': {
    login: accounts.registerKeeper,
    address: firstOf('{ found: initiativeCouncils(first: 1) { nodes { id } } }', 'councils'),
    shows: heading,
    open: async (page) => {
      await page.getByRole('button', { name: /^(Sửa Hội đồng|Change the council)$/ }).click();
      await expect(page.getByRole('dialog').locator('form')).toBeVisible();
    },
  },
  'decisions on initiatives': {
    login: leaderOf(units.phuocHung),
    address: '/decisions',
    shows: heading,
  },
  'what was referred to the province': {
    login: accounts.officer,
    address: '/referrals',
    shows: items,
  },
  'initiatives that a unit adopted': {
    login: leaderOf(units.untouched),
    address: '/adoptions',
    shows: items,
  },
  'the public register of initiatives': {
    address: '/register',
    shows: rows,
  },
  'an initiative in the public register': {
    address: firstOf('{ found: publicInitiatives(first: 1) { nodes { id } } }', 'register'),
    shows: heading,
  },
  'the audit trail': {
    login: accounts.auditor,
    address: '/audit',
    shows: items,
  },
  'the audit trail of one line': {
    login: accounts.auditor,
    address: '/audit?criterion=B3&from=2021-12-01&to=2021-12-14&deed=submission.line_saved',
    shows: items,
    open: async (page) => {
      await page
        .getByText(/^\d+ (thay đổi|changes?)$/)
        .first()
        .click();
    },
  },
  'the history of a campaign': {
    login: accounts.auditor,
    address: inCampaign(campaigns.quarter, ''),
    shows: (page) =>
      page.getByRole('heading', {
        level: 2,
        name: /^(Lịch sử thay đổi|History)$/,
      }),
    open: async (page) => {
      await page
        .getByRole('heading', {
          level: 2,
          name: /^(Lịch sử thay đổi|History)$/,
        })
        .click();
      await expect(page.getByRole('heading', { level: 3 }).first()).toBeVisible();
    },
  },
  'the accounts': {
    login: accounts.administrator,
    address: '/people',
    shows: rows,
  },
  'an account to be added': {
    login: accounts.administrator,
    address: '/people',
    shows: rows,
    open: async (page) => {
      await page.getByRole('button', { name: /^(Cấp tài khoản|Add an account)$/ }).click();
      await expect(page.getByRole('dialog').locator('form')).toBeVisible();
    },
  },
  'an account and its roles': {
    login: accounts.administrator,
    address: personOf(accounts.expiredOfficer),
    shows: rows,
  },
  'a role to be given': {
    login: accounts.administrator,
    address: personOf(officerOf(units.anPhu)),
    shows: rows,
    open: async (page) => {
      await page.getByRole('button', { name: /^(Giao vai trò|Give a role)$/ }).click();
      await page.getByRole('dialog').getByRole('combobox').first().selectOption('CLUSTER_LEAD');
      await expect(page.getByRole('dialog').getByRole('combobox').nth(1)).toBeVisible();
    },
  },
  'accounts from a file': {
    login: accounts.administrator,
    address: '/people/import',
    shows: (page) => page.locator('input[type=file]'),
  },
  'criteria to be delegated': {
    login: officerOf(units.untouched),
    address: sheet(units.untouched),
    shows: settledSheet,
    open: async (page) => {
      await page.getByRole('button', { name: /^(Giao tiêu chí|Delegate criteria)$/ }).click();
      await expect(page.getByRole('dialog').getByRole('checkbox').first()).toBeVisible();
    },
  },
  'the explorer of queries': {
    login: accounts.analyst,
    address: '/explorer',
    shows: (page) => page.locator('#schema-title'),
    open: async (page) => {
      await page.getByLabel(/^(Truy vấn mẫu|Examples)$/).selectOption({ index: 1 });
      await page.getByRole('button', { name: /^(Chạy|Run)/ }).click();
      await expect(page.locator('pre')).toContainText('"data"');
    },
  },
  'an address that does not exist': {
    login: accounts.analyst,
    address: '/nowhere',
    shows: heading,
  },
  'a screen of other roles': {
    login: officerOf(units.anPhu),
    address: '/campaigns/new',
    shows: (page) =>
      page.getByRole('heading', {
        level: 1,
        name: /^(Không có quyền truy cập|No access)$/,
      }),
  },
};

// Pictures of some hundred pages would only slow down what a second run shows as well.
test.use({ trace: 'off' });

/** Four of the eight: any two of language, theme and width meet in each of their combinations. */
const looks: {
  language: Language;
  theme: Theme;
  width: keyof typeof widths;
}[] = [
  { language: 'vi', theme: 'light', width: 'desktop' },
  { language: 'en', theme: 'dark', width: 'desktop' },
  { language: 'vi', theme: 'dark', width: 'phone' },
  { language: 'en', theme: 'light', width: 'phone' },
];

/** A folder in which a picture of every screen is left, for whoever wants to look at them. */
const pictures = process.env.THIDUA_E2E_PICTURES;

for (const [name, { login, address, shows, open }] of Object.entries(screens)) {
  test(`sound in both languages, in light and dark, on a desktop and a phone: ${name}`, async ({
    page,
    context,
  }) => {
    test.slow();
    if (login) await enterAs(page, login);
    const url = typeof address === 'string' ? address : await address(page);

    for (const { language, theme, width } of looks) {
      await test.step(`${language}, ${theme}, ${width}`, async () => {
        const screen = await context.newPage();
        await screen.setViewportSize(widths[width]);
        await prefer(screen, { language, theme });
        await screen.goto(url);
        await expect(shows(screen).first()).toBeVisible();
        await expect(screen.locator('html')).toHaveAttribute('lang', language);
        await expect(screen.getByText(/^(Đang tải…|Loading…)$/)).toHaveCount(0);
        await open?.(screen);
        if (pictures) {
          const file = `${name.replaceAll(' ', '-')}-${width}-${theme}-${language}.png`;
          await screen.screenshot({
            path: join(pictures, file),
            fullPage: !open,
          });
        }
        await expectNoHorizontalScroll(screen);
        await expectAxeClean(screen);
        await screen.close();
      });
    }
  });
}
