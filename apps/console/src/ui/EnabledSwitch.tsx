import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Switch } from 'antd';
import { useSay } from './useSay.ts';

interface EnabledSwitchProps<Changed> {
  readonly label: string;
  readonly enabled: boolean;
  readonly writes: boolean;
  readonly change: (enabled: boolean) => Promise<Changed>;
  /** Key of the query that holds the one thing; it takes the answer. */
  readonly one: readonly unknown[];
  /** Keys of what shows it among others and is read again. */
  readonly others: readonly (readonly unknown[])[];
}

/** Switches a rule of any kind on or off, also inside of a row that can be clicked. */
export const EnabledSwitch = <Changed,>({
  label,
  enabled,
  writes,
  change,
  one,
  others,
}: EnabledSwitchProps<Changed>) => {
  const say = useSay();
  const client = useQueryClient();
  const switching = useMutation({
    mutationFn: change,
    onSuccess: (changed) => {
      client.setQueryData(one, changed);
      for (const queryKey of others) void client.invalidateQueries({ queryKey });
    },
    onError: say.problem,
  });
  return (
    <Switch
      size="small"
      aria-label={label}
      checked={enabled}
      disabled={!writes}
      loading={switching.isPending}
      onClick={(checked, event) => {
        event.stopPropagation();
        switching.mutate(checked);
      }}
    />
  );
};
