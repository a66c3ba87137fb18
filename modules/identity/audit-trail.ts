import { csvLine } from '@chedun/kernel';
import { type AuditLine as StoredLine, type AuditQuery as StoredQuery, type Records, readAudit } from '@chedun/records';
import { Readable } from 'node:stream';
import type { z } from 'zod';
import type { AuditExportQuery, AuditLine, AuditQuery } from './contract.ts';

type Filter = z.output<typeof AuditExportQuery>;
const EXPORT_PAGE = 500;

const present = (line: StoredLine): AuditLine => ({
  seq: line.seq,
  at: new Date(line.at).toISOString(),
  actor: { kind: line.actor.kind, id: line.actor.id, name: line.actor.name, ip: line.actor.ip ?? null },
  action: line.action,
  target: line.target,
  outcome: line.outcome,
  before: line.before as AuditLine['before'],
  after: line.after as AuditLine['after'],
  hash: line.hash,
});

const storedFilter = (filter: Filter): Omit<StoredQuery, 'limit' | 'before'> => {
  const { actorId, action, targetKind, targetId, outcome, from, to } = filter;
  return {
    ...(actorId === undefined ? {} : { actorId }),
    ...(action === undefined ? {} : { action }),
    ...(targetKind === undefined ? {} : { targetKind }),
    ...(targetId === undefined ? {} : { targetId }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(from === undefined ? {} : { from: Date.parse(from) }),
    ...(to === undefined ? {} : { to: Date.parse(to) }),
  };
};

/** A page of the audit trail, newest first. */
export const listAudit = async (records: Pick<Records, 'read'>, query: z.output<typeof AuditQuery>) => {
  const before = query.cursor === undefined ? undefined : Number(query.cursor);
  const page = await readAudit(records, {
    ...storedFilter(query),
    limit: query.limit,
    ...(before === undefined || !Number.isSafeInteger(before) ? {} : { before }),
  });
  return { items: page.lines.map(present), next: page.next === undefined ? null : String(page.next) };
};

const COLUMNS = [
  'seq',
  'at',
  'actor kind',
  'actor id',
  'actor',
  'ip',
  'action',
  'target kind',
  'target id',
  'outcome',
  'before',
  'after',
  'hash',
];

const toCsv = (line: AuditLine): string => {
  const { actor, target } = line;
  const fields = [
    String(line.seq),
    line.at,
    actor.kind,
    actor.id,
    actor.name,
    actor.ip ?? '',
    line.action,
    target.kind,
    target.id,
    line.outcome,
    line.before === null ? '' : JSON.stringify(line.before),
    line.after === null ? '' : JSON.stringify(line.after),
    line.hash,
  ];
  return csvLine(fields);
};

/** The filtered trail as CSV (UTF-8 with a byte order mark, as spreadsheets expect), page by page. */
export const exportAudit = (records: Pick<Records, 'read'>, filter: Filter): Readable => {
  async function* pages(): AsyncGenerator<string> {
    yield `\uFEFF${COLUMNS.join(',')}\r\n`;
    let before: number | undefined;
    do {
      const cursor = before === undefined ? {} : { before };
      const page = await readAudit(records, { ...storedFilter(filter), ...cursor, limit: EXPORT_PAGE });
      yield page.lines.map((line) => toCsv(present(line))).join('');
      before = page.next;
    } while (before !== undefined);
  }
  return Readable.from(pages());
};
