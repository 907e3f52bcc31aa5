import { leaderOf, samplePassword } from './support/accounts.ts';
import { expect, expectAxeClean, signIn, test } from './support/test.ts';
import { codeOf } from './support/totp.ts';

/** People whom no other journey needs. */
const analystOfTokens = leaderOf('AG-SO-NOI-VU');
const careful = leaderOf('AG-SO-THONG-TIN-VA-TRUYEN-THONG');

test('a token is made, opens GraphQL for a program, and opens nothing once it is revoked', async ({
  page,
  playwright,
  baseURL,
}) => {
  // A program at another desk: it has no cookie, only the token.
  const program = await playwright.request.newContext();
  const asks = (token: string) =>
    program.post(`${baseURL}/graphql`, {
      headers: { Authorization: `Bearer ${token}` },
      data: { query: '{ viewer { account { login } } }' },
    });

  await signIn(page, analystOfTokens);
  await page.goto('/account');
  await page.getByRole('button', { name: 'Tạo mã truy cập' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Tạo mã', exact: true }).click();
  await expect(dialog.getByText('Đề nghị đặt tên cho mã truy cập')).toBeVisible();
  await dialog.getByLabel('Tên').fill('Báo cáo tuần');
  await dialog.getByRole('button', { name: 'Tạo mã', exact: true }).click();
  const token = await dialog.locator('[data-token]').innerText();
  expect(token).toMatch(/^thidua_[0-9a-f]{72}$/);
  await expectAxeClean(page);
  await dialog.getByRole('button', { name: 'Đóng' }).last().click();
  await expect(page.getByText(token)).toHaveCount(0);

  const heard = await asks(token);
  expect((await heard.json()).data).toEqual({ viewer: { account: { login: analystOfTokens } } });
  const changing = await program.post(`${baseURL}/graphql`, {
    headers: { Authorization: `Bearer ${token}` },
    data: { query: 'mutation { signOut }' },
  });
  expect(changing.status()).toBe(403);

  await page.reload();
  const row = page.getByRole('row').filter({ hasText: 'Báo cáo tuần' });
  await expect(row).toContainText('Còn hiệu lực');
  await expect(row).not.toContainText('Chưa dùng');
  await row.getByRole('button', { name: 'Thu hồi mã Báo cáo tuần' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Thu hồi' }).click();
  await expect(row).toContainText('Đã thu hồi');
  const refused = await asks(token);
  expect(refused.status()).toBe(401);
  expect((await refused.json()).errors[0].extensions.code).toBe('UNAUTHENTICATED');
  await program.dispose();
});

test('a second factor is set up, asked for at sign-in, and turned off again', async ({ page, open }) => {
  test.slow();
  await signIn(page, careful);
  await page.goto('/account');
  await page.getByRole('link', { name: 'Thiết lập' }).click();
  await page.getByRole('button', { name: 'Bắt đầu' }).click();
  await expect(page.getByRole('img', { name: 'Mã QR cho ứng dụng xác thực' })).toBeVisible();
  const secret = await page.locator('[data-secret]').innerText();
  await page.getByLabel('Mã sáu chữ số').fill('000000');
  await page.getByRole('button', { name: 'Bật xác thực hai lớp' }).click();
  await expect(page.getByText('Mã xác thực không đúng').last()).toBeVisible();
  // The code of the step before is good too, and leaves the present one for the sign-in below.
  await page.getByLabel('Mã sáu chữ số').fill(codeOf(secret, Date.now() - 30_000));
  await page.getByRole('button', { name: 'Bật xác thực hai lớp' }).click();
  const codes = page.getByRole('list', { name: 'Mã dự phòng' }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  const recovery = await codes.first().innerText();
  await expectAxeClean(page);
  await page.getByRole('button', { name: 'Đã cất giữ mã dự phòng' }).click();
  await expect(page.getByText('Còn 10 mã dự phòng chưa dùng')).toBeVisible();

  const elsewhere = await open();
  await elsewhere.goto('/sign-in');
  await elsewhere.getByLabel('Tên đăng nhập').fill(careful);
  await elsewhere.getByLabel(/^Mật khẩu/).fill(samplePassword);
  await elsewhere.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await elsewhere.getByLabel('Mã xác thực').fill(codeOf(secret, Date.now() - 60_000));
  await elsewhere.getByRole('button', { name: 'Tiếp tục' }).click();
  await expect(elsewhere.getByText('Mã xác thực không đúng').last()).toBeVisible();
  await expectAxeClean(elsewhere);
  await elsewhere.getByLabel('Mã xác thực').fill(codeOf(secret));
  await elsewhere.getByRole('button', { name: 'Tiếp tục' }).click();
  await expect(elsewhere.getByRole('heading', { level: 1, name: 'Việc cần làm' })).toBeVisible();

  // The phone is lost: a recovery code opens, once.
  const third = await open();
  await third.goto('/sign-in');
  await third.getByLabel('Tên đăng nhập').fill(careful);
  await third.getByLabel(/^Mật khẩu/).fill(samplePassword);
  await third.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await third.getByLabel('Mã xác thực').fill(recovery);
  await third.getByRole('button', { name: 'Tiếp tục' }).click();
  await expect(third.getByRole('heading', { level: 1, name: 'Việc cần làm' })).toBeVisible();

  await page.reload();
  await expect(page.getByText('Còn 9 mã dự phòng chưa dùng')).toBeVisible();
  await page.getByRole('button', { name: 'Tắt xác thực hai lớp' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Tắt xác thực hai lớp' }).click();
  await expect(page.getByRole('link', { name: 'Thiết lập' })).toBeVisible();
});

test('a session at another desk is ended from the account', async ({ page, open }) => {
  await signIn(page, analystOfTokens);
  const elsewhere = await open();
  await signIn(elsewhere, analystOfTokens);
  await page.goto('/account');
  const end = page.getByRole('button', { name: /^Kết thúc phiên đăng nhập lúc/ });
  await expect(end.first()).toBeVisible();
  const before = await end.count();
  await end.first().click();
  await expect(end).toHaveCount(before - 1);
  await expect(page.getByText('Đã kết thúc phiên đăng nhập.')).toBeVisible();
  await elsewhere.goto('/account');
  await expect(elsewhere).toHaveURL(/\/sign-in/);
});

test('a deed in doubt asks who sits there, and is then done with nothing entered again', async ({ page }) => {
  await signIn(page, analystOfTokens);
  await page.goto('/account');
  // The sample server asks again only after half an hour: the first answer is put in its mouth.
  let asked = 0;
  await page.route('**/graphql', async (route) => {
    const isDeed = route.request().postData()?.includes('createApiToken(') ?? false;
    if (!isDeed || asked++ > 0) return route.continue();
    await route.fulfill({
      contentType: 'application/graphql-response+json',
      json: { data: null, errors: [{ message: 'Who?', extensions: { code: 'STEP_UP_REQUIRED' } }] },
    });
  });
  await page.getByRole('button', { name: 'Tạo mã truy cập' }).click();
  await page.getByRole('dialog').getByLabel('Tên').fill('Sau khi xác nhận');
  await page.getByRole('dialog').getByRole('button', { name: 'Tạo mã', exact: true }).click();

  const question = page.getByRole('dialog', { name: 'Xác nhận lại danh tính' });
  await question.getByLabel('Mật khẩu').fill('không phải mật khẩu');
  await question.getByRole('button', { name: 'Xác nhận' }).click();
  await expect(question.getByText('Mật khẩu hiện tại không đúng')).toBeVisible();
  await expectAxeClean(page);
  await question.getByLabel('Mật khẩu').fill(samplePassword);
  await question.getByRole('button', { name: 'Xác nhận' }).click();
  await expect(page.locator('[data-token]')).toBeVisible();
  await expect(question).toHaveCount(0);
  expect(asked).toBe(2);
});
