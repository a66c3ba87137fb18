export type { BlobInfo, Blobs } from './blobs.ts';
