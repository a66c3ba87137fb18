import { defineModule } from '@chedun/module';
import { buildQuality, type QualityNeeds } from './build.ts';
import { qualityPermissions, type QualityAsks } from './contract.ts';
import { qualityErrors } from './errors.ts';

/** How well rules do, what would make them quieter, and drills that prove that they raise alerts. */
export const quality = defineModule<QualityAsks, QualityNeeds>({
  name: 'quality',
  needs: ['correlation', 'detection', 'governance', 'ingest', 'search'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: qualityPermissions.read, title: { zh: '查看告警质量', en: 'Read alert quality' } },
    { name: qualityPermissions.manage, title: { zh: '运行检测演练、复核例外', en: 'Run drills, review exceptions' } },
  ],
  errors: qualityErrors,
  tells: [],
  build: ({ platform, asks }) => buildQuality(platform, asks),
});
