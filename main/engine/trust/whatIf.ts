import { shortName } from '#core/certificate/name.ts';
import type { InputOf } from '#core/contract.ts';
import { ok, type Result } from '#core/result.ts';
import type { TrustFailure } from '#core/trust/anchor.ts';
import type { Authority } from './authority.ts';
import { checkPatterns } from './decide/anchor.ts';
import { unknown } from './decide/decided.ts';
import { readOneCertificate } from './read.ts';
import { toCustomAnchor, type CustomAnchor, type TrustMaterial } from './selection.ts';

export type TrustChange = InputOf<'trust.dryRun'>['change'];

/** What would decide after a change. Nothing is stored. @param now ms UTC */
export function materialAfter(
  material: TrustMaterial,
  change: TrustChange,
  now: number,
): Result<TrustMaterial, TrustFailure> {
  switch (change.kind) {
    case 'remove':
      return withoutAnchors(material, change.sha256s);
    case 'rescope': {
      const authority = authorityOf(material, change.sha256);
      return authority === undefined ? unknown(change.sha256) : withScope(material, authority, change, now);
    }
    case 'add': {
      const read = readOneCertificate(change.pem, 0);
      if (!read.ok) return read;
      const { sha256, certificate } = read.value;
      return withScope(
        material,
        authorityOf(material, sha256) ?? { sha256, pem: change.pem, certificate },
        change,
        now,
      );
    }
  }
}

/** A custom anchor goes; any other is switched off in the lists. */
function withoutAnchors(material: TrustMaterial, sha256s: readonly string[]): Result<TrustMaterial, TrustFailure> {
  const stranger = sha256s.find((sha256) => authorityOf(material, sha256) === undefined);
  if (stranger !== undefined) return unknown(stranger);
  const gone = new Set(sha256s);
  const custom = new Set(material.customs.map(({ sha256 }) => sha256));
  return ok({
    ...material,
    customs: material.customs.filter(({ sha256 }) => !gone.has(sha256)),
    off: new Set([...material.off, ...sha256s.filter((sha256) => !custom.has(sha256))]),
  });
}

function withScope(
  material: TrustMaterial,
  authority: Authority,
  { scope: texts, trustedUntil }: { readonly scope: readonly string[]; readonly trustedUntil?: number | undefined },
  now: number,
): Result<TrustMaterial, TrustFailure> {
  const scope = checkPatterns(texts);
  if (!scope.ok) return scope;
  const { sha256 } = authority;
  const before = material.customs.find((custom) => custom.sha256 === sha256);
  const changed: CustomAnchor = toCustomAnchor(
    {
      sha256,
      label: before?.label ?? shortName(authority.certificate.subject),
      enabled: true,
      scope: scope.value,
      ...(trustedUntil === undefined ? {} : { trustedUntil }),
      origin: before?.origin ?? { kind: 'paste' },
      addedAt: before?.addedAt ?? now,
    },
    authority,
  );
  const others = material.customs.filter((custom) => custom !== before);
  return ok({ ...material, customs: [changed, ...others] });
}

function authorityOf({ customs, system, bundled }: TrustMaterial, sha256: string): Authority | undefined {
  return customs.find((custom) => custom.sha256 === sha256)?.authority ?? system.get(sha256) ?? bundled.get(sha256);
}
