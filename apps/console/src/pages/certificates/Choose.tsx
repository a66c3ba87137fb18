import type { Authority, ProfileView } from '@chedun/certificates/contract';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { preferences } from '../../app/preferences.ts';

/** Titles of profiles are data in both languages. */
export const textOf = ({ zh, en }: { readonly zh: string; readonly en: string }): string =>
  preferences().language === 'zh-CN' ? zh : en;

interface Chosen {
  readonly profile: string;
  readonly authority: string;
}

interface ChooseProps {
  readonly profiles: readonly ProfileView[];
  readonly issuing: readonly Authority[];
  readonly chosen: Chosen;
  readonly onChange: (chosen: Partial<Chosen>) => void;
}

/** Profile and authority of what is asked for. */
export const Choose = ({ profiles, issuing, chosen, onChange }: ChooseProps) => {
  const { t } = useTranslation();
  return (
    <div className="row">
      <Select
        style={{ width: 220 }}
        aria-label={t('certificates.profile')}
        value={chosen.profile}
        onChange={(profile) => onChange({ profile })}
        options={profiles.map(({ id, title }) => ({ value: id, label: textOf(title) }))}
      />
      <Select
        style={{ width: 260 }}
        aria-label={t('certificates.authority')}
        value={chosen.authority}
        onChange={(authority) => onChange({ authority })}
        options={issuing.map(({ name, title }) => ({ value: name, label: title }))}
      />
    </div>
  );
};
