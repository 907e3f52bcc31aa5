import type { Page } from '@playwright/test';
import { accounts, campaigns, leaderOf, officerOf, units } from './support/accounts.ts';
import { ask, campaignOf, enterAs, sheetOf } from './support/api.ts';
import { lineOf } from './support/sheet.ts';
import { expect, signIn, test } from './support/test.ts';

const request = 'Công văn số 45/UBND-VP ngày 10/12/2021';
const newPassword = 'một câu dài dễ nhớ 2021';

/** Gives a role without the screen, which has a journey of its own; asking twice gives it once. */
async function giveRole(page: Page, login: string, role: string, unitCode: string): Promise<string> {
  const { accounts: found, units: places, serverTime } = await ask<{
    serverTime: string;
    accounts: { nodes: { id: string; login: string }[] };
    units: { nodes: { id: string; code: string }[] };
  }>(
    page,
    `query ($login: String!, $unit: String!) {
      serverTime
      accounts(first: 50, search: $login) { nodes { id login } }
      units(first: 50, search: $unit) { nodes { id code } }
    }`,
    { login, unit: unitCode },
  );
  const account = found.nodes.find((one) => one.login === login);
  const unit = places.nodes.find((one) => one.code === unitCode);
  if (!account || !unit) throw new Error(`the sample data has no ${login} or no ${unitCode}`);
  await ask(page, 'mutation ($input: AssignRoleInput!) { assignRole(input: $input) { __typename } }', {
    input: {
      accountId: account.id,
      role,
      unitId: unit.id,
      // Today at the server, in Vietnam: no role begins before its account.
      validFrom: new Date(Date.parse(serverTime) + 7 * 3_600_000).toISOString().slice(0, 10),
      legalBasis: request,
    },
  });
  return account.id;
}

