import { loadFactor } from '$lib/features/factors/factors';
import { loadAccount } from '$lib/features/identity/account';
import { loadTokens } from '$lib/features/tokens/tokens';
import { need } from '$lib/i18n';

export async function load() {
  const [account, factor, tokens] = await Promise.all([
    loadAccount(),
    loadFactor(),
    loadTokens(),
    need('security'),
  ]);
  return { account, factor, tokens };
}
