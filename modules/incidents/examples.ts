import type { Incident, IncidentSummary } from './contract.ts';
import { Narrative } from './contract.ts';

const AT = '2026-11-23T01:00:00.000Z';
const ID = '018f7a00-0000-7000-8000-000000000001';

/** An incident in lists. */
export const exampleSummary: IncidentSummary = {
  id: ID,
  number: 'INC-2026-0001',
  title: '车联网平台用户信息泄露',
  state: 'open',
  knownAt: AT,
  openedAt: AT,
  openedBy: 'analyst',
  miitLevel: '较大',
  cacLevel: '较大',
  planStartedAt: null,
  findings: 1,
  vehicles: 3,
};

const grade = { table: 'cac', version: 1, level: '较大', basis: 'seen', trace: [] } as const;

/** An incident in examples. */
export const exampleIncident: Incident = {
  ...exampleSummary,
  planStartedBy: null,
  responseEndedAt: null,
  closedAt: null,
  facts: { leakedPersons: 1_000_000 },
  narrative: Narrative.parse({}),
  recovery: [],
  linked: [],
  grading: {
    at: AT,
    miit: { ...grade, table: 'miit-281', trace: [] },
    cac: { ...grade, trace: [] },
    data214: { kind: 'not-gradable', reason: { zh: '载入前不可分级', en: 'not gradable until it is loaded' } },
    duties: [],
  },
  counted: { vehicles: 3, registered: 3, hosts: 0, vins: [] },
  clocks: [],
  timeline: [],
  evidence: [],
  reports: [],
  lacking: { miitFirst: ['初步判定的影响范围和危害'], cacFirst: [] },
};
