import type { IdsRule } from './detector.ts';
import { busLoad } from './rules/bus-load.ts';
import { constantBits } from './rules/constant-bits.ts';
import { counter } from './rules/counter.ts';
import { interval } from './rules/interval.ts';
import { order } from './rules/order.ts';
import { payloadLength } from './rules/payload-length.ts';
import { rareId } from './rules/rare-id.ts';
import { replay } from './rules/replay.ts';
import { securityAccess } from './rules/security-access.ts';
import { signalJump } from './rules/signal-jump.ts';
import { signalRange } from './rules/signal-range.ts';
import { tooEarly } from './rules/too-early.ts';
import { unknownId } from './rules/unknown-id.ts';

/** Every rule, in the order in which they judge a frame. */
export const IDS_RULES: readonly IdsRule[] = [
  unknownId,
  rareId,
  interval,
  tooEarly,
  payloadLength,
  constantBits,
  counter,
  replay,
  order,
  busLoad,
  signalRange,
  signalJump,
  securityAccess,
];
