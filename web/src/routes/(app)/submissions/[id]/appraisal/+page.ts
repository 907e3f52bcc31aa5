import { loadSheet } from '$lib/features/appraisal/appraisal';
import { need } from '$lib/i18n';

export async function load({ params, url }) {
  const [sheet] = await Promise.all([loadSheet(params.id), need('appraisal', 'lines')]);
  return { sheet, criterion: url.searchParams.get('criterion') ?? undefined };
}
