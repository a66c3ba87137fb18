import { CountryTable, RegionTable } from '@chedun/watch/contract';
import { PacketSchema, PacketSchemaInForce } from '@chedun/warnings/contract';
import type { Command } from 'commander';
import type { z } from 'zod';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { cliError } from '../errors.ts';
import { wholeFile } from '../input/whole-file.ts';
import { localTime, plain, show } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
  readonly home?: string;
}

type Countries = z.infer<typeof CountryTable>;
type Regions = z.infer<typeof RegionTable>;
type Fields = z.infer<typeof PacketSchemaInForce>;

const BYTES = { 'content-type': 'application/octet-stream' } as const;

const changed = (context: Context, at: string | null, by: string | null): string =>
  at === null
    ? say(context, { zh: '尚未导入', en: 'not imported yet' })
    : say(context, { zh: `${by ?? ''} 更新于 ${localTime(at)}`, en: `changed by ${by ?? ''} at ${localTime(at)}` });

const countriesText = (context: Context, { ranges, countries, home, updatedAt, updatedBy }: Countries): string =>
  say(context, {
    zh: `${ranges} 个地址段，${countries} 个国家或地区，允许 ${home.join(',') || '-'}；${changed(context, updatedAt, updatedBy)}`,
    en: `${ranges} ranges, ${countries} countries, allowed ${home.join(',') || '-'}; ${changed(context, updatedAt, updatedBy)}`,
  });

const regionsText = (context: Context, { regions, points, updatedAt, updatedBy }: Regions): string =>
  say(context, {
    zh: `${regions} 个区域，${points} 个顶点；${changed(context, updatedAt, updatedBy)}`,
    en: `${regions} areas, ${points} points; ${changed(context, updatedAt, updatedBy)}`,
  });

const fieldsText = (context: Context, { version, schema }: Fields): string => {
  const checked = schema.verified ? { zh: '已核对', en: 'verified' } : { zh: '未核对', en: 'not verified' };
  return [
    say(context, {
      zh: `${schema.standard}，第 ${version} 版，${checked.zh}`,
      en: `${schema.standard}, version ${version}, ${checked.en}`,
    }),
    ...schema.packets.map(
      ({ type, title, fields }) => `  ${type}  ${plain(title[context.language])}  ${fields.length}`,
    ),
  ].join('\n');
};

const countries = async (context: Context, file: string | undefined, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const path = '/watch/countries';
  const query = { home: flags.home };
  const table =
    file === undefined
      ? await ask(context, target, { path, answer: CountryTable })
      : await ask(context, target, {
          method: 'PUT',
          path,
          query,
          headers: BYTES,
          body: await wholeFile(file),
          answer: CountryTable,
        });
  show(context, flags, table, () => countriesText(context, table));
  return 0;
};

const regions = async (context: Context, file: string | undefined, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const path = '/watch/regions';
  const table =
    file === undefined
      ? await ask(context, target, { path, answer: RegionTable })
      : await ask(context, target, {
          method: 'PUT',
          path,
          headers: BYTES,
          body: await wholeFile(file),
          answer: RegionTable,
        });
  show(context, flags, table, () => regionsText(context, table));
  return 0;
};

const schemaIn = async (file: string): Promise<z.input<typeof PacketSchema>> => {
  const text = Buffer.from(await wholeFile(file)).toString('utf8');
  const parsed: unknown = (() => {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  })();
  const read = PacketSchema.safeParse(parsed);
  if (read.success) return read.data;
  throw cliError('cli.content-invalid', {
    file,
    field: read.error.issues[0]?.path.join('.') || file,
    reason: 'packet fields',
  });
};

const fields = async (context: Context, file: string | undefined, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const path = '/warnings/packet-schema';
  const answer = PacketSchemaInForce;
  const body =
    file === undefined ? undefined : JSON.stringify({ schema: await schemaIn(file), note: file.slice(-200) });
  const inForce = await ask(
    context,
    target,
    body === undefined ? { path, answer } : { method: 'PUT', path, body, answer },
  );
  show(context, flags, inForce, () => fieldsText(context, inForce));
  return 0;
};

/** `chedun tables countries|regions|packet-fields [FILE]`: tables of the operator, shown or replaced. */
export const tableCommands = (parent: Command, context: Context): void => {
  const tables = addCommand(parent, context, 'tables', { zh: '运营方数据表', en: 'tables of the operator' });
  const fileText = say(context, {
    zh: '给出文件则导入；空文件为移除',
    en: 'imported when given; an empty one removes',
  });
  const withCountries = addCommand(tables, context, 'countries', {
    zh: '地址段与国家对照表（每行：地址段,国家代码）',
    en: 'address ranges and countries (lines of range,country)',
  })
    .argument('[file]', fileText)
    .addOption(optionOf(context, '--home <codes>', { zh: '允许的国家或地区，如 CN,HK', en: 'allowed, such as CN,HK' }));
  withServer(withJson(withCountries, context), context).action((file: string | undefined, flags: Flags) =>
    context.end(countries(context, file, flags)),
  );
  const withRegions = addCommand(tables, context, 'regions', {
    zh: '区域划分（GeoJSON，properties.name 为名称）',
    en: 'areas of peer groups (GeoJSON with properties.name)',
  }).argument('[file]', fileText);
  withServer(withJson(withRegions, context), context).action((file: string | undefined, flags: Flags) =>
    context.end(regions(context, file, flags)),
  );
  const withFields = addCommand(tables, context, 'packet-fields', {
    zh: '报送材料字段表（JSON）',
    en: 'fields of reporting packets (JSON)',
  }).argument('[file]', say(context, { zh: '给出文件则导入', en: 'imported when given' }));
  withServer(withJson(withFields, context), context).action((file: string | undefined, flags: Flags) =>
    context.end(fields(context, file, flags)),
  );
};
