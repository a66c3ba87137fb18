import type { FieldNode, FieldTable } from './fields.ts';
import { fold } from './fold.ts';
import { isObject, layersOf, unwrapText, type EventObject } from './layers.ts';
import { textOfValue } from './predicate.ts';

/** Nesting beyond which values are not looked at. */
export const MAX_DEPTH = 64;

/**
 * One event at a time, by field number. `bind` walks the event once; nothing is copied, and only fields that some
 * rule asks for get a slot. Stamps tell the slots of this event from those of earlier ones.
 */
export class EventView {
  readonly #fields: FieldTable;
  #epoch = 0;
  #stamps: number[] = [];
  #values: unknown[] = [];
  #foldStamps: number[] = [];
  #folded: string[] = [];
  #aliases = false;
  /** Numbers of the fields that the event has, in its own order. */
  readonly touched: number[] = [];
  touchedCount = 0;
  /** All scalar values as text, filled when keywords are asked for. */
  readonly texts: string[] = [];
  textCount = 0;

  constructor(fields: FieldTable) {
    this.#fields = fields;
  }

  /** Looks at the next event. `keywords` also collects every scalar; `aliases` renames the fields of Security 4688. */
  bind(event: EventObject, keywords: boolean, aliases: boolean): void {
    this.#epoch += 1;
    this.touchedCount = 0;
    this.textCount = 0;
    this.#aliases = aliases;
    if (keywords) this.#collect(event, 0);
    if (event['Event'] === undefined) this.#walk(event, this.#fields.root, 0);
    else for (const layer of layersOf(event)) this.#walk(layer, this.#fields.root, 0);
  }

  /** The value of a field; `undefined` when the event does not have it. A list stands for all its members. */
  value(field: number): unknown {
    return this.#stamps[field] === this.#epoch ? this.#values[field] : undefined;
  }

  /** Folded form of a text value, made at most once for each event. */
  folded(field: number, text: string): string {
    if (this.#foldStamps[field] === this.#epoch) return this.#folded[field] ?? '';
    const form = fold(text);
    this.#foldStamps[field] = this.#epoch;
    this.#folded[field] = form;
    return form;
  }

  #walk(object: EventObject, level: Map<string, FieldNode>, depth: number): void {
    for (const key in object) {
      const node = level.get(key);
      if (node !== undefined) this.#visit(object[key], node, depth);
    }
  }

  #visit(raw: unknown, node: FieldNode, depth: number): void {
    const value = typeof raw === 'object' ? unwrapText(raw) : raw;
    if (node.id >= 0) this.#put(node.id, value);
    if (this.#aliases && node.alias >= 0) this.#put(node.alias, value);
    if (node.children !== undefined && typeof value === 'object' && value !== null && depth < MAX_DEPTH)
      this.#descend(value, node.children, depth + 1);
  }

  #descend(value: object, children: Map<string, FieldNode>, depth: number): void {
    if (!Array.isArray(value)) return this.#walk(value as EventObject, children, depth);
    for (const item of value)
      if (typeof item === 'object' && item !== null && depth < MAX_DEPTH) this.#descend(item, children, depth + 1);
  }

  #put(field: number, value: unknown): void {
    if (this.#stamps[field] !== this.#epoch) {
      this.#stamps[field] = this.#epoch;
      this.#values[field] = value;
      this.touched[this.touchedCount] = field;
      this.touchedCount += 1;
      return;
    }
    this.#values[field] = [this.#values[field], value];
  }

  #collect(value: unknown, depth: number): void {
    const text = textOfValue(value);
    if (text !== undefined) {
      this.texts[this.textCount] = text;
      this.textCount += 1;
    } else if (typeof value === 'object' && value !== null && depth < MAX_DEPTH) {
      if (Array.isArray(value)) for (const item of value) this.#collect(item, depth + 1);
      else if (isObject(value)) for (const key in value) this.#collect(value[key], depth + 1);
    }
  }
}
