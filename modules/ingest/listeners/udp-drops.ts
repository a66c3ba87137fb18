import { readFile } from 'node:fs/promises';

const TABLES = ['/proc/net/udp', '/proc/net/udp6'];
const PORT_COLUMN = 1;
const LAST_COLUMN = 12;

/** Datagrams that the kernel dropped on sockets bound to a port, by the text of /proc/net/udp (proc(5)). */
export const dropsIn = (table: string, port: number): number => {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  let drops = 0;
  for (const row of table.split('\n').slice(1)) {
    const columns = row.trim().split(/\s+/);
    if (columns[PORT_COLUMN]?.endsWith(suffix) === true) drops += Number(columns[LAST_COLUMN]) || 0;
  }
  return drops;
};

/** Reads the count of the kernel; 0 where it does not tell. */
export const kernelDrops = async (port: number): Promise<number> => {
  const tables = await Promise.all(TABLES.map((path) => readFile(path, 'utf8').catch(() => '')));
  return tables.reduce((sum, table) => sum + dropsIn(table, port), 0);
};
