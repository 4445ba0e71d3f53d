import { createPrivateKey, sign } from 'node:crypto';
import { children, content, encodeDer, readWhole, whole } from '#core/certificate/der.ts';
import { derOf } from '#testdata/known.ts';
import { issueRoot } from '#testdata/pki.ts';

const DIGITS = 6;

/**
 * DER of so many different roots, all of one key: 'Authority 000000' and on. One is made by openssl; the others are the same bytes
 * with another number in name and serial, signed anew. Ten thousand take about a second.
 */
export function manyAuthorities(count: number): readonly Uint8Array[] {
  const first = issueRoot(`/O=Wireglass Tests/CN=Authority ${numeral(0)}`);
  const key = createPrivateKey(first.key);
  const [signed, algorithm] = children(readWhole(derOf(first)));
  if (signed === undefined || algorithm === undefined) throw new Error('openssl wrote no certificate');
  const [, serial] = children(signed);
  if (serial === undefined) throw new Error('openssl wrote no serial number');
  const serialEnd = serial.offset - signed.offset + serial.headerLength + content(serial).length;
  return Array.from({ length: count }, (_, index) => {
    const tbs = Buffer.from(whole(signed));
    tbs.writeUInt32BE(index, serialEnd - 4);
    for (let at = tbs.indexOf(numeral(0)); at >= 0; at = tbs.indexOf(numeral(0), at + 1)) tbs.write(numeral(index), at);
    const signature = Buffer.concat([Buffer.of(0), sign('sha256', tbs, key)]);
    return encodeDer(0x30, Buffer.concat([tbs, whole(algorithm), encodeDer(0x03, signature)]));
  });
}

function numeral(index: number): string {
  return String(index).padStart(DIGITS, '0');
}
