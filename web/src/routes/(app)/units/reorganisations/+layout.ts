import { need } from '$lib/i18n';

export async function load() {
  await need('reorganisations', 'files');
}
