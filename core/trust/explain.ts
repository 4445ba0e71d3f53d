import type { Explanation } from '#core/http/explain.ts';
import { formatDay, formatDays, formatMoment, MS_PER_DAY } from '#core/certificate/validity.ts';
import { unreachable } from '#core/result.ts';
import { causeText, explainRevocationProblem } from '#core/revocation/explain.ts';
import type { RevocationCause, RevocationProblem } from '#core/revocation/status.ts';
import { explainConnection } from './explainConnection.ts';
import type { AnchorSource, Finding } from './verdict.ts';

/**
 * A finding in plain words: what, which certificate, why, what to do. The facts are the finding's own, so a line can be
 * written long after the certificates are gone. No remedy widens trust without saying what must be compared first.
 */
export function explainFinding(finding: Finding): Explanation {
  switch (finding.kind) {
    case 'expired':
      return explainExpired(finding);
    case 'not-yet-valid':
      return {
        title: 'A certificate is not valid yet',
        cause: `${nameOf(finding)} is valid from ${formatMoment(finding.notBefore)}. By this computer’s clock it is ${formatMoment(finding.now)}.`,
        remedy:
          finding.clockReasons === undefined
            ? 'Compare this computer’s clock with a clock you trust. If it is right, the certificate was put to use too early.'
            : `This computer’s clock is probably behind: ${list(finding.clockReasons)}. Set it right and try again.`,
      };
    case 'wrong-host':
      return explainWrongHost(finding);
    case 'no-san':
      return {
        title: 'The certificate names no host',
        cause:
          `You asked for ${finding.asked}. ${nameOf(finding)} has no subject alternative name with a host or address` +
          (finding.commonName === undefined
            ? '.'
            : `; the common name "${finding.commonName}" does not count (RFC 9525), and browsers ignore it too.`),
        remedy: `The server needs a certificate that lists ${finding.asked} as a subject alternative name.`,
      };
    case 'self-signed':
      return {
        title: 'The certificate vouches only for itself',
        cause: `${nameOf(finding)} is signed by itself, and you have not trusted it. Anyone can make one with this name.${privateText(finding)}`,
        remedy:
          'Compare its fingerprint with the server’s administrator. If it is the right one, trust it for this host alone; better, have an authority you trust issue one.',
      };
    case 'unknown-issuer':
      return explainUnknownIssuer(finding);
    case 'incomplete-chain':
      return explainIncompleteChain(finding);
    case 'bad-signature':
      return {
        title: 'A signature does not fit',
        cause: `${nameOf(finding)} says that ${finding.issuer} issued it, but its signature was not made with the key of the certificate by that name, so nobody you trust vouches for it. It was damaged or forged, or another authority, perhaps a newer one, has the same name.`,
        remedy:
          'Do not go on until the server’s owner has compared the certificate with the one that was issued. If the authority has a new key, the server must send its new certificate.',
      };
    case 'not-a-ca':
      return {
        title: 'A certificate issued another without being an authority',
        cause:
          finding.reason === 'v1'
            ? `${nameOf(finding)} is of version 1, which cannot say that it is an authority (CA), yet it issued the next certificate of the chain.`
            : `${nameOf(finding)} does not say that it is an authority (basic constraints, CA), yet it issued the next certificate of the chain.`,
        remedy: 'The issuer must be a CA certificate: the chain has to be issued anew by one.',
      };
    case 'key-usage':
      return explainKeyUsage(finding);
    case 'path-too-long':
      return {
        title: 'The chain is longer than its authority allows',
        cause: `${nameOf(finding)} allows ${count(finding.limit, 'intermediate')} below it; there ${finding.actual === 1 ? 'is' : 'are'} ${finding.actual}.`,
        remedy:
          'The authority must be issued anew with a larger path length, or the server needs a certificate from higher up.',
      };
    case 'name-constraint':
      return {
        title: 'An authority may not issue for this name',
        cause: `${nameOf(finding)} has the name ${finding.name}. An authority above it is limited to other names (name constraints).`,
        remedy: 'The server needs a certificate from an authority that may issue for this name.',
      };
    case 'wrong-purpose':
      return {
        title: 'The certificate is for another purpose',
        cause: `${nameOf(finding)} may be used for ${list(finding.purposes.map(purposeText))}. Being a TLS server is not among them.`,
        remedy: 'It has to be issued anew with the purpose "TLS server" (serverAuth).',
      };
    case 'unknown-critical-extension':
      return {
        title: 'The certificate demands something unknown',
        cause: `${nameOf(finding)} has the extension ${finding.oid}, marked critical: whoever does not know it must refuse the certificate (RFC 5280 §4.2).`,
        remedy:
          finding.oid === PRECERTIFICATE
            ? 'This is a pre-certificate, made for transparency logs alone. Install the certificate that was issued after it.'
            : 'Ask the issuer what it is for, and have the certificate issued without it or with it not critical.',
      };
    case 'weak-key':
      return {
        title: 'A key is too weak',
        cause: `${nameOf(finding)} has ${article(finding.algorithm)} ${finding.algorithm} key of ${finding.bits} bits; less than ${finding.minimumBits} can be broken with effort that is within reach.`,
        remedy: `Make a new key (ECDSA P-256, or RSA with at least ${Math.max(2048, finding.minimumBits)} bits) and have the certificate issued for it.`,
      };
    case 'weak-signature':
      return {
        title: 'A signature can be forged',
        cause: `${nameOf(finding)} is signed with ${finding.algorithm}, for which two different certificates with the same signature can be made.`,
        remedy: 'Have it issued anew with SHA-256 or better.',
      };
    case 'revoked':
      return {
        title: 'A certificate was revoked',
        cause: `The authority that issued ${nameOf(finding)} has taken it back${finding.at === undefined ? '' : ` on ${formatMoment(finding.at)}`}.${revocationReason(finding.reason)}`,
        remedy: 'Do not go on. The server’s owner must install a new certificate.',
      };
    case 'revocation-unknown':
      return {
        title: 'Whether a certificate was revoked is not known',
        cause:
          finding.problems?.length === 0
            ? `The authority of ${nameOf(finding)} answered that it does not know the certificate.`
            : `The authority of ${nameOf(finding)} gave no answer that could be relied on.${problemsText(finding)}`,
        remedy: 'Nothing was blocked. Try again later, or ask the authority itself (OCSP or its revocation list).',
      };
    case 'must-staple-missing':
      return {
        title: 'The promised proof is missing',
        cause: `${nameOf(finding)} promises that the server sends a fresh proof that it was not revoked (OCSP Must-Staple). ${finding.problems === undefined ? 'The server sent none.' : `What the server sent does not prove it.${problemsText(finding)}`}`,
        remedy:
          finding.problems === undefined
            ? 'The server’s owner must switch OCSP stapling on.'
            : 'The server must fetch a fresh proof from its authority and send that.',
      };
    case 'distrusted':
      return {
        title: 'You distrust a certificate of this chain',
        cause:
          finding.by === 'key'
            ? `The key of ${nameOf(finding)} is to be refused wherever it appears, in whichever certificate (“${finding.label}”).`
            : `${nameOf(finding)} is to be refused wherever it appears (“${finding.label}”).`,
        remedy:
          'Trust has a list of what is refused, with when and why. No exception lifts it; it ends where it was decided.',
      };
    case 'out-of-scope':
      return explainOutOfScope(finding);
    case 'malformed':
      return {
        title: 'A certificate is not well-formed',
        cause: `In ${finding.subject ?? 'one of the certificates sent'}: ${finding.reason}.`,
        remedy:
          finding.severity === 'error'
            ? 'The certificate has to be issued anew, or what was sent is damaged.'
            : 'Nothing was blocked: nothing that was checked rests on it. Its issuer should correct it.',
      };
    case 'interception-likely':
      return {
        title: 'Somebody on the way may be reading along',
        cause: `The chain looks like that of a proxy that opens connections: ${list(finding.reasons)}.`,
        remedy:
          'Ask whoever runs this network. If it is a proxy of your organisation, trust its authority for the hosts it may see.',
      };
    case 'expires-soon':
      return {
        title:
          finding.days === 0
            ? 'The certificate expires within a day'
            : `The certificate expires in ${formatDays(finding.days)}`,
        cause: `${nameOf(finding)} is valid until ${formatDay(finding.notAfter)}.`,
        remedy: 'Nothing was blocked. See to it that it is renewed.',
      };
    case 'validity-too-long':
      return {
        title: 'The certificate is valid for very long',
        cause: `${nameOf(finding)} is valid for ${formatDays(finding.days)}; public authorities may issue for ${formatDays(finding.limitDays)} at most.`,
        remedy: 'Nothing was blocked. Some clients refuse it; a shorter one is safer.',
      };
    case 'chain-disorder':
      return {
        title: 'The certificates were sent out of order',
        cause: `${nameOf(finding)} came after the certificate that it should precede. Each one sent should be issued by the next.`,
        remedy:
          'Nothing was blocked, but some clients fail on it. The server’s chain file should be put in order, the server’s own certificate first.',
      };
    case 'extra-certificate':
      return {
        title: 'A certificate was sent that nobody needs',
        cause: `The path to a trusted authority does not need ${nameOf(finding)}.`,
        remedy: 'Harmless. Leaving it out of the chain file makes every handshake shorter.',
      };
    case 'root-sent':
      return {
        title: 'The root was sent along',
        cause: `${nameOf(finding)} is a root. A root counts only when it is in a trust list already, so clients ignore one that is sent.`,
        remedy: 'Harmless. Leaving it out of the chain file makes every handshake shorter.',
      };
    case 'sct-missing':
      return {
        title: 'The certificate is in no transparency log',
        cause: `${nameOf(finding)} carries no proof that it was logged publicly.`,
        remedy: 'Normal for a private authority. For a public one, browsers would refuse it.',
      };
    case 'legacy-version':
    case 'weak-cipher':
    case 'no-forward-secrecy':
    case 'disagreement':
      return explainConnection(finding);
    default:
      return unreachable(finding);
  }
}

