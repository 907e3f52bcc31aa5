import { expect, test } from 'vitest';
import { paths, safeNext } from './paths';

const id = 'a/b c';

test('every address of the app', () => {
  const addresses = {
    home: paths.home(),
    signIn: paths.signIn(),
    signInFromHome: paths.signIn('/'),
    signInWithReturn: paths.signIn('/units?search=phước'),
    changePassword: paths.changePassword(),
    account: paths.account(),
    units: paths.units(),
    unitsFiltered: paths.units({ search: 'phước hưng', kind: 'COMMUNE', asOf: '2021-12-15' }),
    unitsUnfiltered: paths.units({ search: '', asOf: '' }),
    unit: paths.unit(id),
    unitAsOf: paths.unit(id, { asOf: '2021-12-15' }),
    criteriaSets: paths.criteriaSets(),
    criteriaSet: paths.criteriaSet(id),
    campaigns: paths.campaigns(),
    newCampaign: paths.newCampaign(),
    campaign: paths.campaign(id),
    campaignOverdue: paths.campaign(id, { peerGroup: 'g1', overdue: 'true' }),
    campaignSettings: paths.campaignSettings(id),
    campaignAppraisal: paths.campaignAppraisal(id),
    campaignAppraisalOfCriterion: paths.campaignAppraisal(id, { criterion: 'c1', peerGroup: 'g1' }),
    campaignRanking: paths.campaignRanking(id),
    campaignRankingOfGroup: paths.campaignRanking(id, { peerGroup: 'g1' }),
    submission: paths.submission(id),
    submissionHistory: paths.submission(id, { view: 'history' }),
    submissionAppraisal: paths.submissionAppraisal(id),
    submissionAppraisalOfCriterion: paths.submissionAppraisal(id, { criterion: 'c1' }),
    publicResults: paths.publicResults(),
    publicResult: paths.publicResult('KSTTHC-2021'),
    audit: paths.audit(),
    auditOfSubject: paths.audit({ subject: 's1', actor: 'a1', deed: 'submission.submitted' }),
    explorer: paths.explorer(),
  };
  expect(addresses).toMatchSnapshot();
});

test('the way back leads nowhere but into the app', () => {
  expect(safeNext('/units?search=a')).toBe('/units?search=a');
  for (const foreign of [
    null,
    '',
    'units',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example',
    'javascript:1',
  ]) {
    expect(safeNext(foreign)).toBe('/');
  }
});
