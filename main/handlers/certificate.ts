import type { Handlers } from '#core/contract.ts';
import { openCertificates } from '#main/engine/certificate/openCertificates.ts';
import { timestampsOf } from '#main/engine/certificate/timestamps.ts';

/** Answers to core/contract/certificate.ts. */
export const certificateHandlers: Pick<Handlers, 'certificate.open' | 'certificate.timestamps'> = {
  'certificate.open': (input) => openCertificates(input),
  'certificate.timestamps': (input) => timestampsOf(input),
};
