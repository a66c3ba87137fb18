import { Light, Posture, type ObligationState } from '@chedun/posture/contract';
import type { Command } from 'commander';
import type { z } from 'zod';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';
import { addObligationCommands, showObligation } from './posture-obligation.ts';

interface Flags extends ServerFlags {
  readonly light?: Light;
  readonly all: boolean;
  readonly json: boolean;
}

const LIGHTS: Readonly<Record<Light, string>> = { green: '绿', amber: '黄', red: '红', none: '无' };

const latestOf = (context: Context, { checks }: ObligationState): string =>
  checks.map(({ id, latest }) => `${id}: ${latest === null ? '-' : say(context, latest.summary)}`).join('; ');

const textOf = (context: Context, posture: z.infer<typeof Posture>, shown: readonly ObligationState[]): string => {
  const { green, amber, red, none } = posture.counts;
  const head = [
    say(context, { zh: '义务', en: 'OBLIGATION' }),
    say(context, { zh: '灯', en: 'LIGHT' }),
    say(context, { zh: '内容', en: 'DUTY' }),
    say(context, { zh: '最新证据', en: 'LATEST EVIDENCE' }),
  ];
  const rows = shown.map((each) => [
    each.id,
    say(context, { zh: LIGHTS[each.light], en: each.light }),
    say(context, each.duty),
    latestOf(context, each),
  ]);
  const counts = say(context, {
    zh: `绿 ${green}，黄 ${amber}，红 ${red}，尚无检查 ${none}`,
    en: `${green} green, ${amber} amber, ${red} red, ${none} without a check`,
  });
  return rows.length === 0 ? counts : `${table(head, rows)}\n${counts}`;
};

const showPosture = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const posture = await ask(context, await targetOf(context, flags), { path: '/posture', answer: Posture });
  const shown = posture.obligations.filter(({ light }) =>
    flags.light === undefined ? flags.all || light !== 'none' : light === flags.light,
  );
  show(context, flags, { counts: posture.counts, obligations: shown }, () => textOf(context, posture, shown));
  return posture.counts.red === 0 ? 0 : 1;
};

const addLights = (command: Command, context: Context): Command =>
  command
    .addOption(optionOf(context, '--light <light>', { zh: '只看这种灯', en: 'only these' }).choices(Light.options))
    .option('--all', say(context, { zh: '连同尚无检查的义务', en: 'also those without a check' }), false);

/** `chedun posture list | show | run | verify | assets | export`: the obligations of the notice and what proves them. */
export const postureCommands = (parent: Command, context: Context): void => {
  const posture = addCommand(parent, context, 'posture', { zh: '合规态势', en: 'posture of the obligations' });
  const listed = addCommand(posture, context, 'list', {
    zh: '各项义务的灯与最新证据；有红灯时以 1 结束',
    en: 'light and latest evidence of the obligations; ends with 1 when one is red',
  });
  withServer(withJson(addLights(listed, context), context), context).action((flags: Flags) =>
    context.end(showPosture(context, flags)),
  );
  const shown = addCommand(posture, context, 'show', {
    zh: '一项义务的原文、检查、隐患与对应条款；不给编号时同 list；红灯以 1 结束',
    en: 'text, checks, findings and mappings of an obligation; like list without an id; ends with 1 when it is red',
  }).argument('[id]', say(context, { zh: '义务编号，如 1.3-i', en: 'id of the obligation, such as 1.3-i' }));
  withServer(withJson(addLights(shown, context), context), context).action((id: string | undefined, flags: Flags) =>
    context.end(id === undefined ? showPosture(context, flags) : showObligation(context, id, flags)),
  );
  addObligationCommands(posture, context);
};
