import { AttestationList, type Attestation } from '@chedun/posture/contract';
import type { Command } from 'commander';
import { addCommand, optionOf, say, withJson, type Context, type ExitCode } from '../context.ts';
import { localTime, plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type Request, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

const dueText = (context: Context, { dueAt, isOverdue }: Attestation): string => {
  if (dueAt === null) return say(context, { zh: '从未声明', en: 'never attested' });
  return `${localTime(dueAt)}${isOverdue ? say(context, { zh: ' 已逾期', en: ' OVERDUE' }) : ''}`;
};

const listText = (context: Context, items: readonly Attestation[]): string =>
  table(
    [
      'ID',
      say(context, { zh: '义务', en: 'OBLIGATIONS' }),
      say(context, { zh: '责任人', en: 'OWNER' }),
      say(context, { zh: '下次声明', en: 'DUE' }),
      say(context, { zh: '内容', en: 'WHAT' }),
    ],
    items.map((each) => [
      each.id,
      each.obligations.join(' '),
      plain(each.owner),
      dueText(context, each),
      plain(say(context, each.title)),
    ]),
  );

/** Shows what stands after a request; 1 when one is overdue or was never attested. */
const answer = async (context: Context, request: Request, flags: Flags): Promise<ExitCode> => {
  const { items } = await ask(context, await targetOf(context, flags), { ...request, answer: AttestationList });
  const running = items.filter(({ retiredAt }) => retiredAt === null);
  show(context, flags, { items: running }, () => listText(context, running));
  return running.some(({ isOverdue, dueAt }) => isOverdue || dueAt === null) ? 1 : 0;
};

const json = (method: 'POST', path: string, body: unknown): Request => ({
  method,
  path,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

interface AttestFlags extends Flags {
  readonly fail: boolean;
  readonly at: string | undefined;
}

const attest = (context: Context, id: string, statement: string, { fail, at, ...flags }: AttestFlags) =>
  answer(
    context,
    json('POST', `/posture/attestations/${encodeURIComponent(id)}/evidence`, {
      outcome: fail ? 'fail' : 'pass',
      statement,
      effectiveAt: at ?? new Date().toISOString(),
      attachment: null,
    }),
    flags,
  );

/** `chedun attestations list | adopt | attest`: what people state where no machine measures. */
export const attestationsCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'attestations', { zh: '人工声明', en: 'attestations of people' });
  const listed = addCommand(group, context, 'list', {
    zh: '列出人工声明；有逾期或从未声明的以 1 结束',
    en: 'list attestations; ends with 1 when one is overdue or was never given',
  });
  withServer(withJson(listed, context), context).action((flags: Flags) =>
    context.end(answer(context, { path: '/posture/attestations' }, flags)),
  );
  const adopted = addCommand(group, context, 'adopt', {
    zh: '采用标准声明清单，覆盖机器尚不检查的义务',
    en: 'ask for the standard attestations of what no machine checks',
  }).argument('<owner>', say(context, { zh: '责任人', en: 'who answers' }));
  withServer(withJson(adopted, context), context).action((owner: string, flags: Flags) =>
    context.end(answer(context, json('POST', '/posture/attestations/standard', { owner }), flags)),
  );
  const attested = addCommand(group, context, 'attest', { zh: '作出声明', en: 'attest' })
    .argument('<id>', say(context, { zh: '标识', en: 'id' }))
    .argument('<statement>', say(context, { zh: '声明内容与依据', en: 'what is stated, and on what ground' }))
    .option('--fail', say(context, { zh: '声明尚不符合', en: 'state that it does not hold' }), false)
    .addOption(
      optionOf(context, '--at <time>', { zh: '事实起始时间（ISO 8601）', en: 'from when it holds (ISO 8601)' }),
    );
  withServer(withJson(attested, context), context).action((id: string, statement: string, flags: AttestFlags) =>
    context.end(attest(context, id, statement, flags)),
  );
};
