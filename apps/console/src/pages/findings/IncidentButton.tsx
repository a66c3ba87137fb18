import type { Finding } from '@chedun/governance/contract';
import { incidentPermissions } from '@chedun/incidents/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { listIncidents, openIncident } from '../../api/incidents.ts';
import { useMay } from '../../app/session.ts';
import { useSay } from '../../ui/useSay.ts';

/** Makes an incident of a finding with one click, or leads to the one that it belongs to. */
export const IncidentButton = ({ finding }: { readonly finding: Finding }) => {
  const { t } = useTranslation();
  const say = useSay();
  const navigate = useNavigate();
  const may = useMay();
  const { data } = useQuery({
    queryKey: ['incidents', 'list', 'finding', finding.id],
    queryFn: ({ signal }) => listIncidents({ state: 'all', finding: finding.id }, signal),
    enabled: may(incidentPermissions.read),
  });
  const open = useMutation({
    mutationFn: () => openIncident({ findings: [finding.id] }),
    onSuccess: ({ id }) => void navigate({ to: '/incidents/$id', params: { id } }),
    onError: say.problem,
  });
  const [known] = data?.items ?? [];
  if (known !== undefined)
    return (
      <Link to="/incidents/$id" params={{ id: known.id }}>
        {t('incidents.ofFinding')} {known.number}
      </Link>
    );
  if (!may(incidentPermissions.handle)) return null;
  return (
    <Button type="primary" danger loading={open.isPending} onClick={() => open.mutate()}>
      {t('incidents.fromFinding')}
    </Button>
  );
};
