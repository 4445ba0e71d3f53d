import { showOnlyEffective, useEffectiveHost } from './effectiveHost.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';

interface NothingFoundProps {
  readonly filter: string;
  readonly onClear: () => void;
}

/** A filter, or a host that nobody vouches for, leaves the table empty: what was looked through, and the way back. */
export function NothingFound({ filter, onClear }: NothingFoundProps) {
  const only = useEffectiveHost((host) => host.only);
  if (filter.trim() === '') {
    return (
      <EmptyState
        title="Nobody is trusted for this host"
        action={
          <Button
            onPress={() => {
              showOnlyEffective(false);
            }}
          >
            Show all
          </Button>
        }
      >
        Every request to it would be stopped.
      </EmptyState>
    );
  }
  return (
    <EmptyState title={`Nothing matches ${filter}`} action={<Button onPress={onClear}>Clear filter</Button>}>
      Every name, organisation, key, host, note and fingerprint of the list was looked at
      {only ? ', of those that count for the host above' : ''}.
    </EmptyState>
  );
}
