import { say } from '@chedun/kernel';
import type { CanFrame } from '../../frame.ts';
import { verdictOn } from '../detector.ts';
import type { IdsRule } from '../detector.ts';
import { BUS_WORDS } from '../phrases.ts';

/** Keys tried, or refused, in the window on one channel from which on it is brute force. A tester that mistypes stays below. */
const MOST_ATTEMPTS = 5;
const WINDOW_S = 60;
const MAX_CHANNELS = 256;

/** 11 bit identifiers of diagnostics (ISO 15765-4 and the usual makers' range) and 29 bit 18DAxxxx / 18DBxxxx. */
const isDiagnostic = ({ id, extended }: CanFrame): boolean =>
  extended ? id >> 16 === 0x18da || id >> 16 === 0x18db : id >= 0x700;

/** Where the service begins: after the length of a single frame or of a first frame (ISO 15765-2); -1 for other frames. */
const serviceAt = (data: Uint8Array): number => {
  const type = (data[0] ?? 0xff) >> 4;
  if (type === 0) return data[0] === 0 ? 2 : 1;
  return type === 1 ? 2 : -1;
};

/** A key sent (27 with an even sub-function), or a refusal of one (7F 27 with 35 invalid key, 36 too many, 37 too soon). */
const isAttempt = (data: Uint8Array): boolean => {
  const at = serviceAt(data);
  if (at < 0) return false;
  const level = (data[at + 1] ?? 0) & 0x7f;
  if (data[at] === 0x27) return level !== 0 && level % 2 === 0;
  const code = data[at + 2] ?? 0;
  return data[at] === 0x7f && data[at + 1] === 0x27 && code >= 0x35 && code <= 0x37;
};

/**
 * can.ids.security_access: more than five keys tried or refused (UDS service 27, ISO 14229-1) on one channel within 60 s.
 * Needs no training; every further attempt is told.
 */
export const securityAccess: IdsRule = {
  id: 'can.ids.security_access',
  create: () => {
    const channels = new Map<string, number[]>();
    return (sighting, tell) => {
      const { frame } = sighting;
      if (!isDiagnostic(frame) || !isAttempt(frame.data)) return;
      const times = channels.get(frame.channel) ?? [];
      if (channels.size >= MAX_CHANNELS && !channels.has(frame.channel)) return;
      channels.set(frame.channel, times);
      times.push(frame.time);
      if (times.length <= MOST_ATTEMPTS) return;
      const oldest = times.shift() ?? frame.time;
      if (frame.time - oldest > WINDOW_S) return;
      tell(
        verdictOn(sighting, {
          rule: 'can.ids.security_access',
          weight: 'certain',
          expected: say(BUS_WORDS.mostKeys, { count: MOST_ATTEMPTS, seconds: WINDOW_S }),
          seen: say(BUS_WORDS.oneMoreKey, { seconds: (frame.time - oldest).toFixed(1) }),
        }),
      );
    };
  },
};
