import { ApiError } from '$lib/api/errors';
import { loadViewer } from '$lib/features/identity/session.svelte';
import { startLanguage } from '$lib/i18n';

export const ssr = false;

export async function load(): Promise<{ viewerRefusal: ApiError | null }> {
  const [, viewerRefusal] = await Promise.all([startLanguage(), refusalOf(loadViewer())]);
  return { viewerRefusal };
}

// Without the shell no error page could be shown, so the shell comes up even when the server does not answer.
async function refusalOf(loading: Promise<void>): Promise<ApiError | null> {
  try {
    await loading;
    return null;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}
