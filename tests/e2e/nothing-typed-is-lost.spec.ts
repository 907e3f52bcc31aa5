import { accounts, campaigns, officerOf, units } from './support/accounts.ts';
import { campaignOf, enterAs, sheetOf } from './support/api.ts';
import { expectSaved, inputsOf, totals } from './support/sheet.ts';
import { expect, signIn, test } from './support/test.ts';

test('a session that ends far down the sheet is said in sight, and what was typed comes back', async ({
  page,
  context,
}) => {
  await enterAs(page, officerOf(units.longThanh));
  const sheet = await sheetOf(page, campaigns.year, units.longThanh);
  await page.goto(`/submissions/${sheet.id}`);
  const input = inputsOf(page, 'F1').nth(1);
  await input.scrollIntoViewIfNeeded();
  const before = await input.inputValue();
  const typed = String(Number(before) + 1);
  await context.clearCookies();
  await input.fill(typed);

  const ended = page.getByText('Phiên làm việc đã kết thúc');
  await expect(ended).toBeInViewport();
  await expect(totals(page)).toBeInViewport();
  await expect(page.getByText('1 tiêu chí chưa lưu', { exact: true })).toBeVisible();
  // A retry by hand is made, though in vain: nothing is claimed to be saved.
  await page.getByRole('button', { name: 'Xem và thử lại' }).click();
  await expect(page.getByText('1 tiêu chí chưa lưu', { exact: true })).toBeVisible();

  await page.getByRole('alert').getByRole('link', { name: 'Đăng nhập' }).click();
  await expect(page.getByText('1 tiêu chí chưa lưu được')).toBeVisible();
  await page.getByLabel('Tên đăng nhập').fill(officerOf(units.longThanh));
  await page.getByLabel(/^Mật khẩu/).fill('ThiDua@2021');
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/submissions/${sheet.id}`));
  await expectSaved(page, 'F1');
  await expect(inputsOf(page, 'F1').nth(1)).toHaveValue(typed);
  await expect(page.getByText('1 tiêu chí chưa lưu được')).toBeHidden();
});

test('a dialog survives a second click and a click beside it, and asks before typed content goes', async ({
  page,
}) => {
  await signIn(page, accounts.campaignManager);
  const campaign = await campaignOf(page, campaigns.year);
  await page.goto(`/campaigns/${campaign}/ranking`);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Tính lại' }).dblclick();
  await expect(dialog).toBeVisible();
  await page.mouse.click(5, 400);
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await page.goto(`/campaigns/${campaign}/settings`);
  await page.getByRole('button', { name: 'Gia hạn' }).first().click();
  const reason = dialog.getByRole('textbox', { name: /Lý do/ });
  await reason.fill('Mất điện hai ngày');
  const questions: string[] = [];
  page.once('dialog', (question) => {
    questions.push(question.message());
    void question.dismiss();
  });
  await page.keyboard.press('Escape');
  await expect(reason).toHaveValue('Mất điện hai ngày');
  page.once('dialog', (question) => {
    questions.push(question.message());
    void question.accept();
  });
  await dialog.getByRole('button', { name: 'Đóng' }).click();
  await expect(dialog).toBeHidden();
  expect(questions).toEqual(['Bỏ nội dung vừa nhập?', 'Bỏ nội dung vừa nhập?']);
});

test('a ranking on paper is whole, and nothing of the screen stands on it', async ({ page }) => {
  await signIn(page, accounts.campaignManager);
  const campaign = await campaignOf(page, campaigns.year);
  await page.goto(`/campaigns/${campaign}/ranking`);
  await page.getByRole('link', { name: /Khối xã, phường, thị trấn/ }).click();
  const rows = page.getByRole('table').locator('tbody > tr');
  await page.evaluate(() => (window.print = () => document.body.setAttribute('data-printed', '')));
  await page.getByRole('button', { name: 'In toàn bộ khối' }).click();
  await expect(page.locator('body[data-printed]')).toBeAttached();
  expect(await rows.count()).toBeGreaterThan(100);

  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await expect(page.getByRole('searchbox')).toHaveCount(0);
  await expect(page.getByText(/^In lúc /)).toBeVisible();
  // A4 on its side, as the style sheet asks: every column fits between the margins.
  await page.setViewportSize({ width: Math.floor((273 / 25.4) * 96), height: 700 });
  const overflow = await page
    .getByRole('table')
    .evaluate((table) => table.getBoundingClientRect().right - document.documentElement.clientWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});
