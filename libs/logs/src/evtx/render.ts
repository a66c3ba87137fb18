import { evtxError, Reader } from './reader.ts';
import { parseFragment } from './template.ts';
import type { ChunkContext, ElementNode, Part, ValueSlot } from './template.ts';
import { BINXML_TYPE, decodeValue } from './values.ts';
import type { EvtxValue } from './values.ts';

/** A rendered element: JSON object, scalar, or null where it is empty. */
export type EvtxNode = EvtxValue | { readonly [name: string]: EvtxNode } | readonly EvtxNode[];

/** What one record may become, so that a template that repeats a value cannot blow it up. */
const MAX_NODES = 20_000;
const MAX_TEXT = 4_194_304;
const MAX_VALUE_DEPTH = 8;

interface Render {
  readonly chunk: ChunkContext;
  readonly offset: number;
  nodes: number;
  text: number;
}

type Target = Record<string, EvtxNode>;

/** Content of an element or attribute while it is put together. */
interface Content {
  value: EvtxValue;
  elements: Target | undefined;
}

/**
 * Renders the parsed fragment of one record as evtx_dump's JSON: `#attributes`, `#text` beside attributes and for `<Data>` without a name,
 * `<Data Name="X">` as key X, null for an empty element; repeated names become an array. `offset` is the record's place in the
 * file, for errors. Throws `logs.bad_evtx` where a record would grow beyond 20,000 nodes or 4 Mi characters.
 */
export const renderRecord = (
  chunk: ChunkContext,
  parts: readonly Part[],
  offset: number,
): Readonly<Record<string, EvtxNode>> => {
  const render: Render = { chunk, offset, nodes: 0, text: 0 };
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
  for (const part of parts) {
    switch (part.kind) {
      case 'text':
        addValue(render, content, part.text);
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
  if (slot.type !== BINXML_TYPE) {
    addValue(render, content, decodeValue(render.chunk, slot));
    return;
  }
  if (slot.size === 0) return;
  if (depth >= MAX_VALUE_DEPTH) throw evtxError(render.offset, 'fragments are nested too deep');
  const { bytes, base } = render.chunk;
  const reader = new Reader(bytes, base, slot.start, slot.start + slot.size);
  addParts(render, content, parseFragment(render.chunk, reader, 'direct', 0), [], depth + 1);
};

const addValue = (render: Render, content: Content, value: EvtxValue): void => {
  render.nodes += 1;
  render.text += typeof value === 'string' ? value.length : 16;
  if (render.nodes > MAX_NODES || render.text > MAX_TEXT)
    throw evtxError(render.offset, 'the record grows beyond its limit');
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
  render.nodes += 1;
  let key = node.name;
  let attributes: Record<string, EvtxValue> | undefined;
  for (const attribute of node.attributes) {
    const content: Content = { value: null, elements: undefined };
    addParts(render, content, attribute.parts, values, depth);
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
  addParts(render, content, node.children, values, depth);
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

const insert = (target: Target, key: string, value: EvtxNode): void => {
  if (!Object.hasOwn(target, key)) {
    own(target, key, value);
    return;
  }
  const present = target[key] ?? null;
  const merged: EvtxNode = isList<EvtxNode>(present) ? [...present, value] : [present, value];
  own<EvtxNode>(target, key, merged);
};

/** An own property even for the name `__proto__`, which a foreign template may use. */
const own = <Value>(target: Record<string, Value>, key: string, value: Value): void => {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
};
