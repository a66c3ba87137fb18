import { HASH_BYTES } from './hashing.ts';
import type { Place } from './frontier.ts';

/** Hashes in a full tile (C2SP tlog-tiles): eight levels of the tree. */
export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;
const MAX_TILE_LEVEL = 5;

/** One tile: `width` hashes of level 8 * `level`, the first of which is number `index` * 256. */
export interface Tile {
  readonly level: number;
  readonly index: number;
  /** 1 to 256. */
  readonly width: number;
}

const group = (value: number): string => String(value).padStart(3, '0');

/** Path of a tile in the layout of C2SP tlog-tiles, for example `tile/0/x001/234` or `tile/1/000.p/17`. */
export const tilePath = ({ level, index, width }: Tile): string => {
  const groups = [group(index % 1000)];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(`x${group(rest % 1000)}`);
  return `tile/${level}/${groups.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
};

const PATH = /^tile\/([0-5])\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** Reads a path of {@link tilePath}; undefined for every other text. */
export const parseTilePath = (path: string): Tile | undefined => {
  const found = PATH.exec(path);
  if (found === null) return undefined;
  const [, level = '', groups = '', partial] = found;
  const index = Number(groups.replaceAll(/[x/]/g, ''));
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  if (width > TILE_WIDTH || (partial !== undefined && width === TILE_WIDTH)) return undefined;
  const tile = { level: Number(level), index, width };
  return tilePath(tile) === path ? tile : undefined;
};

/** Tile that holds the node of a level that is a multiple of 8, in a tree of `size` leaves, and where in it. */
const tileOf = (level: number, index: number, size: number): { readonly tile: Tile; readonly at: number } => {
  const tileLevel = level / TILE_HEIGHT;
  const complete = Math.floor(size / TILE_WIDTH ** tileLevel);
  const tileIndex = Math.floor(index / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, complete - tileIndex * TILE_WIDTH);
  return { tile: { level: tileLevel, index: tileIndex, width }, at: index % TILE_WIDTH };
};

/** Every tile that holds the right edge of a tree of `size` leaves: the partial ones, one for each level at most. */
export const partialTiles = (size: number): Tile[] => {
  const tiles: Tile[] = [];
  for (let level = 0; level <= MAX_TILE_LEVEL; level += 1) {
    const complete = Math.floor(size / TILE_WIDTH ** level);
    const width = complete % TILE_WIDTH;
    if (width > 0) tiles.push({ level, index: Math.floor(complete / TILE_WIDTH), width });
  }
  return tiles;
};

/** Every tile of level `level` that a tree of `size` leaves has, full ones first. */
export const tilesOfLevel = (level: number, size: number): Tile[] => {
  const complete = Math.floor(size / TILE_WIDTH ** level);
  return Array.from({ length: Math.ceil(complete / TILE_WIDTH) }, (_, index) => ({
    level,
    index,
    width: Math.min(TILE_WIDTH, complete - index * TILE_WIDTH),
  }));
};

/** Number of tile levels of a tree of `size` leaves. */
export const tileLevels = (size: number): number => {
  let levels = 0;
  while (levels <= MAX_TILE_LEVEL && Math.floor(size / TILE_WIDTH ** levels) > 0) levels += 1;
  return levels;
};

/** Hashes of the level of a tile that a node above it covers. */
export interface TileSpan {
  readonly tile: Tile;
  /** First hash, counted within the tile. */
  readonly from: number;
  readonly count: number;
}

/**
 * Where the hashes stand from which the node at `place` is computed, in a tree of `size` leaves that has this node
 * complete. The level below that tiles store is at most 7 below, so all of them lie in one tile.
 */
export const spanOf = ({ level, index }: Place, size: number): TileSpan => {
  const below = level % TILE_HEIGHT;
  const count = 2 ** below;
  const { tile, at } = tileOf(level - below, index * count, size);
  if (at + count > tile.width) throw new RangeError(`node ${index} of level ${level} is not in a tree of ${size}`);
  return { tile, from: at, count };
};

/** The hash at `at` of the bytes of a tile; a view. */
export const hashAt = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);
