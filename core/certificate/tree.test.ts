import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeCertificate } from './describe.ts';
import { asn1Tree, certificateTree, type Asn1Node } from './tree.ts';
import { asn1Lines, asn1parse } from '#testdata/asn1parse.ts';
import { derOf, known } from '#testdata/known.ts';
import { issue, leafExtensions, type Issued } from '#testdata/pki.ts';

const full = () =>
  issue({
    subject: '/C=DE/O=Halden/CN=www.halden.example',
    newkey: ['rsa:2048'],
    extensions: [
      ...leafExtensions('www.halden.example', '10.0.0.1'),
      'authorityInfoAccess=OCSP;URI:http://o.corp/',
      'certificatePolicies=2.23.140.1.2.1',
      'subjectKeyIdentifier=hash',
    ],
  });

function grown(issued: Issued): Asn1Node {
  const tree = certificateTree(derOf(issued));
  if (!tree.ok) throw new Error(tree.error.message);
  return tree.value;
}

function all(node: Asn1Node): readonly Asn1Node[] {
  return [node, ...node.children.flatMap(all)];
}

describe('the tree of a certificate', () => {
  test('has the offset, header, length and type of every value that openssl finds', () => {
    const issued = full();

    expect(asn1Lines(grown(issued))).toEqual(asn1parse(derOf(issued)));
  });

  test('goes on inside of strings of bytes that hold ASN.1, with offsets in the same bytes', () => {
    const issued = full();
    const der = derOf(issued);
    const usage = all(grown(issued)).find(({ type, label }) => label === 'keyUsage' && type === 'SEQUENCE');

    const [bits] = usage?.children.at(-1)?.children ?? [];
    expect(bits).toMatchObject({ type: 'BIT STRING', value: '1 bit: 80' });
    expect(der[bits?.offset ?? 0]).toBe(3);
    expect(all(grown(issued)).find(({ label }) => label === 'modulus')).toMatchObject({ length: 257 });
    expect(all(grown(issued)).find(({ label }) => label === 'dNSName')?.value).toBe('www.halden.example');
  });

  test('links to every row of the description', () => {
    const issued = full();
    const fields = new Set(all(grown(issued)).flatMap(({ field }) => field ?? []));

    const rows = describeCertificate(known(issued).certificate).flatMap(({ rows: found }) => found);
    for (const row of rows) expect(fields).toContain(row.field);
  });

  test('shows what is broken inside as far as it can be read', () => {
    const der = Uint8Array.from(Buffer.from('300a0201050403aabbcc0205', 'hex'));

    expect(asn1Tree(der)).toMatchObject({
      ok: true,
      value: {
        children: [{ value: '5' }, { value: 'aabbcc' }],
        fault: 'a length of 5 runs past the end',
      },
    });
  });

  test('has no trunk when bytes follow or are missing', () => {
    const der = derOf(full());

    expect(asn1Tree(Uint8Array.of(...der, 0))).toMatchObject({ ok: false, error: { offset: der.length } });
    expect(asn1Tree(der.subarray(0, -1)).ok).toBe(false);
  });

  test('stops growing at a bound', () => {
    const body = new Uint8Array(200_000);
    for (let at = 0; at < body.length; at += 2) body[at] = 5;
    const tree = asn1Tree(Buffer.concat([Buffer.from([0x30, 0x83, 0x03, 0x0d, 0x40]), body]));

    expect(tree.ok && tree.value.fault).toBe('cut: more than 20000 values');
    expect(tree.ok && tree.value.children).toHaveLength(19_999);
  });

  test('grows from any bytes without throwing', () => {
    const der = derOf(full());
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.nat(255), (at, byte) => {
        const bent = der.slice();
        bent[at] = byte;
        certificateTree(bent);
      }),
      { numRuns: 2000 },
    );
  });
});