/** The "poison" of RFC 6962 §3.1. */
const PRECERTIFICATE = '1.3.6.1.4.1.11129.2.4.3';

type Of<K extends Finding['kind']> = Extract<Finding, { kind: K }>;

function explainOutOfScope({ host, port, scope, label }: Extract<Finding, { kind: 'out-of-scope' }>): Explanation {
  // The port is said where a scope names one: the host alone may well be among them.
  const named = host.includes(':') ? `[${host.replace(/^\[|\]$/g, '')}]` : host;
  const asked = port !== undefined && scope.some((pattern) => /:\d+$/.test(pattern)) ? `${named}:${port}` : host;
  return {
    title: 'The authority is not trusted for this host',
    cause: `${label} vouches for this server, but you trust it only for ${list(scope)}, and ${asked} is not among them.`,
    remedy: `If ${asked} belongs there, add it to the hosts of ${label}.`,
  };
}

function explainExpired(finding: Of<'expired'>): Explanation {
  const days = Math.floor((finding.now - finding.notAfter) / MS_PER_DAY);
  const ago = days < 1 ? 'less than a day ago' : `${formatDays(days)} ago`;
  return {
    title: 'A certificate has expired',
    cause: `${nameOf(finding)} was valid until ${formatMoment(finding.notAfter)}, ${ago} by this computer’s clock.`,
    remedy:
      finding.clockReasons === undefined
        ? 'The server’s owner must renew it. If the date looks wrong, check this computer’s clock.'
        : `This computer’s clock is probably ahead: ${list(finding.clockReasons)}. Set it right and try again.`,
  };
}

