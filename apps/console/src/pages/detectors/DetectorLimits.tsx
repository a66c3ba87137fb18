import type { Detector } from '@chedun/watch/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { changeDetector } from '../../api/watch.ts';
import { usePreferences } from '../../app/preferences.ts';
import { changedLimits, isUnit } from '../../lib/detectors.ts';
import { Panel } from '../../ui/Panel.tsx';
import { useSay } from '../../ui/useSay.ts';

type Typed = Readonly<Record<string, number | null>>;
type Limit = Detector['limits'][number];

/** Limits of a detector with units: its own values, the standard, and what is allowed. */
export const DetectorLimits = ({ detector, writes }: { readonly detector: Detector; readonly writes: boolean }) => {
  const { t } = useTranslation();
  const { limits } = detector;
  const [typed, setTyped] = useState<Typed>({});
  const changes = changedLimits(limits, typed);
  return (
    <Panel
      title={t('detectors.limits')}
      extra={
        writes && limits.length > 0 ? (
          <LimitActions detector={detector} changes={changes} onSaved={() => setTyped({})} />
        ) : undefined
      }
    >
      {limits.length === 0 && <span className="soft">{t('detectors.limitsNone')}</span>}
      {limits.map((limit) => (
        <LimitLine
          key={limit.name}
          limit={limit}
          value={typed[limit.name] ?? limit.value}
          writes={writes}
          onChange={(value) => setTyped({ ...typed, [limit.name]: value })}
        />
      ))}
      {limits.length > 0 && !detector.changeable && <p className="faint">{t('detectors.limitsFixed')}</p>}
    </Panel>
  );
};

interface LimitActionsProps {
  readonly detector: Detector;
  readonly changes: Record<string, number | null>;
  readonly onSaved: () => void;
}

const LimitActions = ({ detector, changes, onSaved }: LimitActionsProps) => {
  const { t } = useTranslation();
  const say = useSay();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (limits: Record<string, number | null>) => changeDetector(detector.id, { limits }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['detectors'] });
      onSaved();
      say.done(t('common.saved'));
    },
    onError: say.problem,
  });
  const tuned = detector.limits.filter(({ value, standard }) => value !== standard);
  return (
    <>
      <Button
        size="small"
        disabled={tuned.length === 0 || change.isPending}
        onClick={() => change.mutate(Object.fromEntries(tuned.map(({ name }) => [name, null])))}
      >
        {t('detectors.reset')}
      </Button>
      <Button
        size="small"
        type="primary"
        disabled={Object.keys(changes).length === 0}
        loading={change.isPending}
        onClick={() => change.mutate(changes)}
      >
        {t('detectors.save')}
      </Button>
    </>
  );
};

interface LimitLineProps {
  readonly limit: Limit;
  readonly value: number;
  readonly writes: boolean;
  readonly onChange: (value: number | null) => void;
}

const LimitLine = ({ limit, value, writes, onChange }: LimitLineProps) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const unit = isUnit(limit.unit) ? t(`unit.${limit.unit}`) : limit.unit;
  const title = textIn(limit.title, language);
  return (
    <div className="limit-line">
      <span>{title}</span>
      <span className="row nowrap">
        {writes ? (
          <InputNumber
            size="small"
            aria-label={title}
            min={limit.min}
            max={limit.max}
            value={value}
            onChange={onChange}
            style={{ width: 110 }}
          />
        ) : (
          <strong>{limit.value}</strong>
        )}
        <span className="soft">{unit}</span>
      </span>
      <span className="faint">
        {t('detectors.standard', { value: limit.standard })}
        {writes && ` · ${t('detectors.between', { min: limit.min, max: limit.max })}`}
      </span>
    </div>
  );
};
