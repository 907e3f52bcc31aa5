import { need } from '$lib/i18n';

export async function load() {
  await need('units', 'kinds');
}
