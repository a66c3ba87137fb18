import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from './world.ts';

const START_S = 1_790_000_000;
/** Column of the table of identifiers that counts suspicious frames. */
const SUSPICIOUS = 5;

const frame = (seconds: number, id: string, data: string): string =>
  `(${(START_S + seconds).toFixed(6)}) can0 ${id}#${data}`;

/** Three periodic identifiers for some seconds; `2A0` carries a counter in its first byte. */
const bus = (seconds: number): string[] =>
  Array.from({ length: seconds * 100 }, (_, tick) => {
    const counter = (tick % 256).toString(16).padStart(2, '0').toUpperCase();
    const every = [frame(tick / 100, '2A0', `${counter}0102030405`)];
    if (tick % 2 === 0) every.push(frame(tick / 100 + 0.002, '3C1', 'A0B0C0D0'));
    if (tick % 10 === 0) every.push(frame(tick / 100 + 0.004, '520', '0000000000000001'));
    return every;
  }).flat();

/** A session with wrong keys: a tester asks for a seed, sends a key, and is refused. */
const diagnosis = (at: number): string[] => [
  frame(at, '7E0', '0210030000000000'),
  frame(at + 0.01, '7E8', '065003003201F400'),
  frame(at + 0.02, '7E0', '0227010000000000'),
  frame(at + 0.03, '7E8', '0667011122334400'),
  frame(at + 0.04, '7E0', '062702AABBCCDD00'),
  frame(at + 0.05, '7E8', '037F273500000000'),
];

/** The same bus with an identifier nobody knows, ten times. */
const attacked = (seconds: number): string[] =>
  [
    ...bus(seconds),
    ...diagnosis(1.006),
    ...Array.from({ length: 10 }, (_, at) => frame(2.0065 + at * 0.1, '0F1', 'FFFFFFFFFFFFFFFF')),
  ].toSorted();

const DBC = [
  'VERSION ""',
  '',
  'BU_: VCU',
  '',
  'BO_ 672 Motor: 6 VCU',
  ' SG_ Rolling : 0|8@1+ (1,0) [0|255] "" Vector__XXX',
  '',
].join('\n');

const ipv4 = (from: readonly number[], to: readonly number[], payload: Buffer): Buffer => {
  const head = Buffer.from([0x45, 0, 0, 0, 0, 1, 0, 0, 64, 17, 0, 0, ...from, ...to]);
  head.writeUInt16BE(20 + payload.length, 2);
  return Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0]), head, payload]);
};

const udp = (from: number, to: number, data: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(from, 0);
  head.writeUInt16BE(to, 2);
  head.writeUInt16BE(8 + data.length, 4);
  return Buffer.concat([head, data]);
};

const name = (text: string): Buffer =>
  Buffer.concat([...text.split('.').map((part) => Buffer.from([part.length, ...Buffer.from(part)])), Buffer.from([0])]);

/** A car of the laboratory asks for the address of its cloud and is answered. */
const capture = (): Buffer => {
  const [car, resolver] = [
    [10, 64, 3, 17],
    [10, 64, 0, 53],
  ];
  const question = Buffer.concat([name('tsp.example.cn'), Buffer.from([0, 1, 0, 1])]);
  const answer = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 64, 9, 9]);
  const ask = Buffer.concat([Buffer.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]), question]);
  const reply = Buffer.concat([Buffer.from([0x12, 0x34, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]), question, answer]);
  const packets = [ipv4(car, resolver, udp(40_000, 53, ask)), ipv4(resolver, car, udp(53, 40_000, reply))];
  const head = Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex');
  return Buffer.concat([
    head,
    ...packets.flatMap((packet, at) => {
      const record = Buffer.alloc(16);
      record.writeUInt32LE(START_S, 0);
      record.writeUInt32LE(at * 1000, 4);
      record.writeUInt32LE(packet.length, 8);
      record.writeUInt32LE(packet.length, 12);
      return [record, packet];
    }),
  ]);
};

