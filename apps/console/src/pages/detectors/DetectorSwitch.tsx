import type { Detector } from '@chedun/watch/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Switch, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { changeDetector } from '../../api/watch.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useSay } from '../../ui/useSay.ts';

/** Switches a detector on or off; one that other parts run only shows that it runs. */
export const DetectorSwitch = ({ detector, writes }: { readonly detector: Detector; readonly writes: boolean }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const say = useSay();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (enabled: boolean) => changeDetector(detector.id, { enabled }),
    onSuccess: async ({ enabled, title }) => {
      await client.invalidateQueries({ queryKey: ['detectors'] });
      say.done(t(enabled ? 'detectors.switchedOn' : 'detectors.switchedOff', { title: textIn(title, language) }));
    },
    onError: say.problem,
  });
  return (
    <Tooltip title={detector.changeable ? '' : t('detectors.elsewhere')}>
      <Switch
        size="small"
        aria-label={t('detectors.enabled')}
        checked={detector.enabled}
        disabled={!writes || !detector.changeable}
        loading={change.isPending}
        onClick={(checked, event) => {
          event.stopPropagation();
          change.mutate(checked);
        }}
      />
    </Tooltip>
  );
};
