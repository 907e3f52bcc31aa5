export {
  t,
  language,
  setLanguage,
  need,
  startLanguage,
  localized,
  type Key,
  type Namespace,
} from './i18n.svelte';
export type { Language } from '$lib/format';
