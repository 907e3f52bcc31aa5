/** Which entries of the audit log are wanted; what is empty or absent does not matter. */
export interface AuditAddress {
  subject?: string;
  actor?: string;
  unit?: string;
  campaign?: string;
  criterion?: string;
  deed?: string;
  from?: string;
  to?: string;
}

/** Every address of the app. Screens link with these, never with a literal. */
export const paths = {
  home: () => '/',
  signIn: (next?: string) => withQuery('/sign-in', { next: next === '/' ? undefined : next }),
  changePassword: () => '/change-password',
  account: () => '/account',
  secondFactor: () => '/second-factor',
  people: (filter: { search?: string; role?: string } = {}) => withQuery('/people', filter),
  person: (id: string) => `/people/${segment(id)}`,
  parameters: (filter: { year?: string } = {}) => withQuery('/parameters', filter),
  importPeople: () => '/people/import',
  units: (filter: { search?: string; kind?: string; asOf?: string } = {}) => withQuery('/units', filter),
  unit: (id: string, filter: { asOf?: string } = {}) => withQuery(`/units/${segment(id)}`, filter),
  reorganisations: () => '/units/reorganisations',
  newReorganisation: () => '/units/reorganisations/new',
  reorganisation: (id: string) => `/units/reorganisations/${segment(id)}`,
  criteriaSets: () => '/criteria',
  criteriaSet: (id: string) => `/criteria/${segment(id)}`,
  campaigns: () => '/campaigns',
  newCampaign: () => '/campaigns/new',
  campaign: (
    id: string,
    filter: { peerGroup?: string; state?: string; overdue?: string; search?: string } = {},
  ) => withQuery(`/campaigns/${segment(id)}`, filter),
  campaignSettings: (id: string) => `/campaigns/${segment(id)}/settings`,
  campaignAppraisal: (
    id: string,
    filter: { criterion?: string; peerGroup?: string; undecided?: string; search?: string } = {},
  ) => withQuery(`/campaigns/${segment(id)}/appraisal`, filter),
  campaignRanking: (id: string, filter: { peerGroup?: string; view?: string } = {}) =>
    withQuery(`/campaigns/${segment(id)}/ranking`, filter),
  campaignComparison: (id: string, filter: { asOf?: string } = {}) =>
    withQuery(`/campaigns/${segment(id)}/comparison`, filter),
  submission: (id: string, filter: { view?: string } = {}) =>
    withQuery(`/submissions/${segment(id)}`, filter),
  submissionAppraisal: (id: string, filter: { criterion?: string } = {}) =>
    withQuery(`/submissions/${segment(id)}/appraisal`, filter),
  initiatives: (
    filter: { list?: string; search?: string; state?: string | undefined; overdue?: string } = {},
  ) => withQuery('/initiatives', filter),
  initiative: (id: string) => `/initiatives/${segment(id)}`,
  reviews: () => '/reviews',
  review: (id: string) => `/reviews/${segment(id)}`,
  councils: () => '/councils',
  council: (id: string) => `/councils/${segment(id)}`,
  sitting: (id: string) => `/sittings/${segment(id)}`,
  decisions: () => '/decisions',
  referrals: () => '/referrals',
  adoptions: () => '/adoptions',
  register: (filter: { search?: string; level?: string; year?: string } = {}) =>
    withQuery('/register', filter),
  registered: (id: string) => `/register/${segment(id)}`,
  publicResults: () => '/results',
  publicResult: (code: string) => `/results/${segment(code)}`,
  audit: (filter: AuditAddress = {}) => withQuery('/audit', { ...filter }),
  explorer: () => '/explorer',
};

/** An address of this app taken from the query string, or home: never another site's. */
export function safeNext(next: string | null): string {
  if (next === null || !next.startsWith('/')) return paths.home();
  // The URL parser knows every way browsers read an address ("//host", "/\\host", "/<tab>/host").
  const here = 'https://here.invalid';
  const address = new URL(next, here);
  return address.origin === here ? address.pathname + address.search + address.hash : paths.home();
}

function segment(text: string): string {
  return encodeURIComponent(text);
}

function withQuery(path: string, filter: Record<string, string | undefined>): string {
  const set = Object.entries(filter).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return set.length === 0 ? path : `${path}?${new URLSearchParams(set)}`;
}
