import type { GeneralName } from './certificate.ts';
import { readableName } from './name.ts';
import { harmless } from './text.ts';

/** A name with its kind where that is not plain to see. */
export function nameText(name: GeneralName): string {
  switch (name.kind) {
    case 'dns':
    case 'ip':
      return name.value;
    case 'email':
    case 'uri':
      return `${name.kind}:${name.value}`;
    case 'registeredId':
      return `id:${name.value}`;
    case 'directory':
      return `directory:${readableName(name.name)}`;
    case 'other':
      if (name.text === undefined) return `other:${name.label ?? (name.oid || 'unknown')}`;
      return `${name.label ?? name.oid}:${harmless(name.text)}`;
  }
}
