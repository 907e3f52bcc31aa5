import { chosenGroup, loadCampaign } from '$lib/features/ranking/ranking';
import { viewFrom } from '$lib/features/ranking/view';
import { need } from '$lib/i18n';

export async function load({ params, url }) {
  const [campaign] = await Promise.all([loadCampaign(params.id), need('ranking')]);
  return {
    campaign,
    group: chosenGroup(campaign.peerGroups, url.searchParams.get('peerGroup')),
    view: viewFrom(url.searchParams),
  };
}
