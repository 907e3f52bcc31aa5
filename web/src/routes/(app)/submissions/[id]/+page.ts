import { loadSheet } from '$lib/features/submissions/sheet';
import { need } from '$lib/i18n';

export async function load({ params }) {
  const [sheet] = await Promise.all([loadSheet(params.id), need('submissions', 'files', 'lines')]);
  return { sheet };
}
