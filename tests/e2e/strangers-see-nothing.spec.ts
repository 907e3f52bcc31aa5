import { accounts, campaigns, officerOf, units } from './support/accounts.ts';
import { enterAs, sheetOf } from './support/api.ts';
import { expect, signIn, test } from './support/test.ts';

test('whoever is not signed in signs in first, and then sees what was asked for', async ({ page }) => {
  await page.goto('/units?search=phuoc+hung');
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel('Tên đăng nhập').fill(officerOf(units.phuocHung));
  await page.getByLabel(/^Mật khẩu/).fill('ThiDua@2021');
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await expect(page).toHaveURL(/\/units\?search=phuoc\+hung$/);
  await expect(page.getByRole('searchbox', { name: 'Tìm đơn vị' })).toHaveValue('phuoc hung');
});

test('an address of another site is not followed after signing in', async ({ page }) => {
  await page.goto('/sign-in?next=//example.com/units');
  await page.getByLabel('Tên đăng nhập').fill(accounts.analyst);
  await page.getByLabel(/^Mật khẩu/).fill('ThiDua@2021');
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Việc cần làm' })).toBeVisible();
});

test('whoever signs out leaves nothing behind for the next person', async ({ page }) => {
  await signIn(page, accounts.analyst);
  await page.getByRole('button', { name: /^Tài khoản / }).click();
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Đăng nhập' })).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);
});

test('an officer whose role has ended has no work and no sheet', async ({ page, open }) => {
  await signIn(page, accounts.expiredOfficer);
  await expect(page.getByText('Đồng chí chưa có vai trò nào đang hiệu lực')).toBeVisible();

  const desk = await open();
  await enterAs(desk, officerOf(units.phuocHung));
  const sheet = await sheetOf(desk, campaigns.year, units.phuocHung);
  await page.goto(`/submissions/${sheet.id}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Không tìm thấy trang' })).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText('Phước Hưng');
});

test('the sheet of another unit looks like an address that does not exist', async ({ page, open }) => {
  const desk = await open();
  await enterAs(desk, officerOf(units.phuocHung));
  const sheet = await sheetOf(desk, campaigns.year, units.phuocHung);
  await desk.goto(`/submissions/${sheet.id}`);
  await expect(desk.getByRole('heading', { level: 1 })).toContainText('Xã Phước Hưng');

  await enterAs(page, officerOf(units.anPhu));
  const look = async (address: string) => {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1, name: 'Không tìm thấy trang' })).toBeVisible();
    return { title: await page.title(), html: await page.locator('body').innerHTML() };
  };
  const nonsense = await look(`/submissions/${sheet.id.slice(0, -4)}AAAA`);
  const nowhere = await look('/submissions/nowhere');
  const foreign = await look(`/submissions/${sheet.id}`);
  expect(foreign).toEqual(nonsense);
  expect(foreign).toEqual(nowhere);
  const appraisal = await look(`/submissions/${sheet.id}/appraisal`);
  expect(appraisal).toEqual(await look('/submissions/nowhere/appraisal'));
});
