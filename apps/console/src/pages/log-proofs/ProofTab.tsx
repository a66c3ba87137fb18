import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input, Skeleton, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveBlob } from '../../api/download.ts';
import { checkProof, proveRecord } from '../../api/seal.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';
import { ProofPicture } from './ProofPicture.tsx';

const PLACE = /^(?:network|telemetry)\/\d{1,15}\/\d{1,9}$/;

/** 记录证明: makes the proof of one record, or checks the file of one. */
export const ProofTab = ({ place }: { readonly place: string | undefined }) => {
  const { t } = useTranslation();
  const say = useSay();
  const check = useMutation({ mutationFn: async (file: File) => checkProof(await file.text()), onError: say.problem });
  const proof = useQuery({
    queryKey: ['seal', 'proof', place],
    queryFn: ({ signal }) => proveRecord(place ?? '', signal),
    enabled: place !== undefined && PLACE.test(place),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const shown = check.data ?? proof.data?.view;
  return (
    <div className="stack">
      <Panel body="flush">
        <div className="toolbar">
          <PlaceField key={place} place={place} onOpen={check.reset} />
          {proof.data !== undefined && check.data === undefined && (
            <SaveButton place={place ?? ''} file={proof.data.file} />
          )}
          <Upload
            accept=".json"
            showUploadList={false}
            beforeUpload={(file) => {
              check.mutate(file);
              return false;
            }}
          >
            <Button loading={check.isPending}>{t('seal.checkFile')}</Button>
          </Upload>
        </div>
        {shown === undefined && proof.error === null && place === undefined && (
          <EmptyState title={t('seal.proofEmpty')} hint={t('seal.placeHint')} />
        )}
        {shown === undefined && proof.error !== null && (
          <ErrorState error={proof.error} onRetry={() => void proof.refetch()} />
        )}
        {proof.isLoading && <Skeleton active style={{ padding: 16 }} />}
      </Panel>
      {shown !== undefined && <ProofPicture proof={shown} />}
    </div>
  );
};

/** Takes the place of a record and opens its proof. */
const PlaceField = ({ place, onOpen }: { readonly place: string | undefined; readonly onOpen: () => void }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(place ?? '');
  const isPlace = PLACE.test(typed.trim());
  const open = (): void => {
    onOpen();
    void navigate({ to: '/log-proofs', search: { tab: 'proof', place: typed.trim() } });
  };
  return (
    <>
      <Input
        className="mono"
        style={{ width: 300 }}
        placeholder={t('seal.place')}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        onPressEnter={() => isPlace && open()}
      />
      <Button type="primary" disabled={!isPlace} onClick={open}>
        {t('seal.makeProof')}
      </Button>
    </>
  );
};

const SaveButton = ({ place, file }: { readonly place: string; readonly file: string }) => {
  const { t } = useTranslation();
  const save = (): void =>
    saveBlob(new Blob([file], { type: 'application/json' }), `chedun-proof-${place.replaceAll('/', '-')}.json`);
  return <Button onClick={save}>{t('seal.saveProof')}</Button>;
};
