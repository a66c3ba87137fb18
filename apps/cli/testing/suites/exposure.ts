import { describe, expect, it } from 'vitest';
import type { World } from '../server.ts';

/** `chedun exposure` against a real server. */
export const exposureSuite = (world: () => World): void => {
  describe('chedun exposure', () => {
    it('imports approved services, names wrong rows, and lists what stands how', async () => {
      const { folder } = world();
      const rows = [
        '地址,端口,责任人,用途,批准人,有效期至',
        'tsp.example.cn,443,平台组,入口,王工,',
        'tsp.example.cn,0,甲,乙,丙,',
      ];
      const file = await folder.file('services.csv', rows.join('\n'));
      const brought = await world().run(['exposure', 'import', file, '--lang', 'zh']);
      expect([brought.code, brought.out]).toEqual([
        1,
        expect.stringMatching(/新增 1，更新 0，有误 1[^]*第 3 行 端口“0”/),
      ]);
      const listed = await world().run(['exposure', 'list', '--json']);
      expect(listed.code).toBe(0);
      expect(listed.json()[0]).toMatchObject({
        items: [{ host: 'tsp.example.cn', port: 443, standing: 'not-probed' }],
      });
      expect((await world().run(['exposure', 'targets', '--json'])).json()[0]).toEqual({ items: [] });
      expect((await world().run(['exposure', 'probe', '--json'])).json()[0]).toEqual({ ordered: 0 });
      const scan = await folder.file('scan.xml', '<other/>');
      expect((await world().run(['exposure', 'scan', scan, '--from', '网外'])).code).toBe(2);
    });
  });
};
