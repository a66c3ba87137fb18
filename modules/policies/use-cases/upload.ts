import type { Blobs } from '@chedun/blobs';
import type { z } from 'zod';
import { MOST_FILE, type Uploaded } from '../contract.ts';
import { isPolicyFile } from '../domain/file-kind.ts';
import { policyError } from '../error.ts';

const HEAD = 8;

/** Passes bytes on when the first of them are those of a PDF or of a ZIP (DOCX). */
const guarded = async function* (body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of body) {
    if (head === undefined) {
      yield chunk;
      continue;
    }
    const seen: Uint8Array = Buffer.concat([head, chunk]);
    head = seen;
    if (seen.length < HEAD) continue;
    if (!isPolicyFile(seen)) throw policyError('policies.file-kind', 'file');
    head = undefined;
    yield seen;
  }
  if (head !== undefined) throw policyError('policies.file-kind', 'file');
};

/** Keeps the file of a version; what is neither PDF nor DOCX leaves nothing behind. */
export const uploadFile =
  ({ blobs, newId }: { readonly blobs: Blobs; readonly newId: () => string }) =>
  async (body: AsyncIterable<Uint8Array>): Promise<z.input<typeof Uploaded>> => {
    const blob = `policies/files/${newId()}`;
    const { bytes, sm3 } = await blobs.put(blob, guarded(body), { maxBytes: MOST_FILE });
    return { blob, bytes, sm3 };
  };
