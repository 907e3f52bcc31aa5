import { loadPerson } from '$lib/features/people/people';
import { need } from '$lib/i18n';

export async function load({ params, parent }) {
  await parent();
  const [person] = await Promise.all([loadPerson(params.id), need('security')]);
  return { person };
}
