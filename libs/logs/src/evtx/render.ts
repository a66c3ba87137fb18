import { evtxError, Reader } from './reader.ts';
import { parseFragment } from './template.ts';
import type { ChunkContext, ElementNode, Part, ValueSlot } from './template.ts';
import { BINXML_TYPE, decodeValue } from './values.ts';
import type { EvtxValue } from './values.ts';

/** A rendered element: JSON object, scalar, or null where it is empty. */
export type EvtxNode = EvtxValue | { readonly [name: string]: EvtxNode } | readonly EvtxNode[];

/** What one record may become, so that a template that repeats a value cannot blow it up. */
const MAX_NODES = 20_000;
const MAX_BYTES = 4_194_304;
const MAX_DEPTH = 64;

interface Render {
  readonly chunk: ChunkContext;
  readonly offset: number;
  nodes: number;
  bytes: number;
}

type Target = Record<string, EvtxNode>;

/** Content of an element or attribute while it is put together. */
interface Content {
  value: EvtxValue;
  elements: Target | undefined;
}

/**
 * Renders the parsed fragment of one record as evtx_dump's JSON: `#attributes`, `#text` beside attributes and for
 * `<Data>` without a name, `<Data Name="X">` as key X, null for an empty element; repeated names become an array.
 * `offset` is the record's place in the file, for errors. Throws `logs.bad_evtx` where a record would grow beyond
 * 20,000 nodes or 4 MiB of values.
 */
export const renderRecord = (
  chunk: ChunkContext,
  parts: readonly Part[],
  offset: number,
): Readonly<Record<string, EvtxNode>> => {
  const render: Render = { chunk, offset, nodes: 0, bytes: 0 };
  const content: Content = { value: null, elements: undefined };
  addParts(render, content, parts, [], 0);
  if (content.elements === undefined) throw evtxError(offset, 'the record holds no element');
  return content.elements;
};

const addParts = (
  render: Render,
  content: Content,
  parts: readonly Part[],
  values: readonly ValueSlot[],
  depth: number,
): void => {
  // Templates are cached by offset and may be chained across records, so depth and number are counted here and not by
  // the parser.
  if (depth > MAX_DEPTH) throw evtxError(render.offset, 'the record is nested too deep');
  for (const part of parts) {
    spend(render, 1, 0);
    switch (part.kind) {
      case 'text':
        spend(render, 0, part.text.length);
        addValue(content, part.text);
        break;
      case 'substitution':
        addSubstitution(render, content, values[part.index], depth);
        break;
      case 'instance':
        addParts(render, content, part.template, part.values, depth + 1);
        break;
      case 'element':
        content.elements ??= {};
        addElement(render, content.elements, part, values, depth);
    }
  }
};

const addSubstitution = (render: Render, content: Content, slot: ValueSlot | undefined, depth: number): void => {
  if (slot === undefined || slot.type === 0) return;
  spend(render, 0, slot.size);
  if (slot.type !== BINXML_TYPE) {
    addValue(content, decodeValue(render.chunk, slot));
    return;
  }
  if (slot.size === 0) return;
  const { bytes, base } = render.chunk;
  const reader = new Reader(bytes, base, slot.start, slot.start + slot.size);
  addParts(render, content, parseFragment(render.chunk, reader, 'direct', 0), [], depth + 1);
};

/** Charges the record: nodes, and the length of the text or of the bytes that become values. */
const spend = (render: Render, nodes: number, bytes: number): void => {
  render.nodes += nodes;
  render.bytes += bytes;
  if (render.nodes > MAX_NODES || render.bytes > MAX_BYTES)
    throw evtxError(render.offset, 'the record grows beyond its limit');
};

const addValue = (content: Content, value: EvtxValue): void => {
  content.value = content.value === null ? value : `${plain(content.value)}${plain(value)}`;
};

const plain = (value: EvtxValue): string =>
  isList<EvtxValue>(value) ? value.map(plain).join(',') : String(value ?? '');

const addElement = (
  render: Render,
  target: Target,
  node: ElementNode,
  values: readonly ValueSlot[],
  depth: number,
): void => {
  let key = node.name;
  let attributes: Record<string, EvtxValue> | undefined;
  for (const attribute of node.attributes) {
    const content: Content = { value: null, elements: undefined };
    addParts(render, content, attribute.parts, values, depth + 1);
    if (content.value === null) continue;
    if (node.name === 'Data' && attribute.name === 'Name') {
      key = plain(content.value);
      attributes = undefined;
      break;
    }
    attributes ??= {};
    own(attributes, attribute.name, content.value);
  }
  const content: Content = { value: null, elements: undefined };
  addParts(render, content, node.children, values, depth + 1);
  if (key === 'Data' && attributes === undefined && content.elements === undefined) insertData(target, content.value);
  else insert(target, key, assemble(attributes, content));
};

/** `<Data>` without a name: its texts are gathered under `#text`. */
const insertData = (target: Target, value: EvtxValue): void => {
  const present = Object.hasOwn(target, 'Data') ? target['Data'] : undefined;
  if (isTarget(present)) insert(present, '#text', value);
  else insert(target, 'Data', { '#text': value });
};

const isTarget = (node: EvtxNode | undefined): node is Target =>
  typeof node === 'object' && node !== null && !Array.isArray(node);

const assemble = (attributes: Record<string, EvtxValue> | undefined, content: Content): EvtxNode => {
  const { value, elements } = content;
  if (attributes === undefined && elements === undefined) return value;
  const node: Target = attributes === undefined ? {} : { '#attributes': attributes };
  if (value !== null && value !== '') node['#text'] = value;
  if (elements !== undefined) for (const name of Object.keys(elements)) insert(node, name, elements[name] ?? null);
  return node;
};

const isList = <Item>(value: unknown): value is readonly Item[] => Array.isArray(value);

const isOwnList = (value: EvtxNode): value is EvtxNode[] => Array.isArray(value);

const insert = (target: Target, key: string, value: EvtxNode): void => {
  if (!Object.hasOwn(target, key)) {
    own(target, key, value);
    return;
  }
  const present = target[key] ?? null;
  // An array here was made for this record, by this function or by the value decoder.
  if (isOwnList(present)) present.push(value);
  else own<EvtxNode>(target, key, [present, value]);
};

/** An own property even for the name `__proto__`, which a foreign template may use. */
const own = <Value>(target: Record<string, Value>, key: string, value: Value): void => {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
};
