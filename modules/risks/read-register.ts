import type { FindingFilter } from '@chedun/governance/contract';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Register, Risk, Treatment } from './contract.ts';
import { risksOf, type KnownAsset, type OpenWeakness, type Situation } from './domain/compute.ts';
import { today, treatmentOf, type Needs } from './store.ts';
import type { RiskTables } from './tables.ts';

const DAYS = 90 * 86_400_000;
const PAGE = 200;
const MOST_FINDINGS = 20_000;
const MOST_ASSETS = 50_000;
const MOST_RISKS = 2000;

type Filter = z.output<typeof FindingFilter>;
type Summary = Awaited<ReturnType<Needs['governance']['findings']>>['items'][number];

const allFindings = async ({ governance }: Needs, filter: Partial<Filter>): Promise<Summary[]> => {
  const found: Summary[] = [];
  let cursor: string | undefined;
  do {
    const page = await governance.findings({ sort: 'lastSeen', limit: PAGE, ...filter, cursor } as Filter);
    found.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && found.length < MOST_FINDINGS);
  return found;
};

const knownAssets = async ({ assets }: Needs): Promise<Map<string, KnownAsset>> => {
  const found = new Map<string, KnownAsset>();
  for (let after = ''; found.size < MOST_ASSETS;) {
    const hosts = await assets.hostsAfter(after, 1000);
    for (const { name, criticality } of hosts) found.set(`host:${name}`, { criticality, exposure: 'other' });
    after = hosts.at(-1)?.name ?? '';
    if (hosts.length < 1000) break;
  }
  for (let after = ''; found.size < 2 * MOST_ASSETS;) {
    const services = await assets.servicesAfter(after, 1000);
    for (const { name, criticality, exposure } of services)
      found.set(`service:${name}`, { criticality, exposure: exposure === 'internet' ? 'internet' : 'other' });
    after = services.at(-1)?.name ?? '';
    if (services.length < 1000) break;
  }
  return found;
};

const situationOf = async (needs: Needs): Promise<Situation> => {
  const from = new Date(needs.clock.now() - DAYS).toISOString();
  const [assets, open, alerts] = await Promise.all([
    knownAssets(needs),
    allFindings(needs, { kind: 'vulnerability,violation,weakness,anomaly', status: 'open,triaging,in-progress' }),
    allFindings(needs, { kind: 'alert', status: 'open,triaging,in-progress,resolved,risk-accepted', from }),
  ]);
  const counts = new Map<string, number>();
  for (const { assets: touched, count } of alerts)
    for (const { kind, id } of touched) counts.set(`${kind}:${id}`, (counts.get(`${kind}:${id}`) ?? 0) + count);
  return { assets, weaknesses: open as unknown as readonly OpenWeakness[], alerts: counts };
};

/** The newest treatment of each risk. */
const newestTreatments = async (needs: Pick<Needs, 'records' | 'clock'>): Promise<Map<string, Treatment>> => {
  const rows = await needs.records
    .read<RiskTables>()
    .selectFrom('risks.treatments')
    .selectAll()
    .distinctOn('risk')
    .orderBy('risk')
    .orderBy('asked_at', 'desc')
    .orderBy(sql`id desc`)
    .limit(20_000)
    .execute();
  return new Map(rows.map((row) => [row.risk, treatmentOf(row, today(needs))]));
};

/** GET /risks: computed from records as they are now. */
export const readRegister = (needs: Needs) => async (): Promise<Register> => {
  const [method, situation, treatments] = await Promise.all([
    needs.content.method(),
    situationOf(needs),
    newestTreatments(needs),
  ]);
  const all = risksOf(method, situation);
  const items = all
    .slice(0, MOST_RISKS)
    .map((risk): Risk => ({ ...risk, treatment: treatments.get(risk.key) ?? null }));
  return {
    at: new Date(needs.clock.now()).toISOString(),
    method: { version: method.version, formula: method.formula, basis: 'unverified' },
    items,
    more: all.length - items.length,
  };
};

/** True for a risk that somebody has to treat. */
export const isUntreated = ({ level, treatment }: Pick<Risk, 'level' | 'treatment'>): boolean =>
  (level === 'high' || level === 'critical') && treatment?.state !== 'holds';
