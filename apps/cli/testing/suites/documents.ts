import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { World } from '../server.ts';

/** `chedun documents …` on a real server. */
export const documentsSuite = (world: () => World): void => {
  describe('chedun documents', () => {
    it('renders, lists, exports and verifies, and refuses a changed byte', async () => {
      const { run, folder } = world();
      expect((await run(['documents', 'templates', '--lang', 'zh'])).out).toContain('网络产品安全漏洞报送表');
      const data = {
        organisation: '示例汽车',
        reporter: '王工',
        reporterContact: '010-1',
        productName: 'T-BOX',
        model: 'T1',
        version: '1.0',
        name: '越权',
        technique: '远程',
        harm: '高',
        scope: '全部',
        foundAt: '2026-11-28T00:00:00Z',
      };
      const file = await folder.file('data.json', JSON.stringify(data));
      const out = await folder.file('v.cdf', '');
      const made = await run([
        'documents',
        'render',
        'vulnerability-report',
        file,
        '--subject',
        'v-1',
        '--out',
        out,
        '--json',
      ]);
      expect(made.code, made.out).toBe(0);
      const [issued] = made.json() as { id: string; version: number }[];
      expect((await run(['documents', 'list', '--without-receipt'])).out).toContain(issued?.id);
      const json = await run(['documents', 'export', issued?.id ?? '', '1', '--part', 'json', '--json']);
      expect(Buffer.from((json.json()[0] as { base64: string }).base64, 'base64').toString()).toContain('T-BOX');
      expect(await run(['documents', 'verify', out, '--lang', 'en'])).toMatchObject({
        code: 0,
        out: expect.stringContaining('verified'),
      });
      const bytes = await readFile(out);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      await writeFile(out, bytes);
      expect(await run(['documents', 'verify', out, '--lang', 'en'])).toMatchObject({
        code: 1,
        out: expect.stringContaining('refused'),
      });
      const wrong = await folder.file('wrong.json', '{}');
      expect((await run(['documents', 'render', 'vulnerability-report', wrong, '--subject', 'v-2'])).code).toBe(2);
    }, 120_000);
  });
};
