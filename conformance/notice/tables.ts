import { readClockCatalogue } from '@chedun/deadlines';
import {
  readCacReport,
  readDataRules,
  readDutyTable,
  readGradeTable,
  readReportItems,
  readUnitLevelRule,
  readVulnerabilityRules,
  readWarningColours,
} from '@chedun/regulations';
import { readFileSync } from 'node:fs';

const CONTENT = new URL('../../content/', import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, CONTENT), 'utf8'));

const miit = read('regulations/miit-281.json');
const cac = read('regulations/cac.json');

/** The tables that the product ships: the cases are judged by them and by nothing else. */
export const TABLES = {
  clocks: readClockCatalogue(read('notice/clocks.json')),
  miit: readGradeTable(miit),
  cac: readGradeTable(cac),
  colours: readWarningColours(miit),
  miitReport: readReportItems(miit, 'report'),
  cacReport: readCacReport(cac),
  duties: readDutyTable(read('regulations/incident-duties.json')),
  data: readDataRules(read('regulations/data-rules.json')),
  unitLevel: readUnitLevelRule(read('regulations/unit-level.json')),
  vulnerabilities: readVulnerabilityRules(read('regulations/vulnerabilities.json')),
  filing: read('regulations/filing.json'),
} as const;
