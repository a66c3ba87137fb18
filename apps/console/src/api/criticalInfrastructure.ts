import { CriticalInfrastructure, Uploaded } from '@chedun/critical-infrastructure/contract';
import type { DesignationInput, VettingInput } from '@chedun/critical-infrastructure/contract';
import { call } from './client.ts';

export const getCriticalInfrastructure = (signal?: AbortSignal) =>
  call('GET', '/critical-infrastructure', CriticalInfrastructure, { signal });

const kept = async (file: File) => {
  const bytes = new Blob([file], { type: 'application/octet-stream' });
  const { blob } = await call('POST', '/critical-infrastructure/documents', Uploaded, { bytes });
  return { blob, name: file.name };
};

/** Registers the notice of designation with its file. */
export const saveDesignation = async ({
  designation,
  file,
}: {
  readonly designation: Omit<DesignationInput, 'document'>;
  readonly file: File;
}) =>
  call('PUT', '/critical-infrastructure/designation', CriticalInfrastructure, {
    body: { ...designation, document: await kept(file) },
  });

/** Records a background check, with its document when there is one. */
export const recordVetting = async ({
  vetting,
  file,
}: {
  readonly vetting: Omit<VettingInput, 'document'>;
  readonly file: File | undefined;
}) =>
  call('POST', '/critical-infrastructure/vettings', CriticalInfrastructure, {
    body: { ...vetting, document: file === undefined ? null : await kept(file) },
  });

export const leaveKeyPost = ({ id, leftOn }: { readonly id: string; readonly leftOn: string }) =>
  call('POST', `/critical-infrastructure/vettings/${id}/leave`, CriticalInfrastructure, { body: { leftOn } });

export const stateNotNamed = (reason: string) =>
  call('POST', '/critical-infrastructure/statements', CriticalInfrastructure, { body: { reason } });
