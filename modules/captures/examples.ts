import type { z } from 'zod';
import type { CanModel, Capture, CaptureDetail, DbcFile } from './contract.ts';

const ID = '01936f3a-7c00-7000-8000-000000000001';
const BY = { id: '01936f3a-7c00-7000-8000-000000000002', name: '李工' };
const AT = '2026-11-23T01:00:00.000Z';

/** Example answers for the API description. */
export const exampleCapture: z.input<typeof Capture> = {
  id: ID,
  name: 'gateway-20261123.pcapng',
  kind: 'pcap',
  format: 'pcapng',
  size: 1_048_576,
  sha256: 'a'.repeat(64),
  sm3: 'b'.repeat(64),
  status: 'done',
  progress: 1,
  vin: null,
  model: null,
  uploader: BY,
  uploadedAt: AT,
  analysedAt: AT,
  findings: 0,
  fault: null,
};

export const exampleDetail: z.input<typeof CaptureDetail> = {
  ...exampleCapture,
  toEvents: false,
  dbcId: null,
  canModelId: null,
  faults: [],
  unreadable: 0,
  summary: null,
};

export const exampleModel: z.input<typeof CanModel> = {
  id: ID,
  vehicleModel: 'ES6',
  version: 1,
  title: 'ES6 v1',
  status: 'ready',
  reason: null,
  active: true,
  captureId: ID,
  captureName: 'clean.log',
  frames: 340_000,
  seconds: 153,
  ids: 50,
  size: 28_000,
  createdBy: BY,
  createdAt: AT,
  judged: { captures: 2, seconds: 300, alerts: 0 },
};

export const exampleDbc: z.input<typeof DbcFile> = {
  id: ID,
  name: 'powertrain.dbc',
  vehicleModel: 'ES6',
  size: 120_000,
  sha256: 'c'.repeat(64),
  messages: 80,
  signals: 640,
  problems: [],
  uploadedBy: BY,
  uploadedAt: AT,
};

/** An empty page. */
export const emptyPage = { items: [], next: null, total: 0 };
