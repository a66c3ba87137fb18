import { testServer } from '@chedun/http/testing';
import { compose } from '@chedun/module';
import { testPlatform } from '@chedun/module/testing';
import { Posture } from '@chedun/posture/contract';
import { readFileSync } from 'node:fs';
import { MODULES } from '../../apps/server/src/server.ts';
import { isFields, textsOf } from './case.ts';
import type { Control } from './coverage.ts';

const SHIPPED = new URL('../../content/notice/attestations.json', import.meta.url);

/** Controls that a standard attestation stands for by itself. */
const attestedControls = (): readonly string[] => {
  const file: unknown = JSON.parse(readFileSync(SHIPPED, 'utf8'));
  const list: unknown = isFields(file) ? file['attestations'] : [];
  return (Array.isArray(list) ? list : []).filter(isFields).flatMap((each) => textsOf(each, 'controls'));
};

/**
 * Obligations that a check serves: those of machines, as the modules of the server register them, and for the rest the
 * standard attestations of both parties, asked for over the API and read back from the posture.
 */
const servedObligations = async (): Promise<ReadonlySet<string>> => {
  const world = await testPlatform();
  try {
    const app = await compose(MODULES, world.platform);
    const routes = app.routes.map(({ route }) => route).filter(({ path }) => path.startsWith('/posture'));
    const server = await testServer(routes, { errors: [app.errors] });
    try {
      const bearer = 'posture.read,posture.attest';
      for (const party of ['enterprise', 'regulator']) {
        const body = { party, owner: '负责人' };
        const { status, text } = await server.call('POST /posture/attestations/standard', { bearer, body });
        if (status !== 200) throw new Error(text);
      }
      const { obligations } = (await server.call('GET /posture', { bearer })).as(Posture);
      return new Set(obligations.filter(({ checks }) => checks.length > 0).map(({ id }) => id));
    } finally {
      await server.close();
    }
  } finally {
    await world.close();
  }
};

/** Controls of the catalog that at least one check, automatic or attested, is bound to. */
export const boundControls = async (controls: readonly Control[]): Promise<readonly Control[]> => {
  const served = await servedObligations();
  const attested = attestedControls();
  return controls.filter(
    ({ id, obligations }) => attested.includes(id) || obligations.some((each) => served.has(each)),
  );
};
