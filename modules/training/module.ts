import { defineModule } from '@chedun/module';
import { buildTraining, type TrainingNeeds } from './build.ts';
import { trainingPermissions } from './contract.ts';
import { trainingErrors } from './errors.ts';

/** Training 培训: courses, who has to take them, exams and results that never change. */
export const training = defineModule<Record<string, never>, { [K in keyof TrainingNeeds]: TrainingNeeds[K] }>({
  name: 'training',
  needs: ['identity', 'assets'],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: trainingPermissions.read, title: { zh: '查看培训概况', en: 'Read how the training stands' } },
    { name: trainingPermissions.take, title: { zh: '参加培训与考试', en: 'Take courses and exams' } },
    {
      name: trainingPermissions.write,
      title: { zh: '维护课程、题库与培训安排', en: 'Keep courses, questions and assignments' },
    },
  ],
  errors: trainingErrors,
  tells: [],
  build: ({ platform, asks }) => buildTraining(platform, asks),
});
