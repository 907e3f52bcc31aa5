import { accounts } from './support/accounts.ts';
import {
  expect,
  expectAxeClean,
  expectNoHorizontalScroll,
  prefer,
  signIn,
  test,
  widths,
  type Language,
  type Theme,
} from './support/test.ts';

const buttons: Record<Language, string> = { vi: 'Đăng nhập', en: 'Sign in' };

for (const language of ['vi', 'en'] as const satisfies Language[]) {
  for (const theme of ['light', 'dark'] as const satisfies Theme[]) {
    for (const [screen, viewport] of Object.entries(widths)) {
      test(`the sign-in page is sound in ${language}, ${theme}, on a ${screen}`, async ({ page }) => {
        await page.setViewportSize(viewport);
        await prefer(page, { language, theme });
        await page.goto('/sign-in');
        await expect(page.getByRole('button', { name: buttons[language], exact: true })).toBeVisible();
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        await expectNoHorizontalScroll(page);
        await expectAxeClean(page);
      });
    }
  }
}

test('a wrong password is refused in words, and the form stays', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('Tên đăng nhập').fill(accounts.campaignManager);
  await page.getByLabel(/^Mật khẩu/).fill('not the password');
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Tên đăng nhập hoặc mật khẩu không đúng');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('the campaign manager signs in', async ({ page }) => {
  await signIn(page, accounts.campaignManager);
  await expectAxeClean(page);
});
