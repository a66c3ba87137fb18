import { readdirSync, readFileSync } from 'node:fs';

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process ended between listing and reading.
    return '';
  }
};

const commandOf = (pid: string): string => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');

/**
 * Processes of a server: every process whose command line names its data folder, and their children. PostgreSQL and the
 * event store run in groups of their own, so the parent alone would not find them.
 */
export const processesOf = (dir: string): number[] => {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parent = new Map(pids.map((pid) => [pid, /^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? '0']));
  const own = new Set(pids.filter((pid) => commandOf(pid).includes(dir) && pid !== String(process.pid)));
  for (let grew = true; grew;) {
    const children = pids.filter((pid) => !own.has(pid) && own.has(parent.get(pid) ?? ''));
    for (const pid of children) own.add(pid);
    grew = children.length > 0;
  }
  return [...own].map(Number);
};

/** Memory of these processes in MB; pages that several share count once (proportional set size). */
export const memoryMb = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0), 0) / 1024;

/** CPU seconds that these processes used so far. */
export const cpuSeconds = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => {
    const fields = read(`/proc/${pid}/stat`)
      .replace(/^.*\) /, '')
      .split(' ');
    return sum + (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
  }, 0);