describe('recordings in the console', () => {
  let world: World;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chedun-recordings-'));
    await Promise.all([
      writeFile(join(folder, 'normal.log'), `${bus(20).join('\n')}\n`),
      writeFile(join(folder, 'attacked.log'), `${attacked(6).join('\n')}\n`),
      writeFile(join(folder, 'motor.dbc'), DBC),
      writeFile(join(folder, 'lab.pcap'), capture()),
      writeFile(join(folder, 'letter.txt'), 'no recording at all'),
    ]);
    world = await openWorld();
  }, 180_000);
  afterAll(async () => {
    await world?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const row = (text: string) => world.page.locator('tr.ant-table-row', { hasText: text });
  const drop = (...names: readonly string[]) =>
    world.page.locator('input[type=file]').setInputFiles(names.map((file) => join(folder, file)));
  const open = async (file: string): Promise<void> => {
    await world.page.goto(`${world.server.url}/captures`);
    await row(file).getByText('已完成').waitFor({ timeout: 60_000 });
    await row(file).getByRole('link', { name: file }).click();
    await world.page.getByRole('heading', { name: file }).waitFor();
  };

  it('tells the kind of files that are dropped together and refuses what is none', async () => {
    const { page } = world;
    await page.goto(`${world.server.url}/captures`);
    await page.getByText('还没有记录').waitFor();
    await page.getByLabel('车型', { exact: true }).fill('E2E-1');
    await drop('normal.log', 'lab.pcap', 'letter.txt');
    await row('normal.log').getByText('CAN 日志').waitFor({ timeout: 30_000 });
    await row('lab.pcap').getByText('网络抓包').waitFor({ timeout: 30_000 });
    await page.locator('.upload-line', { hasText: 'letter.txt' }).locator('[data-tone=critical]').waitFor();
    expect(await row('letter.txt').count()).toBe(0);
  }, 90_000);

  it('shows who spoke with whom in a network capture', async () => {
    const { page } = world;
    await open('lab.pcap');
    await row('10.64.3.17:40000').getByText('10.64.0.53:53').waitFor();
    await page.getByRole('tab', { name: '域名解析' }).click();
    await row('tsp.example.cn').getByText('10.64.9.9').waitFor();
    await page.getByRole('tab', { name: /^主机/ }).click();
    await row('未登记').first().waitFor();
  }, 90_000);

  it('trains a model on clean traffic and activates it', async () => {
    const { page } = world;
    await open('normal.log');
    await page.getByRole('tab', { name: '模型' }).click();
    await page.getByRole('button', { name: '用这份日志训练' }).click();
    await page.getByRole('button', { name: '开始训练' }).click();
    await row('E2E-1').getByText('可用').waitFor({ timeout: 60_000 });
    await row('E2E-1')
      .getByRole('button', { name: /启\s?用/ })
      .click();
    await row('E2E-1').getByText('启用中').waitFor();
  }, 120_000);

  it('marks injected frames, decodes signals and reads the diagnostic dialogue', async () => {
    const { page } = world;
    await page.goto(`${world.server.url}/captures?tab=dbc`);
    await page.getByRole('button', { name: '上传 DBC' }).waitFor();
    await drop('motor.dbc');
    await row('motor.dbc').waitFor();
    await page.goto(`${world.server.url}/captures`);
    await page.getByLabel('车型', { exact: true }).fill('E2E-1');
    await page.getByLabel('DBC 文件').click();
    await page.getByTitle(/^motor\.dbc/).click();
    await drop('attacked.log');
    await row('attacked.log').waitFor({ timeout: 30_000 });
    await open('attacked.log');
    expect(await row('0F1').locator('td').nth(SUSPICIOUS).innerText()).toBe('10');
    await page.getByRole('tab', { name: '报文', exact: true }).click();
    await page.getByText('Rolling = 0').first().waitFor();
    await page.getByLabel('只看可疑帧').check();
    await row('未知标识符').filter({ hasText: '0F1' }).first().waitFor();
    await page.getByRole('tab', { name: '诊断会话' }).click();
    await row('0x27 安全访问').getByText('否定响应').first().waitFor();
    await page.getByRole('tab', { name: /^发现/ }).click();
    await row('出现训练中未见的标识符').first().waitFor();
  }, 150_000);

  it('deletes a recording after asking', async () => {
    const { page } = world;
    await page.goto(`${world.server.url}/captures`);
    await row('lab.pcap').getByRole('button', { name: '删除' }).click();
    await page
      .locator('.ant-popconfirm')
      .getByRole('button', { name: /删\s?除/ })
      .click();
    await row('lab.pcap').waitFor({ state: 'detached' });
  }, 40_000);

  it('met no error on the way but the refusal that was asked for', () => {
    expect(world.errors.filter((text) => !/status of 4\d\d/.test(text))).toEqual([]);
  });
});
