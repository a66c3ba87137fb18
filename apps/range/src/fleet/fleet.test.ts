import { decodeFrame, toEvents } from '@chedun/gbt32960';
import { describe, expect, it } from 'vitest';
import { createPrng } from '../prng.ts';
import { isVin } from '../vin.ts';
import { createFleet } from './fleet.ts';
import { loginFrame, logoutFrame, platformLoginFrame, rawReport, realtimeFrame } from './frames.ts';
import { packVoltage, step } from './vehicle.ts';

const NOW = Date.UTC(2026, 10, 23, 2, 0, 0);
const META = { received: NOW, srcIp: '192.0.2.1', srcPort: 1, skippedBefore: 0 };

const fieldsOf = (bytes: Uint8Array): Readonly<Record<string, unknown>> =>
  toEvents(decodeFrame(bytes), META)[0]?.fields ?? {};

describe('the fleet', () => {
  it('is the same for a seed, with distinct vehicles', () => {
    const fleet = createFleet(200, createPrng(5));
    expect(createFleet(200, createPrng(5))).toEqual(fleet);
    expect(new Set(fleet.map((vehicle) => vehicle.vin)).size).toBe(200);
    expect(new Set(fleet.map((vehicle) => vehicle.ownerIp)).size).toBe(200);
    expect(fleet.every((vehicle) => isVin(vehicle.vin))).toBe(true);
    expect(new Set(fleet.map((vehicle) => vehicle.phase))).toEqual(new Set(['driving', 'parked', 'charging']));
  });

  it('moves as physics allows over two hours', () => {
    const random = createPrng(11);
    const hasMoved = new Set<string>();
    for (const vehicle of createFleet(40, createPrng(9))) {
      for (let seconds = 0; seconds < 7200; seconds += 10) {
        const before = { ...vehicle };
        step(vehicle, 10, random);
        const km = vehicle.odometerKm - before.odometerKm;
        expect(km).toBeGreaterThanOrEqual(0);
        expect(km).toBeLessThanOrEqual((120 / 3600) * 10 + 1e-9);
        const north = (vehicle.lat - before.lat) * 111.32;
        const east = (vehicle.lon - before.lon) * 111.32 * Math.cos((vehicle.lat * Math.PI) / 180);
        expect(Math.hypot(north, east)).toBeLessThanOrEqual(km + 0.001);
        expect(vehicle.socPct).toBeGreaterThanOrEqual(3);
        expect(vehicle.socPct).toBeLessThanOrEqual(100);
        expect(Math.abs(vehicle.socPct - before.socPct)).toBeLessThan(1);
        if (vehicle.phase !== 'driving') expect(vehicle.speedKmh).toBe(0);
        if (km > 0) hasMoved.add(vehicle.vin);
      }
    }
    expect(hasMoved.size).toBeGreaterThan(30);
  });

  it('charges while charging and discharges while driving', () => {
    const [vehicle] = createFleet(1, createPrng(1));
    if (vehicle === undefined) throw new Error('no vehicle');
    Object.assign(vehicle, { phase: 'charging', left: 10_000, socPct: 50 });
    step(vehicle, 600, createPrng(2));
    const charged = vehicle.socPct;
    expect(charged).toBeGreaterThan(55);
    Object.assign(vehicle, { phase: 'driving', left: 10_000, targetKmh: 90 });
    step(vehicle, 600, createPrng(2));
    expect(vehicle.socPct).toBeLessThan(charged);
    expect(packVoltage(vehicle)).toBeGreaterThan(320);
    expect(packVoltage(vehicle)).toBeLessThan(430);
  });
});

describe('frames of the fleet', () => {
  it('say what the vehicle does', () => {
    const random = createPrng(4);
    for (const vehicle of createFleet(50, createPrng(2))) {
      step(vehicle, 30, random);
      const fields = fieldsOf(realtimeFrame(vehicle, NOW));
      expect(fields).toMatchObject({
        status: 'ok',
        cmd: 'realtime',
        vin: vehicle.vin,
        alarm_level: 0,
        alarms: [],
        cell_v_count: 96,
        probe_c_count: 8,
      });
      expect(fields['speed_kmh']).toBeCloseTo(vehicle.speedKmh, 0);
      expect(fields['odometer_km']).toBeCloseTo(vehicle.odometerKm, 0);
      expect(fields['lon']).toBeCloseTo(vehicle.lon, 5);
      expect(fields['lat']).toBeCloseTo(vehicle.lat, 5);
      expect(fields['extreme_v_max']).toBe(fields['cell_v_max']);
      expect(fields['extreme_c_min']).toBe(fields['probe_c_min']);
    }
  });

  it('count the login serial and use it in the logout', () => {
    const [vehicle] = createFleet(1, createPrng(1));
    if (vehicle === undefined) throw new Error('no vehicle');
    expect(fieldsOf(loginFrame(vehicle, NOW))).toMatchObject({
      status: 'ok',
      cmd: 'vehicle_login',
      serial: 1,
      iccid: vehicle.iccid,
    });
    expect(fieldsOf(loginFrame(vehicle, NOW))).toMatchObject({ serial: 2 });
    expect(fieldsOf(logoutFrame(vehicle, NOW))).toMatchObject({ status: 'ok', cmd: 'vehicle_logout', serial: 2 });
  });

  it('include a platform login and broken reports', () => {
    expect(fieldsOf(platformLoginFrame(NOW))).toMatchObject({
      status: 'ok',
      platform_user: 'range',
      password_in_clear: true,
    });
    expect(fieldsOf(rawReport('LCDCDA1E0RW000001', Uint8Array.of(1, 2)))).toMatchObject({ status: 'structure' });
  });
});
