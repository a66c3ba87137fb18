import type { z } from 'zod';
import type {
  AccessOverview,
  AccessReview,
  AccountPage,
  AccountsImported,
  ItemPage,
  SystemDetail,
} from './contract.ts';

const at = '2026-11-23T01:00:00.000Z';
const sm3 = 'a7'.repeat(32);
const id = '0193a000-0000-7000-8000-000000000001';

/** Examples of answers, as the documentation of the API shows them. */
export const overviewExample: z.input<typeof AccessOverview> = {
  systems: [
    {
      id,
      name: 'ERP',
      origin: 'table',
      collectedAt: at,
      collectedBy: 'li',
      source: 'erp-accounts.xlsx',
      sm3,
      accounts: 320,
      flagged: 6,
      counts: [{ rule: 'dormant', count: 4 }],
      reviewedAt: null,
      dueAt: '2027-02-21T01:00:00.000Z',
      openReview: null,
      tasks: 0,
      tasksHeld: 0,
    },
  ],
  settings: {
    administrators: ['*admin*', '*管理员*'],
    conflicts: [['系统管理员', '安全管理员', '审计管理员']],
  },
  people: 410,
};
const account = {
  name: 'li',
  person: '李工',
  kind: 'person' as const,
  roles: ['采购'],
  lastSignInAt: '2026-06-01T01:00:00.000Z',
  hasSignedIn: true,
  isEnabled: true,
  hasSecondFactor: true,
  isInteractive: null,
  addresses: 2,
};
export const accountsExample: z.input<typeof AccountPage> = {
  items: [{ ...account, flags: [{ rule: 'dormant', severity: 'medium', isAccepted: false }] }],
  total: 1,
  next: null,
};
export const reviewExample: z.input<typeof AccessReview> = {
  id,
  system: id,
  systemName: 'ERP',
  state: 'open',
  openedAt: at,
  openedBy: 'li',
  dueAt: '2026-12-23T01:00:00.000Z',
  collectedAt: at,
  items: 320,
  decided: 300,
  flaggedLeft: 6,
  decisions: [{ decision: 'keep', count: 300 }],
  completedAt: null,
  completedBy: '',
  number: null,
  sm3: '',
  previousSm3: '',
};
export const detailExample: z.input<typeof SystemDetail> = {
  system: overviewExample.systems[0] as never,
  collections: [{ at, by: 'li', source: 'erp-accounts.xlsx', sm3, accounts: 320, refused: 2 }],
  reviews: [reviewExample],
  tasks: [],
};
export const itemsExample: z.input<typeof ItemPage> = {
  items: [{ ...account, flags: ['dormant'], decision: null, reason: '', decidedBy: '', decidedAt: null, isOwn: false }],
  next: null,
};
export const importedExample: z.input<typeof AccountsImported> = {
  isApplied: false,
  sm3,
  rows: 322,
  systems: [{ name: 'ERP', isNew: false, accounts: 320, gone: 3, added: 5, flagged: 6 }],
  refusedRows: 1,
  refused: [{ row: 17, column: '最近登录', value: '昨天', text: { zh: '不是日期', en: 'No date' } }],
};
