import { DeleteOutlined, DownloadOutlined, ReloadOutlined, StopOutlined } from '@ant-design/icons';
import { capturesPermissions } from '@chedun/captures/contract';
import type { Capture, CaptureDetail } from '@chedun/captures/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Modal, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  analyseCapture,
  cancelCapture,
  captureFileUrl,
  deleteCapture,
  listCanModels,
  listDbcFiles,
} from '../../api/captures.ts';
import { useMay } from '../../app/session.ts';
import { useSay } from '../../ui/useSay.ts';

const isBusy = ({ status }: Pick<Capture, 'status'>): boolean => status === 'waiting' || status === 'running';

/** Cancelling and deleting a recording, and what to do afterwards. */
const useCaptureVerbs = (capture: Capture, onDeleted?: () => void) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const refresh = (): void => {
    for (const key of ['captures', 'captures-newest', 'capture']) void client.invalidateQueries({ queryKey: [key] });
  };
  const cancel = useMutation({
    mutationFn: () => cancelCapture(capture.id),
    onSuccess: () => {
      say.done(t('captures.cancelled'));
      refresh();
    },
    onError: say.problem,
  });
  const remove = useMutation({
    mutationFn: () => deleteCapture(capture.id),
    onSuccess: () => {
      say.done(t('captures.deleted'));
      onDeleted?.();
      refresh();
    },
    onError: say.problem,
  });
  return { cancel, remove, refresh, say };
};

/** Stop and delete in a line of the list; clicks do not open the recording. */
export const RowActions = ({ capture }: { readonly capture: Capture }) => {
  const { t } = useTranslation();
  const may = useMay();
  const { cancel, remove } = useCaptureVerbs(capture);
  if (!may(capturesPermissions.write)) return null;
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events
    <span onClick={(event) => event.stopPropagation()}>
      {isBusy(capture) ? (
        <Button
          size="small"
          type="text"
          icon={<StopOutlined />}
          loading={cancel.isPending}
          aria-label={t('captures.cancel')}
          title={t('captures.cancel')}
          onClick={() => cancel.mutate()}
        />
      ) : (
        <Popconfirm
          title={t('captures.deleteQuestion')}
          description={capture.name}
          okText={t('common.remove')}
          onConfirm={() => remove.mutate()}
        >
          <Button
            size="small"
            type="text"
            icon={<DeleteOutlined />}
            loading={remove.isPending}
            aria-label={t('common.remove')}
            title={t('common.remove')}
          />
        </Popconfirm>
      )}
    </span>
  );
};

/** What can be done with the recording on its own page. */
export const CaptureActions = ({ capture }: { readonly capture: CaptureDetail }) => {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const { cancel, remove } = useCaptureVerbs(capture, () => void navigate({ to: '/captures' }));
  if (!may(capturesPermissions.write)) return null;
  if (isBusy(capture)) {
    return (
      <Button icon={<StopOutlined />} loading={cancel.isPending} onClick={() => cancel.mutate()}>
        {t('captures.cancel')}
      </Button>
    );
  }
  return (
    <span className="row">
      {may(capturesPermissions.download) && (
        <Button icon={<DownloadOutlined />} href={captureFileUrl(capture.id)}>
          {t('common.download')}
        </Button>
      )}
      <Button icon={<ReloadOutlined />} onClick={() => setAsking(true)}>
        {t('captures.analyseAgain')}
      </Button>
      <Popconfirm
        title={t('captures.deleteQuestion')}
        description={t('captures.deleteHint')}
        okText={t('common.remove')}
        onConfirm={() => remove.mutate()}
      >
        <Button danger icon={<DeleteOutlined />} loading={remove.isPending}>
          {t('common.remove')}
        </Button>
      </Popconfirm>
      {asking && <AnalyseDialog capture={capture} onClose={() => setAsking(false)} />}
    </span>
  );
};

interface AnalyseDialogProps {
  readonly capture: CaptureDetail;
  readonly onClose: () => void;
}

/** Analyses again; a CAN log with another DBC file or model. */
const AnalyseDialog = ({ capture, onClose }: AnalyseDialogProps) => {
  const { t } = useTranslation();
  const { refresh, say } = useCaptureVerbs(capture);
  const [dbcId, setDbcId] = useState(capture.dbcId);
  const [canModelId, setCanModelId] = useState(capture.canModelId);
  const isCan = capture.kind === 'can';
  const analyse = useMutation({
    mutationFn: () => analyseCapture(capture.id, isCan ? { dbcId, canModelId } : {}),
    onSuccess: () => {
      refresh();
      onClose();
    },
    onError: say.problem,
  });
  return (
    <Modal
      open
      title={t('captures.analyseAgain')}
      okText={t('captures.startAnalysis')}
      cancelText={t('common.cancel')}
      confirmLoading={analyse.isPending}
      onOk={() => analyse.mutate()}
      onCancel={onClose}
    >
      <div className="stack" style={{ margin: '12px 0' }}>
        <p className="soft">{isCan ? t('captures.analyseCanHint') : t('captures.analyseHint')}</p>
        {isCan && (
          <>
            <DbcSelect value={dbcId} onChange={setDbcId} />
            <ModelSelect value={canModelId} onChange={setCanModelId} />
          </>
        )}
      </div>
    </Modal>
  );
};

interface PickProps {
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}

/** One of the DBC files of the library, or none. */
export const DbcSelect = ({ value, onChange }: PickProps) => {
  const { t } = useTranslation();
  const files = useQuery({ queryKey: ['dbc-files'], queryFn: ({ signal }) => listDbcFiles(signal) });
  return (
    <Select<string | null>
      allowClear
      style={{ width: '100%', minWidth: 180 }}
      placeholder={t('captures.dbcNone')}
      aria-label={t('captures.dbc')}
      options={(files.data?.items ?? []).map(({ id, name, vehicleModel }) => ({
        value: id,
        label: vehicleModel === '' ? name : `${name} · ${vehicleModel}`,
      }))}
      value={value}
      onChange={(id) => onChange(id ?? null)}
    />
  );
};

/** One of the trained models, or the active one of the vehicle model. */
const ModelSelect = ({ value, onChange }: PickProps) => {
  const { t } = useTranslation();
  const models = useQuery({ queryKey: ['can-models'], queryFn: ({ signal }) => listCanModels(signal) });
  return (
    <Select<string | null>
      allowClear
      style={{ width: '100%' }}
      placeholder={t('captures.canModelAuto')}
      aria-label={t('captures.canModel')}
      options={(models.data?.items ?? [])
        .filter(({ status }) => status === 'ready')
        .map(({ id, vehicleModel, version, title }) => ({
          value: id,
          label: [`${vehicleModel} v${version}`, title].filter((part) => part !== '').join(' · '),
        }))}
      value={value}
      onChange={(id) => onChange(id ?? null)}
    />
  );
};
