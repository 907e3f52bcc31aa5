import type { Page } from '@playwright/test';
import { accounts, leaderOf, officerOf, units } from './support/accounts.ts';
import { ask, enterAs } from './support/api.ts';
import { expect, expectAxeClean, expectNoHorizontalScroll, signIn, test } from './support/test.ts';

const dialogOf = (page: Page) => page.getByRole('dialog');
const leader = leaderOf(units.phuocHung);
/** Referred to the province in the sample data, and waits to be checked. */
const referred = /^Cảnh báo ba màu/;
/** Recognised by the commune in the sample data, and not referred. */
const recognised = /^Lưu trữ hồ sơ đã giải quyết/;

/** Signs the sheet of a member and agrees, through the schema: the screens of both are the councils' own journey. */
async function score(page: Page, login: string, review: string): Promise<void> {
  await enterAs(page, login);
  const criteria = [
    ['NOVELTY', '26'],
    ['APPLICABILITY', '27'],
    ['BENEFIT', '25'],
    ['PRESENTATION', '8'],
  ];
  const points = criteria.map(([criterion, given]) => ({ criterion, points: given }));
  await ask(
    page,
    'mutation ($input: SaveReviewSheetInput!) { saveReviewSheet(input: $input) { __typename } }',
    { input: { reviewId: review, version: 0, points, remark: '', signs: true } },
  );
}

async function agree(page: Page, login: string, review: string): Promise<void> {
  await enterAs(page, login);
  await ask(page, 'mutation ($input: CastVoteInput!) { castVote(input: $input) { __typename } }', {
    input: { reviewId: review, choice: 'AGREE' },
  });
}

