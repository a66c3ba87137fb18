import { defineModule } from '@chedun/module';
import type { IngestAsks } from '@chedun/ingest/contract';
import type { SealAsks } from '@chedun/seal/contract';
import type { SearchAsks } from '@chedun/search/contract';
import { buildRetention } from './build.ts';
import { retentionPermissions, type RetentionAsks } from './contract.ts';
import { retentionErrors } from './errors.ts';

/** Keeps logs as long as the law asks, knows what is there of every source, and is the only way in which segments go. */
export const retention = defineModule<RetentionAsks, { ingest: IngestAsks; seal: SealAsks; search: SearchAsks }>({
  name: 'retention',
  needs: ['ingest', 'seal', 'search'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: retentionPermissions.read, title: { zh: '查看日志留存', en: 'Read the retention of logs' } },
    {
      name: retentionPermissions.propose,
      title: { zh: '提出删除、修改留存天数', en: 'Propose removals, change days' },
    },
    { name: retentionPermissions.approve, title: { zh: '批准删除与解除保全', en: 'Approve removals and releases' } },
    { name: retentionPermissions.hold, title: { zh: '设置法律保全', en: 'Place legal holds' } },
  ],
  errors: retentionErrors,
  tells: [],
  build: ({ platform, asks }) => buildRetention(platform, asks),
});
