import type { GovernanceAsks } from '@chedun/governance/contract';
import { DomainError } from '@chedun/kernel';
import type { Records } from '@chedun/records';
import type { Attestation, AssetVerdicts, AssetRun, JudgedAssets, ObligationDetail, Verdict } from './contract.ts';
import { cellsWith, PAGE_ASSETS, readCell } from './domain/asset-verdict.ts';
import type { NoticeContent } from './domain/content.ts';
import { sentenceOf } from './domain/sentence.ts';
import { stripOf } from './domain/strip.ts';
import type { PostureView } from './read-model.ts';
import { latestEvidence, outcomesSince } from './store.ts';
import { attestationCheck, listAttestations } from './store-accepting.ts';
import { assetsByNumber, cellsOfAsset, newestPages, numbersOf } from './store-pages.ts';
import type { PostureTables } from './tables.ts';

const DAY = 86_400_000;
/** Days of history that the page of an obligation shows. */
const WINDOW = 90 * DAY;
const MOST_OUTCOMES = 10_000;

/** Who answers for an obligation. */
export type Responsible = (obligation: string) => Promise<ObligationDetail['responsible']>;

interface Needs {
  readonly records: Pick<Records, 'read'>;
  readonly now: () => number;
  readonly notice: () => Promise<NoticeContent>;
  readonly view: () => Promise<PostureView>;
  readonly governance: Pick<GovernanceAsks, 'openFindings'>;
  readonly responsible: Responsible;
  /** The text of the notice. */
  readonly text: () => Promise<string>;
}

/** The page of an obligation. */
export const obligationDetail =
  ({ records, now, notice, view, governance, responsible, text }: Needs) =>
  async (id: string): Promise<ObligationDetail> => {
    const { obligations, mappings } = await notice();
    const known = obligations.find((each) => each.id === id);
    const obligation = (await view()).obligations.find((each) => each.id === id);
    if (known === undefined || obligation === undefined)
      throw new DomainError('posture.obligation-unknown', { field: id });
    const since = now() - WINDOW;
    const ids = obligation.checks.map((check) => check.id);
    const [findings, outcomes, who, whole] = await Promise.all([
      governance.openFindings({ obligation: id, limit: 50 }),
      ids.length === 0 ? [] : outcomesSince(records, ids, new Date(since), MOST_OUTCOMES),
      responsible(id),
      text(),
    ]);
    return {
      obligation,
      sentence: sentenceOf(whole, known.quote),
      parties: [...known.parties],
      number: known.number,
      mappings: mappings
        .filter((each) => each.obligation === id)
        .map(({ rule, ruleTitle, note, number, title, isVerified }) => ({
          rule,
          ruleTitle,
          note,
          number,
          title,
          isVerified,
        })),
      findings: findings.map(({ id: finding, title, titleZh, severity, status, dueAt, owner }) => ({
        id: finding,
        title,
        titleZh,
        severity,
        status,
        dueAt,
        owner,
      })),
      responsible: who,
      history: obligation.checks.map((check) => ({
        checkId: check.id,
        title: check.title,
        segments: stripOf(
          outcomes.filter((each) => each.checkId === check.id),
          since,
          now(),
        ),
      })),
    };
  };

/** What persons have to attest, with the day until which it is attested. */
export const readAttestations = async (records: Pick<Records, 'read'>, now: number): Promise<Attestation[]> => {
  const latest = await latestEvidence(records);
  return (await listAttestations(records)).map((row) => {
    const evidence = latest.get(attestationCheck(row.id));
    const due =
      evidence === undefined ? row.created_at.getTime() + row.every_days * DAY : Date.parse(evidence.expiresAt);
    return {
      id: row.id,
      checkId: attestationCheck(row.id),
      title: { zh: row.title_zh, en: row.title_en },
      obligations: row.obligations,
      everyDays: row.every_days,
      owner: row.owner_name,
      dueAt: evidence === undefined ? null : evidence.expiresAt,
      isOverdue: row.retired_at === null && due <= now,
      retiredAt: row.retired_at?.toISOString() ?? null,
    };
  });
};

/** The newest evaluation of all assets. */
export const latestRun = async (records: Pick<Records, 'read'>): Promise<AssetRun | null> => {
  const row = await records
    .read<PostureTables>()
    .selectFrom('posture.asset_runs')
    .selectAll()
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    at: row.at.toISOString(),
    assets: row.assets,
    milliseconds: row.milliseconds,
    changedPages: row.changed_pages,
    counts: row.counts as AssetRun['counts'],
  };
};

/** Verdicts on one asset, with what they were before. */
export const assetVerdicts = async (
  records: Pick<Records, 'read'>,
  kind: string,
  id: string,
): Promise<AssetVerdicts> => {
  const number = (await numbersOf(records, kind)).get(id);
  if (number === undefined) throw new DomainError('posture.asset-unknown', { field: id });
  const cells = await cellsOfAsset(records, Math.floor(number / PAGE_ASSETS), number % PAGE_ASSETS);
  const by = Map.groupBy(cells, ({ obligation }) => obligation);
  const verdicts = [...by].flatMap(([obligation, history]) => {
    const [newest, ...older] = history.map(({ since, cell }) => ({ since: since.toISOString(), ...readCell(cell) }));
    if (newest === undefined || newest.verdict === 'n-a') return [];
    // The page changes when any of its assets does: what did not change for this one is told once.
    const before = older.filter((each, index) => each.reason !== (older[index - 1] ?? newest).reason);
    return [{ obligation, verdict: newest.verdict, reason: newest.reason, before }];
  });
  return { kind, id, at: (await latestRun(records))?.at ?? null, verdicts };
};

/** Assets with a verdict for an obligation. */
export const judgedAssets = async (
  records: Pick<Records, 'read'>,
  obligation: string,
  verdict: Verdict,
  limit: number,
): Promise<JudgedAssets> => {
  const wanted = cellsWith(verdict);
  const numbers: { readonly number: number; readonly byte: number }[] = [];
  for (const [key, cells] of await newestPages(records, obligation)) {
    const page = Number(key.slice(key.indexOf('/') + 1));
    cells.forEach((byte, place) => {
      if (wanted.has(byte)) numbers.push({ number: page * PAGE_ASSETS + place, byte });
    });
  }
  const shown = numbers.slice(0, limit);
  const byNumber = new Map(shown.map(({ number, byte }) => [number, readCell(byte).reason]));
  const assets = await assetsByNumber(records, [...byNumber.keys()]);
  return {
    items: assets.map(({ number, kind, id }) => ({ kind, id, reason: byNumber.get(number) ?? 'not-judged' })),
    total: numbers.length,
  };
};
