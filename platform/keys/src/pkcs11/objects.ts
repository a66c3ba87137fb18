import type { Session } from './session.ts';
import { firstValue, template, word, wordAt, WORD, type Attribute } from './memory.ts';

const MOST_OBJECTS = 256;

/** Handles of the objects with all of these attributes, at most 256. */
export const findObjects = async (
  { call, cryptoki }: Session,
  attributes: readonly Attribute[],
): Promise<readonly number[]> => {
  await call('findObjectsInit', template(cryptoki.native, attributes), attributes.length);
  const handles = Buffer.alloc(WORD * MOST_OBJECTS);
  const count = word(0);
  await call('findObjects', handles, MOST_OBJECTS, count);
  await call('findObjectsFinal');
  return Array.from({ length: Math.min(wordAt(count), MOST_OBJECTS) }, (_, index) => wordAt(handles, index));
};

/** An attribute of an object, at most `room` bytes. */
export const readAttribute = async (
  { call, cryptoki }: Session,
  object: number,
  type: number,
  room: number,
): Promise<Buffer> => {
  const asked = template(cryptoki.native, [[type, new Uint8Array(room)]]);
  await call('getAttributeValue', object, asked, 1);
  return firstValue(asked, room);
};
