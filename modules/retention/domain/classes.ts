import type { RetentionClassId, Stream } from '../contract.ts';
import { FLOOR_DAYS, type Keeping } from './calendar.ts';

/** What is fixed about a class. */
export interface ClassDefinition {
  readonly id: RetentionClassId;
  readonly stream: Stream;
  readonly legal: boolean;
  readonly floorDays: number;
  readonly title: { readonly zh: string; readonly en: string };
  readonly basis: { readonly zh: string; readonly en: string };
}

/** The classes, in the order of the screen. */
export const CLASSES: readonly ClassDefinition[] = [
  {
    id: 'network',
    stream: 'network',
    legal: true,
    floorDays: FLOOR_DAYS,
    title: { zh: '网络与安全日志', en: 'Network and security logs' },
    basis: {
      zh: '通知一（三）：按照规定留存相关的网络日志不少于 6 个月',
      en: 'Notice 1 (3): keep the network logs for at least six months',
    },
  },
  {
    id: 'vulnerability-log',
    stream: 'network',
    legal: true,
    floorDays: FLOOR_DAYS,
    title: { zh: '漏洞接收日志', en: 'Receipts of vulnerability reports' },
    basis: {
      zh: '网络产品安全漏洞管理规定第五条：漏洞信息接收日志不少于 6 个月',
      en: 'Provisions on vulnerabilities of network products, article 5: receipts for at least six months',
    },
  },
  {
    id: 'telemetry',
    stream: 'telemetry',
    legal: false,
    floorDays: 1,
    title: { zh: '车辆原始遥测', en: 'Raw telemetry of vehicles' },
    basis: { zh: '由运营者决定', en: 'The operator decides' },
  },
];

/** What binds for a stream: the longest of its classes. */
export const keepingOf = (stream: string, daysOf: (id: RetentionClassId) => number): Keeping => {
  const classes = CLASSES.filter((each) => each.stream === stream);
  return {
    days: Math.max(FLOOR_DAYS * Number(classes.some(({ legal }) => legal)), ...classes.map(({ id }) => daysOf(id))),
    // A stream that nobody knows is treated as the law asks for its logs.
    legal: classes.length === 0 || classes.some(({ legal }) => legal),
  };
};
