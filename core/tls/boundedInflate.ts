import type { Inflate } from './decode.ts';

/** Longest message unpacked, in bytes: one that is not compressed is not recorded beyond this either. */
const MAX_INFLATED_BYTES = 1_048_576;
/** Messages unpacked per connection: each side has one certificate message, and a second after a renegotiation. */
const MAX_MESSAGES = 4;

/**
 * Unpacks the certificates of one connection, and no more than they may need: forty bytes can say that they are sixteen million,
 * and a record has room for hundreds of such messages.
 */
export function boundedInflate(inflate: Inflate): Inflate {
  let left = MAX_MESSAGES;
  return (algorithm, bytes, length) => {
    if (length > MAX_INFLATED_BYTES || left === 0) return undefined;
    left -= 1;
    return inflate(algorithm, bytes, length);
  };
}