test('correcting a name keeps the address on record', async ({ page }) => {
  const login = `diachi-${Date.now()}`;
  const email = `${login}@angiang.example`;
  await signIn(page, accounts.administrator);
  const { addAccount } = await ask<{ addAccount: { account: { id: string } } }>(
    page,
    `mutation ($input: AddAccountInput!) {
      addAccount(input: $input) { ... on Invitation { account { id } } }
    }`,
    { input: { login, displayName: 'Lê Thị Địa', email, request } },
  );
  await page.goto(`/people/${addAccount.account.id}`);
  await expect(page.getByText(email)).toBeVisible();
  await page.getByRole('button', { name: 'Sửa thông tin' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel(/^Thư điện tử/)).toHaveValue(email);
  await dialog.getByLabel('Họ và tên').fill('Lê Thị Địa Chỉ');
  await dialog.getByLabel('Số, ký hiệu văn bản đề nghị').fill(request);
  await dialog.getByRole('button', { name: 'Lưu' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('heading', { level: 1, name: 'Lê Thị Địa Chỉ' })).toBeVisible();
  await expect(page.getByText(email)).toBeVisible();
});

test('whoever is invited has no work before their role is in force', async ({ page, open }) => {
  const login = `moi-${Date.now()}`;
  await signIn(page, accounts.administrator);
  await page.getByRole('banner').getByRole('button', { name: 'Mục khác' }).click();
  await page.getByRole('banner').getByRole('link', { name: 'Tài khoản', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Tài khoản' })).toBeVisible();

  await page.getByRole('button', { name: 'Cấp tài khoản' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Cấp tài khoản' }).click();
  await expect(dialog.getByText('Thông tin này là bắt buộc.').first()).toBeVisible();
  await dialog.getByLabel('Họ và tên').fill('Trần Thị Mới');
  await dialog.getByLabel('Số, ký hiệu văn bản đề nghị').fill(request);
  await dialog.getByLabel('Tên đăng nhập').fill('quantri');
  await dialog.getByRole('button', { name: 'Cấp tài khoản' }).click();
  await expect(dialog.getByLabel('Tên đăng nhập')).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByLabel('Tên đăng nhập').fill(login);
  await dialog.getByRole('button', { name: 'Cấp tài khoản' }).click();
  await expect(dialog.getByText('Mật khẩu chỉ hiển thị một lần này')).toBeVisible();
  const password = await dialog.locator('[data-first-password]').innerText();

  await dialog.getByRole('link', { name: 'Mở trang tài khoản' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Trần Thị Mới' })).toBeVisible();
  await page.getByRole('button', { name: 'Giao vai trò' }).click();
  await dialog.getByLabel('Vai trò').selectOption('UNIT_FOCAL');
  await dialog.getByRole('combobox', { name: 'Đơn vị' }).fill('xã phước hưng');
  await page
    .getByRole('option', { name: /^Xã Phước Hưng/ })
    .first()
    .click();
  await dialog.getByLabel('Hiệu lực từ ngày').fill('01/01/2022');
  await dialog.getByLabel('Quyết định, văn bản làm căn cứ').fill(request);
  await dialog.getByRole('button', { name: 'Giao vai trò' }).click();
  await expect(dialog).toHaveCount(0);
  const later = page.getByRole('table', { name: 'Chưa đến thời hạn' });
  await expect(later).toContainText('Cán bộ đầu mối');
  await expect(later).toContainText('01/01/2022');

  const desk = await open();
  await signIn(desk, login, password);
  await desk.getByLabel('Mật khẩu hiện tại').fill(password);
  await desk.getByLabel('Mật khẩu mới', { exact: false }).first().fill(newPassword);
  await desk.getByLabel('Nhập lại mật khẩu mới').fill(newPassword);
  await desk.getByRole('button', { name: 'Đổi mật khẩu' }).click();
  await expect(desk.getByText('Đồng chí chưa có vai trò nào đang hiệu lực')).toBeVisible();
  await desk.goto('/account');
  await expect(desk.getByRole('table', { name: 'Chưa đến thời hạn' })).toContainText('Cán bộ đầu mối');

  await later.getByRole('button', { name: /^Kết thúc/ }).click();
  await dialog.getByLabel('Lý do, văn bản đề nghị').fill(request);
  await dialog.getByRole('button', { name: 'Kết thúc vai trò' }).click();
  await expect(page.getByRole('table', { name: 'Đã kết thúc' })).toContainText('Cán bộ đầu mối');

  await page.getByRole('button', { name: 'Khóa tài khoản' }).click();
  await dialog.getByLabel('Số, ký hiệu văn bản đề nghị').fill(request);
  await dialog.getByRole('button', { name: 'Khóa tài khoản' }).click();
  await expect(page.getByRole('button', { name: 'Mở lại tài khoản' })).toBeVisible();
  await desk.goto('/');
  await expect(desk).toHaveURL(/\/sign-in/);
});

test('a file of people is told what is wrong before anybody gets an account', async ({ page }) => {
  await signIn(page, accounts.administrator);
  await page.goto('/people/import');
  const file = page.getByLabel('Tệp danh sách');
  const csv = (text: string) => ({
    name: 'people.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(text),
  });
  await page.getByLabel('Số, ký hiệu văn bản đề nghị').fill(request);
  await file.setInputFiles(csv('login,full_name,unit_code\nhop.le,Lê Hợp,không-có\n'));
  await page.getByRole('button', { name: 'Kiểm tra tệp' }).click();
  const faults = page.getByRole('table', { name: 'Các lỗi trong tệp' });
  await expect(faults).toContainText('unit_code');
  await expect(page.getByRole('button', { name: /^Tạo \d+ tài khoản/ })).toHaveCount(0);

  const login = `nhap-${Date.now()}`;
  await file.setInputFiles(csv(`login,full_name,unit_code\n${login},Lê Thị Nhập,${units.phuocHung}\n`));
  await page.getByRole('button', { name: 'Kiểm tra tệp' }).click();
  await page.getByRole('button', { name: 'Tạo 1 tài khoản' }).click();
  await expect(page.getByRole('table', { name: 'Mật khẩu lần đầu' })).toContainText(login);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Tải về tệp CSV' }).click();
  expect((await download).suggestedFilename()).toBe('mat-khau-lan-dau.csv');
});

test('whoever reads accounts changes none, and others do not see them', async ({ page, open }) => {
  await signIn(page, accounts.auditor);
  await page.goto('/people');
  await expect(page.getByRole('table', { name: 'Danh sách tài khoản' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cấp tài khoản' })).toHaveCount(0);
  await page.goto('/people/import');
  await expect(page.getByRole('heading', { level: 1, name: 'Không có quyền truy cập' })).toBeVisible();

  const desk = await open();
  await enterAs(desk, officerOf(units.phuocHung));
  await desk.goto('/people');
  await expect(desk.getByRole('heading', { level: 1, name: 'Không có quyền truy cập' })).toBeVisible();
  await desk.getByRole('banner').getByRole('button', { name: 'Mục khác' }).click();
  await expect(desk.getByRole('banner').getByRole('link', { name: 'Tham số', exact: true })).toBeVisible();
  await expect(desk.getByRole('banner').getByRole('link', { name: 'Tài khoản', exact: true })).toHaveCount(0);
});

test('who holds two roles acts in one of them, and the work of the other is away', async ({ page, open }) => {
  const desk = await open();
  await enterAs(desk, accounts.administrator);
  await giveRole(desk, accounts.homeAffairsAppraiser, 'UNIT_CONTRIBUTOR', units.justice);

  await signIn(page, accounts.homeAffairsAppraiser);
  const campaign = await campaignOf(page, campaigns.year);
  const work = page.getByRole('main').getByRole('link', { name: 'Thẩm định điểm' });
  await expect(work.first()).toBeVisible();

  const choose = async (role: RegExp) => {
    await page
      .getByRole('banner')
      .getByRole('button', { name: /^Tài khoản / })
      .click();
    await page.getByRole('banner').getByRole('button', { name: role }).click();
  };
  const appraisal = page.getByRole('main').locator(`a[href*="/campaigns/${campaign}/appraisal"]`);
  await choose(/^Cán bộ phối hợp/);
  await expect(page.getByText('Đang làm việc với vai trò Cán bộ phối hợp')).toBeVisible();
  await expect(work).toHaveCount(0);
  await page.goto(`/campaigns/${campaign}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(appraisal).toHaveCount(0);

  await choose(/^Tất cả vai trò/);
  await expect(page.getByText('Đang làm việc với vai trò')).toHaveCount(0);
  await expect(work.first()).toBeVisible();
  await page.goto(`/campaigns/${campaign}`);
  await expect(appraisal.first()).toBeVisible();
});

test('a criterion given to a colleague is theirs to fill in, and only that one', async ({ page, open }) => {
  const desk = await open();
  await enterAs(desk, accounts.administrator);
  await giveRole(desk, accounts.analyst, 'UNIT_CONTRIBUTOR', units.untouched);

  await signIn(page, officerOf(units.untouched));
  const sheet = await sheetOf(page, campaigns.year, units.untouched);
  await page.goto(`/submissions/${sheet.id}`);
  const choice = page.getByLabel('Giao tiêu chí H2 cho');
  await choice.selectOption({ index: 1 });
  await expect(choice).toBeEnabled();
  await page.reload();
  await expect(choice).not.toHaveValue('');

  const colleague = await open();
  await signIn(colleague, accounts.analyst);
  await colleague.getByRole('link', { name: 'Nhập các tiêu chí được giao' }).click();
  await expect(lineOf(colleague, 'H2').getByText('Được giao cho đồng chí')).toBeVisible();
  await colleague.getByLabel(/^Chỉ hiện 1 tiêu chí/).check();
  await expect(lineOf(colleague, 'E1')).toHaveCount(0);
  await expect(lineOf(colleague, 'H2').locator('input[data-field]').first()).toBeVisible();

  await page.getByRole('button', { name: 'Giao tiêu chí', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Cán bộ phối hợp').selectOption({ label: 'Thu lại, đơn vị tự nhập' });
  await dialog.getByLabel(/^H2\./).check();
  await dialog.getByRole('button', { name: 'Lưu phân công' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(choice).toHaveValue('');
});

test('a leader finds a substitute from the own account, and takes the place back', async ({ page, open }) => {
  await signIn(page, leaderOf(units.untouched));
  await page.goto('/account');
  await page.getByRole('button', { name: /^Cử người làm thay vai trò/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Người làm thay' }).fill('a');
  const colleagues = page.getByRole('option');
  await expect(colleagues.first()).toBeVisible();
  const name = (await colleagues.first().innerText()).split('\n')[0]?.trim() ?? '';
  await colleagues.first().click();
  await dialog.getByLabel('Đến hết ngày').fill('20/12/2021');
  await dialog.getByLabel('Quyết định, văn bản làm căn cứ').fill('Giấy nghỉ phép ngày 13/12/2021');
  await dialog.getByRole('button', { name: 'Cử người làm thay' }).click();
  await expect(dialog).toBeHidden();
  const given = page.getByRole('table', { name: 'Người làm thay' });
  await expect(given).toContainText(name);

  const desk = await open();
  await signIn(desk, officerOf(units.untouched));
  await desk.goto('/account');
  await expect(desk.getByText(/^Làm thay/)).toBeVisible();

  await given.getByRole('button', { name: `Kết thúc việc làm thay của ${name}` }).click();
  await dialog.getByLabel('Lý do, văn bản đề nghị').fill('Đã đi làm lại');
  await dialog.getByRole('button', { name: 'Kết thúc vai trò' }).click();
  await expect(given).toContainText('Đã kết thúc');
  await desk.reload();
  await expect(desk.getByRole('table', { name: 'Đã kết thúc' })).toBeVisible();
});

test('an administrator ends a session and revokes a token of somebody else', async ({ page, open }) => {
  const login = officerOf(units.phuBinh);
  const desk = await open();
  await signIn(desk, login);
  await ask(
    desk,
    'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { __typename } }',
    { input: { name: 'Báo cáo tuần', scope: 'READ', days: 7 } },
  );
  await signIn(page, accounts.administrator);
  const { accounts: found } = await ask<{ accounts: { nodes: { id: string; login: string }[] } }>(
    page,
    'query ($login: String!) { accounts(first: 50, search: $login) { nodes { id login } } }',
    { login },
  );
  await page.goto(`/people/${found.nodes.find((one) => one.login === login)?.id}`);
  const tokens = page.getByRole('table', { name: 'Mã truy cập GraphQL' });
  await tokens.getByRole('button', { name: 'Thu hồi mã Báo cáo tuần' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Thu hồi' }).click();
  await expect(page.getByText('Không có mã truy cập nào còn hiệu lực.')).toBeVisible();

  await page
    .getByRole('table', { name: 'Các phiên đăng nhập' })
    .getByRole('button', { name: /^Kết thúc phiên/ })
    .first()
    .click();
  await dialog.getByRole('button', { name: 'Kết thúc' }).click();
  await expect(dialog).toBeHidden();
  await desk.goto('/');
  await expect(desk).toHaveURL(/\/sign-in/);
});
