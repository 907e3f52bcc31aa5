import { fileURLToPath } from 'node:url';
import { ask } from './support/api.ts';
import { startServer } from './support/server.mjs';
import { expect, test } from './support/test.ts';

const data = (name: string) => fileURLToPath(new URL(`../../data/${name}`, import.meta.url));
const firstPassword = 'một sáng trên núi Sam';
const password = 'chiều mưa bên bến Châu Đốc';
const lastDay = { THIDUA_CLOCK_STARTS_AT: '2025-06-30T08:00:00+07:00' };

const signInDocument =
  'mutation ($input: SignInInput!) { signIn(input: $input) { __typename ... on IdentityProblem { message } } }';
const changeDocument =
  'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { __typename ... on IdentityProblem { message } } }';

let server: { url: string; stop: () => Promise<void> };

/** A province on the morning of 1 July 2025: the catalogue of the day before, a manager, a commune's officer. */
test.beforeAll(async () => {
  const person = (login: string, name: string, ...more: string[]) => ({
    args: ['user', 'add', login, '--name', name, ...more],
    input: `${firstPassword}\n`,
    settings: lastDay,
  });
  server = await startServer({
    command: 'serve',
    // The journey is about units: nobody here carries a phone for one-time codes.
    settings: { THIDUA_CLOCK_STARTS_AT: '2025-07-01T08:00:00+07:00', THIDUA_SECOND_FACTOR_REQUIRED: 'false' },
    before: [
      { args: ['import', 'units', data('units_2021.csv')] },
      { args: ['import', 'units', data('units_2025_06_30.csv')] },
      person('quanly', 'Nguyễn Văn Mẫu', '--role', 'CAMPAIGN_MANAGER'),
      person('cb-30358', 'Trần Thị Mẫu', '--unit', '30358', '--role', 'UNIT_FOCAL'),
    ],
  });
});

test.afterAll(() => server.stop());

test('the reorganisation of 1 July 2025 is drafted, looked at, applied and taken back', async ({ browser }) => {
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await ask(page, signInDocument, { input: { login: 'quanly', password: firstPassword } });
  await ask(page, changeDocument, { input: { currentPassword: firstPassword, newPassword: password } });

  await page.goto('/units');
  await page.getByRole('link', { name: 'Sắp xếp đơn vị' }).click();
  await page.getByRole('link', { name: 'Lập dự thảo' }).click();
  await page.getByLabel('Tên đợt sắp xếp').fill('Sắp xếp đơn vị hành chính ngày 01/7/2025');
  await page.getByLabel('Căn cứ pháp lý').fill('Nghị quyết 1654/NQ-UBTVQH15 ngày 16/06/2025');
  await page.getByRole('textbox', { name: 'Ngày hiệu lực' }).fill('01/07/2025');
  await page.getByLabel('Tệp các bước sắp xếp').setInputFiles(data('successions.csv'));
  await page.getByRole('button', { name: 'Lưu và xem trước' }).click();

  // Without the new units the steps lead nowhere: every row says so, and nothing can be applied.
  await expect(page.getByText('Dự thảo chưa áp dụng được')).toBeVisible();
  await expect(page.getByRole('table').getByText('không có đơn vị mã').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Áp dụng' })).toHaveCount(0);

  await page.getByLabel('Tệp đơn vị mới').setInputFiles(data('units_2025.csv'));
  await page.getByRole('button', { name: 'Lưu và xem trước' }).click();
  await expect(page.getByText('Dự thảo hợp lệ')).toBeVisible();
  const effect = page.getByRole('main');
  await expect(effect).toContainText(/Đơn vị bắt đầu\s*119/);
  await expect(effect).toContainText(/Tài khoản chuyển sang đơn vị kế thừa\s*1/);

  await page.getByRole('button', { name: 'Áp dụng', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Áp dụng', exact: true }).click();
  await expect(page.getByRole('main').getByText('Đã áp dụng', { exact: true })).toBeVisible();

  await page.goto('/units?search=phuoc%20hung');
  const ended = page.getByRole('listitem').filter({ hasText: 'Huyện An Phú' }).filter({ hasText: 'Xã Phước Hưng' });
  await expect(ended.getByText('Kết thúc 01/07/2025')).toBeVisible();
  await ended.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 3, name: 'Đơn vị kế thừa' })).toBeVisible();
  for (const successor of ['Xã An Phú', 'Xã Nhơn Hội', 'Xã Phú Hữu']) {
    await expect(page.getByRole('link', { name: successor, exact: true })).toBeVisible();
  }

  const officer = await browser.newContext({ baseURL: server.url });
  const desk = await officer.newPage();
  await ask(desk, signInDocument, { input: { login: 'cb-30358', password: firstPassword } });
  await ask(desk, changeDocument, { input: { currentPassword: firstPassword, newPassword: password } });
  const { viewer } = await ask<{ viewer: { homeUnit: { nameVi: string } } }>(
    desk,
    '{ viewer { homeUnit { nameVi } } }',
  );
  expect(viewer.homeUnit.nameVi).toBe('Xã Nhơn Hội');
  await officer.close();

  await page.goto('/units/reorganisations');
  await page.getByRole('link', { name: /Sắp xếp đơn vị hành chính/ }).click();
  await page.getByRole('button', { name: 'Hoàn tác' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Hoàn tác' }).click();
  await expect(page.getByRole('main').getByText('Đã hoàn tác', { exact: true })).toBeVisible();
  const { units } = await ask<{ units: { totalCount: number } }>(
    page,
    '{ units(first: 1, asOf: "2025-07-01") { totalCount } }',
  );
  expect(units.totalCount).toBe(0);
  await context.close();
});
