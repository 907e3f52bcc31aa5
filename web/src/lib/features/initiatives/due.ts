import { t } from '$lib/i18n';

/** How many working days are left until a day, in words; negative when it has passed. */
export function workingDaysText(left: number): string {
  if (left === 0) return t('initiatives.dueToday');
  return left < 0 ? t('initiatives.daysLate', { count: -left }) : t('initiatives.daysLeft', { count: left });
}
