import type { CorrelationOutline } from '@chedun/correlation/contract';

/** A length of time as a number and the name of its unit: the largest unit that leaves no fraction. */
export const spanOf = (ms: number): { readonly n: number; readonly unit: 'second' | 'minute' | 'hour' | 'day' } => {
  const units = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
  ] as const;
  const found = units.find(([, width]) => ms >= width && ms % width === 0);
  return found ? { unit: found[0], n: ms / found[1] } : { unit: 'second', n: Math.round(ms / 100) / 10 };
};

/** A dot of the picture: a hit of a rule at a place between 0 (left) and 1 (right). */
interface PictureDot {
  readonly row: number;
  readonly x: number;
  readonly inside: boolean;
}

/** Everything that the picture shows, in shares of its width. */
export interface Picture {
  readonly dots: readonly PictureDot[];
  readonly from: number;
  readonly to: number;
  /** Where it fires; undefined when it did not. */
  readonly fires: number | undefined;
}

const MOST_DOTS = 12;
const BRACKET = { from: 0.24, to: 0.86 };

const ordered = (type: CorrelationOutline['type']): boolean => type.startsWith('temporal_ordered');

/** What would make the correlation fire, as a sketch: no real times. */
export const sketchOf = ({ type, rules, threshold }: CorrelationOutline): Picture => {
  const { from, to } = BRACKET;
  const rows = Math.max(1, rules.length);
  const wanted = type.startsWith('temporal') ? rows : Math.min(MOST_DOTS, Math.max(2, threshold ?? 5));
  const inside = Array.from({ length: wanted }, (_, n) => {
    const share = wanted === 1 ? 1 : n / (wanted - 1);
    const shuffled = ordered(type) ? n : (n * 7) % wanted;
    return {
      row: (type.startsWith('temporal') ? shuffled : n) % rows,
      x: from + 0.02 + share * (to - from - 0.02),
      inside: true,
    };
  });
  const before = { row: 0, x: from / 2, inside: false };
  return { dots: [before, ...inside], from, to, fires: to };
};

interface Tried {
  readonly hits: readonly { readonly rule: string; readonly at: string; readonly group: string }[];
  readonly firings: readonly {
    readonly at: string;
    readonly from: string;
    readonly group: readonly { readonly value: string }[];
  }[];
}

/** The part of time that is shown is this much wider than the window on the left, and as a whole. */
const WIDER = { left: 1.35, all: 1.55 };

/** Hits of a trial around its last firing, in time. A window whose hits lie close together is cut off on the left. */
export const pictureOf = (outline: CorrelationOutline, { hits, firings }: Tried): Picture | undefined => {
  const last = firings.at(-1);
  if (last === undefined) return undefined;
  const end = Date.parse(last.at);
  const start = Math.max(Date.parse(last.from), end - outline.timespanMs);
  const width = Math.max(1, Math.min(outline.timespanMs, (end - start) * 1.2 || outline.timespanMs));
  const left = end - width * WIDER.left;
  const scale = (at: number): number => (at - left) / (width * WIDER.all);
  const group = last.group.map(({ value }) => value).join(' · ');
  const rowOf = new Map(outline.rules.map(({ id, reference }, row) => [id ?? reference, row]));
  const dots = hits
    .filter((hit) => hit.group === group)
    .map((hit) => ({ at: Date.parse(hit.at), row: rowOf.get(hit.rule) ?? 0 }))
    .map(({ at, row }) => ({ row, x: scale(at), inside: at >= start && at <= end }))
    .filter(({ x }) => x >= 0 && x <= 1);
  return { dots, from: Math.max(0, scale(end - outline.timespanMs)), to: scale(end), fires: scale(end) };
};

/** Skeleton of a new correlation with the rule that it stands on; it loads and lints clean as it stands. */
export const newCorrelationText = (ids: { readonly rule: string; readonly correlation: string }, day: string): string =>
  `title: Remote Command Refused
id: ${ids.rule}
name: refused_${ids.rule.slice(0, 8)}
status: experimental
description: The platform refused a remote command.
author: ''
date: ${day}
logsource:
  product: tsp
  category: remote_control
detection:
  selection:
    result: denied
  condition: selection
level: informational
---
title: Many Remote Commands Refused
id: ${ids.correlation}
status: experimental
description: Five refused commands of one account within ten minutes.
author: ''
date: ${day}
tags:
  - attack.privilege-escalation
correlation:
  type: event_count
  rules:
    - refused_${ids.rule.slice(0, 8)}
  group-by:
    - account
  timespan: 10m
  condition:
    gte: 5
level: medium
`;
