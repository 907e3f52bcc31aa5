/** Which entries are wanted, as it stands in the address. */
export interface AuditFilter {
  subject?: string;
  actor?: string;
  deed?: string;
}

export function filterFrom(address: URLSearchParams): AuditFilter {
  const [subject, actor, deed] = ['subject', 'actor', 'deed'].map((name) => address.get(name)?.trim());
  return { ...(subject && { subject }), ...(actor && { actor }), ...(deed && { deed }) };
}
