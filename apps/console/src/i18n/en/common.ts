import type { Shape } from '../shape.ts';
import type * as zh from '../zh-CN/common.ts';

export const common: Shape<typeof zh.common> = {
  retry: 'Try again',
  requestId: 'Request',
  save: 'Save',
  cancel: 'Cancel',
  confirm: 'OK',
  close: 'Close',
  more: 'More',
  back: 'Back',
  edit: 'Edit',
  remove: 'Delete',
  missingPermission: 'The permission that is missing:',
  copy: 'Copy',
  copied: 'Copied',
  yes: 'Yes',
  no: 'No',
  none: 'None',
  unknown: 'Unknown',
  optional: 'Optional',
  required: 'Required',
  saved: 'Saved',
  live: 'Live',
  reconnecting: 'Reconnecting',
  actions: 'Actions',
  download: 'Download',
  perSecond: '/s',
};

export const shell: Shape<typeof zh.shell> = {
  navigation: 'Main navigation',
  fold: 'Fold the sidebar',
  searchPlaceholder: 'Search events: VIN, address, account or any text',
  face: { dark: 'Switch to dark', light: 'Switch to light' },
  notFound: 'There is no such page',
  notFoundHint: 'The address may be mistyped, or the record is gone. Go back to the start and try from there.',
  goHome: 'Back to the start',
};

/** Tables that people upload, whatever is in them. */
export const tableImport: Shape<typeof zh.tableImport> = {
  choose: 'Choose a file',
  refused: 'Rows that were not imported: {{count}}',
};

export const nav: Shape<typeof zh.nav> = {
  group: {
    situation: 'Situation',
    operations: 'Operations',
    detection: 'Detection',
    assets: 'Assets',
    trust: 'Trust and cryptography',
    intake: 'Intake',
    supervision: 'Supervision',
    system: 'System',
  },
  overview: 'Security situation',
  posture: 'Compliance posture',
  alerts: 'Alerts',
  warnings: 'Warnings',
  search: 'Event search',
  hunts: 'Hunts',
  findings: 'Findings ledger',
  rules: 'Detection rules',
  correlations: 'Correlations',
  baselines: 'Baselines',
  coverage: 'Coverage',
  quality: 'Alert quality',
  detectors: 'Detectors',
  intel: 'Threat intelligence',
  campaigns: 'Campaigns',
  signatures: 'Vehicle signatures',
  cryptography: 'Cryptography',
  certificates: 'Certificates',
  pseudonyms: 'Pseudonyms',
  gateway: 'Access bindings',
  roadTrust: 'V2X trust',
  fleet: 'Fleet',
  vehicles: 'Vehicles',
  hosts: 'Hosts and services',
  discovery: 'Asset discovery',
  zones: 'Zones',
  firewalls: 'Firewall rules',
  exposure: 'Exposure',
  suppliers: 'Suppliers',
  accessReviews: 'Access reviews',
  captures: 'Captures',
  sources: 'Sources',
  quarantine: 'Quarantine',
  retention: 'Log retention',
  logProofs: 'Log proofs',
  drills: 'Drills',
  dutyRoster: 'Duty roster',
  playbooks: 'Playbooks',
  incidents: 'Incidents',
  deadlines: 'Deadlines',
  documents: 'Documents',
  policies: 'Policies',
  training: 'Training',
  organisation: 'Organisation',
  criticalInfrastructure: 'Critical infrastructure',
  filing: 'Graded units',
  risks: 'Risks and tests',
  supervision: 'Filings of enterprises',
  oversight: 'Desk of the authority',
  regulatorNotices: 'Notices of the authority',
  inspectionAccess: 'Inspections',
  workdays: 'Working days',
  users: 'Users and roles',
  tokens: 'API tokens',
  audit: 'Audit',
  settings: 'Settings',
};

export const table: Shape<typeof zh.table> = {
  shown: '{{shown}} shown',
  shownOf: '{{shown}} of {{total}} shown',
  more: 'Load more',
  exportCsv: 'Export this table',
  exportCut: 'The first {{count}} rows were exported, the rest not: narrow the filter',
  selected: '{{count}} selected',
};

export const ago: Shape<typeof zh.ago> = {
  now: 'just now',
  second: '{{count}} s ago',
  minute: '{{count}} min ago',
  hour: '{{count}} h ago',
  day: '{{count}} d ago',
};

export const range: Shape<typeof zh.range> = {
  '15m': 'Last 15 minutes',
  '1h': 'Last hour',
  '6h': 'Last 6 hours',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '184d': 'Last 184 days',
};

export const severity: Shape<typeof zh.severity> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  informational: 'Info',
};

export const eventSeverity: Shape<typeof zh.eventSeverity> = {
  unknown: 'Not rated',
  informational: 'Informational',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
};

export const findingStatus: Shape<typeof zh.findingStatus> = {
  open: 'Open',
  triaging: 'Triage',
  'in-progress': 'In progress',
  resolved: 'Resolved',
  'false-positive': 'False positive',
  'risk-accepted': 'Risk accepted',
  drill: 'Drill',
};

export const findingKind: Shape<typeof zh.findingKind> = {
  alert: 'Alert',
  vulnerability: 'Vulnerability',
  violation: 'Violation',
  weakness: 'Weak point',
  anomaly: 'Anomaly',
};

export const assetKind: Shape<typeof zh.assetKind> = {
  vehicle: 'Vehicle',
  host: 'Host',
  account: 'Account',
  service: 'Service',
  source: 'Source',
  platform: 'Platform',
};

export const explain: Shape<typeof zh.explain> = {
  and: 'All of',
  or: 'Any of',
  not: 'Not',
  selection: 'Selection',
  item: 'Field',
  keyword: 'Keyword',
  logsource: 'Log source',
  anywhere: 'Any field',
  actual: 'Actual value',
  absent: 'no such field',
};

export const modifier: Shape<typeof zh.modifier> = {
  equals: 'is',
  contains: 'contains',
  startswith: 'starts with',
  endswith: 'ends with',
  all: 'all of',
  re: 'matches',
  i: 'any case',
  m: 'multi-line',
  s: 'dot matches line breaks',
  cased: 'same case',
  exists: 'exists',
  neq: 'is not',
  lt: 'below',
  lte: 'at most',
  gt: 'above',
  gte: 'at least',
  cidr: 'in network',
  windash: 'any dash',
  base64: 'in Base64',
  base64offset: 'in Base64 at any offset',
  utf16le: 'in UTF-16LE',
  utf16be: 'in UTF-16BE',
  utf16: 'in UTF-16',
  wide: 'in UTF-16LE',
  expand: 'placeholder',
  fieldref: 'equals field',
  minute: 'minute is',
  hour: 'hour is',
  day: 'day is',
  week: 'week is',
  month: 'month is',
  year: 'year is',
};

export const ruleStatus: Shape<typeof zh.ruleStatus> = {
  stable: 'Stable',
  test: 'Test',
  experimental: 'Experimental',
  deprecated: 'Deprecated',
  unsupported: 'Unsupported',
};
