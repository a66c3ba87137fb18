import { Overview, Policy, PolicyPage, type PolicyState, Version } from '@chedun/policies/contract';
import type { Command } from 'commander';
import { addCommand, say, withJson, type Context, type ExitCode } from '../context.ts';
import { plain, show, table } from '../output.ts';
import { ask, targetOf, withServer, type ServerFlags } from '../server.ts';

interface Flags extends ServerFlags {
  readonly json: boolean;
}

const STATES: Readonly<Record<PolicyState, { readonly zh: string; readonly en: string }>> = {
  none: { zh: '未发布', en: 'not issued' },
  scheduled: { zh: '待生效', en: 'not in force yet' },
  effective: { zh: '现行', en: 'in force' },
  'review-due': { zh: '即将评审', en: 'review due' },
  'review-overdue': { zh: '评审逾期', en: 'review overdue' },
  retired: { zh: '已废止', en: 'retired' },
};

const list = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const page = await ask(context, await targetOf(context, flags), {
    path: '/policies',
    query: { limit: 200 },
    answer: PolicyPage,
  });
  const head = [
    say(context, { zh: '编号', en: 'NUMBER' }),
    say(context, { zh: '名称', en: 'NAME' }),
    say(context, { zh: '状态', en: 'STATE' }),
    say(context, { zh: '评审期限', en: 'REVIEW BY' }),
    say(context, { zh: '阅读确认', en: 'READ' }),
    'ID',
  ];
  const rows = page.items.map(({ code, title, state, reviewBy, acknowledgement, id }) => [
    plain(code),
    plain(title),
    say(context, STATES[state]),
    reviewBy ?? '',
    `${acknowledgement.done}/${acknowledgement.readers}`,
    id,
  ]);
  show(context, flags, page, () =>
    rows.length === 0 ? say(context, { zh: '还没有制度', en: 'no policy yet' }) : table(head, rows),
  );
  return page.items.some(({ state }) => state === 'review-overdue') ? 1 : 0;
};

const gaps = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const answer = await ask(context, await targetOf(context, flags), { path: '/policies/overview', answer: Overview });
  show(context, flags, answer, () =>
    [
      say(context, {
        zh: `需要制度的条款 ${answer.needed} 项，已覆盖 ${answer.covered} 项；阅读确认 ${answer.acknowledged}/${answer.readers}`,
        en: `${answer.covered} of ${answer.needed} clauses that need a rule have one; ${answer.acknowledged} of ${answer.readers} readings acknowledged`,
      }),
      ...answer.weaknesses.map(({ text }) => plain(say(context, text))),
    ].join('\n'),
  );
  return answer.weaknesses.length === 0 ? 0 : 1;
};

const signatureText = (context: Context, { signature }: Version): string => {
  if (signature.kind === 'none') return say(context, { zh: '未签名', en: 'not signed' });
  if (signature.kind === 'valid') return say(context, { zh: '签名有效', en: 'signature valid' });
  return say(context, { zh: `签名不符（${signature.problem}）`, en: `signature broken (${signature.problem})` });
};

const showPolicy = async (context: Context, id: string, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const path = `/policies/${encodeURIComponent(id)}`;
  const policy = await ask(context, target, { path, answer: Policy });
  const number = policy.effective ?? policy.versions[0]?.number ?? 1;
  const version = await ask(context, target, { path: `${path}/versions/${number}`, answer: Version });
  show(context, flags, { policy, version }, () =>
    [
      `${plain(policy.code)} ${plain(policy.title)} V${number} ${say(context, STATES[policy.state])}`,
      `SM3 ${version.contentSm3} ${signatureText(context, version)}`,
      `${version.obligations.join(' ')}`,
      '',
      version.file === null ? version.text : plain(version.file.name),
    ].join('\n'),
  );
  return version.signature.kind === 'broken' ? 1 : 0;
};

const verify = async (context: Context, flags: Flags): Promise<ExitCode> => {
  const target = await targetOf(context, flags);
  const { items } = await ask(context, target, { path: '/policies', query: { limit: 200 }, answer: PolicyPage });
  const lines: { code: string; title: string; version: number; signature: Version['signature']; text: string }[] = [];
  for (const { id, code, title, effective } of items) {
    if (effective === null) continue;
    const path = `/policies/${id}/versions/${effective}`;
    const version = await ask(context, target, { path, answer: Version });
    lines.push({
      code,
      title,
      version: effective,
      signature: version.signature,
      text: signatureText(context, version),
    });
  }
  show(
    context,
    flags,
    lines.map(({ text: _text, ...line }) => line),
    () =>
      lines.map(({ code, title, version, text }) => `${plain(code)} ${plain(title)} V${version} ${text}`).join('\n'),
  );
  return lines.every(({ signature }) => signature.kind === 'valid') ? 0 : 1;
};

/** `chedun policies list | gaps | show | verify`. */
export const policiesCommands = (parent: Command, context: Context): void => {
  const group = addCommand(parent, context, 'policies', { zh: '制度', en: 'policies and procedures' });
  const listed = addCommand(group, context, 'list', {
    zh: '制度及其状态；有评审逾期时以 1 结束',
    en: 'policies and how they stand; ends with 1 when a review is overdue',
  });
  withServer(withJson(listed, context), context).action((flags: Flags) => context.end(list(context, flags)));
  const missing = addCommand(group, context, 'gaps', {
    zh: '没有现行制度的条款与需要处理的问题；有问题时以 1 结束',
    en: 'clauses without a rule in force and what is wrong; ends with 1 when something is',
  });
  withServer(withJson(missing, context), context).action((flags: Flags) => context.end(gaps(context, flags)));
  const shown = addCommand(group, context, 'show', {
    zh: '一项制度的现行版本；签名不符时以 1 结束',
    en: 'the version in force of a policy; ends with 1 when its signature is broken',
  }).argument('<id>', say(context, { zh: '制度的 ID', en: 'id of the policy' }));
  withServer(withJson(shown, context), context).action((id: string, flags: Flags) =>
    context.end(showPolicy(context, id, flags)),
  );
  const verified = addCommand(group, context, 'verify', {
    zh: '逐项校验现行版本的批准签名；有不符时以 1 结束',
    en: 'verify the signature of every version in force; ends with 1 when one does not verify',
  });
  withServer(withJson(verified, context), context).action((flags: Flags) => context.end(verify(context, flags)));
};
