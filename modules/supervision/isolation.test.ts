import { openRoute } from '@chedun/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExchangeAnswer, Filing, FilingPage, supervisionPermissions } from './contract.ts';
import {
  documentId,
  filingOf,
  FORM,
  join,
  packageOf,
  postPackage,
  supervisionWorld,
  type Firm,
  type SupervisionWorld,
} from './testing/world.ts';

/** A word that stands in the filings of beta and nowhere else. */
const SECRET = '乙方机密拓扑XYZ';

let world: SupervisionWorld;
let alpha: Firm;
let beta: Firm;
let betas: Filing;
let betaPackage: Uint8Array;
let betaSm3 = '';
beforeAll(async () => {
  world = await supervisionWorld();
  alpha = (await join(world, 'alpha', '甲汽车有限公司', '91420100MA4KXXXX2A', 1)).firm;
  beta = (await join(world, 'beta', '乙出行有限公司', '91420100MA4KXXXX2B', 2)).firm;
  const data = { ...FORM, topology: SECRET, locations: SECRET };
  betaPackage = await packageOf(beta.signer, { id: documentId(50), title: SECRET, data });
  betaSm3 = (await beta.handIn(betaPackage)).manifestSm3;
  betas = await filingOf(world, beta, SECRET);
}, 180_000);
afterAll(() => world.close());

/** The path of a route with what belongs to beta in place of its parameters. */
const pathOf = (path: string): string =>
  path.replaceAll(/:([a-z0-9]+)/gi, (_, name: string) => {
    const values: Readonly<Record<string, string>> = {
      sm3: betaSm3,
      version: '1',
      receipt: betas.receipts[0]?.id ?? '',
    };
    return values[name] ?? (path.includes('enterprises') ? beta.id : betas.filing.id);
  });

describe('an enterprise', () => {
  it('reaches two routes of the whole server and is turned away from every other one, with ids of another enterprise', async () => {
    const reached: string[] = [];
    let refused = 0;
    for (const { route: sealed } of world.app.routes) {
      const route = openRoute(sealed);
      if (route.permission === 'public' || route.kind === 'stream') continue;
      const call = `${route.method} ${pathOf(route.path)}`;
      const answer = await world.as('alpha')(call, route.method === 'GET' ? undefined : {});
      expect(answer.text, call).not.toContain(SECRET);
      expect(answer.text, call).not.toContain('乙出行');
      if (route.permission === supervisionPermissions.exchange) reached.push(route.operationId);
      // What does not fit the schema is refused before anybody asks who it is.
      else expect([400, 403], call).toContain(answer.status);
      if (answer.status === 403) refused += 1;
    }
    expect(refused).toBeGreaterThan(30);
    expect(reached.toSorted()).toEqual(['getPackageAnswer', 'handInPackage']);
  });

  it('hears nothing of a package of another one, and the other hears of it', async () => {
    const path = `GET /supervision/exchange/packages/${betaSm3}`;
    expect((await world.as('alpha')(path)).problem?.code).toBe('supervision.unknown');
    expect((await world.as('gamma')(path)).problem?.code).toBe('supervision.unknown');
    expect((await world.as('beta')(path)).as(ExchangeAnswer).receipts).toHaveLength(1);
  });

  it('cannot hand in what another one signed, nor the bytes that another one sent', async () => {
    for (const who of ['alpha', 'gamma'] as const) {
      const answer = await postPackage(world, who, betaPackage);
      expect(answer.problem?.code).toBe('supervision.not-yours');
      expect(answer.text).not.toContain(SECRET);
    }
    const fresh = await packageOf(beta.signer, { id: documentId(51) });
    expect((await postPackage(world, 'alpha', fresh)).problem?.code).toBe('supervision.not-yours');
    expect((await postPackage(world, 'beta', fresh)).as(ExchangeAnswer).state).toBe('received');
  });

  it('cannot put a version into a filing of another one', async () => {
    const forged = await packageOf(alpha.signer, { id: documentId(50), version: 2, title: '顶替' });
    const answer = await postPackage(world, 'alpha', forged);
    expect(answer.problem?.code).toBe('supervision.not-yours');
    const after = (await world.as('reviewer')(`GET /supervision/filings/${betas.filing.id}`)).as(Filing);
    expect(after.filing).toMatchObject({ version: 1, title: { zh: SECRET } });
  });

  it('cannot hold up another one by sending its package first', async () => {
    const { firm, bytes } = await join(world, 'gamma', '丙科技有限公司', '91420100MA4KXXXX2C', 3);
    const next = await packageOf(firm.signer, { id: documentId(60) });
    expect((await postPackage(world, 'delta', next)).problem?.code).toBe('supervision.not-yours');
    expect((await postPackage(world, 'gamma', next)).as(ExchangeAnswer).state).toBe('received');
    expect((await postPackage(world, 'gamma', bytes)).status).toBe(200);
  });

  it('reads no word of another one in what the authority answers it, nor in what the machine finds', async () => {
    const unit = { ...FORM, unitName: '甲平台' };
    const sent = await alpha.handIn(
      await packageOf(alpha.signer, { id: documentId(70), title: '甲的材料', data: unit }),
    );
    const { filing, problems } = await filingOf(world, alpha, '甲的材料');
    await world.as('reviewer')(`POST /supervision/filings/${filing.id}/steps`, { action: 'begin-check' });
    const items = [...problems.map(({ field, zh, rule }) => ({ field, text: zh, rule })), { text: '请补充说明' }];
    const order = { action: 'ask-supplement', items, dueOn: '2026-12-08' };
    await world.as('reviewer')(`POST /supervision/filings/${filing.id}/steps`, order);
    const answer = await world.as('alpha')(`GET /supervision/exchange/packages/${sent.manifestSm3}`);
    const { receipts } = answer.as(ExchangeAnswer);
    expect(receipts).toHaveLength(2);
    for (const each of receipts) {
      const text = Buffer.from(each, 'base64').toString('utf8');
      expect(text).not.toContain('乙');
      expect(text).not.toContain(SECRET);
    }
    const { items: all } = (await world.as('reviewer')(`GET /supervision/filings?enterprise=${alpha.id}&state=all`)).as(
      FilingPage,
    );
    expect(all.every(({ enterprise }) => enterprise.id === alpha.id)).toBe(true);
  });
});
