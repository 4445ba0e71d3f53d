import type { Handlers } from '#core/contract.ts';
import { openCertificates } from '#main/engine/certificate/openCertificates.ts';

/** Answers to core/contract/certificate.ts. */
export const certificateHandlers: Pick<Handlers, 'certificate.open'> = {
  'certificate.open': (input) => openCertificates(input),
};
