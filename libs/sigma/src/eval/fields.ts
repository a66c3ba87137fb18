/** Deepest path that is split at every dot; deeper names are only split fully or not at all. */
const MAX_SPLITS = 6;

/** A place in the tree of field names. `id` is -1 where no rule asks for this name. */
export interface FieldNode {
  id: number;
  /** Second field that this one also fills in process creation events of the Security log, or -1. */
  alias: number;
  children: Map<string, FieldNode> | undefined;
}

/** Numbers for field names, and the tree by which an event is walked once for all of them. */
export interface FieldTable {
  readonly names: readonly string[];
  readonly root: Map<string, FieldNode>;
  /** The number of a field; new names get the next one. */
  readonly intern: (name: string) => number;
  /** Makes the field `from` also fill `to`, where the view is told to use aliases. */
  readonly alias: (from: string, to: string) => void;
}

/** Makes an empty table. */
export const createFieldTable = (): FieldTable => {
  const ids = new Map<string, number>();
  const names: string[] = [];
  const root = new Map<string, FieldNode>();
  const intern = (name: string): number => {
    const known = ids.get(name);
    if (known !== undefined) return known;
    const id = names.length;
    ids.set(name, id);
    names.push(name);
    insert(root, name, id);
    return id;
  };
  const alias = (from: string, to: string): void => {
    intern(from);
    nodeAt(root, from).alias = intern(to);
  };
  return { names, root, intern, alias };
};

/** Puts `name` under every way in which dots can be nesting: `a.b.c` as itself, `a`→`b.c`, `a.b`→`c`, `a`→`b`→`c`. */
const insert = (level: Map<string, FieldNode>, name: string, id: number): void => {
  nodeAt(level, name).id = id;
  if (name.split('.').length > MAX_SPLITS) return insertFully(level, name, id);
  for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
    if (dot === name.length - 1) return;
    const node = nodeAt(level, name.slice(0, dot));
    node.children ??= new Map();
    insert(node.children, name.slice(dot + 1), id);
  }
};

const insertFully = (level: Map<string, FieldNode>, name: string, id: number): void => {
  const parts = name.split('.');
  let at = level;
  for (const part of parts.slice(0, -1)) {
    const node = nodeAt(at, part);
    node.children ??= new Map();
    at = node.children;
  }
  nodeAt(at, parts[parts.length - 1] ?? '').id = id;
};

const nodeAt = (level: Map<string, FieldNode>, key: string): FieldNode => {
  const known = level.get(key);
  if (known !== undefined) return known;
  const node: FieldNode = { id: -1, alias: -1, children: undefined };
  level.set(key, node);
  return node;
};

/** Every way to read `name` as a path; the reference form of what {@link createFieldTable} builds. */
export const pathsOf = (name: string): readonly (readonly string[])[] => {
  const parts = name.split('.');
  if (parts.length > MAX_SPLITS) return [[name], parts];
  const out: string[][] = [[name]];
  for (let dot = name.indexOf('.'); dot > 0 && dot < name.length - 1; dot = name.indexOf('.', dot + 1)) {
    const head = name.slice(0, dot);
    for (const rest of pathsOf(name.slice(dot + 1))) out.push([head, ...rest]);
  }
  return out;
};
