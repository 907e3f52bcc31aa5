import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import { samplePassword } from './accounts.ts';

export type Language = 'vi' | 'en';
export type Theme = 'light' | 'dark';

/** The screens the design is held to: an office desktop, and the narrowest phone. */
export const widths = { desktop: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } } as const;

/**
 * A journey that also fails when a page throws, or asks another origin for anything: officials' networks are closed.
 */
export const test = base.extend<{ watch: void; open: () => Promise<Page> }>({
  watch: [
    async ({ context, baseURL }, use) => {
      const faults = faultsOf(context, baseURL);
      await use();
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],

  /** Opens a page in a browser of its own: somebody else's, at another desk. */
  open: async ({ browser, baseURL }, use) => {
    const opened: { context: BrowserContext; faults: string[] }[] = [];
    await use(async () => {
      const context = await browser.newContext();
      opened.push({ context, faults: faultsOf(context, baseURL) });
      return context.newPage();
    });
    await Promise.all(opened.map(({ context }) => context.close()));
    expect(opened.flatMap(({ faults }) => faults)).toEqual([]);
  },
});

/** What goes wrong on the pages of a browser, collected as it happens. */
function faultsOf(context: BrowserContext, baseURL: string | undefined): string[] {
  const faults: string[] = [];
  context.on('weberror', (error) => faults.push(`error on the page: ${error.error().message}`));
  context.on('request', (request) => {
    const url = new URL(request.url());
    const isLocal = url.protocol === 'data:' || url.protocol === 'blob:';
    if (!isLocal && url.origin !== new URL(baseURL ?? '').origin)
      faults.push(`request elsewhere: ${url.href}`);
  });
  return faults;
}

export { expect };

/** Signs in through the form, as a person would, and waits until the form is gone. */
export async function signIn(page: Page, login: string, password: string = samplePassword): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.getByLabel(/^Mật khẩu/).fill(password);
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await expect(page).not.toHaveURL(/\/sign-in/);
}

/** Makes every page from now on open in the language and theme, as if the user had chosen them on an earlier visit. */
export async function prefer(page: Page, choice: { language?: Language; theme?: Theme }): Promise<void> {
  await page.addInitScript(({ language, theme }) => {
    if (language) localStorage.setItem('thidua.language', language);
    if (theme) localStorage.setItem('thidua.theme', theme);
  }, choice);
}

/** No serious or critical fault that axe can find. */
export async function expectAxeClean(page: Page): Promise<void> {
  // Colours in transition would be measured half way.
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        // A spinner never ends.
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
        .map((animation) => animation.finished.catch(() => {})),
    ),
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) =>
        `${id}: ${help}\n${nodes.map(({ target }) => `  ${target.join(' ')}`).join('\n')}`,
    );
  expect(grave).toEqual([]);
}

/** The page is no wider than the window. */
export async function expectNoHorizontalScroll(page: Page): Promise<void> {
  const { content, window } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  expect(content, 'width of the page').toBeLessThanOrEqual(window);
}
