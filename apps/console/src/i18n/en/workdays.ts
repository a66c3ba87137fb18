import type { Shape } from '../shape.ts';
import type * as zh from '../zh-CN/workdays.ts';

export const workdays: Shape<typeof zh.workdays> = {
  about:
    'Public holidays and weekend days that are made up. Limits in working days are counted by it, and baselines treat holidays as days of their own.',
  import: 'Import a year',
  example: 'date,kind,name\n2027-01-01,holiday,New Year\n2027-10-09,workday,',
  sourceOf: 'Notice of the General Office of the State Council on the holidays of {{year}}',
  importAbout:
    'Choose a CSV file (date, holiday or workday, name on each line) or an iCalendar file. An imported year stands before the one that comes with the product.',
  choose: 'Choose a file and import it',
  year: 'Year',
  source: 'Notice that it follows',
  imported: '{{year}} imported: {{holidays}} days off, {{workdays}} weekend days made up',
  unclear: '{{count}} events are marked neither as a day off nor as a working day; they were left out',
  missing:
    'The holidays of {{years}} are missing: limits in working days cannot be counted, and baselines judge by the week alone. Import them once the State Council has announced them.',
  count: 'Count working days',
  countAbout: 'the first day does not count; due at the end of the last day',
  from: 'First day',
  forward: 'after',
  back: 'before',
  unit: 'working days',
  dueAt: 'due at',
  countUnknown: '{{year}} was not imported; this cannot be counted',
  workingDays: 'Working days',
  holidays: 'Days off',
  makeUps: 'Made-up days',
  dayUnit: 'days',
  shipped: 'comes with the product',
  importedBy: 'imported by {{by}},',
  remove: 'Remove the import',
  askRemove: 'Remove the import of this year? The year that comes with the product counts again.',
  kinds: { workday: 'Working day', weekend: 'Weekend', holiday: 'Public holiday', 'make-up': 'Made-up working day' },
};
