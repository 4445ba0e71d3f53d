import type { ScanRow, ScanSection } from './judgement.ts';
import type { AlpnAnswer, ScanReport } from './report.ts';

export function judgeAlpn({ alpn, phase }: ScanReport): readonly ScanSection[] {
  if (alpn === undefined) return [];
  return [
    {
      id: 'alpn',
      phase: 'alpn',
      title: 'Application',
      subtitle: 'by ALPN',
      finished: phase !== 'alpn',
      rows: [...['h2', 'http/1.1'].map((name) => protocolRow(name, alpn)), withoutRow(alpn)],
    },
  ];
}

function protocolRow(name: string, { accepted, chosen }: AlpnAnswer): ScanRow {
  const spoken = accepted.includes(name);
  const words =
    name === chosen && accepted.length > 1
      ? 'Chosen when both are offered'
      : spoken
        ? 'Spoken'
        : name === 'h2'
          ? 'Not spoken: one request at a time'
          : 'Not named';
  return { mark: spoken ? 'accepted' : 'refused', name, level: spoken ? 'good' : 'neutral', reason: words };
}

function withoutRow({ accepted }: AlpnAnswer): ScanRow {
  const reason = accepted.length === 0 ? 'The server names none: http/1.1 by custom' : 'Goes on';
  return { mark: 'accepted', name: 'no ALPN at all', level: 'neutral', reason };
}
