import type { Page } from '@playwright/test';
import { accounts } from './support/accounts.ts';
import { ask, enterAs } from './support/api.ts';
import { fileOne } from './support/initiative.ts';
import { expect, signIn, test } from './support/test.ts';

const dialogOf = (page: Page) => page.getByRole('dialog');

async function type(page: Page, label: string | RegExp, text: string): Promise<void> {
  await page.getByLabel(label).first().fill(text);
}

test('two authors write, confirm, file and correct, and the keeper of the register accepts', async ({
  page,
  open,
}) => {
  const title = `Phiếu hẹn điện tử tại bộ phận một cửa ${Date.now()}`;
  await signIn(page, accounts.author);
  await page.getByRole('banner').getByRole('link', { name: 'Sáng kiến', exact: true }).click();
  await page.getByRole('button', { name: 'Lập đơn mới' }).click();
  await dialogOf(page).getByLabel(/^Tên sáng kiến/).fill(title);
  await dialogOf(page).getByRole('button', { name: 'Bắt đầu soạn' }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  const address = page.url();

  // First applied fourteen months ago: too late to file, and the page says until when it could be.
  await type(page, /^Ngày áp dụng lần đầu/, '14/10/2020');
  await page.getByLabel(/^Loại giải pháp/).selectOption('OPERATIONAL');
  await page.getByRole('button', { name: 'Thêm đồng tác giả' }).click();
  await page.getByRole('combobox', { name: 'Tác giả 2' }).fill('truong thi cung');
  await page.getByRole('option', { name: /^Trương Thị Cùng/ }).click();
  await page.getByLabel(/^Tỷ lệ/).nth(0).fill('60');
  await page.getByLabel(/^Tỷ lệ/).nth(1).fill('39,99');
  await expect(page.getByText('Tổng tỷ lệ: 99,99 %, phải bằng 100 %')).toBeVisible();
  await page.getByLabel(/^Tỷ lệ/).nth(1).fill('40');
  for (const label of [
    /^Lĩnh vực áp dụng/,
    /^Vấn đề sáng kiến giải quyết/,
    /^Các bước và điều kiện/,
    /^Nội dung mới hoặc/,
    /^Khả năng áp dụng/,
    /^Điều kiện cần thiết/,
    /^Lợi ích theo ý kiến của tác giả/,
  ]) {
    await type(page, label, 'Người dân nhận phiếu hẹn qua tin nhắn; thời gian chờ giảm một nửa.');
  }
  await page.getByRole('button', { name: /^Thêm nội dung bảo mật\s*: Các bước/ }).click();
  await type(page, /^Nội dung bảo mật – Các bước/, 'Mã nguồn của phần mềm');
  await expect(page.getByText('Đã lưu.')).toBeVisible();
  const missing = page.getByRole('region', { name: 'Còn thiếu trước khi nộp' });
  await expect(missing).toContainText('Đã quá thời hạn nộp đơn');
  await expect(missing).toContainText('14/10/2021');
  await expect(missing).toContainText('chưa xác nhận tỷ lệ đóng góp');
  await expect(page.getByRole('button', { name: 'Nộp đơn' })).toBeDisabled();

  // The co-author is reminded at her own desk.
  const desk = await open();
  await signIn(desk, accounts.coAuthor);
  await desk.getByRole('listitem').filter({ hasText: title }).getByRole('link').click();
  await expect(desk.getByText(/tỷ lệ đóng góp 40 %/)).toBeVisible();
  await desk.getByRole('button', { name: 'Xác nhận', exact: true }).click();
  await dialogOf(desk).getByRole('button', { name: 'Xác nhận', exact: true }).click();
  await expect(dialogOf(desk)).toBeHidden();

  // Her answer changed the request meanwhile; what the author types goes on all the same.
  await type(page, /^Ngày áp dụng lần đầu/, '01/03/2021');
  await expect(page.getByText('Đơn đã đủ thông tin để nộp.')).toBeVisible();
  await page.getByRole('button', { name: 'Nộp đơn' }).click();
  await dialogOf(page).getByRole('button', { name: 'Nộp đơn' }).click();
  await expect(page.getByText('Đã nộp, chờ kiểm tra')).toBeVisible();
  await expect(page.getByText(/\/2021/).first()).toBeVisible();

  const office = await open();
  await signIn(office, accounts.registerKeeper);
  await office.getByRole('listitem').filter({ hasText: title }).getByRole('link').click();
  await expect(office.getByText('Mã nguồn của phần mềm')).toBeVisible();
  await office.getByRole('button', { name: 'Yêu cầu sửa đổi, bổ sung' }).click();
  await dialogOf(office).getByLabel(/^Nội dung cần sửa/).fill('Bổ sung ý kiến của đơn vị đã áp dụng.');
  await dialogOf(office).getByLabel(/^Thời hạn/).fill('24/12/2021');
  await dialogOf(office).getByRole('button', { name: 'Yêu cầu sửa đổi, bổ sung' }).click();
  await expect(office.getByText('Chờ sửa đổi, bổ sung')).toBeVisible();

  await page.goto(address);
  await expect(page.getByText('Bổ sung ý kiến của đơn vị đã áp dụng.').first()).toBeVisible();
  await type(page, /^Lợi ích theo ý kiến của đơn vị/, 'Xã Khánh An xác nhận thời gian chờ giảm 40 %.');
  await expect(page.getByText('Đã lưu.')).toBeVisible();
  await page.getByRole('button', { name: 'Nộp đơn' }).click();
  await dialogOf(page).getByRole('button', { name: 'Nộp đơn' }).click();
  await expect(page.getByText('Đã nộp, chờ kiểm tra')).toBeVisible();

  await office.reload();
  await office.getByRole('button', { name: 'Chấp nhận đơn' }).click();
  await dialogOf(office).getByRole('button', { name: 'Chấp nhận đơn' }).click();
  await expect(office.getByText('Đã chấp nhận đơn').first()).toBeVisible();
  await expect(office.getByRole('button', { name: 'Chấp nhận đơn' })).toHaveCount(0);
});

test('a co-author who declines holds the request up, with the reason', async ({ page, open }) => {
  const title = `Số hóa sổ hộ tịch ${Date.now()}`;
  const desk = await open();
  await enterAs(desk, accounts.coAuthor);
  const { viewer: colleague } = await ask<{ viewer: { account: { id: string } } }>(
    desk,
    '{ viewer { account { id } } }',
  );
  await enterAs(page, accounts.author);
  const { viewer } = await ask<{ viewer: { account: { id: string }; homeUnit: { id: string } } }>(
    page,
    '{ viewer { account { id } homeUnit { id } } }',
  );
  const author = (accountId: string, share: string) => ({
    accountId,
    share,
    workplace: '',
    jobTitle: '',
    qualification: '',
  });
  const { saveInitiative } = await ask<{ saveInitiative: { id: string } }>(
    page,
    'mutation ($input: SaveInitiativeInput!) { saveInitiative(input: $input) { ... on Initiative { id } } }',
    {
      input: {
        unitId: viewer.homeUnit.id,
        title,
        passages: [],
        helpers: [],
        authors: [author(viewer.account.id, '70'), author(colleague.account.id, '30')],
      },
    },
  );
  await desk.goto(`/initiatives/${saveInitiative.id}`);
  await desk.getByRole('button', { name: 'Không xác nhận' }).click();
  await dialogOf(desk).getByRole('button', { name: 'Không xác nhận' }).click();
  await expect(dialogOf(desk).getByText('Thông tin này là bắt buộc.')).toBeVisible();
  await dialogOf(desk).getByLabel(/^Lý do/).fill('Tôi đóng góp một nửa.');
  await dialogOf(desk).getByRole('button', { name: 'Không xác nhận' }).click();
  await expect(dialogOf(desk)).toBeHidden();

  await page.goto(`/initiatives/${saveInitiative.id}`);
  await expect(page.getByText('Tôi đóng góp một nửa.').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Nộp đơn' })).toBeDisabled();
});

test('a request that changes while somebody has it open is decided by nobody unseen', async ({ page, open }) => {
  const address = await fileOne(page, `Ki-ốt tự phục vụ ${Date.now()}`);
  const office = await open();
  await enterAs(office, accounts.registerKeeper);
  await office.goto(address);
  await office.getByRole('button', { name: 'Chấp nhận đơn' }).click();

  await page.goto(address);
  await page.getByRole('button', { name: 'Rút đơn' }).click();
  await dialogOf(page).getByLabel(/^Lý do/).fill('Chưa đủ số liệu.');
  await dialogOf(page).getByRole('button', { name: 'Rút đơn' }).click();
  await expect(page.getByText('Đã rút', { exact: true })).toBeVisible();

  await dialogOf(office).getByRole('button', { name: 'Chấp nhận đơn' }).click();
  await expect(dialogOf(office).getByText(/vừa được thay đổi ở nơi khác/)).toBeVisible();
  await dialogOf(office).getByRole('button', { name: 'Tải lại trang' }).click();
  await expect(office.getByText('Đã rút', { exact: true })).toBeVisible();
  await expect(office.getByRole('button', { name: 'Chấp nhận đơn' })).toHaveCount(0);
});

test('what is not one’s own does not exist, and the keeper filters the register', async ({ page, open }) => {
  const address = await fileOne(page, `Tổ hòa giải tại thực địa ${Date.now()}`);
  const stranger = await open();
  await enterAs(stranger, accounts.campaignManager);
  await stranger.goto(address);
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText(/Không tìm thấy/);
  await expect(stranger.getByRole('banner').getByRole('link', { name: 'Sáng kiến', exact: true })).toHaveCount(0);

  const office = await open();
  await enterAs(office, accounts.registerKeeper);
  await office.goto('/initiatives');
  const register = office.getByRole('table', { name: 'Sổ tiếp nhận' });
  await expect(register).toContainText('Tổ hòa giải tại thực địa');
  await office.getByLabel('Tìm theo tên sáng kiến, tác giả').fill('to hoa giai tai thuc dia');
  await expect(office).toHaveURL(/search=/);
  await expect(register.getByRole('row').nth(1)).toContainText('Tổ hòa giải tại thực địa');
  await office.getByLabel('Tình trạng').selectOption('REFUSED');
  await expect(office.getByText('Không có đơn nào phù hợp với điều kiện tìm.')).toBeVisible();
});

test('the keeper sees what a request resembles, side by side, and records a judgement', async ({ page }) => {
  await enterAs(page, accounts.registerKeeper);
  const { initiatives } = await ask<{ initiatives: { nodes: { id: string }[] } }>(
    page,
    'query ($search: String!) { initiatives(first: 1, search: $search) { nodes { id } } }',
    { search: 'Gọi điện ngẫu nhiên' },
  );
  await page.goto(`/initiatives/${initiatives.nodes[0]?.id}`);
  const report = page.getByRole('region', { name: 'Sáng kiến tương đồng' });
  const first = report.getByRole('article').first();
  await expect(first.getByRole('heading', { name: /^Khảo sát sự hài lòng/ })).toBeVisible();
  await expect(first.getByText('Đơn này').first()).toBeVisible();
  await first.getByRole('button', { name: /^Ghi nhận ý kiến/ }).click();
  await dialogOf(page).getByLabel(/^Ý kiến/).selectOption('EXTENDS');
  await dialogOf(page).getByLabel('Ghi chú').fill('Có thêm bước gọi lại.');
  await dialogOf(page).getByRole('button', { name: 'Ghi nhận', exact: true }).click();
  await expect(first.getByText('Mở rộng sáng kiến so sánh')).toBeVisible();
  await page.reload();
  await expect(first.getByText('Có thêm bước gọi lại.')).toBeVisible();
});
