import { DownloadOutlined } from '@ant-design/icons';
import type { SetupResult } from '@chedun/identity/contract';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { saveBlob } from '../../api/download.ts';
import { csvText } from '../../lib/csv.ts';

type Result = z.output<typeof SetupResult>;

/** The accounts that the wizard made, with the passwords that are shown once. */
export const SetupDone = ({ result, onEnter }: { readonly result: Result; readonly onEnter: () => void }) => {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const [isSaved, setSaved] = useState(false);
  const save = (): void => {
    const rows = result.accounts.map(({ name, roles, oneTimePassword }) => [
      name,
      roles.join(' '),
      oneTimePassword ?? '',
    ]);
    const text = csvText([t('setup.account'), t('users.roles'), t('setup.oneTimePassword')], rows);
    saveBlob(new Blob([text], { type: 'text/csv;charset=utf-8' }), 'chedun-accounts.csv');
    setSaved(true);
  };
  const enter = (): void => {
    if (isSaved) onEnter();
    else
      void modal.confirm({
        title: t('setup.notSavedTitle'),
        content: t('setup.notSavedAbout'),
        okText: t('setup.notSavedEnter'),
        cancelText: t('common.back'),
        onOk: onEnter,
      });
  };
  return (
    <div className="gate-box wide">
      <h2>{t('setup.doneTitle')}</h2>
      <p className="about">{t('setup.doneAbout')}</p>
      <div className="stack">
        {result.accounts.map((account) => (
          <div key={account.name} className="panel" style={{ padding: '10px 14px' }}>
            <div className="row between">
              <span>
                <strong className="mono">{account.name}</strong>{' '}
                <span className="soft">{account.roles.map((role) => t(`role.${role}`)).join(' · ')}</span>
              </span>
              {account.oneTimePassword === null ? (
                <span className="faint nowrap">{t('setup.ownPassword')}</span>
              ) : (
                <span className="secret" style={{ padding: '2px 8px' }}>
                  {account.oneTimePassword}
                </span>
              )}
            </div>
          </div>
        ))}
        <div className="row">
          <Button size="large" icon={<DownloadOutlined />} onClick={save}>
            {t('setup.saveList')}
          </Button>
          <Button size="large" type="primary" className="grow" onClick={enter}>
            {t('setup.enter')}
          </Button>
        </div>
      </div>
    </div>
  );
};
