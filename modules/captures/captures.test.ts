import { readAudit } from '@chedun/records';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  CanDialoguePage,
  CanFramePage,
  CanIdPage,
  CanRate,
  CaptureDetail,
  CaptureFindingPage,
  CapturePage,
  DbcDetail,
  FlowPage,
  HostSeenPage,
  IdsEventPage,
  MqttPage,
  NamePage,
  UnregisteredHostPage,
  V2xScene,
  V2xSenderPage,
  V2xVerdictPage,
} from './contract.ts';
import { captures } from './module.ts';
import { attackedLines, carCapture, idsMessages, pcapOf, udp, v2xLines, bsm, START_S } from './testing/recordings.ts';
import { capturesWorld, type CapturesWorld } from './testing/world.ts';

// Each analysis starts a thread, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let world: CapturesWorld;
beforeAll(async () => {
  world = await capturesWorld();
});
afterAll(() => world.close());

const blobsOf = (id: string) => world.platform.platform.blobs.list({ folder: `captures/${id}`, limit: 100 });

describe('a network capture', () => {
  let capture: CaptureDetail;
  beforeAll(async () => {
    await world.call('PUT /assets/hosts/broker-1', { addresses: ['10.1.0.5'] });
    capture = await world.analysed('name=car.pcap&vin=LSVAA49J132047371&toEvents=true', carCapture());
  });
  const list = <T>(path: string, schema: { parse: (json: unknown) => T }): Promise<T> =>
    world.call(`GET /captures/${capture.id}/${path}`).then((answer) => schema.parse(answer.json));

  it('is told by its bytes and summed up', () => {
    expect(capture).toMatchObject({
      kind: 'pcap',
      format: 'pcap',
      status: 'done',
      progress: 1,
      vin: 'LSVAA49J132047371',
    });
    expect(capture.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(capture.summary).toMatchObject({ kind: 'pcap', frames: 18, flows: 3, hosts: 4, names: 1, mqttMessages: 1 });
    expect(capture.summary).toMatchObject({ unregisteredHosts: 3, cut: false });
  });

  it('shows flows, sorted and filtered, in pages', async () => {
    const all = await list('flows?sort=bytes&order=desc', FlowPage);
    expect(all.items.map(({ dstPort }) => dstPort)).toEqual(expect.arrayContaining([53, 1883, 23]));
    expect(all.items[0]?.bytes).toBeGreaterThanOrEqual(all.items[1]?.bytes ?? 0);
    const first = await list('flows?limit=2', FlowPage);
    expect(first).toMatchObject({ next: '2', total: 3 });
    const rest = await list(`flows?limit=2&cursor=${first.next}`, FlowPage);
    expect(new Set([...first.items, ...rest.items].map(({ seq }) => seq)).size).toBe(3);
    expect((await list('flows?protocol=mqtt', FlowPage)).items).toMatchObject([
      { dstIp: '10.1.0.5', protocol: 'mqtt' },
    ]);
    expect((await list('flows?host=192.168.7.9', FlowPage)).total).toBe(1);
    expect((await list('flows?port=23&q=192.168', FlowPage)).total).toBe(1);
    expect((await world.call(`GET /captures/${capture.id}/flows?cursor=x`)).problem).toMatchObject({
      code: 'captures.cursor-invalid',
    });
  });

  it('shows hosts with names, ports and the asset behind them', async () => {
    const { items } = await list('hosts', HostSeenPage);
    const broker = items.find(({ address }) => address === '10.1.0.5');
    expect(broker).toMatchObject({ names: ['broker.example.cn'], serverPorts: [1883], asset: 'broker-1', local: true });
    expect(items.find(({ address }) => address === '192.168.7.9')).toMatchObject({ serverPorts: [23], asset: null });
  });

  it('shows names and MQTT without the password', async () => {
    const names = await list('names', NamePage);
    expect(names.items).toMatchObject([{ name: 'broker.example.cn', via: 'dns', addresses: ['10.1.0.5'] }]);
    const mqtt = await list('mqtt?action=connect', MqttPage);
    expect(mqtt.items).toMatchObject([{ clientId: 'LSVAA49J132047371', user: 'car', brokerPort: 1883 }]);
    const sent = world.records.filter((record) => record['capture'] === capture.id);
    expect(JSON.stringify(sent)).not.toContain('secret-123');
    expect(sent.filter((record) => record['event_type'] === 'flow')).toHaveLength(3);
    expect(sent.find((record) => record['event_type'] === 'dns')).toMatchObject({
      product: 'network',
      category: 'dns',
    });
  });

  it('tells what is wrong, as findings and as records', async () => {
    const { items } = await list('findings?sort=level&order=desc', CaptureFindingPage);
    expect(items[0]).toMatchObject({
      signal: 'captures.clear-text-login',
      level: 'high',
      subject: '10.64.3.17 → 10.1.0.5:1883',
    });
    expect(items.map(({ signal }) => signal)).toContain('captures.clear-text-service');
    expect(items.filter(({ signal }) => signal === 'captures.unregistered-host')).toHaveLength(3);
    expect(capture.findings).toBe(items.length);
    const record = world.records.find((each) => each['signal'] === 'captures.clear-text-login');
    expect(record).toMatchObject({
      category: 'flow',
      capture: capture.id,
      src_ip: '10.64.3.17',
      dest_port: 1883,
      count: 1,
    });
    expect(record?.['time']).toMatch(/^2025-11-13T/);
  });

  it('tells other modules the hosts that it saw, with the ports at which they answered', async () => {
    const { hostsSeen } = world.app.asksOf(captures);
    const seen = await hostsSeen(0, 100);
    expect(seen.map(({ address }) => address).toSorted()).toEqual([
      '10.1.0.5',
      '10.1.0.53',
      '10.64.3.17',
      '192.168.7.9',
    ]);
    expect(seen.find(({ address }) => address === '10.1.0.5')).toMatchObject({ serverPorts: [1883] });
    expect(seen.every(({ at }) => new Date(at).toISOString().startsWith('2025-11-13'))).toBe(true);
    expect(await hostsSeen(world.platform.clock.now() + 1, 100)).toEqual([]);
    expect(await hostsSeen(0, 1)).toHaveLength(1);
  });

  it('tells other modules who spoke to whom, flows with the same ends together', async () => {
    const { flowsSeen } = world.app.asksOf(captures);
    const now = world.platform.clock.now();
    const seen = await flowsSeen(0, now, 100);
    const broker = seen.find(({ server, port }) => server === '10.1.0.5' && port === 1883);
    expect(broker).toMatchObject({ client: '10.64.3.17', transport: 'TCP', flows: 1 });
    expect(broker?.bytes).toBeGreaterThan(0);
    expect(seen.every(({ first, last }) => first <= last)).toBe(true);
    expect(await flowsSeen(now + 1, now + 2, 100)).toEqual([]);
    expect(await flowsSeen(0, now, 1)).toHaveLength(1);
  });

  it('lists hosts that nobody registered until somebody does', async () => {
    const read = async () => (await world.call('GET /captures/unregistered-hosts')).as(UnregisteredHostPage);
    const check = world.app.registry.checks().find(({ id }) => id === 'captures.host-discovery');
    expect((await read()).items.map(({ address }) => address)).toContain('192.168.7.9');
    expect(await check?.run()).toMatchObject({ outcome: 'fail', facts: { unregistered: 3 } });
    await world.call('PUT /assets/hosts/telnet-1', { addresses: ['192.168.7.9', '10.64.3.17', '10.1.0.53'] });
    expect(await read()).toMatchObject({ items: [], total: 0 });
    expect(await check?.run()).toMatchObject({ outcome: 'pass' });
  });
});

describe('a CAN log', () => {
  const DBC = 'VERSION ""\nBU_: A\nBO_ 288 Engine: 6 A\n SG_ Step : 40|8@1+ (0.5,0) [0|127.5] "rpm" A\n';
  let capture: CaptureDetail;
  let dbc: DbcDetail;
  beforeAll(async () => {
    dbc = (await world.call('POST /dbc-files?name=engine.dbc&vehicleModel=ES6', DBC)).as(DbcDetail);
    capture = await world.analysed(`name=trip.log&dbcId=${dbc.id}`, attackedLines(10).join('\n'));
  });
  const list = <T>(path: string, schema: { parse: (json: unknown) => T }): Promise<T> =>
    world.call(`GET /captures/${capture.id}/can/${path}`).then((answer) => schema.parse(answer.json));

  it('is summed up', () => {
    expect(capture.summary).toMatchObject({
      kind: 'can',
      frames: 1713,
      kept: 1713,
      ids: 6,
      timeBase: 'epoch',
      suspicious: null,
    });
    expect(capture).toMatchObject({ format: 'candump', unreadable: 0 });
  });

  it('gives statistics of every identifier', async () => {
    const { items } = await list('ids', CanIdPage);
    expect(items.map(({ idHex }) => idHex)).toEqual(['05F', '120', '2A0', '3F1', '7E0', '7E8']);
    const engine = items.find(({ idHex }) => idHex === '120');
    expect(engine).toMatchObject({ count: 1000, periodMs: 10, lengths: [6], name: 'Engine' });
    expect(engine?.byteChange).toEqual([0, 0, 0, 0, 0, 1]);
    expect(engine?.jitterMs).toBeLessThan(0.01);
    expect(items.find(({ idHex }) => idHex === '3F1')?.entropy).toBe(2);
  });

  it('counts frames over time', async () => {
    const { stepS, points } = await list('rate', CanRate);
    expect(stepS).toBeCloseTo(0.1);
    expect(points.reduce((sum, { frames }) => sum + frames, 0)).toBe(1713);
  });

  it('pages through frames of a window with the signals of the DBC', async () => {
    const first = await list(`frames?ids=120,05f&fromS=${START_S + 2}&toS=${START_S + 2.1}&limit=5`, CanFramePage);
    expect(first.items).toHaveLength(5);
    expect(first.items.filter(({ idHex }) => idHex === '05F')).toHaveLength(1);
    expect(first.items[0]).toMatchObject({ name: 'Engine', signals: [{ name: 'Step', value: 100, unit: 'rpm' }] });
    const rest = await list(
      `frames?ids=120,05f&fromS=${START_S + 2}&toS=${START_S + 2.1}&cursor=${first.next}`,
      CanFramePage,
    );
    expect(rest.next).toBeNull();
    expect(first.items.length + rest.items.length).toBe(12);
  });

  it('reads diagnostics and tells requests of consequence', async () => {
    const { items } = await list('dialogues?kind=uds', CanDialoguePage);
    expect(items.map(({ role }) => role)).toEqual(['request', 'response', 'request', 'negative']);
    expect(items[0]).toMatchObject({ title: 'DiagnosticSessionControl', detail: '0x03', idHex: '7E0' });
    const refused = world.records.find((each) => each['signal'] === 'captures.uds-key-refused');
    expect(refused).toMatchObject({
      'can.kind': 'frame',
      'can.id': 0x7e8,
      'can.data_hex': '037f2735cccccccc',
      category: 'can',
    });
  });

  it('analyses again with another DBC, and forgets what was found before', async () => {
    const blobs = await blobsOf(capture.id);
    await world.call(`POST /captures/${capture.id}/analyse`, { dbcId: null });
    const again = await world.over(capture.id);
    expect(again).toMatchObject({ status: 'done', dbcId: null, findings: capture.findings });
    expect((await list('ids?q=120', CanIdPage)).items).toMatchObject([{ name: '' }]);
    const now = await blobsOf(capture.id);
    expect(now).toHaveLength(blobs.length);
    expect(now).not.toEqual(blobs);
  });

  it('shows the DBC and refuses a broken one with its line', async () => {
    expect(dbc).toMatchObject({ messages: 1, signals: 1, problems: [], vehicleModel: 'ES6' });
    expect(dbc.messageList[0]).toMatchObject({ idHex: '120', name: 'Engine', signals: [{ factor: 0.5 }] });
    const broken = await world.call('POST /dbc-files?name=x.dbc', `${DBC}BO_ what Is: 8 A\n`);
    expect(broken.problem).toMatchObject({ code: 'can.bad_dbc', place: { line: 5 } });
    expect((await world.call(`DELETE /dbc-files/${dbc.id}`)).status).toBe(200);
    expect((await world.call(`GET /dbc-files/${dbc.id}`)).problem).toMatchObject({ code: 'captures.dbc-unknown' });
  });
});

describe('a V2X log', () => {
  let capture: CaptureDetail;
  beforeAll(async () => {
    const lines = [...v2xLines(10), '{"time":"2025-11-13T02:13:31Z","hex":"ffff"}', '{"time":"x","hex":"00"}'];
    capture = await world.analysed('name=road.jsonl', lines.join('\n'));
  });
  const list = <T>(path: string, schema: { parse: (json: unknown) => T }): Promise<T> =>
    world.call(`GET /captures/${capture.id}/v2x/${path}`).then((answer) => schema.parse(answer.json));

  it('is summed up, with what could not be read', () => {
    expect(capture.summary).toMatchObject({
      kind: 'v2x',
      messages: 200,
      senders: 2,
      misbehavingSenders: 1,
      undecodable: 1,
    });
    expect(capture).toMatchObject({ unreadable: 1, faults: [{ line: 202, code: 'captures.unreadable-place' }] });
  });

  it('convicts the liar and not the honest car', async () => {
    const { items } = await list('senders', V2xSenderPage);
    expect(items[0]).toMatchObject({ sender: '00000000000000bb', messages: 100 });
    expect(items[0]?.misbehaving).toBeGreaterThan(50);
    expect(items[1]).toMatchObject({ sender: '00000000000000aa', misbehaving: 0 });
    const verdicts = await list('verdicts?sender=00000000000000bb&limit=5', V2xVerdictPage);
    expect(verdicts.items[0]?.rule).toMatch(/^v2x-/);
    const record = world.records.find((each) => each['v2x.kind'] === 'misbehaviour');
    expect(record).toMatchObject({ category: 'v2x', 'v2x.accused': '00000000000000bb', capture: capture.id });
    expect(Number(record?.['count'])).toBeGreaterThan(1);
  });

  it('gives the positions of a scene in bounded pages', async () => {
    const first = await list('scene?limit=150', V2xScene);
    expect(first.points).toHaveLength(150);
    expect(first.points[0]).toMatchObject({
      at: START_S * 1000,
      sender: '00000000000000aa',
      lat: 31.2,
      speedMps: 15,
      suspicion: 0,
    });
    const rest = await list(`scene?limit=150&cursor=${first.next}`, V2xScene);
    expect(rest.points).toHaveLength(50);
    expect(rest.next).toBeNull();
    const window = await list(
      `scene?sender=00000000000000bb&fromMs=${START_S * 1000 + 5000}&toMs=${START_S * 1000 + 5999}`,
      V2xScene,
    );
    expect(window.points).toHaveLength(10);
    expect(window.points.some(({ rules }) => rules.length > 0)).toBe(true);
  });

  it('takes messages out of UDP datagrams too', async () => {
    const about = { sender: '00000000000000cc', lat: 31.2, lon: 121.4, speedMps: 10, headingDeg: 90 };
    const [from, to] = [
      { ip: '10.0.0.1', port: 4000 },
      { ip: '10.0.0.2', port: 4001 },
    ];
    const frames = [0, 1, 2].map((at) => udp(from, to, bsm({ ...about, atMs: START_S * 1000 + at * 10 })));
    const found = await world.analysed('name=road.pcap&kind=v2x', pcapOf(frames));
    expect(found.summary).toMatchObject({ kind: 'v2x', messages: 3, senders: 1, undecodable: 0 });
  });
});

describe('messages of the AUTOSAR IDS protocol', () => {
  it('are counted by event and sensor', async () => {
    const capture = await world.analysed('name=sev.bin&kind=ids', idsMessages());
    expect(capture.summary).toMatchObject({ kind: 'ids', messages: 3, events: 7, idsms: [7, 9], undecodedBytes: 0 });
    const page = (await world.call(`GET /captures/${capture.id}/ids-events`)).as(IdsEventPage);
    expect(page.items).toMatchObject([
      { eventId: 100, idsm: 7, sensor: 3, messages: 2, events: 5 },
      { eventId: 0x8123, idsm: 9, events: 2 },
    ]);
    const record = world.records.find((each) => each['ids.event_id'] === 100);
    expect(record).toMatchObject({ category: 'ecu_sev', 'ids.count': 5, protocol: 'autosar_ids' });
  });
});

describe('the life of a capture', () => {
  it('is listed, downloaded, deleted with everything, and audited', async () => {
    const bytes = carCapture();
    const { id } = await world.analysed('name=%E8%BD%A6.pcap', bytes);
    const page = (await world.call('GET /captures?q=%E8%BD%A6&kind=pcap&status=done')).as(CapturePage);
    expect(page.items.map((each) => each.id)).toEqual([id]);
    const file = await fetch(`${world.server.url}/api/captures/${id}/file`, {
      headers: { authorization: 'Bearer captures.download' },
    });
    expect(Buffer.from(await file.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
    expect(await blobsOf(id)).toHaveLength(1);
    expect((await world.call(`DELETE /captures/${id}`)).status).toBe(200);
    expect(await blobsOf(id)).toEqual([]);
    expect((await world.call(`GET /captures/${id}`)).problem).toMatchObject({ code: 'captures.unknown', status: 404 });
    const { lines } = await readAudit(world.platform.platform.records, { limit: 3 });
    expect(lines.map(({ action }) => action)).toEqual(['captures.deleted', 'captures.downloaded', 'captures.uploaded']);
  });

  it('is followed by server-sent events until it is over', async () => {
    const { id } = (await world.call('POST /captures?name=trip.log', attackedLines(20).join('\n'))).as(CaptureDetail);
    const answer = await fetch(`${world.server.url}/api/captures/${id}/progress`, {
      headers: { authorization: 'Bearer captures.read' },
    });
    const text = await answer.text();
    expect(text).toMatch(/event: progress\ndata: .*"status":"done","progress":1/);
  });

  it('can be cancelled while it waits or runs, and analysed again', async () => {
    const { id } = (await world.call('POST /captures?name=long.log', attackedLines(60).join('\n'))).as(CaptureDetail);
    const cancelled = (await world.call(`POST /captures/${id}/cancel`, {})).as(CaptureDetail);
    expect(cancelled.status).toBe('cancelled');
    expect((await world.call(`POST /captures/${id}/cancel`, {})).problem).toMatchObject({
      code: 'captures.not-running',
    });
    await world.call(`POST /captures/${id}/analyse`, {});
    expect(await world.over(id)).toMatchObject({ status: 'done', summary: { frames: 10_263 } });
  });

  it('demands its permissions', async () => {
    const refused = async (request: string, permission: string) =>
      (await world.server.call(request, { bearer: permission })).status;
    expect(await refused('POST /captures?name=x', 'captures.read')).toBe(403);
    expect(await refused('GET /captures', 'captures.write')).toBe(403);
    expect(await refused('DELETE /can-models/01936f3a-7c00-7000-8000-000000000001', 'captures.write')).toBe(403);
  });
});
