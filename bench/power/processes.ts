import { readFileSync, readdirSync } from 'node:fs';

/** Parent of a process as /proc tells; undefined when the process is gone. */
const parentOf = (pid: number): number | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command name may hold blanks and brackets: the parent is the second word after the last bracket.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
};

/** A process and everything that descends from it, also in other process groups; parents before children. */
export const processTree = (root: number): number[] => {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const parent = Number.isInteger(pid) ? parentOf(pid) : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
};

const signalAll = (pids: readonly number[], signal: NodeJS.Signals): void => {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended by itself.
    }
  }
};

/** Stops a whole tree where it stands. Looks again until no new child appeared while it was being stopped. */
export const freezeTree = (root: number): readonly number[] => {
  for (let known = 0; ;) {
    const tree = processTree(root);
    signalAll(tree, 'SIGSTOP');
    if (tree.length === known) return tree;
    known = tree.length;
  }
};

/** Kills the processes of a frozen tree. */
export const killTree = (tree: readonly number[]): void => signalAll(tree, 'SIGKILL');
