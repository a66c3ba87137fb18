import { firewallError } from '../errors.ts';

/** An object of JSON. */
export type Fields = Readonly<Record<string, unknown>>;
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const fieldsIn = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

const MOST_DEPTH = 32;

/** Lines on which the objects of a text begin, in the order in which they end. Throws `firewall.unknown-format` for what nests too deep. */
const startLines = (text: string): readonly number[] => {
  const ended: number[] = [];
  const open: { readonly sign: string; readonly line: number }[] = [];
  let line = 1;
  let isInText = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === '\n') line += 1;
    if (isInText) {
      if (sign === '\\') at += 1;
      else if (sign === '"') isInText = false;
    } else if (sign === '"') isInText = true;
    else if (sign === '{' || sign === '[') {
      open.push({ sign, line });
      if (open.length > MOST_DEPTH) throw firewallError('firewall.unknown-format');
    } else if (sign === '}' || sign === ']') {
      const last = open.pop();
      if (last?.sign === '{') ended.push(last.line);
    }
  }
  return ended;
};

/** A JSON document, and the line on which each of its objects begins. Throws `firewall.unknown-format` for what is no JSON. */
export const parseWithLines = (text: string): { readonly root: unknown; readonly lineOf: (of: Fields) => number } => {
  const starts = startLines(text);
  const lines = new Map<unknown, number>();
  let ended = 0;
  try {
    const root: unknown = JSON.parse(text, (_, value: unknown) => {
      if (isFields(value)) {
        lines.set(value, starts[ended] ?? 1);
        ended += 1;
      }
      return value;
    });
    return { root, lineOf: (of) => lines.get(of) ?? 1 };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw firewallError('firewall.unknown-format');
  }
};
