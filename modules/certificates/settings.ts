import type { ActorRef } from '@chedun/kernel';
import { toJsonText, type Records } from '@chedun/records';
import { CertificateSettings } from './contract/operate.ts';
import type { CertificateTables } from './tables.ts';

const FIRST: CertificateSettings = {
  publicBase: null,
  organization: '示例汽车有限公司',
  crlHours: 24,
  deltaHours: 1,
  ocspMinutes: 60,
  compromise: 'second-person',
  deviceRevocation: 'second-person',
  unknownVehicles: 'refuse',
  unusualPerHour: 5000,
};

/** Settings of the module. */
export interface SettingsBook {
  readonly get: () => Promise<CertificateSettings>;
  readonly set: (settings: CertificateSettings, actor: ActorRef) => Promise<CertificateSettings>;
}

/** Opens the settings; what was never set has a default. */
export const settingsBook = (records: Records): SettingsBook => {
  const get = async (): Promise<CertificateSettings> => {
    const row = await records
      .read<CertificateTables>()
      .selectFrom('certificates.settings')
      .select('body')
      .executeTakeFirst();
    return CertificateSettings.parse({ ...FIRST, ...row?.body });
  };
  return {
    get,
    set: async (settings, actor) => {
      const before = await get();
      const body = toJsonText(settings);
      await records.transaction(async (tx) => {
        await tx
          .as<CertificateTables>()
          .insertInto('certificates.settings')
          .values({ one: true, body })
          .onConflict((conflict) => conflict.column('one').doUpdateSet({ body }))
          .execute();
        const target = { kind: 'certificate-settings', id: 'settings' };
        await tx.audit({
          actor,
          action: 'certificates.settings-changed',
          target,
          outcome: 'done',
          before,
          after: settings,
        });
      });
      return settings;
    },
  };
};
