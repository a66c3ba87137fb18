/** What the store process does with one statement; anything else is refused. */
export type Statement =
  | { readonly kind: 'read'; readonly sql: string; readonly format: string }
  | { readonly kind: 'insert'; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: 'change'; readonly sql: string }
  | { readonly kind: 'refused'; readonly reason: string };

const INSERT = /^INSERT INTO ([a-z_][a-z0-9_]{0,63}) \(([a-z0-9_, ]{1,8000})\) FORMAT Native$/;
const COLUMN = /^[a-z_][a-z0-9_]{0,63}$/;
const TRAILING_FORMAT = /\s+FORMAT\s+([A-Za-z]{1,40})\s*;?\s*$/;
const READS = new Set(['SELECT', 'WITH', 'SHOW', 'DESCRIBE', 'DESC', 'EXISTS', 'EXPLAIN']);
const CHANGES = new Set(['CREATE', 'ALTER', 'DROP', 'OPTIMIZE', 'TRUNCATE', 'RENAME', 'CHECK', 'SYSTEM']);

// Values are bound parameters, so these words can only stand in SQL text that somebody built by hand. readonly=1 stops
// the table functions but not the scalar file(), hence the second wall.
const OUTSIDE =
  /\b(?:file|fileCluster|url|urlCluster|remote|remoteSecure|s3|s3Cluster|gcs|azureBlobStorage|hdfs|mysql|postgresql|mongodb|redis|sqlite|odbc|jdbc|executable|input|iceberg|deltaLake|hudi|python|executablePool|catboostEvaluate)\s*\(|\bINTO\s+OUTFILE\b|\bENGINE\s*=\s*(?:File|URL|S3|MySQL|PostgreSQL|MongoDB|Redis|SQLite|ODBC|JDBC|Executable|Kafka|NATS|RabbitMQ|Python)\b/i;

const withoutLiterals = (sql: string): string => sql.replace(/'(?:[^'\\]|\\.)*'/gs, "''");

/**
 * Sorts one statement. Only one form of INSERT exists, with a plain table name and column list, because the store turns
 * it into a statement of its own; statements that could reach files or the network are refused whatever they do.
 */
export const readStatement = (text: string): Statement => {
  const sql = text.trim();
  const insert = INSERT.exec(sql);
  if (insert?.[1] !== undefined && insert[2] !== undefined) {
    const columns = insert[2].split(', ');
    if (!columns.every((column) => COLUMN.test(column))) return { kind: 'refused', reason: 'column list' };
    return { kind: 'insert', table: insert[1], columns };
  }
  const bare = withoutLiterals(sql);
  if (OUTSIDE.test(bare)) return { kind: 'refused', reason: 'the statement reaches files or the network' };
  if (/;\s*\S/.test(bare)) return { kind: 'refused', reason: 'more than one statement' };
  const verb = /^[A-Za-z]+/.exec(sql)?.[0].toUpperCase() ?? '';
  if (CHANGES.has(verb)) return { kind: 'change', sql };
  if (!READS.has(verb)) return { kind: 'refused', reason: 'only the statements of the event store are answered' };
  const format = TRAILING_FORMAT.exec(sql);
  return {
    kind: 'read',
    sql: format === null ? sql : sql.slice(0, format.index),
    format: format?.[1] ?? 'TabSeparated',
  };
};
