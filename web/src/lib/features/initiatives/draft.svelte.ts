import { Saver, type Outcome as Saved, type SaveState } from '$lib/api/autosave';
import { Drafts } from '$lib/api/drafts';
import { contentOf, formOf, isWhole, type InitiativeForm } from './form';
import { loadInitiative, saveInitiative, type Initiative, type Problem } from './initiatives';

/** A request on its author's screen: what the server has, what is typed, and how the two stand. */
export class InitiativeDraft {
  initiative = $state.raw() as Initiative;
  form = $state() as InitiativeForm;
  saving = $state<SaveState>('idle');
  /** What the server did not take of what is typed. */
  problems = $state.raw<readonly Problem[]>([]);
  /** The version of somebody else, while a choice is open. */
  theirs = $state.raw<Initiative | null>(null);
  /** A date or a number that cannot be read keeps everything waiting. */
  unreadable = $state(false);

  readonly saver: Saver<InitiativeForm, Initiative>;

  isUnsaved = $derived.by(() => !['idle', 'saved'].includes(this.saving));

  constructor(initiative: Initiative, accountId: string) {
    this.initiative = initiative;
    this.form = formOf(initiative);
    const drafts = new Drafts<InitiativeForm>(accountId);
    this.saver = new Saver(initiative.version, {
      send: (version, form) => this.#send(version, form),
      canSend: (form) => !this.unreadable && isWhole(form),
      isKnown: (newer) => saysTheSame(newer, this.initiative),
      keep: (version, form) => drafts.keep(initiative.id, version, form),
      forget: (version) => drafts.forget(initiative.id, version),
      ontaken: (newer, isSettled) => this.#take(newer, isSettled),
      onstate: (state, { theirs }) => {
        this.saving = state;
        this.theirs = theirs ?? null;
        if (state === 'saved') this.problems = [];
      },
    });
    const kept = drafts.all().get(initiative.id);
    if (!kept) return;
    if (JSON.stringify(kept.draft) === JSON.stringify(this.form)) {
      drafts.forget(initiative.id, kept.version);
      return;
    }
    this.form = kept.draft;
    if (kept.version === initiative.version) this.saver.restore(kept.draft);
    else this.saver.restoreDisputed(kept.version, kept.draft, initiative);
  }

  /** Something was typed. */
  touch(): void {
    this.saver.edit($state.snapshot(this.form) as InitiativeForm);
  }

  problemAt(...path: string[]): string | null {
    const at = path.join('.');
    return this.problems.find((problem) => problem.path.join('.') === at)?.message ?? null;
  }

  async #send(version: number, form: InitiativeForm): Promise<Saved<Initiative>> {
    const content = contentOf(form);
    if (content === null) return { kind: 'refused', message: '' };
    const { id } = this.initiative;
    let outcome = await saveInitiative({ id, version, ...content });
    if (outcome.kind === 'refused' && outcome.problems.some(({ code }) => code === 'STALE')) {
      const current = await loadInitiative(id);
      // A co-author's answer changes the version and not a word of what is written: then it simply goes on.
      if (!current.viewerCanWrite || !saysTheSame(current, this.initiative))
        return { kind: 'stale', current };
      outcome = await saveInitiative({ id, version: current.version, ...content });
    }
    if (outcome.kind === 'done') return { kind: 'saved', line: outcome.initiative };
    this.problems = outcome.problems;
    return { kind: 'refused', message: outcome.problems[0]?.message ?? '' };
  }

  #take(newer: Initiative, isSettled: boolean): void {
    this.initiative = newer;
    // What the server trims must not move under the fingers: the form is rewritten only when it says something else.
    if (isSettled && JSON.stringify(contentOf(this.form)) !== JSON.stringify(contentOf(formOf(newer)))) {
      this.form = formOf(newer);
    }
  }
}

function saysTheSame(one: Initiative, other: Initiative): boolean {
  return JSON.stringify(formOf(one)) === JSON.stringify(formOf(other));
}
