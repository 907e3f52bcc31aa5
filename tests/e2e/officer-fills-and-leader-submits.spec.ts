import type { Page } from "@playwright/test";
import { campaigns, leaderOf, officerOf, units } from "./support/accounts.ts";
import { enterAs, sheetOf } from "./support/api.ts";
import { expectSaved, inputsOf, lineOf, pdf, totals } from "./support/sheet.ts";
import { expect, test } from "./support/test.ts";

const officer = officerOf(units.phuocHung);
const leader = leaderOf(units.phuocHung);

/** What the sheet of the year still lacks, with the points that the keyboard journey brings. */
const entered = {
  E3: "1,50",
  E4: "2,00",
  E5: "3,00",
  F1: "0,00",
  F2: "4,00",
  F3: "2,00",
  G1: "1,50",
  G2: "5,00",
  G3: "3,00",
  H1: "3,00",
  H2: "2,00",
};
const criteria = Object.keys(entered) as (keyof typeof entered)[];

test.describe("a commune scores itself", () => {
  // One sheet goes from hand to hand.
  test.describe.configure({ mode: "serial" });

  test("the officer fills in the remaining lines by keyboard, and a reload loses nothing", async ({
    page,
  }) => {
    await enterAs(page, officer);
    await page.goto("/");
    await page.getByRole("link", { name: "Tự chấm điểm" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(
      "Xã Phước Hưng",
    );
    await expect(totals(page)).toContainText("13/22");

    await inputsOf(page, "E3").first().focus();
    await press(page, [
      // E3, then E4 from its second input back to its first.
      ...["3", "Tab", "4", "Enter"],
      ...["10", "Shift+Tab", "9", "Enter"],
      // E5 is a choice; F1 is prefilled and confirmed with a button, which gives the focus back as it goes.
      ...["ArrowDown", "Enter"],
      ...["Tab", "Tab", "Enter"],
    ]);
    await expect(
      lineOf(page, "F1").getByRole("button", { name: "Xác nhận số liệu F1" }),
    ).toBeHidden();
    await expect(inputsOf(page, "F1").first()).toBeFocused();
    await press(page, [
      "Enter",
      ...["12", "Enter"],
      ...["20", "Tab", "100", "Enter"],
      // G1 is a list to tick; Enter left the same place of the line before: the second box.
      ...["Shift+Tab", "Space", "Tab", "Space", "Tab", "Space", "Enter"],
      // G2 is prefilled with 2 of 4: what is typed replaces it.
      ...["4", "Enter"],
      // G3 has a button for what did not happen.
      ...["Tab", "Enter"],
    ]);
    await expect(inputsOf(page, "G3").first()).toBeFocused();
    await expect(inputsOf(page, "G3").first()).toHaveValue("0");
    await press(page, ["Enter", "1", "Enter", "0", "F2"]);
    await expect(lineOf(page, "H2").locator("textarea")).toBeFocused();
    await page.keyboard.type("Số liệu đã đối chiếu với báo cáo năm.");
    await page.keyboard.press("Control+s");

    await expectSaved(page, ...criteria);
    for (const code of criteria)
      await expect(lineOf(page, code).locator("strong")).toHaveText(
        entered[code],
      );
    await expect(lineOf(page, "E3")).toContainText(/3\/4 = 75\s%.*1,50/);
    await expect(lineOf(page, "E4")).toContainText(/9\/10 = 90\s%.*2,00/);
    await expect(lineOf(page, "F3")).toContainText(/20\/100 = 20\s%.*2,00/);
    await expect(lineOf(page, "H1")).toContainText("3,00");
    await expect(totals(page)).toContainText("22/22");
    await expect(totals(page)).toContainText("69,54/80");
    await expect(totals(page)).toContainText("86,93");

    await page.reload();
    await expect(totals(page)).toContainText("69,54/80");
    await expect(inputsOf(page, "E3").nth(0)).toHaveValue("3");
    await expect(inputsOf(page, "E3").nth(1)).toHaveValue("4");
    await expect(lineOf(page, "E5").getByRole("combobox")).toHaveValue(
      "XUAT_SAC",
    );
    await expect(
      lineOf(page, "G1").getByRole("checkbox", { checked: true }),
    ).toHaveCount(3);
    await expect(inputsOf(page, "G2").nth(0)).toHaveValue("4");
    await expect(inputsOf(page, "H1").nth(0)).toHaveValue("1");
    await expect(lineOf(page, "H2").locator("textarea")).toHaveValue(
      "Số liệu đã đối chiếu với báo cáo năm.",
    );
  });

  test("the officer proves the lines with one file, explains one, and asks for the signature", async ({
    page,
  }) => {
    await enterAs(page, officer);
    const sheet = await sheetOf(page, campaigns.year, units.phuocHung);
    await page.goto(`/submissions/${sheet.id}`);

    await page.getByRole("button", { name: "Trình lãnh đạo ký" }).click();
    const request = page.getByRole("dialog", {
      name: "Trình lãnh đạo ký phiếu?",
    });
    await expect(request).toContainText(
      `${criteria.length} tiêu chí cần hoàn thiện trước khi nộp`,
    );
    await expect(
      request.getByRole("button", { name: "Trình ký" }),
    ).toBeDisabled();
    await request.getByRole("button", { name: "Quay lại" }).click();

    await inputsOf(page, "E3").first().focus();
    await page.keyboard.press("F4");
    const ofE3 = page.getByRole("dialog", { name: "Tài liệu kiểm chứng E3" });
    const chooser = page.waitForEvent("filechooser");
    await ofE3.getByRole("button", { name: "Chọn tệp từ máy" }).click();
    await (await chooser).setFiles(pdf("Báo cáo một cửa 2021.pdf"));
    await ofE3
      .getByLabel("Tên tài liệu")
      .fill("Báo cáo kết quả bộ phận một cửa năm 2021");
    await ofE3.getByLabel("Số, ký hiệu").fill("57/BC-UBND");
    await ofE3.getByLabel("Ngày ban hành").fill("30/11/2021");
    await ofE3.getByLabel("Trang").fill("3");
    await ofE3.getByRole("button", { name: "Đính kèm", exact: true }).click();
    await expect(
      ofE3.getByText("số 57/BC-UBND, ngày 30/11/2021, trang 3"),
    ).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(
      lineOf(page, "E3").getByRole("button", { name: "E3: 1 tài liệu" }),
    ).toBeVisible();
    await expect(inputsOf(page, "E3").first()).toBeFocused();

    const ofE4 = await openEvidence(page, "E4");
    await ofE4.getByRole("button", { name: "Dùng tệp này" }).click();
    await expect(ofE4.getByLabel("Số, ký hiệu")).toHaveValue("57/BC-UBND");
    await ofE4.getByLabel("Trang").fill("7");
    await ofE4.getByRole("button", { name: "Đính kèm", exact: true }).click();
    await expect(
      ofE4.getByText("số 57/BC-UBND, ngày 30/11/2021, trang 7"),
    ).toBeVisible();
    await page.keyboard.press("Escape");

    const ofE5 = await openEvidence(page, "E5");
    await ofE5
      .getByLabel("Giải trình")
      .fill("Huyện đã thông báo xếp loại tại hội nghị, chưa ban hành văn bản.");
    await page.keyboard.press("Escape");
    await expectSaved(page, "E5");
    await expect(lineOf(page, "E5")).toContainText("Có giải trình");

    // The other lines stand on the same report.
    const others = criteria.slice(4);
    const ofF1 = await openEvidence(page, "F1");
    await ofF1.getByRole("button", { name: "Dùng tệp này" }).click();
    await ofF1.getByText("Đính kèm cùng lúc cho tiêu chí khác").click();
    for (const code of others)
      await ofF1
        .getByRole("checkbox", { name: new RegExp(`^${code} `) })
        .check();
    await ofF1.getByRole("button", { name: "Đính kèm", exact: true }).click();
    await expect(
      page.getByText(`Đã đính kèm tài liệu cho ${others.length + 1} tiêu chí.`),
    ).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(
      lineOf(page, "H2").getByRole("button", { name: "H2: 1 tài liệu" }),
    ).toBeVisible();

    // What differs from the statistics is explained.
    const ofG2 = await openEvidence(page, "G2");
    await ofG2
      .getByLabel("Giải trình")
      .fill("Số liệu thống kê chưa tính tháng 11; đã đối chiếu với sổ theo dõi.");
    await page.keyboard.press("Escape");
    await expectSaved(page, "G2");

    await page.getByRole("button", { name: "Trình lãnh đạo ký" }).click();
    await expect(request).toContainText(
      "Phiếu đã đủ số liệu và tài liệu kiểm chứng hoặc giải trình.",
    );
    await request.getByRole("button", { name: "Trình ký" }).click();
    await expect(request).toBeHidden();
    await expectState(page, "Chờ ký duyệt");
    await expect(inputsOf(page, "E3")).toHaveCount(0);
  });

  test("the leader signs, recalls, corrects, and signs what the officer sends again", async ({
    page,
    open,
  }) => {
    await enterAs(page, leader);
    await page.goto("/");
    await page
      .getByRole("link", { name: "Duyệt, ký và nộp phiếu tự chấm" })
      .click();
    await expect(page.getByRole("link", { name: "Tổng hợp" })).toHaveAttribute(
      "aria-current",
      "page",
    );
    await expectState(page, "Chờ ký duyệt");
    const first = await submit(page);

    await page.getByRole("button", { name: "Thu hồi phiếu" }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: "Thu hồi" })
      .click();
    await expectState(page, "Đang soạn");
    await inputsOf(page, "H1").first().fill("0");
    await expectSaved(page, "H1");
    await expect(totals(page)).toContainText("70,54/80");
    await expect(
      page.getByRole("button", { name: "Ký duyệt và nộp" }),
    ).toBeHidden();

    const desk = await open();
    await enterAs(desk, officer);
    await desk.goto(new URL(page.url()).pathname);
    await expect(inputsOf(desk, "H1").first()).toHaveValue("0");
    await desk.getByRole("button", { name: "Trình lãnh đạo ký" }).click();
    await desk
      .getByRole("dialog")
      .getByRole("button", { name: "Trình ký" })
      .click();
    await expectState(desk, "Chờ ký duyệt");

    await page.reload();
    const second = await submit(page);
    expect(second).not.toEqual(first);

    await page.getByRole("link", { name: "Lịch sử" }).click();
    const deeds = page.getByRole("main").getByRole("listitem");
    await expect(deeds.filter({ hasText: "Ký duyệt và nộp" })).toHaveCount(2);
    await expect(deeds.filter({ hasText: "Thu hồi phiếu" })).toHaveCount(1);
  });
});

test("what is typed without a connection is kept, and sent when the connection is back", async ({
  page,
  context,
}) => {
  await enterAs(page, officerOf(units.untouched));
  const sheet = await sheetOf(page, campaigns.year, units.untouched);
  await page.goto(`/submissions/${sheet.id}`);
  const inputs = inputsOf(page, "B4");
  await expect(inputs.first()).toBeVisible();

  await context.setOffline(true);
  await inputs.nth(0).fill("17");
  await inputs.nth(1).fill("20");
  await expect(lineOf(page, "B4")).toContainText("Chưa gửi: mất kết nối");
  await expect(page.getByText("1 tiêu chí chưa lưu")).toBeVisible();

  await context.setOffline(false);
  await expectSaved(page, "B4");
  await expect(lineOf(page, "B4").locator("strong")).toHaveText("1,70");
  await page.reload();
  await expect(inputs.nth(0)).toHaveValue("17");
  await expect(inputs.nth(1)).toHaveValue("20");
});

test("two people on one line choose which version stays", async ({
  page,
  open,
}) => {
  await enterAs(page, officerOf(units.untouched));
  const sheet = await sheetOf(page, campaigns.year, units.untouched);
  const other = await open();
  await enterAs(other, leaderOf(units.untouched));

  for (const screen of [page, other]) {
    await screen.goto(`/submissions/${sheet.id}?view=sheet`);
    await expect(inputsOf(screen, "A4").first()).toBeVisible();
  }
  await inputsOf(other, "A4").first().fill("1");
  await expectSaved(other, "A4");

  await inputsOf(page, "A4").first().fill("2");
  const choice = lineOf(page, "A4").getByRole("alert");
  await expect(choice).toContainText("Tiêu chí này vừa được sửa ở nơi khác");
  await expect(lineOf(page, "A4")).toContainText("Chưa lưu: có hai bản");
  await choice.getByRole("button", { name: "Dùng bản trên hệ thống" }).click();
  await expect(choice).toBeHidden();
  await expect(inputsOf(page, "A4").first()).toHaveValue("1");

  await inputsOf(page, "A4").first().fill("3");
  await expectSaved(page, "A4");
  await inputsOf(other, "A4").first().fill("0");
  await lineOf(other, "A4")
    .getByRole("button", { name: "Lưu bản đang soạn" })
    .click();
  await expectSaved(other, "A4");
  await page.reload();
  await expect(inputsOf(page, "A4").first()).toHaveValue("0");
});

/** Presses keys one after the other; what is no name of a key is typed. */
async function press(page: Page, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    if (/^\d+$/.test(key)) await page.keyboard.type(key);
    else await page.keyboard.press(key);
  }
}

async function openEvidence(page: Page, criterion: string) {
  await lineOf(page, criterion)
    .getByRole("button", {
      name: new RegExp(`^Tài liệu kiểm chứng của ${criterion}`),
    })
    .click();
  const panel = page.getByRole("dialog", {
    name: `Tài liệu kiểm chứng ${criterion}`,
  });
  await expect(panel).toBeVisible();
  return panel;
}

async function expectState(page: Page, state: string): Promise<void> {
  await expect(
    page.locator("header, main").getByText(state, { exact: true }).first(),
  ).toBeVisible();
}

/** Signs and submits; gives the hash under which the content is sealed. */
async function submit(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Ký duyệt và nộp" }).click();
  const dialog = page.getByRole("dialog", {
    name: "Ký duyệt và nộp phiếu tự chấm?",
  });
  await dialog.getByRole("button", { name: "Ký duyệt và nộp" }).click();
  await expect(dialog).toBeHidden();
  await expectState(page, "Đã nộp");
  await page.getByRole("link", { name: "Tổng hợp" }).click();
  const hash = page.getByText(/^[0-9a-f]{64}$/);
  await expect(hash).toBeVisible();
  return hash.innerText();
}
