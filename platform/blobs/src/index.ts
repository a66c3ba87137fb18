export type { BlobInfo, Blobs } from './blobs.ts';
export { blobsErrors } from './errors.ts';
export { openFolderBlobs } from './folder-blobs.ts';
