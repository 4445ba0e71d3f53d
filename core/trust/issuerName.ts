import type { Name } from '#core/certificate/certificate.ts';

/** Whose authority a name is known to be: products that open connections, and tools that make authorities for developers. */
export interface KnownMaker {
  readonly kind: 'proxy' | 'debugger' | 'antivirus' | 'development';
  /** As its maker writes it. */
  readonly product: string;
}

/**
 * By what stands in CN, O or OU of the authorities they make, gathered from their documentation and from certificates met in
 * the field (2026-11). A name proves nothing: anybody can take it.
 */
const makers: readonly (readonly [pattern: RegExp, maker: KnownMaker])[] = [
  ...(
    [
      [/\bzscaler\b/i, 'Zscaler'],
      [/\bnetskope\b|\bgoskope\b/i, 'Netskope'],
      [/\bforti(?:net|gate)\b/i, 'Fortinet'],
      [/\bpalo alto networks\b|\bpan-?os\b/i, 'Palo Alto Networks'],
      [/\bblue ?coat\b|\bsymantec web security\b|\bcloud services ca\b.*symantec/i, 'Blue Coat'],
      [/\bcisco umbrella\b|\bopendns\b/i, 'Cisco Umbrella'],
      [/\bforcepoint\b|\bwebsense\b/i, 'Forcepoint'],
      [/\bsophos\b/i, 'Sophos'],
      [/\bcheck ?point\b/i, 'Check Point'],
      [/\bskyhigh\b|\bmcafee web gateway\b/i, 'Skyhigh'],
      [/\bsonicwall\b/i, 'SonicWall'],
      [/\bwatchguard\b/i, 'WatchGuard'],
      [/\bbarracuda\b/i, 'Barracuda'],
      [/\bcato networks\b/i, 'Cato Networks'],
      [/\biboss\b/i, 'iboss'],
      [/\blightspeed\b/i, 'Lightspeed'],
      [/\bsmoothwall\b/i, 'Smoothwall'],
      [/\buntangle\b/i, 'Untangle'],
      [/\bsquid\b/i, 'Squid'],
      [/\bcloudflare\b.*\bgateway\b|\bgateway ca - cloudflare\b/i, 'Cloudflare Gateway'],
    ] as const
  ).map(([pattern, product]) => [pattern, { kind: 'proxy', product }] as const),
  ...(
    [
      [/\bportswigger\b/i, 'Burp Suite'],
      [/\bmitmproxy\b/i, 'mitmproxy'],
      [/\bcharles proxy\b/i, 'Charles'],
      [/do_not_trust_fiddler|\bfiddler\b/i, 'Fiddler'],
      [/\bproxyman\b/i, 'Proxyman'],
      [/\bhttp toolkit\b/i, 'HTTP Toolkit'],
      [/\bowasp (?:zed attack proxy|zap)\b|\bzap root ca\b/i, 'ZAP'],
      [/\bwhistle\b.*\bca\b/i, 'whistle'],
      [/\banyproxy\b/i, 'AnyProxy'],
    ] as const
  ).map(([pattern, product]) => [pattern, { kind: 'debugger', product }] as const),
  ...(
    [
      [/\bavast\b/i, 'Avast'],
      [/\bavg\b.*\b(?:web|mail|shield)\b|\bavg technologies\b/i, 'AVG'],
      [/\bkaspersky\b/i, 'Kaspersky'],
      [/\beset ssl filter\b|\beset,? spol\b/i, 'ESET'],
      [/\bbitdefender\b/i, 'Bitdefender'],
      [/\bdr\.?web\b/i, 'Dr.Web'],
      [/\badguard\b/i, 'AdGuard'],
    ] as const
  ).map(([pattern, product]) => [pattern, { kind: 'antivirus', product }] as const),
  ...(
    [
      [/\bmkcert\b/i, 'mkcert'],
      [/\bcaddy local authority\b/i, 'Caddy'],
      [/\bminikube ?ca\b/i, 'minikube'],
      [/^kubernetes$|\bkube-ca\b|\bkubernetes-ca\b/i, 'Kubernetes'],
      [/\bsmallstep\b|\bstep (?:root|intermediate) ca\b/i, 'step'],
      [/\bvault\b/i, 'Vault'],
      [/\baspnetcore\b|\basp\.net core https development\b/i, 'ASP.NET Core'],
      [/\bwireglass playground\b/i, 'the playground of Wireglass'],
    ] as const
  ).map(([pattern, product]) => [pattern, { kind: 'development', product }] as const),
];

const spoken: ReadonlySet<string> = new Set(['CN', 'O', 'OU']);

/** Whose authority the name says it is; undefined when it is none that is known here. */
export function makerOf(name: Name): KnownMaker | undefined {
  const texts = name.rdns.flat().flatMap(({ label, value }) => (spoken.has(label) ? [value.slice(0, 200)] : []));
  return makers.find(([pattern]) => texts.some((text) => pattern.test(text)))?.[1];
}
