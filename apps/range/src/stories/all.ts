import type { StoryName } from '../options.ts';
import type { StoryTeller } from '../story.ts';
import { ecu } from './ecu.ts';
import { flows } from './flows.ts';
import { intrusion } from './intrusion.ts';
import { remote } from './remote.ts';
import { road } from './road.ts';
import { signedRoad } from './signed-road.ts';
import { takeover } from './takeover.ts';
import { tbox } from './tbox.ts';
import { telemetry } from './telemetry.ts';
import { terminals } from './terminals.ts';

/** Who tells which story. */
export const TELLERS: Readonly<Record<StoryName, StoryTeller>> = {
  takeover,
  tbox,
  intrusion,
  telemetry,
  remote,
  terminals,
  ecu,
  road,
  'signed-road': signedRoad,
  flows,
};
