import type { GraphEdge, GraphNode } from '@chedun/playbooks/contract';

/** A step at its place; columns from the left, rows from the top. */
export interface Placed {
  readonly node: GraphNode;
  readonly column: number;
  readonly row: number;
}

/** Size of a step and of the room around it, pixels. */
export const CELL = { width: 170, height: 64, gapX: 54, gapY: 26 } as const;

type Ways = ReadonlyMap<string, readonly GraphEdge[]>;

/** Ways that lead back to a step on the way to it: they close a loop. Found by one walk in depth, each way looked at once. */
const backWays = (ids: readonly string[], out: Ways): ReadonlySet<GraphEdge> => {
  const back = new Set<GraphEdge>();
  const state = new Map<string, 'open' | 'done'>();
  for (const first of ids) {
    const stack = state.has(first) ? [] : [{ id: first, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      state.set(top.id, 'open');
      const way = out.get(top.id)?.[top.next];
      top.next += 1;
      if (way === undefined) {
        state.set(top.id, 'done');
        stack.pop();
      } else if (state.get(way.to) === 'open') back.add(way);
      else if (!state.has(way.to)) stack.push({ id: way.to, next: 0 });
    }
  }
  return back;
};

/** Longest way to each step, without those that close a loop; what comes after branches stands right of them. */
const columnsOf = (ids: readonly string[], edges: readonly GraphEdge[]): ReadonlyMap<string, number> => {
  const out = Map.groupBy(edges, ({ from }) => from);
  const back = backWays(ids, out);
  const columns = new Map<string, number>(ids.map((id) => [id, 0]));
  const forward = edges.filter((edge) => columns.has(edge.to) && !back.has(edge));
  const widthOf = ({ from, kind }: GraphEdge): number =>
    kind === 'next' && out.get(from)?.some((way) => way.kind === 'branch') === true ? 2 : 1;
  const widths = forward.map((edge) => [edge, widthOf(edge)] as const);
  let isMoving = true;
  for (let round = 0; isMoving && round < ids.length; round += 1) {
    isMoving = false;
    for (const [{ from, to }, width] of widths) {
      const column = (columns.get(from) ?? 0) + width;
      if ((columns.get(to) ?? 0) >= column) continue;
      columns.set(to, column);
      isMoving = true;
    }
  }
  return columns;
};

/**
 * Places steps in layers, in the order of their ways: a step stands right of everything that leads to it, and as near as there is
 * room to the row of the first one. For workflows of people (tens of steps).
 */
export const placeSteps = (nodes: readonly GraphNode[], edges: readonly GraphEdge[]): readonly Placed[] => {
  const columns = columnsOf(
    nodes.map(({ id }) => id),
    edges,
  );
  const rows = new Map<string, number>();
  const taken = new Map<number, Set<number>>();
  const sorted = nodes.toSorted((a, b) => (columns.get(a.id) ?? 0) - (columns.get(b.id) ?? 0));
  for (const { id } of sorted) {
    const column = columns.get(id) ?? 0;
    const used = taken.get(column) ?? new Set<number>();
    const above = edges.flatMap(({ from, to }) => (to === id ? (rows.get(from) ?? []) : []));
    let row = above.length === 0 ? 0 : Math.min(...above);
    while (used.has(row)) row += 1;
    rows.set(id, row);
    taken.set(column, used.add(row));
  }
  return nodes.map((node) => ({ node, column: columns.get(node.id) ?? 0, row: rows.get(node.id) ?? 0 }));
};
