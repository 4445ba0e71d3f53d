import { algorithmName } from './algorithm.ts';
import { accessMethodNames } from './extensions/accessDescription.ts';
import { extensionName } from './extensions/table.ts';
import { attributeLabels, policyNames, purposeNames } from './oid.ts';
import { curveOf } from './curve.ts';

/** What an object identifier is called, in whichever of our tables it stands; undefined when it is in none. */
export function oidName(oid: string): string | undefined {
  return (
    attributeLabels[oid] ??
    extensionName(oid) ??
    algorithmName(oid) ??
    curveOf(oid)?.name ??
    purposeNames[oid] ??
    policyNames[oid] ??
    accessMethodNames[oid] ??
    rareNames[oid]
  );
}

/** Structures around certificates (RFC 5652, 7292, 5755) and parts of extensions that no other table has. */
const rareNames: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.7.1': 'data',
  '1.2.840.113549.1.7.2': 'signedData',
  '1.2.840.113549.1.7.3': 'envelopedData',
  '1.2.840.113549.1.7.6': 'encryptedData',
  '1.2.840.113549.1.12.10.1.1': 'keyBag',
  '1.2.840.113549.1.12.10.1.2': 'pkcs8ShroudedKeyBag',
  '1.2.840.113549.1.12.10.1.3': 'certBag',
  '1.2.840.113549.1.12.10.1.4': 'crlBag',
  '1.2.840.113549.1.12.10.1.5': 'secretBag',
  '1.2.840.113549.1.12.10.1.6': 'safeContentsBag',
  '1.2.840.113549.1.9.20': 'friendlyName',
  '1.2.840.113549.1.9.21': 'localKeyId',
  '1.2.840.113549.1.9.22.1': 'x509Certificate',
  '1.2.840.113549.1.1.8': 'mgf1',
  '1.3.6.1.5.5.7.2.1': 'cps',
  '1.3.6.1.5.5.7.2.2': 'unotice',
  '1.3.6.1.4.1.311.20.2.3': 'UPN',
};
