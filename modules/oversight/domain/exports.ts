import { addYear, dayOf, type Json } from '@chedun/kernel';
import { exportRouteOf, judgeFlow, type DataRules, type ExportRoute } from '@chedun/regulations';
import type { ExportProblem } from '../contract.ts';

type Data = Readonly<Record<string, Json>>;
/** What an enterprise declared of its exports. */
export interface Declared {
  readonly route: ExportRoute | null;
  readonly persons: number;
  readonly sensitive: number;
  readonly important: boolean;
  readonly recipients: readonly string[];
  readonly assessedOn: string;
}
/** What its later reports say. */
export interface Observed {
  readonly persons: number | null;
  readonly recipients: readonly string[];
  readonly exports: 'stated' | 'not-stated';
}

const numberIn = (data: Data, name: string): number => {
  const value = data[name];
  return typeof value === 'number' && value >= 0 ? value : 0;
};
const textIn = (data: Data, name: string): string => {
  const value = data[name];
  return typeof value === 'string' ? value : '';
};

const namesIn = (rows: Json | undefined): string[] =>
  Array.isArray(rows)
    ? rows.flatMap((row) =>
        typeof row === 'object' && row !== null && !Array.isArray(row) && typeof row['name'] === 'string'
          ? [row['name'].trim()]
          : [],
      )
    : [];

const ROUTES: Readonly<Record<string, ExportRoute>> = {
  assessment: 'security-assessment',
  contract: 'contract-or-certification',
  certification: 'contract-or-certification',
  exempt: 'exempt',
};

/** Reads a filing of an export. */
export const declaredOf = (data: Data): Declared => ({
  route: ROUTES[textIn(data, 'route')] ?? null,
  persons: numberIn(data, 'personal'),
  sensitive: numberIn(data, 'sensitive'),
  important: data['important'] === true,
  recipients: namesIn(data['recipients']).filter((name) => name !== ''),
  assessedOn: textIn(data, 'assessedOn'),
});

const MOST_TEXT = 20_000;
const PERSONS =
  /(\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,6})?)\s*(亿|千万|百万|十万|万|千)?\s*余?\s*(?:名|位|个)?\s*(?:用户|车主|人)/gu;
const UNITS: Readonly<Record<string, number>> = { 亿: 1e8, 千万: 1e7, 百万: 1e6, 十万: 1e5, 万: 1e4, 千: 1e3 };
const NOTHING = /^(?:无|没有|不涉及|不存在|未发生|未开展)/u;

/** Reads what later reports say of exports: persons, and names of recipients. The words are a hint for people. */
export const observedOf = (reports: readonly Data[]): Observed => {
  const texts = reports.flatMap((data) => [textIn(data, 'exported'), textIn(data, 'exports')]);
  const said = texts
    .map((text) => text.slice(0, MOST_TEXT).trim())
    .filter((text) => text !== '' && !NOTHING.test(text));
  const persons = said.flatMap((text) =>
    [...text.matchAll(PERSONS)].map(([, n = '', unit = '']) =>
      Math.round(Number(n.replaceAll(',', '')) * (UNITS[unit] ?? 1)),
    ),
  );
  const recipients = reports
    .map((data) => textIn(data, 'recipients').slice(0, MOST_TEXT).trim())
    .filter((text) => text !== '' && !NOTHING.test(text))
    .flatMap((text) => text.split(/[、，,；;\n]/u))
    .map((name) => name.trim())
    .filter((name) => name.length >= 2 && name.length <= 100);
  return {
    persons: persons.length === 0 ? null : Math.max(...persons),
    recipients: [...new Set(recipients)].slice(0, 100),
    exports: said.length > 0 || recipients.length > 0 ? 'stated' : 'not-stated',
  };
};

type Found = Omit<ExportProblem, 'notice'>;

const routeProblem = (declared: Declared, rules: DataRules): Found[] => {
  const { route } = routeOf(declared, rules);
  const rank = { exempt: 0, 'contract-or-certification': 1, 'security-assessment': 2 } as const;
  if (declared.route !== null && rank[declared.route] >= rank[route]) return [];
  const words = {
    'security-assessment': '安全评估',
    'contract-or-certification': '标准合同或认证',
    exempt: '免予申报',
  } as const;
  return [
    {
      rule: 'route',
      basis: rules.export.assessment.basis,
      text: {
        zh: `按申报人数应适用“${words[route]}”，申报为“${declared.route === null ? '未填写' : words[declared.route]}”`,
        en: `The declared numbers lead to ${route}, declared is ${declared.route ?? 'nothing'}`,
      },
    },
  ];
};

/** Route that the declared numbers lead to; exemptions are claimed in words and judged by people. */
export const routeOf = ({ persons, sensitive, important }: Declared, rules: DataRules) =>
  exportRouteOf(rules, { operator: 'other', persons, sensitive, declaredImportant: important ? 1 : 0 });

const flowProblems = (declared: Declared, observed: Observed): Found[] => {
  const total = declared.persons + declared.sensitive;
  const approved = declared.recipients.map((recipient) => ({ recipient, class: '', persons: total }));
  const strangers = observed.recipients.filter(
    (name) =>
      !declared.recipients.some((known) => name.includes(known) || known.includes(name)) &&
      judgeFlow(approved, { recipient: name, class: '', persons: 0 }).kind === 'unknown-recipient',
  );
  const more = observed.persons !== null && observed.persons > total;
  return [
    ...(more
      ? [
          {
            rule: 'persons' as const,
            basis: 'unverified' as const,
            text: {
              zh: `后续报告称出境涉及 ${observed.persons} 人，超过申报的 ${total} 人`,
              en: `Later reports speak of ${observed.persons} persons, declared are ${total}`,
            },
          },
        ]
      : []),
    ...strangers.map((name) => ({
      rule: 'recipient' as const,
      basis: 'unverified' as const,
      text: { zh: `境外接收方“${name}”未申报`, en: `The recipient "${name}" was not declared` },
    })),
  ];
};

/** The last day of an assessment of three years (令16号 art. 9). */
export const lastDay = (assessedOn: string): string => addYear(addYear(addYear(assessedOn)));

/** What declared and observed do not agree in. */
export const exportProblems = (
  declared: Declared | undefined,
  observed: Observed,
  rules: DataRules,
  now: number,
): Found[] => {
  if (declared === undefined)
    return observed.exports === 'stated'
      ? [
          {
            rule: 'unfiled',
            basis: 'seen',
            text: { zh: '年度报告称有数据出境，但没有出境报备', en: 'Exports are reported, none was filed' },
          },
        ]
      : [];
  const assessed = declared.route === 'security-assessment' && /^\d{4}-\d\d-\d\d$/.test(declared.assessedOn);
  const expired = assessed && lastDay(declared.assessedOn) < dayOf(now);
  return [
    ...routeProblem(declared, rules),
    ...flowProblems(declared, observed),
    ...(expired
      ? [
          {
            rule: 'expired' as const,
            basis: 'seen' as const,
            text: {
              zh: `安全评估已满三年（${declared.assessedOn} 起）`,
              en: `The assessment of ${declared.assessedOn} is older than three years`,
            },
          },
        ]
      : []),
  ];
};
