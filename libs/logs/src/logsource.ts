import type { EventLogsource } from './event.ts';
import type { JsonObject } from './text/value.ts';
import { text } from './text/value.ts';

const LONGEST_WORD = 128;

/** The logsource that a record itself names in `product`, `category` and `service`; undefined when it names none. */
export const carriedLogsource = (fields: JsonObject): EventLogsource | undefined => {
  const product = word(fields['product']);
  const category = word(fields['category']);
  const service = word(fields['service']);
  if (product === undefined && category === undefined && service === undefined) return undefined;
  return logsource(product, category, service);
};

const word = (value: unknown): string | undefined => {
  const present = text(value);
  return present === undefined || present.length > LONGEST_WORD ? undefined : present;
};

/** A logsource with the parts that are given. */
export const logsource = (product: string | undefined, category?: string, service?: string): EventLogsource => {
  const made: { product?: string; category?: string; service?: string } = {};
  if (product !== undefined) made.product = product;
  if (category !== undefined) made.category = category;
  if (service !== undefined) made.service = service;
  return made;
};
