import { readFile } from 'node:fs/promises';
import { accounts, officerOf, units } from './support/accounts.ts';
import { fileOne } from './support/initiative.ts';
import { expect, expectAxeClean, signIn, test } from './support/test.ts';

test('an author attaches files while the request is theirs, and takes the request home', async ({ page }) => {
  const title = `Bảng kiểm một trang ${Date.now()}`;
  await signIn(page, accounts.author);
  await page.goto('/initiatives');
  await page.getByRole('button', { name: 'Lập đơn mới' }).click();
  await page
    .getByRole('dialog')
    .getByLabel(/^Tên sáng kiến/)
    .fill(title);
  await page.getByRole('dialog').getByRole('button', { name: 'Bắt đầu soạn' }).click();
  const files = page.getByRole('region', { name: 'Tài liệu kèm theo' });
  await expect(files.getByText('Chưa có tài liệu nào.')).toBeVisible();

  const give = page.locator('input[type=file]');
  const bytes = Buffer.from('%PDF-1.7\n% kế hoạch\n%%EOF\n');
  await give.setInputFiles({
    name: 'kế hoạch.pdf',
    mimeType: 'application/pdf',
    buffer: bytes,
  });
  await expect(files.getByRole('link', { name: 'kế hoạch.pdf' })).toBeVisible();
  // The same once more, and what is no document: both say why, and nothing is lost.
  await give.setInputFiles({
    name: 'kế hoạch 2.pdf',
    mimeType: 'application/pdf',
    buffer: bytes,
  });
  await expect(files.getByText('Tệp này đã được đính kèm.')).toBeVisible();
  await files.getByRole('button', { name: 'Gỡ bỏ', exact: true }).last().click();
  const program = {
    name: 'chạy.exe',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('MZ\u0000\u0003'),
  };
  await give.setInputFiles(program);
  await expect(files.getByText(/Loại tệp này không được nhận/)).toBeVisible();
  await expectAxeClean(page);

  await files.getByLabel('Tệp thêm tiếp theo là tài liệu bảo mật').check();
  const secret = Buffer.from('%PDF-1.7\n% mật\n%%EOF\n');
  await give.setInputFiles({
    name: 'mật.pdf',
    mimeType: 'application/pdf',
    buffer: secret,
  });
  await expect(files.getByRole('listitem').filter({ hasText: 'mật.pdf' })).toContainText('Bảo mật');
  await files.getByRole('listitem').filter({ hasText: 'kế hoạch.pdf' }).getByRole('button').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Gỡ bỏ' }).click();
  await expect(files.getByRole('link', { name: 'kế hoạch.pdf' })).toBeHidden();

  const [request] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Tải PDF: Đơn yêu cầu công nhận sáng kiến' }).click(),
  ]);
  expect(request.suggestedFilename()).toBe(`Đơn yêu cầu - ${title}.pdf`);
  expect((await readFile(await request.path())).subarray(0, 5).toString()).toBe('%PDF-');
  await page.setViewportSize({ width: 360, height: 740 });
  await page.reload();
  await expect(page.getByText(/^Đã tạo .*Lê Minh Tác/)).toBeVisible();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(overflow).toBe(false);
});

test('the keeper takes the register down, and a neighbour finds no paper', async ({ page, open }) => {
  const address = await fileOne(page, `Sổ tay tình huống ${Date.now()}`);
  const keeper = await open();
  await signIn(keeper, accounts.registerKeeper);
  await keeper.goto('/initiatives?list=register');
  await keeper.getByRole('button', { name: 'Tải sổ tiếp nhận' }).click();
  await expectAxeClean(keeper);
  const [register] = await Promise.all([
    keeper.waitForEvent('download'),
    keeper.getByRole('dialog').getByRole('button', { name: 'Tải DOCX' }).click(),
  ]);
  expect(register.suggestedFilename()).toMatch(/^Sổ tiếp nhận - .*2021\.docx$/);
  await keeper.goto(address);
  const [receipt] = await Promise.all([
    keeper.waitForEvent('download'),
    keeper.getByRole('button', { name: 'Tải PDF: Giấy biên nhận' }).click(),
  ]);
  const url = receipt.url();
  const stranger = await open();
  await signIn(stranger, officerOf(units.phuBinh));
  expect((await stranger.request.get(url)).status()).toBe(404);
  expect((await keeper.request.get(url)).status()).toBe(200);
});
