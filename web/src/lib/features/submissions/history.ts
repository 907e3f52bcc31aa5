import { formatDate, formatPoints } from '$lib/format';
import { language, t } from '$lib/i18n';
import type { FactsInput } from '$gql/submissions/graphql';
import type { Criterion } from './sheet';
import { statementsOf } from './words';

export interface Change {
  label: string;
  before: string | null;
  after: string | null;
}

/** Deeds that a sheet and its lines go through; any other keeps its own name. */
const deeds = {
  'submission.line_saved': 'lineSaved',
  'submission.line_delegated': 'lineDelegated',
  'submission.figures_imported': 'figuresImported',
  'submission.evidence_attached': 'evidenceAttached',
  'submission.evidence_detached': 'evidenceDetached',
  'submission.sign_off_requested': 'signOffRequested',
  'submission.sign_off_withdrawn': 'signOffWithdrawn',
  'submission.submitted': 'submitted',
  'submission.recalled': 'recalled',
  'submission.returned': 'returned',
  'submission.opened': 'opened',
  'appraisal.line_accepted': 'lineAccepted',
  'appraisal.line_adjusted': 'lineAdjusted',
  'appraisal.concluded': 'concluded',
  'ranking.merit_recorded': 'meritRecorded',
  'ranking.merit_removed': 'meritRemoved',
} as const;

export function deedLabel(deed: string): string {
  return deed in deeds ? t(`submissions.history.deed.${deeds[deed as keyof typeof deeds]}`) : deed;
}

type Trail = Record<string, unknown>;

/** What an entry of the trail changed, in words; what a person would not read (hashes) is left out. */
export function changesOf(
  { deed, before, after }: { deed: string; before?: string | null; after?: string | null },
  criterion: Criterion | null,
): Change[] {
  const from = parse(before);
  const to = parse(after);
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].filter((name) => name in fields);
  return names
    .map((name) => {
      const { label, say } = fields[name as keyof typeof fields];
      const context = { deed, criterion };
      return {
        label: t(`submissions.history.field.${label}`),
        before: say(from[name], context),
        after: say(to[name], context),
      };
    })
    .filter((change) => change.before !== change.after);
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
const points = (value: unknown) => (value == null ? null : formatPoints(String(value), language()));
const day = (value: unknown) => (typeof value === 'string' ? formatDate(value) : null);

const count = (value: unknown) => (typeof value === 'number' ? String(value) : null);

interface Context {
  readonly deed: string;
  readonly criterion: Criterion | null;
}

const facts = (value: unknown, { criterion }: Context) => {
  if (value == null || criterion === null) return null;
  const statements = statementsOf(value as FactsInput, criterion);
  return statements.map(({ label, value: said }) => `${label}: ${said}`).join('; ');
};

/** Fields of the trail with their name and how they are said. */
const fields = {
  state: {
    label: 'state',
    say: (value: unknown, { deed }: Context) => {
      if (typeof value !== 'string') return null;
      return deed.startsWith('appraisal.line_')
        ? t(`lines.state.${value}` as 'lines.state.EMPTY')
        : t(`enums.submissionState.${value}` as 'enums.submissionState.DRAFT');
    },
  },
  facts: { label: 'facts', say: facts },
  importedFacts: { label: 'importedFacts', say: facts },
  selfScore: { label: 'selfScore', say: points },
  points: { label: 'r1Score', say: points },
  selfNote: { label: 'note', say: text },
  explanation: { label: 'explanation', say: text },
  file: { label: 'file', say: text },
  title: { label: 'title', say: text },
  documentNumber: { label: 'documentNumber', say: text },
  documentDate: { label: 'documentDate', say: day },
  issuer: { label: 'issuer', say: text },
  section: { label: 'section', say: text },
  page: { label: 'page', say: text },
  item: { label: 'item', say: text },
  quantity: { label: 'quantity', say: count },
  source: { label: 'source', say: text },
} as const;

function parse(json: string | null | undefined): Trail {
  if (json == null) return {};
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Trail) : {};
  } catch {
    return {};
  }
}
