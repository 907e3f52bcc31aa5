import { loadWork } from '$lib/features/identity/waiting';
import { need } from '$lib/i18n';

export async function load({ parent }) {
  // The first page of most visits, often by somebody not signed in yet: ask only once that is known.
  await parent();
  const [work] = await Promise.all([loadWork(), need('work')]);
  return { work };
}
