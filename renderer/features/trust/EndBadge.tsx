import { daysLeft, formatDay, formatDays, validityAt } from '#core/certificate/validity.ts';
import { Badge } from '#renderer/ui/Badge.tsx';

/** From here on an end is told in days, with a warning: time enough to get a new certificate without haste. */
const SOON_DAYS = 30;

interface EndBadgeProps {
  readonly notBefore: number;
  readonly notAfter: number;
  readonly now: number;
}

/** When a certificate ends: a date while that is far away, days when it is near, and how long ago when it is over. */
export function EndBadge({ notBefore, notAfter, now }: EndBadgeProps) {
  const days = daysLeft(notAfter, now);
  switch (validityAt({ notBefore, notAfter }, now)) {
    case 'expired':
      return (
        <Badge tone="untrusted" glyph="untrusted">
          expired {formatDays(Math.max(1, -days - 1))} ago
        </Badge>
      );
    case 'not-yet-valid':
      return (
        <Badge tone="untrusted" glyph="untrusted">
          from {formatDay(notBefore)}
        </Badge>
      );
    case 'valid':
      if (days >= SOON_DAYS) return formatDay(notAfter);
      return (
        <Badge tone="warning" glyph="warning">
          {days === 0 ? 'ends today' : `${formatDays(days)} left`}
        </Badge>
      );
  }
}
