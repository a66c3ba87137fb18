/** One element of DER or BER with definite length (X.690): its tag byte and where its content lies. */
export interface DerNode {
  readonly tag: number;
  readonly from: number;
  readonly to: number;
}

const MAX_NODES = 64;

/** Element at `at`; undefined when it does not fit before `end`. Tags of more than one byte are not read. */
export const derNode = (bytes: Uint8Array, at: number, end: number): DerNode | undefined => {
  const tag = bytes[at];
  let size = bytes[at + 1];
  if (tag === undefined || size === undefined || at + 2 > end) return undefined;
  let from = at + 2;
  if (size & 0x80) {
    const count = size & 0x7f;
    if (count === 0 || count > 3) return undefined;
    size = 0;
    for (let step = 0; step < count; step += 1) size = (size << 8) | (bytes[from + step] ?? 0);
    from += count;
  }
  return from + size > end ? undefined : { tag, from, to: from + size };
};

/** Children of a constructed element, at most 64; reading stops at the first that does not fit. */
export const derChildren = (bytes: Uint8Array, parent: DerNode): DerNode[] => {
  const nodes: DerNode[] = [];
  for (let at = parent.from; at < parent.to && nodes.length < MAX_NODES;) {
    const node = derNode(bytes, at, parent.to);
    if (node === undefined) break;
    nodes.push(node);
    at = node.to;
  }
  return nodes;
};
