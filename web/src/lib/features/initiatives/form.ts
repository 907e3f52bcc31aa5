import type {
  Author,
  Colleague,
  Initiative,
  InitiativeKind,
  InitiativeSection,
  UnitChoice,
} from './initiatives';

export interface PassageForm {
  open: string;
  confidential: string;
}

export interface AuthorForm {
  person: Colleague | null;
  /** Percent as canonical decimal text: "60" or "33.34". */
  share: string | null;
  birthDate: string | null;
  workplace: string;
  jobTitle: string;
  qualification: string;
}

export interface HelperForm {
  fullName: string;
  birthDate: string | null;
  workplace: string;
  jobTitle: string;
  qualification: string;
  support: string;
}

/** What a person enters about an initiative. */
export interface InitiativeForm {
  unit: UnitChoice | null;
  title: string;
  kind: InitiativeKind | '';
  firstAppliedOn: string | null;
  applicationEndedOn: string | null;
  investor: string;
  passages: Record<InitiativeSection, PassageForm>;
  authors: AuthorForm[];
  helpers: HelperForm[];
}

export const kinds: readonly InitiativeKind[] = [
  'OPERATIONAL',
  'MANAGERIAL',
  'TECHNICAL',
  'APPLIED_PROGRESS',
];

/** The parts of the description in the order of the form of Circular 18/2013/TT-BKHCN. */
export const sections: readonly InitiativeSection[] = [
  'FIELD',
  'PROBLEM',
  'KNOWN_SOLUTION',
  'SOLUTION',
  'NOVELTY',
  'APPLICABILITY',
  'CONDITIONS',
  'BENEFIT_BY_AUTHORS',
  'BENEFIT_BY_OTHERS',
];

export const mostPeople = 20;
/** Most characters of a part of the description. */
export const mostPassage = 20_000;
/** Most characters of all texts together; a longer request is not taken. */
export const mostText = 40_000;

export function blankAuthor(): AuthorForm {
  return { person: null, share: null, birthDate: null, workplace: '', jobTitle: '', qualification: '' };
}

export function blankHelper(): HelperForm {
  return { fullName: '', birthDate: null, workplace: '', jobTitle: '', qualification: '', support: '' };
}

export function formOf(initiative: Initiative): InitiativeForm {
  const passage = (section: InitiativeSection): PassageForm => {
    const kept = initiative.passages.find((one) => one.section === section);
    return { open: kept?.open ?? '', confidential: kept?.confidential ?? '' };
  };
  return {
    unit: initiative.unit,
    title: initiative.title,
    kind: initiative.kind ?? '',
    firstAppliedOn: initiative.firstAppliedOn ?? null,
    applicationEndedOn: initiative.applicationEndedOn ?? null,
    investor: initiative.investor ?? '',
    passages: Object.fromEntries(sections.map((section) => [section, passage(section)])) as Record<
      InitiativeSection,
      PassageForm
    >,
    authors: initiative.authors.map(authorOf),
    helpers: initiative.helpers.map((helper) => ({ ...helper, birthDate: helper.birthDate ?? null })),
  };
}

function authorOf(author: Author): AuthorForm {
  const { account, share, birthDate, workplace, jobTitle, qualification } = author;
  return { person: account, share, birthDate: birthDate ?? null, workplace, jobTitle, qualification };
}

/** The characters of all texts together. */
export function lengthOf({ passages, authors, helpers }: InitiativeForm): number {
  const texts = [
    ...Object.values(passages).flatMap(({ open, confidential }) => [open, confidential]),
    ...authors.flatMap(({ workplace, jobTitle, qualification }) => [workplace, jobTitle, qualification]),
    ...helpers.flatMap((one) => [one.fullName, one.workplace, one.jobTitle, one.qualification, one.support]),
  ];
  return texts.reduce((sum, text) => sum + [...text].length, 0);
}

/** Whether nothing is written in a row: it is not sent and holds nothing up. */
function isBlank(row: AuthorForm | HelperForm): boolean {
  return Object.values(row).every(
    (value) => value === null || (typeof value === 'string' && value.trim() === ''),
  );
}

/** Whether a row of an author is begun and lacks the person or the share, so that nothing can be saved. */
export function isBegun(author: AuthorForm): boolean {
  return !isBlank(author) && (author.person === null || author.share === null);
}

/** Whether a row of a helper is begun and lacks the name. */
export function isNameless(helper: HelperForm): boolean {
  return !isBlank(helper) && helper.fullName.trim() === '';
}

/** Whether a part of the description is longer than one may be. */
export function isTooLong(text: string): boolean {
  return text.length > mostPassage && [...text].length > mostPassage;
}

/** Whether the form can be sent as it is: rows that are begun name a person and a share, and nothing is too long. */
export function isWhole(form: InitiativeForm): boolean {
  return (
    form.unit !== null &&
    form.title.trim() !== '' &&
    lengthOf(form) <= mostText &&
    !Object.values(form.passages).some(
      ({ open, confidential }) => isTooLong(open) || isTooLong(confidential),
    ) &&
    !form.authors.some(isBegun) &&
    !form.helpers.some(isNameless)
  );
}

/** What is sent of a whole form; null while it is not whole. */
export function contentOf(form: InitiativeForm) {
  if (form.unit === null || !isWhole(form)) return null;
  return {
    unitId: form.unit.id,
    title: composed(form.title),
    kind: form.kind || null,
    firstAppliedOn: form.firstAppliedOn,
    applicationEndedOn: form.applicationEndedOn,
    investor: composed(form.investor) || null,
    passages: sections.map((section) => ({
      section,
      open: form.passages[section].open.normalize('NFC'),
      confidential: form.passages[section].confidential.normalize('NFC') || null,
    })),
    authors: form.authors
      .filter((author) => !isBlank(author))
      .map(({ person, share, birthDate, workplace, jobTitle, qualification }) => ({
        accountId: person?.id ?? '',
        share: share ?? '',
        birthDate,
        workplace: composed(workplace),
        jobTitle: composed(jobTitle),
        qualification: composed(qualification),
      })),
    helpers: form.helpers
      .filter((helper) => !isBlank(helper))
      .map((helper) => ({
        fullName: composed(helper.fullName),
        birthDate: helper.birthDate,
        workplace: composed(helper.workplace),
        jobTitle: composed(helper.jobTitle),
        qualification: composed(helper.qualification),
        support: composed(helper.support),
      })),
  };
}

function composed(text: string): string {
  return text.trim().normalize('NFC');
}

/** The sum of the shares in hundredths of a percent; exact, for it must be 10 000. */
export function sumOfShares(authors: readonly Pick<AuthorForm, 'share'>[]): number {
  return authors.reduce((sum, { share }) => sum + hundredths(share ?? '0'), 0);
}

function hundredths(share: string): number {
  const [whole = '0', fraction = ''] = share.split('.');
  return Number(whole) * 100 + Number(fraction.padEnd(2, '0').slice(0, 2));
}

/** Hundredths of a percent as canonical text: 9999 → "99.99". */
export function percentOf(sum: number): string {
  const fraction = String(sum % 100).padStart(2, '0');
  return fraction === '00' ? String(Math.trunc(sum / 100)) : `${Math.trunc(sum / 100)}.${fraction}`;
}
