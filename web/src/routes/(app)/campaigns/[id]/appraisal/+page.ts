import { loadCampaign } from '$lib/features/appraisal/appraisal';
import { filterFrom } from '$lib/features/appraisal/filter';
import { need } from '$lib/i18n';

export async function load({ params, url }) {
  const [campaign] = await Promise.all([loadCampaign(params.id), need('appraisal', 'lines')]);
  return { campaign, filter: filterFrom(url.searchParams) };
}
