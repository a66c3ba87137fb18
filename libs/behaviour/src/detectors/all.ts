import type { BehaviourDetector } from '../detector.ts';
import { beacon } from './beacon.ts';
import { campaign } from './campaign.ts';
import { commandBurst } from './command-burst.ts';
import { commandWhileDriving } from './command-while-driving.ts';
import { dnsTunnel } from './dns-tunnel.ts';
import { firstSeen } from './first-seen.ts';
import { foreignDestination } from './foreign-destination.ts';
import { generatedNames } from './generated-names.ts';
import { hostFanOut } from './host-fan-out.ts';
import { manyVehicles } from './many-vehicles.ts';
import { portFanOut } from './port-fan-out.ts';
import { regionRate } from './region-rate.ts';
import { signalRate } from './signal-rate.ts';
import { softwareRate } from './software-rate.ts';
import { twoCountries } from './two-countries.ts';
import { unlockWithoutSession } from './unlock-without-session.ts';
import { vinEnumeration } from './vin-enumeration.ts';

/** Every detector of behaviour, one file each. */
export const BEHAVIOUR_DETECTORS: readonly BehaviourDetector[] = [
  portFanOut,
  hostFanOut,
  beacon,
  foreignDestination,
  firstSeen,
  generatedNames,
  dnsTunnel,
  manyVehicles,
  vinEnumeration,
  unlockWithoutSession,
  commandWhileDriving,
  twoCountries,
  commandBurst,
  campaign,
  signalRate,
  softwareRate,
  regionRate,
];
