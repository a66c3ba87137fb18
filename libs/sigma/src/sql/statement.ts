import type { CompileOptions } from '../compile.ts';
import { lower } from '../compile.ts';
import type { Expression } from '../ir/expression.ts';
import type { LogSource, SigmaRule } from '../parse/types.ts';
import type { Reason } from '../reason/reason.ts';
import { sharedBinder, type SqlBinder } from './binder.ts';
import { conditionSql, refusalOf, type ValueForm } from './condition.ts';
import { foldedLetters } from './fold-sql.ts';
import { headRows, pairRows } from './layers-sql.ts';
import { logsourceSql } from './logsource-sql.ts';
import { necessaryTexts, type NecessaryTexts } from './necessary.ts';
import { addressesOf, keywordRows, numbersOf, textPairs, valueRows, type WantedValues } from './values-sql.ts';

/** A rule that has an exact form in SQL, or the reason why it has none. */
export type SqlRule =
  | {
      readonly kind: 'sql';
      readonly rule: SigmaRule;
      readonly expression: Expression;
      readonly logsource: LogSource;
      /** Texts that are in every event that matches; see {@link NecessaryTexts}. */
      readonly necessary: NecessaryTexts;
      /** Rough size of its statement in characters, values included. */
      readonly size: number;
    }
  | { readonly kind: 'not-convertible'; readonly rule: SigmaRule; readonly reason: Reason };

/** The SQL form of one rule. Throws `SigmaFault` when the rule cannot be lowered at all. */
export const toSqlRule = (rule: SigmaRule, options: CompileOptions = {}): SqlRule => {
  const { rule: applied, expression } = lower(rule, options);
  let size = 0;
  const counting: SqlBinder = {
    bind: (value) => {
      size +=
        16 + (typeof value === 'object' ? value.reduce((sum, one) => sum + one.length + 4, 0) : String(value).length);
      return '{p0:String}';
    },
  };
  try {
    size += conditionSql(expression, { binder: counting, column: () => 'f000' }).length;
  } catch (error) {
    return { kind: 'not-convertible', rule, reason: refusalOf(error).why };
  }
  return { kind: 'sql', rule, expression, logsource: applied.logsource, necessary: necessaryTexts(expression), size };
};

/** Events that a statement reads, or their values as `preparedValuesSql` laid them down. */
export interface SqlRows {
  readonly kind: 'events' | 'prepared';
  readonly table: string;
  /** Columns that the statement around it wants, `body` not among them. */
  readonly columns: readonly string[];
  /** Condition over the columns of the table. */
  readonly where: string;
  /** Condition over the log source that `logsource` wrote; '1' for all. */
  readonly source: string;
}

/** Statement under construction over the table of events. */
export interface SqlStatement {
  /** Condition of a rule, log source left out; asks for the columns that it needs. */
  readonly detection: (expression: Expression) => string;
  /** Condition of a log source that only the event itself tells. */
  readonly logsource: (source: LogSource) => string;
  /**
   * The rows as a subquery, with the columns asked for, `chan` and `eid` of `logsource`, those of the conditions written
   * so far, and `odd` = 1 for events that the store reads differently: what is true of those only the engine can say.
   * Ask for conditions as columns and aggregate them: a WHERE over them makes the store analyse for minutes.
   */
  readonly from: (rows: SqlRows) => string;
}

/** Starts a statement; values go to `binder`. Conditions first, then `from`. */
export const sqlStatement = (given: SqlBinder): SqlStatement => {
  const binder = sharedBinder(given);
  const fields = new Map<string | null, { readonly id: number; readonly forms: Set<ValueForm> }>();
  const column = (field: string | null, form: ValueForm): string => {
    const known = fields.get(field) ?? { id: fields.size, forms: new Set<ValueForm>() };
    fields.set(field, known);
    known.forms.add(form);
    return `${form}_${known.id}`;
  };
  return {
    detection: (expression) => conditionSql(expression, { binder, column }),
    logsource: (source) => logsourceSql(source, binder),
    from: (rows) => {
      const names = [...fields.keys()].filter((field) => field !== null);
      const wanted: WantedValues | undefined = names.length === 0 ? undefined : { kind: 'fields', fields: names };
      const prepared = `(SELECT * FROM ${rows.table} WHERE ${rows.where} AND ${rows.source})`;
      const values = rows.kind === 'prepared' ? prepared : valuesSql(rows, wanted, fields.has(null), binder);
      const odd = fields.has(null) ? '(unreadable OR deep) AS odd' : 'unreadable AS odd';
      const uses = [...fields].map(([field, use]) => ({ ...use, field }));
      return `(SELECT ${[...rows.columns, 'chan', 'eid', odd, ...formsOf(uses, binder)].join(', ')} FROM ${values})`;
    },
  };
};

