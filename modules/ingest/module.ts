import type { AssetsAsks } from '@chedun/assets/contract';

import { defineModule } from '@chedun/module';
import { buildIngest } from './build.ts';
import { ingestPermissions, type IngestAsks } from './contract.ts';
import { ingestErrors } from './errors.ts';

/** Takes records in: HTTP, syslog, folders, vehicles; decodes them; fills the event store. */
export const ingest = defineModule<IngestAsks, { assets: AssetsAsks }>({
  name: 'ingest',
  needs: ['assets'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: ingestPermissions.write, title: { zh: '上送记录', en: 'Send records' } },
    { name: ingestPermissions.read, title: { zh: '查看接入源', en: 'Read sources' } },
    { name: ingestPermissions.manage, title: { zh: '管理接入源', en: 'Manage sources' } },
    { name: ingestPermissions.replay, title: { zh: '重放隔离记录', en: 'Replay quarantined records' } },
  ],
  errors: ingestErrors,
  tells: [],
  build: ({ platform, asks }) => buildIngest(platform, asks.assets),
});
