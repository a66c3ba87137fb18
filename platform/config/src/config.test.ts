import { isDomainError } from '@chedun/kernel';
import fc from 'fast-check';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeConfig, loadConfig, settings } from './index.ts';
import type { ConfigInput } from './index.ts';
import { readFlags, readYaml } from './sources.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'chedun-config-'));
});
afterAll(() => rm(cwd, { recursive: true }));

const load = (input: Partial<ConfigInput> = {}) => loadConfig({ argv: [], env: {}, cwd, ...input });
const inFile = async (name: string, text: string): Promise<string> => {
  const file = path.join(cwd, name);
  await writeFile(file, text);
  return file;
};

describe('order of sources', () => {
  test('defaults alone make a complete configuration with absolute paths', async () => {
    const { config, sources } = await load();
    expect(config.dataDir).toBe(path.join(cwd, '.chedun'));
    expect(config.http).toEqual({
      host: '127.0.0.1',
      port: 8_088,
      tls: {},
      tlcp: { port: 0, decryption: 'openssl' },
    });
    expect(config.records).toEqual({});
    expect(config.ingest.gbt32960Port).toBe(32_960);
    expect(new Set(sources.values())).toEqual(new Set(['default']));
  });

  test('file, variable and flag win in this order, each named as the source', async () => {
    const file = await inFile('order.yaml', '# comment\nhttp:\n  host: 10.0.0.1\n  port: 1\nlog: { level: debug }\n');
    const { config, sources } = await load({
      file,
      env: { CHEDUN_HTTP_PORT: '2', CHEDUN_HTTP_PUBLIC_URL: 'https://a.example', PATH: '/bin' },
      argv: ['--http-public-url=https://b.example'],
    });
    expect(config.http).toMatchObject({ host: '10.0.0.1', port: 2, publicUrl: 'https://b.example' });
    expect(sources.get('http.host')).toBe(`${file}:3`);
    expect(sources.get('log.level')).toBe(`${file}:5`);
    expect(sources.get('http.port')).toBe('CHEDUN_HTTP_PORT');
    expect(sources.get('http.publicUrl')).toBe('--http-public-url');
  });

  test('chedun.yaml of the working directory is read without being named, and may be empty', async () => {
    const file = await inFile('chedun.yaml', 'dataDir: data\n');
    expect((await load()).config.dataDir).toBe(path.join(cwd, 'data'));
    await writeFile(file, '# nothing yet\nhttp:\n');
    expect((await load()).config.dataDir).toBe(path.join(cwd, '.chedun'));
    await rm(file);
  });

  test('CHEDUN_CONFIG names the file; a named file must exist', async () => {
    const file = await inFile('named.yaml', 'demo: { seed: false }\n');
    expect((await load({ env: { CHEDUN_CONFIG: file } })).config.demo.seed).toBe(false);
    await expect(load({ file: path.join(cwd, 'absent.yaml') })).rejects.toMatchObject({
      code: 'config.unreadable-file',
    });
  });

  test('an empty variable counts as absent', async () => {
    expect((await load({ env: { CHEDUN_RECORDS_URL: '' } })).config.records.url).toBeUndefined();
  });
});

