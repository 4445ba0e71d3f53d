import { explainFailure, type Explanation } from '#core/http/explain.ts';
import type { ScanFailure } from './report.ts';

/** Why a scan stopped by itself, in words. */
export function explainScanFailure(failure: ScanFailure): Explanation {
  switch (failure.kind) {
    case 'stopped-answering':
      return {
        title: 'The server stopped answering',
        cause: `It did not answer ${failure.times} times in a row, though it had before. It may limit how often one client connects.`,
        remedy:
          'What was found is kept. Wait a little and go on, with a longer pause between the connections if it happens again.',
      };
    case 'nothing-accepted':
      return {
        title: 'No version of TLS was accepted',
        cause: 'The server speaks TLS, but refused every version that was offered, each with everything it can have.',
        remedy:
          'Check the name: a server with several hosts may refuse one it does not know. Its own log says why it refused.',
      };
    default:
      return explainFailure(failure);
  }
}
