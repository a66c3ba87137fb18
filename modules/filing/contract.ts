/** Contract of filing 定级备案: units, levels, reviews, cases, exchange, projects. Isomorphic: the console imports it. */
export * from './contract/units.ts';
export * from './contract/levels.ts';
export * from './contract/cases.ts';
export * from './contract/projects.ts';
export * from './contract/asks.ts';

/** Permissions of filing. */
export const filingPermissions = {
  read: 'filing.read',
  /** Keeps units, levels, reviews, projects, and prepares cases. */
  write: 'filing.write',
  /** Approves a case that somebody else prepared. */
  approve: 'filing.approve',
  /** Signs cases, hands them in, takes receipts, keeps the address of the other side. */
  submit: 'filing.submit',
} as const;
