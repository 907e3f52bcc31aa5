import type { Locator } from '@playwright/test';
import { accounts, campaigns } from './support/accounts.ts';
import { campaignOf, enterAs } from './support/api.ts';
import { expect, test } from './support/test.ts';

const reason = 'Chỉ có hai phương án được thông qua trong kỳ theo tài liệu kèm theo.';

test('an appraiser decides one criterion across all units, by keyboard', async ({ page }) => {
  await enterAs(page, accounts.justiceAppraiser);
  await page.goto('/');
  await page
    .getByRole('listitem')
    .filter({ hasText: 'B3 ' })
    .getByRole('link', { name: 'Thẩm định điểm' })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: 'Thẩm định theo tiêu chí' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Tiêu chí' }).locator('option:checked')).toHaveText(/^B3 /);

  await page.getByLabel('Khối thi đua').selectOption({ label: 'Khối xã, phường, thị trấn' });
  await page.getByLabel('Chỉ đơn vị chưa thẩm định').check();
  await expect(page).toHaveURL(/undecided=/);
  const grid = page.getByRole('table', { name: 'Các đơn vị ở tiêu chí B3' });
  const rows = grid.getByRole('row').filter({ has: page.getByRole('link') });
  await expect(rows.first()).toBeVisible();
  const before = await decidedIn(page.getByText(/^\d+\/\d+ đơn vị$/));

  // A accepts and goes on to the next line.
  await rows.nth(0).focus();
  await page.keyboard.press('a');
  await expect(rows.nth(1)).toBeFocused();
  await expect(rows.nth(0)).toContainText('Giữ nguyên điểm');
  await expect(rows.nth(0)).toContainText('Bùi Kim Thơ');

  // S opens the adjustment, which asks for a reason before anything is sent.
  await page.keyboard.press('s');
  const form = rows.nth(1).locator('form');
  await expect(form.getByLabel(/^Điểm thẩm định/)).toBeFocused();
  await page.keyboard.type('2');
  await page.keyboard.press('Control+Enter');
  await expect(form).toContainText('Đề nghị nêu lý do, ít nhất 10 ký tự.');
  await expect(form.getByLabel(/^Lý do điều chỉnh/)).toBeFocused();
  await page.keyboard.type('Thiếu');
  await page.keyboard.press('Control+Enter');
  await expect(form).toContainText('Đề nghị nêu lý do, ít nhất 10 ký tự.');
  await form.getByLabel(/^Lý do điều chỉnh/).fill(reason);
  await page.keyboard.press('Control+Enter');
  await expect(form).toBeHidden();
  await expect(rows.nth(1)).toContainText('Điều chỉnh điểm');
  await expect(rows.nth(1)).toContainText('2,00');
  await expect(rows.nth(1)).toContainText(reason);
  await expect(rows.nth(2)).toBeFocused();

  await expect(page.getByText(/^\d+\/\d+ đơn vị$/)).toHaveText(new RegExp(`^${before + 2}/`));
  const adjusted = await rows.nth(1).getByRole('link').first().innerText();
  await page.getByLabel('Chỉ đơn vị chưa thẩm định').uncheck();
  await expect(page).not.toHaveURL(/undecided=/);
  await page.getByRole('searchbox', { name: 'Tìm đơn vị' }).fill(adjusted);
  const again = rows.filter({ hasText: reason });
  await expect(again).toHaveCount(1);
  await expect(again.getByRole('link', { name: adjusted, exact: true })).toBeVisible();
});

test('an appraiser sees the own unit locked', async ({ page }) => {
  await enterAs(page, accounts.justiceAppraiser);
  const campaign = await campaignOf(page, campaigns.year);
  await page.goto(`/campaigns/${campaign}/appraisal?search=so+tu+phap`);
  const row = page.getByRole('table').getByRole('row').filter({ hasText: 'Sở Tư pháp' });
  await expect(row).toContainText('không thẩm định điểm của chính đơn vị mình');
  await expect(row.getByRole('button')).toHaveCount(0);

  // The keyboard opens nothing that the mouse does not.
  await row.focus();
  await page.keyboard.press('s');
  await page.keyboard.press('a');
  await expect(row.locator('form')).toHaveCount(0);
  await expect(row).not.toContainText('Giữ nguyên điểm');

  await row.getByRole('link', { name: 'Sở Tư pháp' }).click();
  await expect(page.getByText('không thẩm định điểm của chính đơn vị mình').first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^(Giữ nguyên điểm|Điều chỉnh)/ })).toHaveCount(0);
});

test('an appraiser reads one unit beside its evidence', async ({ page }) => {
  await enterAs(page, accounts.justiceAppraiser);
  await page.goto('/');
  await page
    .getByRole('listitem')
    .filter({ hasText: 'B3 ' })
    .getByRole('link', { name: 'Thẩm định điểm' })
    .click();
  await page.getByLabel('Khối thi đua').selectOption({ label: 'Khối xã, phường, thị trấn' });
  await page.getByLabel('Chỉ đơn vị chưa thẩm định').check();
  await expect(page).toHaveURL(/undecided=/);
  const withEvidence = page.getByRole('table').getByRole('row').filter({ hasText: '1 tài liệu' }).first();
  const unit = await withEvidence.getByRole('link').first().innerText();
  await withEvidence.getByRole('link').first().click();

  await expect(page.getByRole('heading', { level: 1, name: unit })).toBeVisible();
  const line = page.getByRole('region', { name: /^B3 / });
  await expect(line).toContainText('Số liệu đơn vị nhập');
  const evidence = line.getByRole('link', { name: /Báo cáo/ });
  await expect(evidence).toBeVisible();
  const file = await page.request.get((await evidence.getAttribute('href')) ?? '');
  expect(file.status()).toBe(200);
  expect(file.headers()['content-type']).toBe('application/pdf');
  expect((await file.body()).subarray(0, 5).toString()).toBe('%PDF-');

  await line.getByRole('button', { name: /^Giữ nguyên điểm/ }).click();
  const lines = page.getByRole('navigation', { name: 'Các tiêu chí của phiếu' });
  await expect(lines.getByRole('button', { name: /^B3 / })).toContainText('Giữ nguyên điểm');
  // The next line that waits for this appraiser.
  await expect(page.getByRole('region', { name: /^B4 / })).toBeVisible();
});

async function decidedIn(progress: Locator): Promise<number> {
  return Number((await progress.innerText()).split('/')[0]);
}