test('a unit asks who adopted its initiative, and refers it', async ({ page, open }) => {
  test.slow();
  await signIn(page, accounts.registerKeeper);
  await page.goto('/initiatives?list=register');
  await page.getByRole('link', { name: recognised }).click();
  await expect(page.getByRole('heading', { level: 1, name: recognised })).toBeVisible();
  const address = page.url();
  await page.getByRole('button', { name: 'Đề nghị đơn vị xác nhận' }).click();
  await dialogOf(page).getByLabel(/^Đơn vị/).fill('vinh loc');
  await page.getByRole('option', { name: /Vĩnh Lộc/ }).first().click();
  await dialogOf(page).getByLabel(/^Nội dung đã áp dụng/).fill('Cách lưu hồ sơ theo mã kệ');
  await expectAxeClean(page);
  await dialogOf(page).getByRole('button', { name: 'Gửi đề nghị' }).click();
  await expect(page.getByText('Chờ trả lời')).toBeVisible();

  // The head of the other unit answers for it.
  const head = await open();
  await signIn(head, leaderOf(units.untouched));
  await head.getByRole('link', { name: /Trả lời về việc áp dụng sáng kiến/ }).click();
  await expect(head.getByRole('heading', { level: 2, name: recognised })).toBeVisible();
  await head.getByRole('button', { name: 'Trả lời', exact: true }).click();
  await dialogOf(head).getByRole('button', { name: 'Gửi trả lời' }).click();
  await expect(dialogOf(head).getByText('Thông tin này là bắt buộc.').first()).toBeVisible();
  await dialogOf(head).getByLabel(/^Áp dụng từ ngày/).fill('01/09/2021');
  await dialogOf(head).getByLabel(/^Hiệu quả tại đơn vị/).fill('Tìm hồ sơ nhanh hơn, còn khoảng 5 phút.');
  await expectAxeClean(head);
  await dialogOf(head).getByRole('button', { name: 'Gửi trả lời' }).click();
  await expect(head.getByText('Đã xác nhận').first()).toBeVisible();
  await head.setViewportSize({ width: 360, height: 740 });
  await expectNoHorizontalScroll(head);

  // The keeper prepares what the unit says; the head of the unit sends it.
  await page.reload();
  await expect(page.getByText('Tìm hồ sơ nhanh hơn')).toBeVisible();
  await page.getByRole('button', { name: 'Soạn hồ sơ đề nghị' }).click();
  await dialogOf(page).getByRole('button', { name: 'Lưu', exact: true }).click();
  await expect(page.getByText('Chưa có thuyết minh hiệu quả và phạm vi ảnh hưởng.')).toBeVisible();
  await page.getByRole('button', { name: 'Sửa nội dung' }).click();
  await dialogOf(page)
    .getByLabel(/^Hiệu quả và phạm vi ảnh hưởng/)
    .fill('Đã áp dụng tại hai xã.');
  await dialogOf(page).getByRole('button', { name: 'Lưu', exact: true }).click();
  await expect(page.getByText('Đang soạn, chưa gửi')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Gửi Sở KH&CN' })).toHaveCount(0);
  const leading = await open();
  await signIn(leading, leader);
  await leading.goto(address);
  await leading.getByRole('button', { name: 'Gửi Sở KH&CN' }).click();
  await expectAxeClean(leading);
  await dialogOf(leading).getByRole('button', { name: 'Gửi Sở KH&CN' }).click();
  await expect(leading.getByText('Đã đề nghị cấp tỉnh, chờ kiểm tra')).toBeVisible();
});

test('the province examines, recognises, publishes, and cancels for copying', async ({ page, open }) => {
  test.slow();
  // The officer finds it on the board by its clock, and finds it complete.
  await signIn(page, accounts.officer);
  await page.goto('/referrals');
  await expect(page.getByRole('heading', { level: 2, name: 'Đã đề nghị cấp tỉnh, chờ kiểm tra' })).toBeVisible();
  await expect(page.getByText(/Còn 6 ngày làm việc/).first()).toBeVisible();
  await expectAxeClean(page);
  await page.getByRole('link', { name: referred }).click();
  await expect(page.getByText('2, cần ít nhất 2')).toBeVisible();
  const address = page.url();
  await page.getByRole('button', { name: 'Hồ sơ hợp lệ' }).click();
  await dialogOf(page).getByRole('button', { name: 'Hồ sơ hợp lệ' }).click();
  await expect(page.getByText('Cấp tỉnh: hồ sơ hợp lệ')).toBeVisible();

  // Given to the province's council from the board, a member excluded with a reason.
  await page.goto('/referrals');
  await page.getByLabel(/^Chọn hồ sơ: Cảnh báo ba màu/).check();
  await page.getByRole('button', { name: 'Giao 1 hồ sơ cho Hội đồng' }).click();
  await dialogOf(page).getByRole('button', { name: 'Thêm người không tham gia' }).click();
  await dialogOf(page)
    .getByLabel(/^Thành viên không tham gia/)
    .selectOption({ label: 'Nguyễn Trung Phúc (mẫu)' });
  await dialogOf(page).getByLabel(/^Lý do/).fill('Đã hướng dẫn tác giả');
  await dialogOf(page).getByRole('button', { name: 'Xem trước' }).click();
  await expect(dialogOf(page).getByText('Nguyễn Trung Phúc (mẫu)').last()).toBeVisible();
  await expectAxeClean(page);
  await dialogOf(page).getByRole('button', { name: 'Giao Hội đồng' }).click();
  await expect(dialogOf(page)).toBeHidden();
  await expect(page.getByRole('heading', { level: 2, name: 'Hội đồng tỉnh đang chấm' })).toBeVisible();

  const id = decodeURIComponent(address.split('/').at(-1) ?? '');
  const { initiativeReviews } = await ask<{
    initiativeReviews: { id: string; level: string; council: { id: string }; seats: { scores: boolean }[] }[];
  }>(
    page,
    'query ($id: ID!) { initiativeReviews(initiativeId: $id) { id level council { id } seats { scores } } }',
    { id },
  );
  const review = initiativeReviews.find(({ level }) => level === 'PROVINCE');
  expect(review).toBeDefined();
  if (!review) return;
  const members = [accounts.chairman, accounts.officer, accounts.officeAppraiser, accounts.justiceAppraiser];
  const desk = await open();
  for (const [at, login] of members.entries()) {
    if (review.seats[at]?.scores) await score(desk, login, review.id);
  }

  // The officer prepares the session and closes it after the votes.
  await page.goto(`/councils/${encodeURIComponent(review.council.id)}`);
  await page.getByRole('button', { name: 'Chuẩn bị phiên họp' }).click();
  await dialogOf(page).getByLabel(/^Ngày họp/).fill('14/12/2021');
  await dialogOf(page).getByLabel(/^Địa điểm/).fill('UBND tỉnh');
  await dialogOf(page).getByLabel('Bỏ phiếu kín').check();
  await dialogOf(page).getByRole('button', { name: 'Tạo phiên họp' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /14\/12\/2021/ })).toBeVisible();
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await page.getByRole('button', { name: 'Ghi nhận có mặt' }).click();
  await expect(page.getByText('Đã ghi nhận thành viên có mặt.')).toBeVisible();
  for (const login of members) await agree(desk, login, review.id);
  // The tally follows by itself, and tells no choice of a secret vote before the end.
  await expect(page.getByText('Đã biểu quyết 4/4')).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText(/^Đồng ý 4/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Kết thúc phiên họp' }).click();
  await dialogOf(page).getByRole('button', { name: 'Kết thúc phiên họp' }).click();
  await expect(page.getByText('Đề nghị công nhận')).toBeVisible();
  await expect(page.getByText(/^Đồng ý 4, không đồng ý 0/)).toBeVisible();

  // The leader of the province recognises; the clerk numbers; then it is public.
  const chairman = await open();
  await signIn(chairman, accounts.chairman);
  await chairman.goto('/decisions');
  await chairman.getByLabel(referred).check();
  await chairman.getByRole('button', { name: 'Công nhận', exact: true }).click();
  await dialogOf(chairman).getByRole('button', { name: 'Công nhận', exact: true }).click();
  await expect(chairman.getByText('Đã quyết định 1 hồ sơ.')).toBeVisible();
  const clerk = await open();
  await signIn(clerk, accounts.clerk);
  await clerk.goto('/decisions');
  await expectAxeClean(clerk);
  const row = clerk.getByRole('table', { name: 'Quyết định chờ ghi số' }).getByRole('row', { name: referred });
  await row.getByRole('button', { name: 'Ghi số' }).click();
  await dialogOf(clerk).getByLabel(/^Số, ký hiệu/).fill('1234/QĐ-UBND');
  await dialogOf(clerk).getByLabel(/^Ngày quyết định/).fill('14/12/2021');
  await dialogOf(clerk).getByRole('button', { name: 'Lưu', exact: true }).click();
  await expect(clerk.getByText('Đã ghi số quyết định.')).toBeVisible();
  // What was numbered leaves the list; its papers with the number are at hand.
  const papers = dialogOf(clerk);
  await expect(papers.getByRole('heading', { name: 'Văn bản' })).toBeVisible();
  await expect(papers.getByRole('button', { name: /^Tải PDF: Giấy chứng nhận/ }).first()).toBeVisible();
  await expectAxeClean(clerk);
  const decided = papers.getByRole('listitem').filter({ hasText: 'Quyết định công nhận: Tỉnh An Giang' });
  const [decision] = await Promise.all([
    clerk.waitForEvent('download'),
    decided.getByRole('button', { name: /^Tải DOCX/ }).click(),
  ]);
  expect(decision.suggestedFilename()).toMatch(/^Quyết định công nhận cấp tỉnh - .*\.docx$/);
  await papers.getByRole('button', { name: 'Đóng' }).last().click();

  const citizen = await open();
  await citizen.goto('/register?level=PROVINCE');
  await citizen.getByLabel(/^Tìm theo tên/).fill('canh bao ba mau');
  await citizen.getByRole('button', { name: 'Tìm', exact: true }).click();
  await expect(citizen.getByText('Số 1234/QĐ-UBND ngày 14/12/2021')).toBeVisible();
  await expectAxeClean(citizen);
  await citizen.getByRole('link', { name: referred }).click();
  await expect(citizen.getByText('Tỉnh An Giang')).toBeVisible();
  await expectAxeClean(citizen);

  // Cancelled for copying: the link stays and says so.
  await chairman.goto(address);
  await chairman.getByRole('button', { name: 'Hủy bỏ công nhận' }).click();
  await dialogOf(chairman).getByLabel(/^Căn cứ hủy bỏ/).selectOption('NOT_THE_AUTHORS');
  await dialogOf(chairman).getByLabel(/^Lý do/).fill('Sao chép giải pháp của đơn vị khác.');
  await expectAxeClean(chairman);
  await dialogOf(chairman).getByRole('button', { name: 'Hủy bỏ công nhận' }).click();
  await expect(chairman.getByText(/^Công nhận cấp tỉnh đã bị hủy bỏ/)).toBeVisible();
  // The public learns of it with the decision's number.
  await citizen.reload();
  await expect(citizen.getByText('Tỉnh An Giang')).toBeVisible();
  await expect(citizen.getByText(/Đã hủy bỏ/)).toHaveCount(0);
  await clerk.goto('/decisions');
  await row.getByRole('button', { name: 'Ghi số' }).click();
  await dialogOf(clerk).getByLabel(/^Số, ký hiệu/).fill('1300/QĐ-UBND');
  await dialogOf(clerk).getByLabel(/^Ngày quyết định/).fill('14/12/2021');
  await dialogOf(clerk).getByRole('button', { name: 'Lưu', exact: true }).click();
  await expect(clerk.getByText('Đã ghi số quyết định.')).toBeVisible();
  await citizen.reload();
  await expect(citizen.getByText(/Đã hủy bỏ công nhận theo Quyết định số 1300\/QĐ-UBND/)).toBeVisible();
});

test('who has nothing to do with referrals is told that the board is not theirs', async ({ page }) => {
  await signIn(page, officerOf(units.phuBinh));
  await page.goto('/referrals');
  await expect(page.getByRole('heading', { name: 'Không có quyền truy cập' })).toBeVisible();
});
