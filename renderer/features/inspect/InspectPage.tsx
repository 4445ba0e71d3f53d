import { useInspect } from '#renderer/state/inspect.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';

/** The certificate viewer. */
export function InspectPage() {
  const subject = useInspect(({ subjects }) => subjects[0]);
  return <EmptyState title={subject?.title ?? 'Inspect'}>{subject?.origin}</EmptyState>;
}
