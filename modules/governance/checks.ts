import type { Check } from '@chedun/module';
import type { statsReadModel } from './read-stats.ts';

/** Running checks of the ledger. */
export const governanceChecks = (stats: Pick<ReturnType<typeof statsReadModel>, 'ledgerFacts'>): Check[] => [
  {
    id: 'governance.ledger',
    obligations: ['1.1-e'],
    title: {
      zh: '隐患台账：无逾期、关闭有结论',
      en: 'Ledger of findings: nothing overdue, every closing has a conclusion',
    },
    everyMinutes: 15,
    ttlHours: 2,
    run: async () => {
      const facts = await stats.ledgerFacts();
      const passed = facts.overdue === 0 && facts.closedWithoutComment === 0;
      return {
        outcome: passed ? 'pass' : 'fail',
        summary: {
          zh: `台账共 ${facts.total} 条，未关闭 ${facts.open} 条，逾期 ${facts.overdue} 条，无结论关闭 ${facts.closedWithoutComment} 条`,
          en: `${facts.total} findings, ${facts.open} open, ${facts.overdue} overdue, ${facts.closedWithoutComment} closed without a conclusion`,
        },
        facts: { ...facts },
      };
    },
  },
];
