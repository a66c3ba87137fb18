import { AREA_MESSAGES } from './areas.ts';
import type { MessageType, Variant } from './message.ts';
import { directionOf } from './message.ts';
import { PLATFORM_MESSAGES } from './platform.ts';
import { TERMINAL_MESSAGES } from './terminal.ts';
import { ATTACHMENT_MESSAGES, VIDEO_MESSAGES } from './video.ts';
import { namesOf } from './write.ts';

/** Which of the two headers a frame has; 2011 and 2013 differ in bodies only. */
export type HeaderEdition = '2011/2013' | '2019';

const TYPES: ReadonlyMap<number, MessageType> = new Map(
  [...TERMINAL_MESSAGES, ...PLATFORM_MESSAGES, ...AREA_MESSAGES, ...VIDEO_MESSAGES, ...ATTACHMENT_MESSAGES].map(
    (type) => [type.id, type],
  ),
);

/** Ids of all messages whose body is known. */
export const MESSAGE_IDS: readonly number[] = [...TYPES.keys()].toSorted((a, b) => a - b);

/** Layouts of a message under one header, likeliest first; none for an unknown message. */
export const variantsOf = (id: number, edition: HeaderEdition): readonly Variant[] => {
  const type = TYPES.get(id);
  if (type === undefined) return [];
  return edition === '2019' ? type.new : type.old;
};

/** Names of the top-level fields that the body of a message can have under one header. */
export const fieldNames = (id: number, edition: HeaderEdition): readonly string[] => [
  ...new Set(variantsOf(id, edition).flatMap(({ layout }) => namesOf(layout))),
];

/** True for E000-EFFF (terminal) and F000-FFFF (platform), which vendors define (2019). */
export const isVendorMessage = (id: number): boolean => id >= 0xe000;

/** snake_case name of a message: `position`, `terminal_control`, `vendor_f001`, `unknown_0f01`. */
export const messageName = (id: number): string => {
  const known = TYPES.get(id)?.name;
  if (known !== undefined) return known;
  return `${isVendorMessage(id) ? 'vendor' : 'unknown'}_${id.toString(16).padStart(4, '0')}`;
};

/** Who sends a message, known or not. */
export const messageDirection = (id: number): 'up' | 'down' => TYPES.get(id)?.direction ?? directionOf(id);
