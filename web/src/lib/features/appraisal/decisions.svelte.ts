import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { sentenceFor, toRefusal } from '$lib/api/refusals';
import { acceptLine, acceptLines, adjustLine, type Decision, type Line } from './appraisal';
import { isDecided } from './lines';

/** What a screen knows about lines beyond what it loaded: the decisions made on it, and what refused them. */
export class Decisions {
  readonly busy = new SvelteSet<string>();
  readonly problems = new SvelteMap<string, string>();
  /** How many lines have been decided here that were not decided when they were loaded. */
  added = $state(0);
  /** The sum of round 1 after the newest decision on a line; null before the first. */
  appraisedTotal = $state<string | null>(null);
  #newer = new SvelteMap<string, Line>();

  /** The line as it is now. */
  current<L extends Line>(loaded: L): L {
    const newer = this.#newer.get(loaded.id);
    return newer && newer.version >= loaded.version ? { ...loaded, ...newer } : loaded;
  }

  /** Keeps the unit's score; true when that was done. */
  accept(line: Line): Promise<boolean> {
    return this.#decide(line, () => acceptLine(line));
  }

  /** Sets another score; true when that was done. */
  adjust(line: Line, points: string, reason: string): Promise<boolean> {
    return this.#decide(line, () => adjustLine(line, points, reason));
  }

  /** Keeps the scores of many lines at once; gives how many were kept, or the reason why none was. */
  async acceptAll(
    campaignId: string,
    criterionId: string,
    lines: readonly Line[],
  ): Promise<{ accepted: number; leftOut: number } | string> {
    try {
      const answer = await acceptLines(campaignId, criterionId, lines);
      if (answer.kind === 'refused') return answer.message;
      for (const now of answer.lines) {
        const before = lines.find(({ id }) => id === now.id);
        this.problems.delete(now.id);
        if (before) this.#take(before, now);
      }
      return { accepted: answer.lines.length, leftOut: answer.leftOut };
    } catch (error) {
      return sentenceFor(toRefusal(error));
    }
  }

  async #decide(line: Line, decide: () => Promise<Decision>): Promise<boolean> {
    if (this.busy.has(line.id)) return false;
    this.busy.add(line.id);
    this.problems.delete(line.id);
    try {
      const decision = await decide();
      if (decision.kind === 'decided') {
        this.#take(line, decision.line);
        this.appraisedTotal = decision.appraisedTotal;
      } else {
        this.problems.set(line.id, decision.message);
        // Somebody was faster: what they decided is shown, and what was typed here stays in the form.
        if (decision.current) this.#take(line, decision.current);
      }
      return decision.kind === 'decided';
    } catch (error) {
      this.problems.set(line.id, sentenceFor(toRefusal(error)));
      return false;
    } finally {
      this.busy.delete(line.id);
    }
  }

  #take(before: Line, now: Line): void {
    if (!isDecided(before) && isDecided(now)) this.added += 1;
    this.#newer.set(now.id, now);
  }
}
