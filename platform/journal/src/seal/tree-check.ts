import {
  edgeHashes,
  Frontier,
  hashAt,
  rootAt,
  sameBytes,
  TILE_WIDTH,
  tilePath,
  type Checkpoint,
  type ReadTile,
} from '@chedun/merkle';
import { sm3Tree } from './leaf.ts';
import type { Problem } from './problems.ts';
import { leafIn } from './tile-store.ts';

/** Leaves whose stored hashes do not add up to the checkpoint behind them. */
export interface BadRange {
  /** First leaf. */
  readonly from: number;
  /** The checkpoint behind: its size is the end of the range. */
  readonly checkpoint: Checkpoint;
  /** Root of the stored hashes before the range, undefined where it could not be found. */
  readonly edge: readonly Uint8Array[] | undefined;
}

/** What the stored hashes of a range of leaves are checked against. */
export interface TreeTask {
  readonly readTile: ReadTile;
  /** Leaves of the whole tree. */
  readonly size: number;
  /** First leaf. */
  readonly from: number;
  /** Checkpoints of the range, ascending; the last one ends it. */
  readonly checkpoints: readonly Checkpoint[];
  readonly onProblem: (problem: Problem) => void;
}

const LEVELS_PER_TILE = 8;

/** Root and edge of the tree at a size as its upper tiles tell them; undefined when these do not lead to this root. */
const edgeAt = async (task: TreeTask, { size, root }: Checkpoint): Promise<readonly Uint8Array[] | undefined> => {
  const tree = { hash: sm3Tree, size: task.size, readTile: task.readTile };
  try {
    return sameBytes(await rootAt(tree, size), root) ? await edgeHashes(tree, size) : undefined;
  } catch {
    return undefined;
  }
};

/** Compares a node with the one that is stored in a tile above the leaves. */
const compareStored = async (task: TreeTask, level: number, index: number, node: Uint8Array): Promise<boolean> => {
  const tileLevel = level / LEVELS_PER_TILE;
  const complete = Math.floor(task.size / TILE_WIDTH ** tileLevel);
  const tileIndex = Math.floor(index / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, complete - tileIndex * TILE_WIDTH);
  const tile = { level: tileLevel, index: tileIndex, width };
  const stored = await task.readTile(tile).catch(() => undefined);
  if (stored !== undefined && sameBytes(hashAt(stored, index % TILE_WIDTH), node)) return true;
  task.onProblem({ kind: 'tile-altered', place: tilePath(tile) });
  return false;
};

interface Upper {
  readonly level: number;
  readonly index: number;
  readonly node: Uint8Array;
}

/**
 * Adds up the stored leaf hashes of a range and compares every signed root on the way, and every hash in the tiles above.
 * Answers the ranges that do not lead to their signed root.
 */
export const checkTree = async (task: TreeTask): Promise<readonly BadRange[]> => {
  const bad: BadRange[] = [];
  const tree = { hash: sm3Tree, size: task.size, readTile: task.readTile };
  let edge: readonly Uint8Array[] | undefined = await edgeHashes(tree, task.from).catch(() => undefined);
  let from = task.from;
  for (const checkpoint of task.checkpoints) {
    if (checkpoint.size < from) continue;
    const uppers: Upper[] = [];
    const after = edge && (await addUp(task, from, checkpoint.size, edge, uppers));
    if (after !== undefined && sameBytes(after.root(), checkpoint.root)) {
      for (const { level, index, node } of uppers) await compareStored(task, level, index, node);
      edge = after.edge();
    } else {
      bad.push({ from, checkpoint, edge });
      edge = await edgeAt(task, checkpoint);
    }
    from = checkpoint.size;
  }
  return bad;
};

const addUp = async (
  task: TreeTask,
  from: number,
  to: number,
  edge: readonly Uint8Array[],
  uppers: Upper[],
): Promise<Frontier | undefined> => {
  const frontier = new Frontier(
    sm3Tree,
    (level, index, node) => {
      if (level > 0 && level % LEVELS_PER_TILE === 0) uppers.push({ level, index, node });
    },
    from,
    edge,
  );
  try {
    for (let at = from; at < to; at += 1) frontier.append(await leafIn(task.readTile, at, task.size));
  } catch {
    return undefined;
  }
  return frontier;
};

/** Whether leaves add up to the checkpoint of a range. */
export const leadsTo = ({ from, checkpoint, edge }: BadRange, leaves: readonly (Uint8Array | undefined)[]): boolean => {
  if (edge === undefined) return false;
  const frontier = new Frontier(sm3Tree, () => undefined, from, edge);
  for (const leaf of leaves) {
    if (leaf === undefined) return false;
    frontier.append(leaf);
  }
  return frontier.size === checkpoint.size && sameBytes(frontier.root(), checkpoint.root);
};
