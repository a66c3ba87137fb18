import { isDomainError } from '@chedun/kernel';
import { idsmError } from './errors.ts';
import { useKey } from './extract-model.ts';
import type {
  EventDefinition,
  EventUse,
  ExtractNote,
  FilterChain,
  IdsmInstance,
  SecurityExtract,
} from './extract-model.ts';
import { readChain, readDefinition, readIdsm, readLimit, readMapping } from './extract-parts.ts';
import type { Found, Limit, RawMapping, RawProps } from './extract-parts.ts';
import { createXmlReader } from './xml.ts';
import type { XmlLimits, XmlReader } from './xml.ts';
import { below, childText, readElement } from './xml-element.ts';

/** One ARXML file. */
export interface ArxmlFile {
  /** Name for messages. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const MAX_FILES = 64;
const MAX_ELEMENTS = 100_000;
const MAX_PATH = 512;
const MAX_USES = 200_000;
const MAX_NOTES = 1000;
const MAPPING = /^SECURITY-EVENT-CONTEXT-MAPPING-(APPLICATION|BSW-MODULE|COMM-CONNECTOR|FUNCTIONAL-CLUSTER)$/;
const WANTED = new Set([
  'SECURITY-EVENT-DEFINITION',
  'IDSM-INSTANCE',
  'IDSM-PROPERTIES',
  'SECURITY-EVENT-FILTER-CHAIN',
]);

/** Elements and limits of all files, before references are resolved. */
interface Collected {
  readonly definitions: Found[];
  readonly idsms: Found[];
  readonly chains: Found[];
  readonly mappings: RawMapping[];
  readonly limits: Map<string, Limit>;
  /** Elements taken so far. */
  count: number;
}

/** Keeps at most 1,000 notes and counts the others. */
interface Notes {
  readonly kept: ExtractNote[];
  more: number;
}

const note = (notes: Notes, path: string, reason: string): void => {
  if (notes.kept.length < MAX_NOTES) notes.kept.push({ path, reason });
  else notes.more += 1;
};

const refuse = (reason: string): never => {
  throw idsmError('idsm.extract', { reason });
};

const collect = (into: Collected, found: Found): void => {
  const { element } = found;
  into.count += 1;
  if (into.count > MAX_ELEMENTS) refuse(`more than ${MAX_ELEMENTS} elements of a Security Extract`);
  if (element.name === 'SECURITY-EVENT-DEFINITION') into.definitions.push(found);
  else if (element.name === 'IDSM-INSTANCE') into.idsms.push(found);
  else if (element.name === 'SECURITY-EVENT-FILTER-CHAIN') into.chains.push(found);
  else if (MAPPING.test(element.name)) into.mappings.push(readMapping(found));
  else
    for (const each of below(element, ({ name }) => /^IDSM-(RATE|TRAFFIC)-LIMITATION$/.test(name))) {
      const limit = readLimit(each);
      if (limit !== undefined) into.limits.set(`${found.path}/${childText(each, 'SHORT-NAME') ?? ''}`, limit);
    }
};

/** Path of an element, bounded because every element keeps its own. */
const pathOf = (packages: readonly string[], name: string): string => {
  const length = packages.reduce((sum, each) => sum + each.length + 1, name.length + 1);
  return length > MAX_PATH ? refuse(`a path of more than ${MAX_PATH} characters`) : ['', ...packages, name].join('/');
};

/** Walks a file, keeping only the package path and the elements that are wanted. */
const walk = (reader: XmlReader, into: Collected): void => {
  const packages: string[] = [];
  const open: string[] = [];
  const rename = (text: string): void => {
    const name = `${packages.pop() ?? ''}${text.trim()}`;
    packages.push(name.length > MAX_PATH ? refuse(`a name of more than ${MAX_PATH} characters`) : name);
  };
  for (;;) {
    const token = reader.next();
    if (token.kind === 'eof') return;
    if (token.kind === 'text') {
      if (open.at(-1) === 'SHORT-NAME' && open.at(-2) === 'AR-PACKAGE') rename(token.text);
    } else if (token.kind === 'end') {
      if (open.pop() === 'AR-PACKAGE') packages.pop();
    } else if (WANTED.has(token.name) || MAPPING.test(token.name)) {
      const element = readElement(reader, token);
      collect(into, { path: pathOf(packages, childText(element, 'SHORT-NAME') ?? ''), element });
    } else {
      open.push(token.name);
      if (token.name === 'AR-PACKAGE') packages.push('');
    }
  }
};

/** Those that can be read, by id; the first of two with one id stays. */
const byId = <Part extends { readonly id: number; readonly path: string }>(
  found: readonly Found[],
  read: (each: Found) => Part | string,
  notes: Notes,
): Map<number, Part> => {
  const parts = new Map<number, Part>();
  for (const each of found) {
    const part = read(each);
    const before = typeof part === 'string' ? undefined : parts.get(part.id);
    if (typeof part === 'string') note(notes, each.path, part);
    else if (before !== undefined) note(notes, part.path, `id ${part.id} is already that of ${before.path}`);
    else parts.set(part.id, part);
  }
  return parts;
};

const byPath = <Part extends { readonly path: string }>(parts: Iterable<Part>): ReadonlyMap<string, Part> =>
  new Map([...parts].map((part) => [part.path, part]));

/** Everything that a mapping can refer to, by path. */
interface Targets {
  readonly definitions: ReadonlyMap<string, EventDefinition>;
  readonly idsms: ReadonlyMap<string, IdsmInstance>;
  readonly chains: ReadonlyMap<string, FilterChain>;
}

const resolve = <Part>(
  paths: readonly string[],
  parts: ReadonlyMap<string, Part>,
  from: string,
  notes: Notes,
): Part[] =>
  paths.flatMap((path) => {
    const part = parts.get(path);
    if (part === undefined) note(notes, from, `the reference to ${path.slice(0, 200)} leads to nothing that was read`);
    return part === undefined ? [] : [part];
  });

/** Calls `add` for every pair of IdsM and event of one set of properties. */
const eachUse = (
  mapping: RawMapping,
  props: RawProps,
  targets: Targets,
  notes: Notes,
  add: (use: EventUse) => void,
): void => {
  const idsms = new Set(resolve(mapping.idsms, targets.idsms, mapping.path, notes));
  const events = resolve(props.events, targets.definitions, mapping.path, notes);
  const chain = mapping.chains.map((path) => targets.chains.get(path))[0];
  const { sensor, severity, mode, persistent } = props;
  const { sensorName } = mapping;
  for (const idsm of idsms)
    for (const event of events)
      add({ idsm: idsm.id, sensor, event: event.id, sensorName, severity, mode, persistent, chain });
};

const allUses = (mappings: readonly RawMapping[], targets: Targets, notes: Notes): Map<string, EventUse> => {
  const uses = new Map<string, EventUse>();
  let count = 0;
  for (const mapping of mappings) {
    const add = (use: EventUse): void => {
      count += 1;
      if (count > MAX_USES) refuse(`more than ${MAX_USES} mapped events`);
      const key = useKey(use.idsm, use.sensor, use.event);
      if (uses.has(key)) note(notes, mapping.path, `IdsM/sensor/event ${key} is mapped twice`);
      else uses.set(key, use);
    };
    for (const props of mapping.props) eachUse(mapping, props, targets, notes, add);
  }
  return uses;
};

const nameFile = (error: unknown, file: string): unknown =>
  isDomainError(error, 'idsm.xml') ? idsmError('idsm.xml', { ...error.detail, file }) : error;

const readFiles = (files: readonly ArxmlFile[], limits: Partial<XmlLimits>): Collected => {
  if (files.length > MAX_FILES) refuse(`more than ${MAX_FILES} files`);
  const collected: Collected = { definitions: [], idsms: [], chains: [], mappings: [], limits: new Map(), count: 0 };
  for (const file of files) {
    try {
      walk(createXmlReader(file.bytes, limits), collected);
    } catch (error) {
      throw nameFile(error, file.name);
    }
  }
  return collected;
};

/**
 * Reads the Security Extract (AUTOSAR SecXT) of an operator from its ARXML files; references may lead from one file to
 * another. What cannot be used (no id, an id given twice, a reference to nothing) is noted and the rest is read.
 * Element names follow the AUTOSAR schema as seen in public code; other elements are skipped.
 * @throws idsm.xml with file, line and column; idsm.extract when there is no event definition or too much of anything
 */
export const readSecurityExtract = (files: readonly ArxmlFile[], limits: Partial<XmlLimits> = {}): SecurityExtract => {
  const collected = readFiles(files, limits);
  if (collected.definitions.length === 0) refuse('no SECURITY-EVENT-DEFINITION was found');
  const notes: Notes = { kept: [], more: 0 };
  const definitions = byId(collected.definitions, readDefinition, notes);
  const idsms = byId(collected.idsms, (found) => readIdsm(found, (path) => collected.limits.get(path)), notes);
  const chains = collected.chains.map(readChain);
  const targets = { definitions: byPath(definitions.values()), idsms: byPath(idsms.values()), chains: byPath(chains) };
  const uses = allUses(collected.mappings, targets, notes);
  return { definitions, idsms, uses, chains, notes: notes.kept, moreNotes: notes.more };
};
