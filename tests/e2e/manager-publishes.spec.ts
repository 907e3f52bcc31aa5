import type { Page } from '@playwright/test';
import { accounts, campaigns, officerOf, units } from './support/accounts.ts';
import { campaignOf, enterAs } from './support/api.ts';
import { expect, test } from './support/test.ts';

const title = 'Đợt thi đua kiểm soát thủ tục hành chính 6 tháng đầu năm 2021 (cấp huyện, ngành dọc)';
const district = 'Huyện An Phú';

test('a result is computed, then seen by the units, then by everybody', async ({ page, open }) => {
  await enterAs(page, accounts.campaignManager);
  const ranking = `/campaigns/${await campaignOf(page, campaigns.halfYear)}/ranking`;
  const atUnit = await open();
  await enterAs(atUnit, officerOf(units.anPhu));
  const outside = await open();

  await expectHiddenFromUnit(atUnit, ranking);
  await expectNotPublic(outside);

  await page.goto('/');
  await page
    .getByRole('listitem')
    .filter({ hasText: title })
    .getByRole('link', { name: 'Tính xếp hạng' })
    .click();
  await expect(page.getByText('Chưa có kết quả xếp hạng')).toBeVisible();
  await page.getByRole('button', { name: 'Tính xếp hạng' }).click();
  const computing = page.getByRole('dialog', { name: 'Tính xếp hạng?' });
  await expect(computing).toContainText(
    'Đã kết luận thẩm định 22 phiếu, đã nộp 22 phiếu, trên tổng số 22 đơn vị.',
  );
  await computing.getByRole('button', { name: 'Tính xếp hạng' }).click();
  await expect(page.getByText('Đã tính xếp hạng 22 đơn vị.')).toBeVisible();
  await page.getByRole('link', { name: /^Khối huyện, thị xã, thành phố/ }).click();
  await expect(rowOf(page, district)).toBeVisible();
  const rank = await rowOf(page, district).getByRole('cell').first().innerText();
  await expectHiddenFromUnit(atUnit, ranking);
  await expectNotPublic(outside);

  await page.getByRole('button', { name: 'Gửi kết quả' }).click();
  const releasing = page.getByRole('dialog', { name: 'Gửi kết quả cho các đơn vị?' });
  await expect(releasing).toContainText('Khối huyện, thị xã, thành phố: 11 đơn vị');
  const release = releasing.getByRole('button', { name: 'Gửi kết quả' });
  await expect(release).toBeDisabled();
  await releasing.getByLabel('Đã rà soát kết quả của từng khối').check();
  await release.click();
  await expect(page.getByText('Đã gửi kết quả của 22 đơn vị.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^(Tính|Tính lại|Gửi kết quả)/ })).toHaveCount(0);

  await atUnit.goto(ranking);
  await atUnit.getByRole('link', { name: /^Khối huyện, thị xã, thành phố/ }).click();
  await expect(rowOf(atUnit, district).getByRole('cell').first()).toHaveText(rank);
  await expectNotPublic(outside);

  await page.getByRole('button', { name: 'Công bố kết quả' }).click();
  const publishing = page.getByRole('dialog', { name: 'Công bố kết quả?' });
  await expect(publishing).toContainText(`/results/${campaigns.halfYear}`);
  const publish = publishing.getByRole('button', { name: 'Công bố kết quả' });
  await expect(publish).toBeDisabled();
  await publishing.getByLabel('Đã có ý kiến của người có thẩm quyền về việc công bố').check();
  await publish.click();
  await expect(page.getByText('Đã công bố kết quả của 22 đơn vị.')).toBeVisible();

  await outside.goto('/results');
  await outside.getByRole('link', { name: title }).click();
  await expect(outside).toHaveURL(`/results/${campaigns.halfYear}`);
  await expect(rowOf(outside, district)).toContainText(rank);
  expect(await outside.context().cookies()).toEqual([]);
  await expect(outside.getByRole('link', { name: 'Đăng nhập' })).toBeVisible();
});

function rowOf(page: Page, unit: string) {
  return page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: unit }) });
}

async function expectHiddenFromUnit(page: Page, ranking: string): Promise<void> {
  await page.goto(ranking);
  await expect(page.getByText('Chưa có kết quả xếp hạng')).toBeVisible();
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0);
  await expect(page.getByRole('table')).toHaveCount(0);
}

async function expectNotPublic(page: Page): Promise<void> {
  await page.goto('/results');
  await expect(page.getByRole('link', { name: /quý I năm 2021/ })).toBeVisible();
  await expect(page.getByText(title)).toHaveCount(0);
  await page.goto(`/results/${campaigns.halfYear}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Không tìm thấy trang' })).toBeVisible();
}