/** More names than this are counted, not listed: shared certificates carry hundreds. */
const MAX_LISTED = 6;

function explainWrongHost(finding: Of<'wrong-host'>): Explanation {
  const { asked, offered, nearest } = finding;
  const more = offered.length > MAX_LISTED ? [`${offered.length - MAX_LISTED} more`] : [];
  const covers = `You asked for ${asked}. ${nameOf(finding)} covers ${list([...offered.slice(0, MAX_LISTED), ...more])}.`;
  if (nearest === undefined)
    return {
      title: 'The certificate is for another name',
      cause: covers,
      remedy:
        'Check the address. If it is right, another server answered, or the server needs a certificate for this name.',
    };
  return {
    title: 'The certificate is for another name',
    cause: covers,
    remedy: nearest.startsWith('*.')
      ? `The nearest name is ${nearest}; a star stands for exactly one label. Check the address, or have a certificate issued for ${asked}.`
      : `Did you mean ${nearest}? If not, the server needs a certificate for ${asked}.`,
  };
}

function explainUnknownIssuer(finding: Of<'unknown-issuer'>): Explanation {
  const { root, issuer, listedIn = [] } = finding;
  const where = root
    ? `The chain ends in ${issuer}`
    : `The chain ends with ${nameOf(finding)}, issued by ${issuer}, which was not sent`;
  if (listedIn.length > 0) return knownButOff(where, issuer, listedIn);
  return {
    title: 'Nobody you trust stands behind this chain',
    cause: root
      ? `${where}, which is in none of your trust lists. ${privateText(finding).trim() || 'That is normal for a private authority, and for a proxy that opens connections.'}`
      : `${where} and is in none of your trust lists.${privateText(finding)}`,
    remedy: root
      ? `If you know ${issuer}, compare its fingerprint with its owner, then trust it for this host.`
      : `If you know ${issuer}, get its certificate from its owner, compare the fingerprint, and trust it for this host.`,
  };
}

