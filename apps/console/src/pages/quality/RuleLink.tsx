import { Link } from '@tanstack/react-router';
import { usePreferences } from '../../app/preferences.ts';

interface Named {
  readonly id: string;
  readonly title: string;
  readonly titleZh: string | null;
}

/** Title of a rule in the language of the reader. */
export const ruleTitle = ({ title, titleZh }: Omit<Named, 'id'>, language: 'zh-CN' | 'en'): string =>
  language === 'zh-CN' ? (titleZh ?? title) : title;

/** A rule that leads to its page. */
export const RuleLink = ({ rule }: { readonly rule: Named }) => {
  const { language } = usePreferences();
  return (
    <Link to="/rules/$id" params={{ id: rule.id }} onClick={(event) => event.stopPropagation()}>
      {ruleTitle(rule, language)}
    </Link>
  );
};
