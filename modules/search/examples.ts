import type { z } from 'zod';
import type { EventRecord, EventRow, SavedSearch } from './contract.ts';

/** Example answers for the API description. */
export const exampleRow: z.input<typeof EventRow> = {
  journal: 'network',
  seq: 17,
  index: 3,
  time: '2026-11-23T01:00:00.000Z',
  received: '2026-11-23T01:00:00.400Z',
  source: 'tsp-windows',
  format: 'windows-json',
  classUid: 1007,
  severityId: 1,
  message: 'Process created: powershell.exe',
  columns: { host: 'tsp-app-01', user: 'CORP\\svc', process: 'C:\\Windows\\System32\\powershell.exe', event_code: '1' },
};

export const exampleRecord: z.input<typeof EventRecord> = {
  ...exampleRow,
  fields: [{ path: 'EventID', value: '1' }],
  raw: { kind: 'text', content: '{"EventID":1}', bytes: 13, truncated: false },
};

export const exampleSaved: z.input<typeof SavedSearch> = {
  id: '0193a000-0000-7000-8000-000000000001',
  name: '远程控制失败',
  query: 'source:tsp AND status_id:2',
  rangeMinutes: 1440,
  shared: true,
  owner: '李雷',
  createdAt: '2026-11-23T01:00:00.000Z',
};
