import type { CorrelationAsks } from '@chedun/correlation/contract';
import type { DetectionAsks } from '@chedun/detection/contract';
import { findingsReported, Severity, type FindingReport } from '@chedun/governance/contract';
import { DomainError, type ActorRef } from '@chedun/kernel';
import type { Records, Tx } from '@chedun/records';
import { parseRules, type SigmaMetadata } from '@chedun/sigma';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { Promoted, Promotion, Wanted } from '../contract.ts';
import type { HuntTables } from '../tables.ts';

type Hit = Selectable<HuntTables['hunt.hits']>;
type Rule = Selectable<HuntTables['hunt.rules']>;

interface Needs {
  readonly records: Records;
  readonly now: () => number;
  readonly detection: Pick<DetectionAsks, 'ruleSources'>;
  readonly correlation: Pick<CorrelationAsks, 'huntable'>;
}

/** Obligations that every alert serves. */
const OBLIGATIONS = ['1.3-h'];
const MOST_SAMPLES = 20;
const MOST_ASSETS = 20;
const REPORTS_PER_EVENT = 50;

/** What rules and correlations say about themselves, by id; nothing for those that are gone. */
const documentsOf = async (
  wanted: Wanted,
  ids: readonly string[],
  { detection, correlation }: Needs,
): Promise<ReadonlyMap<string, SigmaMetadata>> => {
  if (wanted.kind === 'rules')
    return new Map((await detection.ruleSources(ids)).map(({ id, document }) => [id, document]));
  if (wanted.kind === 'text') {
    const { documents } = parseRules(wanted.yaml, { file: 'rule.yml' });
    return new Map(documents.map((document) => [document.id ?? 'pasted', document]));
  }
  const found = await correlation.huntable({ ids }).catch(() => undefined);
  return new Map((found?.documents ?? []).map((document) => [document.id ?? document.title, document]));
};

const alertOf = (
  rule: Rule,
  document: SigmaMetadata | undefined,
  matched: Hit['matched'],
): NonNullable<FindingReport['alert']> => ({
  ruleId: rule.rule_id.slice(0, 100),
  ruleTitle: rule.title,
  author: (document?.author ?? '').slice(0, 1000),
  license: (document?.license ?? '').slice(0, 100),
  description: (document?.description ?? '').slice(0, 8000),
  references: (document?.references ?? []).slice(0, 20).map((each) => each.slice(0, 1000)),
  falsePositives: (document?.falsepositives ?? []).slice(0, 20).map((each) => each.slice(0, 1000)),
  tags: (document?.tags ?? []).slice(0, 50).map((each) => each.slice(0, 100)),
  matched: matched.slice(0, 30),
});

const assetsOf = (hits: readonly Hit[]): FindingReport['assets'] => {
  const assets = new Map<string, FindingReport['assets'][number]>();
  for (const { subject_kind, subject } of hits) {
    if (subject === '' || assets.size >= MOST_ASSETS) continue;
    const kind = subject_kind as FindingReport['assets'][number]['kind'];
    assets.set(`${kind}:${subject}`, { kind, id: subject.slice(0, 200) });
  }
  return assets.size === 0 ? [{ kind: 'platform', id: 'hunt' }] : [...assets.values()];
};

const sampleOf = ({ journal, seq, idx, at, message, subject }: Hit): FindingReport['samples'][number] => ({
  ref: { journal, seq, index: idx },
  at: at.toISOString(),
  summary: (message === '' ? subject : message).slice(0, 300),
});

const reportOf = (
  huntId: string,
  rule: Rule,
  hits: readonly Hit[],
  document: SigmaMetadata | undefined,
  now: number,
): FindingReport => {
  const inOrder = hits.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const first = inOrder[0]?.at ?? new Date(now);
  const last = inOrder.at(-1)?.at ?? first;
  return {
    fingerprint: `hunt:${huntId}|${rule.rule_id}`.slice(0, 200),
    kind: 'alert',
    module: 'hunt',
    title: rule.title,
    ...(rule.title_zh === null ? {} : { titleZh: rule.title_zh }),
    severity: Severity.catch('medium').parse(rule.level),
    assets: assetsOf(inOrder.toReversed()),
    obligations: OBLIGATIONS,
    count: hits.length,
    firstSeen: first.toISOString(),
    lastSeen: last.toISOString(),
    receivedAt: new Date(now).toISOString(),
    samples: inOrder
      .filter(({ journal }) => journal !== '')
      .slice(-MOST_SAMPLES)
      .map(sampleOf),
    alert: alertOf(rule, document, inOrder.at(-1)?.matched ?? []),
    facts: { hunt: huntId },
  };
};

/** Marks the chosen hits that are not in the ledger yet, and returns them. */
const takeHits = async (tx: Tx, huntId: string, { hits }: z.output<typeof Promotion>, now: number): Promise<Hit[]> => {
  const db = tx.as<HuntTables>();
  const open = db
    .updateTable('hunt.hits')
    .set({ promoted_at: new Date(now) })
    .where('hunt_id', '=', huntId)
    .where('promoted_at', 'is', null);
  const chosen =
    hits === undefined
      ? open
      : open.where((is) => is.or(hits.map(({ ruleId, key }) => is.and({ rule_id: ruleId, key }))));
  return chosen.returningAll().execute();
};

/**
 * Brings hits of a hunt into the ledger: one finding for each rule of a hunt, which grows when more of its hits follow. A hit
 * counts once, however often it is asked for. Throws `hunt.unknown`.
 */
export const promoteHits =
  (needs: Needs) =>
  async (huntId: string, asked: z.output<typeof Promotion>, actor: ActorRef): Promise<z.output<typeof Promoted>> => {
    const { records, now } = needs;
    const db = records.read<HuntTables>();
    const hunt = await db.selectFrom('hunt.hunts').select('wanted').where('id', '=', huntId).executeTakeFirst();
    if (hunt === undefined) throw new DomainError('hunt.unknown', { field: huntId });
    const rules = await db.selectFrom('hunt.rules').selectAll().where('hunt_id', '=', huntId).execute();
    const hitIds = rules.filter(({ hits }) => hits > 0).map((rule) => rule.rule_id);
    const documents = await documentsOf(hunt.wanted, hitIds, needs);
    return records.transaction(async (tx) => {
      const taken = await takeHits(tx, huntId, asked, now());
      const findings = rules.flatMap((rule) => {
        const own = taken.filter((hit) => hit.rule_id === rule.rule_id);
        return own.length === 0 ? [] : [reportOf(huntId, rule, own, documents.get(rule.rule_id), now())];
      });
      for (let at = 0; at < findings.length; at += REPORTS_PER_EVENT) {
        const some = findings.slice(at, at + REPORTS_PER_EVENT);
        await tx.tell({ type: findingsReported, aggregate: huntId, payload: { findings: some } as never }, actor);
      }
      const result = { promoted: taken.length, findings: findings.length };
      await tx.audit({
        actor,
        action: 'hunt.promoted',
        target: { kind: 'hunt', id: huntId },
        outcome: 'done',
        after: result,
      });
      return result;
    });
  };
