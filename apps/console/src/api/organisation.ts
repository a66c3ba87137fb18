import { ImportReport, Organisation, Uploaded } from '@chedun/organisation/contract';
import type { AppointmentInput, LicenceInput, ProfileInput } from '@chedun/organisation/contract';
import { call } from './client.ts';

export const getOrganisation = (signal?: AbortSignal) => call('GET', '/organisation', Organisation, { signal });

export const saveOrganisation = (profile: ProfileInput) =>
  call('PUT', '/organisation', Organisation, { body: profile });

/** Appoints a person, with the document of the appointment when there is one. */
export const appoint = async ({
  appointment,
  file,
}: {
  readonly appointment: Omit<AppointmentInput, 'document'>;
  readonly file: File | undefined;
}) => {
  const bytes = file === undefined ? undefined : new Blob([file], { type: 'application/octet-stream' });
  const kept = bytes === undefined ? undefined : await call('POST', '/organisation/documents', Uploaded, { bytes });
  const document = kept === undefined || file === undefined ? null : { blob: kept.blob, name: file.name };
  return call('POST', '/organisation/appointments', Organisation, { body: { ...appointment, document } });
};

export const endAppointment = ({ id, validTo }: { readonly id: string; readonly validTo: string }) =>
  call('POST', `/organisation/appointments/${id}/end`, Organisation, { body: { validTo } });

export const importAppointments = (file: Blob) =>
  call('POST', '/organisation/import', ImportReport, { query: { mode: 'apply' }, bytes: file });

export const saveLicence = ({ number, licence }: { readonly number: string; readonly licence: LicenceInput }) =>
  call('PUT', `/organisation/licences/${encodeURIComponent(number)}`, Organisation, { body: licence });

export const removeLicence = (number: string) =>
  call('DELETE', `/organisation/licences/${encodeURIComponent(number)}`, Organisation);
