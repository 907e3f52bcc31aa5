import {
  CaseAttachmentsDocument,
  RemoveAttachmentDocument,
  type CaseAttachmentsQuery,
} from '$gql/attachments/graphql';
import { mutate, query } from '$lib/api/client';

export type Attachments = NonNullable<CaseAttachmentsQuery['initiativeAttachments']>;
export type Attachment = Attachments['attachments'][number];

export async function loadAttachments(id: string): Promise<Attachments | null> {
  return (await query(CaseAttachmentsDocument, { id })).initiativeAttachments ?? null;
}

/** Takes a file away; what stood in the way, or null. */
export async function removeAttachment(id: string): Promise<string | null> {
  const { removeAttachment: done } = await mutate(RemoveAttachmentDocument, { input: { id } });
  return done.__typename === 'AttachmentProblem' ? done.message : null;
}
