import { existsSync, readFileSync } from 'node:fs';

/** A value of a vector file and the line that names it. */
interface Named {
  readonly label: string;
  readonly value: string;
}

/** Text of a vector file, undefined when it is absent. */
export const readVectors = (file: string): string | undefined =>
  existsSync(file) ? readFileSync(file, 'utf8') : undefined;

/** Parts of a text behind lines that match, each with what the first group of the match caught. */
export const sectionsOf = (
  text: string,
  start: RegExp,
): readonly { readonly name: string; readonly text: string }[] => {
  const found = [...text.matchAll(new RegExp(start, 'gm'))];
  return found.map((match, at) => ({
    name: match[1] ?? String(at),
    text: text.slice(match.index, found[at + 1]?.index ?? text.length),
  }));
};

/** Values that stand alone on a line, under the line that names them: `0x…`, or a point as `[0x…L], [0x…L]`. */
const valuesOf = (text: string): readonly Named[] => {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.flatMap((line, at): Named[] => {
    const point = /^\[0x([0-9a-f]+)L\], \[0x([0-9a-f]+)L\]$/i.exec(line);
    const value =
      point === null
        ? /^0x([0-9a-f]+)$/i.exec(line)?.[1]
        : `04${(point[1] ?? '').padStart(64, '0')}${(point[2] ?? '').padStart(64, '0')}`;
    return value === undefined ? [] : [{ label: lines[at - 1] ?? '', value: value.toLowerCase() }];
  });
};

/** The value under the first line that matches; throws when there is none, so that no case passes on nothing. */
export const valueUnder = (text: string, label: RegExp): string => {
  const found = valuesOf(text).find((one) => label.test(one.label));
  if (found === undefined) throw new Error(`the file has no value under ${label}`);
  return found.value;
};

/** Fields of the form `name = 0x…` or `name = ""`, first ones count. */
export const fieldsOf = (text: string): ((name: string) => string) => {
  const fields = new Map<string, string>();
  for (const [, name, hexDigits, quoted, decimal] of text.matchAll(
    /^(\w+) *= *(?:0x([0-9a-f]*)|(""|'')|(\d+) octets) *$/gim,
  ))
    if (name !== undefined && !fields.has(name))
      fields.set(name, (hexDigits ?? (quoted === undefined ? decimal : '') ?? '').toLowerCase());
  return (name) => {
    const value = fields.get(name);
    if (value === undefined) throw new Error(`the vector has no field ${name}`);
    return value;
  };
};
