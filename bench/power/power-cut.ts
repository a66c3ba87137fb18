import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freezeTree, killTree } from './processes.ts';

const exec = promisify(execFile);
const PATH = '/usr/sbin:/usr/bin:/sbin:/bin';

/** One power cut to stage. */
export interface PowerCut<T> {
  /** Size of the disk in MiB. */
  readonly sizeMb: number;
  /** Starts the work; `dir` is on the disk that will lose power. Returns the process whose whole tree is stopped. */
  readonly run: (dir: string) => Promise<{ readonly pid: number }>;
  /** How long the work runs before the cut, in milliseconds. */
  readonly cutAfterMs: number;
  /** Looks at the disk as it is after the power came back. */
  readonly check: (dir: string) => Promise<T>;
}

/** `skipped`: this machine cannot stage it (not root, or no loop devices). */
export type PowerCutOutcome<T> =
  | { readonly kind: 'cut'; readonly result: T }
  | { readonly kind: 'skipped'; readonly reason: string };

/**
 * Cuts the power of a disk. The disk is an ext4 image on a loop device: after a while every process of the work is
 * stopped and the image copied. The copy holds only what reached the block device; pages that were merely written to
 * the mounted file system are missing. It is mounted (ext4 replays its journal) and checked.
 *
 * Not modelled: a volatile cache inside the drive, and torn sectors.
 */
export const powerCut = async <T>(task: PowerCut<T>): Promise<PowerCutOutcome<T>> => {
  const reason = await whyNot();
  if (reason !== undefined) return { kind: 'skipped', reason };
  const folder = await scratchFolder();
  const disk = new LoopDisk(folder, 'before');
  const after = new LoopDisk(folder, 'after');
  let root: number | undefined;
  try {
    await disk.format(task.sizeMb);
    await disk.mount();
    root = (await task.run(disk.dir)).pid;
    await sleep(task.cutAfterMs);
    const tree = freezeTree(root);
    await run('cp', ['--sparse=always', disk.image, after.image]);
    killTree(tree);
    root = undefined;
    await after.mount();
    return { kind: 'cut', result: await task.check(after.dir) };
  } finally {
    if (root !== undefined) killTree(freezeTree(root));
    await after.unmount();
    await disk.unmount();
    await rm(folder, { recursive: true, force: true });
  }
};

/** Runs something on an ext4 disk of its own of `sizeMb` MiB, to fill it up. */
export const onSmallDisk = async <T>(sizeMb: number, use: (dir: string) => Promise<T>): Promise<T> => {
  const folder = await scratchFolder();
  const disk = new LoopDisk(folder, 'small');
  try {
    await disk.format(sizeMb);
    await disk.mount();
    return await use(disk.dir);
  } finally {
    await disk.unmount();
    await rm(folder, { recursive: true, force: true });
  }
};

let verdict: Promise<string | undefined> | undefined;

/** Why no power cut can be staged here; undefined when it can. Tried once, by mounting a small disk. */
export const whyNot = (): Promise<string | undefined> => {
  verdict ??= tryMount();
  return verdict;
};

const tryMount = async (): Promise<string | undefined> => {
  if (process.getuid?.() !== 0) return 'needs root to mount a loop device';
  try {
    await onSmallDisk(8, (dir) => writeFile(join(dir, 'trial'), 'x'));
    return undefined;
  } catch (error) {
    return `cannot mount a loop device: ${error instanceof Error ? error.message.trim() : String(error)}`;
  }
};

const scratchFolder = async (): Promise<string> => {
  // Not in /tmp: an image in memory would hide what the disk below does.
  const parent = fileURLToPath(new URL('../../.chedun/bench', import.meta.url));
  await mkdir(parent, { recursive: true });
  return mkdtemp(join(parent, 'power-'));
};

const run = async (command: string, args: readonly string[]): Promise<void> => {
  await exec(command, args, { env: { PATH } });
};

/** An ext4 image file and the folder on which it is mounted. */
class LoopDisk {
  readonly image: string;
  readonly dir: string;
  #mounted = false;

  constructor(folder: string, name: string) {
    this.image = join(folder, `${name}.img`);
    this.dir = join(folder, name);
  }

  async format(sizeMb: number): Promise<void> {
    await writeFile(this.image, '');
    await truncate(this.image, sizeMb * 1024 * 1024);
    await run('mkfs.ext4', ['-q', '-F', '-m', '0', '-E', 'lazy_itable_init=0,lazy_journal_init=0', this.image]);
  }

  async mount(): Promise<void> {
    await access(this.image);
    await mkdir(this.dir, { recursive: true });
    await run('mount', ['-o', 'loop', this.image, this.dir]);
    this.#mounted = true;
  }

  async unmount(): Promise<void> {
    if (!this.#mounted) return;
    this.#mounted = false;
    // A killed process may hold the disk for a moment longer.
    for (let attempt = 0; attempt < 50; attempt += 1) {
      const done = await run('umount', [this.dir]).then(
        () => true,
        () => false,
      );
      if (done) return;
      await sleep(100);
    }
    await run('umount', ['-l', this.dir]);
  }
}
