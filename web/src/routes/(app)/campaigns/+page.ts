import { loadCampaigns } from '$lib/features/campaigns/campaigns';
import { need } from '$lib/i18n';

export async function load() {
  const [campaigns] = await Promise.all([loadCampaigns(), need('campaigns')]);
  return { campaigns };
}
