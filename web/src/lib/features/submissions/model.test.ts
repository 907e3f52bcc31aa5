import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '$lib/api/errors';
import { startLanguage } from '$lib/i18n';
import { SheetModel } from './model.svelte';
import { delegateLines, saveLine, type Line, type Sheet } from './sheet';

vi.mock('./sheet', () => ({
  saveLine: vi.fn(),
  attachEvidence: vi.fn(),
  detachEvidence: vi.fn(),
  move: vi.fn(),
  delegateLines: vi.fn(),
}));

const criterion: Sheet['lines'][number]['criterion'] = {
  id: 'c1',
  code: 'E2',
  titleVi: 'Tỷ lệ hồ sơ đúng hạn',
  titleEn: 'Dossiers on time',
  maxPoints: '8.00',
  ruleKind: 'PIECEWISE_LINEAR',
  ruleSentence: '',
  factKeys: [],
  factFields: [],
  selfScored: true,
  evidenceHint: '',
  group: { id: 'g1', code: 'E', titleVi: 'Một cửa', titleEn: 'One-stop' },
};

const head: Omit<Sheet, 'lines' | 'campaign' | 'unit'> = {
  id: 's1',
  state: 'DRAFT',
  version: 1,
  lineCount: 1,
  isOverdue: false,
  wasLate: false,
  viewerCanEdit: true,
  viewerCanRequestSignOff: true,
  viewerCanWithdrawSignOffRequest: false,
  viewerCanSubmit: false,
  viewerCanRecall: false,
  viewerCanReturn: false,
  viewerCanAppraise: false,
  viewerCanConclude: false,
  viewerCanDelegate: true,
  contributors: [],
};

const lineAt = (version: number, change: Partial<Line> = {}): Line => ({
  id: 'l1',
  version,
  state: 'EMPTY',
  isPrefilled: false,
  contradictsImport: false,
  facts: null,
  selfScore: null,
  evidence: [],
  viewerCanEdit: true,
  ...change,
});

const sheetWith = (line: Line): Sheet => ({
  ...head,
  campaign: {
    id: 'k1',
    code: 'K',
    titleVi: '',
    titleEn: '',
    periodFrom: '2021-01-01',
    periodTo: '2021-12-15',
  },
  unit: {
    id: 'cu1',
    unitId: 'u1',
    qualifiedName: 'Xã Phước Hưng',
    kind: 'COMMUNE',
    peerGroup: { id: 'p1', nameVi: 'Xã', nameEn: 'Communes' },
  },
  lines: [{ ...line, criterion }],
});

function open(line: Line, accountId = 'a1') {
  const sheet = new SheetModel(sheetWith(line), accountId);
  const [model] = sheet.lines;
  if (!model) throw new Error('the sheet has one line');
  return { sheet, model };
}

const saved = (line: Line) =>
  vi.mocked(saveLine).mockResolvedValueOnce({ __typename: 'ScoreLine', ...line, submission: head });
const stale = (current: Line) =>
  vi.mocked(saveLine).mockResolvedValueOnce({
    __typename: 'SubmissionProblem',
    code: 'STALE',
    message: 'Người khác vừa sửa.',
    path: [],
    lines: [],
    current,
  });
const pass = (time: number) => vi.advanceTimersByTimeAsync(time);

beforeAll(startLanguage);
beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  vi.mocked(saveLine).mockReset();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a line is saved whole, and the sums follow its answer', async () => {
  const { sheet, model } = open(lineAt(1, { selfNote: 'cũ' }));
  saved(lineAt(2, { facts: { numerator: 1187, denominator: 1204 }, selfScore: '6.87', selfNote: 'cũ' }));
  model.editFacts({ numerator: '1.187' });
  expect(model.saving).toBe('held');
  model.editFacts({ denominator: '1204' });
  await pass(800);
  expect(saveLine).toHaveBeenCalledExactlyOnceWith({
    lineId: 'l1',
    version: 1,
    facts: { numerator: 1187, denominator: 1204 },
    selfNote: 'cũ',
    explanation: null,
  });
  expect(model.saving).toBe('saved');
  expect(model.form.facts.numerator).toBe('1.187');
  expect(sheet.totals).toMatchObject({ self: '6.87', filled: 1 });
  expect(sheet.unsaved).toEqual([]);
  expect(localStorage.length).toBe(0);
});

test('what was typed without a connection is there after a reload, and is sent', async () => {
  const before = open(lineAt(1));
  vi.mocked(saveLine).mockRejectedValueOnce(new ApiError('OFFLINE'));
  before.model.editFacts({ numerator: '1', denominator: '2' });
  await pass(800);
  expect(before.model.saving).toBe('offline');
  before.sheet.stop();

  const { sheet, model } = open(lineAt(1));
  expect(sheet.restoredCount).toBe(1);
  expect(model.form.facts).toMatchObject({ numerator: '1', denominator: '2' });
  saved(lineAt(2, { facts: { numerator: 1, denominator: 2 }, selfScore: '4.00' }));
  await pass(800);
  expect(model.saving).toBe('saved');
  expect(localStorage.length).toBe(0);
});

