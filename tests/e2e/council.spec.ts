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
  await dialogOf(page).getByLabel(/^Ngày họp/).fill('15/12/2021');
  await dialogOf(page).getByLabel(/^Địa điểm/).fill('Phòng họp UBND xã');
  for (const box of await dialogOf(page).getByRole('group').getByRole('checkbox').all()) await box.uncheck();
  await dialogOf(page).getByLabel(title).check();
  await dialogOf(page).getByRole('button', { name: 'Tạo phiên họp' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /15\/12\/2021/ })).toBeVisible();
  // Nobody is recorded before its day: it is moved to today, with a reason.
  await expect(page.getByText('chỉ điểm danh, biểu quyết và kết thúc trong ngày đó')).toBeVisible();
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await page.getByRole('button', { name: 'Dời ngày họp' }).click();
  await dialogOf(page).getByLabel(/^Ngày họp mới/).fill('14/12/2021');
  await dialogOf(page).getByLabel(/^Lý do/).fill('Chủ tịch Hội đồng đi công tác ngày 15');
  await expectAxeClean(page);
  await dialogOf(page).getByRole('button', { name: 'Dời ngày họp' }).click();
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

test('a head who is an author may not sit, and the head of the unit above decides', async ({ page, open }) => {
  test.slow();
  const title = `Lịch tiếp dân chung của xã ${Date.now()}`;
  // The author names the head of the unit as co-author, who confirms.
  await enterAs(page, accounts.author);
  const { viewer, possibleAuthors } = await ask<{
    viewer: { account: { id: string }; homeUnit: { id: string } };
    possibleAuthors: { nodes: { id: string }[] };
  }>(
    page,
    `{ viewer { account { id } homeUnit { id } }
       possibleAuthors(first: 1, search: "Trần Kim Trinh") { nodes { id } } }`,
  );
  const author = (accountId: string | undefined, share: string) => ({
    accountId,
    share,
    workplace: '',
    jobTitle: '',
    qualification: '',
  });
  const sections = ['FIELD', 'PROBLEM', 'SOLUTION', 'NOVELTY', 'APPLICABILITY', 'CONDITIONS', 'BENEFIT_BY_AUTHORS'];
  const { saveInitiative: draft } = await ask<{ saveInitiative: { id: string; version: number } }>(
    page,
    'mutation ($input: SaveInitiativeInput!) { saveInitiative(input: $input) { ... on Initiative { id version } } }',
    {
      input: {
        unitId: viewer.homeUnit.id,
        title,
        kind: 'OPERATIONAL',
        firstAppliedOn: '2021-09-01',
        passages: sections.map((section) => ({ section, open: 'Nội dung mẫu.' })),
        helpers: [],
        authors: [author(viewer.account.id, '60'), author(possibleAuthors.nodes[0]?.id, '40')],
      },
    },
  );
  const address = `/initiatives/${draft.id}`;
  const head = await open();
  await signIn(head, leader);
  await head.goto(address);
  await head.getByRole('button', { name: /^Xác nhận/ }).first().click();
  await dialogOf(head).getByRole('button', { name: /^Xác nhận/ }).click();
  await expect(head.getByText(/đã xác nhận/i).first()).toBeVisible();
  const writer = await open();
  await signIn(writer, accounts.author);
  await writer.goto(address);
  await writer.getByRole('button', { name: 'Nộp đơn' }).click();
  await dialogOf(writer).getByRole('button', { name: 'Nộp đơn' }).click();
  await expect(writer.getByText(/^Số tiếp nhận/)).toBeVisible();
  await accept(page, draft.id);

  // The plan tells beforehand that the head, who chairs the council, takes no part.
  await page.goto(address);
  await page.getByRole('button', { name: 'Giao Hội đồng' }).click();
  await dialogOf(page).getByRole('button', { name: 'Xem trước' }).click();
  const [scorers, excluded] = ['Người chấm', 'Không tham gia'].map((term) =>
    dialogOf(page).getByText(term, { exact: true }).locator('xpath=following-sibling::dd[1]'),
  );
  await expect(excluded!).toHaveText('Trần Kim Trinh (mẫu)');
  await expect(scorers!).not.toContainText('Trần Kim Trinh');
  await dialogOf(page).getByRole('button', { name: 'Giao Hội đồng' }).click();
  await expect(dialogOf(page)).toBeHidden();
  await page.getByRole('link', { name: 'Xem phiếu chấm' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Thành viên Hội đồng' })).toBeVisible();
  const review = decodeURIComponent(page.url().split('/').at(-1) ?? '');
  await head.goto(page.url());
  await expect(head.getByText(/Không tìm thấy/).first()).toBeVisible();

  // Three sheets, a sitting, four votes of four: through the schema, as the journey above has their screens.
  const members = [
    accounts.councilMember,
    accounts.registerKeeper,
    accounts.councilExpert,
    officerOf(units.phuocHung),
  ];
  const { initiativeReview } = await ask<{
    initiativeReview: { council: { id: string }; seats: { scores: boolean; account: { id: string } }[] };
  }>(page, 'query ($id: ID!) { initiativeReview(id: $id) { council { id } seats { scores account { id } } } }', {
    id: review,
  });
  const present: string[] = [];
  for (const login of members) {
    await enterAs(page, login);
    const { viewer: member } = await ask<{ viewer: { account: { id: string } } }>(
      page,
      '{ viewer { account { id } } }',
    );
    present.push(member.account.id);
    if (!initiativeReview.seats.some(({ scores, account }) => scores && account.id === member.account.id))
      continue;
    await ask(page, 'mutation ($input: SaveReviewSheetInput!) { saveReviewSheet(input: $input) { __typename } }', {
      input: {
        reviewId: review,
        version: 0,
        points: ['NOVELTY', 'APPLICABILITY', 'BENEFIT', 'PRESENTATION'].map((criterion) => ({
          criterion,
          points: criterion === 'PRESENTATION' ? '8' : '25',
        })),
        remark: '',
        signs: true,
      },
    });
  }
  await enterAs(page, accounts.registerKeeper);
  const sit = async (mutation: string, kind: string, input: object) => {
    const answer = await ask<{ it: { id: string; version: number } }>(
      page,
      `mutation ($input: ${kind}!) { it: ${mutation}(input: $input) { ... on CouncilSitting { id version } } }`,
      { input },
    );
    return answer.it;
  };
  const called = await sit('saveSitting', 'SaveSittingInput', {
    councilId: initiativeReview.council.id,
    heldOn: '2021-12-14',
    place: 'Phòng họp UBND xã',
    isSecret: true,
    reviewIds: [review],
  });
  const opened = await sit('recordAttendance', 'RecordAttendanceInput', {
    id: called.id,
    version: called.version,
    presentIds: present,
  });
  for (const login of members) {
    await enterAs(page, login);
    await ask(page, 'mutation ($input: CastVoteInput!) { castVote(input: $input) { __typename } }', {
      input: { reviewId: review, choice: 'AGREE' },
    });
  }
  await enterAs(page, accounts.registerKeeper);
  await sit('closeSitting', 'CloseSittingInput', { id: opened.id, version: opened.version });

  // The head finds nothing to decide; the head of the district does.
  await head.goto('/decisions');
  await expect(head.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(head.getByText(title)).toHaveCount(0);
  const above = await open();
  await signIn(above, leaderOf(units.anPhu));
  await above.goto('/decisions');
  await above.getByLabel(title).check();
  await above.getByRole('button', { name: 'Công nhận', exact: true }).click();
  await dialogOf(above).getByRole('button', { name: 'Công nhận', exact: true }).click();
  await expect(above.getByText('Đã quyết định 1 hồ sơ.')).toBeVisible();
  await head.goto(address);
  await expect(head.getByText('Chờ văn thư ghi số')).toBeVisible();
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
