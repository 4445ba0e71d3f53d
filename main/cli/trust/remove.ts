import type { TrustState } from '#core/trust/anchor.ts';
import { distrustId, type TrustItem } from '#core/trust/distrust.ts';
import { patternFor } from '#core/trust/pattern.ts';
import { print } from '#main/cli/command.ts';
import { exitCodes } from '#main/cli/powers.ts';
import { misuse, refuse, type TrustTask } from './task.ts';

/** Shortest beginning of a fingerprint that is taken, in hex digits. */
const MIN_DIGITS = 8;

interface Named {
  readonly item: TrustItem;
  readonly name: string;
  readonly prints: readonly string[];
}

/** Removes what a person had decided, by its name or the beginning of its fingerprint; all of them or none. */
export const removeTrust: TrustTask = async ({ operands, powers, store, state }) => {
  if (operands.length === 0)
    return misuse(powers, 'trust remove takes names or fingerprints, as trust list shows them.');
  const all = everything(state);
  const chosen = new Map<string, Named>();
  for (const word of operands) {
    const found = all.filter((one) => isMeant(one, word));
    const [first, second] = found;
    if (first === undefined) return misuse(powers, `Nothing is called ${word}. trust list shows what there is.`);
    if (second !== undefined) {
      const names = found.map(
        ({ name, item, prints }) => `${item.kind} ${name} (${prints[0]?.slice(0, 16) ?? item.id})`,
      );
      return misuse(powers, `${word} may be several: ${names.join('; ')}. Give more of the fingerprint.`);
    }
    chosen.set(`${first.item.kind} ${first.item.id}`, first);
  }
  const removed = store.remove([...chosen.values()].map(({ item }) => item));
  if (!removed.ok) return refuse(powers, removed.error);
  await print(
    powers.stdout,
    [...chosen.values()].map(({ item, name }) => [`Removed the ${words[item.kind]} ${name}.`]),
  );
  return exitCodes.ok;
};

const words: Readonly<Record<TrustItem['kind'], string>> = {
  anchor: 'authority',
  hint: 'kept intermediate',
  distrust: 'refusal of',
  exception: 'exception for',
  identity: 'client certificate',
};

function everything(state: TrustState): readonly Named[] {
  return [
    ...state.anchors.flatMap(({ source, sha256, label }) =>
      source === 'custom' ? [{ item: { kind: 'anchor' as const, id: sha256 }, name: label, prints: [sha256] }] : [],
    ),
    ...state.hints.map(({ sha256, label }) => ({
      item: { kind: 'hint' as const, id: sha256 },
      name: label,
      prints: [sha256],
    })),
    ...state.distrusted.map((distrust) => ({
      item: { kind: 'distrust' as const, id: distrustId(distrust) },
      name: distrust.label,
      prints: [distrust.sha256],
    })),
    ...state.exceptions.map(({ id, host, port, leaf }) => ({
      item: { kind: 'exception' as const, id },
      name: patternFor(host, port),
      prints: [leaf],
    })),
    ...state.identities.map(({ id, label, chain }) => ({
      item: { kind: 'identity' as const, id },
      name: label,
      prints: chain.slice(0, 1),
    })),
  ];
}

function isMeant({ item, name, prints }: Named, word: string): boolean {
  if (name === word || item.id === word) return true;
  const digits = word.replaceAll(':', '').toLowerCase();
  return digits.length >= MIN_DIGITS && /^[0-9a-f]+$/.test(digits) && prints.some((print) => print.startsWith(digits));
}
