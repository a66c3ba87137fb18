import { Readable } from 'node:stream';
import type { OpenedFile } from '../use-cases/files.ts';

/** A file as routes hand it out. */
export const download = ({ contentType, fileName, bytes }: OpenedFile) => ({
  contentType,
  fileName,
  body: Readable.from([bytes]),
});
