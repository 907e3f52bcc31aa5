import { AxeBuilder } from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';
import { samplePassword } from './accounts.ts';

export type Language = 'vi' | 'en';
export type Theme = 'light' | 'dark';

/** The screens the design is held to: an office desktop, and the narrowest phone. */
export const widths = { desktop: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } } as const;

/**
 * A journey that also fails when a page throws, or asks another origin for anything: officials' networks are closed.
 */
export const test = base.extend<{ watch: void }>({
  watch: [
    async ({ page, baseURL }, use) => {
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(`error on the page: ${error.message}`));
      page.on('request', (request) => {
        const url = new URL(request.url());
        const isLocal = url.protocol === 'data:' || url.protocol === 'blob:';
        if (!isLocal && url.origin !== new URL(baseURL ?? '').origin) faults.push(`request elsewhere: ${url.href}`);
      });
      await use();
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Signs in through the form, as a person would, and waits until the form is gone. */
export async function signIn(page: Page, login: string, password: string = samplePassword): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
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
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))));
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(({ target }) => `  ${target.join(' ')}`).join('\n')}`);
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
