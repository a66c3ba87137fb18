import type { z } from 'zod';
import type { Flow, IngestReceipt, QuarantineEntry, Source, VehicleSession, VehicleState } from './contract.ts';

/** Example answers for the API description. */
export const exampleSource: z.input<typeof Source> = {
  id: 'tsp-01',
  title: 'TSP 平台日志',
  kind: 'http',
  format: 'tsp',
  retention: 'network',
  enabled: true,
  silentAfterMinutes: 10,
  health: 'healthy',
  rate: 120.5,
  events: 1_204_000,
  bytes: 88_000_000,
  quarantined: 2,
  lagSeconds: 1,
  lastSeen: '2026-11-23T01:00:00.000Z',
  firstSeen: '2026-11-01T01:00:00.000Z',
};

export const exampleReceipt: z.input<typeof IngestReceipt> = {
  accepted: 200,
  quarantined: 0,
  journal: 'network',
  fromSeq: 17,
  toSeq: 17,
};

export const exampleFlow: z.input<typeof Flow> = {
  at: '2026-11-23T01:00:00.000Z',
  acceptedPerSecond: 15200,
  storedPerSecond: 15180,
  evaluatedPerSecond: 15200,
  quarantinedPerSecond: 0,
  detectBacklog: 1,
  storeBacklog: 70,
  storeUp: true,
  openConnections: 12,
};

export const exampleState: z.input<typeof VehicleState> = {
  vin: 'LSVAA0000N0000017',
  at: '2026-11-23T01:00:00.000Z',
  online: true,
  speedKmh: 63.5,
  socPct: 71,
  odometerKm: 20_113.4,
  lon: 121.47,
  lat: 31.23,
  voltageV: 361.2,
  currentA: 24.1,
  insulationKohm: 5200,
  alarmLevel: 0,
  alarms: [],
  charging: 'not_charging',
  gear: 'd',
  source: 'gbt32960',
};

export const exampleSession: z.input<typeof VehicleSession> = {
  peer: '10.20.0.17:40112',
  platform: null,
  vehicles: 1,
  frames: 1200,
  badFrames: 0,
  refusedFrames: 0,
  since: '2026-11-23T00:50:00.000Z',
  lastFrame: '2026-11-23T01:00:00.000Z',
};

export const exampleQuarantine: z.input<typeof QuarantineEntry> = {
  id: '019ab0c4-7f00-7000-8000-000000000001',
  source: 'tsp-01',
  at: '2026-11-23T01:00:00.000Z',
  code: 'logs.bad_json',
  reason: { zh: '不是有效的 JSON 对象（第 14 字节）', en: 'Not a valid JSON object (byte 14)' },
  place: 'offset 14',
  count: 1,
  size: 320,
  preview: '{"ts":"2026-1',
  previewKind: 'text',
  status: 'waiting',
};
