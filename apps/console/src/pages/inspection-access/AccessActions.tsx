import { inspectionAccessPermissions, type AccessLine } from '@chedun/inspection-access/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refuseOrder, withdraw } from '../../api/inspectionAccess.ts';
import { useMay } from '../../app/session.ts';
import { AcceptDialog } from './AcceptDialog.tsx';
import { useChange } from './useChange.ts';
import { WhyDialog } from './WhyDialog.tsx';

type Open = 'accept' | 'refuse' | 'withdraw';

/** What the enterprise can decide now. */
export const AccessActions = ({ line }: { readonly line: AccessLine }) => {
  const { t } = useTranslation();
  const may = useMay();
  const [open, setOpen] = useState<Open>();
  const close = (): void => setOpen(undefined);
  const refuse = useChange((why: string) => refuseOrder(line.id, why), t('inspectionAccess.refusedDone'), close);
  const end = useChange((why: string) => withdraw(line.id, why), t('inspectionAccess.withdrawnDone'), close);
  const isOpen = line.state === 'ready' || line.state === 'running';
  return (
    <>
      {line.state === 'waiting' && may(inspectionAccessPermissions.manage) && (
        <>
          <Button onClick={() => setOpen('refuse')}>{t('inspectionAccess.refuse')}</Button>
          <Button type="primary" onClick={() => setOpen('accept')}>
            {t('inspectionAccess.accept')}
          </Button>
        </>
      )}
      {isOpen && may(inspectionAccessPermissions.withdraw) && (
        <Button danger onClick={() => setOpen('withdraw')}>
          {t('inspectionAccess.withdraw')}
        </Button>
      )}
      {open === 'accept' && <AcceptDialog line={line} onClose={close} />}
      {open === 'refuse' && (
        <WhyDialog
          title={t('inspectionAccess.refuse')}
          isBusy={refuse.isPending}
          onSay={(why) => refuse.mutate(why)}
          onClose={close}
        />
      )}
      {open === 'withdraw' && (
        <WhyDialog
          title={t('inspectionAccess.withdraw')}
          about={t('inspectionAccess.withdrawAbout')}
          isBusy={end.isPending}
          onSay={(why) => end.mutate(why)}
          onClose={close}
        />
      )}
    </>
  );
};
