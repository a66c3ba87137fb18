import { DomainError, type ActorRef } from '@chedun/kernel';
import type { Jobs } from '@chedun/jobs';
import type { Keys } from '@chedun/keys';
import { jsonb, toText, type Records } from '@chedun/records';
import { ChannelSecrets, type ChannelTarget, type NewChannel } from '../contract.ts';
import { testMessage } from '../domain/message.ts';
import { queueDelivery } from '../notify.ts';
import {} from '../store.ts';
import type { WarningTables } from '../tables.ts';

const KEY = 'warnings-channels';

interface Dependencies {
  readonly records: Records;
  readonly keys: Pick<Keys, 'ensure' | 'seal' | 'open'>;
  readonly jobs: Pick<Jobs, 'send'>;
  readonly newId: () => string;
  readonly now: () => number;
}

/** What a channel of each kind cannot do without. */
const NEEDED: Readonly<Record<ChannelTarget['kind'], readonly (keyof ChannelSecrets)[]>> = {
  email: [],
  webhook: ['url', 'secret'],
  dingtalk: ['url'],
  wecom: ['url'],
  feishu: ['url'],
  syslog: [],
};

const checkSecrets = (target: ChannelTarget, secrets: ChannelSecrets): void => {
  const wanted = target.kind === 'email' && target.username !== '' ? ['password' as const] : NEEDED[target.kind];
  const missing = wanted.find((name) => secrets[name] === undefined);
  if (missing) throw new DomainError('warnings.secret-missing', { field: missing });
};

/** Reads the secrets of a channel. */
export const readSecrets = async (
  keys: Pick<Keys, 'open'>,
  row: { readonly id: string; readonly secrets: Uint8Array },
): Promise<ChannelSecrets> =>
  ChannelSecrets.parse(JSON.parse(Buffer.from(await keys.open(KEY, row.secrets, row.id)).toString('utf8')));

const rowOf = async (keys: Dependencies['keys'], id: string, channel: NewChannel, secrets: ChannelSecrets) => {
  checkSecrets(channel.target, secrets);
  await keys.ensure(KEY, 'aes-256-gcm');
  return {
    name: toText(channel.name),
    enabled: channel.enabled,
    language: channel.language,
    levels: channel.levels,
    notices: channel.notices,
    step: channel.step,
    quiet: channel.quiet === null ? null : jsonb(channel.quiet),
    target: jsonb(channel.target),
    endpoint: secrets.url === undefined ? null : new URL(secrets.url).origin,
    kept: Object.keys(secrets),
    secrets: Buffer.from(await keys.seal(KEY, Buffer.from(JSON.stringify(secrets)), id)),
  };
};

const summary = ({ name, enabled, target, levels, step }: NewChannel) => ({
  name,
  enabled,
  kind: target.kind,
  levels,
  step,
});

const mustFind = async ({ records }: Pick<Dependencies, 'records'>, id: string) => {
  const row = await records
    .read<WarningTables>()
    .selectFrom('warnings.channels')
    .selectAll()
    .where('id', '=', id)
    .where('removed', '=', false)
    .executeTakeFirst();
  if (!row) throw new DomainError('warnings.channel-unknown', { field: id });
  return row;
};

const add =
  ({ records, keys, newId }: Dependencies) =>
  async (channel: NewChannel, actor: ActorRef): Promise<string> => {
    const id = newId();
    const row = await rowOf(keys, id, channel, channel.secrets);
    await records.transaction(async (tx) => {
      await tx
        .as<WarningTables>()
        .insertInto('warnings.channels')
        .values({ id, ...row })
        .execute();
      const target = { kind: 'channel', id };
      await tx.audit({ actor, action: 'warnings.channel-added', target, outcome: 'done', after: summary(channel) });
    });
    return id;
  };

const change =
  (dependencies: Dependencies) =>
  async (id: string, channel: NewChannel, actor: ActorRef): Promise<void> => {
    const { records, keys } = dependencies;
    const before = await mustFind(dependencies, id);
    const secrets = { ...(await readSecrets(keys, before)), ...channel.secrets };
    const row = await rowOf(keys, id, channel, secrets);
    await records.transaction(async (tx) => {
      await tx.as<WarningTables>().updateTable('warnings.channels').set(row).where('id', '=', id).execute();
      await tx.audit({
        actor,
        action: 'warnings.channel-changed',
        target: { kind: 'channel', id },
        outcome: 'done',
        before: { name: before.name, enabled: before.enabled },
        after: { ...summary(channel), secretsReplaced: Object.keys(channel.secrets) },
      });
    });
  };

const remove =
  (dependencies: Dependencies) =>
  async (id: string, actor: ActorRef): Promise<void> => {
    const { records, keys } = dependencies;
    const { name } = await mustFind(dependencies, id);
    const nothing = Buffer.from(await keys.seal(KEY, Buffer.from('{}'), id));
    await records.transaction(async (tx) => {
      await tx
        .as<WarningTables>()
        .updateTable('warnings.channels')
        .set({ removed: true, enabled: false, secrets: nothing, kept: [] })
        .where('id', '=', id)
        .execute();
      const target = { kind: 'channel', id };
      await tx.audit({ actor, action: 'warnings.channel-removed', target, outcome: 'done', before: { name } });
    });
  };

const test =
  (dependencies: Dependencies) =>
  async (id: string, actor: ActorRef): Promise<string> => {
    const { records, jobs, now, newId } = dependencies;
    const { name, language } = await mustFind(dependencies, id);
    const message = testMessage(newId(), name, language === 'en' ? 'en' : 'zh');
    await records.transaction(async (tx) => {
      const given = { message, channelId: id, warningId: null, level: null, quiet: null };
      await queueDelivery(tx, { jobs, now }, given);
      await tx.audit({ actor, action: 'warnings.channel-tested', target: { kind: 'channel', id }, outcome: 'done' });
    });
    return message.id;
  };

/** Adds, changes, removes and tests channels. Removing wipes the secrets; deliveries stay. */
export const channelUseCases = (dependencies: Dependencies) => ({
  add: add(dependencies),
  change: change(dependencies),
  remove: remove(dependencies),
  test: test(dependencies),
});
