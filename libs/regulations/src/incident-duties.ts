import { atLeast, gradeOf, type Grade, type GradeFacts } from './grade.ts';
import { LEVELS, type GradeTable, type Level } from './grade-table.ts';
import { nodeOf, type Node, type Title } from './read.ts';

/** Which operator an enterprise is for the CAC: of critical infrastructure, a central organ, or another. */
export type Operator = 'cii' | 'central-organ' | 'other';

interface ClockTo {
  readonly clock: string;
  readonly to: readonly string[];
}

interface Relay extends ClockTo {
  readonly by: string;
}

/** Who has to be told of an incident, and by which clock of the catalogue. */
export interface DutyTable {
  readonly miit: ClockTo & { readonly summary: ClockTo };
  readonly cac: Readonly<Record<Operator, ClockTo>> & {
    readonly from: Level;
    readonly summaryClock: string;
    readonly relayFrom: Level;
    readonly relay: Readonly<Record<'cii' | 'other', Relay>>;
  };
  readonly individuals: ClockTo & { readonly source: string };
  readonly data214: ClockTo & { readonly source: string; readonly reason: Title };
}

const clockTo = (node: Node): ClockTo => ({ clock: node.get('clock').text(), to: node.get('to').texts() });
const relayOf = (node: Node): Relay => ({ ...clockTo(node), by: node.get('by').text() });

/** Reads the table of duties. Throws `regulations.table-invalid`. */
export const readDutyTable = (value: unknown): DutyTable => {
  const node = nodeOf(value);
  const [miit, cac] = [node.get('miit'), node.get('cac')];
  const [individuals, data214] = [node.get('individuals'), node.get('data214')];
  return {
    miit: { ...clockTo(miit), summary: clockTo(miit.get('summary')) },
    cac: {
      from: cac.get('from').oneOf(LEVELS),
      cii: clockTo(cac.get('cii')),
      'central-organ': clockTo(cac.get('central-organ')),
      other: clockTo(cac.get('other')),
      summaryClock: cac.get('summary').get('clock').text(),
      relayFrom: cac.get('relay').get('from').oneOf(LEVELS),
      relay: { cii: relayOf(cac.get('relay').get('cii')), other: relayOf(cac.get('relay').get('other')) },
    },
    individuals: { ...clockTo(individuals), source: individuals.get('source').text() },
    data214: { ...clockTo(data214), source: data214.get('source').text(), reason: data214.get('reason').title() },
  };
};

/** Tables that duties are found with. `data214` is undefined until somebody loads its annex on grading. */
export interface DutyTables {
  readonly miit: GradeTable;
  readonly cac: GradeTable;
  readonly data214?: GradeTable;
  readonly duties: DutyTable;
}

/** One report that has to be made, or that an authority passes on. */
export type Duty =
  | {
      readonly kind: 'report';
      readonly regime: 'miit';
      readonly channel: 'telephone-first';
      readonly clock: string;
      readonly to: readonly string[];
    }
  | {
      readonly kind: 'report';
      readonly regime: 'cac';
      readonly channel: 'written';
      readonly clock: string;
      readonly to: readonly string[];
    }
  | {
      readonly kind: 'report';
      readonly regime: 'individuals';
      readonly channel: 'notice';
      readonly clock: string;
      readonly to: readonly string[];
    }
  | {
      readonly kind: 'report';
      readonly regime: 'data214';
      readonly channel: 'written';
      readonly clock: string;
      readonly to: readonly string[];
    }
  | {
      readonly kind: 'relay';
      readonly regime: 'cac';
      readonly by: string;
      readonly clock: string;
      readonly to: readonly string[];
    };

/** A grade, or why there is none. */
export type MaybeGrade =
  | { readonly kind: 'graded'; readonly grade: Grade }
  | { readonly kind: 'not-gradable'; readonly reason: Title };

/** All that follows from the facts of one incident. */
export interface IncidentDuties {
  readonly miit: Grade;
  readonly cac: Grade;
  readonly data214: MaybeGrade;
  readonly duties: readonly Duty[];
}

const leaked = (facts: GradeFacts): boolean =>
  ['leakedPersons', 'potentialLeakedPersons'].some((name) => Number(facts[name] ?? 0) > 0);

const cacDuties = ({ cac }: DutyTable, level: Level | null, operator: Operator): readonly Duty[] => {
  if (!atLeast(level, cac.from)) return [];
  const report: Duty = { kind: 'report', regime: 'cac', channel: 'written', ...cac[operator] };
  if (!atLeast(level, cac.relayFrom) || operator === 'central-organ') return [report];
  return [report, { kind: 'relay', regime: 'cac', ...cac.relay[operator] }];
};

const dataDuties = ({ data214 }: DutyTable, found: MaybeGrade): readonly Duty[] =>
  found.kind === 'graded' && atLeast(found.grade.level, '较大')
    ? [{ kind: 'report', regime: 'data214', channel: 'written', clock: data214.clock, to: data214.to }]
    : [];

/**
 * Grades an incident by every scale and lists who has to be told: 281号 has no lower limit for the telephone report, reports
 * to the CAC begin at 较大, leaked personal data are told to the persons (个人信息保护法 art. 57), and 214号 shows as not
 * gradable until its table is given. Throws `regulations.fact-invalid`.
 */
export const dutiesOf = (tables: DutyTables, facts: GradeFacts, operator: Operator): IncidentDuties => {
  const miit = gradeOf(tables.miit, facts);
  const cac = gradeOf(tables.cac, facts);
  const data214: MaybeGrade =
    tables.data214 === undefined
      ? { kind: 'not-gradable', reason: tables.duties.data214.reason }
      : { kind: 'graded', grade: gradeOf(tables.data214, facts) };
  const { clock, to } = tables.duties.individuals;
  return {
    miit,
    cac,
    data214,
    duties: [
      {
        kind: 'report',
        regime: 'miit',
        channel: 'telephone-first',
        clock: tables.duties.miit.clock,
        to: tables.duties.miit.to,
      },
      ...cacDuties(tables.duties, cac.level, operator),
      ...(leaked(facts) ? [{ kind: 'report', regime: 'individuals', channel: 'notice', clock, to } as const] : []),
      ...dataDuties(tables.duties, data214),
    ],
  };
};
