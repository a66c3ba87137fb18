import { attackedLines, carCapture, cleanLines } from '@chedun/captures/testing';
import { describe, expect, it, vi } from 'vitest';
import type { World } from '../server.ts';

const LIMITS = { timeout: 110_000, interval: 500 };

/** Records on both sides of the end of a window of alerts make two of one. */
const ONE_OR_TWO = [1, 2];

/** `chedun capture` and `chedun can` on a real server, up to the alerts that come of it. */
export const capturesSuite = (world: () => World): void => {
  describe('chedun capture and can', () => {
    it('uploads a capture, waits for its analysis, and our rules alert', { timeout: 240_000 }, async () => {
      const file = await world().folder.file('car.pcap', carCapture());
      const added = await world().run(['capture', 'add', file, '--json']);
      expect(added).toMatchObject({ code: 1, err: '' });
      const [capture] = added.json();
      expect(capture).toMatchObject({ kind: 'pcap', status: 'done', summary: { flows: 3, hosts: 4 } });
      const shown = await world().run(['capture', 'show', String(capture?.['id']), '--lang', 'zh']);
      expect(shown.out).toContain('口令以明文传输');
      expect(shown.out).not.toContain('secret-123');
      const listed = await world().run(['capture', 'list', '--search', 'car.pcap', '--json']);
      expect(listed.json()[0]).toMatchObject({ total: 1 });
      await vi.waitFor(async () => {
        const alerts = await world().run(['findings', 'list', '--search', '抓包中发现明文登录', '--json']);
        expect(alerts.json()[0]?.['total']).toBeOneOf(ONE_OR_TWO);
      }, LIMITS);
    });

    it('trains a model and judges with it', { timeout: 240_000 }, async () => {
      const clean = await world().folder.file('clean.log', cleanLines(30).join('\n'));
      const [log] = (await world().run(['capture', 'add', clean, '--json'])).json();
      const order = ['can', 'train', String(log?.['id']), '--vehicle-model', 'ES6', '--activate', '--json'];
      expect((await world().run(order)).json()[0]).toMatchObject({ status: 'ready', version: 1, ids: 3 });
      expect((await world().run(['can', 'models', '--json'])).json()[0]).toMatchObject({ items: [{ active: true }] });
      const attacked = await world().folder.file('attacked.log', attackedLines(10).join('\n'));
      const judged = await world().run(['capture', 'add', attacked, '--model', 'ES6', '--json']);
      expect(judged.json()[0]).toMatchObject({ summary: { modelTitle: 'ES6 v1', alerts: 1 } });
      await vi.waitFor(async () => {
        const alerts = await world().run(['findings', 'list', '--search', '出现训练中未见的 CAN 标识符', '--json']);
        expect(alerts.json()[0]?.['total']).toBeOneOf(ONE_OR_TWO);
      }, LIMITS);
    });

    it('tells what cannot be used, with the file', async () => {
      const file = await world().folder.file('x.bin', 'MZ nothing');
      const refused = await world().run(['capture', 'add', file, '--lang', 'zh']);
      expect(refused).toMatchObject({ code: 2 });
      expect(refused.err).toContain('无法识别文件类型');
      expect((await world().run(['capture', 'add', '/nowhere/x.pcap'])).code).toBe(2);
    });
  });
};
