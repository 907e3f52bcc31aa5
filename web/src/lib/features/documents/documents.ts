import {
  GenerateDocumentDocument,
  RecordDocumentsDocument,
  type DocumentFieldsFragment,
  type DocumentFormat,
  type GenerateDocumentInput,
  type RecordDocumentsQuery,
} from '$gql/documents/graphql';
import { mutate, query } from '$lib/api/client';

export type { DocumentFormat };
export type Paper = RecordDocumentsQuery['documentsOf'][number];
export type Generated = DocumentFieldsFragment;
export type Outcome = { kind: 'made'; document: Generated } | { kind: 'refused'; message: string };

export const formats: readonly DocumentFormat[] = ['PDF', 'DOCX'];

/** The documents about a record that the viewer reads or may have made. */
export async function loadPapers(recordId: string): Promise<readonly Paper[]> {
  return (await query(RecordDocumentsDocument, { recordId })).documentsOf;
}

/** Has a document made of the facts as they are now. */
export async function generate(input: GenerateDocumentInput): Promise<Outcome> {
  const { generateDocument: made } = await mutate(GenerateDocumentDocument, { input });
  return made.__typename === 'DocumentProblem'
    ? { kind: 'refused', message: made.message }
    : { kind: 'made', document: made };
}

/** Takes the file to the person's disk; the server answers it as a download, so that the page stays. */
export function download({ url, name }: Generated): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

/** The key of a paper within its list. */
export function keyOf({ form, subjectId, partId }: Paper): string {
  return [form, subjectId, partId ?? ''].join(' ');
}
