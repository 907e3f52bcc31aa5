import { language } from '$lib/i18n';
import { Saver, type Outcome, type SaveState } from '$lib/api/autosave';
import { Drafts, type Kept } from '$lib/api/drafts';
import { factsKey, readForm, toForm, type FactsForm, type Reading } from './facts';
import {
  attachEvidence,
  delegateLines,
  detachEvidence,
  move,
  saveLine,
  type ChangedLine,
  type Citation,
  type Contributor,
  type Criterion,
  type Deed,
  type FinalResult,
  type Line,
  type LineProblem,
  type Problem,
  type Sheet,
  type SheetHead,
} from './sheet';
import { groupsOf, totalsOf } from './totals';

/** What the person can change in a line. */
export interface LineForm {
  readonly facts: FactsForm;
  readonly note: string;
  readonly explanation: string;
}

const unsavedStates: readonly SaveState[] = [
  'waiting',
  'saving',
  'held',
  'refused',
  'conflict',
  'offline',
  'failed',
  'stopped',
];

/** One line of the sheet on the screen: what the server has, what is typed, and how the two stand. */
export class LineModel {
  line = $state.raw() as Line;
  form = $state.raw() as LineForm;
  saving = $state<SaveState>('idle');
  /** Why the server did not take what was typed. */
  refusal = $state<string | null>(null);
  /** Why the sheet was not taken because of this line. */
  problem = $state<string | null>(null);
  /** The version of somebody else, while a choice is open. */
  theirs = $state.raw<Line | null>(null);
  hasBadDate = $state(false);

  readonly criterion: Criterion;
  readonly saver: Saver<LineForm, Line>;

  reading: Reading = $derived.by(() => this.#read(this.form.facts));
  isEditable = $derived.by(() => this.line.viewerCanEdit && this.criterion.selfScored);
  isUnsaved = $derived.by(() => unsavedStates.includes(this.saving));

  constructor(
    line: Line & { readonly criterion: Criterion },
    drafts: Drafts<LineForm>,
    ontaken: (head: SheetHead) => void,
  ) {
    this.line = line;
    this.criterion = line.criterion;
    this.form = this.#formOf(line);
    this.saver = new Saver(line.version, {
      send: (version, draft) => this.#send(version, draft, ontaken),
      canSend: (draft) => this.isEditable && !this.hasBadDate && isWhole(this.#read(draft.facts)),
      isKnown: (newer) => contentOf(newer) === contentOf(this.line),
      keep: (version, draft) => drafts.keep(line.id, version, draft),
      forget: (version) => drafts.forget(line.id, version),
      ontaken: (newer, isSettled) => this.#take(newer, isSettled),
      onstate: (state, { message, theirs }) => {
        this.saving = state;
        this.refusal = message ?? null;
        this.theirs = theirs ?? null;
      },
    });
  }

  edit(change: Partial<LineForm>): void {
    this.form = { ...this.form, ...change };
    this.problem = null;
    this.saver.edit(this.form);
  }

  editFacts(change: Partial<FactsForm>): void {
    this.edit({ facts: { ...this.form.facts, ...change } });
  }

  /** A date is half typed, or readable again: as long as it is not, the line waits. */
  sayBadDate(isBad: boolean): void {
    this.hasBadDate = isBad;
    this.saver.edit(this.form);
  }

  /** Says that prefilled facts are right, as they stand. */
  async confirm(): Promise<void> {
    this.saver.edit(this.form);
    await this.saver.flush();
  }

  takeTheirs(): void {
    this.hasBadDate = false;
    this.saver.takeTheirs();
  }

  /** Takes up what an earlier visit left unsent; says whether there was anything. */
  restore({ version, draft }: Kept<LineForm>, drafts: Drafts<LineForm>): boolean {
    const form = { ...this.form, ...draft, facts: { ...this.form.facts, ...draft.facts } };
    if (this.#contentOfForm(form) === contentOf(this.line)) {
      drafts.forget(this.line.id, version);
      return false;
    }
    this.form = form;
    if (version === this.line.version && this.isEditable) this.saver.restore(form);
    else this.saver.restoreDisputed(version, form, this.line);
    return true;
  }

  /** Attaches a file; gives the reason when that is refused. */
  async attach(fileId: string, citation: Citation): Promise<string | null> {
    return this.#change(() => attachEvidence({ lineId: this.line.id, fileId, ...citation }));
  }

  async detach(evidenceId: string): Promise<string | null> {
    return this.#change(() => detachEvidence(evidenceId));
  }

  async #change(work: () => Promise<ChangedLine | Problem>): Promise<string | null> {
    const result = await this.saver.run(work, lineOf);
    if (result.__typename === 'SubmissionProblem') return result.message;
    this.problem = null;
    return null;
  }

  async #send(version: number, draft: LineForm, ontaken: (head: SheetHead) => void): Promise<Outcome<Line>> {
    const reading = this.#read(draft.facts);
    const result = await saveLine({
      lineId: this.line.id,
      version,
      facts: reading.kind === 'complete' ? reading.facts : null,
      selfNote: textOf(draft.note),
      explanation: textOf(draft.explanation),
    });
    if (result.__typename === 'ScoreLine') {
      ontaken(result.submission);
      return { kind: 'saved', line: result };
    }
    if (result.code === 'STALE' && result.current) {
      // The answer to an earlier try got lost on the way, or somebody else typed the very same.
      const isSaved = contentOf(result.current) === this.#contentOfForm(draft);
      return isSaved ? { kind: 'saved', line: result.current } : { kind: 'stale', current: result.current };
    }
    return { kind: 'refused', message: result.message };
  }

