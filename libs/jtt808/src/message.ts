import type { Layout } from './layout.ts';

/** Who sends a message. */
export type Direction = 'up' | 'down';

/**
 * One layout of a message body. `name` is the edition that defines it, or what else sets it apart; `fits` is asked
 * where the length alone cannot tell two editions apart.
 */
export interface Variant {
  readonly name: string;
  readonly layout: Layout;
  readonly fits?: (body: Uint8Array) => boolean;
}

/** A message: its name, who sends it, and its layouts under the old and the 2019 header, likeliest first. */
export interface MessageType {
  readonly id: number;
  readonly name: string;
  readonly direction: Direction;
  readonly old: readonly Variant[];
  readonly new: readonly Variant[];
}

const variant = (name: string, layout: Layout): Variant => ({ name, layout });

/** A message with the same body in all editions. */
export const same = (id: number, name: string, ...layout: Layout): MessageType => {
  const all = [variant('all', layout)];
  return { id, name, direction: directionOf(id), old: all, new: all };
};

/** A message whose body changed in 2019. */
export const changed = (id: number, name: string, old: Layout, latest: Layout): MessageType =>
  varied(id, name, [variant('2013', old)], [variant('2019', latest)]);

/** A message with several layouts under one header. */
export const varied = (id: number, name: string, old: readonly Variant[], latest: readonly Variant[]): MessageType => ({
  id,
  name,
  direction: directionOf(id),
  old,
  new: latest,
});

/** Ids from 8000 on are sent by the platform, except the vendor range E000-EFFF (JT/T 808-2019 clause 9). */
export const directionOf = (id: number): Direction => (id < 0x8000 || (id >= 0xe000 && id <= 0xefff) ? 'up' : 'down');
