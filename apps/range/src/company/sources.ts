import type { LogSource } from '../records.ts';

/** A log source as the company names it. */
export interface NamedSource {
  readonly id: LogSource;
  readonly title: string;
  readonly format: string;
}

/** The sources of the company, with the format that each writes. */
export const COMPANY_SOURCES: readonly NamedSource[] = [
  { id: 'tsp', title: '车云平台日志', format: 'tsp' },
  { id: 'tsp-windows', title: '车主门户服务器（Windows）', format: 'windows-json' },
  { id: 'tsp-linux', title: '车辆数据库服务器（Linux）', format: 'syslog' },
];