describe('forms of values', () => {
  test('lists come as YAML lists or as JSON, relative paths inside become absolute', async () => {
    const file = await inFile('lists.yaml', 'ingest:\n  watchFolders:\n    - { path: in, source: fw }\n');
    const { config } = await load({ file, env: { CHEDUN_RULES_FOLDERS: '["rules", "/abs"]' } });
    expect(config.ingest.watchFolders).toEqual([{ path: path.join(cwd, 'in'), source: 'fw' }]);
    expect(config.rules.folders).toEqual([path.join(cwd, 'rules'), '/abs']);
  });

  test.each(['nats://a:4222', 'a:4222,b:4222', 'nats://user:p%40ss@[::1]:4222,c', 'tls://a'])(
    'NATS %s',
    async (url) => {
      expect((await load({ env: { CHEDUN_BUS_NATS_URL: url } })).config.bus.natsUrl).toBe(url);
    },
  );

  const topics = (topic: string) => ({ env: { CHEDUN_INGEST_MQTT_TOPICS: JSON.stringify([{ ...IDS, topic }]) } });
  const IDS = { format: 'autosar-ids', source: 'vehicle-ids' };

  test.each(['vehicles/+/ids', '#', '+', 'a/b', 'a/#', '/a', 'a/', '+/+/#', '$SYS/broker'])(
    'topic filter %s',
    async (topic) => {
      expect((await load(topics(topic))).config.ingest.mqtt.topics).toEqual([{ ...IDS, topic }]);
    },
  );

  test.each(['', 'a+/b', 'a#', '#/a', 'a/b+', 'a/#/b'])('topic filter %j is refused', async (topic) => {
    await expect(load(topics(topic))).rejects.toMatchObject({ code: 'config.invalid-value' });
  });

  test('anchors and aliases mean their value', async () => {
    const file = await inFile('alias.yaml', 'dataDir: &here /srv/a\nlog: { file: *here }\n');
    expect((await load({ file })).config.log.file).toBe('/srv/a');
  });

  test.each([
    [['--demo-seed'], true],
    [['--demo-seed', 'false'], false],
    [['--no-demo-seed'], false],
    [['--demo-seed=1', '--http-port', '1'], true],
  ])('switch %j', async (argv, expected) => {
    expect((await load({ argv })).config.demo.seed).toBe(expected);
  });
});

