import { expect, test } from '@playwright/test';
import { accounts } from './support/accounts.ts';
import { clientId, clientSecret, startProvider } from './support/provider.mjs';
import { startServer } from './support/server.mjs';

test('somebody signs in through the identity provider, and out of both', async ({ page }) => {
  test.setTimeout(240_000);
  const provider = await startProvider();
  const server = await startServer({
    settingsAt: (url) => {
      provider.welcome(url);
      return {
        THIDUA_SSO__ISSUER: provider.issuer,
        THIDUA_SSO__CLIENT_ID: clientId,
        THIDUA_SSO__CLIENT_SECRET: clientSecret,
        THIDUA_SSO__REDIRECT_URL: `${url}/auth/oidc/callback`,
        THIDUA_SSO__NAME_VI: 'tài khoản của tỉnh',
        THIDUA_SSO__NAME_EN: 'the provincial account',
        THIDUA_SSO__LINK_BY: 'login',
      };
    },
  });
  try {
    await page.goto(`${server.url}/campaigns`);
    await page.getByRole('link', { name: 'Đăng nhập bằng tài khoản của tỉnh' }).click();
    await expect(page).toHaveURL(new RegExp(`^${provider.issuer}/`));
    await page.locator('input[name=login]').fill(accounts.analyst);
    await page.locator('input[name=password]').fill('anything');
    await page.locator('button[type=submit]').click();
    await page.locator('button[type=submit]').click();
    await expect(page).toHaveURL(`${server.url}/campaigns`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

    const banner = page.getByRole('banner');
    await banner.getByRole('button', { name: /^Tài khoản/ }).click();
    await banner.getByRole('button', { name: 'Đăng xuất' }).click();
    await expect(page).toHaveURL(new RegExp(`^${provider.issuer}/`));
    await page.locator('button[type=submit]').first().click();
    await expect(page).toHaveURL(new RegExp(`^${server.url}/sign-in`));

    // Known there, unknown here: nobody gets an account by that.
    await page.getByRole('link', { name: 'Đăng nhập bằng tài khoản của tỉnh' }).click();
    await page.locator('input[name=login]').fill('nguoi-la');
    await page.locator('input[name=password]').fill('anything');
    await page.locator('button[type=submit]').click();
    await page.locator('button[type=submit]').click();
    await expect(page).toHaveURL(`${server.url}/sign-in?sso=unknown`);
    await expect(page.getByText('Danh tính này chưa được gắn với tài khoản nào')).toBeVisible();
  } finally {
    await server.stop();
    await provider.stop();
  }
});
