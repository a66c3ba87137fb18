import type { AssetRef, Finding, FindingStatus, Severity } from '../contract.ts';

/** What an export needs of a finding. */
export type ExportedFinding = Omit<Finding, 'history' | 'overdue'>;

/** OCSF `severity_id`. */
const SEVERITY: Readonly<Record<Severity, { readonly id: number; readonly name: string }>> = {
  informational: { id: 1, name: 'Informational' },
  low: { id: 2, name: 'Low' },
  medium: { id: 3, name: 'Medium' },
  high: { id: 4, name: 'High' },
  critical: { id: 5, name: 'Critical' },
};

/** OCSF `status_id` of findings: 1 new, 2 in progress, 3 suppressed, 4 resolved. */
const STATUS: Readonly<Record<FindingStatus, { readonly id: number; readonly name: string }>> = {
  open: { id: 1, name: 'New' },
  triaging: { id: 2, name: 'In Progress' },
  'in-progress': { id: 2, name: 'In Progress' },
  resolved: { id: 4, name: 'Resolved' },
  'false-positive': { id: 3, name: 'Suppressed' },
  'risk-accepted': { id: 3, name: 'Suppressed' },
  drill: { id: 3, name: 'Suppressed' },
};

const activityOf = ({ status, count }: ExportedFinding): { readonly id: number; readonly name: string } => {
  if (STATUS[status].id >= 3) return { id: 3, name: 'Close' };
  return count > 1 || status !== 'open' ? { id: 2, name: 'Update' } : { id: 1, name: 'Create' };
};

const resourceOf = ({ kind, id }: AssetRef): object => ({ type: kind, uid: id, name: id });

const techniqueOf = (tags: readonly string[]): object[] =>
  tags
    .filter((tag) => /^attack\.t\d{4}(?:\.\d{3})?$/.test(tag))
    .map((tag) => ({ technique: { uid: tag.slice('attack.'.length).toUpperCase() } }));

/**
 * A finding as OCSF 1.x Detection Finding (class 2004): required attributes of the class, resources, evidences, and what
 * has no place there under `unmapped`. Times are milliseconds since 1970 UTC.
 */
const ocsfOf = (finding: ExportedFinding): object => {
  const { alert, severity, status, samples } = finding;
  const activity = activityOf(finding);
  const attacks = techniqueOf(finding.tags);
  return {
    metadata: {
      version: '1.4.0',
      product: { name: 'CheDun', vendor_name: 'CheDun' },
      uid: finding.id,
      logged_time: Date.parse(finding.openedAt),
    },
    category_uid: 2,
    category_name: 'Findings',
    class_uid: 2004,
    class_name: 'Detection Finding',
    activity_id: activity.id,
    activity_name: activity.name,
    type_uid: 200_400 + activity.id,
    time: Date.parse(finding.lastSeen),
    severity_id: SEVERITY[severity].id,
    severity: SEVERITY[severity].name,
    status_id: STATUS[status].id,
    status: STATUS[status].name,
    message: finding.titleZh ?? finding.title,
    count: finding.count,
    start_time: Date.parse(finding.firstSeen),
    end_time: Date.parse(finding.lastSeen),
    finding_info: {
      uid: finding.fingerprint,
      title: finding.title,
      first_seen_time: Date.parse(finding.firstSeen),
      last_seen_time: Date.parse(finding.lastSeen),
      created_time: Date.parse(finding.openedAt),
      types: [finding.kind],
      ...(alert === null
        ? {}
        : {
            desc: alert.description,
            analytic: { uid: alert.ruleId, name: alert.ruleTitle, type_id: 1, type: 'Rule' },
          }),
      ...(attacks.length === 0 ? {} : { attacks }),
    },
    resources: finding.assets.map(resourceOf),
    observables: finding.assets
      .filter(({ kind }) => kind === 'host' || kind === 'account')
      .map(({ kind, id }) => ({ name: kind, value: id, type_id: kind === 'host' ? 1 : 4 })),
    evidences: samples.slice(0, 20).map(({ ref, at, summary }) => ({
      data: { journal: ref.journal, seq: ref.seq, index: ref.index, time: Date.parse(at), summary },
    })),
    unmapped: {
      module: finding.module,
      obligations: finding.obligations,
      drill: status === 'drill',
      facts: finding.facts,
    },
  };
};

/** One line a finding. */
export async function* ocsfLines(findings: AsyncIterable<ExportedFinding>): AsyncGenerator<string> {
  for await (const finding of findings) yield `${JSON.stringify(ocsfOf(finding))}\n`;
}
