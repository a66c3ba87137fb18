import { hexOf, ipv4Text, ipv6Text, textOf, u16, u32 } from '../app/text.ts';
import { FIELDS } from './fields.ts';
import type { ExportedFlow, FlowValue } from './message.ts';
import { VARIABLE } from './templates.ts';
import type { Template, TemplateField, TemplateStore } from './templates.ts';

const MAX_FIELDS = 256;
const MAX_FLOWS = 4096;

/** A datagram under way. */
export interface SetContext {
  readonly exporter: string;
  readonly domain: number;
  readonly version: 9 | 10;
  readonly store: TemplateStore;
  readonly flows: ExportedFlow[];
  templates: number;
  unknownSets: number;
  unread: number;
}

const numberOf = (bytes: Uint8Array): FlowValue => {
  let value = 0n;
  for (const byte of bytes) value = value * 256n + BigInt(byte);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value);
};

const smallNumber = (bytes: Uint8Array): number => {
  let value = 0;
  for (const byte of bytes) value = value * 256 + byte;
  return value;
};

const valueOf = (field: TemplateField, bytes: Uint8Array): readonly [string, FlowValue] => {
  const known = field.enterprise === 0 ? FIELDS[field.id] : undefined;
  if (known === undefined) {
    const name = field.enterprise === 0 ? `e${field.id}` : `e${field.enterprise}_${field.id}`;
    return [name, hexOf(bytes.subarray(0, 256))];
  }
  const [name, kind] = known;
  if (kind === 'ipv4' && bytes.length === 4) return [name, ipv4Text(bytes, 0)];
  if (kind === 'ipv6' && bytes.length === 16) return [name, ipv6Text(bytes, 0)];
  if (kind === 'mac' && bytes.length === 6) return [name, hexOf(bytes, ':')];
  if (kind === 'text') return [name, textOf(bytes.subarray(0, 256)).replace(/\0+$/, '')];
  if (kind !== 'number' || bytes.length > 8) return [name, hexOf(bytes.subarray(0, 256))];
  return [name, bytes.length <= 6 ? smallNumber(bytes) : numberOf(bytes)];
};

/** Where a field's bytes lie; undefined when they do not fit. */
const extentOf = (field: TemplateField, bytes: Uint8Array, at: number): readonly [number, number] | undefined => {
  if (field.length !== VARIABLE) return at + field.length > bytes.length ? undefined : [at, at + field.length];
  const short = bytes[at];
  if (short === undefined) return undefined;
  const from = short === 255 ? at + 3 : at + 1;
  const to = from + (short === 255 ? u16(bytes, at + 1) : short);
  return to > bytes.length ? undefined : [from, to];
};

/** Reads the records of a data set by its template; padding shorter than a record is left. */
const readData = (context: SetContext, template: Template, bytes: Uint8Array): void => {
  let at = 0;
  while (bytes.length - at >= template.minBytes && context.flows.length < MAX_FLOWS) {
    const flow: (readonly [string, FlowValue])[] = [];
    for (const field of template.fields) {
      const extent = extentOf(field, bytes, at);
      if (extent === undefined) {
        context.unread += bytes.length - at;
        return;
      }
      flow.push(valueOf(field, bytes.subarray(extent[0], extent[1])));
      at = extent[1];
    }
    if (!template.isOptions) context.flows.push(Object.fromEntries(flow));
  }
};

interface FieldList {
  readonly fields: readonly TemplateField[];
  readonly next: number;
}

/** `count` field descriptions at `at`; in IPFIX the top bit announces an enterprise number behind. */
const readFields = (context: SetContext, bytes: Uint8Array, at: number, count: number): FieldList | undefined => {
  const fields: TemplateField[] = [];
  if (count > MAX_FIELDS) return undefined;
  for (let index = 0; index < count; index += 1) {
    if (at + 4 > bytes.length) return undefined;
    const id = u16(bytes, at);
    const isPrivate = context.version === 10 && id >= 0x8000;
    if (isPrivate && at + 8 > bytes.length) return undefined;
    fields.push({
      id: isPrivate ? id & 0x7fff : id,
      enterprise: isPrivate ? u32(bytes, at + 4) : 0,
      length: u16(bytes, at + 2),
    });
    at += isPrivate ? 8 : 4;
  }
  return { fields, next: at };
};

const templateOf = (fields: readonly TemplateField[], isOptions: boolean): Template => ({
  fields,
  isOptions,
  minBytes: fields.reduce((sum, { length }) => sum + (length === VARIABLE ? 1 : length), 0),
});

/** Reads a set of templates (v9 id 0 and 1, IPFIX id 2 and 3); one without fields withdraws what it names. */
const readTemplates = (context: SetContext, bytes: Uint8Array, isOptions: boolean): void => {
  for (let at = 0; bytes.length - at >= 4;) {
    const id = u16(bytes, at);
    // v9 counts bytes of scopes and options, IPFIX fields of which some are scopes
    const isOldOptions = isOptions && context.version === 9;
    const count = isOldOptions ? (u16(bytes, at + 2) + u16(bytes, at + 4)) >> 2 : u16(bytes, at + 2);
    if (id < 256) return void (context.unread += bytes.length - at);
    context.templates += 1;
    if (count === 0) {
      context.store.remove(context.exporter, context.domain, id);
      at += 4;
      continue;
    }
    const list = readFields(context, bytes, at + (isOptions ? 6 : 4), count);
    const template = list && templateOf(list.fields, isOptions);
    if (list === undefined || template === undefined || template.minBytes === 0)
      return void (context.unread += bytes.length - at);
    context.store.set(context.exporter, context.domain, id, template);
    at = list.next;
  }
};

/** Reads one set: templates, options templates, or data of a known template. */
export const readSet = (context: SetContext, id: number, body: Uint8Array): void => {
  const first = context.version === 9 ? 0 : 2;
  if (id === first || id === first + 1) return readTemplates(context, body, id === first + 1);
  if (id < 256) return void (context.unread += body.length);
  const template = context.store.get(context.exporter, context.domain, id);
  if (template === undefined) context.unknownSets += 1;
  else readData(context, template, body);
};
