import { DEADLINE_ERRORS, readClockCatalogue } from '@chedun/deadlines';
import {
  gradeOf,
  readCacReport,
  readDataRules,
  readDutyTable,
  readGradeTable,
  readProvinces,
  readUnitLevelRule,
  readVulnerabilityRules,
  REGULATION_ERRORS,
} from '@chedun/regulations';
import { readFileSync } from 'node:fs';
import { bytesOf, must, textOf, wordsOf, type Target } from '../target.ts';

const CONTENT = new URL('../../../content/', import.meta.url);
const read = (path: string): Uint8Array => bytesOf(readFileSync(new URL(path, CONTENT), 'utf8'));

/** JSON that is none is not the reader's concern. */
const jsonOf = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(textOf(bytes));
  } catch {
    return undefined;
  }
};

const graded = (value: unknown): void => void gradeOf(readGradeTable(value), { leakedPersons: 1_000_000 });
/** Tables and who reads them; the first byte of an input says which. */
const READERS = [
  ['miit-281', graded],
  ['cac', graded],
  ['cac', readCacReport],
  ['incident-duties', readDutyTable],
  ['data-rules', readDataRules],
  ['unit-level', readUnitLevelRule],
  ['vulnerabilities', readVulnerabilityRules],
  ['provinces', readProvinces],
] as const;

/** Catalogues of deadlines and tables of regulations that operators bring up to date. */
export const targets: readonly Target[] = [
  {
    name: 'clock-catalogue',
    keep: 'libs/deadlines/testing/fuzz',
    codes: Object.keys(DEADLINE_ERRORS),
    seeds: [read('notice/clocks.json')],
    words: wordsOf('"id" "terms" "unit" "immediate" "wd" "mo" "n" 1e9 -1 null [] {} "__proto__" "constructor"'),
    run: (bytes) => must(readClockCatalogue(jsonOf(bytes)).size <= 500, 'the catalogue is bounded'),
  },
  {
    name: 'regulation-tables',
    keep: 'libs/regulations/testing/fuzz',
    codes: Object.keys(REGULATION_ERRORS),
    seeds: READERS.map(([name], at) => Buffer.concat([Buffer.of(at), read(`regulations/${name}.json`)])),
    words: wordsOf('"kind" "count" "choice" "steps" "min" "level" "特别重大" 1e309 -1 null [] {} "__proto__"'),
    run: (bytes) => {
      const [first = 0] = bytes;
      READERS[first % READERS.length]?.[1](jsonOf(bytes.subarray(1)));
    },
  },
];
