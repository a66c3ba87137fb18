import { describe, expect, it } from 'vitest';
import { placeSteps } from './layout.ts';

const node = (id: string) => ({ id, kind: 'action', name: id, description: '', action: null, commands: [] });
const edge = (from: string, to: string) => ({ from, to, label: 'on_completion', kind: 'next' as const });

describe('the picture of a workflow', () => {
  it('puts every step right of what leads to it, and no two in one place', () => {
    const nodes = ['s', 'a', 'b', 'c', 'e'].map(node);
    const placed = placeSteps(nodes, [
      edge('s', 'a'),
      edge('s', 'b'),
      edge('a', 'c'),
      edge('b', 'c'),
      edge('c', 'e'),
      edge('s', 'e'),
    ]);
    const at = new Map(placed.map((each) => [each.node.id, each]));
    expect(placed.map(({ column }) => column)).toEqual([0, 1, 1, 2, 3]);
    expect(at.get('a')?.row).not.toBe(at.get('b')?.row);
    expect(new Set(placed.map(({ column, row }) => `${column}/${row}`)).size).toBe(5);
  });

  it('ends on a loop', () => {
    const placed = placeSteps(['w', 'a'].map(node), [edge('w', 'a'), edge('a', 'w')]);
    expect(placed.map(({ column }) => column)).toEqual([0, 1]);
  });

  it('takes no longer for many choices in a row', () => {
    const ids = Array.from({ length: 200 }, (_, at) => `n${at}`);
    const skips = ids.slice(0, -2).flatMap((id, at) => [edge(id, `n${at + 2}`), edge(id, `n${at + 1}`)]);
    const placed = placeSteps(ids.map(node), [...skips, edge('n198', 'n199')]);
    expect(placed.at(-1)?.column).toBe(199);
  });
});
