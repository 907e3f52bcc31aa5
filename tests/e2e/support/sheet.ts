import { expect, type Locator, type Page } from '@playwright/test';

/** One line of the score sheet on the screen. */
export function lineOf(page: Page, criterion: string): Locator {
  return page.locator(`#line-${criterion}`);
}

/** The inputs of a line that take text, in their order. */
export function inputsOf(page: Page, criterion: string): Locator {
  return lineOf(page, criterion).locator('input[type=text][data-field]');
}

/** What the line says about its own saving. */
export async function expectSaved(page: Page, ...criteria: string[]): Promise<void> {
  for (const criterion of criteria) {
    await expect(lineOf(page, criterion).getByText('Đã lưu', { exact: true })).toBeVisible();
  }
}

/** The sums at the foot of the sheet. */
export function totals(page: Page): Locator {
  return page.locator('dl').filter({ hasText: /Đã nhập|Đã có sẵn/ });
}

/** A small but sound PDF file, as an officer would upload it. */
export function pdf(name: string): { name: string; mimeType: string; buffer: Buffer } {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = text.length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(text, 'latin1') };
}
