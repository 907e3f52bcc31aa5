import { t } from '$lib/i18n';

/** The deeds the server records, in the order of a campaign's life. */
export const deeds = [
  'unit.catalogue_imported',
  'criteria_set.imported',
  'criteria_set.copied',
  'criteria_set.frozen',
  'criterion.added',
  'criterion.revised',
  'criterion.removed',
  'campaign.created',
  'campaign.revised',
  'campaign.appraiser_assigned',
  'campaign.appraiser_unassigned',
  'campaign.published',
  'campaign.phase_extended',
  'file.uploaded',
  'submission.line_saved',
  'submission.line_delegated',
  'submission.evidence_attached',
  'submission.evidence_detached',
  'submission.sign_off_requested',
  'submission.sign_off_withdrawn',
  'submission.submitted',
  'submission.recalled',
  'submission.opened',
  'submission.returned',
  'appraisal.line_accepted',
  'appraisal.line_adjusted',
  'appraisal.concluded',
  'ranking.merit_recorded',
  'ranking.merit_removed',
  'ranking.computed',
  'ranking.released',
  'ranking.published',
  'identity.account_added',
  'identity.account_revised',
  'identity.account_closed',
  'identity.account_opened',
  'identity.role_assigned',
  'identity.role_ended',
  'identity.substitute_named',
  'identity.signed_in',
  'identity.sign_in_refused',
  'identity.signed_out',
  'identity.signed_out_everywhere',
  'identity.password_changed',
  'identity.password_reset',
] as const;

export type Deed = (typeof deeds)[number];

/** A deed in words; one that this version does not know keeps its name. */
export function deedLabel(name: string): string {
  const known = deeds.find((deed) => deed === name);
  return known === undefined ? name : t(`audit.deed.${known}`);
}
