import { NewChannel, type Channel } from '@chedun/warnings/contract';
import { describe, expect, it } from 'vitest';
import { channelOf, writtenOf } from './channelForm.ts';

const channel: Channel = {
  id: '0193a000-0000-7000-8000-000000000001',
  name: '值班邮箱',
  enabled: true,
  language: 'zh',
  levels: ['red'],
  notices: ['issued'],
  step: 1,
  quiet: { from: '22:00', to: '07:00', except: ['red'] },
  target: {
    kind: 'email',
    host: 'mx.example.cn',
    port: 587,
    security: 'starttls',
    from: 'a@example.cn',
    to: ['b@example.cn', 'c@example.cn'],
    username: 'u',
    ca: '',
  },
  endpoint: null,
  kept: ['password'],
  lastSent: null,
  lastError: null,
  dead: 0,
};

describe('the form of a channel', () => {
  it('gives back what it was filled with, without any secret', () => {
    const { target, quiet } = channel;
    expect(channelOf(writtenOf(channel))).toMatchObject({ name: '值班邮箱', target, quiet, step: 1, secrets: {} });
  });

  it('makes channels that the contract takes, of every kind', () => {
    const usual = {
      ...writtenOf(undefined),
      name: 'n',
      url: 'https://a.example/x',
      secret: 's',
      host: 'h',
      port: '514',
      from: 'a@b',
      to: 'c@d\n\n e@f ',
      password: 'p',
    };
    for (const kind of ['email', 'webhook', 'dingtalk', 'wecom', 'feishu', 'syslog'] as const)
      expect(NewChannel.safeParse(channelOf({ ...usual, kind })).success, kind).toBe(true);
    expect(channelOf({ ...usual, kind: 'email' })).toMatchObject({
      target: { to: ['c@d', 'e@f'] },
      secrets: { password: 'p' },
    });
    expect(channelOf({ ...usual, kind: 'syslog' }).secrets).toEqual({});
  });

  it('has quiet hours only with both ends', () => {
    expect(channelOf({ ...writtenOf(undefined), quietFrom: '22:00' }).quiet).toBeNull();
  });
});
