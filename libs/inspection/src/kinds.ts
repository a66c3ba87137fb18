/** A kind of data that an inspection may read. */
export interface InspectionKind {
  readonly id: InspectionKindId;
  readonly title: { readonly zh: string; readonly en: string };
  /** Permission whose routes are read; always one that changes nothing. */
  readonly permission: string;
  /** Page of the console that shows it. */
  readonly page: string;
  /** Routes below /api that are read for it, as they are declared; evidence is taken from them too. A route that is not here is closed. */
  readonly paths: readonly string[];
  /** What a scope narrows: `obligations` and `units` by the first parameter of the routes in `narrow`, `nothing` else. */
  readonly narrowedBy: 'obligations' | 'units' | 'nothing';
  /** Routes that stay readable when the scope is narrowed; their first parameter has to be named. */
  readonly narrow: readonly string[];
}

/** Ids of the kinds. */
export const INSPECTION_KIND_IDS = [
  'posture',
  'units',
  'findings',
  'incidents',
  'deadlines',
  'documents',
  'organisation',
  'retention',
] as const;
export type InspectionKindId = (typeof INSPECTION_KIND_IDS)[number];

const kind = (
  id: InspectionKindId,
  [zh, en]: readonly [string, string],
  permission: string,
  page: string,
  paths: readonly string[],
  more: Partial<Pick<InspectionKind, 'narrowedBy' | 'narrow'>> = {},
): InspectionKind => ({ id, title: { zh, en }, permission, page, paths, narrowedBy: 'nothing', narrow: [], ...more });

/** All kinds; a decision of this product. None shows raw logs, keys, files of evidence or exports of whole lists. */
export const INSPECTION_KINDS: readonly InspectionKind[] = [
  kind(
    'posture',
    ['合规态势与证据', 'Posture and evidence'],
    'posture.read',
    '/posture',
    [
      '/posture',
      '/posture/obligations/:id',
      '/posture/obligations/:id/assets',
      '/posture/checks/:id/evidence',
      '/posture/chain',
    ],
    { narrowedBy: 'obligations', narrow: ['/posture/obligations/:id', '/posture/obligations/:id/assets'] },
  ),
  kind(
    'units',
    ['定级备案单元', 'Graded units'],
    'filing.read',
    '/filing',
    [
      '/filing/units',
      '/filing/units/:id',
      '/filing/units/:id/levels',
      '/filing/level-rule',
      '/filing/partition',
      '/filing/cases',
      '/filing/cases/:id',
      '/filing/projects',
    ],
    { narrowedBy: 'units', narrow: ['/filing/units/:id', '/filing/units/:id/levels'] },
  ),
  kind('findings', ['隐患与告警', 'Findings'], 'governance.findings-read', '/findings', [
    '/findings',
    '/findings/:id',
    '/findings/stats',
  ]),
  kind('incidents', ['事件处置', 'Incidents'], 'incidents.read', '/incidents', ['/incidents', '/incidents/:id']),
  kind('deadlines', ['时限', 'Deadlines'], 'deadlines.read', '/deadlines', [
    '/deadlines',
    '/deadlines/:id',
    '/deadlines/rules',
  ]),
  kind('documents', ['文书', 'Documents'], 'documents.read', '/documents', [
    '/documents',
    '/documents/:id',
    '/documents/:id/versions/:version/file',
    '/documents/:id/versions/:version/pages',
    '/documents/templates',
  ]),
  kind('organisation', ['单位与责任人', 'Organisation'], 'organisation.read', '/organisation', ['/organisation']),
  kind('retention', ['日志留存', 'Retention of logs'], 'retention.read', '/retention', [
    '/retention',
    '/retention/holds',
    '/retention/ledger',
    '/retention/ledger/:source/hours',
    '/retention/proposals',
    '/retention/segments',
    '/retention/tombstones',
  ]),
];

/** The kind with an id. */
export const inspectionKind = (id: InspectionKindId): InspectionKind => {
  const found = INSPECTION_KINDS.find((each) => each.id === id);
  if (found === undefined) throw new RangeError(`no kind ${id}`);
  return found;
};
