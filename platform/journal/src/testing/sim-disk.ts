import { basename, dirname } from 'node:path';
import type { JournalFile, JournalFiles } from '../files.ts';

/** What may go wrong, as probabilities per operation. */
export interface SimFaults {
  /** A write, flush or creation fails with EIO; a part of the bytes may be there all the same. */
  readonly eio: number;
  /** A write takes only a part of what it was given. */
  readonly shortWrite: number;
}

interface Inode {
  cached: Buffer;
  durable: Buffer;
}

type FolderChange = (entries: Map<string, Inode>) => void;

const SECTOR = 512;

/** Reproducible random numbers from 0 to 1 (mulberry32). */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const failure = (code: string): Error => Object.assign(new Error(`simulated ${code}`), { code });

/**
 * A disk in memory with a cache that a power cut loses. Each operation counts; at operation `crashAt` the power goes:
 * that operation happens in part, and nothing works any more until {@link SimDisk.reboot}.
 */
export class SimDisk {
  faults: SimFaults = { eio: 0, shortWrite: 0 };
  crashAt = Infinity;
  /** Bytes that all files together may have. */
  capacity = Infinity;
  operations = 0;
  readonly #random: () => number;
  #entries = new Map<string, Inode>();
  #durableEntries = new Map<string, Inode>();
  #pendingChanges: FolderChange[] = [];
  #off = false;
  #locked = false;

  constructor(random: () => number) {
    this.#random = random;
  }

  get isOff(): boolean {
    return this.#off;
  }

  /** The power comes back: what was durable is there, of the rest a random part. */
  reboot(): void {
    const kept = Math.floor(this.#random() * (this.#pendingChanges.length + 1));
    for (const change of this.#pendingChanges.slice(0, kept)) change(this.#durableEntries);
    this.#pendingChanges = [];
    this.#entries = new Map(this.#durableEntries);
    for (const inode of this.#entries.values()) {
      if (inode.cached.length < inode.durable.length && this.#random() < 0.5) {
        inode.durable = inode.durable.subarray(0, inode.cached.length);
      }
      inode.cached = Buffer.from(inode.durable);
    }
    this.restart();
  }

  /** Only the process was killed: the cache is still there, durable or not. */
  restart(): void {
    this.#off = false;
    this.#locked = false;
    this.crashAt = Infinity;
  }

  /** The bytes of a file, to be damaged by a test. */
  bytesOf(path: string): Buffer {
    return this.#inode(path).cached;
  }

  paths(): string[] {
    return [...this.#entries.keys()].toSorted();
  }

  readonly files: JournalFiles = {
    makeFolder: async () => this.#operation('quiet'),
    list: async (folder) => {
      this.#operation('quiet');
      return this.paths()
        .filter((path) => dirname(path) === folder)
        .map((path) => basename(path));
    },
    open: async (path, mode) => {
      this.#operation(mode === 'create' ? 'may fail' : 'quiet');
      if (mode !== 'create') return this.#fileOf(this.#inode(path));
      if (this.#entries.has(path)) throw failure('EEXIST');
      const inode: Inode = { cached: Buffer.alloc(0), durable: Buffer.alloc(0) };
      this.#change((entries) => entries.set(path, inode));
      return this.#fileOf(inode);
    },
    rename: async (from, to) => {
      this.#operation('may fail');
      const inode = this.#inode(from);
      this.#change((entries) => {
        entries.delete(from);
        entries.set(to, inode);
      });
    },
    remove: async (path) => {
      this.#operation('may fail');
      if (this.#entries.has(path)) this.#change((entries) => entries.delete(path));
    },
    syncFolder: async () => {
      this.#operation('may fail');
      for (const change of this.#pendingChanges) change(this.#durableEntries);
      this.#pendingChanges = [];
    },
    lock: async () => {
      if (this.#locked) throw failure('EBUSY');
      this.#locked = true;
      return async () => {
        this.#locked = false;
      };
    },
  };

  #operation(kind: 'quiet' | 'may fail'): void {
    if (this.#off) throw failure('EPOWER');
    this.operations += 1;
    if (this.operations >= this.crashAt) {
      this.#off = true;
      throw failure('EPOWER');
    }
    if (kind === 'may fail' && this.#random() < this.faults.eio) throw failure('EIO');
  }

  #change(change: FolderChange): void {
    change(this.#entries);
    this.#pendingChanges.push(change);
  }

  #inode(path: string): Inode {
    const inode = this.#entries.get(path);
    if (inode === undefined) throw failure('ENOENT');
    return inode;
  }

  #fileOf(inode: Inode): JournalFile {
    // After a failed flush Linux forgets the pages: a descriptor that goes on reports success for what it lost.
    let lies = false;
    const watched = <T>(work: () => T): T => {
      try {
        return work();
      } catch (error) {
        lies = true;
        throw error;
      }
    };
    return {
      write: async (chunks, position) => {
        const { durable } = inode;
        const written = watched(() => this.#write(inode, Buffer.concat(chunks), position));
        if (lies) inode.durable = durable;
        return written;
      },
      read: async (into, position) => {
        this.#operation('quiet');
        return inode.cached.copy(into, 0, position);
      },
      truncate: async (size) => {
        this.#operation('may fail');
        inode.cached = inode.cached.subarray(0, size);
      },
      datasync: async () => {
        watched(() => this.#operation('may fail'));
        if (!lies) inode.durable = Buffer.from(inode.cached);
      },
      size: async () => inode.cached.length,
      close: async () => undefined,
    };
  }

  #write(inode: Inode, bytes: Buffer, position: number): number {
    const short = bytes.length > 1 && this.#random() < this.faults.shortWrite;
    const wanted = short ? bytes.subarray(0, 1 + Math.floor(this.#random() * (bytes.length - 1))) : bytes;
    const room = this.capacity - this.#usedWithout(inode) - position;
    const part = wanted.subarray(0, Math.max(0, Math.min(wanted.length, room)));
    try {
      this.#operation('may fail');
    } catch (error) {
      inode.cached = overlay(inode.cached, part.subarray(0, Math.floor(this.#random() * part.length)), position);
      inode.durable = this.#someSectors(inode.durable, part, position);
      throw error;
    }
    if (part.length === 0 && wanted.length > 0) throw failure('ENOSPC');
    inode.cached = overlay(inode.cached, part, position);
    inode.durable = overlay(inode.durable, part, position);
    return part.length;
  }

  #usedWithout(inode: Inode): number {
    let used = 0;
    for (const other of this.#entries.values()) if (other !== inode) used += other.cached.length;
    return used;
  }

  /** A write that was under way: each sector reached the disk or not, in any order. */
  #someSectors(content: Buffer, bytes: Buffer, position: number): Buffer {
    let result = content;
    for (let at = 0; at < bytes.length; at += SECTOR) {
      if (this.#random() < 0.5) result = overlay(result, bytes.subarray(at, at + SECTOR), position + at);
    }
    return result;
  }
}

const overlay = (content: Buffer, bytes: Buffer, position: number): Buffer => {
  if (bytes.length === 0) return content;
  const result = Buffer.alloc(Math.max(content.length, position + bytes.length));
  content.copy(result);
  bytes.copy(result, position);
  return result;
};
