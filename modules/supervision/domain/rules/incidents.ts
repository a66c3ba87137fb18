import { quoted, textOf, type CheckRule } from '../rule.ts';

const MOST_NAMED = 20;

/** 申报与实际: systems that an enterprise named in its own incident reports belong to a filed unit. */
export const incidents: CheckRule = {
  id: 'incidents',
  check: ({ kind, data, own }) => {
    if (kind.id !== 'grading') return [];
    const filed = [data, ...own.filter((each) => each.kind === 'grading').map((each) => each.data)];
    const known = filed.map(
      (each) => `${textOf(each, 'unitName')}\n${textOf(each, 'functions')}\n${JSON.stringify(each['equipment'] ?? [])}`,
    );
    const named = own.filter((each) => each.kind === 'incident').map((each) => textOf(each.data, 'system'));
    const missing = [...new Set(named)].filter(
      (system) => system !== '' && !known.some((text) => text.includes(system)),
    );
    return missing.slice(0, MOST_NAMED).map((system) => ({
      field: 'equipment',
      zh: `贵单位事件报告中的系统“${quoted(system)}”未见于任何备案单元，请确认是否漏报`,
      en: `${quoted(system)}, named in a report of an incident, is in no filed unit`,
    }));
  },
};
