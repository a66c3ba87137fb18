import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  CanFramePage,
  CanIdPage,
  CanModelComparison,
  CanModelDetail,
  CanModelList,
  CaptureFindingPage,
  type CaptureDetail,
} from './contract.ts';
import { attackedLines, candumpLine, cleanLines, START_S } from './testing/recordings.ts';
import { capturesWorld, type CapturesWorld } from './testing/world.ts';

// Each analysis starts a thread, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let world: CapturesWorld;
let clean: CaptureDetail;
beforeAll(async () => {
  world = await capturesWorld();
  clean = await world.analysed('name=clean.log&model=ES6', cleanLines(60).join('\n'));
});
afterAll(() => world.close());

const trained = async (order: object): Promise<CanModelDetail> => {
  const { id } = (await world.call('POST /can-models', order)).as(CanModelDetail);
  return vi.waitFor(
    async () => {
      const model = (await world.call(`GET /can-models/${id}`)).as(CanModelDetail);
      expect(model.status).not.toBe('training');
      return model;
    },
    { timeout: 60_000, interval: 50 },
  );
};

it('trains versions, activates one, judges new captures of the vehicle model with it, and counts its alerts', async () => {
  const model = await trained({ captureId: clean.id, vehicleModel: 'ES6' });
  expect(model).toMatchObject({ status: 'ready', version: 1, title: 'ES6 v1', ids: 3, frames: 10_200, active: false });
  expect(model.idList.map(({ idHex, timing }) => `${idHex} ${timing}`)).toContain('120 periodic');
  expect((await world.call(`POST /can-models/${model.id}/activate`, {})).status).toBe(200);

  const attacked = await world.analysed('name=attacked.log&model=ES6', attackedLines(30).join('\n'));
  expect(attacked.canModelId).toBe(model.id);
  expect(attacked.summary).toMatchObject({ kind: 'can', modelTitle: 'ES6 v1', alerts: 1, suspicious: 33 });
  const findings = (await world.call(`GET /captures/${attacked.id}/findings?signal=can.ids.unknown_id`)).as(
    CaptureFindingPage,
  );
  expect(findings.items).toMatchObject([{ count: 33, level: 'high', subject: 'can0 05F' }]);
  const record = world.records.find((each) => each['can.rule'] === 'can.ids.unknown_id');
  expect(record).toMatchObject({ 'can.kind': 'ids', 'can.weight': 'certain', 'can.count': 33, capture: attacked.id });
  const frames = (await world.call(`GET /captures/${attacked.id}/can/frames?suspicious=true&limit=3`)).as(CanFramePage);
  expect(frames.items.map(({ idHex, marks }) => `${idHex} ${marks.join()}`)).toContain('05F can.ids.unknown_id');
  const ids = (await world.call(`GET /captures/${attacked.id}/can/ids?suspicious=true&sort=suspicious&order=desc`)).as(
    CanIdPage,
  );
  expect(ids.items[0]).toMatchObject({ idHex: '05F', suspicious: 29 });
  const { items } = (await world.call('GET /can-models?vehicleModel=ES6')).as(CanModelList);
  expect(items).toMatchObject([{ active: true, judged: { captures: 1, alerts: 1 } }]);
});

it('compares two versions and keeps the active one from being removed', async () => {
  const lines = cleanLines(60).filter((line) => !line.includes(' 3F1#'));
  for (let at = 0; at < 60; at += 0.1) lines.push(candumpLine(START_S + at + 0.004, '4B0', '01'));
  const other = await world.analysed('name=other.log', lines.toSorted().join('\n'));
  const { items } = (await world.call('GET /can-models')).as(CanModelList);
  const first = items[0]?.id ?? '';
  const second = await trained({ captureId: other.id, vehicleModel: 'ES6', title: '新版' });
  expect(second).toMatchObject({ version: 2, title: '新版' });
  const compared = (await world.call(`GET /can-models/${first}/compare?with=${second.id}`)).as(CanModelComparison);
  expect(compared).toMatchObject({
    same: 2,
    differences: [
      { idHex: '3F1', kind: 'removed' },
      { idHex: '4B0', kind: 'added' },
    ],
  });
  await world.call(`POST /can-models/${second.id}/activate`, {});
  expect((await world.call(`DELETE /can-models/${second.id}`)).problem).toMatchObject({
    code: 'captures.model-active',
  });
  expect((await world.call(`DELETE /can-models/${first}`)).status).toBe(200);
  expect((await world.call('GET /can-models')).as(CanModelList).items.map(({ id }) => id)).toEqual([second.id]);
});

it('says why training failed, and refuses what is no CAN log', async () => {
  const short = await world.analysed('name=short.log', cleanLines(1).join('\n'));
  const failed = await trained({ captureId: short.id, vehicleModel: 'X' });
  expect(failed).toMatchObject({ status: 'failed', reason: { zh: '训练流量不足' }, idList: [] });
  expect((await world.call(`POST /can-models/${failed.id}/activate`, {})).problem).toMatchObject({
    code: 'captures.model-not-ready',
  });
  const road = await world.analysed('name=r.jsonl', '{"time":1763000000000,"hex":"00"}');
  const refused = await world.call('POST /can-models', { captureId: road.id, vehicleModel: 'X' });
  expect(refused.problem).toMatchObject({ code: 'captures.not-a-can-log' });
});
