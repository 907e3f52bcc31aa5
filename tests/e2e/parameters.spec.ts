import { accounts, officerOf, units } from './support/accounts.ts';
import { enterAs } from './support/api.ts';
import { expect, test } from './support/test.ts';

const share = 'Tỷ lệ đóng góp tối thiểu của đồng tác giả để xét danh hiệu';
const decision = 'Quyết định 58/2021/QĐ-UBND';

test('a manager records a verified value, and an officer reads it with its history', async ({ page, open }) => {
  await enterAs(page, accounts.campaignManager);
  await page.goto('/');
  await page.getByRole('banner').getByRole('button', { name: 'Mục khác' }).click();
  await page.getByRole('banner').getByRole('link', { name: 'Tham số' }).click();
  const row = page.getByRole('row', { name: new RegExp(share) });
  await expect(row).toContainText('30 %');
  await expect(row).toContainText('Chưa kiểm chứng');

  await row.getByRole('button', { name: `Sửa: ${share}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Giá trị/).fill('130');
  await dialog.getByRole('button', { name: 'Lưu' }).click();
  await expect(dialog.getByText('Thông tin này là bắt buộc.').first()).toBeVisible();
  await dialog.getByLabel(/^Hiệu lực từ/).fill('01/12/2021');
  await dialog.getByLabel(/^Căn cứ/).fill(decision);
  await dialog.getByLabel('Đã đối chiếu với văn bản gốc').check();
  await dialog.getByLabel('Đính chính giá trị của thời gian đã qua').check();
  await dialog.getByLabel(/^Lý do/).fill('Quy chế mới của tỉnh');
  await dialog.getByRole('button', { name: 'Lưu' }).click();
  await expect(dialog.getByText('Giá trị phải từ 0 đến 100.')).toBeVisible();
  await dialog.getByLabel(/^Giá trị/).fill('40');
  await dialog.getByRole('button', { name: 'Lưu' }).click();
  await expect(dialog).toBeHidden();
  await expect(row).toContainText('40 %');
  await expect(row).toContainText('Đã kiểm chứng');

  const desk = await open();
  await enterAs(desk, officerOf(units.phuocHung));
  await desk.goto('/parameters');
  const read = desk.getByRole('row', { name: new RegExp(share) });
  await expect(read).toContainText(decision);
  await expect(desk.getByRole('button', { name: /^Sửa/ })).toHaveCount(0);
  await read.getByRole('button', { name: `Lịch sử: ${share}` }).click();
  const history = desk.getByRole('dialog').getByRole('listitem');
  await expect(history).toHaveCount(2);
  await expect(history.first()).toContainText('Lý do: Quy chế mới của tỉnh');
  await expect(history.last()).toContainText('Giá trị ban đầu');
});

test('a day off is taken back, and the calendar of another year is a step away', async ({ page }) => {
  await enterAs(page, accounts.campaignManager);
  await page.goto('/parameters?year=2021');
  await page.getByRole('link', { name: '2022' }).click();
  await expect(page.getByRole('heading', { name: 'Lịch làm việc năm 2022' })).toBeVisible();
  const row = page.getByRole('row', { name: /03\/01\/2022/ });
  await expect(row).toContainText('Chưa kiểm chứng');
  await row.getByRole('button', { name: 'Sửa ngày 03/01/2022' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Ngày thường').check();
  await dialog.getByLabel(/^Căn cứ/).fill('Công văn số 12/SNV-CCVC');
  await dialog.getByRole('button', { name: 'Lưu' }).click();
  await expect(dialog).toBeHidden();
  await expect(row).toContainText('Ngày thường');
  await expect(row).not.toContainText('Chưa kiểm chứng');
});
