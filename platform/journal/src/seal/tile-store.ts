import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  edgeHashes,
  Frontier,
  hashAt,
  HASH_BYTES,
  partialTiles,
  TILE_WIDTH,
  tilePath,
  type ReadTile,
  type Tile,
  type TiledTree,
  type TreeHash,
} from '@chedun/merkle';
import { errnoOf } from '../errors.ts';

const LEVELS_PER_TILE = 8;

const syncPath = (path: string): void => {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

const readOrNothing = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoOf(error))) return undefined;
    throw error;
  }
};

/** Widths of the partial tiles that lie in a folder. */
const widthsIn = (folder: string): number[] => {
  try {
    return readdirSync(folder)
      .map(Number)
      .filter((width) => Number.isInteger(width));
  } catch {
    return [];
  }
};

/**
 * Reads a tile of a folder: the file itself, or the beginning of a wider one that has taken its place. Throws when there is
 * none, or when it is shorter than its name says.
 */
export const readTileIn = (folder: string): ReadTile => {
  const bytesOf = (tile: Tile): Buffer | undefined => {
    const exact = readOrNothing(join(folder, tilePath(tile)));
    if (exact !== undefined || tile.width === TILE_WIDTH) return exact;
    const full = readOrNothing(join(folder, tilePath({ ...tile, width: TILE_WIDTH })));
    if (full !== undefined) return full;
    const wider = widthsIn(dirname(join(folder, tilePath(tile)))).find((width) => width > tile.width);
    return wider === undefined ? undefined : readOrNothing(join(folder, tilePath({ ...tile, width: wider })));
  };
  return async (tile) => {
    const bytes = bytesOf(tile);
    const length = tile.width * HASH_BYTES;
    if (bytes === undefined || bytes.length < length)
      throw Object.assign(new Error(`${tilePath(tile)} is ${bytes === undefined ? 'missing' : 'cut off'}`), { tile });
    return bytes.subarray(0, length);
  };
};

/** Remembers the tiles read last, so that neighbours do not read the same file again. */
export const cached = (read: ReadTile, most = 64): ReadTile => {
  const known = new Map<string, Promise<Uint8Array>>();
  return (tile) => {
    const path = tilePath(tile);
    const before = known.get(path);
    if (before !== undefined) return before;
    const reading = read(tile);
    known.set(path, reading);
    reading.catch(() => known.delete(path));
    if (known.size > most) known.delete(known.keys().next().value ?? path);
    return reading;
  };
};

/** Hash of leaf `index` out of the tiles of a tree of `size` leaves. */
export const leafIn = async (read: ReadTile, index: number, size: number): Promise<Uint8Array> => {
  const tile = Math.floor(index / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, size - tile * TILE_WIDTH);
  return hashAt(await read({ level: 0, index: tile, width }), index % TILE_WIDTH);
};

/** A tree that grows in a folder of tiles. Full tiles are written when they are full, the others by {@link flush}. */
export class TreeWriter {
  readonly #folder: string;
  readonly #frontier: Frontier;
  /** The tile that grows, for each level of tiles. */
  readonly #growing: { bytes: Buffer; index: number; width: number }[] = [];
  #unsynced: string[] = [];

  constructor(hash: TreeHash, folder: string, size: number, edge: readonly Uint8Array[]) {
    this.#folder = folder;
    this.#frontier = new Frontier(hash, (level, index, node) => this.#take(level, index, node), size, edge);
  }

  /** Goes on with the tree of `size` leaves that lies in a folder. */
  static async open(hash: TreeHash, folder: string, size: number): Promise<TreeWriter> {
    const tree: TiledTree = { hash, size, readTile: readTileIn(folder) };
    const writer = new TreeWriter(hash, folder, size, await edgeHashes(tree, size));
    for (const tile of partialTiles(size)) {
      const bytes = Buffer.alloc(TILE_WIDTH * HASH_BYTES);
      bytes.set(await tree.readTile(tile));
      writer.#growing[tile.level] = { bytes, index: tile.index, width: tile.width };
    }
    return writer;
  }

  get size(): number {
    return this.#frontier.size;
  }

  append(leaf: Uint8Array): void {
    this.#frontier.append(leaf);
  }

  root(): Uint8Array {
    return this.#frontier.root();
  }

  /** Writes the partial tiles of the size of now and makes every tile durable. */
  flush(): void {
    for (const tile of partialTiles(this.size)) {
      const growing = this.#growing[tile.level];
      if (growing?.index !== tile.index || growing.width !== tile.width) throw new Error('the tiles lost their edge');
      this.#write(tile, growing.bytes);
    }
    for (const path of this.#unsynced) syncPath(path);
    for (const folder of new Set(this.#unsynced.flatMap((path) => this.#foldersOf(path)))) syncPath(folder);
    this.#unsynced = [];
  }

  /** Removes the partial tiles of size `before` that size `now` needs no more. */
  dropPartials(before: number, now: number): void {
    const kept = new Set(partialTiles(now).map(tilePath));
    for (const path of partialTiles(before).map(tilePath))
      if (!kept.has(path)) rmSync(join(this.#folder, path), { force: true });
  }

  #take(level: number, index: number, node: Uint8Array): void {
    if (level % LEVELS_PER_TILE !== 0) return;
    const at = level / LEVELS_PER_TILE;
    const growing = (this.#growing[at] ??= { bytes: Buffer.alloc(TILE_WIDTH * HASH_BYTES), index: 0, width: 0 });
    if (growing.width === TILE_WIDTH) growing.width = 0;
    growing.index = Math.floor(index / TILE_WIDTH);
    growing.bytes.set(node, (index % TILE_WIDTH) * HASH_BYTES);
    growing.width = (index % TILE_WIDTH) + 1;
    if (growing.width === TILE_WIDTH)
      this.#write({ level: at, index: growing.index, width: TILE_WIDTH }, growing.bytes);
  }

  #write(tile: Tile, bytes: Buffer): void {
    const path = join(this.#folder, tilePath(tile));
    mkdirSync(dirname(path), { recursive: true, mode: 0o750 });
    writeFileSync(path, bytes.subarray(0, tile.width * HASH_BYTES), { mode: 0o640 });
    this.#unsynced.push(path);
  }

  /** Every folder from that of a tile up to that of the tree: each may be new. */
  #foldersOf(path: string): string[] {
    const folders: string[] = [];
    for (let at = dirname(path); at.length >= this.#folder.length; at = dirname(at)) folders.push(at);
    return folders;
  }
}
