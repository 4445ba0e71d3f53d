import type { AccessDescription, DistributionPoint, GeneralName, RevocationReason } from './certificate.ts';
import type { DescribedRow } from './describe.ts';
import { readableName } from './name.ts';
import { nameText } from './nameText.ts';

/** A place that tells more about the issuer or the subject. */
export function accessRow(label: string, { method, place }: AccessDescription): DescribedRow {
  return { label, value: placeText(place), mono: true, note: method.name ?? method.oid };
}

/** An address is plain to see; other kinds are named. */
function placeText(name: GeneralName): string {
  return name.kind === 'uri' ? name.value : nameText(name);
}

const reasonNames: Readonly<Record<RevocationReason, string>> = {
  unused: 'unused',
  keyCompromise: 'stolen key',
  cACompromise: 'stolen key of the CA',
  affiliationChanged: 'changed affiliation',
  superseded: 'replaced',
  cessationOfOperation: 'out of service',
  certificateHold: 'on hold',
  privilegeWithdrawn: 'privilege withdrawn',
  aACompromise: 'stolen key of the attribute authority',
};

/** A row for each name of a revocation list, with its limits. */
export function pointRows(
  label: string,
  { names, relativeName, reasons, issuer }: DistributionPoint,
): readonly DescribedRow[] {
  const notes = [
    ...(reasons === undefined
      ? []
      : [`only for: ${reasons.map((reason) => reasonNames[reason]).join(', ') || 'no reason'}`]),
    ...(issuer === undefined ? [] : [`signed by ${issuer.map(nameText).join(', ')}`]),
  ];
  const note = notes.length === 0 ? {} : { note: notes.join(' · ') };
  if (names.length > 0) return names.map((name) => ({ label, value: placeText(name), mono: true, ...note }));
  if (relativeName === undefined) return [{ label, value: 'no address', ...note }];
  const value = readableName({ rdns: [relativeName], der: new Uint8Array() });
  return [{ label, value: `${value}, below its issuer’s name`, mono: true, ...note }];
}
