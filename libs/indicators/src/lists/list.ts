import { confidenceOf, problemOf, timeOf } from '../entry.ts';
import { indicatorError } from '../errors.ts';
import {
  LIST_LIMIT,
  plainIndicator,
  TEXT_LIMIT,
  type Indicator,
  type IndicatorKind,
  type IndicatorSink,
  type ReadLimits,
} from '../indicator.ts';
import { attributeUse, partOf } from '../misp/types.ts';
import type { IndicatorReader } from '../reader.ts';
import { tlpNamed } from '../stix/markings.ts';
import { kindNamed, kindOf, readValue, refang } from '../values/value.ts';
import { cellsOf, separatorOf } from './cells.ts';
import { columnsOf, type Columns } from './columns.ts';

/** What a list does not say itself. */
export interface ListOptions {
  /** Kind of values whose look does not tell it, such as JA3 (looks like MD5) or SM3 (looks like SHA-256). */
  readonly kind?: IndicatorKind;
}

const NEWLINE = 0x0a;
const COMMENT = /^(?:#|;|\/\/)/;

/** A value of which nothing but its text is known; a `hosts` file names the address to send it to before the name. */
const bareValue = (line: string): string => {
  const hosts = /^(?:0\.0\.0\.0|127\.0\.0\.1|::1?)\s+(\S+)/.exec(line)?.[1];
  return hosts ?? line.replace(/\s+[#;].*$/, '');
};

interface Named {
  readonly kind: IndicatorKind;
  readonly text: string;
}

/** Kind and text of a value: the kind that the table names, the one of the import, or what the text looks like. */
const named = (raw: string, type: string, fallback: IndicatorKind | undefined): Named | undefined => {
  const use = attributeUse(type.toLowerCase());
  if (use !== undefined) return { kind: use.kind, text: refang(partOf(raw, use.part)) };
  const text = refang(raw);
  const told = (type === '' ? undefined : kindNamed(type)) ?? fallback;
  if (told !== undefined) return { kind: told, text };
  // A type that we do not know is not guessed at, except the general word "hash".
  if (type !== '' && !/hash/i.test(type)) return undefined;
  const kind = kindOf(text);
  return kind === undefined ? undefined : { kind, text };
};

const cell = (cells: readonly string[], at: number): string => (at < 0 ? '' : (cells[at] ?? ''));

const aboutOf = (cells: readonly string[], columns: Columns): Partial<Indicator> => ({
  ref: cell(cells, columns.ref).slice(0, 200),
  title: cell(cells, columns.title).slice(0, TEXT_LIMIT),
  confidence: confidenceOf(cell(cells, columns.confidence)),
  validFrom: timeOf(cell(cells, columns.validFrom)),
  validUntil: timeOf(cell(cells, columns.validUntil)),
  tlp: tlpNamed(cell(cells, columns.tlp)),
  labels: cell(cells, columns.labels)
    .split(/[,;|]/)
    .map((label) => label.trim().slice(0, TEXT_LIMIT))
    .filter((label) => label !== '')
    .slice(0, LIST_LIMIT),
});

/** Lists of one value a line, and tables with a head. */
class ListReader {
  readonly #sink: IndicatorSink;
  readonly #limits: ReadLimits;
  readonly #kind: IndicatorKind | undefined;
  readonly #decoder = new TextDecoder();
  #rest: Uint8Array = new Uint8Array(0);
  #line = 0;
  #entries = 0;
  #separator = ',';
  /** `undefined` before the first entry, `null` for a list without a head. */
  #columns: Columns | null | undefined;

  constructor(sink: IndicatorSink, limits: ReadLimits, kind: IndicatorKind | undefined) {
    this.#sink = sink;
    this.#limits = limits;
    this.#kind = kind;
  }

  get entries(): number {
    return this.#entries;
  }

  push(chunk: Uint8Array): void {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      this.#bytes(chunk.subarray(from, end));
      from = end + 1;
    }
    this.#carry(chunk.subarray(from));
  }

  end(): void {
    if (this.#rest.length > 0) this.#bytes(new Uint8Array(0));
  }

  #carry(piece: Uint8Array): void {
    const size = this.#rest.length + piece.length;
    if (size > this.#limits.entryBytes)
      throw indicatorError('indicators.too-large', {
        line: this.#line + 1,
        limit: this.#limits.entryBytes,
        reason: 'one line',
      });
    const whole = new Uint8Array(size);
    whole.set(this.#rest);
    whole.set(piece, this.#rest.length);
    this.#rest = whole;
  }

  #bytes(piece: Uint8Array): void {
    if (this.#rest.length > 0) this.#carry(piece);
    const bytes = this.#rest.length > 0 ? this.#rest : piece;
    this.#rest = new Uint8Array(0);
    this.#line += 1;
    if (bytes.includes(0))
      throw indicatorError('indicators.format-unknown', { line: this.#line, reason: 'the file is not UTF-8 text' });
    const line = this.#decoder.decode(bytes).trim();
    if (line !== '' && !COMMENT.test(line)) this.#entry(line);
  }

  #entry(line: string): void {
    if (this.#columns === undefined) {
      this.#separator = separatorOf(line);
      const head = columnsOf(cellsOf(line, this.#separator));
      this.#columns = head ?? null;
      if (head !== undefined) return;
    }
    this.#entries += 1;
    if (this.#entries > this.#limits.entries)
      throw indicatorError('indicators.too-many', { line: this.#line, limit: this.#limits.entries, reason: 'lines' });
    if (this.#columns === null) this.#plain(line);
    else this.#row(line, this.#columns);
  }

  #plain(line: string): void {
    const cells = cellsOf(line, this.#separator).filter((each) => each !== '');
    const values = cells.length > 1 ? cells : [bareValue(line)];
    const found = values.flatMap((text) => named(text, '', this.#kind) ?? []).at(0);
    if (found === undefined) this.#problem('no-value', '', line);
    else this.#found(found, {}, line);
  }

  #row(line: string, columns: Columns): void {
    const cells = cellsOf(line, this.#separator);
    const raw = cell(cells, columns.value);
    const type = cell(cells, columns.type);
    const detect = cell(cells, columns.detect);
    if (detect === '0' || detect.toLowerCase() === 'false') return this.#problem('not-for-detection', type, line);
    if (raw === '') return this.#problem('no-value', '', line);
    const found = named(raw, type, columns.kind ?? this.#kind);
    if (found === undefined) return this.#problem(type === '' ? 'no-value' : 'unsupported-type', type, line);
    return this.#found(found, aboutOf(cells, columns), line);
  }

  #found({ kind, text }: Named, about: Partial<Indicator>, line: string): void {
    const read = readValue(kind, text);
    if (read.kind === 'refused') this.#problem(read.code, read.detail, line);
    else this.#sink.indicator({ ...plainIndicator(read.observable), ...about });
  }

  #problem(code: Parameters<typeof problemOf>[0], detail: string, line: string): void {
    this.#sink.problem(problemOf(code, `line ${this.#line}`, detail, line));
  }
}

/**
 * Reads text lists (one value a line, `#` comments, `hosts` files, defanged spellings) and tables with a head, MISP's CSV
 * export among them. Throws `indicators.too-large` for a line beyond the limit, `indicators.format-unknown` for bytes that
 * are no text, `indicators.too-many`.
 */
export const openListReader = (sink: IndicatorSink, limits: ReadLimits, options: ListOptions = {}): IndicatorReader => {
  const reader = new ListReader(sink, limits, options.kind);
  return {
    push: (chunk) => reader.push(chunk),
    end: () => reader.end(),
    entries: () => reader.entries,
  };
};
