import { Fragment } from 'react';
import { withColons } from '#core/certificate/fingerprint.ts';

/** A fingerprint with colons that breaks between groups of four bytes only; copied, it is one unbroken text. */
export function FingerprintText({ hex }: { readonly hex: string }) {
  const groups = hex.match(/.{1,8}/g) ?? [];
  return groups.map((group, index) => (
    <Fragment key={index}>
      {withColons(group)}
      {index === groups.length - 1 ? null : ':'}
      <wbr />
    </Fragment>
  ));
}
