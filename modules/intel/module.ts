import { INDICATOR_ERRORS } from '@chedun/indicators';
import { defineModule } from '@chedun/module';
import { buildIntel, type IntelNeeds } from './build.ts';
import { intelPermissions, type IntelAsks } from './contract.ts';
import { intelErrors } from './errors.ts';

/** Threat intelligence: feeds, indicators, their comparison with every event of now and of the past, sightings. */
export const intel = defineModule<IntelAsks, IntelNeeds>({
  name: 'intel',
  needs: ['ingest'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: intelPermissions.read, title: { zh: '查看威胁情报', en: 'Read threat intelligence' } },
    { name: intelPermissions.write, title: { zh: '导入情报、停用指标', en: 'Import and switch indicators' } },
    { name: intelPermissions.feeds, title: { zh: '管理情报源与凭据', en: 'Manage feeds and their secrets' } },
  ],
  errors: { ...intelErrors, ...INDICATOR_ERRORS },
  tells: [],
  build: ({ platform, asks }) => buildIntel(platform, asks),
});