describe('mistakes are refused with their place', () => {
  test.each([
    ['http:\n  prot: 1\n', 'config.unknown-key', 2, 'http.prot'],
    ['htp: 1\n', 'config.unknown-key', 1, 'htp'],
    ['a: 1\na: 2\n', 'config.unreadable-file', 2, undefined],
    ['http: [1]\n', 'config.invalid-value', 1, 'http'],
    ['\n\nhttp:\n  port: 70000\n', 'config.invalid-value', 4, 'http.port'],
    ['http:\n  port: "80"\n', 'config.invalid-value', 2, 'http.port'],
    ['http: *nowhere\n', 'config.unreadable-file', undefined, undefined],
    ['- 1\n', 'config.unreadable-file', 1, undefined],
    ['http: {\n', 'config.unreadable-file', 2, undefined],
    ['ingest:\n  watchFolders: [{ path: a }]\n', 'config.invalid-value', 2, 'ingest.watchFolders'],
  ])('%j', async (text, code, line, field) => {
    const file = await inFile('wrong.yaml', text);
    const error = await load({ file }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code, detail: { file, ...(line && { line }), ...(field && { field }) } });
  });

  test.each([
    [{ env: { CHEDUN_HTTP_PROT: '1' } }, 'config.unknown-key', 'CHEDUN_HTTP_PROT'],
    [{ env: { CHEDUN_HTTP_PORT: 'eighty' } }, 'config.invalid-value', 'CHEDUN_HTTP_PORT'],
    [{ env: { CHEDUN_HTTP_PORT: ' ' } }, 'config.invalid-value', 'CHEDUN_HTTP_PORT'],
    [{ env: { CHEDUN_DEMO_SEED: 'yes' } }, 'config.invalid-value', 'CHEDUN_DEMO_SEED'],
    [{ env: { CHEDUN_RULES_FOLDERS: 'a,b' } }, 'config.invalid-value', 'CHEDUN_RULES_FOLDERS'],
    [{ env: { CHEDUN_PIPELINE_FRAME_EVENTS: '200' } }, 'config.unknown-key', 'CHEDUN_PIPELINE_FRAME_EVENTS'],
    [{ env: { CHEDUN_BUS_NATS_URL: 'http://a:4222' } }, 'config.invalid-value', 'CHEDUN_BUS_NATS_URL'],
    [{ env: { CHEDUN_BUS_NATS_MONITOR_URLS: '["a:8222"]' } }, 'config.invalid-value', 'CHEDUN_BUS_NATS_MONITOR_URLS'],
    [{ argv: ['--http-prot', '1'] }, 'config.unknown-key', '--http-prot'],
    [{ argv: ['--http-port'] }, 'config.invalid-value', '--http-port'],
    [{ argv: ['--http-tls-cert=a'] }, 'config.invalid-value', 'http.tls'],
    [{ argv: ['--ingest-syslog-tls-port=6514'] }, 'config.invalid-value', 'ingest.syslogTlsPort'],
    [{ argv: ['--ingest-mqtt-url=mqtt://b'] }, 'config.invalid-value', 'ingest.mqtt.topics'],
    [
      { argv: ['--ingest-mqtt-url=mqtt://a:b@c', '--ingest-mqtt-topics=[{"topic":"#","format":"v2x","source":"s"}]'] },
      'config.invalid-value',
      'ingest.mqtt.url',
    ],
    [{ argv: ['--ingest-mqtt-url=http://b'] }, 'config.invalid-value', '--ingest-mqtt-url'],
    [{ argv: ['--ingest-netflow-exporters=["router-1"]'] }, 'config.invalid-value', '--ingest-netflow-exporters'],
  ])('%j', async (input, code, field) => {
    const error = await load(input).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code, detail: { field } });
  });

  const onlyOwnErrors = (work: () => unknown): void => {
    try {
      work();
    } catch (error) {
      expect(isDomainError(error, 'config.unknown-key', 'config.invalid-value', 'config.unreadable-file')).toBe(true);
    }
  };

  test('any text as YAML and any words as flags end in a value or in an error of ours', () => {
    const bits = fc.constantFrom(
      'http:',
      ' port: ',
      '\n',
      '- ',
      '{',
      '}',
      '&a',
      '*a',
      '!!int',
      '"',
      '? ',
      '|',
      '1',
      'rules',
    );
    const yaml = fc.oneof(
      fc.string(),
      fc.array(bits, { maxLength: 20 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(yaml, (text) => onlyOwnErrors(() => readYaml(text, 'f.yaml', settings))),
      { numRuns: 300 },
    );
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('--http-port', '--demo-seed', '--no-', '--rules-folders', '=', '1'),
    );
    fc.assert(
      fc.property(fc.array(word), (argv) => onlyOwnErrors(() => readFlags(argv, settings))),
      { numRuns: 300 },
    );
  });
});

describe('settings', () => {
  test('all three names of every setting are unique', () => {
    for (const name of ['key', 'variable', 'flag'] as const) {
      expect(new Set(settings.map((setting) => setting[name])).size).toBe(settings.length);
    }
  });

  test('every setting explains itself', () => {
    expect(settings.filter(({ help }) => help === '').map(({ key }) => key)).toEqual([]);
  });

  test('the description hides every secret and shows the rest', async () => {
    const secrets = settings.filter(({ secret }) => secret);
    expect(secrets.map(({ key }) => key)).toEqual([
      'token',
      'records.url',
      'events.url',
      'bus.natsUrl',
      'keys.passphrase',
      'keys.pkcs11.pin',
      'keys.sdf.password',
    ]);
    const env = Object.fromEntries(secrets.map(({ variable }) => [variable, 'hunter2']));
    const described = describeConfig(await load({ env }));
    expect(JSON.stringify(described)).not.toContain('hunter2');
    expect(described.find(({ key }) => key === 'records.url')).toMatchObject({
      value: '(hidden)',
      source: 'CHEDUN_RECORDS_URL',
    });
    expect(described.find(({ key }) => key === 'http.port')).toMatchObject({ value: '8088', source: 'default' });
    expect(described.find(({ key }) => key === 'log.file')?.value).toBe('(not set)');
  });
});
