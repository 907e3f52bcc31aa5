import { loadCampaign, loadSheets } from '$lib/features/campaigns/campaigns';
import { filterFrom } from '$lib/features/campaigns/filter';
import { need } from '$lib/i18n';

export async function load({ params, url }) {
  const filter = filterFrom(url.searchParams);
  const [campaign, sheets] = await Promise.all([
    loadCampaign(params.id),
    loadSheets(params.id, filter),
    need('campaigns'),
  ]);
  return { campaign, filter, sheets };
}
