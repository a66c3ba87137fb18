import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import type { Channel, ChannelList, Delivery, DeliveryList, NewChannel, PolicyInForce, Warning } from './contract.ts';
import { httpSink, smtpSink, syslogSink } from './testing/sinks.ts';
import { TEST_CERT, TEST_KEY } from './testing/tls.ts';
import { testWorld, type TestWorld } from './testing/world.ts';
import type { WarningTables } from './tables.ts';

const pair = { cert: TEST_CERT, key: TEST_KEY };
const channel = (target: NewChannel['target'], given: Partial<NewChannel> = {}): NewChannel => ({
  name: `通道 ${target.kind}`,
  enabled: true,
  language: 'zh',
  levels: ['blue', 'yellow', 'orange', 'red'],
  notices: ['proposed', 'issued', 'changed', 'lifted', 'escalated'],
  step: 0,
  quiet: null,
  target,
  secrets: {},
  ...given,
});

describe('channels', () => {
  let world: TestWorld;
  let http: Awaited<ReturnType<typeof httpSink>>;
  let scope = 0;
  beforeAll(async () => {
    world = await testWorld();
    http = await httpSink();
    const { policy } = await world.call<z.infer<typeof PolicyInForce>>('getWarningPolicy');
    const delivery = { attempts: 2, backoffSeconds: 1 };
    await world.call('changeWarningPolicy', {
      body: { policy: { ...policy, delivery, issuer: '示例车企' }, note: 'x' },
    });
  }, 60_000);
  afterAll(async () => {
    await world.close();
    await http.close();
  });
  beforeEach(async () => {
    http.taken.length = 0;
    http.answer({});
    const { items } = await world.call<z.infer<typeof ChannelList>>('listWarningChannels');
    for (const { id } of items) await world.call('removeWarningChannel', { params: { id } });
  });

  const add = (given: NewChannel) => world.call<Channel>('addWarningChannel', { body: given });
  const issue = (level: Warning['level'] = 'yellow') => {
    scope += 1;
    const body = {
      level,
      scope: { kind: 'host', id: `h-${scope}` },
      title: '暴力破解',
      impact: '一台主机',
      measures: ['封禁'],
      causes: [],
    };
    return world.call<Warning>('issueWarning', { body });
  };
  const deliveries = async (query: object) =>
    (await world.call<z.infer<typeof DeliveryList>>('listWarningDeliveries', { query: { limit: 100, ...query } }))
      .items;
  const settled = async (query: object, status: Delivery['status']): Promise<Delivery> =>
    vi.waitFor(
      async () => {
        const [first] = await deliveries(query);
        expect(first?.status, JSON.stringify(first)).toBe(status);
        if (!first) throw new Error('no delivery');
        return first;
      },
      { timeout: 25_000, interval: 100 },
    );
  const check = async () => {
    const found = world.app.registry.checks().find(({ id }) => id === 'warnings.reachable');
    return (await found?.run())?.outcome;
  };

  it('signs a webhook, keeps the receipt, and never answers or logs a secret', async () => {
    const secrets = { url: `${http.url}/hook?token=very-secret-token`, secret: 'very-secret-key' };
    const added = await add(channel({ kind: 'webhook', ca: '' }, { secrets }));
    expect(added).toMatchObject({ endpoint: http.url, kept: ['url', 'secret'] });
    const warning = await issue();
    const sent = await settled({ warning: warning.id }, 'sent');
    expect(sent).toMatchObject({ receipt: 'HTTP 200', attempts: 1, notice: 'issued', warningNumber: warning.number });
    const [taken] = http.taken;
    const stamp = String(taken?.headers['x-chedun-timestamp']);
    const wanted = createHmac('sha256', 'very-secret-key')
      .update(`${stamp}.${taken?.body ?? ''}`)
      .digest('hex');
    expect(taken).toMatchObject({
      path: '/hook?token=very-secret-token',
      headers: { 'x-chedun-signature': `sha256=${wanted}` },
    });
    const told = JSON.stringify([await deliveries({}), await world.call('listWarningChannels')]);
    expect(told).not.toContain('very-secret');
    const { rows } = await world.platform.platform.records
      .read<WarningTables>()
      .selectFrom('warnings.channels')
      .selectAll()
      .execute()
      .then((all) => ({
        rows: JSON.stringify(all) + Buffer.concat(all.map(({ secrets: s }) => s)).toString('latin1'),
      }));
    expect(rows).not.toContain('very-secret');
  });

  it.each(['dingtalk', 'wecom', 'feishu'] as const)('%s: only a code of 0 is a receipt', async (kind) => {
    const secrets = { url: `${http.url}/robot?key=k`, ...(kind === 'wecom' ? {} : { secret: 's' }) };
    await add(channel({ kind }, { secrets }));
    const good = await issue();
    expect(await settled({ warning: good.id }, 'sent')).toMatchObject({ receipt: 'HTTP 200, code 0' });
    expect(http.taken[0]?.body).toContain(good.number);
    http.answer({ body: '{"errcode":310000,"code":19021,"errmsg":"sign not match"}' });
    const bad = await issue();
    const dead = await settled({ warning: bad.id }, 'dead');
    expect(dead).toMatchObject({ attempts: 2, receipt: null });
    expect(dead.error).toMatch(/^warnings\.refused: code (?:310000|19021)$/);
  });

  it('follows no redirect, and a dead message can be sent again by a person', async () => {
    http.answer({ status: 302, headers: { location: `${http.url}/elsewhere` } });
    await add(channel({ kind: 'webhook', ca: '' }, { secrets: { url: `${http.url}/a`, secret: 's' } }));
    const warning = await issue();
    const dead = await settled({ warning: warning.id }, 'dead');
    expect(dead.error).toBe('warnings.refused: HTTP 302');
    expect(http.taken.map(({ path }) => path)).toEqual(['/a', '/a']);
    expect(new Set(http.taken.map(({ headers }) => headers['x-chedun-delivery'])).size).toBe(1);
    expect(await check()).toBe('fail');
    http.answer({});
    await world.call('repeatWarningDelivery', { params: { id: dead.id } });
    await settled({ warning: warning.id }, 'sent');
    await expect(world.call('repeatWarningDelivery', { params: { id: dead.id } })).rejects.toMatchObject({
      code: 'warnings.delivery-done',
    });
  });

  it('sends only to public addresses where the configuration opens nothing', async () => {
    const strict = await testWorld([]);
    try {
      const given = channel({ kind: 'webhook', ca: '' }, { secrets: { url: `${http.url}/x`, secret: 's' } });
      const { id } = await strict.call<Channel>('addWarningChannel', { body: given });
      await strict.call('testWarningChannel', { params: { id } });
      await vi.waitFor(
        async () => {
          const { items } = await strict.call<z.infer<typeof DeliveryList>>('listWarningDeliveries', {
            query: { limit: 9 },
          });
          expect(items).toMatchObject([{ status: 'dead', error: 'warnings.address-closed', notice: 'test' }]);
        },
        { timeout: 25_000 },
      );
      expect(http.taken).toEqual([]);
    } finally {
      await strict.close();
    }
  });

  it('mails over STARTTLS with a login, to every recipient, and tells what the server refused', async () => {
    const sink = await smtpSink({ ...pair, refuse: 'nobody@example.cn' });
    const target = {
      kind: 'email',
      host: 'localhost',
      port: sink.port,
      security: 'starttls',
      from: 'vsoc@example.cn',
      to: ['a@example.cn', 'b@example.cn'],
      username: 'vsoc',
      ca: TEST_CERT,
    } as const;
    await add(channel({ ...target, to: [...target.to] }, { secrets: { password: 'right' } }));
    const warning = await issue('red');
    expect(await settled({ warning: warning.id }, 'sent')).toMatchObject({ receipt: '250 2.0.0 queued as 4711' });
    const [mail] = sink.mails;
    expect(mail).toMatchObject({
      from: '<vsoc@example.cn>',
      to: ['<a@example.cn>', '<b@example.cn>'],
      secure: true,
      login: '\0vsoc\0right',
    });
    const body = Buffer.from(mail?.text.split('\r\n\r\n')[1] ?? '', 'base64').toString('utf8');
    expect(body).toContain(`编号：${warning.number}`);
    expect(body).toContain('发布：示例车企');
    const wrong = await add(
      channel({ ...target, to: ['nobody@example.cn'] }, { name: '错', secrets: { password: 'right' } }),
    );
    await world.call('testWarningChannel', { params: { id: wrong.id } });
    expect((await settled({ channel: wrong.id }, 'dead')).error).toBe('warnings.refused: RCPT 550');
    const open = channel(
      { ...target, to: ['a@example.cn'], security: 'none' },
      { name: '明', secrets: { password: 'right' } },
    );
    const unsafe = await add(open);
    await world.call('testWarningChannel', { params: { id: unsafe.id } });
    expect((await settled({ channel: unsafe.id }, 'dead')).error).toBe('warnings.password-unprotected');
    await sink.close();
  });

  it.each(['udp', 'tcp', 'tls'] as const)('syslog over %s', async (transport) => {
    const sink = await syslogSink(pair);
    await add(
      channel({
        kind: 'syslog',
        host: transport === 'tls' ? 'localhost' : '127.0.0.1',
        port: sink.ports[transport],
        transport,
        ca: transport === 'tls' ? TEST_CERT : '',
      }),
    );
    const warning = await issue('orange');
    await settled({ warning: warning.id }, 'sent');
    await vi.waitFor(() => expect(sink.lines).toHaveLength(1));
    const [line = ''] = sink.lines;
    expect(line).toMatch(transport === 'udp' ? /^<34>1 2026-/ : /^\d+ <34>1 2026-/);
    expect(line).toContain(`\uFEFF[橙色] 预警发布 ${warning.number} 暴力破解`);
    if (transport !== 'udp')
      expect(Number(line.split(' ')[0])).toBe(Buffer.byteLength(line.slice(line.indexOf(' ') + 1)));
    await sink.close();
  });

  it('refuses a server whose certificate nobody vouches for', async () => {
    const sink = await syslogSink(pair);
    const { id } = await add(
      channel({ kind: 'syslog', host: 'localhost', port: sink.ports.tls, transport: 'tls', ca: '' }),
    );
    await world.call('testWarningChannel', { params: { id } });
    expect((await settled({ channel: id }, 'dead')).error).toMatch(/^warnings\.unreachable: .*SELF_SIGNED/);
    await sink.close();
  });

  it('tells the next step only when nobody acknowledges, and then no more', async () => {
    const webhook = { kind: 'webhook', ca: '' } as const;
    const to = (path: string) => ({ url: `${http.url}/${path}`, secret: 's' });
    await add(channel(webhook, { name: '一线', secrets: to('first') }));
    const second = await add(channel(webhook, { name: '二线', step: 1, secrets: to('second') }));
    const seen = await issue();
    const unseen = await issue();
    await world.call('decideWarning', { params: { id: seen.id }, body: { kind: 'acknowledge' } });
    world.platform.clock.advance(14 * 60_000);
    await world.evaluate();
    expect(await deliveries({ channel: second.id })).toEqual([]);
    world.platform.clock.advance(60_000);
    await world.evaluate();
    expect(await settled({ channel: second.id }, 'sent')).toMatchObject({ warningId: unseen.id, notice: 'escalated' });
    world.platform.clock.advance(60 * 60_000);
    await world.evaluate();
    expect((await deliveries({ channel: second.id })).filter(({ warningId }) => warningId === seen.id)).toEqual([]);
    const { history } = await world.call<Warning>('getWarning', { params: { id: unseen.id } });
    expect(history.some(({ kind }) => kind === 'escalated')).toBe(true);
  });

  it('holds messages in quiet hours, filters by level and notice, and keeps secrets that a change leaves out', async () => {
    const secrets = { url: `${http.url}/q`, secret: 's' };
    const quiet = { from: '00:00', to: '23:59', except: ['red' as const] };
    const added = await add(channel({ kind: 'webhook', ca: '' }, { quiet, levels: ['blue', 'red'], secrets }));
    await issue('yellow');
    const held = await issue('blue');
    const urgent = await issue('red');
    await settled({ warning: urgent.id }, 'sent');
    expect(await deliveries({ warning: held.id })).toMatchObject([{ status: 'held', attempts: 0 }]);
    expect(await deliveries({ channel: added.id })).toHaveLength(2);
    const changed = await world.call<Channel>('changeWarningChannel', {
      params: { id: added.id },
      body: channel({ kind: 'webhook', ca: '' }, { name: '新名', secrets: {} }),
    });
    expect(changed).toMatchObject({ name: '新名', kept: ['url', 'secret'], quiet: null });
    const bad = channel({ kind: 'webhook', ca: '' }, { secrets: { secret: 's' } });
    await expect(add(bad)).rejects.toMatchObject({ code: 'warnings.secret-missing', detail: { field: 'url' } });
  });

  it('is unknown in the posture while there is no channel', async () => {
    expect(await check()).toBe('unknown');
  });
});
