import { accounts } from './support/accounts.ts';
import { expect, signIn, test } from './support/test.ts';

test('a wrong password is refused in words, and the form stays', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('Tên đăng nhập').fill(accounts.campaignManager);
  await page.getByLabel(/^Mật khẩu/).fill('not the password');
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText(
    'Tên đăng nhập hoặc mật khẩu không đúng',
  );
  await expect(page).toHaveURL(/\/sign-in/);
});

test('the campaign manager signs in', async ({ page }) => {
  await signIn(page, accounts.campaignManager);
  await expect(page.getByRole('heading', { level: 1, name: 'Việc cần làm' })).toBeVisible();
});
