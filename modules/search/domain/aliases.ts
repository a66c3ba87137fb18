/** Short and OCSF-like names that people type, and the column they mean. */
const ALIASES: Readonly<Record<string, string>> = {
  '@timestamp': 'time',
  timestamp: 'time',
  severity: 'severity_id',
  status: 'status_id',
  class: 'class_uid',
  activity: 'activity_id',
  src: 'src_ip',
  dst: 'dst_ip',
  ip: 'src_ip',
  image: 'process',
  cmd: 'command_line',
  code: 'event_code',
  index: 'idx',
};

/** Column or path that a typed field name means. Names of columns are not case-sensitive, paths into the record are. */
export const fieldOf = (typed: string, columns: ReadonlySet<string>): string => {
  const lower = typed.toLowerCase();
  if (columns.has(lower)) return lower;
  return ALIASES[lower] ?? typed;
};
