import { readFileSync } from 'node:fs';

const PAGE = 4096;

/** Bytes that a process holds in memory; undefined where the system does not tell. */
export const residentBytes = (pid: number): number | undefined => {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    return Number.isFinite(pages) ? pages * PAGE : undefined;
  } catch {
    return undefined;
  }
};
