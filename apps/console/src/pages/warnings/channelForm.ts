import type { Channel, ChannelSecrets, ChannelTarget, NewChannel } from '@chedun/warnings/contract';
import { linesOf } from './lines.ts';

/** What the form holds: everything of a channel side by side, secrets empty unless they are written anew. */
export interface WrittenChannel extends Omit<NewChannel, 'target' | 'secrets' | 'quiet'> {
  readonly kind: ChannelTarget['kind'];
  readonly url?: string;
  readonly secret?: string;
  readonly password?: string;
  readonly host?: string;
  readonly port?: number | string;
  readonly security?: 'tls' | 'starttls' | 'none';
  readonly from?: string;
  readonly to?: string;
  readonly username?: string;
  readonly ca?: string;
  readonly transport?: 'udp' | 'tcp' | 'tls';
  readonly quietFrom?: string;
  readonly quietTo?: string;
  readonly quietExcept?: NewChannel['levels'];
}

/** The form of a channel; of a new one what is usual. */
export const writtenOf = (channel: Channel | undefined): WrittenChannel => {
  const usual = {
    name: '',
    enabled: true,
    language: 'zh',
    levels: ['red', 'orange', 'yellow', 'blue'],
    notices: ['proposed', 'issued', 'changed', 'lifted', 'escalated'],
    step: 0,
    quietExcept: ['red', 'orange'],
    kind: 'webhook',
    security: 'starttls',
    transport: 'tls',
  } as const;
  if (channel === undefined)
    return { ...usual, levels: [...usual.levels], notices: [...usual.notices], quietExcept: [...usual.quietExcept] };
  const { target, quiet, name, enabled, language, levels, notices, step } = channel;
  const settings = { name, enabled, language, levels, notices, step, kind: target.kind };
  const hours =
    quiet === null
      ? { quietExcept: [...usual.quietExcept] }
      : { quietFrom: quiet.from, quietTo: quiet.to, quietExcept: quiet.except };
  const place = target.kind === 'email' ? { ...target, to: target.to.join('\n') } : target;
  return { ...settings, ...hours, ...place };
};

const targetOf = (written: WrittenChannel): ChannelTarget => {
  const { kind, host = '', ca = '' } = written;
  const port = Number(written.port ?? 0);
  if (kind === 'email') {
    const { security = 'starttls', from = '', username = '' } = written;
    return { kind, host, port, security, from, to: linesOf(written.to), username, ca };
  }
  if (kind === 'syslog') return { kind, host, port, transport: written.transport ?? 'tls', ca };
  return kind === 'webhook' ? { kind, ca } : { kind };
};

const secretsOf = ({ kind, url, secret, password }: WrittenChannel): ChannelSecrets => {
  const given = (value: string | undefined): value is string => value !== undefined && value !== '';
  const robot = kind !== 'email' && kind !== 'syslog';
  return {
    ...(robot && given(url) ? { url } : {}),
    ...(robot && given(secret) ? { secret } : {}),
    ...(kind === 'email' && given(password) ? { password } : {}),
  };
};

/** The channel that a form describes. Quiet hours need both ends. */
export const channelOf = (written: WrittenChannel): NewChannel => {
  const { name, enabled, language, levels, notices, step, quietFrom = '', quietTo = '', quietExcept = [] } = written;
  const quiet = quietFrom === '' || quietTo === '' ? null : { from: quietFrom, to: quietTo, except: quietExcept };
  return {
    name,
    enabled,
    language,
    levels,
    notices,
    step,
    quiet,
    target: targetOf(written),
    secrets: secretsOf(written),
  };
};
