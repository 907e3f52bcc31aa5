import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { accounts, campaigns, officerOf, units } from "./support/accounts.ts";
import { ask, campaignOf, enterAs, sheetOf } from "./support/api.ts";
import { expect, test } from "./support/test.ts";

/** The officer of the commune states other figures in E2, today: 14 December 2021. */
async function restateE2(page: Page, numerator: number): Promise<void> {
  await enterAs(page, officerOf(units.phuBinh));
  const { id } = await sheetOf(page, campaigns.year, units.phuBinh);
  const { submission } = await ask<{
    submission: {
      lines: { id: string; version: number; criterion: { code: string } }[];
    };
  }>(
    page,
    "query ($id: ID!) { submission(id: $id) { lines { id version criterion { code } } } }",
    { id },
  );
  const line = submission.lines.find(
    ({ criterion }) => criterion.code === "E2",
  );
  await ask(
    page,
    "mutation ($input: SaveScoreLineInput!) { saveScoreLine(input: $input) { __typename } }",
    {
      input: {
        lineId: line?.id,
        version: line?.version,
        facts: { numerator, denominator: 2755 },
        explanation: "Số liệu kết xuất lại ngày 14/12/2021.",
      },
    },
  );
}

test("an auditor finds who changed line E2 of a commune on 14/12, reads the difference, and takes it along", async ({
  page,
}) => {
  await restateE2(page, 2733);
  await enterAs(page, accounts.auditor);
  await page.goto("/");
  await page.getByRole("banner").getByRole("button", { name: "Mục khác" }).click();
  await page.getByRole("banner").getByRole("link", { name: "Nhật ký" }).click();
  await expect(
    page.getByRole("heading", { level: 1, name: "Nhật ký" }),
  ).toBeVisible();

  const search = page.getByRole("search");
  await search.getByLabel("Đơn vị").fill("phu binh");
  await page.getByRole("option", { name: /Xã Phú Bình/ }).click();
  await expect(page).toHaveURL(/unit=/);
  await search.getByLabel("Mã tiêu chí").fill("e2");
  await expect(page).toHaveURL(/criterion=E2/);
  await search.getByLabel("Từ ngày").fill("14/12/2021");
  await expect(page).toHaveURL(/from=2021-12-14/);
  await search.getByLabel("Đến hết ngày").fill("14/12/2021");
  await expect(page).toHaveURL(/to=2021-12-14/);

  const entries = page
    .getByRole("main")
    .getByRole("list")
    .last()
    .locator("> li");
  await expect(entries).toHaveCount(1);
  const entry = entries.first();
  await expect(
    entry.getByRole("heading", { name: /Lưu dòng tự chấm.*E2/ }),
  ).toBeVisible();
  await expect(entry).toContainText("Cán bộ đầu mối");
  await expect(entry).toContainText("14/12/2021");
  const changes = entry.getByText(/^\d+ thay đổi$/);
  await expect(changes).toBeVisible();
  const before = entry.locator("del", { hasText: "2721" });
  if (!(await before.isVisible())) await changes.click();
  await expect(entry.getByText("Số liệu › Tử số")).toBeVisible();
  await expect(before).toBeVisible();
  await expect(entry.locator("ins", { hasText: "2733" })).toBeVisible();

  // The address is the question: it can be kept and opened again.
  await page.reload();
  await expect(entries).toHaveCount(1);
  await expect(search.getByLabel("Mã tiêu chí")).toHaveValue("E2");

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Kết xuất CSV" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^nhat-ky-20211214-\d{6}\.csv$/);
  const table = await readFile(await file.path(), "utf8");
  const rows = table.trimEnd().split("\r\n");
  expect(rows).toHaveLength(2);
  expect(rows[0]).toContain("Thời gian,Người thực hiện,Vai trò");
  expect(rows[1]).toContain("Xã Phú Bình");

  await search.getByRole("button", { name: "Bỏ điều kiện lọc" }).click();
  await expect(page).not.toHaveURL(/criterion=/);
  // Somebody of another journey may have signed in meanwhile.
  await expect(
    entries.getByRole("heading", { name: /^Kết xuất nhật ký/ }).first(),
  ).toBeVisible();
});

test("a campaign, a unit and an account show their history on their own screens", async ({
  page,
}) => {
  await enterAs(page, accounts.auditor);
  const addresses = [
    `/campaigns/${await campaignOf(page, campaigns.quarter)}`,
    `/units/${await unitOf(page)}`,
    "/account",
  ];
  for (const address of addresses) {
    await page.goto(address);
    await page
      .getByRole("heading", { level: 2, name: "Lịch sử thay đổi" })
      .click();
    await expect(page.getByRole("heading", { level: 3 }).first()).toBeVisible();
  }
});

async function unitOf(page: Page): Promise<string> {
  const { units: found } = await ask<{ units: { nodes: { id: string }[] } }>(
    page,
    "query ($code: String!) { units(first: 1, search: $code) { nodes { id } } }",
    { code: units.phuBinh },
  );
  return found.nodes[0]?.id ?? "";
}
