import { describe, expect, test } from 'vitest';
import { parsePem } from '#core/certificate/pem.ts';
import { issue, leafExtensions } from '#testdata/pki.ts';
import { fieldSections, readableSections } from './fieldSections.ts';
import { openPem } from './lazyBag.ts';
import { readableTree } from './readableTree.ts';
import { endOf, nodeOfField, openAtFirst, pathTo, treeRows } from './treeRows.ts';

const { cert } = issue({ subject: '/CN=tree.test', extensions: leafExtensions('tree.test', 'www.tree.test') });
const parsed = parsePem(cert);
const der = (parsed.ok ? parsed.value[0] : undefined) ?? new Uint8Array();
const { tree } = readableTree(der);
if (tree === undefined) throw new Error('openssl made no certificate');

describe('the tree of a certificate', () => {
  test('shows its parts and its extensions at first, one line each, in the order of the bytes', () => {
    const rows = treeRows(tree, openAtFirst(tree));
    const offsets = rows.map(({ node }) => node.offset);

    expect(rows.map(({ node }) => node.label)).toEqual(
      expect.arrayContaining(['tbsCertificate', 'validity', 'subjectAltName']),
    );
    expect(offsets).toEqual([...offsets].sort((one, other) => one - other));
    expect(rows[0]).toMatchObject({ level: 1, position: 1, siblings: 1, isOpen: true });
  });

  test('every value begins at a byte of its own, and that byte leads back to it', () => {
    const all = treeRows(tree, new Set(Array.from({ length: der.length }, (_, index) => index)));

    expect(new Set(all.map(({ node }) => node.offset)).size).toBe(all.length);
    for (const { node, level } of all) {
      const path = pathTo(tree, node.offset);
      expect(path.at(-1)).toBe(node);
      expect(path).toHaveLength(level);
    }
  });

  test('a byte behind the end is nowhere', () => {
    expect(pathTo(tree, der.length)).toEqual([]);
    expect(endOf(tree)).toBe(der.length);
  });

  test('every field that is told of is found in it', () => {
    const read = openPem(cert)?.read;
    const sections = read?.ok === true ? fieldSections(read.value, { now: Date.now(), detail: 'full' }) : [];
    const fields = sections.flatMap(({ rows }) => rows.flatMap(({ field }) => field ?? []));

    expect(fields.length).toBeGreaterThan(10);
    for (const field of fields) expect(nodeOfField(tree, field), field).toBeDefined();
  });
});

describe('a malformed certificate', () => {
  test('that was cut is read up to where it ends', () => {
    const cut = readableTree(der.subarray(0, der.length - 120));

    expect(cut.fault).toBeDefined();
    expect(cut.tree?.children[0]).toMatchObject({ label: 'tbsCertificate' });
    expect(readableSections(cut.tree)[0]?.rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ label: 'Subject', value: expect.stringContaining('tree.test') }),
      ]),
    );
  });

  test('with something behind it is read too', () => {
    const longer = readableTree(Uint8Array.of(...der, 1, 2, 3));

    expect(longer.fault?.offset).toBe(der.length);
    expect(longer.tree?.children[0]).toMatchObject({ label: 'tbsCertificate' });
  });

  test('of any bytes has a tree or none, and never throws', () => {
    for (let at = 0; at < der.length; at += 7) {
      const broken = new Uint8Array(der);
      broken[at] = (broken[at] ?? 0) ^ 0xff;
      const read = readableTree(broken);
      readableSections(read.tree);
      if (read.tree !== undefined) treeRows(read.tree, openAtFirst(read.tree));
    }
    for (const bytes of [[], [0x30], [0x30, 0x80], [0x30, 0x84, 1], [0x31, 0], [1, 2, 3]])
      expect(() => readableTree(Uint8Array.from(bytes))).not.toThrow();
  });
});
