import { describe, expect, it } from 'vitest';
import { areRemarks, withTally, type Problem, type Sitting } from './sittings';

const vote = { agree: 0, disagree: 0, abstain: 0, base: 5, needed: 4, passes: false };

const turnout = {
  eligible: 5,
  present: 4,
  quorum: 4,
  base: 5,
  needed: 4,
  allowsVote: true,
  canPass: true,
};

function sitting(): Sitting {
  return {
    __typename: 'CouncilSitting',
    id: 's1',
    version: 2,
    heldOn: '2021-12-14',
    place: 'UBND xã',
    isSecret: false,
    state: 'OPEN',
    closedAt: null,
    isToday: true,
    isPast: false,
    leftOverCount: 0,
    leftOver: [],
    beganAt: null,
    endedAt: null,
    opinions: '',
    deputisedPositions: [],
    deputies: [],
    viewerCanHold: false,
    council: { id: 'c1', name: 'Hội đồng', members: [] },
    present: [],
    agenda: [
      {
        id: 'r1',
        version: 7,
        title: 'Phiếu hẹn',
        state: 'SCORED',
        outcome: null,
        eligibleCount: 5,
        votedCount: 0,
        viewerCanVote: true,
        summary: null,
        setAside: [],
        judgedSimilar: [],
        turnout,
        vote,
        ownSeat: { hasVoted: false, choice: null },
      },
    ],
  };
}

const tallied = {
  reviewId: 'r1',
  version: 7,
  votedCount: 2,
  hasVoted: true,
  choice: 'AGREE' as const,
  turnout: { ...turnout, present: 5 },
  vote: { ...vote, agree: 2 },
};

describe('withTally', () => {
  it('takes the votes over, and ends the own vote', () => {
    const now = withTally(sitting(), { version: 2, state: 'OPEN', cases: [tallied] });
    expect(now?.agenda[0]).toMatchObject({ votedCount: 2, viewerCanVote: false, title: 'Phiếu hẹn' });
    expect(now?.agenda[0]?.vote?.agree).toBe(2);
    expect(now?.agenda[0]?.turnout?.present).toBe(5);
    expect(now?.agenda[0]?.ownSeat).toEqual({ hasVoted: true, choice: 'AGREE' });
  });

  it('asks for the whole sitting once more than votes has changed', () => {
    expect(withTally(sitting(), { version: 3, state: 'OPEN', cases: [tallied] })).toBeNull();
    expect(withTally(sitting(), { version: 2, state: 'CLOSED', cases: [tallied] })).toBeNull();
    expect(withTally(sitting(), { version: 2, state: 'OPEN', cases: [] })).toBeNull();
    const changed = { ...tallied, version: 8 };
    expect(withTally(sitting(), { version: 2, state: 'OPEN', cases: [changed] })).toBeNull();
  });
});

describe('areRemarks', () => {
  const problem = (code: Problem['code']): Problem => ({ code, message: code, path: [] });

  it('lets a sitting be closed after remarks, and never after a refusal', () => {
    expect(areRemarks([problem('NO_QUORUM'), problem('NOT_ALL_VOTED')])).toBe(true);
    expect(areRemarks([problem('NO_QUORUM'), problem('NOT_VOTED')])).toBe(false);
    expect(areRemarks([problem('NOT_ITS_DAY')])).toBe(false);
    expect(areRemarks([])).toBe(false);
  });
});