  #take(newer: Line, isSettled: boolean): void {
    this.line = newer;
    // After one's own saving the inputs say the same already, in the person's own way of writing.
    if (isSettled && this.#contentOfForm(this.form) !== contentOf(newer)) this.form = this.#formOf(newer);
  }

  #read(facts: FactsForm): Reading {
    return readForm(facts, this.criterion.ruleKind, this.criterion.factKeys);
  }

  #formOf({ facts, selfNote, explanation }: Line): LineForm {
    return {
      facts: toForm(facts, this.criterion.factKeys, language()),
      note: selfNote ?? '',
      explanation: explanation ?? '',
    };
  }

  #contentOfForm({ facts, note, explanation }: LineForm): string {
    const reading = this.#read(facts);
    const key = reading.kind === 'complete' ? factsKey(reading.facts) : reading.kind === 'empty' ? '' : null;
    return JSON.stringify([key, textOf(note), textOf(explanation)]);
  }
}

/** The sheet on the screen. */
export class SheetModel {
  head = $state.raw() as SheetHead;
  readonly campaign: Sheet['campaign'];
  readonly unit: Sheet['unit'];
  readonly lines: readonly LineModel[];
  /** What the unit came to, once the result is released. */
  readonly result: FinalResult | null;
  /** How many lines hold what an earlier visit left unsent. */
  readonly restoredCount: number;
  readonly accountId: string;
  /** The colleagues to whom lines may be delegated. */
  contributors = $state.raw<readonly Contributor[]>([]);

  totals = $derived.by(() => totalsOf(this.lines.map(scored)));
  /** The lines that the unit delegated to the person at the screen, or to whom they stand in for. */
  delegated = $derived.by(() => this.lines.filter(({ line }) => this.#isDelegatedHere(line)));
  /** Shows only those. */
  showsDelegated = $state(false);
  groups = $derived.by(() => groupsOf(this.showsDelegated ? this.delegated : this.lines));
  unsaved = $derived.by(() => this.lines.filter((line) => line.isUnsaved));
  showsAppraisal = $derived.by(() => this.lines.some(({ line }) => line.r1Score != null));

  constructor(sheet: Sheet, accountId: string) {
    const drafts = new Drafts<LineForm>(accountId);
    const kept = drafts.all();
    this.accountId = accountId;
    this.contributors = sheet.contributors;
    this.head = sheet;
    this.campaign = sheet.campaign;
    this.unit = sheet.unit;
    this.result = sheet.result ?? null;
    this.lines = sheet.lines.map((line) => new LineModel(line, drafts, (head) => this.#takeHead(head)));
    this.restoredCount = this.lines.filter((model) => {
      const left = kept.get(model.line.id);
      return left !== undefined && model.restore(left, drafts);
    }).length;
  }

  /** Who delegates fills in every line; anybody else only what is delegated to them or to an absent colleague. */
  #isDelegatedHere({ delegatedTo, viewerCanEdit }: LineModel['line']): boolean {
    if (delegatedTo == null) return false;
    return delegatedTo.id === this.accountId || (viewerCanEdit && !this.head.viewerCanDelegate);
  }

  /** Sends what waits; also what was refused by a lost connection. */
  async flush(): Promise<void> {
    await Promise.all(this.lines.map(({ saver }) => saver.flush()));
  }

  /** Sends because the person asks for it, also what was given up. */
  async retry(): Promise<void> {
    await Promise.all(this.lines.map(({ saver }) => saver.retry()));
  }

  stop(): void {
    for (const { saver } of this.lines) saver.stop();
  }

  /** Moves the sheet to another state; gives the problem when that is refused. */
  async move(deed: Deed): Promise<Problem | null> {
    const result = await move(deed, this.head.id, this.head.version);
    if (result.__typename === 'SubmissionProblem') {
      this.showProblems(result.lines);
      return result;
    }
    this.take(result);
    return null;
  }

  /** Delegates lines, or takes them back; gives the reason when that is refused. */
  async delegate(lineIds: readonly string[], accountId: string | null): Promise<string | null> {
    const result = await delegateLines(lineIds, accountId);
    if (result.__typename === 'SubmissionProblem') return result.message;
    for (const model of this.lines) {
      const changed = result.lines.find(({ id }) => id === model.line.id);
      if (changed) model.line = { ...model.line, delegatedTo: changed.delegatedTo };
    }
    return null;
  }

  /** Takes the sheet as the server has it now. */
  take(sheet: Sheet): void {
    this.head = sheet;
    this.contributors = sheet.contributors;
    for (const model of this.lines) {
      const line = sheet.lines.find(({ id }) => id === model.line.id);
      if (line) model.saver.receive(line);
    }
    this.showProblems([]);
  }

  showProblems(problems: readonly LineProblem[]): void {
    for (const model of this.lines) {
      model.problem = problems.find(({ line }) => line.id === model.line.id)?.message ?? null;
    }
  }

  // Lines are saved side by side, so an older answer may come last.
  #takeHead(head: SheetHead): void {
    if (head.version >= this.head.version) this.head = head;
  }
}

export function scored({ line, criterion }: LineModel) {
  return { ...line, criterion };
}

function lineOf(result: ChangedLine | Problem): Line | null {
  return result.__typename === 'ScoreLine' ? result : null;
}

function isWhole({ kind }: Reading): boolean {
  return kind === 'empty' || kind === 'complete';
}

function contentOf({ facts, selfNote, explanation }: Line): string {
  return JSON.stringify([factsKey(facts), textOf(selfNote ?? ''), textOf(explanation ?? '')]);
}

/** As the server keeps a text: composed, without white space around it, null when nothing remains. */
function textOf(text: string): string | null {
  return text.normalize('NFC').trim() || null;
}
