import { CloseOutlined, CloudUploadOutlined } from '@ant-design/icons';
import { CaptureKind, MAX_CAPTURE_BYTES } from '@chedun/captures/contract';
import { Link } from '@tanstack/react-router';
import { Button, Checkbox, Input, Progress, Select, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf, textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { formatBytes } from '../../lib/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Chip } from '../../ui/Tags.tsx';
import { DbcSelect } from './CaptureActions.tsx';
import { useUploads } from './useUploads.ts';
import type { SharedFacts, UploadItem } from './useUploads.ts';

const VIN = /^[A-HJ-NPR-Z0-9]{17}$/;

/** Where recordings are dropped, with what is known about them, and the files on their way. */
export const UploadPanel = () => {
  const { t } = useTranslation();
  const { items, add, drop } = useUploads();
  const [facts, setFacts] = useState<SharedFacts>({ kind: 'auto' });
  const badVin = facts.vin !== undefined && !VIN.test(facts.vin);
  return (
    <Panel title={t('captures.upload')} hint={t('captures.uploadHint', { size: formatBytes(MAX_CAPTURE_BYTES) })}>
      <div className="grid" style={{ gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', gap: 16 }}>
        <Upload.Dragger
          multiple
          showUploadList={false}
          disabled={badVin}
          beforeUpload={(file, all) => {
            if (file === all[0]) add(all, facts);
            return false;
          }}
        >
          <p style={{ fontSize: 26, color: 'var(--primary)', margin: 0 }}>
            <CloudUploadOutlined />
          </p>
          <p style={{ margin: '2px 0' }}>{t('captures.drop')}</p>
          <p className="faint" style={{ margin: 0 }}>
            {t('captures.formats')}
          </p>
        </Upload.Dragger>
        <UploadFactsForm facts={facts} badVin={badVin} onChange={setFacts} />
      </div>
      {items.length > 0 && (
        <div style={{ marginTop: 12 }}>
          {items.map((item) => (
            <UploadLine key={item.key} item={item} onDrop={() => drop(item.key)} />
          ))}
        </div>
      )}
    </Panel>
  );
};

interface FactsFormProps {
  readonly facts: SharedFacts;
  readonly badVin: boolean;
  readonly onChange: (facts: SharedFacts) => void;
}

const textOrNothing = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());

const UploadFactsForm = ({ facts, badVin, onChange }: FactsFormProps) => {
  const { t } = useTranslation();
  const change = (part: { readonly [K in keyof SharedFacts]?: SharedFacts[K] | undefined }): void =>
    onChange(kept({ ...facts, ...part }));
  return (
    <div className="grid" style={{ gridTemplateColumns: '1fr 1fr', gap: 8, alignContent: 'start' }}>
      <Select
        aria-label={t('captures.kind')}
        options={[
          { value: 'auto' as const, label: t('captures.kindAuto') },
          ...CaptureKind.options.map((value) => ({ value, label: t(`captures.kindOf.${value}`) })),
        ]}
        value={facts.kind ?? 'auto'}
        onChange={(kind) => change({ kind })}
      />
      <DbcSelect value={facts.dbcId ?? null} onChange={(id) => change({ dbcId: id ?? undefined })} />
      <Input
        placeholder={t('captures.modelPlaceholder')}
        aria-label={t('captures.vehicleModel')}
        maxLength={100}
        onChange={({ target }) => change({ model: textOrNothing(target.value) })}
      />
      <Input
        placeholder={t('captures.vinPlaceholder')}
        aria-label={t('vehicles.vin')}
        maxLength={17}
        {...(badVin ? { status: 'error' as const } : {})}
        onChange={({ target }) => change({ vin: textOrNothing(target.value.toUpperCase()) })}
      />
      <Checkbox
        style={{ gridColumn: '1 / -1' }}
        checked={facts.toEvents === 'true'}
        onChange={({ target }) => change({ toEvents: target.checked ? 'true' : undefined })}
      >
        {t('captures.toEvents')}
      </Checkbox>
      <span className="faint" style={{ gridColumn: '1 / -1' }}>
        {badVin ? t('captures.badVin') : t('captures.factsHint')}
      </span>
    </div>
  );
};

/** Leaves out what is not said. */
const kept = (facts: { readonly [K in keyof SharedFacts]?: SharedFacts[K] | undefined }): SharedFacts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));

const UploadLine = ({ item, onDrop }: { readonly item: UploadItem; readonly onDrop: () => void }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const failed = item.state === 'failed' || item.state === 'too-large';
  return (
    <div className="upload-line">
      <span className="clip" title={item.name}>
        {item.capture === undefined ? (
          item.name
        ) : (
          <Link to="/captures/$id" params={{ id: item.capture.id }}>
            {item.name}
          </Link>
        )}
      </span>
      <span className="faint">{formatBytes(item.size)}</span>
      <span>{item.capture !== undefined && <Chip>{t(`captures.kindOf.${item.capture.kind}`)}</Chip>}</span>
      {failed ? (
        <span data-tone="critical" style={{ color: 'var(--tone)' }}>
          {item.state === 'too-large'
            ? t('captures.tooLarge', { size: formatBytes(MAX_CAPTURE_BYTES) })
            : failureText(item.error, language)}
        </span>
      ) : (
        <Progress
          percent={Math.round(item.share * 100)}
          size="small"
          style={{ margin: 0 }}
          {...(item.state === 'sent' ? { status: 'success' as const } : {})}
        />
      )}
      <Button
        size="small"
        type="text"
        icon={<CloseOutlined />}
        aria-label={item.state === 'sending' || item.state === 'waiting' ? t('captures.stopUpload') : t('common.close')}
        onClick={onDrop}
      />
    </div>
  );
};

const failureText = (error: unknown, language: 'zh-CN' | 'en'): string => {
  const { text, todo } = problemOf(error);
  return `${textIn(text, language)} ${textIn(todo, language)}`;
};
