import { defineModule } from '@chedun/module';
import { posturePermissions, type PostureAsks } from './contract.ts';
import { isDue } from './domain/light.ts';
import { loadObligations, type Obligation } from './domain/obligations.ts';
import { postureErrors } from './errors.ts';
import { readPosture } from './read-model.ts';
import { postureRoutes } from './routes.ts';
import { evidenceOf, latestEvidence } from './store.ts';
import { runCheck } from './use-cases/run-check.ts';

const CONTENT = new URL('../../content/notice/', import.meta.url);

/** Which obligations of the notice are met, proven by running checks. */
export const posture = defineModule<PostureAsks>({
  name: 'posture',
  needs: [],
  migrations: new URL('./migrations/', import.meta.url),
  permissions: [
    { name: posturePermissions.read, title: { zh: '查看合规态势', en: 'Read the posture' } },
    { name: posturePermissions.run, title: { zh: '执行合规检查', en: 'Run checks' } },
  ],
  errors: postureErrors,
  tells: [],
  build: ({ platform: { records, clock, newId, log }, registry }) => {
    let loaded: Promise<Obligation[]> | undefined;
    const obligations = (): Promise<Obligation[]> => (loaded ??= loadObligations(CONTENT));
    const run = runCheck({ records, clock, newId, log, checks: registry.checks });
    const view = async () => readPosture(records, await obligations(), registry.checks(), clock.now());
    const runDue = async (): Promise<void> => {
      const latest = await latestEvidence(records);
      for (const check of registry.checks()) {
        const at = latest.get(check.id)?.at;
        if (isDue(check.everyMinutes, at === undefined ? undefined : Date.parse(at), clock.now())) await run(check.id);
      }
    };
    return {
      asks: {
        lightOf: async (id) => (await view()).obligations.find((each) => each.id === id)?.light ?? 'none',
      },
      routes: postureRoutes({ posture: view, evidence: (id, limit) => evidenceOf(records, id, limit), run }),
      jobs: [{ name: 'run-due', cron: '* * * * *', run: runDue }],
      start: async () => {
        await obligations();
      },
    };
  },
});
