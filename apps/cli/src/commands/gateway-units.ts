import { RoadUnitId, RoadUnitList, RoadUnitsImported } from '@chedun/gateway/contract';
import type { Command } from 'commander';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { wholeFile } from '../input/whole-file.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

const REASONS: Readonly<Record<RoadUnitsImported['refused'][number]['reason'], { zh: string; en: string }>> = {
  bad_id: { zh: '编号无效', en: 'not a valid id' },
  bad_sender: { zh: '缺少发送方', en: 'no sender' },
  bad_position: { zh: '经纬度无效', en: 'not a valid position' },
  twice: { zh: '编号或发送方重复', en: 'id or sender twice' },
};

const listText = (context: Context, { items, strangers }: RoadUnitList): string => {
  const silent = say(context, { zh: '尚未收到', en: 'not heard yet' });
  const head = [
    say(context, { zh: '编号', en: 'ID' }),
    say(context, { zh: '名称', en: 'NAME' }),
    say(context, { zh: '发送方', en: 'SENDER' }),
    say(context, { zh: '纬度', en: 'LAT' }),
    say(context, { zh: '经度', en: 'LON' }),
    say(context, { zh: '最近收到', en: 'HEARD' }),
  ];
  const rows = items.map(({ id, title, sender, lat, lon, lastHeard }) => [
    plain(id),
    plain(title),
    plain(sender),
    lat.toFixed(6),
    lon.toFixed(6),
    lastHeard === null ? silent : localTime(lastHeard),
  ]);
  const others = strangers.map(({ sender, lastHeard }) =>
    say(context, {
      zh: `未登记：${plain(sender)}（${localTime(lastHeard)}）`,
      en: `not registered: ${plain(sender)} (${localTime(lastHeard)})`,
    }),
  );
  const none = say(context, { zh: '没有登记路侧单元', en: 'no roadside units' });
  return [items.length === 0 ? none : table(head, rows), ...others].join('\n');
};

const list = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const asked = { path: '/gateway/road-units', answer: RoadUnitList };
  const units = await ask(context, await targetOf(context, flags), asked);
  show(context, flags, units, () => listText(context, units));
  return units.strangers.length === 0 ? 0 : 1;
};

const importFile = async (context: Context, file: string, flags: Flags): Promise<ExitCode> => {
  const report = await ask(context, await targetOf(context, flags), {
    path: '/gateway/road-units/import',
    headers: { 'content-type': 'application/octet-stream' },
    body: await wholeFile(file),
    answer: RoadUnitsImported,
  });
  const { imported, refused } = report;
  show(context, flags, report, () =>
    [
      ...refused.map(({ row, reason, value }) =>
        `${file}:${row} ${say(context, REASONS[reason])} ${plain(value)}`.trim(),
      ),
      say(context, {
        zh: `导入 ${imported} 个单元，拒绝 ${refused.length} 行`,
        en: `${imported} units imported, ${refused.length} rows refused`,
      }),
    ].join('\n'),
  );
  return refused.length === 0 ? 0 : 1;
};

const remove = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const path = `/gateway/road-units/${encodeURIComponent(id)}`;
  const done = await ask(context, await targetOf(context, flags), { method: 'DELETE', path, answer: RoadUnitId });
  show(context, flags, done, () => say(context, { zh: `已删除 ${id}`, en: `removed ${id}` }));
  return 0;
};

/** `chedun gateway units list|import|remove`: the register of roadside units. */
export const gatewayUnitCommands = (gateway: Command, context: Context): void => {
  const units = addCommand(gateway, context, 'units', { zh: '路侧单元登记表', en: 'register of roadside units' });
  const listing = addCommand(units, context, 'list', {
    zh: '列出路侧单元；有未登记的发送方以 1 结束',
    en: 'list roadside units; ends with 1 when others send too',
  });
  withServer(withJson(listing, context), context).action((flags: Flags) => context.end(list(context, flags)));
  const importing = addCommand(units, context, 'import', {
    zh: '导入 CSV 或 XLSX（id、title、sender、lat、lon）；有被拒绝的行以 1 结束',
    en: 'import CSV or XLSX (id, title, sender, lat, lon); ends with 1 when rows were refused',
  }).argument('<file>', say(context, { zh: '文件', en: 'file' }));
  withServer(withJson(importing, context), context).action((file: string, flags: Flags) =>
    context.end(importFile(context, file, flags)),
  );
  const removing = addCommand(units, context, 'remove', { zh: '删除路侧单元', en: 'remove a roadside unit' }).argument(
    '<id>',
    say(context, { zh: '编号', en: 'id' }),
  );
  withServer(withJson(removing, context), context).action((id: string, flags: Flags) =>
    context.end(remove(context, id, flags)),
  );
};
