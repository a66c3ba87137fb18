import { attachmentOf } from '@chedun/exchange';
import { readZip } from '@chedun/exchange/zip';
import { afterAll, describe, expect, it } from 'vitest';
import { openTypesetter, type Layout, type TypesetOrder } from './index.ts';
import { exampleLayout } from './testing/example.ts';

const AT = Date.UTC(2026, 10, 28, 1, 2, 3);
const silent = { debug: () => undefined };
const typesetter = openTypesetter(silent);
afterAll(() => typesetter.close());

const embedded = { bytes: new TextEncoder().encode('{"单元":"平台"}'), description: '备案表' };
const pdf = (layout: Layout, at = AT): TypesetOrder => ({ format: 'pdf', layout, at, embedded });
const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const LIMITS = { maxEntries: 200, maxEntryBytes: 1 << 26, maxTotalBytes: 1 << 27, folders: 'refuse' } as const;
const fileOf = (bytes: Uint8Array, name: string): string =>
  new TextDecoder().decode(readZip(bytes, LIMITS).find((each) => each.name === name)?.bytes);
const OFFICE = ['docx', 'xlsx'] as const;

describe('a PDF', () => {
  it('is PDF/A-3b with the data inside, set in the fonts that are shipped', async () => {
    const made = await typesetter.typeset(pdf(exampleLayout(40)));
    const text = latin(made);
    expect(text.startsWith('%PDF-1.7')).toBe(true);
    expect(text).toMatch(/pdfaid:part(?:>|=")3/);
    expect(text).toMatch(/pdfaid:conformance(?:>|=")B/);
    expect(attachmentOf(made)).toEqual(embedded.bytes);
    expect(text).toContain('/AFRelationship /Data');
    const fonts = new Set(text.match(/\/FontName \/[A-Z]{6}\+\S+/g)?.map((name) => name.replace(/^.*\+/, '')));
    expect(fonts).toEqual(new Set(['SourceHanSansCN-Regular', 'SourceHanSansCN-Bold']));
  });

  it('is the same for the same order, also from another process, and tells its time', async () => {
    const first = await typesetter.typeset(pdf(exampleLayout(3)));
    const other = openTypesetter(silent);
    try {
      expect(await other.typeset(pdf(exampleLayout(3)))).toEqual(first);
    } finally {
      await other.close();
    }
    expect(await typesetter.typeset(pdf(exampleLayout(3), AT + 1000))).not.toEqual(first);
    expect(latin(first)).toContain('20261128010203');
  });

  it('shows foreign text as text, whatever is in it', async () => {
    const hostile = [
      '#panic("x")',
      '#read("/etc/passwd")',
      '$x$ *a* _b_ @ref <label>',
      '\u0000\u0007\ud800',
      '🚗 𠮷 ظ',
      '"); #"',
    ];
    const layout = exampleLayout(1);
    const texts = {
      ...layout,
      title: hostile.join(' '),
      subtitles: hostile,
      author: hostile[0] ?? '',
      foot: hostile[4] ?? '',
    };
    const rows = hostile.map((value) => ({ label: value, value, isUnverified: false }));
    const made = await typesetter.typeset(pdf({ ...texts, blocks: [{ kind: 'fields', rows }] }));
    expect(attachmentOf(made)).toEqual(embedded.bytes);
    for (const format of OFFICE) {
      const office = await typesetter.typeset({
        format,
        at: AT,
        layout: { ...texts, blocks: [{ kind: 'fields', rows }] },
      });
      expect(readZip(office, LIMITS).length).toBeGreaterThan(5);
    }
  });
});

describe('office files', () => {
  it.each(OFFICE)('as %s are the same for the same order, and hold what the layout says', async (format) => {
    const make = () => typesetter.typeset({ format, layout: exampleLayout(40), at: AT });
    const made = await make();
    expect(await make()).toEqual(made);
    const text = fileOf(made, format === 'docx' ? 'word/document.xml' : 'xl/sharedStrings.xml');
    expect(text).toContain('远程信息服务平台节点 40');
    expect(text).toContain('单元名称');
    expect(fileOf(made, 'docProps/core.xml')).toContain('2026-11-28T01:02:03Z');
  });

  it('never make a formula of a text', async () => {
    const rows = [{ label: '=1+1', value: '=HYPERLINK("http://x")', isUnverified: false }];
    const made = await typesetter.typeset({
      format: 'xlsx',
      at: AT,
      layout: { ...exampleLayout(1), blocks: [{ kind: 'fields', rows }] },
    });
    expect(fileOf(made, 'xl/worksheets/sheet1.xml')).not.toContain('<f>');
    expect(fileOf(made, 'xl/sharedStrings.xml')).toContain('=HYPERLINK');
  });
});

describe('the process', () => {
  it('is not there before the first document, and gone when the typesetter closes', async () => {
    const own = openTypesetter(silent);
    expect(own.pid()).toBeUndefined();
    await own.typeset({ format: 'docx', layout: exampleLayout(1), at: AT });
    const pid = own.pid();
    expect(pid).toBeGreaterThan(0);
    await own.close();
    expect(() => process.kill(pid ?? 0, 0)).toThrow(/ESRCH/);
    await expect(own.typeset(pdf(exampleLayout(1)))).rejects.toThrow(/typesetting\.busy/);
  });

  it('is ended when a document takes too long or too much memory, and the next one gets another', async () => {
    const slow = openTypesetter(silent, { documentMs: 1 });
    await expect(slow.typeset(pdf(exampleLayout(10)))).rejects.toThrow(/typesetting\.exhausted/);
    await slow.close();
    const small = openTypesetter(silent, { memoryMb: 10 });
    await expect(small.typeset(pdf(exampleLayout(5000)))).rejects.toThrow(/typesetting\.exhausted/);
    await small.close();
  });

  it('goes on after an order that cannot be told to it', async () => {
    const untold = { ...embedded, description: (() => 'a function') as unknown as string };
    const order: TypesetOrder = { format: 'pdf', layout: exampleLayout(1), at: AT, embedded: untold };
    await expect(typesetter.typeset(order)).rejects.toMatchObject({ code: 'typesetting.failed' });
    expect(latin(await typesetter.typeset(pdf(exampleLayout(1)))).startsWith('%PDF-1.7')).toBe(true);
  });

  it('that somebody kills is started again', async () => {
    await typesetter.typeset(pdf(exampleLayout(1)));
    const before = typesetter.pid();
    process.kill(before ?? 0, 'SIGKILL');
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
    await typesetter.typeset(pdf(exampleLayout(1)));
    expect(typesetter.pid()).not.toBe(before);
  });

  it('refuses more than a document may have, and more than may wait', async () => {
    await expect(typesetter.typeset(pdf(exampleLayout(20_001)))).rejects.toThrow(/typesetting\.too-large/);
    const narrow = openTypesetter(silent, { waiting: 0 });
    await expect(narrow.typeset(pdf(exampleLayout(1)))).rejects.toThrow(/typesetting\.busy/);
    await narrow.close();
  });
});
