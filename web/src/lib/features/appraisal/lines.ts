import type { SubmissionState } from '$gql/appraisal/graphql';
import { comparePoints } from '$lib/format';

/** Why nobody at this screen may decide about a line. */
export type LockReason = 'ownUnit' | 'notSubmitted' | 'concluded' | 'phaseClosed' | 'notAssigned';

interface Lockable {
  canAppraise: boolean;
  unitId: string;
  ownUnits: readonly string[];
  sheetState: SubmissionState;
  isPhaseOpen: boolean;
}

export function lockReason({
  canAppraise,
  unitId,
  ownUnits,
  sheetState,
  isPhaseOpen,
}: Lockable): LockReason | null {
  if (canAppraise) return null;
  // The strongest reason first: one's own unit stays locked whatever else changes.
  if (ownUnits.includes(unitId)) return 'ownUnit';
  if (sheetState === 'APPRAISED_1' || sheetState === 'FINAL') return 'concluded';
  if (sheetState !== 'SUBMITTED' && sheetState !== 'UNDER_APPRAISAL') return 'notSubmitted';
  return isPhaseOpen ? 'notAssigned' : 'phaseClosed';
}

/** Whether nothing is left to decide: round 1 is decided, or the line does not apply. */
export function isDecided(line: { r1At?: string | null; state: string }): boolean {
  return line.r1At != null || line.state === 'NOT_APPLICABLE';
}

interface Stated {
  selfScore?: string | null;
  state: string;
  trace?: { isNotApplicable: boolean } | null;
}

/** Whether the unit's figures say that the criterion does not apply to it: somebody confirms that, or sets points. */
export function isClaim({ trace, state }: Stated): boolean {
  return trace?.isNotApplicable === true && state !== 'NOT_APPLICABLE';
}

/** Whether there is a score of the unit that can be kept, or a claim that can be confirmed. */
export function canAccept(line: Stated): boolean {
  return isClaim(line) || (line.selfScore != null && line.state !== 'NOT_APPLICABLE');
}

/** Fewest characters of a reason, as the server asks. */
const shortestReason = 10;

export type AdjustFault = 'pointsMissing' | 'pointsOutOfRange' | 'reasonMissing';

/** What must be put right before an adjustment can be sent. Setting the unit's own points needs no reason. */
export function adjustFault(
  points: string | null,
  reason: string,
  { maxPoints, selfScore }: { maxPoints: string; selfScore: string | null },
): AdjustFault | undefined {
  if (points === null) return 'pointsMissing';
  if (comparePoints(points, maxPoints) > 0) return 'pointsOutOfRange';
  if (selfScore !== null && comparePoints(points, selfScore) === 0) return undefined;
  return reason.trim().length < shortestReason ? 'reasonMissing' : undefined;
}
