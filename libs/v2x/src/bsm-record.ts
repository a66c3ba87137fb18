/** Head and body of one basic safety message as integers in the units of the standard; reused for every message. */
export interface BsmRecord {
  /** 0..127. */
  msgCnt: number;
  /** First four octets of the temporary id, unsigned. */
  idHigh: number;
  /** Last four octets of the temporary id, unsigned. */
  idLow: number;
  /** Milliseconds in the minute, 65535 = unavailable. */
  secMark: number;
  /** 1e-7 degrees, 900000001 = unavailable. */
  lat: number;
  /** 1e-7 degrees, 1800000001 = unavailable. */
  long: number;
  /** 0.1 m, -4096 = unavailable or absent. */
  elevation: number;
  /** 0 neutral, 1 park, 2 forward, 3 reverse, 7 unavailable. */
  transmission: number;
  /** 0.02 m/s, 8191 = unavailable. */
  speed: number;
  /** 0.0125 degrees, 28800 = unavailable. */
  heading: number;
  /** Steering wheel, 1.5 degrees, 127 = unavailable or absent. */
  angle: number;
  /** 0.01 m/s², 2001 = unavailable. */
  accelLong: number;
  /** 0.01 m/s², 2001 = unavailable. */
  accelLat: number;
  /** 0.02 g, -127 = unavailable. */
  accelVert: number;
  /** 0.01 degrees a second. */
  yaw: number;
  /** 0 unavailable or absent, 1 off, 2 on. */
  brakePadel: number;
  /** cm. */
  width: number;
  /** cm. */
  length: number;
  /** 5 cm, -1 = absent. */
  height: number;
  /** Basic vehicle class, 10 = passenger car. */
  classification: number;
  /** Fuel, -1 = absent. */
  fuelType: number;
}

/** A record for {@link readBsm} to fill. */
export const createBsmRecord = (): BsmRecord => ({
  msgCnt: 0,
  idHigh: 0,
  idLow: 0,
  secMark: 0,
  lat: 0,
  long: 0,
  elevation: 0,
  transmission: 0,
  speed: 0,
  heading: 0,
  angle: 0,
  accelLong: 0,
  accelLat: 0,
  accelVert: 0,
  yaw: 0,
  brakePadel: 0,
  width: 0,
  length: 0,
  height: 0,
  classification: 0,
  fuelType: 0,
});

/** The temporary id of a record as 16 hex digits. */
export const bsmId = (record: Pick<BsmRecord, 'idHigh' | 'idLow'>): string =>
  record.idHigh.toString(16).padStart(8, '0') + record.idLow.toString(16).padStart(8, '0');