test('a reload shows both versions when somebody else has saved the line meanwhile', () => {
  const before = open(lineAt(1));
  before.model.editFacts({ numerator: '1' });
  before.sheet.stop();

  const theirs = lineAt(2, { facts: { numerator: 5, denominator: 6 }, selfScore: '1.00' });
  const { model } = open(theirs);
  expect(model.saving).toBe('conflict');
  expect(model.theirs?.facts).toMatchObject({ numerator: 5 });
  expect(model.form.facts).toMatchObject({ numerator: '1' });

  model.takeTheirs();
  expect(model.form.facts).toMatchObject({ numerator: '5', denominator: '6' });
  expect(model.saving).toBe('idle');
  expect(localStorage.length).toBe(0);
});

test('a draft that the server already has is no draft', () => {
  const before = open(lineAt(1));
  before.model.editFacts({ numerator: '5', denominator: '6' });
  before.sheet.stop();
  const { sheet, model } = open(lineAt(2, { facts: { numerator: 5, denominator: 6 } }));
  expect(sheet.restoredCount).toBe(0);
  expect(model.saving).toBe('idle');
  expect(localStorage.length).toBe(0);
});

test('another person at the same machine finds no drafts of the first', () => {
  const before = open(lineAt(1));
  before.model.edit({ note: 'của tôi' });
  before.sheet.stop();
  expect(open(lineAt(1), 'a2').sheet.restoredCount).toBe(0);
  expect(open(lineAt(1)).model.form.note).toBe('của tôi');
});

test('a draft of a line that is closed by now is shown, not lost and not sent', async () => {
  const before = open(lineAt(1));
  before.model.edit({ note: 'chưa gửi' });
  before.sheet.stop();
  const { model } = open(lineAt(1, { viewerCanEdit: false }));
  await pass(60_000);
  expect(saveLine).not.toHaveBeenCalled();
  expect(model.saving).toBe('conflict');
  expect(model.form.note).toBe('chưa gửi');
});

test('a save whose answer got lost is not a conflict when it is tried again', async () => {
  const { model } = open(lineAt(1));
  vi.mocked(saveLine).mockRejectedValueOnce(new ApiError('OFFLINE'));
  model.editFacts({ numerator: '1', denominator: '2' });
  await pass(800);
  stale(lineAt(2, { facts: { numerator: 1, denominator: 2 }, selfScore: '4.00' }));
  await pass(5_000);
  expect(model.saving).toBe('saved');
  expect(model.line.version).toBe(2);
});

test('a half typed date keeps its line from being sent', async () => {
  const { model } = open(lineAt(1));
  model.sayBadDate(true);
  await pass(60_000);
  expect(saveLine).not.toHaveBeenCalled();
  expect(model.saving).toBe('held');
});

test('a delegated line keeps what is typed in it, and can be shown alone', async () => {
  const model = new SheetModel(sheetWith(lineAt(1)), 'a1');
  const [line] = model.lines;
  line?.edit({ note: 'Đang soạn' });
  const delegatedTo = { id: 'a1', displayName: 'Nguyễn Văn An' };
  vi.mocked(delegateLines).mockResolvedValueOnce({
    __typename: 'Delegation',
    lines: [{ id: 'l1', delegatedTo }],
  });
  expect(await model.delegate(['l1'], 'a1')).toBeNull();
  expect(line?.line.delegatedTo).toEqual(delegatedTo);
  expect(line?.form.note).toBe('Đang soạn');
  model.showsDelegated = true;
  expect(model.groups.flatMap(({ lines }) => lines)).toEqual([line]);
  model.stop();
});

test('what is delegated to an absent colleague waits for whoever stands in, and not for who delegates', () => {
  const colleague = { id: 'a9', displayName: 'Trần Thị Bình' };
  const sheet = sheetWith(lineAt(1, { delegatedTo: colleague }));
  expect(new SheetModel(sheet, 'a1').delegated).toHaveLength(0);
  expect(new SheetModel({ ...sheet, viewerCanDelegate: false }, 'a1').delegated).toHaveLength(1);
  const readOnly = sheetWith(lineAt(1, { delegatedTo: colleague, viewerCanEdit: false }));
  expect(new SheetModel({ ...readOnly, viewerCanDelegate: false }, 'a1').delegated).toHaveLength(0);
});

test('a refused delegation changes nothing and says why', async () => {
  const model = new SheetModel(sheetWith(lineAt(1)), 'a1');
  vi.mocked(delegateLines).mockResolvedValueOnce({ __typename: 'SubmissionProblem', message: 'Không được.' });
  expect(await model.delegate(['l1'], 'a2')).toBe('Không được.');
  expect(model.lines[0]?.line.delegatedTo).toBeUndefined();
});
