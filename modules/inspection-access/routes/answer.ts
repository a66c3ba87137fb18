import { Readable } from 'node:stream';
import type { BundleFile } from '../bundle.ts';
import { Access } from '../contract.ts';
import { exampleAccess } from '../examples.ts';

/** Answers an inspection. */
export const one = { response: Access, example: exampleAccess };

/** Answers a file. */
export const file = ({ name, bytes }: BundleFile) => ({
  contentType: 'application/zip',
  fileName: name,
  body: Readable.from([bytes]),
});
