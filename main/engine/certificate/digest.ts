import { hash } from 'node:crypto';
import type { Hash } from '#core/certificate/signed.ts';

/** node:crypto, under the names the field uses. */
export const digest: Hash = (name, bytes) => hash(names[name], bytes, 'buffer');

/** As node:crypto spells them. */
const names = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' } as const;
