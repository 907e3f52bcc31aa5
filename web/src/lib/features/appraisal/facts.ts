import { formatDate, formatNumber, formatShare } from '$lib/format';
import { language, t } from '$lib/i18n';
import type { Criterion, Line } from './appraisal';

type Facts = NonNullable<Line['facts']>;

/** What the unit entered, in words; one entry for each thing counted or ticked. */
export function factsInWords(
  facts: Facts | null | undefined,
  { factKeys }: Pick<Criterion, 'factKeys'>,
): string[] {
  if (facts == null) return [t('appraisal.facts.none')];
  const label = (code: string) => factKeys.find((key) => key.code === code)?.label ?? code;
  const number = (value: number | string) => formatNumber(value, language());

  const { numerator, denominator, sample, value } = facts;
  if (numerator != null && denominator != null) {
    const part = number(numerator);
    const whole = number(denominator);
    const share = formatShare(numerator, denominator, language());
    return [
      denominator === 0
        ? t('appraisal.facts.zeroRatio', { part, whole })
        : t('appraisal.facts.ratio', { part, whole, share }),
    ];
  }
  if (facts.done != null) return [facts.done ? t('appraisal.facts.done') : t('appraisal.facts.notDone')];
  if (facts.noDate) return [t('appraisal.facts.noDate')];
  if (facts.date != null) return [formatDate(facts.date)];
  if (facts.count != null) return [t('appraisal.facts.count', { amount: number(facts.count) })];
  if (facts.events != null) {
    const happened = facts.events.filter(({ count }) => count > 0);
    return happened.length === 0
      ? [t('appraisal.facts.noEvents')]
      : happened.map(({ code, count }) => `${number(count)} × ${label(code)}`);
  }
  if (facts.items != null) {
    return facts.items.length === 0 ? [t('appraisal.facts.noItems')] : facts.items.map(label);
  }
  if (facts.option != null) return [label(facts.option)];
  if (value != null && sample != null)
    return [t('appraisal.facts.survey', { index: number(value), sample: number(sample) })];
  if (value != null) return [number(value)];
  return [t('appraisal.facts.none')];
}
