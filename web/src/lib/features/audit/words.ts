import { formatDate, formatDateTime, formatPoints } from '$lib/format';
import { language, localized, t, type Key } from '$lib/i18n';
import type { Change } from './diff';

/** The fields of records that the trail keeps, in the order of a campaign's life. */
const fields = [
  'account',
  'initiativeTitle',
  'score',
  'otherInitiative',
  'council',
  'basis',
  'members',
  'rubric',
  'scorers',
  'excluded',
  'reviewState',
  'sheets',
  'scores',
  'exclusion',
  'member',
  'isSetAside',
  'meanWithSetAside',
  'voted',
  'leftOver',
  'total',
  'heldOn',
  'place',
  'isSecret',
  'cases',
  'present',
  'choice',
  'mean',
  'agree',
  'needed',
  'outcome',
  'decisionNumber',
  'decisionDate',
  'validUntil',
  'judgement',
  'share',
  'registerNumber',
  'refusalGround',
  'initiativeKind',
  'firstAppliedOn',
  'dueOn',
  'characters',
  'authors',
  'appraised',
  'campaign',
  'changed',
  'code',
  'computedAt',
  'contentHash',
  'askedBy',
  'count',
  'created',
  'criteria',
  'criteriaSet',
  'criterion',
  'criterionCode',
  'date',
  'dayKind',
  'deed',
  'denominator',
  'displayName',
  'documentDate',
  'documentNumber',
  'done',
  'explanation',
  'facts',
  'file',
  'from',
  'importedFacts',
  'inputsHash',
  'issuer',
  'isVerified',
  'item',
  'items',
  'kind',
  'knockedOut',
  'legalBasis',
  'login',
  'mediaType',
  'name',
  'nameEn',
  'nameVi',
  'note',
  'numerator',
  'opensAt',
  'closesAt',
  'option',
  'ownerUnit',
  'page',
  'parameter',
  'peerGroup',
  'peerGroups',
  'periodFrom',
  'periodTo',
  'phase',
  'phases',
  'planDate',
  'planNumber',
  'points',
  'quantity',
  'ranking',
  'referenceKind',
  'role',
  'roles',
  'rows',
  'scoringKinds',
  'section',
  'selfNote',
  'selfScore',
  'sha256',
  'size',
  'source',
  'stage',
  'state',
  'subject',
  'actor',
  'title',
  'titleEn',
  'titleVi',
  'to',
  'unit',
  'units',
  'validFrom',
  'validTo',
  'value',
  'version',
  'adopter',
  'adoptionState',
  'appliedOn',
  'cancellationGround',
  'dataHash',
  'delegate',
  'dissolutionPolicy',
  'effect',
  'effectiveDate',
  'endedWith',
  'expiresAt',
  'form',
  'format',
  'hint',
  'isConfidential',
  'onBehalfOf',
  'petitionNumber',
  'petitionDate',
  'reorganisation',
  'scope',
  'templateVersion',
  'events',
  'draftedBy',
  'certificateNumbers',
  'deputy',
  'deputies',
  'insteadOfMember',
] as const;

type Field = (typeof fields)[number];

/** What the codes of a criterion's facts mean: events, items and options. */
export type FactWords = ReadonlyMap<string, string>;

const noFacts: FactWords = new Map();

/** The meanings of the codes that a criteria set has words for, in the language of the screen. */
export function factWords(
  keys: readonly { code: string; labelVi?: string | null; labelEn?: string | null }[],
): FactWords {
  const inWords = keys.flatMap(({ code, labelVi, labelEn }) =>
    labelVi ? [[code, localized(labelVi, labelEn ?? '')] as const] : [],
  );
  return new Map(inWords);
}

/** A place of a record in words; a field that this version does not know keeps its name. */
export function placeText(path: readonly string[], facts = noFacts): string {
  return path.map((part) => partText(part, facts)).join(' › ');
}

function partText(part: string, facts: FactWords): string {
  if (/^\d+$/.test(part)) return String(Number(part) + 1);
  const known = fields.find((field) => field === part);
  return known === undefined ? (facts.get(part) ?? part) : t(`audit.field.${known satisfies Field}`);
}

/** A value as the person reads it elsewhere in the app: codes in words, days and points in the country's form. */
export function valueText({ path }: Change, value: string, deed: string, facts = noFacts): string {
  if (path.includes('facts') && facts.size > 0) {
    const codes = value.split(', ');
    if (codes.some((code) => facts.has(code))) {
      return codes.map((code) => facts.get(code) ?? code).join(', ');
    }
  }
  const named = path.findLast((part) => !/^\d+$/.test(part)) ?? '';
  const codes = codesOf(named, path, deed);
  if (codes) {
    return value
      .split(', ')
      .map((code) => wordOf(codes, code))
      .join(', ');
  }
  if (value === 'true' || value === 'false') return t(value === 'true' ? 'common.yes' : 'common.no');
  const moment = momentIn(value);
  if (moment) return formatDateTime(moment);
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return formatDate(value);
  if (/^\d+\.\d{2}$/.test(value)) return formatPoints(value, language());
  return value;
}

/** A time as records write it, "2021-11-09 17:00:00.0 +00:00:00" among them, as others write it. */
function momentIn(value: string): string | null {
  const parts =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{1,2})(:\d{2}:\d{2})(?:\.\d+)? ?(Z|[+-]\d{2}:\d{2})(?::\d{2})?$/.exec(value);
  if (!parts) return null;
  const [, day = '', hour = '', rest = '', offset = ''] = parts;
  return `${day}T${hour.padStart(2, '0')}${rest}${offset}`;
}

/** Where the words of a field's codes stand. */
type Codes =
  | `enums.${'submissionState' | 'campaignState' | 'phaseKind' | 'role'}`
  | 'lines.state'
  | 'kinds.unit'
  | 'audit.code'
  | `initiatives.${'states' | 'kinds' | 'grounds' | 'similar.judgements' | 'exclusions' | 'choices' | 'outcomes'}`;

function codesOf(field: string, path: readonly string[], deed: string): Codes | null {
  switch (field) {
    case 'state':
      if (/^(initiatives|recognitions|reviews|referrals)\./.test(deed)) return 'initiatives.states';
      return deed.startsWith('appraisal.line_') ? 'lines.state' : 'enums.submissionState';
    case 'stage':
      return 'enums.campaignState';
    case 'phase':
      return 'enums.phaseKind';
    case 'kind':
      return path.includes('phases') ? 'enums.phaseKind' : null;
    case 'referenceKind':
    case 'scoringKinds':
      return 'kinds.unit';
    case 'role':
      return 'enums.role';
    case 'initiativeKind':
      return 'initiatives.kinds';
    case 'refusalGround':
      return 'initiatives.grounds';
    case 'exclusion':
      return 'initiatives.exclusions';
    case 'choice':
      return 'initiatives.choices';
    case 'outcome':
      return 'initiatives.outcomes';
    case 'judgement':
      return 'initiatives.similar.judgements';
    case 'cancellationGround':
      return 'initiatives.grounds';
    case 'reviewState':
    case 'adoptionState':
    case 'dissolutionPolicy':
    case 'form':
    case 'rubric':
    case 'scope':
      return 'audit.code';
    default:
      return path.includes('members') ? 'audit.code' : null;
  }
}

function wordOf(codes: Codes, code: string): string {
  const key = `${codes}.${code}`;
  const word = t(key as Key);
  return word.endsWith(code) ? code : word;
}
