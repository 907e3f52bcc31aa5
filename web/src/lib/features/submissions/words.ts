import type {
  FactsInput,
  LineFieldsFragment,
  SheetCriterionFragment,
  SubmissionState,
} from '$gql/submissions/graphql';
import { formatDate, formatNumber } from '$lib/format';
import { language, t } from '$lib/i18n';
import { shapeOf } from './facts';
import type { Evidence } from './sheet';

type Facts = NonNullable<LineFieldsFragment['facts']> | FactsInput;
type Criterion = Pick<SheetCriterionFragment, 'ruleKind' | 'factKeys' | 'factFields'>;

/** What the number of criteria with facts is called: before anybody has begun, the statistics alone have spoken. */
export function filledTermOf(state: SubmissionState) {
  return state === 'NOT_STARTED' ? 'submissions.totals.prefilled' : 'submissions.totals.filled';
}

export interface Statement {
  label: string;
  value: string;
}

/** What a field of the facts is called for this criterion, or by its general name. */
export function fieldLabel({ factFields, ruleKind }: Criterion, field: keyof FactsInput): string {
  const own = factFields.find(({ code }) => code === field)?.label;
  if (own) return capital(own);
  if (field === 'value' && ruleKind === 'MANUAL') return t('submissions.facts.points');
  if (field === 'value' && ruleKind === 'SURVEY') return t('submissions.facts.index');
  return t(`submissions.facts.${field}`);
}

/** What an event, an item or an option is called. */
export function keyLabel({ factKeys }: Criterion, code: string): string {
  return capital(factKeys.find((key) => key.code === code)?.label ?? code);
}

/** Facts as a person would read them out; empty when there are none. */
export function statementsOf(facts: Facts | null | undefined, criterion: Criterion): Statement[] {
  if (!facts) return [];
  const say = (field: keyof FactsInput, value: string) => ({ label: fieldLabel(criterion, field), value });
  const number = (value: number | string | null | undefined) =>
    value == null ? '–' : formatNumber(value, language());
  const label = (code: string) => keyLabel(criterion, code);

  switch (shapeOf(criterion.ruleKind)) {
    case 'done':
      return [say('done', facts.done ? t('common.yes') : t('common.no'))];
    case 'date':
      return [say('date', facts.date ? formatDate(facts.date) : t('submissions.facts.noDate'))];
    case 'ratio':
      return [say('numerator', number(facts.numerator)), say('denominator', number(facts.denominator))];
    case 'count':
      return [say('count', number(facts.count))];
    case 'survey':
      return [say('value', number(facts.value)), say('sample', number(facts.sample))];
    case 'value':
    case 'points':
      return [say('value', number(facts.value))];
    case 'option':
      return [say('option', label(facts.option ?? ''))];
    case 'items': {
      const items = facts.items?.map(label) ?? [];
      return [say('items', items.length > 0 ? items.join('; ') : t('submissions.facts.noItems'))];
    }
    case 'events': {
      const happened = facts.events?.filter(({ count }) => count > 0) ?? [];
      if (happened.length === 0) return [say('events', t('submissions.facts.noEvents'))];
      return happened.map(({ code, count }) => ({ label: label(code), value: number(count) }));
    }
  }
}

/** Labels of a criterion begin in the middle of its sentence; on their own line they begin it. */
function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
}

/** Where in a document the proof stands: "số 12/KH-UBND ngày 05/03/2021, mục II, trang 3". */
export function citationOf(
  link: Pick<Evidence, 'documentNumber' | 'documentDate' | 'section' | 'page'>,
): string {
  const parts = [
    link.documentNumber && t('submissions.evidence.numbered', { number: link.documentNumber }),
    link.documentDate && t('submissions.evidence.dated', { date: formatDate(link.documentDate) }),
    link.section && t('submissions.evidence.inSection', { section: link.section }),
    link.page && t('submissions.evidence.onPage', { page: link.page }),
  ];
  return parts.filter(Boolean).join(', ');
}
