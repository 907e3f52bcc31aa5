import { need } from '$lib/i18n';

/** For everybody: nothing here needs a signed-in person. */
export async function load() {
  await need('register');
}
