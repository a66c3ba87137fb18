import type { Prng } from '../prng.ts';

/** What a vehicle is doing. */
export type Phase = 'driving' | 'parked' | 'charging';

/** A simulated battery-electric car; `step` moves it. */
export interface Vehicle {
  readonly vin: string;
  readonly iccid: string;
  /** Account of its owner on the platform, and the address the owner's phone uses. */
  readonly owner: string;
  readonly ownerIp: string;
  phase: Phase;
  /** Seconds until the phase changes. */
  left: number;
  speedKmh: number;
  targetKmh: number;
  headingDeg: number;
  lon: number;
  lat: number;
  socPct: number;
  odometerKm: number;
  /** Battery current in A, positive = discharge. */
  currentA: number;
  batteryC: number;
  motorRpm: number;
  torqueNm: number;
  /** Login serial number, counts per login. */
  serial: number;
}

const PACK_KWH = 70;
const NOMINAL_V = 380;
const KM_PER_DEGREE = 111.32;
const MAX_KMH = 120;
const MAX_STEP_S = 5;

/** Pack voltage at the present charge and load. */
export const packVoltage = (vehicle: Vehicle): number =>
  NOMINAL_V * (0.9 + 0.2 * (vehicle.socPct / 100)) - vehicle.currentA * 0.05;

const phaseAfter = (vehicle: Vehicle, random: Prng): { readonly phase: Phase; readonly left: number } => {
  if (vehicle.phase === 'driving') {
    return vehicle.socPct < 25
      ? { phase: 'charging', left: random.int(1200, 3600) }
      : { phase: 'parked', left: random.int(300, 3600) };
  }
  return { phase: 'driving', left: random.int(300, 2400) };
};

const changePhase = (vehicle: Vehicle, random: Prng): void => {
  const { phase, left } = phaseAfter(vehicle, random);
  vehicle.phase = phase;
  vehicle.left = left;
  vehicle.targetKmh = phase === 'driving' ? random.between(20, 100) : 0;
};

const accelerate = (vehicle: Vehicle, seconds: number, random: Prng): number => {
  if (random.chance(0.08)) vehicle.targetKmh = random.between(0, MAX_KMH);
  const before = vehicle.speedKmh;
  const limit = seconds * 9;
  const change = Math.max(-limit, Math.min(limit, vehicle.targetKmh - before));
  vehicle.speedKmh = Math.max(0, before + change);
  return (vehicle.speedKmh - before) / 3.6 / seconds;
};

const drive = (vehicle: Vehicle, seconds: number, random: Prng): void => {
  const acceleration = accelerate(vehicle, seconds, random);
  const metresPerSecond = vehicle.speedKmh / 3.6;
  const km = (metresPerSecond * seconds) / 1000;
  vehicle.headingDeg = (vehicle.headingDeg + random.between(-8, 8) + 360) % 360;
  const heading = (vehicle.headingDeg * Math.PI) / 180;
  vehicle.lat += (km * Math.cos(heading)) / KM_PER_DEGREE;
  vehicle.lon += (km * Math.sin(heading)) / (KM_PER_DEGREE * Math.cos((vehicle.lat * Math.PI) / 180));
  vehicle.odometerKm += km;
  // 1.9 t car: inertia, rolling and air resistance, 400 W of auxiliaries
  const force = 1900 * acceleration + 230 + 0.4 * metresPerSecond * metresPerSecond;
  const watts = force * metresPerSecond + 400;
  vehicle.torqueNm = (force * 0.33) / 9;
  vehicle.motorRpm = (metresPerSecond / (2 * Math.PI * 0.33)) * 60 * 9;
  vehicle.currentA = Math.max(-250, Math.min(400, watts / NOMINAL_V));
};

const rest = (vehicle: Vehicle): void => {
  vehicle.speedKmh = 0;
  vehicle.motorRpm = 0;
  vehicle.torqueNm = 0;
  vehicle.currentA = vehicle.phase === 'charging' ? -120 : 0.5;
};

const stepOnce = (vehicle: Vehicle, seconds: number, random: Prng): void => {
  vehicle.left -= seconds;
  if (vehicle.left <= 0) changePhase(vehicle, random);
  if (vehicle.phase === 'driving') drive(vehicle, seconds, random);
  else rest(vehicle);
  const kwh = (vehicle.currentA * NOMINAL_V * seconds) / 3_600_000;
  vehicle.socPct = Math.max(3, Math.min(100, vehicle.socPct - (kwh / PACK_KWH) * 100));
  const warm = 22 + Math.abs(vehicle.currentA) * 0.06;
  vehicle.batteryC += (warm - vehicle.batteryC) * Math.min(1, seconds / 900);
  const isFull = vehicle.phase === 'charging' && vehicle.socPct >= 95;
  const isEmpty = vehicle.phase === 'driving' && vehicle.socPct <= 8;
  if (isFull || isEmpty) vehicle.left = 0;
};

/** Lets `seconds` pass. Speed, distance, position, current and charge stay consistent with each other. */
export const step = (vehicle: Vehicle, seconds: number, random: Prng): void => {
  for (let left = seconds; left > 0; left -= MAX_STEP_S) stepOnce(vehicle, Math.min(left, MAX_STEP_S), random);
};
