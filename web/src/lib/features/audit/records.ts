import { paths } from '$lib/paths';
import type { AuditRow } from './audit';

/** Where the record of an entry is looked at; null for records without a screen of their own. */
export function recordAddress({ subjectKind, subjectId }: AuditRow): string | null {
  if (subjectId == null) return null;
  switch (subjectKind) {
    case 'Submission':
      return paths.submission(subjectId);
    case 'Campaign':
      return paths.campaign(subjectId);
    case 'CriteriaSet':
      return paths.criteriaSet(subjectId);
    case 'Unit':
      return paths.unit(subjectId);
    default:
      return null;
  }
}
