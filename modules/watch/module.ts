import { BEHAVIOUR_ERRORS } from '@chedun/behaviour';
import { defineModule } from '@chedun/module';
import { buildWatch, type WatchNeeds } from './build.ts';
import { watchPermissions, type WatchAsks } from './contract.ts';
import { watchErrors } from './errors.ts';

/** Detectors with memory over time, campaigns over the fleet, and how well every native detector does. */
export const watch = defineModule<WatchAsks, WatchNeeds>({
  name: 'watch',
  needs: ['assets', 'governance', 'ingest'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: watchPermissions.read, title: { zh: '查看检测器与攻击活动', en: 'Read detectors and campaigns' } },
    { name: watchPermissions.write, title: { zh: '启停检测器、调整参数', en: 'Switch and tune detectors' } },
  ],
  errors: { ...watchErrors, ...BEHAVIOUR_ERRORS },
  tells: [],
  build: ({ platform, asks }) => buildWatch(platform, asks),
});
