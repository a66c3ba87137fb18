import { setTimeout as pause } from 'node:timers/promises';
import { type CanModel, CanModelDetail, CanModelList, Done } from '@chedun/captures/contract';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags, type Target } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

interface TrainFlags extends Flags {
  readonly vehicleModel: string;
  readonly title?: string;
  readonly dbc?: string;
  readonly activate: boolean;
}

const LOOK_MS = 500;

const trained = async (context: Context, target: Target, id: string): Promise<CanModelDetail> => {
  for (;;) {
    const model = await ask(context, target, { path: `/can-models/${id}`, answer: CanModelDetail });
    if (model.status !== 'training') return model;
    await pause(LOOK_MS);
  }
};

const modelText = (context: Context, model: CanModel): string => {
  const reason = model.reason === null ? '' : ` ${model.reason[context.language]}`;
  return say(context, {
    zh: `${plain(model.title)}：${model.status}${reason}，${model.ids} 个标识符，${model.frames} 帧，编号 ${model.id}`,
    en: `${plain(model.title)}: ${model.status}${reason}, ${model.ids} identifiers, ${model.frames} frames, id ${model.id}`,
  });
};

const train = async (context: Context, captureId: string, flags: TrainFlags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const { vehicleModel, title, dbc: dbcId } = flags;
  const body = JSON.stringify({ captureId, vehicleModel, title, dbcId });
  const { id } = await ask(context, target, { path: '/can-models', body, answer: CanModelDetail });
  const model = await trained(context, target, id);
  if (flags.activate && model.status === 'ready')
    await ask(context, target, { path: `/can-models/${id}/activate`, body: '{}', answer: Done });
  const { idList: _, ...told } = model;
  show(context, flags, told, () => modelText(context, model));
  return model.status === 'ready' ? 0 : 1;
};

const listText = (context: Context, items: readonly CanModel[]): string => {
  if (items.length === 0) return say(context, { zh: '没有 CAN 检测模型', en: 'no CAN models' });
  const head = [
    'ID',
    say(context, { zh: '车型', en: 'VEHICLE MODEL' }),
    say(context, { zh: '版本', en: 'VERSION' }),
    say(context, { zh: '状态', en: 'STATUS' }),
    say(context, { zh: '启用', en: 'ACTIVE' }),
    say(context, { zh: '建立时间', en: 'CREATED' }),
    say(context, { zh: '名称', en: 'TITLE' }),
  ];
  const rows = items.map((each) => [
    each.id,
    each.vehicleModel,
    String(each.version),
    each.status,
    each.active ? '*' : '',
    localTime(each.createdAt),
    each.title,
  ]);
  return table(head, rows);
};

const list = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const { items } = await ask(context, await targetOf(context, flags), { path: '/can-models', answer: CanModelList });
  show(context, flags, { items }, () => listText(context, items));
  return 0;
};

/** `chedun can train | models`: models of CAN buses. */
export const canCommands = (parent: Command, context: Context): void => {
  const can = addCommand(parent, context, 'can', { zh: 'CAN 检测模型', en: 'models of CAN buses' });
  const training = addCommand(can, context, 'train', {
    zh: '用一份没有攻击的 CAN 日志训练模型；训练失败的以 1 结束',
    en: 'train a model from a CAN log without attacks; ends with 1 when training failed',
  })
    .argument('<capture>', say(context, { zh: '已上传 CAN 日志的编号', en: 'id of an uploaded CAN log' }))
    .addOption(optionOf(context, '--vehicle-model <name>', { zh: '车型', en: 'vehicle model' }).makeOptionMandatory())
    .addOption(optionOf(context, '--title <text>', { zh: '名称', en: 'title' }))
    .addOption(optionOf(context, '--dbc <id>', { zh: 'DBC 文件编号', en: 'id of a DBC file' }))
    .addOption(
      optionOf(context, '--activate', { zh: '训练完成后启用', en: 'activate it when it is ready' }).default(false),
    );
  withServer(withJson(training, context), context).action((capture: string, flags: TrainFlags) =>
    context.end(train(context, capture, flags)),
  );
  const models = addCommand(can, context, 'models', { zh: '列出 CAN 检测模型', en: 'CAN models' });
  withServer(withJson(models, context), context).action((flags: Flags) => context.end(list(context, flags)));
};
