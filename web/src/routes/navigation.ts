import type { Viewer } from '$lib/features/identity/session.svelte';
import { t } from '$lib/i18n';
import { paths } from '$lib/paths';

export interface NavigationItem {
  href: string;
  label: string;
}

/** The main navigation: what the viewer may open, in the order of a campaign's life. */
export function navigationFor(viewer: Viewer | null): NavigationItem[] {
  const results = { href: paths.publicResults(), label: t('common.nav.results') };
  if (viewer === null || viewer.mustChangePassword) return [results];
  return [
    { href: paths.home(), label: t('common.nav.work') },
    { href: paths.campaigns(), label: t('common.nav.campaigns') },
    { href: paths.criteriaSets(), label: t('common.nav.criteria') },
    { href: paths.units(), label: t('common.nav.units') },
    results,
    ...(viewer.canManageAccounts ? [{ href: paths.people(), label: t('common.nav.people') }] : []),
    ...(viewer.canReadAudit ? [{ href: paths.audit(), label: t('common.nav.audit') }] : []),
    ...(viewer.canExploreGraphql ? [{ href: paths.explorer(), label: t('common.nav.explorer') }] : []),
  ];
}

export function isCurrent(href: string, pathname: string): boolean {
  return pathname === href || (href !== paths.home() && pathname.startsWith(`${href}/`));
}
