import type { Page } from '@playwright/test';
import { accounts, leaderOf, officerOf, units } from './support/accounts.ts';
import { ask, enterAs } from './support/api.ts';
import { fileOne } from './support/initiative.ts';
import { expect, expectAxeClean, expectNoHorizontalScroll, signIn, test } from './support/test.ts';

const dialogOf = (page: Page) => page.getByRole('dialog');
const leader = leaderOf(units.phuocHung);
/** The three sheets of the walk-through: 78, 82 and 56. */
const sheets = [
  [24, 24, 22, 8],
  [25, 25, 24, 8],
  [16, 16, 18, 6],
];

async function fillSheet(page: Page, points: readonly number[]): Promise<void> {
  const labels = [/^Tính mới/, /^Khả năng áp dụng/, /^Lợi ích/, /^Trình bày/];
  for (const [at, label] of labels.entries()) await page.getByLabel(label).fill(String(points[at]));
}

/** Accepts a filed request in the name of the keeper of the register. */
async function accept(page: Page, id: string): Promise<void> {
  await enterAs(page, accounts.registerKeeper);
  const { initiative } = await ask<{ initiative: { version: number } }>(
    page,
    'query ($id: ID!) { initiative(id: $id) { version } }',
    { id },
  );
  await ask(
    page,
    'mutation ($input: AcceptInitiativeInput!) { acceptInitiative(input: $input) { __typename } }',
    { input: { id, version: initiative.version } },
  );
}

