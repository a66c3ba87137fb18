import { LEVELS, type Level } from './grade-table.ts';
import { nodeOf, type Basis } from './read.ts';

/** Colours of warnings 预警. */
export const COLOURS = ['红', '橙', '黄', '蓝'] as const;
export type Colour = (typeof COLOURS)[number];

/** Which colour follows which possible level (281号 4.3; the mapping is unverified). */
export interface WarningColours {
  readonly basis: Basis;
  readonly colours: ReadonlyMap<Level, Colour>;
}

/** Reads the part `warningColours` of the table of 281号. Throws `regulations.table-invalid`. */
export const readWarningColours = (value: unknown): WarningColours => {
  const node = nodeOf(value).get('warningColours');
  const colours = node.get('colours');
  return {
    basis: node.get('basis').basis(),
    colours: new Map(LEVELS.map((level) => [level, colours.get(level).oneOf(COLOURS)])),
  };
};

/** Colour of a warning of an event that may reach a level; null for none. */
export const colourOf = ({ colours }: WarningColours, possible: Level | null): Colour | null =>
  possible === null ? null : (colours.get(possible) ?? null);
