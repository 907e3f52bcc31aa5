// The Vietnamese files define the keys; a test holds the English ones to them.
import type appraisal from './vi/appraisal.json';
import type audit from './vi/audit.json';
import type campaigns from './vi/campaigns.json';
import type common from './vi/common.json';
import type criteria from './vi/criteria.json';
import type enums from './vi/enums.json';
import type explorer from './vi/explorer.json';
import type files from './vi/files.json';
import type identity from './vi/identity.json';
import type initiatives from './vi/initiatives.json';
import type kinds from './vi/kinds.json';
import type lines from './vi/lines.json';
import type parameters from './vi/parameters.json';
import type people from './vi/people.json';
import type ranking from './vi/ranking.json';
import type referrals from './vi/referrals.json';
import type register from './vi/register.json';
import type reorganisations from './vi/reorganisations.json';
import type results from './vi/results.json';
import type security from './vi/security.json';
import type reviews from './vi/reviews.json';
import type settings from './vi/settings.json';
import type submissions from './vi/submissions.json';
import type units from './vi/units.json';
import type work from './vi/work.json';

export interface Messages {
  appraisal: typeof appraisal;
  audit: typeof audit;
  campaigns: typeof campaigns;
  common: typeof common;
  criteria: typeof criteria;
  enums: typeof enums;
  explorer: typeof explorer;
  files: typeof files;
  identity: typeof identity;
  initiatives: typeof initiatives;
  kinds: typeof kinds;
  lines: typeof lines;
  parameters: typeof parameters;
  people: typeof people;
  ranking: typeof ranking;
  referrals: typeof referrals;
  register: typeof register;
  reorganisations: typeof reorganisations;
  results: typeof results;
  reviews: typeof reviews;
  security: typeof security;
  settings: typeof settings;
  submissions: typeof submissions;
  units: typeof units;
  work: typeof work;
}

export type Namespace = keyof Messages;

/** Every text as "namespace.path.to.text"; plural forms appear once, without their suffix. */
export type Key = Leaves<Messages>;

type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? WithoutPlural<K> : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];

type WithoutPlural<K extends string> = K extends `${infer Base}_other` ? Base : K;
