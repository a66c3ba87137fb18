import type { Coverage } from '@chedun/detection/contract';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.ts';
import { isGap, isShown, rulesSearch, shownRows } from '../../lib/coverage.ts';
import type { CoverageRow, CoverageShow } from '../../lib/coverage.ts';
import { heatOf } from '../../lib/heat.ts';

type Group = Coverage['groups'][number];

interface MatrixProps {
  readonly coverage: Coverage;
  readonly show: CoverageShow;
}

const COLUMN_WIDTH: Readonly<Record<Coverage['framework'], number>> = {
  attack: 122,
  ics: 84,
  atm: 78,
  r155: 200,
  gbt45181: 180,
};

/** Frameworks whose lines are kinds of data: their ids say nothing that the names do not. */
const NAMED_ONLY: readonly Coverage['framework'][] = ['atm', 'gbt45181'];

/** A framework as columns of cells; UN R155 goes by threat, because its examples only speak under theirs. */
export const CoverageMatrix = ({ coverage, show }: MatrixProps) =>
  coverage.framework === 'r155' ? (
    <ThreatTable coverage={coverage} show={show} />
  ) : (
    <Columns coverage={coverage} show={show} />
  );

const Columns = ({ coverage, show }: MatrixProps) => {
  const { framework } = coverage;
  const groups = coverage.groups.filter((group) => framework !== 'atm' || isShown(show, group));
  return (
    <div className="matrix-frame">
      <div
        className="matrix"
        style={{ gridTemplateColumns: `repeat(${groups.length}, minmax(${COLUMN_WIDTH[framework]}px, 1fr))` }}
      >
        {groups.map((group) => (
          <GroupHead key={group.id} framework={framework} group={group} />
        ))}
        {groups.map((group) => (
          <div key={group.id} className="matrix-column">
            {shownRows(framework, group, framework === 'atm' ? 'all' : show).map((row) => (
              <RowCell key={row.id} row={row} coverage={coverage} />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
};

const GroupHead = ({ framework, group }: { readonly framework: Coverage['framework']; readonly group: Group }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const covered = group.rows.filter((row) => !isGap(row)).length;
  const counted = framework === 'atm' || group.rows.length === 0;
  return (
    <div className={isGap(group) ? 'matrix-head gap' : 'matrix-head'}>
      <Link to="/rules" search={rulesSearch(group)}>
        <strong>{textIn(group.title, language)}</strong>
      </Link>
      <span className="faint">
        {isGap(group)
          ? t('coverage.gap')
          : counted
            ? t('coverage.rules', { enabled: group.enabled, rules: group.rules })
            : t('coverage.techniques', { covered, all: group.rows.length })}
      </span>
    </div>
  );
};

/** One line of a framework: darker with more enabled rules, dashed where nobody watches. */
const RowCell = ({ row, coverage }: { readonly row: CoverageRow; readonly coverage: Coverage }) => {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const title = row.title === null ? '' : textIn(row.title, language);
  const { id, enabled, rules, detectors, alerts30d } = row;
  const named = NAMED_ONLY.includes(coverage.framework) && title !== '';
  const said = t('coverage.cell', {
    id: `${id} ${title}`.trim(),
    enabled,
    rules,
    detectors: detectors.length,
    alerts: alerts30d,
  });
  return (
    <Link
      to="/rules"
      search={rulesSearch(row)}
      className={isGap(row) ? 'matrix-cell gap' : 'matrix-cell'}
      data-heat={heatOf(enabled)}
      title={coverage.verified ? said : `${said}\n${t('coverage.unverified')}`}
    >
      <span className="row between">
        {named ? <span className="matrix-title">{title}</span> : <span>{id}</span>}
        <span className="matrix-count">{isGap(row) ? '' : enabled}</span>
      </span>
      {title !== '' && !named && <span className="matrix-title">{title}</span>}
      {alerts30d > 0 && <span className="matrix-hit" />}
    </Link>
  );
};

const ThreatTable = ({ coverage, show }: MatrixProps) => {
  const { language } = usePreferences();
  return (
    <div>
      {coverage.groups.map((group) => {
        const threats = threatsOf(group, show);
        if (threats.length === 0) return null;
        return (
          <section key={group.id} className="threat-group">
            <h3>
              <Link to="/rules" search={rulesSearch(group)}>
                <span className="mono">{group.id}</span> {textIn(group.title, language)}
              </Link>
              <GroupCount group={group} />
            </h3>
            {threats.map(({ threat, rows }) => (
              <div key={threat.id} className="threat-line">
                <span>
                  <span className="mono faint">{threat.id}</span> {textIn(threat.title, language)}
                </span>
                <div className="threat-cells">
                  {rows.map((row) => (
                    <RowCell key={row.id} row={row} coverage={coverage} />
                  ))}
                </div>
              </div>
            ))}
          </section>
        );
      })}
    </div>
  );
};

const threatsOf = (group: Group, show: CoverageShow) => {
  const threats = new Map<string, { threat: NonNullable<CoverageRow['parent']>; rows: CoverageRow[] }>();
  for (const row of shownRows('r155', group, show)) {
    if (row.parent === null) continue;
    const known = threats.get(row.parent.id) ?? { threat: row.parent, rows: [] };
    known.rows.push(row);
    threats.set(row.parent.id, known);
  }
  return [...threats.values()];
};

const GroupCount = ({ group }: { readonly group: Group }) => {
  const { t } = useTranslation();
  const covered = group.rows.filter((row) => !isGap(row)).length;
  return (
    <span className="faint">
      {t('coverage.techniques', { covered, all: group.rows.length })}
      {' · '}
      {t('coverage.rules', { enabled: group.enabled, rules: group.rules })}
      {group.alerts30d > 0 && ` · ${t('coverage.groupAlerts', { count: group.alerts30d })}`}
    </span>
  );
};
