import {
  readCacReport,
  readDutyTable,
  readGradeTable,
  readProvinces,
  readReportItems,
  type CacReportItems,
  type DutyTables,
  type Provinces,
  type ReportItems,
} from '@chedun/regulations';
import { readFile } from 'node:fs/promises';

const FOLDER = new URL('../../content/regulations/', import.meta.url);
const readJson = async (name: string): Promise<unknown> => JSON.parse(await readFile(new URL(name, FOLDER), 'utf8'));

/** The rules that are shipped. */
export interface ShippedRules {
  readonly tables: DutyTables;
  readonly provinces: Provinces;
  readonly miitReport: ReportItems;
  readonly cacReport: CacReportItems;
}

/** Reads them. */
export const readShippedRules = async (): Promise<ShippedRules> => {
  const [miit, cac, duties, provinces] = await Promise.all(
    ['miit-281.json', 'cac.json', 'incident-duties.json', 'provinces.json'].map(readJson),
  );
  return {
    tables: { miit: readGradeTable(miit), cac: readGradeTable(cac), duties: readDutyTable(duties) },
    provinces: readProvinces(provinces),
    miitReport: readReportItems(miit, 'report'),
    cacReport: readCacReport(cac),
  };
};
