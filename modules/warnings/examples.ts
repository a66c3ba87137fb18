import type { z } from 'zod';
import type { Channel, Delivery, Packet, RiskDetail, Warning, WarningBoard, WarningSummary } from './contract.ts';

const ID = '0193a000-0000-7000-8000-000000000001';
const AT = '2026-11-23T01:00:00.000Z';

export const exampleSummary: WarningSummary = {
  id: ID,
  number: 'YJ-2026-0001',
  level: 'yellow',
  pending: null,
  status: 'issued',
  scope: { kind: 'fleet', id: 'all' },
  title: { zh: '多辆车同时处于高风险', en: 'Several vehicles in danger at once' },
  createdAt: AT,
  issuedAt: AT,
  issuedBy: 'system',
  liftedAt: null,
  liftedBy: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  timeLimit: '2026-11-23T13:00:00.000Z',
};

export const exampleWarning: Warning = {
  ...exampleSummary,
  possibleLevel: '较大',
  rules: ['vehicles-10'],
  causes: ['0193a000-0000-7000-8000-000000000002'],
  impact: { zh: '12 辆车风险分达到 60（阈值 10 辆）', en: '12 vehicles have a risk score of 60 or more (limit 10)' },
  measures: [{ zh: '加强监测', en: 'Watch more closely' }],
  issuer: '',
  telephone: '',
  policyVersion: 0,
  history: [{ at: AT, actor: 'system', kind: 'issued', from: null, to: 'yellow', comment: 'vehicles-10' }],
};

export const exampleBoard: z.input<typeof WarningBoard> = {
  levels: [
    { level: 'red', issued: 0 },
    { level: 'orange', issued: 0 },
    { level: 'yellow', issued: 1 },
    { level: 'blue', issued: 3 },
  ],
  waiting: 0,
  unacknowledged: 2,
  failedDeliveries: 0,
  overflow: 0,
  evaluatedAt: AT,
};

export const exampleRisk: RiskDetail = {
  asset: { kind: 'vehicle', id: 'LCDCDA1E0RW000017' },
  score: 31.5,
  findings: 1,
  worst: 'high',
  computedAt: AT,
  contributions: [
    {
      findingId: ID,
      rule: '6f1d0d4a-0000-4000-8000-000000000001',
      title: 'One account commands many vehicles',
      titleZh: '同一账号远程控制多辆车',
      severity: 'high',
      at: AT,
      severityPoints: 45,
      confidence: 0.7,
      assetWeight: 1,
      decay: 1,
      points: 31.5,
      counted: 31.5,
    },
  ],
  halfLifeHours: 24,
  ruleCap: 60,
};

export const exampleChannel: Channel = {
  id: ID,
  name: '值班群',
  enabled: true,
  language: 'zh',
  levels: ['blue', 'yellow', 'orange', 'red'],
  notices: ['issued', 'changed', 'lifted', 'escalated'],
  step: 0,
  quiet: { from: '22:00', to: '07:00', except: ['orange', 'red'] },
  target: { kind: 'dingtalk' },
  endpoint: 'https://oapi.dingtalk.com',
  kept: ['url', 'secret'],
  lastSent: AT,
  lastError: null,
  dead: 0,
};

export const exampleDelivery: Delivery = {
  id: ID,
  channelId: ID,
  channelName: '值班群',
  channelKind: 'dingtalk',
  warningId: ID,
  warningNumber: 'YJ-2026-0001',
  notice: 'issued',
  status: 'sent',
  attempts: 1,
  createdAt: AT,
  nextAt: null,
  sentAt: AT,
  receipt: 'HTTP 200, code 0',
  error: null,
};

export const examplePacket: Packet = {
  id: ID,
  number: 'BS-2026-0001',
  type: 'warning',
  subject: ID,
  missing: ['companyCode'],
  schemaVersion: 0,
  verifiedSchema: false,
  digest: '0'.repeat(64),
  createdAt: AT,
  createdBy: '李雷',
  receipt: null,
};
