import type { Check, CheckResult } from '@chedun/module';
import type { Organisation } from './contract.ts';

type Read = () => Promise<Organisation>;

/** Fails with what is wrong and names it; passes with what was counted. */
const judged = (
  problems: readonly { readonly zh: string; readonly en: string }[],
  facts: CheckResult['facts'],
  passed: CheckResult['summary'],
): CheckResult => ({
  outcome: problems.length === 0 ? 'pass' : 'fail',
  summary:
    problems.length === 0
      ? passed
      : {
          zh: problems
            .map(({ zh }) => zh)
            .slice(0, 5)
            .join('；'),
          en: problems
            .map(({ en }) => en)
            .slice(0, 5)
            .join('; '),
        },
  facts: { ...facts, problems: problems.length },
});

const postsFilled = (read: Read, obligation: string) => async (): Promise<CheckResult> => {
  const { appointments, weaknesses } = await read();
  const inForce = appointments.filter((each) => each.isInForce);
  const wrong = weaknesses.filter((each) => each.obligations.includes(obligation)).map(({ text }) => text);
  return judged(
    wrong,
    {
      appointmentsInForce: inForce.length,
      appointmentDocuments: inForce.filter(({ document }) => document !== null).length,
    },
    {
      zh: `在任 ${inForce.length} 人，岗位、副职与任命文件齐备`,
      en: `${inForce.length} persons in office, with deputies and documents`,
    },
  );
};

const licensed = (read: Read) => async (): Promise<CheckResult> => {
  const { licences, weaknesses } = await read();
  if (licences.length === 0)
    return {
      outcome: 'unknown',
      summary: { zh: '尚未登记电信业务经营许可证', en: 'No licence is registered yet' },
      facts: { licences: 0 },
    };
  const wrong = weaknesses.filter(({ key }) => key.startsWith('licence:')).map(({ text }) => text);
  const services = new Set(licences.flatMap((each) => (each.isInForce ? each.services : []))).size;
  return judged(
    wrong,
    { licences: licences.length, licensedServices: services },
    {
      zh: `许可证 ${licences.length} 张均在有效期内，覆盖业务 ${services} 项`,
      en: `${licences.length} licences in force for ${services} services`,
    },
  );
};

/** Running checks of the organisation. */
export const organisationChecks = (read: Read): Check[] => [
  {
    id: 'organisation.security-officer',
    obligations: ['1.1-b'],
    title: {
      zh: '网络安全负责人已任命且可联系',
      en: 'An officer for network security is appointed and can be reached',
    },
    everyMinutes: 60,
    ttlHours: 24,
    run: postsFilled(read, '1.1-b'),
  },
  {
    id: 'organisation.data-officer',
    obligations: ['3.1-f'],
    title: { zh: '数据安全责任人与联系人已明确', en: 'Officer and contact for data security are named' },
    everyMinutes: 60,
    ttlHours: 24,
    run: postsFilled(read, '3.1-f'),
  },
  {
    id: 'organisation.licences',
    obligations: ['2.1-i'],
    title: { zh: '电信业务经营许可证有效', en: 'Licences for telecommunications business are in force' },
    everyMinutes: 360,
    ttlHours: 48,
    run: licensed(read),
  },
];
