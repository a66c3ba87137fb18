import type { ByteReader, ByteWriter } from './bytes.ts';
import type { Runner } from './runner.ts';
import type { Windows } from './windows.ts';

/** A group with its window as a snapshot holds it. */
interface SavedGroup {
  readonly key: string;
  readonly numbers: readonly number[];
  readonly nodes: readonly SavedNode[];
}

interface SavedNode {
  readonly time: number;
  readonly weight: number;
  readonly value: string | number;
  readonly ref: string;
}

/** Writes the windows of a correlation, from the group that was hit longest ago. */
export const writeRunner = (writer: ByteWriter, windows: Windows, runner: Runner): void => {
  const { groups, strings } = windows.tables;
  writer.text(runner.key);
  writer.text(runner.fingerprint);
  writer.count(runner.refused);
  writer.number(runner.noticed);
  const columns = columnsOf(windows, runner.reads);
  const slots: number[] = [];
  for (let slot = runner.order.oldest; slot >= 0; slot = groups.after[slot] ?? -1) slots.push(slot);
  writer.count(READS.indexOf(runner.reads));
  writer.count(slots.length);
  for (const slot of slots) {
    writer.text(strings.text(groups.key[slot] ?? -1));
    for (const column of columns) writer.number(column[slot] ?? 0);
    writeNodes(writer, windows, runner, slot);
  }
};

const READS: readonly Runner['reads'][] = ['nothing', 'text', 'number'];

/** What is remembered of a group; sums only where something is summed. */
const columnsOf = ({ tables: { groups } }: Windows, reads: Runner['reads']) => [
  groups.last,
  groups.first,
  groups.fired,
  groups.armed,
  groups.total,
  ...(reads === 'number' ? [groups.weights, groups.drift] : []),
];

const writeNodes = (writer: ByteWriter, windows: Windows, runner: Runner, slot: number): void => {
  const { groups, nodes, strings } = windows.tables;
  writer.count(groups.length[slot] ?? 0);
  for (let node = groups.head[slot] ?? -1; node >= 0; node = nodes.next[node] ?? -1) {
    writer.number(nodes.time[node] ?? 0);
    writer.number(nodes.weight[node] ?? 0);
    if (runner.reads === 'text') writer.text(strings.text(nodes.value[node] ?? -1));
    else writer.number(nodes.value[node] ?? 0);
    writer.text(nodes.ref(node));
  }
};

/**
 * Reads what {@link writeRunner} wrote into the correlation of the same key when it reads the same and is wanted; otherwise skips it.
 * Gives the key and whether it continues.
 */
export const readRunner = (
  reader: ByteReader,
  windows: Windows,
  wanted: (key: string) => boolean,
): { readonly key: string; readonly continues: boolean } => {
  const key = reader.text();
  const fingerprint = reader.text();
  const found = windows.runners.find((runner) => runner.key === key);
  const runner = found?.fingerprint === fingerprint && wanted(key) ? found : undefined;
  const refused = reader.count();
  const noticed = reader.number();
  if (runner !== undefined) {
    if (runner.order.oldest >= 0) throw reader.invalid();
    runner.refused = refused;
    runner.noticed = noticed;
  }
  const reads = READS[reader.count()];
  if (reads === undefined || (runner !== undefined && runner.reads !== reads)) throw reader.invalid();
  const columns = columnsOf(windows, reads);
  for (let left = reader.count(); left > 0; left -= 1) {
    const group = readGroup(reader, reads, columns.length);
    if (runner !== undefined) fill(windows, runner, group, reader);
  }
  return { key, continues: runner !== undefined };
};

const readGroup = (reader: ByteReader, reads: Runner['reads'], columns: number): SavedGroup => {
  const key = reader.text();
  const numbers = Array.from({ length: columns }, () => reader.number());
  const nodes: SavedNode[] = [];
  for (let left = reader.count(); left > 0; left -= 1) {
    const [time, weight] = [reader.finite(), reader.finite()];
    nodes.push({ time, weight, value: reads === 'text' ? reader.text() : reader.finite(), ref: reader.text() });
  }
  return { key, numbers, nodes };
};

const fill = (windows: Windows, runner: Runner, saved: SavedGroup, reader: ByteReader): void => {
  const { groups, nodes, strings, slots } = windows.tables;
  const [last = NaN] = saved.numbers;
  const newest = runner.order.newest < 0 ? -Infinity : (groups.last[runner.order.newest] ?? 0);
  const key = strings.hold(saved.key);
  if (!(last >= newest) || slots.get(runner.index, key) >= 0) throw reader.invalid();
  const slot = groups.take(runner.order, key, last);
  slots.set(runner.index, key, slot);
  columnsOf(windows, runner.reads).forEach((column, at) => {
    column[slot] = saved.numbers[at] ?? 0;
  });
  const held: number[] = [];
  for (const { time, weight, value, ref } of saved.nodes) {
    if ((typeof value === 'string') !== (runner.reads === 'text')) throw reader.invalid();
    const number = typeof value === 'string' ? strings.hold(value) : value;
    if (typeof value === 'string') held.push(number);
    groups.push(nodes, slot, nodes.take(time, weight, number, ref));
  }
  runner.measure.rebuild(slot);
  for (const number of held) strings.release(number);
};