function explainIncompleteChain(finding: Of<'incomplete-chain'>): Explanation {
  const { issuer, caIssuers, severity, listedIn = [] } = finding;
  const title = 'The issuer’s certificate was not sent';
  const [place] = caIssuers;
  const found = place === undefined ? '' : `; the certificate says it is found at ${place}`;
  if (severity === 'warning')
    return {
      title,
      cause: `${nameOf(finding)} was issued by ${issuer}, whose certificate the server left out. It was known here from elsewhere, so the chain could be proven; other clients will refuse this server.`,
      remedy: `The server must send the certificate of ${issuer} (RFC 8446 §4.4.2)${found}.`,
    };
  if (listedIn.length > 0) return knownButOff(`${nameOf(finding)} was issued by ${issuer}`, issuer, listedIn);
  return {
    title,
    cause: `${nameOf(finding)} was issued by ${issuer}. The server did not send that certificate, and it is not among the authorities you trust, so nothing connects this server to anybody you trust.${privateText(finding)}`,
    remedy: `If ${issuer} is an intermediate, the server must send it (RFC 8446 §4.4.2)${found}. If it is a root you know, compare its fingerprint with its owner and trust it for this host.`,
  };
}

function knownButOff(where: string, issuer: string, listedIn: readonly AnchorSource[]): Explanation {
  return {
    title: 'The authority is known to this computer, but not trusted',
    cause: `${where}. The list ${listedIn.map((source) => listText[source]).join(' and the one ')} has it, but does not count here: the list or this authority is switched off.`,
    remedy: `Switch it on under Trust if you meant to trust ${issuer}; that counts for every host.`,
  };
}

const listText = { system: 'of the system', bundled: 'shipped with the app', custom: 'of your own' } as const;

function privateText({ privateReasons = [] }: { readonly privateReasons?: readonly string[] }): string {
  return privateReasons.length === 0 ? '' : ` It looks like a private authority: ${list(privateReasons)}.`;
}

function explainKeyUsage(finding: Of<'key-usage'>): Explanation {
  const signs = finding.missing === 'keyCertSign';
  return {
    title: signs ? 'An authority may not sign certificates' : 'The key may not be used for this',
    cause: signs
      ? `${nameOf(finding)} issued the next certificate of the chain, but its key usage does not allow signing certificates (keyCertSign).`
      : `The key usage of ${nameOf(finding)} does not allow what a TLS server does with its key (${finding.missing}).`,
    remedy: 'It has to be issued anew with the right key usage.',
  };
}

/** Purposes as people say them; what has no words keeps its name. */
const purposes: Readonly<Record<string, string>> = {
  serverAuth: 'being a TLS server',
  clientAuth: 'being a TLS client',
  codeSigning: 'signing programs',
  emailProtection: 'e-mail',
  timeStamping: 'time stamps',
  OCSPSigning: 'signing OCSP answers',
  anyExtendedKeyUsage: '"any purpose", which does not count for servers',
};

/** A purpose in words, from its RFC name or its OID. */
export function purposeText(purpose: string): string {
  return purposes[purpose] ?? purpose;
}

/** Without a reason the worst is to be assumed. */
function revocationReason(reason: RevocationCause | undefined): string {
  if (reason === undefined || reason === 'unspecified') return ' It gave no reason; the key may be in the wrong hands.';
  return ` The reason it gave: ${causeText(reason)}.`;
}

function problemsText({ problems = [] }: { readonly problems?: readonly RevocationProblem[] }): string {
  return problems.map((problem) => ` ${explainRevocationProblem(problem)}`).join('');
}

function nameOf({ subject }: { readonly subject?: string }): string {
  return subject ?? 'The certificate';
}

function list(parts: readonly string[]): string {
  const last = parts[parts.length - 1] ?? 'nothing';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

function count(number: number, noun: string): string {
  return number === 0 ? `no ${noun}` : `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function article(noun: string): string {
  return /^[AEIOR]/.test(noun) ? 'an' : 'a';
}
