import type { Campaign, CountryTable, Detector, RegionTable } from './contract.ts';

export const exampleDetector: Detector = {
  id: 'flow.port-fan-out',
  family: 'traffic',
  title: { zh: '一个来源探测同一主机的大量端口', en: 'One source tries many ports of one host' },
  about: { zh: '', en: '' },
  level: 'medium',
  category: 'flow',
  limits: [
    {
      name: 'portsCount',
      title: { zh: '不同端口数', en: 'Different ports' },
      unit: 'count',
      value: 50,
      standard: 50,
      min: 5,
      max: 5000,
    },
  ],
  changeable: true,
  enabled: true,
  state: 'watching',
  reason: null,
  looked: 18_220,
  spoken24h: 1,
  spokenTotal: 4,
  lastSpoken: '2026-11-23T01:00:00.000Z',
  alerts: { truePositive: 2, falsePositive: 1, open: 1 },
  falseAlarmRate: 0.333,
};

export const exampleCampaign: Campaign = {
  id: '0197a8a0-0000-7000-8000-000000000001',
  signature: {
    kind: 'signal',
    id: 'gbt32960.clone',
    title: { zh: '同一 VIN 从两个来源交替上报，疑似克隆', en: 'One VIN alternates between two sources: a clone' },
  },
  severity: 'high',
  status: 'running',
  windowHours: 24,
  vehicles: 12,
  estimated: false,
  firstSeen: '2026-11-23T01:00:00.000Z',
  lastSeen: '2026-11-23T03:10:00.000Z',
  openedAt: '2026-11-23T01:40:00.000Z',
  sampleVins: ['LCDCDA1E0RW000017'],
  peerGroups: [{ group: 'Q7', vehicles: 12 }],
};

export const exampleRegions: RegionTable = {
  regions: 34,
  points: 12_000,
  updatedAt: '2026-11-23T01:00:00.000Z',
  updatedBy: '李雷',
};

export const exampleCountries: CountryTable = {
  ranges: 8630,
  countries: 1,
  home: ['CN'],
  updatedAt: '2026-11-23T01:00:00.000Z',
  updatedBy: '李雷',
};
