import type { ReactNode } from 'react';
import '../styles/markdown.css';

type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] }
  | { readonly kind: 'quote'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string };

const HEADING = /^(#{1,4})\s+(.*)$/u;
const BULLET = /^\s*[-*]\s+(.*)$/u;
const NUMBER = /^\s*\d{1,3}[.\u3001)]\s+(.*)$/u;

const blockOf = (lines: readonly string[]): Block => {
  const [first = ''] = lines;
  const heading = HEADING.exec(first);
  if (heading !== null) return { kind: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' };
  const [list, ordered] = BULLET.test(first) ? [BULLET, false] : [NUMBER, true];
  if (list.test(first)) return { kind: 'list', ordered, items: lines.map((line) => list.exec(line)?.[1] ?? line) };
  if (first.startsWith('>')) return { kind: 'quote', text: lines.map((line) => line.replace(/^>\s?/u, '')).join('\n') };
  return { kind: 'paragraph', text: lines.join('\n') };
};

/** A heading stands alone; lines of one sort stay together until an empty line or another sort. */
const sortOf = (line: string): string =>
  HEADING.test(line)
    ? 'heading'
    : BULLET.test(line)
      ? 'bullet'
      : NUMBER.test(line)
        ? 'number'
        : line.startsWith('>')
          ? 'quote'
          : 'text';

/** The blocks of a text in the small part of Markdown that rules are written in. */
const markdownBlocks = (text: string): readonly Block[] => {
  const blocks: Block[] = [];
  let lines: string[] = [];
  const flush = (): void => {
    if (lines.length > 0) blocks.push(blockOf(lines));
    lines = [];
  };
  for (const line of text.split('\n')) {
    const [first] = lines;
    const sort = sortOf(line);
    if (line.trim() === '' || (first !== undefined && (sort === 'heading' || sort !== sortOf(first)))) flush();
    if (line.trim() !== '') lines.push(line);
    if (sort === 'heading') flush();
  }
  flush();
  return blocks;
};

const strong = (text: string): ReactNode[] =>
  text.split(/\*\*(.+?)\*\*/u).map((part, at) => (at % 2 === 1 ? <b key={at}>{part}</b> : part));

const BlockView = ({ block }: { readonly block: Block }) => {
  if (block.kind === 'heading') {
    const Level = `h${Math.min(block.level + 1, 5)}` as 'h2' | 'h3' | 'h4' | 'h5';
    return <Level>{strong(block.text)}</Level>;
  }
  if (block.kind !== 'list')
    return block.kind === 'quote' ? <blockquote>{strong(block.text)}</blockquote> : <p>{strong(block.text)}</p>;
  const items = block.items.map((item, at) => <li key={at}>{strong(item)}</li>);
  return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
};

/** A text that people wrote in Markdown: headings, lists, quotes, bold. Nothing of it becomes markup of the page. */
export const MarkdownText = ({ text }: { readonly text: string }) => (
  <div className="markdown">
    {markdownBlocks(text).map((block, at) => (
      <BlockView key={at} block={block} />
    ))}
  </div>
);