/** Rows with names and values of events. */
const valuesSql = (
  { table, columns, where, source }: SqlRows,
  wanted: WantedValues | undefined,
  keywords: boolean,
  binder: SqlBinder,
): string => {
  const heads = headRows([...columns, 'body'], `${table} WHERE ${where}`);
  const events = pairRows(source === '1' ? heads : `(SELECT * FROM ${heads} WHERE ${source})`);
  const valued = wanted === undefined ? events : valueRows(wanted, events, binder);
  return texted(keywords ? keywordRows(valued) : valued, wanted !== undefined, keywords, binder);
};

/** Deepest field name of {@link preparedValuesSql}. */
const PREPARED_DEPTH = 2;

/**
 * A SELECT of all names and values of events, to be laid down as a table that many statements read in place of the
 * events (`kind: 'prepared'`). Without bound values. Names of up to three parts.
 */
export const preparedValuesSql = (rows: Pick<SqlRows, 'table' | 'columns' | 'where'>): string => {
  const inline: SqlBinder = { bind: (value) => `'${String(value)}'` };
  const values = valuesSql(
    { ...rows, kind: 'events', source: '1' },
    { kind: 'all', depth: PREPARED_DEPTH },
    true,
    inline,
  );
  const kinds = ['vals', 'vals_texts', 'vals_folded', 'kvals', 'kvals_texts', 'kvals_folded'];
  return `SELECT ${[...rows.columns, 'chan', 'eid', 'unreadable', 'deep', ...kinds].join(', ')} FROM ${values}`;
};

const pairLevel = (columns: readonly string[], rows: string): string =>
  columns.length === 0 ? rows : `(SELECT *, ${columns.join(', ')} FROM ${rows})`;

/** Adds texts and folded texts of the values, for fields (`vals`) and keywords (`kvals`). */
const texted = (rows: string, valued: boolean, keywords: boolean, binder: SqlBinder): string => {
  const kinds = [...(valued ? ['vals'] : []), ...(keywords ? ['kvals'] : [])];
  const texts = pairLevel(
    kinds.map((kind) => `${textPairs(kind)} AS ${kind}_texts`),
    rows,
  );
  return pairLevel(
    kinds.map((kind) => `${folded(`${kind}_texts`, binder)} AS ${kind}_folded`),
    texts,
  );
};

interface FieldUse {
  readonly field: string | null;
  readonly id: number;
  readonly forms: ReadonlySet<ValueForm>;
}

const formsOf = (uses: readonly FieldUse[], binder: SqlBinder): readonly string[] =>
  uses.flatMap(({ field, id, forms }) =>
    [...forms].map((form) => {
      const kind = field === null ? 'kvals' : 'vals';
      const of = (pairs: string): string =>
        field === null
          ? `arrayMap(p -> p.2, ${pairs})`
          : `arrayMap(p -> p.2, arrayFilter(p -> p.1 = ${binder.bind(field, 'String')}, ${pairs}))`;
      return `${formOf(form, kind, of)} AS ${form}_${id}`;
    }),
  );

const formOf = (form: ValueForm, kind: string, of: (pairs: string) => string): string => {
  switch (form) {
    case 'raws':
      return of(kind);
    case 'texts':
      return of(`${kind}_texts`);
    case 'folded':
      return of(`${kind}_folded`);
    case 'numbers':
      return numbersOf(of(kind));
    case 'addresses':
      return addressesOf(of(`${kind}_texts`));
  }
};

/** Texts without case, as `fold` makes them; `lower` does the same for ASCII and is quick. */
const folded = (texts: string, binder: SqlBinder): string => {
  const from = binder.bind(foldedLetters.from, 'String');
  const to = binder.bind(foldedLetters.to, 'String');
  return `arrayMap(p -> (p.1, lower(if(isValidASCII(p.2), p.2, translateUTF8(p.2, ${from}, ${to})))), ${texts})`;
};
