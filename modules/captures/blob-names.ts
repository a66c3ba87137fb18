import type { Blobs } from '@chedun/blobs';

/** Name of the blob that holds a recording. */
export const blobOf = (id: string): string => `captures/${id}/file`;

/** Name of the blob of a DBC file. */
export const dbcBlob = (id: string): string => `dbc/${id}`;

/** Name of the blob of a model. */
export const modelBlob = (id: string): string => `can-models/${id}`;

/** Removes the blobs of a capture, all but those that are to be kept. */
export const removeBlobs = async (
  blobs: Pick<Blobs, 'list' | 'remove'>,
  id: string,
  keep: (name: string) => boolean,
): Promise<void> => {
  let after: string | undefined;
  for (;;) {
    const names = await blobs.list({ folder: `captures/${id}`, limit: 500, ...(after === undefined ? {} : { after }) });
    for (const name of names) if (!keep(name)) await blobs.remove(name);
    after = names.at(-1);
    if (after === undefined) return;
  }
};
