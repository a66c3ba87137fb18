import type { Shape } from '../shape.ts';
import type * as zh from '../zh-CN/posture.ts';

export const posture: Shape<typeof zh.posture> = {
  about:
    'Each obligation of the notice is proven by running checks; when evidence expires, its light turns amber by itself',
  light: { green: 'Met', amber: 'Evidence expired or missing', red: 'Not met', none: 'No check yet' },
  lightHint: {
    green: 'The check passed and its evidence is fresh',
    amber: 'The check has not run, or its evidence expired',
    red: 'The latest check failed',
    none: 'No check serves this obligation yet',
  },
  map: 'All obligations',
  mapHint: 'each square is one obligation; pick one',
  obligation: 'Obligation',
  pick: 'Pick an obligation',
  pickHint: 'Choose a square to see the text of the notice, the checks that serve it and their evidence.',
  quote: 'Text of the notice',
  checks: 'Checks',
  noChecks: 'No check serves this obligation yet',
  noChecksHint: 'It appears by itself once a module brings one.',
  evidenceAge: 'Evidence from',
  expires: 'Valid until',
  expired: 'Expired',
  neverRun: 'Never run',
  run: 'Check now',
  ran: 'Checked',
  outcome: { pass: 'Passed', fail: 'Failed', unknown: 'Unknown' },
  history: 'Evidence history',
  historyEmpty: 'No evidence yet',
  servedTitle: 'Obligations with checks',
  servedHint: 'with the age of their evidence',
  served: 'Only obligations with checks',
};
