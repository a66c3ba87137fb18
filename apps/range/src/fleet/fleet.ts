import type { Prng } from '../prng.ts';
import { demoVin } from '../vin.ts';
import type { Phase, Vehicle } from './vehicle.ts';

/** Longitude and latitude of the towns the fleet lives in. */
const TOWNS: readonly (readonly [lon: number, lat: number])[] = [
  [121.4737, 31.2304],
  [116.4074, 39.9042],
  [113.2644, 23.1291],
  [114.0579, 22.5431],
  [104.0665, 30.5728],
  [108.9398, 34.3416],
  [117.2272, 31.8206],
];

const phaseOf = (random: Prng): Phase => {
  const draw = random.next();
  if (draw < 0.55) return 'driving';
  return draw < 0.85 ? 'parked' : 'charging';
};

/** Address of an owner's phone, from 198.18.0.0/15 (RFC 2544: never routed). */
const phoneAddress = (index: number): string => `198.${18 + ((index >> 16) & 1)}.${(index >> 8) & 255}.${index & 255}`;

const vehicleOf = (index: number, random: Prng): Vehicle => {
  const [lon, lat] = random.pick(TOWNS);
  return {
    vin: demoVin(index),
    iccid: `898604${String(index).padStart(14, '0')}`,
    owner: `owner${String(index).padStart(6, '0')}`,
    ownerIp: phoneAddress(index + 1),
    phase: phaseOf(random),
    left: random.int(60, 2400),
    speedKmh: 0,
    targetKmh: random.between(20, 90),
    headingDeg: random.between(0, 360),
    lon: lon + random.between(-0.2, 0.2),
    lat: lat + random.between(-0.2, 0.2),
    socPct: random.between(30, 95),
    odometerKm: random.between(200, 80_000),
    currentA: 0,
    batteryC: random.between(15, 28),
    motorRpm: 0,
    torqueNm: 0,
    serial: 0,
  };
};

/** The fleet of a run: `count` vehicles that depend on nothing but the random stream. */
export const createFleet = (count: number, random: Prng): readonly Vehicle[] =>
  Array.from({ length: count }, (_, index) => vehicleOf(index, random));
