export { readZip } from './read-zip.ts';
export type { ZipEntry, ZipLimits } from './read-zip.ts';
export { writeZip } from './write-zip.ts';
export type { ZipMethod } from './write-zip.ts';
