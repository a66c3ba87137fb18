import { describe, expect, it } from 'vitest';
import { below, child, childText, positiveInteger, readElement, references, seconds } from './xml-element.ts';
import type { XmlElement } from './xml-element.ts';
import { createXmlReader } from './xml.ts';

const read = (text: string): XmlElement => {
  const reader = createXmlReader(new TextEncoder().encode(text));
  const start = reader.next();
  if (start.kind !== 'start') throw new Error('no element');
  return readElement(reader, start);
};

describe('an element', () => {
  const element = read('<a> x <b>1</b><![CDATA[ y]]><b>2</b><c><b>3</b></c><d/></a>');

  it('has its own text, trimmed, and its children', () => {
    expect(element.text).toBe('x  y');
    expect(element.children.map(({ name }) => name)).toEqual(['b', 'b', 'c', 'd']);
  });

  it('finds children and what is below', () => {
    expect(child(element, 'b')?.text).toBe('1');
    expect(child(element, 'z')).toBeUndefined();
    expect(childText(element, 'd')).toBeUndefined();
    expect(below(element, ({ name }) => name === 'b').map(({ text }) => text)).toEqual(['1', '2', '3']);
  });

  it('keeps no more than 1,024 characters of text', () => {
    expect(read(`<a>${'x'.repeat(5000)}</a>`).text).toHaveLength(1024);
  });

  it('has references by their kind, wherever they are', () => {
    const some = read(
      '<a><X-REF DEST="K">/1</X-REF><L><Y-REF DEST="K">/2</Y-REF><Y-REF DEST="M">/3</Y-REF></L><Z DEST="K">/4</Z></a>',
    );
    expect(references(some, 'K')).toEqual(['/1', '/2']);
  });
});

describe('numbers', () => {
  it.each([
    ['0', 0],
    ['44', 44],
    ['0x2C', 44],
    ['0X8001', 0x8001],
    ['0b101', 5],
    ['054', 44],
    ['089', undefined],
    ['-1', undefined],
    ['1.0', undefined],
    ['', undefined],
    ['0x', undefined],
    ['12345678901', undefined],
    [undefined, undefined],
  ])('PositiveInteger %s is %s', (text, value) => {
    expect(positiveInteger(text)).toBe(value);
  });

  it.each([
    ['0.5', 0.5],
    ['10', 10],
    ['1e-3', 0.001],
    ['-1', undefined],
    ['INF', undefined],
    [undefined, undefined],
  ])('TimeValue %s is %s', (text, value) => {
    expect(seconds(text)).toBe(value);
  });
});
