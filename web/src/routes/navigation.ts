import type { Viewer } from '$lib/features/identity/session.svelte';
import { t } from '$lib/i18n';
import { paths } from '$lib/paths';

export interface NavigationItem {
  href: string;
  label: string;
}

export interface Navigation {
  /** What most people open, in the order of a campaign's life. */
  main: NavigationItem[];
  /** What a few open now and then; wide screens keep it in a menu. */
  more: NavigationItem[];
}

/** What the viewer may open. */
export function navigationFor(viewer: Viewer | null): Navigation {
  const results = { href: paths.publicResults(), label: t('common.nav.results') };
  if (viewer === null || viewer.mustChangePassword) return { main: [results], more: [] };
  const main = [
    { href: paths.home(), label: t('common.nav.work') },
    { href: paths.campaigns(), label: t('common.nav.campaigns') },
    ...(viewer.canWriteInitiatives || viewer.canReadInitiatives
      ? [{ href: paths.initiatives(), label: t('common.nav.initiatives') }]
      : []),
    { href: paths.criteriaSets(), label: t('common.nav.criteria') },
    { href: paths.units(), label: t('common.nav.units') },
    results,
  ];
  const more = [
    ...(viewer.worksWithCouncils ? [{ href: paths.reviews(), label: t('common.nav.reviews') }] : []),
    ...(viewer.canManageAccounts ? [{ href: paths.people(), label: t('common.nav.people') }] : []),
    ...(viewer.canReadAudit ? [{ href: paths.audit(), label: t('common.nav.audit') }] : []),
    { href: paths.parameters(), label: t('common.nav.parameters') },
    ...(viewer.canExploreGraphql ? [{ href: paths.explorer(), label: t('common.nav.explorer') }] : []),
  ];
  return { main, more };
}

export function isCurrent(href: string, pathname: string): boolean {
  return pathname === href || (href !== paths.home() && pathname.startsWith(`${href}/`));
}
