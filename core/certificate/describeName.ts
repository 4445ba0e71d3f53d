import type { GeneralName, Name } from './certificate.ts';
import type { DescribedRow } from './describe.ts';
import { extensionField, type Field } from './field.ts';
import { mixedScripts, unicodeHost } from './idn.ts';
import { nameText } from './nameText.ts';
import { monoRow, row } from './row.ts';
import { harmless } from './text.ts';

/** What people call the attributes of a name (X.520, CA/Browser Forum EV Guidelines §7.1.4.2, TCG EK profile). */
const attributeWords: Readonly<Record<string, string>> = {
  CN: 'common name',
  O: 'organization',
  OU: 'unit',
  C: 'country',
  ST: 'state',
  L: 'locality',
  street: 'street',
  postalCode: 'postal code',
  SN: 'surname',
  GN: 'given name',
  DC: 'domain component',
  UID: 'user',
  emailAddress: 'e-mail',
  serialNumber: 'registration number',
  businessCategory: 'kind of organization',
  organizationIdentifier: 'organization identifier',
  jurisdictionL: 'registered in (locality)',
  jurisdictionST: 'registered in (state)',
  jurisdictionC: 'registered in (country)',
  tpmManufacturer: 'TPM manufacturer',
  tpmModel: 'TPM model',
  tpmVersion: 'TPM version',
};

/** A row for each attribute of a name in its order, with its string type and OID; parts of one RDN are joined by a plus. */
export function attributeRows(name: Name, field: Field): readonly DescribedRow[] {
  return name.rdns.flatMap((rdn) =>
    rdn.map(({ oid, label, value, encoding }, at) => {
      const words = `${at > 0 ? '+ ' : ''}${attributeWords[label] ?? label}`;
      const unicode = label === 'CN' ? unicodeHost(value) : undefined;
      const notes = [encoding, oid, ...(unicode === undefined ? [] : [`in Unicode ${harmless(unicode)}`])];
      return row(`· ${words}`, harmless(value), field, notes.join(' · '));
    }),
  );
}

/** The names whose labels stand for other scripts, as people read them; none when there are no such names. */
export function unicodeRows(names: readonly GeneralName[]): readonly DescribedRow[] {
  const found = names.flatMap((name) => {
    const unicode = name.kind === 'dns' ? unicodeHost(nameText(name)) : undefined;
    return unicode === undefined ? [] : [unicode];
  });
  if (found.length === 0) return [];
  const mixed = found.flatMap((host) => {
    const scripts = mixedScripts(host);
    return scripts.length === 0
      ? []
      : [`${harmless(host)} mixes ${scripts.join(' and ')}: it may pass for another name`];
  });
  return [monoRow('In Unicode', found.map(harmless).join(', '), extensionField('2.5.29.17'), mixed.join(' · '))];
}
