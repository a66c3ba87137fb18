import { DomainError } from '@chedun/kernel';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLog, openMetrics, REDACTED_FIELDS } from './index.ts';
import type { LogOptions } from './index.ts';

const record = (level: LogOptions['level'] = 'debug') => {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
  return { log: openLog({ level, destination }), lines };
};

describe('log', () => {
  test('a line carries level, time, message and the fields of its ancestors', () => {
    const { log, lines } = record();
    log.child({ module: 'assets' }).child({ request: 'r1' }).info('asset added', { vin: 'LSV' });
    expect(lines[0]).toMatchObject({
      level: 'info',
      message: 'asset added',
      module: 'assets',
      request: 'r1',
      vin: 'LSV',
    });
    expect(lines[0]?.['time']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  test('lines below the level are not written', () => {
    const { log, lines } = record('warn');
    log.debug('a');
    log.info('b');
    log.warn('c');
    log.error('d');
    expect(lines.map((line) => line['message'])).toEqual(['c', 'd']);
  });

  test.each(REDACTED_FIELDS)('the value of %s is hidden at the top and one level below', (name) => {
    const { log, lines } = record();
    log.info('x', { [name]: 'hunter2', headers: { [name]: 'hunter2', kept: 1 } });
    expect(JSON.stringify(lines)).not.toContain('hunter2');
    expect(lines[0]).toMatchObject({ [name]: '[hidden]', headers: { kept: 1 } });
  });

  test('an error is written with code, detail, stack and cause', () => {
    const { log, lines } = record();
    log.error('failed', { error: new DomainError('keys.locked', { file: 'k' }, new Error('inner')) });
    expect(lines[0]?.['error']).toMatchObject({
      code: 'keys.locked',
      detail: { file: 'k' },
      cause: { message: 'inner' },
    });
    expect(JSON.stringify(lines[0])).toContain('log.test.ts');
  });

  test('an endless chain of causes ends', () => {
    const { log, lines } = record();
    const error = new Error('round');
    error.cause = error;
    log.error('failed', { error });
    expect(JSON.stringify(lines[0]).match(/"message":"round"/g)).toHaveLength(4);
  });

  test('a file is made with its folder and holds the line at once', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'chedun-log-'));
    const file = path.join(folder, 'deep', 'server.log');
    openLog({ level: 'info', file }).info('hello');
    expect(await readFile(file, 'utf8')).toContain('"message":"hello"');
    await rm(folder, { recursive: true });
  });
});

describe('metrics', () => {
  test('renders counters, gauges, histograms and observed values', async () => {
    const metrics = openMetrics();
    metrics.counter({ name: 'chedun_a_total', help: 'a', labels: ['source'] }).add(2, { source: 'x' });
    metrics.counter({ name: 'chedun_b_total', help: 'b' }).add(1);
    metrics.gauge({ name: 'chedun_lag', help: 'lag' }).set(7);
    metrics.observed({ name: 'chedun_depth', help: 'depth' }, async () => 5);
    metrics.histogram({ name: 'chedun_seconds', help: 's', buckets: [1, 2] }).observe(1.5);
    const text = await metrics.render();
    expect(text).toContain('chedun_a_total{source="x"} 2');
    expect(text).toContain('chedun_b_total 1');
    expect(text).toContain('chedun_lag 7');
    expect(text).toContain('chedun_depth 5');
    expect(text).toContain('chedun_seconds_bucket{le="2"} 1');
    expect(text).toContain('process_resident_memory_bytes');
    expect(metrics.contentType).toContain('text/plain');
  });

  test('asking twice gives the same metric, another shape is refused', async () => {
    const metrics = openMetrics();
    metrics.counter({ name: 'chedun_a_total', help: 'a' }).add(1);
    metrics.counter({ name: 'chedun_a_total', help: 'a' }).add(1);
    expect(await metrics.render()).toContain('chedun_a_total 2');
    expect(() => metrics.gauge({ name: 'chedun_a_total', help: 'a' })).toThrow('declared as');
    expect(() => metrics.counter({ name: 'chedun_a_total', help: 'a', labels: ['x'] })).toThrow('declared as');
  });

  test('an observed value that cannot be read does not spoil the others', async () => {
    const metrics = openMetrics();
    metrics.observed({ name: 'chedun_broken', help: 'b' }, () => Promise.reject(new Error('no')));
    metrics.observed({ name: 'chedun_throws', help: 't' }, () => {
      throw new Error('no');
    });
    metrics.gauge({ name: 'chedun_fine', help: 'f' }).set(1);
    const text = await metrics.render();
    expect(text).toContain('chedun_broken Nan');
    expect(text).toContain('chedun_throws Nan');
    expect(text).toContain('chedun_fine 1');
  });
});
