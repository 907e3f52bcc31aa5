import { LibraryDocument, type FileFieldsFragment } from '$gql/files/graphql';
import { query } from '$lib/api/client';
import { found } from '$lib/api/errors';

export type LibraryFile = FileFieldsFragment;

/** The library of the unit whose sheet this is, newest first. */
export async function loadLibrary(submissionId: string): Promise<readonly LibraryFile[]> {
  const { files } = found((await query(LibraryDocument, { submissionId })).submission);
  return [...files].sort((a, b) => b.uploadedAt.localeCompare(a.uploadedAt));
}
