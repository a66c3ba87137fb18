import { shardOf, type EntityTable } from './entity-table.ts';
import { savedList } from './memory.ts';

/** The changed parts of a table as JSON lists, one row an entity. */
export const dirtyParts = <State>(
  table: EntityTable<State>,
  save: (state: State) => readonly unknown[],
): [string, string][] => {
  const dirty = table.takeDirty();
  if (dirty.length === 0) return [];
  const rows = new Map<number, unknown[][]>(dirty.map((shard) => [shard, []]));
  for (const [entity, state] of table.entries()) rows.get(shardOf(entity))?.push([entity, ...save(state)]);
  return [...rows].map(([shard, list]) => [String(shard), list.length === 0 ? '' : JSON.stringify(list)]);
};

/** Puts the entities of a part back. */
export const restoreParts = <State>(
  table: EntityTable<State>,
  text: string,
  load: (saved: readonly unknown[]) => { readonly state: State; readonly bytes: number },
): void => {
  for (const [entity, ...saved] of savedList(text)) {
    const { state, bytes } = load(saved);
    table.add(String(entity), state, bytes);
  }
};