test('a council scores blind, votes four to one, and the head recognises', async ({ page, open }) => {
  // Six people sign in one after the other.
  test.slow();
  const title = `Tra cứu hồ sơ qua mã QR ${Date.now()}`;
  const address = await fileOne(page, title);
  await accept(page, decodeURIComponent(address.replace('/initiatives/', '')));

  // The keeper gives the case to the council, having seen who will score it.
  await page.goto(address);
  await page.getByRole('button', { name: 'Giao Hội đồng' }).click();
  await dialogOf(page).getByRole('button', { name: 'Xem trước' }).click();
  await expect(dialogOf(page).getByText('Người chấm', { exact: true })).toBeVisible();
  await expectAxeClean(page);
  await dialogOf(page).getByRole('button', { name: 'Giao Hội đồng' }).click();
  await expect(dialogOf(page)).toBeHidden();
  await page.getByRole('link', { name: 'Xem phiếu chấm' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Thành viên Hội đồng' })).toBeVisible();
  const review = page.url();
  await expectAxeClean(page);
  const { initiativeReview } = await ask<{
    initiativeReview: { seats: { scores: boolean; account: { displayName: string } }[] };
  }>(page, 'query ($id: ID!) { initiativeReview(id: $id) { seats { scores account { displayName } } } }', {
    id: decodeURIComponent(review.split('/').at(-1) ?? ''),
  });
  const members = [leader, accounts.councilMember, accounts.registerKeeper, accounts.councilExpert];
  members.push(officerOf(units.phuocHung));
  const scoring = members.filter((_, at) => initiativeReview.seats[at]?.scores);
  expect(scoring).toHaveLength(3);

  // Each member scores alone, the authors hidden; a signed sheet is locked.
  for (const [at, login] of scoring.entries()) {
    const desk = await open();
    await signIn(desk, login);
    await desk.goto(review);
    await expect(desk.getByText('Tên tác giả và đơn vị được che')).toBeVisible();
    await expect(desk.getByText('Lê Minh Tác')).toHaveCount(0);
    await fillSheet(desk, sheets[at] ?? []);
    if (at === 0) {
      // What is not saved is not lost by leaving without being asked.
      desk.once('dialog', (dialog) => void dialog.dismiss());
      await desk.getByRole('link', { name: 'Thi Đua', exact: true }).click();
      await expect(desk).toHaveURL(review);
      await desk.getByLabel(/^Tính mới/).fill('31');
      await desk.getByLabel(/^Tính mới/).press('Tab');
      await expect(desk.getByText('Nhập số từ 0 đến 30')).toBeVisible();
      await desk.getByLabel(/^Tính mới/).fill('24');
      await desk.getByLabel(/^Tính mới/).press('Tab');
      await expect(desk.getByText('Tổng điểm: 78,00 / 100')).toBeVisible();
      await expectAxeClean(desk);
      await desk.setViewportSize({ width: 360, height: 740 });
      await expectNoHorizontalScroll(desk);
      await desk.setViewportSize({ width: 1280, height: 720 });
    }
    await desk.getByRole('button', { name: 'Ký phiếu và chấm tiếp' }).click();
    await dialogOf(desk).getByRole('button', { name: 'Ký phiếu chấm' }).click();
    await expect(desk.getByText('Đã ký phiếu.')).toBeVisible();
  }
  await page.goto(review);
  await expect(page.getByText('72,00')).toBeVisible();
  await expect(page.getByText('Lệch trên 15 điểm')).toHaveCount(1);

  // The council sits: four agree, one does not.
  await page.goto('/councils');
  await expectAxeClean(page);
  await page.getByRole('link', { name: /^Hội đồng sáng kiến xã Phước Hưng/ }).click();
  await page.getByRole('button', { name: 'Chuẩn bị phiên họp' }).click();
  await dialogOf(page).getByLabel(/^Ngày họp/).fill('14/12/2021');
  await dialogOf(page).getByLabel(/^Địa điểm/).fill('Phòng họp UBND xã');
  for (const box of await dialogOf(page).getByRole('group').getByRole('checkbox').all()) await box.uncheck();
  await dialogOf(page).getByLabel(title).check();
  await dialogOf(page).getByRole('button', { name: 'Tạo phiên họp' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /14\/12\/2021/ })).toBeVisible();
  const sitting = page.url();
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await page.getByRole('button', { name: 'Ghi nhận có mặt' }).click();
  await expect(page.getByText('Đã ghi nhận thành viên có mặt.')).toBeVisible();
  for (const [at, login] of members.entries()) {
    const desk = login === accounts.registerKeeper ? page : await open();
    if (desk !== page) await signIn(desk, login);
    await desk.goto(sitting);
    await desk.getByRole('button', { name: at === 4 ? 'Không đồng ý' : 'Đồng ý', exact: true }).click();
    await dialogOf(desk).getByRole('button', { name: 'Biểu quyết' }).click();
    await expect(desk.getByText('Đã ghi nhận biểu quyết.')).toBeVisible();
  }
  await expect(page.getByText('Đồng ý 4, không đồng ý 1, ý kiến khác 0; cần ít nhất 4 trên 5.')).toBeVisible({
    timeout: 15_000,
  });
  await expectAxeClean(page);
  await page.getByRole('button', { name: 'Kết thúc phiên họp' }).click();
  await dialogOf(page).getByRole('button', { name: 'Kết thúc phiên họp' }).click();
  await expect(page.getByText('Đề nghị công nhận')).toBeVisible();
  const [minutes] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Tải PDF: Biên bản họp Hội đồng' }).click(),
  ]);
  expect(minutes.suggestedFilename()).toMatch(/^Biên bản - .*\.pdf$/);
  await expect(page.getByText(/^Đã tạo .*Ngô Văn Thư/)).toBeVisible();
  await expectAxeClean(page);

  // The head of the unit recognises; the author reads it with the certificate.
  const head = await open();
  await signIn(head, leader);
  await head.goto('/decisions');
  await head.getByLabel(title).check();
  await expectAxeClean(head);
  await head.getByRole('button', { name: 'Công nhận', exact: true }).click();
  await dialogOf(head).getByRole('button', { name: 'Công nhận', exact: true }).click();
  await expect(head.getByText('Đã quyết định 1 hồ sơ.')).toBeVisible();
  const author = await open();
  await signIn(author, accounts.author);
  await author.goto(address);
  await expect(author.getByText('Chờ văn thư ghi số')).toBeVisible();
  await expect(author.getByText(/Lê Minh Tác.*\(100 %\)/)).toBeVisible();
});

test('a member with a conflict of interest leaves the case', async ({ page }) => {
  await signIn(page, accounts.councilMember);
  await page.goto('/reviews');
  await expect(page.getByRole('table')).toBeVisible();
  await expectAxeClean(page);
  await page.getByRole('link', { name: /^Nhắn tin nghĩa vụ tài chính/ }).click();
  await page.getByRole('button', { name: 'Khai báo xung đột lợi ích' }).click();
  await dialogOf(page).getByLabel(/^Nội dung xung đột/).fill('Tác giả là anh trai tôi.');
  await dialogOf(page).getByRole('button', { name: 'Khai báo xung đột lợi ích' }).click();
  await expect(page.getByText('Hồ sơ không còn trong danh sách')).toBeVisible();
  await page.goto('/reviews');
  await expect(page.getByRole('link', { name: /^Nhắn tin nghĩa vụ tài chính/ })).toHaveCount(0);
});
