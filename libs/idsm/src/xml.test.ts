import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createXmlReader } from './xml.ts';
import type { XmlLimits, XmlToken } from './xml.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const tokens = (text: string | Uint8Array, limits: Partial<XmlLimits> = {}): readonly XmlToken[] => {
  const reader = createXmlReader(typeof text === 'string' ? utf8(text) : text, limits);
  const all: XmlToken[] = [];
  for (;;) {
    const token = reader.next();
    if (token.kind === 'eof') return all;
    all.push(token);
  }
};

/** Tokens in short: `<a x=1>`, `</a>`, text. */
const short = (text: string | Uint8Array, limits: Partial<XmlLimits> = {}): string =>
  tokens(text, limits)
    .map((token) => {
      if (token.kind === 'text') return token.text;
      if (token.kind !== 'start') return `</${'name' in token ? token.name : ''}>`;
      return `<${[token.name, ...[...token.attributes].map(([name, value]) => `${name}=${value}`)].join(' ')}>`;
    })
    .join('');

const refusal = (text: string | Uint8Array, limits: Partial<XmlLimits> = {}): unknown => {
  try {
    tokens(text, limits);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('the reader', () => {
  it.each([
    ['<a/>', '<a></a>'],
    ['<a></a>', '<a></a>'],
    ['<a >x</a >', '<a>x</a>'],
    ['<?xml version="1.0" encoding="utf-8"?>\n<a><!-- <b> & --><?go on?>x</a>\n', '<a>x</a>'],
    ['<!-- first --><a/><!-- last -->', '<a></a>'],
    ['<a b="1" c = \'2 "q"\'/>', '<a b=1 c=2 "q"></a>'],
    ['<a>&lt;&gt;&amp;&quot;&apos;</a>', '<a><>&"\'</a>'],
    ['<a b="&lt;&#65;"/>', '<a b=<A></a>'],
    ['<a>&#x8f66;&#36710;&#x1F697;</a>', '<a>车车🚗</a>'],
    ['<a><![CDATA[<b> & ]] ]]></a>', '<a><b> & ]] </a>'],
    ['<a><b/><b>x</b></a>', '<a><b></b><b>x</b></a>'],
    ['<n:a-b.c_1 xml:lang="zh">车</n:a-b.c_1>', '<n:a-b.c_1 xml:lang=zh>车</n:a-b.c_1>'],
  ])('reads %s', (text, expected) => {
    expect(short(text)).toBe(expected);
  });

  it('reads past a byte order mark', () => {
    expect(short(Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8('<?xml version="1.0"?><a/>')))).toBe('<a></a>');
  });

  it.each([
    ['', 'ends within'],
    ['  ', 'ends within'],
    ['<a>', 'ends within <a>'],
    ['<a', 'not closed'],
    ['<a b', '='],
    ['<a b=1/>', 'no quotes'],
    ['<a b="1/>', 'does not end'],
    ['<a b="1"c="2"/>', 'not closed'],
    ['<a b="1" b="2"/>', 'twice'],
    ['<a b="<"/>', '<'],
    ['<a></b>', '</b> does not close <a>'],
    ['<a><b></a></b>', '</a> does not close <b>'],
    ['</a>', 'does not close'],
    ['<a/><b/>', 'second root'],
    ['x<a/>', 'outside'],
    ['<a/>x', 'outside'],
    ['<![CDATA[x]]><a/>', 'outside'],
    ['<a>&nbsp;</a>', 'entity &nbsp;'],
    ['<a>&x</a>', 'without a reference'],
    ['<a>a & b</a>', 'without a reference'],
    ['<a>&#0;</a>', 'does not allow'],
    ['<a>&#xD800;</a>', 'does not allow'],
    ['<a>&#x110000;</a>', 'does not allow'],
    ['<a>\u0001</a>', 'does not allow'],
    ['<a><![CDATA[\u0000]]></a>', 'does not allow'],
    ['<a>\ufffe</a>', 'does not allow'],
    ['<a><!-- x </a>', '--> is missing'],
    ['<a><![CDATA[ x </a>', ']]> is missing'],
    ['<a><?x </a>', '?> is missing'],
    ['<车/>', 'a name'],
    ['<1/>', 'a name'],
    ['<a><?xml version="1.0"?></a>', 'not at the start'],
    ['<?xml version="1.0" encoding="GB18030"?><a/>', 'encoding GB18030'],
    ['<!DOCTYPE a><a/>', 'document types'],
    ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'document types'],
    ['<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>', 'document types'],
    ['<a><!ENTITY b "c"></a>', 'document types'],
  ])('refuses %j: %s', (text, reason) => {
    expect(refusal(text)).toMatchObject({
      code: 'idsm.xml',
      detail: { reason: expect.stringContaining(reason) as string },
    });
  });

  it('says the line and the column', () => {
    expect(refusal('<a>\n  <b>\n  </c></a>')).toMatchObject({ detail: { line: 3, column: 3 } });
    expect(refusal('<!DOCTYPE a>')).toMatchObject({ detail: { line: 1, column: 1 } });
  });

  it('refuses what is not UTF-8', () => {
    expect(refusal(Uint8Array.of(0x3c, 0x61, 0xff, 0x3e))).toMatchObject({
      detail: { reason: 'the file is not UTF-8' },
    });
    expect(refusal(new Uint8Array(Buffer.from('<a/>', 'utf16le')))).toMatchObject({ code: 'idsm.xml' });
  });

  it.each<[keyof XmlLimits, number, string, string]>([
    ['bytes', 8, '<a>x</a>', '<a>xx</a>'],
    ['depth', 2, '<a><b/><b/></a>', '<a><b><c/></b></a>'],
    ['elements', 3, '<a><b/><b/></a>', '<a><b/><b/><b/></a>'],
    ['attributes', 2, '<a b="" c=""/>', '<a b="" c="" d=""/>'],
    ['name', 3, '<abc/>', '<abcd/>'],
    ['value', 3, '<a>abc</a>', '<a>abcd</a>'],
    ['value', 3, '<a b="abc"/>', '<a b="abcd"/>'],
    ['value', 3, '<a><![CDATA[abc]]></a>', '<a><![CDATA[abcd]]></a>'],
  ])('stops at the limit of %s %i', (limit, most, good, bad) => {
    expect(refusal(good, { [limit]: most })).toBeUndefined();
    expect(refusal(bad, { [limit]: most })).toMatchObject({ code: 'idsm.xml' });
  });

  it('gives back any text that was escaped', () => {
    const escape = (text: string): string =>
      text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`).replaceAll('\r', '&#13;');
    const text = fc
      .string({ unit: 'binary', maxLength: 60 })
      .map((all) => all.replace(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ''));
    fc.assert(
      fc.property(text, text, (body, value) => {
        const [start, ...rest] = tokens(`<a v="${escape(value)}">${escape(body)}</a>`);
        expect(start).toMatchObject({ kind: 'start', attributes: new Map([['v', value]]) });
        expect(rest.map((token) => (token.kind === 'text' ? token.text : ''))).toEqual(body === '' ? [''] : [body, '']);
      }),
    );
  });

  it('reads many levels and many elements in a time that grows with their number', () => {
    expect(refusal('<a>'.repeat(65))).toMatchObject({
      detail: { reason: expect.stringContaining('levels') as string },
    });
    expect(tokens(`<r>${'<a b="c">x</a>'.repeat(50_000)}</r>`)).toHaveLength(150_002);
  });
});
